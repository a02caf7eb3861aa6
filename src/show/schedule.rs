//! What a scheduler is to run each night, and when.

use chrono::{NaiveDate, NaiveTime};

mod cron;
mod launchd;
pub(in crate::show) mod page;
mod systemd;
mod windows;

/// Which scheduler the text is for, with what only that one has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheduler {
    /// The crontab of a Unix system.
    Cron,
    /// A user's systemd.
    Systemd,
    /// The scheduler of macOS.
    Launchd {
        /// The file for what is printed.
        report: String,
    },
    /// The Task Scheduler of Windows.
    Windows {
        /// The first day.
        from: NaiveDate,
        /// The file for what is printed.
        report: String,
    },
}

/// Everything that has to stand in the text. No path in it has a character that is not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Which scheduler.
    pub scheduler: Scheduler,
    /// The time of day.
    pub at: NaiveTime,
    /// The absolute path of this program.
    pub program: String,
    /// The shop folder, where it is not the usual one and has to be said.
    pub folder: Option<String>,
    /// The shop's zone.
    pub zone: String,
}

/// What is run each night, for a person to read. Each prints nothing while there is nothing that has to be seen.
pub(super) const COMMANDS: [&str; 2] = [
    "report nightly --if-any --pretty",
    "data check --if-any --pretty",
];

/// Says when, and by which clock: that of the computer is not always that of the shop.
pub(super) fn when(schedule: &Schedule) -> String {
    format!(
        "every day at {} by this computer's clock (the shop's zone is {})",
        schedule.at.format("%H:%M"),
        schedule.zone
    )
}
