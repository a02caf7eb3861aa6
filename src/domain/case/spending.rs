//! What a case really cost, held against what its plan may cost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::case::{Case, Cycle, Entered};
use crate::domain::event::Reaction;
use crate::domain::money::Money;
use crate::domain::playbook::Part;

/// That more was spent than the plan may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overspending {
    /// What was spent on this customer in the running round.
    pub spent: Money,
    /// The most the plan may cost.
    pub ceiling: Money,
}

impl Case {
    /// Says by how much more was spent in the running round than its plan may cost; `None` while it was not.
    ///
    /// What the ceiling does not bound is left out, as in the plan: what a rung brought in, and what is done for the
    /// next customer.
    #[must_use]
    pub fn overspending(&self) -> Option<Overspending> {
        let cycle = self.cycle()?;
        let ceiling = cycle.plan.ceiling.amount;
        let spent: Money = cycle.bounded_spending().sum::<Option<Money>>()?;
        (spent.minor > ceiling.minor).then_some(Overspending { spent, ceiling })
    }

    /// Gives how the customer took it, by what was done last of what somebody watched.
    #[must_use]
    pub fn last_reaction(&self) -> Option<Reaction> {
        let done = self.cycle()?.done.values();
        let seen = done.filter_map(|entered| Some((entered.done.at, entered.done.reaction?)));
        seen.max_by_key(|(at, _)| *at).map(|(_, reaction)| reaction)
    }
}

impl Cycle {
    fn bounded_spending(&self) -> impl Iterator<Item = Money> {
        let unbounded = self.plan.steps.iter();
        let unbounded = unbounded.filter(|step| step.rung.is_some() || step.part == Part::Prevent);
        let unbounded: Vec<u32> = unbounded.map(|step| step.number).collect();
        let bounded = move |(number, entered): (&u32, &Entered)| {
            let counts = !unbounded.contains(number);
            entered.done.spent.filter(|_| counts)
        };
        let done: &BTreeMap<u32, Entered> = &self.done;
        done.iter().filter_map(bounded)
    }
}
