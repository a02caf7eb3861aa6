//! Whether every customer gets one answer, and every entry answers somebody.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::Answers;
use super::in_words::{and, described};
use super::places::{places, set_place};
use crate::domain::cell::{Cell, Region};
use crate::domain::finding::{Finding, Kind};
use crate::domain::playbook::{Entry, Place, Rules};
use crate::domain::selection::Hole;

/// Tells of each cause for which cells have no answer, or two.
pub(super) fn holes(rules: &Rules, holes: &[Hole]) -> Vec<Finding> {
    holes.iter().map(|hole| told(rules, hole)).collect()
}

fn told(rules: &Rules, hole: &Hole) -> Finding {
    let Some(last) = hole.rivals.last() else {
        return gap(rules, hole);
    };
    let key = hole.subject.key();
    let entries = places(rules, &hole.rivals);
    let lines: Vec<String> = entries.iter().map(|place| place.line.to_string()).collect();
    let said = (
        format!(
            "the entries at lines {} disagree about `{key}`, and neither is narrower",
            and(&lines)
        ),
        format!(
            "add an entry for just {} that sets `{key}`",
            described(rules, &hole.cells)
        ),
    );
    let place = set_place(&rules.entries[*last], hole.subject);
    Finding::new(Kind::Ambiguous, place, said)
        .hitting(hole.cells.clone())
        .by_entries(entries)
}

fn gap(rules: &Rules, hole: &Hole) -> Finding {
    let key = hole.subject.key();
    let whom = described(rules, &hole.cells);
    let said = (
        format!("nothing sets `{key}` for {whom}"),
        format!("set `{key}` in an entry that covers {whom}"),
    );
    let place = gap_place(rules, &hole.cells);
    Finding::new(Kind::Gap, place, said).hitting(hole.cells.clone())
}

/// The place to show for a gap: the narrowest entry that covers the witness, where the
/// part would most likely be written, or the top of the file.
fn gap_place(rules: &Rules, cells: &[Cell]) -> Place {
    let witness = cells.first();
    let covering = rules
        .entries
        .iter()
        .filter(|entry| witness.is_some_and(|cell| entry.region.covers(*cell)));
    let narrowest = covering.min_by_key(|entry| entry.region.size());
    narrowest
        .or(rules.entries.last())
        .map_or(Place::TOP, |entry| entry.place)
}

/// Finds the entries nobody ever gets anything from.
pub(super) fn idle(answers: Answers<'_>, wins: &[bool]) -> Vec<Finding> {
    let idle = answers
        .rules
        .entries
        .iter()
        .zip(wins)
        .filter(|(_, wins)| !**wins);
    idle.filter_map(|(entry, _)| {
        let said = (
            "narrower entries decide everything this entry sets, so nobody ever gets it".to_owned(),
            "remove it, or give it a narrower `when`".to_owned(),
        );
        let finding = about(answers, entry, (Kind::Unreachable, said))?;
        Some(finding.by_entries(vec![entry.place]))
    })
    .collect()
}

fn about(
    answers: Answers<'_>,
    entry: &Entry,
    (kind, said): (Kind, (String, String)),
) -> Option<Finding> {
    let cells = answers.rules.space().cells();
    let cells = answers.standing(kind, cells.filter(|cell| entry.region.covers(*cell)))?;
    Some(Finding::new(kind, entry.place, said).hitting(cells))
}

/// Which keys an entry sets or adds to, as bits: parts, `also`, ceiling, clocks.
fn keys(entry: &Entry) -> u16 {
    let parts = entry.parts.iter().map(Option::is_some);
    let also = entry.also.iter().map(Option::is_some);
    let clocks = entry.clocks.iter().map(Option::is_some);
    let all = parts
        .chain(also)
        .chain(clocks)
        .chain([entry.ceiling.is_some()]);
    all.fold(0, |bits, set| bits << 1 | u16::from(set))
}

/// Finds entries that are for the same customers and set the same keys as one before.
pub(super) fn duplicates(answers: Answers<'_>) -> Vec<Finding> {
    let mut seen: HashMap<(Region, u16), Place> = HashMap::new();
    let mut findings = Vec::new();
    for entry in &answers.rules.entries {
        match seen.entry((entry.region, keys(entry))) {
            Slot::Vacant(free) => {
                free.insert(entry.place);
            }
            Slot::Occupied(first) => findings.extend(duplicate(answers, entry, *first.get())),
        }
    }
    findings
}

fn duplicate(answers: Answers<'_>, entry: &Entry, first: Place) -> Option<Finding> {
    let said = (
        format!(
            "the entry at line {} is for the same customers and sets the same parts",
            first.line
        ),
        "keep one of the two".to_owned(),
    );
    let finding = about(answers, entry, (Kind::Duplicate, said))?;
    Some(finding.by_entries(vec![first, entry.place]))
}
