//! The questions and how they are worded.

use serde::{Deserialize, Serialize};

use crate::domain::event::Harm;

/// One thing that the intake can ask for; each has a flag of `amends new`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComplaintQuestion {
    /// What happened, in their words.
    Words,
    /// What they were trying to get done.
    Need,
    /// How they feel.
    Feels,
    /// Who it is.
    Customer,
    /// Whether it is about what is open of this customer already.
    SameMatter,
    /// How to reach them.
    Reach,
    /// What failed.
    Types,
    /// A question of the complaint type, by its id.
    Answer(String),
    /// One of the three plain questions about harm.
    Harm(Harm),
    /// How valuable the customer is.
    Tier,
    /// How they told us.
    Channel,
    /// Whether they are still here.
    Here,
    /// When they told us.
    Told,
    /// When it went wrong.
    Happened,
    /// The order, booking or job.
    Order,
    /// Whether others can read the complaint.
    Public,
    /// Who holds the case.
    Holder,
    /// What the customer is worth a year.
    Value,
}

impl ComplaintQuestion {
    /// Says whether the answer is picked from a few, so that a wrong one is not worth mending.
    pub(super) const fn is_picked(&self) -> bool {
        matches!(
            self,
            Self::SameMatter
                | Self::Types
                | Self::Harm(_)
                | Self::Tier
                | Self::Channel
                | Self::Here
                | Self::Public
        )
    }

    /// Names the line on the review page. The harms share a line.
    pub(super) const fn label(&self) -> &'static str {
        match self {
            Self::Words => "They said",
            Self::Need => "They wanted to",
            Self::Feels => "They feel",
            Self::Customer => "Customer",
            Self::SameMatter => "Same matter as",
            Self::Reach => "Reach them at",
            Self::Types => "What failed",
            Self::Answer(_) => "Answer",
            Self::Harm(_) => "How bad",
            Self::Tier => "To you they are",
            Self::Channel => "Told by",
            Self::Here => "Still here",
            Self::Told => "Told",
            Self::Happened => "Went wrong",
            Self::Order => "Order",
            Self::Public => "Others can read it",
            Self::Holder => "Holder",
            Self::Value => "Worth a year",
        }
    }

    /// Asks in a few words; a question of the playbook brings its own.
    pub(super) const fn prompt(&self) -> &'static str {
        match self {
            Self::Words => "They said",
            Self::Need => "They wanted to",
            Self::Feels => "How they feel",
            Self::Customer => "Their name",
            Self::SameMatter => "The same matter?",
            Self::Reach => "How to reach them",
            Self::Types => "What failed",
            Self::Answer(_) => "Answer",
            Self::Harm(harm) => harm.question(),
            Self::Tier => "Who they are to you",
            Self::Channel => "How they told you",
            Self::Here => "Are they still here?",
            Self::Told => "When they told you",
            Self::Happened => "When it went wrong",
            Self::Order => "Order, booking or job",
            Self::Public => "Can others read the complaint?",
            Self::Holder => "Who holds the case",
            Self::Value => "What they are worth a year",
        }
    }

    /// Explains in one line.
    pub(super) const fn help(&self) -> &'static str {
        match self {
            Self::Words => {
                "Type what they say as they say it, on as many lines as you like; an empty line ends it."
            }
            Self::Need => "What they were trying to get done when it went wrong; Enter skips.",
            Self::Feels => "A word is enough, such as `let down`; Enter skips.",
            Self::Customer => "Their name; a part of it finds the customers you know.",
            Self::SameMatter => {
                "`y` or its number writes this down as a further contact of the open case; Enter makes a case of its own."
            }
            Self::Reach => {
                "A number or an address where you can tell them that it is right again; Enter skips."
            }
            Self::Types => {
                "A number, or a part of a name; several with commas: `2, 5`. The first decides the plan."
            }
            Self::Answer(_) => "Your playbook asks this about what failed; Enter skips.",
            Self::Harm(_) => "`y` or `n`; the three answers together make minor, major or severe.",
            Self::Tier => "A number, or a part of a name: how valuable they are, lowest first.",
            Self::Channel => {
                "A number, or a part of a name; it decides how soon somebody must answer."
            }
            Self::Here => {
                "`y` while you can still do something for them on the spot, `n` once they have left."
            }
            Self::Told => {
                "Every deadline counts from here: `10:05`, `yesterday 3pm` or `2h ago`; Enter is now."
            }
            Self::Happened => "Such as `10:05`, `yesterday 3pm` or `2h ago`; Enter skips.",
            Self::Order => "A number or a few words by which you find it; Enter skips.",
            Self::Public => "`y` if others can read it, as on a review site; Enter is no.",
            Self::Holder => "The one person who sees it through to the end.",
            Self::Value => "What they spend with you in a year, such as `450`; Enter skips.",
        }
    }
}
