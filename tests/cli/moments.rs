//! Times that do not exist, exist twice, or make no sense; and the zone a shop is in.

use super::shop::{ADA, Shop, deadline, flat};
use super::terminal::seen;

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

/// Every flag that takes a moment, on the morning of the day in London on which 01:30 comes twice.
const DOUBLED: [(&str, &str); 9] = [
    (
        "--told",
        "new --customer Cy --type late-delivery --tier regular --severity minor --words x --told '2026-10-25 01:30'",
    ),
    (
        "--happened",
        "new --customer Di --type late-delivery --tier regular --severity minor --words x --happened '2026-10-25 01:30'",
    ),
    (
        "--by",
        "promise 1 'A cake' --by '2026-10-25 01:30' --told '2026-10-24 20:30'",
    ),
    (
        "--told",
        "promise 1 'A card' --by 13:00 --told '25 oct 01:30'",
    ),
    ("--at", "contact 1 --at 'today 01:30'"),
    ("--at", "done 1 --step 1 --at 01:30"),
    ("--since", "list --since '2026-10-25 01:30'"),
    ("--until", "list --until '2026-10-25 01:30'"),
    (
        "--told",
        "playbook try --type late-delivery --tier regular --severity minor --told '2026-10-25 01:30'",
    ),
];

#[test]
fn that_a_time_happens_twice_is_said_in_every_flag() {
    let shop = Shop::new();
    shop.at("2026-10-24 20:00").run(ADA).ok();
    shop.at("2026-10-25 12:00");
    for (flag, line) in DOUBLED {
        let said = shop.run(line).ok();
        said.says(&format!("{flag}: 01:30 on 2026-10-25 happens twice"))
            .says("for the later write `2026-10-25T01:30:00+00:00`");
    }
    shop.at("2026-10-24 21:00");
    for line in [
        "promise 1 'A tart' --by '2026-10-25 01:30'",
        "pause 1 --until 'sun 01:30' --why x",
    ] {
        shop.run(line)
            .ok()
            .says("01:30 on 2026-10-25 happens twice");
    }
    let due = &shop.case(1)["promises"][2]["due_at"];
    assert_eq!(due, "2026-10-25T01:30:00+01:00", "the earlier");
    shop.at("2026-10-25 01:30")
        .run("due")
        .ok()
        .says("now: 01:30 on 2026-10-25");
}

#[test]
fn a_skipped_time_is_refused_in_every_flag() {
    let shop = Shop::new();
    shop.at("2026-03-28 20:00").run(ADA).ok();
    shop.at("2026-03-29 12:00");
    for (flag, line) in DOUBLED {
        let line = line
            .replace("2026-10-25 01:30", "2026-03-29 01:30")
            .replace("2026-10-24 20:30", "2026-03-28 20:30")
            .replace("25 oct", "29 mar");
        shop.refuses(&line, 2)
            .says(&format!("{flag}: 2026-03-29 01:30 does not exist"))
            .says("`2026-03-29 00:59` or `2026-03-29 02:00`");
    }
}

#[test]
fn what_went_wrong_is_the_last_one_before_it_was_told() {
    let shop = Shop::new();
    let new = ADA.replace("Ada Okafor", "Cy");
    let happened = |flags: &str| shop.item(&format!("{new} {flags}"))["happened_at"].clone();
    assert_eq!(
        happened("--told 09:00 --happened 09:30"),
        "2026-11-21T09:30:00+00:00"
    );
    assert_eq!(
        happened("--told '2026-11-17 09:00' --happened 'fri 18:00'"),
        "2026-11-13T18:00:00+00:00"
    );
    shop.refuses(&format!("{ADA} --told 09:00 --happened 'today 09:30'"), 2)
        .says("went wrong after they told you?");
}

#[test]
fn a_promise_is_for_the_next_such_time_after_it_was_made() {
    let shop = Shop::new();
    shop.at("2026-11-18 09:00").run(ADA).ok();
    shop.at("2026-11-22 10:05");
    let by = |told: &str, by: &str| {
        let made = shop.item(&format!("promise 1 x --told '{told}' --by '{by}'"));
        let promises = made["promises"].as_array().unwrap();
        promises[promises.len() - 1]["due_at"].clone()
    };
    assert_eq!(by("2026-11-18 17:00", "20:00"), "2026-11-18T20:00:00+00:00");
    assert_eq!(
        by("2026-11-18 17:00", "fri 12:00"),
        "2026-11-20T12:00:00+00:00"
    );
    // These count from now, and so they are understood.
    assert_eq!(
        by("2026-11-18 17:00", "tomorrow 12:00"),
        "2026-11-23T12:00:00+00:00"
    );
    assert_eq!(by("1h ago", "in 2h"), "2026-11-22T12:05:00+00:00");
}

