//! Planning a running case again: done steps stay, no deadline moves later.
//!
//! Whether a time is over already is asked of its clock with the pauses that move it, and of no other: a
//! first answer never waits. Which of two times is the earlier is asked without any pause, so after
//! a change there and back each deadline is the earlier of the two.

use crate::domain::case::clock::Clock;
use crate::domain::case::{Cycle, counterpart};
use crate::domain::plan::{Due, FrozenClock, LaterFailure, Plan, Promised, SetOffDue, Step};
use crate::domain::playbook::{ClockName, Part};
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

/// Unites the plan of a running cycle with a new one made from the same start.
///
/// A step of the new plan that the old one has keeps its number, its filling and the
/// earlier of its deadlines. What is done, not needed, set off or owed to a further contact stays, even when
/// the new plan lacks it. New steps get the numbers after the last. A deadline that would already be past at
/// `now` stays where it was.
#[must_use]
pub fn united(cycle: &Cycle, new: Plan, now: Instant) -> Plan {
    let old = &cycle.plan;
    let mut uniting = Uniting {
        cycle,
        now,
        first_response: old.first_response,
        recover: old.recover,
    };
    let never = Clock::named(old.start.at, old.start.at);
    uniting.first_response = uniting.keep(old.first_response, new.first_response, never);
    uniting.recover = uniting.keep(old.recover, new.recover, cycle.recovery());
    let mut united = Plan {
        start: old.start,
        first_response: uniting.first_response,
        recover: uniting.recover,
        clocks: uniting.clocks(&new),
        later: uniting.later(&new.later),
        ..new
    };
    let steps = std::mem::take(&mut united.steps);
    united.steps = uniting.steps(steps, &mut united);
    united.unmet_at = uniting.unmet(&united);
    united
}

struct Uniting<'c> {
    cycle: &'c Cycle,
    now: Instant,
    /// The first response of the united plan.
    first_response: Promised,
    /// The recovery deadline of the united plan, pauses left out.
    recover: Promised,
}

