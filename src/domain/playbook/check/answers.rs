//! Whether every customer gets one answer, and every entry answers somebody.

use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};

use super::Answers;
use super::in_words::{cell_name, described};
use super::places::{entries_of, place_of, places, set_place};
use crate::domain::place::Place;
use crate::domain::plan::needs::Needs;
use crate::domain::playbook::cell::{Cell, Region};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Hole, Subject};
use crate::domain::playbook::{Entry, Item, Part, Rules};
use crate::domain::suggest::joined;
use crate::domain::time::span::Span;

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
    let message = format!(
        "the entries at lines {} disagree about `{key}`, and neither is narrower",
        joined(&lines, "and")
    );
    let hint = if same_box(rules, &hole.rivals) {
        format!("decide: set `{key}` in one of them only")
    } else {
        format!(
            "add an entry for just {} that sets `{key}`",
            described(rules, &hole.cells)
        )
    };
    let place = set_place(&rules.entries[*last], hole.subject);
    Finding::new(FindingKind::Ambiguous, place, message, hint)
        .hitting(hole.cells.clone())
        .by_entries(entries)
}

fn same_box(rules: &Rules, entries: &[usize]) -> bool {
    let mut regions = entries.iter().map(|at| rules.entries[*at].region);
    let first = regions.next();
    regions.all(|region| Some(region) == first)
}

fn gap(rules: &Rules, hole: &Hole) -> Finding {
    let key = hole.subject.key();
    let whom = described(rules, &hole.cells);
    let message = format!("nothing sets `{key}` for {whom}");
    let hint = format!("set `{key}` in an entry that covers {whom}");
    let place = gap_place(rules, &hole.cells);
    Finding::new(FindingKind::Gap, place, message, hint).hitting(hole.cells.clone())
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
        let (message, hint) = if keys(entry) == 0 {
            (
                "this entry sets nothing",
                "remove it, or say what these customers get",
            )
        } else {
            (
                "narrower entries decide everything this entry sets, so nobody ever gets it",
                "remove it, or give it a narrower `when`",
            )
        };
        let (message, hint) = (message.to_owned(), hint.to_owned());
        let finding = Finding::new(FindingKind::Unreachable, entry.place, message, hint);
        Some(hitting(answers, finding, entry)?.by_entries(vec![entry.place]))
    })
    .collect()
}

/// Finds actions that stand in no entry and no escalation: nobody ever gets them, and `choose` cannot take them either.
pub(super) fn unused(rules: &Rules) -> Vec<Finding> {
    let found = rules.unused_actions().into_iter().map(|at| {
        let action = &rules.actions[at];
        let id = &action.id;
        let message = format!("nobody ever gets `{id}`: no entry and no escalation has it");
        let hint = "put it into one, or take it out".to_owned();
        Finding::new(FindingKind::Unreachable, action.place, message, hint)
    });
    found.collect()
}

/// Gives a finding with the cells of an entry.
fn hitting(answers: Answers<'_>, finding: Finding, entry: &Entry) -> Option<Finding> {
    let cells = answers.rules.space().cells();
    answers.hitting(finding, cells.filter(|cell| entry.region.covers(*cell)))
}

/// Finds parts in which nothing is left to do, because each of their actions is in the plan before.
pub(super) fn emptied(answers: Answers<'_>) -> Vec<Finding> {
    let mut causes: BTreeMap<(Part, Vec<usize>), Vec<Cell>> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let mut needs = Needs::default();
        for part in Part::PLANNED {
            let before = needs.count();
            for item in resolved.part(part) {
                needs.add(&item.item);
            }
            let any = !resolved.part(part).is_empty();
            if any && needs.count() == before && answers.stands(FindingKind::Unreachable, cell) {
                let entries = entries_of(resolved, Subject::Part(part));
                causes.entry((part, entries)).or_default().push(cell);
            }
        }
    }
    let told = |((part, entries), cells): ((Part, Vec<usize>), Vec<Cell>)| {
        let witness = *cells.first()?;
        let place = place_of(answers.rules, answers.at(witness)?, Subject::Part(part));
        let message = format!(
            "`{}` is left empty for {}: each action stands once in a plan, and these are in it before",
            part.key(),
            cell_name(answers.rules, witness)
        );
        let hint = format!("give `{}` an action of its own", part.key());
        let finding = Finding::new(FindingKind::Unreachable, place, message, hint).hitting(cells);
        Some(finding.by_entries(places(answers.rules, &entries)))
    };
    causes.into_iter().filter_map(told).collect()
}

