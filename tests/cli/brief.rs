//! `amends brief`: a case on one screen, so that nobody has to hear the story again.

use super::shop::{ADA, CORNER, Shop};
use super::terminal::seen;

#[test]
fn it_has_their_words_the_promise_that_was_broken_and_how_it_should_have_gone() {
    let brief = Shop::with_ada()
        .speaks("brief 1", "amends.brief/1")
        .remove(0);
    assert_eq!(brief["words"], "The cake came at nine");
    assert_eq!(brief["breaks"], "It arrives when we said");
    assert_eq!(brief["ideal"][1], "Arrives at that time");
}

#[test]
fn a_role_gets_its_own_steps() {
    let brief = Shop::with_ada().item("brief 1 --for staff");
    let steps = brief["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 1);
    assert_eq!(steps[0]["by"], "staff");
}

#[test]
fn what_is_prepared_silently_is_left_out_because_a_brief_may_be_read_aloud() {
    let shop = Shop::new();
    let hidden = CORNER.replace(
        "[action.handwritten-note]",
        "[action.handwritten-note]\nhidden = true",
    );
    shop.playbook("corner", hidden);
    shop.run(ADA).ok();
    shop.run("brief 1").ok().never_mentions("Handwritten note");
    shop.run("show 1").ok().shows("Handwritten note");
    shop.run("brief 1 --json")
        .ok()
        .never_mentions("Handwritten note");
}

#[test]
fn a_role_that_the_playbook_does_not_have_is_not_found() {
    let shop = Shop::with_ada();
    shop.refuses("brief 1 --for cook", 5)
        .says("no such role")
        .says("`staff`");
}

#[test]
fn a_role_without_a_step_is_no_error() {
    let case = Shop::with_ada().item("brief 1 --for manager");
    assert_eq!(case["steps"], serde_json::json!([]));
}

#[test]
fn a_case_that_is_not_there_is_5() {
    Shop::with_ada()
        .refuses("brief 3", 5)
        .says("there is no case #3");
    Shop::empty().refuses("brief 1", 5);
}

#[test]
fn reading_writes_nothing() {
    Shop::with_ada().only_reads("brief 1");
}

#[test]
fn everything_that_was_said_and_written_is_in_it_the_newest_first() {
    let shop = Shop::new();
    shop.run(&format!(
        "{ADA} --answer 'occasion=her birthday' --value 450"
    ))
    .ok();
    shop.run("contact 1 --words SECOND-CALL").ok();
    shop.run("note 1 ALLERGIC-TO-NUTS").ok();
    shop.run("promise 1 'a call' --by 18:00").ok();
    shop.run("promise 1 'a cake' --by 19:00").ok();
    let page = seen(&shop, "brief 1");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("SECOND-CALL") < at("The cake came at nine"));
    assert!(at("a cake") < at("a call"));
    assert!(at("What was it for? ") < at("her birthday"));
    for text in ["ALLERGIC-TO-NUTS", "450.00 GBP"] {
        at(text);
    }
}

#[test]
fn of_a_hundred_contacts_the_last_are_shown_and_the_others_counted() {
    let shop = Shop::with_ada();
    for at in 0..100 {
        shop.run(&format!("contact 1 --words 'call {at}'")).ok();
    }
    let page = seen(&shop, "brief 1");
    assert!(
        page.contains("call 99") && page.contains("call 96"),
        "{page}"
    );
    assert!(!page.contains("call 95"), "{page}");
    assert!(page.contains("and 97 earlier: amends show 1"), "{page}");
    assert!(page.lines().count() < 45, "{page}");
}

#[test]
fn a_severe_case_of_the_cafe_is_one_screen() {
    let shop = Shop::new();
    shop.run(
        "new --playbook cafe --customer 'Ken Oyelaran' --type poor-food --tier best \
         --severity severe --words 'Cold again' --need 'a birthday' --feels 'let down' \
         --reach '020 7946 0100' --value 2400",
    )
    .ok();
    shop.run("contact 1 --words 'Still nothing'").ok();
    shop.run("promise 1 'a call' --by 18:00").ok();
    shop.run("note 1 'Never nuts'").ok();
    shop.run("done 1 --step 1").ok();
    let page = seen(&shop, "brief 1");
    assert!(page.lines().count() <= 40, "{page}");
    let next = page.lines().find(|line| line.starts_with("next:"));
    assert!(next.is_some_and(|line| line.contains(" 2 ")), "{page}");
}

#[test]
fn what_waits_for_a_quiet_step_is_not_called_the_next() {
    let shop = Shop::new();
    let hidden = CORNER.replace(
        "[action.call-and-apologise]",
        "[action.call-and-apologise]\nhidden = true",
    );
    let waits = "[action.refund-delivery]\nafter = \"call-and-apologise\"";
    shop.playbook("corner", hidden.replace("[action.refund-delivery]", waits));
    shop.run(ADA).ok();
    let steps = shop.item("brief 1")["steps"].clone();
    let waiting = steps.as_array().unwrap().iter();
    let waiting = waiting.filter(|step| step["after"] == 1).count();
    assert_eq!(waiting, 1, "{steps:#}");
    let page = seen(&shop, "brief 1");
    let next = page.lines().find(|line| line.starts_with("next:"));
    assert!(!next.unwrap_or_default().contains("after step 1"), "{page}");
    assert!(page.contains("after step 1"), "{page}");
    assert!(page.contains("and 1 thing quietly"), "{page}");
}
