//! Failures that the customer told of after the case was logged: each has a first answer and a repair
//! of its own, which count from when they told of it.

use std::collections::BTreeSet;

use super::clocks::Clocks;
use super::{Drafting, Occasion, entry_lines, task};
use crate::domain::money::Money;
use crate::domain::plan::bill::planned_cost;
use crate::domain::plan::together::ADDED;
use crate::domain::plan::{Due, LaterFailure, Promised, Step};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::selection::ResolvedItem;
use crate::domain::playbook::{Action, Channel, ClockName, Item, Part};
use crate::domain::time::span::{Span, Undated};
use crate::domain::time::zone::Instant;

/// A failure told later, as a plan is made for it.
#[derive(Clone, Debug)]
pub struct FurtherFailure<'a> {
    /// The complaint type.
    pub complaint: usize,
    /// When the customer told of it.
    pub told: Instant,
    /// The channel it came by, whose turnaround may replace the first response.
    pub channel: Option<&'a Channel>,
    /// Actions that were done before they told of it, so for something else.
    pub done_before: BTreeSet<String>,
}

/// A failure told later, with the clocks that run for it.
struct ToldFailure<'a> {
    later: &'a FurtherFailure<'a>,
    failure: LaterFailure,
    clocks: Clocks,
    /// When what is done for the next customer is due.
    prevented_by: Promised,
}

impl ToldFailure<'_> {
    /// When a part of it is due that has no time of its own.
    const fn by(&self, part: Part) -> Promised {
        match part {
            Part::Acknowledge => self.failure.answer_by,
            Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp => self.failure.fixed_by,
            Part::Prevent => self.prevented_by,
        }
    }

    fn was_done_before(&self, step: &Step) -> bool {
        let action = step.action();
        action.is_some_and(|action| self.later.done_before.contains(action))
    }

    /// Whether a step of the plan can serve this failure as well.
    fn may_share(&self, step: &Step) -> bool {
        step.rung.is_none() && step.part != Part::Late && !self.was_done_before(step)
    }
}

/// One thing that a failure told later asks for, with its part.
struct AskedItem<'t, 'r> {
    told: &'t ToldFailure<'t>,
    part: Part,
    one: &'r ResolvedItem,
}

/// A slot of a failure told later that is to be filled, and with what.
struct LaterSlot<'t> {
    step: usize,
    from: Vec<usize>,
    told: &'t ToldFailure<'t>,
}

