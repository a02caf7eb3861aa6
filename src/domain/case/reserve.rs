//! What a plan keeps in reserve: the steps of rungs, and those that replace the surprise when it is late.
//!
//! They count from the moment at which they are set off, and take the next numbers of the case then. What
//! the clock sets off is worked out here each time it is asked, and stored by the next write to the case.

use std::collections::BTreeMap;

use crate::domain::case::Cycle;
use crate::domain::case::clock::Clock;
use crate::domain::event::{Escalated, Event, LateBegan, LateStep, RungStep};
use crate::domain::plan::{Due, Promised, SetOffDue, Step};
use crate::domain::playbook::{Part, Trigger};
use crate::domain::time::zone::Instant;

/// Rungs that have been set off, by position, and when.
pub type SetOff = BTreeMap<usize, Instant>;

/// A step of the reserve that counts now.
#[derive(Clone, Copy, Debug)]
pub struct Called<'c> {
    /// The step.
    pub step: &'c Step,
    /// Its position in the plan.
    pub position: usize,
    /// What set it off.
    pub when: Instant,
    /// The number it has, or will have once it is stored.
    pub number: u32,
}

impl Cycle {
    /// Says which rungs have been set off by `now`: those recorded, and those that the
    /// clock has set off since the last command wrote to the case.
    #[must_use]
    pub fn set_off(&self, now: Instant) -> SetOff {
        let mut set_off = self.escalated.clone();
        let mut timed: Vec<(Instant, usize)> = (0..self.plan.rungs.len())
            .filter(|at| !set_off.contains_key(at))
            .filter_map(|at| self.threshold(at).map(|moment| (moment, at)))
            .collect();
        timed.sort_unstable();
        for (moment, at) in timed {
            let open = self
                .completed(moment, &set_off)
                .is_none_or(|done| done > moment);
            if now > moment && (open || self.is_about_promises(at)) {
                set_off.insert(at, moment);
            }
        }
        set_off
    }

    /// Every moment at which the clock alone changes something: rungs, and the deadline.
    pub(super) fn thresholds(&self) -> Vec<Instant> {
        let rungs = (0..self.plan.rungs.len()).filter_map(|at| self.threshold(at));
        rungs.chain([self.recover_at()]).collect()
    }

    /// Says whether what had set off a rung still stands: a rung of the clock has no ground when
    /// both halves were done, or the promise was kept, by its moment.
    pub(super) fn is_grounded(&self, rung: usize) -> bool {
        let Some(frozen) = self.plan.rungs.get(rung) else {
            return true;
        };
        match frozen.on {
            Trigger::Contact(_)
            | Trigger::Failures(_)
            | Trigger::Reopened
            | Trigger::SecondFailure => true,
            Trigger::BrokenPromise => self.first_broken_promise().is_some(),
            Trigger::Share(_) | Trigger::Late => self.escalated.get(&rung).is_none_or(|moment| {
                let mut before = self.escalated.clone();
                before.retain(|other, at| *other != rung && *at < *moment);
                self.completed(*moment, &before)
                    .is_none_or(|done| done > *moment)
            }),
        }
    }

    /// Says whether a step that a rung added has been done.
    pub(super) fn has_acted(&self, rung: usize) -> bool {
        let mut steps = self.plan.steps.iter();
        steps.any(|step| step.rung == Some(rung) && self.done.contains_key(&step.number))
    }

    /// Whether a rung is set off by a broken promise, which also counts after the recovery.
    fn is_about_promises(&self, rung: usize) -> bool {
        let rung = self.plan.rungs.get(rung);
        rung.is_some_and(|rung| rung.on == Trigger::BrokenPromise)
    }

