//! What an import took in.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::domain::import::ListState;
use crate::paper::page::{ListItem, Page, Text};
use crate::show::schemas::marks::{CaseNumber, LineNumber};
use crate::show::{JsonItem, Rows, Show, Sight, rows};

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
    pub state: ListState,
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
pub struct ImportView {
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

/// What an import took in.
pub(in crate::show) fn imported(imported: &ImportView) -> Page {
    let (title, stored) = match (imported.dry_run, imported.stored) {
        (true, _) => ("Tried only: nothing was written.", "would be stored"),
        (false, 0) => ("Nothing was stored.", "stored"),
        (false, _) => ("Imported.", "stored"),
    };
    let count = |count: u64, what: &str| Text::plain(Count::of(count, what).to_string());
    let page = Page::new().paragraph(Text::strong(title)).fields([
        ("read", count(imported.read, "row")),
        (stored, count(imported.stored, "case")),
        ("of these closed", Text::plain(imported.closed.to_string())),
        ("already known", count(imported.already_known, "row")),
    ]);
    let page = page
        .then(refused(imported))
        .then(changed(imported))
        .then(known(imported))
        .then(dates_alone(imported))
        .then(assumed(imported));
    if imported.stored > 0 && !imported.dry_run {
        return page
            .gap()
            .fields([("to take it back", Text::code("amends undo"))]);
    }
    page
}

/// Every row that was refused, by line, with the reason.
fn refused(imported: &ImportView) -> Page {
    if imported.refused.is_empty() {
        return Page::new();
    }
    let count = Count::of(imported.refused.len() as u64, "row");
    let rows = imported.refused.iter();
    Page::new()
        .heading(Text::late(format!("Refused: {count}")))
        .list(rows.map(|row| ListItem::new(format!("line {}", row.line), row.reason.as_str())))
}

/// Every known row whose state the list has changed, by line.
fn changed(imported: &ImportView) -> Page {
    if imported.state_changed.is_empty() {
        return Page::new();
    }
    let item = |row: &StateChanged| {
        let (there, here) = match row.state {
            ListState::Closed => ("is over in the list now, and open here", "close"),
            ListState::Open => ("is open in the list again, and over here", "reopen"),
        };
        let what = format!("#{} {there}: `amends {here} {}`?", row.case, row.case);
        ListItem::new(format!("line {}", row.line), what)
    };
    Page::new()
        .heading("Known, and changed in the list since; nothing is changed here")
        .list(imported.state_changed.iter().map(item))
}

/// How many of the known rows a page names; `--json` names more.
const MOST_KNOWN: usize = 5;

/// The first known rows, with their cases.
fn known(imported: &ImportView) -> Page {
    if imported.known.is_empty() {
        return Page::new();
    }
    let first = imported.known.iter().take(MOST_KNOWN);
    let items =
        first.map(|row| ListItem::new(format!("line {}", row.line), format!("#{}", row.case)));
    let page = Page::new().heading("Known already").list(items);
    match imported.already_known.saturating_sub(MOST_KNOWN as u64) {
        0 => page,
        more => page.paragraph(Text::dim(format!("and {} more", Count::of(more, "row")))),
    }
}

/// What was taken for the dates that have no time of day.
fn dates_alone(imported: &ImportView) -> Page {
    let alone = &imported.dates_alone;
    let open = format!(
        "{}: told at the start of that day, 00:00, and the clocks run from then. If the list has the time in another column, join them in the mapping: `told = [\"Date\", \"Time\"]`",
        Count::of(alone.told_open, "open case")
    );
    let closed = format!(
        "{}: told at the start of that day; no clock runs for them",
        Count::of(alone.told_closed, "closed case")
    );
    let ends = format!(
        "{}: over at the start of that day, or when the customer told if that was later",
        Count::of(alone.closed, "closed case")
    );
    let lines = [
        (alone.told_open, open),
        (alone.told_closed, closed),
        (alone.closed, ends),
    ];
    let mut lines = lines.into_iter().filter(|(rows, _)| *rows > 0).peekable();
    if lines.peek().is_none() {
        return Page::new();
    }
    Page::new()
        .heading("Dates without a time of day")
        .list(lines.map(|(_, line)| ListItem::new("-", line)))
}

/// What the file did not say and was filled in, and what it says that is not used.
fn assumed(imported: &ImportView) -> Page {
    let mut page = Page::new();
    if !imported.defaults.is_empty() {
        let lines = imported.defaults.iter();
        page = page.heading("Filled in by a default");
        page = page.list(lines.map(|line| ListItem::new("-", line.as_str())));
    }
    if imported.unused_columns.is_empty() {
        return page;
    }
    let columns = imported.unused_columns.join(", ");
    page.gap()
        .paragraph(Text::dim(format!("Columns not used: {columns}")))
}

impl Show for ImportView {
    fn name(&self) -> &'static str {
        "data-import"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        imported(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(imported_rows(self))
    }
}

fn imported_rows(imported: &ImportView) -> Vec<Vec<String>> {
    let count = |label: &str, count: u64| vec![label.to_owned(), count.to_string()];
    let mut rows = vec![
        count("read", imported.read),
        count("stored", imported.stored),
        count("already-known", imported.already_known),
        count("told-without-time-open", imported.dates_alone.told_open),
        count("told-without-time-closed", imported.dates_alone.told_closed),
        count("closed-without-time", imported.dates_alone.closed),
    ];
    let known = imported.known.iter();
    rows.extend(known.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        vec!["known".to_owned(), line, case]
    }));
    let changed = imported.state_changed.iter();
    rows.extend(changed.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        let state = rows::word(row.state);
        vec!["state-changed".to_owned(), line, case, state]
    }));
    let refused = imported.refused.iter();
    rows.extend(refused.map(|row| {
        vec![
            "refused".to_owned(),
            row.line.to_string(),
            row.reason.clone(),
        ]
    }));
    rows
}