impl Drafting<'_> {
    /// Adds what each failure told later asks for; the plan may cost no more than `ceiling` where there is a
    /// choice.
    pub(super) fn later_failures(&mut self, ceiling: Money) -> Result<Vec<LaterFailure>, Undated> {
        let later = self.occasion.later().iter();
        let all: Vec<ToldFailure<'_>> = later
            .map(|later| self.told(later))
            .collect::<Result<_, _>>()?;
        let mut slots = Vec::new();
        for told in &all {
            self.add_later(told, &mut slots)?;
        }
        self.fill_later(&slots, ceiling)?;
        Ok(all.into_iter().map(|told| told.failure).collect())
    }

    fn told<'a>(&self, later: &'a FurtherFailure<'a>) -> Result<ToldFailure<'a>, Undated> {
        let alone = Occasion {
            start: later.told,
            channel: later.channel,
            ..*self.occasion
        };
        let resolved = self.playbook.at(self.cell_of(later));
        let clocks = Clocks::of(&[resolved], self.rules, &alone)?;
        let [first_response, recover, ..] = clocks.frozen.clone();
        let zone = alone.calendar.zone;
        let prevented = clocks.span(ClockName::FollowUp);
        let prevented = prevented.after(later.told, alone.calendar)?;
        Ok(ToldFailure {
            later,
            failure: LaterFailure {
                complaint: self.rules.complaints[later.complaint].id.clone(),
                told: Promised::new(later.told, zone),
                answer_by: clocks.first_response,
                fixed_by: clocks.recover,
                first_response,
                recover,
            },
            clocks,
            prevented_by: Promised::new(prevented, zone),
        })
    }

    const fn cell_of(&self, later: &FurtherFailure<'_>) -> Cell {
        Cell {
            complaint: later.complaint,
            ..self.occasion.cell
        }
    }

    /// Adds the actions of a failure told later, then its picks.
    fn add_later<'t>(
        &mut self,
        told: &'t ToldFailure<'t>,
        slots: &mut Vec<LaterSlot<'t>>,
    ) -> Result<(), Undated> {
        let playbook = self.playbook;
        let resolved = playbook.at(self.cell_of(told.later));
        let all = ADDED.map(|part| resolved.part(part).iter().map(move |one| (part, one)));
        for (part, one) in all.clone().into_iter().flatten() {
            if let Item::Action(action) = one.item {
                let asked = AskedItem { told, part, one };
                self.add_later_action(&asked, action)?;
            }
        }
        for (part, one) in all.into_iter().flatten() {
            if let Item::Pick { pick, from } = &one.item {
                let asked = AskedItem { told, part, one };
                slots.extend(self.add_later_pick(&asked, *pick, from));
            }
        }
        Ok(())
    }

    /// Adds an action; what the plan has already and nobody had done by then serves both. What was meant for
    /// the next customer gives way to the one who waits.
    fn add_later_action(
        &mut self,
        asked: &AskedItem<'_, '_>,
        action: usize,
    ) -> Result<(), Undated> {
        let &AskedItem { told, part, one } = asked;
        let action = &self.rules.actions[action];
        let due = self.later_due(told, part, action)?;
        let known =
            |step: &&mut Step| told.may_share(step) && step.action() == Some(action.id.as_str());
        let Some(step) = self.steps.iter_mut().find(known) else {
            self.steps.push(Step {
                lines: entry_lines(self.rules, &one.entries),
                failure: Some(told.failure.complaint.clone()),
                ..Step::planned(part, Some(task(action)), Due::At(due))
            });
            return Ok(());
        };
        match (step.part, part) {
            (Part::Prevent, Part::Prevent) | (Part::FollowUp, _) | (_, Part::Prevent) => {}
            (Part::Prevent, _) => {
                step.part = part;
                step.due = Due::At(due);
                step.failure = Some(told.failure.complaint.clone());
            }
            _ => {
                step.also_for.push(told.failure.complaint.clone());
                step.due = earlier(step.due, due);
            }
        }
        Ok(())
    }

    /// Adds the slots of a pick that the plan lacks, and gives them.
    fn add_later_pick<'t>(
        &mut self,
        asked: &AskedItem<'t, '_>,
        pick: usize,
        from: &[usize],
    ) -> Vec<LaterSlot<'t>> {
        let &AskedItem { told, part, one } = asked;
        let options: Vec<_> = from
            .iter()
            .map(|at| task(&self.rules.actions[*at]))
            .collect();
        let due = told.by(part);
        let serves =
            |step: &&mut Step| told.may_share(step) && step.part == part && step.options == options;
        let mut known = 0;
        for step in self.steps.iter_mut().filter(serves) {
            if part != Part::Prevent {
                step.also_for.push(told.failure.complaint.clone());
                step.due = earlier(step.due, due);
            }
            known += 1;
        }
        let slot = Step {
            options,
            lines: entry_lines(self.rules, &one.entries),
            failure: Some(told.failure.complaint.clone()),
            ..Step::planned(part, None, Due::At(due))
        };
        let first = self.steps.len();
        self.steps.extend((known..pick).map(|_| slot.clone()));
        let added = first..self.steps.len();
        let slots = added.map(|step| LaterSlot {
            step,
            from: from.to_vec(),
            told,
        });
        slots.collect()
    }

    /// Fills the slots of failures told later with what suits the customer best, is still in time and the
    /// ceiling bears, else with the cheapest that is in time. A slot for which no action is left goes.
    fn fill_later(&mut self, slots: &[LaterSlot<'_>], ceiling: Money) -> Result<(), Undated> {
        let rules = self.rules;
        let mut pointless = Vec::new();
        for slot in slots {
            let part = self.steps[slot.step].part;
            let offer = self.offer(part, &slot.from, &[&slot.told.clocks]).options;
            let free = |at: &&usize| self.is_free(&rules.actions[**at]);
            if !slot.from.iter().any(|at| free(&at)) {
                pointless.push(slot.step);
                continue;
            }
            let cost = |at: &usize| rules.actions[*at].cost.map_or(0, |cost| cost.minor);
            let sum = self.chosen();
            let fitting = offer.iter().filter(free);
            let bears = fitting.clone().find(|at| sum + cost(at) <= ceiling.minor);
            let best = bears.or_else(|| fitting.min_by_key(|at| cost(at)));
            let ranking = self.ranking(&slot.from);
            let chosen = best.map(|at| &rules.actions[*at]);
            let due = chosen.map(|action| self.later_due(slot.told, part, action));
            let due = due.transpose()?;
            let step = &mut self.steps[slot.step];
            step.ranking = ranking;
            step.task = chosen.map(task);
            step.due = due.map_or(step.due, Due::At);
        }
        for step in pointless.into_iter().rev() {
            self.steps.remove(step);
        }
        Ok(())
    }

    /// Whether an action is not in the plan yet.
    fn is_free(&self, action: &Action) -> bool {
        let mut planned = self.steps.iter();
        !planned.any(|step| step.rung.is_none() && step.action() == Some(action.id.as_str()))
    }

    /// What the plan costs with what is chosen so far, in the currency's smallest unit.
    fn chosen(&self) -> i64 {
        let planned = self.steps.iter().filter(|step| step.rung.is_none());
        planned_cost(planned.filter_map(|step| {
            let cost = step.task.as_ref()?.cost;
            Some((step.part, cost.map_or(0, |cost| cost.minor)))
        }))
    }

    /// When an action is due that a failure told later asks for: within its own time, else with its part.
    fn later_due(
        &self,
        told: &ToldFailure<'_>,
        part: Part,
        action: &Action,
    ) -> Result<Promised, Undated> {
        let calendar = self.occasion.calendar;
        let Some(within) = &action.within else {
            return Ok(told.by(part));
        };
        let within: Span = within.value;
        let at = within.after(told.later.told, calendar)?;
        Ok(Promised::new(at, calendar.zone))
    }
}

fn earlier(planned: Due, due: Promised) -> Due {
    match planned {
        Due::At(before) if before.at <= due.at => planned,
        Due::At(_) => Due::At(due),
        Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) | Due::WithRecovery => planned,
    }
}
