//! What was typed wrongly about a case is put right: the old words stay in the history, and no deadline gets later.

use serde_json::{Value, json};

use super::shop::{ADA, BEN, Mistake, Shop};
use super::terminal::seen;

#[test]
fn a_name_is_put_right_in_all_their_cases_and_taken_back() {
    let shop = Shop::with_ada();
    shop.run(&ADA.replace("late-delivery", "wrong-order --new-case"))
        .ok();
    let page = seen(&shop, "change 1 --customer 'Ada Okaforo'");
    assert!(page.contains("#1: their name is put right"), "{page}");
    for case in [1, 2] {
        assert_eq!(shop.case(case)["customer"], "Ada Okaforo");
    }
    let events = shop.case(1)["events"].clone();
    let last = events.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["event"], "corrected");
    assert_eq!(last["what"], "corrected: their name");
    shop.refuses("change 1 --customer 'Ada Okaforo'", 2)
        .says("that is how it is written down already");
    shop.run("undo").ok();
    assert_eq!(shop.case(2)["customer"], "Ada Okafor");
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn a_name_that_another_has_makes_nobody_the_same() {
    let shop = Shop::with_ada();
    shop.run(BEN).ok();
    let changed = shop.item("change 2 --customer 'ada okafor'");
    let remarks = changed["remarks"].to_string();
    assert!(remarks.contains("they stay two"), "{remarks}");
    assert_eq!(shop.case(1)["earlier_cases"], json!([]));
}

#[test]
fn words_and_answers_are_put_right_and_the_old_ones_stay_in_the_history() {
    let shop = Shop::with_ada();
    let line = "change 1 --words 'The cake came at ten' --need 'a birthday' --feels 'let down' \
                --order 4711 --answer 'occasion=her mother' --value 240 --happened 09:30";
    let changed = shop.item(line);
    assert_eq!(
        changed["changed"],
        "#1: what they said, what they needed, how they feel, what it is about, what they answered, when it went wrong \
         and what they are worth are put right"
    );
    let case = shop.case(1);
    assert_eq!(case["words"], "The cake came at ten");
    assert_eq!(
        (&case["need"], &case["feels"]),
        (&json!("a birthday"), &json!("let down"))
    );
    assert_eq!(
        (&case["order"], &case["value"]["minor"]),
        (&json!("4711"), &json!(24000))
    );
    assert_eq!(
        case["answers"],
        json!([{"id": "occasion", "answer": "her mother"}])
    );
    let happened = case["happened_at"].as_str().unwrap();
    assert!(happened.contains("T09:30"), "{happened}");
    let said = shop.run("show 1 --json").ok();
    said.shows("The cake came at nine");
    shop.run("list 'at ten'").ok().shows("Ada");
    shop.run("change 1 --answer 'occasion=her father'").ok();
    let answers = shop.case(1)["answers"].clone();
    assert_eq!(answers, json!([{"id": "occasion", "answer": "her father"}]));
    shop.run("undo").ok();
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["words"], "The cake came at nine");
    assert_eq!(shop.case(1)["order"], Value::Null);
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn who_told_us_earlier_has_waited_since_then() {
    let shop = Shop::with_ada();
    let before = shop.case(1);
    assert_eq!(before["recover_at"], "2026-11-23T10:05:00+00:00");
    let changed = shop.item("change 1 --told 09:35");
    let remarks = changed["remarks"].to_string();
    assert!(
        remarks.contains("the deadlines count from then"),
        "{remarks}"
    );
    let case = shop.case(1);
    assert_eq!(case["told_at"], "2026-11-22T09:35:00+00:00");
    assert_eq!(case["recover_at"], "2026-11-23T09:35:00+00:00");
    assert_eq!(case["steps"][0]["due_at"], "2026-11-22T10:35:00+00:00");
    let why = shop.run("why 1").ok();
    why.shows("2026-11-22T09:35");
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["steps"], before["steps"]);
}

