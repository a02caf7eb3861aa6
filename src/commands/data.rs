//! `amends data`: where everything is kept, and whether it is whole.

use crate::commands::shop::Shop;
use crate::domain::words::visible;
use crate::error::{Kind, Result};
use crate::view::records::{Integrity, Paths};
use crate::view::{Screen, View};

pub(super) fn path(shop: &Shop<'_>) -> Result<Screen> {
    let text = |path: std::path::PathBuf| visible(&path.to_string_lossy());
    let paths = Paths {
        folder: text(shop.folder.clone()),
        data_file: text(shop.data_file()),
        exists: shop.data_file().exists(),
        settings: text(shop.settings_file()),
        playbooks: text(shop.playbook_folder()),
    };
    Ok(shop.screen(View::Paths(paths)))
}

pub(super) fn check(shop: &Shop<'_>) -> Result<Screen> {
    let data_file = visible(&shop.data_file().to_string_lossy());
    let Some(store) = shop.store()? else {
        let nothing = Integrity {
            data_file,
            sound: true,
            events: 0,
            cases: 0,
            head: None,
            problems: Vec::new(),
        };
        return Ok(shop.screen(View::Integrity(nothing)));
    };
    let report = store.check()?;
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let sound = problems.is_empty();
    let integrity = Integrity {
        data_file,
        sound,
        events: report.events,
        cases: report.cases,
        head: report.head.map(|head| head.short()),
        problems,
    };
    let mut screen = shop.screen(View::Integrity(integrity));
    if !sound {
        screen.exit = Kind::DataFile.exit();
    }
    Ok(screen)
}
