//! What may be done with a case: each deed as the events it makes, or the reason it may not.
//!
//! Pure: a decision looks at the case and the moment, and stores nothing.

use std::borrow::Cow;

use chrono::TimeDelta;

use crate::domain::case::next::Todo;
use crate::domain::case::promise::Promise;
use crate::domain::case::refusal::{BadChoice, BadClosing, Refusal};
use crate::domain::case::standing::{Standing, StepStatus};
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Chosen, Closed, Contacted, Done, Event, Outcome, OwedAnswer};
use crate::domain::money::Money;
use crate::domain::plan::{FrozenRung, Plan, Promised, Step, Task};
use crate::domain::playbook::{Part, Trigger};
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

impl Case {
    pub(super) fn running(&self) -> Result<&Cycle, Refusal> {
        let case = self.number();
        let cycle = self.cycle().ok_or(Refusal::NoPlan { case })?;
        if self.closed.is_some() {
            return Err(Refusal::Closed { case });
        }
        Ok(cycle)
    }

    /// Gives the cycle to enter something of a step in. A closed case takes only what is done for the
    /// next customer, which stays to be done.
    pub(super) fn takes_entries(&self, step: u32) -> Result<&Cycle, Refusal> {
        let cycle = self.cycle().filter(|_| self.closed.is_some());
        let prevents = |cycle: &&Cycle| {
            let step = cycle.plan.step(step);
            step.is_some_and(|step| step.part == Part::Prevent)
        };
        match cycle.filter(prevents) {
            Some(cycle) => Ok(cycle),
            None => self.running(),
        }
    }

