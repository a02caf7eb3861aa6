//! Why the shop's file could not be used, in the words of a shop owner.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::domain::id::Id;
use crate::domain::words::visible;

/// Why something could not be read from the shop's file or saved in it.
///
/// Every error but [`StoreError::Unsure`] means: nothing was saved and nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The path depends on the folder the program was started in.
    #[error("`{}` is not a full path", shown(.path))]
    NotAbsolute {
        /// The path as it was given.
        path: PathBuf,
    },
    /// There is a folder where the file should be.
    #[error("`{}` is a folder; a file was expected", shown(.path))]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// There is a device, a pipe or a socket where the file should be.
    #[error("`{}` is not an ordinary file", shown(.path))]
    NotAFile {
        /// What stands in its place.
        path: PathBuf,
    },
    /// The path is a link to something that is not there.
    #[error("`{}` is a link that leads nowhere", shown(.path))]
    Dangling {
        /// The link.
        path: PathBuf,
    },
    /// The file has no content at all.
    #[error("`{}` is empty; a shop's file never is", shown(.path))]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file was made by another program.
    #[error("`{}` was not made by amends", shown(.path))]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file was made by a newer version of this program.
    #[error(
        "`{}` has format {found}; this program knows format {known}",
        shown(.path)
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format of the file.
        found: u32,
        /// The newest format this program knows.
        known: u32,
        /// The version of the program that brought the file to that format, if it could be read.
        made_by: Option<String>,
    },
    /// The file belongs to another shop than the one that was here.
    #[error("`{}` is the data file of another shop than the one that was here", shown(.path))]
    OtherShop {
        /// The file.
        path: PathBuf,
    },
    /// The file is an older copy: it lacks what had been saved.
    #[error(
        "`{}` is an older copy: it holds {found} entries, and {known} had been saved",
        shown(.path)
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// How many events it holds.
        found: u64,
        /// How many had been saved.
        known: u64,
    },
    /// The file has a history that parts from what had been saved.
    #[error(
        "`{}` is another copy than the one in use: its last entries are not those that were saved",
        shown(.path)
    )]
    OtherHistory {
        /// The file.
        path: PathBuf,
    },
    /// Something in the file is not as this program wrote it.
    #[error("`{}` is damaged: {part} cannot be read", shown(.path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        part: FilePart,
    },
    /// Others kept the file for more than a minute.
    #[error("`{}` is being used by another program", shown(.path))]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder must not be written to.
    #[error("`{}` or its folder cannot be written to", shown(.path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file must not be read.
    #[error("`{}` may not be opened", shown(.path))]
    Forbidden {
        /// The file.
        path: PathBuf,
    },
    /// The disk has no room left.
    #[error("the disk of `{}` is full", shown(.path))]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another file was put in its place while it was open.
    #[error("`{}` was moved or replaced while it was in use", shown(.path))]
    Replaced {
        /// The file.
        path: PathBuf,
    },
    /// The disk or the network it lies on failed.
    #[error("`{}` could not be {doing}", shown(.path))]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done, as a participle: `read`, `written`.
        doing: &'static str,
    },
    /// The event does not fit what happened before it.
    #[error("`{}` was not changed: {why}", shown(.path))]
    Unfit {
        /// The file.
        path: PathBuf,
        /// Why it does not fit.
        why: &'static str,
    },
    /// The place of the file is not one in which it can be kept safely.
    #[error("`{}` was not changed: {why}", shown(.path))]
    Misplaced {
        /// The file.
        path: PathBuf,
        /// What is missing there.
        why: &'static str,
    },
    /// The operation is in the file already: its caller has named it before.
    #[error("this was saved in `{}` before", shown(.path))]
    AlreadySaved {
        /// The file.
        path: PathBuf,
        /// The number of the operation.
        number: u64,
    },
    /// Saving failed, and looking whether it was saved failed too.
    #[error("it is not known whether this was saved in `{}`", shown(.path))]
    Unsure {
        /// The file.
        path: PathBuf,
        /// The operation to look for.
        operation: Id,
    },
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// What kind of failure it is: the exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// The file is not ours (exit code 6).
    Foreign,
    /// The file is newer than the program (6).
    Newer,
    /// The file is damaged (6).
    Damaged,
    /// The file is whole, and not the one that was in use (6).
    Exchanged,
    /// The file is busy (7).
    Busy,
    /// The file cannot be written to (1).
    ReadOnly,
    /// Anything else (1).
    Io,
}

impl StoreError {
    /// Gives the kind of failure.
    #[must_use]
    pub const fn kind(&self) -> StoreErrorKind {
        match self {
            Self::Folder { .. }
            | Self::NotAFile { .. }
            | Self::Empty { .. }
            | Self::Foreign { .. } => StoreErrorKind::Foreign,
            Self::Newer { .. } => StoreErrorKind::Newer,
            Self::Damaged { .. } => StoreErrorKind::Damaged,
            Self::OtherShop { .. } | Self::Older { .. } | Self::OtherHistory { .. } => {
                StoreErrorKind::Exchanged
            }
            Self::Busy { .. } => StoreErrorKind::Busy,
            Self::ReadOnly { .. } => StoreErrorKind::ReadOnly,
            Self::NotAbsolute { .. }
            | Self::Dangling { .. }
            | Self::Forbidden { .. }
            | Self::Full { .. }
            | Self::Replaced { .. }
            | Self::Io { .. }
            | Self::Unfit { .. }
            | Self::Misplaced { .. }
            | Self::AlreadySaved { .. }
            | Self::Unsure { .. } => StoreErrorKind::Io,
        }
    }

