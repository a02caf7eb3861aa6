//! What can happen: the events a history consists of.
//!
//! An event holds numbers, ids and kinds. What a person said or is called is a
//! [`Text`], whose words lie apart and can be erased.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::cell::Severity;
use crate::domain::id::{Hash, Id};
use crate::domain::money::Money;
use crate::domain::plan::{Plan, Promised, SetOffDue, Task};
use crate::domain::playbook::Trigger;
use crate::domain::span::Span;
use crate::domain::text::Text;
use crate::domain::zone::Instant;

mod drill;
mod timing;

pub use drill::Rehearsed;
pub use timing::{
    Announced, AnnouncedRung, AskedBy, NightReported, Paused, PromiseKept, PromiseMade, Resumed,
    Reviewed, Stayed,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A customer became known.
    CustomerAdded(CustomerAdded),
    /// A customer can be reached in another way than before.
    CustomerReach(CustomerReach),
    /// A customer was put in a tier of a playbook.
    CustomerTier(CustomerTier),
    /// A complaint was logged.
    Logged(Box<Logged>),
    /// The facts of a case were corrected, and it was planned again.
    Changed(Box<Changed>),
    /// A step was done.
    Done(Done),
    /// A step became pointless.
    Skipped(Skipped),
    /// A slot was filled with another action.
    Chosen(Chosen),
    /// Something was written down.
    Noted(Noted),
    /// The customer got in touch again.
    Contacted(Contacted),
    /// Somebody else holds the case.
    Assigned(Assigned),
    /// A rung was set off.
    Escalated(Escalated),
    /// The deadline had passed: what replaces the surprise came into the plan.
    LateBegan(LateBegan),
    /// A rung that the clock had set off was not due after all: it was done in time, and entered
    /// later.
    StoodDown(StoodDown),
    /// The clocks that may wait do so.
    Paused(Paused),
    /// The clocks go on before the pause has ended by itself.
    Resumed(Resumed),
    /// The customer was told that something will be done by a time.
    PromiseMade(PromiseMade),
    /// What they were told was done.
    PromiseKept(PromiseKept),
    /// The night report told of rungs that were set off.
    Announced(Announced),
    /// It became known whether the customer stayed.
    Reviewed(Reviewed),
    /// The night report was made.
    NightReported(NightReported),
    /// A customer's situation was rehearsed.
    Rehearsed(Rehearsed),
    /// Nothing is left to do.
    Closed(Closed),
    /// It was not over.
    Reopened(Box<Reopened>),
    /// A file of complaints was taken in.
    Imported(Imported),
    /// An operation was taken back.
    Undone(Id),
    /// An operation that had been taken back was put in place again.
    Redone(Id),
}

/// See [`Event::CustomerAdded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerAdded {
    /// The new customer.
    pub customer: Id,
    /// What they are called.
    pub name: Text,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Text>,
}

/// See [`Event::CustomerReach`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerReach {
    /// Whose address.
    pub customer: Id,
    /// The address or number.
    pub reach: Text,
}

/// See [`Event::CustomerTier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerTier {
    /// Whose tier.
    pub customer: Id,
    /// The name of the playbook whose tiers are meant.
    pub playbook: String,
    /// The tier's id.
    pub tier: String,
}

/// One of the three plain questions about harm.
///
/// Severity is made from what happened to the customer, never from how loud they
/// are (seed 001). The weights are ours.
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

/// See [`Event::Logged`].
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
    pub said: Said,
    /// Answers to the questions of the complaint type, by question id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, Text)>,
    /// Who holds the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Text>,
    /// What is to be done; `None` only for a case that was over before it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
    /// The row of the file it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// What the customer said, each in their own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
    /// What they were trying to get done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<Text>,
    /// How they feel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feels: Option<Text>,
    /// The order, booking or job it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Text>,
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

/// See [`Event::Changed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// What is decided now.
    pub facts: Facts,
    /// The new plan of the running cycle; `None` when the case has none to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Plan>,
}

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

/// See [`Event::Done`].
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

/// See [`Event::Skipped`].
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

