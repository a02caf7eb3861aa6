//! Reading and writing whole files, with limits and with the owner's modes.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::domain::words::visible;
use crate::error::{Error, Kind, Result, in_words};

/// Reads a file that may not be larger than `most` bytes.
///
/// # Errors
/// When it does not exist, is a folder, is too large, or cannot be read.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's kinds are not ours, and new ones are told like the rest"
)]
pub fn read(path: &Path, most: usize) -> Result<Vec<u8>> {
    let refused = |error: &std::io::Error| {
        let kind = match error.kind() {
            std::io::ErrorKind::NotFound => Kind::NotFound,
            _ => Kind::Failed,
        };
        let message = format!("{} cannot be read: {}", shown(path), in_words(error));
        Error::new(kind, message, "check the path")
    };
    // A pipe or a device could keep us waiting for ever.
    let found = fs::metadata(path).map_err(|error| refused(&error))?;
    if !found.is_file() && !found.is_dir() {
        let message = format!("{} is not an ordinary file", shown(path));
        return Err(Error::new(Kind::Failed, message, "save it as a file first"));
    }
    let file = fs::File::open(path).map_err(|error| refused(&error))?;
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(&error))?;
    if bytes.len() > most {
        let message = format!("{} is larger than {most} bytes", shown(path));
        return Err(Error::new(
            Kind::Failed,
            message,
            "split it into smaller files",
        ));
    }
    Ok(bytes)
}

/// Shows a path so that nothing in it can act on a terminal.
#[must_use]
pub fn shown(path: &Path) -> String {
    format!("`{}`", visible(&path.to_string_lossy()))
}

/// Makes a folder that only its owner can enter, with the folders above it.
///
/// # Errors
/// When it cannot be made.
pub fn make_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|error| {
        let message = format!(
            "the folder {} cannot be made: {}",
            shown(path),
            in_words(&error)
        );
        Error::new(
            Kind::Failed,
            message,
            "choose another with `--data-dir FOLDER`",
        )
    })
}

/// Writes a file beside its place and renames it, so that nobody ever sees half of it.
///
/// The file can be read by its owner only (mode 0600).
///
/// # Errors
/// When the folder cannot be written to, or the disk is full.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let refused = |error: &std::io::Error| {
        let message = format!("{} cannot be written: {}", shown(path), in_words(error));
        Error::new(
            Kind::Failed,
            message,
            "check the folder, or choose another with `--data-dir`",
        )
    };
    let beside = path.with_extension("new");
    // A left-over of a run that was cut off is ours to remove.
    let _ = fs::remove_file(&beside);
    put_in_place(&beside, path, bytes).map_err(|error| refused(&error))
}

/// Writes a file that goes out of the shop folder, to where somebody wants it.
///
/// Written beside its place and renamed, so that what was there before stays whole until the
/// new file is. It can be read by its owner only (mode 0600). Where a link stands in its place,
/// the file behind the link is replaced and the link stays.
///
/// # Errors
/// When there is no such folder, or something stands there that is not an ordinary file, or
/// the folder cannot be written to; what was there is left as it was.
pub fn hand_out(path: &Path, bytes: &[u8]) -> Result<()> {
    let place = place_of(path)?;
    let folder = place.parent().unwrap_or(&place);
    // Somebody else's folder: no name there may be taken for ours, not even that of another
    // run of ours at the same time.
    let beside = folder.join(format!(".amends-{}.new", std::process::id()));
    put_in_place(&beside, &place, bytes).map_err(|error| {
        let _ = fs::remove_file(&beside);
        not_written(path, in_words(&error))
    })
}

/// Writes a file that is not there yet, and leaves whatever is there as it is.
///
/// Its place is taken first, so that nobody else can take it in between; then it is written beside
/// its place and renamed, so that nobody ever sees half of it. It can be read by its owner only
/// (mode 0600).
///
/// # Errors
/// When something stands there, even a link that leads nowhere; when there is no such folder, it
/// cannot be written to, or the disk is full.
pub fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(no_folder(folder));
    }
    drop(private_file(path).map_err(|error| not_written(path, in_words(&error)))?);
    let beside = folder.join(format!(".amends-{}.new", std::process::id()));
    put_in_place(&beside, path, bytes).map_err(|error| {
        let _ = fs::remove_file(&beside);
        let _ = fs::remove_file(path);
        not_written(path, in_words(&error))
    })
}

/// Says whether anything stands at a place, a link that leads nowhere included.
#[must_use]
pub fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn no_folder(folder: &Path) -> Error {
    let message = format!("there is no folder {}", shown(folder));
    let hint = "make the folder first, or write the file somewhere else";
    Error::new(Kind::Failed, message, hint)
}

/// Finds out where a file is really to be, and that it can be there.
fn place_of(path: &Path) -> Result<PathBuf> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(no_folder(folder));
    }
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if !is_link && !path.exists() {
        return Ok(path.to_path_buf());
    }
    let place = fs::canonicalize(path).map_err(|_| not_written(path, "it leads nowhere"))?;
    if place.is_dir() {
        return Err(not_written(path, "it is a folder"));
    }
    if !place.is_file() {
        return Err(not_written(path, "it is not an ordinary file"));
    }
    Ok(place)
}

fn not_written(path: &Path, why: &str) -> Error {
    let message = format!("{} cannot be written: {why}", shown(path));
    let hint = "check the folder, or write the file somewhere else";
    Error::new(Kind::Failed, message, hint)
}

/// Writes a file beside its place, and puts it there when it is whole.
fn put_in_place(beside: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = private_file(beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}

/// Writes a file that every user of this computer may read (mode 0644, whatever the umask),
/// beside its place, and renames it.
///
/// Everything else that is written can be read by its owner only. This is for counts and
/// times, which are read by a service that runs as somebody else; nothing that a customer or
/// the shop has written may go in. Two runs at the same time do not disturb each other.
///
/// # Errors
/// When there is no such folder, when it cannot be written to, or the disk is full; what
/// stood at the place stays as it was.
pub fn publish(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
        let message = format!("there is no folder {}", shown(folder));
        let hint = "make it, or name another file";
        return Err(Error::new(Kind::Failed, message, hint));
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut file = private_file(&beside)?;
        file.write_all(bytes)?;
        let_everybody_read(&file)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        let message = format!("{} cannot be written: {}", shown(path), in_words(&error));
        Error::new(Kind::Failed, message, "name a file that you may write")
    })
}

#[cfg(unix)]
fn let_everybody_read(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

/// Elsewhere the folder decides who may read.
#[cfg(not(unix))]
fn let_everybody_read(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

fn private_file(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Removes a file; one that is not there is as good as removed.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            let message = format!("{} cannot be removed: {}", shown(path), in_words(&error));
            Err(Error::new(Kind::Failed, message, "remove it by hand"))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Lists the files of a folder with this ending, by name; a folder that is not there is empty.
#[must_use]
pub fn listed(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file() && path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    files
}

/// The largest unfinished intake that is read, in bytes: every answer at its own limit.
pub const LARGEST_INTAKE: usize = 4 * 1024 * 1024;
