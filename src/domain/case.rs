//! A case: the fold of its events, and what it says at a given moment.
//!
//! Nothing here is stored. A case is what its history adds up to; what depends
//! on the time of day (late, the late branch, rungs set off by the clock) is
//! worked out from `now` each time it is asked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use thiserror::Error;

use crate::domain::cell::Severity;
use crate::domain::event::{
    Changed, Chosen, Closed, Contacted, Done, Escalated, Event, Facts, Grounds, Logged, Noted,
    Outcome, Raise, Reopened,
};
use crate::domain::id::Id;
use crate::domain::plan::{Due, Plan, Promised};
use crate::domain::playbook::Trigger;
use crate::domain::text::Text;
use crate::domain::zone::{Instant, Zone};

pub mod deadline;
pub mod decide;
pub mod replan;
pub mod standing;
pub mod summary;

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
    /// Rungs already set off, by position, and when.
    pub escalated: BTreeMap<usize, Instant>,
    /// When the case was closed, if it was opened again since: what was not due by then
    /// never became late.
    pub ended: Option<Instant>,
    /// How many times the customer had got in touch when the cycle began.
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
    /// What was written down at logging; `facts` may have changed since.
    pub logged: Logged,
    /// When it was entered.
    pub entered: Instant,
    /// What is decided now.
    pub facts: Facts,
    /// Who holds it.
    pub holder: Option<Text>,
    /// The highest number a step ever had, so that none is used twice.
    pub last_step: u32,
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

    fn begin(id: Id, logged: Logged, entered: Instant) -> Self {
        let cycles = logged.plan.clone().map(|plan| Cycle::new(plan, 0));
        Self {
            id,
            entered,
            zone: HomeZone::new(&logged.zone),
            facts: logged.facts.clone(),
            holder: logged.holder.clone(),
            last_step: logged.plan.as_ref().map_or(0, Plan::last_number),
            cycles: cycles.into_iter().collect(),
            contacts: Vec::new(),
            notes: Vec::new(),
            closed: None,
            reopened: Vec::new(),
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
            Event::Chosen(chosen) => self.choose(chosen, at)?,
            Event::Noted(noted) => self.notes.push((at, noted)),
            Event::Contacted(contacted) => self.contacts.push(contacted),
            Event::Assigned(assigned) => self.holder = Some(assigned.holder),
            Event::Escalated(escalated) => self.escalate(&escalated)?,
            Event::Closed(closed) => self.closed = Some(closed),
            Event::Reopened(reopened) => self.reopen(*reopened, at),
            Event::Logged(_) => return Err(Unfit::LoggedTwice),
            Event::CustomerAdded(_)
            | Event::CustomerReach(_)
            | Event::CustomerTier(_)
            | Event::Imported(_)
            | Event::Undone(_)
            | Event::Redone(_) => {}
        }
        Ok(())
    }

    fn change(&mut self, changed: Changed) {
        self.facts = changed.facts;
        let Some(plan) = changed.plan else { return };
        self.last_step = self.last_step.max(plan.last_number());
        match self.cycles.last_mut() {
            Some(cycle) => cycle.replace(plan),
            None => self.cycles.push(Cycle::new(plan, 0)),
        }
    }

    /// Fills a slot; an action's own time counts unless it is over already.
    fn choose(&mut self, chosen: Chosen, at: Instant) -> Result<(), Unfit> {
        let zone = self.zone.get().clone();
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        let start = cycle.plan.start.at;
        let mut steps = cycle.plan.steps.iter_mut();
        let step = steps
            .find(|step| step.number == chosen.step)
            .ok_or(Unfit::NoPlan)?;
        let own = chosen
            .task
            .within
            .and_then(|within| within.after(start, &zone).ok());
        if let (Some(own), Due::At(_)) = (own.filter(|own| *own >= at), step.due) {
            step.due = Due::At(Promised::new(own, &zone));
        }
        step.task = Some(chosen.task);
        Ok(())
    }

    fn enter(&mut self, done: Done, entered: Instant) -> Result<(), Unfit> {
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        cycle.done.insert(done.step, Entered { done, entered });
        Ok(())
    }

    fn escalate(&mut self, escalated: &Escalated) -> Result<(), Unfit> {
        let cycle = self.cycles.last_mut().ok_or(Unfit::NoPlan)?;
        let rung = cycle.plan.rungs.get(escalated.rung).ok_or(Unfit::NoPlan)?;
        if rung.raise && !matches!(rung.on, Trigger::Reopened | Trigger::SecondFailure) {
            self.facts.grounds.raises.push(Raise::Rung(rung.line));
        }
        cycle.escalated.insert(escalated.rung, escalated.at);
        Ok(())
    }

    fn reopen(&mut self, reopened: Reopened, at: Instant) {
        let ended = self.closed.take().and_then(|closed| closed.at);
        if let Some(cycle) = self.cycles.last_mut() {
            cycle.ended = ended;
        }
        self.facts.grounds = reopened.grounds;
        self.reopened.push((at, reopened.why));
        self.last_step = self.last_step.max(reopened.plan.last_number());
        let contacts = self.contacts.len();
        self.cycles.push(Cycle::new(reopened.plan, contacts));
    }

    /// Gives the case's label in this shop.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.logged.number
    }

    /// Gives how much it hurt, raises included.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.grounds().severity()
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
    fn new(plan: Plan, contacts_before: usize) -> Self {
        Self {
            plan,
            done: BTreeMap::new(),
            escalated: BTreeMap::new(),
            ended: None,
            contacts_before,
        }
    }

    /// Puts a new plan in place of the old one; rungs set off before stay set off.
    fn replace(&mut self, plan: Plan) {
        let old = std::mem::replace(&mut self.plan, plan);
        let escalated = std::mem::take(&mut self.escalated);
        for (rung, when) in escalated {
            let on = old.rungs.get(rung).map(|rung| rung.on);
            let now_at = self.plan.rungs.iter().position(|new| Some(new.on) == on);
            if let Some(at) = now_at {
                self.escalated.insert(at, when);
            }
        }
    }
}
