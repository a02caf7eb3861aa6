//! Where in the file a finding is best shown.

use crate::domain::place::Place;
use crate::domain::playbook::selection::{Resolved, Subject, ValueSource};
use crate::domain::playbook::{Entry, Part, Rules};

/// The place of what an entry says about a subject, or of the entry.
pub(in crate::domain) fn set_place(entry: &Entry, subject: Subject) -> Place {
    let place = match subject {
        Subject::Part(part) => {
            let set = entry.parts[part as usize].as_ref();
            set.or(entry.also[part as usize].as_ref())
                .map(|set| set.place)
        }
        Subject::Ceiling => entry.ceiling.as_ref().map(|set| set.place),
        Subject::Clock(clock) => entry.clocks[clock as usize].as_ref().map(|set| set.place),
    };
    place.unwrap_or(entry.place)
}

/// The entries a cell has a subject from, lowest first; none for the file's own clocks.
pub(in crate::domain) fn entries_of(resolved: &Resolved, subject: Subject) -> Vec<usize> {
    let mut entries = match subject {
        Subject::Part(part) => of_part(resolved, part),
        Subject::Ceiling => of_source(&resolved.ceiling.from),
        Subject::Clock(clock) => of_source(&resolved.clock(clock).from),
    };
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn of_part(resolved: &Resolved, part: Part) -> Vec<usize> {
    let items = resolved.part(part).iter();
    items.flat_map(|item| item.entries.clone()).collect()
}

fn of_source(source: &ValueSource) -> Vec<usize> {
    match source {
        ValueSource::Entries(entries) => entries.clone(),
        ValueSource::File(_) | ValueSource::BuiltIn => Vec::new(),
    }
}

/// The places of entries.
pub(super) fn places(rules: &Rules, entries: &[usize]) -> Vec<Place> {
    entries.iter().map(|at| rules.entries[*at].place).collect()
}

/// The place of what a cell has a subject from: an entry, the file's own clock, or the first entry, where it could
/// stand.
pub(in crate::domain) fn place_of(rules: &Rules, resolved: &Resolved, subject: Subject) -> Place {
    if let Some(first) = entries_of(resolved, subject).first() {
        return set_place(&rules.entries[*first], subject);
    }
    let first = || {
        rules
            .entries
            .first()
            .map_or(Place::TOP, |entry| entry.place)
    };
    match subject {
        Subject::Clock(clock) => match &resolved.clock(clock).from {
            ValueSource::File(place) => *place,
            ValueSource::Entries(_) | ValueSource::BuiltIn => first(),
        },
        Subject::Part(_) | Subject::Ceiling => first(),
    }
}
