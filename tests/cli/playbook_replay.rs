//! `amends playbook replay`: past cases run through a changed playbook.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shop::{ADA, Answer, BEN, CORNER, SETTINGS, Shop, flat};
use super::terminal::seen;

/// Writes a changed `corner` and gives how it is named on the command line.
fn changed(shop: &Shop, edits: &[(&str, &str)]) -> String {
    shop.write("changed.toml", edited(CORNER, edits));
    "playbook replay --against changed.toml".to_owned()
}

fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn line_of(text: &str, needle: &str) -> u64 {
    let mut lines = (1..).zip(text.lines());
    lines.find(|(_, line)| line.contains(needle)).unwrap().0
}

/// #1 Ada, late-delivery, regular, major, open, 8 days ago; #2 Ben, wrong-order, new, minor, closed;
/// #3 Cleo, late-delivery, top, severe, open; #4 was taken back.
fn three() -> Shop {
    let shop = Shop::new();
    shop.at("2026-10-31 09:00").run(ADA).ok();
    shop.at("2026-11-02 09:00").run(BEN).ok();
    shop.run("close 2 --outcome satisfied --cause one-off --why 'wanted nothing else'")
        .ok();
    shop.at("2026-11-22 10:05")
        .run("new --customer Cleo --type late-delivery --tier top --severity severe --words Cold")
        .ok();
    shop.run(BEN).ok();
    shop.run("undo").ok();
    shop
}

/// A cheaper repair of late deliveries and a lower ceiling for regulars; more for wrong orders.
const MIXED: [(&str, &str); 3] = [
    (
        "fix = [\"refund-delivery\"]",
        "fix = [\"ask-whether-right\"]",
    ),
    (
        "fix = [\"make-it-again\"]",
        "fix = [\"make-it-again\", \"refund-delivery\"]\nclock.recover = \"12h\"",
    ),
    ("ceiling = 12.00", "ceiling = 11.50"),
];

fn counts(item: &Value) -> [u64; 5] {
    ["read", "same", "more", "less", "unanswered"].map(|key| item[key].as_u64().unwrap())
}

fn measures(changes: &Value) -> Vec<String> {
    let text = |value: &Value| {
        value
            .get("minor")
            .unwrap_or(value)
            .to_string()
            .replace('"', "")
    };
    let changes = changes.as_array().unwrap().iter();
    let told = changes.map(|change| {
        let measure = change["measure"].as_str().unwrap();
        format!(
            "{measure} {}>{}",
            text(&change["before"]),
            text(&change["after"])
        )
    });
    told.collect()
}

/// The case of this number among those that differ.
fn case(item: &Value, number: u64) -> &Value {
    let mut cases = item["cases"].as_array().unwrap().iter();
    cases.find(|case| case["case"] == number).unwrap()
}

#[test]
fn each_case_that_stands_is_weighed_and_nothing_is_written() {
    let shop = three();
    let line = changed(&shop, &MIXED);
    for face in ["", " --json", " --jsonl", " --plain"] {
        shop.only_reads(&format!("{line}{face}"));
    }
    let item = shop.speaks(&line, "amends.playbook-replay/1").remove(0);
    assert_eq!(counts(&item), [3, 0, 1, 2, 0]);
    let facts = |number| {
        let case = case(&item, number);
        let facts = ["verdict", "type", "tier", "severity", "told_at"];
        facts
            .map(|key| case[key].as_str().unwrap().to_owned())
            .join(" ")
    };
    assert_eq!(
        facts(1),
        "less late-delivery regular major 2026-10-31T09:00:00+00:00"
    );
    assert_eq!(
        facts(2),
        "more wrong-order new minor 2026-11-02T09:00:00+00:00"
    );
    assert_eq!(
        facts(3),
        "less late-delivery top severe 2026-11-22T10:05:00+00:00"
    );
}

