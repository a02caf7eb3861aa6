//! One of the two playbooks, and what it gives a past case.

use super::Kind;
use crate::domain::cell::Cell;
use crate::domain::check::places::set_place;
use crate::domain::effort::Effort;
use crate::domain::ladder::Ladder;
use crate::domain::playbook::{Item, Part, Rules};
use crate::domain::replay::tally::Totals;
use crate::domain::selection::{Resolution, Resolved, ResolvedItem, Subject};
use crate::domain::slots::Needs;

/// One of the two playbooks, resolved once; it may have holes.
#[derive(Debug)]
pub struct Side<'p> {
    rules: &'p Rules,
    resolution: Resolution,
}

/// Why a playbook has no answer for a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lack {
    /// It has no such complaint type.
    Type(String),
    /// It has no such tier.
    Tier(String),
    /// Nothing sets this, or several entries differ about it.
    Hole {
        /// What is missing or doubtful.
        subject: Subject,
        /// The further complaint type of the case that lacks it, when it is not the type of its cell.
        also: Option<String>,
        /// The lines of what disagrees; none when nothing sets it.
        lines: Vec<u32>,
    },
}

/// What a playbook gives a case.
#[derive(Debug)]
pub(super) struct Answer {
    /// What the cell resolves to, with the fixes of further types.
    pub(super) resolved: Resolved,
    pub(super) effort: Effort,
    pub(super) totals: Totals,
    /// What is done in the whole plan: the id of an action, or the ids a slot offers.
    pub(super) things: Vec<String>,
}

impl<'p> Side<'p> {
    /// Resolves every cell of a playbook.
    #[must_use]
    pub fn of(rules: &'p Rules) -> Self {
        let resolution = Resolution::of(rules);
        Self { rules, resolution }
    }

    /// Gives the rules.
    #[must_use]
    pub const fn rules(&self) -> &'p Rules {
        self.rules
    }

    /// Finds what a case gets, or everything that is in the way of an answer.
    pub(super) fn answer(&self, kind: &Kind, ladder: &Ladder) -> Result<Answer, Vec<Lack>> {
        let cells = self.cells(kind)?;
        let at = |cell: &Cell| self.resolution.cells[self.rules.space().position(*cell)].as_ref();
        let whole: Option<Vec<&Resolved>> = cells.iter().map(at).collect();
        let Some([first, more @ ..]) = whole.as_deref() else {
            return Err(self.holes(&cells));
        };
        let mut resolved = (*first).clone();
        for other in more {
            add_fix(&mut resolved, other.part(Part::Fix));
        }
        Ok(Answer::of(self.rules, resolved, ladder))
    }

    /// Finds the cell of a case, and behind it those of its further types.
    fn cells(&self, kind: &Kind) -> Result<Vec<Cell>, Vec<Lack>> {
        let mut lacks = Vec::new();
        let tier = self.rules.tier(&kind.tier);
        if tier.is_none() {
            lacks.push(Lack::Tier(kind.tier.clone()));
        }
        let mut cells = Vec::new();
        for id in std::iter::once(&kind.complaint).chain(&kind.also) {
            match (self.rules.complaint(id), tier) {
                (Some(complaint), Some(tier)) => cells.push(Cell {
                    complaint,
                    tier,
                    severity: kind.severity,
                }),
                (Some(_), None) => {}
                (None, _) => lacks.push(Lack::Type(id.clone())),
            }
        }
        if lacks.is_empty() {
            Ok(cells)
        } else {
            Err(lacks)
        }
    }

    /// Names every hole that one of the cells falls into.
    fn holes(&self, cells: &[Cell]) -> Vec<Lack> {
        let mut lacks = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            let hit = self.resolution.holes.iter();
            // The cells of a hole are in the order of all cells, which is their own order.
            let hit = hit.filter(|hole| hole.cells.binary_search(cell).is_ok());
            lacks.extend(hit.map(|hole| Lack::Hole {
                subject: hole.subject,
                also: (at > 0).then(|| self.rules.complaints[cell.complaint].id.clone()),
                lines: lines_of(self.rules, &hole.rivals, hole.subject),
            }));
        }
        lacks.dedup();
        lacks
    }
}

/// The lines on which entries say something about a subject.
pub(super) fn lines_of(rules: &Rules, entries: &[usize], subject: Subject) -> Vec<u32> {
    let entries = entries.iter().map(|at| &rules.entries[*at]);
    let mut lines: Vec<u32> = entries
        .map(|entry| set_place(entry, subject).line)
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Adds the fix of a further type, as planning does: an action once, a pick by its own slots.
fn add_fix(resolved: &mut Resolved, more: &[ResolvedItem]) {
    let fix = &mut resolved.parts[Part::Fix as usize];
    for other in more {
        let known = match &other.item {
            Item::Action(_) => fix.iter_mut().find(|one| one.item == other.item),
            Item::Pick { .. } => None,
        };
        match known {
            Some(known) => known.entries.extend(&other.entries),
            None => fix.push(other.clone()),
        }
    }
}

impl Answer {
    fn of(rules: &Rules, resolved: Resolved, ladder: &Ladder) -> Self {
        let needs = Needs::of(resolved.items());
        let planned = planned(&resolved);
        let totals = Totals {
            cost: planned.cheapest(rules).cost,
            actions: i64::try_from(planned.count()).unwrap_or(i64::MAX),
            ceiling: resolved.ceiling.value.minor,
        };
        Self {
            effort: Effort::ranked(rules, &resolved, |role| ladder.level(role)),
            things: things(rules, &needs),
            totals,
            resolved,
        }
    }

    /// Names what is done in one part.
    pub(super) fn things_of(&self, rules: &Rules, part: Part) -> Vec<String> {
        let items = self.resolved.part(part).iter();
        things(rules, &Needs::of(items.map(|item| &item.item)))
    }
}

/// What is planned to happen for the customer: all but the late branch, which comes instead of the surprise if it comes
/// at all.
fn planned(resolved: &Resolved) -> Needs {
    let parts = Part::FOR_THIS_CUSTOMER.into_iter();
    let parts = parts.filter(|part| *part != Part::Late);
    let items = parts.flat_map(|part| resolved.part(part));
    Needs::of(items.map(|item| &item.item))
}

/// Names what a plan needs.
fn things(rules: &Rules, needs: &Needs) -> Vec<String> {
    let id = |action: &usize| rules.actions[*action].id.clone();
    let slots = needs.slots.iter().map(|options| one_of(rules, options));
    needs.fixed.iter().map(id).chain(slots).collect()
}

/// Names what is done for one item.
pub(super) fn thing(rules: &Rules, item: &Item) -> String {
    match item {
        Item::Action(action) => rules.actions[*action].id.clone(),
        Item::Pick { from, .. } => one_of(rules, from),
    }
}

/// Names a slot; the order of what it offers says nothing about how much it is.
fn one_of(rules: &Rules, options: &[usize]) -> String {
    let ids = options
        .iter()
        .map(|action| rules.actions[*action].id.as_str());
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.join(" or ")
}
