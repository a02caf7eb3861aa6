//! The open stretches of one business day after another, as instants.
//!
//! Most days are calm: no clock changes anywhere near them, so their instants are a subtraction. Only the
//! few days around a change ask the zone.

use std::ops::Range;

use chrono::DateTime;

use super::hours::{FIRST_DAY, Hours, LAST_DAY};
use super::range::OpenRange;
use crate::domain::time::zone::{Instant, Zone};

/// Seconds of a day without a change of the clocks.
pub(super) const DAY: i64 = 86_400;

/// An open stretch in seconds since 1970, from its opening up to and without its closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StretchSeconds {
    /// The business day, in days since 1970.
    pub(super) day: i32,
    pub(super) from: i64,
    pub(super) to: i64,
}

impl StretchSeconds {
    /// Cuts it to a span, in seconds since 1970; `None` when nothing of it lies within.
    pub(super) fn within(self, from: i64, to: i64) -> Option<Self> {
        let (from, to) = (self.from.max(from), self.to.min(to));
        (from < to).then_some(Self { from, to, ..self })
    }
}

/// Works out stretches day by day; going forward is what it is quick at.
pub(super) struct Stretches<'c> {
    pub(super) hours: &'c Hours,
    pub(super) zone: &'c Zone,
    calm: Calm,
    /// Days known to be neither holidays nor special.
    usual: Range<i32>,
}

/// What is known about the next change of the clocks.
struct Calm {
    /// Days so far from any change that one offset holds for all their wall times.
    days: Range<i32>,
    /// That offset, in seconds east of UTC.
    offset: i64,
    /// From this day on nothing is known.
    known_until: i32,
}

/// What a whole usual week holds.
#[derive(Clone, Copy)]
pub(super) struct WeekTotals {
    pub(super) seconds: u64,
    pub(super) days: u32,
}

impl<'c> Stretches<'c> {
    pub(super) const fn new(zone: &'c Zone, hours: &'c Hours) -> Self {
        Self {
            hours,
            zone,
            calm: Calm {
                days: 0..0,
                offset: 0,
                known_until: i32::MIN,
            },
            usual: i32::MIN..i32::MIN,
        }
    }

    /// Appends the stretches of a business day that are not empty, in order.
    ///
    /// What the evening before still holds open is not repeated.
    pub(super) fn on(&mut self, day: i32, found: &mut Vec<StretchSeconds>) {
        let mut taken = self.spilled_into(day);
        for range in self.ranges(day) {
            let from = self.instant(day, range.opens()).max(taken);
            let to = self.instant(day, range.closes());
            if from < to {
                found.push(StretchSeconds { day, from, to });
                taken = to;
            }
        }
    }

    /// Gives the last closing of the seven days before a day, with the day it belongs to.
    pub(super) fn last_closing(&mut self, before: i32) -> Option<(i32, i64)> {
        (before - 7..before).rev().find_map(|day| {
            let last = self.ranges(day).last()?;
            Some((day, self.instant(day, last.closes())))
        })
    }

    fn spilled_into(&mut self, day: i32) -> i64 {
        let evening = self.ranges(day.saturating_sub(1)).last();
        match evening {
            Some(range) if range.spills() => self.instant(day - 1, range.closes()),
            Some(_) | None => i64::MIN,
        }
    }

    /// Counts the weeks from a day on in which every day is usual and calm, and so is the day before.
    pub(super) fn whole_weeks(&mut self, day: i32) -> i32 {
        self.look_at(day);
        self.settle(day);
        let before = day.saturating_sub(1);
        if !self.usual.contains(&before) {
            return 0;
        }
        let end = self.usual.end.min(self.calm.days.end);
        (end.saturating_sub(day) / 7).max(0)
    }

    /// Says what a week holds that [`Stretches::whole_weeks`] counts.
    pub(super) fn week(&self) -> WeekTotals {
        let week = self.hours.week();
        let seconds = week.iter().flatten().map(|range| range.seconds()).sum();
        let days = week.iter().filter(|ranges| !ranges.is_empty()).count();
        WeekTotals {
            seconds,
            days: u32::try_from(days).unwrap_or(7),
        }
    }

    fn ranges(&mut self, day: i32) -> &'c [OpenRange] {
        self.look_at(day);
        if self.usual.contains(&day) {
            self.hours.usual_ranges(day)
        } else {
            self.hours.ranges(day)
        }
    }

    /// Finds out how long the days from `day` on are usual, once nothing is known any more.
    fn look_at(&mut self, day: i32) {
        if day >= self.usual.end && (FIRST_DAY..=LAST_DAY).contains(&day) {
            self.usual = day..self.hours.next_unusual(day).min(LAST_DAY + 1);
        }
    }

    /// Gives the first existing instant of a wall time, in minutes after the midnight a day begins with.
    fn instant(&mut self, day: i32, minutes: u16) -> i64 {
        let wall = i64::from(day) * DAY + i64::from(minutes) * 60;
        self.settle(day);
        if self.calm.days.contains(&day) {
            return wall - self.calm.offset;
        }
        let wall = instant(wall).naive_utc();
        self.zone.first_existing(wall).timestamp()
    }

    /// Looks for the next change of the clocks, once nothing is known any more.
    ///
    /// Offsets are less than 26 hours, ranges end less than two days after their day begins. So, when
    /// nothing changes from two days before a day begins until four days after, every wall time of
    /// the day happens exactly once, at the one offset.
    fn settle(&mut self, day: i32) {
        if day < self.calm.known_until {
            return;
        }
        let before = instant((i64::from(day) - 2) * DAY);
        let offset = i64::from(self.zone.offset(before));
        let change = self.zone.next_change(before);
        let change = change.map(|change| (change.timestamp() - 1).div_euclid(DAY));
        let days = |after: i64| {
            change.map_or(i32::MAX, |last| {
                i32::try_from(last + after).unwrap_or(i32::MAX)
            })
        };
        self.calm = Calm {
            days: day..days(-3),
            offset,
            known_until: days(3),
        };
    }
}

/// Makes an instant of seconds since 1970; beyond what a date can say, the last one.
pub(super) fn instant(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or(if seconds < 0 {
        Instant::MIN_UTC
    } else {
        Instant::MAX_UTC
    })
}
