//! Rungs in the history: what a write to a case stores of them, beside what it is about.
//!
//! A rung acts at once. What a command sets off is stored in the operation of that command, what the clock
//! has set off since the last write is stored before it; and when either raises the severity, the
//! case is planned again in the same operation.

use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Escalated, Event, LateBegan, Raise, StoodDown, TakesIn, Unfit};
use crate::domain::plan::Due;
use crate::domain::playbook::Trigger;
use crate::domain::playbook::cell::Severity;
use crate::domain::time::zone::Instant;

/// How much it hurts, by the running plan and by the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedFor {
    /// The severity that the plan was made for; `None` without a plan.
    pub plan: Option<Severity>,
    /// The severity of the case.
    pub case: Severity,
}

impl TakesIn<Escalated> for Case {
    fn take_in(&mut self, escalated: Escalated, _: Instant) -> Result<(), Unfit> {
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        let rung = cycle.plan.rungs.get(escalated.rung).ok_or(Unfit::NoPlan)?;
        if rung.raise && !matches!(rung.on, Trigger::Reopened | Trigger::SecondFailure) {
            self.facts.grounds.raises.push(Raise::Rung(rung.line));
        }
        cycle.escalated.insert(escalated.rung, escalated.at);
        for added in &escalated.steps {
            let steps = &mut cycle.plan.steps;
            let step = steps.get_mut(added.position).ok_or(Unfit::NoPlan)?;
            (step.number, step.due) = (added.number, Due::SetOff(added.due));
            cycle.last_number = cycle.last_number.max(added.number);
        }
        Ok(())
    }
}

impl TakesIn<LateBegan> for Case {
    fn take_in(&mut self, late: LateBegan, _: Instant) -> Result<(), Unfit> {
        let cycle = self.running_cycle()?;
        for added in &late.steps {
            let steps = &mut cycle.plan.steps;
            let step = steps.get_mut(added.position).ok_or(Unfit::NoPlan)?;
            step.number = added.number;
            cycle.last_number = cycle.last_number.max(added.number);
        }
        Ok(())
    }
}

impl TakesIn<StoodDown> for Case {
    fn take_in(&mut self, down: StoodDown, _: Instant) -> Result<(), Unfit> {
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        let rung = cycle.plan.rungs.get(down.rung).ok_or(Unfit::NoPlan)?;
        cycle.escalated.remove(&down.rung);
        let raises = &mut self.facts.grounds.raises;
        let raised = raises
            .iter()
            .rposition(|raise| *raise == Raise::Rung(rung.line));
        raised.map(|at| raises.remove(at));
        Ok(())
    }
}

impl Case {
    /// Gives the case with these events.
    #[must_use]
    pub fn with(&self, events: &[Event], now: Instant) -> Self {
        let mut after = self.clone();
        for event in events {
            // They were made for this very case, so they fit.
            let _ = after.apply(event.clone(), now);
        }
        after
    }

    /// Gives the case with what the clock has set off, and the events that store it.
    #[must_use]
    pub fn caught_up(&self, now: Instant) -> (Self, Vec<Event>) {
        let open = self.cycle().filter(|_| self.closed.is_none());
        let events = open.map_or_else(Vec::new, |cycle| cycle.unstored(&cycle.set_off(now), now));
        (self.with(&events, now), events)
    }

    /// Puts what the clock has set off before an event, so that it is stored
    /// by the next write to the case.
    #[must_use]
    pub fn with_rungs(&self, event: Event, now: Instant) -> Vec<Event> {
        let mut events = self.unstored_before(&event, now);
        let down = self.stood_down(&event, now);
        events.push(event);
        events.extend(down);
        events
    }

