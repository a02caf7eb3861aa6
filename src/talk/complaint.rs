//! The guided conversation: their words first, then what is missing, then one page to look over.
//!
//! The answers are [`NewArgs`], the flags of `amends new`: whatever was given as a flag is not asked, and what comes
//! out can be typed again as one command line. Nothing is written here; an unfinished talk comes back as
//! [`Unfinished`] for the command to keep.
//!
//! The talk is a state machine without a position. The route is worked out anew from the answers; the next
//! question is the first one on it that nobody has settled. Going back, changing a line of the review and going
//! on the next day are therefore one thing: a question becomes open and is asked again.

use crate::domain::playbook::Playbook;
use crate::domain::time::when::ReferenceTime;
use crate::shell::asker::Asker;
use crate::typed::NewArgs;

mod aside;
mod command_line;
mod customer;
mod form;
mod question;
mod review;
mod story;
mod take;
mod talk;
mod unfinished;

pub use aside::aside;
pub use command_line::{command_line, quoted};
pub use question::ComplaintQuestion;
pub use unfinished::{BadUnfinished, Unfinished};

/// What the conversation is held against.
#[derive(Clone, Copy)]
pub struct ComplaintSetting<'a> {
    /// The playbook whose types, tiers and channels are offered.
    pub playbook: &'a Playbook,
    /// Now, and the zone whose wall clock is meant.
    pub moment: ReferenceTime<'a>,
    /// Finds the customers that a typed name may mean, best first. Nobody is fine.
    pub known: &'a dyn Fn(&str) -> Vec<KnownCustomer>,
    /// Who holds a case when nothing else is said.
    pub holder: Option<&'a str>,
    /// Says what saving would bring, for the review page; one line of text each, none is fine.
    pub preview: &'a dyn Fn(&NewArgs) -> Vec<String>,
    /// Keeps what was answered so far: it is called after every answer, and after every line of their words.
    pub keep: &'a dyn Fn(&Unfinished),
}

/// A customer the shop knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCustomer {
    /// What they are called.
    pub name: String,
    /// How to reach them.
    pub reach: Option<String>,
    /// The id of their tier in this playbook; one that it does not have counts as none.
    pub tier: Option<String>,
    /// Who holds their cases.
    pub holder: Option<String>,
    /// What they like, for whoever talks to them.
    pub likes: Vec<String>,
    /// Their earlier cases, the latest first.
    pub earlier: Vec<Earlier>,
}

/// A case of a known customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The number of the case.
    pub number: u64,
    /// When they told us, as people say it.
    pub when: String,
    /// What failed, by name.
    pub what: String,
    /// How it ended, or that it is open.
    pub ending: String,
    /// Whether it is open.
    pub is_open: bool,
}

/// How a conversation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversationEnd {
    /// Everything was looked over and is to be saved. All dates in it are absolute.
    Complete(NewArgs),
    /// The person typed `.`, or the input ended.
    Stopped(Unfinished),
    /// Ctrl-C.
    Interrupted(Unfinished),
}

/// Holds the conversation, from the first open question to the review page.
///
/// What is already in `so_far` is checked as if it had just been typed; what does not hold is asked again. When
/// nobody said when the customer told us, it is `moment.now`, and that is fixed even in an unfinished intake, so
/// that going on the next day does not move a deadline.
pub fn converse(
    asker: &mut dyn Asker,
    setting: &ComplaintSetting<'_>,
    so_far: Unfinished,
) -> ConversationEnd {
    talk::ComplaintTalk::new(asker, setting, so_far).hold()
}

#[cfg(test)]
mod tests;
