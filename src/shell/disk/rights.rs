//! Who else may write to the shop's folder and files.

use std::path::Path;

/// Says, a sentence each, which of these belong to somebody else or may be written to by others. What is not
/// there, or cannot be looked at, is left out: whoever opens it says so.
#[cfg(unix)]
#[must_use]
pub fn loose(paths: &[&Path]) -> Vec<String> {
    use std::os::unix::fs::MetadataExt;
    let mine = rustix::process::geteuid().as_raw();
    let said = |path: &&Path| {
        let found = std::fs::metadata(path).ok()?;
        let shown = super::shown(path);
        if found.uid() != mine {
            return Some(format!(
                "{shown} belongs to somebody else, who can change it"
            ));
        }
        (found.mode() & OTHERS_WRITE != 0)
            .then(|| format!("others may write to {shown}; the next save keeps it for you alone"))
    };
    paths.iter().filter_map(said).collect()
}

/// Elsewhere the folder's own rights decide.
#[cfg(not(unix))]
#[must_use]
pub fn loose(_: &[&Path]) -> Vec<String> {
    Vec::new()
}

/// The bits of a mode that let the group and everybody write.
#[cfg(unix)]
const OTHERS_WRITE: u32 = 0o022;

/// All that a mode gives to the group and everybody.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// Keeps for their owner alone what others may write to, as far as these are ours.
#[cfg(unix)]
pub fn tighten(paths: &[&Path]) {
    use std::os::unix::fs::PermissionsExt;
    for path in paths {
        let Ok(found) = std::fs::metadata(path) else {
            continue;
        };
        let mode = found.permissions().mode();
        if mode & OTHERS_WRITE != 0 {
            // On a disk without rights, or where they are somebody else's to give, saving must still be possible.
            let tight = std::fs::Permissions::from_mode(mode & !OTHERS);
            let _ = std::fs::set_permissions(path, tight);
        }
    }
}

/// Elsewhere the folder's own rights decide.
#[cfg(not(unix))]
pub fn tighten(_: &[&Path]) {}
