//! Rows that make reading fast, worked out from events and kept in the same transaction.
//!
//! Both writing and `data check` come here, so what is stored and what is compared cannot differ.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params, params_from_iter};

use crate::domain::case::Case;
use crate::domain::case::summary::Summary;
use crate::domain::event::Event;
use crate::domain::id::Id;
use crate::domain::name;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;
use crate::store::error::{DbError, FilePart};
use crate::store::events::{self, HistoryEntry};

/// Names the columns of `cases` after `number` and `id` that every list reads, in the order of [`columns`].
macro_rules! row_columns {
    () => {
        "state, customer, playbook, complaint, complaint_name, tier, tier_name, severity, holder,
        holder_commitment, public, value, currency, told_at, due_at, soon_at, recover_at,
        recovered_at, closed_at, outcome, contacts, phases, origin, review_at, promises,
        turns_at, prevent_at"
    };
}
pub(super) use row_columns;

/// Names all columns of `cases` after `number` and `id`. What only a day's list reads comes last: a row goes on in pages
/// that nobody else has to fetch.
macro_rules! case_columns {
    () => {
        concat!($crate::store::projection::row_columns!(), ", agenda")
    };
}
pub(super) use case_columns;

/// How many columns there are in all.
pub(super) const COLUMNS: usize = 30;

/// Stands for "no deadline" in `due_at` and `soon_at`, so that such a case comes last.
pub(super) const NEVER: i64 = i64::MAX;

/// Whether a case is still to be dealt with, as `cases.state` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoredState {
    Open = 0,
    Closed = 1,
    TakenBack = 2,
}

macro_rules! insert_case {
    ($rest:literal) => {
        concat!(
            "INSERT INTO cases (number, id, ",
            case_columns!(),
            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
            ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30) ",
            $rest
        )
    };
}

const ADD_CASE: &str = insert_case!("");

// A number that another case has is not written over: nothing is changed then, which
// `put_columns` notices.
const PUT_CASE: &str = insert_case!(
    "ON CONFLICT (number) DO UPDATE SET
    state = excluded.state, customer = excluded.customer, playbook = excluded.playbook,
    complaint = excluded.complaint, complaint_name = excluded.complaint_name,
    tier = excluded.tier, tier_name = excluded.tier_name, severity = excluded.severity,
    holder = excluded.holder, holder_commitment = excluded.holder_commitment,
    public = excluded.public, value = excluded.value, currency = excluded.currency,
    told_at = excluded.told_at, due_at = excluded.due_at, soon_at = excluded.soon_at,
    recover_at = excluded.recover_at, recovered_at = excluded.recovered_at,
    closed_at = excluded.closed_at, outcome = excluded.outcome, contacts = excluded.contacts,
    phases = excluded.phases, origin = excluded.origin, review_at = excluded.review_at,
    promises = excluded.promises, turns_at = excluded.turns_at,
    prevent_at = excluded.prevent_at, agenda = excluded.agenda
    WHERE cases.id = excluded.id"
);

/// Writes the row of a new case; a number or id that is taken is refused.
pub(super) fn add_case(db: &Connection, case: &Case) -> Result<(), DbError> {
    let columns = columns(case, standing_state(case));
    db.prepare_cached(ADD_CASE)?
        .execute(params_from_iter(columns))?;
    Ok(())
}

/// Writes the row of a case that stands.
pub(super) fn put_case(db: &Connection, case: &Case) -> Result<(), DbError> {
    put_columns(db, columns(case, standing_state(case)))
}

/// Works the row of a case out anew from its events, and writes it.
pub(super) fn renew_case(db: &Connection, id: Id) -> Result<(), DbError> {
    put_columns(db, case_row(id, events::of(db, id)?)?)
}

fn put_columns(db: &Connection, columns: Vec<Value>) -> Result<(), DbError> {
    let changed = db
        .prepare_cached(PUT_CASE)?
        .execute(params_from_iter(columns))?;
    if changed == 1 {
        return Ok(());
    }
    Err(DbError::Unfit("another case has this number"))
}

/// Works out the row of a case; one that was taken back keeps its number and what it was logged as.
pub(super) fn case_row(id: Id, entries: Vec<HistoryEntry>) -> Result<Vec<Value>, DbError> {
    let logging = entries
        .iter()
        .find(|entry| matches!(entry.recorded.event, Event::Logged(_)))
        .map(|entry| entry.recorded.clone());
    if let Some(case) = events::fold(id, entries)? {
        return Ok(columns(&case, standing_state(&case)));
    }
    let logged = Case::fold(id, logging).ok().flatten();
    let case = logged.ok_or(DbError::Damaged(FilePart::History))?;
    Ok(columns(&case, StoredState::TakenBack))
}

