//! `data check`: everything worked out again from the events, and compared with what is stored.
//!
//! The database's own check noticed 17 % of the flipped bits that changed what an owner reads
//! (trust.md 5). Here every stored value is tied to a hash or to something that is: events and
//! operations to the chain, words to their commitment in an event, playbooks to their hash and
//! seal, all other rows to what the events add up to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use thiserror::Error;

use crate::domain::event::Event;
use crate::domain::id::{Hash, Id};
use crate::domain::text::Body;
use crate::domain::words::visible;
use crate::store::chain::{self, Link, OperationRow};
use crate::store::error::{Part, Trouble};
use crate::store::events::{self, Entry};
use crate::store::history;
use crate::store::projection::{self, COLUMNS, CustomerRow, Known, case_columns};
use crate::store::schema::{self, VERSION};
use crate::store::shop;

/// What `data check` found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Operations that were read.
    pub operations: u64,
    /// Events whose hash was worked out.
    pub events: u64,
    /// Cases that were added up, those taken back included.
    pub cases: u64,
    /// Customers that were added up.
    pub customers: u64,
    /// Texts whose commitment was worked out.
    pub texts: u64,
    /// Playbooks whose hash was worked out.
    pub playbooks: u64,
    /// The hash of the last event.
    pub head: Option<Hash>,
    /// What is wrong, at most [`CheckReport::SHOWN`] of it.
    pub problems: Vec<Problem>,
    /// How many more problems there are.
    pub more: u64,
}

impl CheckReport {
    /// The most problems that are listed; whoever has more needs a backup, not a longer list.
    pub const SHOWN: usize = 100;

