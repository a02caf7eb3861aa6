//! The only door to the world outside: clock, environment, terminal, streams, files' places.
//!
//! Everything is read here once; the rest of the program gets values. No other module
//! may ask the computer for the time, a variable or a random number (clippy forbids it).

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound};

use crate::domain::id::Id;
use crate::domain::printable::Printable;
use crate::domain::time::zone::Instant;
use crate::error::{Error, Kind, Result, in_words};

pub mod asker;
pub mod disk;
pub mod interrupt;
pub mod zones;

/// Whether a stream goes to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// To a person at a terminal.
    Terminal,
    /// Into a file or another program.
    Elsewhere,
}

/// What a stream is connected to.
fn stream(terminal: &impl IsTerminal) -> Stream {
    if terminal.is_terminal() {
        Stream::Terminal
    } else {
        Stream::Elsewhere
    }
}

/// The process as the program sees it.
#[derive(Debug)]
pub struct Shell {
    /// What was typed, the program's name first.
    pub args: Vec<OsString>,
    /// Where results go.
    pub stdout: Stream,
    /// Where talk and errors go.
    pub stderr: Stream,
    /// Where answers come from.
    pub stdin: Stream,
    machine_now: Instant,
}

impl Shell {
    /// Reads the process once: its arguments, its clock, what its streams are.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            args: args(),
            stdout: stream(&io::stdout()),
            stderr: stream(&io::stderr()),
            stdin: stream(&io::stdin()),
            machine_now: machine_now(),
        }
    }

    /// Gives the machine's clock, in whole seconds, as it stood when the command began.
    #[must_use]
    pub const fn machine_now(&self) -> Instant {
        self.machine_now
    }

    /// Reads a variable; one that is empty or not text counts as absent.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door to the environment"
    )]
    pub fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    /// Reads a variable of which it has to be said what is wrong with it; what is not text in it is
    /// replaced, one that is empty counts as absent.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door to the environment"
    )]
    pub fn variable_as_written(&self, name: &str) -> Option<String> {
        let value = std::env::var_os(name)?;
        Some(value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
    }

    /// Reads a path from the environment; one that is empty counts as absent.
    ///
    /// # Errors
    /// When it is not UTF-8 text: nothing could show it so that it can be typed again.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the door to the environment"
    )]
    pub fn path_variable(&self, name: &str) -> Result<Option<PathBuf>> {
        let value = std::env::var_os(name).filter(|value| !value.is_empty());
        match value.map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(path)) => Ok(Some(PathBuf::from(path))),
            Some(Err(path)) => {
                let shown = disk::shown(Path::new(&path));
                let hint = "give the folder a name in UTF-8, and write its whole path";
                Err(Error::usage(
                    format!("{name}: {shown} is not UTF-8 text"),
                    hint,
                ))
            }
        }
    }

    /// Says whether there is a person who can be asked: answers come from a terminal and
    /// questions go to one.
    #[must_use]
    pub fn has_a_person(&self) -> bool {
        self.stdin == Stream::Terminal && self.stderr == Stream::Terminal
    }

    /// Writes a result. A reader that has gone away is no error: nobody wants the rest.
    ///
    /// # Errors
    /// When the disk behind a redirected output is full, for example.
    pub fn result(&self, text: &Printable) -> Result<Taken> {
        let mut out = io::stdout().lock();
        taken(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Says whether the result goes where somebody can read it later: into a pipe or a file, and not to a terminal or
    /// into nothing.
    #[must_use]
    pub fn keeps_results(&self) -> bool {
        self.stdout == Stream::Elsewhere && is_kept()
    }

    /// Writes something said beside the result. Talk that nobody can hear is dropped.
    pub fn talk(&self, text: &Printable) {
        let mut err = io::stderr().lock();
        // There is nowhere left to complain to when stderr is gone.
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// `COLUMNS` first, because a person set it; then the terminal; 80 otherwise.
    #[must_use]
    pub fn width(&self, stream: Stream) -> usize {
        let typed = self
            .variable("COLUMNS")
            .and_then(|columns| columns.parse().ok());
        let measured = || match stream {
            Stream::Terminal => console::Term::stderr().size_checked(),
            Stream::Elsewhere => None,
        };
        let width = typed.or_else(|| measured().map(|(_, columns)| usize::from(columns)));
        width.unwrap_or(80).min(1_000)
    }

    /// Says whether a stream gets colour: as wished, and by itself only on a terminal that can show it.
    #[must_use]
    pub fn wants_colour(&self, stream: Stream, wish: ColourWish) -> bool {
        let dumb = self.variable("TERM").is_none_or(|term| term == "dumb");
        let unwanted = self.variable("NO_COLOR").is_some() || dumb;
        match wish {
            ColourWish::Always => true,
            ColourWish::Never => false,
            ColourWish::Auto => stream == Stream::Terminal && !unwanted,
        }
    }

    /// Says whether the terminal can be trusted with more than ASCII signs, by the locale.
    #[must_use]
    pub fn shows_unicode(&self) -> bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"];
        let locale = names.iter().find_map(|name| self.variable(name));
        let locale = locale.unwrap_or_default().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    }

    /// Gives the folder that the program starts from.
    ///
    /// # Errors
    /// When that folder has been removed.
    pub fn current_folder(&self) -> Result<PathBuf> {
        std::env::current_dir().map_err(|error| {
            let message = format!("the current folder cannot be used: {}", in_words(&error));
            Error::new(Kind::Failed, message, "change to a folder that exists")
        })
    }

    /// Gives the folder for a person's own data when nothing else is said.
    ///
    /// # Errors
    /// When the computer knows no home for this person.
    pub fn usual_folder(&self) -> Result<PathBuf> {
        use etcetera::BaseStrategy;
        let strategy = etcetera::choose_base_strategy().map_err(|_| {
            let message = "this computer does not say where your files belong";
            Error::new(Kind::Failed, message, "say it: `--data-dir FOLDER`")
        })?;
        Ok(strategy.data_dir().join("amends"))
    }

    /// Gives the home of whoever runs the program.
    ///
    /// # Errors
    /// When the computer does not say.
    pub fn home_folder(&self) -> Result<PathBuf> {
        etcetera::home_dir().map_err(|_| {
            let message = "this computer does not say where your home is";
            Error::new(Kind::Failed, message, "write the path from `/` on")
        })
    }

    /// Gives a path that nothing lies at yet, among what the computer throws away by itself.
    ///
    /// # Errors
    /// When there are no random numbers.
    pub fn throw_away(&self, name: &str) -> Result<PathBuf> {
        let [one, two, three] = self.random::<3>()?;
        let name = format!("{name}-{one:02x}{two:02x}{three:02x}");
        Ok(std::env::temp_dir().join(name))
    }

    /// Says whether a shell finds a program by its name alone.
    #[must_use]
    pub fn finds(&self, program: &Path) -> bool {
        let path = self.variable("PATH").unwrap_or_default();
        let name = program.file_name().unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(name) == program)
    }

    /// Gives the absolute path of this program.
    ///
    /// # Errors
    /// When the computer does not say, or the program has been removed since it was started.
    pub fn program(&self) -> Result<PathBuf> {
        let is_file =
            |path: &PathBuf| disk::look(path).is_ok_and(|found| found == disk::AtPath::File);
        let found = std::env::current_exe().ok().filter(is_file);
        found.ok_or_else(|| {
            let message = "this computer does not say where amends lies";
            Error::new(Kind::Failed, message, "type its whole path and try again")
        })
    }

    /// Makes a path absolute, from the folder that the program started in.
    ///
    /// # Errors
    /// As [`Shell::current_folder`].
    pub fn absolute(&self, path: &Path) -> Result<PathBuf> {
        if path.is_absolute() {
            return Ok(path.to_path_buf());
        }
        Ok(self.current_folder()?.join(path))
    }

    /// Makes an id that nothing else has.
    ///
    /// # Errors
    /// When the computer has no random numbers.
    pub fn fresh_id(&self) -> Result<Id> {
        let millis = u64::try_from(self.machine_now.timestamp_millis()).unwrap_or(0);
        Ok(Id::new(millis, random()?))
    }

    /// Makes random bytes.
    ///
    /// # Errors
    /// When the computer has no random numbers.
    pub fn random<const N: usize>(&self) -> Result<[u8; N]> {
        random()
    }

    /// Reads standard input to its end, up to a number of bytes.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read_input(&self, most: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let read = io::stdin().lock().take(limit).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| {
            let message = format!("standard input cannot be read: {}", in_words(&error));
            Error::new(Kind::Failed, message, "give a file instead")
        })
    }
}

