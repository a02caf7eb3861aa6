//! What went wrong, in one sentence, with one thing to do about it.

use std::fmt;
use std::process::ExitCode;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::printable::Printable;

/// The kinds of failure, each with its exit code and the word of the `code` key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "failure-word")]
pub enum Kind {
    /// Something outside went wrong: a disk, a folder, a file.
    Failed,
    /// The command line was not understood, or something is missing from it.
    Usage,
    /// A check found errors.
    Findings,
    /// There is no such case, customer or playbook.
    NotFound,
    /// The data file is newer than the program, damaged, or not ours.
    DataFile,
    /// Somebody else is writing to the data file and does not finish.
    Busy,
    /// The person stopped.
    Stopped,
    /// Ctrl-C.
    Interrupted,
}

impl Kind {
    /// Every kind, in the order of the exit codes.
    pub const ALL: [Self; 8] = [
        Self::Failed,
        Self::Usage,
        Self::Findings,
        Self::NotFound,
        Self::DataFile,
        Self::Busy,
        Self::Stopped,
        Self::Interrupted,
    ];

    /// Gives the exit code, as `amends help exit-codes` lists them.
    #[must_use]
    pub const fn exit(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Findings => 4,
            Self::NotFound => 5,
            Self::DataFile => 6,
            Self::Busy => 7,
            Self::Stopped => 8,
            Self::Interrupted => 130,
        }
    }
}

/// A failure as it is told to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of failure.
    pub kind: Kind,
    /// What is wrong and where, without a full stop.
    pub message: Printable,
    /// One thing to do; several lines only for a command line ready to paste.
    pub hint: Printable,
}

impl Error {
    /// Builds a failure of this kind.
    pub fn new(kind: Kind, message: impl Into<Printable>, hint: impl Into<Printable>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// Builds a failure of usage.
    pub fn usage(message: impl Into<Printable>, hint: impl Into<Printable>) -> Self {
        Self::new(Kind::Usage, message, hint)
    }

    /// Builds a failure to find something.
    pub fn not_found(message: impl Into<Printable>, hint: impl Into<Printable>) -> Self {
        Self::new(Kind::NotFound, message, hint)
    }

    /// Says whether it is not known how it ended.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.message.starts_with(UNSURE)
    }

    /// Says whether a file is in its place, and its folder could not be written out.
    #[must_use]
    pub fn may_be_lost(&self) -> bool {
        self.message.starts_with(MAY_BE_LOST)
    }

    /// Gives the exit code.
    #[must_use]
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(self.kind.exit())
    }
}

/// How a failure begins after which it is not known whether something was saved.
pub const UNSURE: &str = "it is not known whether this was saved";

/// How a failure begins after which a file is there until the power goes; its name follows.
pub const MAY_BE_LOST: &str = "a power cut may take back";

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What a command gives back.
pub type Result<T> = std::result::Result<T, Error>;

/// Words why the computer refused a file, without the library's phrase.
#[must_use]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's kinds are not ours, and new ones are told like the rest"
)]
pub fn in_words(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "you are not allowed to",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is a file",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::FileTooLarge => "a limit on file sizes forbids it",
        _ => "the computer could not do it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_exit_code() {
        let codes: std::collections::BTreeSet<u8> = Kind::ALL.map(Kind::exit).into();
        assert_eq!(codes.len(), Kind::ALL.len());
    }
}