    /// What the clock has set off and nobody has stored. A step that was done in time, or a promise kept in
    /// time, and is only entered now takes back what would have been set off without it.
    fn unstored_before(&self, event: &Event, now: Instant) -> Vec<Event> {
        let of_before = matches!(
            event,
            Event::Done(_) | Event::PromiseKept(_) | Event::PromiseMade(_)
        );
        let entered = of_before.then(|| self.clone()).and_then(|mut after| {
            let fits = after.apply(event.clone(), now);
            fits.ok().map(|()| after)
        });
        let seen = entered.as_ref().unwrap_or(self);
        let (Some(cycle), None) = (seen.cycle(), &self.closed) else {
            return Vec::new();
        };
        cycle.unstored(&cycle.set_off(now), now)
    }

    /// Takes back rungs of the clock for which an entry of something done in time leaves no
    /// ground, unless something was done about them already.
    fn stood_down(&self, event: &Event, now: Instant) -> Vec<Event> {
        if !matches!(event, Event::Done(_) | Event::PromiseKept(_)) {
            return Vec::new();
        }
        let mut after = self.clone();
        if after.apply(event.clone(), now).is_err() {
            return Vec::new();
        }
        let Some(cycle) = after.cycle() else {
            return Vec::new();
        };
        let groundless = |rung: &&usize| !cycle.is_grounded(**rung) && !cycle.has_acted(**rung);
        let down = cycle.escalated.keys().filter(groundless);
        let events = down.filter_map(|rung| {
            let on = cycle.plan.rungs.get(*rung)?.on;
            Some(Event::StoodDown(StoodDown { rung: *rung, on }))
        });
        events.collect()
    }

    /// Gives the events that store the rungs whose condition holds by what is written down, however long
    /// it has; each is set off at `at`, once in a cycle.
    #[must_use]
    pub fn weighed(&self, at: Instant) -> Vec<Event> {
        let open = self.cycle().filter(|_| self.closed.is_none());
        let Some(cycle) = open else {
            return Vec::new();
        };
        let mut set_off = cycle.escalated.clone();
        for (rung, frozen) in cycle.plan.rungs.iter().enumerate() {
            if self.holds(cycle, frozen.on) {
                set_off.entry(rung).or_insert(at);
            }
        }
        let events = cycle.unstored(&set_off, at).into_iter();
        events
            .filter(|event| matches!(event, Event::Escalated(_)))
            .collect()
    }

    /// Whether what sets off a rung is so, for all that no clock has to be looked at.
    fn holds(&self, cycle: &Cycle, on: Trigger) -> bool {
        let reached =
            |count: u32, so_far: usize| usize::try_from(count).is_ok_and(|count| so_far >= count);
        match on {
            Trigger::Contact(count) => reached(count, self.contacts_in(cycle)),
            Trigger::Failures(count) => reached(count, self.facts.complaints.len()),
            Trigger::Reopened => self.cycles.len() > 1,
            Trigger::SecondFailure => self.logged.failed_before.is_some(),
            Trigger::Share(_) | Trigger::Late | Trigger::BrokenPromise => false,
        }
    }

    /// Counts the contacts of a cycle; what began it is the first.
    pub(super) fn contacts_in(&self, cycle: &Cycle) -> usize {
        let begun = cycle.plan.start.at;
        let written = self.contacts.iter().skip(cycle.contacts_before);
        let since = written.filter(|contact| contact.at >= begun);
        since.count() + 1
    }

    /// Gives the severity that the running plan was made for, and the one the case has.
    #[must_use]
    pub fn planned_for(&self) -> PlannedFor {
        PlannedFor {
            plan: self.cycle().map(|cycle| cycle.planned_for),
            case: self.severity(),
        }
    }

    /// Says whether the case has another severity than its plan was made for, and that is news beside what
    /// [`Case::planned_for`] gave before: an older version left its plans as they were.
    #[must_use]
    pub fn wants_another_plan(&self, before: PlannedFor) -> bool {
        let now = self.planned_for();
        let differs = now.plan.is_some_and(|planned| planned != now.case);
        self.closed.is_none() && differs && now != before
    }
}
