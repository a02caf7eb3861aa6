//! How long something took or will take, in the words people use: "53 min", "5 h 10 min", "3 days".

use crate::domain::time::zone::Instant;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// From here on a count in hours drops its minutes.
const WHOLE_HOURS_FROM: i64 = 12 * HOUR;
/// From here on a count is in days of 24 hours.
const DAYS_FROM: i64 = 48 * HOUR;

/// Which way a length is rounded to its last unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// What is left: never more than there is.
    Down,
    /// What has passed: never less than it was.
    Up,
}

impl Rounding {
    /// Rounds seconds to whole units.
    fn to(self, seconds: i64, unit: i64) -> i64 {
        match self {
            Self::Down => seconds / unit,
            Self::Up => seconds / unit + i64::from(seconds % unit != 0),
        }
    }
}

/// Says a length of at least one second: under an hour in minutes, under 12 hours in hours and minutes, under
/// 48 hours in hours, then in days of 24 hours. The unit is chosen after rounding ("1 h", never "60 min").
#[must_use]
pub fn in_words(seconds: i64, rounding: Rounding) -> String {
    let minutes = rounding.to(seconds, MINUTE);
    if minutes * MINUTE < HOUR {
        return format!("{minutes} min");
    }
    if minutes * MINUTE < WHOLE_HOURS_FROM {
        return hours_and_minutes(minutes);
    }
    let hours = rounding.to(seconds, HOUR);
    if hours * HOUR < DAYS_FROM {
        return format!("{hours} h");
    }
    format!("{} days", rounding.to(seconds, DAY))
}

/// "5 h 10 min", or "5 h" on the hour.
fn hours_and_minutes(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// Says by how much something was done too late: "2 h"; `None` when it was in time.
#[must_use]
pub fn late_by(due: Instant, done: Instant) -> Option<String> {
    let seconds = (done - due).num_seconds();
    (seconds > 0).then(|| in_words(seconds, Rounding::Up))
}
