//! Records as they are shown: events, history, the night report, the data file, an import.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::Recorded;
use crate::domain::event::EventWord;
use crate::domain::import::State;
use crate::domain::text::Text;
use crate::domain::words::Words;
use crate::show::case::{CaseItem, CaseTag, Counts, ReportedCase};
use crate::show::schemas::marks::{CaseNumber, LineNumber, PlaybookId};
use crate::show::{Eyes, Moment};

pub(in crate::show) mod page;

/// One thing that happened to a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "event")]
pub struct EventItem {
    /// When it was entered.
    pub at: Moment,
    /// What kind of event.
    pub event: EventWord,
    /// What happened, without anybody's words.
    #[schemars(length(min = 1))]
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

/// One command that changed something.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "operation")]
pub struct OperationItem {
    /// When.
    pub at: Moment,
    /// Which command.
    #[schemars(length(min = 1))]
    pub command: String,
    /// The cases it changed.
    #[schemars(with = "Vec<CaseNumber>")]
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

/// The two commands that turn an operation round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnWord {
    /// It is taken back.
    Undo,
    /// It is put back.
    Redo,
}

impl TurnWord {
    /// Gives the command's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }
}

/// A command that was taken back, or put back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "taken-back")]
pub struct TakenBack {
    /// Which of the two it was.
    #[serde(skip)]
    pub verb: TurnWord,
    /// Which command it was about.
    #[schemars(length(min = 1))]
    pub command: String,
    /// When that had been given.
    pub at: Moment,
    /// What it had done, at least the first of it.
    pub what: Vec<String>,
    /// The cases it is about, at least the first of them.
    #[schemars(with = "Vec<CaseNumber>")]
    pub cases: Vec<u64>,
    /// How these cases stand now; one whose logging was taken back is none any more.
    pub now: Vec<CaseItem>,
    /// Whether the same `--request` had done this before, and nothing was saved now.
    pub already: bool,
    /// Whether nothing was saved because `--dry-run` was given.
    pub dry_run: bool,
    /// Whether it had done more, or was about more cases, than is shown.
    #[serde(skip)]
    pub truncated: bool,
}

/// What the cases of a section of the night report have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "section-word")]
pub enum SectionWord {
    /// What escalated, was promised and not kept, or happened to somebody again, and still holds.
    #[serde(rename = "escalated")]
    CameToAHead,
    /// A deadline passes while the shop is shut.
    #[serde(rename = "will lapse before you open")]
    WillLapse,
    /// A deadline has passed.
    #[serde(rename = "late")]
    Late,
    /// Both halves, or something before them, are due by this time tomorrow.
    #[serde(rename = "due in 24 hours")]
    DueIn24Hours,
    /// A promise is due by this time tomorrow, or was.
    #[serde(rename = "promises at risk")]
    PromisesAtRisk,
    /// Recovered, and to be asked whether it is right now.
    #[serde(rename = "follow-ups due")]
    FollowUpsDue,
    /// Something is still to be done for the next customer, also in cases that are closed.
    #[serde(rename = "for the next customer")]
    ForTheNextCustomer,
    /// Nobody has written down yet whether they stayed.
    #[serde(rename = "did they stay?")]
    DidTheyStay,
    /// The customer was failed before, not long ago.
    #[serde(rename = "second failures")]
    SecondFailures,
    /// Nobody holds the case.
    #[serde(rename = "nobody holds it")]
    NobodyHoldsIt,
    /// Nothing is due, and nobody is recovered.
    #[serde(rename = "no deadline")]
    NoDeadline,
    /// Nothing is left to do for this customer.
    #[serde(rename = "recovered, ready to close")]
    ReadyToClose,
    /// Closed in the last 24 hours: they have left.
    #[serde(rename = "lost since yesterday")]
    Lost,
    /// Closed in the last 24 hours: they are closer than before.
    #[serde(rename = "won back since yesterday")]
    WonBack,
}

/// One section of the night report; only those with something in them are printed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "section")]
pub struct Section {
    /// What its cases have in common.
    pub section: SectionWord,
    /// Its cases, most urgent first.
    #[schemars(length(min = 1))]
    pub cases: Vec<ReportedCase>,
}

/// An escalation that is new.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "announcement")]
pub struct Announcement {
    /// The case.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose.
    pub customer: Option<Words>,
    /// What set it off.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

/// Tomorrow's to-do.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "nightly")]
pub struct Nightly {
    /// What has escalated since the last day before this one on which the report ran.
    pub announced: Vec<Announcement>,
    /// When the report was made last before today.
    pub previous_run_at: Option<Moment>,
    /// How many days of the shop there were without a report since then.
    pub nights_missing: u64,
    /// What there is to do, by what it has in common.
    pub sections: Vec<Section>,
    /// Open cases by state.
    pub counts: Counts,
    /// The first digits of the head of the history, to compare with a copy; `null` before the first case.
    pub head: Option<String>,
    /// The version of the zone rules in use.
    pub zone_rules: String,
}

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
    pub fn tags(&self) -> impl Iterator<Item = (&ReportedCase, &CaseTag)> {
        let holds = self
            .sections
            .iter()
            .filter(|one| one.section == SectionWord::CameToAHead);
        let cases = holds.flat_map(|section| &section.cases);
        cases.flat_map(|reported| reported.tags.iter().map(move |tag| (reported, tag)))
    }

