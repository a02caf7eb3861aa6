//! The passes over the history: operations, events and what they refer to.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row};

use super::{CheckNotes, CheckReport, Discrepancy};
use crate::domain::event::{Event, Redone, Undone};
use crate::domain::id::{Hash, Id};
use crate::store::chain::{self, Link, OperationRow};
use crate::store::error::{DbError, FilePart};
use crate::store::{events, history, shop};

const CHAIN: &str = "
SELECT events.number, events.sequence, events.about, events.encoding, events.kind, events.body,
events.hash, events.operation, operations.id, operations.replica, operations.first_event,
operations.at, operations.clock_at, operations.verb, operations.undoable
FROM events LEFT JOIN operations ON operations.number = events.operation
ORDER BY events.number";

/// Where the pass over the history has come to.
struct ChainWalk {
    previous: Hash,
    operation: u64,
    number: u64,
}

pub(super) fn the_history(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut CheckNotes,
) -> Result<(), DbError> {
    let mut walk = ChainWalk {
        previous: shop::origin(db)?.root(),
        operation: 0,
        number: 0,
    };
    let mut statement = db.prepare(CHAIN)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        walk_on(row, &mut walk, report)?;
        note(db, row, &walk, noted)?;
    }
    report.operations = walk.operation;
    let end = shop::end(db)?;
    let ends_as_noted = end.events == walk.number && end.head == walk.previous;
    let problem = Discrepancy::End {
        found: walk.number,
        noted: end.events,
    };
    if !ends_as_noted {
        report.find(problem);
    }
    report.head = Some(walk.previous);
    Ok(())
}

/// Takes one event: works its hash out, and says whether it stands where it belongs.
fn walk_on(row: &Row<'_>, walk: &mut ChainWalk, report: &mut CheckReport) -> Result<(), DbError> {
    let number = row.get("number")?;
    let stored: Hash = row.get("hash")?;
    let Some(operation) = operation(row)? else {
        report.find(Discrepancy::Operation {
            number: row.get("operation")?,
        });
        walk.number = number;
        walk.previous = stored;
        return Ok(());
    };
    let (kind, body): (String, String) = (row.get("kind")?, row.get("body")?);
    let link = Link {
        number,
        sequence: row.get("sequence")?,
        about: row.get("about")?,
        encoding: row.get("encoding")?,
        kind: &kind,
        body: &body,
    };
    if chain::hash(&walk.previous, &operation, &link) != stored {
        report.find(Discrepancy::Event { number });
    }
    let begins = operation.number == walk.operation + 1 && operation.first_event == number;
    let continues = operation.number == walk.operation && operation.first_event < number;
    if number != walk.number + 1 || !(begins || continues) {
        report.find(Discrepancy::Order { number });
    }
    report.events += 1;
    // One changed event is one finding: the next is judged by what is stored of this one.
    *walk = ChainWalk {
        previous: stored,
        operation: operation.number,
        number,
    };
    Ok(())
}

fn operation(row: &Row<'_>) -> Result<Option<OperationRow>, DbError> {
    let id: Option<Id> = row.get("id")?;
    let Some(id) = id else { return Ok(None) };
    Ok(Some(OperationRow {
        number: row.get("operation")?,
        id,
        replica: row.get("replica")?,
        first_event: row.get("first_event")?,
        at: row.get("at")?,
        clock_at: row.get("clock_at")?,
        verb: row.get("verb")?,
        undoable: row.get("undoable")?,
    }))
}

/// Notes down what later passes compare with. The kind is that of the body: the hash covers both.
fn note(
    db: &Connection,
    row: &Row<'_>,
    walk: &ChainWalk,
    noted: &mut CheckNotes,
) -> Result<(), DbError> {
    let kind: String = row.get("kind")?;
    noted.logged += u64::from(kind == "logged");
    if kind != "undone" && kind != "redone" {
        return Ok(());
    }
    let body: String = row.get("body")?;
    let number = |id| history::number_of(db, id)?.ok_or(DbError::Damaged(FilePart::History));
    let event = events::parse(&body)?;
    if let Event::Undone(Undone(id)) = event {
        noted.undone.insert(number(id)?, walk.operation);
    } else if let Event::Redone(Redone(id)) = event {
        noted.undone.remove(&number(id)?);
    }
    Ok(())
}

const OPERATIONS: &str = "
SELECT count(*) AS found, coalesce(max(number), 0) AS last FROM operations";
const EVENTLESS: &str = "
SELECT number FROM operations
WHERE NOT EXISTS (SELECT 1 FROM events
  WHERE events.number = operations.first_event AND events.operation = operations.number)
ORDER BY number";

pub(super) fn operations(
    db: &Connection,
    report: &mut CheckReport,
    _: &mut CheckNotes,
) -> Result<(), DbError> {
    let (found, last): (u64, u64) = db.query_row(OPERATIONS, [], |row| {
        Ok((row.get("found")?, row.get("last")?))
    })?;
    report.operations = found;
    let problem = Discrepancy::Count {
        part: FilePart::History,
        found,
        expected: last,
    };
    if found != last {
        report.find(problem);
    }
    let mut statement = db.prepare(EVENTLESS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.find(Discrepancy::Operation {
            number: row.get("number")?,
        });
    }
    Ok(())
}

pub(super) fn playbooks(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut CheckNotes,
) -> Result<(), DbError> {
    let mut statement =
        db.prepare("SELECT number, hash, name, seal, text FROM playbooks ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.playbooks += 1;
        let (number, name): (u64, String) = (row.get("number")?, row.get("name")?);
        let (hash, seal, text): (Hash, Hash, String) =
            (row.get("hash")?, row.get("seal")?, row.get("text")?);
        let is_whole = number == report.playbooks
            && Hash::of(&[text.as_bytes()]) == hash
            && chain::playbook_seal(number, &name, &hash) == seal;
        if !is_whole {
            report.find(Discrepancy::Playbook { name });
        }
        noted.used.remove(&hash);
    }
    for hash in std::mem::take(&mut noted.used) {
        report.find(Discrepancy::PlaybookMissing { hash });
    }
    Ok(())
}

pub(super) fn undone(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut CheckNotes,
) -> Result<(), DbError> {
    let mut statement = db.prepare("SELECT operation, undoing FROM undone")?;
    let rows = statement.query_map([], |row| Ok((row.get("operation")?, row.get("undoing")?)))?;
    let found: BTreeSet<(u64, u64)> = rows.collect::<Result<_, _>>()?;
    let expected: BTreeSet<(u64, u64)> = std::mem::take(&mut noted.undone).into_iter().collect();
    for (number, _) in found.symmetric_difference(&expected) {
        report.find(Discrepancy::Undone { number: *number });
    }
    Ok(())
}
