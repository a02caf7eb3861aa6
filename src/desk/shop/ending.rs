//! How a command ends that saves: saved, not saved, or saved and not shown. Nobody has to guess.

use super::Shop;
use crate::error::{Error, Kind};

/// How the message of a failure begins when nothing was saved.
const NOT_SAVED: &str = "not saved, nothing changed";

/// Whether a command is typed to save something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Something is to be saved, in the history or in a file of the shop.
    ToSave,
    /// Nothing is to be saved.
    ToLook,
}

impl Shop<'_> {
    /// Notes that something is saved, in words: whatever fails from now on, it must not be done again.
    pub fn has_saved(&self, what: impl Into<String>) {
        self.saved.replace(Some(what.into()));
    }

    /// Gives a failure the ending that belongs to it: what is saved all the same, or that nothing was.
    #[must_use]
    pub fn ending(&self, error: Error, wish: Wish) -> Error {
        if let Some(saved) = self.saved.borrow().as_ref() {
            return not_shown(saved, error);
        }
        not_saved(error, wish)
    }
}

/// Says of a failure that came before anything was saved, or instead of it, that nothing was.
#[must_use]
pub fn not_saved(error: Error, wish: Wish) -> Error {
    let outside = matches!(error.kind, Kind::Failed | Kind::Busy | Kind::DataFile);
    let told = error.message.starts_with(NOT_SAVED) || error.is_unsure();
    if !outside || told || wish == Wish::ToLook {
        return error;
    }
    let message = format!("{NOT_SAVED}: {}", error.message);
    Error {
        message: message.into(),
        ..error
    }
}

fn not_shown(saved: &str, error: Error) -> Error {
    // What was typed wrongly was only how to show it.
    let kind = if error.kind == Kind::Usage {
        Kind::Failed
    } else {
        error.kind
    };
    let but = if error.may_be_lost() {
        ""
    } else {
        "this could not be shown: "
    };
    let message = format!("{saved}, but {but}{}", error.message);
    Error {
        kind,
        message: message.into(),
        ..error
    }
}
