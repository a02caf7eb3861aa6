//! A case: the fold of its events, and what it says at a given moment.
//!
//! Nothing here is stored. A case is what its history adds up to; what depends
//! on the time of day (late, the late branch, rungs set off by the clock) is
//! worked out from `now` each time it is asked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::domain::case::pause::Pause;
use crate::domain::case::promise::Promise;
use crate::domain::case::reserve::SetOff;
use crate::domain::event::{
    Closed, Contacted, Done, Event, Facts, Grounds, Logged, Noted, Outcome, Reviewed, Skipped,
    ToldLater, Unfit,
};
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::playbook::Trigger;
use crate::domain::playbook::cell::Severity;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::{Instant, Zone};

pub mod agenda;
pub mod clock;
mod correct;
pub mod deadline;
pub mod decide;
pub mod fit;
mod fold;
pub mod listed;
pub mod next;
pub mod pause;
pub mod promise;
pub mod reach;
pub mod refusal;
pub mod reminders;
pub mod replan;
pub mod reserve;
pub mod review;
pub mod rungs;
pub mod shortfall;
pub mod skip;
pub mod spending;
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
    pub holder: Option<ErasableText>,
    /// Its cycles, oldest first; none for a case that was imported closed.
    pub cycles: Vec<Cycle>,
    /// Contacts after the first, which is the logging itself.
    pub contacts: Vec<Contacted>,
    /// Notes, with the moment of each.
    pub notes: Vec<(Instant, Noted)>,
    /// What is changed because of it, where that was written down before the closing.
    pub lesson: Option<ErasableText>,
    /// How it ended, while it is closed.
    pub closed: Option<Closed>,
    /// Why it was opened again, each time.
    pub reopened: Vec<(Instant, ErasableText)>,
    /// Whether the customer stayed, once that is known.
    pub review: Option<Reviewed>,
    /// When it was said last that the customer is still here; `None` where they have left, or nobody said.
    pub here_since: Option<Instant>,
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

impl Case {
    fn running_cycle(&mut self) -> Result<&mut Cycle, Unfit> {
        self.cycles.last_mut().ok_or(Unfit::NoPlan)
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
    fn new(plan: Plan, planned_for: Severity, zone: HomeZone, last_number: u32) -> Self {
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
