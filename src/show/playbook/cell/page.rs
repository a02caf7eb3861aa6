//! What one customer gets, for a person and for a pipe.

use crate::domain::playbook::{ClockName, Part};
use crate::paper::page::{Block, ListItem, Mark, Page, Text};
use crate::show::case::quoted_choices;
use crate::show::playbook::ActionItem;
use crate::show::playbook::cell::{CellStep, PlaybookCell, RungItem};
use crate::show::playbook::matrix::page::{of_clock, sourced};
use crate::show::{JsonItem, Rows, Show, Sight};

/// One cell in full: each part, what it may cost, its clocks, its rungs.
pub(in crate::show) fn cell(cell: &PlaybookCell) -> Page {
    let ceiling = sourced(&cell.ceiling.amount.to_string(), &cell.ceiling.lines);
    let breaks = cell.breaks.clone().unwrap_or_default();
    let mut page = Page::new()
        .heading(Text::strong(title(cell)))
        .paragraph(Text::dim(format!(
            "In brackets stand lines of {}.",
            cell.file
        )))
        .gap()
        .fields([
            ("it breaks", Text::plain(breaks)),
            ("ceiling", ceiling.into()),
            (
                "costs at least",
                format!(
                    "{}, with the cheapest picks, in time or late",
                    cell.least_cost
                )
                .into(),
            ),
        ]);
    for part in Part::ALL {
        if part == Part::Prevent && cell.parts.at(part).is_empty() {
            continue;
        }
        page = page.heading(heading(cell, part));
        let steps = cell.parts.at(part).iter();
        page = steps.fold(page, |page, one| page.then(step(one)));
    }
    page = page.heading("Clocks").fields(clocks(cell));
    if !cell.rungs.is_empty() {
        let rungs = cell.rungs.iter();
        page = page
            .heading("When it is not going well")
            .list(rungs.map(rung));
    }
    page.gap()
        .paragraph("Plan it, without writing anything:")
        .block(Block::Verbatim(cell.command.clone()))
}

/// "Late delivery, Regular, major, gone by now".
fn title(cell: &PlaybookCell) -> String {
    let here = match cell.here {
        Some(true) => ", still here",
        Some(false) => ", gone by now",
        None => "",
    };
    let (what, who) = (&cell.type_name, &cell.tier_name);
    format!("{what}, {who}, {}{here}", cell.severity)
}

fn heading(cell: &PlaybookCell, part: Part) -> String {
    let clock = |clock| &cell.clocks.at(clock).span;
    match part {
        Part::Acknowledge => format!("Acknowledge, within {}", clock(ClockName::FirstResponse)),
        Part::Fix => format!("Fix, within {}", clock(ClockName::Recover)),
        Part::Dazzle => format!(
            "Dazzle: what they do not expect, within {}",
            clock(ClockName::Recover)
        ),
        Part::Late => "Late: instead of that, once the time is up".to_owned(),
        Part::FollowUp => format!(
            "Follow up, {} after the recovery",
            clock(ClockName::FollowUp)
        ),
        Part::Prevent => format!(
            "For the next customer, within {} of being told",
            clock(ClockName::FollowUp)
        ),
    }
}

/// What one step of a part is: an action, or a pick with what it is filled from.
fn step(step: &CellStep) -> Page {
    let lines: Vec<String> = step.lines.iter().map(u32::to_string).collect();
    let lines = format!("({})", lines.join(", "));
    let Some(pick) = step.pick else {
        let actions = step.actions.iter();
        let item = |action| described("-", action, Some(&lines));
        return Page::new().list(actions.map(item));
    };
    let many = match pick {
        1 => "One".to_owned(),
        many => many.to_string(),
    };
    let title = Text::plain(format!("{many} of these ")).add(Mark::Dim, lines);
    let options = step.actions.iter().zip(1..);
    let option = |(action, number)| described(&format!("{number})"), action, None);
    Page::new()
        .paragraph(title.then(":"))
        .list(options.map(option))
}

/// An action with its id, who does it, what it costs and how long it takes.
fn described(marker: &str, action: &ActionItem, lines: Option<&String>) -> ListItem {
    let id = match lines {
        Some(lines) => format!("{} {lines}", action.id),
        None => action.id.clone(),
    };
    let about = format!("{id}, {}", details(action));
    let item = ListItem::new(marker, action.text.as_str()).note(Text::dim(about));
    with_choices(item, action)
}