const fn standing_state(case: &Case) -> StoredState {
    if case.closed.is_some() {
        StoredState::Closed
    } else {
        StoredState::Open
    }
}

fn columns(case: &Case, state: StoredState) -> Vec<Value> {
    let summary = case.summary();
    let origin = case
        .logged
        .origin
        .map_or(Value::Null, |origin| blob(origin.row.bytes()));
    let moments = moment_columns(&summary);
    let review_at = moment(summary.review_at);
    let prevent_at = moment(summary.left_to_prevent());
    let turns_at = summary.turns_at().map_or(NEVER, |at| at.timestamp());
    // It holds moments, numbers and texts of the playbook: nothing JSON cannot take.
    let outlook = serde_json::to_string(&summary.outlook).unwrap_or_default();
    let mut columns = fact_columns(summary, state);
    columns.extend(moments);
    columns.extend([Value::Text(outlook), origin, review_at, promises(case)]);
    columns.extend([Value::Integer(turns_at), prevent_at, agenda(case)]);
    columns
}

/// Everything that is to be done about it; nothing for a case with which one is through.
fn agenda(case: &Case) -> Value {
    let agenda = case.agenda();
    if agenda.is_empty() {
        return Value::Null;
    }
    Value::Text(serde_json::to_string(&agenda).unwrap_or_default())
}

/// What became of each promise, for the record of all of them; nothing for a case without any.
fn promises(case: &Case) -> Value {
    let told = case.told_promises();
    if told.is_empty() {
        return Value::Null;
    }
    Value::Text(serde_json::to_string(&told).unwrap_or_default())
}

fn fact_columns(summary: Summary, state: StoredState) -> Vec<Value> {
    let holder = summary.holder;
    let value = summary.value;
    let mut columns = Vec::with_capacity(COLUMNS);
    columns.extend([
        whole(summary.number),
        blob(summary.id.bytes()),
        Value::Integer(state as i64),
        blob(summary.customer.bytes()),
        Value::Text(summary.playbook),
        Value::Text(summary.complaint.id),
        Value::Text(summary.complaint.name),
        Value::Text(summary.tier.id),
        Value::Text(summary.tier.name),
        Value::Integer(summary.severity as i64),
        holder
            .as_ref()
            .map_or(Value::Null, |holder| blob(holder.id.bytes())),
        holder
            .as_ref()
            .map_or(Value::Null, |holder| blob(holder.commitment.bytes())),
        Value::Integer(i64::from(summary.public)),
        value.map_or(Value::Null, |value| Value::Integer(value.minor)),
        value.map_or(Value::Null, |value| {
            Value::Text(value.currency.code().to_owned())
        }),
    ]);
    columns
}

fn moment_columns(summary: &Summary) -> [Value; 8] {
    let (due_at, soon_at) = (summary.due_at(), summary.soon_at());
    let outcome = summary
        .outcome
        .map(|outcome| Value::Text(outcome.word().to_owned()));
    [
        Value::Integer(summary.told_at.timestamp()),
        Value::Integer(due_at.map_or(NEVER, |at| at.timestamp())),
        Value::Integer(soon_at.map_or(NEVER, |at| at.timestamp())),
        moment(summary.recover_at),
        moment(summary.recovered_at),
        moment(summary.closed_at),
        outcome.unwrap_or(Value::Null),
        Value::Integer(i64::from(summary.contacts)),
    ]
}

/// Case numbers are counted up one by one and never come near the limit.
fn whole(number: u64) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn blob(bytes: &[u8]) -> Value {
    Value::Blob(bytes.to_vec())
}

fn moment(at: Option<Instant>) -> Value {
    at.map_or(Value::Null, |at| Value::Integer(at.timestamp()))
}

/// What the events of a customer add up to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CustomerSum {
    pub(super) id: Id,
    pub(super) name: ErasableText,
    pub(super) reach: Option<ErasableText>,
    pub(super) tiers: BTreeMap<String, String>,
}

/// A row of `customers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CustomerRow {
    pub(super) id: Id,
    pub(super) name: Id,
    pub(super) name_key: Option<String>,
    pub(super) reach: Option<Id>,
    pub(super) tiers: String,
}

impl CustomerSum {
    /// Adds up the events that stand; `None` when the customer was taken back.
    pub(super) fn fold(entries: Vec<HistoryEntry>) -> Result<Option<Self>, DbError> {
        let mut known = None;
        for recorded in events::standing(entries) {
            known = Some(Self::apply(known, recorded.event)?);
        }
        Ok(known)
    }