/// See [`Event::Chosen`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// The step whose slot is filled.
    pub step: u32,
    /// With what.
    pub task: Task,
}

/// See [`Event::Noted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    /// The note.
    pub note: Text,
}

/// See [`Event::Contacted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contacted {
    /// When they got in touch.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// By which channel of the playbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Text>,
    /// The answer it has to get, when nobody owes one already; none in what older versions wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<OwedAnswer>,
}

/// The answer that a further contact has to get: a step of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedAnswer {
    /// The number of the step.
    pub step: u32,
    /// How long there is from the contact: a first response, or the channel's turnaround.
    pub span: Span,
    /// When that is over.
    pub by: Promised,
}

/// See [`Event::Assigned`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    /// Who holds the case from now on.
    pub holder: Text,
}

/// See [`Event::Escalated`].
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

/// See [`Event::LateBegan`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateBegan {
    /// The steps that come into the plan.
    pub steps: Vec<LateStep>,
}

/// A step that replaces the surprise after the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateStep {
    /// Its position in the plan of the running cycle.
    pub position: usize,
    /// The number it gets.
    pub number: u32,
}

/// See [`Event::StoodDown`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoodDown {
    /// The position of the rung in the plan of the running cycle.
    pub rung: usize,
    /// What had set it off.
    pub on: Trigger,
}

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

/// See [`Event::Closed`].
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
    pub lesson: Option<Text>,
    /// Why it ends without both halves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

/// See [`Event::Reopened`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reopened {
    /// Why it was not over.
    pub why: Text,
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

/// See [`Event::Imported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// The hash of the file.
    pub file: Hash,
    /// Rows read.
    pub read: u64,
    /// Cases stored.
    pub stored: u64,
    /// Rows that were already known.
    pub already_known: u64,
}

impl Event {
    /// Gives what a slot was filled with.
    #[must_use]
    pub fn chosen_text(&self) -> Option<&str> {
        if let Self::Chosen(chosen) = self {
            return Some(&chosen.task.text);
        }
        None
    }

    /// Gives every text of the event, so that the store can keep or fill in the words.
    pub fn texts_mut(&mut self) -> Vec<&mut Text> {
        match self {
            Self::CustomerAdded(added) => std::iter::once(&mut added.name)
                .chain(&mut added.reach)
                .collect(),
            Self::CustomerReach(changed) => vec![&mut changed.reach],
            Self::Logged(logged) => logged.texts_mut(),
            Self::Done(done) => done.note.iter_mut().collect(),
            Self::Skipped(skipped) => vec![&mut skipped.why],
            Self::Noted(noted) => vec![&mut noted.note],
            Self::Contacted(contacted) => contacted.words.iter_mut().collect(),
            Self::Assigned(assigned) => vec![&mut assigned.holder],
            Self::Closed(closed) => closed.lesson.iter_mut().chain(&mut closed.why).collect(),
            Self::Reopened(reopened) => vec![&mut reopened.why],
            Self::Paused(paused) => vec![&mut paused.why],
            Self::PromiseMade(made) => vec![&mut made.text],
            Self::PromiseKept(kept) => kept.note.iter_mut().collect(),
            Self::Rehearsed(rehearsed) => rehearsed.note.iter_mut().collect(),
            Self::CustomerTier(_)
            | Self::Changed(_)
            | Self::Chosen(_)
            | Self::Escalated(_)
            | Self::LateBegan(_)
            | Self::StoodDown(_)
            | Self::Resumed(_)
            | Self::Announced(_)
            | Self::Reviewed(_)
            | Self::NightReported(_)
            | Self::Imported(_)
            | Self::Undone(_)
            | Self::Redone(_) => Vec::new(),
        }
    }
}

impl Logged {
    fn texts_mut(&mut self) -> Vec<&mut Text> {
        let said = &mut self.said;
        let answers = self.answers.iter_mut().map(|(_, answer)| answer);
        said.words
            .iter_mut()
            .chain(&mut said.need)
            .chain(&mut said.feels)
            .chain(&mut said.order)
            .chain(&mut self.holder)
            .chain(answers)
            .collect()
    }
}
