//! Laws over odd zones, odd hours and odd years.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::reference::{place, shop};
use super::*;

const YEAR: u64 = 366 * 24 * HOUR;

fn midnight(zone: &Zone, date: NaiveDate) -> i64 {
    let wall = date.and_time(chrono::NaiveTime::MIN);
    zone.first_existing(wall).timestamp()
}

/// Days on which the shop really opens, by the days that are told, which leap over nothing.
fn open_days(calendar: &Calendar<'_>, from: Instant, to: Instant) -> Vec<NaiveDate> {
    let days = calendar.days(from, to).unwrap();
    let open = days.into_iter().filter(|day| day.seconds > 0);
    open.map(|day| day.date).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn around_clock_changes_every_answer_is_that_of_the_slow_calendar(
        (zone, date, model) in shop(1973..2100, 5),
        start in 0_i64..2_880,
        length in 0_i64..2_000,
    ) {
        let (hours, slow) = (model.hours(), model.stretches(&zone, date, 6));
        let calendar = Calendar::new(&zone, Some(&hours));
        let start = midnight(&zone, date) + start * 60;
        let (from, to) = (instant(start), instant(start + length * 60));
        prop_assert_eq!(calendar.is_open(from), slow.is_open(start));
        let counted = u64::try_from(slow.count(start, to.timestamp(), 60)).unwrap();
        prop_assert_eq!(calendar.open_between(from, to), Ok(counted));
        if let Some(end) = slow.add(start, length * 60, 60) {
            let seconds = u64::try_from(length).unwrap() * 60;
            prop_assert_eq!(calendar.add_open(from, seconds), Ok(instant(end)));
        }
    }

    #[test]
    fn when_offsets_had_seconds_the_slow_calendar_agrees_to_the_second(
        (zone, date, model) in shop(1850..1973, 5),
        start in 0_i64..86_400 * 2,
        length in 0_i64..3 * 3_600,
    ) {
        let (hours, slow) = (model.hours(), model.stretches(&zone, date, 6));
        let calendar = Calendar::new(&zone, Some(&hours));
        let start = midnight(&zone, date) + start;
        let (from, to) = (instant(start), instant(start + length));
        let counted = u64::try_from(slow.count(start, to.timestamp(), 1)).unwrap();
        prop_assert_eq!(calendar.open_between(from, to), Ok(counted));
        if let Some(end) = slow.add(start, length, 1) {
            let seconds = u64::try_from(length).unwrap();
            prop_assert_eq!(calendar.add_open(from, seconds), Ok(instant(end)));
        }
    }

    #[test]
    fn away_from_clock_changes_the_wall_says_whether_the_shop_is_open(
        (zone, date, model) in shop(1890..2200, 30),
        second in 0_i64..86_400 * 30,
    ) {
        let at = instant(midnight(&zone, date) + second);
        let week = TimeDelta::days(4);
        let change = zone.next_change(at - week);
        prop_assume!(change.is_none_or(|change| change > at + week));
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        prop_assert_eq!(calendar.is_open(at), model.is_open_by_the_wall(zone.wall(at)));
    }

    #[test]
    fn added_open_time_is_counted_back_and_ends_inside_the_hours(
        (zone, date, model) in shop(1900..2100, 400),
        second in 0_i64..86_400 * 3,
        seconds in prop_oneof![0..2 * HOUR, 0..YEAR],
    ) {
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        let start = instant(midnight(&zone, date) + second);
        if let Ok(end) = calendar.add_open(start, seconds) {
            prop_assert!(end >= start);
            prop_assert_eq!(calendar.open_between(start, end), Ok(seconds));
            let inside = calendar.is_open(end) || calendar.is_open(end - TimeDelta::seconds(1));
            prop_assert!(inside);
            // The last second counted is open: the end is the earliest that will do.
            if seconds > 0 {
                prop_assert!(calendar.is_open(end - TimeDelta::seconds(1)));
            }
        }
    }

    #[test]
    fn open_time_adds_up_and_never_runs_backwards(
        (zone, date, model) in shop(1950..2100, 60),
        (first, second) in (0_i64..86_400 * 4, 0_i64..86_400 * 40),
        (one, other) in (0..40 * HOUR, 0..40 * HOUR),
    ) {
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        let start = instant(midnight(&zone, date) + first);
        let later = instant(start.timestamp() + second);
        let add = |start, seconds| calendar.add_open(start, seconds);
        let both = add(start, one).and_then(|middle| add(middle, other));
        if let (Ok(both), Ok(sum)) = (both, add(start, one + other)) {
            prop_assert_eq!(both, sum);
            prop_assert!(add(start, one)? <= sum);
        }
        if let (Ok(early), Ok(late)) = (add(start, one), add(later, one)) {
            prop_assert!(early <= late);
        }
        let between = |from, to| calendar.open_between(from, to).unwrap();
        let end = later + TimeDelta::days(30);
        prop_assert_eq!(between(start, later) + between(later, end), between(start, end));
        prop_assert_eq!(between(end, start), 0);
    }

    #[test]
    fn leaps_lead_where_days_one_by_one_lead(
        (zone, date, model) in shop(1900..2100, 700),
        (first, length) in (0_i64..86_400, 0_i64..86_400 * 800),
    ) {
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        let from = instant(midnight(&zone, date) + first);
        let to = from + TimeDelta::seconds(length);
        let days = calendar.days(from, to).unwrap();
        prop_assert_eq!(Ok(days.iter().map(|day| day.seconds).sum()), calendar.open_between(from, to));
        let mut before = from;
        for stretch in days.iter().flat_map(|day| &day.open) {
            prop_assert!(before <= stretch.from && stretch.from < stretch.to && stretch.to <= to);
            before = stretch.to;
        }
        prop_assert!(days.windows(2).all(|pair| pair[0].date.succ_opt() == Some(pair[1].date)));
        for (day, kind) in days.iter().map(|day| (day.date, day.kind)) {
            prop_assert_eq!(hours.kind(day), kind);
        }
    }

    #[test]
    fn open_days_end_on_the_day_counted_one_by_one(
        (zone, date, model) in shop(1900..2100, 500),
        first in 0_i64..86_400 * 3,
        count in 1_u32..400,
    ) {
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        let start = instant(midnight(&zone, date) + first);
        let own = calendar.days(start, start + TimeDelta::seconds(1)).unwrap()[0].date;
        let to = start + TimeDelta::days(i64::from(count) * 8 + 30);
        let later = open_days(&calendar, start - TimeDelta::days(3), to);
        let nth = later.into_iter().filter(|day| *day > own).nth(count as usize - 1);
        if let (Ok(end), Some(nth)) = (calendar.add_open_days(start, count), nth) {
            let day = calendar.days(end - TimeDelta::days(3), end + TimeDelta::days(3)).unwrap();
            let day = day.into_iter().find(|day| day.date == nth).unwrap();
            let offset = zone.wall(start) - own.and_time(chrono::NaiveTime::MIN);
            let wall = nth.and_time(chrono::NaiveTime::MIN) + offset;
            let closing = day.open.last().unwrap().to;
            prop_assert_eq!(end, zone.first_existing(wall).min(closing));
        }
    }

    #[test]
    fn openings_and_closings_bound_what_is_open(
        (zone, date, model) in shop(1950..2100, 20),
        first in 0_i64..86_400 * 15,
    ) {
        let hours = model.hours();
        let calendar = Calendar::new(&zone, Some(&hours));
        let at = instant(midnight(&zone, date) + first);
        if let Ok(opening) = calendar.next_opening(at) {
            let closing = calendar.next_closing(at)?;
            prop_assert!(calendar.is_open(opening));
            prop_assert_eq!(calendar.is_open(at), opening == at);
            prop_assert_eq!(calendar.open_between(at, opening), Ok(0));
            prop_assert!(opening < closing);
            if closing < Instant::MAX_UTC {
                prop_assert!(!calendar.is_open(closing));
                let open = u64::try_from((closing - opening).num_seconds()).unwrap();
                prop_assert_eq!(calendar.open_between(at, closing), Ok(open));
            }
        }
    }

    #[test]
    fn no_year_and_no_length_makes_it_stumble(
        (zone, date) in place(1..9_999),
        far in any::<i64>(),
        (seconds, days) in (any::<u64>(), any::<u32>()),
    ) {
        let hours = thawed(json!({"week": daily("18:00-02:00"), "holidays": ["02-29", "12-25"]}));
        let calendar = Calendar::new(&zone, Some(&hours));
        for at in [instant(far), instant(far % 400_000_000_000), instant(midnight(&zone, date))] {
            let _ = (calendar.is_open(at), calendar.add_open_days(at, days % 4_000));
            if let Ok(end) = calendar.add_open(at, seconds % (11 * YEAR)) {
                prop_assert_eq!(calendar.open_between(at, end), Ok(seconds % (11 * YEAR)));
            }
            let _ = calendar.next_closing(at);
        }
    }
}
