//! A case: the fold of its events, and what it says at a given moment.
//!
//! Nothing here is stored. A case is what its history adds up to; what depends
//! on the time of day (late, the late branch, rungs set off by the clock) is
//! worked out from `now` each time it is asked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use thiserror::Error;

use crate::domain::calendar::Calendar;
use crate::domain::case::pause::Pause;
use crate::domain::case::promise::Promise;
use crate::domain::case::reserve::SetOff;
use crate::domain::cell::Severity;
use crate::domain::event::{
    Changed, Chosen, Closed, Contacted, Done, Escalated, Event, Facts, Grounds, LateBegan, Logged,
    Noted, Outcome, OwedAnswer, Paused, PromiseKept, PromiseMade, Raise, Reopened, Resumed,
    Reviewed, Skipped, StoodDown, ToldLater,
};
use crate::domain::id::Id;
use crate::domain::plan::{Due, Plan, Promised, Step, Task};
use crate::domain::playbook::{Part, Trigger};
use crate::domain::text::Text;
use crate::domain::zone::{Instant, Zone};

pub mod clock;
pub mod deadline;
pub mod decide;
pub mod fit;
pub mod next;
pub mod pause;
pub mod promise;
pub mod refusal;
pub mod reminders;
pub mod replan;
pub mod reserve;
pub mod review;
pub mod rungs;
pub mod skip;
pub mod standing;
pub mod summary;
pub mod untimely;

/// An event as it was recorded: what, when, and under which invocation.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The operation it belongs to, by its number in this file.
    pub operation: u64,
    /// When the operation was made.
    pub at: Instant,
    /// What happened.
    pub event: Event,
}

/// One run from planning to recovery: the first at logging, another at each reopening.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// The plan, with slots as they have been filled.
    pub plan: Plan,
    /// What was done, by step number, and when it was entered.
    pub done: BTreeMap<u32, Entered>,
    /// What became pointless, by step number.
    pub skipped: BTreeMap<u32, Skipped>,
    /// The highest number a step of the case ever had, so that none is used twice.
    pub last_number: u32,
    /// Rungs already set off, by position, and when.
    pub escalated: BTreeMap<usize, Instant>,
    /// Stretches during which some clocks wait, in their order; they never overlap.
    pub pauses: Vec<Pause>,
    /// What the customer was told with a time, by number.
    pub promises: Vec<Promise>,
    /// The severity the plan was made for; rungs may have raised it since.
    pub planned_for: Severity,
    /// When the case was closed, if it was opened again since: what was not due by then
    /// never became late.
    pub ended: Option<Instant>,
    /// The zone it counts its days and open hours in.
    pub zone: HomeZone,
    /// How many contacts had been written down when the cycle began.
    pub contacts_before: usize,
}

/// A done step, with the moment it was written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Entered {
    /// What was done.
    pub done: Done,
    /// When it was entered.
    pub entered: Instant,
}

/// One complaint of one customer and all that followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The id that stays unique beyond this shop.
    pub id: Id,
    /// The zone it counts its days in.
    pub zone: HomeZone,
    /// What was written down at logging; `facts` may have changed since, and its plan is with the first cycle.
    pub logged: Logged,
    /// When it was entered.
    pub entered: Instant,
    /// What is decided now.
    pub facts: Facts,
    /// Who holds it.
    pub holder: Option<Text>,
    /// Its cycles, oldest first; none for a case that was imported closed.
    pub cycles: Vec<Cycle>,
    /// Contacts after the first, which is the logging itself.
    pub contacts: Vec<Contacted>,
    /// Notes, with the moment of each.
    pub notes: Vec<(Instant, Noted)>,
    /// How it ended, while it is closed.
    pub closed: Option<Closed>,
    /// Why it was opened again, each time.
    pub reopened: Vec<(Instant, Text)>,
    /// Whether the customer stayed, once that is known.
    pub review: Option<Reviewed>,
    /// When the customer first told of each failure that came later, even if it was left out since.
    pub told_later: BTreeMap<String, ToldLater>,
    /// What they answered last when they were asked whether it is right now.
    pub last_answer: Option<bool>,
}

