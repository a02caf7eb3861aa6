//! `amends assign`: give a case to somebody.

use super::shop::{Mistake, Shop, numbers};

#[test]
fn a_case_has_one_holder_and_it_can_change() {
    let shop = Shop::with_ada();
    let case = shop
        .speaks("assign 1 'Sam Osei'", "amends.assign/1")
        .remove(0);
    assert_eq!(case["holder"], "Sam Osei");
    assert_eq!(case["changed"], "#1 is now held by Sam Osei");
    assert_eq!(numbers(&shop.items("list --holder 'sam osei'")), [1]);
    assert!(shop.items("list --holder Rosa").is_empty());
}

const MISTAKES: &[Mistake] = &[
    ("assign 1 ' '", 2, "the name is empty", "between quotes"),
    ("assign 1", 2, "NAME", "amends help assign"),
    (
        "assign 1 Sam Osei",
        2,
        "does not expect `Osei`",
        "between quotes",
    ),
    (
        "assign 2 Sam",
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
fn a_closed_case_is_not_given_away() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.refuses("assign 1 Sam", 2).says("#1 is closed");
}
