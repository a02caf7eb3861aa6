//! `amends promise`: what a customer was told with a time, and what became of it.

use serde_json::Value;

use super::shop::{Mistake, Shop, deadline};
use super::terminal::seen;

const CAKE: &str = "promise 1 'A new cake at your door' --by 18:00";

#[test]
fn a_promise_has_a_deadline_of_its_own() {
    let shop = Shop::with_ada();
    let made = shop.speaks(CAKE, "amends.promise/1").remove(0);
    assert_eq!(made["changed"], "promise 1 of #1, by Sun 22 Nov 2026 18:00");
    assert_eq!(made["promises"][0]["text"], "A new cake at your door");
    assert_eq!(
        deadline(&made, "promise 1")["due_at"],
        "2026-11-22T18:00:00+00:00"
    );
    assert_eq!(deadline(&made, "promise 1")["state"], "on-track");
    assert_eq!(
        made["remarks"],
        serde_json::json!([]),
        "no record before there is history"
    );
}

#[test]
fn what_lapses_first_comes_next_and_done_keeps_it() {
    let shop = Shop::with_ada();
    shop.run("promise 1 'I call you back' --by 10:30").ok();
    let row = shop.item("due");
    // Nobody has said sorry yet: that comes first, and the promise stands beside it.
    assert_eq!(row["next_promise_number"], 1);
    assert_eq!(row["next_step_number"], 1);
    assert_eq!(row["due_at"], "2026-11-22T10:30:00+00:00");
    shop.run("done 1").ok();
    let row = shop.item("due");
    assert_eq!(row["next_promise_number"], 1);
    assert_eq!(row["next_step_number"], Value::Null);
    shop.at("2026-11-22 10:25");
    assert_eq!(
        shop.item("due")["state"],
        "due-soon",
        "warned before it lapses"
    );
    let kept = shop.item("done 1 --note 'Called her'");
    assert_eq!(kept["changed"], "promise 1 of #1 is kept");
    assert_eq!(deadline(&kept, "promise 1")["state"], "met");
    assert_eq!(kept["next_step_number"], 2);
}

#[test]
fn a_broken_promise_stays_late_whatever_is_done_later() {
    let shop = Shop::with_ada();
    shop.run("promise 1 'I call you back' --by 10:30").ok();
    shop.at("2026-11-22 11:00");
    assert_eq!(shop.item("due")["state"], "late");
    let kept = shop.item("done 1 --promise 1");
    assert_eq!(deadline(&kept, "promise 1")["state"], "met-late");
}

#[test]
fn kept_in_time_and_entered_later_counts() {
    let shop = Shop::with_ada();
    shop.run("promise 1 'I call you back' --by 10:30").ok();
    shop.at("2026-11-22 11:00");
    let kept = shop.item("done 1 --promise 1 --at 10:25");
    assert_eq!(deadline(&kept, "promise 1")["state"], "met");
}

#[test]
fn who_tells_them_in_time_gets_a_new_deadline_and_no_broken_promise() {
    let shop = Shop::with_ada();
    shop.run(CAKE).ok();
    shop.at("2026-11-22 17:00");
    let later = "promise 1 'An hour later' --by 19:00 --instead-of 1";
    let told = shop.item(later);
    assert_eq!(deadline(&told, "promise 1")["state"], "replaced");
    assert_eq!(
        deadline(&told, "promise 2")["due_at"],
        "2026-11-22T19:00:00+00:00"
    );
    shop.at("2026-11-22 18:30");
    assert_eq!(deadline(&shop.case(1), "promise 1")["state"], "replaced");
}

#[test]
fn telling_them_after_it_lapsed_mends_nothing() {
    let shop = Shop::with_ada();
    shop.run(CAKE).ok();
    shop.at("2026-11-22 18:30");
    let told = shop.item("promise 1 'An hour later' --by 19:00 --instead-of 1");
    assert_eq!(deadline(&told, "promise 1")["state"], "late");
}

#[test]
fn no_pause_moves_a_promise() {
    let shop = Shop::with_ada();
    shop.run(CAKE).ok();
    let paused = shop.item("pause 1 --until '2026-11-24 10:05' --why x --asked-by customer");
    assert_eq!(
        deadline(&paused, "promise 1")["due_at"],
        "2026-11-22T18:00:00+00:00"
    );
}

#[test]
fn the_owners_own_record_is_said_once_there_is_history() {
    let shop = Shop::with_ada();
    shop.run(CAKE).ok();
    shop.run("done 1 --promise 1").ok();
    shop.run("promise 1 'The refund' --by 20:00").ok();
    shop.at("2026-11-22 21:00");
    shop.run("promise 1 'The note' --by 23:10").ok();
    shop.run("promise 1 'The note, later' --by 23:30 --instead-of 3")
        .ok();
    shop.at("2026-11-23 08:00");
    let again = shop.item("promise 1 'The note, today' --by 18:00");
    let remarks = again["remarks"].to_string();
    // Promise 2 lapsed, 3 was told of in time, 4 lapsed.
    let record = "your own record, same day: kept 1 of 4, 1 time told of the delay in time";
    assert!(remarks.contains(record), "{remarks}");
}

