//! Days as a shop writes them: `2026-12-25` once, `12-26` every year.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::domain::time::span::shown;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A year with a 29 February.
const LEAP: i32 = 2_000;

/// A day on which the shop stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// One day: `2026-12-25`.
    Dated(NaiveDate),
    /// A day of every year: `12-26`. `02-29` comes only in leap years.
    Yearly {
        /// 1 to 12.
        month: u32,
        /// 1 to 31, never beyond the month.
        day: u32,
    },
}

/// Not a day that is understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDate {
    /// Nothing was written.
    #[error("a date is missing")]
    Empty,
    /// Not of the right form.
    #[error("`{found}` is not a date as it is written here")]
    NotADate {
        /// The text as written.
        found: String,
        /// What it looks like.
        nearest: Option<Holiday>,
    },
    /// The day stands before the month.
    #[error("`{found}` names month {month}: the month comes first, then the day")]
    DayFirst {
        /// The text as written.
        found: String,
        /// What stands where the month belongs.
        month: u32,
        /// The same with month and day exchanged.
        nearest: Holiday,
    },
    /// Two readings are equally good.
    #[error("`{found}` could be two dates")]
    Unclear {
        /// The text as written.
        found: String,
        /// Read with the day first.
        day_first: Holiday,
        /// Read with the month first.
        month_first: Holiday,
    },
    /// A month without that day.
    #[error("there is no `{found}`: {month} has {most} days")]
    Impossible {
        /// The text as written.
        found: String,
        /// The month, with its year if one was given.
        month: String,
        /// The days of that month, at most.
        most: u32,
    },
    /// A day of every year where one day is wanted.
    #[error("`{found}` has no year, and these hours are for one day")]
    NoYear {
        /// The text as written.
        found: String,
    },
}

impl BadDate {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::NotADate {
                nearest: Some(right),
                ..
            }
            | Self::DayFirst { nearest: right, .. } => format!("write `{right}`"),
            Self::Unclear {
                day_first,
                month_first,
                ..
            } => format!("write `{day_first}` or `{month_first}`"),
            Self::Impossible { most, .. } => format!("write a day from `01` to `{most}`"),
            Self::NoYear { found } => format!("write the year in front: `YYYY-{found}`"),
            Self::Empty | Self::NotADate { nearest: None, .. } => {
                "write year, month and day, such as `2026-12-25`".to_owned()
            }
        }
    }
}

impl Holiday {
    /// Reads a day: `2026-12-25`, or `12-26` for every year.
    ///
    /// # Errors
    /// Says what was found and, where it can, the right form.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        if text.trim().is_empty() {
            return Err(BadDate::Empty);
        }
        let Some((year, month, day)) = strict(text) else {
            return Err(misread(text));
        };
        if let Some(holiday) = made(year, month, day) {
            return Ok(holiday);
        }
        let found = shown(text);
        Err(match (made(year, day, month), days_of(year, month)) {
            (Some(nearest), None) => BadDate::DayFirst {
                found,
                month,
                nearest,
            },
            (_, Some(most)) if day > 0 && year != Some(0) => BadDate::Impossible {
                found,
                month: named(year, month),
                most,
            },
            (_, None | Some(_)) => BadDate::NotADate {
                found,
                nearest: None,
            },
        })
    }
}

/// Reads one day: `2026-12-24`.
///
/// # Errors
/// Says what was found and, where it can, the right form.
pub fn date(text: &str) -> Result<NaiveDate, BadDate> {
    match Holiday::parse(text) {
        Ok(Holiday::Dated(date)) => Ok(date),
        Ok(Holiday::Yearly { .. }) => Err(BadDate::NoYear { found: shown(text) }),
        Err(BadDate::NotADate { found, nearest }) => Err(BadDate::NotADate {
            found,
            nearest: nearest.filter(|right| matches!(right, Holiday::Dated(_))),
        }),
        Err(bad) => Err(bad),
    }
}

