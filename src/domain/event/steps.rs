//! Events about a step: done, not needed, filled with another action.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::money::Money;
use crate::domain::plan::Task;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;

/// How a gesture went down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "reaction")]
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

impl Reaction {
    /// All five, the best first.
    pub const ALL: [Self; 5] = [
        Self::Delighted,
        Self::Satisfied,
        Self::Neutral,
        Self::Puzzled,
        Self::Upset,
    ];

    /// Gives the word for the command line and for pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delighted => "delighted",
            Self::Satisfied => "satisfied",
            Self::Neutral => "neutral",
            Self::Puzzled => "puzzled",
            Self::Upset => "upset",
        }
    }
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
    pub note: Option<ErasableText>,
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

impl Done {
    /// Says that a step was done, and no more.
    #[must_use]
    pub const fn at(step: u32, at: Instant) -> Self {
        Self {
            step,
            at,
            note: None,
            spent: None,
            reaction: None,
            right: None,
            choice: None,
        }
    }
}

impl Happening for Done {
    fn told(&self, _: i32) -> Account<'_> {
        let mut what = format!("step {} done", self.step);
        if let Some(choice) = &self.choice {
            what.push_str(&format!(", they chose `{choice}`"));
        }
        if let Some(spent) = self.spent {
            what.push_str(&format!(", {spent} spent"));
        }
        match self.right {
            Some(true) => what.push_str(", they say it is right now"),
            Some(false) => what.push_str(", they say it is not right"),
            None => {}
        }
        Account::of(what).with(&self.note)
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        self.note.iter_mut().collect()
    }
}

/// See [`super::Event::Skipped`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    /// The step.
    pub step: u32,
    /// When it became pointless.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// Why it became pointless, in a person's words.
    pub why: ErasableText,
}

impl Happening for Skipped {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("step {} not needed", self.step)).with([&self.why])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.why]
    }
}

/// See [`super::Event::Chosen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// The step whose slot is filled.
    pub step: u32,
    /// The action that fills it, as the playbook had it.
    pub task: Task,
}

impl Happening for Chosen {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("step {} is now `{}`", self.step, self.task.action))
    }
}