#[test]
fn less_of_anything_is_less_with_the_line_that_decides_it() {
    let shop = three();
    let item = shop.item(&changed(&shop, &MIXED));
    let ada = case(&item, 1);
    assert_eq!(
        measures(&ada["falls"]),
        [
            "ceiling 1200>1150",
            "fix.spend 450>0",
            "plan.spend 550>100",
            "plan.actions 4>3"
        ]
    );
    assert_eq!(ada["rises"], json!([]));
    assert_eq!(
        ada["cost"]["before"],
        json!({"minor": 550, "currency": "GBP"})
    );
    assert_eq!(ada["ceiling"]["after"]["minor"], 1150);
    assert_eq!(
        ada["actions"],
        json!({"added": [], "removed": ["refund-delivery"]})
    );
    let text = std::fs::read_to_string(shop.path("changed.toml")).unwrap();
    let decided = |needle: &str| json!([line_of(&text, needle)]);
    assert_eq!(ada["falls"][0]["lines"], decided("ceiling = 11.50"));
    assert_eq!(
        ada["falls"][1]["lines"],
        decided("fix = [\"ask-whether-right\"]")
    );
}

#[test]
fn more_and_nothing_less_is_more() {
    let shop = three();
    let item = shop.item(&changed(&shop, &MIXED));
    let ben = case(&item, 2);
    assert_eq!(ben["falls"], json!([]));
    assert_eq!(
        measures(&ben["rises"]),
        [
            "fix.spend 450>900",
            "fix.actions 1>2",
            "plan.spend 550>1000",
            "plan.actions 4>5",
            "clock.recover 24h>12h"
        ]
    );
    assert_eq!(
        ben["clocks"],
        json!([{"clock": "recover", "before": "24h", "after": "12h", "change": "shorter"}])
    );
}

#[test]
fn months_and_tiers_add_up_to_the_whole() {
    let shop = three();
    let item = shop.item(&changed(&shop, &MIXED));
    let rows = |key: &str, name: &str| -> Vec<(String, u64, i64, i64)> {
        let rows = item[key].as_array().unwrap().iter();
        let row = |row: &Value| {
            let cost = |side: &str| row["cost"][side]["minor"].as_i64().unwrap();
            let name = row[name].as_str().unwrap().to_owned();
            (
                name,
                row["cases"].as_u64().unwrap(),
                cost("before"),
                cost("after"),
            )
        };
        rows.map(row).collect()
    };
    let named = |name: &str, rest: (u64, i64, i64)| (name.to_owned(), rest.0, rest.1, rest.2);
    assert_eq!(
        rows("months", "month"),
        [
            named("2026-10", (1, 550, 100)),
            named("2026-11", (2, 1100, 1100))
        ]
    );
    assert_eq!(
        rows("tiers", "tier"),
        [
            named("new", (1, 550, 1000)),
            named("regular", (1, 550, 100)),
            named("top", (1, 550, 100))
        ]
    );
    assert_eq!(item["cost"]["after"]["minor"], 1200);
    assert_eq!(
        item["clocks"][1],
        json!({"clock": "recover", "shorter": 1, "longer": 0})
    );
    assert_eq!(item["first_told_at"], "2026-10-31T09:00:00+00:00");
}

#[test]
fn open_time_is_weighed_by_the_shops_week() {
    let edits = [(
        "recover        = \"24h\"",
        "recover        = \"8 open hours\"",
    )];
    let days =
        ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("{day} = [\"09:00-17:00\"]\n"));
    let changes = |hours: &str| {
        let shop = Shop::with_settings(&format!("{SETTINGS}{hours}"));
        shop.playbook("corner", CORNER);
        shop.run(ADA).ok();
        let item = shop.item(&changed(&shop, &edits));
        (
            item["less"].clone(),
            item["cases"][0]["clocks"][0]["change"].clone(),
        )
    };
    // Told on a Friday night it is longer, and told early on a Monday shorter: then it is no gain.
    let weekdays = format!("[hours]\n{}", days.concat());
    assert_eq!(changes(&weekdays), (json!(1), json!("either")));
    // As long as nobody knows when the shop is open, nothing is claimed, and that is said.
    let shop = three();
    let line = changed(&shop, &edits);
    let answer = shop.run(&line).ok();
    answer
        .has_no_result()
        .says("weighed only against their like: shop.toml has no `[hours]`");
}

#[test]
fn two_files_of_one_name_are_told_apart_by_their_paths() {
    let shop = three();
    shop.write("tried/corner.toml", edited(CORNER, &MIXED));
    let seen = flat(&seen(&shop, "playbook replay --against tried/corner.toml"));
    assert!(seen.contains("tried/corner.toml instead of /"), "{seen}");
}

