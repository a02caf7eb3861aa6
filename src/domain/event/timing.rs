//! Events about time: pauses, promises, whether they came back.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::plan::Promised;
use crate::domain::text::ErasableText;
use crate::domain::time::when::dated;
use crate::domain::time::zone::Instant;

/// Whose wish a pause is, which decides what it may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "asked-by")]
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
    /// The moment from which the clocks wait.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub from: Instant,
    /// Until when at the latest; the pause ends then by itself.
    pub until: Promised,
    /// Why they wait, in a person's words.
    pub why: ErasableText,
    /// Whose wish it is.
    pub asked_by: AskedBy,
}

impl Happening for Paused {
    fn told(&self, this_year: i32) -> Account<'_> {
        let until = dated(this_year, self.until.wall);
        let what = match self.asked_by {
            AskedBy::Customer => format!("paused until {until}, as the customer asked"),
            AskedBy::Shop => format!("paused until {until}"),
        };
        Account::of(what).with([&self.why])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.why]
    }
}

/// See [`super::Event::Resumed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    /// When the clocks went on, before the pause had ended by itself.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
}

impl Happening for Resumed {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("the clocks go on")
    }
}

/// See [`super::Event::PromiseMade`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseMade {
    /// Its number within the case, from 1.
    pub promise: u32,
    /// What was promised.
    pub text: ErasableText,
    /// When the customer was told.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub made: Instant,
    /// By when it is to be kept; that moment itself is in time.
    pub by: Promised,
    /// The promise it takes the place of, because the customer was told of a delay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<u32>,
}

impl Happening for PromiseMade {
    fn told(&self, this_year: i32) -> Account<'_> {
        let (number, by) = (self.promise, dated(this_year, self.by.wall));
        let mut what = format!("promise {number} by {by}");
        if let Some(old) = self.instead_of {
            what.push_str(&format!(", instead of promise {old}"));
        }
        Account::of(what).with([&self.text])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.text]
    }
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
    pub note: Option<ErasableText>,
}

impl Happening for PromiseKept {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("promise {} kept", self.promise)).with(&self.note)
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        self.note.iter_mut().collect()
    }
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

impl Happening for Reviewed {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(match self.stayed {
            Stayed::Back(on) => format!("they came back on {}", on.format("%a %-d %b %Y")),
            Stayed::Gone => "they have left".to_owned(),
        })
    }
}