#[test]
fn a_broken_promise_sets_off_its_rung_once() {
    let shop = Shop::new();
    let corner = include_str!("corner.toml");
    let rung = "[[escalate]]\non = \"broken-promise\"\ndo = [\"owner-visits\"]\nto = \"owner\"\nraise = true\n";
    shop.playbook("corner", format!("{corner}\n{rung}"));
    shop.run(
        "new --customer Ada --type late-delivery --tier regular --severity minor --playbook corner --words x",
    )
    .ok();
    shop.run(CAKE).ok();
    shop.at("2026-11-22 18:00");
    assert_eq!(
        shop.case(1)["severity"],
        "minor",
        "its last second is in time"
    );
    shop.at("2026-11-22 18:01");
    let case = shop.case(1);
    assert_eq!(
        (&case["severity"], &case["goes_up_to"]),
        (&"minor".into(), &"major".into())
    );
    assert_eq!(shop.item("list")["goes_up_to"], "major");
    assert!(case["steps"].to_string().contains("owner-visits"));
    let noted = shop.item("note 1 'We forgot'");
    assert_eq!(noted["severity"], "major");
    let remarks = noted["remarks"].to_string();
    assert!(remarks.contains("a promise was broken"), "{remarks}");
    let again = shop.item("note 1 'Again'");
    assert_eq!(again["remarks"], serde_json::json!([]));
}

#[test]
fn drafts_know_what_was_promised() {
    let shop = Shop::new();
    let corner = include_str!("corner.toml");
    let draft = "[draft.later]\nsubject = \"Late\"\nbody = \"{{ promise }} by {{ promised }}\"\n";
    shop.playbook("corner", format!("{corner}\n{draft}"));
    shop.run(
        "new --customer Ada --type late-delivery --tier regular --severity minor --playbook corner --words x",
    )
    .ok();
    shop.run(CAKE).ok();
    shop.run("draft 1 --kind later")
        .ok()
        .shows("A new cake at your door by Sunday 22 November, 18:00");
}

const MISTAKES: &[Mistake] = &[
    (
        "promise 1 Cake --by '9999-12-31 23:59'",
        2,
        "at most a year ahead",
        "check the year",
    ),
    (
        "promise 1",
        2,
        "`amends promise` also needs TEXT",
        "amends help promise",
    ),
    ("snooze 1", 2, "no command `snooze`", "amends pause"),
    (
        "promise 1 Cake",
        2,
        "and by when (`--by`)",
        "amends promise 1",
    ),
    (
        "promise 1 ' ' --by 18:00",
        2,
        "what you told them",
        "amends promise 1",
    ),
    (
        "promise 1 Cake --by '2026-11-21 18:00'",
        2,
        "after the moment it is made",
        "a time ahead",
    ),
    (
        "promise 1 Cake --by 18:00 --told '2026-11-20 18:00'",
        2,
        "before the customer told us",
        "`--told`",
    ),
    (
        "promise 1 Cake --by 18:00 --instead-of 1",
        2,
        "no open promise 1",
        "amends show 1",
    ),
    ("promise 2 Cake --by 18:00", 5, "no case #2", "list"),
    (
        "done 1 --promise 1",
        2,
        "no open promise 1",
        "amends show 1",
    ),
    (
        "done 1 --promise 1 --step 1",
        2,
        "cannot stand together",
        "leave one of them out",
    ),
    (
        "done 1 --promise x",
        2,
        "`x` is not a value for --promise",
        "the number of a promise such as `1`",
    ),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    shop.run("promise 1 Cake --by 10:20").ok();
    shop.run("done 1 --step 1").ok();
    shop.refuses("done 1 --spent 3", 2)
        .says("--spent belongs to a step");
    shop.refuses("done 1 --promise 1 --at 09:00", 2)
        .says("before it was promised");
    shop.run("done 1").ok();
    shop.refuses("done 1 --promise 1", 2).says("already kept");
}

#[test]
fn the_night_report_shows_when_the_promise_lapses() {
    let shop = Shop::with_ada();
    shop.run(CAKE).ok();
    insta::assert_snapshot!(seen(&shop, "report nightly"), @r"
    1 due by this time tomorrow: first #1 Ada Okafor
    Rosa's Bakery, Sun 22 Nov 2026 10:05

    Due by this time tomorrow
    #1 Ada Okafor, Late delivery, major; by 11:05
       Rosa Marin: Call, say sorry by name, listen; promise: A new cake at your
       door, by 18:00, in 7 h 55 min

    before you ring:          amends brief 1
    all of it, by the clock:  amends today
    ");
}
