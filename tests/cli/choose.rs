//! `amends choose`: fill a slot of the plan with another action.

use super::shop::{Mistake, Shop, step};
use super::terminal::{answer, at_terminal};

#[test]
fn a_slot_takes_another_action_by_id_or_by_number() {
    let shop = Shop::with_ada();
    let chosen = shop
        .speaks("choose 1 --step 3 free-cake", "amends.choose/1")
        .remove(0);
    assert_eq!(step(&chosen, 3)["action"], "free-cake");
    let text = chosen["changed"].as_str().unwrap();
    assert!(
        text.contains("step 3 of #1") && text.contains("cake of their choice"),
        "{text}"
    );
    let chosen = shop.item("choose 1 --step 3 1");
    assert_eq!(step(&chosen, 3)["action"], "handwritten-note");
}

#[test]
fn at_a_terminal_it_shows_what_there_is_and_asks_for_its_number() {
    let shop = Shop::with_ada();
    let mut talk = at_terminal(&shop, "choose 1");
    talk.exp_string("2) Deliver the cake of their choice, free, 6.00")
        .unwrap();
    answer(&mut talk, &[("Which one?", "2")]);
    talk.exp_eof().unwrap();
    assert_eq!(step(&shop.case(1), 3)["action"], "free-cake");
    // Only one step can be filled otherwise: it need not be named.
    shop.run("choose 1 handwritten-note").ok();
    assert_eq!(step(&shop.case(1), 3)["action"], "handwritten-note");
    shop.run("done 1 --step 3").ok();
    shop.refuses("choose 1", 2)
        .says("no open step of #1 can be filled with anything else");
}

#[test]
fn more_than_the_ceiling_needs_a_yes() {
    let shop = Shop::with_ada();
    let said = shop.refuses("choose 1 --step 3 dinner-for-two", 2);
    said.says("13.50 GBP").says("12.00 GBP").says("`--yes`");
    let chosen = shop.item("choose 1 --step 3 dinner-for-two --yes");
    assert_eq!(step(&chosen, 3)["action"], "dinner-for-two");
}

const MISTAKES: &[Mistake] = &[
    (
        "choose 1 --step 2 free-cake",
        2,
        "step 2 is fixed by the playbook",
        "as it stands",
    ),
    (
        "choose 1 --step 3 free-cak",
        2,
        "`free-cak`",
        "did you mean `free-cake`?",
    ),
    (
        "choose 1 --step 3 4",
        2,
        "`4` is not one of the actions",
        "`free-cake`",
    ),
    (
        "choose 1 --step 9 free-cake",
        2,
        "#1 has no step 9",
        "--step",
    ),
    (
        "choose 1",
        2,
        "step 3, now \"Handwritten note with the next order\"",
        "amends choose 1 --step 3 1",
    ),
    ("choose 1 --step 3", 2, ") Deliver the cake", "--step 3 1"),
    (
        "choose 1 --step 2",
        2,
        "step 2 of #1 is open to no other choice",
        "amends choose 1 --step 3",
    ),
    (
        "choose 2 --step 3 free-cake",
        5,
        "there is no case #2",
        "amends list --all",
    ),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
}

#[test]
fn a_done_surprise_cannot_be_swapped() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 3").ok();
    shop.refuses("choose 1 --step 3 free-cake", 2)
        .says("step 3 is already done");
}

#[test]
fn a_closed_case_has_nothing_to_choose() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.refuses("choose 1 --step 3 free-cake", 2)
        .says("#1 is closed");
}
