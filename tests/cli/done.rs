//! `amends done`: enter a step as done.

use serde_json::json;

use super::shop::{BEN, Mistake, Shop, deadline, open_steps, step};

#[test]
fn without_a_number_the_next_step_is_done_and_named() {
    let shop = Shop::with_ada();
    let done = shop.item("done 1");
    assert_eq!(
        done["changed"],
        "step 1 of #1 is done: Call, say sorry by name, listen"
    );
    assert_eq!(done["next_step_number"], 2);
    assert_eq!(done["undo"], "amends undo --case 1");
}

#[test]
fn a_named_step_is_done_out_of_order() {
    let shop = Shop::with_ada();
    let done = shop.item("done 1 --step 3");
    assert_eq!(step(&done, 3)["state"], "done");
    assert_eq!(open_steps(&done), [1, 2, 4]);
}

#[test]
fn what_there_is_to_say_about_it_is_kept() {
    let shop = Shop::with_ada();
    shop.run("choose 1 --step 3 free-cake").ok();
    let line =
        "done 1 --step 3 --note 'she smiled' --spent 5.80 --reaction delighted --choice tonight";
    let case = shop.item(line);
    let done = step(&case, 3);
    assert_eq!(
        (&done["note"], &done["choice"]),
        (&json!("she smiled"), &json!("tonight"))
    );
    assert_eq!(done["spent"], json!({"minor": 580, "currency": "GBP"}));
    assert_eq!(done["reaction"], "delighted");
    assert_eq!(case["spent"], json!({"minor": 580, "currency": "GBP"}));
}

#[test]
fn whether_it_is_right_now_is_kept_with_the_follow_up() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    shop.run("done 1").ok();
    shop.run("done 1").ok();
    assert_eq!(step(&shop.item("done 1 --right yes"), 4)["right"], true);
}

#[test]
fn an_unanswered_choice_is_asked_for_and_does_not_block() {
    let shop = Shop::with_ada();
    shop.run("choose 1 --step 3 free-cake").ok();
    let done = shop.item("done 1 --step 3");
    let remarks = done["remarks"].to_string();
    assert!(
        remarks.contains("tonight") && remarks.contains("--choice"),
        "{remarks}"
    );
}

#[test]
fn what_was_done_earlier_counts_from_then_and_shows_when_it_was_entered() {
    let shop = Shop::with_ada();
    let done = shop
        .at("2026-11-22 13:05")
        .item("done 1 --at '2026-11-22 11:00'");
    assert_eq!(deadline(&done, "first-response")["state"], "met");
    assert_eq!(step(&done, 1)["done_at"], "2026-11-22T11:00:00+00:00");
    assert_eq!(step(&done, 1)["entered_at"], "2026-11-22T13:05:00+00:00");
    assert_eq!(done["remarks"], json!(["entered 2 h later"]));
}

#[test]
fn the_plain_row_is_the_case_as_it_stands_now() {
    let rows = Shop::with_ada().run("done 1").ok().rows();
    assert_eq!(
        (rows.len(), rows[0][8].as_str()),
        (1, "Refund the delivery charge")
    );
}

const MISTAKES: &[Mistake] = &[
    ("done 2", 5, "there is no case #2", "amends list --all"),
    (
        "done 1 --step 1",
        2,
        "step 1 is already done",
        "amends undo",
    ),
    ("done 1 --step 9", 2, "#1 has no step 9", "`--step 2`"),
    (
        "done 1 --step 0",
        2,
        "`0` is not a value for --step",
        "a step number such as `2`",
    ),
    (
        "done 1 --step two",
        2,
        "`two` is not a value for --step",
        "a step number such as `2`",
    ),
    (
        "done 1 --reaction happy",
        2,
        "`happy` is not a reaction",
        "`delighted`",
    ),
    (
        "done 1 --reaction delihgted",
        2,
        "`delihgted`",
        "did you mean `delighted`?",
    ),
    (
        "done 1 --right maybe",
        2,
        "`maybe` is not a value for --right",
        "`yes` or `no`",
    ),
    ("done 1 --spent lots", 2, "--spent", ""),
    ("done 1 --spent 4,50", 2, "--spent", "4.50"),
    (
        "done 1 --choice tonight",
        2,
        "`tonight` is not one of the choices",
        "leave out `--choice`",
    ),
    (
        "done 1 --at 'in 2h'",
        2,
        "still to come",
        "leave out `--at`",
    ),
    (
        "done 1 --at '2026-11-22 09:00'",
        2,
        "before the customer told us",
        "the time at which",
    ),
    ("done 1 --at 2026-11-22", 2, "--at", "2026-11-22 10:05"),
    ("done 1 --at someday", 2, "--at: `someday`", "yesterday 3pm"),
    ("done", 2, "CASE", "amends help done"),
    ("done 1 9", 5, "there is no case #9", "amends list --all"),
    (
        "done 1 9 --spent 3",
        2,
        "--spent belongs to one step",
        "by itself",
    ),
    (
        "done 1 9 --step 2",
        2,
        "belongs to one case",
        "name one case",
    ),
    (
        "done 1 --step 1,2 --reaction upset",
        2,
        "--reaction belongs to one step",
        "by itself",
    ),
    ("done 1 --replace yes", 2, "replaces nothing", "leave out"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    shop.refuses_each(MISTAKES);
    Shop::empty()
        .refuses("done 1", 5)
        .says("there is no case #1");
}

#[test]
fn a_closed_case_takes_no_more_steps() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.refuses("done 1", 2)
        .says("#1 is closed")
        .says("amends reopen 1");
}

#[test]
fn when_nothing_is_open_the_closing_is_offered() {
    let shop = Shop::new();
    shop.run(BEN).ok();
    for step in 1..=4 {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    let said = shop.refuses("done 1", 2);
    said.says("#1 has no open step").says("amends close 1");
}

#[test]
fn json_carries_the_schema_of_done() {
    Shop::with_ada().speaks("done 1", "amends.done/1");
}

#[test]
fn a_choice_may_be_given_by_its_number() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1").ok();
    shop.run("choose 1 2 --step 3").ok();
    let step = &shop.case(1)["steps"][2];
    let second = step["choices"][1].clone();
    shop.run("done 1 --step 3 --choice 2").ok();
    assert_eq!(shop.case(1)["steps"][2]["choice"], second);
    shop.run("undo --yes").ok();
    shop.refuses("done 1 --step 3 --choice 9", 2)
        .says("is not one of the choices");
}
