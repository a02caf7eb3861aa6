//! Where a case stands at a moment: which steps count, what comes next, whether it is recovered.

use std::collections::BTreeMap;

use crate::domain::calendar::Calendar;
use crate::domain::case::pause::{Clock, Waits};
use crate::domain::case::promise::Promise;
use crate::domain::case::{Case, Cycle, Entered};
use crate::domain::event::Outcome;
use crate::domain::plan::{Due, Step, Task};
use crate::domain::playbook::{ClockName, Part, Trigger};
use crate::domain::zone::Instant;

/// What has become of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status<'c> {
    /// To be done.
    Open,
    /// Done.
    Done(&'c Entered),
    /// Overtaken by the deadline: a dazzle step that the late branch replaced, or what was
    /// added to keep the deadline.
    Replaced,
}

/// A step that counts at some moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing<'c> {
    /// The step.
    pub step: &'c Step,
    /// What has become of it.
    pub status: Status<'c>,
    /// When its clock started: told, reopened, set off by a rung, or recovered.
    pub since: Instant,
    /// When it is due; for a follow-up before the recovery, as if it were recovered on the deadline.
    pub due_at: Instant,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
}

impl Standing<'_> {
    /// Says whether the step is still to be done.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.status, Status::Open)
    }
}

/// What has to be done next: a step, or what was promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Todo<'c> {
    /// A step of the plan.
    Step(Standing<'c>),
    /// A promise.
    Promise(&'c Promise),
}

/// A moment and the calendar by which days and open time are counted.
#[derive(Clone, Copy, Debug)]
pub struct AsOf<'c> {
    /// The moment.
    pub now: Instant,
    /// The zone and, where it was frozen with the plan, the hours of the shop.
    pub calendar: Calendar<'c>,
}

/// Rungs that have been set off, by position, and when.
pub type SetOff = BTreeMap<usize, Instant>;

impl Cycle {
    /// Says when a step was done, if it was.
    #[must_use]
    pub fn done_at(&self, step: u32) -> Option<Instant> {
        self.done.get(&step).map(|entered| entered.done.at)
    }

    fn done_by(&self, step: &Step, moment: Instant) -> bool {
        self.done_at(step.number).is_some_and(|at| at <= moment)
    }

    /// Says whether the late branch has replaced the surprise at `now`: the deadline
    /// has passed, and some dazzle step was not done by then.
    #[must_use]
    pub fn is_on_late_branch(&self, now: Instant) -> bool {
        let deadline = self.recover_at();
        now > deadline
            && self
                .own_steps(Part::Dazzle)
                .any(|step| !self.done_by(step, deadline))
    }

