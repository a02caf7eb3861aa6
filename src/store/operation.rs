//! What is handed in to be saved, and what comes back.

use crate::domain::event::Concern;
use crate::domain::id::{Hash, Id};
use crate::domain::time::zone::Instant;
use crate::store::drills;
use crate::store::events::Undoable;

/// One invocation of the program that changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its id, made before anything is saved, so that it can be looked for afterwards.
    pub id: Id,
    /// Whether its caller has named it, so that it may have been saved before: then it is looked for first.
    pub named: bool,
    /// The moment the shop works with, in whole seconds.
    pub at: Instant,
    /// What the machine's clock says, whatever `--now` was given.
    pub clock_at: Instant,
    /// The verb that was typed.
    pub verb: &'static str,
    /// Whether it can be taken back.
    pub undoable: Undoable,
}

/// What an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventSubject {
    /// A case, and the customer whose words its texts are.
    Case {
        /// The case.
        case: Id,
        /// Its customer.
        customer: Id,
    },
    /// A customer.
    Customer(Id),
    /// The drills of the shop; what is said about one belongs to no customer.
    Drills,
    /// The shop as a whole.
    Shop,
}

impl EventSubject {
    pub(super) const fn subject(self) -> Option<Id> {
        match self {
            Self::Case { case, .. } => Some(case),
            Self::Customer(customer) => Some(customer),
            Self::Drills => Some(drills::SUBJECT),
            Self::Shop => None,
        }
    }

    /// Gives what the kinds of events are about that may be appended here.
    pub(super) const fn concern(self) -> Concern {
        match self {
            Self::Case { .. } => Concern::Case,
            Self::Customer(_) => Concern::Customer,
            Self::Drills => Concern::Drills,
            Self::Shop => Concern::Shop,
        }
    }

    pub(super) const fn person(self) -> Option<Id> {
        match self {
            Self::Case { customer, .. } | Self::Customer(customer) => Some(customer),
            Self::Drills => Some(drills::SUBJECT),
            Self::Shop => None,
        }
    }
}

/// What was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved<T> {
    /// What the work gave back.
    pub value: T,
    /// The number of the operation; `None` when it wrote no event and so was not stored.
    pub operation: Option<u64>,
    /// The hash of the last event.
    pub head: Hash,
}
