//! What every kind of event tells of itself.

use crate::domain::id::Hash;
use crate::domain::text::ErasableText;

/// One kind of event, as far as nobody has to know which.
pub trait Happening {
    /// Tells what happened. `this_year` is left out of the dates.
    fn told(&self, this_year: i32) -> Account<'_>;

    /// Gives every text it carries, so that the store can keep or fill in the words: what a person said or is
    /// called, and what was written about them. A text that is not given here is stored without its words.
    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        Vec::new()
    }

    /// Gives the hash of the playbook's text that it was decided by, which the store must hold.
    fn decided_by(&self) -> Option<Hash> {
        None
    }

    /// Says whether the plan of its case comes from it: what cannot be taken back goes with it when it is.
    fn lays_ground(&self) -> bool {
        false
    }
}

/// What the history says of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account<'e> {
    /// What happened in plain words, none of them a customer's.
    pub what: String,
    /// What was said or written, the reason before all else; erased or not.
    pub words: Vec<&'e ErasableText>,
}

impl<'e> Account<'e> {
    /// What happened, without anybody's words.
    pub(super) fn of(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            words: Vec::new(),
        }
    }

    /// The same with what was said or written, if anything was.
    pub(super) fn with(mut self, words: impl IntoIterator<Item = &'e ErasableText>) -> Self {
        self.words.extend(words);
        self
    }
}