    fn own_steps(&self, part: Part) -> impl Iterator<Item = &Step> {
        let own = move |step: &&Step| step.part == part && step.rung.is_none();
        self.plan.steps.iter().filter(own)
    }

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
        let deadline = self.recover_at();
        match self.plan.rungs.get(rung)?.on {
            Trigger::Share(percent) => Some(self.share_at(percent)),
            Trigger::Late => Some(deadline),
            Trigger::BrokenPromise => self.first_broken_promise(),
            Trigger::Contact(_)
            | Trigger::Failures(_)
            | Trigger::Reopened
            | Trigger::SecondFailure => None,
        }
    }

    /// The moment at which both halves were complete, seen from `now`.
    ///
    /// Steps that a rung added after that moment do not take it back: a recovery in
    /// time stays in time. Those of a share of the clock are there to keep the deadline, so
    /// they never hold it up.
    fn completed(&self, now: Instant, set_off: &SetOff) -> Option<Instant> {
        let late = self.is_on_late_branch(now);
        let deadline = self.recover_at();
        let needed = |step: &&Step| match (step.part, step.rung) {
            (Part::Fix, None) => true,
            (Part::Dazzle, None) => !late || self.done_by(step, deadline),
            (Part::Late, None) => late,
            (Part::Acknowledge | Part::FollowUp | Part::Prevent, _) | (_, Some(_)) => false,
        };
        let halves = self.plan.steps.iter().filter(needed);
        let mut completed = self.latest(halves)?;
        for (when, step) in self.added(now, set_off) {
            if when < completed && !self.is_of_share(step) {
                completed = completed.max(self.latest(std::iter::once(step))?);
            }
        }
        Some(completed)
    }

    /// The steps that rungs have added, in the order of their being set off. An action that
    /// counts already is not asked for twice.
    fn added(&self, now: Instant, set_off: &SetOff) -> Vec<(Instant, &Step)> {
        let late = self.is_on_late_branch(now);
        let own = self
            .plan
            .steps
            .iter()
            .filter(|step| step.rung.is_none() && (step.part != Part::Late || late));
        let mut actions: Vec<&str> = own.filter_map(action_of).collect();
        let of_rung = |step| {
            let step: &Step = step;
            let when = set_off.get(&step.rung?)?;
            Some((*when, step))
        };
        let mut added: Vec<(Instant, &Step)> = self.plan.steps.iter().filter_map(of_rung).collect();
        added.sort_by_key(|(when, step)| (*when, step.number));
        added.retain(|(_, step)| {
            let Some(action) = action_of(step) else {
                return true;
            };
            let known = actions.contains(&action);
            actions.push(action);
            !known || self.done.contains_key(&step.number)
        });
        added
    }

    /// Whether a step has lost its point: what a share of the clock added, to keep the
    /// deadline, is over with the deadline, or once both halves are done.
    fn is_overtaken(&self, step: &Step, now: Instant) -> bool {
        let open = self.is_of_share(step) && !self.done.contains_key(&step.number);
        open && (now > self.recover_at() || self.recovered_at(now).is_some())
    }

    fn is_of_share(&self, step: &Step) -> bool {
        let rung = step.rung.and_then(|rung| self.plan.rungs.get(rung));
        rung.is_some_and(|rung| matches!(rung.on, Trigger::Share(_)))
    }

    /// Says whether at least the repair is done.
    #[must_use]
    pub fn repaired(&self) -> bool {
        self.latest(self.own_steps(Part::Fix)).is_some()
    }

    /// Says whether every acknowledgement of the plan is done.
    #[must_use]
    pub fn answered(&self) -> bool {
        self.latest(self.own_steps(Part::Acknowledge)).is_some()
    }

    /// Says what a cycle that is not recovered lacks.
    #[must_use]
    pub fn shortfall(&self) -> Shortfall {
        if self.repaired() {
            Shortfall::RepairOnly
        } else {
            Shortfall::NotRepaired
        }
    }

    /// The moment the last of these steps was done; `None` when one is open.
    fn latest<'s>(&self, steps: impl Iterator<Item = &'s Step>) -> Option<Instant> {
        let mut latest = self.plan.start.at;
        for step in steps {
            latest = latest.max(self.done_at(step.number)?);
        }
        Some(latest)
    }

    /// Says when both halves were done, seen from `now`.
    #[must_use]
    pub fn recovered_at(&self, now: Instant) -> Option<Instant> {
        self.completed(now, &self.set_off(now))
            .filter(|at| *at <= now)
    }

    /// Gives the steps that count at a moment, by number.
    #[must_use]
    pub fn steps(&self, as_of: AsOf<'_>) -> Vec<Standing<'_>> {
        let late = self.is_on_late_branch(as_of.now);
        let set_off = self.set_off(as_of.now);
        let recovered = self.recovered_at(as_of.now);
        let added = self.added(as_of.now, &set_off);
        let counts = |step: &&Step| match (step.rung, step.part) {
            (Some(_), _) => added.iter().any(|(_, other)| other.number == step.number),
            (None, Part::Late) => late,
            (
                None,
                Part::Acknowledge | Part::Fix | Part::Dazzle | Part::FollowUp | Part::Prevent,
            ) => true,
        };
        let standing = |step| {
            let status = self.status(step, as_of.now);
            let due = self.due(step, (recovered, &set_off), as_of.calendar);
            Standing {
                step,
                status,
                since: due.since,
                due_at: due.at,
                provisional: matches!(step.due, Due::AfterRecovery(_)) && recovered.is_none(),
            }
        };
        self.plan
            .steps
            .iter()
            .filter(counts)
            .map(standing)
            .collect()
    }

    fn status(&self, step: &Step, now: Instant) -> Status<'_> {
        let surprise = step.part == Part::Dazzle && step.rung.is_none();
        match self.done.get(&step.number) {
            Some(entered) => Status::Done(entered),
            None if surprise && self.is_on_late_branch(now) => Status::Replaced,
            None if self.is_overtaken(step, now) => Status::Replaced,
            None => Status::Open,
        }
    }

    fn due(
        &self,
        step: &Step,
        (recovered, set_off): (Option<Instant>, &SetOff),
        calendar: Calendar<'_>,
    ) -> Running {
        let start = self.plan.start.at;
        let when = step.rung.and_then(|rung| set_off.get(&rung)).copied();
        let within = step.task.as_ref().and_then(|task| task.within);
        let recover = self.plan.clock(ClockName::Recover).span;
        let clock = |since, due, span| Clock {
            since,
            due,
            span,
            waits: Waits::ForAnyReason,
            met: self.done_at(step.number),
        };
        match (step.due, when) {
            (Due::At(_), Some(when)) => self.rung_due((step, when), calendar),
            (Due::At(promised), None) if step.part == Part::Acknowledge => Running {
                since: start,
                at: promised.at,
            },
            (Due::At(promised), None) => {
                self.waited(clock(start, promised.at, within.unwrap_or(recover)))
            }
            (Due::AfterRecovery(span), _) => {
                let since = recovered.unwrap_or(self.recover_at());
                let due = span.after(since, calendar).unwrap_or(since);
                let at = self.moved(clock(since, due, span));
                Running { since, at }
            }
        }
    }

    /// Adds the pauses to a deadline of the recovery; none takes it beyond the recovery deadline
    /// if it was not beyond it before.
    fn waited(&self, clock: Clock) -> Running {
        let moved = self.moved(clock);
        let last = self.recover_at();
        let at = if clock.due <= last {
            moved.min(last)
        } else {
            moved
        };
        Running {
            since: clock.since,
            at,
        }
    }

    /// When a step that a rung added is due: within its own time from being set off, else
    /// by the recovery deadline, or from then on within another whole recovery clock.
    fn rung_due(&self, (step, when): (&Step, Instant), calendar: Calendar<'_>) -> Running {
        let deadline = self.recover_at();
        let within = step.task.as_ref().and_then(|task| task.within);
        let another = || self.plan.clock(ClockName::Recover).span;
        let span = within.or_else(|| (when >= deadline).then(another));
        let due = span.and_then(|span| Some((span, span.after(when, calendar).ok()?)));
        let Some((span, due)) = due else {
            return Running {
                since: when,
                at: deadline,
            };
        };
        self.waited(Clock {
            since: when,
            due,
            span,
            waits: Waits::ForAnyReason,
            met: self.done_at(step.number),
        })
    }
}

