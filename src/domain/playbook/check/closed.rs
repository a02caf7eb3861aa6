//! Hours of the week at which a complaint's whole recovery window passes while the shop is shut.

use std::collections::{BTreeMap, HashMap};

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::places::{entries_of, place_of, places};
use super::week::{self, WEEK};
use super::{Answers, HOLDS, People, ProofBasis};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolved, Subject};
use crate::domain::playbook::{ClockName, Part, Rules};
use crate::domain::time::calendar::{Calendar, Hours};
use crate::domain::time::span::Span;
use crate::domain::time::zone::{Instant, Zone};

mod in_words;
#[cfg(test)]
mod tests;

/// Minutes from midnight to midnight.
const MINUTES_OF_A_DAY: u16 = 1_440;
/// Who can act for a customer while the shop is shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum OnCall {
    /// Somebody who does not leave at a time of day.
    Always,
    /// Somebody until this time, from the first opening of a day on.
    Until(NaiveTime),
    /// Nobody.
    Nobody,
}

/// The hours of the week at which it matters when the customer tells us, Monday 00:00 first.
type HoursOfWeek = [bool; WEEK];

/// Finds the hours of the week at which a complaint runs out of time before the shop opens.
///
/// A window begins when the customer tells us, at the full hour, and ends with the cell's `recover`; one with a
/// single open minute is fine. So is one in which somebody named is there: whoever stands behind a role of
/// an acknowledge, fix or dazzle step, at any hour, or with `until` from the first opening of a day to that
/// time. Gives one finding for each set of hours of each clock.
pub(super) fn closed(answers: Answers<'_>, setting: &ProofBasis<'_>) -> Vec<Finding> {
    let (Some(shop), Some(hours)) = (setting.shop, setting.hours()) else {
        return Vec::new();
    };
    let week = Week::of(hours);
    let mut known: HashMap<(Span, OnCall), HoursOfWeek> = HashMap::new();
    let mut causes: BTreeMap<(Vec<usize>, HoursOfWeek), Vec<Cell>> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let span = resolved.clock(ClockName::Recover).value;
        let reach = reach(answers.rules, resolved, shop.people);
        let told = known
            .entry((span, reach))
            .or_insert_with(|| week.closed(span, reach));
        if told.contains(&true) && answers.stands(FindingKind::Closed, cell) {
            let key = (entries_of(resolved, RECOVER), *told);
            causes.entry(key).or_default().push(cell);
        }
    }
    let cause = |((_, told), cells): (&(_, HoursOfWeek), &Vec<Cell>)| {
        finding(answers, told, cells, shop.people)
    };
    causes.iter().filter_map(cause).collect()
}

const RECOVER: Subject = Subject::Clock(ClockName::Recover);

fn finding(
    answers: Answers<'_>,
    told: &HoursOfWeek,
    cells: &[Cell],
    people: &People<'_>,
) -> Option<Finding> {
    let rules = answers.rules;
    let witness = answers.at(*cells.first()?)?;
    let clock = witness.clock(ClockName::Recover);
    let message = format!(
        "`recover` ({}) runs out while you are shut and nobody named is there, for a complaint told {}",
        clock.value.phrase(),
        in_words::hours(told)
    );
    let hint = hint(rules, witness, people);
    let place = place_of(rules, witness, RECOVER);
    let entries = entries_of(witness, RECOVER);
    let finding = Finding::new(FindingKind::Closed, place, message, hint)
        .hitting(cells.to_vec())
        .by_entries(places(rules, &entries));
    Some(finding)
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
    let actions = items.flat_map(|item| item.item.actions());
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

fn reach(rules: &Rules, resolved: &Resolved, people: &People<'_>) -> OnCall {
    let roles = roles(rules, resolved);
    let mut reach = OnCall::Nobody;
    for person in roles.into_iter().filter_map(|role| people.get(role)) {
        reach = match (reach, person.until) {
            (_, None) | (OnCall::Always, _) => OnCall::Always,
            (OnCall::Until(other), Some(until)) => OnCall::Until(until.max(other)),
            (OnCall::Nobody, Some(until)) => OnCall::Until(until),
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
        let told = week::told()
            .map(|told| (told, calendar.next_opening(told).ok()))
            .collect();
        Self { hours, zone, told }
    }

    fn closed(&self, span: Span, reach: OnCall) -> HoursOfWeek {
        let mut closed = [false; WEEK];
        if reach == OnCall::Always || span.counts_open_time() {
            return closed;
        }
        for (closed, (told, opening)) in closed.iter_mut().zip(&self.told) {
            let calendar = Calendar::new(&self.zone, Some(&self.hours));
            // A length that does not count open time always has an end.
            let end = span.after(*told, calendar).unwrap_or(Instant::MAX_UTC);
            let shut = opening.is_none_or(|opening| opening > *told && opening >= end);
            *closed = shut && !self.somebody_is_there(*told, end, reach);
        }
        closed
    }

    fn somebody_is_there(&self, told: Instant, end: Instant, reach: OnCall) -> bool {
        let until = match reach {
            OnCall::Always => return true,
            OnCall::Nobody => return false,
            OnCall::Until(until) => until,
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
