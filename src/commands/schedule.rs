//! `amends schedule`: text to paste into a scheduler. Only prints.

use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use clap::{Args, Subcommand};

use crate::desk::shop::Shop;
use crate::domain::words::{is_hidden, visible};
use crate::error::{Error, Kind, Result};
use crate::shell::disk::shown;
use crate::show::Screen;
use crate::show::schedule::{Schedule, Scheduler};

/// `amends schedule`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amends schedule cron              lines for `crontab -e`
  amends schedule systemd --at 21:00
  amends schedule launchd > amends.nightly.plist
  amends schedule windows > amends-nightly.xml")]
pub struct ScheduleArgs {
    /// For which scheduler.
    #[command(subcommand)]
    pub verb: ScheduleVerb,
}

/// The schedulers.
#[derive(Debug, Subcommand)]
pub enum ScheduleVerb {
    /// Print lines for a crontab
    #[command(after_help = "Example:\n  amends schedule cron --at 21:00")]
    Cron(EachNight),
    /// Print a service and a timer for systemd
    #[command(after_help = "Example:\n  amends schedule systemd --at 21:00")]
    Systemd(EachNight),
    /// Print a property list for launchd, the scheduler of macOS
    #[command(after_help = "Example:\n  amends schedule launchd > amends.nightly.plist")]
    Launchd(EachNight),
    /// Print a task for the Task Scheduler of Windows
    #[command(after_help = "Example:\n  amends schedule windows > amends-nightly.xml")]
    Windows(EachNight),
}

/// When a scheduler is to run the night report and the check of the data file.
#[derive(Args, Clone, Debug)]
pub struct EachNight {
    /// At which time of day
    #[arg(long, value_name = "HH:MM", default_value = "06:30")]
    pub at: String,
}

pub(super) fn run(shop: &Shop<'_>, verb: &ScheduleVerb) -> Result<Screen> {
    match verb {
        ScheduleVerb::Cron(typed) => screen(shop, typed, Scheduler::Cron, drawn),
        ScheduleVerb::Systemd(typed) => screen(shop, typed, Scheduler::Systemd, drawn),
        ScheduleVerb::Launchd(typed) => {
            let report = drawn(&shop.folder.join("nightly.txt"))?;
            screen(shop, typed, Scheduler::Launchd { report }, drawn)
        }
        ScheduleVerb::Windows(typed) => {
            let scheduler = Scheduler::Windows {
                from: shop.home.zone.wall(shop.now()).date(),
                report: known_to_windows(&shop.folder.join("nightly.txt"))?,
            };
            screen(shop, typed, scheduler, known_to_windows)
        }
    }
}

/// Puts a schedule together; `place` gives a path as text, or says why this scheduler cannot
/// have it.
fn screen(
    shop: &Shop<'_>,
    typed: &EachNight,
    scheduler: Scheduler,
    place: fn(&Path) -> Result<String>,
) -> Result<Screen> {
    let schedule = Schedule {
        scheduler,
        at: time_of_day(&typed.at)?,
        program: place(&shop.shell.program()?)?,
        folder: named_folder(shop).map(|path| place(&path)).transpose()?,
        zone: shop.home.zone.name().to_owned(),
    };
    Ok(shop.screen(schedule))
}

/// Gives the shop folder where it was named: a scheduler starts commands without the
/// variables of whoever types this.
fn named_folder(shop: &Shop<'_>) -> Option<PathBuf> {
    let variables = ["AMENDS_DATA_DIR", "XDG_DATA_HOME"];
    let set = || {
        let mut variables = variables.iter();
        variables.any(|name| shop.shell.variable(name).is_some())
    };
    let named = shop.everywhere.data_dir.is_some() || set();
    named.then(|| shop.folder.clone())
}

fn time_of_day(text: &str) -> Result<NaiveTime> {
    let number = |digits: &str| {
        let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| only_digits)
    };
    let read = || {
        let (hour, minute) = text.split_once(':')?;
        let lengths = (hour.len(), minute.len());
        let fits = matches!(lengths, (1 | 2, 2));
        NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0).filter(|_| fits)
    };
    read().ok_or_else(|| {
        let message = format!("--at: `{}` is not a time of day", visible(text));
        Error::usage(message, "write it as `06:30`, from `00:00` to `23:59`")
    })
}

/// Gives a path as text, if it can be shown and so be written into a schedule at all.
fn drawn(path: &Path) -> Result<String> {
    match path.to_str() {
        None => Err(unfit(path, "it is not UTF-8 text")),
        Some(text) if text.chars().any(is_hidden) => {
            Err(unfit(path, "a character in it cannot be shown"))
        }
        Some(text) => Ok(text.to_owned()),
    }
}

/// Gives a path as text, if there is a way to write it that Windows leaves alone.
fn known_to_windows(path: &Path) -> Result<String> {
    let text = drawn(path)?;
    if text.contains('"') {
        return Err(unfit(path, "Windows knows no name with `\"` in it"));
    }
    if text.matches('%').count() > 1 {
        let why = "Windows takes what stands between two `%` for a variable";
        return Err(unfit(path, why));
    }
    Ok(text)
}

fn unfit(path: &Path, why: &str) -> Error {
    let message = format!("{} cannot stand in a schedule: {why}", shown(path));
    Error::new(Kind::Failed, message, "give it another name")
}
