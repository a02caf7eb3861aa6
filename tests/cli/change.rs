//! `amends change`: correct a case. What happens to its plan is in `replan`.

use super::shop::{CORNER, Mistake, Shop, steps_of};

#[test]
fn a_severity_that_was_too_low_is_corrected_and_the_plan_grows() {
    let shop = Shop::with_ada();
    let case = shop
        .speaks("change 1 --severity severe", "amends.change/1")
        .remove(0);
    assert_eq!(case["severity"], "severe");
    assert_eq!(steps_of(&case, "fix").len(), 2);
    assert_eq!(case["changed"], "#1 is now late-delivery, regular, severe");
}

#[test]
fn type_tier_and_channel_are_corrected() {
    let shop = Shop::with_ada();
    let case = shop.item("change 1 --type wrong-order --tier top --channel voicemail");
    let facts = ["type", "tier", "channel"].map(|key| case[key].as_str().unwrap().to_owned());
    assert_eq!(facts, ["wrong-order", "top", "voicemail"]);
    assert_eq!(steps_of(&case, "fix")[0]["action"], "make-it-again");
}

const MISTAKES: &[Mistake] = &[
    (
        "change 1",
        2,
        "nothing to change was named",
        "amends change 1 --severity severe",
    ),
    (
        "change 1 --severity sever",
        2,
        "`sever` is not a severity",
        "did you mean `severe`?",
    ),
    (
        "change 1 --type wrong-ordr",
        2,
        "`wrong-ordr`",
        "did you mean `wrong-order`?",
    ),
    (
        "change 1 --tier gold",
        2,
        "`gold`",
        "`new`, `regular` or `top`",
    ),
    (
        "change 1 --channel pigeon",
        2,
        "`pigeon`",
        "`phone` or `voicemail`",
    ),
    (
        "change 2 --tier top",
        5,
        "there is no case #2",
        "amends list --all",
    ),
    ("change --tier top", 2, "CASE", "amends help change"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    Shop::empty().refuses("change 1 --tier top", 5);
}

#[test]
fn a_closed_case_is_not_changed() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.refuses("change 1 --tier top", 2)
        .says("#1 is closed")
        .says("amends reopen 1");
}

#[test]
fn a_broken_playbook_cannot_plan_again() {
    let shop = Shop::with_ada();
    shop.playbook("corner", CORNER.replace("ceiling     = 11.00\n", ""));
    let said = shop.refuses("change 1 --tier top", 4);
    said.says("corner.toml")
        .says("amends playbook check corner");
}

#[test]
fn a_lesson_can_be_written_down_before_the_closing() {
    let shop = Shop::with_ada();
    shop.run("change 1 --lesson 'Check the box'").ok();
    assert_eq!(shop.case(1)["lesson"], "Check the box");
    shop.run("done 1 --lesson 'Two people check the box'").ok();
    assert_eq!(shop.case(1)["lesson"], "Two people check the box");
    shop.run("undo --yes").ok();
    assert_eq!(shop.case(1)["lesson"], "Check the box");
    shop.run("history").ok().shows("changed because of it");
    let closed = shop
        .run("close 1 --outcome lost --cause process --why gone")
        .ok();
    closed.never_mentions("next time add");
    shop.run("change 1 --lesson 'A list beside the door'").ok();
    assert_eq!(shop.case(1)["lesson"], "A list beside the door");
    shop.refuses("change 1 --lesson ' '", 2)
        .says("nothing to change was named");
    shop.refuses("change 1 --lesson", 2);
}

#[test]
fn how_to_reach_them_is_corrected_and_taken_back() {
    let shop = Shop::with_ada();
    let page = super::terminal::seen(&shop, "change 1 --reach '020 7946 0100'");
    assert!(page.contains("how to reach them is put right"), "{page}");
    assert_eq!(shop.case(1)["reach"], "020 7946 0100");
    // The case knows of it: its history shows it, and `undo` of the case takes it back alone.
    shop.run("history 1")
        .ok()
        .shows("\tchange\t1\t\tcorrected: how to reach them\n");
    shop.refuses("change 1 --reach '020 7946 0100'", 2)
        .says("that is how it is written down already");
    shop.run("undo --case 1").ok();
    assert_eq!(shop.case(1)["reach"], serde_json::Value::Null);
    shop.run("change 1 --reach '020 7946 0100'").ok();
    // The plan is as it was, and the same again changes nothing.
    let steps = shop.case(1)["steps"].clone();
    shop.run("change 1 --reach ada@example.org --severity severe")
        .ok();
    assert_eq!(shop.case(1)["reach"], "ada@example.org");
    assert_ne!(shop.case(1)["steps"], steps);
    shop.run("undo").ok();
    assert_eq!(shop.case(1)["reach"], "020 7946 0100");
    assert_eq!(shop.case(1)["steps"], steps);
    shop.refuses("change 1 --reach ''", 2).says("it is empty");
    // Also of a closed case: a thank-you may have to go out.
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("change 1 --reach 'room 9' --lesson 'a list'").ok();
    assert_eq!(shop.case(1)["reach"], "room 9");
}
