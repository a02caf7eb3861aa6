//! Times that do not exist, exist twice, or make no sense; and the zone a shop is in.

use super::shop::{ADA, Shop, deadline};

#[test]
fn a_time_that_the_clocks_jump_over_is_refused_with_both_neighbours() {
    let shop = Shop::new();
    shop.at("2026-04-01 10:05");
    let said = shop.refuses(&format!("{ADA} --told '2026-03-29 01:30'"), 2);
    said.says("--told: 2026-03-29 01:30 does not exist in Europe/London");
    said.says("`2026-03-29 00:59`").says("`2026-03-29 02:00`");
    for neighbour in ["2026-03-29 00:59", "2026-03-29 02:00"] {
        shop.run(&format!("{ADA} --told '{neighbour}'")).ok();
    }
}

#[test]
fn of_a_time_that_happens_twice_the_earlier_is_taken() {
    let shop = Shop::new();
    let case = shop
        .at("2026-10-25 12:00")
        .item(&format!("{ADA} --told '2026-10-25 01:30'"));
    assert_eq!(case["told_at"], "2026-10-25T01:30:00+01:00");
    let later = shop.item(&format!("{ADA} --told '2026-10-25T01:30:00Z'"));
    assert_eq!(later["told_at"], "2026-10-25T01:30:00+00:00");
}

#[test]
fn a_day_of_25_hours_gives_24_elapsed_hours_and_one_calendar_day() {
    let shop = Shop::new();
    let case = shop.at("2026-10-24 20:00").item(ADA);
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-10-25T19:00:00+00:00"
    );
    for step in 1..=3 {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    assert_eq!(
        deadline(&shop.case(1), "follow-up")["due_at"],
        "2026-10-25T20:00:00+00:00"
    );
}

#[test]
fn a_given_moment_that_is_not_understood_is_never_the_real_clock() {
    for moment in [
        "soon",
        "2026-13-01 10:00",
        "2026-11-22",
        "1/4/2026 10:00",
        "2026-03-29 01:30",
        " ",
    ] {
        let shop = Shop::new();
        shop.at(moment)
            .refuses("due", 2)
            .says("AMENDS_NOW")
            .says("`2026-11-23 10:05`");
        shop.refuses(ADA, 2).says("AMENDS_NOW");
    }
    let shop = Shop::new();
    shop.run_args(["due", "--now", "soon"])
        .fails(2)
        .says("--now: `soon`");
}

#[test]
fn the_typed_moment_goes_before_that_of_the_environment() {
    let json = Shop::new()
        .run("due --json --now '2026-12-01 09:00'")
        .ok()
        .json();
    assert_eq!(json["generated_at"], "2026-12-01T09:00:00+00:00");
}

#[test]
fn an_unknown_zone_is_refused_with_the_nearest() {
    let shop = Shop::new();
    let said = shop.refuses("due --tz Europe/Lodnon", 2);
    said.says("`Europe/Lodnon`").says("`Europe/London`");
    for zone in ["Mars/Olympus", "''", "../etc/passwd", "UTC+1"] {
        shop.refuses(&format!("due --tz {zone}"), 2);
    }
}

#[test]
fn the_hint_for_a_mistyped_tz_is_about_tz() {
    let shop = Shop::new();
    shop.refuses("due --tz Europe/Lodnon", 2)
        .never_mentions("timezone =");
}

#[test]
fn moments_are_understood_in_the_shops_zone_not_in_the_one_printed() {
    let case = Shop::new().item(&format!("{ADA} --told 09:00 --tz Asia/Tokyo"));
    assert_eq!(case["told_at"], "2026-11-22T18:00:00+09:00");
}

#[test]
fn a_misspelt_tz_in_the_environment_is_not_silently_utc() {
    let shop = Shop::with_settings("playbook = \"cafe\"\n");
    let mut command = shop.command();
    command.env("TZ", "Europe/Lodnon").args(["due", "--json"]);
    let answer = super::shop::finish(command, b"");
    answer.ends_well_or_says("Europe/Lodnon");
}

#[test]
fn a_case_keeps_the_zone_it_was_logged_in() {
    let shop = Shop::with_ada();
    let settings = super::shop::SETTINGS.replace("Europe/London", "Asia/Tokyo");
    shop.write("shop.toml", settings);
    let case = shop.at("2026-11-22T10:05:00Z").case(1);
    assert_eq!(
        deadline(&case, "recover")["due_at"],
        "2026-11-23T19:05:00+09:00"
    );
}

#[test]
fn without_a_given_moment_the_computers_clock_is_read_once() {
    let shop = Shop::new();
    let case = shop.by_its_own_clock().item(ADA);
    assert_eq!(case["told_at"], case["entered_at"]);
    assert_eq!(case["due_in_seconds"], 3600);
    assert_eq!(case["state"], "on-track");
}
