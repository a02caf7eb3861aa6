//! What makes a recovery more than a repair: a choice, a person to talk to, a deed, a surprise.

use std::collections::BTreeMap;

use super::Answers;
use super::ceiling::Cost;
use super::in_words::cell_name;
use super::places::{entries_of, place_of, places};
use crate::domain::place::Place;
use crate::domain::plan::needs::Needs;
use crate::domain::plan::together::Together;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolved, ResolvedItem, Subject};
use crate::domain::playbook::{Action, Answer, Item, Part};

/// Finds cells without a choice, a deed or a surprise, and a playbook without a live channel.
pub(super) fn poor(answers: Answers<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(not_live(answers));
    findings.extend(no_choice(answers));
    findings.extend(no_deed(answers));
    findings.extend(not_a_surprise(answers));
    findings
}

fn not_live(answers: Answers<'_>) -> Option<Finding> {
    let rules = answers.rules;
    if rules.channels.iter().any(|one| one.answer == Answer::Live) {
        return None;
    }
    let place = rules.channels.iter().find_map(|one| match one.answer {
        Answer::Live => None,
        Answer::Within(_, place) => Some(place),
    });
    let message = "no channel has a live person on it".to_owned();
    let hint = "add one: `[[channel]]`, `id = \"phone\"`, `live = true`".to_owned();
    let finding = Finding::new(
        FindingKind::NotLive,
        place.unwrap_or(Place::TOP),
        message,
        hint,
    );
    answers.hitting(finding, rules.space().cells())
}

/// Says whether something with a property is surely done for an item: an action that has it, or a pick with fewer
/// options without it than it picks. What the plan has anyway is not picked.
fn surely(
    answers: Answers<'_>,
    item: &ResolvedItem,
    resolved: &Resolved,
    has: impl Fn(&Action) -> bool,
) -> bool {
    let has = |at: &usize| has(&answers.rules.actions[*at]);
    match &item.item {
        Item::Action(action) => has(action),
        Item::Pick { pick, from } => {
            let fixed = Needs::of(resolved.items()).fixed;
            let without = from.iter().filter(|at| !has(at) && !fixed.contains(at));
            without.count() < *pick
        }
    }
}

fn parts_of<'p>(resolved: &'p Resolved, parts: &[Part]) -> Vec<&'p ResolvedItem> {
    let items = parts.iter().flat_map(|part| resolved.part(*part));
    items.collect()
}

fn no_choice(answers: Answers<'_>) -> Option<Finding> {
    const PARTS: [Part; 3] = [Part::Acknowledge, Part::Fix, Part::Dazzle];
    let lacks = |(cell, resolved): &(Cell, &Resolved)| {
        let mut items = parts_of(resolved, &PARTS).into_iter();
        cell.severity == Severity::Severe
            && !items.any(|item| surely(answers, item, resolved, |one| !one.choices.is_empty()))
    };
    let told = |cell: &str| {
        (
            format!("{cell} is not sure to be offered any choice"),
            "give an action of `fix` its `choices`: what may the customer decide?".to_owned(),
        )
    };
    lacking(answers, FindingKind::NoChoice, &lacks, &told)
}

fn no_deed(answers: Answers<'_>) -> Option<Finding> {
    let lacks = |(_, resolved): &(Cell, &Resolved)| {
        let mut items = parts_of(resolved, &[Part::Fix, Part::Dazzle]).into_iter();
        !items.any(|item| surely(answers, item, resolved, |action| action.deed))
    };
    let told = |cell: &str| {
        (
            format!("nothing is sure to be done for {cell}, only said"),
            "write `deed = true` on what is done, or plan something that is".to_owned(),
        )
    };
    lacking(answers, FindingKind::NoDeed, &lacks, &told)
}

/// Cells that lack something.
type Lacking<'p> = Vec<(Cell, &'p Resolved)>;
type Lacks<'l> = &'l dyn Fn(&(Cell, &Resolved)) -> bool;
type LackWords<'l> = &'l dyn Fn(&str) -> (String, String);

