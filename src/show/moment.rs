//! A moment as it is printed, and from where it is seen.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Timelike;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::time::when;
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
        let wall = self.wall.with_nanosecond(0).unwrap_or(self.wall);
        // As `%Y-%m-%dT%H:%M:%S`, without reading a pattern first, which costs five times as much.
        format!("{wall:?}{}", when::offset(self.offset))
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
