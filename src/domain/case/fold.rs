//! The fold: how the events of a case add up to it.
//!
//! What pauses, promises, rungs, reviews and steps that became pointless do to a case stands beside
//! their rules.

use std::collections::BTreeMap;

use crate::domain::case::promise::Promise;
use crate::domain::case::{Case, Cycle, Entered, HomeZone, Recorded};
use crate::domain::event::{
    Announced, Assigned, Changed, Chosen, Closed, Contacted, Corrected, Done, Event, Facts,
    Learned, Logged, Noted, OwedAnswer, Reopened, TakesIn, Unfit,
};
use crate::domain::id::Id;
use crate::domain::plan::{Due, Promised, Step, Task};
use crate::domain::playbook::{Part, Presence};
use crate::domain::time::calendar::Calendar;
use crate::domain::time::zone::Instant;

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
        let cycle = |plan| Cycle::new(plan, severity, zone.clone(), 0);
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
            lesson: None,
            closed: None,
            reopened: Vec::new(),
            review: None,
            last_answer: None,
            told_later: BTreeMap::new(),
            here_since: here(&logged.facts).then_some(logged.told.at),
            logged,
        }
    }

    /// Takes in one more event.
    ///
    /// # Errors
    /// Refuses an event that needs a plan when the case has none, and a second logging.
    pub fn apply(&mut self, event: Event, at: Instant) -> Result<(), Unfit> {
        event.add_to(self, at)
    }
}

/// A case is logged once, before all else.
impl TakesIn<Box<Logged>> for Case {
    fn take_in(&mut self, _: Box<Logged>, _: Instant) -> Result<(), Unfit> {
        Err(Unfit::LoggedTwice)
    }
}

impl TakesIn<Box<Changed>> for Case {
    fn take_in(&mut self, changed: Box<Changed>, at: Instant) -> Result<(), Unfit> {
        if changed.facts.presence != self.facts.presence {
            self.here_since = here(&changed.facts).then_some(at);
        }
        self.facts = changed.facts;
        for later in &self.facts.later {
            let known = self.told_later.entry(later.complaint.clone());
            known.or_insert_with(|| later.clone());
        }
        let Some(plan) = changed.plan else {
            return Ok(());
        };
        let severity = self.facts.grounds.severity();
        match self.cycles.last_mut() {
            Some(cycle) => cycle.replace(plan, severity),
            None => {
                let cycle = Cycle::new(plan, severity, self.zone.clone(), 0);
                self.cycles.push(cycle);
            }
        }
        Ok(())
    }
}

/// What is left out of a correction stays as it was. Who told us earlier than was typed has waited since then: the round
/// counts from that moment, and its deadlines as the plan that comes with it says.
impl TakesIn<Box<Corrected>> for Case {
    fn take_in(&mut self, corrected: Box<Corrected>, _: Instant) -> Result<(), Unfit> {
        let logged = &mut self.logged;
        logged.said.correct(corrected.said);
        for (id, answer) in corrected.answers {
            match logged.answers.iter_mut().find(|(known, _)| *known == id) {
                Some((_, known)) => *known = answer,
                None => logged.answers.push((id, answer)),
            }
        }
        logged.happened = corrected.happened.or(logged.happened);
        logged.value = corrected.value.or(logged.value);
        if let Some(told) = corrected.told {
            logged.told = told;
            if let [cycle] = self.cycles.as_mut_slice()
                && told.at < cycle.plan.start.at
            {
                cycle.plan.start = told;
            }
        }
        Ok(())
    }
}

fn here(facts: &Facts) -> bool {
    facts.presence == Some(Presence::Here)
}

impl TakesIn<Done> for Case {
    fn take_in(&mut self, done: Done, entered: Instant) -> Result<(), Unfit> {
        self.last_answer = done.right.or(self.last_answer);
        let cycle = self.running_cycle()?;
        cycle.done.insert(done.step, Entered { done, entered });
        Ok(())
    }
}

/// Fills a slot; an action's own time counts unless it is over already.
impl TakesIn<Chosen> for Case {
    fn take_in(&mut self, chosen: Chosen, at: Instant) -> Result<(), Unfit> {
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
}

impl TakesIn<Noted> for Case {
    fn take_in(&mut self, noted: Noted, at: Instant) -> Result<(), Unfit> {
        self.notes.push((at, noted));
        Ok(())
    }
}

/// Writes a further contact down; the answer it has to get is a step of its own.
impl TakesIn<Contacted> for Case {
    fn take_in(&mut self, contacted: Contacted, _: Instant) -> Result<(), Unfit> {
        if let Some(answer) = contacted.answer {
            let cycle = self.running_cycle()?;
            cycle.plan.steps.push(answer_step(&answer, contacted.at));
            cycle.last_number = cycle.last_number.max(answer.step);
        }
        self.contacts.push(contacted);
        Ok(())
    }
}

impl TakesIn<Assigned> for Case {
    fn take_in(&mut self, assigned: Assigned, _: Instant) -> Result<(), Unfit> {
        self.holder = Some(assigned.holder);
        Ok(())
    }
}

/// Written until the night report told everything every night; it changes nothing any more.
impl TakesIn<Announced> for Case {
    fn take_in(&mut self, _: Announced, _: Instant) -> Result<(), Unfit> {
        Ok(())
    }
}

impl TakesIn<Learned> for Case {
    fn take_in(&mut self, learned: Learned, _: Instant) -> Result<(), Unfit> {
        match &mut self.closed {
            Some(closed) => closed.lesson = Some(learned.lesson),
            None => self.lesson = Some(learned.lesson),
        }
        Ok(())
    }
}

/// Closing stops every clock, a pause's as well.
impl TakesIn<Closed> for Case {
    fn take_in(&mut self, closed: Closed, _: Instant) -> Result<(), Unfit> {
        if let (Some(cycle), Some(at)) = (self.cycles.last_mut(), closed.at) {
            cycle.stop_waiting(at);
        }
        self.closed = Some(closed);
        Ok(())
    }
}

impl TakesIn<Box<Reopened>> for Case {
    fn take_in(&mut self, reopened: Box<Reopened>, at: Instant) -> Result<(), Unfit> {
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
        let severity = self.facts.grounds.severity();
        let mut cycle = Cycle::new(reopened.plan, severity, self.zone.clone(), last_number);
        cycle.promises = open;
        cycle.contacts_before = self.contacts.len();
        self.cycles.push(cycle);
        Ok(())
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
