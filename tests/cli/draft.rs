//! `amends draft`: a prepared message. The tool never sends it.

use super::shop::{ADA, CORNER, Shop};
use super::terminal::seen;

#[test]
fn the_draft_of_the_next_step_is_filled_in() {
    let shop = Shop::new();
    shop.run(&format!("{ADA} --order 77")).ok();
    let text = shop.run("draft 1").ok().stdout();
    let wanted = "Subject: I am sorry about your order 77\n\nDear Ada Okafor,\n\n\
        I am sorry about the late delivery. You told me: The cake came at nine\n\nRosa Marin\n";
    assert_eq!(text, wanted);
}

#[test]
fn another_draft_can_be_named() {
    let draft = Shop::with_ada()
        .speaks("draft 1 --kind follow-up", "amends.draft/1")
        .remove(0);
    assert_eq!(
        (&draft["kind"], &draft["subject"]),
        (&"follow-up".into(), &"Is it right now?".into())
    );
    assert_eq!(draft["others"], serde_json::json!(["apology"]));
}

#[test]
fn what_is_not_known_stands_in_brackets_and_is_named() {
    let shop = Shop::with_settings("timezone = \"Europe/London\"\nplaybook = \"corner\"\n");
    shop.playbook("corner", CORNER);
    shop.run(ADA).ok();
    let draft = shop.item("draft 1");
    assert_eq!(draft["missing"], serde_json::json!(["signed"]));
    assert!(draft["body"].as_str().unwrap().contains("[signed]"));
}

#[test]
fn the_surprise_is_not_given_away_by_its_choices() {
    let shop = Shop::new();
    let asking = CORNER.replace(
        "You told me: {{ words }}",
        "Which would you like?\n{{ choices }}\n",
    );
    shop.playbook("corner", asking);
    let severe = ADA.replace("--severity major", "--severity severe");
    shop.run(&severe).ok();
    shop.run("choose 1 --step 4 free-cake").ok();
    let body = shop.item("draft 1")["body"].as_str().unwrap().to_owned();
    assert!(body.contains("- start afresh\n- leave it\n"), "{body}");
    assert!(!body.contains("tonight"), "{body}");
}

#[test]
fn the_address_goes_with_it() {
    let shop = Shop::new();
    shop.run(&format!("{ADA} --reach ada@example.org")).ok();
    assert_eq!(shop.item("draft 1")["to"], "ada@example.org");
}

#[test]
fn mistakes_are_refused() {
    let shop = Shop::with_ada();
    shop.refuses("draft 1 --kind apolgy", 5)
        .says("`apolgy`")
        .says("did you mean `apology`?");
    shop.refuses("draft 2", 5).says("there is no case #2");
    shop.refuses("draft", 2).says("CASE");
}

#[test]
fn a_playbook_without_drafts_says_so() {
    let shop = Shop::new();
    let (before, _) = CORNER.split_once("[draft.apology]").unwrap();
    let none: Vec<&str> = before
        .lines()
        .filter(|line| !line.starts_with("draft ="))
        .collect();
    shop.playbook("corner", none.join("\n"));
    shop.run(ADA).ok();
    shop.refuses("draft 1", 5)
        .says("no drafts")
        .says("[draft.apology]");
}

#[test]
fn reading_writes_nothing() {
    Shop::with_ada().only_reads("draft 1");
    Shop::with_ada().only_reads("draft 1 --json");
}

/// The corner playbook with a letter of this text for the apology.
fn writing(body: &str) -> Shop {
    let shop = Shop::new();
    let letter = CORNER.replace(
        "I am sorry about the {{ type | lower }}. You told me: {{ words }}",
        body,
    );
    assert_ne!(letter, CORNER);
    shop.playbook("corner", letter);
    shop
}

fn body(shop: &Shop, line: &str) -> String {
    shop.item(line)["body"].as_str().unwrap().to_owned()
}

#[test]
fn every_failure_is_named_by_what_its_type_is_sorry_for() {
    let shop = Shop::new();
    let letter = CORNER
        .replace("{{ type | lower }}", "{{ sorry }}")
        .replace("about the {{ sorry }}", "about {{ sorry }}")
        .replace(
            "name = \"Late delivery\"",
            "name = \"Late delivery\"\nsorry = \"the cake that came late\"",
        );
    shop.playbook("corner", &letter);
    shop.run(&format!("{ADA} --type wrong-order")).ok();
    let said = body(&shop, "draft 1");
    assert!(
        said.contains("sorry about the cake that came late and the wrong order."),
        "{said}"
    );
    shop.playbook(
        "corner",
        letter.replace(
            "name = \"Wrong order\"",
            "name = \"Wrong or missing order\"",
        ),
    );
    let said = body(&shop, "draft 1");
    assert!(
        said.contains("and the wrong order"),
        "by the text it was planned by: {said}"
    );
    shop.run("new --customer Ben --type wrong-order --tier new --severity minor --words x")
        .ok();
    let said = body(&shop, "draft 2");
    assert!(
        said.contains("sorry about what went wrong."),
        "no name with `or`: {said}"
    );
}

