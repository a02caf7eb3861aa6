//! Moments as they are written for people, so that what is printed can be typed back.

use std::fmt;

use chrono::{Datelike, NaiveDateTime};

use super::ReferenceTime;
use crate::domain::time::zone::{Instant, Wall, Zone};

impl ReferenceTime<'_> {
    /// Writes an instant in full: `Fri 27 Nov 2026 09:00`, with the offset behind it where the
    /// clocks change between now and then, or show that time twice: `Sun 25 Oct 2026 20:00 +00:00`.
    pub fn in_full(&self, instant: Instant) -> String {
        let wall = self.zone.wall(instant);
        let twice = matches!(self.zone.resolve(wall), Wall::Twice { .. });
        if twice || self.zone.offset(instant) != self.zone.offset(self.now) {
            return with_offset(self.zone, instant);
        }
        wall.format("%a %-d %b %Y %H:%M").to_string()
    }
}

/// Writes an instant in full with its offset: `Fri 27 Nov 2026 09:00 +00:00`.
pub fn with_offset(zone: &Zone, instant: Instant) -> String {
    let wall = zone.wall(instant).format("%a %-d %b %Y %H:%M");
    format!("{wall} {}", offset(zone.offset(instant)))
}

/// Writes an offset, given in seconds east of UTC: `+01:00`.
pub fn offset(seconds: i32) -> impl fmt::Display {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    fmt::from_fn(move |f| write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

/// Writes a wall time as seen from a year: `Fri 27 Nov 09:00` in it, `Fri 1 Jan 2027 09:00` in another.
pub fn dated(year: i32, wall: NaiveDateTime) -> String {
    let pattern = if wall.year() == year {
        "%a %-d %b %H:%M"
    } else {
        "%a %-d %b %Y %H:%M"
    };
    wall.format(pattern).to_string()
}

/// Spells a wall time out as in a letter: `Friday 27 November, 18:00`, with the year where it is another.
pub fn spelled(year: i32, wall: NaiveDateTime) -> String {
    let pattern = if wall.year() == year {
        "%A %-d %B, %H:%M"
    } else {
        "%A %-d %B %Y, %H:%M"
    };
    wall.format(pattern).to_string()
}
