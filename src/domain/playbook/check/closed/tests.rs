//! Windows of recovery against hours, minute by minute, and what each finding says.

use proptest::prelude::*;

use super::*;
use crate::domain::time::calendar::{OpenRange, Parts};

/// Opening and closing of each weekday, in full hours; equal ones stand for a day shut.
type Days = [(u16, u16); 7];

fn hours(days: Days) -> Hours {
    let ranges = |(opens, closes): (u16, u16)| {
        let text = format!("{opens:02}:00-{closes:02}:00");
        let range = (opens < closes).then(|| OpenRange::parse(&text).unwrap());
        range.map(|range| (range, ())).into_iter().collect()
    };
    let parts = Parts {
        week: days.map(ranges),
        ..Parts::default()
    };
    Hours::from_parts(parts).unwrap()
}

const NINE_TO_FIVE: (u16, u16) = (9, 17);
const SHUT: (u16, u16) = (0, 0);
const OFFICE: Days = [
    NINE_TO_FIVE,
    NINE_TO_FIVE,
    NINE_TO_FIVE,
    NINE_TO_FIVE,
    NINE_TO_FIVE,
    NINE_TO_FIVE,
    SHUT,
];

fn six() -> NaiveTime {
    NaiveTime::from_hms_opt(18, 0, 0).unwrap()
}

fn count(days: Days, span: &str, reach: OnCall) -> usize {
    let closed = Week::of(&hours(days)).closed(Span::parse(span).unwrap(), reach);
    closed.iter().filter(|hour| **hour).count()
}

/// Looks at every minute of a window, as the rule is worded.
fn by_the_minute(days: Days, (told, seconds): (usize, i64), reach: OnCall) -> bool {
    let open_at = |minute: i64| {
        let (day, hour) = (minute.div_euclid(1_440) % 7, minute.rem_euclid(1_440) / 60);
        let (opens, closes) = days[usize::try_from(day).unwrap()];
        (i64::from(opens)..i64::from(closes)).contains(&hour)
    };
    let start = i64::try_from(told).unwrap() * 60;
    let mut minutes = start..start + seconds / 60;
    let shut = !open_at(start) && !minutes.clone().any(open_at);
    let there = |minute: i64| match reach {
        OnCall::Always => true,
        OnCall::Nobody => false,
        OnCall::Until(until) => {
            let day = minute.div_euclid(1_440) % 7;
            let (opens, closes) = days[usize::try_from(day).unwrap()];
            let time = i64::from(chrono::Timelike::num_seconds_from_midnight(&until)) / 60;
            let here = i64::from(opens) * 60..time;
            opens < closes && here.contains(&minute.rem_euclid(1_440))
        }
    };
    shut && !there(start) && !minutes.any(there)
}

#[test]
fn somebody_who_leaves_after_midnight_is_there_where_the_shop_is_open_over_midnight() {
    let two = NaiveTime::from_hms_opt(2, 0, 0).unwrap();
    let range = OpenRange::parse("18:00-01:00").unwrap();
    let parts = Parts {
        week: std::array::from_fn(|_| vec![(range, ())]),
        ..Parts::default()
    };
    let week = Week::of(&Hours::from_parts(parts).unwrap());
    let hour = Span::parse("1h").unwrap();
    let closed = |reach| week.closed(hour, reach).map(u32::from);
    // Shut from 01:00 to 18:00: told at 17 full hours of each day.
    assert_eq!(closed(OnCall::Nobody).iter().sum::<u32>(), 17 * 7);
    assert_eq!(closed(OnCall::Until(two)).iter().sum::<u32>(), 16 * 7);
    assert_eq!(closed(OnCall::Until(six())).iter().sum::<u32>(), 17 * 7);
}

#[test]
fn the_hours_at_which_a_window_passes_while_shut_are_counted() {
    let table = [
        // 24 hours fit only between Saturday's closing and Monday's opening: told 17:00 to 09:00.
        (OFFICE, "24h", OnCall::Nobody, 17),
        (OFFICE, "1d", OnCall::Nobody, 17),
        // An hour more reaches Monday's opening from one hour fewer.
        (OFFICE, "25h", OnCall::Nobody, 16),
        (OFFICE, "24h 1s", OnCall::Nobody, 16),
        (OFFICE, "40h", OnCall::Nobody, 1),
        (OFFICE, "41h", OnCall::Nobody, 0),
        (OFFICE, "24h", OnCall::Always, 0),
        // Somebody who stays until 18:00 on Saturday is there for the hour from 17:00 on.
        (OFFICE, "24h", OnCall::Until(six()), 16),
        (OFFICE, "8 open hours", OnCall::Nobody, 0),
        (OFFICE, "2 open days", OnCall::Nobody, 0),
        ([SHUT; 7], "24h", OnCall::Nobody, WEEK),
        ([SHUT; 7], "24h", OnCall::Until(six()), WEEK),
        ([SHUT; 7], "8 open hours", OnCall::Nobody, 0),
        ([(0, 24); 7], "1m", OnCall::Nobody, 0),
        ([(0, 24); 7], "0m", OnCall::Nobody, 0),
        ([NINE_TO_FIVE; 7], "16h", OnCall::Nobody, 7),
        ([NINE_TO_FIVE; 7], "17h", OnCall::Nobody, 0),
    ];
    for (days, span, reach, expected) in table {
        let found = count(days, span, reach);
        assert_eq!(found, expected, "{days:?} {span} {reach:?}");
    }
}

fn some_days() -> impl Strategy<Value = Days> {
    let day = prop_oneof![Just(SHUT), (0u16..24, 1u16..=24)];
    prop::array::uniform7(day)
}

proptest! {
    #[test]
    fn every_hour_agrees_with_looking_at_every_minute(
        days in some_days(),
        minutes in 0i64..=3_000,
        until in prop::option::of(0u32..1_440),
    ) {
        let until = until.map(|at| NaiveTime::from_hms_opt(at / 60, at % 60, 0).unwrap());
        let reach = until.map_or(OnCall::Nobody, OnCall::Until);
        let seconds = u64::try_from(minutes * 60).unwrap();
        let found = Week::of(&hours(days)).closed(Span::Elapsed { seconds }, reach);
        for (told, found) in found.into_iter().enumerate() {
            prop_assert_eq!(found, by_the_minute(days, (told, minutes * 60), reach), "told {}", told);
        }
    }
}
