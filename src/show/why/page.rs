//! `why` for a person: each part by its entry, each deadline as an addition.

use crate::domain::money::Money;
use crate::domain::suggest::joined;
use crate::domain::time::calendar::DayKind;
use crate::domain::time::span::Span;
use crate::paper::page::{ListItem, Page, Text};
use crate::show::Moment;
use crate::show::phrase;
use crate::show::phrase::clock;
use crate::show::rows::{optional, word};
use crate::show::why::{
    Line, SaidBy, Summand, Why, WhyCeiling, WhyChange, WhyDay, WhyDeadline, WhyPause, WhyStep,
};
use crate::show::{JsonItem, Rows, Show, Sight};

/// The whole explanation.
pub(in crate::show) fn why(why: &Why, now: Moment) -> Page {
    let page = Page::new()
        .heading(Text::strong(title(why)))
        .paragraph(Text::dim(format!(
            "by the playbook {} as it was (text {}); lines are those of that text, to read it: amends playbook show {} --source",
            why.playbook, why.text, why.playbook
        )))
        .paragraph(Text::dim(format!(
            "days and open hours are counted in {}, by zone rules {}",
            why.zone, why.zone_rules
        )))
        .heading("Severity")
        .list(why.severity.iter().map(summand));
    let page = match why.raised_to {
        Some(severity) => page.paragraph(format!(
            "now {severity}; the plan is the one for {}, with what the escalation added",
            why.cell.severity
        )),
        None => page,
    };
    let page = match why.goes_up_to {
        Some(severity) => page.paragraph(format!("goes up to {severity} with your next change")),
        None => page,
    };
    let page = match &why.ceiling {
        Some(ceiling) => page.heading("Ceiling").list([with_lines(
            ListItem::new("-", amount(ceiling)),
            &ceiling.entries,
        )]),
        None => page,
    };
    let page = page.heading("Steps").list(why.steps.iter().map(step));
    page.heading("Deadlines").list(
        why.deadlines
            .iter()
            .map(|one| deadline(one, &why.zone, now)),
    )
}

/// "#41: dirty-room and internet-down, first-stay, major".
fn title(why: &Why) -> String {
    let cell = &why.cell;
    let types: Vec<&str> = std::iter::once(&cell.complaint)
        .chain(&why.also_types)
        .map(String::as_str)
        .collect();
    let (types, tier) = (joined(&types, "and"), &cell.tier);
    format!("#{}: {types}, {tier}, {}", why.case, cell.severity)
}

/// "60.00 EUR: 15.00 EUR that all failures must cost, with the cheapest picks, and what this one leaves".
fn amount(ceiling: &WhyCeiling) -> String {
    let amount = ceiling.amount;
    let Some(sure) = ceiling.sure else {
        return amount.to_string();
    };
    let who = ceiling.left_by.as_deref().unwrap_or("the first type");
    let left = Money {
        minor: amount.minor - sure.minor,
        ..amount
    };
    format!(
        "{amount}: {sure} that all failures must cost with the cheapest picks, and the {left} that {who} leaves beside its own"
    )
}

fn summand(summand: &Summand) -> ListItem {
    ListItem::new(format!("+{}", summand.levels), summand.because.clone())
}

fn with_lines(mut item: ListItem, lines: &[Line]) -> ListItem {
    for line in lines {
        item = item.note(Text::dim(format!("line {}: {}", line.line, line.text)));
    }
    item
}

fn step(step: &WhyStep) -> ListItem {
    let item = ListItem::new(format!("{}.", step.number), step.text.clone());
    let part = step.part.key();
    let given = match step.entries.as_slice() {
        [] => format!("`{part}`"),
        _ => format!("`{part}`, given by"),
    };
    let mut item = with_lines(item.note(Text::plain(given)), &step.entries);
    if let Some(slot) = &step.slot {
        item = item.note(Text::plain(slot.clone()));
    }
    if let Some(rung) = &step.rung {
        item = item.note(Text::plain(format!("set off because: {rung}")));
    }
    with_lines(item, step.action.as_slice())
}

/// More days than these are counted together: who looks further asks with `--json`.
const DAYS_SHOWN: usize = 14;