/// The zone a case was logged in, loaded only when days have to be counted.
///
/// The name is frozen with the case: a shop that moves does not move what it promised.
#[derive(Clone, Debug)]
pub struct HomeZone {
    name: String,
    loaded: OnceLock<Zone>,
}

impl HomeZone {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            loaded: OnceLock::new(),
        }
    }

    /// Gives the zone; UTC should its name no longer exist.
    #[must_use]
    pub fn get(&self) -> &Zone {
        let load = || Zone::bundled(&self.name).unwrap_or_else(|_| Zone::utc());
        self.loaded.get_or_init(load)
    }
}

impl PartialEq for HomeZone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Why events do not add up to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// Something happened to a case that was not logged.
    #[error("an event comes before its case was logged")]
    NotLogged,
    /// A second logging of the same case.
    #[error("the case was logged twice")]
    LoggedTwice,
    /// A reopening or a rung without a plan.
    #[error("an event needs a plan and the case has none")]
    NoPlan,
    /// Clocks that go on although they never waited.
    #[error("the clocks go on although nothing was paused")]
    NotPaused,
    /// Something that became of a promise nobody made.
    #[error("an event is about a promise that was never made")]
    NoPromise,
}

impl Case {
    /// Adds up the events of one case, in their order.
    ///
    /// `None` when there are none: the case was never logged, or its logging was undone.
    ///
    /// # Errors
    /// Refuses histories that no program of ours can have written.
    pub fn fold(id: Id, events: impl IntoIterator<Item = Recorded>) -> Result<Option<Self>, Unfit> {
        let mut case: Option<Self> = None;
        for recorded in events {
            match (&mut case, recorded.event) {
                (None, Event::Logged(logged)) => {
                    case = Some(Self::begin(id, *logged, recorded.at));
                }
                (None, _) => return Err(Unfit::NotLogged),
                (Some(_), Event::Logged(_)) => return Err(Unfit::LoggedTwice),
                (Some(case), event) => case.apply(event, recorded.at)?,
            }
        }
        Ok(case)
    }

    fn begin(id: Id, mut logged: Logged, entered: Instant) -> Self {
        let severity = logged.facts.grounds.severity();
        let zone = HomeZone::new(&logged.zone);
        let cycle = |plan| Cycle::new(plan, (severity, zone.clone()), 0);
        let cycles = logged.plan.take().map(cycle);
        Self {
            id,
            entered,
            zone: HomeZone::new(&logged.zone),
            facts: logged.facts.clone(),
            holder: logged.holder.clone(),
            cycles: cycles.into_iter().collect(),
            contacts: Vec::new(),
            notes: Vec::new(),
            closed: None,
            reopened: Vec::new(),
            review: None,
            last_answer: None,
            told_later: BTreeMap::new(),
            logged,
        }
    }

