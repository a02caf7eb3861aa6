//! The JSON contract: every command prints what its schema says, what other programs rely on,
//! and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use amends::domain::import::ListState;
use amends::domain::time::zone::Instant;
use amends::show::face::{Face, render};
use amends::show::import::{DatesAlone, ImportView, KnownRow, RefusedRow, StateChanged};
use amends::show::{Moment, Screen, schemas};
use cafe::{Cafe, kept, schema};
use contract::{Case, CaseState, Detail, Envelope, When};
use serde_json::{Value, json};

use crate::harness::draft7::violations;
use crate::shop::Answer;

mod cafe;
mod contract;

/// A customer's words that a terminal would obey, if they reached it.
const HOSTILE: &str =
    "Eve\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2066}\u{2028}\u{e0041}\t\"\\\nMüller 山田";

/// A complaint with everything that can be said of one.
const ADA: &str = "new --customer 'Ada Okafor' --reach '07700 900123' --type late-delivery \
    --type wrong-order --tier best --harm cost --harm spoiled --channel phone \
    --words 'The cake came at nine' --need 'A birthday at seven' --feels 'let down' \
    --answer \"occasion=My father's seventieth\" --answer missing=Candles \
    --told '2026-11-23 09:30' --happened '2026-11-22 21:00' --order A-17 --value 1240.50 \
    --holder 'Sam Osei' --public --playbook cafe";

/// The shortest complaint: of a customer, about what, of which tier and severity.
fn complaint(customer: &str, cell: [&str; 3]) -> String {
    let [kind, tier, severity] = cell;
    format!(
        "new --customer '{customer}' --type {kind} --tier {tier} --severity {severity} --words 'What they said'"
    )
}

/// Does every step that stands open, and says of each how it went.
fn do_everything(shop: &Cafe, case: u64) {
    for step in shop.steps(case) {
        if step["state"] == "open" && step["part"] != "follow_up" {
            shop.json(&format!("done {case} --step {}", step["number"]));
        }
    }
}

/// Case 1 open and rich, 2 late, 3 recovered, 4 closed well, 5 reopened, 6 changed, 7 lost, 8 hostile.
fn story() -> Cafe {
    /// The data file, written once.
    static TOLD: LazyLock<Vec<u8>> = LazyLock::new(|| tell().data_file());
    let shop = Cafe::holding(&TOLD);
    shop.at("2026-11-23 11:00");
    shop
}

/// Types the story, every command held against its schema.
fn tell() -> Cafe {
    let shop = Cafe::new();
    shop.at("2026-11-21 09:00");
    shop.json(&complaint("Ben Ito", ["lost-order", "regular", "severe"]));
    shop.json_of_each(["undo", "redo"]);
    shop.at("2026-11-23 10:05");
    shop.json(ADA);
    for (customer, kind) in [
        ("Cleo Hart", "billing"),
        ("Dan Reis", "confusion"),
        ("Fay Moss", "poor-food"),
        ("Gil Park", "handling"),
        ("Hal Dunn", "cancelled-order"),
        (HOSTILE, "broken-promise"),
    ] {
        shop.json(&complaint(customer, [kind, "new", "minor"]));
    }
    for case in [3, 4, 5] {
        do_everything(&shop, case);
    }
    for case in [4, 5] {
        shop.json(&format!(
            "close {case} --outcome won-back --cause process --lesson 'Print the total'"
        ));
    }
    shop.at("2026-11-23 10:40");
    shop.json_of_each([
        "reopen 5 --why 'The second plate was cold too'",
        "change 6 --severity severe --channel email --tier regular",
        "close 7 --outcome lost --cause our-rule --why 'They moved on'",
    ]);
    shop.at("2026-11-23 11:00");
    shop
}

