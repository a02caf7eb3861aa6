//! A shop folder that can be copied and tried, and how a command in it ended.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The program under test.
const PROGRAM: &str = env!("CARGO_BIN_EXE_amends");

/// Where folders are made if it is there: nothing has to reach a disk for what is tried here.
const IN_MEMORY: &str = "/dev/shm";

/// A shop folder that is also the working directory.
pub struct Folder(TempDir);

/// How a command ended.
pub struct Ended {
    /// Its exit code; `None` when it was killed.
    pub code: Option<i32>,
    /// What it printed as its result.
    pub result: String,
    /// What it said beside it.
    pub said: String,
}

impl Ended {
    /// Says whether it was refused because it has been done before.
    pub fn refuses_to_repeat(&self) -> bool {
        self.code == Some(2) || (self.code == Some(1) && self.said.contains("is taken"))
    }
}

impl Folder {
    /// A fresh machine.
    pub fn empty() -> Self {
        let made = TempDir::new_in(IN_MEMORY).or_else(|_| TempDir::new());
        Self(made.unwrap())
    }

    /// Another folder with the same files in it.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        copy_files(self.place(), copy.place());
        copy
    }

    /// Where it is.
    pub fn place(&self) -> &Path {
        self.0.path()
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.place().join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    /// Runs a line as it would be typed after `amends`.
    pub fn run(&self, line: &str) -> Ended {
        self.run_under::<&str>(&[], line)
    }

    /// Runs a line and ends it after 10 seconds, with 124.
    pub fn run_briefly(&self, line: &str) -> Ended {
        self.run_under(&["timeout", "10"], line)
    }

    /// Runs a line that has to end well.
    #[track_caller]
    pub fn run_well(&self, line: &str) -> Ended {
        let ended = self.run(line);
        assert_eq!(ended.code, Some(0), "{line}\n{}", ended.said);
        ended
    }

    /// Runs a line as what another program starts.
    pub fn run_under<A: AsRef<OsStr>>(&self, other: &[A], line: &str) -> Ended {
        let mut words = other
            .iter()
            .map(|word| word.as_ref().to_owned())
            .collect::<Vec<_>>();
        words.push(PROGRAM.into());
        words.extend(split(line).into_iter().map(Into::into));
        let done = Command::new(&words[0])
            .args(&words[1..])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("AMENDS_DATA_DIR", self.place())
            .env("AMENDS_NOW", "2026-11-22 10:05")
            .env("LANG", "C.UTF-8")
            .current_dir(self.place())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Ended {
            code: done.status.code(),
            result: String::from_utf8_lossy(&done.stdout).into_owned(),
            said: String::from_utf8_lossy(&done.stderr).into_owned(),
        }
    }
}

fn copy_files(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&place).unwrap();
            copy_files(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// Splits a line at its blanks; what stands between single quotes stays together.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
