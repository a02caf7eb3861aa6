//! A list of complaints as a CSV file: bytes in, rows ready to store out, or the reason for each that is not.
//!
//! Separator and byte order mark are found out from the first line; what is in the rows is for
//! [`crate::domain::import`] to judge. Rows come one at a time, so a file of [`MOST_ROWS`] needs little
//! more memory than its own bytes.

use std::cmp::Reverse;

use thiserror::Error;

use crate::domain::id::Hash;
use crate::domain::import::{
    BadHeader, BadQuote, BadRow, DefaultUsed, ImportTally, Mapping, Reader, Row,
};
use crate::domain::time::when::ReferenceTime;

mod records;

use records::Records;

/// The largest file that is read, in bytes: 64 MiB. Ours: it is held in memory whole.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// The most rows that are read from one file: 200,000. Ours: they are stored in one transaction. Blank
/// lines are not rows.
pub const MOST_ROWS: usize = 200_000;

/// The separators that are recognised; an earlier one wins a tie.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Why a file is not read at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The file is larger than [`LARGEST`].
    #[error("the file has {found} bytes; at most {LARGEST} are read")]
    TooLarge {
        /// Its size in bytes.
        found: usize,
    },
    /// The file has more rows than [`MOST_ROWS`].
    #[error("the file has more than {MOST_ROWS} rows")]
    TooManyRows,
    /// Nothing is in it.
    #[error("the file is empty")]
    Empty,
    /// It is a workbook of a spreadsheet program.
    #[error("the file is a workbook or another packed file, not a CSV file")]
    Workbook,
    /// It is text in an encoding with two bytes a letter.
    #[error("the file is UTF-16 text, not UTF-8")]
    Utf16,
    /// The line with the names is not text.
    #[error("the names of the columns on line {line} are not UTF-8 text")]
    NamesNotUtf8 {
        /// The line.
        line: u64,
    },
    /// The line with the names has a quote that cannot be right.
    #[error("the names of the columns cannot be read: {0}")]
    NamesQuote(BadQuote),
    /// The line with the names has none.
    #[error("line {line}, which should name the columns, has no names")]
    NoNames {
        /// The line.
        line: u64,
    },
    /// The file does not have the columns that are needed.
    #[error(transparent)]
    Columns(#[from] BadHeader),
}

impl Unreadable {
    /// Says what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        let hint = match self {
            Self::TooLarge { .. } | Self::TooManyRows => {
                "split it into several files; each needs the line with the names of the columns"
            }
            Self::Empty => "check that it is the right file",
            Self::Workbook => "open it in the spreadsheet program and save it as `CSV UTF-8`",
            Self::Utf16 | Self::NamesNotUtf8 { .. } => {
                "save it again as `CSV UTF-8` in the program it comes from"
            }
            Self::NamesQuote(bad) => return bad.hint(),
            Self::NoNames { .. } => "write the names of the columns into the first line",
            Self::Columns(bad) => return bad.hint(),
        };
        hint.to_owned()
    }
}

/// A file that can be read, held against a mapping. It can be walked as often as one likes.
#[derive(Clone, Debug)]
pub struct ComplaintsFile<'f> {
    hash: Hash,
    records: Records<'f>,
    reader: Reader<'f>,
}

impl<'f> ComplaintsFile<'f> {
    /// Finds out the separator, finds the columns, and counts the rows.
    ///
    /// `moment` is the present and the shop's zone and order of dates; the mapping's order goes before it.
    ///
    /// # Errors
    /// When the file is too large, no CSV file, or lacks a column. A file without rows is fine.
    pub fn open(
        bytes: &'f [u8],
        mapping: &'f Mapping,
        moment: ReferenceTime<'f>,
    ) -> Result<Self, Unreadable> {
        let text = text(bytes)?;
        let (records, mut reader) = begin(text, mapping, moment)?;
        let rows = records.clone().filter(|record| !record.is_blank());
        for (count, record) in rows.enumerate() {
            if count == MOST_ROWS {
                return Err(Unreadable::TooManyRows);
            }
            reader.survey(&record);
        }
        Ok(Self {
            hash: Hash::of(&[bytes]),
            records,
            reader,
        })
    }

    /// Gives the hash of the whole file, which every case from it carries.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// Gives the columns that nothing is read from, by name or else by number.
    #[must_use]
    pub fn unused_columns(&self) -> Vec<String> {
        self.reader.unused_columns()
    }