#[test]
fn a_month_is_that_of_the_zone_times_are_printed_in() {
    let shop = three();
    shop.at("2026-11-30 23:30").run(BEN).ok();
    let months = |zone: &str| {
        let item = shop.item(&format!("{} --tz {zone}", changed(&shop, &MIXED)));
        item["months"].as_array().unwrap().len()
    };
    assert_eq!((months("Europe/London"), months("Europe/Paris")), (2, 3));
}

#[test]
fn a_playbook_against_itself_differs_nowhere() {
    let shop = three();
    for line in [
        "playbook replay --against corner",
        "playbook replay corner --against playbooks/corner.toml",
    ] {
        let item = shop.item(line);
        assert_eq!(counts(&item), [3, 3, 0, 0, 0], "{line}");
        assert_eq!((&item["cases"], &item["holes"]), (&json!([]), &json!([])));
        shop.only_reads(line).has_no_result();
    }
}

#[test]
fn a_pipe_gets_a_row_for_each_case_that_differs() {
    let shop = three();
    let rows = shop.run(&changed(&shop, &MIXED)).ok().rows();
    assert_eq!(
        rows[1],
        [
            "2",
            "more",
            "2026-11-02T09:00:00+00:00",
            "wrong-order",
            "new",
            "minor",
            "5.50",
            "10.00",
            "",
            "fix.spend 4.50 -> 9.00; fix.actions 1 -> 2; plan.spend 5.50 -> 10.00; plan.actions 4 -> 5; \
             clock.recover 24h -> 12h",
            ""
        ]
    );
    let numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, ["1", "2", "3"]);
}

#[test]
fn as_much_of_something_else_is_the_same_and_told() {
    let shop = three();
    let line = changed(
        &shop,
        &[("fix = [\"refund-delivery\"]", "fix = [\"make-it-again\"]")],
    );
    let item = shop.item(&line);
    assert_eq!(
        (counts(&item), &item["swapped"]),
        ([3, 3, 0, 0, 0], &json!(2))
    );
    assert_eq!(item["cases"][0]["verdict"], "same");
    assert_eq!(
        item["cases"][0]["actions"]["added"],
        json!(["make-it-again"])
    );
    assert!(flat(&seen(&shop, &line)).contains("3 the same (2 with other things to do), 0 more"));
}

#[test]
fn dates_are_read_as_list_reads_them() {
    let shop = three();
    let line = changed(&shop, &MIXED);
    for (flags, read) in [
        ("", 3),
        ("--since 2026-11-02", 2),
        ("--until 2026-11-02", 2),
        ("--since '2026-11-02 09:00' --until '2026-11-02 09:00'", 1),
        ("--since '2026-11-02 09:01' --until yesterday", 0),
        ("--since today", 1),
    ] {
        assert_eq!(
            shop.item(&format!("{line} {flags}"))["read"],
            read,
            "{flags}"
        );
        assert_eq!(
            shop.items(&format!("list --all {flags}")).len(),
            read,
            "{flags}"
        );
    }
    shop.refuses(&format!("{line} --since 1/4/2026"), 2)
        .says("--since");
}

#[test]
fn a_case_is_what_it_is_now() {
    let shop = three();
    let line = changed(&shop, &MIXED);
    shop.run("redo").ok();
    assert_eq!(counts(&shop.item(&line)), [4, 0, 2, 2, 0]);
    shop.run("change 1 --type wrong-order --tier new --severity minor")
        .ok();
    assert_eq!(counts(&shop.item(&line)), [4, 0, 3, 1, 0]);
    shop.run("undo").ok();
    assert_eq!(counts(&shop.item(&line)), [4, 0, 2, 2, 0]);
}

