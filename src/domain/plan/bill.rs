//! What a plan costs: the one sum that every command and every proof goes by.
//!
//! Either the surprise happens or the late branch, never both. So a plan costs its acknowledgement, its repair and its
//! follow-up together with the dearer of the two; what a rung adds and what is done for the next customer stand outside.
//! The sum is asked for with two fillings of the picks: the cheapest there is, and what was chosen.

use crate::domain::plan::needs::Needs;
use crate::domain::playbook::Part;

mod filling;

pub use filling::{Offer, SlotFilling};

/// Adds up what the steps of a plan cost, each by its part and in the currency's smallest unit.
#[must_use]
pub fn planned_cost(costs: impl Iterator<Item = (Part, i64)>) -> i64 {
    let (mut sure, mut dazzle, mut late) = (0, 0, 0);
    for (part, cost) in costs {
        match part {
            Part::Acknowledge | Part::Fix | Part::FollowUp => sure += cost,
            Part::Dazzle => dazzle += cost,
            Part::Late => late += cost,
            Part::Prevent => {}
        }
    }
    sure + i64::max(dazzle, late)
}

/// How far a plan is looked at, of which each costs something else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// What happens in any case: acknowledge, fix and follow-up.
    Sure,
    /// That and the surprise.
    InTime,
    /// That and what replaces the surprise.
    Late,
}

impl Course {
    /// The two that may happen.
    pub const WHOLE: [Self; 2] = [Self::InTime, Self::Late];

    /// Says whether a part belongs to it.
    #[must_use]
    pub const fn has(self, part: Part) -> bool {
        match part {
            Part::Acknowledge | Part::Fix | Part::FollowUp => true,
            Part::Dazzle => matches!(self, Self::InTime),
            Part::Late => matches!(self, Self::Late),
            Part::Prevent => false,
        }
    }
}

/// What a plan needs, priced: actions that are fixed, and slots to be filled from a list each.
#[derive(Clone, Debug)]
pub struct Bill<'c> {
    /// What each action costs, in the currency's smallest unit.
    costs: &'c [i64],
    /// Actions that are done in any case, by position.
    pub fixed: Vec<(Part, usize)>,
    /// The slots with their options; a pick of two is two slots.
    pub slots: Vec<(Part, Vec<usize>)>,
}

/// A course at its cheapest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheapest {
    /// What it costs, in the currency's smallest unit.
    pub cost: i64,
    /// The action in each slot of the course, by the slot's position; `None` where nothing is left to fill it with.
    pub filling: Vec<(usize, Option<usize>)>,
}

impl<'c> Bill<'c> {
    /// Begins a bill, by what each action costs.
    #[must_use]
    pub const fn new(costs: &'c [i64]) -> Self {
        Self {
            costs,
            fixed: Vec::new(),
            slots: Vec::new(),
        }
    }

    /// Gives what an action costs, in the currency's smallest unit.
    #[must_use]
    pub fn cost(&self, action: usize) -> i64 {
        self.costs.get(action).copied().unwrap_or(0)
    }

    /// Says whether an action is done in any case, in whatever part.
    #[must_use]
    pub fn has(&self, action: usize) -> bool {
        self.fixed.iter().any(|(_, fixed)| *fixed == action)
    }

    /// Finds the cheapest filling of a course, among those that fill most of its slots.
    #[must_use]
    pub fn cheapest(&self, course: Course) -> Cheapest {
        let slots = self.slots.iter().enumerate();
        let mine: Vec<usize> = slots
            .filter(|(_, (part, _))| course.has(*part))
            .map(|(at, _)| at)
            .collect();
        let needs = Needs {
            fixed: self.fixed.iter().map(|(_, action)| *action).collect(),
            slots: mine.iter().map(|at| self.slots[*at].1.clone()).collect(),
        };
        let filled = needs.filling(|action| self.cost(action));
        let fixed = self.fixed.iter().copied();
        let picked = mine.iter().zip(&filled);
        let picked = picked.filter_map(|(at, action)| Some((self.slots[*at].0, (*action)?)));
        let done = fixed.chain(picked).filter(|(part, _)| course.has(*part));
        Cheapest {
            cost: planned_cost(done.map(|(part, action)| (part, self.cost(action)))),
            filling: mine.into_iter().zip(filled).collect(),
        }
    }

    /// Finds the dearer of the two courses, each at its cheapest: what the plan costs at least.
    #[must_use]
    pub fn least(&self) -> (Course, Cheapest) {
        let [in_time, late] = Course::WHOLE.map(|course| (course, self.cheapest(course)));
        if late.1.cost > in_time.1.cost {
            late
        } else {
            in_time
        }
    }

    /// Gives what the plan costs at least when an option is taken for a slot, in the currency's smallest unit.
    #[must_use]
    pub fn least_with(&self, slot: usize, option: usize) -> i64 {
        let mut bill = self.clone();
        let (part, _) = bill.slots.remove(slot);
        bill.fixed.push((part, option));
        bill.least().1.cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_the_surprise_is_paid_for_or_the_late_branch() {
        let costs = [
            (Part::Acknowledge, 1),
            (Part::Fix, 10),
            (Part::Dazzle, 100),
            (Part::Late, 300),
            (Part::FollowUp, 1_000),
            (Part::Prevent, 9_999),
        ];
        assert_eq!(planned_cost(costs.into_iter()), 1_311);
        let cheap = costs.map(|(part, cost)| (part, if part == Part::Late { 50 } else { cost }));
        assert_eq!(planned_cost(cheap.into_iter()), 1_111);
    }

    #[test]
    fn the_least_is_that_of_the_dearer_course() {
        let costs = [5, 2, 7, 4];
        let mut bill = Bill::new(&costs);
        bill.fixed.push((Part::Fix, 0));
        bill.slots.push((Part::Dazzle, vec![1, 2]));
        bill.slots.push((Part::Late, vec![3, 2]));
        let (course, cheapest) = bill.least();
        assert_eq!((course, cheapest.cost), (Course::Late, 9));
        assert_eq!(cheapest.filling, [(1, Some(3))]);
        assert_eq!(bill.least_with(0, 2), 12, "a dearer surprise");
        assert_eq!(bill.cheapest(Course::Sure).cost, 5);
    }
}
