//! Events as they come out of the file: parsed, with their words, and which of them stand.

use std::collections::HashMap;

use rusqlite::{Connection, Row, named_params};

use crate::domain::case::{Case, Recorded};
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::text::Body;
use crate::store::error::{DbError, FilePart};
use crate::store::values::instant;

/// Whether an operation can be taken back with `undo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undoable {
    /// It can.
    Yes,
    /// It cannot: an announcement, a backup, an undoing.
    No,
}

impl Undoable {
    pub(super) const fn stored(self) -> i64 {
        match self {
            Self::No => 0,
            Self::Yes => 1,
        }
    }

    pub(super) const fn from_stored(stored: i64) -> Self {
        if stored == 0 { Self::No } else { Self::Yes }
    }
}

/// An event of a case or a customer together with whether it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// The event.
    pub recorded: Recorded,
    /// Whether its operation could be taken back.
    pub undoable: Undoable,
    /// The number of the operation that took it back, while it is taken back.
    pub undone_by: Option<u64>,
}

pub(super) const OF_SUBJECT: &str = "
SELECT events.operation, events.body, operations.at, operations.undoable, undone.undoing
FROM events
JOIN operations ON operations.number = events.operation
LEFT JOIN undone ON undone.operation = events.operation
WHERE events.about = :about
ORDER BY events.number";

/// Reads every event of a case or a customer, in order, without words.
pub(super) fn of(db: &Connection, about: Id) -> Result<Vec<HistoryEntry>, DbError> {
    let mut statement = db.prepare_cached(OF_SUBJECT)?;
    let mut rows = statement.query(named_params! { ":about": about })?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

/// Takes an event from a row that has the columns of [`OF_SUBJECT`].
pub(super) fn entry(row: &Row<'_>) -> Result<HistoryEntry, DbError> {
    let body = row.get_ref("body")?;
    let body = body
        .as_str()
        .map_err(|_| DbError::Damaged(FilePart::History))?;
    Ok(HistoryEntry {
        recorded: Recorded {
            operation: row.get("operation")?,
            at: instant(row.get("at")?, FilePart::History)?,
            event: parse(body)?,
        },
        undoable: Undoable::from_stored(row.get("undoable")?),
        undone_by: row.get("undoing")?,
    })
}

/// Reads one event's body.
pub(super) fn parse(body: &str) -> Result<Event, DbError> {
    serde_json::from_str(body).map_err(|_| DbError::Damaged(FilePart::History))
}

/// Reads every event of a case or a customer, with the words that have not been erased.
pub(super) fn with_words(db: &Connection, about: Id) -> Result<Vec<HistoryEntry>, DbError> {
    let mut entries = of(db, about)?;
    let mut bodies = words_of(db, about)?;
    for entry in &mut entries {
        fill(&mut entry.recorded.event, &mut bodies);
    }
    Ok(entries)
}

const WORDS: &str = "SELECT id, salt, body FROM texts WHERE about = :about";

/// Reads all words that belong to a case or a customer, by the id of their text.
pub(super) fn words_of(db: &Connection, about: Id) -> Result<HashMap<Id, Body>, DbError> {
    let mut statement = db.prepare_cached(WORDS)?;
    let bodies = statement.query_map(named_params! { ":about": about }, |row| {
        let body = Body {
            salt: row.get("salt")?,
            words: row.get("body")?,
        };
        Ok((row.get("id")?, body))
    })?;
    Ok(bodies.collect::<Result<_, _>>()?)
}

/// Puts words into the texts of an event; a text belongs to one event only.
pub(super) fn fill(event: &mut Event, bodies: &mut HashMap<Id, Body>) {
    for text in event.texts_mut() {
        text.body = bodies.remove(&text.id);
    }
}

/// Counts the texts that the body of an event names: as many as it must hand over, or their words are lost.
pub(super) fn texts_named(event: &Event) -> usize {
    let body = serde_json::to_string(event).unwrap_or_default();
    body.matches("\"commitment\":").count()
}

/// Leaves out what was taken back.
///
/// An announcement cannot be taken back, so it can outlive what it was about: it is left out as
/// well when an earlier logging, change or reopening of its case was taken back after it, and
/// comes back with it.
pub(super) fn standing(entries: Vec<HistoryEntry>) -> impl Iterator<Item = Recorded> {
    let mut ground_lost_at = 0;
    entries.into_iter().filter_map(move |entry| {
        if let Some(undoing) = entry.undone_by {
            if entry.recorded.event.lays_ground() {
                ground_lost_at = ground_lost_at.max(undoing);
            }
            return None;
        }
        let groundless =
            entry.undoable == Undoable::No && entry.recorded.operation < ground_lost_at;
        (!groundless).then_some(entry.recorded)
    })
}

/// Adds up what stands of a case.
pub(super) fn fold(id: Id, entries: Vec<HistoryEntry>) -> Result<Option<Case>, DbError> {
    Case::fold(id, standing(entries)).map_err(|_| DbError::Damaged(FilePart::History))
}