fn deadline(deadline: &WhyDeadline, zone: &str, now: Moment) -> ListItem {
    let failure = deadline.failure.as_ref();
    let failure = failure.map_or_else(String::new, |failure| format!(" for {failure}"));
    let round = if deadline.cycle > 1 {
        format!(", round {}", deadline.cycle)
    } else {
        String::new()
    };
    let title = Text::strong(format!("{}{failure}{round}: ", deadline.name.word()));
    let mut item = ListItem::new("-", title.then(addition(deadline, now)));
    let days = deadline.days.iter();
    for day in days.clone().take(DAYS_SHOWN) {
        item = item.note(Text::plain(counted(day)));
    }
    if days.len() > DAYS_SHOWN {
        let more = days.len() - DAYS_SHOWN;
        item = item.note(Text::plain(format!("and {more} days more, with `--json`")));
    }
    for change in changed(&deadline.clock_changes, zone, now) {
        item = item.note(Text::plain(change));
    }
    for pause in &deadline.pauses {
        item = item.note(waited(pause, now));
    }
    if let Some(moved) = deadline.moved {
        item = item.note(Text::plain(moved));
    }
    item = with_lines(item, &deadline.lines);
    if deadline.source == SaidBy::BuiltIn {
        item = item.note(Text::dim(
            "the program's own, because the playbook says nothing",
        ));
    }
    item.note(Text::dim(format!("to change it: {}", deadline.change)))
}

/// "told 10:05 + 24 hours = tomorrow 10:05".
fn addition(deadline: &WhyDeadline, now: Moment) -> String {
    let from = word(deadline.from);
    let [start, due] = clocks(now, [deadline.start, deadline.due_at]);
    match &deadline.add_phrase {
        None if deadline.source == SaidBy::Pause => format!("{from} {start}, until {due}"),
        None => format!("{from} {start}, for {due}"),
        Some(added) if deadline.pauses.is_empty() => format!("{from} {start} + {added} = {due}"),
        Some(added) => format!("{from} {start} + {added}, paused = {due}"),
    }
}

/// Names moments that stand in one sum; with their offsets where these differ.
fn clocks<const N: usize>(now: Moment, moments: [Moment; N]) -> [String; N] {
    let offset = moments.first().map(|first| first.offset);
    let same = moments.iter().all(|one| Some(one.offset) == offset);
    moments.map(|one| {
        if same {
            clock(now, one)
        } else {
            phrase::clock_with_offset(now, one)
        }
    })
}

/// More changes than these are counted: nobody adds up so many.
const CHANGES_SHOWN: usize = 2;

/// "the clocks go back an hour on Sun 25 Oct"; with the zone where it is not only that of the case.
fn changed(changes: &[WhyChange], zone: &str, now: Moment) -> Vec<String> {
    if changes.len() > CHANGES_SHOWN {
        return vec![format!(
            "the clocks change {} times in between",
            changes.len()
        )];
    }
    let elsewhere = changes.iter().any(|change| change.zone != zone);
    let told = changes.iter().map(|change| {
        let way = if change.seconds < 0 {
            "back"
        } else {
            "forward"
        };
        let length = match change.seconds.unsigned_abs() {
            3_600 => "an hour".to_owned(),
            seconds => Span::Elapsed {
                seconds: seconds.into(),
            }
            .phrase(),
        };
        let day = phrase::day(now, change.at);
        let place = if elsewhere {
            format!(" in {}", change.zone)
        } else {
            String::new()
        };
        format!("the clocks go {way} {length} on {day}{place}")
    });
    told.collect()
}

/// "Fri 2026-04-03: holiday", "Tue 2026-04-07, 09:00-12:30: 3 hours 30 minutes".
fn counted(day: &WhyDay) -> String {
    let date = chrono::NaiveDate::parse_from_str(&day.date, "%Y-%m-%d");
    let date = date.map_or_else(
        |_| day.date.clone(),
        |date| date.format("%a %Y-%m-%d").to_string(),
    );
    let why = match day.kind {
        DayKind::Holiday => "holiday",
        DayKind::Usual | DayKind::Special => "shut",
    };
    if day.open.is_empty() {
        return format!("{date}: {why}");
    }
    let seconds = day.seconds;
    let length = Span::Elapsed { seconds }.phrase();
    format!("{date}, {}: {length}", day.open.join(" and "))
}

/// "paused Tue 10:00 to Thu 10:00 + 48 hours = ...: she is away".
fn waited(pause: &WhyPause, now: Moment) -> Text {
    // A pause until the end of a day ends a second before midnight, which nobody wants to read.
    let seconds = pause.seconds.unsigned_abs().div_ceil(60) * 60;
    let [from, until, to] = clocks(now, [pause.from, pause.until, pause.to]);
    let length = Span::Elapsed { seconds }.phrase();
    let text = Text::plain(format!("paused {from} to {until} + {length} = {to}"));
    match &pause.why {
        Some(why) => text.then(": ").then(why),
        None => text,
    }
}

impl Show for Why {
    fn name(&self) -> &'static str {
        "why"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        why(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.deadlines.iter().map(why_row).collect())
    }
}

fn why_row(deadline: &WhyDeadline) -> Vec<String> {
    vec![
        deadline.name.word(),
        word(deadline.from),
        deadline.start.rfc3339(),
        optional(deadline.add.as_ref()),
        deadline.due_at.rfc3339(),
        word(deadline.source),
        deadline.cycle.to_string(),
        optional(deadline.failure.as_ref()),
    ]
}