/// Commands that only look, in a shop with cases.
const LOOKING: [&str; 50] = [
    "",
    "due",
    "due --within 4h",
    "due --late",
    "due --for owner",
    "list",
    "list --all",
    "list cake --all",
    "list --closed --sort told",
    "history",
    "history --limit 3",
    "report nightly",
    "report nightly --out due.ics",
    "report nightly --out due.json",
    "report nightly --out due.txt",
    "report nightly --out due.md",
    "playbook list",
    "playbook show",
    "playbook show hotel",
    "playbook show repair --source",
    "playbook check --quiet",
    "playbook check --matrix",
    "playbook show --cell billing,best,severe",
    "playbook card",
    "playbook drill",
    "playbook drill repair --seed 7",
    "playbook drill --cell billing,best,severe",
    "playbook drill --unused",
    "playbook card hotel",
    "playbook card --out card.md",
    "today --out day.txt",
    "playbook schema",
    "playbook schema amends.due/1",
    TRY,
    "playbook replay --against hurried.toml --quiet",
    "playbook replay hurried.toml --against cafe --quiet",
    "data path",
    "data check",
    "config list",
    "config get people.owner",
    "config get date_order",
    "config set people.staff --unset",
    "config set people.staff 'Jo Lind'",
    "schedule cron",
    "schedule systemd --at 21:00",
    "schedule windows",
    "help",
    "help dates",
    "help playbook try",
    "draft 2 --kind apology",
];

const TRY: &str = "playbook try --type billing --tier best --severity severe --told 09:00";

