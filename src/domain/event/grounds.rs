//! What a severity is made of: what happened to the customer, and why it went up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::playbook::cell::Severity;

/// One of the three plain questions about harm.
///
/// Severity is made from what happened to the customer, never from how loud they
/// are. The weights are ours.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "harm")]
pub enum Harm {
    /// It cost them money, or more than an hour.
    Cost,
    /// It spoiled something that cannot be had again.
    Spoiled,
    /// Somebody was hurt, frightened or shamed.
    Person,
}

impl Harm {
    /// All three, in the order in which they are asked.
    pub const ALL: [Self; 3] = [Self::Cost, Self::Spoiled, Self::Person];

    /// Gives the word for the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Spoiled => "spoiled",
            Self::Person => "person",
        }
    }

    /// Gives the plain question.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Cost => "Did it cost them money, or more than an hour?",
            Self::Spoiled => "Did it spoil something that cannot be had again?",
            Self::Person => "Was anybody hurt, frightened or shamed?",
        }
    }

    /// Gives how many levels a yes adds above `minor`.
    #[must_use]
    pub const fn weight(self) -> usize {
        match self {
            Self::Cost | Self::Spoiled => 1,
            Self::Person => 2,
        }
    }
}

/// Why a severity went up by a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raise {
    /// This customer was failed before, in the case with this number.
    SecondFailure(u64),
    /// The rung at this line of the playbook says so.
    Rung(u32),
}

/// What a severity is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The severity somebody typed, which nothing alters at logging.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<Severity>,
    /// The harms somebody answered yes to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub harm: Vec<Harm>,
    /// Levels added, with the reason for each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raises: Vec<Raise>,
}

impl Grounds {
    /// Adds the grounds up: the typed severity or the harms, then the raises, capped.
    #[must_use]
    pub fn severity(&self) -> Severity {
        let weights: usize = self.harm.iter().map(|harm| harm.weight()).sum();
        let base = self.typed.unwrap_or(Severity::Minor.raised(weights));
        base.raised(self.raises.len())
    }
}
