//! A moment as it is printed, and from where it is seen.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::time::zone::{Instant, Zone};

/// An instant together with what a clock in the shown zone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Instant,
    /// What the wall clock shows.
    pub wall: chrono::NaiveDateTime,
    /// Seconds east of Greenwich.
    pub offset: i32,
    /// Whether the wall clock shows this twice, because the clocks go back over it.
    pub twice: bool,
}

impl Moment {
    /// Sees an instant in a zone.
    #[must_use]
    pub fn of(at: Instant, zone: &Zone) -> Self {
        let (wall, offset) = zone.wall_and_offset(at);
        Self {
            at,
            wall,
            offset: offset / 60 * 60,
            twice: zone.shows_twice(wall),
        }
    }

    /// Writes it by RFC 3339, with the offset.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let wall = self.wall;
        let mut text = String::with_capacity("2026-11-23T10:05:00+00:00".len());
        match u32::try_from(wall.year()) {
            Ok(year @ 0..=9999) => push_digits(&mut text, year, 1000),
            Ok(_) | Err(_) => text.push_str(&wall.format("%Y").to_string()),
        }
        let parts = [
            ('-', wall.month()),
            ('-', wall.day()),
            ('T', wall.hour()),
            (':', wall.minute()),
            (':', wall.second()),
        ];
        for (before, number) in parts {
            text.push(before);
            push_digits(&mut text, number, 10);
        }
        text.push(if self.offset < 0 { '-' } else { '+' });
        let east = self.offset.unsigned_abs();
        push_digits(&mut text, east / 3_600, 10);
        text.push(':');
        push_digits(&mut text, east / 60 % 60, 10);
        text
    }
}

/// Appends a number with leading zeros; a list has thousands, and a pattern or a formatter costs ten times as much.
fn push_digits(text: &mut String, number: u32, highest: u32) {
    let mut place = highest;
    while place > 0 {
        let digit = char::from_digit(number / place % 10, 10);
        text.extend(digit);
        place /= 10;
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A moment by RFC 3339, in whole seconds, with the offset from UTC.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$",
        })
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

/// The moment and the zone everything is seen from.
#[derive(Clone, Debug)]
pub struct Viewpoint {
    /// Now.
    pub now: Instant,
    /// The zone times are printed in.
    pub zone: Zone,
    /// Who stands behind each role: "Sam Osei", or "Sam Osei, until 18:00".
    pub people: BTreeMap<String, String>,
}

impl Viewpoint {
    /// Sees from a moment and a zone.
    #[must_use]
    pub const fn new(now: Instant, zone: Zone, people: BTreeMap<String, String>) -> Self {
        Self { now, zone, people }
    }

    /// Gives an instant with the offset of the zone of printing; `None` for none.
    #[must_use]
    pub fn see(&self, at: Option<Instant>) -> Option<Moment> {
        at.map(|at| self.moment(at))
    }

    /// Gives an instant with the offset of the zone of printing.
    #[must_use]
    pub fn moment(&self, at: Instant) -> Moment {
        Moment::of(at, &self.zone)
    }
}
