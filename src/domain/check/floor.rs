//! That the apology and the repair do not depend on what a customer is worth.

use std::collections::{BTreeMap, BTreeSet};

use super::Answers;
use super::in_words::{actions, cell_name};
use super::places::{places, set_place};
use crate::domain::cell::{Cell, Severity};
use crate::domain::finding::{Finding, Kind};
use crate::domain::playbook::{Part, Rules};
use crate::domain::selection::{ResolvedItem, Subject};

/// The parts that are the same for everybody whom the same thing happened to.
const FLOOR: [Part; 2] = [Part::Acknowledge, Part::Fix];

/// A cell that goes without something, and one that gets it.
struct Without<'p> {
    cell: Cell,
    other: Cell,
    items: Vec<&'p ResolvedItem>,
}

/// Finds the cells that go without something in acknowledge or fix which another tier of the same type and severity
/// gets.
pub(super) fn differs(answers: Answers<'_>) -> Vec<Finding> {
    let mut causes: BTreeMap<(Part, BTreeSet<usize>), Vec<Without<'_>>> = BTreeMap::new();
    let columns = (0..answers.rules.complaints.len())
        .flat_map(|complaint| Severity::ALL.map(|severity| (complaint, severity)));
    for (column, part) in columns.flat_map(|column| FLOOR.map(|part| (column, part))) {
        let differing = differing(answers, column, part).into_iter();
        for without in differing.filter(|one| answers.stands(Kind::FloorDiffers, one.cell)) {
            let entries = without.items.iter().flat_map(|item| &item.entries);
            let cause = (part, entries.copied().collect());
            causes.entry(cause).or_default().push(without);
        }
    }
    let found = |((part, entries), cells): (&(Part, BTreeSet<usize>), &mut Vec<Without<'_>>)| {
        cells.sort_by_key(|without| without.cell);
        finding(answers.rules, (*part, entries), cells)
    };
    causes.iter_mut().filter_map(found).collect()
}

fn differing<'p>(
    answers: Answers<'p>,
    (complaint, severity): (usize, Severity),
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
    let lacks = |has: &[ResolvedItem], wanted: &ResolvedItem| {
        !has.iter().any(|item| item.item == wanted.item)
    };
    let without = |(cell, has): &(Cell, &'p [ResolvedItem])| {
        let mut others = column.iter().rev();
        let (other, items) = others.find_map(|(other, items)| {
            let items: Vec<&ResolvedItem> = items.iter().filter(|item| lacks(has, item)).collect();
            (!items.is_empty()).then_some((*other, items))
        })?;
        let cell = *cell;
        Some(Without { cell, other, items })
    };
    column.iter().filter_map(without).collect()
}

fn finding(
    rules: &Rules,
    (part, entries): (Part, &BTreeSet<usize>),
    cells: &[Without<'_>],
) -> Option<Finding> {
    let witness = cells.first()?;
    let first = entries.first()?;
    let entries: Vec<usize> = entries.iter().copied().collect();
    let message = format!(
        "`{}` depends on the tier: {} goes without {}, which {} gets",
        part.key(),
        cell_name(rules, witness.cell),
        what(rules, &witness.items),
        cell_name(rules, witness.other)
    );
    let line = rules.entries[*first].place.line;
    let hint = format!(
        "let the entry at line {line} be for every tier; more for some belongs into `dazzle`"
    );
    let place = set_place(&rules.entries[*first], Subject::Part(part));
    let mut finding = Finding::new(Kind::FloorDiffers, place, (message, hint))
        .hitting(cells.iter().map(|without| without.cell).collect())
        .by_entries(places(rules, &entries));
    finding.against = cells.iter().map(|without| without.other).collect();
    Some(finding)
}

fn what(rules: &Rules, items: &[&ResolvedItem]) -> String {
    let all: Vec<usize> = items
        .iter()
        .flat_map(|item| item.item.actions())
        .copied()
        .collect();
    actions(rules, &all)
}
