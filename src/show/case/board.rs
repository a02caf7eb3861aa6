//! The board: what is open, most urgent first, and what to type next.

use crate::domain::report::OpenCounts;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::show::case::row::CaseItem;
use crate::show::case::row::page::{cases_table, row};
use crate::show::{JsonItem, Moment, Rows, Show, Sight, each};

/// The board: what is open, most urgent first.
#[derive(Debug, Default)]
pub struct Board {
    /// The most urgent cases.
    pub items: Vec<CaseItem>,
    /// How many open cases there are by state.
    pub counts: OpenCounts,
    /// Whether the shop has never had a case.
    pub fresh: bool,
    /// Whether an intake was begun and not finished.
    pub unfinished: bool,
}

/// The board: counts, the most urgent cases, and what to type next.
fn board(board: &Board, now: Moment) -> Page {
    let page = if board.unfinished {
        Page::new()
            .paragraph(
                Text::soon("An intake is unfinished. ")
                    .then("Go on: ")
                    .add(Mark::Code, "amends new --continue"),
            )
            .gap()
    } else {
        Page::new()
    };
    if board.fresh {
        return page.then(welcome());
    }
    let page = page.paragraph(counted(&board.counts));
    if board.items.is_empty() {
        return page.gap().paragraph(
            Text::plain("Nothing is open. A complaint came in? ").add(Mark::Code, "amends new"),
        );
    }
    let shown = board.items.len() as u64;
    let page = page.gap().table(cases_table(&board.items, now)).gap();
    let more = board.counts.open().saturating_sub(shown);
    let page = if more > 0 {
        page.paragraph(Text::plain(format!("and {more} more: ")).add(Mark::Code, "amends due"))
    } else {
        page
    };
    page.paragraph(next_command(&board.items))
}

fn welcome() -> Page {
    let steps = [
        (
            "amends new",
            "take in a complaint; you are asked what is needed",
        ),
        (
            "amends playbook list",
            "the playbooks that come with the program",
        ),
        (
            "amends playbook show cafe",
            "what one of them does for whom",
        ),
        ("amends help", "everything else"),
    ];
    Page::new()
        .paragraph("No case yet. amends turns a complaint into a dated plan: put it right, do something they did not expect, both within 24 hours, and it says what is next.")
        .gap()
        .list(steps.map(|(command, what)| ListItem::new("-", Text::code(command)).note(what)))
}

fn counted(counts: &OpenCounts) -> Text {
    let part = |count: u64, text: fn(String) -> Text, what: &str| {
        let words = format!("{count} {what}");
        if count == 0 {
            Text::dim(words)
        } else {
            text(words)
        }
    };
    part(counts.late, Text::late, "late")
        .then(", ")
        .then(part(counts.due_soon, Text::soon, "due soon"))
        .then(", ")
        .then(part(counts.on_track, Text::fine, "on track"))
}

fn next_command(items: &[CaseItem]) -> Text {
    let first = items.first().map_or(0, |item| item.case);
    Text::plain("Look at one: ")
        .add(Mark::Code, format!("amends show {first}"))
        .then("   Its next step is done: ")
        .add(Mark::Code, format!("amends done {first}"))
}

impl Show for Board {
    fn name(&self) -> &'static str {
        "board"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        board(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.items.iter().map(row).collect())
    }

    fn more(&self) -> Option<&'static str> {
        (self.counts.open() > self.items.len() as u64).then_some("`amends due` shows all of it")
    }
}
