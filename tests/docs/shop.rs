//! A shop in a folder of its own, with an empty environment and a fixed moment.

use std::cell::RefCell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rexpect::process::{PtyProcess, WaitStatus};
use tempfile::TempDir;

/// A Monday morning.
const MOMENT: &str = "2026-11-23 10:05";

/// A place where commands can be run and nothing else is touched.
pub struct Shop {
    root: TempDir,
    /// `AMENDS_NOW`.
    moment: RefCell<String>,
}

/// What a command said.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Said {
    /// Gives everything, for a failure.
    pub fn both(&self) -> String {
        format!("{}{}[exit {}]", self.out, self.err, self.code)
    }
}

impl Shop {
    /// A fresh machine: no folder, no settings, nothing.
    pub fn fresh() -> Self {
        let root = TempDir::new().unwrap();
        let shop = Self {
            root,
            moment: RefCell::new(MOMENT.to_owned()),
        };
        for folder in ["examples", "playbooks", "tests/data"] {
            copy(&project().join(folder), &shop.desk().join(folder));
        }
        std::fs::create_dir_all(shop.home()).unwrap();
        shop
    }

    /// The folder in which commands are typed.
    pub fn desk(&self) -> PathBuf {
        self.root.path().join("desk")
    }

    /// The home of whoever types; as on any Linux, the shop folder lies in it.
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The shop folder.
    pub fn folder(&self) -> PathBuf {
        self.home().join(".local/share/amends")
    }

    /// Writes a file: settings and playbooks to where the program looks for them, all else to the desk.
    pub fn write(&self, name: &str, text: &str) {
        let place = if name == "shop.toml" {
            self.folder().join(name)
        } else {
            self.desk().join(name)
        };
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        if name == "shop.toml" && !self.folder().join("amends.db").try_exists().unwrap() {
            let begun = self.pipe("amends config set timezone Europe/London");
            assert_eq!(begun.code, 0, "{}", begun.both());
        }
        std::fs::write(place, text).unwrap();
    }

    /// Prepares a program in the environment of the examples.
    pub fn program(&self, program: &str) -> Command {
        let ours = Path::new(env!("CARGO_BIN_EXE_amends")).parent().unwrap();
        let mut command = Command::new(program);
        command.env_clear();
        command.current_dir(self.desk());
        command.env("PATH", format!("{}:/usr/bin:/bin", ours.display()));
        command.env("HOME", self.home());
        command.env("AMENDS_DATA_DIR", self.folder());
        command.env("AMENDS_NOW", self.moment.borrow().as_str());
        for (name, value) in [
            ("LANG", "C.UTF-8"),
            ("TERM", "xterm"),
            ("NO_COLOR", "1"),
            ("COLUMNS", "80"),
            // The zone of a shop that has no settings yet.
            ("TZ", "Europe/London"),
        ] {
            command.env(name, value);
        }
        command
    }

    /// Runs a command as a script does: no terminal anywhere.
    pub fn pipe(&self, typed: &str) -> Said {
        if self.keep_moment(typed) {
            return Said::nothing();
        }
        let mut command = self.program("/bin/sh");
        said(command.args(["-c", typed]))
    }

    /// Runs the command of a crontab line, with the little that cron gives it.
    pub fn cron(&self, typed: &str) -> Said {
        let mut command = Command::new("/bin/sh");
        command.env_clear();
        command.env("PATH", "/usr/bin:/bin");
        command.env("HOME", self.home());
        let typed = typed.replace("/home/rosa/.cargo/bin/amends", env!("CARGO_BIN_EXE_amends"));
        let typed = typed.replace("/home/rosa", self.home().to_str().unwrap());
        said(command.current_dir(self.home()).args(["-c", &typed]))
    }

    /// Runs a command at a terminal of 80 columns without colour; gives what a person sees.
    pub fn terminal(&self, typed: &str) -> Said {
        if self.keep_moment(typed) {
            return Said::nothing();
        }
        let mut command = self.program("/bin/sh");
        // A question would wait for ever; without a terminal to answer from it is an error.
        command.args(["-c", &format!("exec </dev/null; {typed}")]);
        let process = PtyProcess::new(command).unwrap();
        let mut seen = Vec::new();
        // Linux ends a closed terminal with an error, others with an end: both are the end.
        let _ = process.get_file_handle().unwrap().read_to_end(&mut seen);
        let ended = process.wait().unwrap();
        let WaitStatus::Exited(_, code) = ended else {
            panic!("`{typed}` ended with {ended:?}");
        };
        Said {
            out: steady(&String::from_utf8(seen).unwrap().replace("\r\n", "\n")),
            err: String::new(),
            code,
        }
    }

    /// Takes `export AMENDS_NOW="…"` for what follows.
    fn keep_moment(&self, typed: &str) -> bool {
        let Some(moment) = typed.strip_prefix("export AMENDS_NOW=") else {
            return false;
        };
        *self.moment.borrow_mut() = moment.trim_matches('"').to_owned();
        true
    }
}

impl Said {
    fn nothing() -> Self {
        Self {
            out: String::new(),
            err: String::new(),
            code: 0,
        }
    }
}

fn said(command: &mut Command) -> Said {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Said {
        out: steady(&String::from_utf8(output.stdout).unwrap()),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// Replaces the two things that differ from run to run or from machine to machine: the head of
/// the history, which is made of random ids, and the version of the zone rules.
fn steady(text: &str) -> String {
    let text = after(text, "history ", "5a1e0b7c");
    after(&text, "zone rules ", "2026f")
}

/// Puts `example` over what looks like it behind every `before`.
fn after(text: &str, before: &str, example: &str) -> String {
    let mut pieces = text.split(before);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(before);
        let like = piece.get(..example.len()).is_some_and(|found| {
            let hex = |c: char| c.is_ascii_hexdigit();
            found.chars().all(hex) && found.chars().any(|c| c.is_ascii_digit())
        });
        out.push_str(if like { example } else { "" });
        out.push_str(if like { &piece[example.len()..] } else { piece });
    }
    out
}

/// Gives the folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}
