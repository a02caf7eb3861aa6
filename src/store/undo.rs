//! The stack of operations: taking the last one back, and putting it in place again.
//!
//! Nothing is removed. Taking back appends an event that names the operation; what a case says is
//! the sum of the operations that are not taken back.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::domain::event::Event;
use crate::store::cases;
use crate::store::drills;
use crate::store::error::{Part, Trouble};
use crate::store::history::{self, Past, Turned};
use crate::store::operation::About;
use crate::store::projection;
use crate::store::write::Writing;

const LAST_STANDING: &str = "
SELECT number FROM operations
WHERE undoable = 1
AND NOT EXISTS (SELECT 1 FROM undone WHERE undone.operation = operations.number)
ORDER BY number DESC LIMIT 1";

// What was taken back last comes first, but nothing comes back over something newer.
const LAST_UNDONE: &str = "
SELECT operation AS number FROM undone
WHERE undoing > coalesce(
  (SELECT operations.number FROM operations WHERE operations.undoable = 1
    ORDER BY operations.number DESC LIMIT 1), 0)
ORDER BY undoing DESC LIMIT 1";

/// Takes back the latest operation that can be; `None` when there is none left.
pub(super) fn undo(writing: &mut Writing<'_>) -> Result<Option<Turned>, Trouble> {
    let Some(target) = target(writing.db(), LAST_STANDING)? else {
        return Ok(None);
    };
    writing.record(About::Shop, Event::Undone(target.id))?;
    writing
        .db()
        .prepare_cached("INSERT INTO undone (operation, undoing) VALUES (:operation, :undoing)")?
        .execute(named_params! { ":operation": target.number, ":undoing": writing.number() })?;
    turn(writing.db(), target).map(Some)
}

/// Puts back what was taken back last; `None` when nothing was, or something is newer.
pub(super) fn redo(writing: &mut Writing<'_>) -> Result<Option<Turned>, Trouble> {
    let Some(target) = target(writing.db(), LAST_UNDONE)? else {
        return Ok(None);
    };
    writing.record(About::Shop, Event::Redone(target.id))?;
    writing
        .db()
        .prepare_cached("DELETE FROM undone WHERE operation = :operation")?
        .execute(named_params! { ":operation": target.number })?;
    turn(writing.db(), target).map(Some)
}

fn target(db: &Connection, sql: &str) -> Result<Option<Past>, Trouble> {
    let number: Option<u64> = db
        .prepare_cached(sql)?
        .query_row([], |row| row.get("number"))
        .optional()?;
    let Some(number) = number else {
        return Ok(None);
    };
    history::one(db, number)?.map_or(Err(Trouble::Damaged(Part::History)), |past| Ok(Some(past)))
}

/// Brings the rows of everything the operation was about up to date.
fn turn(db: &Connection, operation: Past) -> Result<Turned, Trouble> {
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
    let events = history::events_of(db, &operation, Turned::SHOWN)?;
    Ok(Turned { operation, events })
}
