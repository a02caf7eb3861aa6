//! Phrases for moments as seen from now: a clock time, and how long until or since.
//!
//! The rounding never flatters: what is left is rounded down, what has passed is rounded up, so a phrase never
//! says more time is left than there is, nor less lateness than there is. No zone is known here: a [`Moment`]
//! brings the wall time of the shop.

use chrono::{DateTime, Datelike, Utc};

use crate::domain::time::lapse::{Rounding, in_words};
use crate::domain::time::when::offset;
use crate::show::Moment;

const MINUTE: i64 = 60;

/// Names a moment as short as it can be understood on the day `now` falls on, with its offset where the clocks show
/// this time twice.
///
/// "10:05" today, "tomorrow 10:05", "yesterday 10:05", "Fri 27 Nov 10:05" in the same calendar year,
/// "27 Nov 2025 10:05" in any other. Seconds are dropped, so a deadline is never shown later than it is.
#[must_use]
pub fn clock(now: Moment, at: Moment) -> String {
    if at.twice {
        clock_with_offset(now, at)
    } else {
        on_the_wall(now, at)
    }
}

fn on_the_wall(now: Moment, at: Moment) -> String {
    let (now, wall) = (now.wall, at.wall);
    let days = wall.date().signed_duration_since(now.date()).num_days();
    let pattern = match days {
        0 => "%H:%M",
        1 => "tomorrow %H:%M",
        -1 => "yesterday %H:%M",
        _ if wall.year() == now.year() => "%a %-d %b %H:%M",
        _ => "%-d %b %Y %H:%M",
    };
    wall.format(pattern).to_string()
}

/// Names a moment like [`clock`], with its offset behind it: "tomorrow 20:00 +00:00".
///
/// Today's has its day too, "today 20:00 +00:00": an offset needs a day to be read back.
#[must_use]
pub fn clock_with_offset(now: Moment, at: Moment) -> String {
    let is_today = at.wall.date() == now.wall.date();
    let today = if is_today { "today " } else { "" };
    format!("{today}{} {}", on_the_wall(now, at), offset(at.offset))
}

/// Names a moment in as few letters as tell it apart: "10:05" today, "Tue 10:05" within six days, "3 Dec", "3 Dec 2025".
#[must_use]
pub fn short(now: Moment, at: Moment) -> String {
    let days = (at.wall.date() - now.wall.date()).num_days();
    let pattern = match days {
        0 => "%H:%M",
        -6..=6 => "%a %H:%M",
        _ if at.wall.year() == now.wall.year() => "%-d %b",
        _ => "%-d %b %Y",
    };
    at.wall.format(pattern).to_string()
}

