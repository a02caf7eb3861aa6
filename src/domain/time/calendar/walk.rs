//! Going through the open stretches after an instant, with leaps over weeks that hold no surprise.

use super::hours::{FIRST_DAY, LAST_DAY};
use super::stretches::{DAY, StretchSeconds, Stretches};
use crate::domain::time::zone::{Instant, Zone};

/// A shop that does not open within this many days does not open.
pub(super) const DRY: i32 = 366;

/// The open stretches from an instant on, in order.
pub(super) struct StretchWalk<'c> {
    stretches: Stretches<'c>,
    /// The next day to look at.
    day: i32,
    /// The last day worth looking at.
    last: i32,
    /// How far to look beyond a day on which the shop was open.
    patience: i32,
    /// The start, then the closing of the last stretch given.
    reached: i64,
    found: Vec<StretchSeconds>,
    given: usize,
}

impl<'c> StretchWalk<'c> {
    /// Walks until the shop stays shut for [`DRY`] days.
    pub(super) fn until_dry(stretches: Stretches<'c>, start: Instant) -> Self {
        let first = wall_day(stretches.zone, start);
        Self {
            stretches,
            // An evening two days ago may end this very instant, when the day between was skipped.
            day: (first - 2).max(FIRST_DAY),
            last: first.saturating_add(DRY).min(LAST_DAY),
            patience: DRY,
            reached: start.timestamp(),
            found: Vec::new(),
            given: 0,
        }
    }

    /// Walks to the end of a day, however long the shop stays shut.
    pub(super) fn until_day(stretches: Stretches<'c>, start: Instant, last: i32) -> Self {
        Self {
            last: last.min(LAST_DAY),
            patience: 0,
            ..Self::until_dry(stretches, start)
        }
    }

    /// Gives the start, then the closing of the last stretch.
    pub(super) const fn reached(&self) -> i64 {
        self.reached
    }

    /// Gives the next stretch that ends at or after the start, cut off at the start.
    ///
    /// Only the first may be empty: one that closes at the start.
    pub(super) fn next(&mut self) -> Option<StretchSeconds> {
        loop {
            while let Some(open) = self.found.get(self.given).copied() {
                self.given += 1;
                if open.to >= self.reached {
                    let from = open.from.max(self.reached);
                    self.reach(open.day, open.to);
                    return Some(StretchSeconds { from, ..open });
                }
            }
            if self.day > self.last {
                return None;
            }
            self.found.clear();
            self.given = 0;
            self.stretches.on(self.day, &mut self.found);
            self.day += 1;
        }
    }

    /// Leaps over whole usual weeks that hold at most `seconds` of open time and end before a day.
    ///
    /// Gives how much open time they hold. It is for after a stretch was given, so that the start lies
    /// behind, and does nothing inside a day.
    pub(super) fn leap(&mut self, seconds: u64, before: i32) -> u64 {
        if self.given < self.found.len() {
            return 0;
        }
        let weeks = self.stretches.whole_weeks(self.day);
        let weeks = weeks.min(before.saturating_sub(self.day) / 7);
        let Ok(weeks @ 1..) = u64::try_from(weeks) else {
            return 0;
        };
        let weekly = self.stretches.week().seconds;
        let weeks = seconds
            .checked_div(weekly)
            .map_or(weeks, |most| most.min(weeks));
        if weeks == 0 {
            return 0;
        }
        self.day += i32::try_from(weeks * 7).unwrap_or(0);
        if let Some((day, closing)) = self.stretches.last_closing(self.day) {
            self.reach(day, closing);
        }
        weeks * weekly
    }

    fn reach(&mut self, day: i32, closing: i64) {
        self.reached = closing;
        self.last = self
            .last
            .max(day.saturating_add(self.patience).min(LAST_DAY));
    }
}

/// Gives the day the clocks show at an instant, in days since 1970.
pub(super) fn wall_day(zone: &Zone, at: Instant) -> i32 {
    let day = wall_seconds(zone, at).div_euclid(DAY);
    // The longest time an instant can be away from 1970 is 96 million days.
    i32::try_from(day).unwrap_or(LAST_DAY + DRY)
}

/// Gives the wall time at an instant, in seconds as if the wall were in UTC.
pub(super) fn wall_seconds(zone: &Zone, at: Instant) -> i64 {
    at.timestamp() + i64::from(zone.offset(at))
}
