//! Several failures in one complaint: all of them are answered, a surprise stays possible, and every command names one
//! sum.

use serde_json::Value;

use super::shop::{Shop, step, steps_of};
use super::terminal::seen;

/// The playbooks that come with the program: the name, the lowest and the highest tier, and four things that can go wrong
/// at once.
const ALL: [(&str, [&str; 2], [&str; 4]); 6] = [
    (
        "cafe",
        ["new", "best"],
        ["late-delivery", "wrong-order", "lost-order", "billing"],
    ),
    (
        "delivery",
        ["new", "household"],
        ["late", "cold", "missing", "charge"],
    ),
    (
        "hotel",
        ["first-stay", "friend"],
        [
            "dirty-room",
            "broken-equipment",
            "internet-down",
            "transport-late",
        ],
    ),
    (
        "online-shop",
        ["first-order", "loyal"],
        ["late-parcel", "damaged", "faulty", "wrong-charge"],
    ),
    (
        "repair",
        ["first-job", "account"],
        ["redo", "late-visit", "wrong-part", "billing"],
    ),
    (
        "services",
        ["occasional", "mainstay"],
        ["late-visit", "poor-work", "damage", "mix-up"],
    ),
];
const SEVERITIES: [&str; 3] = ["minor", "major", "severe"];

fn flags(types: &[&str], (tier, severity): (&str, &str)) -> String {
    let types: String = types.iter().map(|one| format!("--type {one} ")).collect();
    format!("{types}--tier {tier} --severity {severity}")
}

fn minor(plan: &Value, key: &str) -> i64 {
    plan[key]["minor"].as_i64().unwrap()
}

/// The parts of a tried plan, each with its number of steps; none of them may be without an action.
fn parts(plan: &Value) -> Vec<usize> {
    let parts = ["acknowledge", "fix", "dazzle", "follow_up"];
    let count = |part: &str| {
        let steps = steps_of(plan, part);
        let open = steps.iter().filter(|step| step["action"].is_null());
        assert_eq!(open.count(), 0, "{part}: {plan:#}");
        steps.len()
    };
    parts.map(count).to_vec()
}

fn due(plan: &Value, name: &str) -> String {
    let deadlines = plan["deadlines"].as_array().unwrap();
    let is_it = |one: &&Value| one["name"] == name;
    deadlines.iter().find(is_it).unwrap()["due_at"].to_string()
}

#[test]
fn four_failures_at_once_leave_a_surprise_in_every_playbook() {
    let shop = Shop::empty();
    for (name, tiers, types) in ALL {
        for (tier, severity) in tiers
            .into_iter()
            .flat_map(|tier| SEVERITIES.map(|one| (tier, one)))
        {
            let tried = |types: &[&str]| {
                let flags = flags(types, (tier, severity));
                shop.item(&format!("playbook try {name} {flags} --told 09:00"))
            };
            let mut before = tried(&types[..1]);
            for count in 2..=types.len() {
                let plan = tried(&types[..count]);
                let what = format!("{name} {tier} {severity} {:?}", &types[..count]);
                assert!(!steps_of(&plan, "dazzle").is_empty(), "{what}");
                let grown = parts(&plan).into_iter().zip(parts(&before));
                assert!(grown.into_iter().all(|(now, then)| now >= then), "{what}");
                for key in ["ceiling", "planned_cost", "least_cost"] {
                    assert!(minor(&plan, key) >= minor(&before, key), "{what}: {key}");
                }
                assert!(
                    minor(&plan, "planned_cost") <= minor(&plan, "ceiling"),
                    "{what}"
                );
                for clock in ["first-response", "recover"] {
                    assert!(due(&plan, clock) <= due(&before, clock), "{what}: {clock}");
                }
                before = plan;
            }
        }
    }
}

#[test]
fn bad_manners_beside_another_failure_bring_the_owners_apology_alone() {
    let shop = Shop::empty();
    for (name, [tier, _], types) in ALL {
        let says_sorry = |types: &[&str]| {
            let flags = flags(types, (tier, "minor"));
            let plan = shop.item(&format!("playbook try {name} {flags}"));
            let steps = steps_of(&plan, "acknowledge").into_iter();
            let actions = steps.map(|step| step["action"].as_str().unwrap().to_owned());
            actions.collect::<Vec<String>>()
        };
        let (owner, alone) = ("owner-says-sorry", says_sorry(&types[..1]));
        assert!(
            !alone.iter().any(|action| action == owner),
            "{name}: {alone:?}"
        );
        // Nobody says sorry twice: the owner's apology is made instead of the other.
        assert_eq!(says_sorry(&[types[0], "handling"]), [owner], "{name}");
    }
}

#[test]
fn every_command_names_one_sum() {
    let shop = Shop::empty();
    for (name, [tier, _], types) in ALL {
        let flags = flags(&types, (tier, "severe"));
        let line = format!(
            "new --customer Ada --reach a@example.org {flags} --playbook {name} --words x --no-input"
        );
        let case = shop.item(&line);
        let number = case["case"].as_u64().unwrap();
        let slot = steps_of(&case, "dazzle").into_iter();
        let slot = slot.max_by_key(|step| step["options"].as_array().unwrap().len());
        let slot = slot.unwrap()["number"].as_u64().unwrap() as u32;
        for (option, _) in (1..).zip(step(&case, slot)["options"].as_array().unwrap()) {
            let chosen = shop.run(&format!("choose {number} --step {slot} {option} --json"));
            let answer = chosen.into_answer();
            if answer.exit() != 0 {
                continue;
            }
            let after = answer.item();
            let shown = shop.item(&format!("show {number}"));
            let plan = shop.item(&format!("plan {number}"));
            for key in ["planned_cost", "least_cost"] {
                assert_eq!(minor(&after, key), minor(&shown, key), "{name}");
                assert_eq!(minor(&after, key), minor(&plan, key), "{name}");
            }
        }
    }
}

/// What `choose` refuses for its price is what `plan` says once somebody has said yes to it.
#[test]
fn what_is_refused_for_its_price_costs_what_the_plan_then_says() {
    let shop = Shop::with_ada();
    let refused = shop.refuses("choose 1 --step 3 dinner-for-two", 2);
    shop.run("choose 1 --step 3 dinner-for-two --yes").ok();
    let sum = shop.item("plan 1")["planned_cost"]["minor"]
        .as_i64()
        .unwrap();
    refused.says(&format!("{}.{:02} GBP", sum / 100, sum % 100));
    let page = seen(&shop, "plan 1");
    assert!(page.contains("with what is chosen, at least"), "{page}");
}
