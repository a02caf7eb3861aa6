//! A slow calendar that knows nothing of the quick one: it looks at the clocks minute by minute.

use chrono::{Datelike, Days, NaiveTime, TimeDelta, Timelike};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::*;

/// Zones with half hours, skipped and repeated days, changes at midnight, and offsets with seconds.
pub(super) const ODD: [&str; 16] = [
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Cairo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Pacific/Kwajalein",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Africa/Monrovia",
    "UTC",
];

/// Opening and closing, in minutes after the midnight the day begins with.
type Minutes = (u32, u32);

/// Hours as plain numbers.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) week: [Vec<Minutes>; 7],
    pub(super) dated: Vec<NaiveDate>,
    pub(super) yearly: Vec<(u32, u32)>,
    pub(super) on: Vec<(NaiveDate, Vec<Minutes>)>,
}

fn texts(ranges: &[Minutes]) -> Vec<String> {
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let text = |&(from, to): &Minutes| {
        let to = if to > 1_440 { to - 1_440 } else { to };
        format!("{}-{}", clock(from), clock(to))
    };
    ranges.iter().map(text).collect()
}

impl Model {
    pub(super) fn hours(&self) -> Hours {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let week = names
            .into_iter()
            .zip(self.week.iter().map(|day| texts(day)));
        let week: serde_json::Map<_, _> = week
            .map(|(name, day)| (name.to_owned(), json!(day)))
            .collect();
        let on = self
            .on
            .iter()
            .map(|(date, day)| (date.to_string(), json!(texts(day))));
        let on: serde_json::Map<_, _> = on.collect();
        let dated = self.dated.iter().map(ToString::to_string);
        let yearly = self
            .yearly
            .iter()
            .map(|(month, day)| format!("{month:02}-{day:02}"));
        let holidays: Vec<String> = dated.chain(yearly).collect();
        thawed(json!({"week": week, "holidays": holidays, "on": on}))
    }

    fn ranges(&self, date: NaiveDate) -> &[Minutes] {
        if let Some((_, ranges)) = self.on.iter().find(|(day, _)| *day == date) {
            return ranges;
        }
        if self.dated.contains(&date) || self.yearly.contains(&(date.month(), date.day())) {
            return &[];
        }
        &self.week[date.weekday() as usize]
    }

    /// Says whether the shop is open when the clocks show a time, on days when they do not change.
    pub(super) fn is_open_by_the_wall(&self, wall: NaiveDateTime) -> bool {
        let minute = wall.hour() * 60 + wall.minute();
        let inside = |date: NaiveDate, minute: u32| {
            let ranges = self.ranges(date).iter();
            ranges
                .copied()
                .any(|(from, to)| from <= minute && minute < to)
        };
        inside(wall.date(), minute) || inside(wall.date() - Days::new(1), minute + 1_440)
    }

    /// Looks up every range around a date, each end as the first instant at which the clocks show no less.
    pub(super) fn stretches(&self, zone: &Zone, around: NaiveDate, days: u64) -> Slow {
        let first = around - Days::new(3);
        let mut open = Vec::new();
        for date in first.iter_days().take(usize::try_from(days).unwrap() + 3) {
            for &(from, to) in self.ranges(date) {
                let wall = |minutes| {
                    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes))
                };
                open.push((
                    first_showing(zone, wall(from)),
                    first_showing(zone, wall(to)),
                ));
            }
        }
        Slow { open }
    }
}

/// Walks the clocks until they first show no less than a wall time.
fn first_showing(zone: &Zone, wall: NaiveDateTime) -> i64 {
    let mut at = wall.and_utc() - TimeDelta::hours(27);
    while zone.wall(at) < wall {
        at += TimeDelta::minutes(1);
    }
    // Offsets had seconds once: go back to the very one.
    while zone.wall(at - TimeDelta::seconds(1)) >= wall {
        at -= TimeDelta::seconds(1);
    }
    at.timestamp()
}

/// Open stretches, unsorted and overlapping as they come.
pub(super) struct Slow {
    open: Vec<(i64, i64)>,
}

impl Slow {
    pub(super) fn is_open(&self, at: i64) -> bool {
        self.open.iter().any(|(from, to)| *from <= at && at < *to)
    }

