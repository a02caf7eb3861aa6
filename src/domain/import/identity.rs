//! What a row is known by when the same list comes a second time.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Record;
use crate::domain::id::Hash;

/// The rows of one file so far, by what they are known by.
///
/// Two hundred thousand rows take about ten megabytes here: the one thing that grows with the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Identities {
    /// How many rows had this content.
    equal: HashMap<Hash, u32>,
    /// The line of the row with this reference.
    referred: HashMap<Hash, u64>,
}

impl Identities {
    /// Names a row by its content and by how many equal rows came before it.
    pub(super) fn of_content(&mut self, record: &Record<'_>) -> Hash {
        let content = Hash::of(&[b"row\0", &parted(&record.cells)]);
        let ordinal = self.equal.entry(content).or_default();
        *ordinal += 1;
        Hash::of(&[content.bytes(), &ordinal.to_be_bytes()])
    }

    /// Gives the line of an earlier row with the same reference.
    pub(super) fn line_of(&self, reference: Hash) -> Option<u64> {
        self.referred.get(&reference).copied()
    }

    /// Remembers a row with a reference, once it is taken.
    pub(super) fn remember(&mut self, reference: Hash, line: u64) {
        self.referred.insert(reference, line);
    }
}

/// Names a row by their own number for it.
pub(super) fn of_reference(reference: &str) -> Hash {
    Hash::of(&[b"reference\0", reference.as_bytes()])
}

/// Puts the cells in one string from which they could be told apart again, whatever is in them.
///
/// Separators, quotes and line ends of the file are not in it, so the same list saved by another
/// program is still the same list.
fn parted(cells: &[Cow<'_, [u8]>]) -> Vec<u8> {
    let mut parted = Vec::new();
    for cell in cells {
        let length = u64::try_from(cell.len()).unwrap_or(u64::MAX);
        parted.extend_from_slice(&length.to_be_bytes());
        parted.extend_from_slice(cell);
    }
    parted
}
