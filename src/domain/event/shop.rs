//! Events of the whole shop: a file taken in, an operation taken back or put in place again.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::id::{Hash, Id};

/// See [`super::Event::Imported`].
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

impl Happening for Imported {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("{} cases imported", self.stored))
    }
}

/// See [`super::Event::Undone`]: the id of the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone(pub Id);

impl Happening for Undone {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("taken back")
    }
}

/// See [`super::Event::Redone`]: the id of the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redone(pub Id);

impl Happening for Redone {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("put back")
    }
}
