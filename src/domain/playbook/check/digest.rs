//! What one cell gets, as sets: so that most pairs of cells are weighed without putting their plans together.

use fixedbitset::FixedBitSet;

use super::Answers;
use crate::domain::plan::bill::{Bill, Course};
use crate::domain::plan::together::{ADDED, Together};
use crate::domain::playbook::selection::Resolved;
use crate::domain::playbook::{Item, Part, Rules};

/// What one cell gets, as sets of actions and as sums in the currency's smallest unit.
pub(super) struct Digest {
    /// The actions of acknowledge, and those of fix.
    floor: [FixedBitSet; 2],
    /// Every action of this customer's plan that is done in any case, late branch aside.
    claimed: FixedBitSet,
    /// Every action that is done in any case.
    fixed: FixedBitSet,
    /// Every action that some slot offers.
    offered: FixedBitSet,
    /// Every action of the surprise, offered or done.
    dazzle: FixedBitSet,
    /// What it adds as a further type, done in any case.
    added: FixedBitSet,
    /// What it offers as a further type.
    added_offers: FixedBitSet,
    /// What its picks in acknowledge and fix cost at least as a further type, beside all else that it adds.
    added_picks: i64,
    /// What its acknowledgements say as well.
    covering: FixedBitSet,
    /// Whether acknowledge or fix has a slot.
    pub(super) picks_on_floor: bool,
    /// What acknowledge, fix and follow-up cost at least.
    sure: i64,
    ceiling: i64,
    least: i64,
}

impl Digest {
    pub(super) fn of(answers: Answers<'_>, resolved: &Resolved) -> Self {
        let plan = Together::alone(resolved, answers.costs);
        let bill = plan.bill(answers.costs);
        let empty = || FixedBitSet::with_capacity(answers.rules.actions.len());
        let mut digest = Self {
            floor: [empty(), empty()],
            claimed: empty(),
            fixed: empty(),
            offered: empty(),
            dazzle: empty(),
            added: empty(),
            added_offers: empty(),
            added_picks: 0,
            covering: empty(),
            picks_on_floor: bill.slots.iter().any(|(part, _)| floor(*part).is_some()),
            sure: plan.ceiling.sure,
            ceiling: plan.ceiling.amount,
            least: bill.least().1.cost,
        };
        for (part, action) in &bill.fixed {
            digest.fixed.insert(*action);
            digest.claimed.set(
                *action,
                Course::InTime.has(*part) || digest.claimed.contains(*action),
            );
        }
        digest
            .offered
            .extend(bill.slots.iter().flat_map(|(_, from)| from.iter().copied()));
        digest.take(resolved, answers.costs);
        digest.cover(answers.rules);
        digest
    }

    fn cover(&mut self, rules: &Rules) {
        let said = self.floor[0].ones().filter_map(|at| rules.actions.get(at));
        let covered = said.flat_map(|action| &action.covers);
        let at = |id: &String| rules.actions.iter().position(|action| action.id == *id);
        self.covering.extend(covered.filter_map(at));
    }

    /// Says whether one of the two types says sorry for the other as well.
    pub(super) fn says_sorry_for(&self, other: &Self) -> bool {
        !self.covering.is_disjoint(&other.floor[0]) || !other.covering.is_disjoint(&self.floor[0])
    }

    fn take(&mut self, resolved: &Resolved, costs: &[i64]) {
        let dazzle = resolved.part(Part::Dazzle).iter();
        self.dazzle
            .extend(dazzle.flat_map(|one| one.item.actions().iter().copied()));
        let mut picks = Bill::new(costs);
        for part in ADDED {
            for one in resolved.part(part) {
                match &one.item {
                    Item::Action(action) => {
                        self.added.insert(*action);
                        // Taken, and not paid for here.
                        picks.fixed.push((Part::Prevent, *action));
                        if let Some(at) = floor(part) {
                            self.floor[at].insert(*action);
                        }
                    }
                    Item::Pick { pick, from } => {
                        self.added_offers.extend(from.iter().copied());
                        let slot = (part, from.clone());
                        picks.slots.extend(std::iter::repeat_n(slot, *pick));
                    }
                }
            }
        }
        self.added_picks = picks.cheapest(Course::Sure).cost;
    }

    /// Says whether the plan costs more than its ceiling by itself.
    pub(super) const fn is_over(&self) -> bool {
        self.least > self.ceiling
    }

    /// Gives what is left of the ceiling beside acknowledge, fix and follow-up, in the currency's smallest unit.
    pub(super) const fn left(&self) -> i64 {
        self.ceiling - self.sure
    }

    /// Says whether picks may compete for what the other type adds, so that sums are not just those of the two.
    pub(super) fn mixes_with(&self, other: &Self) -> bool {
        let compete = !self.offered.is_disjoint(&other.added)
            || !self.offered.is_disjoint(&other.added_offers);
        compete || self.says_sorry_for(other) || !self.fixed.is_disjoint(&other.added_offers)
    }

    /// Says whether the surprise has something that the other type adds.
    pub(super) fn surprise_meets(&self, other: &Self) -> bool {
        !self.dazzle.is_disjoint(&other.added)
    }

    /// Says whether an action of this type says sorry or puts it right.
    pub(super) fn puts_right(&self, action: usize) -> bool {
        self.floor.iter().any(|actions| actions.contains(action))
    }

    /// Gives the ceiling beside another type with which it does not mix, in the currency's smallest unit.
    pub(super) fn ceiling_with(&self, other: &Self, costs: &[i64]) -> i64 {
        let more = other.floor[0].union(&other.floor[1]);
        let more = more.filter(|action| !self.claimed.contains(*action));
        let more: i64 = more
            .map(|action| costs.get(action).copied().unwrap_or(0))
            .sum();
        let left = self.left().max(other.left());
        (self.sure + more + other.added_picks + left).max(self.ceiling)
    }

    /// Counts what is done in acknowledge or in fix for both types, and what it costs, where neither has a slot there.
    pub(super) fn floor_with(&self, other: &Self, part: Part, costs: &[i64]) -> [i64; 2] {
        let Some(at) = floor(part) else {
            return [0, 0];
        };
        let (mut count, mut cost) = (0, 0);
        for action in self.floor[at].union(&other.floor[at]) {
            count += 1;
            cost += costs.get(action).copied().unwrap_or(0);
        }
        [count, cost]
    }
}

/// The place among the parts that are the same for every tier.
const fn floor(part: Part) -> Option<usize> {
    match part {
        Part::Acknowledge => Some(0),
        Part::Fix => Some(1),
        Part::Dazzle | Part::Late | Part::FollowUp | Part::Prevent => None,
    }
}
