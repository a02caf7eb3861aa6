//! Opening hours as people write them: "mon-fri 9-5, sat 10-14", "9am to 5pm", "closed".

use super::hours::weekday;
use crate::domain::time::calendar::{BadOpenRange, OpenRange, WEEKDAYS};

/// The ranges of each day of a week, Monday first; a day without any is closed.
pub type WeekHours = [Vec<OpenRange>; 7];

/// Why a text is no week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWeek {
    /// It says nothing.
    #[error("no hours are named")]
    Empty,
    /// Times without a day.
    #[error("`{found}` does not say for which days")]
    NoDays {
        /// The part as it was written.
        found: String,
    },
    /// Days without times.
    #[error("`{found}` does not say from when to when")]
    NoTimes {
        /// The part as it was written.
        found: String,
    },
    /// A word that is no day.
    #[error("`{found}` is not a day")]
    NoDay {
        /// The word as it was written.
        found: String,
    },
    /// The same day twice.
    #[error("{day} is named twice")]
    Twice {
        /// The day, as the settings call it.
        day: &'static str,
    },
    /// Times that are not understood.
    #[error(transparent)]
    Range(#[from] BadOpenRange),
}

impl BadWeek {
    /// Gives one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Range(bad) => bad.hint(),
            Self::Empty
            | Self::NoDays { .. }
            | Self::NoTimes { .. }
            | Self::NoDay { .. }
            | Self::Twice { .. } => "write them as `mon-fri 9-5, sat 10-14`".to_owned(),
        }
    }
}

/// Reads the ranges of one day: `9-5`, `9am-12 and 1pm-5pm`, `09:00-12:30 13:30-17:00`, `closed`.
///
/// # Errors
/// Says what was found and, where it can, the right form.
pub fn ranges(text: &str) -> Result<Vec<OpenRange>, BadOpenRange> {
    let parts = text.split_whitespace().map(OpenRange::parse);
    if let Ok(ranges) = parts.collect::<Result<Vec<OpenRange>, BadOpenRange>>() {
        return Ok(ranges);
    }
    match OpenRange::parse(text) {
        Ok(range) => Ok(vec![range]),
        Err(BadOpenRange::NotARange {
            nearest: Some(range),
            ..
        }) => Ok(vec![range]),
        Err(BadOpenRange::Several { ranges, .. }) => Ok(ranges),
        Err(BadOpenRange::Shut { .. } | BadOpenRange::Empty) => Ok(Vec::new()),
        Err(bad) => Err(bad),
    }
}

/// Reads a whole week; the days that are not named are closed.
///
/// # Errors
/// Says which part is not understood, and how hours are written.
pub fn week(text: &str) -> Result<WeekHours, BadWeek> {
    let mut week: [Option<Vec<OpenRange>>; 7] = Default::default();
    let mut named: Vec<usize> = Vec::new();
    let mut waiting = "";
    let parts = text.split([',', ';', '\n']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let (of, times) = part.split_at(first_time(part));
        let of = days(of)?;
        // "mon, wed 9-5" names both; "mon 9-12, 1-5" goes on with the days before.
        if !of.is_empty() && waiting.is_empty() {
            named = of;
        } else {
            named.extend(of);
        }
        if named.is_empty() {
            let found = part.to_owned();
            return Err(BadWeek::NoDays { found });
        }
        if times.is_empty() {
            waiting = part;
            continue;
        }
        waiting = "";
        let more = ranges(times)?;
        for day in &named {
            add(&mut week[*day], &more, *day, part)?;
        }
    }
    match (named.is_empty(), waiting.is_empty()) {
        (true, _) => Err(BadWeek::Empty),
        (false, false) => Err(BadWeek::NoTimes {
            found: waiting.to_owned(),
        }),
        (false, true) => Ok(week.map(Option::unwrap_or_default)),
    }
}

/// Adds ranges to a day: the first of it, or more where the part goes on with the days before.
fn add(
    known: &mut Option<Vec<OpenRange>>,
    more: &[OpenRange],
    day: usize,
    part: &str,
) -> Result<(), BadWeek> {
    match known {
        Some(known) if of_same(part) => {
            for range in more {
                // "9-12, 1-5": what goes on in the morning means the afternoon.
                let late = known.last().is_some_and(|before| range < before);
                known.push(if late { range.after_noon() } else { *range });
            }
        }
        Some(_) => return Err(BadWeek::Twice { day: WEEKDAYS[day] }),
        None => *known = Some(more.to_vec()),
    }
    Ok(())
}

/// Whether a part names no days, and so goes on with those before.
fn of_same(part: &str) -> bool {
    first_time(part) == 0
}

