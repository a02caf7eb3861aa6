//! What was found, cause by cause, and a clock that is too short for many steps told once.

use std::collections::BTreeMap;

use crate::domain::place::Place;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::check::places::places;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{ClockName, Rules};

/// So many causes may be told one by one that have to do with the same clock; more of them are that clock's fault.
const MOST_OF_A_CLOCK: usize = 3;

/// Tells of a clock that is too short for many steps once.
pub(super) fn together(rules: &Rules, causes: impl Iterator<Item = NotedCause>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut by_clock: BTreeMap<Bound, Vec<NotedCause>> = BTreeMap::new();
    for noted in causes {
        match noted.bound.clone() {
            Some(bound) => by_clock.entry(bound).or_default().push(noted),
            None => findings.push(noted.told()),
        }
    }
    for (bound, noted) in by_clock {
        if noted.len() > MOST_OF_A_CLOCK {
            findings.extend(too_short(rules, &bound, noted));
        } else {
            findings.extend(noted.into_iter().map(NotedCause::told));
        }
    }
    findings
}

fn too_short(rules: &Rules, bound: &Bound, noted: Vec<NotedCause>) -> Option<Finding> {
    let others = noted.len() - 1;
    let mut cells: Vec<Cell> = noted.iter().flat_map(|one| one.cells.clone()).collect();
    cells.sort_unstable();
    cells.dedup();
    let witness = cells.first().copied()?;
    let shown = noted
        .into_iter()
        .find(|one| one.cells.first() == Some(&witness))?;
    let message = format!("{}; {others} more are as late", shown.finding.message);
    let hint = format!("give `{}` more time", bound.clock.key());
    let finding = Finding::new(FindingKind::TooLate, bound.place, message, hint)
        .hitting(cells)
        .by_entries(places(rules, &bound.entries))
        .shown_by(shown.finding.notes);
    Some(finding)
}

/// The clock that bounds some work.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bound {
    pub(super) clock: ClockName,
    /// The recovery entries that set it, by position.
    pub(super) entries: Vec<usize>,
    /// Where it stands.
    pub(super) place: Place,
}

/// A cause with what is told of it and the cells it hits.
pub(super) struct NotedCause {
    pub(super) finding: Finding,
    pub(super) cells: Vec<Cell>,
    /// For each of them the complaint type that failed as well; empty when none did.
    pub(super) also: Vec<usize>,
    pub(super) bound: Option<Bound>,
}

impl From<Finding> for NotedCause {
    fn from(finding: Finding) -> Self {
        Self::new(finding, None)
    }
}

impl NotedCause {
    /// Begins with what is told of a cause, and with the clock that bounds the work, if one does.
    pub(super) const fn new(finding: Finding, bound: Option<Bound>) -> Self {
        Self {
            finding,
            cells: Vec::new(),
            also: Vec::new(),
            bound,
        }
    }

    /// Notes a cell that it hits, once for each type that failed as well.
    pub(super) fn hits(&mut self, cell: Cell, further: Option<usize>) {
        let same = self.cells.last() == Some(&cell) && self.also.last() == further.as_ref();
        if !same {
            self.cells.push(cell);
            self.also.extend(further);
        }
    }

    pub(super) fn told(self) -> Finding {
        Finding {
            also: self.also,
            ..self.finding.hitting(self.cells)
        }
    }
}
