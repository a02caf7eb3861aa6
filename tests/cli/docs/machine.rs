//! A computer on which the manual is followed: a desk where commands are typed, and the home of whoever types.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::answer::{Answer, finish};
use crate::harness::shop::{PROGRAM, Shop};
use crate::harness::terminal::watch;

/// A place where commands can be run and nothing else is touched.
pub struct Machine(Shop);

impl Machine {
    /// A fresh one, on a Monday morning: no shop folder, and on the desk what comes with the project.
    pub fn fresh() -> Self {
        let shop = Shop::empty();
        shop.at("2026-11-23 10:05");
        let machine = Self(shop);
        for folder in ["examples", "playbooks", "tests/data"] {
            copy(&project().join(folder), &machine.desk().join(folder));
        }
        std::fs::create_dir_all(machine.home()).unwrap();
        machine
    }

    /// The folder in which commands are typed.
    pub fn desk(&self) -> PathBuf {
        self.0.path("desk")
    }

    /// The home of whoever types; as on any Linux, the shop folder lies in it.
    fn home(&self) -> PathBuf {
        self.0.path("home")
    }

    /// The shop folder.
    fn folder(&self) -> PathBuf {
        self.home().join(".local/share/amends")
    }

    /// Writes a file: settings to where the program looks for them, all else to the desk.
    pub fn write(&self, name: &str, text: &str) {
        let place = if name == "shop.toml" {
            self.folder().join(name)
        } else {
            self.desk().join(name)
        };
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        if name == "shop.toml" && !self.folder().join("amends.db").try_exists().unwrap() {
            let begun = self.pipe("amends config set timezone Europe/London");
            assert_eq!(begun.exit(), 0, "{begun}");
        }
        std::fs::write(place, text).unwrap();
    }

    /// Prepares a program in the environment of the examples.
    pub fn program(&self, program: &str) -> Command {
        let mut command = self.0.program(program);
        command.current_dir(self.desk());
        command.env("HOME", self.home());
        command.env("AMENDS_DATA_DIR", self.folder());
        command.envs([("TERM", "xterm"), ("NO_COLOR", "1")]);
        // The zone of a shop that has no settings yet.
        command.env("TZ", "Europe/London");
        command
    }

    fn shell(&self, typed: &str) -> Command {
        let mut command = self.program("/bin/sh");
        // `export AMENDS_NOW="…"` holds for what follows.
        if let Some(moment) = typed.strip_prefix("export AMENDS_NOW=") {
            self.0.at(moment.trim_matches('"'));
        }
        command.args(["-c", typed]);
        command
    }

    /// Runs a command as a script does: no terminal anywhere.
    pub fn pipe(&self, typed: &str) -> Answer {
        finish(self.shell(typed), b"").into_answer().steady()
    }

    /// Runs a command at a terminal of 80 columns without colour, from which nobody answers.
    pub fn terminal(&self, typed: &str) -> Answer {
        let mut answer = watch(self.shell(typed));
        answer.out = answer.screen().into_bytes();
        answer.steady()
    }

    /// Runs the command of a crontab line, with the little that cron gives it.
    pub fn cron(&self, typed: &str) -> Answer {
        let mut command = Command::new("/bin/sh");
        command.env_clear();
        command.env("PATH", "/usr/bin:/bin");
        command.env("HOME", self.home()).stdin(Stdio::null());
        let typed = typed.replace("/home/rosa/.cargo/bin/amends", PROGRAM);
        let typed = typed.replace("/home/rosa", self.home().to_str().unwrap());
        command.current_dir(self.home()).args(["-c", &typed]);
        finish(command, b"").into_answer()
    }
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
