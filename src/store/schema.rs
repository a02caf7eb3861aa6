//! The tables, as a list of steps that `user_version` counts.
//!
//! What is dear to change later stands in the first step already. Rows in `cases`,
//! `customers` and `undone`, and the last two columns of `shop`, are projections: they can be
//! worked out from `events`, and `data check` does so. Comments stay outside the statements,
//! because every command parses what `sqlite_schema` holds (a trigger costs it about 32,000
//! instructions, a table 28,000, an index 11,000).

use rusqlite::{Connection, TransactionBehavior};

use crate::domain::event::Event;
use crate::store::error::{DbError, FilePart};

/// Marks the file as ours in its header: the letters `amen`.
pub(super) const APPLICATION_ID: u32 = 0x616d_656e;

/// What leads to a version, with the lowest versions that can still use the result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Migration {
    /// The version it leads to, from 1 on.
    pub(super) version: u32,
    /// The statements.
    pub(super) sql: &'static str,
    /// The lowest version a program must know to read the file afterwards.
    pub(super) min_reader: u32,
    /// The lowest version a program must know to write to it.
    pub(super) min_writer: u32,
}

impl Migration {
    /// The step to a version that only has new kinds of events: an older program would call them damage.
    const fn of_events(version: u32) -> Self {
        Self {
            version,
            sql: "",
            min_reader: version,
            min_writer: version,
        }
    }
}

/// Every step that is more than new kinds of events, oldest first; a released step is never edited.
const CHANGES: [Migration; 7] = [
    Migration {
        version: 1,
        sql: FIRST,
        min_reader: 1,
        min_writer: 1,
    },
    Migration {
        version: 2,
        sql: SECOND,
        min_reader: 2,
        min_writer: 2,
    },
    Migration {
        version: 3,
        sql: THIRD,
        min_reader: 2,
        min_writer: 3,
    },
    Migration {
        version: 4,
        sql: FOURTH,
        min_reader: 4,
        min_writer: 4,
    },
    Migration {
        version: 5,
        sql: FIFTH,
        min_reader: 4,
        min_writer: 5,
    },
    Migration {
        version: 6,
        sql: SIXTH,
        min_reader: 6,
        min_writer: 6,
    },
    Migration {
        version: 7,
        sql: SEVENTH,
        min_reader: 7,
        min_writer: 7,
    },
];

/// The version this program writes: that of the last change, or of the newest kind of event.
pub(super) const VERSION: u32 = {
    let changed = CHANGES[CHANGES.len() - 1].version;
    if changed > Event::NEWEST {
        changed
    } else {
        Event::NEWEST
    }
};

/// Every step, oldest first.
pub(super) static STEPS: [Migration; VERSION as usize] = {
    let mut steps = [Migration::of_events(0); VERSION as usize];
    let mut at = 0;
    while at < steps.len() {
        steps[at] = Migration::of_events(at as u32 + 1);
        at += 1;
    }
    let mut at = 0;
    while at < CHANGES.len() {
        steps[CHANGES[at].version as usize - 1] = CHANGES[at];
        at += 1;
    }
    steps
};

