//! Hours of the week at which a complaint's whole recovery window passes while the shop is shut.
//!
//! What counts is the usual week, read in UTC: holidays and changes of the clocks are exceptions that no
//! playbook should have to be written for.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::set_place;
use crate::domain::calendar::{Calendar, Hours};
use crate::domain::cell::Cell;
use crate::domain::finding::{CellName, Finding, Kind};
use crate::domain::playbook::{ClockName, Item, Part, Place, Playbook, Rules};
use crate::domain::selection::{Resolved, Source, Subject};
use crate::domain::span::Span;
use crate::domain::zone::{Instant, Zone};

mod in_words;
#[cfg(test)]
mod tests;

/// Hours of a week.
const WEEK: usize = 168;
/// 1 January 1970.
const THURSDAY: Instant = DateTime::<Utc>::UNIX_EPOCH;
/// Days from there to a Monday, of which any does.
const TO_MONDAY: i64 = 4;
/// Minutes from midnight to midnight.
const MINUTES_OF_A_DAY: u16 = 1_440;
/// Who holds a case when nobody else is named, as `new` does it.
const HOLDS: &str = "owner";

/// The people behind the roles, each with the time of day at which they leave.
pub type People<'s> = BTreeMap<&'s str, Option<NaiveTime>>;

/// A shop as far as it bears on who can act, and when.
#[derive(Clone, Copy, Debug)]
pub struct Shop<'s> {
    /// When it is open.
    pub hours: &'s Hours,
    /// Who stands behind its roles.
    pub people: &'s People<'s>,
}

/// Who can act for a customer while the shop is shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reach {
    /// Somebody who does not leave at a time of day.
    Always,
    /// Somebody until this time, from the first opening of a day on.
    Until(NaiveTime),
    /// Nobody.
    Nobody,
}

/// The hours of the week at which it matters when the customer tells us, Monday 00:00 first.
type Told = [bool; WEEK];

/// Finds the hours of the week at which a complaint runs out of time before the shop opens.
///
/// A window begins when the customer tells us, at the full hour, and ends with the cell's `recover`; one with a
/// single open minute is fine. So is one in which somebody named is there: whoever stands behind a role of
/// an acknowledge, fix or dazzle step, at any hour, or with `until` from the first opening of a day to that
/// time. Gives one finding for each set of hours of each clock.
#[must_use]
pub fn closed(playbook: &Playbook, shop: Shop<'_>) -> Vec<Finding> {
    let rules = playbook.rules();
    let week = Week::of(shop.hours);
    let mut known: HashMap<(Span, Reach), Told> = HashMap::new();
    let mut causes: BTreeMap<(Vec<usize>, Told), Vec<Cell>> = BTreeMap::new();
    for cell in rules.space().cells() {
        let resolved = playbook.at(cell);
        let span = resolved.clock(ClockName::Recover).value;
        let reach = reach(rules, resolved, shop.people);
        let told = known
            .entry((span, reach))
            .or_insert_with(|| week.closed(span, reach));
        if told.contains(&true) {
            let key = (deciding(resolved), *told);
            causes.entry(key).or_default().push(cell);
        }
    }
    let cause = |((_, told), cells): (&(_, Told), &Vec<Cell>)| finding(playbook, told, cells, shop);
    causes.iter().filter_map(cause).collect()
}

/// Gives the entries that decide how long the recovery may take; none for the file's own clock.
fn deciding(resolved: &Resolved) -> Vec<usize> {
    match &resolved.clock(ClockName::Recover).from {
        Source::Entries(entries) => entries.clone(),
        Source::File(_) | Source::BuiltIn => Vec::new(),
    }
}

fn finding(playbook: &Playbook, told: &Told, cells: &[Cell], shop: Shop<'_>) -> Option<Finding> {
    let rules = playbook.rules();
    let witness = playbook.at(*cells.first()?);
    let clock = witness.clock(ClockName::Recover);
    let entries = deciding(witness);
    Some(Finding {
        kind: Kind::Closed,
        place: place(rules, &clock.from),
        message: format!(
            "`recover` ({}) runs out while you are shut and nobody named is there, for a complaint told {}",
            clock.value.phrase(),
            in_words::hours(told)
        ),
        hint: hint(rules, witness, shop.people),
        cells: cells
            .iter()
            .map(|cell| CellName::of(rules, *cell))
            .collect(),
        entries: entries.iter().map(|at| rules.entries[*at].place).collect(),
    })
}