    /// Takes in one more event.
    ///
    /// # Errors
    /// Refuses an event that needs a plan when the case has none, and a second logging.
    pub fn apply(&mut self, event: Event, at: Instant) -> Result<(), Unfit> {
        match event {
            Event::Changed(changed) => self.change(*changed),
            Event::Done(done) => self.enter(done, at)?,
            Event::Skipped(skipped) => {
                let skips = &mut self.running_cycle()?.skipped;
                skips.insert(skipped.step, skipped);
            }
            Event::Chosen(chosen) => self.choose(chosen, at)?,
            Event::Noted(noted) => self.notes.push((at, noted)),
            Event::Contacted(contacted) => self.contact(contacted)?,
            Event::Assigned(assigned) => self.holder = Some(assigned.holder),
            Event::Escalated(escalated) => self.escalate(&escalated)?,
            Event::LateBegan(late) => self.begin_late(&late)?,
            Event::StoodDown(down) => self.stand_down(&down)?,
            Event::Paused(paused) => self.pause(paused)?,
            Event::Resumed(resumed) => self.resume(&resumed)?,
            Event::PromiseMade(made) => self.promise(made)?,
            Event::PromiseKept(kept) => self.keep(kept, at)?,
            // Written until the night report told everything every night; it changes nothing any more.
            Event::Announced(_) => {}
            Event::Reviewed(reviewed) => self.review = Some(reviewed),
            Event::Closed(closed) => self.close(closed),
            Event::Reopened(reopened) => self.reopen(*reopened, at),
            Event::Logged(_) => return Err(Unfit::LoggedTwice),
            Event::CustomerAdded(_)
            | Event::CustomerReach(_)
            | Event::CustomerTier(_)
            | Event::NightReported(_)
            | Event::Rehearsed(_)
            | Event::Imported(_)
            | Event::Undone(_)
            | Event::Redone(_) => {}
        }
        Ok(())
    }

    fn change(&mut self, changed: Changed) {
        self.facts = changed.facts;
        for later in &self.facts.later {
            let known = self.told_later.entry(later.complaint.clone());
            known.or_insert_with(|| later.clone());
        }
        let Some(plan) = changed.plan else { return };
        let severity = self.facts.grounds.severity();
        match self.cycles.last_mut() {
            Some(cycle) => cycle.replace(plan, severity),
            None => {
                let begin = (severity, self.zone.clone());
                self.cycles.push(Cycle::new(plan, begin, 0));
            }
        }
    }

    /// Writes a further contact down; the answer it has to get is a step of its own.
    fn contact(&mut self, contacted: Contacted) -> Result<(), Unfit> {
        if let Some(answer) = contacted.answer {
            let cycle = self.running_cycle()?;
            cycle.plan.steps.push(answer_step(&answer, contacted.at));
            cycle.last_number = cycle.last_number.max(answer.step);
        }
        self.contacts.push(contacted);
        Ok(())
    }

    /// Fills a slot; an action's own time counts unless it is over already.
    fn choose(&mut self, chosen: Chosen, at: Instant) -> Result<(), Unfit> {
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        let zone = cycle.zone.get().clone();
        let hours = cycle.plan.hours.clone();
        let calendar = Calendar::new(&zone, hours.as_ref());
        let start = cycle.plan.start.at;
        let mut steps = cycle.plan.steps.iter_mut();
        let step = steps
            .find(|step| step.number == chosen.step)
            .ok_or(Unfit::NoPlan)?;
        let own = chosen
            .task
            .within
            .and_then(|within| within.after(start, calendar).ok());
        if let (Some(own), Due::At(_)) = (own.filter(|own| *own >= at), step.due)
            && step.failure.is_none()
        {
            // Where several failures have made the time of its part shorter, it is due with that.
            let several = cycle.plan.ceiling.beside.is_some();
            let part = match step.part {
                Part::Acknowledge => Some(cycle.plan.first_response),
                Part::Fix | Part::Dazzle => Some(cycle.plan.recover),
                Part::Late | Part::FollowUp | Part::Prevent => None,
            };
            let sooner = part.filter(|part| several && part.at < own);
            step.due = Due::At(sooner.unwrap_or(Promised::new(own, &zone)));
        }
        step.task = Some(chosen.task);
        Ok(())
    }

    fn enter(&mut self, done: Done, entered: Instant) -> Result<(), Unfit> {
        self.last_answer = done.right.or(self.last_answer);
        let cycle = self.running_cycle()?;
        cycle.done.insert(done.step, Entered { done, entered });
        Ok(())
    }

    fn running_cycle(&mut self) -> Result<&mut Cycle, Unfit> {
        self.cycles.last_mut().ok_or(Unfit::NoPlan)
    }