// `shop` has one row. `seal` is a hash over the row's unchanging columns (chain.rs), `events` and
// `head` say where the chain ends, so a file whose last events were cut off is noticed.
//
// An operation is one invocation of the program. Its events lie side by side from `first_event`
// on, so no index by operation is needed. `at` is the moment the shop works with, `clock_at` what
// the machine's clock said.
//
// `events.about` is the case or the customer an event belongs to, or the drills of the shop; none
// for the other events of the whole shop. An event's global name is its operation's id with its place in the operation.
//
// `texts` lies by subject, so that all words of a case are read in one go. Its rows may be deleted,
// when somebody is forgotten, so a rule against writing over them would keep nobody out; their
// commitments do. (A trigger on INSERT would also make SQLite keep a journal for every statement.)
//
// `cases.state` is 0 open, 1 closed, 2 taken back. `due_at` and `soon_at` hold the largest
// integer when there is no deadline, so that the index gives them last.
const FIRST: &str = "
CREATE TABLE shop (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL,
  replica BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  program TEXT NOT NULL,
  min_reader INTEGER NOT NULL,
  min_writer INTEGER NOT NULL,
  seal BLOB NOT NULL,
  events INTEGER NOT NULL,
  head BLOB NOT NULL
) STRICT;
CREATE TABLE operations (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  replica BLOB NOT NULL,
  first_event INTEGER NOT NULL,
  at INTEGER NOT NULL,
  clock_at INTEGER NOT NULL,
  verb TEXT NOT NULL,
  undoable INTEGER NOT NULL CHECK (undoable IN (0, 1))
) STRICT;
CREATE TABLE events (
  number INTEGER PRIMARY KEY,
  operation INTEGER NOT NULL REFERENCES operations (number),
  sequence INTEGER NOT NULL,
  about BLOB,
  encoding INTEGER NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX events_about ON events (about);
CREATE TABLE texts (
  about BLOB NOT NULL,
  id BLOB NOT NULL,
  person BLOB NOT NULL,
  salt BLOB NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (about, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE playbooks (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  name TEXT NOT NULL,
  seal BLOB NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE cases (
  number INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  customer BLOB NOT NULL,
  playbook TEXT NOT NULL,
  complaint TEXT NOT NULL,
  complaint_name TEXT NOT NULL,
  tier TEXT NOT NULL,
  tier_name TEXT NOT NULL,
  severity INTEGER NOT NULL,
  holder BLOB,
  holder_commitment BLOB,
  public INTEGER NOT NULL,
  value INTEGER,
  currency TEXT,
  told_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  soon_at INTEGER NOT NULL,
  recover_at INTEGER,
  recovered_at INTEGER,
  closed_at INTEGER,
  outcome TEXT,
  contacts INTEGER NOT NULL,
  phases TEXT NOT NULL,
  origin BLOB
) STRICT;
CREATE INDEX cases_open ON cases (due_at, number, soon_at) WHERE state = 0;
CREATE INDEX cases_customer ON cases (customer);
CREATE INDEX cases_origin ON cases (origin) WHERE origin IS NOT NULL;
CREATE TABLE customers (
  id BLOB NOT NULL PRIMARY KEY,
  name BLOB NOT NULL,
  name_key TEXT,
  reach BLOB,
  tiers TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_key ON customers (name_key);
CREATE TABLE undone (
  operation INTEGER PRIMARY KEY,
  undoing INTEGER NOT NULL
) STRICT;
CREATE TRIGGER events_kept BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER events_fixed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER events_last BEFORE INSERT ON events
WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM events)
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER operations_kept BEFORE DELETE ON operations
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER operations_fixed BEFORE UPDATE ON operations
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER operations_last BEFORE INSERT ON operations
WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM operations)
  OR EXISTS (SELECT 1 FROM operations WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER playbooks_kept BEFORE DELETE ON playbooks
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER playbooks_fixed BEFORE UPDATE ON playbooks
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER playbooks_last BEFORE INSERT ON playbooks
WHEN new.number <> (SELECT coalesce(max(number), 0) + 1 FROM playbooks)
BEGIN SELECT RAISE(ABORT, 'history stays'); END;
CREATE TRIGGER texts_fixed BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'words stay'); END;
";

// `cases.phases` holds the outlook of a case since this step, of which the phases are a part.
// `review_at` is when somebody should know whether the customer stayed, and `promises` what became
// of each promise; few cases have either, so their indexes are small. `soon_at` is that of the
// first phase since this step, and `turns_at` the moment after which another holds (the largest
// integer when none does): only of cases past it must the phases be read to count them.
const SECOND: &str = "
ALTER TABLE cases ADD COLUMN review_at INTEGER;
ALTER TABLE cases ADD COLUMN promises TEXT;
ALTER TABLE cases ADD COLUMN turns_at INTEGER;
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases (due_at, number, soon_at, turns_at) WHERE state = 0;
CREATE INDEX cases_review ON cases (review_at) WHERE review_at IS NOT NULL;
CREATE INDEX cases_promises ON cases (number) WHERE promises IS NOT NULL;
";

// The outlook of a case names its further complaint types since this step, so that a replay reads rows only. No table
// changes: every step renews the rows.
const THIRD: &str = "";

// Since this step a history may hold steps that became pointless, answers owed to further contacts, failures told
// later, rungs with the clocks of their steps, and rounds that an answer began: an older program would call them
// damage, so it may neither read nor write. `prevent_at` is when a closed case has something left to do for the next
// customer; few have, so the index is small.
const FOURTH: &str = "
ALTER TABLE cases ADD COLUMN prevent_at INTEGER;
CREATE INDEX cases_prevent ON cases (prevent_at) WHERE prevent_at IS NOT NULL;
";

// The outlook of a case names all that has come about in it and still holds since this step, and no longer what no night
// report has told of. No table changes.
const FIFTH: &str = "";

// Since this step a lesson may be written down before the closing: an older program would call that damage. `agenda` is
// everything that is to be done about a case, for a day's list: in the row and last, so that nobody else fetches it, and
// in no table of its own, which every command would have to parse.
const SIXTH: &str = "
ALTER TABLE cases ADD COLUMN agenda TEXT;
";

// Since this step the outlook of a case says what was spent beyond its ceiling and how the customer took it, and the
// agenda carries their order; a complaint that is taken in may keep the short name of its type, which an older program
// does not know. No table changes.
const SEVENTH: &str = "";

/// Takes the tables from version `from` to the last of `steps`, each step in one transaction.
///
/// `seal` brings the row of `shop` up to date inside the step's transaction; for the first step
/// it writes that row. A step that leaves a row without what it refers to is rolled back.
pub(super) fn advance(
    db: &mut Connection,
    steps: &[Migration],
    from: u32,
    seal: &mut dyn FnMut(&Connection, &Migration) -> Result<(), DbError>,
) -> Result<(), DbError> {
    for step in steps.iter().skip_while(|step| step.version <= from) {
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if current(&transaction)? >= step.version {
            // Another program was quicker.
            continue;
        }
        transaction.execute_batch(step.sql)?;
        seal(&transaction, step)?;
        if transaction
            .prepare("PRAGMA foreign_key_check")?
            .exists([])?
        {
            return Err(DbError::Damaged(FilePart::Tables));
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", step.version)?;
        transaction.commit()?;
    }
    Ok(())
}

pub(super) fn current(db: &Connection) -> Result<u32, DbError> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Lists the tables, indexes and triggers as they are stored, in a fixed order.
pub(super) fn listing(db: &Connection) -> Result<Vec<[Option<String>; 4]>, DbError> {
    let mut statement =
        db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name, type")?;
    let rows = statement.query_map([], |row| {
        Ok([
            row.get("type")?,
            row.get("name")?,
            row.get("tbl_name")?,
            row.get("sql")?,
        ])
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives the listing that a file made by this program has.
pub(super) fn expected() -> Result<Vec<[Option<String>; 4]>, DbError> {
    let mut db = Connection::open_in_memory()?;
    advance(&mut db, &STEPS, 0, &mut |_, _| Ok(()))?;
    listing(&db)
}
