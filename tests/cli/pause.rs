//! `amends pause` and `amends resume`: clocks that may wait do so, for a reason and until a time.

use super::shop::{Mistake, Shop, deadline};
use super::terminal::seen;

const AWAY: &str = "pause 1 --until '2026-11-24 10:05' --why 'Away until Tuesday'";

#[test]
fn a_pause_of_the_shop_never_moves_the_recovery_deadline() {
    let shop = Shop::with_ada();
    let before = shop.case(1);
    let paused = shop.speaks(AWAY, "amends.pause/1").remove(0);
    assert_eq!(
        paused["changed"],
        "#1 is paused until Tue 24 Nov 2026 10:05"
    );
    assert_eq!(paused["paused_until"], "2026-11-24T10:05:00+00:00");
    let remarks = paused["remarks"].to_string();
    assert!(remarks.contains("the recovery deadline"), "{remarks}");
    for name in ["first-response", "recover"] {
        let same = deadline(&before, name)["due_at"] == deadline(&paused, name)["due_at"];
        assert!(same, "{name}");
    }
    let pause = deadline(&paused, "pause 1");
    assert_eq!(pause["due_at"], "2026-11-24T10:05:00+00:00");
    assert_eq!(pause["state"], "on-track");
    assert_eq!(paused["pauses"][0]["why"], "Away until Tuesday");
}

#[test]
fn what_the_customer_asked_for_moves_it_by_the_length_of_the_pause() {
    let shop = Shop::with_ada();
    let paused = shop.item(&format!("{AWAY} --asked-by customer"));
    // Told 10:05, paused at once for two days.
    let recover = deadline(&paused, "recover");
    assert_eq!(recover["due_at"], "2026-11-25T10:05:00+00:00");
    assert_eq!(
        deadline(&paused, "first-response")["due_at"],
        "2026-11-22T11:05:00+00:00"
    );
    let why = shop.item("why 1");
    let mut deadlines = why["deadlines"].as_array().unwrap().iter();
    let recover = deadlines.find(|one| one["name"] == "recover").unwrap();
    assert_eq!(recover["sum"], "2026-11-23T10:05:00+00:00");
    assert_eq!(recover["pauses"][0]["seconds"], 2 * 86_400);
    assert_eq!(recover["pauses"][0]["why"], "Away until Tuesday");
    assert_eq!(recover["moved"], serde_json::Value::Null);
}

#[test]
fn an_early_end_gives_back_what_was_not_needed() {
    let shop = Shop::with_ada();
    shop.run(&format!("{AWAY} --asked-by customer")).ok();
    shop.at("2026-11-22 16:05");
    let resumed = shop.speaks("resume 1", "amends.resume/1").remove(0);
    assert_eq!(resumed["changed"], "the clocks of #1 go on, after 6 hours");
    assert_eq!(resumed["paused_until"], serde_json::Value::Null);
    assert_eq!(
        deadline(&resumed, "recover")["due_at"],
        "2026-11-23T16:05:00+00:00"
    );
    assert_eq!(deadline(&resumed, "pause 1")["state"], "met");
}

#[test]
fn a_pause_ends_by_itself_and_survives_a_change_of_type() {
    let shop = Shop::with_ada();
    shop.run(&format!("{AWAY} --asked-by customer")).ok();
    shop.at("2026-11-23 12:00");
    let changed = shop.item("change 1 --type wrong-order");
    assert_eq!(
        deadline(&changed, "recover")["due_at"],
        "2026-11-25T10:05:00+00:00"
    );
    shop.at("2026-11-24 10:05");
    let after = shop.case(1);
    assert_eq!(after["paused_until"], serde_json::Value::Null);
    assert_eq!(after["pauses"][0]["state"], "over");
    shop.refuses("resume 1", 2).says("#1 is not paused");
}

#[test]
fn late_before_a_pause_stays_late() {
    let shop = Shop::with_ada();
    shop.at("2026-11-23 12:00");
    let paused = shop.item("pause 1 --until '2026-11-25 12:00' --why x --asked-by customer");
    assert_eq!(
        deadline(&paused, "recover")["due_at"],
        "2026-11-23T10:05:00+00:00"
    );
    assert_eq!(deadline(&paused, "recover")["state"], "late");
}

#[test]
fn closing_ends_a_pause_and_the_next_round_begins_without() {
    let shop = Shop::with_ada();
    shop.run(AWAY).ok();
    shop.at("2026-11-22 18:05");
    let closed = shop.item("close 1 --outcome lost --cause process --why gone");
    assert_eq!(closed["pauses"][0]["until"], "2026-11-22T18:05:00+00:00");
    let reopened = shop.item("reopen 1 --why 'She called'");
    assert_eq!(reopened["paused_until"], serde_json::Value::Null);
    assert_eq!(reopened["pauses"].as_array().unwrap().len(), 1);
}

#[test]
fn it_can_be_taken_back() {
    let shop = Shop::with_ada();
    let before = shop.case(1)["deadlines"].clone();
    shop.run(&format!("{AWAY} --asked-by customer")).ok();
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["deadlines"], before);
    shop.run("data check").ok();
}

#[test]
fn lists_and_the_case_say_that_it_is_paused() {
    let shop = Shop::with_ada();
    shop.run(AWAY).ok();
    insta::assert_snapshot!(seen(&shop, "due"), @r"
    #1  Ada Okafor  late delivery, major  paused, Tue 10:05
        Rosa: Call, say sorry by name, listen; needs 10 minutes
    ");
    insta::assert_snapshot!("show", seen(&shop, "show 1"));
}

const MISTAKES: &[Mistake] = &[
    (
        "pause 1",
        2,
        "needs an end (`--until`) and a reason (`--why`)",
        "amends pause 1",
    ),
    (
        "pause 1 --until 'in 2h'",
        2,
        "needs a reason (`--why`)",
        "--why",
    ),
    (
        "pause 1 --until 'in 2h' --why ' '",
        2,
        "needs a reason",
        "--why",
    ),
    (
        "pause 1 --until '2026-11-20 10:00' --why x",
        2,
        "ends later than now",
        "a time ahead",
    ),
    (
        "pause 1 --until '2027-11-20 10:00' --why x",
        2,
        "at most 90 days",
        "earlier end",
    ),
    (
        "pause 1 --until soon --why x",
        2,
        "--until: `soon`",
        "did you mean",
    ),
    (
        "pause 1 --until 'in 2h' --why x --asked-by owner",
        2,
        "owner",
        "customer",
    ),
    ("pause 2 --until 'in 2h' --why x", 5, "no case #2", "list"),
    ("resume 1", 2, "#1 is not paused", "amends pause 1"),
    ("resume 2", 5, "no case #2", "list"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    shop.run(AWAY).ok();
    shop.refuses(AWAY, 2)
        .says("#1 is paused until")
        .says("amends resume 1");
}
