//! Cases: one with its history, and rows of many.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Params, named_params};

use crate::domain::case::promise::{PromiseReach, PromiseRecord, ToldPromise};
use crate::domain::case::summary::{Outlook, Summary};
use crate::domain::case::{Case, Recorded};
use crate::domain::id::{Hash, Id};
use crate::domain::name;
use crate::domain::playbook::cell::Severity;
use crate::domain::report::OpenCounts;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::store::error::{DbError, FilePart};
use crate::store::events::{self, HistoryEntry};
use crate::store::projection::{NEVER, row_columns};
use crate::store::values::{instant, literal, pattern};

pub mod agenda;
pub mod lately;
mod row;

pub use row::CaseRow;

use row::{case_row, select_rows};

/// Which cases a list takes in; those that were taken back are in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhichCases {
    /// Those still to be dealt with.
    #[default]
    Open,
    /// Those that are over.
    Closed,
    /// Open and closed ones.
    All,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// By the earliest deadline not met; cases without one last.
    #[default]
    Due,
    /// By when the customer told us, newest first.
    Told,
    /// By number, newest first.
    Number,
}

/// What to list. Every condition that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Which cases.
    pub which: WhichCases,
    /// In what order.
    pub sort: SortOrder,
    /// The id of the complaint type.
    pub complaint: Option<String>,
    /// The id of the tier.
    pub tier: Option<String>,
    /// How much it hurt.
    pub severity: Option<Severity>,
    /// A part of the customer's name, whatever its letter case.
    pub customer: Option<Words>,
    /// Who holds it: the whole name, whatever the case of its ASCII letters.
    pub holder: Option<Words>,
    /// Told at this moment or later.
    pub since: Option<Instant>,
    /// Told at this moment or earlier.
    pub until: Option<Instant>,
    /// A part of any text of the case, or of the customer's name or address, whatever the case of
    /// its ASCII letters.
    pub text: Option<Words>,
}

/// Where a page ended, so that the next can begin there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    value: i64,
    number: i64,
}

/// Some rows of a longer list.
#[derive(Clone, Debug, PartialEq)]
pub struct CasePage {
    /// The rows.
    pub rows: Vec<CaseRow>,
    /// Where the next page begins; `None` at the end of the list.
    pub next: Option<Cursor>,
}

// The literal `state = 0` is what lets the partial index be used.
pub(super) const OPEN: &str = select_rows!("WHERE state = 0 ORDER BY due_at, number LIMIT :limit");

/// Gives the open cases with the nearest deadlines.
pub(super) fn open(db: &Connection, limit: u32) -> Result<Vec<CaseRow>, DbError> {
    rows(db, OPEN, named_params! { ":limit": limit })
}

fn rows(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<CaseRow>, DbError> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(with_promises(db, case_row(row)?)?);
    }
    Ok(found)
}

/// Fills in what the customer was told; few cases have a promise open, so each is looked up by itself.
fn with_promises(db: &Connection, mut row: CaseRow) -> Result<CaseRow, DbError> {
    let about = row.summary.id;
    for promise in &mut row.summary.outlook.promises {
        promise.text = agenda::words(db, about, promise.words)?;
    }
    Ok(row)
}

pub(super) const COUNTS: &str = "
SELECT count(*) AS total,
count(CASE WHEN due_at < :now THEN 1 END) AS late,
count(CASE WHEN due_at >= :now AND turns_at >= :now AND soon_at <= :now THEN 1 END) AS soon,
count(CASE WHEN due_at >= :now AND turns_at < :now THEN 1 END) AS turned
FROM cases WHERE state = 0";

pub(super) const RECOVERED: &str = "
SELECT count(recovered_at) FROM cases
WHERE state = 0 AND due_at >= :now AND turns_at >= :now AND soon_at > :now";

pub(super) const TURNED: &str = "
SELECT phases, recovered_at IS NOT NULL AS recovered FROM cases
WHERE state = 0 AND due_at >= :now AND turns_at < :now";