#[test]
fn a_further_type_adds_its_fix_and_its_shorter_clock() {
    let shop = Shop::new();
    // What stands in a text is no type, however much it looks like one.
    let odd = edited(
        CORNER,
        &[(
            "\"Call, say sorry by name, listen\"",
            "'Say \"also\":[\"wrong-order\"] and listen'",
        )],
    );
    shop.playbook("corner", &odd);
    shop.run(ADA).ok();
    shop.run(&format!("{ADA} --type wrong-order")).ok();
    let line = changed(
        &shop,
        &[(
            "fix = [\"make-it-again\"]",
            "fix = [\"free-cake\"]\nclock.recover = \"9h\"",
        )],
    );
    let item = shop.item(&line);
    assert_eq!(counts(&item), [2, 1, 1, 0, 0]);
    let case = &item["cases"][0];
    assert_eq!(
        (&case["case"], &case["also_types"]),
        (&json!(2), &json!(["wrong-order"]))
    );
    assert_eq!(
        measures(&case["rises"]),
        [
            "ceiling 1650>1800",
            "fix.spend 900>1050",
            "plan.spend 1000>1150",
            "clock.recover 24h>9h"
        ]
    );
    shop.run("change 2 --type late-delivery").ok();
    assert_eq!(counts(&shop.item(&line)), [2, 2, 0, 0, 0]);
    shop.run("change 1 --type late-delivery --type wrong-order")
        .ok();
    assert_eq!(shop.item(&line)["cases"][0]["case"], 1);
}

/// Nothing for wrong orders, and two ceilings for regulars who were badly hurt.
const HOLED: [(&str, &str); 2] = [
    (
        "[[recovery]]\nwhen = { complaint = \"wrong-order\" }\nfix = [\"make-it-again\"]\n",
        "",
    ),
    (
        "ceiling = 12.00",
        "ceiling = 12.00\n[[recovery]]\nwhen = { severity = \"severe\" }\nceiling = 13.00",
    ),
];

#[test]
fn a_case_without_an_answer_says_why() {
    let shop = three();
    let line = changed(&shop, &HOLED);
    let item = shop.item(&line);
    assert_eq!(counts(&item), [3, 1, 0, 0, 2]);
    assert_eq!(case(&item, 2)["reasons"], json!(["changed sets no `fix`"]));
    let cost = json!({"before": {"minor": 550, "currency": "GBP"}, "after": null});
    assert_eq!(case(&item, 2)["cost"], cost);
    let text = std::fs::read_to_string(shop.path("changed.toml")).unwrap();
    let lines = ["ceiling = 12.00", "ceiling = 13.00"].map(|needle| line_of(&text, needle));
    let said = format!(
        "changed gives two answers for `ceiling`, on lines {} and {}",
        lines[0], lines[1]
    );
    shop.run(&line).ok().shows(&said);
}

#[test]
fn holes_are_told_by_cause_with_every_case_and_cell() {
    let shop = three();
    let item = shop.item(&changed(&shop, &HOLED));
    let holes = item["holes"].as_array().unwrap();
    let of = |reason: &str| holes.iter().find(|hole| hole["reason"] == reason).unwrap();
    let (gap, ambiguous) = (of("gap"), of("ambiguous"));
    assert_eq!(
        (&gap["subject"], &gap["cases"]),
        (&json!("fix"), &json!([2]))
    );
    let cell = json!({"type": "wrong-order", "tier": "new", "severity": "minor"});
    assert_eq!((&gap["cells"], &gap["lines"]), (&json!([cell]), &json!([])));
    assert_eq!(ambiguous["subject"], "ceiling");
    assert_eq!(ambiguous["cases"], json!([3]));
    assert_eq!(ambiguous["lines"].as_array().unwrap().len(), 2);
    assert!(
        ambiguous["playbook"]
            .as_str()
            .unwrap()
            .ends_with("changed.toml")
    );
}

#[test]
fn the_playbook_compared_with_may_have_holes_as_well() {
    let shop = three();
    changed(&shop, &HOLED);
    let item = shop.item("playbook replay changed.toml --against corner");
    assert_eq!(counts(&item), [3, 1, 0, 0, 2]);
    assert_eq!(item["holes"].as_array().unwrap().len(), 2);
    assert_eq!(case(&item, 2)["cost"]["before"], Value::Null);
}