    /// Gives an open case with its tags, by number.
    #[must_use]
    pub fn tagged(&self, case: u64) -> Option<&ReportedCase> {
        self.tags()
            .map(|(reported, _)| reported)
            .find(|reported| reported.item.case == case)
    }

    /// Says whether there is nothing to tell.
    #[must_use]
    pub const fn has_nothing(&self) -> bool {
        self.sections.is_empty() && self.announced.is_empty() && self.nights_missing == 0
    }
}

/// Where everything is kept.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "paths")]
pub struct Paths {
    /// The shop folder.
    pub folder: String,
    /// The data file.
    pub data_file: String,
    /// Whether it is there yet.
    pub exists: bool,
    /// The shop's settings.
    pub settings: String,
    /// The folder of the shop's own playbooks.
    pub playbooks: String,
}

/// Whether the data file is whole.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "integrity")]
pub struct Integrity {
    /// The data file.
    pub data_file: String,
    /// Whether everything agrees.
    pub sound: bool,
    /// Events read.
    pub events: u64,
    /// Cases added up again.
    pub cases: u64,
    /// The first digits of the head of the chain, to compare with a backup.
    #[schemars(regex(pattern = r"^[0-9a-f]{8}$"))]
    pub head: Option<String>,
    /// Events saved since the history that `--head` names; `null` when it is not in the file.
    pub since_head: Option<u64>,
    /// What does not agree.
    pub problems: Vec<String>,
}

/// A row that was refused.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "refused-row")]
pub struct RefusedRow {
    /// The line on which it begins.
    #[schemars(with = "LineNumber")]
    pub line: u64,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: String,
}

/// A row that was known from an earlier import.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "known-row")]
pub struct KnownRow {
    /// The line on which it begins.
    #[schemars(with = "LineNumber")]
    pub line: u64,
    /// The case it equals.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
}

/// A known row that says otherwise than before whether the complaint is over, and otherwise than its case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "state-changed")]
pub struct StateChanged {
    /// The line on which it begins.
    #[schemars(with = "LineNumber")]
    pub line: u64,
    /// The case.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// What the list says now.
    pub state: State,
}

/// How many rows that are not known have a date without a time of day, for which the start of that day
/// was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "dates-alone")]
pub struct DatesAlone {
    /// Open cases, whose clocks run from then.
    pub told_open: u64,
    /// Closed cases, by when the customer told.
    pub told_closed: u64,
    /// Closed cases, by when they were over; on the day the customer told it is that moment.
    pub closed: u64,
}

/// What an import took in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "import")]
pub struct Imported {
    /// Rows read.
    pub read: u64,
    /// Cases stored.
    pub stored: u64,
    /// Rows refused.
    pub refused: Vec<RefusedRow>,
    /// Rows that were known from an earlier import.
    pub already_known: u64,
    /// The first hundred of the known rows, each with the case it equals.
    #[schemars(length(max = 100))]
    pub known: Vec<KnownRow>,
    /// Known rows of which the list says now that they are over while the case is open, or the other way round;
    /// nothing is changed by them.
    pub state_changed: Vec<StateChanged>,
    /// Dates without a time of day.
    pub dates_alone: DatesAlone,
    /// Cases that were over already.
    pub closed: u64,
    /// Whether nothing was written, because `--dry-run` was given.
    pub dry_run: bool,
    /// Whether the same `--request` had taken it in before, and nothing was saved now.
    pub already: bool,
    /// What was filled in by a default, and in how many rows.
    pub defaults: Vec<String>,
    /// Columns of the file that are not used.
    pub unused_columns: Vec<String>,
}