    fn pause(&mut self, paused: Paused) -> Result<(), Unfit> {
        let ended = None;
        self.running_cycle()?.pauses.push(Pause { paused, ended });
        Ok(())
    }

    fn resume(&mut self, resumed: &Resumed) -> Result<(), Unfit> {
        let pause = self.running_cycle()?.pauses.last_mut();
        pause.ok_or(Unfit::NotPaused)?.ended = Some(resumed.at);
        Ok(())
    }

    fn promise(&mut self, made: PromiseMade) -> Result<(), Unfit> {
        let cycle = self.running_cycle()?;
        if let Some(old) = made.instead_of {
            let mut promises = cycle.promises.iter_mut();
            let old = promises.find(|promise| promise.made.promise == old);
            old.ok_or(Unfit::NoPromise)?.replaced_at = Some(made.made);
        }
        cycle.promises.push(Promise {
            made,
            kept: None,
            replaced_at: None,
        });
        Ok(())
    }

    fn keep(&mut self, kept: PromiseKept, entered: Instant) -> Result<(), Unfit> {
        let mut promises = self.running_cycle()?.promises.iter_mut();
        let promise = promises.find(|promise| promise.made.promise == kept.promise);
        promise.ok_or(Unfit::NoPromise)?.kept = Some((kept, entered));
        Ok(())
    }

    /// Closing stops every clock, a pause's as well.
    fn close(&mut self, closed: Closed) {
        if let (Some(cycle), Some(at)) = (self.cycles.last_mut(), closed.at) {
            cycle.stop_waiting(at);
        }
        self.closed = Some(closed);
    }

    fn escalate(&mut self, escalated: &Escalated) -> Result<(), Unfit> {
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

    fn begin_late(&mut self, late: &LateBegan) -> Result<(), Unfit> {
        let cycle = self.running_cycle()?;
        for added in &late.steps {
            let steps = &mut cycle.plan.steps;
            let step = steps.get_mut(added.position).ok_or(Unfit::NoPlan)?;
            step.number = added.number;
            cycle.last_number = cycle.last_number.max(added.number);
        }
        Ok(())
    }

    fn stand_down(&mut self, down: &StoodDown) -> Result<(), Unfit> {
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

    fn reopen(&mut self, reopened: Reopened, at: Instant) {
        let ended = self.closed.take().and_then(|closed| closed.at);
        let last_number = self.last_number();
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.ended = ended.or(reopened.answered_at);
            cycle.stop_waiting(cycle.ended.unwrap_or(at));
        }
        self.facts.grounds = reopened.grounds;
        // In the new round every failure counts from its beginning.
        self.facts.later.clear();
        self.told_later.clear();
        self.reopened.push((at, reopened.why));
        // What they were told with a time still holds.
        let open = self.cycles.last_mut().map_or_else(Vec::new, |cycle| {
            let (open, over) = std::mem::take(&mut cycle.promises)
                .into_iter()
                .partition(Promise::is_open);
            cycle.promises = over;
            open
        });
        if let Some(zone) = &reopened.zone {
            self.zone = HomeZone::new(zone);
        }
        self.review = None;
        let begin = (self.facts.grounds.severity(), self.zone.clone());
        let mut cycle = Cycle::new(reopened.plan, begin, last_number);
        cycle.promises = open;
        cycle.contacts_before = self.contacts.len();
        self.cycles.push(cycle);
    }

    /// Gives the highest number a step ever had, 0 without any.
    #[must_use]
    pub fn last_number(&self) -> u32 {
        self.cycles.last().map_or(0, |cycle| cycle.last_number)
    }

    /// Gives the case's label in this shop.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.logged.number
    }

