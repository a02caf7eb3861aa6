//! A case as lists, filters and reports judge it: what of its summary holds at one moment.

use std::cmp::Reverse;

use crate::domain::case::deadline::{CaseState, case_state, running};
use crate::domain::case::summary::{Escalation, Next, Phase, Prevention, Summary};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// A case at one moment; time has gone on since its summary was stored.
#[derive(Clone, Debug)]
pub struct ListedCase {
    /// Its facts. What holds at the moment is taken out of it.
    pub summary: Summary,
    /// What the customer is called; `None` once they are forgotten or when nobody wrote it down.
    pub customer: Option<Words>,
    /// How it stands.
    pub state: CaseState,
    /// What holds at the moment; `None` only for a summary that nothing made.
    pub phase: Option<Phase>,
    /// What comes next; of a closed case what is left to do for the next customer.
    pub next: Option<Next>,
    /// The promise that comes next, or that is due before what does.
    pub promise: Option<u32>,
    /// What each role can do next, one thing a role.
    own_next: Vec<Next>,
}

impl ListedCase {
    /// Sees a case at a moment.
    #[must_use]
    pub fn at(now: Instant, mut summary: Summary, customer: Option<Words>) -> Self {
        let state = state(&summary, now);
        let phase = summary.outlook.take_phase(now);
        let (next, own_next) = what_next(&mut summary, phase.as_ref());
        let promise = next.as_ref().and_then(|next| next.promise);
        Self {
            promise: promise.or_else(|| phase.as_ref()?.beside),
            summary,
            customer,
            state,
            phase,
            next,
            own_next,
        }
    }

    /// Gives the earliest deadline not met.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        self.phase.as_ref()?.due_at
    }

    /// Gives by what cases are ordered that have to be looked at: the earliest deadline first, to the minute, and
    /// between equals the customer who is worth more a year.
    #[must_use]
    pub fn urgency(&self) -> (i64, Reverse<i64>) {
        let due = self.due_at().unwrap_or(Instant::MAX_UTC);
        let worth = self.summary.value.map_or(0, |value| value.minor);
        (due.timestamp().div_euclid(60), Reverse(worth))
    }

    /// Gives when the next promise has to be kept.
    #[must_use]
    pub fn promise_due_at(&self) -> Option<Instant> {
        self.phase.as_ref()?.promise_at
    }

    /// Gives what is to be done first for the next customer; a closed case may have it left.
    #[must_use]
    pub const fn prevention(&self) -> Option<&Prevention> {
        self.summary.outlook.prevent.as_ref()
    }

    /// Gives when that is due.
    #[must_use]
    pub fn prevent_due_at(&self) -> Option<Instant> {
        Some(self.prevention()?.due_at)
    }

    /// Gives the escalations that have come.
    #[must_use]
    pub fn escalations(&self) -> &[Escalation] {
        self.phase.as_ref().map_or(&[], |phase| &phase.escalated)
    }

    /// Says whether it is closed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.summary.outcome.is_some()
    }

    /// Says whether both halves are done.
    #[must_use]
    pub const fn is_recovered(&self) -> bool {
        self.summary.recovered_at.is_some()
    }

    /// Gives the name of who holds it; `None` when nobody does, or when the name was erased.
    #[must_use]
    pub fn holder(&self) -> Option<&Words> {
        self.summary.holder.as_ref()?.words()
    }

    /// Says whether nothing is left to do for this customer; what is done for the next one keeps no case open.
    #[must_use]
    pub fn is_ready_to_close(&self) -> bool {
        let step = self.next.as_ref().and_then(|next| next.step);
        let prevention = self.prevention().and_then(|prevent| prevent.next.step);
        self.is_recovered() && self.promise.is_none() && step == prevention
    }

    /// Puts what is to be done for the next customer in the place of what comes next.
    #[must_use]
    pub fn for_the_next_customer(mut self) -> Self {
        if let Some(prevent) = self.prevention() {
            (self.next, self.promise) = (Some(prevent.next.clone()), None);
        }
        self
    }

    /// Puts what somebody has to do next in the place of what comes next of all; `None` when they have nothing. Whether
    /// they do what a role does is asked with who holds the case.
    #[must_use]
    pub fn seen_by(mut self, does: impl Fn(&str, Option<&Words>) -> bool) -> Option<Self> {
        let holder = self.holder().cloned();
        let theirs = |next: &Next| does(&next.by, holder.as_ref());
        let at = self.own_next.iter().position(theirs)?;
        let own = self.own_next.swap_remove(at);
        if own.step.is_some() {
            self.promise = None;
        }
        self.next = Some(own);
        Some(self)
    }
}

/// What comes next, and what each role can do next; of a closed case what is left to do for the next
/// customer.
fn what_next(summary: &mut Summary, phase: Option<&Phase>) -> (Option<Next>, Vec<Next>) {
    let next = phase.and_then(|phase| summary.outlook.next(phase)).cloned();
    let mut own_next = phase.map_or_else(Vec::new, |phase| summary.outlook.take_own_next(phase));
    let left = summary.outlook.prevent.as_ref();
    let left = left.filter(|_| summary.outcome.is_some());
    let left = left.map(|prevent| prevent.next.clone());
    own_next.extend(left.clone());
    (next.or(left), own_next)
}

fn state(summary: &Summary, now: Instant) -> CaseState {
    if summary.outcome.is_some() {
        return CaseState::Closed;
    }
    let phase = summary.phase(now);
    let earliest = phase.and_then(|phase| phase.due_at.zip(phase.soon_at));
    let earliest = earliest.map(|(due, soon)| running(due, soon, now));
    case_state(earliest, summary.recovered_at)
}
