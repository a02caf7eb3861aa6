//! Records as they are shown: events, history, the night report, the data file, an import.

use chrono::Datelike;
use serde::Serialize;

use crate::domain::case::Recorded;
use crate::domain::text::Text;
use crate::domain::words::Words;
use crate::show::case::{CaseItem, CaseTag, Counts};
use crate::show::{Eyes, Moment};

pub(in crate::show) mod page;

/// One event of a case.
#[derive(Clone, Debug, Serialize)]
pub struct EventItem {
    /// When it was entered.
    pub at: Moment,
    /// What kind of event.
    pub event: &'static str,
    /// What happened, without anybody's words.
    pub what: String,
    /// What was said or written.
    pub words: Option<Words>,
}

/// Shows an event.
#[must_use]
pub fn event_item(recorded: &Recorded, eyes: &Eyes) -> EventItem {
    let told = recorded.event.told(this_year(eyes));
    EventItem {
        at: eyes.moment(recorded.at),
        event: recorded.event.word(),
        what: told.what,
        words: told.words.first().and_then(|text| text.words()).cloned(),
    }
}

/// Gives what was said or written in an event, the lesson of a closing beside its reason.
#[must_use]
pub fn words_of(recorded: &Recorded, eyes: &Eyes) -> Vec<Words> {
    let told = recorded.event.told(this_year(eyes));
    let words = told.words.into_iter().filter_map(Text::words);
    words.cloned().collect()
}

/// The year that is left out of dates: the wall clock's.
fn this_year(eyes: &Eyes) -> i32 {
    eyes.moment(eyes.now).wall.year()
}

/// One invocation that changed something.
#[derive(Clone, Debug, Serialize)]
pub struct OperationItem {
    /// When.
    pub at: Moment,
    /// Which command.
    pub command: String,
    /// The cases it changed.
    pub cases: Vec<u64>,
    /// What it did, an event each.
    pub what: Vec<String>,
    /// What was said or written in it: words of the customer, notes, reasons, a lesson.
    pub words: Vec<Words>,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What was done, newest first; or everything that happened to one case.
#[derive(Debug)]
pub struct HistoryView {
    /// The invocations.
    pub items: Vec<OperationItem>,
    /// Whether there are older ones.
    pub truncated: bool,
}

/// An operation that was taken back or put back.
#[derive(Debug, Serialize)]
pub struct TakenBack {
    /// undo or redo.
    #[serde(skip)]
    pub verb: &'static str,
    /// Which command it was about.
    pub command: String,
    /// When that had been given.
    pub at: Moment,
    /// What it had done, at least the first of it.
    pub what: Vec<String>,
    /// The cases it is about, at least the first of them.
    pub cases: Vec<u64>,
    /// How these cases stand now; one whose logging was taken back is none any more.
    pub now: Vec<CaseItem>,
    /// Whether the same request had done this before, and nothing was saved now.
    pub already: bool,
    /// Whether nothing was saved because `--dry-run` was given.
    pub dry_run: bool,
    /// Whether it had done more, or was about more cases, than is shown.
    #[serde(skip)]
    pub truncated: bool,
}

/// One section of the night report.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its word.
    pub section: &'static str,
    /// Its cases, most urgent first.
    pub cases: Vec<CaseItem>,
}

/// A rung that was set off, told of for the first time.
#[derive(Clone, Debug, Serialize)]
pub struct Announcement {
    /// The case.
    pub case: u64,
    /// Whose.
    pub customer: Option<Words>,
    /// What set it off.
    pub on: String,
    /// When.
    pub at: Moment,
    /// The role that takes over.
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

/// Tomorrow's to-do.
#[derive(Debug, Serialize)]
pub struct Nightly {
    /// What has escalated since the last day before this one on which the report ran.
    pub announced: Vec<Announcement>,
    /// When the report was made last before today.
    pub previous_run_at: Option<Moment>,
    /// How many days of the shop there were without a report since then.
    pub nights_missing: u64,
    /// The sections that have something in them.
    pub sections: Vec<Section>,
    /// Open cases by state.
    pub counts: Counts,
    /// The first digits of the head of the chain, to compare with a backup.
    pub head: Option<String>,
    /// The version of the zone rules in use.
    pub zone_rules: String,
}

/// The section of what escalated, was promised and not kept, or happened to somebody again, and still holds.
pub const HOLDS: &str = "came to a head";

impl Nightly {
    /// The report of a shop that never had a case.
    #[must_use]
    pub fn fresh(zone_rules: String) -> Self {
        Self {
            announced: Vec::new(),
            previous_run_at: None,
            nights_missing: 0,
            sections: Vec::new(),
            counts: Counts::default(),
            head: None,
            zone_rules,
        }
    }

