//! Published clock changes, skipped days, calendars that run dry, and years far away.

use super::*;

/// One range on the weekday of a date, what instants it runs between, and how long: by published rules.
const CHANGES: &[(&str, &str, &str, &str, &str)] = &[
    // London goes forward on 29 March 2026 at 01:00 UTC, back on 25 October at 01:00 UTC.
    (
        "Europe/London",
        "2026-03-28",
        "22:00-06:00",
        "2026-03-28 22:00",
        "2026-03-29 05:00",
    ),
    (
        "Europe/London",
        "2026-10-24",
        "22:00-06:00",
        "2026-10-24 21:00",
        "2026-10-25 06:00",
    ),
    (
        "Europe/London",
        "2026-03-29",
        "01:30-05:00",
        "2026-03-29 01:00",
        "2026-03-29 04:00",
    ),
    (
        "Europe/London",
        "2026-03-29",
        "00:00-01:30",
        "2026-03-29 00:00",
        "2026-03-29 01:00",
    ),
    (
        "Europe/London",
        "2026-10-25",
        "01:30-05:00",
        "2026-10-25 00:30",
        "2026-10-25 05:00",
    ),
    (
        "Europe/London",
        "2026-10-25",
        "00:00-01:30",
        "2026-10-24 23:00",
        "2026-10-25 00:30",
    ),
    (
        "Europe/London",
        "2026-10-25",
        "01:00-02:00",
        "2026-10-25 00:00",
        "2026-10-25 02:00",
    ),
    // New York: 8 March 2026 and 1 November, at two in the morning.
    (
        "America/New_York",
        "2026-03-08",
        "00:00-24:00",
        "2026-03-08 05:00",
        "2026-03-09 04:00",
    ),
    (
        "America/New_York",
        "2026-03-08",
        "02:30-08:00",
        "2026-03-08 07:00",
        "2026-03-08 12:00",
    ),
    (
        "America/New_York",
        "2026-11-01",
        "00:00-24:00",
        "2026-11-01 04:00",
        "2026-11-02 05:00",
    ),
    // Lord Howe moves by half an hour.
    (
        "Australia/Lord_Howe",
        "2026-10-04",
        "00:00-24:00",
        "2026-10-03 13:30",
        "2026-10-04 13:00",
    ),
    (
        "Australia/Lord_Howe",
        "2026-10-04",
        "02:15-04:00",
        "2026-10-03 15:30",
        "2026-10-03 17:00",
    ),
    (
        "Australia/Lord_Howe",
        "2026-04-05",
        "00:00-24:00",
        "2026-04-04 13:00",
        "2026-04-05 13:30",
    ),
    (
        "Australia/Lord_Howe",
        "2026-04-05",
        "01:45-03:00",
        "2026-04-04 14:45",
        "2026-04-04 16:30",
    ),
    // Havana has no midnight on 9 March 2025, and two on 2 November.
    (
        "America/Havana",
        "2025-03-09",
        "00:00-24:00",
        "2025-03-09 05:00",
        "2025-03-10 04:00",
    ),
    (
        "America/Havana",
        "2025-03-08",
        "18:00-00:30",
        "2025-03-08 23:00",
        "2025-03-09 05:00",
    ),
    (
        "America/Havana",
        "2025-11-02",
        "00:00-24:00",
        "2025-11-02 04:00",
        "2025-11-03 05:00",
    ),
    (
        "America/Havana",
        "2025-11-01",
        "18:00-00:30",
        "2025-11-01 22:00",
        "2025-11-02 04:30",
    ),
    // Cairo has no midnight on 24 April 2026, and 29 October ends twice.
    (
        "Africa/Cairo",
        "2026-04-24",
        "00:00-24:00",
        "2026-04-23 22:00",
        "2026-04-24 21:00",
    ),
    (
        "Africa/Cairo",
        "2026-10-29",
        "00:00-24:00",
        "2026-10-28 21:00",
        "2026-10-29 22:00",
    ),
    (
        "Africa/Cairo",
        "2026-10-29",
        "20:00-23:30",
        "2026-10-29 17:00",
        "2026-10-29 20:30",
    ),
    (
        "Africa/Cairo",
        "2026-10-29",
        "20:00-24:00",
        "2026-10-29 17:00",
        "2026-10-29 22:00",
    ),
    // Beirut: midnight of 29 March 2026 is skipped, 24 October ends twice.
    (
        "Asia/Beirut",
        "2026-03-29",
        "00:00-24:00",
        "2026-03-28 22:00",
        "2026-03-29 21:00",
    ),
    (
        "Asia/Beirut",
        "2026-10-24",
        "00:00-24:00",
        "2026-10-23 21:00",
        "2026-10-24 22:00",
    ),
    // Samoa went from 29 to 31 December 2011.
    (
        "Pacific/Apia",
        "2011-12-29",
        "00:00-24:00",
        "2011-12-29 10:00",
        "2011-12-30 10:00",
    ),
    (
        "Pacific/Apia",
        "2011-12-31",
        "00:00-24:00",
        "2011-12-30 10:00",
        "2011-12-31 10:00",
    ),
    (
        "Pacific/Apia",
        "2011-12-29",
        "18:00-02:00",
        "2011-12-30 04:00",
        "2011-12-30 10:00",
    ),
    (
        "Pacific/Apia",
        "2011-12-30",
        "18:00-02:00",
        "2011-12-30 10:00",
        "2011-12-30 12:00",
    ),
    // Kwajalein went from 20 to 22 August 1993.
    (
        "Pacific/Kwajalein",
        "1993-08-20",
        "00:00-24:00",
        "1993-08-20 12:00",
        "1993-08-21 12:00",
    ),
    (
        "Pacific/Kwajalein",
        "1993-08-22",
        "00:00-24:00",
        "1993-08-21 12:00",
        "1993-08-22 12:00",
    ),
];

