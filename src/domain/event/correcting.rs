//! An event that something about a case was typed wrongly: what was there before stays in the history.

use serde::{Deserialize, Serialize};

use super::{Account, Happening, Statement};
use crate::domain::money::Money;
use crate::domain::plan::Promised;
use crate::domain::suggest::joined;
use crate::domain::text::ErasableText;

/// See [`super::Event::Corrected`]. What is left out stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corrected {
    /// What the customer said, each in their own words.
    #[serde(default, skip_serializing_if = "Statement::is_nothing")]
    pub said: Statement,
    /// Answers to the questions of the complaint type, by question id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, ErasableText)>,
    /// When the customer told us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Promised>,
    /// When it went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened: Option<Promised>,
    /// What the customer is worth a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// Whether the name of the customer was corrected with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub name: bool,
    /// Whether the way to reach the customer was corrected with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reach: bool,
}

impl Corrected {
    /// Names what was corrected: "what they said" and "when they told you".
    #[must_use]
    pub fn named(&self) -> Vec<&'static str> {
        let said = &self.said;
        let all = [
            (self.name, "their name"),
            (self.reach, "how to reach them"),
            (said.words.is_some(), "what they said"),
            (said.need.is_some(), "what they needed"),
            (said.feels.is_some(), "how they feel"),
            (said.order.is_some(), "what it is about"),
            (!self.answers.is_empty(), "what they answered"),
            (self.told.is_some(), "when they told you"),
            (self.happened.is_some(), "when it went wrong"),
            (self.value.is_some(), "what they are worth"),
        ];
        let corrected = all.into_iter().filter(|(is_so, _)| *is_so);
        corrected.map(|(_, what)| what).collect()
    }

    /// Says whether nothing was corrected.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Happening for Corrected {
    fn told(&self, _: i32) -> Account<'_> {
        let said = &self.said;
        let texts = [&said.words, &said.need, &said.feels, &said.order];
        let answers = self.answers.iter().map(|(_, answer)| answer);
        let named = joined(&self.named(), "and");
        Account::of(format!("corrected: {named}")).with(texts.into_iter().flatten().chain(answers))
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        let answers = self.answers.iter_mut().map(|(_, answer)| answer);
        self.said.texts_mut().chain(answers).collect()
    }
}
