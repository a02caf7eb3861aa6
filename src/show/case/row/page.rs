//! Cases as rows of a table for a person, and as rows for another program.

use crate::domain::case::deadline::CaseState;
use crate::domain::words::Words;
use crate::paper::page::{Column, Page, Table, Text};
use crate::show::Moment;
use crate::show::case::row::CaseItem;
use crate::show::phrase::{by, clock};
use crate::show::rows::{moment, optional, safe};

/// Cases as a table.
pub(in crate::show) fn cases_table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
) -> Table {
    table(items, |item| when(item, now))
}

/// Cases as a table, with the time by which each next promise has to be kept.
pub(in crate::show) fn promises_table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
) -> Table {
    table(items, |item| match item.timing.promise_due_at {
        Some(due) => format!("promise {}", by(now, due)).into(),
        None => when(item, now),
    })
}

pub(in crate::show) fn table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    when: impl Fn(&CaseItem) -> Text,
) -> Table {
    let mut table = Table::new([
        Column::whole("case"),
        Column::text("customer"),
        Column::whole("state"),
        Column::text("due"),
        Column::text("next step"),
        Column::text("holder"),
    ])
    .titled_by(0);
    for item in items {
        table.push([
            Text::strong(format!("#{}", item.case)),
            name(item.customer.as_ref()),
            state_text(item.state),
            when(item),
            next(item),
            item.holder
                .as_ref()
                .map_or_else(|| Text::dim("nobody"), Text::from),
        ]);
    }
    table
}

pub(in crate::show) fn when(item: &CaseItem, now: Moment) -> Text {
    let when = match (item.due_at, item.closed_at) {
        (Some(due), _) => by(now, due).into(),
        (None, Some(closed)) => match item.timing.prevent_due_at {
            Some(due) => by(now, due).into(),
            None => format!("closed {}", clock(now, closed)).into(),
        },
        (None, None) => Text::dim("nothing due"),
    };
    let when = Text::then(when, rises(item));
    match item.timing.paused_until {
        Some(until) => when.then(format!("; paused until {}", clock(now, until))),
        None => when,
    }
}

/// ", goes up to major with your next change".
pub(in crate::show) fn rises(item: &CaseItem) -> Text {
    item.goes_up_to.map_or_else(Text::new, |severity| {
        Text::soon(format!(", goes up to {severity} with your next change"))
    })
}

fn next(item: &CaseItem) -> Text {
    match (&item.next_step, item.outcome) {
        (Some(step), Some(outcome)) => Text::plain(format!("for the next customer: {step}"))
            .then(Text::dim(format!("; {}", outcome.word()))),
        (None, Some(outcome)) => Text::dim(outcome.word()),
        (Some(step), None) => match (item.next_step_number, item.next_promise_number) {
            (Some(_), Some(promise)) => {
                format!("{step}; but promise {promise} is due first").into()
            }
            (Some(_) | None, _) => step.as_str().into(),
        },
        (None, None) => Text::dim("close it"),
    }
}

/// The word for a state: colour is never the only signal.
pub(in crate::show) fn state_text(state: CaseState) -> Text {
    match state {
        CaseState::Late => Text::late("LATE"),
        CaseState::DueSoon => Text::soon("DUE SOON"),
        CaseState::OnTrack => Text::fine("ON TRACK"),
        CaseState::Recovered => Text::fine("RECOVERED"),
        CaseState::Closed => Text::dim("CLOSED"),
    }
}

fn name(words: Option<&Words>) -> Text {
    words.map_or_else(|| Text::dim("unnamed"), Text::from)
}

pub(in crate::show) fn heading(item: &CaseItem) -> Page {
    let title = Text::strong(format!("#{} ", item.case))
        .then(name(item.customer.as_ref()))
        .then("  ")
        .then(state_text(item.state));
    Page::new().heading(title)
}

/// case, state, due, customer, type, tier, severity, holder, next step.
pub(in crate::show) fn row(item: &CaseItem) -> Vec<String> {
    vec![
        item.case.to_string(),
        item.state.word().to_owned(),
        moment(item.due_at),
        safe(item.customer.as_ref()),
        item.complaint.clone(),
        item.tier.clone(),
        item.severity.to_string(),
        safe(item.holder.as_ref()),
        optional(item.next_step.as_ref()),
    ]
}