#[test]
fn ranges_across_published_clock_changes_take_real_time() {
    for (name, date, range, opening, closing) in CHANGES {
        let (zone, hours) = (zone(name), thawed(json!({"on": {*date: [range]}})));
        let calendar = Calendar::new(&zone, Some(&hours));
        let (opening, closing) = (utc(opening), utc(closing));
        let context = format!("{name} {date} {range}");
        let before = opening - chrono::TimeDelta::hours(30);
        assert_eq!(calendar.next_opening(before), Ok(opening), "{context}");
        assert_eq!(calendar.next_closing(before), Ok(closing), "{context}");
        let seconds = u64::try_from((closing - opening).num_seconds()).unwrap();
        assert_eq!(calendar.add_open(before, seconds), Ok(closing), "{context}");
        let after = closing + chrono::TimeDelta::days(3);
        assert_eq!(
            calendar.open_between(before, after),
            Ok(seconds),
            "{context}"
        );
        let days = calendar.days(before, after).unwrap();
        let special = days
            .iter()
            .find(|day| day.kind == DayKind::Special)
            .unwrap();
        assert_eq!(
            (special.date, special.seconds),
            (day(date), seconds),
            "{context}"
        );
    }
}

#[test]
fn a_range_the_clocks_jump_over_is_empty() {
    for (name, date, range) in [
        ("Europe/London", "2026-03-29", "01:00-02:00"),
        ("Europe/London", "2026-03-29", "01:15-01:45"),
        ("America/Havana", "2025-03-09", "00:00-00:30"),
        ("Pacific/Apia", "2011-12-30", "09:00-17:00"),
        ("Pacific/Apia", "2011-12-30", "00:00-24:00"),
        ("Pacific/Kwajalein", "1993-08-21", "09:00-17:00"),
    ] {
        let (zone, hours) = (zone(name), thawed(json!({"on": {date: [range]}})));
        let calendar = Calendar::new(&zone, Some(&hours));
        let noon = utc(&format!("{date} 12:00"));
        let (from, to) = (
            noon - chrono::TimeDelta::days(5),
            noon + chrono::TimeDelta::days(5),
        );
        assert_eq!(calendar.open_between(from, to), Ok(0), "{name} {date}");
        assert_eq!(
            calendar.add_open_days(from, 1),
            Err(NoTime::NeverOpen { from })
        );
    }
}