/// The café's playbook as somebody in a hurry would change it: more for some, less for others, and nothing for a third.
fn hurried() -> String {
    let changes = [
        ("\"confusion\"", "\"muddle\""),
        (
            "when = { complaint = \"billing\" }\nfix     = [\"refund-the-difference\"]\nprevent = [\"check-earlier-bills\"]\n",
            "when = { complaint = \"muddle\" }\nalso.fix = [\"refund-the-difference\"]\n",
        ),
        (
            "by = \"owner\"\ntakes = \"15m\"\ncovers = [\"manager-says-sorry\"]\ndraft = \"apology\"",
            "by = \"manager\"",
        ),
        (
            "fix  = [\"keep-the-promise\"]",
            "fix  = [\"keep-the-promise\", \"make-it-again\"]",
        ),
        (
            "ceiling = 90.00",
            "ceiling = 89.00\nclock.recover = \"20h\"",
        ),
    ];
    let cafe = include_str!("../../playbooks/cafe.toml").to_owned();
    changes.into_iter().fold(cafe, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

/// Looks at everything there is to see.
fn look(shop: &Cafe) {
    shop.write("hurried.toml", hurried());
    shop.json_of_each(LOOKING);
    for case in 1..=8 {
        let draft = format!("draft {case} --kind apology");
        shop.json(&draft);
        for verb in ["show", "brief", "plan", "why", "history"] {
            shop.json(&format!("{verb} {case}"));
        }
        shop.json(&format!("brief {case} --for manager"));
        shop.json(&format!("plan {case} --for manager"));
    }
}

/// Changes whatever can be changed: promises, pauses and reviews, playbooks of one's own, all else.
fn change(shop: &Cafe) {
    let slot = shop.steps(2).into_iter();
    let mut slot = slot.filter(|step| step["options"] != json!([]));
    let slot = &slot.next().unwrap()["number"];
    shop.json(&format!(
        "promise 2 '{HOSTILE}' --by 'in 2h' --told '1 min ago'"
    ));
    shop.json_of_each([
        "promise 2 Later --by 'in 3h' --instead-of 1",
        "pause 2 --until 'in 4h' --why Away",
        "resume 2",
        "pause 2 --until 'in 9h' --why Away --asked-by customer",
        "done 2 --promise 2 --note Kept",
        "stayed 3 --on today",
        "gone 4",
        "playbook new mine --trade hotel --role owner",
        "playbook new --trade cafe --role owner --out mine.toml",
        "due --metrics amends.prom",
    ]);
    shop.json_of_each([
        format!("playbook drill --done --cell billing,best,severe --note '{HOSTILE}'"),
        format!("choose 2 --step {slot} 1"),
        format!("note 2 '{HOSTILE}'"),
    ]);
    shop.json_of_each([
        "contact 2 --channel email --words 'Still nothing'",
        "contact 2",
        "assign 2 'Rosa Lind'",
        "change 2 --type wrong-order",
        "undo",
        "redo",
        "close 8 --outcome no-reply --cause one-off --why 'No number'",
        "reopen 8 --why 'They wrote'",
        "contact 5",
    ]);
    enter(shop);
}

/// Enters what was done, what the customer answered, and what is not needed.
fn enter(shop: &Cafe) {
    shop.at("2026-11-24 12:00");
    let has = |line: &str, key: &str, value: Value| {
        let after = shop.item(line);
        let mut steps = after["steps"].as_array().unwrap().iter();
        assert!(steps.any(|step| step[key] == value), "{line}: {after}");
    };
    has(
        "done 2 --note 'She was kind' --spent 3.20 --reaction delighted --at '2026-11-23 10:50'",
        "reaction",
        json!("delighted"),
    );
    let number = follow_up_of(shop, 3);
    has(
        &format!("done 3 --step {number} --right yes"),
        "right",
        json!(true),
    );
    let number = follow_up_of(shop, 2);
    has(
        &format!("skip 2 --step {number} --why 'She has left'"),
        "state",
        json!("not-needed"),
    );
}

/// The number of the last step that asks whether it is right now.
fn follow_up_of(shop: &Cafe, case: u64) -> Value {
    let steps = shop.steps(case);
    let step = steps.iter().rfind(|step| step["part"] == "follow_up");
    step.unwrap()["number"].clone()
}

/// Runs every example of every help page as it is typed; the case of the examples is each of the story's in turn,
/// until one fits. Gives the schemas of what was printed, which need no line above.
fn try_the_examples() -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for example in examples() {
        for case in 1..=8 {
            let shop = story();
            let line = example.replace("41", &case.to_string());
            let answer = shop.run(&format!("{line} --json")).into_answer();
            if answer.exit() == 0 && !answer.stdout().is_empty() {
                let printed = kept(&answer.stdout());
                seen.insert(printed["schema"].as_str().unwrap().to_owned());
                break;
            }
        }
    }
    seen
}

/// The examples of all help pages, without the remarks beside them; files lie in the shop's folder.
fn examples() -> Vec<String> {
    let all = crate::help::examples();
    let typed = all.iter().map(|line| line.split("   ").next().unwrap());
    // A monitor has its own language.
    let typed = typed.filter(|line| !line.contains(['|', '>', '<']) && !line.contains("--monitor"));
    typed
        .map(|line| line.replace("/var/lib/node_exporter/", ""))
        .collect()
}

#[test]
fn every_command_prints_what_its_schema_says() {
    let shop = tell();
    look(&shop);
    change(&shop);
    look(&shop);
    let examples = try_the_examples();
    let mut never: BTreeSet<String> = schemas::names().collect();
    never.retain(|name| !shop.seen(name) && !examples.contains(name));
    let elsewhere = ["amends.data-import/1", "amends.error/1"];
    assert_eq!(never, BTreeSet::from(elsewhere.map(str::to_owned)));
}

#[test]
fn a_replay_has_every_verdict_and_every_kind_of_change() {
    let shop = story();
    shop.write("hurried.toml", hurried());
    for (against, file) in [("hurried.toml", "cafe"), ("cafe", "hurried.toml")] {
        let item = shop.item(&format!(
            "playbook replay {file} --against {against} --quiet"
        ));
        let all = item.to_string();
        for word in [
            "\"more\"",
            "\"less\"",
            "\"gap\"",
            "\"unknown-type\"",
            ".authority",
            "clock.recover",
            "ceiling",
            "plan.spend",
        ] {
            assert!(all.contains(word), "{word}: {item:#}");
        }
        let sum: u64 = ["same", "more", "less", "unanswered"]
            .iter()
            .map(|key| item[key].as_u64().unwrap())
            .sum();
        assert_eq!(item["read"], sum);
    }
}

#[test]
fn a_fresh_shop_prints_what_the_schemas_say() {
    let shop = Cafe::new();
    shop.json_of_each([
        "playbook replay --against hotel hotel",
        "",
        "due",
        "list",
        "history",
        "report nightly",
        "report nightly --out due.ics",
        "playbook list",
        "data path",
        "data check",
    ]);
}

#[test]
fn the_story_has_a_case_in_every_state() {
    let shop = story();
    let all: Envelope<Case> = contract::items(&shop.json("list --all --sort number")).unwrap();
    let states: Vec<(u64, CaseState)> = all.items.iter().map(|one| (one.case, one.state)).collect();
    let has = |state: CaseState| states.iter().any(|(_, one)| *one == state);
    for state in [
        CaseState::Late,
        CaseState::DueSoon,
        CaseState::OnTrack,
        CaseState::Recovered,
        CaseState::Closed,
    ] {
        assert!(has(state), "none is {state:?}: {states:?}");
    }
}

#[test]
fn what_others_rely_on_is_there() {
    let shop = story();
    let has = |value: &Value, keys: &str| {
        for key in keys.split(' ') {
            assert!(value.get(key).is_some(), "no `{key}` in {value}");
        }
    };
    let row =
        "case customer type tier severity state told_at due_at due_in_seconds holder next_step";
    has(&shop.item("due"), row);
    has(&shop.item("list"), row);
    let detail = shop.item("show 2");
    has(&detail, "steps deadlines events");
    has(
        &detail["steps"][0],
        "number part action text by due_at done_at cost",
    );
    has(&detail["deadlines"][0], "name due_at state");
    let trial = shop.item(TRY);
    has(
        &trial["steps"][0],
        "number part action text by due_at done_at cost",
    );
    has(&trial["deadlines"][0], "name due_at state");
    has(
        &shop.item("playbook show"),
        "name currency tiers types actions entries",
    );
    has(&json!(imported()), "read stored refused already_known");
    has(&json!(imported())["refused"][0], "line reason");
    has(&json!(imported())["known"][0], "line case");
    has(&json!(imported())["state_changed"][0], "line case state");
}

#[test]
fn a_case_is_due_at_its_earliest_unmet_deadline() {
    let shop = story();
    for case in 1..=8 {
        let shown = shop.json(&format!("show {case}"));
        let shown: Envelope<Detail> = contract::items(&shown).unwrap();
        let detail = &shown.items[0];
        let running = detail.deadlines.iter().map(|one| one.cycle).max();
        let unmet = detail.deadlines.iter();
        let unmet = unmet.filter(|one| one.met_at.is_none() && !one.provisional);
        let earliest = unmet
            .filter(|one| Some(one.cycle) == running)
            .map(|one| one.due_at)
            .min();
        let expected = earliest.filter(|_| detail.state != CaseState::Closed);
        assert_eq!(detail.due_at, expected, "#{case}");
        let left = detail
            .due_at
            .map(|due| (due.0 - shown.generated_at.0).num_seconds());
        assert_eq!(detail.due_in_seconds, left, "#{case}");
    }
}

#[test]
fn a_check_names_every_cell_and_the_lines_of_the_entries() {
    let shop = Cafe::new();
    let cafe = include_str!("../../playbooks/cafe.toml");
    let twice =
        "[[recovery]]\nwhen = { tier = \"best\", severity = \"severe\" }\nceiling = 60.00\n";
    let broken = format!(
        "{}{twice}",
        cafe.replace("fix  = [\"refund-delivery\"]\n", "")
    );
    shop.write("mine.toml", broken);
    let checked = shop.run("playbook check mine.toml --json --quiet").ends(4);
    assert_eq!(checked.stderr(), "");
    let findings: Envelope<contract::Finding> = contract::items(&kept(&checked.stdout())).unwrap();
    let cells = |kind: &str| {
        let found = findings
            .items
            .iter()
            .find(|finding| finding.finding == kind)
            .unwrap();
        (found.cells.len(), found.entries.len())
    };
    assert_eq!(
        cells("gap"),
        (9, 0),
        "one type, three tiers, three severities"
    );
    assert_eq!(
        cells("ambiguous"),
        (15, 2),
        "fifteen types at one tier and one severity"
    );
}

#[test]
fn times_carry_the_offset_of_the_zone_they_are_printed_in() {
    let shop = story();
    for (zone, offset) in [
        ("Europe/London", "+00:00"),
        ("America/New_York", "-05:00"),
        ("Asia/Kolkata", "+05:30"),
        ("Pacific/Auckland", "+13:00"),
    ] {
        let printed = shop.json(&format!("show 2 --tz {zone}"));
        assert_eq!(printed["time_zone"], zone);
        for time in [&printed["generated_at"], &printed["items"][0]["told_at"]] {
            assert!(time.as_str().unwrap().ends_with(offset), "{zone}: {time}");
        }
        let told: When = serde_json::from_value(printed["items"][0]["told_at"].clone()).unwrap();
        assert_eq!(told.0.to_utc().to_rfc3339(), "2026-11-23T09:30:00+00:00");
    }
}

#[test]
fn money_is_in_minor_units_with_its_currency() {
    let shop = story();
    let detail = shop.item("show 2");
    assert_eq!(
        detail["value"],
        json!({"minor": 124_050, "currency": "GBP"})
    );
    let spent = shop.item("done 2 --spent 3.20");
    assert_eq!(spent["spent"], json!({"minor": 320, "currency": "GBP"}));
}

#[test]
fn jsonl_is_the_items_one_a_line() {
    let shop = story();
    for line in ["", "list --all", "show 2", "history", "playbook list"] {
        let whole = shop.json(line);
        let printed = shop.run(&format!("{line} --jsonl")).ok();
        assert_eq!(printed.stderr(), "");
        let out = printed.stdout();
        assert!(out.ends_with('\n'));
        let items = out.lines().map(|item| serde_json::from_str(item).unwrap());
        assert_eq!(Value::Array(items.collect()), whole["items"], "{line}");
    }
    Cafe::new().run("due --jsonl").ok().has_no_result();
}

#[test]
fn fields_keeps_the_named_keys_in_the_order_they_are_named() {
    let shop = story();
    let lines = shop.run("due --jsonl --fields due_at,case").ok().stdout();
    for line in lines.lines() {
        let item: Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["due_at", "case"], "{line}");
    }
    let printed = shop.run("due --json --fields case").ok().stdout();
    let printed: Envelope<Value> = serde_json::from_str(&printed).unwrap();
    assert_eq!(printed.items.len(), printed.count);
    for item in printed.items {
        assert_eq!(item.as_object().unwrap().len(), 1, "{item}");
    }
    let refused = shop.run("due --json --fields case,dueat").fails(2);
    let hint = failure(&refused)["hint"].to_string();
    assert!(hint.contains("due_at"), "{hint}");
}

