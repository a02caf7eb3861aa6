//! Cases as rows of a table for a person, and as rows for another program.

use crate::domain::case::deadline::CaseState;
use crate::domain::words::Words;
use crate::paper::page::{Column, Page, Table, Text};
use crate::show::Moment;
use crate::show::case::row::{CaseItem, OpenPromiseItem};
use crate::show::phrase::{by, clock};
use crate::show::rows::{moment, optional, safe};

/// Cases as a table.
pub(in crate::show) fn cases_table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
) -> Table {
    table(items, now, |item| {
        [name(item.customer.as_ref()), when(item, now)]
    })
}

/// Cases as a table, with what stands in the columns of the customer and of the deadline.
pub(in crate::show) fn table<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
    who_and_when: impl Fn(&CaseItem) -> [Text; 2],
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
        let [who, when] = who_and_when(item);
        table.push([
            Text::strong(format!("#{}", item.case)),
            who,
            state_text(item.state),
            when,
            next_in_words(item, now),
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

/// What comes next, and beside it every promise that lapses within a day.
pub(in crate::show) fn next_in_words(item: &CaseItem, now: Moment) -> Text {
    let first = match &item.next_step {
        // A promise comes first: it is said in the words in which it was made.
        Some(_) if item.next_step_number.is_none() && item.outcome.is_none() => {
            let promise = item
                .open_promises
                .iter()
                .find(|one| Some(one.number) == item.next_promise_number);
            promise.and_then(told)
        }
        Some(_) | None => None,
    };
    let shown = item.next_promise_number.filter(|_| first.is_some());
    let soon = item.open_promises.iter().filter(|one| {
        let left = one.due_at.at - now.at;
        Some(one.number) != shown && left <= chrono::TimeDelta::hours(24)
    });
    let text = first.unwrap_or_else(|| next_step(item));
    soon.fold(text, |text, one| match told(one) {
        Some(told) => text
            .then("; ")
            .then(told)
            .then(format!(", {}", by(now, one.due_at))),
        None => text,
    })
}

/// "promise: a new cake at your door".
fn told(promise: &OpenPromiseItem) -> Option<Text> {
    let words = promise.text.as_ref()?;
    Some(Text::plain("promise: ").then(words))
}

fn next_step(item: &CaseItem) -> Text {
    match (&item.next_step, item.outcome) {
        (Some(step), Some(outcome)) => Text::plain(format!("for the next customer: {step}"))
            .then(Text::dim(format!("; {}", outcome.word()))),
        (None, Some(outcome)) => Text::dim(outcome.word()),
        (Some(step), None) => step.as_str().into(),
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

pub(in crate::show) fn name(words: Option<&Words>) -> Text {
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
        next_field(item),
    ]
}

/// What comes next as one field: "promise: a new cake at your door".
fn next_field(item: &CaseItem) -> String {
    let promise = item
        .open_promises
        .iter()
        .find(|one| Some(one.number) == item.next_promise_number);
    let promise = promise.filter(|_| item.next_step_number.is_none());
    match promise.and_then(|promise| promise.text.as_ref()) {
        Some(words) => format!("promise: {}", safe(Some(words))),
        None => optional(item.next_step.as_ref()),
    }
}
