//! One of the two playbooks, and what it gives a past case.

use super::CaseKind;
use crate::domain::plan::bill::Course;
use crate::domain::plan::needs::Needs;
use crate::domain::plan::together::{Means, Together};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::check::places::set_place;
use crate::domain::playbook::check::week::Lengths;
use crate::domain::playbook::effort::Effort;
use crate::domain::playbook::role_rank::RoleRanks;
use crate::domain::playbook::selection::{Resolution, Resolved, Subject};
use crate::domain::playbook::{Item, Part, Rules};

/// One of the two playbooks, resolved once; it may have holes.
#[derive(Debug)]
pub struct Side<'p> {
    rules: &'p Rules,
    resolution: Resolution,
    /// What each action costs, in the currency's smallest unit.
    costs: Vec<i64>,
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
pub(super) struct SideAnswer {
    /// What the cell resolves to, with what further types add.
    pub(super) resolved: Resolved,
    pub(super) effort: Effort,
    pub(super) totals: Totals,
    /// What is done in the whole plan: the id of an action, or the ids a slot offers.
    pub(super) things: Vec<String>,
}

/// What one plan, or many together, come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// What the plan costs with the cheapest picks, in the currency's smallest unit.
    pub cost: i64,
    /// How many things are to be done for the customer, without what replaces the surprise.
    pub actions: i64,
    /// The most that may be spent, in the currency's smallest unit.
    pub ceiling: i64,
}

impl Totals {
    /// Adds those of so many plans that are alike.
    pub(super) fn add(&mut self, more: Self, cases: u64) {
        let times = i64::try_from(cases).unwrap_or(i64::MAX);
        let sum = |one: i64, more: i64| one.saturating_add(more.saturating_mul(times));
        self.cost = sum(self.cost, more.cost);
        self.actions = sum(self.actions, more.actions);
        self.ceiling = sum(self.ceiling, more.ceiling);
    }
}

impl<'p> Side<'p> {
    /// Resolves every cell of a playbook.
    #[must_use]
    pub fn of(rules: &'p Rules) -> Self {
        Self {
            rules,
            resolution: Resolution::of(rules),
            costs: rules.costs(),
        }
    }

    /// Gives the rules.
    #[must_use]
    pub const fn rules(&self) -> &'p Rules {
        self.rules
    }

    /// Finds what a case gets, or everything that is in the way of an answer.
    pub(super) fn answer(
        &self,
        kind: &CaseKind,
        ranks: &RoleRanks,
        lengths: &mut Lengths,
    ) -> Result<SideAnswer, Vec<Lack>> {
        let cells = self.cells(kind)?;
        let at = |cell: &Cell| self.resolution.cells[self.rules.space().position(*cell)].as_ref();
        let whole: Option<Vec<&Resolved>> = cells.iter().map(at).collect();
        let means = Means {
            rules: self.rules,
            costs: &self.costs,
            possible: &|_, _| true,
        };
        let together = whole.and_then(|types| Together::of(&types, means));
        let Some(together) = together else {
            return Err(self.holes(&cells));
        };
        let resolved = together.measured(|span| lengths.over_the_week(span));
        Ok(self.weighed(&together, resolved, ranks))
    }

    fn weighed(
        &self,
        together: &Together<'_>,
        resolved: Resolved,
        ranks: &RoleRanks,
    ) -> SideAnswer {
        let items = together.items.iter();
        let all = Needs::of(items.clone().map(|given| &given.item));
        let planned = items.filter(|given| Course::InTime.has(given.part));
        let planned = Needs::of(planned.map(|given| &given.item));
        let (_, least) = together.bill(&self.costs).least();
        SideAnswer {
            effort: Effort::ranked(self.rules, &resolved, |role| ranks.level(role)),
            things: things(self.rules, &all),
            totals: Totals {
                cost: least.cost,
                actions: i64::try_from(planned.count()).unwrap_or(i64::MAX),
                ceiling: together.ceiling.amount,
            },
            resolved,
        }
    }

    /// Finds the cell of a case, and behind it those of its further types.
    fn cells(&self, kind: &CaseKind) -> Result<Vec<Cell>, Vec<Lack>> {
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

impl SideAnswer {
    /// Names what is done in one part.
    pub(super) fn things_of(&self, rules: &Rules, part: Part) -> Vec<String> {
        let items = self.resolved.part(part).iter();
        things(rules, &Needs::of(items.map(|item| &item.item)))
    }
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