#[test]
fn what_a_terminal_would_obey_is_escaped_and_comes_back_whole() {
    let shop = story();
    shop.json(&format!("note 8 '{HOSTILE}'"));
    for face in ["--json", "--jsonl"] {
        let printed = shop.run(&format!("show 8 {face}")).ok().stdout();
        let obeyed = |c: char| {
            (c.is_control() && c != '\n') || "\u{202e}\u{2066}\u{2028}\u{e0041}".contains(c)
        };
        assert!(!printed.contains(obeyed), "{printed:?}");
        let escapes = [
            "\\u001b",
            "\\u007f",
            "\\u009b",
            "\\u202e",
            "\\u2066",
            "\\u2028",
            "\\udb40\\udc41",
            "\\t",
            "\\\"",
            "\\\\",
            "\\n",
            "Müller 山田",
        ];
        for escape in escapes {
            assert!(printed.contains(escape), "{face}: no {escape}");
        }
    }
    let detail = shop.item("show 8");
    assert_eq!(detail["customer"], HOSTILE);
    let events = detail["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["words"], HOSTILE);
}

/// The one object on standard error, which holds to its schema and says how the command ended.
fn failure(answer: &Answer) -> Value {
    let said = answer.stderr();
    let mut value: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    let found = violations(&schema("amends.error/1"), &value);
    assert_eq!(found, Vec::<String>::new());
    let error: contract::Error = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(i32::from(error.error.exit), answer.exit());
    value["error"].take()
}

#[test]
fn an_error_is_one_object_on_standard_error() {
    let shop = story();
    let table = [
        ("show 99", "not-found"),
        ("show nine", "not-found"),
        ("show 9x", "usage"),
        ("show", "usage"),
        ("nwe", "usage"),
        ("delete 2", "usage"),
        ("due --sooner", "usage"),
        ("due --within '3 moons'", "usage"),
        ("new --customer Ivo", "usage"),
        ("close 2", "usage"),
        ("done 2 --step 99", "usage"),
        ("note 2 '\u{1b}[31m\u{202e}' more", "usage"),
        ("playbook show caff", "not-found"),
        ("playbook schema amends.due/9", "not-found"),
        ("due --tz Europe/Londn", "usage"),
    ];
    for face in ["--json", "--jsonl"] {
        for (line, code) in table {
            let answer = shop.run(&format!("{line} {face}")).fails_somehow();
            assert_eq!(failure(&answer)["code"], code, "{answer}");
            let said = answer.stderr();
            let obeyed = |c: char| c.is_control() && c != '\n';
            assert!(!said.contains(obeyed), "{said:?}");
        }
    }
}

#[test]
fn a_data_file_that_is_not_ours_is_an_error_with_its_own_code() {
    let shop = Cafe::new();
    shop.write("amends.db", "Dear diary, today the oven broke down again.");
    let refused = shop.run("due --json").fails(6);
    assert_eq!(failure(&refused)["code"], "data-file");
}

#[test]
fn nothing_to_show_is_an_empty_list_or_nothing_at_all_if_asked() {
    let shop = Cafe::new();
    assert_eq!(shop.json("due")["items"], json!([]));
    shop.run("due --json --if-any").ok().is_silent();
}

#[test]
fn a_list_that_is_cut_says_so() {
    let shop = story();
    let cut = shop.json("list --all --limit 2");
    assert_eq!(
        (&cut["count"], &cut["truncated"]),
        (&json!(2), &json!(true))
    );
    let whole = shop.json("list --all");
    assert_eq!(
        (&whole["count"], &whole["truncated"]),
        (&json!(8), &json!(false))
    );
}

#[test]
fn the_program_hands_out_every_schema() {
    let shop = Cafe::new();
    for name in schemas::names() {
        let item = shop.item(&format!("playbook schema {name}"));
        assert_eq!(item["name"], name);
        let text = item["text"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(text).unwrap(), schema(&name));
    }
}

#[test]
fn a_new_key_is_noticed_by_the_schema_and_by_the_contract() {
    let mut printed = story().json("show 2");
    printed["items"][0]["steps"][0]["surprise"] = json!(true);
    assert_eq!(
        violations(&schema("amends.show/1"), &printed),
        ["`/items/0/steps/0/surprise` is no key here"]
    );
    assert!(contract::read(&printed).unwrap_err().contains("surprise"));
}

#[test]
fn a_missing_key_is_noticed_by_the_schema_and_by_the_contract() {
    let mut printed = story().json("show 2");
    let step = printed["items"][0]["steps"][0].as_object_mut().unwrap();
    step.remove("part").unwrap();
    let found = violations(&schema("amends.show/1"), &printed);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("at `/items/0/steps/0`: required"));
    assert!(contract::read(&printed).unwrap_err().contains("part"));
}

