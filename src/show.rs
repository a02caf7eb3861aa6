//! What each command shows: a subject a file, as data, which is also the JSON contract, and beside it its page for a
//! person and its rows for another program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use chrono::Timelike;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::printable::Printable;
use crate::domain::when;
use crate::domain::zone::{Instant, Zone};
use crate::paper::layout::Sheet;
use crate::paper::page::Page;

pub mod case;
pub mod data;
mod envelope;
pub mod event;
pub mod face;
pub mod failure;
pub mod file;
pub mod history;
pub mod import;
pub mod into_file;
pub mod nightly;
mod phrase;
pub mod playbook;
pub mod replay;
mod rows;
pub mod schedule;
pub mod schemas;
pub mod settings;
pub mod tally;
pub mod verbatim;
pub mod why;

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

/// Something that a command shows: as JSON, as a page for a person, as rows for another program.
pub trait Show: fmt::Debug {
    /// Gives the name of its JSON schema, without what is the same in all of them: `due` of `amends.due/1`.
    fn name(&self) -> &'static str;

    /// Gives what stands in `items` of its JSON.
    fn items(&self) -> Vec<JsonItem<'_>>;

    /// Writes its page for a person.
    fn page(&self, sight: Sight) -> Page;

    /// Writes its rows for another program.
    fn rows(&self) -> Rows;

    /// Says whether there is nothing that anybody has to see; most always have something.
    fn is_empty(&self) -> bool {
        false
    }

    /// Gives what is said on a terminal when there is nothing to see.
    fn nothing(&self) -> &'static str {
        "No case was found.\n"
    }

    /// Says how the rest can be seen; `None` when everything is shown.
    fn more(&self) -> Option<&'static str> {
        None
    }
}

/// One item of JSON.
pub type JsonItem<'s> = &'s dyn erased_serde::Serialize;

/// Gives the items of a list, each for itself.
pub(in crate::show) fn each<T: Serialize>(items: &[T]) -> Vec<JsonItem<'_>> {
    items.iter().map(|item| item as JsonItem<'_>).collect()
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Sight {
    /// Now, as it is printed.
    pub now: Moment,
    /// What the page is written on.
    pub sheet: Sheet,
}

/// What another program reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Rows of fields.
    Table(Vec<Vec<String>>),
    /// A text that is for that program as it is, such as a message or a file.
    Text(String),
}

/// What a command gives back: what is shown, what is said beside it, and what is done about it.
#[derive(Debug)]
pub struct Screen {
    /// What is shown.
    pub view: Box<dyn Show>,
    /// Now, as it is printed.
    pub now: Moment,
    /// The zone's name.
    pub zone: String,
    /// What is said beside the result to a person who is there, a sentence each.
    pub talk: Vec<Printable>,
    /// What must be said wherever the result goes.
    pub warnings: Vec<Printable>,
    /// The exit code.
    pub exit: u8,
    /// Whether nothing at all is printed when there is nothing to show.
    pub if_any: bool,
    /// What is done once it is certain that the screen can be shown.
    pub after: Vec<Effect>,
}

/// Something that a command has done about what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A file is handed out to whoever named it; not where nothing is printed because there is nothing to show.
    HandOut {
        /// Where, absolute.
        path: PathBuf,
        /// What stands in it.
        text: String,
    },
    /// Counts are published for a program of another user.
    Publish {
        /// Where, absolute.
        path: PathBuf,
        /// What stands in it.
        text: String,
    },
    /// That the night report ran is remembered, with how much in it was new, once it is out to its last byte.
    NightRan(u64),
}

impl Screen {
    /// Says whether nothing at all is printed.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.if_any && self.view.is_empty()
    }
}
