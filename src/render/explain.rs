//! `why` for a person: each part by its entry, each deadline as an addition.

use crate::render::cases::clock;
use crate::render::page::{Item, Page, Text};
use crate::view::Moment;
use crate::view::explain::{Line, Summand, Why, WhyDeadline, WhyStep};

/// The whole explanation.
pub(super) fn why(why: &Why, now: Moment) -> Page {
    let cell = &why.cell;
    let (complaint, tier, severity) = (&cell.complaint, &cell.tier, cell.severity);
    let page = Page::new()
        .heading(Text::strong(format!("#{}: {complaint}, {tier}, {severity}", why.case)))
        .paragraph(Text::dim(format!(
            "by the playbook {} as it was (text {}); lines are those of that text, to read it: amends playbook show {} --source",
            why.playbook, why.text, why.playbook
        )))
        .heading("Severity")
        .list(why.severity.iter().map(summand));
    let page = match &why.ceiling {
        Some(ceiling) => page.heading("Ceiling").list([with_lines(
            Item::new("-", ceiling.amount.to_string()),
            &ceiling.entries,
        )]),
        None => page,
    };
    let page = page.heading("Steps").list(why.steps.iter().map(step));
    page.heading("Deadlines")
        .list(why.deadlines.iter().map(|one| deadline(one, now)))
}

fn summand(summand: &Summand) -> Item {
    Item::new(format!("+{}", summand.levels), summand.because.clone())
}

fn with_lines(mut item: Item, lines: &[Line]) -> Item {
    for line in lines {
        item = item.note(Text::dim(format!("line {}: {}", line.line, line.text)));
    }
    item
}

fn step(step: &WhyStep) -> Item {
    let item = Item::new(format!("{}.", step.number), step.text.clone());
    let item = item.note(Text::plain(format!("`{}`, given by", step.part.key())));
    let mut item = with_lines(item, &step.entries);
    if let Some(slot) = &step.slot {
        item = item.note(Text::plain(slot.clone()));
    }
    if let Some(rung) = &step.rung {
        item = item.note(Text::plain(format!("set off because: {rung}")));
    }
    with_lines(item, step.action.as_slice())
}

fn deadline(deadline: &WhyDeadline, now: Moment) -> Item {
    let sum = format!(
        "{} {} + {} = {}",
        deadline.from,
        clock(now, deadline.start),
        deadline.add_phrase,
        clock(now, deadline.due_at)
    );
    let round = if deadline.cycle > 1 {
        format!(", round {}", deadline.cycle)
    } else {
        String::new()
    };
    let mut item = Item::new(
        "-",
        Text::strong(format!("{}{round}: ", deadline.name)).then(sum),
    );
    if let Some(moved) = deadline.moved {
        item = item.note(Text::plain(moved));
    }
    item = with_lines(item, &deadline.lines);
    if deadline.lines.is_empty() {
        item = item.note(Text::dim(
            "the program's own, because the playbook says nothing",
        ));
    }
    item.note(Text::dim(format!("to change it: {}", deadline.change)))
}
