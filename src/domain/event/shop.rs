//! Events of the whole shop: a file taken in.

use serde::{Deserialize, Serialize};

use crate::domain::id::Hash;

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
