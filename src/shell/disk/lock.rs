//! One writer at a time, for files that are read, changed and written back.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::write::not_written;
use crate::error::{Result, in_words};

/// Held while a file is changed; let go when it is dropped, also by a crash.
#[derive(Debug)]
pub struct Lock {
    place: PathBuf,
    _held: File,
}

impl Lock {
    /// Lets go, and removes the file that was held.
    pub fn remove(self) {
        // One that cannot be removed is in nobody's way.
        let _ = std::fs::remove_file(&self.place);
    }
}

/// Waits until nobody else changes a file, and keeps others from it.
///
/// The lock is a file of its own beside it, because the file itself is replaced by what is written.
///
/// # Errors
/// When its folder cannot be written to.
pub fn lock(path: &Path) -> Result<Lock> {
    let mut options = OpenOptions::new();
    options.create(true).write(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let place = beside(path);
    let opened = options.open(&place);
    let held = opened.and_then(|file| file.lock().map(|()| file));
    let held = held.map_err(|error| not_written(path, in_words(&error)))?;
    Ok(Lock { place, _held: held })
}

/// Says whether somebody else holds the lock of a file; where that cannot be told, nobody does.
#[must_use]
pub fn is_locked(path: &Path) -> bool {
    let held = OpenOptions::new().write(true).open(beside(path));
    held.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// ".shop.toml.lock", beside "shop.toml".
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    path.with_file_name(name)
}
