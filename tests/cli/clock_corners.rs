//! What a reviewer found wrong with the clocks, each as the fact that holds now.

use serde_json::{Value, json};

use super::shop::{Shop, deadline};

const RUNGS: &str = "
[[escalate]]
on = \"75%\"
do = [\"owner-takes-over\"]
to = \"owner\"
raise = true
[[escalate]]
on = \"late\"
to = \"owner\"
raise = true
";

/// Ada's minor complaint, told at 10:05, by a playbook with rungs of the clock.
fn with_rungs() -> Shop {
    let shop = Shop::new();
    shop.playbook("corner", format!("{}{RUNGS}", include_str!("corner.toml")));
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x --playbook corner")
        .ok();
    shop
}

#[test]
fn a_night_report_that_nobody_could_read_is_no_run() {
    let shop = with_rungs();
    shop.at("2026-11-23 06:30");
    shop.run("report nightly --out nowhere/x.json")
        .fails_somehow();
    let report = shop.item("report nightly");
    assert_eq!(report["announced"][0]["on"], "75% of the time is over");
    assert_eq!(report["previous_run_at"], Value::Null);
}

#[test]
fn what_escalated_is_told_whatever_is_listed() {
    let shop = with_rungs();
    // Paused, so that the report has no section for it.
    for _ in 0..2 {
        shop.run("contact 1").ok();
    }
    shop.run("done 1").ok();
    shop.run("pause 1 --until '2026-12-10 10:05' --why away --asked-by customer")
        .ok();
    let report = shop.item("report nightly");
    assert_eq!(report["announced"][0]["on"], "contact 3");
    shop.run("undo").ok();
    let of_staff = shop.item("report nightly --for staff");
    assert_eq!(of_staff["announced"], json!([]));
}

#[test]
fn a_change_keeps_a_raise_that_the_clock_had_set_off() {
    let shop = with_rungs();
    shop.at("2026-11-23 06:00");
    let listed = shop.item("list");
    assert_eq!(
        (&listed["severity"], &listed["goes_up_to"]),
        (&json!("minor"), &json!("major"))
    );
    let changed = shop.item("change 1 --type wrong-order");
    assert_eq!(changed["severity"], "major");
}

#[test]
fn an_entry_of_something_done_in_time_takes_the_rungs_back() {
    let shop = with_rungs();
    for step in [1, 2] {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    shop.at("2026-11-23 11:00");
    shop.run("note 1 hi").ok();
    assert_eq!(shop.case(1)["severity"], "severe");
    let entered = shop.item("done 1 --step 3 --at '2026-11-22 20:00'");
    assert_eq!(entered["severity"], "minor");
    assert_eq!(entered["state"], "recovered");
    assert_eq!(deadline(&entered, "recover")["state"], "met");
    shop.run("data check").ok();
}

#[test]
fn a_share_of_the_clock_leaves_pauses_out() {
    let shop = with_rungs();
    shop.run("pause 1 --until '2026-11-29 10:05' --why away --asked-by customer")
        .ok();
    shop.at("2026-11-29 09:00");
    assert_eq!(
        shop.item("list")["goes_up_to"],
        Value::Null,
        "nothing of the clock has run"
    );
    shop.at("2026-11-30 05:00");
    assert_eq!(shop.item("list")["goes_up_to"], "major", "18 of 24 hours");
}

#[test]
fn a_pause_gives_back_the_open_time_it_took() {
    let corner = include_str!("corner.toml").replace("\"24h\"", "\"8 open hours\"");
    let shop = Shop::with_settings(
        "timezone = \"Europe/London\"\nplaybook = \"corner\"\n[hours]\nmon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\nthu = [\"09:00-17:00\"]\nfri = [\"09:00-17:00\"]\n",
    );
    shop.playbook("corner", corner);
    shop.at("2026-11-26 12:00");
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x")
        .ok();
    assert_eq!(
        deadline(&shop.case(1), "recover")["due_at"],
        "2026-11-27T12:00:00+00:00"
    );
    shop.at("2026-11-26 16:00");
    let paused = shop.item("pause 1 --until '2026-11-27 10:00' --why away --asked-by customer");
    // An hour on Thursday and an hour on Friday.
    assert_eq!(
        deadline(&paused, "recover")["due_at"],
        "2026-11-27T14:00:00+00:00"
    );
}

#[test]
fn promises_outlive_reopening_and_the_review_does_not() {
    let shop = Shop::with_ada();
    for _ in 0..3 {
        shop.run("done 1").ok();
    }
    shop.run("promise 1 'I bring it' --by 18:00").ok();
    shop.run("stayed 1 --on today").ok();
    shop.run("close 1 --outcome won-back --cause process --why 'On its way'")
        .ok();
    let reopened = shop.item("reopen 1 --why 'It broke'");
    assert_eq!(reopened["stayed"], Value::Null);
    assert_eq!(deadline(&reopened, "promise 1")["state"], "on-track");
    assert_eq!(
        shop.item("done 1 --promise 1")["promises"][0]["state"],
        "met"
    );
}

#[test]
fn a_follow_up_with_a_time_of_its_own_is_late_by_it() {
    let shop = Shop::new();
    let corner = include_str!("corner.toml");
    let own = "[action.ask-whether-right]\nwithin = \"12h\"";
    shop.playbook("corner", corner.replace("[action.ask-whether-right]", own));
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x --playbook corner")
        .ok();
    for _ in 0..3 {
        shop.run("done 1").ok();
    }
    shop.at("2026-11-22 23:00");
    assert_eq!(shop.item("due --late")["case"], 1);
    let why = shop.item("why 1");
    assert!(why["deadlines"].to_string().contains("\"12h\""), "{why}");
}

#[test]
fn a_told_delay_cannot_come_before_its_promise() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 12:00")
        .run("promise 1 cake --by 13:00")
        .ok();
    shop.at("2026-11-22 14:00");
    shop.refuses("promise 1 later --by 18:00 --instead-of 1 --told 10:30", 2)
        .says("before promise 1 was made");
}

#[test]
fn a_contact_before_the_reopening_does_not_count_for_it() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why x")
        .ok();
    shop.at("2026-11-23 12:00").run("reopen 1 --why y").ok();
    for _ in 0..2 {
        let contact = shop.item("contact 1 --at '2026-11-22 10:30'");
        assert!(
            !contact["steps"].to_string().contains("owner-visits"),
            "{contact}"
        );
    }
}