/// Puts a schema down a key a line, behind a line of what else it says.
fn put_down(name: &str, schema: &Value, lines: &mut String) {
    let mut rest = schema.as_object().unwrap().clone();
    let required = rest.remove("required").unwrap_or_else(|| json!([]));
    let required = required.as_array().unwrap();
    let keys = rest.remove("properties").unwrap_or_default();
    *lines += &format!("{name} {}\n", Value::Object(rest));
    for (key, rules) in keys.as_object().into_iter().flatten() {
        let times = required.iter().filter(|one| *one == key).count();
        assert!(times < 2, "`{name}` has `{key}` twice");
        let sometimes = if times == 1 { "" } else { "sometimes " };
        *lines += &format!("{name}.{key} {sometimes}{rules}\n");
    }
}

/// Whoever changes a key of what is shown sees here what it does to the schemas; `INSTA_UPDATE=always` takes it over.
#[test]
fn the_schemas_are_those_that_are_committed() {
    let mut definitions: BTreeMap<String, Value> = BTreeMap::new();
    let mut lines = String::new();
    for name in schemas::names().collect::<BTreeSet<String>>() {
        let mut whole = schema(&name);
        let own = whole.as_object_mut().unwrap().remove("definitions");
        put_down(&name, &whole, &mut lines);
        for (name, definition) in own.unwrap_or_default().as_object().unwrap() {
            let known = definitions.entry(name.clone());
            let known = known.or_insert_with(|| definition.clone());
            assert_eq!(known, definition, "`{name}` stands for two things");
        }
    }
    for (name, definition) in &definitions {
        put_down(name, definition, &mut lines);
    }
    insta::with_settings!({snapshot_path => "json", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("schemas", lines);
    });
}

