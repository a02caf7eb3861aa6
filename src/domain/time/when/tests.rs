//! Tables of typed dates: understood, refused, and their laws.

use super::*;

mod laws;
mod range;
mod refused;

fn zone(name: &str) -> Zone {
    Zone::bundled(name).unwrap()
}

fn wall_at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

fn utc(text: &str) -> Instant {
    wall_at(text).and_utc()
}

/// Friday, noon, in a winter London.
const NOW: &str = "2026-11-20 12:00:00";

/// Reads a text in London at [`NOW`] and gives the wall time.
fn read(text: &str, reading: Reading, alone: DateAlone) -> Result<String, BadWhen> {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc(NOW),
        zone: &zone,
        order: None,
    };
    let understood = moment.parse(text, reading, alone)?;
    Ok(zone.wall(understood.instant).to_string())
}

fn past(text: &str) -> Result<String, BadWhen> {
    read(text, Reading::Past, DateAlone::Start)
}

fn future(text: &str) -> Result<String, BadWhen> {
    read(text, Reading::Future, DateAlone::End)
}

/// Texts that mean the same whichever way the question looks.
const FIXED: &[(&str, &str)] = &[
    ("now", "2026-11-20 12:00:00"),
    ("2026-11-23 10:05", "2026-11-23 10:05:00"),
    ("2026-11-23T10:05", "2026-11-23 10:05:00"),
    ("2026-11-23t10:05:09", "2026-11-23 10:05:09"),
    ("2026-11-23 at 10:05", "2026-11-23 10:05:00"),
    ("10:05 2026-11-23", "2026-11-23 10:05:00"),
    ("2026/11/23 10:05", "2026-11-23 10:05:00"),
    ("2026-7-1 9:05", "2026-07-01 09:05:00"),
    ("2026-11-23T10:05:00Z", "2026-11-23 10:05:00"),
    ("2026-07-01T10:05:00Z", "2026-07-01 11:05:00"),
    ("2026-11-23T10:05:00.999+01:00", "2026-11-23 09:05:00"),
    ("2026-11-23 10:05-03:30", "2026-11-23 13:35:00"),
    ("2026-11-23 10:05 -03:30", "2026-11-23 13:35:00"),
    ("Mon 23 Nov 2026 10:05", "2026-11-23 10:05:00"),
    ("Mon 23 Nov 2026 10:05 +01:00", "2026-11-23 09:05:00"),
    ("Friday 27 November, 18:00", "2026-11-27 18:00:00"),
    ("fri 27 nov 2026 at 18:00", "2026-11-27 18:00:00"),
    ("27 nov fri 18:00", "2026-11-27 18:00:00"),
    ("fri 2026-11-27 18:00", "2026-11-27 18:00:00"),
    ("18:00 fri 27 nov", "2026-11-27 18:00:00"),
    ("thu 1 jan 10:00", "2026-01-01 10:00:00"),
    ("today 16:00 +00:00", "2026-11-20 16:00:00"),
    ("Wed 1 Jul 09:00 +01:00", "2026-07-01 09:00:00"),
    ("yesterday 3pm", "2026-11-19 15:00:00"),
    ("3pm yesterday", "2026-11-19 15:00:00"),
    ("yesterday at 3pm", "2026-11-19 15:00:00"),
    ("  YESTERDAY   3 PM ", "2026-11-19 15:00:00"),
    ("tomorrow noon", "2026-11-21 12:00:00"),
    ("today 12am", "2026-11-20 00:00:00"),
    ("today 12pm", "2026-11-20 12:00:00"),
    ("tomorrow 3:30 pm", "2026-11-21 15:30:00"),
    ("2h ago", "2026-11-20 10:00:00"),
    ("30 min ago", "2026-11-20 11:30:00"),
    ("1h 30m ago", "2026-11-20 10:30:00"),
    ("2 days ago", "2026-11-18 12:00:00"),
    ("in 2h", "2026-11-20 14:00:00"),
    ("in 3 days", "2026-11-23 12:00:00"),
    ("in 2 weeks", "2026-12-04 12:00:00"),
    ("0d ago", "2026-11-20 12:00:00"),
    ("next friday 10:00", "2026-11-27 10:00:00"),
    ("last friday 10:00", "2026-11-13 10:00:00"),
    ("next mon 10:00", "2026-11-23 10:00:00"),
    ("last monday at noon", "2026-11-16 12:00:00"),
    ("23 november 2026 10:05", "2026-11-23 10:05:00"),
    ("nov 23, 2026 10:05", "2026-11-23 10:05:00"),
    ("on 23 Nov 2026, at 3 pm", "2026-11-23 15:00:00"),
    ("23/11/2026 10:05", "2026-11-23 10:05:00"),
    ("11/23/2026 10:05", "2026-11-23 10:05:00"),
    ("23.11.2026 10:05", "2026-11-23 10:05:00"),
    ("23-11-2026 10:05", "2026-11-23 10:05:00"),
    ("4/4/2026 10:05", "2026-04-04 10:05:00"),
    ("29 feb 2028 noon", "2028-02-29 12:00:00"),
    ("20 nov 23:00", "2026-11-20 23:00:00"),
    ("20 nov 1am", "2026-11-20 01:00:00"),
];

