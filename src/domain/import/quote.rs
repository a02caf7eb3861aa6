//! Quotes around the cells of a list, and what can be wrong with them.

use std::str::FromStr;

use thiserror::Error;

use super::reason::quoted;

/// How a quote is written inside a text that stands between quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quote {
    /// Twice, as RFC 4180 and every spreadsheet program have it.
    #[default]
    Doubled,
    /// With a backslash before it, as databases write it; `\\` is a backslash then, and a doubled
    /// quote is one quote still.
    Backslash,
}

impl Quote {
    /// Both, by their words.
    const ALL: [(&'static str, Self); 2] =
        [("doubled", Self::Doubled), ("backslash", Self::Backslash)];
}

/// Neither `doubled` nor `backslash`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} is not a way to write a quote inside a text; it is `doubled` or `backslash`", quoted(.found))]
pub struct BadQuoteWord {
    /// The word as written.
    pub found: String,
}

impl BadQuoteWord {
    /// Gives one thing to do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "write `quote = \"backslash\"` if the list has `\\\"` inside its texts, else remove the line"
    }
}

impl FromStr for Quote {
    type Err = BadQuoteWord;

    /// Reads `doubled` or `backslash`, in any letter case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|(known, _)| *known == word);
        known.map(|(_, quote)| quote).ok_or_else(|| BadQuoteWord {
            found: text.to_owned(),
        })
    }
}

/// A quote that does not do what quotes do, so that nobody can tell where its cell ends.
///
/// Such a row is refused, and the lines behind the one on which the quote is opened are read anew.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadQuote {
    /// It would swallow the rest of the file.
    #[error(
        "the quote opened on line {opened} is never closed, so everything up to line {last} would be one cell"
    )]
    NeverClosed {
        /// The one-based line on which it is opened.
        opened: u64,
        /// The last line of the file.
        last: u64,
    },
    /// Its cell goes on behind the closing quote, where only a separator or the end of the line may stand.
    #[error("the text in quotes that begins on line {opened} ends on line {closed}, but {} stands right behind it", said(.behind))]
    Followed {
        /// The one-based line on which it is opened.
        opened: u64,
        /// The one-based line on which it is closed.
        closed: u64,
        /// What stands behind it, up to the separator or the end of the line.
        behind: String,
        /// What stands before the closing quote.
        before: BeforeQuote,
    },
    /// It takes a later line into its cell that has everything a row of its own has.
    #[error(
        "the quote opened on line {opened} takes in line {row}, which reads as a row of its own"
    )]
    Swallows {
        /// The one-based line on which it is opened.
        opened: u64,
        /// The one-based line that it takes in.
        row: u64,
    },
}

fn said(behind: &str) -> String {
    if behind.trim().is_empty() {
        return "a space".to_owned();
    }
    quoted(behind)
}

/// What stands right before a quote that closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeforeQuote {
    /// A backslash: perhaps the quote was not meant to close.
    Backslash,
    /// Anything else.
    Text,
}

impl BadQuote {
    /// Says what to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NeverClosed { .. } => "add the closing quote, or remove the opening one".to_owned(),
            Self::Followed {
                before: BeforeQuote::Backslash,
                ..
            } => "if the list writes `\\\"` for a quote inside a text, say `quote = \"backslash\"` in the mapping".to_owned(),
            Self::Followed { opened, closed, .. } if opened == closed => {
                "write each quote inside the text twice, like `\"\"`".to_owned()
            }
            Self::Followed { opened, .. } => format!(
                "close the quote on line {opened}, or write each quote inside the text twice, like `\"\"`"
            ),
            Self::Swallows { opened, row } => format!(
                "close the quote on line {opened}; if it is one text, write line {row} behind the line above it"
            ),
        }
    }
}