    /// The moment after which a rung is set off by the clock alone.
    fn threshold(&self, rung: usize) -> Option<Instant> {
        match self.plan.rungs.get(rung)?.on {
            Trigger::Share(percent) => Some(self.share_of(self.recovery(), percent)),
            Trigger::Late => Some(self.recover_at()),
            // One that was broken before the round began acts from its beginning.
            Trigger::BrokenPromise => {
                let broken = self.first_broken_promise();
                broken.map(|at| at.max(self.plan.start.at))
            }
            Trigger::Contact(_)
            | Trigger::Failures(_)
            | Trigger::Reopened
            | Trigger::SecondFailure => None,
        }
    }

    /// Whether a rung added the step because the customer had to get in touch so often.
    pub(super) fn is_of_contact(&self, step: &Step) -> bool {
        let rung = step.rung.and_then(|rung| self.plan.rungs.get(rung));
        rung.is_some_and(|rung| matches!(rung.on, Trigger::Contact(_)))
    }

    /// Whether a rung added the step because a promise was broken.
    pub(super) fn is_of_broken_promise(&self, step: &Step) -> bool {
        step.rung.is_some_and(|rung| self.is_about_promises(rung))
    }

    pub(super) fn is_of_share(&self, step: &Step) -> bool {
        let rung = step.rung.and_then(|rung| self.plan.rungs.get(rung));
        rung.is_some_and(|rung| matches!(rung.on, Trigger::Share(_)))
    }

    /// The steps that rungs have added, in the order of their being set off, with their positions. An
    /// action that counts already is not asked for twice.
    pub(super) fn added(&self, now: Instant, set_off: &SetOff) -> Vec<(Instant, usize, &Step)> {
        let late = self.is_on_late_branch(now);
        let own = self.plan.steps.iter();
        let own = own.filter(|step| step.rung.is_none() && (step.part != Part::Late || late));
        let mut actions: Vec<&str> = own.filter_map(Step::action).collect();
        let of_rung = |(position, step): (usize, &'_ Step)| {
            let when = set_off.get(&step.rung?)?;
            Some((*when, position))
        };
        let steps = self.plan.steps.iter().enumerate();
        let mut added: Vec<(Instant, usize)> = steps.filter_map(of_rung).collect();
        added.sort_unstable();
        let mut fresh = Vec::with_capacity(added.len());
        for (when, position) in added {
            let step = &self.plan.steps[position];
            let known = step
                .action()
                .is_some_and(|action| actions.contains(&action));
            actions.extend(step.action());
            if !known || self.is_settled(step) {
                fresh.push((when, position, step));
            }
        }
        fresh
    }

    /// Finds the step by which a rung asks for what is planned anyway, when it wants that sooner than `due`:
    /// the worse a case is, the sooner it acts.
    #[must_use]
    pub fn wanted_sooner(&self, step: &Step, due: Instant, set_off: &SetOff) -> Option<&Step> {
        if step.rung.is_some() || step.part == Part::Prevent {
            return None;
        }
        let action = step.action()?;
        let settled = self.settled_at(step);
        let asks = |other: &&Step| {
            let when = other.rung.and_then(|rung| set_off.get(&rung));
            let open = when.is_some_and(|when| settled.is_none_or(|at| at >= *when));
            open && other.number == 0 && other.action() == Some(action)
        };
        let steps = self.plan.steps.iter().filter(asks);
        let dated =
            steps.filter_map(|other| Some((self.set_off_clock(other, set_off)?.due, other)));
        let first = dated.min_by_key(|(due, _)| *due);
        first.filter(|(by, _)| *by < due).map(|(_, other)| other)
    }

    /// The clock of a step of a rung that counts from when it was set off.
    pub(super) fn set_off_clock(&self, step: &Step, set_off: &SetOff) -> Option<Clock> {
        let (since, span, due) = match step.due {
            Due::SetOff(due) => (due.since, due.span, due.by.at),
            Due::AfterSetOff(span) => {
                let when = step.rung.and_then(|rung| set_off.get(&rung));
                let since = when.copied().unwrap_or(self.plan.start.at);
                let due = span.after(since, self.calendar()).unwrap_or(since);
                (since, span, due)
            }
            Due::At(_) | Due::WithRecovery | Due::AfterRecovery(_) => return None,
        };
        Some(Clock {
            since,
            due,
            span: Some(span),
            ..self.waiting()
        })
    }