#[test]
fn fixed_texts_mean_the_same_whichever_way_the_question_looks() {
    for (text, wall) in FIXED {
        for reading in [Reading::Past, Reading::Future] {
            let read = read(text, reading, DateAlone::Refused);
            assert_eq!(read.as_deref(), Ok(*wall), "{text}");
        }
    }
}

/// What a text means looking back (a date alone is its start) and ahead (it is its end).
const TWO_WAYS: &[(&str, &str, &str)] = &[
    ("10:05", "2026-11-20 10:05:00", "2026-11-21 10:05:00"),
    ("3pm", "2026-11-19 15:00:00", "2026-11-20 15:00:00"),
    ("at 3 pm", "2026-11-19 15:00:00", "2026-11-20 15:00:00"),
    ("noon", "2026-11-20 12:00:00", "2026-11-20 12:00:00"),
    ("midnight", "2026-11-20 00:00:00", "2026-11-21 00:00:00"),
    ("fri 10:00", "2026-11-20 10:00:00", "2026-11-27 10:00:00"),
    ("friday 15:00", "2026-11-13 15:00:00", "2026-11-20 15:00:00"),
    ("fri", "2026-11-20 00:00:00", "2026-11-20 23:59:59"),
    ("thu", "2026-11-19 00:00:00", "2026-11-26 23:59:59"),
    ("sat 9:00", "2026-11-14 09:00:00", "2026-11-21 09:00:00"),
    ("on tues 9:00", "2026-11-17 09:00:00", "2026-11-24 09:00:00"),
    ("next friday", "2026-11-27 00:00:00", "2026-11-27 23:59:59"),
    ("23 nov 10:00", "2025-11-23 10:00:00", "2026-11-23 10:00:00"),
    ("sept 1 9am", "2026-09-01 09:00:00", "2027-09-01 09:00:00"),
    ("20 nov", "2026-11-20 00:00:00", "2026-11-20 23:59:59"),
    ("today", "2026-11-20 00:00:00", "2026-11-20 23:59:59"),
    ("yesterday", "2026-11-19 00:00:00", "2026-11-19 23:59:59"),
    ("2026-11-23", "2026-11-23 00:00:00", "2026-11-23 23:59:59"),
];

#[test]
fn bare_times_weekdays_and_dates_without_a_year_look_the_way_of_the_question() {
    for (text, back, ahead) in TWO_WAYS {
        assert_eq!(past(text).as_deref(), Ok(*back), "{text}");
        assert_eq!(future(text).as_deref(), Ok(*ahead), "{text}");
    }
}

