//! Tables and laws of durations.

use chrono::NaiveDateTime;
use proptest::prelude::*;

use super::*;
use crate::domain::time::zone::Zone;

fn utc(text: &str) -> Instant {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap()
        .and_utc()
}

const fn elapsed_of(seconds: u64) -> Span {
    Span::Elapsed { seconds }
}

/// A shop that has not said when it is open.
fn bare(zone: &Zone) -> Calendar<'_> {
    Calendar::new(zone, None)
}

const FORMS: &[(&str, Span, &str, &str)] = &[
    ("30m", elapsed_of(1_800), "30m", "30 minutes"),
    ("30 min", elapsed_of(1_800), "30m", "30 minutes"),
    ("24h", elapsed_of(86_400), "24h", "24 hours"),
    ("1 hour", elapsed_of(3_600), "1h", "1 hour"),
    ("1h 30m", elapsed_of(5_400), "1h 30m", "1 hour 30 minutes"),
    ("  30m1H ", elapsed_of(5_400), "1h 30m", "1 hour 30 minutes"),
    ("45s", elapsed_of(45), "45s", "45 seconds"),
    ("0m", elapsed_of(0), "0m", "0 minutes"),
    ("0h", elapsed_of(0), "0m", "0 minutes"),
    ("1d", Span::Days { days: 1 }, "1d", "1 day"),
    ("0 days", Span::Days { days: 0 }, "0d", "0 days"),
    ("2 weeks", Span::Days { days: 14 }, "14d", "14 days"),
    ("1w 2d", Span::Days { days: 9 }, "9d", "9 days"),
    (
        "8 open hours",
        Span::OpenTime { seconds: 28_800 },
        "8 open hours",
        "8 open hours",
    ),
    (
        "1 OPEN  hour",
        Span::OpenTime { seconds: 3_600 },
        "1 open hour",
        "1 open hour",
    ),
    (
        "90 open minutes",
        Span::OpenTime { seconds: 5_400 },
        "90 open minutes",
        "90 open minutes",
    ),
    (
        "1 open h 30 open m",
        Span::OpenTime { seconds: 5_400 },
        "90 open minutes",
        "90 open minutes",
    ),
    (
        "0 open hours",
        Span::OpenTime { seconds: 0 },
        "0 open minutes",
        "0 open minutes",
    ),
    (
        "61 open seconds",
        Span::OpenTime { seconds: 61 },
        "61 open seconds",
        "61 open seconds",
    ),
    (
        "2 open days",
        Span::OpenDays { days: 2 },
        "2 open days",
        "2 open days",
    ),
    ("3650d", Span::Days { days: 3_650 }, "3650d", "3650 days"),
    ("87600h", elapsed_of(315_360_000), "87600h", "87600 hours"),
];

#[test]
fn every_form_of_the_playbook_is_read() {
    for (text, span, canonical, phrase) in FORMS {
        assert_eq!(Span::parse(text), Ok(*span), "{text}");
        assert_eq!(span.to_string(), *canonical, "{text}");
        assert_eq!(span.phrase(), *phrase, "{text}");
    }
}

const MISTAKES: &[(&str, &str, &str)] = &[
    ("", "missing", "`30m`"),
    ("   ", "missing", "`30m`"),
    ("30", "`30` has no unit", "`30m`, `30h` or `30d`"),
    ("8 open", "`8` has no unit", "`8h`"),
    ("0", "`0` has no unit", "`0m`"),
    ("hours", "`hours` has no number", "`24h`"),
    ("open hours", "`open` has no number", "`8 open hours`"),
    ("-2h", "below zero", "without the minus"),
    ("\u{2212}2h", "below zero", "without the minus"),
    ("- 2 h", "below zero", "without the minus"),
    ("1.5h", "`1.5h` is not a whole number", "`1h 30m`"),
    ("1,5 hours", "not a whole number", "`1h 30m`"),
    ("1.5d", "not a whole number", "`36h`"),
    ("0.33333h", "not a whole number", "`1h 30m`"),
    ("1.5", "not a whole number", "whole numbers"),
    ("1.5 open hours", "not a whole number", "whole numbers"),
    ("2 months", "`2 months` has no fixed length", "`60d`"),
    ("1y", "no fixed length", "`365d`"),
    ("99 years", "no fixed length", "number of days"),
    ("2 business days", "called `open`", "`2 open days`"),
    ("1 open week", "five, six or seven", "`5 open days`"),
    ("2 huors", "`huors` is not a unit", "`hours`"),
    ("2 q", "`q` is not a unit", "the units are"),
    ("soon", "`soon` is not a unit", "the units are"),
    ("half an hour", "`half` is not a unit", "the units are"),
    ("1:30", "`:` is not a unit", "the units are"),
    ("1h 2h", "same unit twice", "each unit once"),
    ("1d 2h", "mixes days", "`26h`"),
    (
        "1 open hour 30 minutes",
        "mixes open time",
        "`90 open minutes`",
    ),
    (
        "1 open day 2 open hours",
        "mixes days",
        "only days or only hours",
    ),
    ("3651d", "longer than ten years", "shorter"),
    ("87601h", "longer than ten years", "shorter"),
    (
        "99999999999999999999999h",
        "longer than ten years",
        "shorter",
    ),
    ("18446744073709551615w", "longer than ten years", "shorter"),
    ("2h+", "`+` is not a unit", "the units are"),
];

