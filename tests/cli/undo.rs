//! `amends undo` and `amends redo`: a stack of whole invocations.

use serde_json::{Value, json};

use super::shop::{ADA, Shop, open_steps, step};

/// A case without what depends on how often it was looked at: what happened, and when.
fn standing(shop: &Shop) -> Value {
    let mut case = shop.case(1);
    case.as_object_mut().unwrap().remove("events");
    case
}

/// How many notes a case has.
pub(super) fn notes(shop: &Shop, number: u32) -> usize {
    let case = shop.case(number);
    let events = case["events"].as_array().unwrap().iter();
    events.filter(|event| event["event"] == "noted").count()
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

#[test]
fn only_ones_own_change_to_a_case_can_be_taken_back() {
    let shop = Shop::with_ada();
    shop.run(super::shop::BEN).ok();
    shop.run("note 1 mine").ok();
    // A colleague's, at the other till.
    shop.run("note 2 theirs").ok();
    let undone = shop.item("undo --case 1");
    assert_eq!(
        (&undone["command"], &undone["cases"]),
        (&json!("note"), &json!([1]))
    );
    assert_eq!((notes(&shop, 1), notes(&shop, 2)), (0, 1));
    // The stack stays: what comes back first is what was taken back last, and then the colleague's is the last.
    shop.run("redo").ok();
    assert_eq!(notes(&shop, 1), 1);
    assert_eq!(shop.item("undo")["cases"], json!([2]));
    shop.run("data check").ok();
}

#[test]
fn what_something_later_stands_on_is_not_taken_back_alone() {
    let shop = Shop::with_ada();
    shop.run(super::shop::BEN).ok();
    // Both in one command; then one of them again.
    shop.run("done 1 2").ok();
    shop.run("note 2 later").ok();
    shop.refuses("undo --case 1", 2)
        .says("`done` of 2 cases")
        .says("`note` of #2 (Ben Sato)")
        .says("came later");
    shop.run("undo --case 2").ok();
    shop.refuses("undo --case 1", 2)
        .says("not only of this case");
    shop.run("undo --case 1 --yes").ok();
    // A customer that a later case is of stays.
    shop.run(&ADA.replace("at nine", "again")).ok();
    shop.refuses("undo --case 1", 2).says("#3 (Ada Okafor)");
    shop.run("undo --case 3").ok();
    shop.run("undo --case 1").ok();
    assert_eq!(super::shop::numbers(&shop.items("list --all")), [2]);
    shop.refuses("undo --case 1", 5)
        .says("nothing to take back in #1");
    shop.refuses("undo --case 99", 5).says("#99");
    shop.refuses("undo --case ada", 2).says("--case 41");
    shop.run("data check").ok();
}

#[test]
fn what_would_be_taken_back_can_be_looked_at_first() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    let would = shop.only_reads("undo --dry-run --json").item();
    assert_eq!(
        (&would["dry_run"], &would["command"]),
        (&json!(true), &json!("done"))
    );
    let done = shop.item("undo");
    assert_eq!(done["dry_run"], false);
    // How the case stands now: the first step is due again.
    assert_eq!(done["now"][0]["next_step_number"], 1);
}

#[test]
fn on_a_terminal_it_says_whose_and_what_it_takes_and_asks() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    let mut talk = super::terminal::at_terminal(&shop, "undo");
    talk.exp_string("This takes back `done` of #1 (Ada Okafor), saved Sun 22 Nov 2026 10:05")
        .unwrap();
    talk.send_line("no").unwrap();
    talk.exp_eof().unwrap();
    assert_eq!(step(&shop.case(1), 1)["state"], "done");
    let mut talk = super::terminal::at_terminal(&shop, "undo --yes");
    talk.exp_string("Taken back").unwrap();
    talk.exp_eof().unwrap();
    assert_eq!(step(&shop.case(1), 1)["state"], "open");
}

#[test]
fn a_large_one_is_shown_in_part_and_says_so() {
    let shop = Shop::new();
    let rows: String = (0..60)
        .map(|row| format!("2026-11-{:02} 10:00,C{row},cold {row}\n", 1 + row % 20))
        .collect();
    shop.write("rows.csv", format!("Told,Name,Words\n{rows}"));
    shop.write("m.toml", "format = 1\nplaybook = \"corner\"\n[columns]\ntold = \"Told\"\nwords = [\"Words\"]\ncustomer = [\"Name\"]\n[state]\nvalue = \"open\"\n[tier]\nvalue = \"regular\"\n[severity]\nvalue = \"minor\"\n[type]\nvalue = \"late-delivery\"\n");
    shop.run("data import rows.csv --mapping m.toml").ok();
    for verb in ["undo", "redo"] {
        let whole = shop.run(&format!("{verb} --json")).ok().json();
        assert_eq!(whole["truncated"], true, "{verb}");
    }
}
