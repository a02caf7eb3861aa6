//! Reports as files: what goes into one, and that one was written.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::DeadlineName;
use crate::domain::case::reminders::{Reminder, ReminderFate};
use crate::domain::id::Id;
use crate::domain::time::zone::Instant;
use crate::show::{Moment, Viewpoint};

pub(in crate::show) mod ical;
mod page;

/// What a file holds, which its ending says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "file-format")]
pub enum Format {
    /// Deadlines for a calendar.
    #[serde(rename = "ics")]
    Calendar,
    /// What `--json` prints.
    #[serde(rename = "json")]
    Json,
    /// What a person reads, 80 columns wide and without colour.
    #[serde(rename = "txt")]
    Page,
    /// The same as Markdown.
    #[serde(rename = "md")]
    Markdown,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Calendar, Self::Json, Self::Page, Self::Markdown];

    /// Gives the ending of such a file, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Calendar => "ics",
            Self::Json => "json",
            Self::Page => "txt",
            Self::Markdown => "md",
        }
    }
}

/// What can be put into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "report")]
pub enum ReportWord {
    /// Tomorrow's to-do.
    Nightly,
    /// A playbook on one sheet for the wall.
    Card,
    /// Everything there is to do, by clock time.
    Today,
}

/// What goes into a file; a report brings what its view does not have.
#[derive(Debug)]
pub enum Content {
    /// Deadlines for a calendar.
    Calendar(DeadlineCalendar),
    /// The view as `--json` prints it.
    Json,
    /// The view as a person reads it.
    Page,
    /// The same as Markdown.
    Markdown,
}

impl Content {
    /// Gives the format it is written in.
    #[must_use]
    pub const fn format(&self) -> Format {
        match self {
            Self::Calendar(_) => Format::Calendar,
            Self::Json => Format::Json,
            Self::Page => Format::Page,
            Self::Markdown => Format::Markdown,
        }
    }

    /// Gives the deadlines, if they are what goes into it.
    #[must_use]
    pub const fn calendar(&self) -> Option<&DeadlineCalendar> {
        match self {
            Self::Calendar(calendar) => Some(calendar),
            Self::Json | Self::Page | Self::Markdown => None,
        }
    }
}

/// A file that a view is to be put into.
#[derive(Debug)]
pub struct Outgoing {
    /// Which report it is.
    pub report: ReportWord,
    /// Where, absolute.
    pub path: PathBuf,
    /// What.
    pub content: Content,
}

/// Deadlines for a calendar.
#[derive(Debug)]
pub struct DeadlineCalendar {
    /// A number that grows with whatever is done in the shop, and never goes down.
    pub revision: u64,
    /// When something was last done in the shop.
    pub changed_at: Instant,
    /// The deadlines, case by case, the earliest first.
    pub entries: Vec<CalendarEntry>,
}

impl DeadlineCalendar {
    /// Counts the deadlines that still stand, or those that the calendar is to take out.
    #[must_use]
    pub fn count(&self, wanted: impl Fn(ReminderFate) -> bool) -> u64 {
        let entries = self.entries.iter();
        entries.filter(|entry| wanted(entry.fate)).count() as u64
    }
}

/// One deadline for a calendar, without anything about the customer.
#[derive(Clone, Debug)]
pub struct CalendarEntry {
    /// The id of the case, which no other shop has.
    pub case_id: Id,
    /// The case number.
    pub case: u64,
    /// The name of the complaint type.
    pub type_name: String,
    /// What the deadline is for.
    pub name: DeadlineName,
    /// Which cycle of the case, from 1.
    pub cycle: usize,
    /// The id of the complaint type, when the customer told of that failure later.
    pub failure: Option<String>,
    /// What to do, for a step with a time of its own.
    pub task: Option<String>,
    /// Whose steps it waits for, or waited for last: roles, or `holder`.
    pub by: Vec<String>,
    /// When it is due.
    pub due_at: Moment,
    /// From when on it is due soon.
    pub soon_at: Instant,
    /// What has become of it.
    pub fate: ReminderFate,
}

impl CalendarEntry {
    /// Makes an entry of a deadline of a case.
    #[must_use]
    pub fn of(case_id: Id, case: u64, reminder: Reminder, viewpoint: &Viewpoint) -> Self {
        let deadline = reminder.deadline;
        Self {
            case_id,
            case,
            type_name: reminder.complaint,
            name: deadline.name,
            cycle: deadline.cycle,
            task: reminder.task,
            by: reminder.by.into_iter().collect(),
            due_at: viewpoint.moment(deadline.due_at),
            soon_at: deadline.soon_at,
            failure: reminder.failure,
            fate: reminder.fate,
        }
    }
}

/// A report that was written to a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "report-file")]
pub struct WrittenReport {
    /// Which report.
    pub report: ReportWord,
    /// Where it is, absolute.
    #[schemars(length(min = 1))]
    pub file: String,
    /// What it holds: deadlines for a calendar, what `--json` prints, or the page that a person reads, as text or
    /// as Markdown.
    pub format: Format,
    /// How many deadlines a calendar file has that are still to be met; `null` for other files.
    pub deadlines: Option<u64>,
    /// How many deadlines a calendar file cancels, because they are met or over; `null` for other files.
    pub cancelled: Option<u64>,
    /// Whether there was nothing to tell.
    #[serde(skip)]
    pub nothing: bool,
}
