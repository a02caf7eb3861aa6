//! `amends show`: a case with its plan and deadlines.

use super::shop::{Shop, deadline, step};
use super::terminal::seen;

#[test]
fn a_case_shows_what_was_said_the_steps_the_deadlines_and_what_happened() {
    let shop = Shop::with_ada();
    shop.run("done 1 --note 'she was kind'").ok();
    let case = shop.speaks("show 1", "amends.show/1").remove(0);
    assert_eq!(case["words"], "The cake came at nine");
    assert_eq!(step(&case, 1)["state"], "done");
    assert_eq!(step(&case, 1)["note"], "she was kind");
    assert_eq!(deadline(&case, "first-response")["state"], "met");
    let events: Vec<&str> = case["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["event"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["logged", "done"]);
}

#[test]
fn the_keys_others_rely_on_are_there() {
    let case = Shop::with_ada().case(1);
    for key in "number part action text by due_at done_at cost".split(' ') {
        assert!(step(&case, 2).get(key).is_some(), "{key}");
    }
    for key in "name due_at state".split(' ') {
        assert!(deadline(&case, "recover").get(key).is_some(), "{key}");
    }
    assert_eq!(
        step(&case, 2)["cost"],
        serde_json::json!({"minor": 450, "currency": "GBP"})
    );
}

#[test]
fn a_slot_shows_what_else_it_could_be_filled_with() {
    let case = Shop::with_ada().case(1);
    let options = step(&case, 3)["options"].as_array().unwrap();
    let named: Vec<&str> = options
        .iter()
        .map(|one| one["action"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["handwritten-note", "free-cake", "dinner-for-two"]);
    assert_eq!(options[1]["number"], 2);
}

#[test]
fn a_pipe_gets_rows_with_their_kind_first() {
    let rows = Shop::with_ada().run("show 1").ok().rows();
    let kinds: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "step").count(), 4);
    assert_eq!((kinds[0], kinds[1]), ("case", "words"));
}

#[test]
fn a_number_may_be_written_with_a_hash() {
    let shop = Shop::with_ada();
    assert_eq!(shop.item("show '#1'")["case"], 1);
}

#[test]
fn reading_writes_nothing() {
    let shop = Shop::with_ada();
    shop.only_reads("show 1");
    shop.only_reads("show 1 --json");
}

#[test]
fn a_case_that_is_not_there_is_5() {
    Shop::with_ada()
        .refuses("show 2", 5)
        .says("there is no case #2")
        .says("amends list --all");
    Shop::empty()
        .refuses("show 1", 5)
        .says("there is no case #1");
    let error = Shop::new().run("show 7 --json").fails(5).error();
    assert_eq!(
        (&error["code"], &error["exit"]),
        (&"not-found".into(), &5.into())
    );
}

#[test]
fn what_is_no_number_is_refused() {
    let shop = Shop::with_ada();
    for word in ["0", "-1", "1.5", "99999999999999999999", "''"] {
        shop.refuses(&format!("show {word}"), 2);
    }
    shop.refuses("show", 2).says("CASE");
    shop.refuses("show 9223372036854775807", 5);
}

#[test]
fn other_cases_of_the_customer_are_named() {
    let shop = Shop::with_ada();
    shop.run(super::shop::ADA).ok();
    assert_eq!(shop.case(2)["earlier_cases"], serde_json::json!([1]));
}

#[test]
fn what_is_next_is_marked_and_what_is_over_is_folded_behind_it() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1 --reaction delighted").ok();
    shop.at("2026-11-22 10:20");
    shop.run("contact 1 --words 'Thank you'").ok();
    shop.run("skip 1 --step 5 --why 'she only said thanks'")
        .ok();
    let page = seen(&shop, "show 1");
    let marked = page.lines().filter(|line| line.starts_with("→ "));
    assert_eq!(marked.count(), 1, "{page}");
    assert!(page.contains("done:        1 Call, say sorry"), "{page}");
    assert!(page.contains("(Rosa Marin, 10:05, delighted)"), "{page}");
    assert!(page.contains("not needed:  5 Get back"), "{page}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("Thank you") < at("step 1 done"), "the newest first");
    assert!(at("step 1 done") < at("logged as"), "the newest first");
}
