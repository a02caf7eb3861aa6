//! The stages of a plan: before the recovery deadline, after the recovery, and the late branch.

use crate::domain::plan::bill::Course;
use crate::domain::plan::needs::Needs;
use crate::domain::plan::together::{PlanItem, Together};
use crate::domain::playbook::{Item, Part, Rules};

/// A stage of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StageKind {
    /// Acknowledge, fix and dazzle, from told.
    Recovery,
    /// The follow-up, from the recovery.
    FollowUp,
    /// What replaces the unexpected half after the deadline.
    Late,
}

impl StageKind {
    const ALL: [Self; 3] = [Self::Recovery, Self::FollowUp, Self::Late];

    /// Says whether a part is done in it. What is for the next customer is done in none: nobody waits for it.
    pub(super) const fn has(self, part: Part) -> bool {
        match part {
            Part::Acknowledge | Part::Fix | Part::Dazzle => matches!(self, Self::Recovery),
            Part::FollowUp => matches!(self, Self::FollowUp),
            Part::Late => matches!(self, Self::Late),
            Part::Prevent => false,
        }
    }

    const fn course(self) -> Course {
        match self {
            Self::Recovery | Self::FollowUp => Course::InTime,
            Self::Late => Course::Late,
        }
    }
}

/// One action of a stage.
#[derive(Clone, Copy)]
pub(super) struct StageAction<'p> {
    /// Its position in the playbook's actions.
    pub(super) action: usize,
    pub(super) part: Part,
    /// The entries that put it there.
    pub(super) entries: &'p [usize],
}

pub(super) struct Stage<'p> {
    pub(super) which: StageKind,
    /// What is done in any case.
    pub(super) fixed: Vec<StageAction<'p>>,
    slots: Vec<&'p PlanItem>,
    /// The options of those slots, and every action the whole plan has in any case.
    needs: Needs,
}

/// Divides a plan into its stages.
pub(super) fn stages<'p>(plan: &'p Together<'_>) -> [Stage<'p>; 3] {
    let whole = Needs::of(plan.items.iter().map(|given| &given.item)).fixed;
    StageKind::ALL.map(|which| {
        let mut stage = Stage {
            which,
            fixed: Vec::new(),
            slots: Vec::new(),
            needs: Needs {
                fixed: whole.clone(),
                slots: Vec::new(),
            },
        };
        for given in plan.items.iter().filter(|given| which.has(given.part)) {
            stage.take(given);
        }
        stage
    })
}

impl<'p> Stage<'p> {
    fn take(&mut self, given: &'p PlanItem) {
        match &given.item {
            Item::Action(action) => self.fixed.push(StageAction {
                action: *action,
                part: given.part,
                entries: &given.entries,
            }),
            Item::Pick { pick, from } => {
                for _ in 0..*pick {
                    self.slots.push(given);
                    self.needs.slots.push(from.clone());
                }
            }
        }
    }

    /// What may fill a slot.
    pub(super) fn options(&self) -> impl Iterator<Item = StageAction<'p>> + '_ {
        self.slots.iter().flat_map(|given| {
            given.item.actions().iter().map(|action| StageAction {
                action: *action,
                part: given.part,
                entries: &given.entries,
            })
        })
    }

    /// Everything that may be done in the stage.
    pub(super) fn pieces(&self) -> Vec<StageAction<'p>> {
        self.fixed.iter().copied().chain(self.options()).collect()
    }

    /// Gives a slot for which nothing is left, when there is one.
    pub(super) fn empty_slot(&self, rules: &Rules) -> Option<&'p PlanItem> {
        let filled = self.needs.cheapest(rules).actions;
        let at = filled.iter().position(Option::is_none)?;
        Some(self.slots[at])
    }

    /// Gives the fillings of the slots that the ceiling allows, at most so many, those of quick actions first.
    pub(super) fn fillings(
        &self,
        rules: &Rules,
        plan: &Together<'_>,
        most: usize,
    ) -> Vec<Vec<StageAction<'p>>> {
        let cost = |action: &usize| rules.actions[*action].cost.map_or(0, |cost| cost.minor);
        let course = self.which.course();
        let fixed = plan.items.iter().filter(|given| course.has(given.part));
        let mandatory: i64 = fixed
            .filter_map(|given| match &given.item {
                Item::Action(action) => Some(cost(action)),
                Item::Pick { .. } => None,
            })
            .sum();
        let cheapest = self.needs.filling(|action| cost(&action));
        let least = cheapest.iter().flatten().map(cost).sum();
        // A plan that is over its ceiling is told of as such; here its cheapest filling counts.
        let left = (plan.ceiling.amount - mandatory).max(least);
        let mut fillings = Fillings {
            rules,
            stage: self,
            cost: &cost,
            most,
            found: Vec::new(),
        };
        fillings.extend(&mut Vec::new(), left);
        fillings.found
    }
}

struct Fillings<'f, 'p> {
    rules: &'f Rules,
    stage: &'f Stage<'p>,
    cost: &'f dyn Fn(&usize) -> i64,
    most: usize,
    found: Vec<Vec<StageAction<'p>>>,
}

impl<'p> Fillings<'_, 'p> {
    fn extend(&mut self, chosen: &mut Vec<StageAction<'p>>, left: i64) {
        let Some(given) = self.stage.slots.get(chosen.len()) else {
            self.found.push(chosen.clone());
            return;
        };
        for action in self.options(chosen) {
            let cost = (self.cost)(&action);
            let taken = self.stage.needs.fixed.contains(&action)
                || chosen.iter().any(|piece| piece.action == action);
            if taken || cost > left || self.found.len() >= self.most {
                continue;
            }
            chosen.push(StageAction {
                action,
                part: given.part,
                entries: &given.entries,
            });
            self.extend(chosen, left - cost);
            chosen.pop();
        }
    }

    /// The options of the next slot, quickest first. Slots of one pick are filled in that order only: which of them
    /// has which action makes no difference.
    fn options(&self, chosen: &[StageAction<'p>]) -> Vec<usize> {
        let slot = chosen.len();
        let mut options = self.stage.needs.slots[slot].clone();
        options.sort_by_key(|action| (self.rules.actions[*action].takes_seconds(), *action));
        let same = |before: usize| std::ptr::eq(self.stage.slots[before], self.stage.slots[slot]);
        let before = slot.checked_sub(1).filter(|before| same(*before));
        let last = before.and_then(|before| chosen.get(before));
        let after = last.and_then(|last| options.iter().position(|one| *one == last.action));
        options.split_off(after.map_or(0, |at| at + 1))
    }
}
