//! An intake that somebody stopped in the middle of, as it is kept until they go on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::question::ComplaintQuestion;
use crate::domain::event::Harm;
use crate::typed::NewArgs;

/// The answers so far, and which questions need not be asked again.
///
/// The second is not to be seen from the first: a question may have been skipped on purpose, and one yes about
/// harm does not mean that the other two harms were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unfinished {
    /// The answers, as flags of `amends new`.
    pub answers: NewArgs,
    /// The questions that were answered or skipped.
    pub settled: BTreeSet<ComplaintQuestion>,
}

/// A kept intake that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the unfinished intake is damaged at line {line}, column {column}")]
pub struct BadUnfinished {
    /// One-based line of what was kept.
    pub line: usize,
    /// Column in it.
    pub column: usize,
}

impl BadUnfinished {
    /// Gives the one thing to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        "begin again with `amends new`"
    }
}

impl From<NewArgs> for Unfinished {
    /// Takes flags for answers: what is given is not asked.
    fn from(answers: NewArgs) -> Self {
        let settled = given(&answers);
        Self { answers, settled }
    }
}

impl Unfinished {
    /// Tells whether nobody has said anything yet. The moment of the talk alone is nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let told = self.answers.told.clone();
        let nothing = NewArgs {
            told,
            resume: self.answers.resume,
            ..NewArgs::default()
        };
        self.settled.is_empty() && self.answers == nothing
    }

    /// Puts flags over what was kept, for `amends new --continue --channel phone`.
    #[must_use]
    pub fn with(self, flags: NewArgs) -> Self {
        let mut settled = self.settled;
        settled.extend(given(&flags));
        let kept = self.answers;
        // A severity and harms exclude each other, so the flags replace both.
        let (severity, harm) = match flags.severity.is_some() || !flags.harm.is_empty() {
            true => (flags.severity, flags.harm),
            false => (kept.severity, kept.harm),
        };
        let answers = NewArgs {
            customer: flags.customer.or(kept.customer),
            reach: flags.reach.or(kept.reach),
            types: first_filled(flags.types, kept.types),
            tier: flags.tier.or(kept.tier),
            severity,
            harm,
            channel: flags.channel.or(kept.channel),
            words: flags.words.or(kept.words),
            need: flags.need.or(kept.need),
            feels: flags.feels.or(kept.feels),
            answers: both(kept.answers, flags.answers),
            here: flags.here.or(kept.here),
            told: flags.told.or(kept.told),
            happened: flags.happened.or(kept.happened),
            order: flags.order.or(kept.order),
            value: flags.value.or(kept.value),
            holder: flags.holder.or(kept.holder),
            public: flags.public || kept.public,
            playbook: flags.playbook.or(kept.playbook),
            new_case: flags.new_case || (kept.new_case && flags.same_as.is_none()),
            same_as: flags.same_as.or(kept.same_as),
            resume: flags.resume,
        };
        Self { answers, settled }
    }

    /// Writes it as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts, lists and maps with text keys: there is nothing in it that JSON cannot hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Unfinished::to_json`] wrote.
    ///
    /// # Errors
    /// When it is something else, or from a program with other questions.
    pub fn from_json(text: &str) -> Result<Self, BadUnfinished> {
        serde_json::from_str(text).map_err(|error| BadUnfinished {
            line: error.line(),
            column: error.column(),
        })
    }
}

/// Gives the id of an answer written as `ID=TEXT`.
pub(super) fn id_of(answer: &str) -> &str {
    answer.split_once('=').map_or(answer, |(id, _)| id)
}

fn given(flags: &NewArgs) -> BTreeSet<ComplaintQuestion> {
    let texts = [
        (&flags.words, ComplaintQuestion::Words),
        (&flags.need, ComplaintQuestion::Need),
        (&flags.feels, ComplaintQuestion::Feels),
        (&flags.customer, ComplaintQuestion::Customer),
        (&flags.reach, ComplaintQuestion::Reach),
        (&flags.tier, ComplaintQuestion::Tier),
        (&flags.channel, ComplaintQuestion::Channel),
        (&flags.told, ComplaintQuestion::Told),
        (&flags.happened, ComplaintQuestion::Happened),
        (&flags.order, ComplaintQuestion::Order),
        (&flags.holder, ComplaintQuestion::Holder),
        (&flags.value, ComplaintQuestion::Value),
    ];
    let texts = texts.into_iter().filter(|(text, _)| text.is_some());
    let mut settled: BTreeSet<ComplaintQuestion> = texts.map(|(_, question)| question).collect();
    let answers = flags.answers.iter().map(|answer| id_of(answer).to_owned());
    settled.extend(answers.map(ComplaintQuestion::Answer));
    if !flags.types.is_empty() {
        settled.insert(ComplaintQuestion::Types);
    }
    if flags.severity.is_some() || !flags.harm.is_empty() {
        settled.extend(Harm::ALL.map(ComplaintQuestion::Harm));
    }
    if flags.same_as.is_some() || flags.new_case {
        settled.insert(ComplaintQuestion::SameMatter);
    }
    if flags.here.is_some() {
        settled.insert(ComplaintQuestion::Here);
    }
    if flags.public {
        settled.insert(ComplaintQuestion::Public);
    }
    settled
}

fn first_filled(first: Vec<String>, second: Vec<String>) -> Vec<String> {
    if first.is_empty() { second } else { first }
}

fn both(kept: Vec<String>, flags: Vec<String>) -> Vec<String> {
    let replaced = |answer: &String| flags.iter().any(|flag| id_of(flag) == id_of(answer));
    let mut all: Vec<String> = kept
        .into_iter()
        .filter(|answer| !replaced(answer))
        .collect();
    all.extend(flags);
    all
}
