//! Calendar dates written in numbers, and the dates in a column of a spreadsheet.

use chrono::{NaiveDate, NaiveTime};

use super::clock::digits;
use super::phrase::{self, Phrase, Which};
use super::{BadWhen, DateAlone, DateOrder, Moment, Reading, Understood, at_offset, in_years};
use crate::domain::span::shown;

/// A calendar date as written, with what stood behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The date.
    pub date: NaiveDate,
    /// The time of day, if one was written.
    pub time: Option<NaiveTime>,
    /// Its offset in seconds east of UTC, if one was written (`Z` is 0).
    pub offset: Option<i32>,
    /// The order of day and month this date gives away because one of them is above 12. A column
    /// with both orders in it is not to be trusted.
    pub shown: Option<DateOrder>,
}

impl Written {
    /// Sets the date into a zone; a date alone means what `alone` says.
    ///
    /// # Errors
    /// When the wall time is skipped in that zone, or a time is needed and none was written.
    pub fn understood(&self, moment: &Moment<'_>, alone: DateAlone) -> Result<Understood, BadWhen> {
        let day = phrase::Day {
            which: Which::Full(self.date, self.shown),
            weekday: None,
            found: self.date.to_string(),
        };
        let understood = match (self.time, self.offset) {
            (None, _) => moment.date(&day, Reading::Past, alone),
            (Some(time), None) => moment.at(self.date.and_time(time)),
            (Some(time), Some(offset)) => at_offset(self.date.and_time(time), offset),
        };
        moment.within_years(understood?)
    }
}

/// Reads a date with its year, and a time of day behind or before it if there is one.
///
/// Takes `2026-11-23`, `23/11/2026`, `23.11.2026`, `23-11-2026`, `23 nov 2026`, each also with
/// `10:05`, `10:05:30` or `3:05 pm`, and RFC 3339.
///
/// # Errors
/// [`BadWhen::Doubtful`] when day and month could be exchanged and `order` is not set; otherwise
/// whatever is wrong with the date.
pub fn calendar_date(text: &str, order: Option<DateOrder>) -> Result<Written, BadWhen> {
    let (day, clock) = match phrase::read(text, order)? {
        Phrase::Date(day) => (day, None),
        Phrase::Both(day, clock) => (day, Some(clock)),
        Phrase::Now | Phrase::Ago(_) | Phrase::In(_) | Phrase::Time(_) => {
            return Err(BadWhen::NotCalendar { found: shown(text) });
        }
    };
    let Which::Full(date, shown_order) = day.which else {
        return Err(BadWhen::NotCalendar { found: shown(text) });
    };
    Ok(Written {
        date,
        time: clock.as_ref().map(|clock| clock.time),
        offset: clock.and_then(|clock| clock.offset),
        shown: shown_order,
    })
}

/// Tells whether a word is digits with `-`, `/` or `.` between them.
pub(super) fn is_numeric(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.contains(['-', '/', '.'])
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
}

/// Reads `2026-11-23`, `23/11/2026` and the like; gives the order of day and month it gives away.
pub(super) fn numeric(
    word: &str,
    order: Option<DateOrder>,
) -> Result<(NaiveDate, Option<DateOrder>), BadWhen> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let one_kind = ['-', '/', '.']
        .iter()
        .filter(|c| word.contains(**c))
        .count()
        == 1;
    let number = |part: &str| digits(part, 1..=2);
    match parts.as_slice() {
        [a, b] if number(a).is_some() && number(b).is_some() => Err(BadWhen::NoYear {
            found: word.to_owned(),
        }),
        [year, month, day] if one_kind && year.len() == 4 => {
            match (four(year), number(month), number(day)) {
                (Some(year), Some(month), Some(day)) => {
                    date(word, (year, month, day)).map(|date| (date, None))
                }
                _ => Err(unreadable(word)),
            }
        }
        [a, b, year] if one_kind => match (number(a), number(b), four(year)) {
            (Some(a), Some(b), Some(year)) => Pair { word, a, b, year }.date(order),
            (Some(_), Some(_), None) => Err(BadWhen::YearDigits { found: shown(word) }),
            _ => Err(unreadable(word)),
        },
        _ => Err(unreadable(word)),
    }
}

fn four(year: &str) -> Option<i32> {
    digits(year, 4..=4).and_then(|year| i32::try_from(year).ok())
}

fn unreadable(word: &str) -> BadWhen {
    BadWhen::DateDigits { found: shown(word) }
}

/// A date whose day and month stand in an order that is not known yet.
struct Pair<'a> {
    word: &'a str,
    a: u32,
    b: u32,
    year: i32,
}

impl Pair<'_> {
    fn date(&self, order: Option<DateOrder>) -> Result<(NaiveDate, Option<DateOrder>), BadWhen> {
        let shown = self.shown();
        if let (Some(order), Some(shown)) = (order, shown)
            && order != shown
        {
            return Err(BadWhen::AgainstOrder {
                found: self.word.to_owned(),
                order,
                other: self.read(shown)?,
            });
        }
        if let Some(order) = order.or(shown) {
            return self.read(order).map(|date| (date, shown));
        }
        let day_first = self.read(DateOrder::DayFirst)?;
        let month_first = self.read(DateOrder::MonthFirst)?;
        if day_first == month_first {
            return Ok((day_first, None));
        }
        Err(BadWhen::Doubtful {
            found: self.word.to_owned(),
            day_first,
            month_first,
        })
    }

    /// Gives the order that shows because only one number can be a month.
    fn shown(&self) -> Option<DateOrder> {
        match (self.a > 12, self.b > 12) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            (true, true) | (false, false) => None,
        }
    }

    fn read(&self, order: DateOrder) -> Result<NaiveDate, BadWhen> {
        let (day, month) = match order {
            DateOrder::DayFirst => (self.a, self.b),
            DateOrder::MonthFirst => (self.b, self.a),
        };
        date(self.word, (self.year, month, day))
    }
}

/// Builds a date from year, month and day, or says which of them is wrong.
pub(super) fn date(found: &str, (year, month, day): (i32, u32, u32)) -> Result<NaiveDate, BadWhen> {
    in_years(year)?;
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else {
        return Err(BadWhen::NoSuchMonth {
            found: shown(found),
            month,
        });
    };
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| BadWhen::NoSuchDay {
        found: shown(found),
        month: first,
    })
}
