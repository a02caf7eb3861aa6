//! Finding the day and the time of day in what was typed.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::clock::{self, TypedTime};
use super::token::{Token, digits, is_numeric, joined, split};
use super::{BadWhen, DateOrder, in_years, numeric};
use crate::domain::time::span::{Span, shown};

/// What a whole text says, before it is set against the present.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    Now,
    Ago(Span),
    In(Span),
    Time(TypedTime),
    Date(TypedDay),
    Both(TypedDay, TypedTime),
}

/// A day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedDay {
    pub(super) which: NamedDay,
    /// The weekday that stands with a calendar date, and so must be its own.
    pub(super) weekday: Option<Weekday>,
    /// How it was written, for errors.
    pub(super) found: String,
}

impl TypedDay {
    /// Takes two days as one: `fri` with `27 nov` or `2026-11-27`, in either order.
    fn with(&self, next: &Self) -> Result<Self, BadWhen> {
        let (which, weekday) = match (self.which, next.which, self.weekday.or(next.weekday)) {
            (NamedDay::Bare(weekday), date, None) | (date, NamedDay::Bare(weekday), None)
                if date.is_of_calendar() =>
            {
                (date, weekday)
            }
            _ => return Err(two_dates(self, next)),
        };
        let day = Self {
            which,
            weekday: Some(weekday),
            found: format!("{} {}", self.found, next.found),
        };
        if let NamedDay::Full(date, _) = day.which
            && date.weekday() != weekday
        {
            return Err(day.not_on(date, weekday));
        }
        Ok(day)
    }

    /// Says that a date does not fall on the weekday that stands with it.
    pub(super) fn not_on(&self, date: NaiveDate, weekday: Weekday) -> BadWhen {
        let ahead = u64::from(weekday.days_since(date.weekday()));
        let nearest = if ahead <= 3 {
            date.checked_add_days(Days::new(ahead))
        } else {
            date.checked_sub_days(Days::new(7 - ahead))
        };
        BadWhen::OtherWeekday {
            found: shown(&self.found),
            date,
            nearest: nearest.unwrap_or(date),
        }
    }
}

/// A date without its year, by number; compared by where it lies in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MonthDay {
    pub(super) month: u32,
    pub(super) day: u32,
}

/// The ways to name a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedDay {
    Yesterday,
    Today,
    Tomorrow,
    Bare(Weekday),
    Next(Weekday),
    Last(Weekday),
    NoYear(MonthDay),
    /// With the order of day and month it gives away, if any.
    Full(NaiveDate, Option<DateOrder>),
}

impl NamedDay {
    /// Tells whether it is a date of the calendar, which has a weekday of its own.
    const fn is_of_calendar(self) -> bool {
        match self {
            Self::NoYear(_) | Self::Full(..) => true,
            Self::Yesterday
            | Self::Today
            | Self::Tomorrow
            | Self::Bare(_)
            | Self::Next(_)
            | Self::Last(_) => false,
        }
    }

    /// Tells whether a time with an offset can stand with it. A bare weekday is too far from certain.
    const fn takes_an_offset(self) -> bool {
        match self {
            Self::NoYear(_) | Self::Full(..) | Self::Yesterday | Self::Today | Self::Tomorrow => {
                true
            }
            Self::Bare(_) | Self::Next(_) | Self::Last(_) => false,
        }
    }
}

enum DayOrTime {
    Day(TypedDay),
    Clock(TypedTime),
}

const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Mon, &["mon", "monday"]),
    (Weekday::Tue, &["tue", "tues", "tuesday"]),
    (Weekday::Wed, &["wed", "wednesday"]),
    (Weekday::Thu, &["thu", "thur", "thurs", "thursday"]),
    (Weekday::Fri, &["fri", "friday"]),
    (Weekday::Sat, &["sat", "saturday"]),
    (Weekday::Sun, &["sun", "sunday"]),
];

const MONTHS: [&[&str]; 12] = [
    &["jan", "january"],
    &["feb", "february"],
    &["mar", "march"],
    &["apr", "april"],
    &["may"],
    &["jun", "june"],
    &["jul", "july"],
    &["aug", "august"],
    &["sep", "sept", "september"],
    &["oct", "october"],
    &["nov", "november"],
    &["dec", "december"],
];

const OTHER_WORDS: [&str; 9] = [
    "yesterday",
    "today",
    "tomorrow",
    "noon",
    "midnight",
    "next",
    "last",
    "ago",
    "now",
];

