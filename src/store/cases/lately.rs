//! What was told lately, for the board's look back.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::domain::id::Id;
use crate::domain::time::zone::Instant;
use crate::store::error::{DbError, FilePart};
use crate::store::values::instant;

/// A complaint that came in lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldLately {
    /// When the customer told us.
    pub told_at: Instant,
    /// Whether both halves were done by their deadline.
    pub in_time: bool,
}

const OPERATION: &str = "SELECT at, first_event FROM operations WHERE number = :number";

const FIRST_LOGGED: &str = "
SELECT about FROM events WHERE number >= :first AND kind = 'logged' ORDER BY number LIMIT 1";

const TOLD: &str = "
SELECT told_at, recovered_at IS NOT NULL AND recovered_at <= recover_at AS in_time
FROM cases WHERE number >= :number AND state < 2 AND told_at >= :since ORDER BY number";

/// Gives the complaints that were told since a moment.
///
/// No complaint is told after it was entered, so those that were entered before are not looked at: the cost follows what
/// came in since then, not what was ever stored, and no index is kept for it.
pub(in crate::store) fn told_since(
    db: &Connection,
    since: Instant,
) -> Result<Vec<ToldLately>, DbError> {
    let Some(first) = first_event_since(db, since)? else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached(FIRST_LOGGED)?;
    let logged: Option<Id> = statement
        .query_row(named_params! { ":first": first }, |row| row.get(0))
        .optional()?;
    let Some(logged) = logged else {
        return Ok(Vec::new());
    };
    let number: u64 = db
        .prepare_cached("SELECT number FROM cases WHERE id = :id")?
        .query_row(named_params! { ":id": logged }, |row| row.get(0))?;
    let mut statement = db.prepare_cached(TOLD)?;
    let params = named_params! { ":number": number, ":since": since.timestamp() };
    let mut rows = statement.query(params)?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        told.push(ToldLately {
            told_at: instant(row.get(0)?, FilePart::Cases)?,
            in_time: row.get(1)?,
        });
    }
    Ok(told)
}

/// Finds the first event of the first operation since a moment, by halving: operations stand in the order of their time.
fn first_event_since(db: &Connection, since: Instant) -> Result<Option<u64>, DbError> {
    let last: Option<u64> = db
        .prepare_cached("SELECT max(number) FROM operations")?
        .query_row([], |row| row.get(0))?;
    let mut statement = db.prepare_cached(OPERATION)?;
    let mut look = |number: u64| -> Result<(i64, u64), DbError> {
        let found = statement.query_row(named_params! { ":number": number }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
        Ok(found?)
    };
    let (mut before, mut after) = (0, last.unwrap_or_default() + 1);
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        match look(middle)?.0 < since.timestamp() {
            true => before = middle,
            false => after = middle,
        }
    }
    match last.is_some_and(|last| after <= last) {
        true => Ok(Some(look(after)?.1)),
        false => Ok(None),
    }
}