/// Counts what is due soon, and what is recovered and not due soon, among the cases that the clock alone has changed since
/// their last write.
fn turned(db: &Connection, now: Instant) -> Result<[u64; 2], DbError> {
    let mut statement = db.prepare_cached(TURNED)?;
    let mut rows = statement.query(named_params! { ":now": now.timestamp() })?;
    let mut found = [0, 0];
    while let Some(row) = rows.next()? {
        let outlook: String = row.get("phases")?;
        let outlook: Outlook =
            serde_json::from_str(&outlook).map_err(|_| DbError::Damaged(FilePart::Cases))?;
        let phase = outlook.phase(now);
        let since = phase.and_then(|phase| phase.soon_at);
        let is_soon = since.is_some_and(|since| since <= now);
        found[0] += u64::from(is_soon);
        found[1] += u64::from(!is_soon && row.get::<_, bool>("recovered")?);
    }
    Ok(found)
}

// The literal condition is what lets the partial index be used.
pub(super) const REVIEWS: &str = select_rows!(
    "WHERE review_at IS NOT NULL AND review_at <= :until ORDER BY review_at, number LIMIT :limit"
);

/// Gives the cases of which somebody should know by `until` whether the customer stayed.
pub(super) fn reviews(
    db: &Connection,
    until: Instant,
    limit: u32,
) -> Result<Vec<CaseRow>, DbError> {
    let params = named_params! { ":until": until.timestamp(), ":limit": limit };
    rows(db, REVIEWS, params)
}

// The literal condition is what lets the partial index be used.
pub(super) const PREVENTIONS: &str =
    select_rows!("WHERE prevent_at IS NOT NULL ORDER BY prevent_at, number LIMIT :limit");

/// Gives the closed cases that have something left to do for the next customer, by when that is due.
pub(super) fn preventions(db: &Connection, limit: u32) -> Result<Vec<CaseRow>, DbError> {
    rows(db, PREVENTIONS, named_params! { ":limit": limit })
}

pub(super) const PROMISES: &str = "
SELECT promises FROM cases WHERE promises IS NOT NULL AND state <> 2
ORDER BY number DESC LIMIT :limit";

/// What became of promises like one that reaches as far, in the latest cases that have any.
pub(super) fn promise_record(
    db: &Connection,
    reach: PromiseReach,
    now: Instant,
) -> Result<PromiseRecord, DbError> {
    let mut statement = db.prepare_cached(PROMISES)?;
    let mut rows = statement.query(named_params! { ":limit": PROMISING })?;
    let mut record = PromiseRecord::default();
    while let Some(row) = rows.next()? {
        let told: String = row.get("promises")?;
        let told: Vec<ToldPromise> =
            serde_json::from_str(&told).map_err(|_| DbError::Damaged(FilePart::Cases))?;
        let alike = told.iter().filter(|told| told.reach == reach);
        alike.for_each(|told| record.add(told, now));
    }
    Ok(record)
}

/// How many cases the record of promises looks back over.
const PROMISING: u32 = 200;

/// Counts the open cases by how they stand at `now`; the due moment itself is in time.
pub(super) fn counts(db: &Connection, now: Instant) -> Result<OpenCounts, DbError> {
    let mut statement = db.prepare_cached(COUNTS)?;
    let counts = statement.query_row(named_params! { ":now": now.timestamp() }, |row| {
        let (total, late): (u64, u64) = (row.get("total")?, row.get("late")?);
        let (soon, turned): (u64, u64) = (row.get("soon")?, row.get("turned")?);
        Ok((total, late, soon, turned))
    });
    let (total, late, soon, turned_cases) = counts?;
    let [more_soon, more_recovered] = match turned_cases {
        0 => [0, 0],
        _ => turned(db, now)?,
    };
    let mut statement = db.prepare_cached(RECOVERED)?;
    let recovered = statement.query_row(named_params! { ":now": now.timestamp() }, |row| {
        row.get::<_, u64>(0)
    })?;
    let (due_soon, recovered) = (soon + more_soon, recovered + more_recovered);
    Ok(OpenCounts {
        late,
        due_soon,
        on_track: total.saturating_sub(late + due_soon + recovered),
        recovered,
    })
}

