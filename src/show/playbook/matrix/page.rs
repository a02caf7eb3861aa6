//! Who gets what, cell by cell: a table of lines with its legend; labelled lines on a narrow sheet.

use crate::domain::playbook::{ClockName, Part};
use crate::paper::layout::{Sheet, is_grid};
use crate::paper::page::{Block, Column, ListItem, Mark, Page, Table, Text};
use crate::show::playbook::matrix::{
    ClockItem, Deciders, LegendItem, Matrix, MatrixItem, PartItem,
};
use crate::show::{JsonItem, Rows, Show, Sight, each};

/// From here on the keys of the playbook stand in full over the columns.
const KEYS_FROM: usize = 115;

/// Which words stand over the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Titles {
    Keys,
    Short,
}

/// Every cell with the lines that decide it, then what stands on these lines.
pub(in crate::show) fn matrix(matrix: &Matrix, sheet: Sheet) -> Page {
    let titles = titles(matrix, sheet);
    let mut page = head(matrix);
    if titles == Some(Titles::Short) {
        let short = "ack is acknowledge, follow is follow_up, first is first_response.";
        page = page.paragraph(Text::dim(short));
    }
    for group in groups(matrix) {
        page = page.heading(title(&group[0]));
        page = match titles {
            Some(titles) => page.table(grid(group, titles)),
            None => page.list(group.iter().map(lines)),
        };
    }
    page.heading("What stands on these lines")
        .list(matrix.legend.iter().map(legend))
        .gap()
        .paragraph("What one of them gets, in full:")
        .block(Block::Verbatim(matrix.command.clone()))
}

/// The cells of each complaint type.
fn groups(matrix: &Matrix) -> impl Iterator<Item = &[MatrixItem]> {
    matrix.items.chunk_by(|a, b| a.complaint == b.complaint)
}

/// The titles with which every group is a grid; none where one of them would not fit.
fn titles(matrix: &Matrix, sheet: Sheet) -> Option<Titles> {
    let wide = sheet.columns() >= KEYS_FROM;
    let fit = |titles: &Titles| groups(matrix).all(|group| is_grid(&grid(group, *titles), sheet));
    let keys = wide.then_some(Titles::Keys).filter(fit);
    keys.or_else(|| Some(Titles::Short).filter(fit))
}

fn head(matrix: &Matrix) -> Page {
    let how = format!(
        "Each number is a line of {}: the entry that decides. One with a + adds to it.",
        matrix.file
    );
    Page::new()
        .paragraph(Text::strong(format!("{}: who gets what", matrix.name)))
        .paragraph(Text::dim(how))
}

/// "Late delivery (late-delivery)".
fn title(item: &MatrixItem) -> Text {
    let text = Text::strong(item.type_name.clone());
    if item.type_name == item.complaint {
        return text;
    }
    text.add(Mark::Dim, format!(" ({})", item.complaint))
}

fn grid(items: &[MatrixItem], titles: Titles) -> Table {
    let named = |key: &str, short: &str| match titles {
        Titles::Keys => key.to_owned(),
        Titles::Short => short.to_owned(),
    };
    let part = |part: &Part| named(part.key(), short(*part));
    let shown = shown(items);
    let columns = ["tier", "severity"].map(str::to_owned).into_iter();
    let columns = columns.chain(shown.iter().map(part)).chain([
        "ceiling".to_owned(),
        named(ClockName::FirstResponse.key(), "first"),
        ClockName::Recover.key().to_owned(),
    ]);
    let mut table = Table::new(columns.map(Column::text));
    for item in items {
        let parts = shown.iter().map(|part| deciders(item.deciders.at(*part)));
        let first = [item.tier.clone(), item.severity.to_string()];
        table.push(first.into_iter().chain(parts).chain(values(item)));
    }
    table
}

/// The parts that have a column: what is done for the next customer only where there is any.
fn shown(items: &[MatrixItem]) -> Vec<Part> {
    let any = |part: &Part| items.iter().any(|item| is_shown(item, *part));
    Part::ALL.into_iter().filter(any).collect()
}