    /// Gives the one thing to do about it, as a sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> String {
        if let Self::Newer {
            made_by: Some(version),
            ..
        } = self
        {
            return format!(
                "install amends {} or newer; the file is untouched",
                visible(version)
            );
        }
        self.plain_hint().to_owned()
    }

    const fn plain_hint(&self) -> &'static str {
        match self {
            Self::NotAbsolute { .. } => "write the path from the root of the disk on",
            Self::Folder { .. } | Self::NotAFile { .. } => {
                "move it away, or name another folder with `--data-dir`"
            }
            Self::Dangling { .. } => "put back what the link points to, or remove the link",
            Self::Empty { .. } => "remove it to begin a new shop, or put a backup in its place",
            Self::Foreign { .. } => "name another folder with `--data-dir`; the file is untouched",
            Self::Newer { .. } => "install the newest amends; the file is untouched",
            Self::Damaged { .. } => {
                "run `amends data check` to see what is wrong, and keep this file until a backup is in its place"
            }
            Self::OtherShop { .. } | Self::Older { .. } | Self::OtherHistory { .. } => {
                "put back the file that was in use (a copy beside it, a backup, the trash); if this one is to be used from now on, remove `amends.head` beside it"
            }
            Self::Busy { .. } => "wait until the other program has finished, then try again",
            Self::ReadOnly { .. } => "allow writing to the file and its folder, then try again",
            Self::Forbidden { .. } => "ask whoever owns the file to let you read and write it",
            Self::Full { .. } => "make room on the disk, then try again",
            Self::Replaced { .. } => "see that no program swaps the file, then try again",
            Self::Io { .. } => "see that the disk works and is connected, then try again",
            Self::Unfit { .. } => "look at the case with `amends show`, then try again",
            Self::Misplaced { .. } => {
                "see that its folder is on an ordinary disk, can be written to and has room, then try again"
            }
            Self::AlreadySaved { .. } => "look at it with `amends history`",
            Self::Unsure { .. } => "look at `amends history` before typing it again",
        }
    }
}

/// A part of the file, as it is named in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum FilePart {
    /// The first bytes.
    #[error("its first page")]
    Header,
    /// The tables, indexes and triggers.
    #[error("the list of its tables")]
    Tables,
    /// The row about the shop.
    #[error("the entry about the shop")]
    Shop,
    /// An event or operation.
    #[error("the history")]
    History,
    /// Words.
    #[error("a stored text")]
    Texts,
    /// A playbook.
    #[error("a stored playbook")]
    Playbooks,
    /// A row of the list of cases.
    #[error("the list of cases")]
    Cases,
    /// A row of the list of customers.
    #[error("the list of customers")]
    Customers,
    /// Pages or rows that the database itself finds wrong.
    #[error("a page")]
    Pages,
}

/// What went wrong inside the store, before the path is put to it.
#[derive(Debug)]
pub(super) enum DbError {
    /// The database said so.
    Engine(rusqlite::Error),
    /// What was read cannot be what was written.
    Damaged(FilePart),
    /// An event does not fit.
    Unfit(&'static str),
    /// The place is not fit for it.
    Misplaced(&'static str),
    /// Already said in full.
    Told(StoreError),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for DbError {
    fn from(error: StoreError) -> Self {
        Self::Told(error)
    }
}

/// The extended code of the database for a file that was moved away under it.
const READONLY_DBMOVED: i32 = 8 | (4 << 8);

impl DbError {
    /// Says it about the file at `path`; `doing` is a participle such as `read`.
    pub(super) fn at(self, path: &Path, doing: &'static str) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Told(error) => error,
            Self::Damaged(part) => StoreError::Damaged { path, part },
            Self::Unfit(why) => StoreError::Unfit { path, why },
            Self::Misplaced(why) => StoreError::Misplaced { path, why },
            Self::Engine(rusqlite::Error::SqliteFailure(failure, _)) => {
                engine(failure, path, doing)
            }
            // Everything else the library reports is a value of the wrong type or size.
            Self::Engine(_) => StoreError::Damaged {
                path,
                part: FilePart::Pages,
            },
        }
    }
}

fn engine(failure: rusqlite::ffi::Error, path: PathBuf, doing: &'static str) -> StoreError {
    if failure.extended_code == READONLY_DBMOVED {
        return StoreError::Replaced { path };
    }
    if matches!(
        failure.code,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked
    ) {
        return StoreError::Busy { path };
    }
    if failure.code == ErrorCode::ReadOnly {
        return StoreError::ReadOnly { path };
    }
    if failure.code == ErrorCode::DiskFull {
        return StoreError::Full { path };
    }
    if matches!(
        failure.code,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase
    ) {
        return StoreError::Damaged {
            path,
            part: FilePart::Pages,
        };
    }
    if failure.code == ErrorCode::Unknown {
        // A table or column that is not there.
        return StoreError::Damaged {
            path,
            part: FilePart::Tables,
        };
    }
    if failure.code == ErrorCode::ConstraintViolation {
        let why = "it would write over what is already there";
        return StoreError::Unfit { path, why };
    }
    StoreError::Io { path, doing }
}
