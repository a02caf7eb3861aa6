//! How the open cases stand, counted: for programs that watch and look at no case.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::CaseState;
use crate::show::Moment;
use crate::show::case::CaseItem;

pub mod metrics;
pub mod monitor;

/// Open cases by state, and the moments that matter. Nothing in it is about any customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// Open cases past a deadline.
    pub late: u64,
    /// Those in the last quarter of the span to a deadline.
    pub due_soon: u64,
    /// Those with time left.
    pub on_track: u64,
    /// Those with both halves done, and nothing due soon.
    pub recovered: u64,
    /// The nearest deadline that can still be kept.
    pub next_due_at: Option<Moment>,
    /// The oldest deadline that was missed and is still unmet.
    pub late_since: Option<Moment>,
    /// The number of the case whose deadline comes first, late ones included.
    #[serde(skip)]
    pub first: Option<u64>,
}

impl Tally {
    /// Counts open cases.
    #[must_use]
    pub fn of(items: &[CaseItem]) -> Self {
        let of_state = |state| items.iter().filter(move |item| item.state == state);
        let count = |state| of_state(state).count() as u64;
        let [late, due_soon, recovered] =
            [CaseState::Late, CaseState::DueSoon, CaseState::Recovered].map(count);
        let due = |item: &CaseItem| Some((item.due_at?, item.case));
        let oldest = of_state(CaseState::Late).filter_map(due);
        let oldest = oldest.min_by_key(|(due, case)| (due.at, *case));
        let ahead = items.iter().filter(|item| item.state != CaseState::Late);
        let next = ahead
            .filter_map(due)
            .min_by_key(|(due, case)| (due.at, *case));
        Self {
            late,
            due_soon,
            on_track: items.len() as u64 - late - due_soon - recovered,
            recovered,
            next_due_at: next.map(|(due, _)| due),
            late_since: oldest.map(|(due, _)| due),
            first: oldest.or(next).map(|(_, case)| case),
        }
    }

    /// Says how that is called in a monitor.
    #[must_use]
    pub const fn status(&self) -> Status {
        if self.late > 0 {
            Status::Critical
        } else if self.due_soon > 0 {
            Status::Warning
        } else {
            Status::Ok
        }
    }
}

/// Counts that were written for Prometheus.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "counted")]
pub struct Metrics {
    /// The file they stand in.
    #[schemars(length(min = 1))]
    pub file: String,
    /// The counts.
    #[serde(flatten)]
    pub tally: Tally,
}

/// The four answers a monitor knows, each with its exit code (Monitoring Plugins Development
/// Guidelines, "Plugin Return Codes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to do.
    Ok,
    /// Something is due soon.
    Warning,
    /// Something is late.
    Critical,
    /// The check itself failed, whatever the reason; and where it was only asked for its help.
    Unknown,
}

impl Status {
    /// Gives the exit code.
    #[must_use]
    pub const fn exit(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    /// Gives the word that stands in the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}