    /// Says whether nothing is wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    fn find(&mut self, problem: Problem) {
        if self.problems.len() < Self::SHOWN {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn expect(&mut self, holds: Holds, problem: Problem) {
        match holds {
            Holds::Yes => {}
            Holds::No => self.find(problem),
        }
    }
}

/// Whether a condition holds.
enum Holds {
    Yes,
    No,
}

impl From<bool> for Holds {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// The database's own check finds its pages wrong.
    #[error("the pages of the file do not fit together ({places} found)")]
    Pages {
        /// How many faults it lists, at most 100.
        places: u64,
    },
    /// A part could not be read to its end.
    #[error("{part} cannot be read")]
    Unreadable {
        /// Which.
        part: Part,
    },
    /// A table, index or rule is missing, added or changed.
    #[error("`{}` in the list of tables is not as amends made it", visible(.name))]
    Table {
        /// The name of the table, index or rule.
        name: String,
    },
    /// The row about the shop was changed.
    #[error("the entry about the shop was changed")]
    Shop,
    /// An event was changed, moved, added or taken out.
    #[error("entry {number} of the history was changed, or the one before it")]
    Event {
        /// Its number.
        number: u64,
    },
    /// An event is missing before this one, or has a wrong place in its operation.
    #[error("entry {number} of the history is not where it belongs")]
    Order {
        /// Its number.
        number: u64,
    },
    /// The history is shorter or longer than was noted.
    #[error("the history ends at entry {found}; it should end at {noted}")]
    End {
        /// The last event that is there.
        found: u64,
        /// The last event that was noted.
        noted: u64,
    },
    /// An operation without events, out of order, or with a doubtful number.
    #[error("operation {number} is not as it was written")]
    Operation {
        /// Its number.
        number: u64,
    },
    /// The list of what was taken back does not agree with the history.
    #[error("operation {number} is wrongly listed as taken back, or wrongly not")]
    Undone {
        /// The number of the operation.
        number: u64,
    },
    /// Words that an event names are gone, though nobody was forgotten.
    #[error("{of}: words are missing")]
    WordsMissing {
        /// Whose.
        of: Subject,
    },
    /// Words are not those that were written down.
    #[error("{of}: words were changed")]
    WordsChanged {
        /// Whose.
        of: Subject,
    },
    /// Words that no event names.
    #[error("{count} stored texts belong to nothing")]
    WordsStray {
        /// How many.
        count: u64,
    },
    /// A playbook's text was changed, or its name.
    #[error("the kept playbook `{}` was changed", visible(.name))]
    Playbook {
        /// Its name, as it is now.
        name: String,
    },
    /// A playbook that something was decided by is gone.
    #[error("a playbook that was used is missing (text {})", .hash.short())]
    PlaybookMissing {
        /// The hash of its text.
        hash: Hash,
    },
    /// What lists show of a case is not what its history says.
    #[error("{of}: what lists show is not what the history says")]
    Row {
        /// Which.
        of: Subject,
    },
    /// Cases or customers were added to a list, or left out of it.
    #[error("{part} has {found} entries; the history has {expected}")]
    Count {
        /// Which list.
        part: Part,
        /// How many are there.
        found: u64,
        /// How many should be.
        expected: u64,
    },
    /// Events of a case or customer that was never begun.
    #[error("{count} entries of the history belong to nothing")]
    EventsStray {
        /// How many.
        count: u64,
    },
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Subject {
    /// A case, by number.
    #[error("case #{0}")]
    Case(u64),
    /// A customer, by id.
    #[error("customer {0}")]
    Customer(Id),
}

/// What the pass over the history noted down for the later passes.
#[derive(Debug, Default)]
struct Noted {
    logged: u64,
    used: BTreeSet<Hash>,
    undone: BTreeMap<u64, u64>,
}

type Pass = fn(&Connection, &mut CheckReport, &mut Noted) -> Result<(), Trouble>;

/// The passes, in their order, each with the part that is damaged when it cannot be ended.
const PASSES: [(Pass, Part); 8] = [
    (pages, Part::Pages),
    (tables, Part::Tables),
    (the_shop, Part::Shop),
    (the_history, Part::History),
    (operations, Part::History),
    (playbooks, Part::Playbooks),
    (undone, Part::History),
    (subjects, Part::Cases),
];

/// Runs every pass, whatever the ones before it found.
pub(super) fn check(db: &Connection) -> Result<CheckReport, Trouble> {
    let mut report = CheckReport::default();
    let mut noted = Noted::default();
    for (pass, part) in PASSES {
        if let Err(trouble) = pass(db, &mut report, &mut noted) {
            if is_outside(&trouble) {
                return Err(trouble);
            }
            let part = if let Trouble::Damaged(named) = trouble {
                named
            } else {
                part
            };
            report.find(Problem::Unreadable { part });
        }
    }
    Ok(report)
}

/// Says whether the disk or another program is to blame, and not what the file holds.
fn is_outside(trouble: &Trouble) -> bool {
    use rusqlite::ErrorCode;
    let Trouble::Engine(rusqlite::Error::SqliteFailure(failure, _)) = trouble else {
        return false;
    };
    matches!(
        failure.code,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::SystemIoFailure
    )
}

fn pages(db: &Connection, report: &mut CheckReport, _: &mut Noted) -> Result<(), Trouble> {
    let mut statement = db.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    let mut places = 0;
    while let Some(row) = rows.next()? {
        let said: String = row.get("integrity_check")?;
        places += u64::from(said != "ok");
    }
    let mut strays = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = strays.query([])?;
    while rows.next()?.is_some() {
        places += 1;
    }
    report.expect((places == 0).into(), Problem::Pages { places });
    Ok(())
}

fn tables(db: &Connection, report: &mut CheckReport, _: &mut Noted) -> Result<(), Trouble> {
    let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get("user_version"))?;
    if version > VERSION {
        // A newer program's tables are for that program to compare.
        return Ok(());
    }
    let found: BTreeSet<_> = schema::listing(db)?.into_iter().collect();
    let expected: BTreeSet<_> = schema::expected()?.into_iter().collect();
    for [_, name, ..] in found.symmetric_difference(&expected) {
        let name = name.clone().unwrap_or_default();
        report.find(Problem::Table { name });
    }
    Ok(())
}

fn the_shop(db: &Connection, report: &mut CheckReport, _: &mut Noted) -> Result<(), Trouble> {
    let origin = shop::origin(db)?;
    let rows: u64 = db.query_row("SELECT count(*) AS rows FROM shop", [], |row| {
        row.get("rows")
    })?;
    report.expect(
        (rows == 1 && origin.seal() == shop::seal(db)?).into(),
        Problem::Shop,
    );
    Ok(())
}

const CHAIN: &str = "
SELECT events.number, events.sequence, events.about, events.encoding, events.kind, events.body,
events.hash, events.operation, operations.id, operations.replica, operations.first_event,
operations.at, operations.clock_at, operations.verb, operations.undoable
FROM events LEFT JOIN operations ON operations.number = events.operation
ORDER BY events.number";

/// Where the pass over the history has come to.
struct Walk {
    previous: Hash,
    operation: u64,
    number: u64,
}

fn the_history(
    db: &Connection,
    report: &mut CheckReport,
    noted: &mut Noted,
) -> Result<(), Trouble> {
    let mut walk = Walk {
        previous: shop::origin(db)?.root(),
        operation: 0,
        number: 0,
    };
    let mut statement = db.prepare(CHAIN)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let event = walk_on(row, &mut walk, report)?;
        note(db, &event, (&walk, noted))?;
    }
    report.operations = walk.operation;
    let end = shop::end(db)?;
    let ends_as_noted = end.events == walk.number && end.head == walk.previous;
    let problem = Problem::End {
        found: walk.number,
        noted: end.events,
    };
    report.expect(ends_as_noted.into(), problem);
    report.head = Some(walk.previous);
    Ok(())
}

