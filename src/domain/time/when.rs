//! Dates and times as people type them: `yesterday 3pm`, `2h ago`, `fri 10:00`, `23 nov`.
//!
//! The grammar is closed: a text has one meaning or is refused with a sentence that says why. What a
//! bare weekday or clock time means depends on which way the question looks ([`Reading`]).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::domain::time::span::Span;
use crate::domain::time::zone::{Instant, Wall, Zone};

mod clock;
mod error;
mod layout;
mod numeric;
mod phrase;
mod range;
mod said;
mod token;
mod written;

pub use error::{BadDateOrder, BadWhen};
pub use layout::{BadLayout, Layout, Numbers};
pub use range::{BadRange, Ends, Range};
pub use said::{dated, offset, spelled, with_offset};
pub use written::{WrittenDate, calendar_date};

use clock::TypedTime;
use phrase::{MonthDay, NamedDay, Phrase, TypedDay};

/// The first year a typed date may lie in.
pub const FIRST_YEAR: i32 = 1900;
/// The last year a typed date may lie in.
pub const LAST_YEAR: i32 = 9999;

/// Which number of `1/4/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// `1/4/2026` is the first of April.
    DayFirst,
    /// `1/4/2026` is the fourth of January.
    MonthFirst,
}

impl FromStr for DateOrder {
    type Err = BadDateOrder;

    /// Reads `day-first` or `month-first`, in any letter case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().to_ascii_lowercase().as_str() {
            "day-first" => Ok(Self::DayFirst),
            "month-first" => Ok(Self::MonthFirst),
            _ => Err(BadDateOrder::new(text)),
        }
    }
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
        })
    }
}

/// Which way a bare weekday, a bare clock time or a date without a year looks, and from where.
///
/// Words that count from the present (`tomorrow`, `in 2h`, `next friday`) do so whatever the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// The most recent one, as for "told" and "at".
    Past,
    /// The next one, as for "until" of a pause.
    Future,
    /// The last one at or before this instant, as for "happened" before "told".
    UpTo(Instant),
    /// The next one at or after this instant, as for "by" after "told".
    From(Instant),
}

impl Reading {
    const fn way(self) -> Way {
        match self {
            Self::Past | Self::UpTo(_) => Way::Back,
            Self::Future | Self::From(_) => Way::Ahead,
        }
    }
}

/// What a date without a time of day means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateAlone {
    /// It is not enough.
    Refused,
    /// The first instant of that day.
    Start,
    /// The last second of that day, 23:59:59.
    End,
}

/// What a typed date is read against.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceTime<'a> {
    /// The present; parts of a second are dropped.
    pub now: Instant,
    /// The zone whose wall clock is meant.
    pub zone: &'a Zone,
    /// How `1/4/2026` is meant; without it such a date is refused.
    pub order: Option<DateOrder>,
}

/// What a typed date means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderstoodDate {
    /// The instant, in whole seconds.
    pub instant: Instant,
    /// What the person should be told about it.
    pub note: Option<Note>,
}

/// Something to say about how a date was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The wall time happens twice that day, and the earlier is taken.
    Twice {
        /// The wall time.
        wall: NaiveDateTime,
        /// What to type for the later one, with its offset.
        later: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice { wall, later } => write!(
                f,
                "{} on {} happens twice because the clocks go back; the earlier is taken (for the later write `{later}`)",
                wall.format("%H:%M"),
                wall.date(),
            ),
        }
    }
}

impl UnderstoodDate {
    fn plain(instant: Instant) -> Self {
        Self {
            instant,
            note: None,
        }
    }
}

/// Which way a length of time is counted from now.
#[derive(Clone, Copy)]
enum Way {
    Back,
    Ahead,
}

