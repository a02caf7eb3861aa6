//! Counting days on which the shop opens.

use super::NoTime;
use super::hours::LAST_DAY;
use super::stretches::Stretches;
use super::walk::DRY;
use crate::domain::time::zone::Instant;

/// Finds the `count`-th day after `base` on which the shop opens, and its closing in seconds.
///
/// A day without a real second of its own does not count. `count` is at least 1.
pub(super) fn nth(
    stretches: Stretches<'_>,
    base: i32,
    start: Instant,
    count: u32,
) -> Result<(i32, i64), NoTime> {
    let mut search = DaySearch {
        stretches,
        day: base + 1,
        last: base.saturating_add(DRY).min(LAST_DAY),
        reached: start.timestamp(),
        left: count,
    };
    let mut found = Vec::new();
    loop {
        search.leap();
        if search.day > search.last {
            return Err(NoTime::after(search.reached));
        }
        found.clear();
        search.stretches.on(search.day, &mut found);
        if let Some(open) = found.last() {
            search.left -= 1;
            if search.left == 0 {
                return Ok((open.day, open.to));
            }
            search.reach(open.day, open.to);
        }
        search.day += 1;
    }
}

struct DaySearch<'c> {
    stretches: Stretches<'c>,
    /// The next day to look at.
    day: i32,
    /// The last day worth looking at.
    last: i32,
    /// The start, then the closing of the last day that counted.
    reached: i64,
    /// At least 1.
    left: u32,
}

impl DaySearch<'_> {
    /// Leaps over whole usual weeks that do not hold all the days that are left.
    fn leap(&mut self) {
        let Ok(weeks @ 1..) = u32::try_from(self.stretches.whole_weeks(self.day)) else {
            return;
        };
        let weekly = self.stretches.week().days;
        let most = (self.left - 1).checked_div(weekly);
        let weeks = most.map_or(weeks, |most| most.min(weeks));
        if weeks == 0 {
            return;
        }
        self.left -= weeks * weekly;
        self.day += i32::try_from(weeks * 7).unwrap_or(0);
        if let Some((day, closing)) = self.stretches.last_closing(self.day) {
            self.reach(day, closing);
        }
    }

    fn reach(&mut self, day: i32, closing: i64) {
        self.reached = closing;
        self.last = day.saturating_add(DRY).min(LAST_DAY);
    }
}
