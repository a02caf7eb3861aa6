//! Every letter of the playbooks that come with the program, for every complaint type and every choice.
//!
//! They are put into one file to be read: `letters.txt` in the folder for files of tests (`target/tmp`).

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::shop::Shop;

/// The playbooks that come with the program.
const SHIPPED: [&str; 6] = [
    "cafe",
    "delivery",
    "hotel",
    "online-shop",
    "repair",
    "services",
];

/// The letters for the firm between us and the customer.
const TO_THE_PARTNER: [&str; 2] = ["word-to-partner", "how-it-ended"];

/// A shop that lacks nothing a letter could need, and works by this playbook.
fn shop(playbook: &str) -> Shop {
    let roles = Shop::empty().item(&format!("playbook show {playbook}"))["roles"].clone();
    let people = roles.as_array().unwrap().iter();
    let people: String = people
        .map(|role| format!("{} = \"Rosa Lind\"\n", role.as_str().unwrap()))
        .collect();
    Shop::with_settings(&format!(
        "name = \"Rosa's\"\ntimezone = \"Europe/London\"\nplaybook = \"{playbook}\"\n[people]\nowner = \"Rosa Lind\"\n{}",
        people.replace("owner = \"Rosa Lind\"\n", "")
    ))
}

fn ids(list: &Value) -> Vec<String> {
    let ids = list.as_array().unwrap().iter();
    ids.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// What is wrong with a letter that should go out as it stands.
fn faults(draft: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let body = draft["body"].as_str().unwrap();
    let missing: Vec<&str> = draft["missing"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if !missing.is_empty() {
        faults.push(format!("lacks {missing:?}"));
    }
    if body.contains("\n\n\n\n") {
        faults.push("has a hole".to_owned());
    }
    for line in body.lines().filter(|line| line.contains("sorry about")) {
        let sorry = line
            .split("sorry about")
            .nth(1)
            .unwrap()
            .split(['.', ','])
            .next()
            .unwrap();
        if sorry.contains(" or ") {
            faults.push(format!("is sorry about one thing or another:{sorry}"));
        }
    }
    let is_for_partner = TO_THE_PARTNER.contains(&draft["kind"].as_str().unwrap());
    if is_for_partner && draft["to"] != Value::Null {
        faults.push("goes to the customer".to_owned());
    }
    faults
}

#[test]
fn every_letter_could_go_out_as_it_stands() {
    let mut file = String::new();
    let mut wrong = Vec::new();
    for playbook in SHIPPED {
        let shop = shop(playbook);
        let shown = shop.item(&format!("playbook show {playbook}"));
        let tier = ids(&shown["tiers"]).remove(0);
        for (at, complaint) in ids(&shown["types"]).iter().enumerate() {
            shop.run(&format!(
                "new --customer 'Ada Okafor' --reach 'ada@example.org' --type {complaint} --tier {tier} \
                 --severity severe --words 'It went wrong' --here yes --new-case"
            ))
            .ok();
            let case = u32::try_from(at + 1).unwrap();
            let kinds = shown["drafts"].as_array().unwrap().iter();
            let kinds = kinds.map(|kind| format!("--kind {}", kind.as_str().unwrap()));
            let steps = shop.case(case)["steps"].as_array().unwrap().clone();
            let choosing = steps
                .iter()
                .filter(|step| !step["choices"].as_array().unwrap().is_empty());
            let choosing = choosing.map(|step| format!("--kind apology --step {}", step["number"]));
            for which in kinds.chain(choosing) {
                let draft = shop.item(&format!("draft {case} {which}"));
                let body = draft["body"].as_str().unwrap();
                writeln!(
                    file,
                    "=== {playbook} {complaint} {which}\n{}\n\n{body}\n",
                    draft["subject"]
                )
                .unwrap();
                let found = faults(&draft).into_iter();
                wrong.extend(found.map(|fault| format!("{playbook} {complaint} {which}: {fault}")));
            }
        }
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("letters.txt");
    std::fs::write(place, file).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}