impl ReferenceTime<'_> {
    /// Understands one date or time as typed by a person. Letter case and extra spaces do not matter.
    ///
    /// A date without a year that is today's date is today, whatever its time of day. An explicit date,
    /// or `in 2h`, may lie on the other side of now than `reading` looks; whether that is allowed is for
    /// the caller to say.
    ///
    /// # Errors
    /// Anything that is not exactly one date or time; see [`BadWhen`].
    pub fn parse(
        &self,
        text: &str,
        reading: Reading,
        alone: DateAlone,
    ) -> Result<UnderstoodDate, BadWhen> {
        let understood = match phrase::read(text, self.order)? {
            Phrase::Now => UnderstoodDate::plain(self.now()),
            Phrase::Ago(span) => self.away(span, Way::Back)?,
            Phrase::In(span) => self.away(span, Way::Ahead)?,
            Phrase::Time(clock) => self.time(&clock, reading)?,
            Phrase::Date(day) => self.date(&day, reading, alone)?,
            Phrase::Both(day, clock) => self.both(&day, &clock, reading)?,
        };
        self.within_years(understood)
    }

    fn now(&self) -> Instant {
        DateTime::from_timestamp(self.now.timestamp(), 0).unwrap_or(self.now)
    }

    fn today(&self) -> NaiveDate {
        self.zone.wall(self.now).date()
    }

    /// Gives the instant that a reading looks from.
    fn origin(&self, reading: Reading) -> Instant {
        match reading {
            Reading::Past | Reading::Future => self.now(),
            Reading::UpTo(at) | Reading::From(at) => at,
        }
    }

    /// Gives the day that a reading looks from.
    fn origin_day(&self, reading: Reading) -> NaiveDate {
        self.zone.wall(self.origin(reading)).date()
    }

    fn within_years(&self, understood: UnderstoodDate) -> Result<UnderstoodDate, BadWhen> {
        let year = self.zone.wall(understood.instant).year();
        in_years(year).map(|_| understood)
    }

    /// Counts from now. Days keep the wall time; a skipped one moves forward, as with deadlines.
    fn away(&self, span: Span, way: Way) -> Result<UnderstoodDate, BadWhen> {
        let seconds = match span {
            Span::Days { days } => return self.days_away(days, way),
            Span::OpenTime { .. } | Span::OpenDays { .. } => {
                return Err(BadWhen::OpenLength { span });
            }
            Span::Elapsed { seconds } => i64::try_from(seconds).unwrap_or(i64::MAX),
        };
        let length = TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
        let then = match way {
            Way::Back => self.now().checked_sub_signed(length),
            Way::Ahead => self.now().checked_add_signed(length),
        };
        then.map(UnderstoodDate::plain).ok_or(BadWhen::OutOfYears)
    }

    fn days_away(&self, days: u32, way: Way) -> Result<UnderstoodDate, BadWhen> {
        if days == 0 {
            return Ok(UnderstoodDate::plain(self.now()));
        }
        let wall = self.zone.wall(self.now());
        let date = shifted(wall.date(), i64::from(days), way)?;
        let wall = date.and_time(wall.time());
        match self.zone.resolve(wall) {
            Wall::Once(_) | Wall::Twice { .. } => self.at(wall),
            Wall::Never { .. } => Ok(UnderstoodDate::plain(self.zone.first_existing(wall))),
        }
    }

    /// Places a bare clock time on the day the reading looks from or the neighbouring one.
    fn time(&self, clock: &TypedTime, reading: Reading) -> Result<UnderstoodDate, BadWhen> {
        let first = self.origin_day(reading);
        if self.fits(first.and_time(clock.time), reading) {
            return self.at(first.and_time(clock.time));
        }
        let day = shifted(first, 1, reading.way())?;
        self.at(day.and_time(clock.time))
    }

    fn date(
        &self,
        day: &TypedDay,
        reading: Reading,
        alone: DateAlone,
    ) -> Result<UnderstoodDate, BadWhen> {
        let (edge, place): (_, fn(&Self, NaiveDate) -> _) = match alone {
            DateAlone::Refused => {
                return Err(BadWhen::NoTime {
                    found: day.found.clone(),
                });
            }
            DateAlone::Start => (NaiveTime::MIN, Self::start_of),
            DateAlone::End => (last_second(), Self::end_of),
        };
        place(self, self.calendar(day, edge, reading)?)
    }

    fn both(
        &self,
        day: &TypedDay,
        clock: &TypedTime,
        reading: Reading,
    ) -> Result<UnderstoodDate, BadWhen> {
        let wall = self
            .calendar(day, clock.time, reading)?
            .and_time(clock.time);
        match (clock.offset, day.which) {
            (None, _) => self.at(wall),
            (Some(offset), NamedDay::Full(..)) => at_offset(wall, offset),
            (Some(offset), _) => match self.of_the_zone(wall, offset) {
                Some(meant) => Ok(meant),
                None => Err(self.other_offset(wall, offset)?),
            },
        }
    }

    /// Says which offset the zone has at a wall time, where another was written.
    fn other_offset(&self, wall: NaiveDateTime, written: i32) -> Result<BadWhen, BadWhen> {
        let then = self.at(wall)?.instant;
        Ok(BadWhen::OtherOffset {
            offset: offset(written).to_string(),
            zone: self.zone.name().to_owned(),
            own: offset(self.zone.offset(then)).to_string(),
        })
    }

    /// Takes a wall time with the offset that the zone itself has then: it says which of two is meant.
    fn of_the_zone(&self, wall: NaiveDateTime, offset: i32) -> Option<UnderstoodDate> {
        let meant = match self.zone.resolve(wall) {
            Wall::Once(instant) => vec![instant],
            Wall::Twice { earlier, later } => vec![earlier, later],
            Wall::Never { .. } => Vec::new(),
        };
        let meant = meant.into_iter();
        let mut meant = meant.filter(|instant| self.zone.offset(*instant) == offset);
        meant.next().map(UnderstoodDate::plain)
    }

    /// Finds the calendar date that is meant; `time` decides whether the day looked from still counts.
    fn calendar(
        &self,
        day: &TypedDay,
        time: NaiveTime,
        reading: Reading,
    ) -> Result<NaiveDate, BadWhen> {
        let today = self.today();
        let first = self.origin_day(reading);
        match day.which {
            NamedDay::Full(date, _) => Ok(date),
            NamedDay::Yesterday => shifted(today, 1, Way::Back),
            NamedDay::Today => Ok(today),
            NamedDay::Tomorrow => shifted(today, 1, Way::Ahead),
            NamedDay::Last(weekday) => shifted(today, days_since(today, weekday), Way::Back),
            NamedDay::Next(weekday) => shifted(today, days_until(today, weekday), Way::Ahead),
            NamedDay::Bare(weekday) if weekday == first.weekday() => {
                if self.fits(first.and_time(time), reading) {
                    return Ok(first);
                }
                shifted(first, 7, reading.way())
            }
            NamedDay::Bare(weekday) => match reading.way() {
                Way::Back => shifted(first, days_since(first, weekday), Way::Back),
                Way::Ahead => shifted(first, days_until(first, weekday), Way::Ahead),
            },
            NamedDay::NoYear(date) => self.of_some_year(day, date, reading),
        }
    }

    /// Finds the year of a date without one: the one the reading looks to. Where a weekday stands
    /// with the date it may be this year instead, as in every date the program prints; a weekday
    /// moves on each year, so only one of the two has it.
    fn of_some_year(
        &self,
        day: &TypedDay,
        date: MonthDay,
        reading: Reading,
    ) -> Result<NaiveDate, BadWhen> {
        let meant = year_of(date, self.origin_day(reading), reading.way());
        let of_year = |year| numeric::date(&day.found, year, date.month, date.day);
        let Some(weekday) = day.weekday else {
            return of_year(meant);
        };
        let dates = [meant, self.today().year()].map(of_year);
        let fitting = dates
            .iter()
            .flatten()
            .find(|date| date.weekday() == weekday);
        let [first, _] = &dates;
        match (fitting, first) {
            (Some(date), _) => Ok(*date),
            (None, Ok(date)) => Err(day.not_on(*date, weekday)),
            (None, Err(wrong)) => Err(wrong.clone()),
        }
    }

    /// Tells whether a wall time lies on the side that is meant of the instant looked from.
    fn fits(&self, wall: NaiveDateTime, reading: Reading) -> bool {
        let instant = self.zone.first_existing(wall);
        match reading.way() {
            Way::Back => instant <= self.origin(reading),
            Way::Ahead => instant >= self.origin(reading),
        }
    }

    fn at(&self, wall: NaiveDateTime) -> Result<UnderstoodDate, BadWhen> {
        match self.zone.resolve(wall) {
            Wall::Once(instant) => Ok(UnderstoodDate::plain(instant)),
            Wall::Twice { earlier, later } => Ok(UnderstoodDate {
                instant: earlier,
                note: Some(Note::Twice {
                    wall,
                    later: self.zone.rfc3339(later),
                }),
            }),
            Wall::Never { before, after } => Err(self.skipped(wall, before, after)),
        }
    }

    fn skipped(&self, wall: NaiveDateTime, before: NaiveDateTime, after: NaiveDateTime) -> BadWhen {
        BadWhen::Skipped {
            wall,
            before,
            after,
            zone: self.zone.name().to_owned(),
        }
    }

    /// Gives the first instant of a day, also where the clocks skip its midnight.
    fn start_of(&self, date: NaiveDate) -> Result<UnderstoodDate, BadWhen> {
        let wall = date.and_time(NaiveTime::MIN);
        match self.zone.resolve(wall) {
            Wall::Never { before, after } if after.date() != date => {
                Err(self.skipped(wall, before, after))
            }
            Wall::Once(_) | Wall::Twice { .. } | Wall::Never { .. } => {
                Ok(UnderstoodDate::plain(self.zone.first_existing(wall)))
            }
        }
    }

    /// Gives the last second of a day: the later 23:59:59 where there are two.
    fn end_of(&self, date: NaiveDate) -> Result<UnderstoodDate, BadWhen> {
        let wall = date.and_time(last_second());
        match self.zone.resolve(wall) {
            Wall::Once(instant) | Wall::Twice { later: instant, .. } => {
                Ok(UnderstoodDate::plain(instant))
            }
            Wall::Never { before, after } if before.date() != date => {
                Err(self.skipped(wall, before, after))
            }
            Wall::Never { .. } => Ok(UnderstoodDate::plain(
                self.zone.first_existing(wall) - TimeDelta::seconds(1),
            )),
        }
    }
}

