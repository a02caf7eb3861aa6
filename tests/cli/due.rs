//! `amends due`: what is due, most urgent first.

use super::shop::{ADA, BEN, Shop, numbers};

/// Ada was told of yesterday and is late, Ben has just told us.
fn one_late() -> Shop {
    let shop = Shop::new();
    shop.at("2026-11-21 09:00").run(ADA).ok();
    shop.at("2026-11-22 10:05").run(BEN).ok();
    shop
}

#[test]
fn the_most_urgent_comes_first_with_what_to_do_next() {
    let items = one_late().items("due");
    assert_eq!(numbers(&items), [1, 2]);
    assert_eq!(
        (&items[0]["state"], &items[1]["state"]),
        (&"late".into(), &"on-track".into())
    );
    assert_eq!(items[0]["next_step_number"], 1);
    assert_eq!(items[1]["due_in_seconds"], 3600);
    assert_eq!(items[1]["next_step_by"], "owner");
}

#[test]
fn the_keys_others_rely_on_are_there() {
    let items = one_late().items("due");
    let keys =
        "case customer type tier severity state told_at due_at due_in_seconds holder next_step";
    for key in keys.split(' ') {
        assert!(items[0].get(key).is_some(), "{key}");
    }
}

#[test]
fn a_pipe_gets_one_row_a_case_without_a_header() {
    let rows = one_late().run("due").ok().rows();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[0][..4],
        ["1", "late", "2026-11-21T10:00:00+00:00", "Ada Okafor"]
    );
    assert_eq!(
        rows[1][..4],
        ["2", "on-track", "2026-11-22T11:05:00+00:00", "Ben Sato"]
    );
}

#[test]
fn an_empty_shop_has_nothing_due_and_that_is_no_error() {
    let shop = Shop::new();
    shop.only_reads("due").has_no_result();
    assert!(shop.speaks("due", "amends.due/1").is_empty());
}

#[test]
fn reading_writes_nothing() {
    let shop = one_late();
    for line in [
        "due",
        "due --json",
        "due --jsonl",
        "due --late",
        "due --within 2h --if-any",
    ] {
        shop.only_reads(line);
    }
}

#[test]
fn within_takes_what_is_due_by_then_and_what_is_late() {
    let shop = one_late();
    assert_eq!(numbers(&shop.items("due --within 59m")), [1]);
    assert_eq!(numbers(&shop.items("due --within 1h")), [1, 2]);
    assert_eq!(numbers(&shop.items("due --within 2d")), [1, 2]);
}

#[test]
fn late_takes_what_is_late_only() {
    assert_eq!(numbers(&one_late().items("due --late")), [1]);
}

#[test]
fn the_due_second_itself_is_in_time() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22T11:05:00Z");
    assert!(shop.items("due --late").is_empty());
    shop.at("2026-11-22T11:05:01Z");
    assert_eq!(numbers(&shop.items("due --late")), [1]);
}

#[test]
fn the_last_quarter_of_the_span_is_due_soon() {
    let shop = Shop::with_ada();
    let state = |moment: &str| shop.at(moment).items("due")[0]["state"].clone();
    assert_eq!(state("2026-11-22T10:49:59Z"), "on-track");
    assert_eq!(state("2026-11-22T10:50:00Z"), "due-soon");
}

#[test]
fn a_role_sees_the_cases_that_wait_for_it() {
    let shop = one_late();
    shop.run("done 2").ok();
    assert_eq!(numbers(&shop.items("due --for owner")), [1]);
    assert_eq!(numbers(&shop.items("due --for staff")), [2]);
    assert!(shop.items("due --for manager").is_empty());
}

#[test]
fn a_closed_case_is_not_due() {
    let shop = one_late();
    shop.run("close 1 --outcome lost --cause process --why 'went elsewhere'")
        .ok();
    assert_eq!(numbers(&shop.items("due")), [2]);
}

#[test]
fn the_exit_code_is_3_only_when_asked_for_and_something_is_late() {
    let shop = one_late();
    shop.run("due").ok();
    let late = shop.run("due --late --exit-code").ends(3);
    assert_eq!((late.rows().len(), late.stderr().as_str()), (1, ""));
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("due --exit-code").ok();
}

#[test]
fn if_any_prints_nothing_at_all_when_there_is_nothing() {
    let shop = Shop::new();
    shop.run("due --if-any").ok().is_silent();
    shop.run("due --if-any --json").ok().is_silent();
    let shop = one_late();
    assert_eq!(shop.run("due --if-any").ok().rows().len(), 2);
}

#[test]
fn a_length_of_time_that_makes_no_sense_is_refused() {
    let shop = one_late();
    shop.refuses("due --within 2", 2)
        .says("--within: `2` has no unit")
        .says("`2h`");
    shop.refuses("due --within soon", 2).says("--within");
    shop.refuses("due --within", 2).says("--within");
}

#[test]
fn other_zones_are_for_printing_only() {
    let items = one_late().items("due --tz Asia/Tokyo");
    assert_eq!(items[1]["due_at"], "2026-11-22T20:05:00+09:00");
    assert_eq!(items[1]["due_in_seconds"], 3600);
}

#[test]
fn a_person_has_the_steps_of_their_roles_and_of_what_they_hold() {
    let settings = super::shop::SETTINGS.replace(
        "owner = \"Rosa Marin\"",
        "owner = \"Rosa Marin\"\nstaff = { name = \"Sam Osei\", until = \"18:00\" }",
    );
    let shop = Shop::with_settings(&settings);
    shop.playbook("corner", super::shop::CORNER);
    shop.run(ADA).ok();
    shop.run(BEN).ok();
    shop.run("done 2").ok();
    for (whom, cases) in [
        ("Rosa", vec![1]),
        ("'rosa marin'", vec![1]),
        ("owner", vec![1]),
        ("Owner", vec![1]),
        ("sam", vec![2]),
        ("staff", vec![2]),
    ] {
        assert_eq!(
            numbers(&shop.items(&format!("due --for {whom}"))),
            cases,
            "{whom}"
        );
    }
    // Whoever holds a case has what its holder does.
    shop.run("done 2 --step 2,3").ok();
    shop.run("assign 2 'Cleo Fox'").ok();
    assert_eq!(numbers(&shop.items("due --for cleo")), [2]);
    shop.run("report nightly --for sam").ok();
    shop.refuses("due --for Nobody", 5)
        .says("--for: `Nobody` is no role of a playbook, and nobody under `[people]` is called so");
}
