//! Times of day: `10:05`, `3pm`, `3:30 pm`, `noon`, and the offset behind one (`10:05Z`, `10:05+01:00`).

use chrono::NaiveTime;

use super::BadWhen;
use super::token::{Token, digits, joined};
use crate::domain::time::span::shown;

/// A time of day as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TypedTime {
    pub(super) time: NaiveTime,
    /// Seconds east of UTC, if written.
    pub(super) offset: Option<i32>,
    /// How it was written, for errors.
    pub(super) found: String,
}

impl TypedTime {
    fn new(time: NaiveTime, found: String) -> Self {
        Self {
            time,
            offset: None,
            found,
        }
    }

    /// Takes the next word as its offset, where it is written like one: `01:30 +00:00`.
    fn with_offset(self, words: &[Token<'_>], used: usize) -> Result<(Self, usize), BadWhen> {
        let next = words.get(used).map_or("", |word| word.low.as_str());
        if self.offset.is_some() || !next.starts_with(['+', '-']) {
            return Ok((self, used));
        }
        let found = shown(&joined(words, used + 1));
        match seconds_east(next) {
            None => Err(BadWhen::NoSuchOffset { found }),
            offset => Ok((
                Self {
                    offset,
                    found,
                    ..self
                },
                used + 1,
            )),
        }
    }

    /// Tells whether it was written as the word `midnight`, which is either end of a day.
    pub(super) fn is_midnight(&self) -> bool {
        self.found.eq_ignore_ascii_case("midnight")
    }
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// Reads a time of day at the front of `words`; gives how many words it took, or `None` if there is none.
pub(super) fn read(words: &[Token<'_>]) -> Option<Result<(TypedTime, usize), BadWhen>> {
    let word = words.first()?;
    match word.low.as_str() {
        "noon" => return Some(named(12, word)),
        "midnight" => return Some(named(0, word)),
        _ => {}
    }
    if !word.low.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (body, own) = split_half(&word.low);
    let next = words.get(1).and_then(|next| half(&next.low));
    let has_colon = body.contains(':');
    let is_number = body.chars().all(|c| c.is_ascii_digit());
    let (half, used) = match (own, next) {
        (Some(own), _) if has_colon || is_number => (Some(own), 1),
        (None, Some(next)) if has_colon || is_number => (Some(next), 2),
        _ if has_colon => (None, 1),
        _ => return None,
    };
    let found = shown(&joined(words, used));
    let clock = clock(body, half, found);
    Some(clock.and_then(|clock| clock.with_offset(words, used)))
}

fn named(hour: u32, word: &Token<'_>) -> Result<(TypedTime, usize), BadWhen> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    Ok((TypedTime::new(time, word.raw.to_owned()), 1))
}

fn half(word: &str) -> Option<Half> {
    match word {
        "am" => Some(Half::Morning),
        "pm" => Some(Half::Afternoon),
        _ => None,
    }
}

fn split_half(word: &str) -> (&str, Option<Half>) {
    match word
        .len()
        .checked_sub(2)
        .and_then(|at| word.split_at_checked(at))
    {
        Some((body, end)) if half(end).is_some() => (body, half(end)),
        _ => (word, None),
    }
}

fn clock(body: &str, half: Option<Half>, found: String) -> Result<TypedTime, BadWhen> {
    let (body, offset) = split_offset(body, &found)?;
    if offset.is_some() && half.is_some() {
        return Err(BadWhen::ClockDigits { found });
    }
    let Some((hour, minute, second)) = numbers(body) else {
        return Err(BadWhen::ClockDigits { found });
    };
    let hour = match half {
        None => hour,
        Some(half) => full_hour(hour, half).ok_or_else(|| BadWhen::TwelveHours {
            found: found.clone(),
        })?,
    };
    match NaiveTime::from_hms_opt(hour, minute, second) {
        Some(time) => Ok(TypedTime {
            time,
            offset,
            found,
        }),
        None if (hour, minute, second) == (24, 0, 0) => Err(BadWhen::EndOfDay { found }),
        None => Err(BadWhen::NoSuchTime { found }),
    }
}

fn full_hour(hour: u32, half: Half) -> Option<u32> {
    if !(1..=12).contains(&hour) {
        return None;
    }
    Some(match half {
        Half::Morning => hour % 12,
        Half::Afternoon => hour % 12 + 12,
    })
}

/// Reads `9`, `9:05` or `9:05:30`; a fraction of a second (RFC 3339 allows one) is dropped.
fn numbers(body: &str) -> Option<(u32, u32, u32)> {
    let mut parts = body.split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = parts.next().map_or(Some(0), |part| digits(part, 2..=2))?;
    let second = parts.next().map_or(Some(0), whole_second)?;
    parts.next().is_none().then_some((hour, minute, second))
}

fn whole_second(part: &str) -> Option<u32> {
    match part.split_once('.') {
        None => digits(part, 2..=2),
        Some((whole, fraction)) => {
            digits(fraction, 1..=9)?;
            digits(whole, 2..=2)
        }
    }
}

/// Takes `z`, `+01:00` or `-03:30` off the end.
fn split_offset<'a>(body: &'a str, found: &str) -> Result<(&'a str, Option<i32>), BadWhen> {
    if let Some(body) = body.strip_suffix('z') {
        return Ok((body, Some(0)));
    }
    let Some(at) = body.find(['+', '-']) else {
        return Ok((body, None));
    };
    let (time, offset) = body.split_at(at);
    match seconds_east(offset) {
        Some(offset) => Ok((time, Some(offset))),
        None => Err(BadWhen::NoSuchOffset {
            found: found.to_owned(),
        }),
    }
}

fn seconds_east(offset: &str) -> Option<i32> {
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let hours = digits(hours, 2..=2).filter(|hours| *hours <= 23)?;
    let minutes = digits(minutes, 2..=2).filter(|minutes| *minutes <= 59)?;
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).ok()?;
    Some(if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    })
}