#[test]
fn the_order_of_dates_decides_and_is_never_bent() {
    let zone = Zone::utc();
    let read = |text, order| {
        let moment = ReferenceTime {
            now: utc(NOW),
            zone: &zone,
            order: Some(order),
        };
        moment
            .parse(text, Reading::Past, DateAlone::Start)
            .map(|understood| understood.instant.date_naive().to_string())
    };
    assert_eq!(
        read("1/4/2026", DateOrder::DayFirst).as_deref(),
        Ok("2026-04-01")
    );
    assert_eq!(
        read("1.4.2026", DateOrder::MonthFirst).as_deref(),
        Ok("2026-01-04")
    );
    assert_eq!(
        read("23/11/2026", DateOrder::DayFirst).as_deref(),
        Ok("2026-11-23")
    );
    let error = read("11/23/2026", DateOrder::DayFirst).unwrap_err();
    assert!(error.to_string().contains("written day-first"), "{error}");
    assert!(error.hint().contains("`2026-11-23`"));
}

#[test]
fn the_names_of_the_orders_read_back() {
    for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
        assert_eq!(order.to_string().to_uppercase().parse(), Ok(order));
    }
    let error = "us".parse::<DateOrder>().unwrap_err();
    assert!(error.to_string().contains("`us`"));
    assert!(error.hint().contains("day-first"));
}

#[test]
fn a_repeated_time_is_the_earlier_and_the_note_gives_the_later() {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc("2026-10-26 12:00:00"),
        zone: &zone,
        order: None,
    };
    let parse = |text: &str| {
        moment
            .parse(text, Reading::Past, DateAlone::Refused)
            .unwrap()
    };
    let understood = parse("yesterday 01:30");
    assert_eq!(understood.instant, utc("2026-10-25 00:30:00"));
    let note = understood.note.unwrap().to_string();
    assert!(
        note.starts_with("01:30 on 2026-10-25 happens twice"),
        "{note}"
    );
    assert!(note.contains("`2026-10-25T01:30:00+00:00`"));
    let later = parse("2026-10-25T01:30:00+00:00");
    assert_eq!(
        (later.instant, later.note),
        (utc("2026-10-25 01:30:00"), None)
    );
}

#[test]
fn days_counted_from_now_move_out_of_a_gap_as_deadlines_do() {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc("2026-03-28 01:30:00"),
        zone: &zone,
        order: None,
    };
    let understood = moment
        .parse("in 1 day", Reading::Future, DateAlone::Refused)
        .unwrap();
    assert_eq!(understood.instant, utc("2026-03-29 01:00:00"));
}

/// Start and end of days on which the clocks change at midnight.
const EDGES: &[(&str, &str, &str, &str)] = &[
    (
        "America/Sao_Paulo",
        "2017-10-15",
        "2017-10-15 03:00:00",
        "2017-10-16 01:59:59",
    ),
    (
        "America/Sao_Paulo",
        "2018-02-17",
        "2018-02-17 02:00:00",
        "2018-02-18 02:59:59",
    ),
    (
        "America/Havana",
        "2024-11-03",
        "2024-11-03 04:00:00",
        "2024-11-04 04:59:59",
    ),
    (
        "Europe/London",
        "2026-03-29",
        "2026-03-29 00:00:00",
        "2026-03-29 22:59:59",
    ),
    (
        "America/Scoresbysund",
        "2026-03-28",
        "2026-03-28 02:00:00",
        "2026-03-29 00:59:59",
    ),
];

#[test]
fn a_day_starts_and_ends_where_it_really_does() {
    for (name, date, start, end) in EDGES {
        let zone = zone(name);
        let moment = ReferenceTime {
            now: utc(NOW),
            zone: &zone,
            order: None,
        };
        let edge = |alone| moment.parse(date, Reading::Past, alone).unwrap().instant;
        assert_eq!(edge(DateAlone::Start), utc(start), "{name} {date}");
        assert_eq!(edge(DateAlone::End), utc(end), "{name} {date}");
    }
}

