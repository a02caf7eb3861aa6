//! Planning again: corrections, reopened cases, third contacts, second failures.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shop::{ADA, CORNER, Shop, deadline, open_steps, step, steps_of};

/// Every deadline of the running cycle by its name, as text that sorts as time does.
fn deadlines(case: &Value) -> BTreeMap<String, String> {
    let all = case["deadlines"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|one| (text(&one["name"]), text(&one["due_at"])))
        .collect()
}

fn actions(case: &Value) -> BTreeMap<u64, Value> {
    let steps = case["steps"].as_array().unwrap().iter();
    steps
        .map(|one| (one["number"].as_u64().unwrap(), one["action"].clone()))
        .collect()
}

#[test]
fn done_steps_stay_done_when_a_case_is_changed() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    shop.run("done 1 --step 2 --spent 4.50").ok();
    let case = shop.item("change 1 --severity severe");
    assert_eq!(step(&case, 1)["state"], "done");
    assert_eq!(step(&case, 2)["state"], "done");
    assert_eq!(case["spent"], json!({"minor": 450, "currency": "GBP"}));
    assert!(open_steps(&case).iter().all(|number| *number > 2));
}

#[test]
fn a_done_step_that_the_new_plan_lacks_is_kept() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 2").ok();
    let case = shop.item("change 1 --type wrong-order");
    assert_eq!(step(&case, 2)["action"], "refund-delivery");
    assert_eq!(step(&case, 2)["state"], "done");
    let fixes: Vec<_> = steps_of(&case, "fix")
        .iter()
        .map(|one| one["action"].clone())
        .collect();
    assert!(fixes.contains(&json!("make-it-again")), "{fixes:?}");
}

#[test]
fn no_deadline_moves_later() {
    let longer = CORNER
        .replace("\"24h\"", "\"48h\"")
        .replace("first_response = \"1h\"", "first_response = \"3h\"");
    let shop = Shop::with_ada();
    let before = deadlines(&shop.case(1));
    shop.playbook("corner", longer);
    let after = deadlines(&shop.item("change 1 --severity minor"));
    for (name, due) in &before {
        assert!(
            after[name] <= *due,
            "{name} moved from {due} to {}",
            after[name]
        );
    }
}

#[test]
fn a_shorter_clock_moves_a_deadline_earlier_unless_it_would_already_be_past() {
    let shorter = |hours: &str| CORNER.replace("\"24h\"", &format!("\"{hours}\""));
    let shop = Shop::with_ada();
    shop.playbook("corner", shorter("8h"));
    let case = shop
        .at("2026-11-22 12:05")
        .item("change 1 --severity minor");
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-22T18:05:00+00:00"
    );
    shop.playbook("corner", shorter("1h"));
    let case = shop.item("change 1 --severity major");
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-22T18:05:00+00:00"
    );
}

#[test]
fn step_numbers_are_never_used_twice() {
    let shop = Shop::with_ada();
    let mut known = actions(&shop.case(1));
    for line in [
        "change 1 --severity severe",
        "change 1 --type wrong-order",
        "change 1 --severity minor",
        "contact 1",
        "contact 1",
        "close 1 --outcome lost --cause process --why gone",
        "reopen 1 --why back",
        "change 1 --severity severe",
    ] {
        let case = shop.item(line);
        for (number, action) in actions(&case) {
            let before = known.entry(number).or_insert_with(|| action.clone());
            assert_eq!(*before, action, "step {number} after `{line}`");
        }
    }
}

#[test]
fn a_step_taken_out_and_put_in_again_gets_a_new_number() {
    let shop = Shop::with_ada();
    let before = shop.item("change 1 --severity severe");
    let number = |case: &Value| {
        let fixes = steps_of(case, "fix");
        let offer = fixes
            .iter()
            .find(|one| one["action"] == "offer-fresh-start");
        offer.map(|one| one["number"].as_u64().unwrap())
    };
    let first = number(&before).unwrap();
    assert_eq!(number(&shop.item("change 1 --severity minor")), None);
    let second = number(&shop.item("change 1 --severity severe")).unwrap();
    assert!(second > first, "{second} was {first}");
}