/// Tells of all cells that lack something together: what is missing has no place of its own.
fn lacking(
    answers: Answers<'_>,
    kind: FindingKind,
    lacks: Lacks<'_>,
    told: LackWords<'_>,
) -> Option<Finding> {
    const FIX: Subject = Subject::Part(Part::Fix);
    let lacking = answers.each().filter(lacks).map(|(cell, _)| cell);
    let cells = answers.standing(kind, lacking)?;
    let witness = *cells.first()?;
    let resolved = answers.at(witness)?;
    let place = place_of(answers.rules, resolved, FIX);
    let entries = entries_of(resolved, FIX);
    let (message, hint) = told(&cell_name(answers.rules, witness));
    let finding = Finding::new(kind, place, message, hint)
        .hitting(cells)
        .by_entries(places(answers.rules, &entries));
    Some(finding)
}

/// Why an unexpected half is expected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Expected {
    /// All of it is published policy.
    Standard,
    /// Whoever comes a second time gets the same.
    Repeated,
}

fn not_a_surprise(answers: Answers<'_>) -> Vec<Finding> {
    let mut causes: BTreeMap<(Expected, Vec<usize>), Lacking<'_>> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        if let Some(why) = expected(answers, resolved)
            && answers.stands(FindingKind::NotASurprise, cell)
        {
            let entries = entries_of(resolved, Subject::Part(Part::Dazzle));
            let sets =
                |at: &usize| answers.rules.entries[*at].parts[Part::Dazzle as usize].is_some();
            let entries = entries.into_iter().filter(sets).collect();
            let cells = causes.entry((why, entries)).or_default();
            cells.push((cell, resolved));
        }
    }
    let found = |((why, entries), cells): (&(Expected, Vec<usize>), &Lacking<'_>)| {
        let (witness, resolved) = cells.first()?;
        let name = cell_name(answers.rules, *witness);
        let (message, hint) = match why {
            Expected::Standard => (
                format!("all that {name} gets in `dazzle` is `standard`, which anybody may expect"),
                "add something they do not expect".to_owned(),
            ),
            Expected::Repeated => (
                format!("whoever is failed twice as {name} gets the same in `dazzle` again"),
                "offer more to pick from: `dazzle = { one_of = [\"…\", \"…\"] }`".to_owned(),
            ),
        };
        let place = place_of(answers.rules, resolved, Subject::Part(Part::Dazzle));
        let finding = Finding::new(FindingKind::NotASurprise, place, message, hint)
            .hitting(cells.iter().map(|(cell, _)| *cell).collect())
            .by_entries(places(answers.rules, entries));
        Some(finding)
    };
    causes.iter().filter_map(found).collect()
}

/// Says why a customer could expect what they get, if they could.
///
/// A customer who comes again gets something new when some pick has more options that are no policy than it picks:
/// planning takes first what was never given. An option the ceiling never lets through, or one that the plan has
/// anyway, is none.
pub(super) fn expected(answers: Answers<'_>, resolved: &Resolved) -> Option<Expected> {
    let rules = answers.rules;
    let dazzle = resolved.part(Part::Dazzle);
    let policy = |at: &usize| rules.actions[*at].standard;
    if dazzle
        .iter()
        .all(|item| item.item.actions().iter().all(policy))
    {
        return Some(Expected::Standard);
    }
    let plan = Together::alone(resolved, answers.costs);
    let offered = Cost::of(&plan, answers.costs).fitting();
    let varies = |item: &ResolvedItem| match &item.item {
        Item::Action(_) => false,
        Item::Pick { pick, from } => {
            let fresh = from.iter().filter(|at| !policy(at) && offered.contains(at));
            fresh.count() > *pick
        }
    };
    (!dazzle.iter().any(varies)).then_some(Expected::Repeated)
}
