//! Harm in what files hold: playbooks, lists and their mappings, settings, what is kept, the data file.

use std::path::Path;

use rusqlite::Connection;

use super::super::shop::{CORNER, SETTINGS, Shop};
use super::around::{MAPPING, look_around, words};
use super::faces::{Face, Trial};
use super::oracle::Stream;
use super::strings::in_toml;

/// What somebody wrote in the playbook of these tests.
const OWN: &[&str] = &[
    "Corner café",
    "New face",
    "Late delivery",
    "It arrives when we said",
    "What was it for?",
    "Confirmed with a time",
    "Refund the delivery charge",
    "Call, say sorry by name, listen",
    "tonight",
    "sweet",
    "Deliver the cake of their choice, free",
];

/// The same in its drafts, where a text between braces is a name.
const IN_DRAFTS: &[&str] = &["I am sorry about your", "Dear"];

const CELL: &str = "--cell=late-delivery,new,severe";

/// Commands that show what a playbook says.
const SHOWING: &[&str] = &[
    "playbook check corner --matrix",
    "playbook show CELL",
    "playbook card",
    "playbook drill CELL",
    "playbook drill --done CELL",
    "playbook drill --unused",
    "playbook try --type=late-delivery --tier=new --severity=severe",
    "playbook replay --against=corner",
    "new --customer=x --type=nothing --tier=nothing --channel=nothing",
    "new --customer=x --type=late-delivery --tier=new --severity=severe --words=x",
    "new --customer=x --type=late-delivery --tier=new --severity=severe --answer=nothing=x",
    "plan 1",
    "brief 1",
    "why 1",
    "choose 1 --step=5 nothing",
    "done 1 --step=5 --choice=nothing",
    "draft 1 --kind=nothing",
    "done 1",
    "close 1 --outcome=nothing",
];

/// Files that are written of a case and of a playbook.
const WRITTEN: &[(&str, Stream)] = &[
    ("playbook card --out card.md", Stream::Pipe),
    ("playbook card --out card.txt", Stream::Pipe),
    ("playbook card --out card.json", Stream::Pipe),
    ("report nightly --out night.txt", Stream::Pipe),
    ("report nightly --out night.md", Stream::Pipe),
    ("report nightly --out night.json", Stream::Pipe),
    ("report nightly --out night.ics", Stream::Calendar),
];

/// Holds a text in every string of a playbook, and looks at everything that is made of it.
pub fn playbook(trial: &Trial, text: &str) {
    let shop = Shop::new();
    let (written, drafted) = (in_toml(text), in_toml(&text.replace(['{', '}'], "|")));
    let mut source = CORNER.to_owned();
    for (own, text) in [(OWN, written), (IN_DRAFTS, drafted)] {
        for own in own {
            assert!(source.contains(own), "{own}");
            source = source.replace(own, &text);
        }
    }
    shop.playbook("corner", source);
    let lines: Vec<String> = SHOWING
        .iter()
        .map(|line| line.replace("CELL", CELL))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    look_around(trial, &shop, &lines);
    // A draft is a text of many lines, so one of them may be anybody's.
    trial
        .look(&shop, trial.any(&Face::ALL), &["draft", "1"])
        .ok();
    for (line, stream) in WRITTEN {
        trial.look(&shop, Face::Screen, &words(line)).ok();
        let name = line.rsplit(' ').next().unwrap_or_default();
        trial.look_into(&shop.path(name), *stream);
    }
}

/// A text that goes into files: as it is, between quotes of TOML, and between quotes of JSON.
struct Harm<'t> {
    bytes: &'t [u8],
    in_toml: String,
    in_json: String,
    in_list: String,
}

