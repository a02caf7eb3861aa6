//! Operations: what was done in this shop, one invocation after the other.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::domain::case::Recorded;
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::text::{Body, ErasableText};
use crate::domain::time::zone::Instant;
use crate::store::cases;
use crate::store::drills;
use crate::store::error::{DbError, FilePart};
use crate::store::events::{self, Undoable};
use crate::store::shop;
use crate::store::values::instant;

/// One invocation that changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastOperation {
    /// Its number in this file.
    pub number: u64,
    /// The id that stays unique beyond this shop.
    pub id: Id,
    /// The moment the shop worked with.
    pub at: Instant,
    /// What the machine's clock said.
    pub clock_at: Instant,
    /// The verb that was typed.
    pub verb: String,
    /// Whether it can be taken back.
    pub undoable: Undoable,
    /// The number of the operation that took it back, while it is taken back.
    pub undone_by: Option<u64>,
    /// How many events it wrote.
    pub events: u64,
    /// How many cases it touched.
    pub cases: u64,
    /// The lowest number of these.
    pub first_case: Option<u64>,
    /// The highest number of these.
    pub last_case: Option<u64>,
    first_event: u64,
}

/// An event of an operation, with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct PastEvent {
    /// The number of the case, when it is about a case.
    pub case: Option<u64>,
    /// The id of the customer, when it is about a customer.
    pub customer: Option<Id>,
    /// The event with its words.
    pub recorded: Recorded,
}

/// An operation that was taken back or put in place again.
#[derive(Clone, Debug, PartialEq)]
pub struct UndoneOrRedone {
    /// The operation.
    pub operation: PastOperation,
    /// Its first events, at most [`UndoneOrRedone::SHOWN`] of [`PastOperation::events`].
    pub events: Vec<PastEvent>,
}

impl PastOperation {
    /// Gives the number of its first event.
    pub(super) const fn first_event(&self) -> u64 {
        self.first_event
    }
}

impl UndoneOrRedone {
    /// More than a command writes by hand; an import is described by its counts.
    pub const SHOWN: u32 = 20;
}

macro_rules! select_operations {
    ($rest:literal) => {
        concat!(
            "SELECT operations.number, operations.id, operations.at, operations.clock_at,
            operations.verb, operations.undoable, operations.first_event, undone.undoing,
            coalesce(
              (SELECT next.first_event FROM operations AS next
                WHERE next.number = operations.number + 1),
              (SELECT max(events.number) + 1 FROM events)) AS end_event
            FROM operations LEFT JOIN undone ON undone.operation = operations.number ",
            $rest
        )
    };
}

const BEFORE: &str = select_operations!(
    "WHERE operations.number < :before ORDER BY operations.number DESC LIMIT :limit"
);

/// Gives up to `limit` operations before number `before`, or the last ones, newest first.
pub(super) fn before(
    db: &Connection,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<PastOperation>, DbError> {
    let mut statement = db.prepare_cached(BEFORE)?;
    let before = before.map_or(i64::MAX, |number| i64::try_from(number).unwrap_or(i64::MAX));
    let mut rows = statement.query(named_params! { ":before": before, ":limit": limit })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(past(db, row)?);
    }
    Ok(found)
}

// Goes back from the newest, so it costs what was done since the last report.
const LAST_REPORT: &str = "
SELECT at FROM operations WHERE verb = 'report' AND at < :before
ORDER BY number DESC LIMIT 1";

/// Gives when the night report was made last, before a moment where one is named.
pub(super) fn last_night_report(
    db: &Connection,
    before: Option<Instant>,
) -> Result<Option<Instant>, DbError> {
    let before = before.map_or(i64::MAX, |before| before.timestamp());
    let mut statement = db.prepare_cached(LAST_REPORT)?;
    let at = statement.query_row(named_params! { ":before": before }, |row| row.get("at"));
    let at: Option<i64> = at.optional()?;
    at.map(|at| instant(at, FilePart::History)).transpose()
}

const ONE: &str = select_operations!("WHERE operations.number = :number");

/// Gives the operation with this number.
pub(super) fn one(db: &Connection, number: u64) -> Result<Option<PastOperation>, DbError> {
    let mut statement = db.prepare_cached(ONE)?;
    let mut rows = statement.query(named_params! { ":number": number })?;
    rows.next()?.map(|row| past(db, row)).transpose()
}

/// Gives the number of the operation with this id.
pub(super) fn number_of(db: &Connection, id: Id) -> Result<Option<u64>, DbError> {
    let mut statement = db.prepare_cached("SELECT number FROM operations WHERE id = :id")?;
    let found = statement.query_row(named_params! { ":id": id }, |row| row.get("number"));
    Ok(found.optional()?)
}

const CASES: &str = "
SELECT count(DISTINCT cases.number) AS cases, min(cases.number) AS first_case,
max(cases.number) AS last_case
FROM events JOIN cases ON cases.id = events.about
WHERE events.number >= :first AND events.number < :end";

