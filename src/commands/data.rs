//! `amends data`: where everything is kept, and whether it is whole.

use clap::{Args, Subcommand};

use crate::desk::shop::Shop;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::shell::disk;
use crate::show::Screen;
use crate::show::data::{Integrity, Paths};

/// `amends data`.
#[derive(Args, Debug)]
pub struct DataArgs {
    /// What to do with the data file.
    #[command(subcommand)]
    pub verb: DataVerb,
}

/// The verbs of `amends data`.
#[derive(Debug, Subcommand)]
pub enum DataVerb {
    /// Say where everything is kept
    #[command(after_help = "Example:\n  amends data path")]
    Path,
    /// Check that the data file is whole and that nobody has tampered with it
    Check(CheckDataArgs),
    /// Take in complaints from a CSV file
    Import(super::import::ImportArgs),
}

/// `amends data check`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends data check
  amends data check --if-any        for cron: no mail while it is whole
  amends data check --head 047e9aff is it the file that the night report was made of?")]
pub struct CheckDataArgs {
    /// Also check that this history is in it: the first 8 digits or more, from a night report or a backup's name
    #[arg(long, value_name = "DIGITS")]
    pub head: Option<String>,
    /// Print nothing at all when it is whole
    #[arg(long)]
    pub if_any: bool,
}

pub(super) fn path(shop: &Shop<'_>) -> Result<Screen> {
    let text = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    let paths = Paths {
        folder: text(shop.folder.clone()),
        data_file: text(shop.data_file()),
        exists: disk::is_there(&shop.data_file())?,
        settings: text(shop.settings_file()),
        playbooks: text(shop.playbook_folder()),
    };
    Ok(shop.screen(paths))
}

pub(super) fn check(shop: &Shop<'_>, typed: &CheckDataArgs) -> Result<Screen> {
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
    let data_file = shop.data_file().to_string_lossy().into_owned();
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
