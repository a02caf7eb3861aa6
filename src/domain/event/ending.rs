//! Events about the end of a case: closed, opened again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Grounds, Happening};
use crate::domain::plan::Plan;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "outcome")]
pub enum Outcome {
    /// They are closer to us than before.
    WonBack,
    /// They are content.
    Satisfied,
    /// They have not answered.
    NoReply,
    /// They have left.
    Lost,
    /// Nobody wrote it down; only from an import.
    Unknown,
}

impl Outcome {
    /// Gives the word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WonBack => "won-back",
            Self::Satisfied => "satisfied",
            Self::NoReply => "no-reply",
            Self::Lost => "lost",
            Self::Unknown => "unknown",
        }
    }
}

/// What was behind the failure.
///
/// Seed 001 names process, technology and training; the others are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "cause")]
pub enum Cause {
    /// The way we work let it happen.
    Process,
    /// A machine or a system failed.
    Technology,
    /// Somebody had not been shown how.
    Training,
    /// Something we buy in failed.
    Supplier,
    /// The customer was told too little, or wrongly.
    Information,
    /// A rule of our own was in the way.
    OurRule,
    /// Bad luck, once.
    OneOff,
}

impl Cause {
    /// All seven.
    pub const ALL: [Self; 7] = [
        Self::Process,
        Self::Technology,
        Self::Training,
        Self::Supplier,
        Self::Information,
        Self::OurRule,
        Self::OneOff,
    ];

    /// Gives the word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Technology => "technology",
            Self::Training => "training",
            Self::Supplier => "supplier",
            Self::Information => "information",
            Self::OurRule => "our-rule",
            Self::OneOff => "one-off",
        }
    }
}

/// See [`super::Event::Learned`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// What we change because of it.
    pub lesson: ErasableText,
}

impl Happening for Learned {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("changed because of it").with([&self.lesson])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.lesson]
    }
}

/// See [`super::Event::Closed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closed {
    /// When it ended, which for an import may be long ago, or a day nobody wrote down.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub at: Option<Instant>,
    /// How it ended.
    pub outcome: Outcome,
    /// What was behind it; only an import may leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What we change because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<ErasableText>,
    /// Why it ends without both halves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<ErasableText>,
}

impl Happening for Closed {
    fn told(&self, _: i32) -> Account<'_> {
        let cause = self.cause.map(Cause::word);
        let cause = cause.map_or_else(String::new, |cause| format!(", cause {cause}"));
        let what = format!("closed: {}{cause}", self.outcome.word());
        Account::of(what).with(self.why.iter().chain(&self.lesson))
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        self.lesson.iter_mut().chain(&mut self.why).collect()
    }
}

/// See [`super::Event::Reopened`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reopened {
    /// Why it was not over.
    pub why: ErasableText,
    /// What the severity is made of now.
    pub grounds: Grounds,
    /// The plan of the new cycle.
    pub plan: Plan,
    /// The shop's zone, when it is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// When the customer's answer that it is not right began the new round; none when somebody
    /// opened a closed case again.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub answered_at: Option<Instant>,
}

impl Happening for Reopened {
    fn told(&self, _: i32) -> Account<'_> {
        let what = match self.answered_at {
            Some(_) => "not right yet: the next round began",
            None => "opened again",
        };
        Account::of(what).with([&self.why])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.why]
    }

    fn lays_ground(&self) -> bool {
        true
    }
}