impl Uniting<'_> {
    /// Gives the earlier of two times, unless it is over.
    fn keep(&self, before: Promised, after: Promised, clock: Clock) -> Promised {
        let over = |promised: Promised| {
            let due = promised.at;
            self.cycle.due_at(Clock { due, ..clock }) < self.now
        };
        if over(before) || over(after) || after.at >= before.at {
            before
        } else {
            after
        }
    }

    /// When both halves count as done at the earliest: now, where the deadline has passed unmet and the new
    /// plan asks for no more than was done in time. What is late stays late.
    fn unmet(&self, united: &Plan) -> Option<Instant> {
        let (cycle, now) = (self.cycle, self.now);
        let deadline = cycle.recover_at();
        if now <= deadline || cycle.both_halves_at(now).is_some() {
            return cycle.plan.unmet_at;
        }
        let after = Cycle {
            plan: united.clone(),
            ..cycle.clone()
        };
        let done = after.both_halves_at(now).filter(|at| *at <= deadline);
        done.map(|_| now).or(cycle.plan.unmet_at)
    }

    /// Of each clock the one whose deadline is kept; of those that run from the recovery, the one that ends
    /// first.
    fn clocks(&self, new: &Plan) -> [FrozenClock; 4] {
        ClockName::ALL.map(|name| {
            let (before, after) = (self.cycle.plan.clock(name), new.clock(name));
            let earlier = match name {
                ClockName::FirstResponse => self.first_response == self.cycle.plan.first_response,
                ClockName::Recover => self.recover == self.cycle.plan.recover,
                ClockName::FollowUp | ClockName::Stayed => {
                    self.after_recovery(before.span) < self.after_recovery(after.span)
                }
            };
            let kept = if earlier { before } else { after };
            kept.clone()
        })
    }

    fn after_recovery(&self, span: Span) -> Instant {
        let start = self.cycle.plan.recover.at;
        span.after(start, self.cycle.calendar()).unwrap_or(start)
    }

    /// Failures told later keep the earlier of their deadlines.
    fn later(&self, new: &[LaterFailure]) -> Vec<LaterFailure> {
        let known = |later: &LaterFailure| {
            let mut old = self.cycle.plan.later.iter();
            old.find(|old| old.complaint == later.complaint && old.told.at == later.told.at)
        };
        let kept = |later: &LaterFailure| {
            let Some(old) = known(later) else {
                return later.clone();
            };
            let never = Clock::named(old.told.at, old.told.at);
            let answer_by = self.keep(old.answer_by, later.answer_by, never);
            let fixed_by = self.keep(old.fixed_by, later.fixed_by, self.cycle.repair(old));
            let of = |is_old, old: &FrozenClock, new: &FrozenClock| {
                let kept = if is_old { old } else { new };
                kept.clone()
            };
            LaterFailure {
                first_response: of(
                    answer_by == old.answer_by,
                    &old.first_response,
                    &later.first_response,
                ),
                recover: of(fixed_by == old.fixed_by, &old.recover, &later.recover),
                answer_by,
                fixed_by,
                ..later.clone()
            }
        };
        new.iter().map(kept).collect()
    }

    /// Gives the steps of the new plan the numbers, fillings and deadlines of the old one, and keeps
    /// what has to stay of that.
    fn steps(&self, steps: Vec<Step>, united: &mut Plan) -> Vec<Step> {
        let old = &self.cycle.plan.steps;
        let matches = self.matches(&steps, united);
        let mut all: Vec<Step> = Vec::with_capacity(steps.len());
        for (step, before) in steps.into_iter().zip(&matches) {
            let step = match before {
                Some(at) => self.carried_over(&old[*at], step, united),
                None => Step { number: 0, ..step },
            };
            let step = self.begun(step, &all, united);
            all.push(step);
        }
        let left_over = old.iter().enumerate();
        let left_over =
            left_over.filter(|(at, step)| !matches.contains(&Some(*at)) && self.stays(step));
        for (_, step) in left_over {
            let step = Step {
                rung: self.rung_of(step, united),
                due: self.frozen(step),
                answered_by: self.cycle.answer_of(step).map(|entered| entered.done.step),
                ..step.clone()
            };
            let step = self.begun(step, &all, united);
            all.push(step);
        }
        all.sort_by_key(|step| (step.number == 0, step.number));
        all
    }

    /// Finds the rung that has brought a step in. One that the new plan lacks comes with it, and those of the
    /// same trigger before it, which were set off at the same time.
    fn rung_of(&self, step: &Step, united: &mut Plan) -> Option<usize> {
        let old = &self.cycle.plan;
        let rung = step
            .rung
            .filter(|rung| self.cycle.escalated.contains_key(rung))?;
        let on = old.rungs.get(rung)?.on;
        for (at, other) in old.rungs.iter().enumerate().take(rung + 1) {
            if other.on == on && counterpart(old, united, at).is_none() {
                united.rungs.push(other.clone());
            }
        }
        counterpart(old, united, rung)
    }

    /// Finds for each new step the old one that it continues: one in the same place of the plan, else one
    /// that a rung brought in before the plan had it anyway. The steps of a rung continue those of the same
    /// rung: what one has set off is not another's.
    fn matches(&self, steps: &[Step], united: &Plan) -> Vec<Option<usize>> {
        let mut matches = vec![None; steps.len()];
        let own = |old: &Step, new: &Step| new.rung.is_none() && same(old, new);
        let of_one_rung = |old: &Step, new: &Step| {
            let rung = old
                .rung
                .and_then(|rung| counterpart(&self.cycle.plan, united, rung));
            rung.is_some() && rung == new.rung && same(old, new)
        };
        let passes: [Alike<'_>; 3] = [&own, &brought_in, &of_one_rung];
        for alike in passes {
            for (at, step) in steps.iter().enumerate() {
                if matches[at].is_none() {
                    let old = self.cycle.plan.steps.iter().enumerate();
                    let mut free = old.filter(|(at, _)| !matches.contains(&Some(*at)));
                    matches[at] = free
                        .find(|(_, old)| alike(old, step))
                        .map(|(position, _)| position);
                }
            }
        }
        matches
    }

    /// Whether an old step stays although the new plan lacks it. What a rung asked for and the plan had anyway has no
    /// number of its own: it goes with the plan.
    fn stays(&self, step: &Step) -> bool {
        let set_off = step.rung.and_then(|rung| self.cycle.escalated.get(&rung));
        let set_off = set_off.filter(|_| step.number != 0);
        self.cycle.is_settled(step) || step.contact.is_some() || set_off.is_some()
    }

    fn carried_over(&self, before: &Step, step: Step, united: &Plan) -> Step {
        if self.answers_no_more(before, united) {
            return Step {
                number: before.number,
                task: before.task.clone().or(step.task.clone()),
                due: before.due,
                ..step
            };
        }
        let clock = self.cycle.planned_clock(before, self.now);
        let due = match (self.frozen(before), step.due) {
            (Due::SetOff(frozen), new) => self.set_off_due(frozen, new),
            (Due::At(_), new) if before.rung.is_some() => new,
            (Due::At(old), Due::At(new)) => Due::At(self.keep(old, new, clock)),
            (Due::WithRecovery, Due::At(new)) => {
                let due = Clock {
                    due: new.at,
                    ..clock
                };
                let earlier = self.cycle.due_at(due) < self.cycle.recover_at();
                let over = self.cycle.due_at(due) < self.now;
                if earlier && !over {
                    step.due
                } else {
                    before.due
                }
            }
            (Due::AfterRecovery(old), Due::AfterRecovery(new)) => {
                let longer = self.after_recovery(new) > self.after_recovery(old);
                if longer { before.due } else { step.due }
            }
            (_, due) => due,
        };
        Step {
            number: before.number,
            task: before.task.clone().or(step.task.clone()),
            due,
            ..step
        }
    }

    /// The due time of a step that a rung has brought in: from the same moment, by the shorter of two
    /// lengths, or earlier when the plan has the step anyway and wants it earlier.
    fn set_off_due(&self, frozen: SetOffDue, new: Due) -> Due {
        let clock = Clock {
            since: frozen.since,
            span: Some(frozen.span),
            ..self.cycle.waiting()
        };
        match new {
            Due::AfterSetOff(span) => {
                let after = self.from(frozen.since, span);
                let by = self.keep(frozen.by, after, clock);
                let span = if by == after { span } else { frozen.span };
                Due::SetOff(SetOffDue { by, span, ..frozen })
            }
            Due::At(after) if self.keep(frozen.by, after, clock) == after => new,
            Due::At(_) | Due::AfterRecovery(_) | Due::SetOff(_) | Due::WithRecovery => {
                Due::SetOff(frozen)
            }
        }
    }

    /// Freezes when a step of a rung that was set off is due, for the versions that did not write it down.
    fn frozen(&self, step: &Step) -> Due {
        let when = step.rung.and_then(|rung| self.cycle.escalated.get(&rung));
        let (Due::At(_), Some(when)) = (step.due, when) else {
            return step.due;
        };
        let clock = self.cycle.old_clock(step, *when);
        let span = clock.span;
        let span = span.unwrap_or(self.cycle.plan.clock(ClockName::Recover).span);
        Due::SetOff(SetOffDue {
            since: *when,
            span,
            by: Promised::new(clock.due, self.cycle.zone.get()),
        })
    }

    fn from(&self, start: Instant, span: Span) -> Promised {
        let due = span.after(start, self.cycle.calendar()).unwrap_or(start);
        Promised::new(due, self.cycle.zone.get())
    }

    /// Gives a step that is new to the case its due time, and the number behind those of `all` that are taken; what is kept in reserve waits for
    /// both until its rung is set off, and a rung asks for nothing twice.
    fn begun(&self, step: Step, all: &[Step], united: &Plan) -> Step {
        if step.number != 0 {
            return step;
        }
        let known = |other: &Step| other.number != 0 && other.action() == step.action();
        let waits = match step.rung {
            Some(rung) => !self.is_set_off(rung, united) || all.iter().any(known),
            None => step.part == Part::Late && !self.cycle.is_on_late_branch(self.now),
        };
        if waits {
            return step;
        }
        let taken = all.iter().map(|step| step.number);
        let last = taken.fold(self.cycle.last_number, u32::max);
        Step {
            number: last.saturating_add(1),
            due: self.new_due(&step, united),
            ..step
        }
    }

    fn is_set_off(&self, rung: usize, united: &Plan) -> bool {
        let mut old = self.cycle.escalated.keys();
        old.any(|old| counterpart(&self.cycle.plan, united, *old) == Some(rung))
    }

    /// Whether an apology is one that a change asked for after the first answer was given: it is due later, and
    /// no further change takes that back.
    fn answers_no_more(&self, before: &Step, united: &Plan) -> bool {
        if before.part != Part::Acknowledge || before.contact.is_some() {
            return false;
        }
        match (&before.failure, before.due) {
            (None, Due::WithRecovery) => !self.owes_first_answer(united),
            (Some(failure), Due::At(due)) => {
                let mut later = self.cycle.plan.later.iter();
                let later = later.find(|later| later.complaint == *failure);
                later.is_some_and(|later| {
                    due.at > later.answer_by.at && self.cycle.answered_for(later).is_some()
                })
            }
            (_, _) => false,
        }
    }

    fn owes_first_answer(&self, plan: &Plan) -> bool {
        plan.first_response.at >= self.now && !self.cycle.first_answer_was_given()
    }

    /// A further apology for a failure told later, whose first answer was given or is over: it is due with
    /// its repair.
    fn later_answer(&self, step: &Step, failure: &str) -> Due {
        let mut known = self.cycle.plan.later.iter();
        let Some(later) = known.find(|later| later.complaint == failure) else {
            return step.due;
        };
        let given = self.cycle.answered_for(later).is_some();
        if given || later.answer_by.at < self.now {
            return Due::At(later.fixed_by);
        }
        step.due
    }

    /// A step that is new to the case is due with its part when its own time has passed already.
    ///
    /// A first response that was given, or whose time is over, is not asked for again: a
    /// further acknowledgement is then due with the recovery.
    fn new_due(&self, step: &Step, plan: &Plan) -> Due {
        let with_part = match (step.failure.as_deref(), step.part) {
            (Some(failure), Part::Acknowledge) => return self.later_answer(step, failure),
            (Some(_), _) | (None, Part::Prevent) => return step.due,
            (None, Part::Acknowledge) => {
                if !self.owes_first_answer(plan) {
                    return self.with_recovery(step);
                }
                plan.first_response
            }
            (None, Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp) => plan.recover,
        };
        match step.due {
            Due::At(own) => {
                let clock = self.cycle.planned_clock(step, own.at);
                let over = self.cycle.due_at(clock) < self.now;
                if !over && own.at <= with_part.at {
                    step.due
                } else if with_part == plan.recover {
                    self.with_recovery(step)
                } else {
                    Due::At(with_part)
                }
            }
            Due::AfterSetOff(span) => self.due_from_now(span),
            Due::AfterRecovery(span) => {
                let recovered = self.cycle.recovered_at(self.now);
                let over = recovered.is_some_and(|at| self.from(at, span).at < self.now);
                if over {
                    self.due_from_now(span)
                } else {
                    step.due
                }
            }
            // Its rung was set off before anybody knew of the step.
            Due::SetOff(due) if due.by.at < self.now => self.due_from_now(due.span),
            due @ (Due::SetOff(_) | Due::WithRecovery) => due,
        }
    }

    /// Due with the recovery; once that is over, within its own time from now, else within a first response.
    fn with_recovery(&self, step: &Step) -> Due {
        if self.cycle.recover_at() >= self.now {
            return Due::WithRecovery;
        }
        let own = step.task.as_ref().and_then(|task| task.within);
        self.due_from_now(own.unwrap_or(self.cycle.plan.personal_answer().span))
    }

    fn due_from_now(&self, span: Span) -> Due {
        Due::SetOff(SetOffDue {
            since: self.now,
            span,
            by: self.from(self.now, span),
        })
    }
}

/// Says whether a new step continues an old one.
type Alike<'a> = &'a dyn Fn(&Step, &Step) -> bool;

/// Whether a new step is the old one, in the same place of the plan.
fn same(old: &Step, new: &Step) -> bool {
    let place = |step: &Step| {
        let failure = step.failure.clone();
        (step.part, step.rung.is_some(), failure, step.contact)
    };
    place(old) == place(new) && alike(old, new)
}

/// Whether a rung has brought in before what is planned now in any case.
fn brought_in(old: &Step, new: &Step) -> bool {
    let set_off = old.rung.is_some() && old.number != 0;
    set_off && new.rung.is_none() && old.part == new.part && alike(old, new)
}

/// Whether two steps ask for the same thing: one action, or a pick from one list.
fn alike(old: &Step, new: &Step) -> bool {
    let ids = |step: &Step| {
        let actions = step.options.iter().map(|task| task.action.clone());
        actions.collect::<Vec<_>>()
    };
    if new.options.is_empty() {
        return old.options.is_empty() && old.action() == new.action();
    }
    ids(old) == ids(new)
}
