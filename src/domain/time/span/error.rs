//! What can be wrong with a length of time, and what to write instead.

use super::{LONGEST_DAYS, Span};

/// Not a length of time that is understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSpan {
    /// Nothing was written.
    #[error("a length of time is missing")]
    Empty,
    /// A number without a unit.
    #[error("`{found}` has no unit, so it could be minutes, hours or days")]
    NoUnit {
        /// The number as written.
        found: String,
    },
    /// A unit without a number.
    #[error("`{found}` has no number in front of it")]
    NoNumber {
        /// The word as written.
        found: String,
    },
    /// A length below zero.
    #[error("`{found}` is below zero, and a length of time cannot be")]
    Negative {
        /// The text as written.
        found: String,
    },
    /// A number with a decimal point or comma.
    #[error("`{found}` is not a whole number")]
    Fraction {
        /// The text as written.
        found: String,
        /// The same length in whole numbers, where there is one.
        nearest: Option<Span>,
    },
    /// Months, quarters and years differ in length.
    #[error("`{found}` has no fixed length: months and years are not all equally long")]
    Uneven {
        /// The text as written.
        found: String,
        /// About the same length in days.
        nearest: Option<Span>,
    },
    /// `business days`, `working hours`.
    #[error(
        "`{found}` is not a unit here: time that counts only while you are open is called `open`"
    )]
    Business {
        /// The text as written.
        found: String,
    },
    /// `open weeks`.
    #[error("`{found}` could be five, six or seven open days")]
    OpenWeeks {
        /// The text as written.
        found: String,
    },
    /// A word that is no unit.
    #[error("`{found}` is not a unit of time")]
    UnknownUnit {
        /// The word as written.
        found: String,
        /// The unit it looks like.
        nearest: Option<&'static str>,
    },
    /// The same unit twice.
    #[error("`{found}` names the same unit twice")]
    Repeated {
        /// The text as written.
        found: String,
    },
    /// Days, which follow the calendar, together with hours, which run on.
    #[error(
        "`{found}` mixes days, which follow the calendar, with hours, which run on when the clocks change"
    )]
    DaysAndHours {
        /// The text as written.
        found: String,
        /// The same length in hours.
        nearest: Option<Span>,
    },
    /// Open time together with any other.
    #[error("`{found}` mixes open time with other time")]
    OpenAndOther {
        /// The text as written.
        found: String,
    },
    /// More than ten years.
    #[error("`{found}` is longer than ten years ({LONGEST_DAYS} days)")]
    TooLong {
        /// The text as written.
        found: String,
    },
}

impl BadSpan {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty | Self::NoNumber { .. } => "write `30m`, `24h`, `1d` or `8 open hours`".to_owned(),
            Self::NoUnit { found } => format!("write `{found}m`, `{found}h` or `{found}d`"),
            Self::Negative { .. } => "write it without the minus sign, such as `30m`".to_owned(),
            Self::Fraction { nearest, .. } => write(*nearest, "whole numbers, such as `1h 30m`"),
            Self::Uneven { nearest, .. } => write(*nearest, "the number of days, such as `30d`"),
            Self::Business { .. } => "write `8 open hours` or `2 open days`".to_owned(),
            Self::OpenWeeks { .. } => "write the number of days, such as `5 open days`".to_owned(),
            Self::UnknownUnit { nearest, .. } => match nearest {
                Some(unit) => format!("did you mean `{unit}`?"),
                None => "the units are `s`, `m`, `h`, `d`, `w`, and `open hours`, `open minutes`, `open days`".to_owned(),
            },
            Self::Repeated { .. } => "write each unit once, such as `1h 30m`".to_owned(),
            Self::DaysAndHours { nearest, .. } => write(*nearest, "only days or only hours, such as `1d` or `26h`"),
            Self::OpenAndOther { .. } => {
                "write one of them, such as `90 open minutes` or `1h 30m`".to_owned()
            }
            Self::TooLong { .. } => "write a shorter time, such as `90d`".to_owned(),
        }
    }
}

fn write(nearest: Option<Span>, otherwise: &str) -> String {
    match nearest {
        Some(span) => format!("write `{span}`"),
        None => format!("write {otherwise}"),
    }
}
