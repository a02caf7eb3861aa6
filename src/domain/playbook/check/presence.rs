//! What a customer gets who is still here, and one who has left: both answers are proved.
//!
//! An action that can be done for one of them only falls away for the other. A playbook without such actions is proved
//! once.

use std::collections::BTreeMap;

use super::Answers;
use super::in_words::described;
use super::places::place_of;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolved, Subject};
use crate::domain::playbook::{Part, Presence, Rules};

/// Finds parts of which nothing is left for one of the two.
pub(super) fn gaps(rules: &Rules, cells: &[Option<Resolved>]) -> Vec<Finding> {
    if !rules.asks_presence() {
        return Vec::new();
    }
    let gaps = Presence::ALL.into_iter().flat_map(|presence| {
        let lost = lost(rules, cells, presence).into_iter();
        lost.filter_map(move |(part, hit)| {
            let (whom, key) = (presence.whom(), part.key());
            let among = described(rules, &hit);
            let message = format!(
                "`{key}` has nothing for {whom}: each of its actions is only for others ({among})"
            );
            let hint = format!(
                "add an action to `{key}` that has no `only`, or one with `only = \"{}\"`",
                presence.word()
            );
            let witness = rules.space().position(*hit.first()?);
            let place = place_of(rules, cells[witness].as_ref()?, Subject::Part(part));
            Some(Finding::new(FindingKind::Gap, place, message, hint).hitting(hit))
        })
    });
    gaps.collect()
}

/// The cells that lose all of a part, by part.
fn lost(
    rules: &Rules,
    cells: &[Option<Resolved>],
    presence: Presence,
) -> BTreeMap<Part, Vec<Cell>> {
    let mut lost: BTreeMap<Part, Vec<Cell>> = BTreeMap::new();
    for (cell, resolved) in rules.space().cells().zip(cells) {
        let Some(resolved) = resolved else { continue };
        let left = resolved.when(rules, presence);
        // What is done for the next customer may be nothing.
        for part in Part::ALL.into_iter().filter(|part| *part != Part::Prevent) {
            if left.part(part).is_empty() && !resolved.part(part).is_empty() {
                lost.entry(part).or_default().push(cell);
            }
        }
    }
    lost
}

/// Proves something of the answers for both, and says for whom it was found where it does not hold for both.
pub(super) fn weighed(
    answers: Answers<'_>,
    prove: impl Fn(Answers<'_>) -> Vec<Finding>,
) -> Vec<Finding> {
    if !answers.rules.asks_presence() {
        return prove(answers);
    }
    let [here, gone] = Presence::ALL.map(|presence| {
        let rules = answers.rules.when(presence);
        let cells = answers.cells.iter();
        let cells: Vec<Option<Resolved>> = cells
            .map(|cell| Some(cell.as_ref()?.when(answers.rules, presence)))
            .collect();
        prove(Answers {
            rules: &rules,
            cells: &cells,
            ..answers
        })
    });
    let (both, here): (Vec<Finding>, Vec<Finding>) =
        here.into_iter().partition(|finding| gone.contains(finding));
    let gone = gone.into_iter().filter(|finding| !both.contains(finding));
    let gone = gone.map(|finding| of(Presence::Gone, finding));
    let here = here.into_iter().map(|finding| of(Presence::Here, finding));
    let found: Vec<Finding> = here.chain(gone).collect();
    both.into_iter().chain(found).collect()
}

fn of(presence: Presence, finding: Finding) -> Finding {
    let message = format!("for {}: {}", presence.whom(), finding.message);
    Finding { message, ..finding }
}