#[test]
fn no_deadline_gets_later_and_none_is_missed_by_a_correction() {
    let shop = Shop::new();
    shop.run(&format!("{ADA} --told 09:55")).ok();
    shop.at("2026-11-22 10:20");
    // Later than was typed: the customer is told nothing new.
    shop.run("change 1 --told 10:00").ok();
    let case = shop.case(1);
    assert_eq!(case["told_at"], "2026-11-22T10:00:00+00:00");
    assert_eq!(case["recover_at"], "2026-11-23T09:55:00+00:00");
    shop.run("undo").ok();
    // Nobody enters what they are told only later.
    shop.refuses("change 1 --told 10:15", 2)
        .says("after it was entered");
    // So early that the first answer would be over: that one stays as it was.
    shop.run("change 1 --told 08:00").ok();
    let case = shop.case(1);
    assert_eq!(case["recover_at"], "2026-11-23T08:00:00+00:00");
    assert_eq!(case["steps"][0]["due_at"], "2026-11-22T10:55:00+00:00");
    assert_ne!(case["state"], "late");
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn nothing_escalates_because_of_a_correction() {
    let more = "[[escalate]]\non = \"75%\"\ndo = [\"owner-visits\"]\nto = \"owner\"\n";
    let shop = super::bad_day::with(more);
    shop.run(ADA).ok();
    shop.refuses("change 1 --told 'yesterday 11:00'", 2)
        .says("would have escalated by now")
        .says("amends note 1");
    shop.run("change 1 --told 09:00").ok();
}

#[test]
fn a_closed_case_is_put_right_but_for_its_clocks() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("change 1 --words 'Never came'").ok();
    assert_eq!(shop.case(1)["words"], "Never came");
    shop.refuses("change 1 --told 09:00", 2)
        .says("#1 is closed");
}

#[test]
fn facts_and_words_are_changed_in_one_operation() {
    let shop = Shop::with_ada();
    let line = "change 1 --severity severe --customer 'Ada O.' --told 09:50 --lesson 'a list'";
    let changed = shop.item(line);
    let said = changed["changed"].as_str().unwrap();
    assert!(
        said.contains("severe") && said.contains("their name"),
        "{said}"
    );
    let case = shop.case(1);
    assert_eq!(
        (&case["severity"], &case["customer"]),
        (&json!("severe"), &json!("Ada O."))
    );
    assert_eq!(case["told_at"], "2026-11-22T09:50:00+00:00");
    assert_eq!(case["lesson"], "a list");
    shop.run("undo").ok();
    let case = shop.case(1);
    assert_eq!(
        (&case["severity"], &case["customer"]),
        (&json!("major"), &json!("Ada Okafor"))
    );
    assert_eq!(
        (&case["lesson"], &case["told_at"]),
        (&Value::Null, &json!("2026-11-22T10:05:00+00:00"))
    );
}

const MISTAKES: &[Mistake] = &[
    (
        "change 1 --told 'tomorrow 9:00'",
        2,
        "--told: it lies ahead",
        "some time ago",
    ),
    ("change 1 --told xyz", 2, "--told", "10:05"),
    (
        "change 1 --told 09:00 --happened '2026-11-22 09:30'",
        2,
        "--happened: it went wrong after they told you?",
        "--told",
    ),
    (
        "change 1 --customer ' '",
        2,
        "--customer: it is empty",
        "write what is right",
    ),
    (
        "change 1 --words ''",
        2,
        "--words: it is empty",
        "write what is right",
    ),
    (
        "change 1 --answer 'occassion=x'",
        2,
        "`occassion` is no question",
        "did you mean `occasion`?",
    ),
    ("change 1 --answer occasion", 2, "has no `=`", "ID=TEXT"),
    ("change 1 --value x", 2, "--value", "4.50"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    shop.run("done 1 --at 10:05").ok();
    shop.at("2026-11-22 10:30");
    shop.refuses("change 1 --told 10:20", 2)
        .says("after something was done about it")
        .says("amends history 1");
    Shop::empty().refuses("change 1 --customer Ada", 5);
}
