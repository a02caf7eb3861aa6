//! One writer at a time, for files that are read, changed and written back.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use super::write::not_written;
use crate::error::{Result, in_words};

/// Held while a file is changed; let go when it is dropped, also by a crash.
#[derive(Debug)]
pub struct Lock {
    _held: File,
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
    let opened = options.open(beside(path));
    let held = opened.and_then(|file| file.lock().map(|()| file));
    let held = held.map_err(|error| not_written(path, in_words(&error)))?;
    Ok(Lock { _held: held })
}

/// ".shop.toml.lock", beside "shop.toml".
fn beside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    path.with_file_name(name)
}