#[test]
fn the_second_showing_of_a_closing_is_after_closing() {
    let form = json!({"week": {"sun": ["00:00-01:30"]}});
    let (zone, hours) = (zone("Europe/London"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    assert!(calendar.is_open(utc("2026-10-25 00:15")));
    assert!(!calendar.is_open(utc("2026-10-25 00:45")));
    assert!(!calendar.is_open(utc("2026-10-25 01:15")));
}

#[test]
fn a_skipped_day_is_no_open_day_and_a_skipped_time_moves_forward() {
    let apia = zone("Pacific/Apia");
    let nine = thawed(json!({"week": daily("09:00-17:00")}));
    let calendar = Calendar::new(&apia, Some(&nine));
    // Thursday noon, and the next day there is Saturday noon.
    let found = calendar.add_open_days(utc("2011-12-29 22:00"), 1);
    assert_eq!(found, Ok(utc("2011-12-30 22:00")));
    let london = zone("Europe/London");
    let early = thawed(json!({"week": daily("00:00-10:00")}));
    let calendar = Calendar::new(&london, Some(&early));
    let found = calendar.add_open_days(utc("2026-03-28 01:30"), 1);
    assert_eq!(found, Ok(utc("2026-03-29 01:00")));
    // The 25th shows half past one twice: the earlier is meant.
    let found = calendar.add_open_days(utc("2026-10-24 00:30"), 1);
    assert_eq!(found, Ok(utc("2026-10-25 00:30")));
}

#[test]
fn a_closing_at_the_start_of_a_skipped_day_is_also_the_start_of_the_next() {
    let form = json!({"on": {"2011-12-29": ["18:00-24:00"], "2012-01-02": ["09:00-17:00"]}});
    let (zone, hours) = (zone("Pacific/Apia"), thawed(form));
    let calendar = Calendar::new(&zone, Some(&hours));
    let jump = utc("2011-12-30 10:00");
    assert_eq!(calendar.add_open(jump, 0), Ok(jump));
    assert_eq!(calendar.add_open(jump, 1), Ok(utc("2012-01-01 19:00:01")));
}

/// St. John's went back from 00:01 on 7 November 2010 to 23:01 on the 6th, which so ended twice.
#[test]
fn a_day_that_has_begun_may_be_open_while_the_clocks_show_the_day_before() {
    let zone = zone("America/St_Johns");
    let early = thawed(json!({"week": daily("00:00-10:00")}));
    let calendar = Calendar::new(&zone, Some(&early));
    let (opening, inside) = (utc("2010-11-07 02:30"), utc("2010-11-07 02:45"));
    assert_eq!(zone.wall(inside).to_string(), "2010-11-06 23:15:00");
    assert!(calendar.is_open(inside));
    assert_eq!(calendar.open_between(opening, inside), Ok(HOUR / 4));
    assert_eq!(calendar.next_opening(inside), Ok(inside));
    let days = calendar.days(opening, inside).unwrap();
    assert_eq!(days.len(), 1);
    assert_eq!(
        (days[0].date, days[0].seconds),
        (day("2010-11-07"), HOUR / 4)
    );
    // It is a quarter to one before the 7th, and so of the 8th.
    let found = calendar.add_open_days(inside, 1);
    assert_eq!(found, Ok(utc("2010-11-08 02:45")));
    // In a shop that is shut then, both days are touched, in order.
    let late = thawed(json!({"week": daily("10:00-12:00")}));
    let calendar = Calendar::new(&zone, Some(&late));
    let days = calendar.days(utc("2010-11-07 02:30:30"), inside).unwrap();
    let dates: Vec<NaiveDate> = days.iter().map(|day| day.date).collect();
    assert_eq!(dates, [day("2010-11-06"), day("2010-11-07")]);
}

#[test]
fn a_calendar_that_runs_dry_is_an_error_that_says_where() {
    let zone = zone("Europe/London");
    let only =
        thawed(json!({"on": {"2026-12-24": ["09:00-12:00"], "2027-12-25": ["09:00-12:00"]}}));
    let calendar = Calendar::new(&zone, Some(&only));
    let start = utc("2026-11-23 10:00");
    let last = utc("2027-12-25 12:00");
    assert_eq!(calendar.add_open(start, 6 * HOUR), Ok(last));
    let dry = Err(NoTime::NeverOpen { from: last });
    assert_eq!(calendar.add_open(start, 6 * HOUR + 1), dry);
    assert_eq!(
        calendar.add_open_days(start, 2),
        Ok(utc("2027-12-25 10:00"))
    );
    assert_eq!(calendar.add_open_days(start, 3), dry);
    assert_eq!(calendar.next_opening(last), dry);
    assert_eq!(calendar.next_closing(last), dry);
    assert_eq!(calendar.next_closing(utc("2027-12-25 11:00")), Ok(last));
    let said = NoTime::NeverOpen { from: last };
    let said = format!("{said}; {}", said.hint());
    assert!(said.contains("a year of 2027-12-25 12:00 UTC"), "{said}");
}

#[test]
fn a_year_of_waiting_is_366_days_and_not_one_more() {
    let zone = zone("UTC");
    let hours = thawed(json!({"on": {"2027-11-24": ["09:00-12:00"]}}));
    let calendar = Calendar::new(&zone, Some(&hours));
    let opening = utc("2027-11-24 09:00");
    assert_eq!(calendar.next_opening(utc("2026-11-23 00:00")), Ok(opening));
    let from = utc("2026-11-22 23:59:59");
    assert_eq!(calendar.next_opening(from), Err(NoTime::NeverOpen { from }));
    // Counting what has been open asks for no next opening.
    assert_eq!(
        calendar.open_between(utc("1990-01-01 00:00"), utc("2100-01-01 00:00")),
        Ok(3 * HOUR)
    );
}

#[test]
fn holidays_on_every_day_of_the_year_leave_nothing() {
    let days = day("2028-01-01").iter_days().take(366);
    let every: Vec<String> = days.map(|day| day.format("%m-%d").to_string()).collect();
    assert_eq!(every.len(), 366);
    let (zone, hours) = (
        zone("UTC"),
        thawed(json!({"week": daily("09:00-17:00"), "holidays": every})),
    );
    let calendar = Calendar::new(&zone, Some(&hours));
    let from = utc("2026-11-23 10:00");
    let never = NoTime::NeverOpen { from };
    assert_eq!(calendar.add_open(from, 1), Err(never));
    assert_eq!(calendar.add_open_days(from, 1), Err(never));
    assert_eq!(calendar.next_closing(from), Err(never));
    assert_eq!(calendar.open_between(from, utc("2036-01-01 00:00")), Ok(0));
}

#[test]
fn far_years_are_counted_as_far_as_zones_reach_and_then_nothing_opens() {
    let (zone, hours) = (
        zone("Europe/London"),
        thawed(json!({"week": daily("09:00-17:00")})),
    );
    let calendar = Calendar::new(&zone, Some(&hours));
    // London was 75 seconds behind until 1847, and is an hour ahead on a summer day of 9998.
    let found = calendar.add_open(utc("1800-06-01 00:00"), HOUR);
    assert_eq!(found, Ok(utc("1800-06-01 10:01:15")));
    assert_eq!(
        calendar.add_open(utc("9998-06-01 00:00"), HOUR),
        Ok(utc("9998-06-01 09:00"))
    );
    let last = utc("9999-12-31 17:00");
    let dry = Err(NoTime::NeverOpen { from: last });
    assert_eq!(
        calendar.add_open(utc("9999-12-30 12:00"), 13 * HOUR),
        Ok(last)
    );
    assert_eq!(
        calendar.add_open(utc("9999-12-30 12:00"), 13 * HOUR + 1),
        dry
    );
    assert_eq!(calendar.add_open(utc("2026-11-23 10:00"), u64::MAX), dry);
    assert_eq!(
        calendar.add_open_days(utc("2026-11-23 10:00"), u32::MAX),
        dry
    );
    let all = calendar.open_between(Instant::MIN_UTC, Instant::MAX_UTC);
    assert_eq!(
        all,
        Ok(8 * HOUR * u64::try_from(LAST_DAY - FIRST_DAY + 1).unwrap())
    );
    assert_eq!(FIRST_DAY, day("0001-01-01").to_epoch_days());
    assert_eq!(LAST_DAY, day("9999-12-31").to_epoch_days());
}

#[test]
fn at_the_ends_of_time_nothing_opens() {
    let (zone, hours) = (
        zone("Europe/London"),
        thawed(json!({"week": daily("09:00-17:00")})),
    );
    let calendar = Calendar::new(&zone, Some(&hours));
    for far in [Instant::MIN_UTC, Instant::MAX_UTC] {
        assert!(!calendar.is_open(far));
        for answer in [
            calendar.add_open(far, 1),
            calendar.add_open_days(far, 1),
            calendar.next_opening(far),
            calendar.next_closing(far),
        ] {
            assert!(matches!(answer, Err(NoTime::NeverOpen { .. })), "{far}");
        }
    }
}
