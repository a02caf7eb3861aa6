//! `amends undo` and `amends redo`: a stack of whole invocations.

use serde_json::{Value, json};

use super::shop::{ADA, Shop, open_steps, step};

/// A case without what depends on how often it was looked at: what happened, and when.
fn standing(shop: &Shop) -> Value {
    let mut case = shop.case(1);
    case.as_object_mut().unwrap().remove("events");
    case
}

#[test]
fn the_last_change_is_taken_back_and_named() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    let undone = shop.speaks("undo", "amends.undo/1").remove(0);
    assert_eq!(
        (&undone["command"], &undone["cases"]),
        (&json!("done"), &json!([1]))
    );
    assert_eq!(undone["what"], json!(["step 1 done"]));
    assert_eq!(open_steps(&shop.case(1)), [1, 2, 3, 4]);
}

#[test]
fn everything_can_be_taken_back_and_put_back_in_turn() {
    let shop = Shop::with_ada();
    let mut stages = vec![standing(&shop)];
    for line in [
        "done 1",
        "choose 1 --step 3 free-cake",
        "contact 1",
        "assign 1 Sam",
        "change 1 --severity severe",
        "close 1 --outcome lost --cause process --why gone",
        "reopen 1 --why back",
    ] {
        shop.run(line).ok();
        stages.push(standing(&shop));
    }
    for stage in stages.iter().rev().skip(1) {
        shop.run("undo").ok();
        assert_eq!(&standing(&shop), stage);
    }
    for stage in stages.iter().skip(1) {
        shop.run("redo").ok();
        assert_eq!(&standing(&shop), stage);
    }
    shop.run("data check").ok().shows("ok");
}

#[test]
fn a_logging_is_taken_back_whole_with_its_customer() {
    let shop = Shop::with_ada();
    shop.run("undo").ok();
    assert!(shop.items("list --all").is_empty());
    shop.refuses(&ADA.replace("--tier regular ", ""), 2)
        .says("--tier");
    shop.run("redo").ok();
    assert_eq!(shop.case(1)["customer"], "Ada Okafor");
}

#[test]
fn a_new_change_ends_what_could_be_put_back() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    shop.run("undo").ok();
    shop.run("note 1 x").ok();
    shop.refuses("redo", 5).says("there is nothing to put back");
    assert_eq!(step(&shop.case(1), 1)["state"], "open");
}

#[test]
fn with_nothing_to_take_back_it_says_so() {
    let shop = Shop::with_ada();
    shop.run("undo").ok();
    shop.refuses("undo", 5)
        .says("there is nothing to take back")
        .says("amends history");
    Shop::new().refuses("undo", 5);
    Shop::empty()
        .refuses("redo", 5)
        .says("there is nothing to put back");
}

#[test]
fn nothing_is_erased_by_taking_it_back() {
    let shop = Shop::with_ada();
    shop.run("note 1 'the lemon one'").ok();
    shop.run("undo").ok();
    let history = shop.items("history");
    assert_eq!(history.len(), 3, "new, note, undo: {history:?}");
    assert!(
        history
            .iter()
            .any(|one| one["command"] == "note" && one["undone"] == true)
    );
    shop.run("data check").ok();
}

#[test]
fn words_are_not_expected() {
    Shop::with_ada()
        .refuses("undo 1", 2)
        .says("does not expect `1`");
}