/// Takes one event: works its hash out, and says whether it stands where it belongs.
fn walk_on(row: &Row<'_>, walk: &mut Walk, report: &mut CheckReport) -> Result<Event, Trouble> {
    let number = row.get("number")?;
    let (stored, body): (Hash, String) = (row.get("hash")?, row.get("body")?);
    let Some(operation) = operation(row)? else {
        report.find(Problem::Operation {
            number: row.get("operation")?,
        });
        walk.number = number;
        walk.previous = stored;
        return events::parse(&body);
    };
    let kind: String = row.get("kind")?;
    let link = Link {
        number,
        sequence: row.get("sequence")?,
        about: row.get("about")?,
        encoding: row.get("encoding")?,
        kind: &kind,
        body: &body,
    };
    let is_whole = chain::hash(&walk.previous, &operation, &link) == stored;
    report.expect(is_whole.into(), Problem::Event { number });
    let begins = operation.number == walk.operation + 1 && operation.first_event == number;
    let continues = operation.number == walk.operation && operation.first_event < number;
    let is_placed = number == walk.number + 1 && (begins || continues);
    report.expect(is_placed.into(), Problem::Order { number });
    report.events += 1;
    // One changed event is one finding: the next is judged by what is stored of this one.
    *walk = Walk {
        previous: stored,
        operation: operation.number,
        number,
    };
    events::parse(&body)
}