macro_rules! list {
    ($state:literal, $after:literal, $order:literal) => {
        concat!(
            "WITH hits AS MATERIALIZED (SELECT DISTINCT about FROM texts
              WHERE :text IS NOT NULL AND body LIKE :text ESCAPE '\\') ",
            select_rows!(concat!(
                "WHERE ",
                $state,
                " AND ",
                $after,
                "
                AND (:complaint IS NULL OR complaint = :complaint)
                AND (:tier IS NULL OR tier = :tier)
                AND (:severity IS NULL OR severity = :severity)
                AND (:since IS NULL OR told_at >= :since)
                AND (:until IS NULL OR told_at <= :until)
                AND (:customer IS NULL OR customer IN (SELECT customers.id FROM customers
                  WHERE customers.name_key LIKE :customer ESCAPE '\\'))
                AND (:holder IS NULL OR EXISTS (SELECT 1 FROM texts
                  WHERE texts.about = cases.id AND texts.id = cases.holder
                  AND texts.body LIKE :holder ESCAPE '\\'))
                AND (:text IS NULL OR cases.id IN (SELECT about FROM hits)
                  OR customer IN (SELECT about FROM hits))
                ORDER BY ",
                $order,
                " LIMIT :limit"
            ))
        )
    };
}

macro_rules! list_by {
    ($which:expr, $after:literal, $order:literal) => {
        match $which {
            WhichCases::Open => list!("state = 0", $after, $order),
            WhichCases::Closed => list!("state = 1", $after, $order),
            WhichCases::All => list!("state IN (0, 1)", $after, $order),
        }
    };
}

const fn list_sql(which: WhichCases, sort: SortOrder) -> &'static str {
    match sort {
        SortOrder::Due => list_by!(
            which,
            "(due_at, number) > (:value, :number)",
            "due_at, number"
        ),
        SortOrder::Told => list_by!(
            which,
            "(told_at, number) < (:value, :number)",
            "told_at DESC, number DESC"
        ),
        SortOrder::Number => list_by!(which, "(number, number) < (:value, :number)", "number DESC"),
    }
}

/// Gives up to `limit` cases, from where the page before ended.
pub(super) fn list(
    db: &Connection,
    query: &Query,
    after: Option<Cursor>,
    limit: u32,
) -> Result<CasePage, DbError> {
    let cursor = after.unwrap_or_else(|| before_all(query.sort));
    let sql = list_sql(query.which, query.sort);
    let params = named_params! {
        ":value": cursor.value,
        ":number": cursor.number,
        ":complaint": query.complaint,
        ":tier": query.tier,
        ":severity": query.severity.map(|severity| severity as i64),
        ":since": query.since.map(|at| at.timestamp()),
        ":until": query.until.map(|at| at.timestamp()),
        ":customer": query.customer.as_ref().map(|part| pattern(&name::key(part))),
        ":holder": query.holder.as_ref().map(|name| literal(name.as_stored())),
        ":text": query.text.as_ref().map(|part| pattern(part.as_stored())),
        ":limit": limit,
    };
    let found = rows(db, sql, params)?;
    let full = u32::try_from(found.len()).is_ok_and(|count| count == limit);
    let next = found
        .last()
        .filter(|_| full)
        .map(|row| cursor_of(&row.summary, query.sort));
    Ok(CasePage { rows: found, next })
}

const fn before_all(sort: SortOrder) -> Cursor {
    match sort {
        SortOrder::Due => Cursor {
            value: i64::MIN,
            number: i64::MIN,
        },
        SortOrder::Told | SortOrder::Number => Cursor {
            value: i64::MAX,
            number: i64::MAX,
        },
    }
}

fn cursor_of(summary: &Summary, sort: SortOrder) -> Cursor {
    let number = i64::try_from(summary.number).unwrap_or(i64::MAX);
    let value = match sort {
        SortOrder::Due => summary.due_at().map_or(NEVER, |at| at.timestamp()),
        SortOrder::Told => summary.told_at.timestamp(),
        SortOrder::Number => number,
    };
    Cursor { value, number }
}

const OF_CUSTOMER: &str =
    select_rows!("WHERE customer = :customer AND state IN (0, 1) ORDER BY number DESC");

/// Gives the cases of a customer, newest first.
pub(super) fn of_customer(db: &Connection, customer: Id) -> Result<Vec<CaseRow>, DbError> {
    rows(db, OF_CUSTOMER, named_params! { ":customer": customer })
}

/// A case of a customer, without what lists show of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldCase {
    /// Its number.
    pub number: u64,
    /// Its id.
    pub id: Id,
    /// When the customer told us.
    pub told_at: Instant,
    /// Whether it is still to be dealt with.
    pub is_open: bool,
}