impl<'t> Harm<'t> {
    fn of(bytes: &'t [u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        Self {
            bytes,
            in_toml: in_toml(&text),
            in_json: serde_json::to_string(&text).unwrap(),
            in_list: format!("\"{}\"", text.replace('"', "\"\"")),
        }
    }

    /// Puts it into each source: `RAW`, `TOML`, `JSON` and `CELL` are its places.
    fn in_each(&self, sources: &[&str]) -> Vec<Vec<u8>> {
        let one = |source: &&str| {
            let source = source
                .replace("TOML", &self.in_toml)
                .replace("JSON", &self.in_json);
            let source = source.replace("CELL", &self.in_list);
            let parts: Vec<&[u8]> = source.split("RAW").map(str::as_bytes).collect();
            parts.join(self.bytes)
        };
        sources.iter().map(one).collect()
    }
}

/// Writes a text into files where it is a mistake, so that it is shown with what is around it.
pub fn broken(trial: &Trial, text: &[u8]) {
    let shop = Shop::with_ada();
    let harm = Harm::of(text);
    playbooks(trial, &shop, &harm);
    lists(trial, &shop, &harm);
    settings(trial, &shop, &harm);
    kept(trial, &shop, &harm);
}

/// What is wrong in the playbook of these tests when this stands in it instead.
const MISTAKES: &[(&str, &str)] = &[
    ("= \"staff\"", "= \"TOML\""),
    ("id = \"new\"", "id = \"TOML\""),
    ("complaint = \"late-delivery\"", "complaint = \"TOML\""),
    ("\"24h\"", "\"TOML\""),
    ("{{ signed }}", "{{ TOML }} {% TOML %}"),
    ("\"contact 3\"", "\"TOML\""),
    ("[action.free-cake]", "[action.\"TOML\"]"),
];

fn playbooks(trial: &Trial, shop: &Shop, harm: &Harm<'_>) {
    let mistakes = MISTAKES
        .iter()
        .map(|(right, wrong)| CORNER.replace(right, wrong));
    let mistakes: Vec<String> = mistakes.collect();
    let mut sources = vec![
        "format = 1\nname = \"RAW\"\n",
        "format = 1\n# RAW\nname = = 1\n",
        "format = 1\nRAW = 1\n",
        "format = \"RAW\"\n[[tier]]\nid = \"",
        "format = 1\nname = \"TOML\"\ncurrency = \"TOML\"\n\"TOML\" = 1\n",
    ];
    sources.extend(mistakes.iter().map(String::as_str));
    for playbook in harm.in_each(&sources) {
        shop.playbook("other", playbook);
        // An excerpt of the file is drawn only on a terminal.
        trial.look(shop, Face::Screen, &["playbook", "check", "other"]);
        for line in [
            "playbook show other",
            "playbook check ./playbooks/other.toml",
        ] {
            trial.look_in_turn(shop, &words(line));
        }
    }
    trial.look_in_turn(shop, &["playbook", "list"]);
}

const COLUMNS: &str =
    "format = 1\n[columns]\ntold = \"When\"\ncustomer = \"TOML\"\nwords = \"Said\"\n";
const REST: &str =
    "[type]\ncolumn = \"What\"\nvalues = { wrong-order = \"wrong\" }\n[tier]\nvalue = \"new\"\n";

/// Holds a text in a list from elsewhere and in its mapping, right and wrong.
fn lists(trial: &Trial, shop: &Shop, harm: &Harm<'_>) {
    let mappings = harm.in_each(&[
        MAPPING,
        &format!("{COLUMNS}{REST}"),
        &format!("{COLUMNS}[type]\ncolumn = \"TOML\"\nvalues = {{ \"TOML\" = \"TOML\" }}\n"),
        &format!("playbook = \"TOML\"\n{COLUMNS}{REST}\"TOML\" = 1\n"),
        "format = 1\nRAW = 1\n",
        "format = 1\nplaybook = \"RAW\"\n",
    ]);
    let lists = harm.in_each(&[
        "When,Who,CELL,Said,What\n2026-11-21 10:00,Ada,CELL,CELL,wrong\n",
        "When,Who,CELL,Said,What\nCELL,CELL,CELL,x,CELL\n",
        "When,Who,Said\n2026-11-21 10:00,\"RAW\n",
        "RAW,Who\n1\n",
    ]);
    for mapping in &mappings {
        shop.write("list.toml", mapping);
        for list in &lists {
            shop.write("list.csv", list);
            let line = "data import list.csv --mapping list.toml --playbook corner --dry-run";
            trial.look_in_turn(shop, &words(line));
        }
    }
}

