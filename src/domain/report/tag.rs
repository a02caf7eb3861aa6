//! What has come about in a case and still holds: each night a tag of its case, until it is closed.
//!
//! Nothing of it is written down as told: a mail that is lost loses nothing. What is *new* follows from the days on
//! which a report ran, so two reports of one evening say the same.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::listed::ListedCase;
use crate::domain::case::summary::{Breach, Escalation};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// What can come about in a case and hold until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "tag-word")]
pub enum TagWord {
    /// A rung was set off.
    Escalated,
    /// A promise was not kept in time.
    PromiseBroken,
    /// This customer was failed before, not long ago.
    SecondFailure,
}

/// The days that the last report before today told of.
#[derive(Clone, Copy, Debug)]
pub struct LastTold {
    /// The end of the day on which it ran; `None` where none ever did, and everything is new.
    pub until: Option<Instant>,
}

impl LastTold {
    fn is_new(self, at: Instant) -> bool {
        self.until.is_none_or(|until| at >= until)
    }
}

/// Something that has come about in a case, and holds until it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTag {
    /// The kind of tag.
    pub tag: TagWord,
    /// Whether it came about since the last day before this one on which a night report ran.
    pub new: bool,
    /// What set it off: "contact 3", "promise 1", "#40" for the case of the first failure.
    pub on: String,
    /// When it came about.
    pub at: Instant,
    /// The role that takes over.
    pub to: Option<String>,
}

impl CaseTag {
    fn escalated(rung: &Escalation, told: LastTold) -> Self {
        Self {
            tag: TagWord::Escalated,
            new: told.is_new(rung.at),
            on: rung.on.in_words(),
            at: rung.at,
            to: rung.to.clone(),
        }
    }

    fn broken(breach: &Breach, told: LastTold) -> Self {
        Self {
            tag: TagWord::PromiseBroken,
            new: told.is_new(breach.at),
            on: format!("promise {}", breach.promise),
            at: breach.at,
            to: None,
        }
    }

    fn second_failure(before: u64, told_at: Instant, told: LastTold) -> Self {
        Self {
            tag: TagWord::SecondFailure,
            new: told.is_new(told_at),
            on: format!("#{before}"),
            at: told_at,
            to: None,
        }
    }
}

/// A case with what has come about in it.
#[derive(Clone, Debug)]
pub struct TaggedCase {
    /// The case.
    pub case: ListedCase,
    /// What has come about in it and still holds, what is new first; nothing in one that is closed.
    pub tags: Vec<CaseTag>,
}

impl TaggedCase {
    /// Puts its tags to a case, as it is at `now`.
    #[must_use]
    pub fn of(case: ListedCase, now: Instant, told: LastTold) -> Self {
        let mut tags = Vec::new();
        if !case.is_closed() {
            let escalated = case.escalations().iter();
            tags.extend(escalated.map(|rung| CaseTag::escalated(rung, told)));
            let outlook = &case.summary.outlook;
            let broken = outlook.breaches.iter().filter(|breach| breach.at < now);
            tags.extend(broken.map(|breach| CaseTag::broken(breach, told)));
            let before = outlook.failed_before;
            let told_at = case.summary.told_at;
            tags.extend(before.map(|before| CaseTag::second_failure(before, told_at, told)));
            tags.sort_by_key(|tag| (!tag.new, tag.at));
        }
        Self { case, tags }
    }
}

/// An escalation that no report has told of yet.
#[derive(Clone, Debug)]
pub struct NewEscalation {
    /// The number of the case.
    pub case: u64,
    /// What its customer is called; `None` when nobody wrote it down or it was erased.
    pub customer: Option<Words>,
    /// What set it off, when, and who takes over.
    pub tag: CaseTag,
}

/// Gives what escalated since the last report in these cases, closed ones too.
pub fn new_escalations<'c>(
    cases: impl Iterator<Item = &'c ListedCase>,
    told: LastTold,
) -> Vec<NewEscalation> {
    let of_case = |case: &'c ListedCase| {
        let tags = case.escalations().iter();
        let tags = tags.map(move |rung| CaseTag::escalated(rung, told));
        tags.filter(|tag| tag.new).map(|tag| NewEscalation {
            case: case.summary.number,
            customer: case.customer.clone(),
            tag,
        })
    };
    cases.flat_map(of_case).collect()
}
