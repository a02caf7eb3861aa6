//! The one row about the shop itself, and the end of its chain.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::domain::id::{Hash, Id};
use crate::domain::time::zone::Instant;
use crate::store::chain::ShopOrigin;
use crate::store::error::{DbError, FilePart, StoreError};
use crate::store::memory::Remembered;
use crate::store::schema::Migration;
use crate::store::values::instant;

/// The version of this program, as the file remembers it.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// What a file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopRecord {
    /// The shop, the same in every copy of its file.
    pub id: Id,
    /// This copy's own name, under which its events are numbered.
    pub replica: Id,
    /// When the file was begun.
    pub created_at: Instant,
    /// The version of amends that made the file, or last brought it up to date.
    pub program: String,
    /// How many events it holds.
    pub events: u64,
    /// The hash of the last event.
    pub head: Hash,
}

/// Where the chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChainEnd {
    pub(super) events: u64,
    pub(super) head: Hash,
}

/// What is looked at first in every file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileIdentity {
    pub(super) id: Id,
    pub(super) program: String,
    pub(super) end: ChainEnd,
    /// What the machine's clock said at the last operation.
    pub(super) clock_at: Option<Instant>,
}

const FOUND: &str = "
SELECT id, program, events, head,
  (SELECT clock_at FROM operations ORDER BY number DESC LIMIT 1) AS clock_at
FROM shop";

/// Looks at the shop and the end of its history, in one statement.
pub(super) fn found(db: &Connection) -> Result<FileIdentity, DbError> {
    let mut statement = db.prepare_cached(FOUND)?;
    let (mut found, clock_at) = statement
        .query_row([], |row| {
            let end = ChainEnd {
                events: row.get("events")?,
                head: row.get("head")?,
            };
            let found = FileIdentity {
                id: row.get("id")?,
                program: row.get("program")?,
                end,
                clock_at: None,
            };
            Ok((found, row.get::<_, Option<i64>>("clock_at")?))
        })
        .map_err(missing)?;
    found.clock_at = clock_at
        .map(|seconds| instant(seconds, FilePart::History))
        .transpose()?;
    Ok(found)
}

/// Refuses a file whose history is not the one that is remembered, or does not reach as far.
pub(super) fn must_go_on(
    db: &Connection,
    found: &FileIdentity,
    remembered: Remembered,
    path: &Path,
) -> Result<(), StoreError> {
    let path = path.to_owned();
    if found.id != remembered.shop {
        return Err(StoreError::OtherShop { path });
    }
    if found.end.events < remembered.events {
        return Err(StoreError::Older {
            path,
            found: found.end.events,
            known: remembered.events,
        });
    }
    let same = if found.end.events == remembered.events {
        found.end.head == remembered.head
    } else {
        let then = head_at(db, remembered.events).map_err(|error| error.at(&path, "read"))?;
        then.is_none_or(|head| head == remembered.head)
    };
    if same {
        return Ok(());
    }
    Err(StoreError::OtherHistory { path })
}

/// Gives the hash of an event; `None` of the beginning, before any.
fn head_at(db: &Connection, number: u64) -> Result<Option<Hash>, DbError> {
    let mut statement = db.prepare_cached("SELECT hash FROM events WHERE number = :number")?;
    let head = statement.query_row(named_params! { ":number": number }, |row| row.get("hash"));
    Ok(head.optional()?)
}

/// Writes the row of a new shop.
pub(super) fn begin(db: &Connection, origin: &ShopOrigin) -> Result<(), DbError> {
    db.execute(
        "INSERT INTO shop (one, id, replica, created_at, program, min_reader, min_writer, seal, events, head)
         VALUES (1, :id, :replica, :created_at, :program, :min_reader, :min_writer, :seal, 0, :head)",
        named_params! {
            ":id": origin.id,
            ":replica": origin.replica,
            ":created_at": origin.created_at,
            ":program": origin.program,
            ":min_reader": origin.min_reader,
            ":min_writer": origin.min_writer,
            ":seal": origin.seal(),
            ":head": origin.root(),
        },
    )?;
    Ok(())
}

/// Notes in the row what a step of the tables has changed for other programs.
pub(super) fn renew(db: &Connection, step: &Migration) -> Result<(), DbError> {
    let mut origin = origin(db)?;
    origin.min_reader = step.min_reader;
    origin.min_writer = step.min_writer;
    PROGRAM.clone_into(&mut origin.program);
    db.execute(
        "UPDATE shop SET program = :program, min_reader = :min_reader, min_writer = :min_writer, seal = :seal",
        named_params! {
            ":program": origin.program,
            ":min_reader": origin.min_reader,
            ":min_writer": origin.min_writer,
            ":seal": origin.seal(),
        },
    )?;
    Ok(())
}

/// Reads the unchanging columns.
pub(super) fn origin(db: &Connection) -> Result<ShopOrigin, DbError> {
    let mut statement = db.prepare_cached(
        "SELECT id, replica, created_at, program, min_reader, min_writer FROM shop",
    )?;
    let origin = statement.query_row([], |row| {
        Ok(ShopOrigin {
            id: row.get("id")?,
            replica: row.get("replica")?,
            created_at: row.get("created_at")?,
            program: row.get("program")?,
            min_reader: row.get("min_reader")?,
            min_writer: row.get("min_writer")?,
        })
    });
    origin.map_err(missing)
}

/// Reads where the chain ends.
pub(super) fn end(db: &Connection) -> Result<ChainEnd, DbError> {
    let mut statement = db.prepare_cached("SELECT events, head FROM shop")?;
    let end = statement.query_row([], |row| {
        Ok(ChainEnd {
            events: row.get("events")?,
            head: row.get("head")?,
        })
    });
    end.map_err(missing)
}

/// Notes where the chain ends now.
pub(super) fn put_end(db: &Connection, end: &ChainEnd) -> Result<(), DbError> {
    db.prepare_cached("UPDATE shop SET events = :events, head = :head")?
        .execute(named_params! { ":events": end.events, ":head": end.head })?;
    Ok(())
}

/// Reads the seal as it is stored.
pub(super) fn seal(db: &Connection) -> Result<Hash, DbError> {
    db.query_row("SELECT seal FROM shop", [], |row| row.get("seal"))
        .map_err(missing)
}

fn missing(error: rusqlite::Error) -> DbError {
    if error == rusqlite::Error::QueryReturnedNoRows {
        return DbError::Damaged(FilePart::Shop);
    }
    DbError::from(error)
}

/// Reads the whole row.
pub(super) fn shop(db: &Connection) -> Result<ShopRecord, DbError> {
    let origin = origin(db)?;
    let end = end(db)?;
    Ok(ShopRecord {
        id: origin.id,
        replica: origin.replica,
        created_at: instant(origin.created_at, FilePart::Shop)?,
        program: origin.program,
        events: end.events,
        head: end.head,
    })
}