#[test]
fn a_case_that_was_saved_before_is_shown_as_its_schema_says() {
    let shop = Cafe::new();
    let new = complaint("Ben Ito", ["lost-order", "regular", "severe"]);
    let new = format!("{new} --request ben-1 --json");
    for already in [false, true] {
        let printed: Value = serde_json::from_str(&shop.run(&new).ok().stdout()).unwrap();
        assert_eq!(printed["items"][0]["already"], already);
        let found = violations(&schema("amends.new/1"), &printed);
        assert_eq!(found, Vec::<String>::new());
    }
}

fn imported() -> ImportView {
    ImportView {
        read: 4,
        stored: 2,
        refused: vec![RefusedRow {
            line: 3,
            reason: "`31/02/2026` is no day".to_owned(),
        }],
        already_known: 1,
        known: vec![KnownRow { line: 2, case: 1 }],
        state_changed: vec![StateChanged {
            line: 2,
            case: 1,
            state: ListState::Closed,
        }],
        dates_alone: DatesAlone {
            told_open: 1,
            ..DatesAlone::default()
        },
        closed: 1,
        dry_run: true,
        already: false,
        defaults: vec!["tier: 4 rows".to_owned()],
        unused_columns: vec!["Company".to_owned()],
    }
}

#[test]
fn an_import_is_shown_as_its_schema_says() {
    let now = Moment {
        twice: false,
        at: Instant::UNIX_EPOCH,
        wall: Instant::UNIX_EPOCH.naive_utc(),
        offset: 0,
    };
    let screen = Screen {
        view: Box::new(imported()),
        now,
        zone: "Europe/London".to_owned(),
        talk: Vec::new(),
        warnings: Vec::new(),
        exit: 0,
        if_any: false,
        after: Vec::new(),
    };
    let printed = kept(&render(&screen, &Face::Json, &[]).unwrap());
    assert_eq!(printed["schema"], "amends.data-import/1");
    assert_eq!(printed["items"][0]["refused"][0]["line"], 3);
}

#[test]
fn an_imported_case_is_shown_like_any_other() {
    let shop = Cafe::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let import = format!(
        "data import '{root}/tests/data/complaints.csv' --mapping '{root}/examples/bank-import.toml' \
         --playbook '{root}/examples/bank.toml'"
    );
    let first = shop.item(&import);
    assert_eq!((&first["read"], &first["stored"]), (&json!(30), &json!(30)));
    let again = shop.item(&import);
    assert_eq!(
        (&again["stored"], &again["already_known"]),
        (&json!(0), &json!(30))
    );
    shop.json_of_each([
        "list --all",
        "show 1",
        "brief 1",
        "plan 1",
        "why 1",
        "history 1",
    ]);
}
