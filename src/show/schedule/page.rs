//! Text to paste into a scheduler, for each with its own rules of quoting.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{cron, launchd, systemd, windows};
use crate::paper::page::{Block, Page};
use crate::show::schedule::{Schedule, Scheduler};
use crate::show::{JsonItem, Rows, Show, Sight};

/// Which scheduler a text is for.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "scheduler")]
enum SchedulerWord {
    /// The crontab of a Unix system.
    Cron,
    /// A user's systemd.
    Systemd,
    /// The scheduler of macOS.
    Launchd,
    /// The Task Scheduler of Windows.
    Windows,
}

/// Text to paste into a scheduler.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "scheduled")]
pub(in crate::show) struct Scheduled {
    /// Which scheduler.
    kind: SchedulerWord,
    /// The text.
    #[schemars(length(min = 1))]
    text: String,
}

/// Writes the whole text; each line ends with LF.
pub(in crate::show) fn text(schedule: &Schedule) -> String {
    match &schedule.scheduler {
        Scheduler::Cron => cron::text(schedule),
        Scheduler::Systemd => systemd::text(schedule),
        Scheduler::Launchd { report } => launchd::text(schedule, report),
        Scheduler::Windows { from, report } => windows::text(schedule, *from, report),
    }
}

impl Show for Schedule {
    fn name(&self) -> &'static str {
        "schedule"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        Page::new().block(Block::Verbatim(text(self)))
    }

    fn rows(&self) -> Rows {
        Rows::Text(text(self))
    }
}

/// As the text, with the scheduler that it is for.
impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let item = Scheduled {
            kind: match self.scheduler {
                Scheduler::Cron => SchedulerWord::Cron,
                Scheduler::Systemd => SchedulerWord::Systemd,
                Scheduler::Launchd { .. } => SchedulerWord::Launchd,
                Scheduler::Windows { .. } => SchedulerWord::Windows,
            },
            text: text(self),
        };
        item.serialize(serializer)
    }
}
