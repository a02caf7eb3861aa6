//! What can happen: the events a history consists of.
//!
//! An event holds numbers, ids and kinds. What a person said or is called is a
//! [`Text`], whose words lie apart and can be erased.

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::text::Text;

mod customer;
mod drill;
mod ending;
mod grounds;
mod logging;
mod night;
mod rungs;
mod shop;
mod steps;
mod talking;
mod timing;

pub use customer::{CustomerAdded, CustomerReach, CustomerTier};
pub use drill::Rehearsed;
pub use ending::{Cause, Closed, Outcome, Reopened};
pub use grounds::{Grounds, Harm, Raise};
pub use logging::{Changed, Facts, Logged, Named, Origin, Said, ToldLater};
pub use night::{Announced, AnnouncedRung, NightReported};
pub use rungs::{Escalated, LateBegan, LateStep, RungStep, StoodDown};
pub use shop::Imported;
pub use steps::{Chosen, Done, Reaction, Skipped};
pub use talking::{Assigned, Contacted, Noted, OwedAnswer};
pub use timing::{AskedBy, Paused, PromiseKept, PromiseMade, Resumed, Reviewed, Stayed};

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
