//! What reports decide: which cases are asked for, how many stand how, which belong in which section of the night.

use schemars::JsonSchema;
use serde::Serialize;

pub mod day;
pub mod filter;
pub mod headings;
pub mod night;
pub mod tag;
pub mod tally;

/// Open cases by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "counts")]
pub struct OpenCounts {
    /// Past a deadline.
    pub late: u64,
    /// In the last quarter of the span to a deadline.
    pub due_soon: u64,
    /// With time left.
    pub on_track: u64,
    /// With both halves done, and nothing due soon.
    pub recovered: u64,
}

impl OpenCounts {
    /// All open cases.
    #[must_use]
    pub const fn open(&self) -> u64 {
        self.late + self.due_soon + self.on_track + self.recovered
    }
}
