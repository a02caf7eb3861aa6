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
        let Ok(year @ 0..=9999) = u32::try_from(wall.year()) else {
            return wall.format("%Y-%m-%dT%H:%M:%S").to_string();
        };
        // A list has thousands of them: digit by digit costs a tenth of what a pattern or a formatter does.
        let mut bytes = Vec::with_capacity("2026-11-23T10:05:00+00:00".len());
        bytes.extend(digits(year / 100));
        bytes.extend(digits(year));
        let sign = if self.offset < 0 { b'-' } else { b'+' };
        let east = self.offset.unsigned_abs();
        let parts = [
            (b'-', wall.month()),
            (b'-', wall.day()),
            (b'T', wall.hour()),
            (b':', wall.minute()),
            (b':', wall.second()),
            (sign, east / 3_600),
            (b':', east / 60 % 60),
        ];
        for (before, number) in parts {
            bytes.push(before);
            bytes.extend(digits(number));
        }
        // Digits and signs of ASCII are UTF-8.
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The last two digits of a number.
fn digits(number: u32) -> [u8; 2] {
    let digit = |number: u32| b'0' + u8::try_from(number % 10).unwrap_or_default();
    [digit(number / 10), digit(number)]
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
    /// What they are called, and no more.
    pub names: BTreeMap<String, String>,
}

impl Viewpoint {
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

#[cfg(test)]
mod tests {
    use chrono::{DateTime, FixedOffset};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_written_as_others_read_it(
            seconds in 0_i64..250_000_000_000,
            minutes in -840_i32..=840,
        ) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let zone = FixedOffset::east_opt(minutes * 60).unwrap();
            let wall = at.with_timezone(&zone);
            let moment = Moment { at, wall: wall.naive_local(), offset: minutes * 60, twice: false };
            prop_assert_eq!(moment.rfc3339(), wall.to_rfc3339());
        }
    }
}
