//! What a row of a list looks like from outside, to tell it from a line of somebody's text.

use crate::domain::time::when::{BadWhen, calendar_date};

/// How many cells a row has, and where its date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// How many columns the list has.
    pub columns: usize,
    /// The position of the column that says when the customer told.
    pub told: usize,
}

impl Shape {
    /// Says whether these cells can be a row: as many as there are columns, and a date where one belongs.
    #[must_use]
    pub fn is_row<C: AsRef<[u8]>>(&self, cells: &[C]) -> bool {
        let told = cells.get(self.told);
        cells.len() == self.columns && told.is_some_and(|cell| is_dated(cell.as_ref()))
    }

    /// Says whether a line on which a quote opens would be a row if the quote were a letter.
    ///
    /// `before` are the cells before the quote, `behind` what stands from the quote to the end of the
    /// line, cut at each separator: text between quotes may have some of its own, so these may be more
    /// than there are columns, and the last of them are the last columns.
    #[must_use]
    pub fn is_row_with_stray_quote<C: AsRef<[u8]>>(&self, before: &[C], behind: &[&[u8]]) -> bool {
        if before.len() + behind.len() < self.columns {
            return false;
        }
        if let Some(cell) = before.get(self.told) {
            return is_dated(cell.as_ref());
        }
        let at = match self.told == before.len() {
            true => Some(0),
            false => behind.len().checked_sub(self.columns - self.told),
        };
        at.and_then(|at| behind.get(at))
            .is_some_and(|cell| is_dated(cell))
    }
}

/// Says whether a cell is a date, be it one that cannot be taken.
fn is_dated(cell: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(cell) else {
        return false;
    };
    matches!(
        calendar_date(text.trim().trim_matches('"'), None),
        Ok(_)
            | Err(BadWhen::Doubtful { .. }
                | BadWhen::YearDigits { .. }
                | BadWhen::NoSuchMonth { .. }
                | BadWhen::NoSuchDay { .. }
                | BadWhen::OutOfYears)
    )
}