#[test]
fn the_number_of_a_step_that_was_taken_out_is_not_given_to_another() {
    let shop = Shop::with_ada();
    let severe = actions(&shop.item("change 1 --severity severe"));
    shop.run("change 1 --severity minor").ok();
    let other = actions(&shop.item("change 1 --type wrong-order"));
    for (number, action) in other {
        let before = severe.get(&number).unwrap_or(&action);
        assert_eq!(*before, action, "step {number} was another one");
    }
}

#[test]
fn a_chosen_surprise_survives_a_change_that_does_not_touch_it() {
    let shop = Shop::with_ada();
    shop.run("choose 1 --step 3 free-cake").ok();
    assert_eq!(
        step(&shop.item("change 1 --tier top"), 3)["action"],
        "free-cake"
    );
}

#[test]
fn a_change_after_the_deadline_does_not_make_it_in_time() {
    let shop = Shop::with_ada();
    let before = shop.at("2026-11-23 12:00").case(1);
    let after = shop.item("change 1 --severity severe");
    assert_eq!(
        deadline(&after, "recover")["due_at"],
        deadline(&before, "recover")["due_at"]
    );
    assert_eq!(deadline(&after, "recover")["state"], "late");
}

#[test]
fn reopening_starts_a_cycle_and_keeps_the_old_verdict() {
    let shop = Shop::with_ada();
    for _ in 0..3 {
        shop.run("done 1").ok();
    }
    shop.run("close 1 --outcome won-back --cause process").ok();
    let case = shop
        .at("2026-11-25 09:00")
        .item("reopen 1 --why 'wrong again'");
    let recover: Vec<(u64, Value)> = case["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["name"] == "recover")
        .map(|one| (one["cycle"].as_u64().unwrap(), one["state"].clone()))
        .collect();
    assert_eq!(recover, [(1, json!("met")), (2, json!("on-track"))]);
    assert_eq!(case["recover_at"], "2026-11-26T09:00:00+00:00");
    assert_eq!(case["recovered_at"], Value::Null);
    assert!(open_steps(&case).iter().all(|number| *number > 4));
}

#[test]
fn reopening_raises_the_severity_and_sets_its_rung_off() {
    let shop = Shop::new();
    shop.run(&ADA.replace("major", "minor")).ok();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    let case = shop.item("reopen 1 --why back");
    assert_eq!(case["severity"], "major");
    let all: Vec<Value> = actions(&case).into_values().collect();
    assert!(all.contains(&json!("owner-takes-over")), "{all:?}");
}

#[test]
fn a_severity_is_never_raised_above_severe() {
    let shop = Shop::new();
    shop.run(&ADA.replace("major", "severe")).ok();
    for _ in 0..3 {
        shop.run("close 1 --outcome lost --cause process --why gone")
            .ok();
        assert_eq!(shop.item("reopen 1 --why back")["severity"], "severe");
    }
}

#[test]
fn the_third_contact_sets_the_rung_off_once() {
    let shop = Shop::with_ada();
    let visits = |case: &Value| {
        let all = actions(case).into_values();
        all.filter(|action| *action == "owner-visits").count()
    };
    let second = shop.item("contact 1");
    assert_eq!(
        (visits(&second), second["severity"].as_str()),
        (0, Some("major"))
    );
    let third = shop.item("contact 1");
    assert_eq!(
        (visits(&third), third["severity"].as_str()),
        (1, Some("severe"))
    );
    assert!(
        third["remarks"].to_string().contains("contact 3"),
        "{}",
        third["remarks"]
    );
    let fourth = shop.item("contact 1");
    assert_eq!((visits(&fourth), fourth["contacts"].as_u64()), (1, Some(4)));
    let set_off = fourth["events"].as_array().unwrap().iter();
    assert_eq!(
        set_off
            .filter(|event| event["event"] == "escalated")
            .count(),
        1
    );
}

#[test]
fn a_new_cycle_counts_its_contacts_afresh() {
    let shop = Shop::with_ada();
    shop.run("contact 1").ok();
    shop.run("contact 1").ok();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("reopen 1 --why back").ok();
    let set_off = |case: &Value| {
        let events = case["events"].as_array().unwrap().iter();
        events.filter(|event| event["event"] == "escalated").count()
    };
    let before = set_off(&shop.case(1));
    assert_eq!(set_off(&shop.item("contact 1")), before);
    assert_eq!(set_off(&shop.item("contact 1")), before + 1);
}

#[test]
fn a_second_failure_within_90_days_raises_the_harm_by_a_level() {
    let harm = |harm: &str| ADA.replace("--severity major", &format!("--harm {harm}"));
    for (first, second, severity) in [
        ("none", "none", "major"),
        ("none", "cost", "severe"),
        ("none", "person", "severe"),
    ] {
        let shop = Shop::new();
        shop.run(&harm(first)).ok();
        let case = shop.item(&harm(second));
        assert_eq!(case["severity"], severity, "{second}");
        assert!(
            case["remarks"].to_string().contains("in #1"),
            "{}",
            case["remarks"]
        );
        let all: Vec<Value> = actions(&case).into_values().collect();
        assert!(all.contains(&json!("owner-takes-over")), "{all:?}");
    }
}

#[test]
fn ninety_days_are_counted_from_telling_to_telling() {
    let harm = ADA.replace("--severity major", "--harm none");
    for (days_later, severity) in [("2027-02-20 10:05", "major"), ("2027-02-20 10:06", "minor")] {
        let shop = Shop::new();
        shop.run(&harm).ok();
        assert_eq!(
            shop.at(days_later).item(&harm)["severity"],
            severity,
            "{days_later}"
        );
    }
}

#[test]
fn a_typed_severity_is_not_raised_at_logging_but_the_rung_is_set_off() {
    let shop = Shop::with_ada();
    let case = shop.item(ADA);
    assert_eq!(case["severity"], "major");
    let all: Vec<Value> = actions(&case).into_values().collect();
    assert!(all.contains(&json!("owner-takes-over")), "{all:?}");
}

#[test]
fn somebody_elses_failure_does_not_count() {
    let shop = Shop::with_ada();
    let case =
        shop.item("new --customer 'Ben Sato' --type wrong-order --tier new --harm none --words x");
    assert_eq!(case["severity"], "minor");
}

#[test]
fn rungs_of_the_clock_are_there_when_read_and_keep_their_numbers_when_written() {
    let timed =
        format!("{CORNER}\n[[escalate]]\non = \"75%\"\ndo = [\"owner-visits\"]\nto = \"owner\"\n");
    let shop = Shop::new();
    shop.playbook("corner", timed);
    shop.run(ADA).ok();
    assert!(
        !actions(&shop.at("2026-11-23 04:05").case(1))
            .values()
            .any(|one| one == "owner-visits")
    );
    let read = shop
        .at("2026-11-23 04:06")
        .only_reads("show 1 --json")
        .item();
    assert!(
        actions(&read).values().any(|one| one == "owner-visits"),
        "{:?}",
        actions(&read)
    );
    assert_eq!(actions(&shop.item("note 1 x")), actions(&read));
}

#[test]
fn a_step_of_a_new_cycle_cannot_have_been_done_before_it_began() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.at("2026-11-24 10:00").run("reopen 1 --why back").ok();
    shop.at("2026-11-24 11:00");
    shop.refuses("done 1 --at '2026-11-23 09:00'", 2);
    shop.run("done 1 --at '2026-11-24 10:30'").ok();
}

#[test]
fn a_case_planned_by_a_file_is_planned_again_by_that_file() {
    for place in ["elsewhere/cafe.toml", "elsewhere/other.toml"] {
        let shop = Shop::new();
        shop.write(place, CORNER);
        shop.run(&format!("{ADA} --playbook {place}")).ok();
        let before = actions(&shop.case(1));
        let after = actions(&shop.item("change 1 --severity severe"));
        for (number, action) in before {
            assert_eq!(after.get(&number), Some(&action), "{place}: {after:?}");
        }
    }
}
