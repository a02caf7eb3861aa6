//! Opening ranges as a shop writes them: `09:00-12:30`, and over midnight `18:00-02:00`.

use std::fmt;

use super::clock::{DAY, loose, strict, written};
use crate::domain::time::span::shown;

/// Ways to write a dash; the first is the one that is read.
const DASHES: [char; 7] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
];
/// Words between two times that mean a dash.
const UNTIL: [&str; 3] = [" to ", " till ", " until "];
/// How people say that a day is open without a break.
const ALL_DAY: [&str; 5] = ["24h", "24/7", "24 hours", "all day", "always"];
/// How people say that a day is not open at all.
const SHUT: [&str; 5] = ["closed", "shut", "off", "none", "-"];

/// One opening and the closing that follows it, in minutes of the clocks on the wall.
///
/// It is never empty and never longer than a day. A range that ends before it starts runs over
/// midnight and belongs to the day it starts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenRange {
    opens: u16,
    closes: u16,
}

/// Not an opening range that is understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadOpenRange {
    /// Nothing was written.
    #[error("an opening and a closing time are missing")]
    Empty,
    /// Not two times with a dash between them.
    #[error("`{found}` is not an opening and a closing time")]
    NotARange {
        /// The text as written.
        found: String,
        /// What it looks like.
        nearest: Option<OpenRange>,
    },
    /// A word for "closed".
    #[error("`{found}` is not an opening and a closing time")]
    Shut {
        /// The text as written.
        found: String,
    },
    /// One time alone.
    #[error("`{found}` says only one time, not when you open and when you close")]
    OneTime {
        /// The text as written.
        found: String,
        /// The time, as it should be written.
        time: String,
    },
    /// Several ranges between the same quotes.
    #[error("`{found}` holds several ranges between the same quotes")]
    Several {
        /// The text as written.
        found: String,
        /// What they look like.
        ranges: Vec<OpenRange>,
    },
    /// A time beyond the last hour or minute.
    #[error("there is no `{time}` on the clock: a day ends at `24:00`")]
    NoSuchTime {
        /// The time as written.
        time: String,
        /// What the whole range looks like.
        nearest: Option<OpenRange>,
    },
    /// `24:00` in front.
    #[error("`24:00` is the end of a day, so nothing can open then")]
    OpensAtTheEnd,
    /// The same time twice.
    #[error("`{found}` opens and closes at the same time")]
    SameTime {
        /// The text as written.
        found: String,
    },
}

impl BadOpenRange {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::NotARange {
                nearest: Some(right),
                ..
            }
            | Self::NoSuchTime {
                nearest: Some(right),
                ..
            } => format!("write `{right}`"),
            Self::Empty
            | Self::NotARange { nearest: None, .. }
            | Self::NoSuchTime { nearest: None, .. } => {
                "write both in hours and minutes, such as `09:00-17:00`".to_owned()
            }
            Self::Shut { .. } => "write `[]` for a day on which you are closed".to_owned(),
            Self::OneTime { time, .. } => format!("write both, such as `{}`", example(time)),
            Self::Several { ranges, .. } => {
                let each: Vec<String> = ranges.iter().map(|range| format!("\"{range}\"")).collect();
                format!("write `[{}]`", each.join(", "))
            }
            Self::OpensAtTheEnd => "write it on the next day, from `00:00`".to_owned(),
            Self::SameTime { .. } => {
                "write `00:00-24:00` for a whole day, or leave it out".to_owned()
            }
        }
    }
}

/// Shows a range that begins at a time: until five, or until midnight when that is later.
fn example(time: &str) -> String {
    let closes = if time < "17:00" { "17:00" } else { "24:00" };
    format!("{time}-{closes}")
}

impl OpenRange {
    /// Reads a range: two times of two digits, a colon and two digits, with a dash between them.
    ///
    /// `24:00` is the end of the day. A closing before the opening is on the next day, and a closing
    /// at `00:00` is the end of the day.
    ///
    /// # Errors
    /// Says what was found and, where it can, the right form.
    pub fn parse(text: &str) -> Result<Self, BadOpenRange> {
        let times = text.split_once('-').and_then(|(opens, closes)| {
            let (first, second) = (strict(opens)?, strict(closes)?);
            Some([(opens, first), (closes, second)])
        });
        let Some(times) = times else {
            return Err(misread(text));
        };
        for (time, (hour, minute)) in times {
            if minute > 59 || hour * 60 + minute > DAY {
                let (time, nearest) = (shown(time), guess(text));
                return Err(BadOpenRange::NoSuchTime { time, nearest });
            }
        }
        let [opens, closes] = times.map(|(_, (hour, minute))| hour * 60 + minute);
        Self::between(opens, closes).ok_or_else(|| {
            if opens == DAY {
                BadOpenRange::OpensAtTheEnd
            } else {
                BadOpenRange::SameTime { found: shown(text) }
            }
        })
    }