/// When the clock of a step started, and when it runs out.
struct Running {
    since: Instant,
    at: Instant,
}

impl Case {
    /// The moment up to which its clocks have run: closing stops them all.
    #[must_use]
    pub fn stopped_at(&self, now: Instant) -> Instant {
        let closed = self.closed.as_ref().and_then(|closed| closed.at);
        closed.map_or(now, |at| at.min(now))
    }

    /// Pairs a moment with the calendar of a cycle.
    pub(super) fn as_of<'c>(&'c self, cycle: &'c Cycle, now: Instant) -> AsOf<'c> {
        AsOf {
            now,
            calendar: cycle.calendar(),
        }
    }

    /// Gives the steps of the running cycle that count at a moment.
    #[must_use]
    pub fn steps(&self, now: Instant) -> Vec<Standing<'_>> {
        let now = self.stopped_at(now);
        self.cycle()
            .map_or_else(Vec::new, |cycle| cycle.steps(self.as_of(cycle, now)))
    }

    /// Says when both halves were done in the running cycle.
    #[must_use]
    pub fn recovered_at(&self, now: Instant) -> Option<Instant> {
        self.cycle()?.recovered_at(self.stopped_at(now))
    }

    /// Gives the step to do next: the open one that is due first, unless it waits for another.
    #[must_use]
    pub fn next_step(&self, now: Instant) -> Option<Standing<'_>> {
        if self.closed.is_some() {
            return None;
        }
        let steps = self.steps(now);
        let open: Vec<Standing<'_>> = steps.into_iter().filter(Standing::is_open).collect();
        let free = open
            .iter()
            .filter(|one| !one.provisional && !waits(one.step, &open));
        let first = free.min_by_key(|one| (one.due_at, one.step.part, one.step.number));
        first.copied()
    }

    /// Gives what has to be done next: the step, unless a promise lapses before it is due.
    #[must_use]
    pub fn next_todo(&self, now: Instant) -> Option<Todo<'_>> {
        let open = self.cycle().filter(|_| self.closed.is_none());
        let promise = open.and_then(Cycle::next_promise);
        match (self.next_step(now), promise) {
            (Some(step), Some(promise)) if promise.made.by.at >= step.due_at => {
                Some(Todo::Step(step))
            }
            (_, Some(promise)) => Some(Todo::Promise(promise)),
            (step, None) => step.map(Todo::Step),
        }
    }

    /// Says whether the case ended with the repair alone, or without even that.
    #[must_use]
    pub fn shortfall(&self, now: Instant) -> Option<Shortfall> {
        self.closed.as_ref()?;
        let cycle = self.cycle()?;
        let stopped = self.stopped_at(now);
        if cycle.recovered_at(stopped).is_some() {
            return None;
        }
        Some(cycle.shortfall())
    }
}

/// What a case that is closed without both halves lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortfall {
    /// Put right, but nothing they did not expect.
    RepairOnly,
    /// Not even put right.
    NotRepaired,
}

impl Shortfall {
    /// Says it as the end of a sentence about a case.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RepairOnly => "has been put right, but nothing they did not expect was done",
            Self::NotRepaired => "has not been put right",
        }
    }
}

impl Outcome {
    /// Says whether the outcome claims more than a repair can bring about.
    #[must_use]
    pub const fn needs_both_halves(self) -> bool {
        matches!(self, Self::WonBack)
    }
}

fn action_of(step: &Step) -> Option<&str> {
    step.task.as_ref().map(|task| task.action.as_str())
}

/// Says whether a step waits for another that is open.
#[must_use]
pub fn waits(step: &Step, open: &[Standing<'_>]) -> bool {
    let after = step.task.as_ref().and_then(|task| task.after.as_deref());
    after.is_some_and(|after| {
        let is_it = |task: &Task| task.action == after;
        open.iter()
            .any(|other| other.step.task.as_ref().is_some_and(is_it))
    })
}
