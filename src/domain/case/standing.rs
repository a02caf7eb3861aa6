//! Where a case stands at a moment: which steps count, whether it is recovered.

use crate::domain::case::clock::{Clock, Waits};
use crate::domain::case::reserve::{Called, SetOff};
use crate::domain::case::shortfall::Shortfall;
use crate::domain::case::{Case, Cycle, Entered};
use crate::domain::event::{Outcome, Skipped};
use crate::domain::plan::order::{self, Doing};
use crate::domain::plan::{Due, LaterFailure, Promised, Step};
use crate::domain::playbook::{ClockName, Part};
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

/// What has become of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StepStatus<'c> {
    /// To be done.
    Open,
    /// Done.
    Done(&'c Entered),
    /// It became pointless, with the reason; neither done nor open.
    NotNeeded(&'c Skipped),
    /// Overtaken by the deadline: a dazzle step that the late branch replaced, or what was
    /// added to keep the deadline.
    Replaced,
}

/// A step that counts at some moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing<'c> {
    /// The step.
    pub step: &'c Step,
    /// The number it is called by; it never shifts.
    pub number: u32,
    /// What has become of it.
    pub status: StepStatus<'c>,
    /// Its clock: it started when the customer told us, at reopening, when a rung was set off, or with
    /// the recovery.
    pub clock: Clock,
    /// When it is due; for a follow-up before the recovery, as if it were recovered on the deadline.
    pub due_at: Instant,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
}

impl Standing<'_> {
    /// Says whether the step is still to be done.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.status, StepStatus::Open)
    }

    /// Says whether the customer is asked in it whether it is right now.
    #[must_use]
    pub fn asks_whether_right(&self) -> bool {
        self.step.part == Part::FollowUp
    }

    /// Says whether its time can be missed: what is done for the next customer makes no case late.
    #[must_use]
    pub fn can_be_late(&self) -> bool {
        !self.provisional && self.step.part != Part::Prevent
    }

    /// Says when it was done, if it was.
    #[must_use]
    pub fn done_at(&self) -> Option<Instant> {
        match self.status {
            StepStatus::Done(entered) => Some(entered.done.at),
            StepStatus::Open | StepStatus::NotNeeded(_) | StepStatus::Replaced => None,
        }
    }
}

/// How a cycle stands at a moment, worked out once.
#[derive(Clone, Debug)]
pub struct Stand<'c> {
    /// The steps that count, in the order of doing.
    pub steps: Vec<Standing<'c>>,
    /// When both halves of the complaint as it was told first were done.
    pub both_halves: Option<Instant>,
    /// When the customer was recovered.
    pub recovered: Option<Instant>,
    /// The rungs that have been set off.
    pub set_off: SetOff,
}

/// What a step's clock rests on, beside the step itself.
struct ClockBasis<'s> {
    recovered: Option<Instant>,
    set_off: &'s SetOff,
    now: Instant,
}

impl Cycle {
    /// Says when a step was done, if it was.
    #[must_use]
    pub fn done_at(&self, step: u32) -> Option<Instant> {
        self.done.get(&step).map(|entered| entered.done.at)
    }

    /// When a step stopped being open: it was done, or became pointless.
    pub(super) fn settled_at(&self, step: &Step) -> Option<Instant> {
        let done = self.done_at(step.number);
        done.or_else(|| self.skip_of(step).map(|skipped| skipped.at))
    }

    /// Gives the entry by which a step is not needed. When a change has left nothing of its half but
    /// what was skipped, it is needed again.
    fn skip_of(&self, step: &Step) -> Option<&Skipped> {
        let skipped = self.skipped.get(&step.number)?;
        let half = matches!(step.part, Part::Fix | Part::Dazzle) && step.is_own();
        let left = |other: &Step| {
            let counts = other.number != 0 && !self.skipped.contains_key(&other.number);
            counts && stands_for(other, step.part) && other.task.is_some()
        };
        (!half || self.plan.steps.iter().any(left)).then_some(skipped)
    }

    pub(super) fn is_settled(&self, step: &Step) -> bool {
        self.settled_at(step).is_some()
    }

    fn settled_by(&self, step: &Step, moment: Instant) -> bool {
        self.settled_at(step).is_some_and(|at| at <= moment)
    }

    /// Says whether the late branch has replaced the surprise at `now`: the deadline
    /// has passed, and some dazzle step was not done by then.
    #[must_use]
    pub fn is_on_late_branch(&self, now: Instant) -> bool {
        self.is_late_by(self.own_steps(Part::Dazzle, now), now)
    }

