//! Files that go out of the shop, to where somebody wants them.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::sweep::sweep_outside;
use super::write::{Placed, Readers, no_folder, not_written, parent, put};
use super::{AtPath, listed, look, read, shown};
use crate::error::{Error, Kind, Result, in_words};

/// Whether a file that somebody else made may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Somebody has agreed to that.
    Agreed,
    /// Nobody has.
    Refused,
}

/// What has to hold of a place before anything is written there.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// The shop's folder, whose own files are never written over.
    pub shop: &'t Path,
    /// What tells a file that an earlier run of ours has written.
    pub is_ours: fn(&[u8]) -> bool,
    /// What to do about any other.
    pub foreign: Foreign,
}

/// Writes a file that goes out of the shop folder.
///
/// Written beside its place and renamed, so that what was there before stays whole until the
/// new file is. It can be read by its owner only (mode 0600). Where a link stands in its place,
/// the file behind the link is replaced and the link stays.
///
/// # Errors
/// When there is no such folder, or something stands there that is not an ordinary file, one of the shop's own
/// files (under whatever name), or a file that somebody else made and nobody agreed to lose; or when the folder
/// cannot be written to. What was there is left as it was.
pub fn hand_out(path: &Path, bytes: &[u8], terms: Terms<'_>) -> Result<Placed> {
    written(path, bytes, Readers::Owner, terms)
}

/// Writes a file that every user of this computer may read (mode 0644, whatever the umask).
///
/// Everything else that is written can be read by its owner only. This is for counts and
/// times, which are read by a service that runs as somebody else; nothing that a customer or
/// the shop has written may go in. Two runs at the same time do not disturb each other.
///
/// # Errors
/// As [`hand_out`].
pub fn publish(path: &Path, bytes: &[u8], terms: Terms<'_>) -> Result<Placed> {
    written(path, bytes, Readers::Everybody, terms)
}

/// Refuses a place that belongs to the shop itself, whether something stands there or not.
///
/// # Errors
/// When it is one.
pub fn must_not_be_the_shops(path: &Path, shop: &Path) -> Result<()> {
    let real = |folder: &Path| fs::canonicalize(folder).ok();
    let Some((folder, shop)) = real(parent(path)).zip(real(shop)) else {
        return Ok(());
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    let data_file = name.contains("amends") && name.contains(".db");
    let beside = folder == shop && (data_file || OWN.contains(&name.as_str()));
    let below = ["backups", "unfinished"].map(|below| shop.join(below));
    if !beside && !below.iter().any(|below| folder.starts_with(below)) {
        return Ok(());
    }
    let message = format!("{} is a place for the shop's own files", shown(path));
    Err(Error::new(Kind::Usage, message, "write it somewhere else"))
}

fn written(path: &Path, bytes: &[u8], reach: Readers, terms: Terms<'_>) -> Result<Placed> {
    let place = place_of(path)?;
    must_not_be_the_shops(path, terms.shop)?;
    if look(&place)? == AtPath::File {
        may_be_replaced(path, &place, terms)?;
    }
    sweep_outside(parent(&place));
    put(&place, bytes, reach).map_err(|error| not_written(path, in_words(&error)))
}

/// Finds out where a file is really to be, and that it can be there.
fn place_of(path: &Path) -> Result<PathBuf> {
    let folder = parent(path);
    if look(folder)? != AtPath::Folder {
        return Err(no_folder(folder));
    }
    match look(path)? {
        AtPath::Nothing => Ok(path.to_path_buf()),
        AtPath::File => fs::canonicalize(path).map_err(|error| not_written(path, in_words(&error))),
        AtPath::Folder => Err(not_written(path, "it is a folder")),
        AtPath::Other => Err(not_written(path, "it is not an ordinary file")),
    }
}

/// The largest file that is looked into, in bytes: no report of ours comes near it.
const LARGEST: usize = 16 * 1024 * 1024;

fn may_be_replaced(path: &Path, place: &Path, terms: Terms<'_>) -> Result<()> {
    for own in own_files(terms.shop)? {
        if is_same(&own, place)? {
            let message = format!(
                "{} is a file of the shop itself: {}",
                shown(path),
                shown(&own)
            );
            let hint = "write the report somewhere else";
            return Err(Error::new(Kind::Usage, message, hint));
        }
    }
    let ours =
        || read(place, LARGEST).is_ok_and(|bytes| bytes.is_empty() || (terms.is_ours)(&bytes));
    if terms.foreign == Foreign::Agreed || ours() {
        return Ok(());
    }
    let message = format!("{} was not made by amends, and would be lost", shown(path));
    let hint = "name another file, or add `--yes` to replace it";
    Err(Error::new(Kind::Usage, message, hint))
}

/// The names of the shop's own files.
const OWN: [&str; 5] = [
    "amends.db",
    "amends.db-journal",
    "amends.head",
    "shop.toml",
    ".shop.toml.lock",
];

/// The files that make the shop.
fn own_files(shop: &Path) -> Result<Vec<PathBuf>> {
    let mut own = Vec::new();
    for name in OWN {
        let path = shop.join(name);
        if look(&path)? == AtPath::File {
            own.push(path);
        }
    }
    for (folder, ending) in [
        ("backups", "db"),
        ("playbooks", "toml"),
        ("unfinished", "json"),
    ] {
        own.extend(listed(&shop.join(folder), ending)?);
    }
    Ok(own)
}

/// Whether two paths lead to one file, by links of whatever kind. What has gone since it was listed, as a journal does
/// when somebody's save ends, is nowhere but at its own path.
#[cfg(unix)]
fn is_same(own: &Path, place: &Path) -> Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| match fs::metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(not_written(path, in_words(&error))),
    };
    let own_identity = identity(own)?;
    if own_identity.is_none() {
        return Ok(own == place);
    }
    Ok(own_identity == identity(place)?)
}

/// Elsewhere a second name for a file cannot be told; a link can.
#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> Result<bool> {
    let real =
        |path: &Path| fs::canonicalize(path).map_err(|error| not_written(path, in_words(&error)));
    Ok(real(one)? == real(other)?)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_gone_meanwhile_is_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (report, journal) = (folder.path().join("due.txt"), folder.path().join("journal"));
        fs::write(&report, "").unwrap();
        assert!(!is_same(&journal, &report).unwrap());
        assert!(is_same(&journal, &journal).unwrap());
        fs::hard_link(&report, &journal).unwrap();
        assert!(is_same(&journal, &report).unwrap());
    }
}
