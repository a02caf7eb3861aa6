//! Files that earlier versions of the program wrote keep their meaning: same verdicts, same numbers.
//!
//! `tests/data/verdicts.json` is what the program that wrote `schema-3.db` said of the first three files, and the ones that
//! wrote the later files of those, before they were changed: of
//! every case its state, its steps by number and its deadlines, at three moments. What is merely due soon counts as on
//! track there, and a list's order is not part of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::shop::Shop;

/// The files `schema-N.db`: of every version of the tables before the present one, and of that once it is released.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let file = |version| {
        let name = format!("schema-{version}");
        let file = fs::read(folder.join(format!("{name}.db"))).ok()?;
        Some((name, file))
    };
    let files: Vec<_> = (1..).map_while(file).collect();
    let present = version(&Shop::with_ada().data_file()) as usize;
    assert!(
        files.len() + 1 >= present,
        "no file of version {}",
        present - 1
    );
    files
}

/// The version of the tables: in the header of every SQLite file.
fn version(file: &[u8]) -> u32 {
    u32::from_be_bytes(file[60..64].try_into().unwrap())
}

const VERDICTS: &str = include_str!("../data/verdicts.json");

/// File, moment, case number: what was said.
type Verdicts = BTreeMap<String, BTreeMap<String, BTreeMap<String, Value>>>;

fn settled(state: &Value) -> Value {
    if state == "due-soon" {
        return json!("on-track");
    }
    state.clone()
}

fn steps(case: &Value) -> Vec<Value> {
    let steps = case["steps"].as_array().unwrap().iter();
    let keys = ["number", "part", "action", "due_at", "state", "done_at"];
    let mut steps: Vec<Value> = steps
        .map(|step| keys.iter().map(|key| step[key].clone()).collect())
        .collect();
    steps.sort_by_key(|step| step[0].as_u64());
    steps
}

fn deadlines(case: &Value) -> Vec<Value> {
    let deadlines = case["deadlines"].as_array().unwrap().iter();
    let verdict = |one: &Value| {
        json!([
            one["cycle"],
            one["name"],
            one["due_at"],
            settled(&one["state"]),
            one["met_at"]
        ])
    };
    deadlines.map(verdict).collect()
}

fn verdict(case: &Value) -> Value {
    json!({
        "state": settled(&case["state"]),
        "severity": case["severity"],
        "due_at": case["due_at"],
        "recovered_at": case["recovered_at"],
        "steps": steps(case),
        "deadlines": deadlines(case),
    })
}

#[test]
fn every_older_file_gives_the_verdicts_it_gave() {
    let verdicts: Verdicts = serde_json::from_str(VERDICTS).unwrap();
    for (name, file) in files() {
        let shop = Shop::holding(&file);
        for (moment, cases) in &verdicts[&name] {
            shop.at(moment);
            let rows = shop.items("list --all");
            assert_eq!(rows.len(), cases.len(), "{name} at {moment}");
            for (number, expected) in cases {
                let case = shop.item(&format!("show {number}"));
                assert_eq!(&verdict(&case), expected, "{name} at {moment}: #{number}");
                let row = rows.iter().find(|row| row["case"] == case["case"]);
                assert_eq!(row.unwrap()["state"], case["state"], "{name}: #{number}");
            }
        }
        assert_eq!(shop.item("data check")["sound"], true, "{name}");
    }
}
