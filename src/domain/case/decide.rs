//! What may be done with a case: each deed as the events it makes, or the reason it may not.
//!
//! Pure: a decision looks at the case and the moment, and stores nothing.

pub use crate::domain::case::refusal::{BadChoice, Refusal};
use crate::domain::case::standing::{SetOff, Standing, Status, Todo};
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Chosen, Closed, Contacted, Done, Escalated, Event, Outcome, StoodDown};
use crate::domain::plan::{FrozenRung, Step, Task};
use crate::domain::playbook::Trigger;
use crate::domain::zone::Instant;

impl Case {
    pub(super) fn running(&self) -> Result<&Cycle, Refusal> {
        let case = self.number();
        let cycle = self.cycle().ok_or(Refusal::NoPlan { case })?;
        if self.closed.is_some() {
            return Err(Refusal::Closed { case });
        }
        Ok(cycle)
    }

    /// Refuses what only an open case can take.
    ///
    /// # Errors
    /// When the case is closed.
    pub fn must_be_open(&self) -> Result<(), Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::Closed {
                case: self.number(),
            });
        }
        Ok(())
    }

    /// Gives what `done` means when no number is given: the step or promise that comes next.
    ///
    /// # Errors
    /// When the case is closed, has no plan, or nothing is open.
    pub fn what_to_do(&self, now: Instant) -> Result<Todo<'_>, Refusal> {
        self.running()?;
        self.next_todo(now).ok_or(Refusal::NothingOpen {
            case: self.number(),
        })
    }

    fn counting(&self, step: u32, now: Instant) -> Result<Standing<'_>, Refusal> {
        let steps = self.steps(now);
        if let Some(found) = steps.iter().find(|one| one.step.number == step) {
            return Ok(*found);
        }
        let open = steps.iter().filter(|one| one.is_open());
        Err(Refusal::NoSuchStep {
            case: self.number(),
            step,
            open: open.map(|one| one.step.number).collect(),
        })
    }

    /// Decides whether a step may be entered as done.
    ///
    /// A step may be entered later than it was done; what counts is when it was done.
    ///
    /// # Errors
    /// When the step does not count now, is done, was replaced before it was done, is an
    /// empty slot, when the choice was not offered, or the time cannot be.
    pub fn decide_done(&self, done: Done, now: Instant) -> Result<Vec<Event>, Refusal> {
        let cycle = self.running()?;
        let standing = self.counting(done.step, now)?;
        let step = standing.step;
        match standing.status {
            Status::Done(_) => return Err(Refusal::AlreadyDone { step: step.number }),
            Status::Replaced if done.at > cycle.recover_at() => {
                return Err(Refusal::Replaced {
                    case: self.number(),
                    step: step.number,
                });
            }
            Status::Replaced | Status::Open => {}
        }
        let Some(task) = &step.task else {
            return Err(self.empty_slot(step));
        };
        chosen_from(&done, task)?;
        if done.at > now {
            return Err(Refusal::InTheFuture);
        }
        if done.at < self.logged.told.at {
            return Err(Refusal::BeforeTold);
        }
        if done.at < cycle.plan.start.at {
            return Err(Refusal::BeforeReopened);
        }
        Ok(self.with_rungs(Event::Done(done), now))
    }

    fn empty_slot(&self, step: &Step) -> Refusal {
        Refusal::EmptySlot {
            case: self.number(),
            step: step.number,
            options: option_ids(step),
        }
    }

    /// Decides whether a slot may be filled with this action, by id or by its number from 1.
    ///
    /// `beyond` says whether a plan above its ceiling was agreed to.
    ///
    /// # Errors
    /// When the step is no slot or done, the action is not among its options or already
    /// in the plan, or the plan would cost more than its ceiling.
    pub fn decide_choose(
        &self,
        step: u32,
        wish: &str,
        (beyond, now): (Beyond, Instant),
    ) -> Result<Vec<Event>, Refusal> {
        let cycle = self.running()?;
        let standing = self.counting(step, now)?;
        let slot = standing.step;
        if slot.options.is_empty() {
            return Err(BadChoice::NotASlot { step }.into());
        }
        if matches!(standing.status, Status::Done(_)) {
            return Err(Refusal::AlreadyDone { step });
        }
        let task = wished(slot, wish)?;
        let counting = self.steps(now);
        let is_it = |other: &Standing<'_>| {
            let action = other.step.task.as_ref().map(|task| &task.action);
            other.step.number != step && action == Some(&task.action)
        };
        if counting.iter().any(is_it) {
            let action = task.action.clone();
            return Err(BadChoice::TwiceInPlan { action }.into());
        }
        if beyond == Beyond::Refused {
            within_ceiling(cycle, slot, task)?;
        }
        let chosen = Chosen {
            step,
            task: task.clone(),
        };
        Ok(self.with_rungs(Event::Chosen(chosen), now))
    }

    /// Decides what a further contact of the customer sets off.
    ///
    /// # Errors
    /// When the case is closed.
    pub fn decide_contact(
        &self,
        contacted: Contacted,
        now: Instant,
    ) -> Result<Vec<Event>, Refusal> {
        self.must_be_open()?;
        let at = contacted.at;
        if at < self.logged.told.at {
            return Err(Refusal::ContactBeforeTold);
        }
        let mut events = self.with_rungs(Event::Contacted(contacted), now);
        if let Some(cycle) = self.cycle().filter(|cycle| at >= cycle.plan.start.at) {
            let contacts = self.contacts_in(cycle) + 1;
            let reached = move |on: Trigger| match on {
                Trigger::Contact(count) => {
                    usize::try_from(count).is_ok_and(|count| contacts >= count)
                }
                Trigger::Failures(_)
                | Trigger::Share(_)
                | Trigger::Late
                | Trigger::BrokenPromise
                | Trigger::Reopened
                | Trigger::SecondFailure => false,
            };
            events.extend(escalations(cycle, at, reached));
        }
        Ok(events)
    }

    /// Gives the rung that one contact more would set off.
    #[must_use]
    pub fn next_contact_rung(&self) -> Option<&FrozenRung> {
        let cycle = self.cycle()?;
        // The contact that is being written down, and the one after it.
        let next = self.contacts_in(cycle) + 2;
        let mut rungs = cycle.plan.rungs.iter().enumerate();
        let found = rungs.find(|(at, rung)| {
            let fresh = !cycle.escalated.contains_key(at);
            fresh
                && matches!(rung.on, Trigger::Contact(count) if usize::try_from(count) == Ok(next))
        });
        found.map(|(_, rung)| rung)
    }

    /// Counts the contacts of a cycle; what began it is the first.
    fn contacts_in(&self, cycle: &Cycle) -> usize {
        let begun = cycle.plan.start.at;
        let written = self.contacts.iter().skip(cycle.contacts_before);
        let since = written.filter(|contact| contact.at >= begun);
        since.count() + 1
    }

    /// Decides whether the case may be closed like this.
    ///
    /// # Errors
    /// When it is closed already; when a half is missing and there is no reason, or the
    /// outcome claims both halves.
    pub fn decide_close(&self, closed: Closed, now: Instant) -> Result<Vec<Event>, Refusal> {
        self.must_be_open()?;
        let case = self.number();
        let Some(cycle) = self.cycle() else {
            return Ok(vec![Event::Closed(closed)]);
        };
        if cycle.recovered_at(now).is_none() {
            if closed.outcome.needs_both_halves() {
                let outcome = closed.outcome.word();
                return Err(Refusal::NeedsBothHalves { case, outcome });
            }
            if closed.why.is_none() {
                let shortfall = cycle.shortfall();
                return Err(Refusal::NeedsReason { case, shortfall });
            }
        }
        Ok(self.with_rungs(Event::Closed(closed), now))
    }

    /// Gives the case with the rungs that the clock has set off, and the events that store them.
    #[must_use]
    pub fn caught_up(&self, now: Instant) -> (Self, Vec<Event>) {
        let mut after = self.clone();
        let Some(cycle) = self.cycle().filter(|_| self.closed.is_none()) else {
            return (after, Vec::new());
        };
        let events = fresh_rungs(cycle, cycle.set_off(now));
        for event in &events {
            // It is a rung of this very plan, so it fits.
            let _ = after.apply(event.clone(), now);
        }
        (after, events)
    }

    /// Puts the rungs that the clock has set off before an event, so that they are stored
    /// by the next write to the case.
    #[must_use]
    pub fn with_rungs(&self, event: Event, now: Instant) -> Vec<Event> {
        let mut events = Vec::new();
        if let (Some(cycle), None) = (self.cycle(), &self.closed) {
            events = fresh_rungs(cycle, self.set_off_after(&event, now));
        }
        let down = self.stood_down(&event, now);
        events.push(event);
        events.extend(down);
        events
    }

    /// Takes back rungs of the clock for which an entry of something done in time leaves no
    /// ground, unless something was done about them already.
    fn stood_down(&self, event: &Event, now: Instant) -> Vec<Event> {
        let mut after = self.clone();
        let entry = matches!(event, Event::Done(_) | Event::PromiseKept(_));
        if !entry || after.apply(event.clone(), now).is_err() {
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

    /// Says what the clock has set off. A step that was done in time, or a promise kept in time,
    /// and is only entered now takes back what would have been set off without it.
    fn set_off_after(&self, event: &Event, now: Instant) -> SetOff {
        let mut after = self.clone();
        let of_before = matches!(
            event,
            Event::Done(_) | Event::PromiseKept(_) | Event::PromiseMade(_)
        );
        let entered = of_before && after.apply(event.clone(), now).is_ok();
        let case = if entered { &after } else { self };
        case.cycle()
            .map_or_else(SetOff::new, |cycle| cycle.set_off(now))
    }
}

/// Gives the events that store rungs which are not stored yet.
fn fresh_rungs(cycle: &Cycle, set_off: SetOff) -> Vec<Event> {
    let fresh = set_off.into_iter();
    let fresh = fresh.filter(|(rung, _)| !cycle.escalated.contains_key(rung));
    let events = fresh.filter_map(|(rung, at)| {
        let on = cycle.plan.rungs.get(rung)?.on;
        Some(Event::Escalated(Escalated { rung, on, at }))
    });
    events.collect()
}

/// Whether a plan above its ceiling was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Somebody said yes.
    Agreed,
    /// Nobody did.
    Refused,
}

