//! What `data check` can find.

use thiserror::Error;

use crate::domain::id::{Hash, Id};
use crate::domain::words::visible;
use crate::store::error::FilePart;

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Discrepancy {
    /// The database's own check finds its pages wrong.
    #[error("the pages of the file do not fit together ({places} found)")]
    Pages {
        /// How many faults it lists, at most 100.
        places: u64,
    },
    /// A part could not be read to its end.
    #[error("{part} cannot be read")]
    Unreadable {
        /// The part.
        part: FilePart,
    },
    /// A table, index or rule is missing, added or changed.
    #[error("`{}` in the list of tables is not as amends made it", visible(.name))]
    Table {
        /// The name of the table, index or rule.
        name: String,
    },
    /// The row about the shop was changed.
    #[error("the entry about the shop was changed")]
    Shop,
    /// An event was changed, moved, added or taken out.
    #[error("entry {number} of the history was changed, or the one before it")]
    Event {
        /// Its number.
        number: u64,
    },
    /// An event is missing before this one, or has a wrong place in its operation.
    #[error("entry {number} of the history is not where it belongs")]
    Order {
        /// Its number.
        number: u64,
    },
    /// The history is shorter or longer than was noted.
    #[error("the history ends at entry {found}; it should end at {noted}")]
    End {
        /// The last event that is there.
        found: u64,
        /// The last event that was noted.
        noted: u64,
    },
    /// An operation without events, out of order, or with a doubtful number.
    #[error("operation {number} is not as it was written")]
    Operation {
        /// Its number.
        number: u64,
    },
    /// The list of what was taken back does not agree with the history.
    #[error("operation {number} is wrongly listed as taken back, or wrongly not")]
    Undone {
        /// The number of the operation.
        number: u64,
    },
    /// Words that an event names are gone, though nobody was forgotten.
    #[error("{of}: words are missing")]
    WordsMissing {
        /// The case, the customer or the drills whose words they are.
        of: CheckSubject,
    },
    /// Words are not those that were written down.
    #[error("{of}: words were changed")]
    WordsChanged {
        /// The case, the customer or the drills whose words they are.
        of: CheckSubject,
    },
    /// Words that no event names.
    #[error("{count} stored texts belong to nothing")]
    WordsStray {
        /// How many.
        count: u64,
    },
    /// A playbook's text was changed, or its name.
    #[error("the kept playbook `{}` was changed", visible(.name))]
    Playbook {
        /// Its name, as it is now.
        name: String,
    },
    /// A playbook that something was decided by is gone.
    #[error("a playbook that was used is missing (text {})", .hash.short())]
    PlaybookMissing {
        /// The hash of its text.
        hash: Hash,
    },
    /// What lists show of a case is not what its history says.
    #[error("{of}: what lists show is not what the history says")]
    Row {
        /// The case or customer whose row it is.
        of: CheckSubject,
    },
    /// Cases or customers were added to a list, or left out of it.
    #[error("{part} has {found} entries; the history has {expected}")]
    Count {
        /// The list of cases or that of customers.
        part: FilePart,
        /// How many rows there are.
        found: u64,
        /// How many the history says.
        expected: u64,
    },
    /// Events of a case or customer that was never begun.
    #[error("{count} entries of the history belong to nothing")]
    EventsStray {
        /// How many.
        count: u64,
    },
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CheckSubject {
    /// A case, by number.
    #[error("case #{0}")]
    Case(u64),
    /// A customer, by id.
    #[error("customer {0}")]
    Customer(Id),
    /// The drills of the shop.
    #[error("drills")]
    Drills,
}
