//! Events that decide what a case is about: its logging, and a correction of its facts.

use serde::{Deserialize, Serialize};

use super::{Account, Grounds, Happening};
use crate::domain::id::{Hash, Id};
use crate::domain::money::Money;
use crate::domain::plan::{Plan, Promised};
use crate::domain::playbook::Presence;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;

/// The decided facts of a case: its cell, in words, and what put it there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The name of the playbook.
    pub playbook: String,
    /// The file, when it was named by its path and not by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The hash of the playbook's text.
    pub text: Hash,
    /// Complaint types, the first of which is the cell's.
    pub complaints: Vec<Named>,
    /// Those of them that the customer told of later than of the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<ToldLater>,
    /// The tier.
    pub tier: Named,
    /// What the severity is made of.
    pub grounds: Grounds,
    /// The channel it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What the playbook calls the first complaint type where there is little room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Whether the customer was still here when they were asked; `None` where nobody has asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
}

impl Facts {
    /// "late and cold, gold, major".
    fn in_words(&self) -> String {
        let types: Vec<&str> = self
            .complaints
            .iter()
            .map(|named| named.id.as_str())
            .collect();
        let (types, severity) = (types.join(" and "), self.grounds.severity());
        let here = match self.presence {
            Some(Presence::Here) => ", still here",
            Some(Presence::Gone) => ", they have left",
            None => "",
        };
        format!("{types}, {}, {severity}{here}", self.tier.id)
    }
}

/// A failure that the customer told of after the case was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldLater {
    /// The id of its complaint type.
    pub complaint: String,
    /// When they told of it, from which its first answer and its fixes count.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// The channel it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// An id of the playbook with the name people use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// See [`super::Event::Logged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// The label of the case in this shop.
    pub number: u64,
    /// Whose complaint.
    pub customer: Id,
    /// What was decided about it.
    pub facts: Facts,
    /// When the customer told us.
    pub told: Promised,
    /// When it went wrong, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Promised>,
    /// The shop's zone at the time, by its IANA name.
    pub zone: String,
    /// The version of the zone rules that were used, such as `2026f`.
    pub zone_rules: String,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year, if somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The case in which this customer was failed before, not long ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_before: Option<u64>,
    /// What was said and written; each may be missing.
    pub said: Statement,
    /// Answers to the questions of the complaint type, by question id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, ErasableText)>,
    /// Who holds the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<ErasableText>,
    /// What is to be done; `None` only for a case that was over before it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The row of the file it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Happening for Logged {
    fn told(&self, _: i32) -> Account<'_> {
        let from = match self.origin {
            Some(_) => "imported",
            None => "logged",
        };
        Account::of(format!("{from} as {}", self.facts.in_words())).with(&self.said.words)
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        let answers = self.answers.iter_mut().map(|(_, answer)| answer);
        let said = self.said.texts_mut();
        said.chain(&mut self.holder).chain(answers).collect()
    }

    fn decided_by(&self) -> Option<Hash> {
        Some(self.facts.text)
    }

    fn lays_ground(&self) -> bool {
        true
    }
}

/// What the customer said, each in their own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<ErasableText>,
    /// What they were trying to get done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<ErasableText>,
    /// How they feel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feels: Option<ErasableText>,
    /// The order, booking or job it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<ErasableText>,
}

impl Statement {
    /// Says whether nothing was said.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Gives every text of it.
    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut ErasableText> {
        let texts = [
            &mut self.words,
            &mut self.need,
            &mut self.feels,
            &mut self.order,
        ];
        texts.into_iter().flatten()
    }

    /// Puts what another says in the place of what was said before.
    pub fn correct(&mut self, by: Self) {
        self.words = by.words.or(self.words.take());
        self.need = by.need.or(self.need.take());
        self.feels = by.feels.or(self.feels.take());
        self.order = by.order.or(self.order.take());
    }
}

/// The row of a file that a case was imported from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The hash of the whole file.
    pub file: Hash,
    /// The hash of the row's content and of its ordinal among equal rows.
    pub row: Hash,
    /// The one-based line on which the row begins.
    pub line: u64,
}

/// See [`super::Event::Changed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// What is decided now.
    pub facts: Facts,
    /// The new plan of the running cycle; `None` when the case has none to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}

impl Happening for Changed {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("changed to {}", self.facts.in_words()))
    }

    fn decided_by(&self) -> Option<Hash> {
        Some(self.facts.text)
    }

    fn lays_ground(&self) -> bool {
        true
    }
}
