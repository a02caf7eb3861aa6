//! Reading a length of time.

use super::{BadSpan, DAY, HOUR, LONGEST_DAYS, MINUTE, Span, shown};

/// A number of this many digits is far beyond ten years in any unit.
const MOST_DIGITS: usize = 12;
/// Decimals that still give whole seconds in every unit.
const MOST_DECIMALS: usize = 4;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

/// The words for each unit; the last of each row is the one suggested.
const UNITS: [(Unit, &[&str]); 5] = [
    (Unit::Second, &["s", "sec", "secs", "second", "seconds"]),
    (Unit::Minute, &["m", "min", "mins", "minute", "minutes"]),
    (Unit::Hour, &["h", "hr", "hrs", "hour", "hours"]),
    (Unit::Day, &["d", "day", "days"]),
    (Unit::Week, &["w", "wk", "wks", "week", "weeks"]),
];

/// Units without a fixed length, with the days that come closest.
const UNEVEN: [(&[&str], u64); 3] = [
    (&["mo", "mon", "mth", "mths", "month", "months"], 30),
    (&["quarter", "quarters"], 91),
    (&["y", "yr", "yrs", "year", "years"], 365),
];

const BUSINESS: [&str; 6] = [
    "business", "working", "work", "office", "trading", "opening",
];

impl Unit {
    fn seconds(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Minute => MINUTE,
            Self::Hour => HOUR,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
        }
    }

    fn is_calendar(self) -> bool {
        matches!(self, Self::Day | Self::Week)
    }
}

/// One number with its unit, such as `8 open hours`.
struct Quantity {
    count: u64,
    unit: Unit,
    open: bool,
}

/// Reads a whole length.
pub(super) fn span(text: &str) -> Result<Span, BadSpan> {
    let words = words(text);
    if words.is_empty() {
        return Err(BadSpan::Empty);
    }
    if is_negative(&words) {
        return Err(BadSpan::Negative { found: shown(text) });
    }
    let mut rest = words.as_slice();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        parts.push(part(&mut rest, text)?);
    }
    sum(&parts, text)
}

/// Cuts the text into lower-case numbers, words and signs: `1H 30min` gives `1`, `h`, `30`, `min`.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = CharKind::Space;
    for c in text.chars() {
        let kind = kind(c);
        match words.last_mut() {
            _ if kind == CharKind::Space => {}
            Some(word) if last == kind => word.extend(c.to_lowercase()),
            _ => words.push(c.to_lowercase().collect()),
        }
        last = kind;
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CharKind {
    Number,
    Word,
    Sign,
    Space,
}

fn kind(c: char) -> CharKind {
    match c {
        '0'..='9' | '.' | ',' => CharKind::Number,
        '-' | '+' | '\u{2212}' | '\u{2013}' => CharKind::Sign,
        c if c.is_whitespace() => CharKind::Space,
        _ => CharKind::Word,
    }
}

fn is_negative(words: &[String]) -> bool {
    matches!(
        words,
        [sign, number, ..] if matches!(sign.as_str(), "-" | "\u{2212}" | "\u{2013}") && number.starts_with(|c: char| c.is_ascii_digit())
    )
}

/// Takes one number with its unit from the front.
fn part(rest: &mut &[String], text: &str) -> Result<Quantity, BadSpan> {
    let Some((number, after)) = rest.split_first() else {
        return Err(BadSpan::Empty);
    };
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(no_number(number));
    }
    let (open, after) = match after.split_first() {
        Some((word, after)) if word == "open" => (true, after),
        _ => (false, after),
    };
    let Some((word, after)) = after.split_first() else {
        return Err(no_unit(number, text));
    };
    *rest = after;
    counted(number, word, text).and_then(|(count, unit)| {
        if open && unit == Unit::Week {
            return Err(BadSpan::OpenWeeks { found: shown(text) });
        }
        Ok(Quantity { count, unit, open })
    })
}

fn no_number(word: &str) -> BadSpan {
    let found = shown(word);
    if unit(word).is_some() || word == "open" {
        return BadSpan::NoNumber { found };
    }
    BadSpan::UnknownUnit {
        nearest: nearest(word),
        found,
    }
}

fn no_unit(number: &str, text: &str) -> BadSpan {
    if number.chars().all(|c| c.is_ascii_digit()) {
        return BadSpan::NoUnit {
            found: shown(number),
        };
    }
    BadSpan::Fraction {
        found: shown(text),
        nearest: None,
    }
}

