//! The system calls of a command, and how one of them is met: `strace` counts them, kills at one or lets one fail.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use crate::Extent;
use crate::folder::{Ended, Folder};

/// Calls that change something on the disk, wait for a lock, or find a file. A `?` lets a machine do without one.
pub const WRITES: &str = "openat,write,pwrite64,fsync,fdatasync,renameat2,linkat,unlinkat,ftruncate,mkdirat,\
    fchmod,fchmodat,fchown,flock,fcntl,?open,?creat,?rename,?renameat,?link,?unlink,?mkdir,?chmod,?symlink,?truncate";

/// Calls that read, and change nothing.
pub const READS: &str = "read,pread64,statx,newfstatat,getdents64,?readlink,readlinkat";

/// One system call of a command: the so-manieth of its name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// Its name.
    pub name: String,
    nth: usize,
}

/// Says whether commands can be traced here, and in words on stderr when they cannot.
pub fn can_be_traced() -> bool {
    let tried = Command::new("strace")
        .args(["-f", "-o", "/dev/null", "/bin/true"])
        .output();
    let can = tried.is_ok_and(|ended| ended.status.success());
    if !can {
        // Past the test's own capture, so that it is read.
        let _ = writeln!(
            io::stderr(),
            "not tried: `strace` is missing here or may not trace, so nothing was killed and no call failed"
        );
    }
    can
}

/// Runs a line and gives its calls of these kinds, from the first that has to do with the shop.
pub fn of(folder: &Folder, line: &str, kinds: &str) -> Vec<Call> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let place = log.path().to_str().unwrap();
    let kinds = format!("trace={kinds}");
    let ended = folder.run_under(&["strace", "-f", "-qq", "-o", place, "-e", &kinds], line);
    assert_eq!(ended.code, Some(0), "{line}: {}", ended.said);
    let log = fs::read_to_string(place).unwrap();
    let shop = folder.folder().to_str().unwrap();
    let mut calls: Vec<Call> = Vec::new();
    let mut seen = false;
    let mut begin = 0;
    for entry in log.lines() {
        // Its process, its name, what it was given.
        let called = entry
            .split_once(' ')
            .and_then(|(_, rest)| rest.trim().split_once('('));
        let Some((name, given)) = called else {
            continue;
        };
        if !seen && given.contains(shop) {
            (seen, begin) = (true, calls.len());
        }
        let name = name.to_owned();
        let nth = 1 + calls.iter().filter(|call| call.name == name).count();
        calls.push(Call { name, nth });
    }
    calls.split_off(begin)
}

/// Those of a command's calls that are tried: all of them, or a few evenly, those by which a save may take effect, and
/// the last two that write something out, and a few after the last name that was given.
pub fn tried(calls: &[Call], extent: Extent) -> Vec<&Call> {
    const A_FEW: usize = 4;
    if extent == Extent::Whole {
        return calls.iter().collect();
    }
    let step = calls.len().div_ceil(A_FEW).max(1);
    let few = calls.iter().rev().step_by(step);
    let effective = calls.iter().filter(|call| call.takes_effect());
    let out = calls.iter().rev().filter(|call| call.writes_out()).take(2);
    let name = calls.iter().rposition(|call| call.gives_a_name());
    let after = name.map_or(calls.len(), |at| at + 1);
    let after = calls[after..].iter().take(A_FEW);
    let mut tried: Vec<&Call> = few.chain(effective).chain(out).chain(after).collect();
    tried.sort();
    tried.dedup();
    tried
}

impl Call {
    /// Says whether a save may take effect by it: a name comes or goes, or a small file is written in one piece.
    fn takes_effect(&self) -> bool {
        let names = ["link", "rename", "mkdir"];
        self.name == "write" || names.iter().any(|word| self.name.contains(word))
    }

    /// Says whether a finished file gets its name by it.
    fn gives_a_name(&self) -> bool {
        self.name.starts_with("link") || self.name.starts_with("rename")
    }

    /// Says whether a file or a folder is written out by it.
    fn writes_out(&self) -> bool {
        self.name.ends_with("sync")
    }

    /// Runs a line and does something to it at this call: `signal=KILL` or `error=EIO`.
    ///
    /// # Errors
    /// When the line came to its end without this call.
    pub fn meet(&self, (folder, line): (&Folder, &str), what: &str) -> Result<Ended, String> {
        let log = tempfile::NamedTempFile::new().unwrap();
        let place = log.path().to_str().unwrap();
        let inject = format!("inject={}:{what}:when={}", self.name, self.nth);
        let trace = format!("trace={}", self.name);
        let strace = ["strace", "-f", "-qq", "-o", place];
        let met = folder.run_under(
            &[&strace[..], &["-e", &trace, "-e", &inject]].concat(),
            line,
        );
        let log = fs::read_to_string(place).unwrap();
        match met.code {
            Some(_) if !log.contains("(INJECTED)") => Err("it never came to that call".to_owned()),
            Some(_) | None => Ok(met),
        }
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} number {}", self.name, self.nth)
    }
}
