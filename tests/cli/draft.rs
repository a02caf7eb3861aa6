//! `amends draft`: a prepared message. The tool never sends it.

use super::shop::{ADA, CORNER, Shop};

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
        "Which would you like: {{ choices }}?",
    );
    shop.playbook("corner", asking);
    let severe = ADA.replace("--severity major", "--severity severe");
    shop.run(&severe).ok();
    shop.run("choose 1 --step 4 free-cake").ok();
    let body = shop.item("draft 1")["body"].as_str().unwrap().to_owned();
    assert!(body.contains("start afresh or leave it"), "{body}");
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
