//! Customers: finding them, and what they were given before.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::domain::case::Case;
use crate::domain::event::Done;
use crate::domain::id::Id;
use crate::domain::name;
use crate::domain::plan::Task;
use crate::domain::playbook::Part;
use crate::domain::words::Words;
use crate::store::cases;
use crate::store::error::{DbError, FilePart};
use crate::store::values::pattern;

/// Somebody who complained, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRecord {
    /// The id that stays unique beyond this shop.
    pub id: Id,
    /// What they are called; `None` once erased.
    pub name: Option<Words>,
    /// How to reach them, if known and not erased.
    pub reach: Option<Words>,
    /// The id of their tier, by the name of the playbook.
    pub tiers: BTreeMap<String, String>,
}

/// Something unexpected that a customer was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Gesture {
    /// The number of the case it was given in.
    pub case: u64,
    /// What it was.
    pub task: Task,
    /// How it went.
    pub done: Done,
}

macro_rules! select_customers {
    ($rest:literal) => {
        concat!(
            "SELECT id, tiers,
            (SELECT texts.body FROM texts
              WHERE texts.about = customers.id AND texts.id = customers.name) AS name_words,
            (SELECT texts.body FROM texts
              WHERE texts.about = customers.id AND texts.id = customers.reach) AS reach_words
            FROM customers ",
            $rest
        )
    };
}

/// Finds a customer by id.
pub(super) fn one(db: &Connection, id: Id) -> Result<Option<CustomerRecord>, DbError> {
    let mut statement = db.prepare_cached(select_customers!("WHERE id = :id"))?;
    let found = statement.query_row(named_params! { ":id": id }, |row| Ok(customer(row)));
    found.optional()?.transpose()
}

/// Finds the customers whose name has the same key.
pub(super) fn named(db: &Connection, words: &Words) -> Result<Vec<CustomerRecord>, DbError> {
    let mut statement =
        db.prepare_cached(select_customers!("WHERE name_key = :key ORDER BY id"))?;
    let mut rows = statement.query(named_params! { ":key": name::key(words) })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(customer(row)?);
    }
    Ok(found)
}

/// Finds up to `limit` customers whose name has `part` in it, by name.
pub(super) fn like(
    db: &Connection,
    part: &Words,
    limit: u32,
) -> Result<Vec<CustomerRecord>, DbError> {
    let mut statement = db.prepare_cached(select_customers!(
        "WHERE name_key LIKE :part ESCAPE '\\' ORDER BY name_key, id LIMIT :limit"
    ))?;
    let mut rows =
        statement.query(named_params! { ":part": pattern(&name::key(part)), ":limit": limit })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(customer(row)?);
    }
    Ok(found)
}

fn customer(row: &Row<'_>) -> Result<CustomerRecord, DbError> {
    let tiers: String = row.get("tiers")?;
    Ok(CustomerRecord {
        id: row.get("id")?,
        name: row.get("name_words")?,
        reach: row.get("reach_words")?,
        tiers: serde_json::from_str(&tiers).map_err(|_| DbError::Damaged(FilePart::Customers))?,
    })
}

/// Gives what a customer was given in all their cases, newest case first.
pub(super) fn gestures(db: &Connection, customer: Id) -> Result<Vec<Gesture>, DbError> {
    let mut given = Vec::new();
    for told in cases::told_by(db, customer)? {
        if let Some(case) = cases::fold(db, told.id)? {
            given.extend(gestures_of(&case));
        }
    }
    Ok(given)
}

fn gestures_of(case: &Case) -> Vec<Gesture> {
    let mut given = Vec::new();
    for cycle in &case.cycles {
        for (number, entered) in &cycle.done {
            let step = cycle
                .plan
                .step(*number)
                .filter(|step| step.part == Part::Dazzle);
            if let Some(task) = step.and_then(|step| step.task.clone()) {
                given.push(Gesture {
                    case: case.number(),
                    task,
                    done: entered.done.clone(),
                });
            }
        }
    }
    given
}
