//! The one way in which tests run the built program: an empty folder, a cleared environment, a moment that stands still.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use tempfile::TempDir;

use super::answer::{Output, finish};
use super::line::split;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_amends");

/// A shop folder that is also the working directory.
pub struct Shop {
    folder: TempDir,
    now: Mutex<Option<String>>,
    columns: u16,
}

impl Shop {
    /// An empty folder, a fresh machine: 22 November 2026, 10:05, 80 columns.
    pub fn empty() -> Self {
        Self::within(TempDir::new().unwrap())
    }

    /// A fresh machine in this folder.
    pub fn within(folder: TempDir) -> Self {
        Self {
            folder,
            now: Mutex::new(Some("2026-11-22 10:05".to_owned())),
            columns: 80,
        }
    }

    /// Writes for lines of this many columns from now on.
    pub fn wide(mut self, columns: u16) -> Self {
        self.columns = columns;
        self
    }

    /// Moves the moment, in the shop's own time or by RFC 3339.
    pub fn at(&self, moment: &str) -> &Self {
        *self.now.lock().unwrap() = Some(moment.to_owned());
        self
    }

    /// Lets the machine's own clock run.
    pub fn by_its_own_clock(&self) -> &Self {
        *self.now.lock().unwrap() = None;
        self
    }

    /// The shop folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A path in the shop folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The data file as it is.
    pub fn data_file(&self) -> Vec<u8> {
        std::fs::read(self.path("amends.db")).unwrap()
    }

    /// Everything in the folder: each file with its bytes, each folder with none.
    pub fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(self.folder(), &mut found);
        found
    }

    /// The program in this shop, for what [`Shop::run`] cannot do.
    pub fn command(&self) -> Command {
        self.program(PROGRAM)
    }

    /// Any program in this shop, to which ours is known as `amends`.
    pub fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let ours = Path::new(PROGRAM).parent().unwrap().display();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", format!("{ours}:/usr/bin:/bin"))
            .env("AMENDS_DATA_DIR", self.folder())
            .env("COLUMNS", self.columns.to_string())
            .env("LANG", "C.UTF-8")
            .envs(
                self.now
                    .lock()
                    .unwrap()
                    .iter()
                    .map(|now| ("AMENDS_NOW", now)),
            )
            .current_dir(self.folder())
            .stdin(Stdio::null());
        command
    }

    /// Runs a command line as it would be typed after `amends`.
    pub fn run(&self, line: &str) -> Output {
        self.run_args(split(line))
    }

    /// Runs the program with these arguments.
    pub fn run_args<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Output {
        let mut command = self.command();
        command.args(args);
        finish(command, b"")
    }

    /// Runs a command line with something on standard input.
    pub fn run_with_input(&self, line: &str, input: &[u8]) -> Output {
        let mut command = self.command();
        command.args(split(line)).stdin(Stdio::piped());
        finish(command, input)
    }

    /// Pastes a whole line into a shell, as a person would do with what the program printed.
    pub fn paste(&self, line: &str) -> Output {
        let mut command = self.program("/bin/sh");
        command.args(["-c", line]);
        finish(command, b"")
    }
}

fn gather(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            gather(&path, found);
            found.insert(path, Vec::new());
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
}
