//! Recovery = put it right and do something they did not expect, within a day; late stays late.

use serde_json::Value;

use super::shop::{Shop, deadline, open_steps, step, steps_of};

const WON: &str = "close 1 --outcome won-back --cause process";

fn state(shop: &Shop) -> Value {
    shop.case(1)["state"].clone()
}

#[test]
fn neither_half_alone_is_a_recovery() {
    for half in [2, 3] {
        let shop = Shop::with_ada();
        shop.run("done 1 --step 1").ok();
        let case = shop.item(&format!("done 1 --step {half}"));
        assert_eq!(case["recovered_at"], Value::Null, "step {half} alone");
        assert_ne!(case["state"], "recovered");
    }
}

#[test]
fn both_halves_are_a_recovery_in_whichever_order() {
    for order in [[2, 3], [3, 2]] {
        let shop = Shop::with_ada();
        shop.run("done 1 --step 1").ok();
        shop.run(&format!("done 1 --step {}", order[0])).ok();
        shop.at("2026-11-22 12:00");
        let case = shop.item(&format!("done 1 --step {}", order[1]));
        assert_eq!(case["recovered_at"], "2026-11-22T12:00:00+00:00");
        assert_eq!(
            (&case["state"], &deadline(&case, "recover")["state"]),
            (&"recovered".into(), &"met".into())
        );
        assert_eq!(
            deadline(&case, "follow-up")["due_at"],
            "2026-11-23T12:00:00+00:00"
        );
        assert_eq!(deadline(&case, "follow-up")["provisional"], false);
    }
}

#[test]
fn recovered_needs_no_apology_but_the_open_apology_shows_as_late() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 2").ok();
    shop.run("done 1 --step 3").ok();
    let case = shop.at("2026-11-22 11:06").case(1);
    assert_eq!(case["recovered_at"], "2026-11-22T10:05:00+00:00");
    assert_eq!(deadline(&case, "first-response")["state"], "late");
}

#[test]
fn the_due_second_is_in_time_and_the_next_is_not() {
    for (moment, wanted) in [
        ("2026-11-23T10:05:00Z", "met"),
        ("2026-11-23T10:05:01Z", "met-late"),
    ] {
        let shop = Shop::with_ada();
        shop.run("done 1 --step 1").ok();
        shop.run("done 1 --step 3").ok();
        let case = shop.at(moment).item("done 1 --step 2");
        assert_eq!(deadline(&case, "recover")["state"], wanted, "{moment}");
    }
}

#[test]
fn late_stays_late_for_ever() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    shop.run("done 1 --step 2").ok();
    shop.at("2026-11-23 12:00").run("done 1 --step 5").ok();
    shop.run("done 1").ok();
    shop.run(WON).ok();
    for moment in ["2026-11-23 12:00", "2026-12-24 12:00", "2027-11-23 12:00"] {
        let case = shop.at(moment).case(1);
        assert_eq!(deadline(&case, "recover")["state"], "met-late", "{moment}");
        assert_eq!(
            deadline(&case, "recover")["met_at"],
            "2026-11-23T12:00:00+00:00"
        );
    }
    shop.run("reopen 1 --why again").ok();
    let case = shop.case(1);
    let first = case["deadlines"].as_array().unwrap().iter();
    let mut first = first.filter(|one| one["cycle"] == 1 && one["name"] == "recover");
    assert_eq!(first.next().unwrap()["state"], "met-late");
}

#[test]
fn a_case_closed_late_and_unmet_stays_late() {
    let shop = Shop::with_ada();
    shop.at("2026-11-23 12:00")
        .run("close 1 --outcome lost --cause process --why gone")
        .ok();
    let case = shop.at("2026-12-01 12:00").case(1);
    assert_eq!(deadline(&case, "recover")["state"], "late");
}

#[test]
fn what_was_done_in_time_counts_even_when_it_is_entered_late() {
    let shop = Shop::with_ada();
    shop.at("2026-11-23 13:05");
    assert_eq!(state(&shop), "late");
    for step in 1..=3 {
        shop.run(&format!("done 1 --step {step} --at '2026-11-22 10:30'"))
            .ok();
    }
    let case = shop.case(1);
    assert_eq!(case["recovered_at"], "2026-11-22T10:30:00+00:00");
    assert_eq!(deadline(&case, "recover")["state"], "met");
    assert_eq!(deadline(&case, "first-response")["state"], "met");
    assert!(
        steps_of(&case, "late").is_empty(),
        "the late branch is gone again"
    );
}

#[test]
fn after_the_deadline_the_late_branch_replaces_the_unfinished_surprise() {
    let shop = Shop::with_ada();
    let before = shop.at("2026-11-23T10:05:00Z").case(1);
    assert!(steps_of(&before, "late").is_empty());
    let after = shop.at("2026-11-23T10:05:01Z").case(1);
    assert_eq!(step(&after, 3)["state"], "replaced");
    assert_eq!(steps_of(&after, "late")[0]["action"], "owner-calls-late");
    assert_eq!(open_steps(&after), [1, 2, 5, 4], "in the order of doing");
    let said = shop.refuses("done 1 --step 3", 2);
    said.says("step 3 was replaced").says("--at");
}

#[test]
fn a_surprise_done_in_time_is_not_replaced() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 3").ok();
    let case = shop.at("2026-11-24 10:05").case(1);
    assert_eq!(step(&case, 3)["state"], "done");
    assert!(steps_of(&case, "late").is_empty());
    assert_eq!(deadline(&case, "recover")["state"], "late");
}

#[test]
fn the_late_branch_and_the_repair_together_recover_late() {
    let shop = Shop::with_ada();
    shop.at("2026-11-23 12:00").run("done 1 --step 1").ok();
    shop.run("done 1 --step 5").ok();
    assert_eq!(state(&shop), "late");
    let case = shop.item("done 1 --step 2");
    assert_eq!(case["recovered_at"], "2026-11-23T12:00:00+00:00");
    assert_eq!(deadline(&case, "recover")["state"], "met-late");
}

#[test]
fn won_back_needs_both_halves_whatever_the_reason() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    shop.run("done 1 --step 2").ok();
    for line in [WON.to_owned(), format!("{WON} --why 'she was happy'")] {
        let said = shop.refuses(&line, 2);
        said.says("`won-back` needs both halves")
            .says("`satisfied`, `no-reply` or `lost`");
    }
    shop.run("done 1 --step 3").ok();
    shop.run(WON).ok();
}

#[test]
fn closing_without_the_second_half_needs_a_reason_and_shows_repair_only() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 2").ok();
    let said = shop.refuses("close 1 --outcome satisfied --cause process", 2);
    said.says("has been put right, but nothing they did not expect was done")
        .says("--why");
    let case = shop.item("close 1 --outcome satisfied --cause process --why 'she wanted nothing'");
    assert_eq!(case["shortfall"], "repair-only");
    assert_eq!(case["recovered_at"], Value::Null);
    assert_eq!(
        shop.at("2026-12-22 10:05").case(1)["shortfall"],
        "repair-only"
    );
}

#[test]
fn closing_without_even_the_repair_says_so() {
    let shop = Shop::with_ada();
    let said = shop.refuses("close 1 --outcome satisfied --cause process", 2);
    said.says("#1 has not been put right");
    let case = shop.item("close 1 --outcome lost --cause process --why 'she hung up'");
    assert_eq!(case["shortfall"], "not-repaired");
}
