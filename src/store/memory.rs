//! What a shop remembers outside its data file: where the history ended when something was last saved.
//!
//! A data file that is gone, or that an older copy has taken the place of, looks whole by itself. This small file
//! beside it tells the difference. It is written after the save is on the disk, so it is never ahead of the data
//! file; a crash between the two leaves it behind, which does no harm. It is written over where it stands, in one
//! piece, under a lock of its own, and only a higher count takes the place of a lower one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::id::{Hash, Id};

/// The name of the file, beside the data file.
pub const REMEMBERED: &str = "amends.head";

/// The end of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Changes when a later program writes something else here.
    format: u32,
    /// Whose history.
    pub(super) shop: Id,
    /// How many events it had.
    pub(super) events: u64,
    /// The hash of the last of them.
    pub(super) head: Hash,
}

/// The only format so far.
const FORMAT: u32 = 1;

/// How long the file always is, in bytes: one line, filled up with spaces, so that a shorter one never leaves
/// a part of a longer one behind.
const LENGTH: usize = 192;

impl Remembered {
    pub(super) const fn new(shop: Id, events: u64, head: Hash) -> Self {
        Self {
            format: FORMAT,
            shop,
            events,
            head,
        }
    }
}

/// Why what is remembered is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// The file cannot be read.
    Unreadable,
    /// What it says cannot be understood.
    Garbled,
    /// The file cannot be written.
    Unwritable,
}

fn place(data_file: &Path) -> PathBuf {
    data_file.with_file_name(REMEMBERED)
}

/// Gives what is remembered about the data file at this path; `None` where nothing ever was.
pub(super) fn recall(data_file: &Path) -> Result<Option<Remembered>, Forgotten> {
    let place = place(data_file);
    match stands_alone(&place) {
        Ok(true) => {}
        Ok(false) => return Err(Forgotten::Garbled),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(Forgotten::Unreadable),
    }
    let mut file = File::open(place).map_err(|_| Forgotten::Unreadable)?;
    wait(|| file.try_lock_shared());
    read(&mut file)
}

/// Says whether an ordinary file stands there under this one name: neither a pipe, which could keep us waiting for
/// ever, nor a link, through which another file would be read or written over.
fn stands_alone(place: &Path) -> std::io::Result<bool> {
    let found = std::fs::symlink_metadata(place)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Ok(found.is_file() && found.nlink() == 1)
    }
    #[cfg(not(unix))]
    Ok(found.is_file())
}

/// Waits for a lock for a second. Some network disks know none, and somebody may hold it for ever; what is written in
/// one piece is at worst an older count then.
fn wait(mut lock: impl FnMut() -> Result<(), TryLockError>) {
    for _ in 0..100 {
        match lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Ok(()) | Err(TryLockError::Error(_)) => return,
        }
    }
}

fn read(file: &mut File) -> Result<Option<Remembered>, Forgotten> {
    let mut text = Vec::new();
    let limit = u64::try_from(LENGTH * 2).unwrap_or(u64::MAX);
    let read = Read::by_ref(file).take(limit).read_to_end(&mut text);
    read.map_err(|_| Forgotten::Unreadable)?;
    if text.is_empty() {
        // Made, and not yet written when the power went.
        return Ok(None);
    }
    let found: Remembered = serde_json::from_slice(&text).map_err(|_| Forgotten::Garbled)?;
    match found.format {
        FORMAT => Ok(Some(found)),
        _ => Err(Forgotten::Garbled),
    }
}

/// Remembers the end of the history in the data file at this path, unless a later one is remembered.
pub(super) fn keep(data_file: &Path, end: &Remembered) -> Result<(), Forgotten> {
    let unwritable = |_| Forgotten::Unwritable;
    let place = place(data_file);
    let mut file = match open(&place) {
        Ok(file) => file,
        Err(_) => {
            // What cannot be written, or is not our own, makes room: a link, and not what it leads to.
            std::fs::remove_file(&place).map_err(unwritable)?;
            open(&place).map_err(unwritable)?
        }
    };
    wait(|| file.try_lock());
    let before = read(&mut file);
    if let Ok(Some(before)) = before
        && before.shop == end.shop
        && before.events >= end.events
    {
        return Ok(());
    }
    let mut line = serde_json::to_vec(end).map_err(|_| Forgotten::Unwritable)?;
    line.resize(LENGTH - 1, b' ');
    line.push(b'\n');
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.write_all(&line))
        .map_err(unwritable)
}

/// Opens the file, which is made when it is not there.
fn open(place: &Path) -> std::io::Result<File> {
    match stands_alone(place) {
        Ok(true) => {}
        Ok(false) => return Err(ErrorKind::InvalidInput.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(place)
}

/// Forgets the shop that was in this folder, because somebody has said that another begins there.
pub(super) fn forget(data_file: &Path) -> Result<(), std::io::Error> {
    match std::fs::remove_file(place(data_file)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(events: u64) -> Remembered {
        Remembered::new(
            Id::named(*b"the shop of test"),
            events,
            Hash::of(&[b"head"]),
        )
    }

    #[test]
    fn a_lower_count_never_takes_the_place_of_a_higher_one() {
        let folder = tempfile::tempdir().unwrap();
        let data_file = folder.path().join("amends.db");
        assert_eq!(recall(&data_file), Ok(None));
        keep(&data_file, &end(41)).unwrap();
        keep(&data_file, &end(40)).unwrap();
        assert_eq!(recall(&data_file), Ok(Some(end(41))));
        keep(&data_file, &end(u64::MAX)).unwrap();
        assert_eq!(recall(&data_file), Ok(Some(end(u64::MAX))));
    }

    #[test]
    fn what_cannot_be_understood_is_said_and_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let data_file = folder.path().join("amends.db");
        for text in ["{", "{}", "amends", &"x".repeat(1_000)] {
            std::fs::write(place(&data_file), text).unwrap();
            assert_eq!(recall(&data_file), Err(Forgotten::Garbled), "{text}");
        }
        std::fs::write(place(&data_file), "{").unwrap();
        keep(&data_file, &end(2)).unwrap();
        assert_eq!(recall(&data_file), Ok(Some(end(2))));
    }

    #[test]
    fn many_writers_leave_the_highest_count() {
        let folder = tempfile::tempdir().unwrap();
        let data_file = folder.path().join("amends.db");
        std::thread::scope(|scope| {
            for first in 0..8_u64 {
                let data_file = &data_file;
                scope.spawn(move || {
                    for events in (first..400).step_by(8) {
                        keep(data_file, &end(events)).unwrap();
                        let found = recall(data_file).unwrap().unwrap();
                        assert!(found.events >= events);
                    }
                });
            }
        });
        assert_eq!(recall(&data_file), Ok(Some(end(399))));
    }
}