/// Gives the rungs of a cycle that a condition sets off and that are not yet recorded.
pub fn escalations(cycle: &Cycle, at: Instant, reached: impl Fn(Trigger) -> bool) -> Vec<Event> {
    let rungs = cycle.plan.rungs.iter().enumerate();
    let fresh =
        rungs.filter(|(rung, frozen)| !cycle.escalated.contains_key(rung) && reached(frozen.on));
    fresh
        .map(|(rung, frozen)| {
            let on = frozen.on;
            Event::Escalated(Escalated { rung, on, at })
        })
        .collect()
}

fn chosen_from(done: &Done, task: &Task) -> Result<(), BadChoice> {
    let Some(choice) = &done.choice else {
        return Ok(());
    };
    if task.choices.contains(choice) {
        return Ok(());
    }
    Err(BadChoice::NotAChoice {
        found: choice.clone(),
        step: done.step,
        choices: task.choices.clone(),
    })
}

fn option_ids(step: &Step) -> Vec<String> {
    step.options
        .iter()
        .map(|task| task.action.clone())
        .collect()
}

fn wished<'s>(slot: &'s Step, wish: &str) -> Result<&'s Task, BadChoice> {
    let by_number = wish
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let by_number = by_number.and_then(|at| slot.options.get(at));
    let by_id = || slot.options.iter().find(|task| task.action == wish);
    by_number
        .or_else(by_id)
        .ok_or_else(|| BadChoice::NotAnOption {
            found: wish.to_owned(),
            step: slot.number,
            options: option_ids(slot),
        })
}