#[test]
fn a_type_or_tier_that_a_playbook_does_not_know_is_named() {
    let shop = three();
    let types = edited(
        CORNER,
        &[
            ("id = \"wrong-order\"\n", "id = \"mix-up\"\n"),
            ("complaint = \"wrong-order\"", "complaint = \"mix-up\""),
            ("id = \"top\"", "id = \"best\""),
        ],
    );
    shop.playbook("renamed", types);
    let item = shop.item("playbook replay --against renamed");
    assert_eq!(counts(&item), [3, 1, 0, 0, 2]);
    let said: Vec<&Value> = item["holes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hole| &hole["message"])
        .collect();
    assert_eq!(
        said,
        [
            "renamed has no type `wrong-order`",
            "renamed has no tier `top`"
        ]
    );
    assert_eq!(
        counts(&shop.item("playbook replay renamed --against corner")),
        [3, 1, 0, 0, 2]
    );
}

#[test]
fn without_cases_there_is_a_sentence() {
    for (shop, flags) in [(Shop::new(), ""), (three(), " --until 2026-01-01")] {
        let line = changed(&shop, &MIXED) + flags;
        shop.only_reads(&line).is_silent();
        assert_eq!(counts(&shop.item(&line)), [0; 5]);
        let seen = seen(&shop, &line);
        assert!(seen.ends_with("No case was found.\n"), "{seen}");
    }
}

#[test]
fn cases_of_several_playbooks_are_said_to_be_so() {
    let shop = three();
    shop.run("new --customer Dan --type billing --tier regular --severity minor --words Twice --playbook cafe").ok();
    shop.run("playbook replay --against corner").ok()
        .says("note: the cases were planned by several playbooks, and all of them are run through both: `cafe` (1), `corner` (3)");
    shop.run("playbook replay --against corner --until yesterday")
        .ok()
        .never_mentions("several playbooks");
}

#[test]
fn mistakes_are_refused() {
    three().refuses_each(&[
        (
            "playbook replay",
            2,
            "`amends playbook replay` also needs --against",
            "see `amends help playbook replay`",
        ),
        (
            "playbook replay --against nosuch",
            5,
            "there is no playbook `nosuch`",
            "use",
        ),
        (
            "playbook replay --against nosuch.toml",
            5,
            "nosuch.toml",
            "check the path",
        ),
        (
            "playbook replay nosuch --against corner",
            5,
            "there is no playbook `nosuch`",
            "use",
        ),
        (
            "playbook repaly --against corner",
            2,
            "`repaly`",
            "`replay`",
        ),
        (
            "playbook replay --against corner --fields nosuch",
            2,
            "nosuch",
            "",
        ),
    ]);
}

#[test]
fn without_a_usual_playbook_one_is_named_behind_the_command() {
    let bare = Shop::with_settings("timezone = \"Europe/London\"\n");
    bare.refuses("playbook replay --against cafe", 2)
        .says("name one behind the command: `cafe`");
}

#[test]
fn a_file_that_is_no_playbook_is_refused() {
    let shop = three();
    shop.write("broken.toml", "format = 1\nname = \n");
    shop.refuses("playbook replay broken.toml --against corner", 4)
        .says("broken.toml has")
        .says("see all of them: `amends playbook check /");
    let unknown = [("[\"refund-delivery\"]", "[\"refund-deliver\"]")];
    let line = changed(&shop, &unknown);
    shop.refuses(&line, 4).says("refund-deliver");
    // What to do about it can be typed as it stands.
    let said = shop.refuses(&line, 4).stderr();
    let check = said
        .split('`')
        .find(|word| word.starts_with("amends "))
        .unwrap();
    shop.run(check.strip_prefix("amends ").unwrap())
        .ends(4)
        .shows("refund-deliver");
}

#[test]
fn playbooks_of_two_currencies_are_not_compared() {
    let shop = three();
    shop.write("euros.toml", edited(CORNER, &[("\"GBP\"", "\"EUR\"")]));
    shop.refuses("playbook replay --against euros.toml", 2)
        .says("euros is in EUR and corner in GBP: what they spend cannot be compared")
        .says("name two playbooks of one currency");
}

#[test]
fn the_page_as_it_is_seen() {
    let shop = three();
    let line = changed(&shop, &MIXED);
    insta::assert_snapshot!(seen(&shop, &line), @"
    3 cases from 2026-10-31 to 2026-11-22: 0 the same, 1 more, 2 less, 0 without an
    answer.
    With changed instead of corner; nothing was written.

    Who would have got less
    2 cases late-delivery, regular, major (1); late-delivery, top, severe (1)
            less: ceiling 12.00 GBP → 11.50 GBP, line 116
            less: fix spends 4.50 GBP → 0.00 GBP, line 106
            less: 1 action in the whole plan
            #1, #3

    By month
    MONTH    CASES  LESS    COST, GBP  ACTIONS  CLOCKS
    2026-10      1     1  5.50 → 1.00    4 → 3
    2026-11      2     1        11.00        9  recover 1 shorter

    By tier
    TIER     CASES  LESS     COST, GBP  ACTIONS  CLOCKS
    new          1     0  5.50 → 10.00    4 → 5  recover 1 shorter
    regular      1     1   5.50 → 1.00    4 → 3
    top          1     1   5.50 → 1.00    5 → 4
    ");
}

#[test]
fn a_narrow_page_says_the_same() {
    let shop = three().wide(40);
    let line = changed(&shop, &[MIXED[1]]);
    let page = seen(&shop, &line);
    assert!(
        page.lines().all(|line| line.chars().count() <= 40),
        "{page}"
    );
    insta::assert_snapshot!("narrow", page);
}

/// What `try` plans for one customer: by part its count and what it costs at least, the ceiling, and how long each
/// clock runs in seconds.
#[derive(Debug, PartialEq)]
struct Tried {
    parts: BTreeMap<String, (u64, i64)>,
    ceiling: i64,
    clocks: Vec<i64>,
}

impl Tried {
    fn of(shop: &Shop, file: &str, case: &Value) -> Self {
        let flag = |key: &str| format!("--{key} {}", case[key].as_str().unwrap());
        let cell = ["type", "tier", "severity"].map(flag).join(" ");
        let plan = shop.item(&format!("playbook try {file} {cell} --told 10:00"));
        let mut parts: BTreeMap<String, (u64, i64)> = BTreeMap::new();
        for key in ["steps", "late_steps"] {
            for step in plan[key].as_array().unwrap() {
                let part = parts
                    .entry(step["part"].as_str().unwrap().to_owned())
                    .or_default();
                part.0 += 1;
                part.1 += least(step);
            }
        }
        let at =
            |text: &Value| chrono::DateTime::parse_from_rfc3339(text.as_str().unwrap()).unwrap();
        let told = at(&plan["told_at"]);
        let deadlines = plan["deadlines"].as_array().unwrap().iter();
        Self {
            parts,
            ceiling: plan["ceiling"]["minor"].as_i64().unwrap(),
            clocks: deadlines
                .map(|one| (at(&one["due_at"]) - told).num_seconds())
                .collect(),
        }
    }

    /// What is planned to be spent: the dearer of the surprise and the late branch, and all else.
    fn cost(&self) -> i64 {
        let of = |part: &str| self.parts.get(part).map_or(0, |(_, cost)| *cost);
        let sure = ["acknowledge", "fix", "follow_up"].map(of);
        sure.into_iter().sum::<i64>() + of("dazzle").max(of("late"))
    }

    /// The verdict on a change from this to the other.
    fn verdict(&self, other: &Self) -> &'static str {
        let measures = |tried: &Self| -> Vec<i64> {
            let parts = tried.parts.values();
            let parts = parts.flat_map(|(count, cost)| [i64::try_from(*count).unwrap(), *cost]);
            let clocks = tried.clocks.iter().map(|seconds| -seconds);
            parts.chain(clocks).chain([tried.ceiling]).collect()
        };
        let (one, other) = (measures(self), measures(other));
        assert_eq!(one.len(), other.len());
        let mut pairs = one.iter().zip(&other);
        match pairs.any(|(one, other)| other < one) {
            true => "less",
            false if one == other => "same",
            false => "more",
        }
    }
}

/// The least a step can cost; the slots of these plans offer different things.
fn least(step: &Value) -> i64 {
    let cost = |of: &Value| of["cost"]["minor"].as_i64().unwrap_or(0);
    let options = step["options"].as_array().unwrap();
    options.iter().map(cost).min().unwrap_or_else(|| cost(step))
}

/// A shop with the public complaints about banks, thirty of them, which have no plan.
fn bank() -> (Shop, String) {
    let shop = Shop::with_settings(SETTINGS);
    let root = env!("CARGO_MANIFEST_DIR");
    let bank = format!("{root}/examples/bank.toml");
    let import = format!(
        "data import {root}/tests/data/complaints.csv --mapping {root}/examples/bank-import.toml"
    );
    shop.run(&format!("{import} --playbook {bank}")).ok();
    (shop, bank)
}

const NEW_BANK: [(&str, &str); 5] = [
    ("ceiling = 130", "ceiling = 120"),
    (
        "fix  = [\"give-the-fee-back\"]",
        "fix  = [\"give-the-fee-back\", \"explain-on-one-page\"]",
    ),
    (
        "fix  = [\"get-them-to-their-money\"]",
        "fix  = [\"get-them-to-their-money\"]\nclock.recover = \"20h\"",
    ),
    (
        "do = \"Take the file over, go",
        "cost = 2.00\ndo = \"Take the file over, go",
    ),
    (
        "fix  = [\"explain-on-one-page\"]",
        "fix  = [\"explain-on-one-page\"]\nclock.follow_up = \"3d\"",
    ),
];

/// The verdict on each case and what all of them cost, worked out from a trial of each cell by both playbooks.
fn by_trials(shop: &Shop, old: &str, new: &str) -> (BTreeMap<u64, &'static str>, [i64; 2]) {
    let mut verdicts = BTreeMap::new();
    let mut costs = [0, 0];
    let mut tried = BTreeMap::new();
    for case in shop.items("list --all --sort number --limit 100") {
        let cell = ["type", "tier", "severity"].map(|key| case[key].to_string());
        let (old, new) = tried
            .entry(cell)
            .or_insert_with(|| (Tried::of(shop, old, &case), Tried::of(shop, new, &case)));
        verdicts.insert(case["case"].as_u64().unwrap(), old.verdict(new));
        costs = [costs[0] + old.cost(), costs[1] + new.cost()];
    }
    (verdicts, costs)
}

#[test]
fn real_complaints_come_out_as_case_by_case_trials_would() {
    let (shop, bank) = bank();
    let text = std::fs::read_to_string(&bank).unwrap();
    shop.write("new-bank.toml", edited(&text, &NEW_BANK));
    let item = shop.item(&format!("playbook replay {bank} --against new-bank.toml"));
    let (mut expected, costs) = by_trials(&shop, &bank, "new-bank.toml");
    for verdict in ["same", "more", "less"] {
        let count = expected.values().filter(|one| **one == verdict).count();
        assert!(count > 0, "{verdict}: {expected:?}");
        assert_eq!(item[verdict], count, "{verdict}");
    }
    let cost = |side: &str| item["cost"][side]["minor"].as_i64().unwrap();
    assert_eq!([cost("before"), cost("after")], costs);
    expected.retain(|_, verdict| *verdict != "same");
    let cases = item["cases"].as_array().unwrap().iter();
    let told = |case: &'_ Value| {
        let number = case["case"].as_u64().unwrap();
        (number, case["verdict"].as_str().unwrap().to_owned())
    };
    let told: BTreeMap<u64, String> = cases.map(told).collect();
    assert!(
        told.iter()
            .map(|(case, verdict)| (case, verdict.as_str()))
            .eq(expected.iter().map(|(case, verdict)| (case, *verdict)))
    );
}

