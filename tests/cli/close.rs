//! `amends close`: nothing is left to do. What closing claims is in `two_halves`.

use super::shop::{Mistake, Shop};

/// Ada's case with both halves done.
fn recovered() -> Shop {
    let shop = Shop::with_ada();
    for _ in 0..3 {
        shop.run("done 1").ok();
    }
    shop
}

#[test]
fn a_recovered_case_is_closed_as_won_back() {
    let shop = recovered();
    let line = "close 1 --outcome won-back --cause process --lesson 'Check the box'";
    let case = shop.speaks(line, "amends.close/1").remove(0);
    assert_eq!(
        (&case["state"], &case["outcome"]),
        (&"closed".into(), &"won-back".into())
    );
    assert_eq!(case["changed"], "#1 is closed: won-back");
    assert_eq!(case["closed_at"], "2026-11-22T10:05:00+00:00");
    assert_eq!(
        (&case["due_at"], &case["next_step"]),
        (&().into(), &().into())
    );
    assert_eq!(case["remarks"], serde_json::json!([]));
}

#[test]
fn without_a_lesson_it_asks_what_changes() {
    let case = recovered().item("close 1 --outcome satisfied --cause one-off");
    assert!(case["remarks"].to_string().contains("--lesson"));
}

#[test]
fn every_outcome_and_cause_that_can_be_typed_is_taken() {
    let causes = [
        "process",
        "technology",
        "training",
        "supplier",
        "information",
        "our-rule",
        "one-off",
    ];
    let outcomes = ["won-back", "satisfied", "no-reply", "lost"];
    for (at, cause) in causes.iter().enumerate() {
        let outcome = outcomes[at % outcomes.len()];
        let case = recovered().item(&format!("close 1 --outcome {outcome} --cause {cause}"));
        assert_eq!(case["outcome"], outcome);
    }
}

#[test]
fn everything_missing_is_named_at_once() {
    let said = recovered().refuses("close 1", 2);
    said.says("--outcome: `won-back`, `satisfied`, `no-reply` or `lost`");
    said.says("--cause: `process`")
        .says("for example: `amends close 1");
}

const MISTAKES: &[Mistake] = &[
    (
        "close 1 --outcome won --cause process",
        2,
        "`won` is not an outcome",
        "`won-back`",
    ),
    (
        "close 1 --outcome unknown --cause process",
        2,
        "`unknown` is not an outcome",
        "`no-reply`",
    ),
    (
        "close 1 --outcome lost --cause proces",
        2,
        "`proces` is not a cause",
        "did you mean `process`?",
    ),
    ("close 1 --outcome lost", 2, "--cause:", "amends close 1"),
    (
        "close 2 --outcome lost --cause process",
        5,
        "there is no case #2",
        "amends list --all",
    ),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = recovered();
    shop.refuses_each(MISTAKES);
}

#[test]
fn a_closed_case_is_not_closed_again() {
    let shop = recovered();
    let line = "close 1 --outcome satisfied --cause process";
    shop.run(line).ok();
    shop.refuses(line, 2)
        .says("#1 is closed")
        .says("amends reopen 1");
}
