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

/// Says whether a reference is a long number as Excel shows it when it has no room, such as `4.47911E+11`.
///
/// The digits that are missing are missing in the file too, so that many references become one.
pub(super) fn is_cut_short(reference: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some((number, exponent)) = reference.split_once(['E', 'e']) else {
        return false;
    };
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or_default();
    whole.len() == 1 && digits(whole) && digits(part) && exponent.len() >= 2 && digits(exponent)
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

#[cfg(test)]
mod tests {
    use super::is_cut_short;

    #[test]
    fn what_excel_cuts_short_is_told_from_what_looks_like_it() {
        for cut in [
            "4.47911E+11",
            "4,47911E+11",
            "1E+11",
            "1e+15",
            "1.2E-05",
            "9.9E+100",
        ] {
            assert!(is_cut_short(cut), "{cut}");
        }
        for whole in [
            "447911000000",
            "T-1",
            "12E+04",
            "1E5",
            "1E+5",
            "E+11",
            "1.E+11",
            "4.4E+11-2",
            "é",
            "",
        ] {
            assert!(!is_cut_short(whole), "{whole}");
        }
    }
}
