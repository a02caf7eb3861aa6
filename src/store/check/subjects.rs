//! The pass over cases and customers: their words, and the rows that lists show.

use std::collections::{BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{CheckReport, Noted, Problem, Subject};
use crate::domain::event::Event;
use crate::domain::id::{Hash, Id};
use crate::domain::text::Body;
use crate::store::cases;
use crate::store::customers;
use crate::store::drills;
use crate::store::error::{Part, Trouble};
use crate::store::events::{self, Entry};
use crate::store::projection::{self, COLUMNS, CustomerRow, Known, case_columns};

/// What was counted while going through cases and customers.
#[derive(Debug, Default)]
struct Tally {
    events: u64,
    standing_customers: u64,
    used: BTreeSet<Hash>,
}

pub(super) fn subjects(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut Noted,
) -> Result<(), Trouble> {
    let mut tally = Tally::default();
    let mut after = i64::MIN;
    while let Some((number, id)) = cases::next(db, after)? {
        the_case(db, (number, id), (report, &mut tally))?;
        report.cases += 1;
        after = number;
    }
    let mut after = 0;
    while let Some((number, id)) = customers::next(db, after)? {
        the_customer(db, id, (report, &mut tally))?;
        report.customers += 1;
        after = number;
    }
    the_drills(db, (report, &mut tally))?;
    noted.used = std::mem::take(&mut tally.used);
    totals(db, report, (noted, &tally))
}

const STORED_CASE: &str = concat!(
    "SELECT number, id, ",
    case_columns!(),
    " FROM cases WHERE number = :number"
);

fn the_case(
    db: &Connection,
    (number, id): (i64, Id),
    (report, tally): (&mut CheckReport, &mut Tally),
) -> Result<(), Trouble> {
    let of = Subject::Case(u64::try_from(number).unwrap_or(0));
    let mut entries = events::of(db, id)?;
    tally.events += entries.len() as u64;
    let customer = entries
        .iter()
        .find_map(|entry| customer_of(&entry.recorded.event));
    let used = entries
        .iter()
        .filter_map(|entry| entry.recorded.event.decided_by());
    tally.used.extend(used);
    verify_words(db, (id, customer), &mut entries)?.tell(of, report);
    let stored: Vec<Value> = db
        .prepare_cached(STORED_CASE)?
        .query_row(named_params! { ":number": number }, |row| {
            (0..COLUMNS).map(|at| row.get(at)).collect()
        })?;
    let agrees = projection::case_row(id, entries).is_ok_and(|expected| expected == stored);
    if !agrees {
        report.find(Problem::Row { of });
    }
    Ok(())
}

fn customer_of(event: &Event) -> Option<Id> {
    if let Event::Logged(logged) = event {
        Some(logged.customer)
    } else {
        None
    }
}

const STORED_CUSTOMER: &str = "
SELECT id, name, name_key, reach, tiers FROM customers WHERE id = :id";

fn the_customer(
    db: &Connection,
    id: Id,
    (report, tally): (&mut CheckReport, &mut Tally),
) -> Result<(), Trouble> {
    let of = Subject::Customer(id);
    let mut entries = events::of(db, id)?;
    tally.events += entries.len() as u64;
    verify_words(db, (id, Some(id)), &mut entries)?.tell(of, report);
    let stored = db
        .prepare_cached(STORED_CUSTOMER)?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(CustomerRow {
                id: row.get("id")?,
                name: row.get("name")?,
                name_key: row.get("name_key")?,
                reach: row.get("reach")?,
                tiers: row.get("tiers")?,
            })
        })
        .optional()?;
    tally.standing_customers += u64::from(stored.is_some());
    let expected =
        Known::fold(entries).and_then(|known| known.map(|known| known.row()).transpose());
    let agrees = expected.is_ok_and(|expected| expected == stored);
    if !agrees {
        report.find(Problem::Row { of });
    }
    Ok(())
}

/// Drills have no row: their words and their number are all there is to compare.
fn the_drills(
    db: &Connection,
    (report, tally): (&mut CheckReport, &mut Tally),
) -> Result<(), Trouble> {
    let (of, about) = (Subject::Drills, drills::SUBJECT);
    let mut entries = events::of(db, about)?;
    tally.events += entries.len() as u64;
    verify_words(db, (about, Some(about)), &mut entries)?.tell(of, report);
    Ok(())
}

/// What was found of the words of one case or customer.
#[derive(Debug, Default)]
struct Words {
    whole: u64,
    missing: u64,
    changed: u64,
}

impl Words {
    fn tell(&self, of: Subject, report: &mut CheckReport) {
        report.texts += self.whole + self.changed;
        if self.missing != 0 {
            report.find(Problem::WordsMissing { of });
        }
        if self.changed != 0 {
            report.find(Problem::WordsChanged { of });
        }
    }
}

const WORDS: &str = "SELECT id, person, salt, body FROM texts WHERE about = :about";

/// Compares words with what the events committed to, and fills them in.
fn verify_words(
    db: &Connection,
    (about, person): (Id, Option<Id>),
    entries: &mut [Entry],
) -> Result<Words, Trouble> {
    let mut statement = db.prepare_cached(WORDS)?;
    let rows = statement.query_map(named_params! { ":about": about }, |row| {
        let body = Body {
            salt: row.get("salt")?,
            words: row.get("body")?,
        };
        Ok((row.get("id")?, (row.get("person")?, body)))
    })?;
    let mut bodies: HashMap<Id, (Id, Body)> = rows.collect::<Result<_, _>>()?;
    let mut words = Words::default();
    for text in entries
        .iter_mut()
        .flat_map(|entry| entry.recorded.event.texts_mut())
    {
        let Some((whose, body)) = bodies.remove(&text.id) else {
            words.missing += 1;
            continue;
        };
        if Some(whose) == person && text.matches(&body) {
            words.whole += 1;
        } else {
            words.changed += 1;
        }
        text.body = Some(body);
    }
    Ok(words)
}

const TOTALS: &str = "
SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM customers) AS customers,
(SELECT count(*) FROM texts) AS texts, (SELECT count(about) FROM events) AS about";

/// Compares how much there is with how much was gone through, so that nothing was passed over.
fn totals(
    db: &Connection,
    report: &mut CheckReport,
    (noted, tally): (&Noted, &Tally),
) -> Result<(), Trouble> {
    let (cases, customers, texts, about): (u64, u64, u64, u64) =
        db.query_row(TOTALS, [], |row| {
            Ok((
                row.get("cases")?,
                row.get("customers")?,
                row.get("texts")?,
                row.get("about")?,
            ))
        })?;
    let (part, expected) = (Part::Cases, noted.logged);
    let problem = Problem::Count {
        part,
        found: cases,
        expected,
    };
    if cases != expected {
        report.find(problem);
    }
    let (part, expected) = (Part::Customers, tally.standing_customers);
    let problem = Problem::Count {
        part,
        found: customers,
        expected,
    };
    if customers != expected {
        report.find(problem);
    }
    let count = texts.abs_diff(report.texts);
    if count != 0 {
        report.find(Problem::WordsStray { count });
    }
    let count = about.abs_diff(tally.events);
    if count != 0 {
        report.find(Problem::EventsStray { count });
    }
    Ok(())
}