/// Writes the form that reads back as the same day.
impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dated(date) => f.write_str(&iso(*date)),
            Self::Yearly { month, day } => write!(f, "{month:02}-{day:02}"),
        }
    }
}

/// Writes a day with its year: `2026-12-24`.
pub(super) fn iso(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads digits, two for month and day, four for a year in front, with a hyphen between them.
fn strict(text: &str) -> Option<(Option<i32>, u32, u32)> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, count| {
        part.len() == count && part.bytes().all(|byte: u8| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [month, day] if digits(month, 2) && digits(day, 2) => {
            Some((None, month.parse().ok()?, day.parse().ok()?))
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            Some((year.parse().ok(), month.parse().ok()?, day.parse().ok()?))
        }
        _ => None,
    }
}

/// Makes a day, if there is such a one. The year 0 is none.
fn made(year: Option<i32>, month: u32, day: u32) -> Option<Holiday> {
    let date = NaiveDate::from_ymd_opt(year.unwrap_or(LEAP), month, day)?;
    match year {
        Some(0) => None,
        Some(_) => Some(Holiday::Dated(date)),
        None => Some(Holiday::Yearly { month, day }),
    }
}

fn days_of(year: Option<i32>, month: u32) -> Option<u32> {
    let last = |day: &u32| NaiveDate::from_ymd_opt(year.unwrap_or(LEAP), month, *day).is_some();
    (28..=31).rev().find(last)
}

fn named(year: Option<i32>, month: u32) -> String {
    let index = usize::try_from(month.saturating_sub(1)).unwrap_or(0);
    let name = MONTHS.get(index).copied().unwrap_or_default();
    match year {
        Some(year) => format!("{name} {year}"),
        None if month == 2 => format!("{name} in a leap year"),
        None => name.to_owned(),
    }
}

/// Finds out what somebody meant by a text of another form.
fn misread(text: &str) -> BadDate {
    let found = shown(text);
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let (month_first, day_first) = readings(&words);
    let hyphens = !text.contains(['/', '.']);
    match (month_first, day_first) {
        // Hyphens mean month and day in this order, however few digits.
        (Some(right), _) if hyphens && words.len() == 2 => BadDate::NotADate {
            found,
            nearest: Some(right),
        },
        (Some(month_first), Some(day_first)) if month_first != day_first => BadDate::Unclear {
            found,
            day_first,
            month_first,
        },
        (one, other) => BadDate::NotADate {
            found,
            nearest: one.or(other),
        },
    }
}

/// Reads words as a date in both orders; a year of four digits and a month's name settle it.
fn readings(words: &[&str]) -> (Option<Holiday>, Option<Holiday>) {
    let both = |year, first: &str, second: &str| {
        let read = |month: &str, day: &str| made(year, month_of(month)?, number(day)?);
        (read(first, second), read(second, first))
    };
    match words {
        [first, second] => both(None, first, second),
        [year, month, day] if is_year(year) => {
            let (right, turned) = both(year.parse().ok(), month, day);
            (right.or(turned), None)
        }
        [first, second, year] if is_year(year) => both(year.parse().ok(), first, second),
        [run] if run.len() == 8 && run.bytes().all(|byte| byte.is_ascii_digit()) => {
            let (year, rest) = run.split_at(4);
            let (month, day) = rest.split_at(2);
            (both(year.parse().ok(), month, day).0, None)
        }
        _ => (None, None),
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a number of a month or its name, which may be cut after three letters.
fn month_of(word: &str) -> Option<u32> {
    if let Some(number) = number(word) {
        return Some(number);
    }
    let named = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(word);
    let index = MONTHS.iter().position(named)?;
    u32::try_from(index + 1).ok()
}

/// Reads a number of up to four digits; `1st` and `24th` too.
fn number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let fine = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| digits.parse().ok()).flatten()
}