/// Reads a whole text.
pub(super) fn read(text: &str, order: Option<DateOrder>) -> Result<Phrase, BadWhen> {
    let words = split(text);
    match words.as_slice() {
        [] => Err(BadWhen::Empty),
        [only] if only.low == "now" => Ok(Phrase::Now),
        [first, rest @ ..] if first.low == "in" => length(rest).map(Phrase::In),
        [rest @ .., last] if last.low == "ago" => length(rest).map(Phrase::Ago),
        _ if Span::parse(text).is_ok() => Err(BadWhen::NoDirection { found: shown(text) }),
        words => point(words, order, text),
    }
}

fn length(words: &[Token<'_>]) -> Result<Span, BadWhen> {
    Span::parse(&joined(words, words.len())).map_err(BadWhen::Length)
}

/// Reads one day, one time of day, or one of each in either order.
fn point(words: &[Token<'_>], order: Option<DateOrder>, text: &str) -> Result<Phrase, BadWhen> {
    let alone = |word: &&Token<'_>| matches!(word.low.as_str(), "now" | "ago" | "in");
    if let Some(word) = words.iter().find(alone) {
        return Err(misfit(word, text));
    }
    let (mut day, mut time): (Option<TypedDay>, Option<TypedTime>) = (None, None);
    let mut rest = words;
    while !rest.is_empty() {
        let (piece, used) = piece(rest, order, text)?;
        rest = rest.get(used..).unwrap_or_default();
        match piece {
            DayOrTime::Day(next) => {
                day = Some(match &day {
                    Some(first) => first.with(&next)?,
                    None => next,
                });
            }
            DayOrTime::Clock(next) => {
                if let Some(first) = &time {
                    return Err(two_times(first, &next));
                }
                time = Some(next);
            }
        }
    }
    whole(day, time, text)
}

fn whole(day: Option<TypedDay>, time: Option<TypedTime>, text: &str) -> Result<Phrase, BadWhen> {
    let is_certain = day.as_ref().is_some_and(|day| day.which.takes_an_offset());
    match (day, time) {
        (None, None) => Err(BadWhen::Empty),
        (_, Some(clock)) if clock.offset.is_some() && !is_certain => {
            Err(BadWhen::OffsetAlone { found: clock.found })
        }
        (Some(_), Some(clock)) if clock.is_midnight() => {
            Err(BadWhen::Midnight { found: shown(text) })
        }
        (Some(day), Some(clock)) => Ok(Phrase::Both(day, clock)),
        (Some(day), None) => Ok(Phrase::Date(day)),
        (None, Some(clock)) => Ok(Phrase::Time(clock)),
    }
}

fn two_dates(first: &TypedDay, second: &TypedDay) -> BadWhen {
    BadWhen::TwoDates {
        first: first.found.clone(),
        second: second.found.clone(),
    }
}

fn two_times(first: &TypedTime, second: &TypedTime) -> BadWhen {
    BadWhen::TwoTimes {
        first: first.found.clone(),
        second: second.found.clone(),
    }
}

/// Reads a piece, with `at` allowed before a time and `on` before a day.
fn piece(
    words: &[Token<'_>],
    order: Option<DateOrder>,
    text: &str,
) -> Result<(DayOrTime, usize), BadWhen> {
    let Some((first, rest)) = words.split_first() else {
        return Err(BadWhen::Empty);
    };
    match first.low.as_str() {
        "at" | "on" if rest.is_empty() => Err(misfit(first, text)),
        "at" | "on" => match (first.low.as_str(), bare_piece(rest, order, text)?) {
            ("at", (DayOrTime::Clock(clock), used)) => Ok((DayOrTime::Clock(clock), used + 1)),
            ("on", (DayOrTime::Day(day), used)) => Ok((DayOrTime::Day(day), used + 1)),
            _ => Err(misfit(first, text)),
        },
        _ => bare_piece(words, order, text),
    }
}

fn misfit(word: &Token<'_>, text: &str) -> BadWhen {
    BadWhen::Misfit {
        found: shown(text),
        word: shown(word.raw),
    }
}

fn bare_piece(
    words: &[Token<'_>],
    order: Option<DateOrder>,
    text: &str,
) -> Result<(DayOrTime, usize), BadWhen> {
    if let Some(clock) = clock::read(words) {
        return clock.map(|(clock, used)| (DayOrTime::Clock(clock), used));
    }
    let Some((which, used)) = day(words, order)? else {
        return Err(unknown(words, text));
    };
    let found = joined(words, used);
    let day = TypedDay {
        which,
        weekday: None,
        found,
    };
    Ok((DayOrTime::Day(day), used))
}

/// Reads a day at the front of `words`; gives how many words it took, or `None` if there is none.
fn day(
    words: &[Token<'_>],
    order: Option<DateOrder>,
) -> Result<Option<(NamedDay, usize)>, BadWhen> {
    let Some(first) = words.first() else {
        return Ok(None);
    };
    let low = first.low.as_str();
    if let Some(which) = relative(low) {
        return Ok(Some((which, 1)));
    }
    if let Some(weekday) = weekday(low) {
        return Ok(Some((NamedDay::Bare(weekday), 1)));
    }
    if matches!(low, "next" | "last") {
        return next_or_last(words).map(Some);
    }
    if is_numeric(low) {
        let (date, order) = numeric::read(low, order)?;
        return Ok(Some((NamedDay::Full(date, order), 1)));
    }
    named_month(words)
}

fn relative(word: &str) -> Option<NamedDay> {
    match word {
        "yesterday" => Some(NamedDay::Yesterday),
        "today" => Some(NamedDay::Today),
        "tomorrow" => Some(NamedDay::Tomorrow),
        _ => None,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find(|(_, names)| names.contains(&word))
        .map(|(weekday, _)| *weekday)
}

/// Gives the number of a month, 1 to 12.
fn month(word: &str) -> Option<u32> {
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&word))
        .map(|(number, _)| number)
}

fn next_or_last(words: &[Token<'_>]) -> Result<(NamedDay, usize), BadWhen> {
    let weekday = words.get(1).and_then(|word| weekday(&word.low));
    match (words.first().map(|word| word.low.as_str()), weekday) {
        (Some("next"), Some(weekday)) => Ok((NamedDay::Next(weekday), 2)),
        (_, Some(weekday)) => Ok((NamedDay::Last(weekday), 2)),
        (_, None) => Err(BadWhen::NoWeekday {
            found: shown(&joined(words, 2)),
        }),
    }
}

/// Reads `23 nov`, `nov 23`, and either with a year.
fn named_month(words: &[Token<'_>]) -> Result<Option<(NamedDay, usize)>, BadWhen> {
    let low = |at: usize| words.get(at).map_or("", |word| word.low.as_str());
    let number = |at| digits(low(at), 1..=2);
    let (month, day) = match (month(low(0)), month(low(1))) {
        (Some(month), _) => (month, number(1)),
        (None, Some(month)) => match number(0) {
            None => return Ok(None),
            day => (month, day),
        },
        (None, None) => return Ok(None),
    };
    let Some(day) = day else {
        return Err(BadWhen::NoDay {
            found: shown(&joined(words, 1)),
        });
    };
    let Some(year) = year(words.get(2..).unwrap_or_default(), &joined(words, 3))? else {
        return Ok(Some((NamedDay::NoYear(MonthDay { month, day }), 2)));
    };
    let date = numeric::date(&joined(words, 3), year, month, day)?;
    Ok(Some((NamedDay::Full(date, None), 3)))
}

/// Reads a year, unless the number begins a time such as `3 pm`.
fn year(words: &[Token<'_>], found: &str) -> Result<Option<i32>, BadWhen> {
    let Some(word) = words.first() else {
        return Ok(None);
    };
    if clock::read(words).is_some() || !word.low.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    let year = digits(&word.low, 4..=4).and_then(|year| i32::try_from(year).ok());
    match year {
        Some(year) => in_years(year).map(Some),
        None => Err(BadWhen::YearDigits {
            found: shown(found),
        }),
    }
}

fn unknown(words: &[Token<'_>], text: &str) -> BadWhen {
    let Some(word) = words.first() else {
        return BadWhen::Empty;
    };
    if word.low.bytes().all(|b| b.is_ascii_digit()) {
        return BadWhen::BareNumber {
            found: shown(text),
            number: shown(word.raw),
        };
    }
    BadWhen::Unknown {
        found: shown(text),
        word: shown(word.raw),
        nearest: nearest(&word.low),
    }
}

/// Finds the word a misspelt one looks like; one slip is allowed, two in a long word.
fn nearest(word: &str) -> Option<&'static str> {
    let slips = match word.chars().count() {
        4..=5 => 1,
        6..=12 => 2,
        _ => return None,
    };
    let weekdays = WEEKDAYS.iter().flat_map(|(_, names)| *names);
    let months = MONTHS.iter().copied().flatten();
    weekdays
        .chain(months)
        .chain(&OTHER_WORDS)
        .map(|name| (strsim::osa_distance(word, name), *name))
        .filter(|(distance, name)| *distance <= slips && name.len() > 3)
        .min()
        .map(|(_, name)| name)
}