    /// The steps of a part by which the case is judged: those of the complaint as it was told first. What
    /// a raise of the severity brought in counts among them, unless both halves were done by then.
    fn own_steps(&self, part: Part, now: Instant) -> impl Iterator<Item = &Step> + Clone {
        let before = self.done_without_raises(now);
        let own = move |step: &&Step| {
            let needed = match (step.since, before) {
                (Some(since), Some(done)) => since < done,
                (None, _) | (_, None) => true,
            };
            step.part == part && step.is_own() && needed
        };
        self.plan.steps.iter().filter(own)
    }

    /// When both halves were done but for what raises of the severity brought in; `None` as well where none
    /// did.
    fn done_without_raises(&self, now: Instant) -> Option<Instant> {
        let steps = self.plan.steps.iter();
        if steps.clone().all(|step| step.since.is_none()) {
            return None;
        }
        let planned = |part| {
            let mine =
                move |step: &&Step| step.part == part && step.is_own() && step.since.is_none();
            steps.clone().filter(mine)
        };
        let late = self.is_late_by(planned(Part::Dazzle), now);
        let deadline = self.recover_at();
        let in_time = planned(Part::Dazzle).filter(|step| !late || self.settled_by(step, deadline));
        let instead = planned(Part::Late).filter(|_| late);
        self.latest(planned(Part::Fix).chain(in_time).chain(instead))
    }

