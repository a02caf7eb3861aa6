//! The order of doing: sorry before remedy, then by time, and nothing before what it waits for.
//!
//! One order serves the numbers of a plan when it is made, every list of its steps, and the question
//! what comes next.

use crate::domain::plan::Step;
use crate::domain::playbook::Part;
use crate::domain::time::zone::Instant;

/// A step and when it is due, which is what its place in the order rests on.
#[derive(Clone, Copy, Debug)]
pub struct Doing<'s> {
    /// The step.
    pub step: &'s Step,
    /// When it is due, as far as is known now.
    pub due_at: Instant,
}

/// What is done first: the lower, the earlier.
type DoingRank = (u8, Instant, Part);

impl Doing<'_> {
    fn rank(&self) -> DoingRank {
        (class(self.step.part), self.due_at, self.step.part)
    }

    fn action(&self) -> Option<&str> {
        self.step.task.as_ref().map(|task| task.action.as_str())
    }

    fn waits(&self) -> bool {
        let task = self.step.task.as_ref();
        task.is_some_and(|task| task.after.is_some())
    }

    fn waits_for(&self, other: &Self) -> bool {
        let task = self.step.task.as_ref();
        let after = task.and_then(|task| task.after.as_deref());
        after.is_some() && after == other.action() && !std::ptr::eq(self.step, other.step)
    }
}

/// An open apology comes before every remedy (in the source texts empathy comes first), whatever is due earlier.
const fn class(part: Part) -> u8 {
    match part {
        Part::Acknowledge => 0,
        Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp => 1,
        // This customer comes before the next one.
        Part::Prevent => 2,
    }
}

/// Gives the positions of the steps in the order of doing.
///
/// A step that another waits for takes over that one's urgency, so that what holds up an apology is
/// done before the other remedies. Steps that wait for each other in a circle come as they are due.
/// Equal ones keep the order they are given in.
#[must_use]
pub fn of_doing(steps: &[Doing<'_>]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    if !steps.iter().any(Doing::waits) {
        left.sort_by_key(|at| steps[*at].rank());
        return left;
    }
    let ranks: Vec<DoingRank> = (0..steps.len()).map(|at| urgency(steps, at)).collect();
    left.sort_by_key(|at| ranks[*at]);
    let mut order = Vec::with_capacity(steps.len());
    while !left.is_empty() {
        let free = |at: &usize| {
            !left
                .iter()
                .any(|other| steps[*at].waits_for(&steps[*other]))
        };
        let next = left.iter().position(free).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

/// The rank of a step, or of the most urgent of all that wait for it.
fn urgency(steps: &[Doing<'_>], at: usize) -> DoingRank {
    let mut reached = vec![at];
    let mut seen = 0;
    while let Some(waited_for) = reached.get(seen).copied() {
        seen += 1;
        let waiting = (0..steps.len()).filter(|other| steps[*other].waits_for(&steps[waited_for]));
        let fresh: Vec<usize> = waiting.filter(|other| !reached.contains(other)).collect();
        reached.extend(fresh);
    }
    let own = steps[at].rank();
    let ranks = reached.iter().map(|other| steps[*other].rank());
    ranks.min().map_or(own, |first| first.min(own))
}

#[cfg(test)]
mod tests;
