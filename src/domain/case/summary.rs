//! The few facts of a case that lists need, so that a list reads one row a case.
//!
//! A summary is worked out when a case is written. What the passing of time will change by
//! itself (a rung set off by the clock, the late branch) stands in it as phases, so that a
//! list needs no history to say what holds at any later moment.

use serde::{Deserialize, Serialize};

use crate::domain::cell::Severity;
use crate::domain::event::{Named, Outcome};
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::text::Text;
use crate::domain::zone::Instant;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The step's number.
    pub step: u32,
    /// What to do.
    pub text: String,
    /// A role, or `holder`.
    pub by: String,
}

/// What holds after some moment, until the next phase begins or something is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The moment after which it holds.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub after: Instant,
    /// The earliest deadline not met.
    #[serde(with = "chrono::serde::ts_seconds_option")]
    pub due_at: Option<Instant>,
    /// The moment from which that is due soon.
    #[serde(with = "chrono::serde::ts_seconds_option")]
    pub soon_at: Option<Instant>,
    /// What comes next.
    pub next: Option<Next>,
}

/// One row of a list of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The label of the case in this shop.
    pub number: u64,
    /// The id that stays unique beyond this shop.
    pub id: Id,
    /// Whose complaint.
    pub customer: Id,
    /// The name of the playbook.
    pub playbook: String,
    /// The complaint type of its cell.
    pub complaint: Named,
    /// The tier.
    pub tier: Named,
    /// How much it hurt.
    pub severity: Severity,
    /// Who holds it.
    pub holder: Option<Text>,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year.
    pub value: Option<Money>,
    /// When the customer told us.
    pub told_at: Instant,
    /// The recovery deadline of the running cycle.
    pub recover_at: Option<Instant>,
    /// When both halves were done in the running cycle.
    pub recovered_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How often the customer has had to get in touch.
    pub contacts: u32,
    /// What holds from the last event on, in the order of time; never empty.
    pub phases: Vec<Phase>,
}

impl Summary {
    /// Gives what holds at a moment; `None` only for a summary that nothing made.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Option<&Phase> {
        let begun = self.phases.iter().rev().find(|phase| phase.after < now);
        begun.or(self.phases.first())
    }

    /// Gives the phase with the nearest deadline of all, by which lists are ordered: when that
    /// has passed, its phase has begun, so whatever is late is never taken for on time.
    #[must_use]
    pub fn nearest(&self) -> Option<&Phase> {
        let due = self.phases.iter().filter(|phase| phase.due_at.is_some());
        due.min_by_key(|phase| phase.due_at)
    }

    /// Gives the nearest deadline of all phases.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        self.nearest()?.due_at
    }

    /// Gives the moment from which that is due soon.
    #[must_use]
    pub fn soon_at(&self) -> Option<Instant> {
        self.nearest()?.soon_at
    }
}