fn with_choices(item: ListItem, action: &ActionItem) -> ListItem {
    let item = match action.choices.as_slice() {
        [] => item,
        choices => item.note(format!("they choose: {}", quoted_choices(choices))),
    };
    match action.replaces {
        None => item,
        Some(part) => {
            let key = part.key();
            item.note(format!(
                "once they say yes, what is open of `{key}` is no longer needed"
            ))
        }
    }
}

/// "by staff, 4.50 GBP, takes 5m, within 1h".
fn details(action: &ActionItem) -> String {
    let cost = action.cost.filter(|cost| cost.minor > 0);
    let takes = action.takes.as_ref();
    let within = action.within.as_ref();
    let parts = [
        Some(format!("by {}", action.by)),
        action.only.map(|only| format!("only for {}", only.whom())),
        cost.map(|cost| cost.to_string()),
        takes.map(|takes| format!("takes {takes}")),
        within.map(|within| format!("within {within}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn clocks(cell: &PlaybookCell) -> Vec<(&'static str, Text)> {
    let mut fields: Vec<(&'static str, Text)> = Vec::new();
    for clock in ClockName::ALL {
        fields.push((clock.key(), of_clock(cell.clocks.at(clock)).into()));
        if clock == ClockName::FirstResponse && !cell.turnarounds.is_empty() {
            let turnarounds = cell.turnarounds.iter();
            let one = turnarounds.map(|one| format!("{} {} ({})", one.channel, one.span, one.line));
            let all = one.collect::<Vec<_>>().join(", ");
            fields.push(("where nobody is live", all.into()));
        }
    }
    fields
}

fn rung(rung: &RungItem) -> ListItem {
    let to = rung.to.as_ref().map(|to| format!("goes to {to}"));
    let raise = rung.raise.then(|| "one level more severe".to_owned());
    let what: Vec<String> = to.into_iter().chain(raise).collect();
    let title = Text::strong(rung.when.clone()).add(Mark::Dim, format!(" ({})", rung.line));
    let title = if what.is_empty() {
        title
    } else {
        title.then(format!(": {}", what.join(", ")))
    };
    let item = ListItem::new("-", title);
    rung.actions.iter().fold(item, |item, action| {
        let about = format!("{}, {}", action.id, details(action));
        item.note(action.text.as_str()).note(Text::dim(about))
    })
}

/// Rows with their kind first: `action` for each action, then `ceiling`, `least-cost`, `clock` and
/// `rung`.
pub(in crate::show) fn rows(cell: &PlaybookCell) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for part in Part::ALL {
        let steps = cell.parts.at(part).iter().zip(1..);
        rows.extend(steps.flat_map(|(step, number)| step_rows(part, step, number)));
    }
    let row = |kind: &str, cells: [String; 3]| {
        let kind = std::iter::once(kind.to_owned());
        kind.chain(cells).collect::<Vec<String>>()
    };
    let money =
        |amount: crate::domain::money::Money| [amount.plain(), amount.currency.code().to_owned()];
    let [amount, currency] = money(cell.ceiling.amount);
    rows.push(row(
        "ceiling",
        [amount, currency, joined(&cell.ceiling.lines)],
    ));
    let [amount, currency] = money(cell.least_cost);
    rows.push(row("least-cost", [amount, currency, String::new()]));
    rows.extend(ClockName::ALL.map(|name| {
        let clock = cell.clocks.at(name);
        let cells = [
            name.key().to_owned(),
            clock.span.clone(),
            joined(&clock.lines),
        ];
        row("clock", cells)
    }));
    rows.extend(cell.rungs.iter().map(|rung| {
        let actions: Vec<&str> = rung
            .actions
            .iter()
            .map(|action| action.id.as_str())
            .collect();
        row(
            "rung",
            [rung.on.clone(), actions.join(","), rung.line.to_string()],
        )
    }));
    rows
}

/// action, part, number of the step within its part, how many a pick takes, id, by, cost, within,
/// takes, lines, text.
fn step_rows(part: Part, step: &CellStep, number: usize) -> Vec<Vec<String>> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |action: &ActionItem| {
        vec![
            "action".to_owned(),
            part.key().to_owned(),
            number.to_string(),
            step.pick.map(|pick| pick.to_string()).unwrap_or_default(),
            action.id.clone(),
            action.by.clone(),
            action.cost.map(|cost| cost.plain()).unwrap_or_default(),
            text(&action.within),
            text(&action.takes),
            joined(&step.lines),
            action.text.clone(),
        ]
    };
    step.actions.iter().map(row).collect()
}

fn joined(lines: &[u32]) -> String {
    let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
    lines.join(",")
}

impl Show for PlaybookCell {
    fn name(&self) -> &'static str {
        "playbook-cell"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        cell(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows(self))
    }
}
