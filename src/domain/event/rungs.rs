//! Events about rungs: set off, not due after all, and what comes into the plan after the deadline.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::plan::SetOffDue;
use crate::domain::playbook::Trigger;
use crate::domain::time::zone::Instant;

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

impl Happening for Escalated {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("escalation: {}", self.on.in_words()))
    }
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

impl Happening for LateBegan {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("the deadline passed: what makes up for being late came into the plan")
    }
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

impl Happening for StoodDown {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("not after all: {}", self.on.in_words()))
    }
}
