//! Events about time: pauses, promises, whether they came back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::plan::Promised;
use crate::domain::text::Text;
use crate::domain::zone::Instant;

/// Whose wish a pause is, which decides what it may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskedBy {
    /// The customer asked to wait, so the recovery deadline waits as well.
    Customer,
    /// The shop waits for something; the recovery deadline runs on.
    Shop,
}

impl AskedBy {
    /// Gives the word of the `asked_by` key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Shop => "shop",
        }
    }
}

/// See [`super::Event::Paused`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paused {
    /// From when.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub from: Instant,
    /// Until when at the latest; the pause ends then by itself.
    pub until: Promised,
    /// Why.
    pub why: Text,
    /// Whose wish it is.
    pub asked_by: AskedBy,
}

/// See [`super::Event::Resumed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    /// When the clocks went on, before the pause had ended by itself.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
}

/// See [`super::Event::PromiseMade`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseMade {
    /// Its number within the case, from 1.
    pub promise: u32,
    /// What was promised.
    pub text: Text,
    /// When the customer was told.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub made: Instant,
    /// By when.
    pub by: Promised,
    /// The promise it takes the place of, because the customer was told of a delay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<u32>,
}

/// See [`super::Event::PromiseKept`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseKept {
    /// Its number within the case.
    pub promise: u32,
    /// When it was kept, which may be before it was entered.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Whether a customer stayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stayed {
    /// They bought, visited or renewed again, on this day.
    Back(NaiveDate),
    /// They have left.
    Gone,
}

/// See [`super::Event::Reviewed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reviewed {
    /// What is known.
    pub stayed: Stayed,
    /// When it was entered.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
}
