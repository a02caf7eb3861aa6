//! Text to paste into a scheduler, for each with its own rules of quoting.

use serde::{Serialize, Serializer};

use super::{cron, systemd, windows};
use crate::paper::page::{Block, Page};
use crate::show::schedule::{Schedule, Scheduler};
use crate::show::{Item as JsonItem, Rows, Show, Sight};

/// The text as an item of JSON.
#[derive(Debug, Serialize)]
pub(in crate::show) struct Scheduled {
    kind: &'static str,
    text: String,
}

/// Writes the whole text; each line ends with LF.
pub(in crate::show) fn text(schedule: &Schedule) -> String {
    match &schedule.scheduler {
        Scheduler::Cron => cron::text(schedule),
        Scheduler::Systemd => systemd::text(schedule),
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
            kind: self.scheduler.word(),
            text: text(self),
        };
        item.serialize(serializer)
    }
}
