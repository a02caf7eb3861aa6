//! Times of day as a shop writes them: `09:00`, and what people write instead.

use chrono::NaiveTime;

use crate::domain::time::span::shown;

/// Minutes of a day.
pub(super) const DAY: u16 = 1_440;

/// Not a time of day that is understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTime {
    /// Not written as two digits, a colon and two digits.
    #[error("`{found}` is not a time of day")]
    NotATime {
        /// The text as written.
        found: String,
        /// What it looks like, as it should be written.
        nearest: Option<String>,
    },
    /// Beyond the last hour or minute.
    #[error("there is no `{found}` on the clock: the last minute of a day is `23:59`")]
    NoSuchTime {
        /// The text as written.
        found: String,
    },
}

impl BadTime {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::NotATime {
                nearest: Some(right),
                ..
            } => format!("write `{right}`"),
            Self::NotATime { nearest: None, .. } | Self::NoSuchTime { .. } => {
                "write hours and minutes from `00:00` to `23:59`, such as `18:00`".to_owned()
            }
        }
    }
}

/// Reads a time of day, `00:00` to `23:59`.
///
/// # Errors
/// Says what was found and, where it can, the right form.
pub fn time_of_day(text: &str) -> Result<NaiveTime, BadTime> {
    let found = || shown(text);
    let Some((hour, minute)) = strict(text) else {
        return Err(BadTime::NotATime {
            found: found(),
            nearest: loose(text).and_then(|loose| (loose.minutes < DAY).then(|| loose.written())),
        });
    };
    NaiveTime::from_hms_opt(hour.into(), minute.into(), 0)
        .ok_or_else(|| BadTime::NoSuchTime { found: found() })
}

/// Reads `HH:MM` into hours and minutes, which may be beyond the clock's.
pub(super) fn strict(text: &str) -> Option<(u16, u16)> {
    let (hour, minute) = text.split_once(':')?;
    let two = |digits: &str| {
        let fine = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| digits.parse().ok()).flatten()
    };
    Some((two(hour)?, two(minute)?))
}

/// Writes minutes after midnight as `HH:MM`.
pub(super) fn written(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A time that was not written as it should be.
#[derive(Clone, Copy)]
pub(super) struct Loose {
    /// After midnight; up to 47:59, as in `18:00-26:00`.
    pub(super) minutes: u16,
    /// A bare number of at most twelve, which may be a time after noon.
    pub(super) may_be_afternoon: bool,
}

impl Loose {
    fn written(self) -> String {
        written(self.minutes)
    }
}

/// Guesses what time somebody meant: `9`, `9:00`, `9.30`, `0930`, `9h30`, `9am`, `5 p.m.`, `noon`, `17:00:00`.
pub(super) fn loose(text: &str) -> Option<Loose> {
    let text: String = text.to_lowercase().split_whitespace().collect();
    let exact = |minutes| Loose {
        minutes,
        may_be_afternoon: false,
    };
    match text.as_str() {
        "noon" | "midday" => return Some(exact(DAY / 2)),
        "midnight" => return Some(exact(DAY)),
        _ => {}
    }
    let (digits, half) = without_half(&text);
    let digits = ["uhr", "hrs", "o'clock", "h"]
        .iter()
        .find_map(|word| digits.strip_suffix(word))
        .unwrap_or(digits);
    let (hour, minute) = numbers(digits)?;
    let hour = match half {
        None => hour,
        Some(0) if (1..=12).contains(&hour) => hour % 12,
        Some(_) if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(_) => return None,
    };
    (hour < 48 && minute < 60).then(|| Loose {
        minutes: hour * 60 + minute,
        may_be_afternoon: half.is_none() && hour <= 12 && !digits.starts_with('0'),
    })
}

/// Cuts `am` or `pm` off, and says which half of the day it was.
fn without_half(text: &str) -> (&str, Option<u8>) {
    for (half, endings) in [(0, ["am", "a.m.", "a.m"]), (1, ["pm", "p.m.", "p.m"])] {
        if let Some(digits) = endings.iter().find_map(|word| text.strip_suffix(word)) {
            return (digits, Some(half));
        }
    }
    (text, None)
}

fn numbers(digits: &str) -> Option<(u16, u16)> {
    let parts: Vec<&str> = digits.split([':', '.', 'h']).collect();
    let number = |part: &str| -> Option<u16> {
        let fine = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| part.parse().ok()).flatten()
    };
    match parts.as_slice() {
        [run] if run.is_ascii() && (3..=4).contains(&run.len()) => {
            let (hour, minute) = run.split_at(run.len() - 2);
            Some((number(hour)?, number(minute)?))
        }
        [hour] => Some((number(hour)?, 0)),
        [hour, minute] | [hour, minute, "00"] => Some((number(hour)?, number(minute)?)),
        _ => None,
    }
}
