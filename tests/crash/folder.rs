//! A shop folder that can be copied and tried, and how a command in it ended.

use std::ffi::OsStr;
use std::ops::Deref;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::answer::finish;
use crate::harness::line::split;
use crate::harness::shop::{PROGRAM, Shop};

/// Where folders are made if it is there: nothing has to reach a disk for what is tried here.
const IN_MEMORY: &str = "/dev/shm";

/// A shop folder that is also the working directory.
pub struct Folder(Shop);

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

impl Deref for Folder {
    type Target = Shop;

    fn deref(&self) -> &Shop {
        &self.0
    }
}

impl Folder {
    /// A fresh machine.
    pub fn empty() -> Self {
        let made = TempDir::new_in(IN_MEMORY).or_else(|_| TempDir::new());
        Self(Shop::within(made.unwrap()))
    }

    /// Another folder with the same files in it.
    pub fn copy(&self) -> Self {
        let copy = Self::empty();
        copy_files(self.folder(), copy.folder());
        copy
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
        let mut words = other.iter().map(|word| word.as_ref().to_owned());
        let (program, args) = match words.next() {
            Some(first) => (first, words.chain([PROGRAM.into()]).collect()),
            None => (PROGRAM.into(), Vec::new()),
        };
        let mut command = self.program(program);
        command.args(args).args(split(line));
        let answer = finish(command, b"").into_answer();
        // What is killed may have written half a letter.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ended {
            code: answer.code,
            result: text(&answer.out),
            said: text(&answer.err),
        }
    }
}

fn copy_files(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&place).unwrap();
            copy_files(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
