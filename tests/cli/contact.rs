//! `amends contact`: the customer got in touch again. What a third contact sets off is in `replan`.

use super::shop::{ADA, Mistake, Shop};

#[test]
fn a_second_contact_is_counted_and_warned_of() {
    let shop = Shop::with_ada();
    let line = "contact 1 --channel phone --words 'Still nothing here'";
    let contact = shop.speaks(line, "amends.contact/1").remove(0);
    assert_eq!(contact["contacts"], 2);
    assert_eq!(contact["changed"], "contact 2 of #1 is written down");
    assert!(
        contact["remarks"]
            .to_string()
            .contains("get in touch twice"),
        "{}",
        contact["remarks"]
    );
    let events = contact["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["words"], "Still nothing here");
}

#[test]
fn it_may_be_entered_later() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 15:00").run("contact 1 --at 12:00").ok();
    assert_eq!(shop.case(1)["contacts"], 2);
}

const MISTAKES: &[Mistake] = &[
    (
        "contact 1 --channel phoen",
        2,
        "`phoen`",
        "did you mean `phone`?",
    ),
    (
        "contact 1 --channel pigeon",
        2,
        "`pigeon`",
        "`phone` or `voicemail`",
    ),
    (
        "contact 1 --at 'in 1h'",
        2,
        "cannot lie ahead",
        "leave out `--at`",
    ),
    (
        "contact 1 --at someday",
        2,
        "--at: `someday`",
        "yesterday 3pm",
    ),
    (
        "contact 1 --at '2026-11-22 09:00'",
        2,
        "before they told us",
        "`--at`",
    ),
    ("contact 2", 5, "there is no case #2", "amends list --all"),
    ("contact", 2, "CASE", "amends help contact"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
}

#[test]
fn a_closed_case_has_to_be_reopened_first() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.refuses("contact 1", 2)
        .says("#1 is closed")
        .says("amends reopen 1");
}

#[test]
fn a_complaint_about_the_same_matter_becomes_a_further_contact_of_it() {
    let shop = Shop::with_ada();
    let again = ADA.replace("The cake came at nine", "Still no candles");
    shop.run(&format!("{again} --type wrong-order --same-as 1"))
        .ok();
    let case = shop.case(1);
    assert_eq!(case["contacts"], 2);
    assert_eq!(case["also_types"], serde_json::json!(["wrong-order"]));
    shop.refuses("show 2", 5);
    shop.refuses(&format!("{again} --same-as 9"), 5).says("#9");
    shop.refuses(&format!("{again} --same-as 1 --new-case"), 2);
}

#[test]
fn an_open_case_of_the_same_customer_is_named_unless_it_is_another_matter() {
    let shop = Shop::with_ada();
    let again = ADA.replace("The cake came at nine", "Still no candles");
    let remarks = |line: &str| shop.item(line)["remarks"].to_string();
    assert!(remarks(&again).contains("--same-as 1"));
    shop.run("undo --yes").ok();
    assert!(!remarks(&format!("{again} --new-case")).contains("--same-as"));
    shop.run("undo --yes").ok();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    assert!(!remarks(&again).contains("--same-as"));
}

#[test]
fn what_has_no_place_in_a_contact_is_written_down_beside_it() {
    let shop = Shop::with_ada();
    let again = "new --customer 'Ada Okafor' --words 'Still no candles' --need 'to celebrate' \
         --feels 'let down' --order 4711 --tier regular --severity severe --same-as 1";
    let answer = shop.item(again);
    assert!(
        answer["remarks"].to_string().contains("beside it"),
        "{answer}"
    );
    let case = shop.case(1);
    let events = case["events"].as_array().unwrap();
    let note = events
        .iter()
        .find(|event| event["event"] == "noted")
        .unwrap();
    let beside = "They wanted to: to celebrate\nThey feel: let down\nHow bad: severe\nOrder: 4711";
    assert_eq!(note["words"], beside);
    shop.run("undo --yes").ok();
    assert_eq!(shop.case(1)["contacts"], 1);
    let plain = "new --customer 'Ada Okafor' --words 'Still no candles' --tier regular --same-as 1";
    let answer = shop.item(plain);
    assert!(
        !answer["remarks"].to_string().contains("beside it"),
        "{answer}"
    );
}