/// Where the times of a part begin: at its first digit, or at a word that says "closed" or "all day".
fn first_time(part: &str) -> usize {
    const WORDS: [&str; 6] = ["closed", "shut", "off", "none", "all day", "never"];
    let lower = part.to_ascii_lowercase();
    let digit = lower.find(|c: char| c.is_ascii_digit());
    let words = WORDS.iter().filter_map(|word| lower.find(word));
    words.chain(digit).min().unwrap_or(part.len())
}

/// Reads days: `mon`, `mon-fri`, `sat and sun`, `weekdays`, `weekend`, `daily`.
fn days(text: &str) -> Result<Vec<usize>, BadWeek> {
    let text = text.to_lowercase().replace([':', '&', '/', '+'], " ");
    let text = [" to ", " till ", " until ", " through ", "–", "—"]
        .iter()
        .fold(text, |text, word| text.replace(word, "-"))
        .replace(" -", "-")
        .replace("- ", "-");
    let mut found: Vec<usize> = Vec::new();
    for word in text.split_whitespace() {
        match word {
            "and" | "on" | "every" | "the" => {}
            "daily" | "day" | "everyday" | "all" | "week" => found.extend(0..7),
            "weekdays" | "weekday" | "workdays" => found.extend(0..5),
            "weekend" | "weekends" => found.extend(5..7),
            word => found.extend(span_of(word)?),
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Reads one day, or those from one to another, over the end of the week too.
fn span_of(word: &str) -> Result<Vec<usize>, BadWeek> {
    let day = |word: &str| {
        let name = weekday(word.trim_end_matches('s')).or_else(|| weekday(word));
        let found = word.to_owned();
        let at = name.and_then(|name| WEEKDAYS.iter().position(|day| *day == name));
        at.ok_or(BadWeek::NoDay { found })
    };
    let Some((first, last)) = word.split_once('-') else {
        return Ok(vec![day(word)?]);
    };
    let (first, last) = (day(first)?, day(last)?);
    let days = (last + 7 - first) % 7;
    Ok((0..=days).map(|after| (first + after) % 7).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The week as the settings have it: "mon 09:00-17:00; tue …", closed days left out.
    fn read(text: &str) -> String {
        let week = match week(text) {
            Ok(week) => week,
            Err(bad) => return format!("{bad} | {}", bad.hint()),
        };
        let day = |(name, ranges): (&&str, &Vec<OpenRange>)| {
            let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
            format!("{name} {}", ranges.join(" "))
        };
        let days = WEEKDAYS.iter().zip(&week);
        let days = days.filter(|(_, ranges)| !ranges.is_empty());
        days.map(day).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let weekdays =
            "mon 09:00-17:00; tue 09:00-17:00; wed 09:00-17:00; thu 09:00-17:00; fri 09:00-17:00";
        for (text, means) in [
            ("mon-fri 9-5", weekdays.to_owned()),
            ("Monday to Friday 9am-5pm", weekdays.to_owned()),
            ("weekdays 09:00 - 17:00", weekdays.to_owned()),
            (
                "mon-fri 9-5, sat 10-14",
                format!("{weekdays}; sat 10:00-14:00"),
            ),
            ("mon-fri 9-5, sat closed", weekdays.to_owned()),
            (
                "sat and sun 10-14",
                "sat 10:00-14:00; sun 10:00-14:00".to_owned(),
            ),
            (
                "mon, wed 9-12, 1-5",
                "mon 09:00-12:00 13:00-17:00; wed 09:00-12:00 13:00-17:00".to_owned(),
            ),
            (
                "fri-sun 18-2",
                "fri 18:00-02:00; sat 18:00-02:00; sun 18:00-02:00".to_owned(),
            ),
            ("sun-mon 9-5", "mon 09:00-17:00; sun 09:00-17:00".to_owned()),
            ("weekend 24h", "sat 00:00-24:00; sun 00:00-24:00".to_owned()),
            ("Tuesdays 6pm-10pm", "tue 18:00-22:00".to_owned()),
        ] {
            assert_eq!(read(text), means, "{text}");
        }
    }

    #[test]
    fn what_is_no_week_says_what_and_how_to_write_it() {
        let how = "write them as `mon-fri 9-5, sat 10-14`";
        for (text, said) in [
            ("", format!("no hours are named | {how}")),
            ("9-5", format!("`9-5` does not say for which days | {how}")),
            (
                "mon-fri",
                format!("`mon-fri` does not say from when to when | {how}"),
            ),
            ("someday 9-5", format!("`someday` is not a day | {how}")),
            ("mon 9-5, mon 10-14", format!("mon is named twice | {how}")),
        ] {
            assert_eq!(read(text), said, "{text}");
        }
        assert!(read("mon 9-").contains("9"), "{}", read("mon 9-"));
    }
}
