//! A shop of its own for each test: an empty folder, a cleared environment, a fixed moment.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use amends::show::schemas;
use serde_json::Value;
use tempfile::TempDir;

use crate::contract;
use crate::draft7::violations;

/// Where and who the shop is.
const SETTINGS: &str = "name = \"Corner Café\"\ntimezone = \"Europe/London\"\n\
    playbook = \"cafe\"\n[people]\nowner = \"Rosa Lind\"\nmanager = \"Sam Osei\"\n\
    staff = \"Jo Lind\"\n";

/// A shop folder, and the moment commands are given.
pub struct Shop {
    home: TempDir,
    now: String,
    seen: RefCell<BTreeSet<String>>,
}

/// What a command printed, and how it ended.
#[must_use]
pub struct Ran {
    pub out: String,
    pub err: String,
    pub exit: i32,
}

impl Shop {
    /// An empty shop.
    pub fn new() -> Self {
        let home = TempDir::new().unwrap();
        let settings = home.path().join("shop.toml");
        let shop = Self {
            home,
            now: "2026-11-23 10:05".to_owned(),
            seen: RefCell::default(),
        };
        let begun = shop.run(&["config", "set", "timezone", "UTC"]);
        assert_eq!(begun.exit, 0, "{}", begun.err);
        std::fs::write(settings, SETTINGS).unwrap();
        shop
    }

    /// Whether a command of this shop has printed something of this schema.
    pub fn seen(&self, schema: &str) -> bool {
        self.seen.borrow().contains(schema)
    }

    /// Lets the clock stand somewhere else.
    pub fn at(&mut self, now: &str) -> &mut Self {
        self.now = now.to_owned();
        self
    }

    /// The path of a file in the shop folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs the built program.
    pub fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amends"));
        let command = command.args(args).current_dir(self.home.path());
        let command = command.env_clear().env("AMENDS_NOW", &self.now);
        let command = command.env("AMENDS_DATA_DIR", self.home.path());
        let Output {
            status,
            stdout,
            stderr,
        } = command.stdin(Stdio::null()).output().unwrap();
        Ran {
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
            exit: status.code().unwrap(),
        }
    }

    /// Runs a command with `--json` that ends well and holds to its contract; gives what it printed.
    pub fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(&[args, &["--json"]].concat());
        let ended = (ran.exit, ran.err.as_str());
        assert_eq!(ended, (0, ""), "{args:?}\n{}", ran.out);
        let printed = kept(&ran.out);
        let name = printed["schema"].as_str().unwrap().to_owned();
        self.seen.borrow_mut().insert(name);
        printed
    }

    /// The only item of such a command.
    pub fn item(&self, args: &[&str]) -> Value {
        self.json(args)["items"][0].take()
    }
}

/// Reads a whole output, strictly, and holds it against its schema and against the contract.
pub fn kept(printed: &str) -> Value {
    let value: Value = serde_json::from_str(printed).unwrap();
    assert!(printed.ends_with("}\n"), "no line end: {printed:?}");
    let name = value["schema"].as_str().unwrap();
    assert_eq!(
        violations(&schema(name), &value),
        Vec::<String>::new(),
        "{name}"
    );
    if let Err(broken) = contract::read(&value) {
        panic!("{name}: {broken}");
    }
    value
}

/// A schema as the program hands it out.
pub fn schema(name: &str) -> Value {
    let text = schemas::find(name).unwrap_or_else(|| panic!("there is no schema `{name}`"));
    serde_json::from_str(&text).unwrap()
}
