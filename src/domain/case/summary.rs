//! The few facts of a case that lists need, so that a list reads one row a case.
//!
//! A summary is worked out when a case is written and holds nothing that the
//! passing of time alone would make untrue: what comes next before the recovery
//! deadline and after it stand side by side.

use crate::domain::cell::Severity;
use crate::domain::event::{Named, Outcome};
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::text::Text;
use crate::domain::zone::Instant;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The step's number.
    pub step: u32,
    /// What to do.
    pub text: String,
    /// A role, or `holder`.
    pub by: String,
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
    /// The earliest deadline not met.
    pub due_at: Option<Instant>,
    /// The moment from which it is due soon: the last quarter of the span.
    pub soon_at: Option<Instant>,
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
    /// What comes next up to the recovery deadline.
    pub next: Option<Next>,
    /// What comes next after the recovery deadline has passed.
    pub next_when_late: Option<Next>,
}
