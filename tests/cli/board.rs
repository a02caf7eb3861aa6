//! `amends` alone: the board.

use super::shop::{ADA, BEN, Shop, numbers};
use super::terminal::seen;

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
    for number in 0..22 {
        shop.run(&ADA.replace("Ada", &format!("Ada{number}"))).ok();
    }
    let board = shop.run("--json").ok().json();
    assert_eq!(board["truncated"], true);
    assert!(board["count"].as_u64().unwrap() < 22);
}

/// What the board says below its rows: what lapses, what was promised, what came in.
#[test]
fn the_board_looks_ahead_to_closing_and_back_over_thirty_days() {
    let shop = Shop::with_settings(&format!(
        "{}[hours]\nsun = [\"09:00-17:30\"]\nmon = [\"09:00-17:30\"]\n",
        super::shop::SETTINGS
    ));
    shop.playbook("corner", super::shop::CORNER);
    shop.at("2026-10-01 10:00").run(BEN).ok();
    shop.at("2026-11-02 10:00");
    shop.run(&BEN.replace("Ben", "Cy")).ok();
    shop.run("done 2 --step 1,2,3").ok();
    shop.at("2026-11-22 10:05").run(ADA).ok();
    shop.run("promise 3 'a cake' --by 16:00").ok();
    shop.run("promise 3 'a call' --by 'tomorrow 9:00'").ok();
    let page = seen(&shop, "");
    let flat = super::shop::flat(&page);
    assert!(
        page.starts_with("Rosa's Bakery, Sun 22 Nov 10:05   "),
        "{page}"
    );
    assert!(flat.contains("lapses before you close: #3"), "{page}");
    assert!(flat.contains("promises today: 1"), "{page}");
    assert!(
        flat.contains("last 30 days ▁▁▁█▁▁▁▁▁█ 2 complaints, 1 in time"),
        "{page}"
    );
    // One tally everywhere.
    shop.at("2026-11-03 09:00");
    let counts = shop.item("report nightly")["counts"].clone();
    assert_eq!(
        (&counts["late"], &counts["recovered"]),
        (&1.into(), &0.into())
    );
    assert!(seen(&shop, "").contains("late"));
}

#[test]
fn twenty_eight_cases_are_scanned_on_one_screen() {
    let shop = Shop::new();
    for number in 0..28 {
        let name = format!("Maria{number} Papadopoulos-Smith");
        shop.run(&ADA.replace("Ada Okafor", &name)).ok();
    }
    let lines = |page: &str| page.lines().count();
    let board = seen(&shop, "");
    assert!(lines(&board) <= 27, "{board}");
    assert!(board.contains("and 8 more: amends due"), "{board}");
    let due = seen(&shop, "due");
    assert!(lines(&due) <= 60, "{due}");
    assert!(due.lines().all(|line| line.chars().count() <= 80), "{due}");
}

#[test]
fn a_recovered_case_is_counted_as_such_on_the_board_and_in_the_report() {
    let shop = Shop::with_ada();
    shop.run("done 1 --step 1,2,3").ok();
    let board = seen(&shop, "");
    assert!(board.contains("0 late   1 recovered"), "{board}");
    let counts = shop.item("report nightly")["counts"].clone();
    assert_eq!(counts["recovered"], 1, "{counts}");
    assert_eq!(counts["on_track"], 0, "{counts}");
}
