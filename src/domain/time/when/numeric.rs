//! Calendar dates written in numbers: `2026-11-23`, `23/11/2026`.

use chrono::NaiveDate;

use super::token::digits;
use super::{BadWhen, DateOrder, in_years};
use crate::domain::time::span::shown;

/// Reads `2026-11-23`, `23/11/2026` and the like; gives the order of day and month it gives away.
pub(super) fn read(
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
                    date(word, year, month, day).map(|date| (date, None))
                }
                _ => Err(unreadable(word)),
            }
        }
        [a, b, year] if one_kind => match (number(a), number(b), four(year)) {
            (Some(a), Some(b), Some(year)) => DoubtfulDate { word, a, b, year }.date(order),
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
struct DoubtfulDate<'a> {
    word: &'a str,
    a: u32,
    b: u32,
    year: i32,
}

impl DoubtfulDate<'_> {
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
        date(self.word, self.year, month, day)
    }
}

/// Builds a date from year, month and day, or says which of them is wrong.
pub(super) fn date(found: &str, year: i32, month: u32, day: u32) -> Result<NaiveDate, BadWhen> {
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