#[test]
fn a_moment_across_a_change_of_the_clocks_is_told_with_its_offset() {
    let shop = Shop::new();
    shop.at("2026-10-24 21:00").run(ADA).ok();
    let made = shop.item("promise 1 'A cake' --by 'tomorrow 20:00'");
    assert_eq!(
        made["changed"],
        "promise 1 of #1, by Sun 25 Oct 2026 20:00 +00:00"
    );
    let made = shop.item("promise 1 'A card' --by 23:00");
    assert_eq!(made["changed"], "promise 2 of #1, by Sat 24 Oct 2026 23:00");
    let told = seen(
        &shop,
        "promise 1 'A tart' --by 'Sun 25 Oct 2026 20:00 +00:00'",
    );
    assert!(
        flat(&told).contains("understood as Sun 25 Oct 2026 20:00 +00:00"),
        "{told}"
    );
    let paused = shop.item("pause 1 --until 'tomorrow 18:00' --why x");
    assert_eq!(
        paused["changed"],
        "#1 is paused until Sun 25 Oct 2026 18:00 +00:00"
    );
}

#[test]
fn what_was_understood_in_another_zone_can_be_typed_back() {
    let shop = Shop::with_ada();
    let told = seen(&shop, "promise 1 x --by 18:00 --tz Asia/Tokyo");
    assert!(
        flat(&told).contains("understood as Mon 23 Nov 2026 03:00 +09:00"),
        "{told}"
    );
    let again = shop.item("promise 1 x --by 'Mon 23 Nov 2026 03:00 +09:00'");
    assert_eq!(again["promises"][1]["due_at"], "2026-11-22T18:00:00+00:00");
}

#[test]
fn a_weekday_that_is_not_that_of_its_date_is_refused() {
    let shop = Shop::with_ada();
    shop.refuses("promise 1 x --by 'Mon 27 Nov 10:00'", 2)
        .says("--by: `Mon 27 Nov` is no date: 27 November 2026 is a Friday")
        .says("write `Fri 27 Nov 2026` or `Mon 30 Nov 2026`");
    let made = shop.item("promise 1 x --by 'Fri 27 Nov 10:00'");
    assert_eq!(made["changed"], "promise 1 of #1, by Fri 27 Nov 2026 10:00");
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
    let answer = super::shop::finish(command, b"").ok();
    answer
        .says("`Europe/Lodnon`")
        .says("did you mean `Europe/London`?");
}

/// What `TZ` may hold and cannot be used, with what is said of it and what to do.
const BAD_TZ: [(&str, &str, &str); 4] = [
    (
        "Europe/Lodnon",
        "TZ: there is no time zone called `Europe/Lodnon`",
        "did you mean `Europe/London`? then `amends config set timezone Europe/London`",
    ),
    (
        ":Europe/Lodnon",
        "TZ: there is no time zone called `:Europe/Lodnon`",
        "did you mean `Europe/London`?",
    ),
    (
        "CET-1CEST",
        "TZ: `CET-1CEST` is a rule for clocks",
        "name the place",
    ),
    (
        "/etc/hostname",
        "TZ: `/etc/hostname` is a file",
        "name the place",
    ),
];

fn in_zone(shop: &Shop, zone: &str, line: &str) -> super::shop::Output {
    let mut command = shop.command();
    command.env("TZ", zone).args(super::shop::split(line));
    super::shop::finish(command, b"")
}

#[test]
fn nothing_is_written_by_a_zone_that_tz_misnames() {
    for (zone, said, to_do) in BAD_TZ {
        let shop = Shop::empty();
        for line in [
            &format!("{ADA} --playbook cafe"),
            "config set name Rosa",
            "playbook drill cafe --cell lost-order,regular,minor --done",
        ] {
            in_zone(&shop, zone, line).fails(2).says(said).says(to_do);
            assert!(shop.everything().is_empty(), "{zone}: {line}");
        }
    }
}

#[test]
fn reading_goes_on_and_says_what_tz_misnames() {
    for (zone, said, to_do) in BAD_TZ {
        let shop = Shop::empty();
        for line in ["", "due", "list --json", "report nightly --plain"] {
            let answer = in_zone(&shop, zone, line).ok();
            answer
                .says(&format!("note: {said}"))
                .says("so times are in ")
                .says(to_do);
        }
    }
}

#[test]
fn where_the_settings_name_the_zone_tz_does_not_matter() {
    for (zone, _, _) in BAD_TZ {
        let shop = Shop::empty();
        in_zone(&shop, zone, "config set timezone Europe/London")
            .ok()
            .never_mentions("TZ");
        in_zone(&shop, zone, "config set name Rosa")
            .ok()
            .never_mentions("TZ");
        in_zone(&shop, zone, &format!("{ADA} --playbook cafe"))
            .ok()
            .never_mentions("TZ");
        in_zone(&shop, zone, "due --tz Asia/Tokyo")
            .ok()
            .never_mentions("TZ");
    }
}

#[test]
fn what_tz_names_in_another_form_is_taken() {
    for zone in [
        ":Asia/Tokyo",
        "asia/tokyo",
        "/usr/share/zoneinfo/Asia/Tokyo",
    ] {
        let shop = Shop::empty();
        in_zone(&shop, zone, &format!("{ADA} --playbook cafe")).ok();
        let written = std::fs::read_to_string(shop.path("shop.toml")).unwrap();
        assert!(
            written.contains("timezone = \"Asia/Tokyo\""),
            "{zone}: {written}"
        );
    }
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
