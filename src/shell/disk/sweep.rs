//! Unfinished files that a crash has left behind.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// What nobody is writing any more: writing takes seconds at most.
const OLD: Duration = Duration::from_secs(60 * 60);

/// Removes unfinished files of ours from these folders of the shop, once nobody can be writing them any more. What
/// cannot be removed stays: it is in nobody's way.
pub fn sweep(folders: &[&Path]) {
    for folder in folders {
        remove_old(folder, is_unfinished);
    }
}

/// Removes unfinished files of ours from a folder that is not the shop's, where other programs have theirs.
pub fn sweep_outside(folder: &Path) {
    remove_old(folder, |name| {
        let name = name.to_string_lossy();
        name.starts_with(".amends-") && name.ends_with(".new")
    });
}

fn remove_old(folder: &Path, is_unfinished: impl Fn(&OsStr) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if is_unfinished(&entry.file_name()) && is_old(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// ".amends-4711-0.new", "amends.db.new-0192…", "amends-version-4-047e9aff.db.4711-0.new", "amends.db.upgrade".
fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let ours = name.starts_with(".amends-") || name.starts_with("amends");
    let unfinished = name.ends_with(".new") || name.ends_with(".upgrade");
    ours && (unfinished || name.starts_with("amends.db.new-"))
}

fn is_old(path: &Path) -> bool {
    let written = fs::symlink_metadata(path).and_then(|found| found.modified());
    let age = written.ok().and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| age > OLD)
}
