//! The order of the numbers in a date, as a list is written in it and as its dates show it.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::token::{digits, is_numeric};
use super::{BadWhen, DateOrder};
use crate::domain::time::span::shown;

/// In which order year, month and day of a date in numbers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// `1/4/2026` is the first of April.
    DayFirst,
    /// `1/4/2026` is the fourth of January.
    MonthFirst,
    /// `2026-4-1` is the first of April, as everywhere where nothing else is said.
    YearMonthDay,
    /// `2026-4-1` is the fourth of January.
    YearDayMonth,
}

/// No order of dates that a list could be written in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not an order of dates; it is `day-first`, `month-first`, `year-month-day` or `year-day-month`"
)]
pub struct BadLayout {
    /// The text as written.
    pub found: String,
}

impl BadLayout {
    /// Gives one thing to do.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "write `day-first` if 1/4/2026 is the first of April, `month-first` if it is January 4th"
    }
}

impl Layout {
    /// All four.
    pub const ALL: [Self; 4] = [
        Self::DayFirst,
        Self::MonthFirst,
        Self::YearMonthDay,
        Self::YearDayMonth,
    ];

    /// Gives its word in a mapping.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::YearMonthDay => "year-month-day",
            Self::YearDayMonth => "year-day-month",
        }
    }

    /// Gives the order with day and month the other way round.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
            Self::YearMonthDay => Self::YearDayMonth,
            Self::YearDayMonth => Self::YearMonthDay,
        }
    }

    /// Gives the order of dates that end with the year; `None` when they begin with it.
    #[must_use]
    pub const fn year_last(self) -> Option<DateOrder> {
        match self {
            Self::DayFirst => Some(DateOrder::DayFirst),
            Self::MonthFirst => Some(DateOrder::MonthFirst),
            Self::YearMonthDay | Self::YearDayMonth => None,
        }
    }
}

impl From<DateOrder> for Layout {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
        }
    }
}

impl FromStr for Layout {
    type Err = BadLayout;

    /// Reads one of the four words, in any letter case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.trim().to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|known| known.word() == word);
        known.ok_or_else(|| BadLayout { found: shown(text) })
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// The two numbers of a date that are its day and its month, not yet told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers<'t> {
    word: &'t str,
    /// The order with the day before the month.
    day_first: Layout,
    year: i32,
    pair: (u32, u32),
}

impl<'t> Numbers<'t> {
    /// Finds the date written in numbers, with a year of four digits, in a text; a time may stand with it.
    #[must_use]
    pub fn of(text: &'t str) -> Option<Self> {
        let mut words = text.split_whitespace();
        words.find_map(|word| Self::of_word(word.split(['T', 't', ',']).next()?))
    }

    fn of_word(word: &'t str) -> Option<Self> {
        if !is_numeric(word) {
            return None;
        }
        let mut parts = word.split(['-', '/', '.']);
        let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, pair, day_first) = match a.len() {
            4 => (a, (b, c), Layout::YearDayMonth),
            _ => (c, (a, b), Layout::DayFirst),
        };
        let number = |part| digits(part, 1..=2);
        Some(Self {
            word,
            day_first,
            year: i32::try_from(digits(year, 4..=4)?).ok()?,
            pair: (number(pair.0)?, number(pair.1)?),
        })
        .filter(|_| parts.next().is_none())
    }

    /// Says whether a date in this order begins or ends with the year as this one does.
    #[must_use]
    pub fn has(&self, layout: Layout) -> bool {
        [self.day_first, self.day_first.turned()].contains(&layout)
    }

    /// Gives the order that shows because only one of the two can be a month.
    #[must_use]
    pub const fn shown(&self) -> Option<Layout> {
        match (self.pair.0 > 12, self.pair.1 > 12) {
            (true, false) => Some(self.day_first),
            (false, true) => Some(self.day_first.turned()),
            (true, true) | (false, false) => None,
        }
    }

    /// Gives the two dates it could be; `None` where there is only one, or none.
    #[must_use]
    pub fn doubt(&self) -> Option<BadWhen> {
        let (a, b) = self.pair;
        Some(BadWhen::Doubtful {
            found: self.word.to_owned(),
            day_first: NaiveDate::from_ymd_opt(self.year, b, a)?,
            month_first: NaiveDate::from_ymd_opt(self.year, a, b)?,
        })
        .filter(|_| a != b)
    }

    /// Gives a text in which this date stands, with its day and month exchanged.
    #[must_use]
    pub fn exchanged(&self, text: &str) -> String {
        let parts: Vec<&str> = self.word.split(['-', '/', '.']).collect();
        let turned = match parts.as_slice() {
            [year, a, b] if year.len() == 4 => format!("{year}-{b}-{a}"),
            [a, b, year] => format!("{b}/{a}/{year}"),
            _ => self.word.to_owned(),
        };
        text.replacen(self.word, &turned, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_shows_its_order_when_one_number_is_no_month() {
        let table = [
            ("17/1/2017", Some(Layout::DayFirst), false),
            ("1.17.2017 10:05", Some(Layout::MonthFirst), false),
            ("2017-1-17T10:05:00Z", Some(Layout::YearMonthDay), false),
            ("10:05 2017-17-1", Some(Layout::YearDayMonth), false),
            ("6/1/2017", None, true),
            ("2017-06-01, 10:05", None, true),
            ("6/6/2017", None, false),
            ("2017-17-17", None, false),
        ];
        for (text, shown, doubtful) in table {
            let numbers = Numbers::of(text).unwrap();
            assert_eq!(
                (numbers.shown(), numbers.doubt().is_some()),
                (shown, doubtful),
                "{text}"
            );
        }
        for text in ["17 jan 2017", "17/1/17", "17/1", "10:05", "", "1-2-3-2017"] {
            assert_eq!(Numbers::of(text), None, "{text}");
        }
    }

    #[test]
    fn the_exchange_leaves_the_time_alone() {
        let exchanged = |text| Numbers::of(text).unwrap().exchanged(text);
        assert_eq!(exchanged("2017-17-1 10:05"), "2017-1-17 10:05");
        assert_eq!(exchanged("2017/02/01T10:05:00Z"), "2017-01-02T10:05:00Z");
        assert_eq!(exchanged("6.1.2017"), "1/6/2017");
    }

    #[test]
    fn an_order_has_a_word_and_its_opposite() {
        for layout in Layout::ALL {
            assert_eq!(layout.word().to_uppercase().parse(), Ok(layout));
            assert_eq!(layout.turned().turned(), layout);
            assert_ne!(layout.turned(), layout);
        }
        assert!("us".parse::<Layout>().is_err());
    }
}
