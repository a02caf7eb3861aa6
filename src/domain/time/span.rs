//! Lengths of time as people write them: `30m`, `24h`, `1d`, `2 weeks`, `8 open hours`.
//!
//! Hours run on whatever the clocks do; days follow the calendar, so `1d` and `24h` differ when the
//! clocks change. Open time runs only within the shop's hours, which [`Calendar`] knows.

use std::fmt;

use chrono::{Days, TimeDelta};

use crate::domain::time::calendar::{Calendar, NoTime};
use crate::domain::time::zone::Instant;

mod error;
mod parse;

pub use error::BadSpan;

/// The longest length that is accepted, in days: ten years of 365 days, more than any promise needs.
pub const LONGEST_DAYS: u32 = 3_650;

/// Texts in errors are cut here, so that a pasted page does not fill the screen.
const LONGEST_SHOWN: usize = 60;

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Runs on, whatever the clocks do: `24h`, `90 min`.
    Elapsed {
        /// Its length.
        seconds: u64,
    },
    /// The same wall time that many days later: `1d`, `2 weeks`.
    Days {
        /// Whole calendar days.
        days: u32,
    },
    /// Runs only while the shop is open: `8 open hours`.
    OpenTime {
        /// Its length.
        seconds: u64,
    },
    /// That many later days on which the shop opens: `2 open days`.
    OpenDays {
        /// Days on which the shop opens.
        days: u32,
    },
}

/// The length counts open time, and the shop's hours give none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{span}` counts only the time the shop is open: {because}")]
pub struct Undated {
    /// The length that was asked for.
    pub span: Span,
    /// Why it has no end.
    pub because: NoTime,
}

impl Undated {
    /// Gives one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        self.because.hint()
    }
}

impl Span {
    /// Reads a length of time: numbers with `s`, `m`, `h`, `d` or `w`, or the words, with `open` if meant.
    ///
    /// Letter case, extra spaces and the order of the parts do not matter. Zero is a length; the longest
    /// is [`LONGEST_DAYS`].
    ///
    /// # Errors
    /// Says what was found and, where it can, the nearest right form.
    pub fn parse(text: &str) -> Result<Self, BadSpan> {
        parse::span(text)
    }

    /// Gives the instant this length ends when it starts at `start`.
    ///
    /// Days keep the wall time of the calendar's zone; a skipped wall time moves forward to the
    /// first existing instant, a repeated one is the earlier. No days end where they start.
    ///
    /// # Errors
    /// When the length counts open time, and the shop has named no hours or is never open.
    pub fn after(self, start: Instant, calendar: Calendar<'_>) -> Result<Instant, Undated> {
        let undated = |because| Undated {
            span: self,
            because,
        };
        match self {
            Self::Elapsed { seconds } => Ok(later(start, seconds)),
            Self::Days { days: 0 } => Ok(start),
            Self::Days { days } => {
                let wall = calendar.zone.wall(start);
                let then = wall.checked_add_days(Days::new(days.into()));
                Ok(calendar.zone.first_existing(then.unwrap_or(wall)))
            }
            Self::OpenTime { seconds } => calendar.add_open(start, seconds).map_err(undated),
            Self::OpenDays { days } => calendar.add_open_days(start, days).map_err(undated),
        }
    }

    /// Says whether the length counts only the time the shop is open.
    #[must_use]
    pub const fn counts_open_time(self) -> bool {
        matches!(self, Self::OpenTime { .. } | Self::OpenDays { .. })
    }

    /// Gives a length in seconds for comparing two spans, with every day 86 400 seconds long.
    pub fn nominal_seconds(self) -> u64 {
        match self {
            Self::Elapsed { seconds } | Self::OpenTime { seconds } => seconds,
            Self::Days { days } | Self::OpenDays { days } => u64::from(days) * DAY,
        }
    }

    /// Says the length in words, such as `24 hours`, `1 day` or `1 hour 30 minutes`.
    pub fn phrase(self) -> String {
        match self {
            Self::Elapsed { seconds } => elapsed_phrase(seconds),
            Self::Days { days } => counted(days.into(), "day"),
            Self::OpenTime { .. } | Self::OpenDays { .. } => self.to_string(),
        }
    }
}

/// Writes the shortest form that reads back as the same length: `1h 30m`, `14d`, `8 open hours`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Elapsed { seconds } => f.write_str(&elapsed(seconds)),
            Self::Days { days } => write!(f, "{days}d"),
            Self::OpenTime { seconds } => f.write_str(&open_time(seconds)),
            Self::OpenDays { days } => f.write_str(&counted(days.into(), "open day")),
        }
    }
}

fn later(start: Instant, seconds: u64) -> Instant {
    i64::try_from(seconds)
        .ok()
        .and_then(TimeDelta::try_seconds)
        .and_then(|length| start.checked_add_signed(length))
        .unwrap_or(Instant::MAX_UTC)
}

/// Splits a length into the hours, minutes and seconds that are not zero.
fn parts(seconds: u64) -> impl Iterator<Item = (u64, &'static str)> {
    [
        (seconds / HOUR, "hour"),
        (seconds % HOUR / MINUTE, "minute"),
        (seconds % MINUTE, "second"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
}

fn elapsed(seconds: u64) -> String {
    let short: Vec<String> = parts(seconds)
        .map(|(count, unit)| format!("{count}{}", &unit[..1]))
        .collect();
    if short.is_empty() {
        return "0m".to_owned();
    }
    short.join(" ")
}

fn elapsed_phrase(seconds: u64) -> String {
    let words: Vec<String> = parts(seconds)
        .map(|(count, unit)| counted(count, unit))
        .collect();
    if words.is_empty() {
        return counted(0, "minute");
    }
    words.join(" ")
}

fn open_time(seconds: u64) -> String {
    if seconds > 0 && seconds.is_multiple_of(HOUR) {
        return counted(seconds / HOUR, "open hour");
    }
    if seconds.is_multiple_of(MINUTE) {
        return counted(seconds / MINUTE, "open minute");
    }
    counted(seconds, "open second")
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Gives what was typed in a form fit for an error: single spaces, and not a page of it.
pub(in crate::domain) fn shown(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests;
