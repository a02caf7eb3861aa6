//! The deadlines that a calendar is given, and those that it is told to forget.

use std::collections::BTreeSet;
use std::ops::ControlFlow::{Break, Continue};

use chrono::TimeDelta;

use super::{MOST, look_back};
use crate::desk::shop::Shop;
use crate::domain::case::reminders::{Happened, reminders};
use crate::domain::event::{Event, Redone, Undone};
use crate::domain::id::Id;
use crate::domain::report::filter::CaseFilter;
use crate::domain::time::zone::Instant;
use crate::error::Result;
use crate::show::file::{CalendarEntry, DeadlineCalendar};
use crate::store::{HistoryEntry, PastOperation, Store};

/// For how many days a calendar is told that a case is over.
///
/// Our own choice: whoever takes a file in once a month is told of everything.
const TOLD_FOR: i64 = 30;

/// Gathers the deadlines of every open case, and those of cases that lately ceased to be open.
///
/// What is still to be met is taken in as it is asked for.
pub(super) fn of(
    shop: &Shop<'_>,
    store: Option<&Store>,
    filter: &CaseFilter,
) -> Result<DeadlineCalendar> {
    let Some(store) = store else {
        return Ok(DeadlineCalendar {
            revision: 0,
            changed_at: shop.now(),
            entries: Vec::new(),
        });
    };
    let open = store.open_cases(MOST)?.into_iter();
    let mut numbers: BTreeSet<u64> = open.map(|row| row.summary.number).collect();
    numbers.extend(over_since(store, shop.now() - TimeDelta::days(TOLD_FOR))?);
    let mut entries = Vec::new();
    for number in numbers {
        entries.extend(of_case(shop, store, number, filter)?);
    }
    Ok(DeadlineCalendar {
        // Taking back and putting back are events of the shop and not of the case, and a
        // deadline changes by them: only the number of all events grows at both.
        revision: store.shop()?.events,
        changed_at: changed_at(store)?.unwrap_or(shop.now()),
        entries,
    })
}

fn changed_at(store: &Store) -> Result<Option<Instant>> {
    let last = store.history(None, 1)?;
    Ok(last.first().map(|past| past.at))
}

fn of_case(
    shop: &Shop<'_>,
    store: &Store,
    number: u64,
    filter: &CaseFilter,
) -> Result<Vec<CalendarEntry>> {
    let Some(id) = store.case_id(number)? else {
        return Ok(Vec::new());
    };
    let history = store.case_history(number)?.unwrap_or_default().into_iter();
    let history: Result<Vec<Happened>> = history.map(|entry| happened(store, entry)).collect();
    let case = store.case(number)?.map(|(case, _)| case);
    let all = reminders(id, &history?, case.as_ref(), shop.now()).into_iter();
    let taken = all.filter_map(|one| filter.seen_in_calendar(one, shop.now()));
    let entry = |one| CalendarEntry::of(id, number, one, &shop.viewpoint);
    Ok(taken.map(entry).collect())
}

fn happened(store: &Store, entry: HistoryEntry) -> Result<Happened> {
    let undone = match entry.undone_by {
        // The last operation before the one that comes after it.
        Some(by) => store
            .history(Some(by + 1), 1)?
            .pop()
            .map(|past| (by, past.at)),
        None => None,
    };
    Ok(Happened {
        recorded: entry.recorded,
        undone,
    })
}

/// Finds the cases that may have ceased to be open since a moment: they were closed, or what
/// had opened them was taken back.
fn over_since(store: &Store, since: Instant) -> Result<BTreeSet<u64>> {
    let mut turned = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    look_back(store, |past| {
        let lately = past.at >= since;
        if lately {
            turned.extend(turns(store, past)?);
        }
        let was_turned = turned.remove(&past.id);
        let opens = matches!(past.verb.as_str(), "new" | "import" | "reopen");
        let closes = past.verb == "close";
        if (was_turned && (opens || closes)) || (lately && closes) {
            numbers.extend(cases_of(past));
        }
        let enough = !lately && turned.is_empty();
        Ok(if enough { Break(()) } else { Continue(()) })
    })?;
    Ok(numbers)
}

/// The operation that an undoing took back, or that was put in place again.
fn turns(store: &Store, past: &PastOperation) -> Result<Option<Id>> {
    if !matches!(past.verb.as_str(), "undo" | "redo") {
        return Ok(None);
    }
    let events = store.events_of(past, 1)?;
    let event = events.into_iter().next().map(|event| event.recorded.event);
    if let Some(Event::Undone(Undone(id)) | Event::Redone(Redone(id))) = event {
        return Ok(Some(id));
    }
    Ok(None)
}

/// The cases of an operation; an import has a row of numbers. No calendar was ever given more.
fn cases_of(past: &PastOperation) -> impl Iterator<Item = u64> + use<> {
    let first = past.first_case.into_iter();
    let last = past.last_case.unwrap_or_default();
    first
        .flat_map(move |first| first..=last)
        .take(MOST as usize)
}
