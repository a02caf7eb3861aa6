//! What has come about in a case and holds until it is closed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::show::Moment;
use crate::show::case::row::CaseItem;
use crate::show::schemas::marks::PlaybookId;

/// Something that has come about in a case, and holds until it is closed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "tag")]
pub struct CaseTag {
    /// What it is.
    pub tag: TagWord,
    /// Whether it came about since the last day before this one on which a night report ran.
    pub new: bool,
    /// What set it off: contact 3, promise 1, the case of the first failure.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When it came about.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

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

/// A case in the night report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "reported-case")]
pub struct ReportedCase {
    /// The row it has in lists.
    #[serde(flatten)]
    pub item: CaseItem,
    /// What has come about in it and still holds, what is new first.
    pub tags: Vec<CaseTag>,
}