fn operation(row: &Row<'_>) -> Result<Option<OperationRow>, Trouble> {
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

/// Notes down what later passes compare with.
fn note(db: &Connection, event: &Event, (walk, noted): (&Walk, &mut Noted)) -> Result<(), Trouble> {
    if let Event::Logged(logged) = event {
        noted.logged += 1;
        noted.used.insert(logged.facts.text);
    } else if let Event::Changed(changed) = event {
        noted.used.insert(changed.facts.text);
    } else if let Event::Undone(id) = event {
        let target = history::number_of(db, *id)?.ok_or(Trouble::Damaged(Part::History))?;
        noted.undone.insert(target, walk.operation);
    } else if let Event::Redone(id) = event {
        let target = history::number_of(db, *id)?.ok_or(Trouble::Damaged(Part::History))?;
        noted.undone.remove(&target);
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

fn operations(db: &Connection, report: &mut CheckReport, _: &mut Noted) -> Result<(), Trouble> {
    let (found, last): (u64, u64) = db.query_row(OPERATIONS, [], |row| {
        Ok((row.get("found")?, row.get("last")?))
    })?;
    report.operations = found;
    let problem = Problem::Count {
        part: Part::History,
        found,
        expected: last,
    };
    report.expect((found == last).into(), problem);
    let mut statement = db.prepare(EVENTLESS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        report.find(Problem::Operation {
            number: row.get("number")?,
        });
    }
    Ok(())
}

fn playbooks(db: &Connection, report: &mut CheckReport, noted: &mut Noted) -> Result<(), Trouble> {
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
        report.expect(is_whole.into(), Problem::Playbook { name });
        noted.used.remove(&hash);
    }
    for hash in std::mem::take(&mut noted.used) {
        report.find(Problem::PlaybookMissing { hash });
    }
    Ok(())
}

fn undone(db: &Connection, report: &mut CheckReport, noted: &mut Noted) -> Result<(), Trouble> {
    let mut statement = db.prepare("SELECT operation, undoing FROM undone")?;
    let rows = statement.query_map([], |row| Ok((row.get("operation")?, row.get("undoing")?)))?;
    let found: BTreeSet<(u64, u64)> = rows.collect::<Result<_, _>>()?;
    let expected: BTreeSet<(u64, u64)> = std::mem::take(&mut noted.undone).into_iter().collect();
    for (number, _) in found.symmetric_difference(&expected) {
        report.find(Problem::Undone { number: *number });
    }
    Ok(())
}

/// What was counted while going through cases and customers.
#[derive(Debug, Default)]
struct Tally {
    events: u64,
    standing_customers: u64,
}

fn subjects(db: &Connection, report: &mut CheckReport, noted: &mut Noted) -> Result<(), Trouble> {
    let mut tally = Tally::default();
    let mut after = i64::MIN;
    while let Some((number, id)) = next_case(db, after)? {
        the_case(db, (number, id), (report, &mut tally))?;
        report.cases += 1;
        after = number;
    }
    let mut after = 0;
    while let Some((number, id)) = next_customer(db, after)? {
        the_customer(db, id, (report, &mut tally))?;
        report.customers += 1;
        after = number;
    }
    totals(db, report, (noted, &tally))
}

const NEXT_CASE: &str = "
SELECT number, id FROM cases WHERE number > :after ORDER BY number LIMIT 1";

fn next_case(db: &Connection, after: i64) -> Result<Option<(i64, Id)>, Trouble> {
    let mut statement = db.prepare_cached(NEXT_CASE)?;
    let found = statement.query_row(named_params! { ":after": after }, |row| {
        Ok((row.get("number")?, row.get("id")?))
    });
    Ok(found.optional()?)
}

const NEXT_CUSTOMER: &str = "
SELECT number, about FROM events
WHERE number > :after AND kind = 'customer-added' AND about IS NOT NULL ORDER BY number LIMIT 1";

fn next_customer(db: &Connection, after: i64) -> Result<Option<(i64, Id)>, Trouble> {
    let mut statement = db.prepare_cached(NEXT_CUSTOMER)?;
    let found = statement.query_row(named_params! { ":after": after }, |row| {
        Ok((row.get("number")?, row.get("about")?))
    });
    Ok(found.optional()?)
}

const STORED_CASE: &str = concat!(
    "SELECT ",
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
    verify_words(db, (id, customer), &mut entries)?.tell(of, report);
    let stored: Vec<Value> = db
        .prepare_cached(STORED_CASE)?
        .query_row(named_params! { ":number": number }, |row| {
            (0..COLUMNS).map(|at| row.get(at)).collect()
        })?;
    let agrees = projection::case_row(id, entries).is_ok_and(|expected| expected == stored);
    report.expect(agrees.into(), Problem::Row { of });
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
    report.expect(agrees.into(), Problem::Row { of });
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
        report.expect((self.missing == 0).into(), Problem::WordsMissing { of });
        report.expect((self.changed == 0).into(), Problem::WordsChanged { of });
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
    report.expect((cases == expected).into(), problem);
    let (part, expected) = (Part::Customers, tally.standing_customers);
    let problem = Problem::Count {
        part,
        found: customers,
        expected,
    };
    report.expect((customers == expected).into(), problem);
    let count = texts.abs_diff(report.texts);
    report.expect((count == 0).into(), Problem::WordsStray { count });
    let count = about.abs_diff(tally.events);
    report.expect((count == 0).into(), Problem::EventsStray { count });
    Ok(())
}