    /// Whether the deadline has passed and not all of a surprise was done by then, or has passed unmet
    /// before the case was planned again.
    fn is_late_by<'s>(&self, mut surprise: impl Iterator<Item = &'s Step>, now: Instant) -> bool {
        let deadline = self.recover_at();
        let missed = |step: &Step| !self.settled_by(step, deadline);
        now > deadline && (self.plan.unmet_at.is_some() || surprise.any(missed))
    }

    /// The moment at which both halves were complete, seen from `now`: the case's own verdict, in which
    /// failures told later have no part.
    ///
    /// Steps that a rung added after that moment do not take it back: a recovery in
    /// time stays in time. Those of a share of the clock are there to keep the deadline, so
    /// they never hold it up.
    pub(super) fn completed(&self, now: Instant, set_off: &SetOff) -> Option<Instant> {
        let late = self.is_on_late_branch(now);
        let deadline = self.recover_at();
        let dazzle = self.own_steps(Part::Dazzle, now);
        let in_time = dazzle.filter(|step| !late || self.settled_by(step, deadline));
        let instead = self.own_steps(Part::Late, now).filter(|_| late);
        let surprise = in_time.chain(instead);
        let added = self.added(now, set_off);
        let by_rung = added.iter().map(|(_, _, step)| *step);
        let fixed = self.half_done(self.own_steps(Part::Fix, now), Part::Fix, by_rung)?;
        let dazzled = self.half_done(surprise, Part::Dazzle, std::iter::empty())?;
        let mut completed = fixed.max(dazzled);
        for (when, _, step) in added {
            if when < completed && !self.is_of_share(step) {
                completed = completed.max(self.latest(std::iter::once(step))?);
            }
        }
        Some(completed.max(self.plan.unmet_at.unwrap_or(completed)))
    }

    /// When a half was complete: none of its steps is open, and where some became pointless one of the
    /// others was really done, a rung's or one that replaces the half among them.
    fn half_done<'s>(
        &'s self,
        steps: impl Iterator<Item = &'s Step> + Clone,
        part: Part,
        by_rung: impl Iterator<Item = &'s Step>,
    ) -> Option<Instant> {
        let completed = self.latest(steps.clone())?;
        let pointless = |step: &Step| self.skipped.contains_key(&step.number);
        if !steps.clone().any(pointless) {
            return Some(completed);
        }
        let done = |step: &Step| self.done_at(step.number);
        let instead = self.plan.steps.iter().filter(|step| replaces(step, part));
        let all = steps.chain(by_rung).chain(instead);
        let first = all.filter_map(done).min()?;
        Some(completed.max(first))
    }

    /// Whether a step has lost its point: what a share of the clock added, to keep the
    /// deadline, is over with the deadline, or once both halves are done.
    fn is_overtaken(&self, step: &Step, seen: &ClockBasis<'_>) -> bool {
        let open = self.is_of_share(step) && !self.done.contains_key(&step.number);
        open && (seen.now > self.recover_at() || seen.recovered.is_some())
    }

    /// Says whether at least the repair is done.
    #[must_use]
    pub fn repaired(&self, now: Instant) -> bool {
        self.latest(self.own_steps(Part::Fix, now)).is_some()
    }

    /// Says whether the first answer to the complaint as it was told first was given. What a change asks for
    /// after that is due later, and takes it back no more.
    pub(super) fn first_answer_was_given(&self) -> bool {
        let sorry = self.plan.steps.iter().filter(|step| {
            let own = step.part == Part::Acknowledge && step.is_own();
            own && self.skip_of(step).is_none()
        });
        let first = self.plan.first_response.at;
        let in_time = |step: &&Step| matches!(step.due, Due::At(promised) if promised.at <= first);
        if sorry.clone().any(|step| in_time(&step)) {
            self.latest(sorry.filter(in_time)).is_some()
        } else {
            self.latest(sorry).is_some()
        }
    }

    /// Says what a cycle that is not recovered lacks.
    #[must_use]
    pub fn shortfall(&self, now: Instant) -> Shortfall {
        let mut later = self.plan.later.iter();
        let fixed = later.all(|one| self.settled_for(&one.complaint, Part::Fix).is_some());
        if self.repaired(now) && fixed {
            Shortfall::RepairOnly
        } else {
            Shortfall::NotRepaired
        }
    }

    /// The moment the last of these steps was done or became pointless; `None` when one is open.
    pub(super) fn latest<'s>(&self, steps: impl Iterator<Item = &'s Step>) -> Option<Instant> {
        let mut latest = self.plan.start.at;
        for step in steps {
            latest = latest.max(self.settled_at(step)?);
        }
        Some(latest)
    }

    /// When both halves of the complaint as it was told first were done, seen from `now`: what its
    /// deadline is judged by.
    #[must_use]
    pub fn both_halves_at(&self, now: Instant) -> Option<Instant> {
        self.both_halves(now, &self.set_off(now))
    }

    fn both_halves(&self, now: Instant, set_off: &SetOff) -> Option<Instant> {
        self.completed(now, set_off).filter(|at| *at <= now)
    }

    /// When a failure told later was answered, or put right; `None` while a step of it is open.
    pub(super) fn settled_for(&self, failure: &str, part: Part) -> Option<Instant> {
        let steps = self.plan.steps.iter();
        // What was planned as the surprise may put it right as well.
        let serves =
            |step: &&Step| step.part == part || (part, step.part) == (Part::Fix, Part::Dazzle);
        self.latest(steps.filter(serves).filter(|step| step.is_for(failure)))
    }

    /// Says when the customer was recovered, seen from `now`: both halves are done, and every failure
    /// told later is answered and put right.
    #[must_use]
    pub fn recovered_at(&self, now: Instant) -> Option<Instant> {
        self.with_later(self.both_halves_at(now)?, now)
    }

    /// When the failures told later were settled as well.
    fn with_later(&self, mut recovered: Instant, now: Instant) -> Option<Instant> {
        for later in &self.plan.later {
            for part in [Part::Acknowledge, Part::Fix] {
                recovered = recovered.max(self.settled_for(&later.complaint, part)?);
            }
        }
        Some(recovered).filter(|at| *at <= now)
    }

    /// Gives the steps that count at a moment, in the order of doing.
    #[must_use]
    pub fn steps(&self, now: Instant) -> Vec<Standing<'_>> {
        self.stand(now).steps
    }

    /// Gives how the cycle stands at a moment.
    #[must_use]
    pub fn stand(&self, now: Instant) -> Stand<'_> {
        let set_off = self.set_off(now);
        let both_halves = self.both_halves(now, &set_off);
        let recovered = both_halves.and_then(|done| self.with_later(done, now));
        let seen = ClockBasis {
            recovered,
            set_off: &set_off,
            now,
        };
        let planned = self.plan.steps.iter();
        let planned = planned.filter(|step| step.rung.is_none() && step.part != Part::Late);
        let planned = planned.map(|step| (step, step.number));
        let called = self.called(now, &set_off).into_iter();
        let called = called.map(|Called { step, number, .. }| (step, number));
        let steps: Vec<Standing<'_>> = planned
            .chain(called)
            .map(|(step, number)| self.standing(step, number, &seen))
            .collect();
        Stand {
            steps: in_order(&steps),
            both_halves,
            recovered,
            set_off,
        }
    }

    fn standing<'c>(&'c self, step: &'c Step, number: u32, seen: &ClockBasis<'_>) -> Standing<'c> {
        let clock = self.clock(step, seen);
        let unrecovered = seen.recovered.is_none();
        Standing {
            step,
            number,
            status: self.status(step, seen),
            clock,
            due_at: self.due_at(clock),
            provisional: matches!(step.due, Due::AfterRecovery(_)) && unrecovered,
        }
    }

    fn status(&self, step: &Step, seen: &ClockBasis<'_>) -> StepStatus<'_> {
        let surprise = step.part == Part::Dazzle && step.is_own() && step.also_for.is_empty();
        if let Some(skipped) = self.skip_of(step) {
            return StepStatus::NotNeeded(skipped);
        }
        let answered = || self.answer_of(step);
        match self.done.get(&step.number).or_else(answered) {
            Some(entered) => StepStatus::Done(entered),
            None if surprise && self.is_on_late_branch(seen.now) => StepStatus::Replaced,
            None if self.is_overtaken(step, seen) => StepStatus::Replaced,
            None => StepStatus::Open,
        }
    }

    /// What answered the further contact that a step is for.
    pub(super) fn answer_of(&self, step: &Step) -> Option<&Entered> {
        let known = step.answered_by.and_then(|number| self.done.get(&number));
        known.or_else(|| self.answer_to(step.contact?))
    }

    /// What answered a further contact: the first apology since, or what a rung added because they had to
    /// get in touch so often.
    fn answer_to(&self, contact: Instant) -> Option<&Entered> {
        let speaks = |step: &&Step| match step.rung {
            Some(_) => self.is_of_contact(step),
            None => step.part == Part::Acknowledge,
        };
        let steps = self.plan.steps.iter().filter(speaks);
        let entered = steps.filter_map(|step| self.done.get(&step.number));
        let since = entered.filter(|entered| entered.done.at >= contact);
        since.min_by_key(|entered| entered.done.at)
    }

    fn clock(&self, step: &Step, seen: &ClockBasis<'_>) -> Clock {
        let when = step.rung.and_then(|rung| seen.set_off.get(&rung)).copied();
        let met = self.done_at(step.number);
        if let Some(clock) = self.set_off_clock(step, seen.set_off) {
            return Clock { met, ..clock };
        }
        let clock = match (step.due, when) {
            (Due::At(_), Some(when)) => self.old_clock(step, when),
            (Due::At(promised), None) => self.planned_clock(step, promised.at),
            (Due::AfterRecovery(span), _) => self.after_recovery(span, seen.recovered),
            (Due::WithRecovery | Due::SetOff(_) | Due::AfterSetOff(_), _) => self.recovery(),
        };
        let sooner = self.wanted_sooner(step, clock.due, seen.set_off);
        let sooner = sooner.and_then(|step| self.set_off_clock(step, seen.set_off));
        Clock {
            met,
            ..sooner.unwrap_or(clock)
        }
    }

    /// What every clock of a step has in common that is not a first answer: any pause counts, and none
    /// takes it beyond the recovery deadline.
    pub(super) fn waiting(&self) -> Clock {
        Clock {
            waits: Waits::ForAnyReason,
            last: Some(self.recover_at()),
            ..self.recovery()
        }
    }

    /// The clock of a step that is planned for a time: that of the failure it is for.
    pub(super) fn planned_clock(&self, step: &Step, due: Instant) -> Clock {
        let within = step.task.as_ref().and_then(|task| task.within);
        let later = self.failure_behind(step, due);
        let told = later.map_or(self.plan.start.at, |one| one.told.at);
        let since = step.contact.unwrap_or(told);
        let first_response = match later {
            Some(failure) => failure.first_response.span,
            None => self.plan.clock(ClockName::FirstResponse).span,
        };
        let never_waits = match step.part {
            Part::Acknowledge => Some(first_response),
            Part::Prevent => Some(self.plan.clock(ClockName::FollowUp).span),
            Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp => None,
        };
        if let Some(of_part) = never_waits {
            return Clock {
                span: Some(within.unwrap_or(of_part)),
                ..Clock::named(since, due)
            };
        }
        let of_part = later.map_or_else(|| self.recovery(), |failure| self.repair(failure));
        Clock {
            since,
            due,
            span: within.or(of_part.span),
            waits: Waits::ForAnyReason,
            last: Some(self.due_at(of_part)),
            ..of_part
        }
    }

    /// The clock by which a failure told later is put right.
    pub(super) fn repair(&self, failure: &LaterFailure) -> Clock {
        Clock {
            since: failure.told.at,
            due: failure.fixed_by.at,
            span: Some(failure.recover.span),
            ..self.recovery()
        }
    }

    /// The failure told later that sets the time of a step: it alone asks for the step, or wants it earlier
    /// than the complaint as it was told first.
    #[must_use]
    pub fn failure_behind(&self, step: &Step, due: Instant) -> Option<&LaterFailure> {
        let mut later = self.plan.later.iter();
        if let Some(failure) = &step.failure {
            return later.find(|later| later.complaint == *failure);
        }
        let within = step.task.as_ref().and_then(|task| task.within);
        let by = |told: Instant, (answer, fix): (Promised, Promised)| match (within, step.part) {
            (Some(within), _) => within.after(told, self.calendar()).unwrap_or(told),
            (None, Part::Acknowledge) => answer.at,
            (None, _) => fix.at,
        };
        let first = (self.plan.first_response, self.plan.recover);
        if step.also_for.is_empty() || by(self.plan.start.at, first) == due {
            return None;
        }
        let wants = |one: &&LaterFailure| {
            let also = step.also_for.contains(&one.complaint);
            also && by(one.told.at, (one.answer_by, one.fixed_by)) == due
        };
        later.find(wants)
    }

    /// A clock that runs from the recovery, until then from its deadline.
    pub(super) fn after_recovery(&self, span: Span, recovered: Option<Instant>) -> Clock {
        let since = recovered.unwrap_or(self.recover_at());
        Clock {
            since,
            due: span.after(since, self.calendar()).unwrap_or(since),
            span: Some(span),
            waits: Waits::ForAnyReason,
            met: None,
            last: None,
        }
    }
}

