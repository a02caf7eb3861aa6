//! Why the work of a command was broken off before anything was saved.

use crate::domain::case::refusal::Refusal;
use crate::domain::words::visible;
use crate::error::Error;
use crate::store::StoreError;

/// A case of the same customer with the same words that was saved a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// Its number, from 1.
    pub number: u64,
    /// How long ago it was saved: "2 min", or "less than a minute".
    pub ago: String,
}

impl Twin {
    /// Says so beside the new case, with the command that takes that one back; nobody was there to be asked.
    pub(crate) fn in_words(&self, new: u64) -> String {
        let Self { number, ago } = self;
        format!(
            "the same was saved as #{number} {ago} ago; if this is it once more: `amends undo --case {new}`"
        )
    }
}

/// Why the work of a command was broken off inside its transaction, so that nothing is saved.
#[derive(Debug)]
pub enum Abort {
    /// The store could not.
    Store(StoreError),
    /// A rule forbids it, or something typed was wrong; already in words.
    Told(Error),
    /// The same was taken in a moment ago, and there is somebody to ask.
    Twin(Twin),
}

/// What a part of that work gives, unless it is broken off.
pub type OrAbort<T> = std::result::Result<T, Abort>;

impl From<StoreError> for Abort {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Error> for Abort {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl From<Refusal> for Abort {
    fn from(refusal: Refusal) -> Self {
        let hint = visible(&refusal.hint());
        Self::Told(Error::usage(visible(&refusal.to_string()), hint))
    }
}

impl From<Abort> for Error {
    fn from(broken: Abort) -> Self {
        match broken {
            Abort::Store(error) => error.into(),
            Abort::Told(error) => error,
            Abort::Twin(twin) => {
                let message = format!("the same was saved as #{} {} ago", twin.number, twin.ago);
                Self::usage(message, "look at it, or save it again with `--yes`")
            }
        }
    }
}
