//! Which shop files this process has open.
//!
//! Closing *any* handle of a file drops all locks that the process holds on it (POSIX `fcntl`), so
//! looking at the first bytes of a file by ourselves would pull the ground from under another
//! connection of the same process. Therefore we look only while there is none.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Counts one connection to a file for as long as it lives.
#[derive(Debug)]
pub(super) struct OpenFileGuard {
    path: PathBuf,
}

impl OpenFileGuard {
    /// Counts a connection that is about to be opened; `look` runs first, while nobody in this
    /// process can open the file, and not at all when somebody already has.
    pub(super) fn enter<E>(path: &Path, look: impl FnOnce() -> Result<(), E>) -> Result<Self, E> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let mut open = list();
        if !open.contains(&path) {
            look()?;
        }
        open.push(path.clone());
        Ok(Self { path })
    }
}

impl Drop for OpenFileGuard {
    fn drop(&mut self) {
        let mut open = list();
        if let Some(place) = open.iter().position(|path| *path == self.path) {
            open.swap_remove(place);
        }
    }
}

fn list() -> MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