fn settings(trial: &Trial, shop: &Shop, harm: &Harm<'_>) {
    let whole = format!("{SETTINGS}staff = \"TOML\"\n\"TOML\" = \"x\"\n");
    let sources = [
        &whole.replace("Rosa's Bakery", "TOML"),
        "timezone = \"TOML\"\ndate_order = \"TOML\"\n\"TOML\" = 1\n",
        "playbook = \"TOML\"\n",
        &format!("{SETTINGS}[hours]\nmon = [\"TOML\"]\nholidays = [\"TOML\"]\n"),
        &format!("{SETTINGS}[people.staff]\nname = \"TOML\"\nuntil = \"TOML\"\n"),
        "name = \"RAW\"\n",
        "RAW = 1\n",
        "# RAW\nname = = 1\n",
    ];
    for settings in harm.in_each(&sources) {
        shop.write("shop.toml", settings);
        for line in [
            "due",
            "due --monitor",
            "today",
            "config list --origin",
            "config set name x",
        ] {
            trial.look_in_turn(shop, &words(line));
        }
    }
    shop.write("shop.toml", SETTINGS);
}

/// Holds a text in the intake that is kept, in what is remembered, and in place of the data file.
fn kept(trial: &Trial, shop: &Shop, harm: &Harm<'_>) {
    let answers = "\"words\":JSON,\"tier\":JSON,\"types\":[JSON],\"customer\":JSON";
    for kept in harm.in_each(&[
        "RAW",
        &format!("{{\"answers\":{{{answers},JSON:1}},\"settled\":[]}}"),
        &format!("{{\"answers\":{{{answers}}},\"settled\":[JSON]}}"),
        &format!("{{\"answers\":{{{answers}}},\"settled\":[]}}"),
    ]) {
        shop.write("unfinished/0.json", kept);
        for line in ["", "new --continue"] {
            trial.look_in_turn(shop, &words(line));
        }
    }
    for name in ["amends.head", "amends.db"] {
        shop.write(name, harm.bytes);
        for line in ["due", "due --monitor", "data check", "note 1 x"] {
            trial.look_in_turn(shop, &words(line));
        }
    }
}

/// Puts a text into each column of the data file in turn, past the rules of the tables, as a bad disk or a hand might.
pub fn edited(trial: &Trial, text: &str) {
    let whole = Shop::with_ada();
    whole.run("note 1 x").ok();
    whole.run("promise 1 x --by 18:00").ok();
    let data_file = whole.data_file();
    for (table, column) in columns(&whole.path("amends.db")) {
        whole.write("amends.db", &data_file);
        edit(&whole.path("amends.db"), (&table, &column), text);
        for line in [
            "",
            "show 1",
            "history 1",
            "data check",
            "undo",
            "report nightly",
        ] {
            trial.look_in_turn(&whole, &words(line));
        }
    }
}

fn columns(data_file: &Path) -> Vec<(String, String)> {
    let db = Connection::open(data_file).unwrap();
    let columns = "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type IN ('TEXT', 'ANY')";
    let mut statement = db.prepare(columns).unwrap();
    let named = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    named.unwrap().map(Result::unwrap).collect()
}

fn edit(data_file: &Path, (table, column): (&str, &str), text: &str) {
    let db = Connection::open(data_file).unwrap();
    let triggers = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
    let mut statement = db.prepare(triggers).unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let found: Vec<(String, String)> = found.unwrap().map(Result::unwrap).collect();
    drop(statement);
    for (name, _) in &found {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    db.execute_batch("PRAGMA ignore_check_constraints = ON")
        .unwrap();
    // Where a value has to be the only one of its kind, it stays.
    let _ = db.execute(&format!("UPDATE {table} SET {column} = ?1"), [text]);
    for (_, sql) in &found {
        db.execute_batch(sql).unwrap();
    }
}