    /// Gives the steps of the reserve that count now, each with its number, in the order of their being
    /// set off.
    pub(super) fn called(&self, now: Instant, set_off: &SetOff) -> Vec<Called<'_>> {
        let mut called: Vec<(Instant, usize, &Step)> = Vec::new();
        if self.is_on_late_branch(now) {
            let steps = self.plan.steps.iter().enumerate();
            let late = steps.filter(|(_, step)| step.part == Part::Late && step.is_own());
            called.extend(late.map(|(position, step)| (self.recover_at(), position, step)));
        }
        called.extend(self.added(now, set_off));
        called.sort_by_key(|(when, position, _)| (*when, *position));
        let mut last = self.last_number;
        let numbered = called.into_iter().map(|(when, position, step)| {
            let number = match step.number {
                0 => {
                    last = last.saturating_add(1);
                    last
                }
                number => number,
            };
            Called {
                step,
                position,
                when,
                number,
            }
        });
        numbered.collect()
    }

    /// Gives the events that store what has been set off and is not stored yet, in its order.
    pub(super) fn unstored(&self, set_off: &SetOff, now: Instant) -> Vec<Event> {
        let called = self.called(now, set_off);
        let fresh = set_off
            .iter()
            .filter(|(rung, _)| !self.escalated.contains_key(rung));
        let mut events: Vec<(Instant, Event)> = fresh
            .filter_map(|(rung, at)| Some((*at, self.escalation(*rung, *at, &called)?)))
            .collect();
        let late = called.iter().filter(|one| one.step.part == Part::Late);
        let late = late.filter(|one| one.step.is_own() && one.step.number == 0);
        let steps: Vec<LateStep> = late
            .map(|one| LateStep {
                position: one.position,
                number: one.number,
            })
            .collect();
        if !steps.is_empty() {
            events.push((self.recover_at(), Event::LateBegan(LateBegan { steps })));
        }
        events.sort_by_key(|(at, _)| *at);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// Makes the event that stores a rung, with its steps and their clocks frozen. What is planned anyway
    /// gets no number of its own.
    fn escalation(&self, rung: usize, at: Instant, called: &[Called<'_>]) -> Option<Event> {
        let mine = self.plan.steps.iter().enumerate();
        let mine = mine.filter(|(_, step)| step.rung == Some(rung));
        let steps = mine.filter_map(|(position, step)| {
            let Due::AfterSetOff(span) = step.due else {
                return None;
            };
            let due = span.after(at, self.calendar()).unwrap_or(at);
            let by = Promised::new(due, self.zone.get());
            let called = called.iter().find(|one| one.position == position);
            Some(RungStep {
                position,
                number: called.map_or(0, |one| one.number),
                due: SetOffDue {
                    since: at,
                    span,
                    by,
                },
            })
        });
        Some(Event::Escalated(Escalated {
            rung,
            on: self.plan.rungs.get(rung)?.on,
            at,
            steps: steps.collect(),
        }))
    }

    /// The clock of a step of the reserve in a plan of a version that gave it its due time only when it was
    /// read: within its own time from being set off, else by the recovery deadline, or from then on within
    /// another whole recovery clock.
    pub(super) fn old_clock(&self, step: &Step, when: Instant) -> Clock {
        let recovery = self.recovery();
        let deadline = self.recover_at();
        let within = step.task.as_ref().and_then(|task| task.within);
        let another = || recovery.span;
        let span = within.or_else(|| another().filter(|_| when >= deadline));
        let due = span.and_then(|span| Some((span, span.after(when, self.calendar()).ok()?)));
        match due {
            None => Clock {
                since: when,
                ..Clock::named(when, deadline)
            },
            Some((span, due)) => Clock {
                since: when,
                due,
                span: Some(span),
                ..self.waiting()
            },
        }
    }
}
