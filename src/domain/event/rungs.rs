//! Events about rungs: set off, not due after all, and what comes into the plan after the deadline.

use serde::{Deserialize, Serialize};

use crate::domain::plan::SetOffDue;
use crate::domain::playbook::Trigger;
use crate::domain::zone::Instant;

/// See [`super::Event::Escalated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Escalated {
    /// The position of the rung in the plan of the running cycle.
    pub rung: usize,
    /// What set it off.
    pub on: Trigger,
    /// The moment that set it off.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// The steps that come into the plan; none in what versions wrote whose reserve had its numbers
    /// from the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<RungStep>,
}

/// A step that a rung brings into the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RungStep {
    /// Its position in the plan of the running cycle.
    pub position: usize,
    /// The number it gets.
    pub number: u32,
    /// Its clock, which nothing makes longer from now on.
    pub due: SetOffDue,
}

/// See [`super::Event::LateBegan`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateBegan {
    /// The steps that come into the plan.
    pub steps: Vec<LateStep>,
}

/// A step that replaces the surprise after the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateStep {
    /// Its position in the plan of the running cycle.
    pub position: usize,
    /// The number it gets.
    pub number: u32,
}

/// See [`super::Event::StoodDown`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoodDown {
    /// The position of the rung in the plan of the running cycle.
    pub rung: usize,
    /// What had set it off.
    pub on: Trigger,
}
