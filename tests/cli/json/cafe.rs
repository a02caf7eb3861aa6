//! A café whose every answer is held against its schema and against the contract.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;

use amends::show::schemas;
use serde_json::Value;

use super::contract;
use crate::harness::draft7::violations;
use crate::shop::Shop;

/// Where and who the café is.
const SETTINGS: &str = "name = \"Corner Café\"\ntimezone = \"Europe/London\"\n\
    playbook = \"cafe\"\n[people]\nowner = \"Rosa Lind\"\nmanager = \"Sam Osei\"\n\
    staff = \"Jo Lind\"\n";

/// A shop that works by the playbook `cafe`, on a Monday morning.
pub struct Cafe {
    shop: Shop,
    /// The schemas of what was printed so far.
    seen: RefCell<BTreeSet<String>>,
}

impl Deref for Cafe {
    type Target = Shop;

    fn deref(&self) -> &Shop {
        &self.shop
    }
}

impl Cafe {
    /// A café that never had a case.
    pub fn new() -> Self {
        Self::of(Shop::with_settings(SETTINGS))
    }

    /// A café whose data file is this one.
    pub fn holding(data_file: &[u8]) -> Self {
        let shop = Shop::holding(data_file);
        shop.write("shop.toml", SETTINGS);
        Self::of(shop)
    }

    fn of(shop: Shop) -> Self {
        shop.at("2026-11-23 10:05");
        let seen = RefCell::default();
        Self { shop, seen }
    }

    /// Whether a command of this café has printed something of this schema.
    pub fn seen(&self, schema: &str) -> bool {
        self.seen.borrow().contains(schema)
    }

    /// Runs a command with `--json` that ends well and holds to its contract; gives what it printed.
    #[track_caller]
    pub fn json(&self, line: &str) -> Value {
        let answer = self.run(&format!("{line} --json")).ok();
        assert_eq!(answer.stderr(), "", "{answer}");
        let printed = kept(&answer.stdout());
        let name = printed["schema"].as_str().unwrap().to_owned();
        self.seen.borrow_mut().insert(name);
        printed
    }

    /// Runs each of these with `--json`.
    #[track_caller]
    pub fn json_of_each(&self, lines: impl IntoIterator<Item = impl AsRef<str>>) {
        for line in lines {
            self.json(line.as_ref());
        }
    }

    /// The only item of such a command.
    #[track_caller]
    pub fn item(&self, line: &str) -> Value {
        self.json(line)["items"][0].take()
    }

    /// The steps of a case.
    pub fn steps(&self, case: u64) -> Vec<Value> {
        let detail = self.item(&format!("show {case}"));
        detail["steps"].as_array().unwrap().clone()
    }
}

/// Reads a whole output, strictly, and holds it against its schema and against the contract.
#[track_caller]
pub fn kept(printed: &str) -> Value {
    let value: Value = serde_json::from_str(printed).unwrap();
    assert!(printed.ends_with("}\n"), "no line end: {printed:?}");
    let name = value["schema"].as_str().unwrap();
    let found = violations(&schema(name), &value);
    assert_eq!(found, Vec::<String>::new(), "{name}");
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
