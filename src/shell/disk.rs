//! The one door to files: looking at them, reading and writing them whole, with limits and with the owner's modes.
//!
//! - A look that fails is an error, never "not there" ([`look`], [`is_there`]).
//! - What is written stands beside its place first, under a name of its own, and gets there whole or not at all;
//!   then the folder is written out as well, so that a power cut cannot take back what was acknowledged.
//! - What goes out of the shop never goes into one of its own files, nor over a file that somebody else made.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::domain::words::visible;
use crate::error::{Error, Kind, Result, in_words};

mod lock;
mod outgoing;
mod rights;
mod sweep;
mod write;

pub use lock::{Lock, is_locked, lock};
pub use outgoing::{Foreign, Terms, hand_out, must_not_be_the_shops, publish};
pub use rights::{loose, tighten};
pub use sweep::sweep;
pub use write::{Placed, create, make_folder, remove, replace};

/// What there is at a path, as it was a moment ago; links are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtPath {
    /// Nothing.
    Nothing,
    /// An ordinary file, or a link to one.
    File,
    /// A folder, or a link to one.
    Folder,
    /// Something else: a device, a pipe.
    Other,
}

/// Looks at what stands at a path; links are followed.
///
/// # Errors
/// When that cannot be seen, or a link stands there that leads nowhere.
pub fn look(path: &Path) -> Result<AtPath> {
    let unseen = |error: &std::io::Error| {
        let message = format!("{} cannot be looked at: {}", shown(path), in_words(error));
        Error::new(Kind::Failed, message, "check the path and who may read it")
    };
    let place = match fs::symlink_metadata(path) {
        // Nothing can lie in what is no folder.
        Err(error) if is_absent(&error) => return Ok(AtPath::Nothing),
        place => place.map_err(|error| unseen(&error))?,
    };
    let found = match place.is_symlink() {
        false => place,
        true => match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(leads_nowhere(path)),
            found => found.map_err(|error| unseen(&error))?,
        },
    };
    Ok(match (found.is_file(), found.is_dir()) {
        (true, _) => AtPath::File,
        (_, true) => AtPath::Folder,
        (false, false) => AtPath::Other,
    })
}

/// Says whether anything stands at a path.
///
/// # Errors
/// As [`look`].
pub fn is_there(path: &Path) -> Result<bool> {
    Ok(look(path)? != AtPath::Nothing)
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn leads_nowhere(path: &Path) -> Error {
    let message = format!("{} is a link that leads nowhere", shown(path));
    let hint = "bring back what it leads to (a disk that is not plugged in?), or remove the link";
    Error::new(Kind::Failed, message, hint)
}

/// Reads a file that may not be larger than `most` bytes.
///
/// # Errors
/// When it does not exist, is a folder, is too large, or cannot be read.
pub fn read(path: &Path, most: usize) -> Result<Vec<u8>> {
    read_if_there(path, most)?.ok_or_else(|| {
        let message = format!("{} cannot be read: it does not exist", shown(path));
        Error::new(Kind::NotFound, message, "check the path")
    })
}

/// Reads a file that may not be larger than `most` bytes; `None` where nothing stands.
///
/// # Errors
/// When it is a folder, is too large, or cannot be read.
pub fn read_if_there(path: &Path, most: usize) -> Result<Option<Vec<u8>>> {
    let refused = |error: &std::io::Error| {
        let message = format!("{} cannot be read: {}", shown(path), in_words(error));
        Error::new(Kind::Failed, message, "check the path")
    };
    match look(path)? {
        AtPath::Nothing => return Ok(None),
        // A pipe or a device could keep us waiting for ever.
        AtPath::Other => {
            let message = format!("{} is not an ordinary file", shown(path));
            return Err(Error::new(Kind::Failed, message, "save it as a file first"));
        }
        AtPath::File | AtPath::Folder => {}
    }
    let file = fs::File::open(path).map_err(|error| refused(&error))?;
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(&error))?;
    if bytes.len() > most {
        let message = format!("{} is larger than {most} bytes", shown(path));
        let hint = "split it into smaller files";
        return Err(Error::new(Kind::Failed, message, hint));
    }
    Ok(Some(bytes))
}

/// Shows a path so that nothing in it can act on a terminal.
#[must_use]
pub fn shown(path: &Path) -> String {
    format!("`{}`", visible(&path.to_string_lossy()))
}

/// Lists the files of a folder with this ending, by name; a folder that is not there is empty.
///
/// # Errors
/// When the folder or something in it cannot be looked at.
pub fn listed(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let has_ending = |name: &OsStr| Path::new(name).extension().is_some_and(|end| end == ending);
    named(folder, has_ending)
}

/// Gives the file that a link leads to, if it is one and leads anywhere.
#[must_use]
pub fn behind(path: &Path) -> Option<PathBuf> {
    let found = fs::symlink_metadata(path).ok()?;
    if !found.is_symlink() {
        return None;
    }
    fs::canonicalize(path).ok()
}

/// Lists the files of a folder that are called so, by name; a folder that is not there is empty.
///
/// # Errors
/// As [`listed`].
pub fn named(folder: &Path, is_called_so: impl Fn(&OsStr) -> bool) -> Result<Vec<PathBuf>> {
    if look(folder)? != AtPath::Folder {
        return Ok(Vec::new());
    }
    let unseen = |error: &std::io::Error| {
        let message = format!("{} cannot be listed: {}", shown(folder), in_words(error));
        Error::new(Kind::Failed, message, "check who may read it")
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unseen(&error))? {
        let entry = entry.map_err(|error| unseen(&error))?;
        let path = entry.path();
        // What cannot be looked at is refused by whoever wants to read it.
        if is_called_so(&entry.file_name())
            && look(&path).map_or(true, |found| found == AtPath::File)
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The largest unfinished intake that is read, in bytes: every answer at its own limit.
pub const LARGEST_INTAKE: usize = 4 * 1024 * 1024;
