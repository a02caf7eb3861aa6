//! Open time: adding it to an instant, and counting it between two.
//!
//! Good calendars disagree on the edges, so ours are decided:
//!
//! - Open time that runs out exactly at closing ends at closing, not at the next opening.
//! - No open time at all ends where it starts while the shop is open or just closing; outside the hours it
//!   ends at the next opening.
//! - Open time is real time inside the hours, also across a change of the clocks.
//! - An opening or closing the clocks jump over moves forward to the first instant that exists; one they
//!   show twice is the earlier. A stretch may so become empty, never negative.
//! - A shop that does not open within a year of where it is looked for never opens: an error, not a loop.
//!
//! A year is leapt over week by week, so long lengths cost little more than short ones.

use chrono::NaiveDate;

use crate::domain::time::zone::{Instant, Zone};

mod clock;
mod dates;
mod frozen;
mod hours;
mod open_days;
mod range;
mod stretches;
mod walk;

pub use clock::{BadTime, time_of_day};
pub use dates::{BadDate, Holiday, date};
pub use hours::{Clash, Hours, Parts, SpecialDay, WEEKDAYS};
pub use range::{BadOpenRange, OpenRange};

use hours::{FIRST_DAY, LAST_DAY};
use stretches::{DAY, StretchSeconds, Stretches, instant};
use walk::{DRY, StretchWalk, wall_day, wall_seconds};

/// A shop's hours in its zone, or the zone alone of a shop that has written none.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'c> {
    /// Where the shop is.
    pub zone: &'c Zone,
    /// When it is open, if that is known.
    pub hours: Option<&'c Hours>,
}

/// Why open time leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTime {
    /// The shop's hours are not written down.
    #[error("this counts only the time the shop is open, and its hours are not written down")]
    NoHours,
    /// The shop does not open for a year.
    #[error("the shop does not open within a year of {}", .from.format("%Y-%m-%d %H:%M UTC"))]
    NeverOpen {
        /// The start, or the last closing that was reached.
        from: Instant,
    },
}

impl NoTime {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::NoHours => "write the opening times under `[hours]` in `shop.toml`, or a length without `open`, such as `24h`",
            Self::NeverOpen { .. } => "open a weekday under `[hours]` in `shop.toml`, such as `mon = [\"09:00-17:00\"]`",
        }
        .to_owned()
    }
}

impl NoTime {
    fn after(reached: i64) -> Self {
        let from = instant(reached);
        Self::NeverOpen { from }
    }
}

/// One business day, for an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessDay {
    /// The day its ranges start on.
    pub date: NaiveDate,
    /// Why it has these hours.
    pub kind: DayKind,
    /// When it is open, cut to the asked span; touching stretches are given apart.
    pub open: Vec<OpenStretch>,
    /// The sum of the stretches.
    pub seconds: u64,
}

/// Why a day has the hours it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "day-kind")]
pub enum DayKind {
    /// Its weekday's.
    Usual,
    /// Shut for a holiday.
    Holiday,
    /// Hours of its own, which also beat a holiday.
    Special,
}

/// Open from one instant up to, and without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenStretch {
    /// The opening.
    pub from: Instant,
    /// The closing.
    pub to: Instant,
}

impl<'c> Calendar<'c> {
    /// Joins a zone and hours.
    pub const fn new(zone: &'c Zone, hours: Option<&'c Hours>) -> Self {
        Self { zone, hours }
    }

    /// Gives the instant at which that many seconds of open time have passed since `start`.
    ///
    /// # Errors
    /// When there are no hours, or the shop stays shut for a year before they have passed.
    pub fn add_open(&self, start: Instant, seconds: u64) -> Result<Instant, NoTime> {
        let mut walk = StretchWalk::until_dry(self.stretches()?, start);
        let mut left = seconds;
        while let Some(open) = walk.next() {
            let length = length(open);
            if length >= left {
                return Ok(later(open.from, left));
            }
            left -= length;
            left -= walk.leap(left - 1, i32::MAX);
        }
        Err(NoTime::after(walk.reached()))
    }

    /// Gives the same wall time on the `days`-th later day on which the shop opens, or that day's closing if
    /// that is earlier.
    ///
    /// A start between midnight and the closing of an evening belongs to the evening's day, at `25:00`, say.
    /// No days end where they start. A wall time that does not exist moves forward, a repeated one is
    /// the earlier.
    ///
    /// # Errors
    /// When there are no hours, or the shop stays shut for a year before the days have passed.
    pub fn add_open_days(&self, start: Instant, days: u32) -> Result<Instant, NoTime> {
        let stretches = self.stretches()?;
        if days == 0 {
            return Ok(start);
        }
        let base = self.business_day(start)?;
        let (day, closing) = open_days::nth(stretches, base, start, days)?;
        let offset = wall_seconds(self.zone, start) - i64::from(base) * DAY;
        let wall = instant(i64::from(day) * DAY + offset).naive_utc();
        Ok(self.zone.first_existing(wall).min(instant(closing)))
    }

