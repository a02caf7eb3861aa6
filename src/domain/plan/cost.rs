//! What a frozen plan costs, by the one sum there is.

use super::{Plan, Step, Task};
use crate::domain::plan::bill::{Bill, planned_cost};

impl Plan {
    /// Gives what the plan costs with what was chosen, in the currency's smallest unit.
    #[must_use]
    pub fn chosen_cost(&self) -> i64 {
        planned_cost(self.own_steps().filter_map(|step| {
            let task = step.task.as_ref()?;
            Some((step.part, minor(task)))
        }))
    }

    /// Gives what it would cost with another action in a slot of its own, in the currency's smallest unit.
    #[must_use]
    pub fn chosen_cost_with(&self, slot: &Step, task: &Task) -> i64 {
        planned_cost(self.own_steps().filter_map(|step| {
            let swapped = std::ptr::eq(step, slot).then_some(task);
            let task = swapped.or(step.task.as_ref())?;
            Some((step.part, minor(task)))
        }))
    }

    /// Gives what it costs with the cheapest picks, in the currency's smallest unit.
    #[must_use]
    pub fn least_cost(&self) -> i64 {
        let tasks = self.own_steps();
        let tasks = tasks.flat_map(|step| step.task.iter().chain(&step.options));
        let mut known: Vec<&Task> = Vec::new();
        for task in tasks {
            if !known.iter().any(|other| other.action == task.action) {
                known.push(task);
            }
        }
        let costs: Vec<i64> = known.iter().map(|task| minor(task)).collect();
        let position = |task: &Task| known.iter().position(|other| other.action == task.action);
        let mut bill = Bill::new(&costs);
        for step in self.own_steps() {
            if step.options.is_empty() {
                let task = step.task.as_ref().and_then(position);
                bill.fixed.extend(task.map(|action| (step.part, action)));
            } else {
                let options = step.options.iter().filter_map(position);
                bill.slots.push((step.part, options.collect()));
            }
        }
        bill.least().1.cost
    }

    /// The steps that are planned; those of rungs come on top.
    fn own_steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.rung.is_none())
    }
}

fn minor(task: &Task) -> i64 {
    task.cost.map_or(0, |cost| cost.minor)
}
