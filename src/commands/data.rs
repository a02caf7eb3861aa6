//! `amends data`: where everything is kept, and whether it is whole.

use crate::cli::CheckData;
use crate::desk::shop::Shop;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::shell::files;
use crate::show::Screen;
use crate::show::records::{Integrity, Paths};

pub(super) fn path(shop: &Shop<'_>) -> Result<Screen> {
    let text = |path: std::path::PathBuf| visible(&path.to_string_lossy());
    let paths = Paths {
        folder: text(shop.folder.clone()),
        data_file: text(shop.data_file()),
        exists: files::is_there(&shop.data_file())?,
        settings: text(shop.settings_file()),
        playbooks: text(shop.playbook_folder()),
    };
    Ok(shop.screen(paths))
}

pub(super) fn check(shop: &Shop<'_>, typed: &CheckData) -> Result<Screen> {
    let head = typed.head.as_deref().map(digits).transpose()?;
    let integrity = integrity(shop, head.as_deref())?;
    let sound = integrity.sound;
    let mut screen = shop.screen(integrity);
    screen.if_any = typed.if_any;
    if !sound {
        screen.exit = Kind::DataFile.exit();
    }
    Ok(screen)
}

/// Understands the beginning of a head, as it stands in a night report or in a backup's name.
fn digits(typed: &str) -> Result<String> {
    let digits = typed.trim().to_ascii_lowercase();
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if all_hex && (8..=64).contains(&digits.len()) {
        return Ok(digits);
    }
    let message = format!("--head: `{}` is not the head of a history", visible(typed));
    let hint = "write the 8 digits that the night report ends with, such as `047e9aff`";
    Err(Error::usage(message, hint))
}

fn integrity(shop: &Shop<'_>, head: Option<&str>) -> Result<Integrity> {
    let data_file = visible(&shop.data_file().to_string_lossy());
    let store = shop.must_be_whole(shop.store()?)?;
    let report = store.check()?;
    let mut problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let mut since_head = None;
    if let Some(head) = head {
        since_head = store
            .event_with_hash(head)?
            .map(|then| report.events - then);
        if since_head.is_none() {
            problems.push(format!(
                "the history {head} is not in it: it is an older copy, or of another shop"
            ));
        }
    }
    Ok(Integrity {
        data_file,
        sound: problems.is_empty(),
        events: report.events,
        cases: report.cases,
        head: report.head.map(|head| head.short()),
        since_head,
        problems,
    })
}
