//! `amends` alone: the board.

use super::shop::{ADA, BEN, Shop, numbers};

#[test]
fn it_shows_what_is_open_most_urgent_first() {
    let shop = Shop::new();
    shop.run(BEN).ok();
    shop.at("2026-11-22 10:35").run(ADA).ok();
    shop.at("2026-11-22 11:10");
    assert_eq!(numbers(&shop.speaks("", "amends.board/1")), [1, 2]);
    let rows = shop.run("").ok().rows();
    assert_eq!(
        (rows[0][1].as_str(), rows[1][1].as_str()),
        ("late", "on-track")
    );
}

#[test]
fn it_works_on_a_fresh_machine_and_makes_nothing() {
    let shop = Shop::empty();
    shop.only_reads("");
    shop.only_reads("--json");
    assert!(shop.everything().is_empty());
}

#[test]
fn it_only_reads() {
    let shop = Shop::with_ada();
    shop.only_reads("");
    shop.only_reads("--plain");
}

#[test]
fn a_closed_case_leaves_it() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("").ok().has_no_result();
}

#[test]
fn it_says_when_there_is_more_than_one_screen() {
    let shop = Shop::new();
    for number in 0..17 {
        shop.run(&ADA.replace("Ada", &format!("Ada{number}"))).ok();
    }
    let board = shop.run("--json").ok().json();
    assert_eq!(board["truncated"], true);
    assert!(board["count"].as_u64().unwrap() < 17);
}