    /// Gives what is still to be done for the next customer, the most urgent first; it outlives the closing.
    #[must_use]
    pub fn to_prevent(&self, now: Instant) -> Vec<Standing<'_>> {
        let mut open = self.steps(now);
        open.retain(|one| one.step.part == Part::Prevent && one.is_open());
        open
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
        if self.closed.is_some()
            && let Some(first) = self.to_prevent(now).first()
        {
            return Ok(Todo::Step(*first, None));
        }
        self.running()?;
        self.next_todo(now).ok_or(Refusal::NothingOpen {
            case: self.number(),
        })
    }

    pub(super) fn counting(&self, step: u32, now: Instant) -> Result<Standing<'_>, Refusal> {
        let steps = self.steps(now);
        if let Some(found) = steps.iter().find(|one| one.number == step) {
            return Ok(*found);
        }
        let open = steps.iter().filter(|one| one.is_open());
        Err(Refusal::NoSuchStep {
            case: self.number(),
            step,
            open: open.map(|one| one.number).collect(),
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
        let cycle = self.takes_entries(done.step)?;
        let standing = self.counting(done.step, now)?;
        let (case, step) = (self.number(), standing.number);
        match standing.status {
            StepStatus::Done(_) => return Err(Refusal::AlreadyDone { case, step }),
            StepStatus::NotNeeded(_) => return Err(Refusal::NotNeeded { case, step }),
            StepStatus::Replaced if done.at > cycle.recover_at() => {
                return Err(Refusal::Replaced { case, step });
            }
            StepStatus::Replaced | StepStatus::Open => {}
        }
        let Some(task) = &standing.step.task else {
            return Err(self.empty_slot(&standing));
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
        if done.at < asked_since(cycle, &standing) {
            return Err(Refusal::BeforeAsked { step });
        }
        Ok(self.with_rungs(Event::Done(done), now))
    }

    fn empty_slot(&self, standing: &Standing<'_>) -> Refusal {
        Refusal::EmptySlot {
            case: self.number(),
            step: standing.number,
            options: option_ids(standing.step),
        }
    }

    /// Decides whether a slot may be filled as it is wished for.
    ///
    /// # Errors
    /// When the step is no slot or done, the action is not among its options or already
    /// in the plan, or the plan would cost more than its ceiling.
    pub fn decide_choose(&self, wish: &SlotWish<'_>, now: Instant) -> Result<Vec<Event>, Refusal> {
        let step = wish.step;
        let cycle = self.running()?;
        let standing = self.counting(step, now)?;
        let slot = standing.step;
        if slot.options.is_empty() {
            return Err(BadChoice::NotASlot { step }.into());
        }
        match standing.status {
            StepStatus::Done(_) => {
                return Err(Refusal::AlreadyDone {
                    case: self.number(),
                    step,
                });
            }
            StepStatus::NotNeeded(_) => {
                return Err(Refusal::NotNeeded {
                    case: self.number(),
                    step,
                });
            }
            StepStatus::Open | StepStatus::Replaced => {}
        }
        let task = wished(slot, wish.action)?;
        let counting = self.steps(now);
        let is_it = |other: &Standing<'_>| {
            let action = other.step.task.as_ref().map(|task| &task.action);
            other.number != step && action == Some(&task.action)
        };
        if counting.iter().any(is_it) {
            let action = task.action.clone();
            return Err(BadChoice::TwiceInPlan { action }.into());
        }
        if wish.beyond == Beyond::Refused {
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
    /// Unless they were answered at once, or somebody owes them an answer anyway, the contact has to be
    /// answered within the turnaround of its channel, or else within a first response from then.
    ///
    /// # Errors
    /// When the case is closed.
    pub fn decide_contact(
        &self,
        mut contacted: Contacted,
        answered: Answered,
        now: Instant,
    ) -> Result<Vec<Event>, Refusal> {
        self.must_be_open()?;
        let at = contacted.at;
        if at < self.logged.told.at {
            return Err(Refusal::ContactBeforeTold);
        }
        let (after, _) = self.caught_up(now);
        if let Answered::Later { turnaround } = answered {
            contacted.answer = after.owed_answer(at, turnaround, now);
        }
        let mut events = self.with_rungs(Event::Contacted(contacted), now);
        if let Answered::AtOnce = answered {
            events.extend(self.answered_with(&events, at, now)?);
        }
        Ok(self.and_weighed(events, at.max(self.begun()), now))
    }

    /// Whoever was answered there and then need not be got back to for an earlier contact: what was owed to it is done.
    fn answered_with(
        &self,
        events: &[Event],
        at: Instant,
        now: Instant,
    ) -> Result<Vec<Event>, Refusal> {
        let mut after = self.with(events, now);
        let owed = |case: &Self| {
            let mut steps = case.steps(now).into_iter();
            let owed = steps.find(|one| {
                let earlier = one.step.contact.is_some_and(|contact| contact <= at);
                one.is_open() && one.number != 0 && earlier
            });
            owed.map(|one| one.number)
        };
        let mut answered = Vec::new();
        // One answer may be that to several.
        while let Some(step) = owed(&after) {
            let done = after.decide_done(Done::at(step, at), now)?;
            after = after.with(&done, now);
            answered.extend(done);
        }
        Ok(answered)
    }

    /// Makes the answer that a further contact has to get; none while an apology is open, or when one was
    /// made since.
    fn owed_answer(
        &self,
        contact: Instant,
        turnaround: Option<Span>,
        now: Instant,
    ) -> Option<OwedAnswer> {
        let cycle = self
            .cycle()
            .filter(|cycle| contact >= cycle.plan.start.at)?;
        let steps = self.steps(now);
        let mut sorry = steps
            .iter()
            .filter(|one| one.step.part == Part::Acknowledge);
        let answered = cycle.first_answer(&steps).is_some_and(|at| at <= contact);
        if !answered || sorry.any(|one| one.done_at() >= Some(contact)) {
            return None;
        }
        let span = turnaround.unwrap_or(cycle.plan.personal_answer().span);
        let due = span.after(contact, cycle.calendar()).ok()?;
        Some(OwedAnswer {
            step: self.last_number() + 1,
            span,
            by: Promised::new(due, cycle.zone.get()),
        })
    }

    /// Puts the rungs that events set off by what they write down behind them.
    fn and_weighed(&self, mut events: Vec<Event>, at: Instant, now: Instant) -> Vec<Event> {
        let weighed = self.with(&events, now).weighed(at);
        events.extend(weighed);
        events
    }

    /// When the running cycle began.
    fn begun(&self) -> Instant {
        let cycle = self.cycle();
        cycle.map_or(self.logged.told.at, |cycle| cycle.plan.start.at)
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

    /// Names each promise that is still to be kept.
    #[must_use]
    pub fn open_promises(&self) -> Vec<String> {
        let promises = self.cycle().into_iter().flat_map(|cycle| &cycle.promises);
        let open = promises.filter(|promise| promise.is_open());
        open.map(Promise::in_words).collect()
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
        let outcome = closed.outcome.word();
        if closed.outcome.claims_content() && self.last_answer == Some(false) {
            return Err(BadClosing::NotRight { case, outcome }.into());
        }
        let recovered = cycle.recovered_at(now).is_some();
        if !recovered && closed.outcome.needs_both_halves() {
            return Err(BadClosing::NeedsBothHalves { case, outcome }.into());
        }
        if closed.why.is_none() {
            let promises = self.open_promises();
            if !recovered {
                let shortfall = cycle.shortfall(now);
                return Err(BadClosing::NeedsReason {
                    case,
                    shortfall,
                    promises,
                }
                .into());
            }
            if !promises.is_empty() {
                return Err(BadClosing::OpenPromises { case, promises }.into());
            }
        }
        Ok(self.with_rungs(Event::Closed(closed), now))
    }
}

/// When a step came up: a late one with the deadline, a rung's when it was set off, an answer with its
/// contact, and what is for a failure told later when that was told.
fn asked_since(cycle: &Cycle, one: &Standing<'_>) -> Instant {
    match (one.step.part, one.step.is_own()) {
        (Part::Late, true) => cycle.recover_at() + TimeDelta::seconds(1),
        (_, true) => cycle.plan.start.at,
        (_, false) => one.clock.since,
    }
}

/// Whether a further contact has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// There and then.
    AtOnce,
    /// Not yet.
    Later {
        /// How long an answer may take that the channel it came by has published.
        turnaround: Option<Span>,
    },
}

/// What a slot is to be filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotWish<'w> {
    /// The number of the step that is the slot.
    pub step: u32,
    /// The action, by id or by its number among the slot's options, from 1.
    pub action: &'w str,
    /// Whether the plan may cost more than its ceiling with it.
    pub beyond: Beyond,
}

/// Whether a plan above its ceiling was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Somebody said yes.
    Agreed,
    /// Nobody did.
    Refused,
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
    let minor = cycle.cost_with(slot, task);
    let cost = Money { minor, ..ceiling };
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
        self.cost_with(slot, task) <= self.plan.ceiling.amount.minor
    }

    /// What the plan would cost with this action in a slot, in the currency's smallest unit.
    fn cost_with(&self, slot: &Step, task: &Task) -> i64 {
        let plan = self.plan_to_pay();
        let mut steps = self.plan.steps.iter();
        let at = steps.position(|step| std::ptr::eq(step, slot));
        let slot = at.and_then(|at| plan.steps.get(at)).unwrap_or(slot);
        plan.chosen_cost_with(slot, task)
    }

    /// Gives the plan with nothing to pay for what is not needed.
    #[must_use]
    pub fn plan_to_pay(&self) -> Cow<'_, Plan> {
        if self.skipped.is_empty() {
            return Cow::Borrowed(&self.plan);
        }
        let mut plan = self.plan.clone();
        for step in &mut plan.steps {
            if self.skipped.contains_key(&step.number) {
                (step.task, step.options) = (None, Vec::new());
            }
        }
        Cow::Owned(plan)
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
