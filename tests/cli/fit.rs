//! What still fits: the work that is left against the time that is left.

use serde_json::{Value, json};

use super::shop::Shop;
use super::terminal::seen;

/// Ada's case with the cake chosen, which takes 40 minutes.
fn with_cake() -> Shop {
    let shop = Shop::with_ada();
    let steps = shop.case(1)["steps"].clone();
    let slot = steps
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["part"] == "dazzle");
    let slot = slot.unwrap()["number"].clone();
    shop.run(&format!("choose 1 --step {slot} free-cake")).ok();
    shop
}

#[test]
fn due_weighs_the_work_against_the_time() {
    let shop = with_cake();
    let row = shop.item("due");
    // The call takes the owner 10 minutes, the cake takes the staff 40, side by side.
    assert_eq!(row["work_left_seconds"], 40 * 60);
    assert_eq!(row["time_left_seconds"], 86_400);
    assert_eq!(row["fits"], true);
    shop.run("done 1").ok();
    assert_eq!(shop.item("due")["work_left_seconds"], 40 * 60);
}

#[test]
fn the_last_moment_still_fits_and_then_the_next_best_is_named() {
    let shop = with_cake();
    shop.at("2026-11-23 09:25");
    assert_eq!(shop.item("due")["fits"], true);
    shop.at("2026-11-23 09:26");
    let row = shop.item("due");
    assert_eq!(row["fits"], false);
    let swap = json!([{"step": 3, "action": "free-cake", "next_best": "handwritten-note"}]);
    assert_eq!(row["swaps"], swap);
    insta::assert_snapshot!(seen(&shop, "due"), @r"
    #1  Ada Okafor  late delivery, major  LATE 23 h
        Rosa: Call, say sorry by name, listen; NO TIME: needs 40 minutes

    No longer fits
    #1 step 3, free-cake, no longer fits; the next best is handwritten-note
    ");
    insta::assert_snapshot!("brief", seen(&shop, "brief 1"));
}

#[test]
fn after_the_deadline_there_is_nothing_to_weigh() {
    let shop = with_cake();
    shop.at("2026-11-23 10:06");
    let row = shop.item("due");
    assert_eq!(row["fits"], Value::Null);
    assert_eq!(row["work_left_seconds"], Value::Null);
    let parts = shop.case(1)["steps"].to_string();
    assert!(
        parts.contains("owner-calls-late"),
        "the late branch: {parts}"
    );
}

#[test]
fn what_the_list_says_the_case_says() {
    let shop = with_cake();
    for moment in ["2026-11-22 10:05", "2026-11-23 09:26", "2026-11-23 10:06"] {
        shop.at(moment);
        let (row, case) = (shop.item("due"), shop.case(1));
        for key in ["fits", "swaps", "work_left_seconds", "time_left_seconds"] {
            assert_eq!(row[key], case[key], "{moment} {key}");
        }
    }
}
