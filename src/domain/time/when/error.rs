//! What can be wrong with a typed date, and what to type instead.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::{DateOrder, FIRST_YEAR, LAST_YEAR};
use crate::domain::time::span::{BadSpan, Span, shown};

const EXAMPLES: &str = "write it like `2026-11-23 10:05`, `yesterday 3pm` or `in 2h`";

/// Neither `day-first` nor `month-first`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not an order of dates; it is `day-first` or `month-first`")]
pub struct BadDateOrder {
    /// The text as written.
    pub found: String,
}

impl BadDateOrder {
    pub(super) fn new(text: &str) -> Self {
        Self { found: shown(text) }
    }

    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        "write `date_order = \"day-first\"` if 1/4 is the first of April, `\"month-first\"` if it is January 4th".to_owned()
    }
}

/// Not a date or time that is understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWhen {
    /// Nothing was written.
    #[error("a date or time is missing")]
    Empty,
    /// A word that dates do not have.
    #[error("`{word}` is not understood{}", within(.found, .word))]
    Unknown {
        /// The whole text.
        found: String,
        /// The word.
        word: String,
        /// The word it looks like.
        nearest: Option<&'static str>,
    },
    /// A known word where it makes no sense.
    #[error("`{word}` does not fit there{}", within(.found, .word))]
    Misfit {
        /// The whole text.
        found: String,
        /// The word.
        word: String,
    },
    /// A number that could be an hour, a day or a year.
    #[error("`{number}` could be an hour or a day{}", within(.found, .number))]
    BareNumber {
        /// The whole text.
        found: String,
        /// The number.
        number: String,
    },
    /// Two times of day.
    #[error("there are two times: `{first}` and `{second}`")]
    TwoTimes {
        /// The one on the left.
        first: String,
        /// The one on the right.
        second: String,
    },
    /// Two days.
    #[error("there are two dates: `{first}` and `{second}`")]
    TwoDates {
        /// The one on the left.
        first: String,
        /// The one on the right.
        second: String,
    },
    /// Hours above 23, minutes or seconds above 59.
    #[error(
        "`{found}` is no time of day: hours run from 0 to 23, minutes and seconds from 0 to 59"
    )]
    NoSuchTime {
        /// The time as written.
        found: String,
    },
    /// `24:00`.
    #[error("`{found}` could belong to this day or the next")]
    EndOfDay {
        /// The time as written.
        found: String,
    },
    /// `13pm`.
    #[error("`{found}` is no time of day: with am or pm, hours run from 1 to 12")]
    TwelveHours {
        /// The time as written.
        found: String,
    },
    /// A time with the wrong number of digits, or something else in it.
    #[error("`{found}` is not written like a time of day")]
    ClockDigits {
        /// The time as written.
        found: String,
    },
    /// An offset from UTC that is none.
    #[error(
        "the offset in `{found}` is not understood: it is `Z`, or hours and minutes such as `+01:00`"
    )]
    NoSuchOffset {
        /// The time as written.
        found: String,
    },
    /// A time with an offset that its zone does not have then; only a date with a year may have another.
    #[error("`{offset}` is not the offset of {zone} then, which has {own}")]
    OtherOffset {
        /// The offset as written.
        offset: String,
        /// The name of the zone.
        zone: String,
        /// The offset it has.
        own: String,
    },
    /// A time with an offset, without the date it belongs to.
    #[error("`{found}` has an offset but no date with a year, so the day is not certain")]
    OffsetAlone {
        /// The time as written.
        found: String,
    },
    /// The word `midnight` with a day.
    #[error("`{found}` could be the start of that day or its end")]
    Midnight {
        /// The whole text.
        found: String,
    },
    /// A month above 12 or zero.
    #[error("`{found}` has no such month: {month} is not between 1 and 12")]
    NoSuchMonth {
        /// The date as written.
        found: String,
        /// The number.
        month: u32,
    },
    /// A day the month does not have.
    #[error("`{found}` does not exist: {} has {} days", .month.format("%B %Y"), .month.num_days_in_month())]
    NoSuchDay {
        /// The date as written.
        found: String,
        /// The first day of the month that is meant.
        month: NaiveDate,
    },
    /// A date with a weekday that is not its own.
    #[error("`{found}` is no date: {} is a {}", .date.format("%-d %B %Y"), .date.format("%A"))]
    OtherWeekday {
        /// The day as written.
        found: String,
        /// The date.
        date: NaiveDate,
        /// The nearest date that falls on the weekday as written.
        nearest: NaiveDate,
    },
    /// A month without a day.
    #[error("`{found}` has no day of the month")]
    NoDay {
        /// The month as written.
        found: String,
    },
    /// `next` or `last` without a weekday.
    #[error("`{found}` is not understood: `next` and `last` go with a weekday")]
    NoWeekday {
        /// The words as written.
        found: String,
    },
    /// `23/11`.
    #[error(
        "`{found}` is no date, because the year is missing, and no time, because it has no colon"
    )]
    NoYear {
        /// The date as written.
        found: String,
    },
    /// A year of two digits, or of five.
    #[error("the year in `{found}` does not have four digits")]
    YearDigits {
        /// The date as written.
        found: String,
    },
    /// Numbers with separators that are no date.
    #[error("`{found}` is not written like a date")]
    DateDigits {
        /// The text as written.
        found: String,
    },
    /// `1/4/2026` with no order set.
    #[error(
        "`{found}` could be {} or {}",
        .day_first.format("%-d %B %Y"),
        .month_first.format("%-d %B %Y")
    )]
    Doubtful {
        /// The date as written.
        found: String,
        /// It, with the day first.
        day_first: NaiveDate,
        /// It, with the month first.
        month_first: NaiveDate,
    },
    /// `11/23/2026` where the day comes first.
    #[error("`{found}` is no date when dates are written {order}")]
    AgainstOrder {
        /// The date as written.
        found: String,
        /// The order that is set.
        order: DateOrder,
        /// The date it would be in the other order.
        other: NaiveDate,
    },
    /// A year before 1900 or after 9999.
    #[error("the year is not between {FIRST_YEAR} and {LAST_YEAR}")]
    OutOfYears,
    /// A date alone where a time of day is needed.
    #[error("`{found}` has no time of day, and it is needed here")]
    NoTime {
        /// The date as written.
        found: String,
    },
    /// A wall time the clocks jump over.
    #[error(
        "{} does not exist in {zone}: the clocks jump from {} to {}",
        minute(.wall), minute(.before), minute(.after)
    )]
    Skipped {
        /// The wall time that was meant.
        wall: NaiveDateTime,
        /// The last whole minute before the jump.
        before: NaiveDateTime,
        /// The first time after the jump.
        after: NaiveDateTime,
        /// The zone.
        zone: String,
    },
    /// `in` or `ago` with something that is no length of time.
    #[error("{0}")]
    Length(BadSpan),
    /// A length of time without `in` or `ago`.
    #[error("`{found}` could be ago or ahead")]
    NoDirection {
        /// The length as written.
        found: String,
    },
    /// `in 2 open hours`.
    #[error("`{span}` counts only the time you are open, and a date typed here cannot")]
    OpenLength {
        /// The length.
        span: Span,
    },
    /// Understood, but not as a date of the calendar.
    #[error("`{found}` is not a calendar date with its year")]
    NotCalendar {
        /// The text as written.
        found: String,
    },
}