#[test]
fn two_slots_are_not_offered_the_same_thing() {
    let shop = Shop::new();
    let corner = include_str!("corner.toml")
        .replace(
            "one_of = [\"handwritten-note\", \"free-cake\", \"dinner-for-two\"]",
            "pick = 2, from = [\"free-cake\", \"dinner-for-two\", \"handwritten-note\"]",
        )
        .replace("ceiling = 12.00", "ceiling = 30.00")
        .replace("ceiling     = 11.00", "ceiling     = 30.00")
        .replace(
            "do = \"Dinner for two\"\nby = \"owner\"",
            "do = \"Dinner for two\"\ntakes = \"3h\"\nby = \"staff\"",
        );
    shop.playbook("corner", corner);
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x --playbook corner")
        .ok();
    shop.at("2026-11-23 06:30");
    let row = shop.item("due");
    assert_eq!(row["fits"], false);
    let swaps = row["swaps"].as_array().unwrap().iter();
    let offered: Vec<Value> = swaps.map(|one| one["next_best"].clone()).collect();
    assert_eq!(offered, [json!("handwritten-note"), Value::Null]);
}

#[test]
fn the_board_counts_what_its_rows_say() {
    let shop = Shop::new();
    let rung = "[[escalate]]\non = \"90%\"\ndo = [\"owner-takes-over\"]\n";
    let corner = include_str!("corner.toml").replace(
        "[action.owner-takes-over]",
        "[action.owner-takes-over]\nwithin = \"2h\"",
    );
    shop.playbook("corner", format!("{corner}\n{rung}"));
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x --playbook corner")
        .ok();
    shop.run("done 1").ok();
    for moment in [
        "2026-11-22 12:00",
        "2026-11-23 06:00",
        "2026-11-23 08:00",
        "2026-11-23 11:00",
    ] {
        shop.at(moment);
        let state = shop.item("due")["state"].clone();
        let counts = shop.item("report nightly")["counts"].clone();
        let key = state.as_str().unwrap().replace('-', "_");
        assert_eq!(counts[key.as_str()], 1, "{moment}: {counts}");
    }
}

#[test]
fn a_late_promise_hides_nothing_from_the_others() {
    let shop = Shop::with_ada();
    shop.run("promise 1 'I ring you' --by 10:20").ok();
    shop.at("2026-11-22 12:00");
    // The call is the owner's, and late as well.
    assert_eq!(shop.item("due --late --for owner")["case"], 1);
    let report = shop.item("report nightly");
    let sections = report["sections"].as_array().unwrap().iter();
    let names: Vec<&str> = sections.filter_map(|one| one["section"].as_str()).collect();
    assert!(names.contains(&"due in 24 hours"), "{names:?}");
}

#[test]
fn a_time_is_read_from_when_it_was_told() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 21:00");
    let promised = shop.item("promise 1 'I ring you' --by 20:00 --told 18:00");
    assert_eq!(deadline(&promised, "promise 1")["state"], "late");
}

#[test]
fn an_earlier_time_is_no_delay() {
    let shop = Shop::with_ada();
    shop.run("promise 1 cake --by 18:00").ok();
    shop.refuses("promise 1 cake --by 17:00 --instead-of 1", 2)
        .says("no later than promise 1");
}

#[test]
fn a_pick_whose_own_time_runs_out_is_named_with_the_next_best() {
    let shop = Shop::new();
    let corner = include_str!("corner.toml")
        .replace("[action.free-cake]", "[action.free-cake]\nwithin = \"4h\"");
    shop.playbook("corner", corner);
    shop.run("new --customer Ada --type late-delivery --tier regular --severity minor --words x --playbook corner")
        .ok();
    shop.run("choose 1 --step 3 free-cake").ok();
    // Due 14:05, takes 40 minutes; both halves have until tomorrow.
    shop.at("2026-11-22 13:25");
    assert_eq!(shop.item("due")["fits"], true);
    shop.at("2026-11-22 13:26");
    let row = shop.item("due");
    assert_eq!(row["fits"], false);
    assert_eq!(row["swaps"][0]["next_best"], "handwritten-note");
}