#[test]
fn real_complaints_of_a_type_that_is_gone_have_no_answer() {
    let (shop, bank) = bank();
    let gap = (
        "[[recovery]]\nwhen = { complaint = \"account\" }\nfix  = [\"get-them-to-their-money\"]\n",
        "",
    );
    shop.write(
        "new-bank.toml",
        edited(&std::fs::read_to_string(&bank).unwrap(), &[gap]),
    );
    let item = shop.item(&format!("playbook replay {bank} --against new-bank.toml"));
    let accounts = shop.items("list --all --type account --sort number --limit 100");
    let mut numbers: Vec<u64> = accounts
        .iter()
        .map(|case| case["case"].as_u64().unwrap())
        .collect();
    numbers.sort_unstable();
    assert!(numbers.len() > 2);
    assert_eq!(item["holes"][0]["cases"], json!(numbers));
    assert_eq!(
        counts(&item),
        [30, 30 - numbers.len() as u64, 0, 0, numbers.len() as u64]
    );
}

fn fields(answer: &Answer) -> Vec<String> {
    answer.stdout().lines().map(str::to_owned).collect()
}

#[test]
fn chosen_keys_are_given_in_every_face() {
    let shop = three();
    let line = changed(&shop, &MIXED);
    let plain = shop.run(&format!("{line} --fields read,less")).ok();
    assert_eq!(fields(&plain), ["3\t2"]);
    let lines = shop.run(&format!("{line} --jsonl --fields read,less")).ok();
    assert_eq!(fields(&lines), ["{\"read\":3,\"less\":2}"]);
}