fn place(rules: &Rules, from: &Source) -> Place {
    let top = Place {
        line: 1,
        column: 1,
        ..Place::default()
    };
    match from {
        Source::Entries(entries) => entries.first().map_or(top, |at| {
            set_place(&rules.entries[*at], Subject::Clock(ClockName::Recover))
        }),
        Source::File(place) => *place,
        Source::BuiltIn => top,
    }
}

fn hint(rules: &Rules, resolved: &Resolved, people: &People<'_>) -> String {
    let roles = roles(rules, resolved);
    let unnamed = roles.iter().find(|role| !people.contains_key(**role));
    match unnamed {
        Some(role) => format!(
            "name somebody behind `{role}` under `[people]` in shop.toml, or give `recover` longer"
        ),
        None => {
            "give `recover` longer; `8 open hours`, say, runs only while you are open".to_owned()
        }
    }
}

/// Gives the roles of the steps that make up a recovery, as `[people]` calls them.
fn roles<'r>(rules: &'r Rules, resolved: &Resolved) -> Vec<&'r str> {
    let parts = [Part::Acknowledge, Part::Fix, Part::Dazzle];
    let items = parts.into_iter().flat_map(|part| resolved.part(part));
    let actions = items.flat_map(|item| match &item.item {
        Item::Action(at) => std::slice::from_ref(at),
        Item::Pick { from, .. } => from.as_slice(),
    });
    let mut roles = Vec::new();
    for at in actions {
        let role = match rules.actions[*at].by.as_str() {
            "holder" => HOLDS,
            role => role,
        };
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

fn reach(rules: &Rules, resolved: &Resolved, people: &People<'_>) -> Reach {
    let roles = roles(rules, resolved);
    let mut reach = Reach::Nobody;
    for leaves in roles.into_iter().filter_map(|role| people.get(role)) {
        reach = match (reach, *leaves) {
            (_, None) | (Reach::Always, _) => Reach::Always,
            (Reach::Until(other), Some(until)) => Reach::Until(until.max(other)),
            (Reach::Nobody, Some(until)) => Reach::Until(until),
        };
    }
    reach
}

/// The usual week of a shop.
struct Week {
    hours: Hours,
    zone: Zone,
    /// Each full hour with the next opening, which is itself while the shop is open.
    told: Vec<(Instant, Option<Instant>)>,
}

impl Week {
    fn of(hours: &Hours) -> Self {
        let (hours, zone) = (hours.usual(), Zone::utc());
        let calendar = Calendar::new(&zone, Some(&hours));
        let monday = THURSDAY + TimeDelta::days(TO_MONDAY);
        let moments = (0..).map(|hour| monday + TimeDelta::hours(hour));
        let told = moments
            .take(WEEK)
            .map(|told| (told, calendar.next_opening(told).ok()))
            .collect();
        Self { hours, zone, told }
    }

    fn closed(&self, span: Span, reach: Reach) -> Told {
        let mut closed = [false; WEEK];
        if reach == Reach::Always || span.counts_open_time() {
            return closed;
        }
        for (closed, (told, opening)) in closed.iter_mut().zip(&self.told) {
            let calendar = Calendar::new(&self.zone, Some(&self.hours));
            // A length that does not count open time always has an end.
            let end = span.after(*told, calendar).unwrap_or(Instant::MAX_UTC);
            let shut = opening.is_none_or(|opening| opening > *told && opening >= end);
            *closed = shut && !self.somebody_is_there((*told, end), reach);
        }
        closed
    }

    fn somebody_is_there(&self, (told, end): (Instant, Instant), reach: Reach) -> bool {
        let until = match reach {
            Reach::Always => return true,
            Reach::Nobody => return false,
            Reach::Until(until) => until,
        };
        // From the evening before on; after a week the days repeat.
        let first = told.date_naive().pred_opt();
        let days = first.into_iter().flat_map(|day| day.iter_days().take(9));
        days.filter_map(|day| self.presence(day, until))
            .any(|(from, to)| told < to && from < end)
    }

    /// Says from when to when somebody is there who leaves at `until`: from the first opening of the day.
    ///
    /// Where the shop is open over midnight, a time before the opening is on the next day.
    fn presence(&self, day: NaiveDate, until: NaiveTime) -> Option<(Instant, Instant)> {
        let ranges = self.hours.ranges_on(day);
        let (first, last) = (ranges.first()?, ranges.last()?);
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let from = midnight + TimeDelta::minutes(first.opens().into());
        let same_day = day.and_time(until).and_utc();
        let over_midnight = last.closes() > MINUTES_OF_A_DAY && same_day < from;
        let days = TimeDelta::days(over_midnight.into());
        Some((from, same_day + days)).filter(|(from, to)| from < to)
    }
}