/// Gives the cases of a customer, newest first: numbers, ids and moments only, because a
/// whole row costs more to ask for than to fold a case.
pub(super) fn told_by(db: &Connection, customer: Id) -> Result<Vec<ToldCase>, DbError> {
    let mut statement = db.prepare_cached(
        "SELECT number, id, told_at, state = 0 AS is_open FROM cases
        WHERE customer = :customer AND state < 2 ORDER BY number DESC",
    )?;
    let mut rows = statement.query(named_params! { ":customer": customer })?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        told.push(ToldCase {
            number: row.get("number")?,
            id: row.get("id")?,
            told_at: instant(row.get("told_at")?, FilePart::Cases)?,
            is_open: row.get("is_open")?,
        });
    }
    Ok(told)
}

/// Finds the id of the case with this number, also of one that was taken back.
pub(super) fn id_of(db: &Connection, number: u64) -> Result<Option<Id>, DbError> {
    let mut statement = db.prepare_cached("SELECT id FROM cases WHERE number = :number")?;
    let found = statement.query_row(named_params! { ":number": number }, |row| row.get("id"));
    Ok(found.optional()?)
}

/// Finds the number of the case with this id.
pub(super) fn number_of(db: &Connection, id: Id) -> Result<Option<u64>, DbError> {
    let mut statement = db.prepare_cached("SELECT number FROM cases WHERE id = :id")?;
    let found = statement.query_row(named_params! { ":id": id }, |row| row.get("number"));
    Ok(found.optional()?)
}

/// Gives the highest number ever given to a case, 0 before the first.
pub(super) fn last_number(db: &Connection) -> Result<u64, DbError> {
    let mut statement = db.prepare_cached("SELECT coalesce(max(number), 0) AS last FROM cases")?;
    Ok(statement.query_row([], |row| row.get("last"))?)
}

/// Reads a case as it stands, with its words.
pub(super) fn fold(db: &Connection, id: Id) -> Result<Option<Case>, DbError> {
    events::fold(id, events::with_words(db, id)?)
}

/// Reads the case with this number and what stands of its history.
pub(super) fn whole(
    db: &Connection,
    number: u64,
) -> Result<Option<(Case, Vec<Recorded>)>, DbError> {
    let Some(id) = id_of(db, number)? else {
        return Ok(None);
    };
    let standing: Vec<Recorded> = events::standing(events::with_words(db, id)?).collect();
    let case = Case::fold(id, standing.clone()).map_err(|_| DbError::Damaged(FilePart::History))?;
    Ok(case.map(|case| (case, standing)))
}

/// Reads every event of the case with this number, those taken back included.
pub(super) fn history(db: &Connection, number: u64) -> Result<Option<Vec<HistoryEntry>>, DbError> {
    id_of(db, number)?
        .map(|id| events::with_words(db, id))
        .transpose()
}

pub(super) const KNOWN_ROW: &str = "
SELECT 1 FROM cases WHERE origin IS NOT NULL AND origin = :row AND state IN (0, 1)";

pub(super) const CASE_OF_ROW: &str = "
SELECT number FROM cases WHERE origin IS NOT NULL AND origin = :row AND state IN (0, 1)
 ORDER BY number LIMIT 1";

/// Finds the case that was made from each of these rows of a file.
pub(super) fn of_rows(db: &Connection, rows: &[Hash]) -> Result<BTreeMap<Hash, u64>, DbError> {
    let mut statement = db.prepare_cached(CASE_OF_ROW)?;
    let mut known = BTreeMap::new();
    for row in rows {
        let number = statement.query_row(named_params! { ":row": row }, |row| row.get("number"));
        known.extend(number.optional()?.map(|number: u64| (*row, number)));
    }
    Ok(known)
}

/// Finds which of these rows of a file have been imported already.
pub(super) fn known_rows(db: &Connection, rows: &[Hash]) -> Result<BTreeSet<Hash>, DbError> {
    let mut statement = db.prepare_cached(KNOWN_ROW)?;
    let mut known = BTreeSet::new();
    for row in rows {
        if statement.exists(named_params! { ":row": row })? {
            known.insert(*row);
        }
    }
    Ok(known)
}
