//! `amends stayed` and `amends gone`: whether the customer came back, long after.

use serde_json::Value;

use super::shop::{Mistake, Shop, deadline};

/// Everything of Ada's case is done on the day.
fn recovered() -> Shop {
    let shop = Shop::with_ada();
    for _ in 0..3 {
        shop.run("done 1").ok();
    }
    shop
}

#[test]
fn the_question_runs_from_the_recovery_and_outlives_the_closing() {
    let shop = recovered();
    let case = shop.case(1);
    assert_eq!(
        deadline(&case, "stayed")["due_at"],
        "2027-02-20T10:05:00+00:00"
    );
    assert_eq!(deadline(&case, "stayed")["state"], "on-track");
    shop.run("close 1 --outcome won-back --cause process").ok();
    shop.at("2027-02-20 08:00");
    let report = shop.item("report nightly");
    let section = &report["sections"][0];
    assert_eq!(section["section"], "did they stay?");
    assert_eq!(section["cases"][0]["case"], 1);
    shop.at("2027-02-21 08:00");
    assert_eq!(deadline(&shop.case(1), "stayed")["state"], "late");
    let stayed = shop
        .speaks("stayed 1 --on '2027-01-05'", "amends.stayed/1")
        .remove(0);
    assert_eq!(stayed["stayed"], "back");
    assert_eq!(stayed["stayed_on"], "2027-01-05");
    assert_eq!(deadline(&stayed, "stayed")["state"], "met-late");
    assert_eq!(
        shop.item("report nightly")["sections"],
        serde_json::json!([])
    );
}

#[test]
fn who_has_left_is_not_asked_about_again() {
    let shop = recovered();
    let gone = shop.speaks("gone 1", "amends.gone/1").remove(0);
    assert_eq!(gone["stayed"], "gone");
    assert_eq!(gone["review_at"], Value::Null);
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["stayed"], Value::Null);
    shop.run("data check").ok();
}

#[test]
fn a_customer_who_was_lost_has_no_such_deadline() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    assert!(!shop.case(1)["deadlines"].to_string().contains("stayed"));
}

const MISTAKES: &[Mistake] = &[
    (
        "stayed 1",
        2,
        "the day on which they came back is missing",
        "amends stayed 1",
    ),
    ("stayed 1 --on someday", 2, "--on: `someday`", "yesterday"),
    ("stayed 2 --on today", 5, "no case #2", "list"),
    ("gone 2", 5, "no case #2", "list"),
    (
        "stayed 1 --on today",
        2,
        "not recovered yet",
        "amends show 1",
    ),
    ("gone 1", 2, "not recovered yet", "amends show 1"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    let shop = recovered();
    shop.refuses("stayed 1 --on '2026-11-20'", 2)
        .says("between 2026-11-22 and today");
    shop.refuses("stayed 1 --on '2026-11-30'", 2)
        .says("between 2026-11-22 and today");
}