fn past(db: &Connection, row: &Row<'_>) -> Result<PastOperation, DbError> {
    let (first, end): (u64, u64) = (row.get("first_event")?, row.get("end_event")?);
    let (cases, first_case, last_case) = db.prepare_cached(CASES)?.query_row(
        named_params! { ":first": first, ":end": end },
        |row| {
            Ok((
                row.get("cases")?,
                row.get("first_case")?,
                row.get("last_case")?,
            ))
        },
    )?;
    Ok(PastOperation {
        number: row.get("number")?,
        id: row.get("id")?,
        at: instant(row.get("at")?, FilePart::History)?,
        clock_at: instant(row.get("clock_at")?, FilePart::History)?,
        verb: row.get("verb")?,
        undoable: Undoable::from_stored(row.get("undoable")?),
        undone_by: row.get("undoing")?,
        events: end
            .checked_sub(first)
            .ok_or(DbError::Damaged(FilePart::History))?,
        cases,
        first_case,
        last_case,
        first_event: first,
    })
}

const EVENTS: &str = "
SELECT events.operation, events.body, events.about, operations.at, operations.undoable,
undone.undoing
FROM events
JOIN operations ON operations.number = events.operation
LEFT JOIN undone ON undone.operation = events.operation
WHERE events.number >= :first AND events.number < :end
ORDER BY events.number LIMIT :limit";

/// Gives the first `limit` events of an operation.
pub(super) fn events_of(
    db: &Connection,
    operation: &PastOperation,
    limit: u32,
) -> Result<Vec<PastEvent>, DbError> {
    let mut statement = db.prepare_cached(EVENTS)?;
    let mut rows = statement.query(named_params! {
        ":first": operation.first_event,
        ":end": operation.first_event + operation.events,
        ":limit": limit,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut recorded = events::entry(row)?.recorded;
        let about: Option<Id> = row.get("about")?;
        let case = match about {
            Some(about) => {
                fill(db, about, &mut recorded.event)?;
                cases::number_of(db, about)?
            }
            None => None,
        };
        let customer = about.filter(|about| case.is_none() && *about != drills::SUBJECT);
        found.push(PastEvent {
            case,
            customer,
            recorded,
        });
    }
    Ok(found)
}

const BODY: &str = "SELECT salt, body FROM texts WHERE about = :about AND id = :id";

fn fill(db: &Connection, about: Id, event: &mut Event) -> Result<(), DbError> {
    let mut bodies = HashMap::new();
    for text in event.texts_mut() {
        if let Some(body) = body(db, about, text)? {
            bodies.insert(text.id, body);
        }
    }
    events::fill(event, &mut bodies);
    Ok(())
}

fn body(db: &Connection, about: Id, text: &ErasableText) -> Result<Option<Body>, DbError> {
    let mut statement = db.prepare_cached(BODY)?;
    let found = statement.query_row(named_params! { ":about": about, ":id": text.id }, |row| {
        Ok(Body {
            salt: row.get("salt")?,
            words: row.get("body")?,
        })
    });
    Ok(found.optional()?)
}

const VERBS: &str = "
SELECT DISTINCT operations.number AS number, operations.verb AS verb
FROM cases
JOIN events ON events.about = cases.id
JOIN operations ON operations.number = events.operation
WHERE cases.number = :case";

/// Gives the verb of every operation about the case with this number, by the number of the operation.
pub(super) fn verbs(db: &Connection, case: u64) -> Result<BTreeMap<u64, String>, DbError> {
    let mut statement = db.prepare_cached(VERBS)?;
    let found = statement.query_map(named_params! { ":case": case }, |row| {
        Ok((row.get("number")?, row.get("verb")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

const SUBJECTS: &str = "
SELECT DISTINCT about FROM events
WHERE number >= :first AND number < :end AND about IS NOT NULL";

/// Lists what an operation was about: cases and customers, each once.
pub(super) fn subjects(db: &Connection, operation: &PastOperation) -> Result<Vec<Id>, DbError> {
    let mut statement = db.prepare_cached(SUBJECTS)?;
    let found = statement.query_map(
        named_params! {
            ":first": operation.first_event,
            ":end": operation.first_event + operation.events,
        },
        |row| row.get("about"),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

const CASES_OF: &str = "
SELECT DISTINCT cases.number AS number FROM events JOIN cases ON cases.id = events.about
WHERE events.number >= :first AND events.number < :end ORDER BY 1 LIMIT :limit";

/// Gives the numbers of the cases that an operation was about.
pub(super) fn cases_of(
    db: &Connection,
    operation: &PastOperation,
    limit: u32,
) -> Result<Vec<u64>, DbError> {
    let mut statement = db.prepare_cached(CASES_OF)?;
    let found = statement.query_map(
        named_params! {
            ":first": operation.first_event,
            ":end": operation.first_event + operation.events,
            ":limit": limit,
        },
        |row| row.get("number"),
    )?;
    Ok(found.collect::<Result<_, _>>()?)
}

const WITH_HASH: &str = "
SELECT number FROM events WHERE substr(lower(hex(hash)), 1, :length) = :digits
ORDER BY number DESC LIMIT 1";

/// Gives the number of the last event whose hash begins with these digits; 0 for the root of the chain.
pub(super) fn event_with_hash(db: &Connection, digits: &str) -> Result<Option<u64>, DbError> {
    let found = db.prepare(WITH_HASH)?.query_row(
        named_params! { ":length": digits.len() as u64, ":digits": digits },
        |row| row.get("number"),
    );
    let is_root = || Ok::<bool, DbError>(shop::origin(db)?.root().to_string().starts_with(digits));
    match found.optional()? {
        None if is_root()? => Ok(Some(0)),
        found => Ok(found),
    }
}
