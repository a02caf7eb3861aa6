//! The decided behaviours, published clock changes, and laws over odd zones.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::*;

mod edges;
mod laws;
mod reference;
mod texts;

const HOUR: u64 = 3_600;

fn zone(name: &str) -> Zone {
    Zone::bundled(name).unwrap()
}

fn thawed(form: Value) -> Hours {
    serde_json::from_value(form).unwrap()
}

/// Monday to Friday with a break at noon.
fn office() -> Value {
    let day = ["09:00-12:30", "13:30-17:00"];
    json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day})
}

/// The same ranges every day.
fn daily(range: &str) -> Value {
    let day = [range];
    json!({"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": day})
}

/// Reads `2026-11-23 10:05`, with seconds or without.
fn utc(text: &str) -> Instant {
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
    wall.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M"))
        .unwrap()
        .and_utc()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn open_time_runs_only_inside_the_hours() {
    let (zone, hours) = (zone("Europe/London"), thawed(json!({"week": office()})));
    let calendar = Calendar::new(&zone, Some(&hours));
    // 23 November 2026 is a Monday.
    for (start, seconds, end) in [
        ("2026-11-23 10:00", HOUR, "2026-11-23 11:00"),
        ("2026-11-23 12:00", HOUR, "2026-11-23 14:00"),
        ("2026-11-23 07:00", HOUR, "2026-11-23 10:00"),
        ("2026-11-23 16:30", HOUR, "2026-11-24 09:30"),
        ("2026-11-27 16:30", HOUR, "2026-11-30 09:30"),
        ("2026-11-28 12:00", 8 * HOUR, "2026-12-01 10:00"),
        ("2026-11-23 09:00", 35 * HOUR, "2026-11-27 17:00"),
        ("2026-11-23 09:00", 35 * HOUR + 1, "2026-11-30 09:00:01"),
        ("2026-11-23 10:00:30", 1, "2026-11-23 10:00:31"),
    ] {
        let found = calendar.add_open(utc(start), seconds);
        assert_eq!(found, Ok(utc(end)), "{start} + {seconds} s");
        assert_eq!(calendar.open_between(utc(start), utc(end)), Ok(seconds));
    }
}

#[test]
fn open_time_that_runs_out_at_closing_ends_at_closing() {
    let (zone, hours) = (zone("Europe/London"), thawed(json!({"week": office()})));
    let calendar = Calendar::new(&zone, Some(&hours));
    for (start, seconds, end) in [
        ("2026-11-23 16:00", HOUR, "2026-11-23 17:00"),
        ("2026-11-23 12:00", HOUR / 2, "2026-11-23 12:30"),
        ("2026-11-20 18:00", 7 * HOUR, "2026-11-23 17:00"),
    ] {
        assert_eq!(calendar.add_open(utc(start), seconds), Ok(utc(end)));
    }
}

#[test]
fn years_of_open_time_end_on_the_very_second() {
    let (zone, hours) = (zone("UTC"), thawed(json!({"week": office()})));
    let calendar = Calendar::new(&zone, Some(&hours));
    let monday = utc("2026-11-23 09:00");
    // 1 000 weeks of 35 hours end on a Friday at five; a second more, on Monday.
    for (seconds, end) in [
        (10 * 35 * HOUR, "2027-01-29 17:00"),
        (10 * 35 * HOUR + 7 * HOUR, "2027-02-01 17:00"),
        (1_000 * 35 * HOUR, "2046-01-19 17:00"),
        (1_000 * 35 * HOUR + 1, "2046-01-22 09:00:01"),
    ] {
        assert_eq!(calendar.add_open(monday, seconds), Ok(utc(end)));
        assert_eq!(calendar.open_between(monday, utc(end)), Ok(seconds));
    }
    let days = calendar.add_open_days(monday, 5_000);
    assert_eq!(days, Ok(utc("2046-01-22 09:00")));
}

#[test]
fn no_open_time_ends_at_once_inside_or_at_closing_and_else_at_the_next_opening() {
    let (zone, hours) = (zone("Europe/London"), thawed(json!({"week": office()})));
    let calendar = Calendar::new(&zone, Some(&hours));
    for (start, end) in [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 12:30", "2026-11-23 12:30"),
        ("2026-11-23 17:00", "2026-11-23 17:00"),
        ("2026-11-23 13:00", "2026-11-23 13:30"),
        ("2026-11-23 08:59:59", "2026-11-23 09:00"),
        ("2026-11-23 17:00:01", "2026-11-24 09:00"),
        ("2026-11-28 10:00", "2026-11-30 09:00"),
    ] {
        assert_eq!(calendar.add_open(utc(start), 0), Ok(utc(end)), "{start}");
    }
}

/// On a Monday from 9 to 12, 12 to 13 and 14 to 17: an instant, whether it is open, the next opening and closing.
const MOMENTS: [(&str, bool, &str, &str); 6] = [
    ("11-23 08:59:59", false, "11-23 09:00", "11-23 13:00"),
    ("11-23 09:00", true, "11-23 09:00", "11-23 13:00"),
    ("11-23 12:00", true, "11-23 12:00", "11-23 13:00"),
    ("11-23 12:59:59", true, "11-23 12:59:59", "11-23 13:00"),
    ("11-23 13:00", false, "11-23 14:00", "11-23 17:00"),
    ("11-23 17:00", false, "11-30 09:00", "11-30 13:00"),
];

#[test]
fn openings_and_closings_are_told_apart_at_the_very_second() {
    let week = json!({"mon": ["09:00-12:00", "12:00-13:00", "14:00-17:00"]});
    let (zone, hours) = (zone("UTC"), thawed(json!({"week": week})));
    let calendar = Calendar::new(&zone, Some(&hours));
    let utc = |text: &str| utc(&format!("2026-{text}"));
    for (at, open, opening, closing) in MOMENTS {
        assert_eq!(calendar.is_open(utc(at)), open, "{at}");
        assert_eq!(calendar.next_opening(utc(at)), Ok(utc(opening)), "{at}");
        assert_eq!(calendar.next_closing(utc(at)), Ok(utc(closing)), "{at}");
    }
}

#[test]
fn the_end_of_the_day_and_a_minute_before_it_differ() {
    let zone = zone("UTC");
    let (full, short) = (
        thawed(json!({"week": daily("00:00-24:00")})),
        thawed(json!({"week": daily("00:00-23:59")})),
    );
    let week = (utc("2026-11-23 00:00"), utc("2026-11-30 00:00"));
    let between = |hours| Calendar::new(&zone, Some(hours)).open_between(week.0, week.1);
    assert_eq!(between(&full), Ok(7 * 24 * HOUR));
    assert_eq!(between(&short), Ok(7 * (24 * HOUR - 60)));
}

#[test]
fn a_shop_that_never_closes_has_no_closing() {
    let (zone, hours) = (
        zone("Europe/London"),
        thawed(json!({"week": daily("00:00-24:00")})),
    );
    let calendar = Calendar::new(&zone, Some(&hours));
    let at = utc("2026-11-23 10:00");
    assert_eq!(calendar.next_closing(at), Ok(Instant::MAX_UTC));
    assert_eq!(calendar.next_opening(at), Ok(at));
    let year = calendar.add_open(at, 365 * 24 * HOUR);
    assert_eq!(year, Ok(utc("2027-11-23 10:00")));
}

#[test]
fn an_evening_over_midnight_belongs_to_its_own_day() {
    let form = json!({"week": {"fri": ["18:00-02:00"], "sat": ["10:00-12:00"]},
        "holidays": ["2026-11-28"]});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    // Saturday the 28th is a holiday; the evening of Friday runs on into it.
    let found = calendar.open_between(utc("2026-11-27 00:00"), utc("2026-11-30 00:00"));
    assert_eq!(found, Ok(8 * HOUR));
    assert!(calendar.is_open(utc("2026-11-28 01:59:59")));
    assert!(!calendar.is_open(utc("2026-11-28 10:30")));
    // A holiday on the Friday takes its whole evening away, and leaves Saturday as it is.
    let form = json!({"week": {"fri": ["18:00-02:00"], "sat": ["10:00-12:00"]},
        "holidays": ["11-27"]});
    let hours = thawed(form);
    let calendar = Calendar::new(&zone, Some(&hours));
    assert!(!calendar.is_open(utc("2026-11-28 01:00")));
    assert!(calendar.is_open(utc("2026-11-28 10:30")));
}

#[test]
fn a_special_day_replaces_its_day_and_beats_a_holiday() {
    let form = json!({"week": daily("09:00-17:00"), "holidays": ["12-24", "12-25", "12-26"],
        "on": {"2026-12-24": ["09:00-12:00"], "2026-12-28": []}});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    let days = calendar.days(utc("2026-12-23 00:00"), utc("2026-12-29 00:00"));
    let days: Vec<(DayKind, u64)> = days
        .unwrap()
        .iter()
        .map(|day| (day.kind, day.seconds))
        .collect();
    let expected = [
        (DayKind::Usual, 8 * HOUR),
        (DayKind::Special, 3 * HOUR),
        (DayKind::Holiday, 0),
        (DayKind::Holiday, 0),
        (DayKind::Usual, 8 * HOUR),
        (DayKind::Special, 0),
    ];
    assert_eq!(days, expected);
    assert!(hours.opens(day("2026-12-24")) && !hours.opens(day("2026-12-25")));
    assert_eq!(hours.kind(day("2027-12-24")), DayKind::Holiday);
    let usual = hours.usual();
    assert!(usual.opens(day("2026-12-25")));
    assert_eq!(usual, thawed(json!({"week": daily("09:00-17:00")})));
}

#[test]
fn a_special_day_that_opens_into_the_evening_before_counts_no_second_twice() {
    let form = json!({"week": {"thu": ["18:00-03:00"], "fri": ["10:00-12:00"]},
        "on": {"2026-12-25": ["00:30-01:00", "02:00-05:00"]}});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    let (from, to) = (utc("2026-12-24 00:00"), utc("2026-12-26 00:00"));
    assert_eq!(calendar.open_between(from, to), Ok(11 * HOUR));
    let days = calendar.days(from, to).unwrap();
    let seconds: Vec<u64> = days.iter().map(|day| day.seconds).collect();
    assert_eq!(seconds, [9 * HOUR, 2 * HOUR]);
    assert_eq!(
        calendar.next_closing(utc("2026-12-24 20:00")),
        Ok(utc("2026-12-25 05:00"))
    );
    let ends = calendar.add_open(utc("2026-12-24 18:00"), 10 * HOUR);
    assert_eq!(ends, Ok(utc("2026-12-25 04:00")));
}

#[test]
fn the_twenty_ninth_of_february_is_a_holiday_only_in_leap_years() {
    let form = json!({"week": daily("09:00-17:00"), "holidays": ["02-29", "12-25"]});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    let of_year = |year: i32| {
        let first = |year| utc(&format!("{year}-01-01 00:00"));
        calendar.open_between(first(year), first(year + 1))
    };
    assert_eq!(of_year(2027), Ok(364 * 8 * HOUR));
    assert_eq!(of_year(2028), Ok(364 * 8 * HOUR));
    assert_eq!(hours.kind(day("2028-02-29")), DayKind::Holiday);
    assert_eq!(hours.kind(day("2027-03-01")), DayKind::Usual);
}

#[test]
fn open_days_keep_the_wall_time_or_end_at_closing() {
    let form = json!({"week": {"mon": ["09:00-17:00"], "tue": ["09:00-12:00"], "wed": ["14:00-18:00"],
        "fri": ["18:00-02:00"], "sat": ["18:00-23:00"]}, "holidays": ["2026-12-02"]});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    for (start, days, end) in [
        // Monday to Tuesday, who closes at noon, to Wednesday, who opens at two.
        ("2026-11-23 10:00", 1, "2026-11-24 10:00"),
        ("2026-11-23 15:00", 1, "2026-11-24 12:00"),
        ("2026-11-23 12:00", 1, "2026-11-24 12:00"),
        ("2026-11-23 10:00", 2, "2026-11-25 10:00"),
        ("2026-11-23 20:00", 2, "2026-11-25 18:00"),
        // Thursday is shut, so it counts as no day, and may be the start of a count.
        ("2026-11-23 10:00", 3, "2026-11-27 10:00"),
        ("2026-11-26 10:00", 1, "2026-11-27 10:00"),
        ("2026-11-23 10:00", 5, "2026-11-30 10:00"),
        // Wednesday the 2nd is a holiday.
        ("2026-11-30 10:00", 2, "2026-12-04 10:00"),
        // One on Saturday morning is 25:00 of Friday; Saturday closes before that, Friday does not.
        ("2026-11-28 01:00", 1, "2026-11-28 23:00"),
        ("2026-11-28 01:00", 4, "2026-12-05 01:00"),
        ("2026-11-28 02:00", 1, "2026-11-30 02:00"),
        ("2026-11-23 03:21:07", 0, "2026-11-23 03:21:07"),
    ] {
        let found = calendar.add_open_days(utc(start), days);
        assert_eq!(found, Ok(utc(end)), "{start} + {days} open days");
    }
}

#[test]
fn days_explain_every_business_day_that_is_touched() {
    let form = json!({"week": {"thu": ["09:00-17:00"], "fri": ["09:00-12:00", "18:00-02:00"]}});
    let (zone, hours) = (zone("UTC"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    let told = |from, to| {
        let days = calendar.days(utc(from), utc(to)).unwrap();
        days.into_iter()
            .map(|day| (day.date.to_string(), day.open.len(), day.seconds))
            .collect::<Vec<_>>()
    };
    let (thu, fri, sat) = ("2026-11-26", "2026-11-27", "2026-11-28");
    assert_eq!(
        told("2026-11-26 16:00", "2026-11-28 12:00"),
        [
            (thu.to_owned(), 1, HOUR),
            (fri.to_owned(), 2, 11 * HOUR),
            (sat.to_owned(), 0, 0)
        ]
    );
    assert_eq!(
        told("2026-11-28 01:00", "2026-11-28 01:30"),
        [(fri.to_owned(), 1, HOUR / 2)]
    );
    assert_eq!(
        told("2026-11-28 01:00", "2026-11-28 02:00"),
        [(fri.to_owned(), 1, HOUR)]
    );
    assert_eq!(
        told("2026-11-28 01:00", "2026-11-28 02:01"),
        [(fri.to_owned(), 1, HOUR), (sat.to_owned(), 0, 0)]
    );
    assert_eq!(told("2026-11-28 01:00", "2026-11-28 01:00"), []);
    assert_eq!(told("2026-11-28 01:00", "2026-11-27 01:00"), []);
}

#[test]
fn without_hours_every_question_about_open_time_is_an_error() {
    let zone = zone("UTC");
    let calendar = Calendar::new(&zone, None);
    let at = utc("2026-11-23 10:00");
    for answer in [
        calendar.add_open(at, 0),
        calendar.add_open_days(at, 0),
        calendar.next_opening(at),
        calendar.next_closing(at),
    ] {
        assert_eq!(answer, Err(NoTime::NoHours));
    }
    assert_eq!(calendar.open_between(at, at), Err(NoTime::NoHours));
    assert_eq!(calendar.days(at, at), Err(NoTime::NoHours));
    assert!(!calendar.is_open(at));
    assert!(NoTime::NoHours.hint().contains("`[hours]`"));
}

#[test]
fn hours_keep_their_meaning_when_they_are_frozen_and_thawed() {
    let form = json!({"week": {"mon": ["09:00-12:30", "13:30-17:00"], "fri": ["18:00-02:00"], "sun": ["18:00-24:00"]},
        "holidays": ["2026-12-25", "12-26"], "on": {"2026-12-24": ["09:00-12:00"], "2026-12-31": []}});
    let hours = thawed(form.clone());
    assert_eq!(serde_json::to_value(&hours).unwrap(), form);
    // Order and twice the same holiday make no difference; midnight is the end of the day.
    let same = json!({"on": {"2026-12-31": [], "2026-12-24": ["09:00-12:00"]},
        "holidays": ["12-26", "2026-12-25", "12-26"],
        "week": {"sun": ["18:00-00:00"], "tue": [], "fri": ["18:00-02:00"], "mon": ["13:30-17:00", "09:00-12:30"]}});
    assert_eq!(thawed(same), hours);
    let empty: Hours = serde_json::from_str("{}").unwrap();
    assert_eq!(serde_json::to_string(&empty).unwrap(), "{}");
    assert!(!empty.ever_open() && hours.ever_open());
}

#[test]
fn what_is_no_hours_is_not_thawed() {
    for form in [
        json!({"week": {"mon": ["9-17"]}}),
        json!({"week": {"monday": ["09:00-17:00"]}}),
        json!({"week": {"mon": ["09:00-17:00", "16:00-18:00"]}}),
        json!({"holidays": ["25-12"]}),
        json!({"on": {"12-24": []}}),
        json!({"weeks": {}}),
        json!(3),
    ] {
        assert!(
            serde_json::from_value::<Hours>(form.clone()).is_err(),
            "{form}"
        );
    }
}
