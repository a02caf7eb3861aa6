//! Why a row is not taken, and what to do about it.

use std::fmt;

use thiserror::Error;

use super::{Aspect, BadQuote};
use crate::domain::count::Count;
use crate::domain::time::span::shown;
use crate::domain::time::when::{BadWhen, Layout};
use crate::domain::words::{BadText, visible};

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct BadRow {
    /// The one-based line on which the row begins.
    pub line: u64,
    /// Why it is not taken.
    pub reason: Reason,
}

/// Why a row is not taken. The first reason found is given.
///
/// Columns are named as the file names them; its words are kept as they are and made fit for a
/// terminal when the sentence is made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// A quote that cannot be right.
    #[error(transparent)]
    Quote(#[from] BadQuote),
    /// It stands behind a row with such a quote and is no row of its own beyond doubt.
    #[error("it may be a part of the row on line {line}, which has a quote that does not fit")]
    BehindBadQuote {
        /// The line on which that row begins.
        line: u64,
    },
    /// More or fewer cells than columns.
    #[error("the row has {}, and the first line names {}", Count::of(*.found, "value"), Count::of(*.columns, "column"))]
    Ragged {
        /// How many cells there are.
        found: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// Bytes that are no text.
    #[error("{} is not UTF-8 text{}", quoted(.column), read_as(.windows.as_deref()))]
    NotUtf8 {
        /// The column.
        column: String,
        /// What the cell says in the old encoding of Windows, if it says something there.
        windows: Option<String>,
    },
    /// A text that cannot be kept.
    #[error("{}: {bad}", quoted(.column))]
    Text {
        /// The column, or the first of those that are joined.
        column: String,
        /// Why it cannot.
        bad: BadText,
    },
    /// The day the customer told somebody is not there.
    #[error("{} is empty, and without it nothing can be counted", quoted(.column))]
    NotTold {
        /// The column.
        column: String,
    },
    /// A date that could be two.
    #[error("{}: {bad}", quoted(.column))]
    Doubtful {
        /// The column.
        column: String,
        /// The two dates it could be.
        bad: BadWhen,
    },
    /// Not a date.
    #[error("{}: {}", quoted(.column), date_sentence(.found, .bad))]
    NotADate {
        /// The column.
        column: String,
        /// The cell.
        found: String,
        /// What is wrong with it.
        bad: BadWhen,
    },
    /// A date with day and month the other way round than one above it.
    #[error("{}: {} has the {shows}, but the date on line {line} has it the other way round", quoted(.column), quoted(.found))]
    MixedOrders {
        /// The column.
        column: String,
        /// The cell.
        found: String,
        /// What this date shows.
        shows: Shows,
        /// The line of the earlier date.
        line: u64,
    },
    /// A date that could be two, in a column in which another date has the order this one would be read against.
    #[error("{}: {bad}, for {} on line {} has the {shows}", quoted(.column), quoted(.other), .line)]
    TwoOrders {
        /// The column.
        column: String,
        /// The two dates it could be.
        bad: Box<BadWhen>,
        /// What the other date shows.
        shows: Shows,
        /// The other date.
        other: String,
        /// Its line.
        line: u64,
    },
    /// A date that begins with the year and has the day before the month.
    #[error("{}: {} has the day before the month", quoted(.column), quoted(.found))]
    DayBeforeMonth {
        /// The column.
        column: String,
        /// The cell.
        found: String,
    },
    /// A date that begins with the year and cannot be read in the order the mapping says.
    #[error("{}: {} is no date when dates are written {layout}", quoted(.column), quoted(.found))]
    AgainstLayout {
        /// The column.
        column: String,
        /// The cell.
        found: String,
        /// That order.
        layout: Layout,
    },
    /// A date that is still to come.
    #[error("{}: {} is still to come", quoted(.column), quoted(.found))]
    StillToCome {
        /// The column.
        column: String,
        /// The cell.
        found: String,
    },
    /// It went wrong after the customer told.
    #[error("it went wrong after the customer told: {happened}, {told}")]
    ToldTooEarly {
        /// When it went wrong.
        happened: CellSaid,
        /// When the customer told.
        told: CellSaid,
    },
    /// It was over before the customer told.
    #[error("it was over before the customer told: {closed}, {told}")]
    ClosedTooEarly {
        /// When it was over.
        closed: CellSaid,
        /// When the customer told.
        told: CellSaid,
    },
    /// It is open and has a closing date.
    #[error("the row is open, but {0}")]
    OpenWithEnd(CellSaid),
    /// A word of theirs that stands nowhere in the mapping.
    #[error("{}", unmatched(*.aspect, .column, .found))]
    Unmatched {
        /// What should have been decided by it.
        aspect: Aspect,
        /// The column.
        column: String,
        /// The cell.
        found: String,
    },
    /// A reference of which Excel has left out the last digits.
    #[error("{}: {} is a long number as Excel shortens it, so its last digits are lost", quoted(&.0.column), quoted(&.0.found))]
    ReferenceCutShort(CellSaid),
    /// Two rows with the same reference.
    #[error("{}: {} is already the number of the row on line {line}", quoted(.column), quoted(.found))]
    ReferenceTwice {
        /// The column.
        column: String,
        /// The cell.
        found: String,
        /// The line of the row that was taken.
        line: u64,
    },
}

/// What a column says in the row: "`Solved on` says `1 May 2026`".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellSaid {
    /// The column.
    pub column: String,
    /// The cell.
    pub found: String,
}

