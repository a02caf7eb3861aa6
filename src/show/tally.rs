//! How the open cases stand, counted: for programs that watch and look at no case.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::report::tally::CaseTally;
use crate::show::{Moment, Viewpoint};

pub mod metrics;
pub mod monitor;

/// Open cases by state, and the moments that matter. Nothing in it is about any customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenTally {
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
}

impl OpenTally {
    /// Sees what was counted.
    #[must_use]
    pub fn of(tally: &CaseTally, viewpoint: &Viewpoint) -> Self {
        Self {
            late: tally.late,
            due_soon: tally.due_soon,
            on_track: tally.on_track,
            recovered: tally.recovered,
            next_due_at: viewpoint.see(tally.next_due_at),
            late_since: viewpoint.see(tally.late_since),
        }
    }
}

/// How the open cases stand, as a monitor asks for it.
#[derive(Clone, Copy, Debug)]
pub struct MonitorLine(pub CaseTally);

/// Counts that were written for Prometheus.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "counted")]
pub struct Metrics {
    /// The file they stand in.
    #[schemars(length(min = 1))]
    pub file: String,
    /// The counts.
    #[serde(flatten)]
    pub tally: OpenTally,
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
    /// Says how a tally is called in a monitor.
    #[must_use]
    pub const fn of(tally: &CaseTally) -> Self {
        if tally.late > 0 {
            Self::Critical
        } else if tally.due_soon > 0 {
            Self::Warning
        } else {
            Self::Ok
        }
    }

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
