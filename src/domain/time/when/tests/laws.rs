//! What holds for every text, zone and present.

use proptest::prelude::*;

use super::*;

const ZONES: [&str; 5] = [
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Kathmandu",
];

const DAYS: [&str; 12] = [
    "yesterday",
    "today",
    "tomorrow",
    "fri",
    "monday",
    "next sat",
    "last wed",
    "23 nov",
    "nov 23",
    "1 january 2027",
    "2026-11-23",
    "23/11/2026",
];

const TIMES: [&str; 7] = ["10:05", "3pm", "3 pm", "3:30 pm", "noon", "9:05:07", "12am"];

fn both_ways() -> impl Strategy<Value = Reading> {
    prop_oneof![Just(Reading::Past), Just(Reading::Future)]
}

proptest! {
    #[test]
    fn what_is_understood_reads_back_outside_overlaps(
        name in prop::sample::select(&ZONES[..]),
        now in 0..4_000_000_000_i64,
        day in prop::sample::select(&DAYS[..]),
        time in prop::sample::select(&TIMES[..]),
        reading in both_ways(),
    ) {
        let zone = zone(name);
        let now = DateTime::from_timestamp(now, 0).unwrap();
        let moment = ReferenceTime { now, zone: &zone, order: None };
        for text in [format!("{day} {time}"), day.to_owned(), time.to_owned(), "now".to_owned()] {
            let Ok(understood) = moment.parse(&text, reading, DateAlone::End) else { continue };
            let wall = zone.wall(understood.instant);
            let again = moment.parse(&wall.to_string(), reading, DateAlone::Refused).unwrap();
            let is_once = matches!(zone.resolve(wall), Wall::Once(_));
            prop_assert!(!is_once || again == understood, "{text}: {wall}");
            let exact = moment.parse(&zone.rfc3339(understood.instant), reading, DateAlone::Refused);
            prop_assert_eq!(exact.unwrap().instant, understood.instant);
        }
    }

    #[test]
    fn day_and_time_mean_the_same_in_either_order_case_and_spacing(
        day in prop::sample::select(&DAYS[..]),
        time in prop::sample::select(&TIMES[..]),
        reading in both_ways(),
    ) {
        let plain = read(&format!("{day} {time}"), reading, DateAlone::Refused);
        prop_assert!(plain.is_ok(), "{day} {time}");
        for text in [
            format!("{time} {day}"),
            format!("at {time} on {day}"),
            format!(" {}\t AT  {} ", day.to_uppercase(), time.to_uppercase()),
        ] {
            prop_assert_eq!(&read(&text, reading, DateAlone::Refused), &plain, "{}", text);
        }
    }

    #[test]
    fn bare_words_land_on_the_side_that_is_meant(
        name in prop::sample::select(&ZONES[..]),
        now in 0..4_000_000_000_i64,
        text in prop::sample::select(&["10:05", "noon", "midnight", "fri 10:00", "sun", "tue 11pm"][..]),
        reading in both_ways(),
    ) {
        let zone = zone(name);
        let now = DateTime::from_timestamp(now, 0).unwrap();
        let moment = ReferenceTime { now, zone: &zone, order: None };
        if let Ok(understood) = moment.parse(text, reading, DateAlone::Start) {
            let away = (understood.instant - now).num_seconds();
            let week = 8 * 86_400;
            match reading {
                Reading::Past | Reading::UpTo(_) => prop_assert!((-week..=0).contains(&away), "{text} {now} {away}"),
                Reading::Future | Reading::From(_) => prop_assert!((0..=week).contains(&away), "{text} {now} {away}"),
            }
        }
    }

    #[test]
    fn no_text_stops_the_reader(
        any in "\\PC*",
        near in "((at|on|in|next|last|ago|am|pm|nov|fri|now|[0-9]{1,5}|[0-9:/.TZ+-]{1,12}),? ?){0,7}",
        order in prop::option::of(prop_oneof![Just(DateOrder::DayFirst), Just(DateOrder::MonthFirst)]),
    ) {
        let zone = zone("America/Sao_Paulo");
        let moment = ReferenceTime { now: utc(NOW), zone: &zone, order };
        for text in [any, near] {
            for alone in [DateAlone::Refused, DateAlone::Start, DateAlone::End] {
                if let Err(error) = moment.parse(&text, Reading::Past, alone) {
                    prop_assert!(!error.to_string().is_empty() && !error.hint().is_empty());
                    prop_assert!(error.to_string().chars().count() < 300, "{}", error);
                }
            }
            let _ = calendar_date(&text, order);
        }
    }

    #[test]
    fn no_now_stops_the_reader(now in any::<i64>(), day in prop::sample::select(&DAYS[..])) {
        let zone = zone("Pacific/Apia");
        let extreme = if now < 0 { Instant::MIN_UTC } else { Instant::MAX_UTC };
        for now in [extreme, DateTime::from_timestamp(now, 0).unwrap_or(extreme)] {
            let moment = ReferenceTime { now, zone: &zone, order: None };
            for text in [day, "10:05", "in 3650d", "3650d ago", "87600h ago", "now"] {
                if let Ok(understood) = moment.parse(text, Reading::Past, DateAlone::End) {
                    let year = zone.wall(understood.instant).year();
                    prop_assert!((FIRST_YEAR..=LAST_YEAR).contains(&year));
                }
            }
        }
    }
}
