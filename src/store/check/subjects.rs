//! The pass over cases and customers: their words, and the rows that lists show.

use std::collections::{BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::{CheckNotes, CheckReport, CheckSubject, Discrepancy};
use crate::domain::event::Event;
use crate::domain::id::{Hash, Id};
use crate::domain::text::Body;
use crate::store::drills;
use crate::store::error::{DbError, FilePart};
use crate::store::events::{self, HistoryEntry};
use crate::store::projection::{self, COLUMNS, CustomerRow, CustomerSum, case_columns};

/// One pass over cases, customers and drills, with what it has counted so far.
struct SubjectPass<'p> {
    db: &'p Connection,
    report: &'p mut CheckReport,
    events: u64,
    standing_customers: u64,
    used: BTreeSet<Hash>,
}

pub(super) fn subjects(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut CheckNotes,
) -> Result<(), DbError> {
    let mut pass = SubjectPass {
        db,
        report,
        events: 0,
        standing_customers: 0,
        used: BTreeSet::new(),
    };
    let mut after = i64::MIN;
    while let Some((number, id)) = projection::next_case(db, after)? {
        pass.case(number, id)?;
        after = number;
    }
    let mut after = 0;
    while let Some((number, id)) = projection::next_customer(db, after)? {
        pass.customer(id)?;
        after = number;
    }
    pass.drills()?;
    noted.used = std::mem::take(&mut pass.used);
    pass.totals(noted.logged)
}

const STORED_CASE: &str = concat!(
    "SELECT number, id, ",
    case_columns!(),
    " FROM cases WHERE number = :number"
);

const STORED_CUSTOMER: &str = "
SELECT id, name, name_key, reach, tiers FROM customers WHERE id = :id";

const TOTALS: &str = "
SELECT (SELECT count(*) FROM cases) AS cases, (SELECT count(*) FROM customers) AS customers,
(SELECT count(*) FROM texts) AS texts, (SELECT count(about) FROM events) AS about";

impl SubjectPass<'_> {
    fn case(&mut self, number: i64, id: Id) -> Result<(), DbError> {
        let of = CheckSubject::Case(u64::try_from(number).unwrap_or(0));
        let mut entries = events::of(self.db, id)?;
        self.events += entries.len() as u64;
        let events = || entries.iter().map(|entry| &entry.recorded.event);
        let customer = events().find_map(customer_of);
        self.used.extend(events().filter_map(Event::decided_by));
        verify_words(self.db, id, customer, &mut entries)?.tell(of, self.report);
        let mut statement = self.db.prepare_cached(STORED_CASE)?;
        let stored: Vec<Value> = statement
            .query_row(named_params! { ":number": number }, |row| {
                (0..COLUMNS).map(|at| row.get(at)).collect()
            })?;
        let agrees = projection::case_row(id, entries).is_ok_and(|expected| expected == stored);
        if !agrees {
            self.report.find(Discrepancy::Row { of });
        }
        self.report.cases += 1;
        Ok(())
    }

    fn customer(&mut self, id: Id) -> Result<(), DbError> {
        let of = CheckSubject::Customer(id);
        let mut entries = events::of(self.db, id)?;
        self.events += entries.len() as u64;
        verify_words(self.db, id, Some(id), &mut entries)?.tell(of, self.report);
        let stored = self
            .db
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
        self.standing_customers += u64::from(stored.is_some());
        let expected =
            CustomerSum::fold(entries).and_then(|known| known.map(|known| known.row()).transpose());
        let agrees = expected.is_ok_and(|expected| expected == stored);
        if !agrees {
            self.report.find(Discrepancy::Row { of });
        }
        self.report.customers += 1;
        Ok(())
    }

    /// Drills have no row: their words and their number are all there is to compare.
    fn drills(&mut self) -> Result<(), DbError> {
        let about = drills::SUBJECT;
        let mut entries = events::of(self.db, about)?;
        self.events += entries.len() as u64;
        verify_words(self.db, about, Some(about), &mut entries)?
            .tell(CheckSubject::Drills, self.report);
        Ok(())
    }

    /// Compares how much there is with how much was gone through, so that nothing was passed over.
    fn totals(&mut self, logged: u64) -> Result<(), DbError> {
        let [cases, customers, texts, about] = self.db.query_row(TOTALS, [], |row| {
            Ok([
                row.get::<_, u64>("cases")?,
                row.get("customers")?,
                row.get("texts")?,
                row.get("about")?,
            ])
        })?;
        for (part, found, expected) in [
            (FilePart::Cases, cases, logged),
            (FilePart::Customers, customers, self.standing_customers),
        ] {
            if found != expected {
                self.report.find(Discrepancy::Count {
                    part,
                    found,
                    expected,
                });
            }
        }
        let count = texts.abs_diff(self.report.texts);
        if count != 0 {
            self.report.find(Discrepancy::WordsStray { count });
        }
        let count = about.abs_diff(self.events);
        if count != 0 {
            self.report.find(Discrepancy::EventsStray { count });
        }
        Ok(())
    }
}

fn customer_of(event: &Event) -> Option<Id> {
    if let Event::Logged(logged) = event {
        Some(logged.customer)
    } else {
        None
    }
}

/// How many texts of one case or customer were found to be how.
#[derive(Debug, Default)]
struct TextCounts {
    whole: u64,
    missing: u64,
    changed: u64,
}

impl TextCounts {
    fn tell(&self, of: CheckSubject, report: &mut CheckReport) {
        report.texts += self.whole + self.changed;
        if self.missing != 0 {
            report.find(Discrepancy::WordsMissing { of });
        }
        if self.changed != 0 {
            report.find(Discrepancy::WordsChanged { of });
        }
    }
}

const WORDS: &str = "SELECT id, person, salt, body FROM texts WHERE about = :about";

/// Compares words with what the events committed to, and fills them in.
fn verify_words(
    db: &Connection,
    about: Id,
    person: Option<Id>,
    entries: &mut [HistoryEntry],
) -> Result<TextCounts, DbError> {
    let mut statement = db.prepare_cached(WORDS)?;
    let rows = statement.query_map(named_params! { ":about": about }, |row| {
        let body = Body {
            salt: row.get("salt")?,
            words: row.get("body")?,
        };
        Ok((row.get("id")?, (row.get("person")?, body)))
    })?;
    let mut bodies: HashMap<Id, (Id, Body)> = rows.collect::<Result<_, _>>()?;
    let mut words = TextCounts::default();
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