    /// Takes in one more event.
    pub(super) fn apply(known: Option<Self>, event: Event) -> Result<Self, DbError> {
        let Some(mut known) = known else {
            return Self::begin(event);
        };
        if let Event::CustomerReach(changed) = event {
            known.reach = Some(changed.reach);
        } else if let Event::CustomerRenamed(renamed) = event {
            known.name = renamed.name;
        } else if let Event::CustomerTier(tier) = event {
            known.tiers.insert(tier.playbook, tier.tier);
        } else {
            return Err(DbError::Unfit("this cannot happen to a customer"));
        }
        Ok(known)
    }

    fn begin(event: Event) -> Result<Self, DbError> {
        let Event::CustomerAdded(added) = event else {
            return Err(DbError::Unfit("the customer is not known yet"));
        };
        Ok(Self {
            id: added.customer,
            name: added.name,
            reach: added.reach,
            tiers: BTreeMap::new(),
        })
    }

    /// Gives the customer's row; the key is gone when the name was erased.
    pub(super) fn row(&self) -> Result<CustomerRow, DbError> {
        let tiers = serde_json::to_string(&self.tiers)
            .map_err(|_| DbError::Damaged(FilePart::Customers))?;
        Ok(CustomerRow {
            id: self.id,
            name: self.name.id,
            name_key: self.name.words().map(name::key),
            reach: self.reach.as_ref().map(|reach| reach.id),
            tiers,
        })
    }
}

macro_rules! insert_customer {
    ($rest:literal) => {
        concat!(
            "INSERT INTO customers (id, name, name_key, reach, tiers)
            VALUES (:id, :name, :name_key, :reach, :tiers) ",
            $rest
        )
    };
}

const ADD_CUSTOMER: &str = insert_customer!("");
const PUT_CUSTOMER: &str = insert_customer!(
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
    reach = excluded.reach, tiers = excluded.tiers"
);

/// Writes the row of a new customer; an id that is taken is refused.
pub(super) fn add_customer(db: &Connection, known: &CustomerSum) -> Result<(), DbError> {
    put_row(db, ADD_CUSTOMER, &known.row()?)
}

/// Writes the row of a customer.
pub(super) fn put_customer(db: &Connection, known: &CustomerSum) -> Result<(), DbError> {
    put_row(db, PUT_CUSTOMER, &known.row()?)
}

fn put_row(db: &Connection, sql: &str, row: &CustomerRow) -> Result<(), DbError> {
    db.prepare_cached(sql)?.execute(named_params! {
        ":id": row.id,
        ":name": row.name,
        ":name_key": row.name_key,
        ":reach": row.reach,
        ":tiers": row.tiers,
    })?;
    Ok(())
}

/// Works every row of cases and customers out anew.
pub(super) fn renew_all(db: &Connection) -> Result<(), DbError> {
    let mut after = i64::MIN;
    while let Some((number, id)) = next_case(db, after)? {
        renew_case(db, id)?;
        after = number;
    }
    let mut after = i64::MIN;
    while let Some((number, id)) = next_customer(db, after)? {
        renew_customer(db, id)?;
        after = number;
    }
    Ok(())
}

/// Finds the case that comes after this number, also one that was taken back.
pub(super) fn next_case(db: &Connection, after: i64) -> Result<Option<(i64, Id)>, DbError> {
    let mut statement = db.prepare_cached(
        "SELECT number, id FROM cases WHERE number > :after ORDER BY number LIMIT 1",
    )?;
    let found = statement.query_row(named_params! { ":after": after }, |row| {
        Ok((row.get("number")?, row.get("id")?))
    });
    Ok(found.optional()?)
}

const NEXT_CUSTOMER: &str = "
SELECT number, about FROM events
WHERE number > :after AND kind = 'customer-added' AND about IS NOT NULL ORDER BY number LIMIT 1";

/// Finds the customer who became known next after this event, also one who was taken back.
pub(super) fn next_customer(db: &Connection, after: i64) -> Result<Option<(i64, Id)>, DbError> {
    let mut statement = db.prepare_cached(NEXT_CUSTOMER)?;
    let found = statement.query_row(named_params! { ":after": after }, |row| {
        Ok((row.get("number")?, row.get("about")?))
    });
    Ok(found.optional()?)
}

/// Works the row of a customer out anew; one that was taken back has none.
pub(super) fn renew_customer(db: &Connection, id: Id) -> Result<(), DbError> {
    if let Some(known) = CustomerSum::fold(events::with_words(db, id)?)? {
        return put_customer(db, &known);
    }
    db.prepare_cached("DELETE FROM customers WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}