fn at_offset(wall: NaiveDateTime, offset: i32) -> Result<UnderstoodDate, BadWhen> {
    wall.and_utc()
        .checked_sub_signed(TimeDelta::seconds(offset.into()))
        .map(UnderstoodDate::plain)
        .ok_or(BadWhen::OutOfYears)
}

fn in_years(year: i32) -> Result<i32, BadWhen> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Ok(year);
    }
    Err(BadWhen::OutOfYears)
}

fn last_second() -> NaiveTime {
    NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN)
}

fn shifted(date: NaiveDate, days: i64, way: Way) -> Result<NaiveDate, BadWhen> {
    let days = Days::new(days.unsigned_abs());
    match way {
        Way::Back => date.checked_sub_days(days),
        Way::Ahead => date.checked_add_days(days),
    }
    .ok_or(BadWhen::OutOfYears)
}

/// Counts the days back to the last such weekday before `today`: 1 to 7.
fn days_since(today: NaiveDate, weekday: Weekday) -> i64 {
    match today.weekday().days_since(weekday) {
        0 => 7,
        days => days.into(),
    }
}

/// Counts the days to the next such weekday after `today`: 1 to 7.
fn days_until(today: NaiveDate, weekday: Weekday) -> i64 {
    match weekday.days_since(today.weekday()) {
        0 => 7,
        days => days.into(),
    }
}

/// Finds the year of a date written without one.
fn year_of(date: MonthDay, first: NaiveDate, way: Way) -> i32 {
    let from = MonthDay {
        month: first.month(),
        day: first.day(),
    };
    match way {
        Way::Back if date > from => first.year() - 1,
        Way::Ahead if date < from => first.year() + 1,
        Way::Back | Way::Ahead => first.year(),
    }
}

#[cfg(test)]
mod tests;