/// Reads the number in front of a unit, once the unit is known to be one.
fn counted(number: &str, word: &str, text: &str) -> Result<(u64, Unit), BadSpan> {
    let found = || shown(text);
    if let Some((_, days)) = UNEVEN.iter().find(|(names, _)| names.contains(&word)) {
        return Err(BadSpan::Uneven {
            found: found(),
            nearest: in_days(number, *days),
        });
    }
    if BUSINESS.contains(&word) {
        return Err(BadSpan::Business { found: found() });
    }
    let unit = unit(word).ok_or_else(|| BadSpan::UnknownUnit {
        found: shown(word),
        nearest: nearest(word),
    })?;
    if !number.chars().all(|c| c.is_ascii_digit()) {
        return Err(BadSpan::Fraction {
            found: found(),
            nearest: whole(number, unit).filter(|_| !text.to_lowercase().contains("open")),
        });
    }
    let count = number
        .parse()
        .map_err(|_| BadSpan::TooLong { found: found() })?;
    Ok((count, unit))
}

fn unit(word: &str) -> Option<Unit> {
    UNITS
        .iter()
        .find(|(_, names)| names.contains(&word))
        .map(|(unit, _)| *unit)
}

/// Finds the unit a misspelt word looks like; words of one or two letters look like everything.
fn nearest(word: &str) -> Option<&'static str> {
    if word.len() < 3 || word.len() > 12 {
        return None;
    }
    UNITS
        .iter()
        .filter_map(|(_, names)| names.last())
        .map(|name| (strsim::osa_distance(word, name), *name))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, name)| name)
}

fn in_days(number: &str, days: u64) -> Option<Span> {
    let count: u64 = number.parse().ok()?;
    let days = u32::try_from(count.checked_mul(days)?).ok()?;
    (days <= LONGEST_DAYS).then_some(Span::Days { days })
}

/// Works out `1.5` hours as whole seconds, where that comes out even.
fn whole(number: &str, unit: Unit) -> Option<Span> {
    let (whole, decimals) = number.split_once(['.', ','])?;
    if whole.len() > MOST_DIGITS || decimals.len() > MOST_DECIMALS {
        return None;
    }
    let scale = 10_u64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
    let digits: u64 = format!("{whole}{decimals}").parse().ok()?;
    let scaled = digits.checked_mul(unit.seconds())?;
    if !scaled.is_multiple_of(scale) || scaled / scale > u64::from(LONGEST_DAYS) * DAY {
        return None;
    }
    Some(Span::Elapsed {
        seconds: scaled / scale,
    })
}

/// Adds the parts up, once they can be added.
fn sum(parts: &[Quantity], text: &str) -> Result<Span, BadSpan> {
    let found = || shown(text);
    if is_repeated(parts) {
        return Err(BadSpan::Repeated { found: found() });
    }
    let open = parts.iter().filter(|part| part.open).count();
    if open != 0 && open != parts.len() {
        return Err(BadSpan::OpenAndOther { found: found() });
    }
    let seconds = parts
        .iter()
        .try_fold(0_u64, |sum, part| {
            sum.checked_add(part.count.checked_mul(part.unit.seconds())?)
        })
        .filter(|seconds| *seconds <= u64::from(LONGEST_DAYS) * DAY)
        .ok_or_else(|| BadSpan::TooLong { found: found() })?;
    let calendar = parts.iter().filter(|part| part.unit.is_calendar()).count();
    if calendar != 0 && calendar != parts.len() {
        return Err(BadSpan::DaysAndHours {
            found: found(),
            nearest: (open == 0).then_some(Span::Elapsed { seconds }),
        });
    }
    // Below the limit, so the number of days fits.
    let days = u32::try_from(seconds / DAY).unwrap_or(LONGEST_DAYS);
    Ok(match (calendar > 0, open > 0) {
        (true, true) => Span::OpenDays { days },
        (true, false) => Span::Days { days },
        (false, true) => Span::OpenTime { seconds },
        (false, false) => Span::Elapsed { seconds },
    })
}

fn is_repeated(parts: &[Quantity]) -> bool {
    let mut units: Vec<Unit> = parts.iter().map(|part| part.unit).collect();
    units.sort_unstable();
    units.windows(2).any(|pair| pair[0] == pair[1])
}