/// Which keys an entry sets or adds to, as bits: parts, `also`, ceiling, clocks.
fn keys(entry: &Entry) -> u32 {
    let parts = entry.parts.iter().map(Option::is_some);
    let also = entry.also.iter().map(Option::is_some);
    let clocks = entry.clocks.iter().map(Option::is_some);
    let all = parts
        .chain(also)
        .chain(clocks)
        .chain([entry.ceiling.is_some()]);
    all.fold(0, |bits, set| bits << 1 | u32::from(set))
}

/// What an entry says about the subjects of which nobody can tell what holds: it is one of those that disagree.
type Disputed<'p> = Vec<(Subject, EntryValue<'p>)>;

/// What an entry sets, of whatever kind.
#[derive(PartialEq, Eq, Hash)]
enum EntryValue<'p> {
    Items(&'p [Item]),
    Ceiling(i64),
    Clock(Span),
}

fn said(entry: &Entry, subject: Subject) -> Option<EntryValue<'_>> {
    match subject {
        Subject::Part(part) => {
            let set = entry.parts[part as usize].as_ref();
            set.map(|set| EntryValue::Items(&set.value))
        }
        Subject::Ceiling => entry
            .ceiling
            .as_ref()
            .map(|set| EntryValue::Ceiling(set.value.minor)),
        Subject::Clock(clock) => {
            let set = entry.clocks[clock as usize].as_ref();
            set.map(|set| EntryValue::Clock(set.value))
        }
    }
}

/// Finds entries that are for the same customers and set the same keys as one before; those that disagree are told as
/// such, and only those.
pub(super) fn duplicates<'p>(answers: Answers<'p>, holes: &[Hole]) -> Vec<Finding> {
    let entries = &answers.rules.entries;
    let mut disputed: Vec<Disputed<'p>> = entries.iter().map(|_| Vec::new()).collect();
    for hole in holes {
        for at in &hole.rivals {
            let known = disputed[*at]
                .iter()
                .any(|(subject, _)| *subject == hole.subject);
            let said = said(&entries[*at], hole.subject).filter(|_| !known);
            disputed[*at].extend(said.map(|said| (hole.subject, said)));
        }
    }
    let mut seen: HashMap<(Region, u32, Disputed<'p>), usize> = HashMap::new();
    let mut findings = Vec::new();
    for ((at, entry), disputed) in entries.iter().enumerate().zip(disputed) {
        match seen.entry((entry.region, keys(entry), disputed)) {
            Slot::Vacant(free) => {
                free.insert(at);
            }
            Slot::Occupied(first) => {
                let first = &entries[*first.get()];
                findings.extend(duplicate(answers, entry, first));
            }
        }
    }
    findings
}

fn duplicate(answers: Answers<'_>, entry: &Entry, first: &Entry) -> Option<Finding> {
    let added = |entry: &Entry| entry.also.clone().map(|set| set.map(|set| set.value));
    let hint = if added(entry) == added(first) {
        "keep one of the two"
    } else {
        "put both into one"
    };
    let first = first.place;
    let message = format!(
        "the entry at line {} is for the same customers and sets the same parts",
        first.line
    );
    let finding = Finding::new(
        FindingKind::Duplicate,
        entry.place,
        message,
        hint.to_owned(),
    );
    Some(hitting(answers, finding, entry)?.by_entries(vec![first, entry.place]))
}
