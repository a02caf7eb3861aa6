//! The board: what is open, most urgent first, and what to type next.

use crate::domain::count::Count;
use crate::domain::report::OpenCounts;
use crate::domain::words::visible;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::show::case::row::CaseItem;
use crate::show::case::row::page::{cases_roster, row};
use crate::show::{JsonItem, Moment, Rows, Show, Sight, each};

/// The board: what is open, most urgent first.
#[derive(Debug, Default)]
pub struct Board {
    /// What the shop is called.
    pub shop: Option<String>,
    /// The most urgent cases.
    pub items: Vec<CaseItem>,
    /// How many open cases there are by state.
    pub counts: OpenCounts,
    /// Whether the shop has never had a case.
    pub fresh: bool,
    /// Whether an intake was begun and not finished.
    pub unfinished: bool,
    /// What lapses before the shop closes, or opens.
    pub lapses: Option<Lapses>,
    /// How many promises are to be kept today; `None` where it is not certain.
    pub promises_today: Option<usize>,
    /// The last 30 days; `None` where nothing was told.
    pub lately: Option<Lately>,
}

/// The cases whose deadline comes before the shop closes or, while it is shut, opens.
#[derive(Debug)]
pub struct Lapses {
    /// Whether it is open now.
    pub open: bool,
    /// Their numbers, the nearest first.
    pub cases: Vec<u64>,
}

/// How many bars the last 30 days are drawn with: three days each.
pub const BARS: usize = 10;

/// The last 30 days.
#[derive(Debug, Default)]
pub struct Lately {
    /// How many complaints there were in each stretch of three days, the oldest first.
    pub bars: [u64; BARS],
    /// How many were put right, and more, by their deadline.
    pub in_time: u64,
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
    let page = page.paragraph(head(board, now));
    if board.items.is_empty() {
        return page
            .gap()
            .paragraph(
                Text::plain("Nothing is open. A complaint came in? ").add(Mark::Code, "amends new"),
            )
            .then(look_back(board));
    }
    let shown = board.items.len() as u64;
    let cases = cases_roster(&board.items, now, |_| Text::new());
    let page = page.gap().roster(cases);
    let more = board.counts.open().saturating_sub(shown);
    let page = match more {
        0 => page,
        _ => {
            page.paragraph(Text::plain(format!("and {more} more: ")).add(Mark::Code, "amends due"))
        }
    };
    page.then(look_back(board))
        .paragraph(how_to_go_on(&board.items))
}

/// "Rosa's Bakery, Mon 23 Nov 10:00   2 late   1 due soon   5 on track".
fn head(board: &Board, now: Moment) -> Text {
    let moment = now.wall.format("%a %-d %b %H:%M");
    let place = match &board.shop {
        Some(shop) => format!("{}, {moment}", visible(shop)),
        None => moment.to_string(),
    };
    Text::strong(place).then("   ").then(counted(&board.counts))
}

/// "lapses before you close: #44, #43   promises today: 1", and below it "last 30 days ▂▁▃▂▅▂▁ 14 complaints, 9 in time".
fn look_back(board: &Board) -> Page {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(lapses) = board.lapses.as_ref().filter(|one| !one.cases.is_empty()) {
        let until = if lapses.open { "close" } else { "open" };
        let cases: Vec<String> = lapses.cases.iter().map(|case| format!("#{case}")).collect();
        let cases = cases.join(", ");
        parts.push(Text::soon(format!("lapses before you {until}: {cases}")));
    }
    let promises = board.promises_today.filter(|promises| *promises > 0);
    parts.extend(promises.map(|promises| Text::plain(format!("promises today: {promises}"))));
    let ahead = parts
        .into_iter()
        .reduce(|line, part| line.then("   ").then(part));
    let back = board.lately.as_ref().map(last_days);
    let lines = [ahead, back].into_iter().flatten();
    lines.fold(Page::new().gap(), Page::paragraph)
}

/// "last 30 days ▂▁▃▂▅▂▁ 14 complaints, 9 in time".
fn last_days(lately: &Lately) -> Text {
    let all: u64 = lately.bars.iter().sum();
    let all = Count::of(u32::try_from(all).unwrap_or(u32::MAX), "complaint");
    let bars = sparkline(&lately.bars);
    let in_time = lately.in_time;
    Text::dim(format!("last 30 days {bars} {all}, {in_time} in time"))
}

/// Draws numbers as bars of eight heights, the highest for the largest; nothing at all has the lowest.
fn sparkline(numbers: &[u64]) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = numbers.iter().max().copied().unwrap_or_default().max(1);
    let height = |number: &u64| (number * 7).div_ceil(most);
    let bars = numbers.iter().map(height);
    bars.filter_map(|height| HEIGHTS.get(usize::try_from(height).ok()?))
        .collect()
}

fn welcome() -> Page {
    let steps = [
        (
            "amends new",
            "take in a complaint; you are asked what is needed",
        ),
        (
            "amends setup",
            "your shop: its name, who works there, when you are open",
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
    let parts = [
        (counts.late, Mark::Late, "late"),
        (counts.due_soon, Mark::Soon, "due soon"),
        (counts.on_track, Mark::Fine, "on track"),
        (counts.recovered, Mark::Fine, "recovered"),
    ];
    // What there is none of is left out, but for what is late: that is good to know.
    let parts = parts
        .into_iter()
        .filter(|(count, _, what)| *count > 0 || *what == "late");
    let parts = parts.map(|(count, mark, what)| {
        let mark = if count == 0 { Mark::Dim } else { mark };
        Text::marked(mark, format!("{count} {what}"))
    });
    let said = parts.reduce(|said, part| said.then("   ").then(part));
    said.unwrap_or_default()
}

fn how_to_go_on(items: &[CaseItem]) -> Text {
    let first = items.first().map_or(0, |item| item.case);
    Text::plain("Next: ")
        .add(Mark::Code, format!("amends show {first}"))
        .then("   Done: ")
        .add(Mark::Code, format!("amends done {first}"))
        .then("   All of today: ")
        .add(Mark::Code, "amends today")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_has_the_highest_bar_for_the_most() {
        assert_eq!(sparkline(&[0, 1, 2, 7, 14]), "▁▂▂▅█");
        assert_eq!(sparkline(&[0, 0]), "▁▁");
        assert_eq!(sparkline(&[3, 3]), "██");
        assert_eq!(sparkline(&[]), "");
    }
}