/// Names a day: "Sun 25 Oct", with the year where it is another than this.
#[must_use]
pub fn day(now: Moment, at: Moment) -> String {
    let pattern = if at.wall.year() == now.wall.year() {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    at.wall.format(pattern).to_string()
}

/// Says how far an instant is from `now`: "in 53 min", "in 5 h 10 min", "in 3 days", "19 h ago", "now".
///
/// Under an hour in minutes, under 12 hours in hours and minutes, under 48 hours in hours, then in days of 24
/// hours. Ahead it is rounded down ("in under 1 min" below one minute), behind it is rounded up (one second late is
/// "1 min ago"). "now" is the very second.
#[must_use]
pub fn countdown(now: DateTime<Utc>, instant: DateTime<Utc>) -> String {
    let seconds = whole_seconds_until(now, instant);
    match seconds {
        0 => "now".to_owned(),
        1..MINUTE => "in under 1 min".to_owned(),
        MINUTE.. => format!("in {}", in_words(seconds, Rounding::Down)),
        _ => format!("{} ago", in_words(-seconds, Rounding::Up)),
    }
}

/// Names a deadline with clock and countdown: "by 10:05, in 53 min", or "was due 10:05, 3 h 20 min ago".
///
/// The due second itself is still in time: "by 10:05, now".
#[must_use]
pub fn by(now: Moment, due: Moment) -> String {
    let clock = clock(now, due);
    let countdown = countdown(now.at, due.at);
    if whole_seconds_until(now.at, due.at) < 0 {
        return format!("was due {clock}, {countdown}");
    }
    format!("by {clock}, {countdown}")
}

/// Whole seconds from `now` to `instant`, rounded towards the past, so half a second late is late.
fn whole_seconds_until(now: DateTime<Utc>, instant: DateTime<Utc>) -> i64 {
    let apart = instant.signed_duration_since(now);
    apart.num_seconds() - i64::from(apart.subsec_nanos() < 0)
}

/// Begins a sentence with a capital and ends it with a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    let whole = first + letters.as_str();
    if whole.ends_with(['.', '?', '!', ':']) {
        whole
    } else {
        whole + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::when::{self, DateAlone, Reading};
    use crate::domain::time::zone::{Instant, Wall, Zone};
    use chrono::{NaiveDateTime, TimeDelta};
    use proptest::prelude::*;

    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn now() -> DateTime<Utc> {
        wall("2026-11-23T09:12:00").and_utc()
    }

    fn after(seconds: i64) -> String {
        countdown(now(), now() + TimeDelta::seconds(seconds))
    }

    /// A moment of a shop in Greenwich.
    fn seen(text: &str) -> Moment {
        Moment {
            at: wall(text).and_utc(),
            wall: wall(text),
            offset: 0,
            twice: false,
        }
    }

    #[test]
    fn a_clock_says_no_more_than_is_needed() {
        let now = seen("2026-11-23T09:12:00");
        let table = [
            ("2026-11-23T10:05:59", "10:05"),
            ("2026-11-23T00:00:00", "00:00"),
            ("2026-11-24T00:00:00", "tomorrow 00:00"),
            ("2026-11-22T23:59:59", "yesterday 23:59"),
            ("2026-11-27T10:05:00", "Fri 27 Nov 10:05"),
            ("2026-01-01T00:00:00", "Thu 1 Jan 00:00"),
            ("2027-01-01T08:00:00", "1 Jan 2027 08:00"),
            ("2025-11-27T10:05:00", "27 Nov 2025 10:05"),
        ];
        for (moment, said) in table {
            assert_eq!(clock(now, seen(moment)), said);
        }
        let eve = seen("2026-12-31T23:00:00");
        assert_eq!(clock(eve, seen("2027-01-01T01:00:00")), "tomorrow 01:00");
    }

    #[test]
    fn what_is_left_is_rounded_down() {
        let table = [
            (0, "now"),
            (1, "in under 1 min"),
            (59, "in under 1 min"),
            (60, "in 1 min"),
            (119, "in 1 min"),
            (53 * MINUTE + 59, "in 53 min"),
            (HOUR - 1, "in 59 min"),
            (HOUR, "in 1 h"),
            (5 * HOUR + 10 * MINUTE, "in 5 h 10 min"),
            (12 * HOUR - 1, "in 11 h 59 min"),
            (12 * HOUR, "in 12 h"),
            (20 * HOUR - 1, "in 19 h"),
            (48 * HOUR - 1, "in 47 h"),
            (48 * HOUR, "in 2 days"),
            (4 * DAY - 1, "in 3 days"),
        ];
        for (seconds, said) in table {
            assert_eq!(after(seconds), said, "{seconds} s");
        }
    }

    #[test]
    fn what_has_passed_is_rounded_up() {
        let table = [
            (1, "1 min ago"),
            (60, "1 min ago"),
            (61, "2 min ago"),
            (59 * MINUTE, "59 min ago"),
            (59 * MINUTE + 1, "1 h ago"),
            (3 * HOUR + 20 * MINUTE, "3 h 20 min ago"),
            (12 * HOUR - 1, "12 h ago"),
            (12 * HOUR + 1, "13 h ago"),
            (19 * HOUR, "19 h ago"),
            (47 * HOUR, "47 h ago"),
            (47 * HOUR + 1, "2 days ago"),
            (48 * HOUR + 1, "3 days ago"),
        ];
        for (seconds, said) in table {
            assert_eq!(after(-seconds), said, "{seconds} s");
        }
    }

    #[test]
    fn half_a_second_late_is_late() {
        let late = now() - TimeDelta::milliseconds(500);
        assert_eq!(countdown(now(), late), "1 min ago");
        assert_eq!(
            countdown(now(), now() + TimeDelta::milliseconds(500)),
            "now"
        );
    }

    #[test]
    fn a_deadline_is_said_with_clock_and_countdown() {
        let now = seen("2026-11-23T09:12:00");
        let table = [
            ("2026-11-23T10:05:00", "by 10:05, in 53 min"),
            ("2026-11-23T09:12:00", "by 09:12, now"),
            ("2026-11-23T05:52:00", "was due 05:52, 3 h 20 min ago"),
            ("2026-11-26T10:00:00", "by Thu 26 Nov 10:00, in 3 days"),
        ];
        for (due, said) in table {
            assert_eq!(by(now, seen(due)), said);
        }
    }

    /// Reads a phrase back to seconds, independently of how it was made.
    fn read(said: &str) -> i64 {
        let body = said.trim_start_matches("in ").trim_end_matches(" ago");
        if body == "now" || body == "under 1 min" {
            return 0;
        }
        let parts: Vec<&str> = body.split(' ').collect();
        parts
            .chunks(2)
            .map(|pair| pair[0].parse::<i64>().unwrap() * unit(pair[1]))
            .sum()
    }

    fn unit(name: &str) -> i64 {
        match name {
            "min" => 60,
            "h" => 3_600,
            _ => 86_400,
        }
    }

    /// Every way in which a moment is printed.
    fn printed(&Printed { zone, now, at }: &Printed<'_>) -> Vec<String> {
        let typed = when::ReferenceTime {
            now,
            zone,
            order: None,
        };
        let (seen, wall) = (zone.wall(now), zone.wall(at));
        let (now, moment) = (Moment::of(now, zone), Moment::of(at, zone));
        vec![
            clock(now, moment),
            clock_with_offset(now, moment),
            typed.in_full(at),
            when::with_offset(zone, at),
            when::dated(seen.year(), wall),
            when::spelled(seen.year(), wall),
            zone.rfc3339(at),
        ]
    }

    struct Printed<'z> {
        zone: &'z Zone,
        now: Instant,
        at: Instant,
    }

    const ZONES: [&str; 6] = [
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",
        "Asia/Kathmandu",
        "America/St_Johns",
    ];

    proptest! {
        #[test]
        fn whatever_is_printed_can_be_typed_back(
            name in prop::sample::select(&ZONES[..]),
            now in 1_500_000_000_i64..2_500_000_000,
            apart in prop_oneof![-200_000_i64..200_000, -40_000_000_i64..40_000_000, -900_000_000_i64..900_000_000],
        ) {
            let zone = Zone::bundled(name).unwrap();
            let second = |at: i64| DateTime::from_timestamp(at, 0).unwrap();
            let (now, at) = (second(now), second((now + apart).div_euclid(60) * 60));
            let moment = when::ReferenceTime { now, zone: &zone, order: None };
            let once = matches!(zone.resolve(zone.wall(at)), Wall::Once(_));
            let today = zone.wall(at).date() == zone.wall(now).date();
            let side = if at <= now { Reading::Past } else { Reading::Future };
            for text in printed(&Printed { zone: &zone, now, at }) {
                // What happens twice is told apart by its offset, of which some forms have none.
                if !once && !text.contains(['+', '-']) {
                    continue;
                }
                // A bare time is today's only where the question looks that way.
                let bare = today && text.len() == 5;
                let readings = [Reading::Past, Reading::Future];
                for reading in if bare { [side, side] } else { readings } {
                    let read = moment.parse(&text, reading, DateAlone::Refused);
                    let read = read.map(|read| read.instant);
                    prop_assert_eq!(read, Ok(at), "{} {:?} in {}, now {}", text, reading, name, now);
                }
            }
        }

        #[test]
        fn a_phrase_never_flatters(seconds in prop_oneof![1_i64..10_000, 1_i64..2_000_000, 1_i64..4_000_000_000]) {
            prop_assert!(read(&after(seconds)) <= seconds);
            prop_assert!(read(&after(-seconds)) >= seconds);
            let slack = if seconds < 11 * HOUR { MINUTE } else if seconds < 47 * HOUR { HOUR } else { DAY };
            prop_assert!(seconds - read(&after(seconds)) < slack);
            prop_assert!(read(&after(-seconds)) - seconds < slack);
        }

        #[test]
        fn more_time_is_never_said_to_be_less(a in 1_i64..2_000_000, b in 1_i64..2_000_000) {
            let (less, more) = (a.min(b), a.max(b));
            prop_assert!(read(&after(less)) <= read(&after(more)));
            prop_assert!(read(&after(-less)) <= read(&after(-more)));
        }
    }
}