    /// Walks the rows from the first; the same rows come each time.
    #[must_use]
    pub fn rows(&self) -> ComplaintRows<'f> {
        ComplaintRows {
            records: self.records.clone(),
            reader: self.reader.clone(),
        }
    }

    /// Reads everything at once, for a list that may be held in memory whole.
    #[must_use]
    pub fn read(&self) -> ReadComplaints {
        let mut walk = self.rows();
        let (mut rows, mut refused) = (Vec::new(), Vec::new());
        for row in &mut walk {
            match row {
                Ok(row) => rows.push(row),
                Err(bad) => refused.push(bad),
            }
        }
        let tally = walk.tally();
        ReadComplaints {
            rows,
            refused,
            defaults_used: tally.defaults_used(),
            unused_columns: self.unused_columns(),
            read: tally.read,
        }
    }
}

/// The rows of a file, one after the other.
#[derive(Clone, Debug)]
pub struct ComplaintRows<'f> {
    records: Records<'f>,
    reader: Reader<'f>,
}

impl ComplaintRows<'_> {
    /// Gives what was counted so far; complete once the rows have run out.
    #[must_use]
    pub fn tally(&self) -> ImportTally {
        self.reader.tally()
    }
}

impl Iterator for ComplaintRows<'_> {
    type Item = Result<Row, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let record = self.records.next()?;
            if let Some(row) = self.reader.row(&record) {
                return Some(row);
            }
        }
    }
}

/// A whole file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadComplaints {
    /// The rows that can be stored, in the order of the file.
    pub rows: Vec<Row>,
    /// The rows that cannot, in the order of the file.
    pub refused: Vec<BadRow>,
    /// Words of theirs that stand nowhere in the mapping, and how many rows took a default for them.
    pub defaults_used: Vec<DefaultUsed>,
    /// Columns that nothing was read from.
    pub unused_columns: Vec<String>,
    /// How many rows there were, blank ones left out.
    pub read: u64,
}

/// Takes the byte order mark off what can be a CSV file.
fn text(bytes: &[u8]) -> Result<&[u8], Unreadable> {
    if bytes.len() > LARGEST {
        return Err(Unreadable::TooLarge { found: bytes.len() });
    }
    // ZIP (the newer workbooks) and OLE (the older ones) begin with these.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Unreadable::Workbook);
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Unreadable::Utf16);
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if text.trim_ascii().is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(text)
}

/// Finds the separator with which the file has the columns that are needed.
///
/// The one that stands most often in the first line is tried first, and speaks for all when none fits.
fn begin<'f>(
    text: &'f [u8],
    mapping: &'f Mapping,
    moment: ReferenceTime<'f>,
) -> Result<(Records<'f>, Reader<'f>), Unreadable> {
    let mut separators = SEPARATORS;
    separators.sort_by_key(|separator| Reverse(count_in_first_line(text, *separator)));
    let mut error = None;
    for separator in separators {
        let mut records = Records::new(text, separator, mapping.quote);
        let reader = names(&mut records)
            .and_then(|names| Reader::new(names, mapping, moment).map_err(Unreadable::from));
        match reader {
            Ok(reader) => {
                records.look_for(reader.shape());
                return Ok((records, reader));
            }
            Err(bad) => error = error.or(Some(bad)),
        }
    }
    Err(error.unwrap_or(Unreadable::Empty))
}

/// Counts a separator outside quotes, up to the end of the first line with something in it.
fn count_in_first_line(text: &[u8], separator: u8) -> usize {
    let mut outside = true;
    let line = text.trim_ascii_start().iter().take_while(|byte| {
        outside ^= **byte == b'"';
        !outside || !matches!(byte, b'\r' | b'\n')
    });
    let line: Vec<u8> = line.copied().collect();
    let parts = line.split(|byte| *byte == b'"').step_by(2).flatten();
    parts.filter(|byte| **byte == separator).count()
}

fn names(records: &mut Records<'_>) -> Result<Vec<String>, Unreadable> {
    let record = records.next().ok_or(Unreadable::Empty)?;
    if let Some(bad) = record.broken {
        return Err(Unreadable::NamesQuote(bad));
    }
    let line = record.line;
    let name = |cell: &[u8]| std::str::from_utf8(cell).ok().map(str::to_owned);
    let names: Option<Vec<String>> = record.cells.iter().map(|cell| name(cell)).collect();
    let names = names.ok_or(Unreadable::NamesNotUtf8 { line })?;
    if names.iter().all(|name| name.trim().is_empty()) {
        return Err(Unreadable::NoNames { line });
    }
    Ok(names)
}

#[cfg(test)]
mod tests;
