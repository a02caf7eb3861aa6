//! Answers that are not taken, and what to type instead.

use crate::domain::money::BadMoney;
use crate::domain::suggest::{choices, joined};
use crate::domain::time::when::BadWhen;
use crate::domain::words::BadText;

/// The most characters of an answer that a refusal repeats.
const LONGEST_SHOWN: usize = 40;

/// Why an answer was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AnswerRefusal {
    /// It holds a NUL, or is too large.
    #[error("{0}")]
    NotWords(#[from] BadText),
    /// Nobody was named.
    #[error("the name is missing")]
    NoName,
    /// No type was named.
    #[error("what failed is missing")]
    NoType,
    /// It fits nothing on the list.
    #[error("`{found}` is not on the list")]
    NoSuch {
        /// What was typed.
        found: String,
        /// The name it looks like.
        nearest: Option<String>,
        /// How many there are to choose from.
        most: usize,
    },
    /// It fits several on the list.
    #[error("`{found}` fits {}", choices(.fits))]
    Several {
        /// What was typed.
        found: String,
        /// The names it fits.
        fits: Vec<String>,
    },
    /// A number outside the list, or none.
    #[error("`{found}` is not a number from {least} to {most}")]
    NoNumber {
        /// What was typed.
        found: String,
        /// The smallest that is allowed.
        least: usize,
        /// The largest that is allowed.
        most: usize,
    },
    /// Neither yes nor no.
    #[error("`{found}` is neither yes nor no")]
    NotYesNo {
        /// What was typed.
        found: String,
    },
    /// The number of a case that is not among the open ones, or a yes to several.
    #[error("`{found}` is none of their open cases")]
    NotOpen {
        /// What was typed.
        found: String,
        /// The numbers of the open ones.
        open: Vec<u64>,
    },
    /// Not a date.
    #[error("{0}")]
    When(#[from] BadWhen),
    /// A date that is still to come.
    #[error("`{found}` has not come yet")]
    Ahead {
        /// What was typed.
        found: String,
    },
    /// Not an amount.
    #[error("{0}")]
    Money(#[from] BadMoney),
    /// Not a harm or severity, from a flag or from a file.
    #[error("`{found}` is not known")]
    NotHarm {
        /// What was given.
        found: String,
    },
}

impl AnswerRefusal {
    /// Gives the one thing to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::NotWords(bad) => bad.hint().to_owned(),
            Self::NoName => "ask who they are, or write what you would call them".to_owned(),
            Self::NoType => "write the number that comes nearest".to_owned(),
            Self::NoSuch {
                nearest: Some(near),
                ..
            } => format!("did you mean `{near}`?"),
            Self::NoSuch { most, .. } => {
                format!("write a number from 1 to {most}, or a part of a name")
            }
            Self::Several { .. } => "write more of it, or the number".to_owned(),
            Self::NoNumber { .. } => "write the number in front of the line".to_owned(),
            Self::NotYesNo { .. } => "write `y` or `n`".to_owned(),
            Self::NotOpen { open, .. } => {
                let open: Vec<String> = open.iter().map(u64::to_string).collect();
                format!(
                    "write {}, or `n` for a case of its own",
                    joined(&open, "or")
                )
            }
            Self::When(bad) => bad.hint(),
            Self::Ahead { .. } => {
                "write when it was, such as `yesterday 3pm` or `2h ago`".to_owned()
            }
            Self::Money(bad) => bad.hint(),
            Self::NotHarm { .. } => "answer the three questions instead".to_owned(),
        }
    }
}

/// Gives what was typed in a form fit for an error: not a page of it.
pub(crate) fn brief(text: &str) -> String {
    cut(text, LONGEST_SHOWN)
}

/// Cuts a text to a number of characters, and says that it did.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
