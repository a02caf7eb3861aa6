//! The stack of operations: taking the last one back, and putting it in place again.
//!
//! Nothing is removed. Taking back appends an event that names the operation; what a case says is
//! the sum of the operations that are not taken back.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::domain::event::{Event, Redone, Undone};
use crate::store::cases;
use crate::store::drills;
use crate::store::error::{DbError, FilePart};
use crate::store::history::{self, PastOperation, UndoneOrRedone};
use crate::store::operation::EventSubject;
use crate::store::projection;
use crate::store::write::Writing;

/// Which operation is to be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UndoChoice {
    /// The latest of all.
    Last,
    /// The latest about the case with this number, if nothing later touches what it touched.
    OfCase(u64),
}

/// What came of asking for an operation to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UndoTarget {
    /// There is none.
    None,
    /// This one can be.
    Free(PastOperation),
    /// This one cannot be before that one is, which touched the same later.
    Under(PastOperation, PastOperation),
}

const LAST_STANDING: &str = "
SELECT number FROM operations
WHERE undoable = 1
AND NOT EXISTS (SELECT 1 FROM undone WHERE undone.operation = operations.number)
ORDER BY number DESC LIMIT 1";

const LAST_OF_CASE: &str = "
SELECT operations.number AS number FROM cases
JOIN events ON events.about = cases.id
JOIN operations ON operations.number = events.operation
WHERE cases.number = :case AND operations.undoable = 1
AND NOT EXISTS (SELECT 1 FROM undone WHERE undone.operation = operations.number)
ORDER BY operations.number DESC LIMIT 1";

// Later operations about the same cases and customers, and later cases of these customers.
const FIRST_LATER: &str = "
WITH touched AS (
  SELECT DISTINCT about FROM events
  WHERE number >= :first AND number < :end AND about IS NOT NULL AND about <> :drills
)
SELECT min(operations.number) AS number FROM (
  SELECT events.operation AS number FROM touched JOIN events ON events.about = touched.about
  WHERE events.number >= :end
  UNION ALL
  SELECT events.operation AS number FROM touched
  JOIN cases ON cases.customer = touched.about
  JOIN events ON events.about = cases.id AND events.kind = 'logged'
  WHERE events.number >= :end AND cases.state < 2
) AS later
JOIN operations ON operations.number = later.number
WHERE operations.undoable = 1
AND NOT EXISTS (SELECT 1 FROM undone WHERE undone.operation = operations.number)";

// What was taken back last comes first, but nothing comes back over something newer.
const LAST_UNDONE: &str = "
SELECT operation AS number FROM undone
WHERE undoing > coalesce(
  (SELECT operations.number FROM operations WHERE operations.undoable = 1
    ORDER BY operations.number DESC LIMIT 1), 0)
ORDER BY undoing DESC LIMIT 1";

/// Finds the operation that would be taken back.
pub(super) fn target(db: &Connection, which: UndoChoice) -> Result<UndoTarget, DbError> {
    let number = match which {
        UndoChoice::Last => number(db, LAST_STANDING, &[])?,
        UndoChoice::OfCase(case) => number(db, LAST_OF_CASE, named_params! { ":case": case })?,
    };
    let Some(past) = operation(db, number)? else {
        return Ok(UndoTarget::None);
    };
    if which == UndoChoice::Last {
        return Ok(UndoTarget::Free(past));
    }
    let later: Option<u64> = db.prepare_cached(FIRST_LATER)?.query_row(
        named_params! {
            ":first": past.first_event(),
            ":end": past.first_event() + past.events,
            ":drills": drills::SUBJECT,
        },
        |row| row.get("number"),
    )?;
    Ok(match operation(db, later)? {
        Some(later) => UndoTarget::Under(past, later),
        None => UndoTarget::Free(past),
    })
}

/// Takes this operation back.
pub(super) fn undo(
    writing: &mut Writing<'_>,
    target: PastOperation,
) -> Result<UndoneOrRedone, DbError> {
    writing.record(EventSubject::Shop, Event::Undone(Undone(target.id)))?;
    writing
        .db()
        .prepare_cached("INSERT INTO undone (operation, undoing) VALUES (:operation, :undoing)")?
        .execute(named_params! { ":operation": target.number, ":undoing": writing.number() })?;
    turn(writing.db(), target)
}

/// Puts back what was taken back last; `None` when nothing was, or something is newer.
pub(super) fn redo(writing: &mut Writing<'_>) -> Result<Option<UndoneOrRedone>, DbError> {
    let number = number(writing.db(), LAST_UNDONE, &[])?;
    let Some(target) = operation(writing.db(), number)? else {
        return Ok(None);
    };
    writing.record(EventSubject::Shop, Event::Redone(Redone(target.id)))?;
    writing
        .db()
        .prepare_cached("DELETE FROM undone WHERE operation = :operation")?
        .execute(named_params! { ":operation": target.number })?;
    turn(writing.db(), target).map(Some)
}

fn number(
    db: &Connection,
    sql: &str,
    parameters: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Option<u64>, DbError> {
    let mut statement = db.prepare_cached(sql)?;
    let number = statement.query_row(parameters, |row| row.get("number"));
    Ok(number.optional()?)
}

fn operation(db: &Connection, number: Option<u64>) -> Result<Option<PastOperation>, DbError> {
    let Some(number) = number else {
        return Ok(None);
    };
    history::one(db, number)?.map_or(Err(DbError::Damaged(FilePart::History)), |past| {
        Ok(Some(past))
    })
}

/// Brings the rows of everything the operation was about up to date.
fn turn(db: &Connection, operation: PastOperation) -> Result<UndoneOrRedone, DbError> {
    for subject in history::subjects(db, &operation)? {
        if subject == drills::SUBJECT {
            // There is no row of drills.
            continue;
        }
        if cases::number_of(db, subject)?.is_some() {
            projection::renew_case(db, subject)?;
        } else {
            projection::renew_customer(db, subject)?;
        }
    }
    turned(db, operation)
}

/// Gives what an operation took back or put back.
pub(super) fn turned_by(
    db: &Connection,
    turning: &PastOperation,
) -> Result<Option<UndoneOrRedone>, DbError> {
    let events = history::events_of(db, turning, 1)?;
    let target = match events.first().map(|event| &event.recorded.event) {
        Some(Event::Undone(Undone(target)) | Event::Redone(Redone(target))) => *target,
        _ => return Ok(None),
    };
    let number = history::number_of(db, target)?;
    operation(db, number)?
        .map(|target| turned(db, target))
        .transpose()
}

/// Gives an operation with its first events.
pub(super) fn turned(db: &Connection, operation: PastOperation) -> Result<UndoneOrRedone, DbError> {
    let events = history::events_of(db, &operation, UndoneOrRedone::SHOWN)?;
    Ok(UndoneOrRedone { operation, events })
}
