//! Failures that the customer told of after the case was logged: each has a first answer and a repair
//! of its own, which count from when they told of it.

use std::collections::BTreeSet;

use super::clocks::Clocks;
use super::{Drafting, Occasion, entry_lines, task};
use crate::domain::bill::planned_cost;
use crate::domain::cell::Cell;
use crate::domain::money::Money;
use crate::domain::plan::{Due, LaterFailure, Promised, Step, Task};
use crate::domain::playbook::{Channel, ClockName, Item, Part};
use crate::domain::selection::ResolvedItem;
use crate::domain::span::{Span, Undated};
use crate::domain::zone::Instant;

/// A failure told later, as a plan is made for it.
#[derive(Clone, Debug)]
pub struct Later<'a> {
    /// The complaint type.
    pub complaint: usize,
    /// When the customer told of it.
    pub told: Instant,
    /// The channel it came by, whose turnaround may replace the first response.
    pub channel: Option<&'a Channel>,
    /// Actions that were done before they told of it, so for something else.
    pub done_before: BTreeSet<String>,
}

impl Drafting<'_> {
    /// Adds what each failure told later asks for; the plan may cost no more than `ceiling` where there is a
    /// choice.
    pub(super) fn later_failures(&mut self, ceiling: Money) -> Result<Vec<LaterFailure>, Undated> {
        let later = self.occasion.later().iter();
        let failures: Vec<LaterFailure> = later
            .map(|later| self.later_failure(later))
            .collect::<Result<_, _>>()?;
        self.fill_later(ceiling);
        Ok(failures)
    }

    fn later_failure(&mut self, later: &Later<'_>) -> Result<LaterFailure, Undated> {
        let rules = self.rules;
        let resolved = self.playbook.at(Cell {
            complaint: later.complaint,
            ..self.occasion.cell
        });
        let alone = Occasion {
            start: later.told,
            channel: later.channel,
            ..*self.occasion
        };
        let clocks = Clocks::of(&[resolved], rules, &alone)?;
        let [first_response, recover, ..] = clocks.frozen;
        let failure = LaterFailure {
            complaint: rules.complaints[later.complaint].id.clone(),
            told: Promised::new(later.told, alone.calendar.zone),
            answer_by: clocks.first_response,
            fixed_by: clocks.recover,
            first_response,
            recover,
        };
        let parts = [
            (Part::Acknowledge, failure.answer_by),
            (Part::Fix, failure.fixed_by),
        ];
        for (part, by) in parts {
            for item in resolved.part(part) {
                self.add_later(item, (part, by), (later, &failure.complaint))?;
            }
        }
        for item in resolved.part(Part::Prevent) {
            self.add_prevention(item, later.told)?;
        }
        Ok(failure)
    }

    /// Fills the slots of failures told later with what suits the customer best and the ceiling bears, else
    /// with the cheapest.
    fn fill_later(&mut self, ceiling: Money) {
        for at in 0..self.steps.len() {
            let step = &self.steps[at];
            if step.failure.is_none() || step.task.is_some() || step.options.is_empty() {
                continue;
            }
            let taken = |task: &&Task| {
                let mut steps = self.steps.iter();
                steps.any(|step| step.rung.is_none() && step.action() == Some(&task.action))
            };
            let free: Vec<&Task> = step.options.iter().filter(|task| !taken(task)).collect();
            let planned = self.steps.iter().filter(|step| step.rung.is_none());
            let chosen = planned.filter_map(|step| Some((step.part, cost(step.task.as_ref()?))));
            let sum = planned_cost(chosen);
            let bears = |task: &&&Task| sum + cost(task) <= ceiling.minor;
            let best = free.iter().find(bears).copied();
            let best = best.or_else(|| free.iter().min_by_key(|task| cost(task)).copied());
            self.steps[at].task = best.cloned();
        }
    }

    /// Adds what is done for the next customer; it has no part in how this one fares.
    fn add_prevention(&mut self, item: &ResolvedItem, told: Instant) -> Result<(), Undated> {
        let before = self.steps.len();
        let rules = self.rules;
        let lines = entry_lines(rules, &item.entries);
        let follow_up = self.clocks.span(ClockName::FollowUp);
        for action in item.item.actions() {
            let task = task(&rules.actions[*action]);
            let planned = |step: &Step| step.rung.is_none() && step.action() == Some(&task.action);
            if !self.steps.iter().any(planned) {
                let due = (Due::WithRecovery, lines.clone(), None);
                self.push(Part::Prevent, (Some(task), Vec::new()), due);
            }
        }
        let (start, calendar) = (self.occasion.start, self.occasion.calendar);
        for step in &mut self.steps[before..] {
            let within = step.task.as_ref().and_then(|task| task.within);
            let at = within
                .unwrap_or(follow_up)
                .after(told.max(start), calendar)?;
            step.due = Due::At(Promised::new(at, calendar.zone));
        }
        Ok(())
    }

    /// Adds what an item asks for; what the plan has already and nobody had done by then serves both.
    fn add_later(
        &mut self,
        item: &ResolvedItem,
        (part, by): (Part, Promised),
        (later, failure): (&Later<'_>, &str),
    ) -> Result<(), Undated> {
        let rules = self.rules;
        let actions = item.item.actions().iter();
        let wanted: Vec<Task> = actions.map(|at| task(&rules.actions[*at])).collect();
        let pick = match &item.item {
            Item::Action(_) => None,
            Item::Pick { pick, .. } => Some(*pick),
        };
        let done = |step: &Step| {
            let action = step.action();
            action.is_some_and(|action| later.done_before.contains(action))
        };
        let planned = |step: &&mut Step| step.rung.is_none() && step.part == part && !done(step);
        let due = match wanted.first().filter(|_| pick.is_none()) {
            Some(task) => self.later_due(task.within, by, later.told)?,
            None => by,
        };
        let serves = |step: &&mut Step| match pick {
            None => step.action() == wanted.first().map(|task| task.action.as_str()),
            Some(_) => step.options == wanted,
        };
        let mut known = 0;
        for step in self.steps.iter_mut().filter(planned).filter(serves) {
            step.also_for.push(failure.to_owned());
            step.due = earlier(step.due, due);
            known += 1;
        }
        let lines = entry_lines(rules, &item.entries);
        for _ in known..pick.unwrap_or(1) {
            let due = (Due::At(due), lines.clone(), None);
            self.push_later((part, failure), (wanted.clone(), pick), due);
        }
        Ok(())
    }

    /// Adds a step that only a failure told later asks for.
    fn push_later(
        &mut self,
        (part, failure): (Part, &str),
        (mut wanted, pick): (Vec<Task>, Option<usize>),
        due: (Due, Vec<u32>, Option<usize>),
    ) {
        let filled = match pick {
            None => (wanted.pop(), Vec::new()),
            Some(_) => (None, wanted),
        };
        self.push(part, filled, due);
        if let Some(step) = self.steps.last_mut() {
            step.failure = Some(failure.to_owned());
        }
    }

    fn later_due(
        &self,
        within: Option<Span>,
        by: Promised,
        told: Instant,
    ) -> Result<Promised, Undated> {
        let calendar = self.occasion.calendar;
        let Some(within) = within else {
            return Ok(by);
        };
        let at = within.after(told, calendar)?;
        Ok(Promised::new(at, calendar.zone))
    }
}

fn cost(task: &Task) -> i64 {
    task.cost.map_or(0, |cost| cost.minor)
}

fn earlier(planned: Due, due: Promised) -> Due {
    match planned {
        Due::At(before) if before.at <= due.at => planned,
        Due::At(_) => Due::At(due),
        Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) | Due::WithRecovery => planned,
    }
}
