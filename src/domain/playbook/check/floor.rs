//! That the apology and the repair do not depend on what a customer is worth.

use std::collections::{BTreeMap, BTreeSet};

use super::Answers;
use super::in_words::{actions, cell_name};
use super::places::{places, set_place};
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{ResolvedItem, Subject};
use crate::domain::playbook::{Part, Rules};

/// The parts that are the same for everybody whom the same thing happened to.
const FLOOR: [Part; 2] = [Part::Acknowledge, Part::Fix];

/// A cell that goes without something another tier gets, and that other cell.
struct Without<'p> {
    cell: Cell,
    other: Cell,
    items: Vec<&'p ResolvedItem>,
    /// The entries by which the two differ, those of the other cell and this one's own.
    entries: BTreeSet<usize>,
}

/// Finds the cells that go without something in acknowledge or fix which another tier of the same type and severity
/// gets.
pub(super) fn differs(answers: Answers<'_>) -> Vec<Finding> {
    let mut causes: BTreeMap<(Part, Vec<usize>), Vec<Without<'_>>> = BTreeMap::new();
    let columns = (0..answers.rules.complaints.len())
        .flat_map(|complaint| Severity::ALL.map(|severity| (complaint, severity)));
    for ((complaint, severity), part) in columns.flat_map(|column| FLOOR.map(|part| (column, part)))
    {
        let differing = differing(answers, complaint, severity, part).into_iter();
        for without in differing.filter(|one| answers.stands(FindingKind::FloorDiffers, one.cell)) {
            let entries = of_some_tiers(answers.rules, &without.entries);
            causes.entry((part, entries)).or_default().push(without);
        }
    }
    let found = |((part, entries), cells): (&(Part, Vec<usize>), &mut Vec<Without<'_>>)| {
        cells.sort_by_key(|without| without.cell);
        finding(answers.rules, *part, entries, cells)
    };
    causes.iter_mut().filter_map(found).collect()
}

/// Keeps the entries that are for some tiers only, which is what makes the difference; all of them when none is.
fn of_some_tiers(rules: &Rules, entries: &BTreeSet<usize>) -> Vec<usize> {
    let all = rules.space().everything().tiers;
    let some = |at: &&usize| rules.entries[**at].region.tiers != all;
    let kept: Vec<usize> = entries.iter().filter(some).copied().collect();
    if kept.is_empty() {
        return entries.iter().copied().collect();
    }
    kept
}

fn differing<'p>(
    answers: Answers<'p>,
    complaint: usize,
    severity: Severity,
    part: Part,
) -> Vec<Without<'p>> {
    let cells = (0..answers.rules.tiers.len()).map(|tier| Cell {
        complaint,
        tier,
        severity,
    });
    let column: Vec<(Cell, &[ResolvedItem])> = cells
        .filter_map(|cell| Some((cell, answers.at(cell)?.part(part))))
        .collect();
    let without = |(cell, has): &(Cell, &'p [ResolvedItem])| {
        let mut others = column.iter().rev();
        let (other, items, theirs) = others.find_map(|(other, theirs)| {
            let items = missing(theirs, has);
            (!items.is_empty()).then_some((*other, items, *theirs))
        })?;
        let own = missing(has, theirs);
        let entries = items.iter().chain(&own).flat_map(|item| &item.entries);
        Some(Without {
            cell: *cell,
            other,
            entries: entries.copied().collect(),
            items,
        })
    };
    column.iter().filter_map(without).collect()
}

/// Gives the items that the others do not have.
fn missing<'p>(items: &'p [ResolvedItem], others: &[ResolvedItem]) -> Vec<&'p ResolvedItem> {
    let lacks = |item: &&ResolvedItem| !others.iter().any(|other| item.item.is_like(&other.item));
    items.iter().filter(lacks).collect()
}

fn finding(rules: &Rules, part: Part, entries: &[usize], cells: &[Without<'_>]) -> Option<Finding> {
    let witness = cells.first()?;
    let marked = *entries.first()?;
    let all: BTreeSet<usize> = cells.iter().flat_map(|one| one.entries.clone()).collect();
    let all: Vec<usize> = all.into_iter().collect();
    let message = format!(
        "`{}` depends on the tier: {} goes without {}, which {} gets",
        part.key(),
        cell_name(rules, witness.cell),
        what(rules, &witness.items),
        cell_name(rules, witness.other)
    );
    let place = set_place(&rules.entries[marked], Subject::Part(part));
    let hint = hint(rules, part, marked);
    let mut finding = Finding::new(FindingKind::FloorDiffers, place, message, hint)
        .hitting(cells.iter().map(|without| without.cell).collect())
        .by_entries(places(rules, &all));
    finding.against = cells.iter().map(|without| without.other).collect();
    Some(finding)
}

/// What adds for some tiers may add for all; what replaces for some has to go.
fn hint(rules: &Rules, part: Part, marked: usize) -> String {
    let entry = &rules.entries[marked];
    let line = entry.place.line;
    let key = part.key();
    if entry.parts[part as usize].is_some() {
        format!("take `{key}` out of the entry at line {line}; more for some belongs into `dazzle`")
    } else {
        format!(
            "let the entry at line {line} be for every tier; more for some belongs into `dazzle`"
        )
    }
}

fn what(rules: &Rules, items: &[&ResolvedItem]) -> String {
    let all = items.iter().flat_map(|item| item.item.actions());
    actions(rules, &all.copied().collect::<Vec<usize>>())
}