fn is_shown(item: &MatrixItem, part: Part) -> bool {
    part != Part::Prevent || !item.parts.at(part).is_empty()
}

const fn short(part: Part) -> &'static str {
    match part {
        Part::Acknowledge => "ack",
        Part::FollowUp => "follow",
        Part::Fix | Part::Dazzle | Part::Late | Part::Prevent => part.key(),
    }
}

/// "334 +375": set on the one line, added to on the other.
fn deciders(deciders: &Deciders) -> String {
    let numbers = |lines: &[u32]| lines.iter().map(u32::to_string).collect::<Vec<_>>();
    let added = numbers(&deciders.adds).into_iter();
    let added = added.map(|line| format!("+{line}"));
    let set = numbers(&deciders.sets).join(", ");
    std::iter::once(set)
        .chain(added)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Ceiling, first response and recovery, each with its lines.
fn values(item: &MatrixItem) -> [String; 3] {
    let ceiling = sourced(&item.ceiling.amount.plain(), &item.ceiling.lines);
    let clock = |clock| of_clock(item.clocks.at(clock));
    [
        ceiling,
        clock(ClockName::FirstResponse),
        clock(ClockName::Recover),
    ]
}

/// "24h (30)", or "24h (built in)".
pub(in crate::show) fn of_clock(clock: &ClockItem) -> String {
    if clock.lines.is_empty() {
        return format!("{} (built in)", clock.span);
    }
    sourced(&clock.span, &clock.lines)
}

/// "20.00 (450)".
pub(in crate::show) fn sourced(value: &str, lines: &[u32]) -> String {
    let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
    format!("{value} ({})", lines.join(", "))
}

/// A cell where there is no room for columns.
fn lines(item: &MatrixItem) -> ListItem {
    let parts = shown(std::slice::from_ref(item)).into_iter();
    let parts = parts.map(|part| format!("{} {}", part.key(), deciders(item.deciders.at(part))));
    let [ceiling, first, recover] = values(item);
    let values = [
        format!("ceiling {ceiling}"),
        format!("first_response {first}"),
        format!("recover {recover}"),
    ];
    let all: Vec<String> = parts.chain(values).collect();
    let title = format!("{}, {}", item.tier, item.severity);
    ListItem::new("-", Text::strong(title)).note(all.join("; "))
}

fn legend(item: &LegendItem) -> ListItem {
    let sets = item.sets.iter();
    let sets: Vec<String> = sets.map(|(key, value)| format!("{key} {value}")).collect();
    let text = Text::strong(format!("{}: ", item.whom)).then(sets.join("; "));
    ListItem::new(item.line.to_string(), text)
}

/// A row for each part of each cell, `prevent` only where there is any: type, tier, severity, part, actions, lines.
///
/// Actions stand behind commas, what a pick is filled from behind `|`; a pick of several begins
/// with `2 of `.
pub(in crate::show) fn rows(matrix: &Matrix) -> Vec<Vec<String>> {
    let row = |item: &MatrixItem, part: Part| {
        let items = item.parts.at(part);
        let actions: Vec<String> = items.iter().map(actions).collect();
        let deciders = item.deciders.at(part);
        let lines = deciders.sets.iter().chain(&deciders.adds);
        let mut lines: Vec<u32> = lines.copied().collect();
        lines.sort_unstable();
        lines.dedup();
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        vec![
            item.complaint.clone(),
            item.tier.clone(),
            item.severity.to_string(),
            part.key().to_owned(),
            actions.join(","),
            lines.join(","),
        ]
    };
    let rows = matrix.items.iter();
    rows.flat_map(|item| {
        let shown = shown(std::slice::from_ref(item)).into_iter();
        shown.map(move |part| row(item, part))
    })
    .collect()
}

fn actions(item: &PartItem) -> String {
    let actions = item.actions.join("|");
    match item.pick {
        Some(many @ 2..) => format!("{many} of {actions}"),
        Some(_) | None => actions,
    }
}

impl Show for Matrix {
    fn name(&self) -> &'static str {
        "playbook-matrix"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        matrix(self, sight.sheet)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows(self))
    }
}
