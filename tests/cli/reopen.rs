//! `amends reopen`: it was not over. What a new cycle keeps is in `replan`.

use super::shop::{Mistake, Shop};

fn closed() -> Shop {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome satisfied --cause process --why 'she wanted nothing else'")
        .ok();
    shop
}

#[test]
fn a_closed_case_is_open_again_with_a_new_clock() {
    let shop = closed();
    let case = shop
        .at("2026-11-24 09:00")
        .speaks("reopen 1 --why 'It broke again'", "amends.reopen/1")
        .remove(0);
    assert_eq!(
        (&case["state"], &case["outcome"]),
        (&"on-track".into(), &().into())
    );
    assert_eq!(case["recover_at"], "2026-11-25T09:00:00+00:00");
    assert_eq!(case["changed"], "#1 is open again");
    let last = case["events"].as_array().unwrap().iter().rev();
    assert!(last.clone().any(|event| event["words"] == "It broke again"));
}

const MISTAKES: &[Mistake] = &[
    (
        "reopen 1",
        2,
        "reopening needs a reason",
        "amends reopen 1 --why",
    ),
    ("reopen 1 --why ' '", 2, "reopening needs a reason", "--why"),
    (
        "reopen 2 --why x",
        5,
        "there is no case #2",
        "amends list --all",
    ),
    ("reopen", 2, "CASE", "amends help reopen"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = closed();
    shop.refuses_each(MISTAKES);
}

#[test]
fn an_open_case_is_not_reopened() {
    Shop::with_ada()
        .refuses("reopen 1 --why x", 2)
        .says("#1 is open")
        .says("amends show 1");
}
