//! Writing whole files, so that nobody ever sees half of one and a power cut takes none back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{AtPath, is_there, look, shown};
use crate::error::{Error, Kind, MAY_BE_LOST, Result, in_words};

/// Makes a folder that only its owner can enter, with the folders above it, and writes each new name out.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<()> {
    let refused = |error: &io::Error| {
        let message = format!(
            "the folder {} cannot be made: {}",
            shown(path),
            in_words(error)
        );
        let hint = "choose another with `--data-dir FOLDER`";
        Error::new(Kind::Failed, message, hint)
    };
    let mut missing = Vec::new();
    for folder in path.ancestors() {
        if folder.as_os_str().is_empty() || look(folder)? != AtPath::Nothing {
            break;
        }
        missing.push(folder);
    }
    for folder in missing.into_iter().rev() {
        match private_folder(folder) {
            // Another program was quicker.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => made
                .and_then(|()| sync(parent(folder)))
                .map_err(|error| refused(&error))?,
        }
    }
    match look(path)? {
        AtPath::Folder => Ok(()),
        AtPath::Nothing | AtPath::File | AtPath::Other => {
            Err(refused(&ErrorKind::NotADirectory.into()))
        }
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

/// A file that is in its place, whole.
#[derive(Debug)]
#[must_use = "a power cut may take it back: `lasting`"]
pub struct Placed {
    name: String,
    /// What came of writing its folder out.
    out: io::Result<()>,
}

impl Placed {
    fn new(path: &Path) -> Self {
        Self {
            name: shown(Path::new(path.file_name().unwrap_or_default())),
            out: sync(parent(path)),
        }
    }

    /// Sees to it that it outlasts a power cut.
    ///
    /// # Errors
    /// When its folder could not be written out. It is there all the same, until the power goes.
    pub fn lasting(self) -> Result<()> {
        let name = self.name;
        self.out.map_err(|error| {
            let why = in_words(&error);
            let message =
                format!("{MAY_BE_LOST} {name}: its folder could not be written out: {why}");
            Error::new(
                Kind::Failed,
                message,
                "look at the disk, then type it again",
            )
        })
    }
}

/// Writes one of the shop's files in place of what was there. Where a link stands, the file behind it is
/// replaced and the link stays. It can be read by its owner only (mode 0600).
///
/// # Errors
/// When the folder cannot be written to, the disk is full, or a link leads nowhere.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<Placed> {
    let place = if is_there(path)? {
        fs::canonicalize(path).map_err(|error| not_written(path, in_words(&error)))?
    } else {
        path.to_path_buf()
    };
    put(&place, bytes, Readers::Owner).map_err(|error| {
        let message = format!("{} cannot be written: {}", shown(path), in_words(&error));
        let hint = "check the folder, or choose another with `--data-dir`";
        Error::new(Kind::Failed, message, hint)
    })
}

/// Writes a file that is not there yet, and leaves whatever is there as it is. It can be read by its owner
/// only (mode 0600).
///
/// # Errors
/// When something stands there, even a link that leads nowhere; when there is no such folder, it
/// cannot be written to, or the disk is full.
pub fn create(path: &Path, bytes: &[u8]) -> Result<Placed> {
    let folder = parent(path);
    if look(folder)? != AtPath::Folder {
        return Err(no_folder(folder));
    }
    let refused = |error: &io::Error| not_written(path, in_words(error));
    let (beside, file) = beside(path, Readers::Owner).map_err(|error| refused(&error))?;
    let made = fill(file, bytes).and_then(|()| settle(&beside, path));
    // Whether it has got its name or not, this one is no longer needed.
    let _ = fs::remove_file(&beside);
    made.map_err(|error| refused(&error))?;
    Ok(Placed::new(path))
}

/// Gives a finished file its name, unless that name is taken.
fn settle(beside: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Some disks (FAT) know no second name for a file.
        Err(_) => match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => fs::rename(beside, path),
            Err(error) => Err(error),
            Ok(_) => Err(ErrorKind::AlreadyExists.into()),
        },
        settled => settled,
    }
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Its owner (mode 0600).
    Owner,
    /// Every user of this computer (mode 0644).
    Everybody,
}

/// Writes a file beside its place, whole, and puts it there; then writes the folder out.
pub(super) fn put(path: &Path, bytes: &[u8], reach: Readers) -> io::Result<Placed> {
    let (beside, file) = beside(path, reach)?;
    let placed = fill(file, bytes).and_then(|()| fs::rename(&beside, path));
    if placed.is_err() {
        let _ = fs::remove_file(&beside);
    }
    placed?;
    Ok(Placed::new(path))
}

fn fill(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// What the names of unfinished files end with; each begins with a dot.
const UNFINISHED: &str = ".new";

/// Makes an empty file beside a place, whatever else writes there at the same time.
fn beside(path: &Path, reach: Readers) -> io::Result<(PathBuf, File)> {
    let folder = parent(path);
    let process = std::process::id();
    for number in 0_u32.. {
        let name = folder.join(format!(".amends-{process}-{number}{UNFINISHED}"));
        match empty_file(&name, reach) {
            // Another's, perhaps on another computer that shares the folder, or left over.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return made.map(|file| (name, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn empty_file(path: &Path, reach: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    let_read(&file, reach)?;
    Ok(file)
}

/// Gives the file its rights, whatever the umask has taken away.
#[cfg(unix)]
fn let_read(file: &File, reach: Readers) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = match reach {
        Readers::Owner => 0o600,
        Readers::Everybody => 0o644,
    };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Elsewhere the folder decides who may read.
#[cfg(not(unix))]
fn let_read(_: &File, _: Readers) -> io::Result<()> {
    Ok(())
}

/// Writes a folder out, so that the names in it outlast a power cut.
#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be written out by itself.
#[cfg(not(unix))]
pub(super) fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder that a path lies in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => path,
    }
}

pub(super) fn no_folder(folder: &Path) -> Error {
    let message = format!("there is no folder {}", shown(folder));
    let hint = "make the folder first, or write the file somewhere else";
    Error::new(Kind::Failed, message, hint)
}

pub(super) fn not_written(path: &Path, why: &str) -> Error {
    let message = format!("{} cannot be written: {why}", shown(path));
    let hint = "check the folder, or write the file somewhere else";
    Error::new(Kind::Failed, message, hint)
}

/// Removes a file; one that is not there is as good as removed.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            let message = format!("{} cannot be removed: {}", shown(path), in_words(&error));
            Err(Error::new(Kind::Failed, message, "remove it by hand"))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
