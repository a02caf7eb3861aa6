//! A case as one row: of lists, of the board, of the night report.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::{CaseState, case_state, running};
use crate::domain::case::summary::{Breach, Escalation, Next, Phase, Summary};
use crate::domain::cell::Severity;
use crate::domain::event::Outcome;
use crate::domain::money::Money;
use crate::domain::text::Text;
use crate::domain::words::Words;
use crate::show::case::timing::Timing;
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Eyes, Moment};

/// A case as one row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "case")]
pub struct CaseItem {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose complaint; `null` once they are forgotten or when nobody wrote it down.
    pub customer: Option<Words>,
    /// The id of the complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The name of the complaint type.
    pub type_name: String,
    /// The id of the tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// How much it hurt.
    pub severity: Severity,
    /// The severity that the case goes up to with its next change, because the clock has set off an escalation that
    /// raises it.
    #[schemars(extend("enum" = [Severity::Major, Severity::Severe, null]))]
    pub goes_up_to: Option<Severity>,
    /// How things stand; due-soon is the last quarter of the span to the deadline.
    pub state: CaseState,
    /// When the customer told us.
    pub told_at: Moment,
    /// The earliest deadline not met.
    pub due_at: Option<Moment>,
    /// Seconds until `due_at`; below zero when it has passed.
    pub due_in_seconds: Option<i64>,
    /// Who holds it.
    pub holder: Option<Words>,
    /// What to do next.
    pub next_step: Option<String>,
    /// The number of that step; `null` when a promise comes first.
    #[schemars(range(min = 1))]
    pub next_step_number: Option<u32>,
    /// The number of the promise that comes first, or that lapses before the apology which comes first is
    /// due.
    #[schemars(range(min = 1))]
    pub next_promise_number: Option<u32>,
    /// Whose step it is: a role, or `holder`.
    #[schemars(with = "Option<PlaybookId>")]
    pub next_step_by: Option<String>,
    /// When both halves must be done, of the complaint as it was told first.
    pub recover_at: Option<Moment>,
    /// When the customer was recovered: both halves were done, and what was told later was put right.
    pub recovered_at: Option<Moment>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// How it ended; unknown only after an import.
    pub outcome: Option<Outcome>,
    /// How often the customer has had to get in touch.
    #[schemars(range(min = 1))]
    pub contacts: u32,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year.
    pub value: Option<Money>,
    /// The name of the playbook.
    pub playbook: String,
    /// What runs on a clock beside its deadline.
    #[serde(flatten)]
    pub timing: Timing,
    /// What each role can do next.
    #[serde(skip)]
    pub own_next: Vec<Next>,
    /// What is to be done first for the next customer.
    #[serde(skip)]
    pub prevent: Option<Next>,
    /// Rungs that are set off.
    #[serde(skip)]
    pub escalated: Vec<Escalation>,
    /// Promises that are broken once their time has passed.
    #[serde(skip)]
    pub breaches: Vec<Breach>,
}

impl CaseItem {
    /// Makes a row of a summary; time has gone on since it was stored.
    #[must_use]
    pub fn of(mut summary: Summary, customer: Option<Words>, eyes: &Eyes) -> Self {
        let state = state(&summary, eyes);
        let phase = summary.outlook.take_phase(eyes.now);
        let held = phase.as_ref();
        let due_at = held.and_then(|phase| phase.due_at);
        let timing = Timing::of(&summary, held, eyes);
        let (next, own_next) = what_next(&mut summary, held);
        Self {
            case: summary.number,
            customer,
            complaint: summary.complaint.id,
            type_name: summary.complaint.name,
            tier: summary.tier.id,
            severity: summary.severity,
            goes_up_to: held.and_then(|phase| phase.goes_up_to),
            state,
            told_at: eyes.moment(summary.told_at),
            due_at: eyes.see(due_at),
            due_in_seconds: due_at.map(|at| (at - eyes.now).num_seconds()),
            holder: summary.holder.as_ref().and_then(Text::words).cloned(),
            next_step_number: next.as_ref().and_then(|next| next.step),
            next_promise_number: promise_of(next.as_ref(), held),
            next_step_by: next.as_ref().map(|next| next.by.clone()),
            next_step: next.map(|next| next.text),
            own_next,
            prevent: summary.outlook.prevent.map(|prevent| prevent.next),
            recover_at: eyes.see(summary.recover_at),
            recovered_at: eyes.see(summary.recovered_at),
            closed_at: eyes.see(summary.closed_at),
            outcome: summary.outcome,
            contacts: summary.contacts,
            public: summary.public,
            value: summary.value,
            playbook: summary.playbook,
            timing,
            breaches: summary.outlook.breaches,
            escalated: phase.map_or_else(Vec::new, |phase| phase.escalated),
        }
    }

    /// Puts what is to be done for the next customer in the place of what comes next.
    #[must_use]
    pub fn for_the_next_customer(mut self) -> Self {
        if let Some(next) = self.prevent.take() {
            (self.next_step, self.next_step_number) = (Some(next.text), next.step);
            (self.next_step_by, self.next_promise_number) = (Some(next.by), None);
        }
        self
    }

    /// Says whether a role has something to do next, and puts that in the place of what comes next of all.
    #[must_use]
    pub fn seen_by(mut self, role: &str) -> Option<Self> {
        let at = self.own_next.iter().position(|next| next.by == role)?;
        let own = self.own_next.swap_remove(at);
        (self.next_step, self.next_step_number) = (Some(own.text), own.step);
        self.next_step_by = Some(own.by);
        if own.step.is_some() {
            self.next_promise_number = None;
        }
        Some(self)
    }
}

/// The promise that comes next, or that is due before what does.
fn promise_of(next: Option<&Next>, phase: Option<&Phase>) -> Option<u32> {
    let promise = next.and_then(|next| next.promise);
    promise.or_else(|| phase?.beside)
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

fn state(summary: &Summary, eyes: &Eyes) -> CaseState {
    if summary.outcome.is_some() {
        return CaseState::Closed;
    }
    let phase = summary.phase(eyes.now);
    let earliest = phase.and_then(|phase| phase.due_at.zip(phase.soon_at));
    let earliest = earliest.map(|(due, soon)| running(due, soon, eyes.now));
    case_state(earliest, summary.recovered_at)
}