/// Whether a step is of a part, or takes its place.
pub(super) fn stands_for(step: &Step, part: Part) -> bool {
    step.part == part || replaces(step, part)
}

fn replaces(step: &Step, part: Part) -> bool {
    let task = step.task.as_ref();
    task.is_some_and(|task| task.replaces == Some(part))
}

/// Puts steps into the order of doing.
fn in_order<'c>(steps: &[Standing<'c>]) -> Vec<Standing<'c>> {
    let doing = |one: &Standing<'c>| Doing {
        step: one.step,
        due_at: one.due_at,
    };
    let doing: Vec<Doing<'_>> = steps.iter().map(doing).collect();
    let order = order::of_doing(&doing);
    order.into_iter().map(|at| steps[at]).collect()
}

impl Case {
    /// The moment up to which its clocks have run: closing stops them all.
    #[must_use]
    pub fn stopped_at(&self, now: Instant) -> Instant {
        let closed = self.closed.as_ref().and_then(|closed| closed.at);
        closed.map_or(now, |at| at.min(now))
    }

    /// Gives how the running cycle stands at a moment.
    #[must_use]
    pub fn stand(&self, now: Instant) -> Option<Stand<'_>> {
        let cycle = self.cycle()?;
        Some(cycle.stand(self.stopped_at(now)))
    }

    /// Gives the steps of the running cycle that count at a moment, in the order of doing.
    #[must_use]
    pub fn steps(&self, now: Instant) -> Vec<Standing<'_>> {
        self.stand(now).map_or_else(Vec::new, |stand| stand.steps)
    }

    /// Gives the steps of a cycle that counted when it ended; of the running one, those that count now.
    #[must_use]
    pub fn steps_of<'c>(&'c self, cycle: &'c Cycle, now: Instant) -> Vec<Standing<'c>> {
        let is_it = |other: &Cycle| std::ptr::eq(other, cycle);
        let at = self.cycles.iter().position(is_it).unwrap_or_default();
        let seen = self.stopped_in(at, now);
        cycle.steps(seen)
    }

    /// Says when the customer was recovered in the running cycle.
    #[must_use]
    pub fn recovered_at(&self, now: Instant) -> Option<Instant> {
        self.cycle()?.recovered_at(self.stopped_at(now))
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
        Some(cycle.shortfall(stopped))
    }
}

impl Outcome {
    /// Says whether the outcome claims more than a repair can bring about.
    #[must_use]
    pub const fn needs_both_halves(self) -> bool {
        matches!(self, Self::WonBack)
    }

    /// Says whether the outcome claims that the customer is content.
    #[must_use]
    pub const fn claims_content(self) -> bool {
        matches!(self, Self::WonBack | Self::Satisfied)
    }
}
