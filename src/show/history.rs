//! What was done, and what was taken back or put back.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::words::Words;
use crate::paper::page::{Column, ListItem, Mark, Page, Table, Text};
use crate::show::case::CaseItem;
use crate::show::case::cases_roster;
use crate::show::phrase::clock;
use crate::show::schemas::marks::CaseNumber;
use crate::show::{JsonItem, Moment, Rows, Show, Sight, each, rows};

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

/// What was done, newest first.
pub(in crate::show) fn history(history: &HistoryView, now: Moment) -> Page {
    if history.items.is_empty() {
        return Page::new();
    }
    let mut table = Table::new([
        Column::text("when"),
        Column::whole("command"),
        Column::whole("cases"),
        Column::text("what"),
    ])
    .titled_by(1);
    for item in &history.items {
        let what = if item.undone {
            Text::dim("taken back ").then(item.what.join("; "))
        } else {
            item.what.join("; ").into()
        };
        table.push([
            Text::plain(clock(now, item.at)),
            item.command.clone().into(),
            numbers(&item.cases).into(),
            what,
        ]);
    }
    let page = Page::new().table(table);
    if history.truncated {
        return page.gap().paragraph(
            Text::plain("There is more: ").add(Mark::Code, "amends history --limit 100"),
        );
    }
    page
}

fn numbers(cases: &[u64]) -> String {
    match cases {
        [] => String::new(),
        [only] => format!("#{only}"),
        [first, .., last] => format!("#{first} to #{last}"),
    }
}

/// What was taken back or put back.
pub(in crate::show) fn taken_back(taken: &TakenBack, now: Moment) -> Page {
    let (what, other) = match (taken.verb, taken.dry_run) {
        (TurnWord::Undo, true) => ("This would be taken back", "amends undo"),
        (TurnWord::Undo, false) => ("Taken back", "amends redo"),
        (TurnWord::Redo, _) => ("Put back", "amends undo"),
    };
    let about = match numbers(&taken.cases) {
        none if none.is_empty() => none,
        some => format!(" {some}"),
    };
    let more = if taken.truncated { " and more" } else { "" };
    let before = if taken.already { "Already done: " } else { "" };
    let title = format!(
        "{before}{what}: {}{about}{more} of {}",
        taken.command,
        clock(now, taken.at)
    );
    let to_do = match taken.dry_run {
        true => "to take it back",
        false => "to turn that round",
    };
    let mut page = Page::new().paragraph(Text::strong(title)).list(
        taken
            .what
            .iter()
            .map(|what| ListItem::new("-", what.as_str())),
    );
    if !taken.now.is_empty() {
        page = page
            .gap()
            .roster(cases_roster(&taken.now, now, |_| Text::new()));
    }
    page.gap().fields([(to_do, Text::code(other))])
}

impl Show for TakenBack {
    fn name(&self) -> &'static str {
        self.verb.word()
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        taken_back(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(vec![taken_back_row(self)])
    }

    fn more(&self) -> Option<&'static str> {
        (self.truncated).then_some("`amends history` names all of it")
    }
}

impl Show for HistoryView {
    fn name(&self) -> &'static str {
        "history"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        history(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(history_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn nothing(&self) -> &'static str {
        "Nothing has been done yet.\n"
    }

    fn more(&self) -> Option<&'static str> {
        (self.truncated).then_some("`--limit N` shows more")
    }
}

fn history_rows(history: &HistoryView) -> Vec<Vec<String>> {
    let row = |item: &OperationItem| {
        let undone = if item.undone { "undone" } else { "" };
        vec![
            item.at.rfc3339(),
            item.command.clone(),
            rows::numbers(&item.cases),
            undone.to_owned(),
            item.what.join("; "),
        ]
    };
    history.items.iter().map(row).collect()
}

fn taken_back_row(taken: &TakenBack) -> Vec<String> {
    vec![
        taken.verb.word().to_owned(),
        taken.command.clone(),
        rows::numbers(&taken.cases),
    ]
}