#[test]
fn the_same_matter_takes_what_belongs_to_its_case_and_nothing_twice() {
    let shop = Shop::new();
    shop.run(&format!(
        "{ADA} --value 240 --here yes --answer 'occasion=a birthday'"
    ))
    .ok();
    let again = "new --words 'Still no candles' --same-as 1";
    let known = format!("{again} --value 240.00 --here yes --answer 'occasion=a birthday'");
    let answer = shop.item(&known);
    assert!(
        !answer["remarks"].to_string().contains("beside it"),
        "{answer}"
    );
    shop.refuses(&format!("{again} --answer 'colour=red'"), 2)
        .says("`colour` is no question")
        .says("occasion");
    shop.refuses(&format!("{again} --playbook cafe"), 2)
        .says("--playbook: #1 is planned by `corner`");
    shop.refuses(&format!("{again} --playbook nowhere"), 5);
    shop.run(&format!("{again} --playbook corner")).ok();
    assert_eq!(shop.case(1)["contacts"], 3);
}

#[test]
fn what_they_wanted_and_felt_is_written_down_once() {
    let shop = Shop::new();
    let facts = "--need 'to celebrate' --feels 'let down'";
    shop.run(&format!("{} {facts}", super::shop::ADA)).ok();
    let again = format!("new --words 'Still no candles' {facts} --same-as 1");
    let answer = shop.item(&again);
    assert!(
        !answer["remarks"].to_string().contains("beside it"),
        "{answer}"
    );
    assert_eq!(shop.case(1)["contacts"], 2);
}

#[test]
fn whoever_is_answered_there_and_then_need_not_be_got_back_to_for_an_earlier_call() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    shop.at("2026-11-22 11:00")
        .run("contact 1 --words Still")
        .ok();
    let owed = |shop: &Shop| {
        let case = shop.case(1);
        let steps = case["steps"].as_array().unwrap().clone();
        let owed = steps.into_iter().filter(|step| {
            step["text"].as_str().unwrap().starts_with("Get back") && step["state"] == "open"
        });
        owed.count()
    };
    assert_eq!(owed(&shop), 1);
    shop.at("2026-11-22 11:20");
    shop.run("contact 1 --words Again --answered").ok();
    assert_eq!(owed(&shop), 0);
    assert_eq!(shop.case(1)["contacts"], 3);
    shop.run("undo --yes").ok();
    assert_eq!(owed(&shop), 1);
}

#[test]
fn one_answer_may_be_that_to_several_calls() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    for at in ["11:00", "11:05", "11:10"] {
        shop.at(&format!("2026-11-22 {at}"))
            .run("contact 1 --words Still")
            .ok();
    }
    shop.at("2026-11-22 11:20");
    shop.run("contact 1 --words Again --answered").ok();
    let case = shop.case(1);
    assert_eq!(case["contacts"], 5);
    let steps = case["steps"].as_array().unwrap().iter();
    let mut owed = steps.filter(|step| step["text"].as_str().unwrap().starts_with("Get back"));
    assert!(owed.all(|step| step["state"] == "done"), "{case:#}");
}

#[test]
fn another_name_beside_the_same_matter_is_not_lost() {
    let shop = Shop::with_ada();
    shop.run("new --customer 'Zed Quux' --words 'for my sister' --same-as 1")
        .ok();
    let case = shop.case(1);
    let events = case["events"].as_array().unwrap().iter();
    let notes: Vec<&serde_json::Value> = events.filter(|event| event["event"] == "noted").collect();
    assert_eq!(notes[0]["words"], "Customer: Zed Quux");
    shop.at("2026-11-22 12:00");
    shop.refuses("new --words x --same-as 1 --told 09:00", 2)
        .says("`--told`");
}
