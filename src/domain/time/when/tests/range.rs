//! Two ends that are understood together.

use super::*;

/// The evening of a Monday in London.
const MONDAY: &str = "2026-11-23 20:00:00";

fn range(since: &str, until: &str) -> Result<[Option<String>; 2], BadRange> {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc(MONDAY),
        zone: &zone,
        order: None,
    };
    let ends = Ends {
        since: Some(since).filter(|text| !text.is_empty()),
        until: Some(until).filter(|text| !text.is_empty()),
    };
    let shown = |end: Option<UnderstoodDate>| {
        end.map(|end| zone.wall(end.instant).format("%Y-%m-%d %H:%M").to_string())
    };
    moment
        .range(ends)
        .map(|range| [shown(range.since), shown(range.until)])
}

#[test]
fn the_end_never_lies_before_the_start() {
    for (since, until, wanted) in [
        ("1 nov", "30 nov", ["2026-11-01 00:00", "2026-11-30 23:59"]),
        ("1 nov", "20 nov", ["2026-11-01 00:00", "2026-11-20 23:59"]),
        ("1 dec", "31 jan", ["2025-12-01 00:00", "2026-01-31 23:59"]),
        ("30 nov", "1 nov", ["2025-11-30 00:00", "2026-11-01 23:59"]),
        // The end is certain, so the start is the last one before it.
        (
            "1 nov",
            "30 nov 2025",
            ["2025-11-01 00:00", "2025-11-30 23:59"],
        ),
        (
            "1 nov 2024",
            "30 nov",
            ["2024-11-01 00:00", "2025-11-30 23:59"],
        ),
        ("mon", "fri", ["2026-11-23 00:00", "2026-11-27 23:59"]),
        ("fri", "sun", ["2026-11-20 00:00", "2026-11-22 23:59"]),
        ("9:00", "21:00", ["2026-11-23 09:00", "2026-11-23 21:00"]),
        ("21:00", "9:00", ["2026-11-22 21:00", "2026-11-23 09:00"]),
        ("mon", "mon", ["2026-11-23 00:00", "2026-11-23 23:59"]),
        (
            "yesterday",
            "tomorrow",
            ["2026-11-22 00:00", "2026-11-24 23:59"],
        ),
    ] {
        let read = range(since, until).unwrap();
        assert_eq!(
            read,
            wanted.map(|end| Some(end.to_owned())),
            "{since} to {until}"
        );
    }
}

#[test]
fn an_end_alone_looks_back() {
    let end = |text: &str| Some(text.to_owned());
    assert_eq!(range("", "30 nov"), Ok([None, end("2025-11-30 23:59")]));
    assert_eq!(range("30 nov", ""), Ok([end("2025-11-30 00:00"), None]));
    assert_eq!(range("", ""), Ok([None, None]));
}

#[test]
fn a_range_that_is_really_reversed_names_both_ends() {
    for (since, until) in [
        ("30 nov 2026", "1 nov 2026"),
        ("2026-11-30", "2026-11-01"),
        ("Mon 30 Nov 2026", "Sun 1 Nov 2026"),
    ] {
        let refused = range(since, until).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "`--until` lies before `--since`: Sun 1 Nov 2026 23:59 is earlier than Mon 30 Nov 2026 00:00"
        );
        assert!(refused.hint().contains("the earlier one to `--since`"));
    }
    // These count from now, whatever the other end is.
    for (since, until) in [
        ("tomorrow", "in 2h"),
        ("1h ago", "2h ago"),
        ("now", "yesterday"),
    ] {
        assert!(matches!(
            range(since, until),
            Err(BadRange::Reversed { .. })
        ));
    }
}

#[test]
fn each_end_that_is_not_understood_is_named() {
    let said = |since, until| range(since, until).unwrap_err().to_string();
    assert!(said("soon", "30 nov").starts_with("--since: `soon`"));
    assert!(said("1 nov", "soon").starts_with("--until: `soon`"));
    assert!(
        range("1 nov", "31 nov")
            .unwrap_err()
            .hint()
            .contains("1 to 30")
    );
}

#[test]
fn what_looks_looks_from_the_other_moment_and_what_counts_counts_from_now() {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc(MONDAY),
        zone: &zone,
        order: None,
    };
    let told = utc("2026-11-10 18:00:00");
    let read = |text, reading| {
        let understood = moment.parse(text, reading, DateAlone::Start).unwrap();
        zone.wall(understood.instant).to_string()
    };
    for (text, before, after) in [
        ("20:00", "2026-11-09 20:00:00", "2026-11-10 20:00:00"),
        ("18:00", "2026-11-10 18:00:00", "2026-11-10 18:00:00"),
        ("fri 09:00", "2026-11-06 09:00:00", "2026-11-13 09:00:00"),
        ("tue 19:00", "2026-11-03 19:00:00", "2026-11-10 19:00:00"),
        ("12 nov", "2025-11-12 00:00:00", "2026-11-12 00:00:00"),
        ("yesterday", "2026-11-22 00:00:00", "2026-11-22 00:00:00"),
        ("in 2h", "2026-11-23 22:00:00", "2026-11-23 22:00:00"),
        ("next fri", "2026-11-27 00:00:00", "2026-11-27 00:00:00"),
        ("now", "2026-11-23 20:00:00", "2026-11-23 20:00:00"),
    ] {
        assert_eq!(read(text, Reading::UpTo(told)), before, "{text}");
        assert_eq!(read(text, Reading::From(told)), after, "{text}");
    }
}
