//! `amends data`: where everything is kept, and whether it is whole.

use crate::cli::CheckData;
use crate::commands::shop::Shop;
use crate::domain::words::visible;
use crate::error::{Kind, Result};
use crate::shell::files;
use crate::view::records::{Integrity, Paths};
use crate::view::{Screen, View};

pub(super) fn path(shop: &Shop<'_>) -> Result<Screen> {
    let text = |path: std::path::PathBuf| visible(&path.to_string_lossy());
    let paths = Paths {
        folder: text(shop.folder.clone()),
        data_file: text(shop.data_file()),
        exists: files::is_there(&shop.data_file())?,
        settings: text(shop.settings_file()),
        playbooks: text(shop.playbook_folder()),
    };
    Ok(shop.screen(View::Paths(paths)))
}

pub(super) fn check(shop: &Shop<'_>, typed: &CheckData) -> Result<Screen> {
    let integrity = integrity(shop)?;
    let sound = integrity.sound;
    let mut screen = shop.screen(View::Integrity(integrity));
    screen.if_any = typed.if_any;
    if !sound {
        screen.exit = Kind::DataFile.exit();
    }
    Ok(screen)
}

fn integrity(shop: &Shop<'_>) -> Result<Integrity> {
    let data_file = visible(&shop.data_file().to_string_lossy());
    let Some(store) = shop.store()? else {
        return Ok(Integrity {
            data_file,
            sound: true,
            events: 0,
            cases: 0,
            head: None,
            problems: Vec::new(),
        });
    };
    let report = store.check()?;
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    Ok(Integrity {
        data_file,
        sound: problems.is_empty(),
        events: report.events,
        cases: report.cases,
        head: report.head.map(|head| head.short()),
        problems,
    })
}