fn within_ceiling(cycle: &Cycle, slot: &Step, task: &Task) -> Result<(), BadChoice> {
    if cycle.affords(slot, task) {
        return Ok(());
    }
    let ceiling = cycle.plan.ceiling.amount;
    let minor = cycle.plan.chosen_cost_with(slot, task);
    let cost = crate::domain::money::Money { minor, ..ceiling };
    Err(BadChoice::AboveCeiling {
        action: task.action.clone(),
        cost: cost.to_string(),
        ceiling: ceiling.to_string(),
    })
}

impl Cycle {
    /// Says whether the plan stays within its ceiling with this action in a slot.
    #[must_use]
    pub fn affords(&self, slot: &Step, task: &Task) -> bool {
        self.plan.chosen_cost_with(slot, task) <= self.plan.ceiling.amount.minor
    }

    /// Says whether a step of the plan, but none kept in reserve for a rung, has this action.
    #[must_use]
    pub fn has_action(&self, action: &str) -> bool {
        let mine = self.plan.steps.iter().filter(|step| step.rung.is_none());
        let mut tasks = mine.filter_map(|step| step.task.as_ref());
        tasks.any(|task| task.action == action)
    }
}

impl Outcome {
    /// The outcomes a person may close with.
    pub const TYPED: [Self; 4] = [Self::WonBack, Self::Satisfied, Self::NoReply, Self::Lost];
}