    /// Gives what has come about in open cases and still holds.
    pub fn tags(&self) -> impl Iterator<Item = (&CaseItem, &CaseTag)> {
        let holds = self.sections.iter().filter(|one| one.section == HOLDS);
        let cases = holds.flat_map(|section| &section.cases);
        cases.flat_map(|item| item.tags.iter().flatten().map(move |tag| (item, tag)))
    }

    /// Gives an open case with its tags, by number.
    #[must_use]
    pub fn tagged(&self, case: u64) -> Option<&CaseItem> {
        self.tags()
            .map(|(item, _)| item)
            .find(|item| item.case == case)
    }

    /// Says whether there is nothing to tell.
    #[must_use]
    pub const fn has_nothing(&self) -> bool {
        self.sections.is_empty() && self.announced.is_empty() && self.nights_missing == 0
    }
}

/// Where things are.
#[derive(Debug, Serialize)]
pub struct Paths {
    /// The shop folder.
    pub folder: String,
    /// The data file.
    pub data_file: String,
    /// Whether it is there yet.
    pub exists: bool,
    /// The shop's settings.
    pub settings: String,
    /// The shop's own playbooks.
    pub playbooks: String,
}

/// Whether the data file is whole.
#[derive(Debug, Serialize)]
pub struct Integrity {
    /// The data file.
    pub data_file: String,
    /// Whether everything agrees.
    pub sound: bool,
    /// Events read.
    pub events: u64,
    /// Cases added up again.
    pub cases: u64,
    /// The first digits of the head of the chain.
    pub head: Option<String>,
    /// Events saved since the head that was asked for.
    pub since_head: Option<u64>,
    /// What does not agree.
    pub problems: Vec<String>,
}

/// A row that was refused.
#[derive(Clone, Debug, Serialize)]
pub struct RefusedRow {
    /// The line on which it begins.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A row that an earlier import took in.
#[derive(Clone, Debug, Serialize)]
pub struct KnownRow {
    /// The line on which it begins.
    pub line: u64,
    /// The case it equals.
    pub case: u64,
}

/// A known row that says otherwise than before whether the complaint is over, and otherwise than its case.
#[derive(Clone, Debug, Serialize)]
pub struct StateChanged {
    /// The line on which it begins.
    pub line: u64,
    /// The case.
    pub case: u64,
    /// What the list says now: open or closed.
    pub state: &'static str,
}

/// How many rows that are not known have a date without a time of day, for which the start of that day
/// was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DatesAlone {
    /// When the customer told, of open cases: their clocks run from then.
    pub told_open: u64,
    /// When the customer told, of closed cases.
    pub told_closed: u64,
    /// When it was over; on the day the customer told, it is their moment instead.
    pub closed: u64,
}

/// What an import took in.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// Rows read.
    pub read: u64,
    /// Cases stored.
    pub stored: u64,
    /// Rows refused.
    pub refused: Vec<RefusedRow>,
    /// Rows that were already known.
    pub already_known: u64,
    /// The first hundred of them, with their cases.
    pub known: Vec<KnownRow>,
    /// Known rows whose state the list has changed since, each.
    pub state_changed: Vec<StateChanged>,
    /// Dates without a time of day.
    pub dates_alone: DatesAlone,
    /// Cases that are closed.
    pub closed: u64,
    /// Whether nothing was written because `--dry-run` was given.
    pub dry_run: bool,
    /// Whether the same request had taken it in before, and nothing was saved now.
    pub already: bool,
    /// What was filled in by a default, and in how many rows.
    pub defaults: Vec<String>,
    /// Columns of the file that are not used.
    pub unused_columns: Vec<String>,
}