/// What the person said about colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColourWish {
    /// Colour on a terminal that can show it.
    #[default]
    Auto,
    /// Colour everywhere.
    Always,
    /// No colour.
    Never,
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the door to the command line"
)]
fn args() -> Vec<OsString> {
    std::env::args_os().collect()
}

#[expect(clippy::disallowed_methods, reason = "this is the door to the clock")]
fn machine_now() -> Instant {
    let now = std::time::SystemTime::now();
    DateTime::<chrono::Utc>::from(now).trunc_subsecs(0)
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| {
        let message = "this computer gave no random numbers";
        Error::new(Kind::Failed, message, "try again")
    })?;
    Ok(bytes)
}

#[cfg(unix)]
fn is_kept() -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;
    let out = io::stdout();
    let out = out.as_fd().try_clone_to_owned().map(std::fs::File::from);
    let found = out.and_then(|out| out.metadata());
    found.is_ok_and(|found| {
        let kind = found.file_type();
        kind.is_file() || kind.is_fifo() || kind.is_socket()
    })
}

#[cfg(not(unix))]
const fn is_kept() -> bool {
    true
}

/// What became of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// All bytes were taken.
    Whole,
    /// The reader went away before the end.
    InPart,
}

fn taken(written: io::Result<()>) -> Result<Taken> {
    match written {
        Ok(()) => Ok(Taken::Whole),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Taken::InPart),
        Err(error) => {
            let message = format!("the result could not be written: {}", in_words(&error));
            Err(Error::new(
                Kind::Failed,
                message,
                "look at where the output goes",
            ))
        }
    }
}