    /// Makes a range of two times of the clock, in minutes after midnight.
    pub(super) fn between(opens: u16, closes: u16) -> Option<Self> {
        if opens >= DAY || closes > DAY || opens == closes {
            return None;
        }
        let closes = if closes < opens { closes + DAY } else { closes };
        Some(Self { opens, closes })
    }

    /// Gives the opening, in minutes of the clock after midnight: 0 to 1439.
    pub const fn opens(self) -> u16 {
        self.opens
    }

    /// Gives the closing, in minutes of the clock after the midnight before the opening: 1 to 2878.
    pub const fn closes(self) -> u16 {
        self.closes
    }

    /// Says whether it runs into the next day.
    pub(super) const fn spills(self) -> bool {
        self.closes > DAY
    }

    /// Gives the length on a day without a change of the clocks, in seconds.
    pub(super) fn seconds(self) -> u64 {
        u64::from(self.closes - self.opens) * 60
    }

    /// Moves a range of the morning by twelve hours: `02:00-05:00` becomes `14:00-17:00`.
    #[must_use]
    pub fn after_noon(self) -> Self {
        let half = DAY / 2;
        let fits = self.opens < half && self.closes <= half;
        let shift = if fits { half } else { 0 };
        Self {
            opens: self.opens + shift,
            closes: self.closes + shift,
        }
    }

    /// Gives the range that covers both of two of the same day, if it is no longer than a day.
    pub(super) fn union(self, other: Self) -> Option<Self> {
        let opens = self.opens.min(other.opens);
        let closes = self.closes.max(other.closes);
        let whole = opens == 0 && closes == DAY;
        (whole || closes - opens < DAY).then_some(Self { opens, closes })
    }
}

/// Writes the form that reads back as the same range: `09:00-12:30`, `18:00-02:00`, `18:00-24:00`.
impl fmt::Display for OpenRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let closes = if self.spills() {
            self.closes - DAY
        } else {
            self.closes
        };
        write!(f, "{}-{}", written(self.opens), written(closes))
    }
}

/// Finds out what is wrong with a text that is not two times with a dash.
fn misread(text: &str) -> BadOpenRange {
    let found = shown(text);
    let plain = text.trim().to_lowercase();
    if plain.is_empty() {
        return BadOpenRange::Empty;
    }
    if SHUT.contains(&plain.as_str()) {
        return BadOpenRange::Shut { found };
    }
    if let Some(ranges) = several(&plain) {
        return BadOpenRange::Several { found, ranges };
    }
    let alone = plain.trim_end_matches(DASHES).trim_end();
    if let (None, Some(time)) = (guess(text), loose(alone).filter(|time| time.minutes < DAY)) {
        let time = written(time.minutes);
        return BadOpenRange::OneTime { found, time };
    }
    BadOpenRange::NotARange {
        nearest: guess(text),
        found,
    }
}

fn several(text: &str) -> Option<Vec<OpenRange>> {
    let text = text.replace(" and ", ",").replace('&', ",");
    let parts: Vec<&str> = text.split([',', ';', '/']).collect();
    if parts.len() < 2 {
        return None;
    }
    let mut ranges: Vec<OpenRange> = Vec::new();
    for part in parts {
        let range = guess(part)?;
        let late = ranges.last().is_some_and(|before| range < *before);
        ranges.push(if late { range.after_noon() } else { range });
    }
    Some(ranges)
}

/// Guesses the range somebody meant: `9-17`, `9:00 – 17:00`, `9am to 5pm`, `18:00-26:00`, `24h`.
fn guess(text: &str) -> Option<OpenRange> {
    let text = text.trim().to_lowercase();
    if ALL_DAY.contains(&text.as_str()) {
        return OpenRange::between(0, DAY);
    }
    let text = UNTIL
        .iter()
        .fold(text, |text, word| text.replace(word, "-"))
        .replace(DASHES, "-");
    let (opens, closes) = text.split_once('-')?;
    let (opens, closes) = (loose(opens)?, loose(closes)?);
    let afternoon = closes.minutes + DAY / 2;
    let closing = if closes.may_be_afternoon
        && closes.minutes <= opens.minutes
        && (opens.minutes + 1..DAY).contains(&afternoon)
    {
        afternoon
    } else if closes.minutes > DAY {
        closes.minutes - DAY
    } else {
        closes.minutes
    };
    OpenRange::between(opens.minutes, closing)
}
