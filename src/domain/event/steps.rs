//! Events about a step: done, not needed, filled with another action.

use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::plan::Task;
use crate::domain::text::Text;
use crate::domain::zone::Instant;

/// How a gesture went down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// They did not expect it and loved it.
    Delighted,
    /// It was fine.
    Satisfied,
    /// Nothing to be seen.
    Neutral,
    /// They wondered what it was for.
    Puzzled,
    /// It made nothing better.
    Upset,
}

/// See [`super::Event::Done`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The step.
    pub step: u32,
    /// When it was done, which may be before it was entered.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// What it really cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<Money>,
    /// How it went down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// Whether the customer says it is right now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<bool>,
    /// What the customer chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

/// See [`super::Event::Skipped`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    /// The step.
    pub step: u32,
    /// When it became pointless.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// Why.
    pub why: Text,
}

/// See [`super::Event::Chosen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// The step whose slot is filled.
    pub step: u32,
    /// With what.
    pub task: Task,
}