impl BadWhen {
    /// Gives one thing to do, or three examples.
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each mistake, nothing else"
    )]
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown {
                nearest: Some(word),
                ..
            } => format!("did you mean `{word}`?"),
            Self::Empty | Self::Unknown { .. } | Self::Misfit { .. } => EXAMPLES.to_owned(),
            Self::BareNumber { .. } => {
                "write `10:05` or `3pm` for a time, `23 nov` for a day".to_owned()
            }
            Self::TwoTimes { .. } => "write one time, such as `yesterday 3pm`".to_owned(),
            Self::TwoDates { .. } => "write one date, such as `2026-11-23 10:05`".to_owned(),
            Self::NoSuchTime { .. } | Self::ClockDigits { .. } | Self::TwelveHours { .. } => {
                "write it like `09:05`, `15:30` or `3:30 pm`".to_owned()
            }
            Self::EndOfDay { .. } | Self::Midnight { .. } => {
                "write `00:00` for the start of a day, `23:59` for its end".to_owned()
            }
            Self::OtherOffset { .. } => {
                "leave the offset out, or write the whole date, such as `2026-11-23T10:05:00+01:00`".to_owned()
            }
            Self::NoSuchOffset { .. } | Self::OffsetAlone { .. } => {
                "write date, time and offset, such as `2026-11-23T10:05:00+01:00`".to_owned()
            }
            Self::OtherWeekday { date, nearest, .. } => format!(
                "write `{}` or `{}`",
                date.format("%a %-d %b %Y"),
                nearest.format("%a %-d %b %Y")
            ),
            Self::NoDay { found } => format!("write `23 {found}` or `23 {found} 2026`"),
            Self::NoWeekday { .. } => "write `next friday`, `last friday` or `in 7 days`".to_owned(),
            Self::NoYear { .. } => "write `2026-11-23` or `23 nov` for a date, `10:05` for a time".to_owned(),
            Self::NoSuchDay { month, .. } => format!(
                "write a day from 1 to {}, or another month or year",
                month.num_days_in_month()
            ),
            Self::NoSuchMonth { .. } | Self::YearDigits { .. } | Self::DateDigits { .. } => {
                "write it like `2026-11-23`, year first".to_owned()
            }
            Self::Doubtful {
                day_first,
                month_first,
                ..
            } => format!("write `{day_first}` or `{month_first}`, or set `date_order` in `shop.toml`"),
            Self::AgainstOrder { other, .. } => format!("write `{other}` if that is meant"),
            Self::OutOfYears => {
                "write a year of four digits, such as `2026-11-23`; a time has a colon, such as `10:30`".to_owned()
            }
            Self::NoTime { found } => format!("write the time too, such as `{found} 10:05`"),
            Self::Skipped { before, after, .. } => {
                format!("write `{}` or `{}`", minute(before), minute(after))
            }
            Self::NoDirection { found } => format!("write `{found} ago` or `in {found}`"),
            Self::Length(bad) => bad.hint(),
            Self::OpenLength { .. } => "write `in 2h`, `in 3 days` or `2026-11-23 10:05`".to_owned(),
            Self::NotCalendar { .. } => {
                "write it like `2026-11-23`, `23 nov 2026` or `2026-11-23 10:05`".to_owned()
            }
        }
    }
}

fn within(found: &str, word: &str) -> String {
    if found == word {
        return String::new();
    }
    format!(" in `{found}`")
}

fn minute(wall: &NaiveDateTime) -> String {
    wall.format("%Y-%m-%d %H:%M").to_string()
}
