//! A bakery in London, to which two customers complain; and what is looked up in the JSON of a case.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::Value;

pub use crate::harness::answer::{Answer, Output, finish};
pub use crate::harness::line::{flat, split};
pub use crate::harness::shop::{PROGRAM, Shop};

/// The playbook of the tests, which stands in the shop's own folder as `corner`.
pub const CORNER: &str = include_str!("corner.toml");

/// The settings of a shop that has been set up.
pub const SETTINGS: &str = "\
name = \"Rosa's Bakery\"
timezone = \"Europe/London\"
playbook = \"corner\"
[people]
owner = \"Rosa Marin\"
";

/// A complaint of a regular: severity typed, told now.
pub const ADA: &str = "new --customer 'Ada Okafor' --type late-delivery --tier regular \
     --severity major --channel phone --words 'The cake came at nine'";

/// The playbooks that come with the program, in the order in which it lists them.
pub const SHIPPED: [&str; 6] = [
    "cafe",
    "delivery",
    "hotel",
    "online-shop",
    "repair",
    "services",
];

/// A complaint of somebody else.
pub const BEN: &str = "new --customer 'Ben Sato' --type wrong-order --tier new \
     --severity minor --words 'No spoon in the bag'";

/// A command line that must be refused: its exit code, a part of what is said, a part of what to do.
pub type Mistake = (&'static str, i32, &'static str, &'static str);

impl Shop {
    /// A shop in London that works by the playbook `corner`; 22 November 2026, 10:05, 80 columns.
    pub fn new() -> Self {
        let shop = Self::with_settings(SETTINGS);
        shop.playbook("corner", CORNER);
        shop
    }

    /// A shop with these settings that never had a case.
    pub fn with_settings(settings: &str) -> Self {
        let shop = Self::empty();
        shop.run("config set timezone UTC").ok();
        shop.write("shop.toml", settings);
        shop
    }

    /// A shop whose data file is this one, as if it had been made by an older program.
    pub fn holding(data_file: &[u8]) -> Self {
        let shop = Self::empty();
        shop.write("amends.db", data_file);
        shop.write("shop.toml", SETTINGS);
        shop.playbook("corner", CORNER);
        shop
    }

    /// A shop that has taken in Ada's complaint as #1.
    pub fn with_ada() -> Self {
        let shop = Self::new();
        shop.run(ADA).ok();
        shop
    }

    /// Writes one of the shop's own playbooks.
    pub fn playbook(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        self.write(&format!("playbooks/{name}.toml"), content)
    }

    /// Runs a command that only reads, and sees to it that nothing was written.
    #[track_caller]
    pub fn only_reads(&self, line: &str) -> Answer {
        let before = self.everything();
        let answer = self.run(line).ok();
        assert_eq!(changes(&before, &self.everything()), "", "{line}\n{answer}");
        answer
    }

    /// Runs a command that must be refused, and sees to it that it left no trace.
    #[track_caller]
    pub fn refuses(&self, line: &str, code: i32) -> Answer {
        let before = self.everything();
        let answer = self.run(line).fails(code);
        assert_eq!(changes(&before, &self.everything()), "", "{line}\n{answer}");
        answer
    }

    /// Refuses each of these and leaves no trace of any.
    #[track_caller]
    pub fn refuses_each(&self, mistakes: &[Mistake]) {
        for (line, code, message, hint) in mistakes {
            self.refuses(line, *code).says(message).says(hint);
        }
    }

    /// The one item of a command's JSON.
    #[track_caller]
    pub fn item(&self, line: &str) -> Value {
        self.run(&format!("{line} --json")).ok().item()
    }

    /// The items of a command's JSON.
    #[track_caller]
    pub fn items(&self, line: &str) -> Vec<Value> {
        self.run(&format!("{line} --json")).ok().items()
    }

    /// A case as `show` gives it.
    #[track_caller]
    pub fn case(&self, number: u32) -> Value {
        self.item(&format!("show {number}"))
    }

    /// Sees to it that a command prints JSON of this schema, and gives its items.
    #[track_caller]
    pub fn speaks(&self, line: &str, schema: &str) -> Vec<Value> {
        let answer = self.run(&format!("{line} --json")).ok();
        assert_eq!(answer.json()["schema"], schema, "{line}\n{answer}");
        answer.items()
    }
}

/// Words what differs between two looks at a folder; empty when nothing does.
fn changes(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> String {
    let mut lines = Vec::new();
    for path in before.keys().chain(after.keys()) {
        let line = match (before.get(path), after.get(path)) {
            (None, _) => format!("new: {}", path.display()),
            (_, None) => format!("gone: {}", path.display()),
            (Some(old), Some(new)) if old != new => format!("other bytes: {}", path.display()),
            (Some(_), Some(_)) => continue,
        };
        lines.push(line);
    }
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

/// The steps of a case or plan that are of this part.
pub fn steps_of<'c>(case: &'c Value, part: &str) -> Vec<&'c Value> {
    let steps = case["steps"].as_array().unwrap().iter();
    steps.filter(|step| step["part"] == part).collect()
}

/// The step of this number.
#[track_caller]
pub fn step(case: &Value, number: u32) -> &Value {
    let mut steps = case["steps"].as_array().unwrap().iter();
    steps.find(|step| step["number"] == number).unwrap()
}

/// The numbers of the steps that can still be done.
pub fn open_steps(case: &Value) -> Vec<u64> {
    let steps = case["steps"].as_array().unwrap().iter();
    let open = steps.filter(|step| step["state"] == "open");
    open.map(|step| step["number"].as_u64().unwrap()).collect()
}

/// The last deadline of this name, that of the running cycle.
#[track_caller]
pub fn deadline<'c>(case: &'c Value, name: &str) -> &'c Value {
    let deadlines = case["deadlines"].as_array().unwrap().iter();
    deadlines
        .rev()
        .find(|deadline| deadline["name"] == name)
        .unwrap()
}

/// The case numbers of a list, in its order.
pub fn numbers(items: &[Value]) -> Vec<u64> {
    let number = |item: &Value| item["case"].as_u64().unwrap();
    items.iter().map(number).collect()
}

#[test]
fn a_line_is_split_as_a_shell_would() {
    let table: [(&str, &[&str]); 5] = [
        ("done 1 --step 2", &["done", "1", "--step", "2"]),
        ("note 1 'She likes it'", &["note", "1", "She likes it"]),
        (r#"--why "say \"so\"" ''"#, &["--why", "say \"so\"", ""]),
        (r"it\'s a\ b", &["it's", "a b"]),
        ("  ", &[]),
    ];
    for (line, words) in table {
        assert_eq!(split(line), words, "{line}");
    }
}
