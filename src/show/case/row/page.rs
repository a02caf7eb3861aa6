//! Cases as rows of one line for a person, and as rows for another program.

use crate::domain::case::deadline::CaseState;
use crate::domain::playbook::cell::Severity;
use crate::domain::suggest::within_a_sentence;
use crate::domain::time::lapse::{Rounding, in_words};
use crate::domain::words::{Words, visible};
use crate::paper::page::{Page, Roster, RosterRow, Text, Wrap};
use crate::show::Moment;
use crate::show::case::row::{CaseItem, OpenPromiseItem};
use crate::show::phrase::{by, short};
use crate::show::rows::{moment, optional, safe};

/// Cases as rows of one line each: number, customer, what failed, how it stands, and what to do.
pub(in crate::show) fn cases_roster<'c>(
    items: impl IntoIterator<Item = &'c CaseItem>,
    now: Moment,
    below: impl Fn(&CaseItem) -> Text,
) -> Roster {
    let row = |item: &'c CaseItem| {
        let below = below(item);
        let what = match below.is_empty() {
            true => who_does_what(item, now),
            // It has a line of its own.
            false => promises(item, now).unwrap_or_default(),
        };
        RosterRow {
            cells: vec![
                Text::strong(format!("#{}", item.case)),
                name(item.customer.as_ref()),
                failed(item),
                stands(item, now),
                what,
            ],
            below,
        }
    };
    Roster {
        cells: vec![Wrap::Whole, Wrap::May, Wrap::May, Wrap::Whole],
        rows: items.into_iter().map(row).collect(),
    }
}

/// "cold food, severe"; how bad is left out where it was not.
fn failed(item: &CaseItem) -> Text {
    let about = within_a_sentence(&item.about);
    let severity = match item.severity {
        Severity::Minor => String::new(),
        worse @ (Severity::Major | Severity::Severe) => format!(", {worse}"),
    };
    Text::plain(format!("{about}{severity}"))
}

/// "LATE 3 h", "DUE SOON 10:45", "by Wed 15:10", "RECOVERED", "closed Tue 10:00": colour is never the only signal.
fn stands(item: &CaseItem, now: Moment) -> Text {
    let due = item.due_at;
    let paused = item.timing.paused_until;
    match (item.state, due) {
        (CaseState::Late, Some(due)) => {
            let seconds = (now.at - due.at).num_seconds();
            Text::late(format!("LATE {}", in_words(seconds.max(1), Rounding::Up)))
        }
        (CaseState::DueSoon, Some(due)) => Text::soon(format!("DUE SOON {}", short(now, due))),
        (CaseState::Recovered, _) => Text::fine("RECOVERED"),
        (CaseState::OnTrack, _) if let Some(until) = paused => {
            Text::dim(format!("paused, {}", short(now, until)))
        }
        (CaseState::OnTrack, Some(due)) => Text::plain(format!("by {}", short(now, due))),
        (CaseState::Closed, _) => {
            let closed = item
                .closed_at
                .map(|at| format!("closed {}", short(now, at)));
            Text::dim(closed.unwrap_or_else(|| "closed".to_owned()))
        }
        (CaseState::Late | CaseState::DueSoon | CaseState::OnTrack, None) => {
            Text::dim("nothing due")
        }
    }
}

/// "Sam: make it again; promise: a call, by 12:00".
pub(in crate::show) fn who_does_what(item: &CaseItem, now: Moment) -> Text {
    let what = next_in_words(item, now);
    let who = item.who.as_ref().filter(|_| item.outcome.is_none());
    match who {
        Some(who) => Text::strong(format!("{}: ", visible(who))).then(what),
        None => what,
    }
}

/// The promise that lapses next within a day, where another line says what to do.
fn promises(item: &CaseItem, now: Moment) -> Option<Text> {
    let soon = |one: &&OpenPromiseItem| one.due_at.at - now.at <= chrono::TimeDelta::hours(24);
    let first = item.open_promises.iter().find(soon)?;
    Some(told(first)?.then(format!(", {}", by(now, first.due_at))))
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