    /// Gives how much it hurt as it is written down, raises included.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.grounds().severity()
    }

    /// Gives the severity that the case goes up to with its next change: a rung that the clock has set
    /// off since the last write to it raises it, and planning again is left to that write.
    #[must_use]
    pub fn goes_up_to(&self, now: Instant) -> Option<Severity> {
        let cycle = self.cycle()?;
        self.goes_up_with(&cycle.set_off(self.stopped_at(now)))
    }

    fn goes_up_with(&self, set_off: &SetOff) -> Option<Severity> {
        let cycle = self.cycle().filter(|_| self.closed.is_none())?;
        let fresh = set_off
            .keys()
            .filter(|rung| !cycle.escalated.contains_key(rung));
        let raising = fresh.filter_map(|rung| cycle.plan.rungs.get(*rung));
        let raises = raising.filter(|rung| rung.raise).count();
        let next = self.severity().raised(raises);
        (next > self.severity()).then_some(next)
    }

    /// Gives what the severity is made of.
    #[must_use]
    pub const fn grounds(&self) -> &Grounds {
        &self.facts.grounds
    }

    /// Gives the running cycle; `None` for a case that was imported closed.
    #[must_use]
    pub fn cycle(&self) -> Option<&Cycle> {
        self.cycles.last()
    }

    /// Counts how often the customer has had to get in touch; logging is the first.
    #[must_use]
    pub const fn contact_count(&self) -> usize {
        self.contacts.len() + 1
    }

    /// Gives how it ended, while it is closed.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.closed.as_ref().map(|closed| closed.outcome)
    }
}

impl Cycle {
    fn new(plan: Plan, (planned_for, zone): (Severity, HomeZone), last_number: u32) -> Self {
        Self {
            last_number: plan.last_number().max(last_number),
            plan,
            planned_for,
            done: BTreeMap::new(),
            skipped: BTreeMap::new(),
            escalated: BTreeMap::new(),
            pauses: Vec::new(),
            promises: Vec::new(),
            ended: None,
            zone,
            contacts_before: 0,
        }
    }

    /// Ends the pause that runs at a moment.
    fn stop_waiting(&mut self, at: Instant) {
        let mut pauses = self.pauses.iter_mut();
        if let Some(pause) = pauses.find(|pause| pause.runs_at(at)) {
            pause.ended = Some(at);
        }
    }

    /// Puts a new plan in place of the old one; rungs set off before stay set off.
    fn replace(&mut self, plan: Plan, severity: Severity) {
        let old = std::mem::replace(&mut self.plan, plan);
        self.last_number = self.last_number.max(self.plan.last_number());
        self.planned_for = severity;
        self.escalated = carried(&old, &self.plan, &self.escalated);
    }
}

/// The step that answers a further contact. Whoever holds the case does it, unless something else that
/// is said to the customer answers them before.
fn answer_step(answer: &OwedAnswer, contact: Instant) -> Step {
    let task = Task {
        within: Some(answer.span),
        ..Task::of_our_own("answer-them", "Get back to them: they got in touch again")
    };
    Step {
        number: answer.step,
        contact: Some(contact),
        ..Step::planned(Part::Acknowledge, Some(task), Due::At(answer.by))
    }
}

/// Finds what is known of the rungs of one plan among those of another.
fn carried(old: &Plan, new: &Plan, known: &BTreeMap<usize, Instant>) -> BTreeMap<usize, Instant> {
    let found = known
        .iter()
        .filter_map(|(rung, when)| Some((counterpart(old, new, *rung)?, *when)));
    found.collect()
}

/// Finds a rung of one plan in another: of several with the same trigger, the first stands for the first.
#[must_use]
pub fn counterpart(old: &Plan, new: &Plan, rung: usize) -> Option<usize> {
    let wanted = ordinal(old, rung)?;
    (0..new.rungs.len()).find(|at| ordinal(new, *at) == Some(wanted))
}

/// The trigger of a rung, and how many with the same one stand before it.
fn ordinal(plan: &Plan, rung: usize) -> Option<(Trigger, usize)> {
    let on = plan.rungs.get(rung)?.on;
    let before = plan.rungs.iter().take(rung).filter(|rung| rung.on == on);
    Some((on, before.count()))
}