#[test]
fn each_mistake_has_its_own_sentence_and_way_out() {
    for (text, sentence, hint) in MISTAKES {
        let error = Span::parse(text).unwrap_err();
        assert!(error.to_string().contains(sentence), "{text}: {error}");
        assert!(error.hint().contains(hint), "{text}: {}", error.hint());
    }
}

#[test]
fn a_day_keeps_the_wall_time_and_24_hours_do_not() {
    let london = Zone::bundled("Europe/London").unwrap();
    let before_the_jump = utc("2026-03-28 12:00");
    let day = Span::Days { days: 1 }.after(before_the_jump, bare(&london));
    let hours = elapsed_of(86_400).after(before_the_jump, bare(&london));
    assert_eq!(day, Ok(utc("2026-03-29 11:00")));
    assert_eq!(hours, Ok(utc("2026-03-29 12:00")));
}

#[test]
fn a_day_that_lands_in_a_gap_moves_forward_and_in_an_overlap_is_the_earlier() {
    let london = Zone::bundled("Europe/London").unwrap();
    let one_day = Span::Days { days: 1 };
    assert_eq!(
        one_day.after(utc("2026-03-28 01:30"), bare(&london)),
        Ok(utc("2026-03-29 01:00"))
    );
    assert_eq!(
        one_day.after(utc("2026-10-24 00:30"), bare(&london)),
        Ok(utc("2026-10-25 00:30"))
    );
    let apia = Zone::bundled("Pacific/Apia").unwrap();
    assert_eq!(
        one_day.after(utc("2011-12-29 22:00"), bare(&apia)),
        Ok(utc("2011-12-30 10:00"))
    );
}

#[test]
fn no_days_end_where_they_start_even_in_the_second_of_two_equal_hours() {
    let london = Zone::bundled("Europe/London").unwrap();
    let second = utc("2026-10-25 01:30");
    assert_eq!(
        Span::Days { days: 0 }.after(second, bare(&london)),
        Ok(second)
    );
}

#[test]
fn open_time_asks_for_the_hours() {
    for span in [Span::OpenTime { seconds: 60 }, Span::OpenDays { days: 1 }] {
        let error = span
            .after(utc("2026-01-01 00:00"), bare(&Zone::utc()))
            .unwrap_err();
        let because = NoTime::NoHours;
        assert_eq!(error, Undated { span, because });
        assert!(error.to_string().contains(&span.to_string()));
        assert!(error.hint().contains("[hours]"));
    }
}

#[test]
fn spans_compare_by_nominal_seconds() {
    assert_eq!(
        Span::Days { days: 1 }.nominal_seconds(),
        elapsed_of(86_400).nominal_seconds()
    );
    assert_eq!(Span::OpenDays { days: 2 }.nominal_seconds(), 172_800);
    assert_eq!(Span::OpenTime { seconds: 90 }.nominal_seconds(), 90);
}

fn spans() -> impl Strategy<Value = Span> {
    let seconds = 0..=u64::from(LONGEST_DAYS) * DAY;
    let days = 0..=LONGEST_DAYS;
    prop_oneof![
        seconds
            .clone()
            .prop_map(|seconds| Span::Elapsed { seconds }),
        days.clone().prop_map(|days| Span::Days { days }),
        seconds.prop_map(|seconds| Span::OpenTime { seconds }),
        days.prop_map(|days| Span::OpenDays { days }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_and_what_is_said_read_back_as_the_same_length(span in spans()) {
        prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
        prop_assert_eq!(Span::parse(&span.phrase()), Ok(span));
    }

    #[test]
    fn no_text_stops_the_reader(text in "\\PC*", near in "[-0-9.,]{0,25} ?(open)? ?[hmdwsy]?[a-z ]{0,8}") {
        for text in [text, near] {
            if let Err(error) = Span::parse(&text) {
                prop_assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            }
        }
    }

    #[test]
    fn a_longer_span_never_ends_earlier(a in 0..100_u32, b in 0..100_u32, start in 0..2_000_000_000_i64) {
        let zone = Zone::bundled("Australia/Lord_Howe").unwrap();
        let start = chrono::DateTime::from_timestamp(start, 0).unwrap();
        let (short, long) = (a.min(b), a.max(b));
        let end = |days| Span::Days { days }.after(start, bare(&zone)).unwrap();
        prop_assert!(short == 0 || end(short) <= end(long));
    }
}