    /// Steps through time; `None` when the known stretches are not enough.
    pub(super) fn add(&self, start: i64, seconds: i64, step: i64) -> Option<i64> {
        let end = self.open.iter().map(|(_, to)| *to).max()?;
        let (mut at, mut left) = (start, seconds);
        if left == 0 && self.is_open(at - 1) {
            return Some(at);
        }
        while at < end {
            if self.is_open(at) {
                if left == 0 {
                    return Some(at);
                }
                left -= step;
                if left == 0 {
                    return Some(at + step);
                }
            }
            at += step;
        }
        None
    }

    pub(super) fn count(&self, from: i64, to: i64, step: i64) -> i64 {
        let steps = (from..to).step_by(usize::try_from(step).unwrap());
        step * i64::try_from(steps.filter(|at| self.is_open(*at)).count()).unwrap()
    }
}

/// One day's ranges in steps of five minutes, not over midnight.
fn ranges() -> impl Strategy<Value = Vec<Minutes>> {
    btree_set(0_u32..=288, 0..7).prop_map(|cuts| {
        let cuts: Vec<u32> = cuts.into_iter().map(|cut| cut * 5).collect();
        cuts.chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .collect()
    })
}

/// Lets some evenings run over midnight, no further than the next morning.
fn overnight(mut week: [Vec<Minutes>; 7], lengths: [u32; 7]) -> [Vec<Minutes>; 7] {
    for day in 0..7 {
        let morning = week[(day + 1) % 7].first().map_or(1_440, |(from, _)| *from);
        if let Some((from, to)) = week[day].last_mut() {
            let most = morning.min(*from - u32::from(*from > 0)).min(600);
            if *from > 600 && most > 0 && lengths[day] > 0 {
                *to = 1_440 + lengths[day].min(most);
            }
        }
    }
    week
}

fn week() -> impl Strategy<Value = [Vec<Minutes>; 7]> {
    let length = prop_oneof![Just(0_u32), 1_u32..600];
    (
        prop::array::uniform7(ranges()),
        prop::array::uniform7(length),
    )
        .prop_map(|(week, lengths)| overnight(week, lengths))
}

/// Hours whose holidays and special days lie within some days of a date.
pub(super) fn model(around: NaiveDate, days: u64) -> impl Strategy<Value = Model> {
    let near = (0..days).prop_map(move |ahead| around + Days::new(ahead));
    let tail = prop_oneof![Just(0_u32), 1_u32..900];
    let special = (near.clone(), ranges(), tail).prop_map(|(date, mut ranges, tail)| {
        if let Some((from, to)) = ranges.last_mut()
            && *from > 900
            && tail > 0
        {
            *to = 1_440 + tail;
        }
        (date, ranges)
    });
    let yearly = near.clone().prop_map(|date| (date.month(), date.day()));
    (
        week(),
        vec(near, 0..3),
        vec(yearly, 0..4),
        vec(special, 0..4),
    )
        .prop_map(|(week, dated, yearly, mut on)| {
            on.sort_by_key(|(date, _)| *date);
            on.dedup_by_key(|(date, _)| *date);
            Model {
                week,
                dated,
                yearly,
                on,
            }
        })
}

/// An odd zone and a date, mostly within two days of a change of its clocks.
pub(super) fn place(years: std::ops::Range<i32>) -> impl Strategy<Value = (Zone, NaiveDate)> {
    let date = (years, 1_u32..=366).prop_filter_map("a leap day", |(year, day)| {
        NaiveDate::from_yo_opt(year, day)
    });
    (
        prop::sample::select(&ODD[..]),
        date,
        0_u64..5,
        prop::bool::weighted(0.8),
    )
        .prop_map(|(name, date, days, near)| {
            let zone = zone(name);
            let change = zone.next_change(date.and_time(NaiveTime::MIN).and_utc());
            let date = match change {
                Some(change) if near => zone.wall(change).date() + Days::new(2) - Days::new(days),
                Some(_) | None => date,
            };
            (zone, date)
        })
}

/// A place with hours whose odd days lie around its date.
pub(super) fn shop(
    years: std::ops::Range<i32>,
    days: u64,
) -> impl Strategy<Value = (Zone, NaiveDate, Model)> {
    place(years).prop_flat_map(move |(zone, date)| (Just(zone), Just(date), model(date, days)))
}