#[test]
fn a_promise_is_named_with_its_time_until_that_has_passed() {
    let shop = writing(
        "{% if promise %}I told you: {{ promise }}, by {{ promised }}. {% endif %}By {{ deadline }}.",
    );
    shop.run(ADA).ok();
    shop.run("promise 1 'a car' --by 22:20").ok();
    let said = body(&shop, "draft 1");
    assert!(
        said.contains(
            "I told you: a car, by Sunday 22 November, 22:20. By Sunday 22 November, 22:20."
        ),
        "{said}"
    );
    shop.at("2026-11-24 10:00");
    let draft = shop.item("draft 1");
    assert_eq!(draft["missing"], serde_json::json!(["deadline"]));
    let said = draft["body"].as_str().unwrap();
    assert!(said.contains("\n\nBy [deadline]."), "{said}");
    shop.run("draft 1 --fields missing").ok();
}

#[test]
fn an_answer_is_put_in_by_its_question() {
    let shop = writing(
        "{% if answer.occasion %}It was for {{ answer.occasion }}.{% else %}Nobody asked.{% endif %}",
    );
    shop.run(&format!("{ADA} --answer 'occasion=her birthday'"))
        .ok();
    let said = body(&shop, "draft 1");
    assert!(said.contains("It was for her birthday."), "{said}");
    shop.run("new --customer Ben --type wrong-order --tier new --severity minor --words x")
        .ok();
    assert!(body(&shop, "draft 2").contains("Nobody asked."));
}

#[test]
fn an_answer_that_no_type_asks_for_is_refused_where_it_stands() {
    let shop = Shop::new();
    let letter = CORNER.replace("You told me: {{ words }}", "It was {{ answer.ocasion }}");
    shop.write("asks.toml", letter);
    shop.run("playbook check asks.toml")
        .ends(4)
        .shows("no complaint type asks `ocasion`")
        .shows("did you mean `occasion`?");
}

#[test]
fn it_is_about_one_step() {
    let shop = writing("{{ choices }}");
    let severe = ADA.replace("--severity major", "--severity severe");
    shop.run(&severe).ok();
    let steps = shop.case(1)["steps"].as_array().unwrap().clone();
    let of = |action: &str| {
        steps.iter().find(|step| step["action"] == action).unwrap()["number"].clone()
    };
    let offer = of("offer-fresh-start");
    let draft = shop.item(&format!("draft 1 --step {offer}"));
    assert_eq!(
        (&draft["step"], &draft["kind"]),
        (&offer, &"apology".into())
    );
    assert!(
        draft["body"]
            .as_str()
            .unwrap()
            .contains("- start afresh\n- leave it")
    );
    let refund = of("refund-delivery");
    shop.refuses(&format!("draft 1 --step {refund}"), 2)
        .says("has no draft")
        .says("`amends draft 1 --kind apology`");
    shop.refuses("draft 1 --step 99", 5).says("no step 99");
}

#[test]
fn a_letter_to_the_partner_has_no_address_of_the_customer() {
    let shop = Shop::new();
    let partner = CORNER.replace("[draft.follow-up]", "[draft.follow-up]\nto = \"partner\"");
    shop.playbook("corner", &partner);
    shop.run(&format!("{ADA} --reach ada@example.org")).ok();
    assert_eq!(
        shop.item("draft 1 --kind follow-up")["to"],
        serde_json::Value::Null
    );
    shop.write(
        "to.toml",
        partner.replace("to = \"partner\"", "to = \"owner\""),
    );
    shop.run("playbook check to.toml")
        .ends(4)
        .shows("`owner`")
        .shows("`partner`");
    let twice = partner.replace("to = \"partner\"", "to = \"partner\"\nto = \"customer\"");
    shop.write("twice.toml", twice);
    shop.run("playbook check twice.toml").ends(4).shows("to");
}

#[test]
fn of_a_closed_case_the_last_message_is_left() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome satisfied --cause process --why gone")
        .ok();
    assert_eq!(shop.item("draft 1")["kind"], "follow-up");
}

#[test]
fn a_name_that_is_missing_says_what_to_do() {
    let shop = Shop::with_settings("timezone = \"Europe/London\"\nplaybook = \"corner\"\n");
    shop.playbook(
        "corner",
        CORNER.replace("{{ signed }}", "{{ signed }}, {{ shop }}"),
    );
    shop.run(ADA).ok();
    let page = seen(&shop, "draft 1");
    assert!(page.contains("`amends config set name"), "{page}");
    assert!(page.contains("`amends assign 1"), "{page}");
}