#[test]
fn a_day_that_was_skipped_has_no_start_and_no_end() {
    let zone = zone("Pacific/Apia");
    let moment = ReferenceTime {
        now: utc(NOW),
        zone: &zone,
        order: None,
    };
    for alone in [DateAlone::Start, DateAlone::End] {
        let error = moment
            .parse("2011-12-30", Reading::Past, alone)
            .unwrap_err();
        assert!(
            error
                .hint()
                .contains("`2011-12-29 23:59` or `2011-12-31 00:00`"),
            "{error}"
        );
    }
}

#[test]
fn parts_of_a_second_of_now_are_dropped() {
    let zone = Zone::utc();
    let now = utc(NOW) + TimeDelta::milliseconds(900);
    let moment = ReferenceTime {
        now,
        zone: &zone,
        order: None,
    };
    for text in ["now", "noon", "0m ago", "0d ago"] {
        let understood = moment
            .parse(text, Reading::Past, DateAlone::Refused)
            .unwrap();
        assert_eq!(understood.instant, utc(NOW), "{text}");
    }
}

fn column(
    text: &str,
    order: Option<DateOrder>,
) -> (String, Option<String>, Option<i32>, Option<DateOrder>) {
    let written = calendar_date(text, order).unwrap();
    let time = written.time.map(|time| time.to_string());
    (
        written.date.to_string(),
        time,
        written.offset,
        written.shown,
    )
}

#[test]
fn a_column_gives_date_time_offset_and_the_order_it_shows() {
    let day_first = Some(DateOrder::DayFirst);
    let month_first = Some(DateOrder::MonthFirst);
    let date = |date: &str, time: Option<&str>, offset, shown| {
        (date.to_owned(), time.map(str::to_owned), offset, shown)
    };
    for (text, order, wanted) in [
        ("2026-11-23", None, date("2026-11-23", None, None, None)),
        (
            "23/11/2026",
            None,
            date("2026-11-23", None, None, day_first),
        ),
        (
            "11/23/2026 3:05 PM",
            None,
            date("2026-11-23", Some("15:05:00"), None, month_first),
        ),
        (
            "01.04.2026 10:05",
            day_first,
            date("2026-04-01", Some("10:05:00"), None, None),
        ),
        (
            "01-04-2026",
            month_first,
            date("2026-01-04", None, None, None),
        ),
        (
            "2026-11-23T10:05:09Z",
            None,
            date("2026-11-23", Some("10:05:09"), Some(0), None),
        ),
        (
            "23 Nov 2026",
            month_first,
            date("2026-11-23", None, None, None),
        ),
    ] {
        assert_eq!(column(text, order), wanted, "{text}");
    }
}

#[test]
fn a_column_refuses_what_is_doubtful_or_no_calendar_date() {
    for text in ["1/4/2026", "12/4/2026", "4.12.2026", "1-2-2026"] {
        let error = calendar_date(text, None).unwrap_err();
        assert!(matches!(error, BadWhen::Doubtful { .. }), "{text}");
    }
    for text in ["yesterday", "fri", "23 nov", "noon", "now", "2h ago"] {
        let error = calendar_date(text, None).unwrap_err();
        assert_eq!(
            error,
            BadWhen::NotCalendar {
                found: text.to_owned()
            }
        );
    }
}

#[test]
fn a_written_date_is_set_into_a_zone() {
    let zone = zone("Europe/London");
    let moment = ReferenceTime {
        now: utc(NOW),
        zone: &zone,
        order: None,
    };
    let set = |text, alone| {
        calendar_date(text, None)
            .unwrap()
            .understood(&moment, alone)
    };
    let instant = |text| set(text, DateAlone::Start).unwrap().instant;
    assert_eq!(instant("2026-07-01"), utc("2026-06-30 23:00:00"));
    assert_eq!(instant("2026-07-01 10:00"), utc("2026-07-01 09:00:00"));
    assert_eq!(instant("2026-07-01T10:00Z"), utc("2026-07-01 10:00:00"));
    assert!(matches!(
        set("2026-03-29 01:30", DateAlone::Start),
        Err(BadWhen::Skipped { .. })
    ));
    assert!(matches!(
        set("2026-03-29", DateAlone::Refused),
        Err(BadWhen::NoTime { .. })
    ));
}