    /// Counts the seconds of open time between two instants; none when `to` is not after `from`.
    ///
    /// # Errors
    /// When there are no hours.
    pub fn open_between(&self, from: Instant, to: Instant) -> Result<u64, NoTime> {
        let stretches = self.stretches()?;
        let last = wall_day(self.zone, to);
        let mut walk = StretchWalk::until_day(stretches, from, last + 1);
        let end = to.timestamp();
        let mut sum = 0;
        while let Some(open) = walk.next() {
            if open.from >= end {
                break;
            }
            let to = open.to.min(end);
            sum += length(StretchSeconds { to, ..open });
            // The evening before the last day but one has closed when the last day begins.
            sum += walk.leap(u64::MAX, last - 1);
        }
        Ok(sum)
    }

    /// Gives the next instant at which the shop is open: `at` itself while it is.
    ///
    /// # Errors
    /// When there are no hours, or the shop stays shut for a year.
    pub fn next_opening(&self, at: Instant) -> Result<Instant, NoTime> {
        let mut walk = StretchWalk::until_dry(self.stretches()?, at);
        Ok(instant(first_open(&mut walk, at)?.from))
    }

    /// Gives the end of the open stretch that contains `at` or comes next; stretches that touch are one.
    ///
    /// A shop that does not close within a year of `at` never closes: the last instant there is.
    ///
    /// # Errors
    /// When there are no hours, or the shop stays shut for a year.
    pub fn next_closing(&self, at: Instant) -> Result<Instant, NoTime> {
        let mut walk = StretchWalk::until_dry(self.stretches()?, at);
        let mut end = first_open(&mut walk, at)?.to;
        let too_long = at.timestamp().saturating_add(i64::from(DRY) * DAY);
        while let Some(next) = walk.next() {
            if next.from > end {
                break;
            }
            end = next.to;
            if end > too_long {
                return Ok(Instant::MAX_UTC);
            }
        }
        Ok(instant(end))
    }

    /// Says whether the shop is open; a shop without hours is not.
    pub fn is_open(&self, at: Instant) -> bool {
        self.stretch_around(at).is_ok_and(|open| open.is_some())
    }

    /// Gives each business day from the one of `from` to the one of the last second before `to`.
    ///
    /// A second belongs to the business day whose stretch it is in, else to the day the clocks show.
    ///
    /// # Errors
    /// When there are no hours.
    pub fn days(&self, from: Instant, to: Instant) -> Result<Vec<BusinessDay>, NoTime> {
        let mut stretches = self.stretches()?;
        if to.timestamp() <= from.timestamp() {
            return Ok(Vec::new());
        }
        let ends = [
            self.business_day(from)?,
            self.business_day(instant(to.timestamp() - 1))?,
        ];
        let [first, last] = ends.map(|day| day.clamp(FIRST_DAY, LAST_DAY));
        let mut found = Vec::new();
        let days = first.min(last)..=first.max(last);
        let days = days.filter_map(|day| {
            found.clear();
            stretches.on(day, &mut found);
            let open = found.iter();
            let open = open.filter_map(|open| open.within(from.timestamp(), to.timestamp()));
            described(day, stretches.hours, open.collect())
        });
        Ok(days.collect())
    }

    fn stretches(&self) -> Result<Stretches<'c>, NoTime> {
        let hours = self.hours.ok_or(NoTime::NoHours)?;
        Ok(Stretches::new(self.zone, hours))
    }

    /// Gives the day, in days since 1970, that an instant belongs to.
    fn business_day(&self, at: Instant) -> Result<i32, NoTime> {
        let open = self.stretch_around(at)?;
        Ok(open.map_or_else(|| wall_day(self.zone, at), |open| open.day))
    }

    fn stretch_around(&self, at: Instant) -> Result<Option<StretchSeconds>, NoTime> {
        let mut stretches = self.stretches()?;
        let mut found = Vec::new();
        let today = wall_day(self.zone, at);
        for day in today - 1..=today + 1 {
            stretches.on(day, &mut found);
        }
        let second = at.timestamp();
        let around = |open: &StretchSeconds| open.from <= second && second < open.to;
        Ok(found.into_iter().find(around))
    }
}

/// Gives the first stretch that is still open after an instant.
fn first_open(walk: &mut StretchWalk<'_>, at: Instant) -> Result<StretchSeconds, NoTime> {
    while let Some(open) = walk.next() {
        if open.to > at.timestamp() {
            return Ok(open);
        }
    }
    Err(NoTime::after(walk.reached()))
}

/// Describes a day, in days since 1970, by its stretches.
fn described(day: i32, hours: &Hours, open: Vec<StretchSeconds>) -> Option<BusinessDay> {
    let date = NaiveDate::from_epoch_days(day)?;
    Some(BusinessDay {
        date,
        kind: hours.kind(date),
        seconds: open.iter().copied().map(length).sum(),
        open: open.into_iter().map(stretch).collect(),
    })
}

fn stretch(open: StretchSeconds) -> OpenStretch {
    OpenStretch {
        from: instant(open.from),
        to: instant(open.to),
    }
}

fn length(open: StretchSeconds) -> u64 {
    u64::try_from(open.to - open.from).unwrap_or(0)
}

fn later(from: i64, seconds: u64) -> Instant {
    instant(from.saturating_add_unsigned(seconds))
}

#[cfg(test)]
mod tests;