impl fmt::Display for CellSaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} says {}", quoted(&self.column), quoted(&self.found))
    }
}

/// The order of day and month that a date shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shows(pub Layout);

impl fmt::Display for Shows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self.0 {
            Layout::DayFirst => "day first",
            Layout::MonthFirst => "month first",
            Layout::YearMonthDay => "month before the day",
            Layout::YearDayMonth => "day before the month",
        })
    }
}

const WHOLE_NUMBERS: &str = "format the column as text in Excel before the numbers come in, and save the list again from where they are whole";

impl Reason {
    /// Says what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Quote(bad) => bad.hint(),
            Self::BehindBadQuote { line } => format!("correct line {line} first"),
            Self::Ragged { .. } => {
                "put quotes around values with the separator in them, and give every row all columns"
                    .to_owned()
            }
            Self::NotUtf8 { .. } => {
                "save the list again as `CSV UTF-8` in the program it comes from".to_owned()
            }
            Self::Text { bad, .. } => bad.hint().to_owned(),
            Self::NotTold { .. } => "write the date, or leave the row out".to_owned(),
            Self::Doubtful { .. } => {
                "say which comes first in the mapping: `date_order = \"day-first\"` or `\"month-first\"`"
                    .to_owned()
            }
            Self::NotADate { bad, .. } => date_hint(bad),
            Self::MixedOrders { shows, .. } if shows.0.year_last().is_some() => {
                "find out which is right and write both like `2026-11-23`".to_owned()
            }
            Self::MixedOrders { shows, .. } | Self::TwoOrders { shows, .. } => settle(*shows),
            Self::DayBeforeMonth { .. } => {
                "if all its dates have, say `date_order = \"year-day-month\"` in the mapping".to_owned()
            }
            Self::AgainstLayout { .. } => "correct the date, or the `date_order` in the mapping".to_owned(),
            Self::StillToCome { .. } | Self::ToldTooEarly { .. } | Self::ClosedTooEarly { .. } => {
                "correct the date, or leave the row out".to_owned()
            }
            Self::OpenWithEnd(_) => {
                "remove the date, or say in `[state]` that such a row is `closed`".to_owned()
            }
            Self::Unmatched { aspect, .. } => {
                let key = aspect.key();
                format!("add it to `[{key}.values]`, or give `[{key}]` a `default`")
            }
            Self::ReferenceCutShort(_) => WHOLE_NUMBERS.to_owned(),
            Self::ReferenceTwice { .. } => {
                "keep one of the two rows, or leave `reference` out of the mapping".to_owned()
            }
        }
    }
}

/// Shows a text of theirs between backticks, on one line and not a page of it.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", short(text))
}

/// Shows a text of theirs on one line, and not a page of it.
pub(super) fn short(text: &str) -> String {
    visible(&shown(text))
}

/// Lists things between backticks, with `last` before the last of them.
pub(super) fn list<T: fmt::Display>(things: impl IntoIterator<Item = T>, last: &str) -> String {
    let quoted: Vec<String> = things
        .into_iter()
        .map(|thing| quoted(&thing.to_string()))
        .collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((end, others)) => format!("{}{last}{end}", others.join(", ")),
    }
}

fn settle(shows: Shows) -> String {
    let (one, other) = (shows.0, shows.0.turned());
    format!(
        "find out which it is and say it in the mapping: `date_order = \"{one}\"` or `\"{other}\"`"
    )
}

fn read_as(windows: Option<&str>) -> String {
    windows.map_or_else(String::new, |text| {
        format!("; in the old Windows encoding it says {}", quoted(text))
    })
}

/// Makes sure that the sentence shows the cell, which not every sentence about dates does.
fn date_sentence(found: &str, bad: &BadWhen) -> String {
    let sentence = visible(&bad.to_string());
    let found = quoted(found);
    if sentence.contains(&found) {
        sentence
    } else {
        format!("{found} is not taken, because {sentence}")
    }
}

fn date_hint(bad: &BadWhen) -> String {
    let told_best_by_dates = matches!(
        bad,
        BadWhen::NoSuchDay { .. } | BadWhen::AgainstOrder { .. } | BadWhen::Skipped { .. }
    );
    if told_best_by_dates {
        return visible(&bad.hint());
    }
    "write it like `2026-11-23` or `2026-11-23 10:05`".to_owned()
}

fn unmatched(aspect: Aspect, column: &str, found: &str) -> String {
    let (key, column) = (aspect.key(), quoted(column));
    if found.trim().is_empty() {
        format!("{column} is empty, and `[{key}]` has no default")
    } else {
        format!(
            "{column} says {}, which stands nowhere in `[{key}.values]`",
            quoted(found)
        )
    }
}
