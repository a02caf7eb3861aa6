//! The shop's file: events in, cases out. All SQL of the program is here and below.
//!
//! - [`Store::open_to_read`] never changes anything a person put there; [`Store::open_to_write`]
//!   makes the file when it is not there.
//! - [`Store::write`] saves one operation: everything the work appends, or nothing.
//! - Every reading answers from one moment of the file and leaves nothing open behind it.
//! - [`Store::check`] works everything out again from the events and compares.
//!
//! A file that is not ours, is newer than this program or is damaged is refused and left as it is.
//! The journal is SQLite's rollback journal, deleted after each save, with `synchronous = EXTRA`: copying only the file
//! after a crash then loses nothing that was said to be saved, which a write-ahead log does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::domain::case::{Case, Recorded};
use crate::domain::id::{Hash, Id};
use crate::domain::playbook::replay::PastCases;
use crate::domain::report::OpenCounts;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

mod busy_retry;
mod cases;
mod chain;
mod check;
mod customers;
mod drills;
mod error;
mod events;
mod history;
mod id_source;
mod memory;
mod open;
mod open_file;
mod operation;
mod past_cases;
mod playbooks;
mod projection;
mod schema;
mod shop;
#[cfg(test)]
mod tests;
mod undo;
mod values;
mod write;

pub use cases::agenda::CaseAgenda;
pub use cases::lately::ToldLately;
pub use cases::{CasePage, CaseRow, Cursor, Query, SortOrder, ToldCase, WhichCases};
pub use check::{CheckReport, CheckSubject, Discrepancy};
pub use customers::{CustomerRecord, Gesture};
pub use drills::{DrillRecord, UsedCell};
pub use error::{FilePart, StoreError, StoreErrorKind};
pub use events::{HistoryEntry, Undoable};
pub use history::{PastEvent, PastOperation, UndoneOrRedone};
pub use id_source::IdSource;
pub use memory::{Forgotten, REMEMBERED};
pub use open::Progress;
pub use operation::{EventSubject, Operation, Saved};
pub use playbooks::KeptPlaybook;
pub use shop::ShopRecord;
pub use undo::{UndoChoice, UndoTarget};
pub use write::Writing;

use busy_retry::{BusyRetry, LONGEST};
use error::DbError;
use memory::Remembered;
use open::{Access, FilePresence};
use open_file::OpenFileGuard;
use schema::{STEPS, VERSION};

/// An open shop file.
#[derive(Debug)]
pub struct Store {
    // Dropped before the guard: the file counts as open until its connection is closed.
    db: Connection,
    path: PathBuf,
    retry: BusyRetry,
    /// What the file said when it was opened.
    found: shop::FileIdentity,
    /// Why an older copy in place of the file would not be noticed.
    forgotten: Option<Forgotten>,
    _guard: OpenFileGuard,
}

impl Store {
    /// How long a command waits for others who are saving.
    pub const LONGEST_WAIT: Duration = LONGEST;

    /// Opens the shop's file for reading; `None` when there is no file, which is a fresh shop.
    ///
    /// Nothing is made. What an interrupted save left behind is taken back, which needs a folder
    /// that can be written to; otherwise a read-only folder will do.
    ///
    /// # Errors
    /// Refuses a path that is not absolute, a folder, an empty file, a file that is not ours, one
    /// that is newer than this program or damaged, and leaves each as it is.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, StoreError> {
        Self::open_to_read_within(path, LONGEST)
    }

    /// Opens as [`Store::open_to_read`] does, for a reader who would rather hear that the file is
    /// busy than wait for it longer than `longest`.
    ///
    /// # Errors
    /// As [`Store::open_to_read`].
    pub fn open_to_read_within(path: &Path, longest: Duration) -> Result<Option<Self>, StoreError> {
        Self::open_to_read_telling(path, longest, &|_| ())
    }

    /// Opens as [`Store::open_to_read_within`] does, and tells when that takes long because the file is older than
    /// this program.
    ///
    /// # Errors
    /// As [`Store::open_to_read`].
    pub fn open_to_read_telling(
        path: &Path,
        longest: Duration,
        tell: &dyn Fn(Progress),
    ) -> Result<Option<Self>, StoreError> {
        match open::place(path)? {
            FilePresence::Absent => Ok(None),
            FilePresence::File => {
                let seed = u64::from(std::process::id());
                let retry = BusyRetry { seed, longest };
                Self::open(path, Access::Read, retry, tell).map(Some)
            }
        }
    }

    /// Says whether a file may be the data file of a shop: also when it cannot be read, or is damaged or newer.
    #[must_use]
    pub fn could_be_a_shop(path: &Path) -> bool {
        let not = |kind| matches!(kind, StoreErrorKind::Foreign);
        !open::peek(path).is_err_and(|error| not(error.kind()))
    }

    /// Opens the shop's file for saving, and makes it with its folder when it is not there.
    ///
    /// The file is for its owner only (0600 in a folder of 0700), whatever the umask; wider rights
    /// of an existing file are taken away.
    ///
    /// # Errors
    /// As [`Store::open_to_read`]; and when the file or its folder cannot be written to.
    pub fn open_to_write(path: &Path, ids: &mut IdSource<'_>) -> Result<Self, StoreError> {
        Self::open_to_write_telling(path, ids, &|_| ())
    }

    /// Opens as [`Store::open_to_write`] does, and tells when that takes long because the file is older than this
    /// program.
    ///
    /// # Errors
    /// As [`Store::open_to_write`].
    pub fn open_to_write_telling(
        path: &Path,
        ids: &mut IdSource<'_>,
        tell: &dyn Fn(Progress),
    ) -> Result<Self, StoreError> {
        if open::place(path)? == FilePresence::Absent {
            open::create(path, ids)?;
        }
        open::tighten(path);
        let retry = BusyRetry {
            seed: ids.seed(),
            longest: LONGEST,
        };
        Self::open(path, Access::Write, retry, tell)
    }

    fn open(
        path: &Path,
        access: Access,
        retry: BusyRetry,
        tell: &dyn Fn(Progress),
    ) -> Result<Self, StoreError> {
        let (mut store, version) = Self::reach(path, access, retry)?;
        if version < VERSION {
            open::upgrade(path, version, retry, tell)
                .map_err(|error| error.at(path, "upgraded"))?;
            let opened = |error: DbError| error.at(path, "opened");
            store.db = open::connect(path, access, retry).map_err(opened)?;
        }
        if access == Access::Write {
            // What cannot be remembered is known before anything is saved.
            store.remember(store.found.end);
        }
        Ok(store)
    }

    /// Opens the file as it is, and gives the version of its tables: an older one is left as it is.
    fn reach(path: &Path, access: Access, retry: BusyRetry) -> Result<(Self, u32), StoreError> {
        // Before the file: whoever saves meanwhile is ahead of what is remembered here.
        let remembered = memory::recall(path);
        let mut version = VERSION;
        let guard = OpenFileGuard::enter(path, || {
            version = open::peek(path)?;
            Ok::<(), StoreError>(())
        })?;
        if version > VERSION {
            open::ask_newer(path, version, access)?;
        }
        let opened = |error: DbError| error.at(path, "opened");
        let db = open::connect(path, access, retry).map_err(opened)?;
        let found = shop::found(&db).map_err(|error| error.at(path, "read"))?;
        // Where bringing it up to date was interrupted, the header was ahead of what has now been taken back.
        let version = schema::current(&db).map_err(opened)?;
        if let Ok(Some(remembered)) = remembered {
            shop::must_go_on(&db, &found, remembered, path)?;
        }
        let store = Self {
            db,
            path: path.to_owned(),
            retry,
            found,
            forgotten: remembered.err(),
            _guard: guard,
        };
        Ok((store, version))
    }

    /// Looks whether the file is the one that is remembered, for a command that needs nothing from it: nothing is
    /// changed and nobody is waited for.
    #[must_use]
    pub fn has_been_exchanged(path: &Path) -> Option<StoreError> {
        if !matches!(open::place(path), Ok(FilePresence::File)) {
            return None;
        }
        let at_once = BusyRetry {
            seed: 0,
            longest: Duration::ZERO,
        };
        let error = Self::reach(path, Access::Read, at_once).err()?;
        (error.kind() == StoreErrorKind::Exchanged).then_some(error)
    }

    /// Remembers where the history ends, outside the file. What was saved stays saved where that fails.
    fn remember(&mut self, end: shop::ChainEnd) {
        let end = Remembered::new(self.found.id, end.events, end.head);
        self.forgotten = memory::keep(&self.path, &end).err();
    }

    /// Says why an older copy in place of the file would not be noticed the next time; `None` when it would.
    #[must_use]
    pub const fn forgotten(&self) -> Option<Forgotten> {
        self.forgotten
    }

    /// Forgets which shop was at this path, so that another can begin there.
    ///
    /// # Errors
    /// When what is remembered cannot be removed.
    pub fn begin_again(path: &Path) -> Result<(), StoreError> {
        memory::forget(path).map_err(|_| StoreError::ReadOnly {
            path: path.with_file_name(REMEMBERED),
        })
    }

    /// Gives the place of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Saves one operation: everything that `work` appends, or nothing at all.
    ///
    /// An operation that appends nothing is not stored. Waits up to a minute for other programs.
    ///
    /// # Errors
    /// Those of `work`, and those of saving. After every error but [`StoreError::Unsure`] nothing
    /// was saved and nothing changed: when saving itself reports a failure, the file is opened
    /// anew and asked whether the operation is in it, because a save can succeed and still report
    /// one.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        operation: &Operation,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<Saved<T>, E> {
        let saved = self.attempt(operation, work);
        if !self.db.is_autocommit() {
            // Taking it back failed as well; a new connection does that before anything else.
            self.reconnect()
                .map_err(|error| error.at(&self.path, "opened"))?;
        }
        let (saved, end) = match saved? {
            SaveAttempt::Saved(saved, end) => (saved, end),
            SaveAttempt::Doubtful(saved, end, error) => {
                (self.look_for(operation.id, saved, error)?, end)
            }
        };
        if saved.operation.is_some() {
            self.remember(end);
        }
        Ok(saved)
    }

    fn attempt<T, E: From<StoreError>>(
        &self,
        operation: &Operation,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, E>,
    ) -> Result<SaveAttempt<T>, E> {
        let written = |error: DbError| error.at(&self.path, "written");
        let transaction = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)
            .map_err(|error| written(error.into()))?;
        if operation.named
            && let Some(number) = history::number_of(&self.db, operation.id).map_err(written)?
        {
            let path = self.path.clone();
            return Err(StoreError::AlreadySaved { path, number }.into());
        }
        let mut writing = Writing::begin(&self.db, &self.path, operation).map_err(written)?;
        let value = work(&mut writing)?;
        let (number, end) = writing.finish().map_err(written)?;
        let saved = Saved {
            value,
            operation: number,
            head: end.head,
        };
        Ok(match transaction.commit() {
            Ok(()) => SaveAttempt::Saved(saved, end),
            Err(error) => SaveAttempt::Doubtful(saved, end, error.into()),
        })
    }

    fn look_for<T>(
        &mut self,
        operation: Id,
        saved: Saved<T>,
        error: DbError,
    ) -> Result<Saved<T>, StoreError> {
        let found = self
            .reconnect()
            .and_then(|()| history::number_of(&self.db, operation))
            .map_err(|_| StoreError::Unsure {
                path: self.path.clone(),
                operation,
            })?;
        match found {
            Some(_) => Ok(saved),
            None => Err(error.at(&self.path, "written")),
        }
    }

    fn reconnect(&mut self) -> Result<(), DbError> {
        self.db = open::connect(&self.path, Access::Write, self.retry)?;
        Ok(())
    }

    /// Finds the operation that would be taken back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn undoable(&self, which: UndoChoice) -> Result<UndoTarget, StoreError> {
        self.read(|db| undo::target(db, which))
    }

    /// Gives an operation with its first events, as taking it back would give it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn turned(&self, operation: PastOperation) -> Result<UndoneOrRedone, StoreError> {
        self.read(|db| undo::turned(db, operation))
    }

    /// Takes back the operation that is wished and that `agrees` takes, as it is found within the transaction; `None`
    /// when there is none, when something later touched the same, or when it is not agreed to.
    ///
    /// `operation` is the taking back itself; it can never be taken back itself.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn undo(
        &mut self,
        operation: &Operation,
        which: UndoChoice,
        agrees: impl FnOnce(&PastOperation) -> bool,
    ) -> Result<Option<UndoneOrRedone>, StoreError> {
        self.turn(operation, |writing| {
            match undo::target(writing.db(), which)? {
                UndoTarget::Free(target) if agrees(&target) => {
                    undo::undo(writing, target).map(Some)
                }
                UndoTarget::Free(_) | UndoTarget::Under(..) | UndoTarget::None => Ok(None),
            }
        })
    }

    /// Puts the operation that was taken back last in place again; `None` when there is none, or
    /// when something that can be taken back was saved since.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn redo(&mut self, operation: &Operation) -> Result<Option<UndoneOrRedone>, StoreError> {
        self.turn(operation, undo::redo)
    }

    fn turn(
        &mut self,
        operation: &Operation,
        work: impl FnOnce(&mut Writing<'_>) -> Result<Option<UndoneOrRedone>, DbError>,
    ) -> Result<Option<UndoneOrRedone>, StoreError> {
        let operation = Operation {
            undoable: Undoable::No,
            ..operation.clone()
        };
        let path = self.path.clone();
        let turned = self.write(&operation, |writing| {
            work(writing).map_err(|error| error.at(&path, "written"))
        })?;
        Ok(turned.value)
    }

    /// Gives what an operation took back or put back, if it did.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn turned_by(
        &self,
        operation: &PastOperation,
    ) -> Result<Option<UndoneOrRedone>, StoreError> {
        self.read(|db| undo::turned_by(db, operation))
    }

    /// Answers with a single statement, which is one moment of the file by itself.
    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, StoreError> {
        question(&self.db).map_err(|error| error.at(&self.path, "read"))
    }

    /// Answers from one moment of the file, however many statements that takes.
    fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, StoreError> {
        Transaction::new_unchecked(&self.db, TransactionBehavior::Deferred)
            .map_err(DbError::from)
            .and_then(|_held| question(&self.db))
            .map_err(|error| error.at(&self.path, "read"))
    }

    /// Tells what the file says about itself.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn shop(&self) -> Result<ShopRecord, StoreError> {
        self.read(shop::shop)
    }

    /// Gives the `limit` open cases with the nearest deadlines; those without one come last.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_cases(&self, limit: u32) -> Result<Vec<CaseRow>, StoreError> {
        self.ask(|db| cases::open(db, limit))
    }

    /// Gives up to `limit` cases, closed ones too, of which somebody should know by `until`
    /// whether the customer stayed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviews(&self, until: Instant, limit: u32) -> Result<Vec<CaseRow>, StoreError> {
        self.ask(|db| cases::reviews(db, until, limit))
    }

    /// Gives what is to be done at a moment about each case that has anything, closed ones too; and what the clock sets
    /// off by another moment and is due by then.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn agendas(
        &self,
        now: Instant,
        until: Option<Instant>,
    ) -> Result<Vec<CaseAgenda>, StoreError> {
        self.ask(|db| cases::agenda::agendas(db, now, until))
    }

    /// Gives up to `limit` closed cases that have something left to do for the next customer, by when that
    /// is due.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn preventions(&self, limit: u32) -> Result<Vec<CaseRow>, StoreError> {
        self.ask(|db| cases::preventions(db, limit))
    }

    /// Gives when the night report was made last before a moment; `None` when it never was.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_night_report(&self, before: Instant) -> Result<Option<Instant>, StoreError> {
        self.ask(|db| history::last_night_report(db, Some(before)))
    }

    /// Gives the complaints that were told since a moment.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn told_since(&self, since: Instant) -> Result<Vec<ToldLately>, StoreError> {
        self.ask(|db| cases::lately::told_since(db, since))
    }

    /// Counts the open cases by how they stand at `now`. Takes longer the more are open.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counts(&self, now: Instant) -> Result<OpenCounts, StoreError> {
        self.ask(|db| cases::counts(db, now))
    }

    /// Gives up to `limit` cases, beginning where the page before ended.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn list(
        &self,
        query: &Query,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<CasePage, StoreError> {
        self.ask(|db| cases::list(db, query, after, limit))
    }

    /// Gives every case told from `since` to `until`, both included, as far as its playbook is
    /// concerned.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn past_cases(
        &self,
        since: Option<Instant>,
        until: Option<Instant>,
    ) -> Result<PastCases, StoreError> {
        self.ask(|db| past_cases::past_cases(db, since, until))
    }

    /// Gives a case with its history, leaving out what was taken back; `None` when there is no
    /// such case or its logging was taken back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case(&self, number: u64) -> Result<Option<(Case, Vec<Recorded>)>, StoreError> {
        self.read(|db| cases::whole(db, number))
    }

    /// Gives the id of the case with this number, also of one whose logging was taken back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case_id(&self, number: u64) -> Result<Option<Id>, StoreError> {
        self.ask(|db| cases::id_of(db, number))
    }

    /// Gives everything that ever happened to a case, with a mark at what was taken back; `None`
    /// when the number was never given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case_history(&self, number: u64) -> Result<Option<Vec<HistoryEntry>>, StoreError> {
        self.read(|db| cases::history(db, number))
    }

    /// Gives the verb of every operation about the case with this number, by the number of the operation.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn verbs(&self, case: u64) -> Result<BTreeMap<u64, String>, StoreError> {
        self.read(|db| history::verbs(db, case))
    }

    /// Gives up to `limit` operations before number `before`, or the last ones, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(
        &self,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<PastOperation>, StoreError> {
        self.read(|db| history::before(db, before, limit))
    }

    /// Gives the operation with this number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn operation(&self, number: u64) -> Result<Option<PastOperation>, StoreError> {
        self.read(|db| history::one(db, number))
    }

    /// Gives the operation with this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn operation_with(&self, id: Id) -> Result<Option<PastOperation>, StoreError> {
        self.read(|db| match history::number_of(db, id)? {
            Some(number) => history::one(db, number),
            None => Ok(None),
        })
    }

    /// Gives the numbers of the cases that an operation was about, at most `limit` of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases_of(&self, operation: &PastOperation, limit: u32) -> Result<Vec<u64>, StoreError> {
        self.read(|db| history::cases_of(db, operation, limit))
    }

    /// Gives the first events of an operation, at most `limit` of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn events_of(
        &self,
        operation: &PastOperation,
        limit: u32,
    ) -> Result<Vec<PastEvent>, StoreError> {
        self.read(|db| history::events_of(db, operation, limit))
    }

    /// Gives what the machine's clock said at the last operation before the file was opened.
    #[must_use]
    pub const fn newest_clock(&self) -> Option<Instant> {
        self.found.clock_at
    }

    /// Gives the id of the shop, the same in every copy of its file.
    #[must_use]
    pub const fn shop_id(&self) -> Id {
        self.found.id
    }

    /// Gives the version of the program that made the file, or last brought it up to date, as it was when the
    /// file was opened.
    #[must_use]
    pub fn made_by(&self) -> &str {
        &self.found.program
    }

    /// Gives a customer; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customer(&self, id: Id) -> Result<Option<CustomerRecord>, StoreError> {
        self.ask(|db| customers::one(db, id))
    }

    /// Gives the customers whose name has the same key ([`crate::domain::name::key`]).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customers_named(&self, name: &Words) -> Result<Vec<CustomerRecord>, StoreError> {
        self.ask(|db| customers::named(db, name))
    }

    /// Gives up to `limit` customers whose name has this part in it, by name; an empty part gives
    /// all.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customers_like(
        &self,
        part: &Words,
        limit: u32,
    ) -> Result<Vec<CustomerRecord>, StoreError> {
        self.ask(|db| customers::like(db, part, limit))
    }

    /// Gives the cases of a customer, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customer_cases(&self, customer: Id) -> Result<Vec<CaseRow>, StoreError> {
        self.ask(|db| cases::of_customer(db, customer))
    }

    /// Gives the cases of a customer, newest first: numbers, ids and moments only.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases_told_by(&self, customer: Id) -> Result<Vec<ToldCase>, StoreError> {
        self.ask(|db| cases::told_by(db, customer))
    }

    /// Gives what a customer was given that they did not expect, newest case first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gestures(&self, customer: Id) -> Result<Vec<Gesture>, StoreError> {
        self.read(|db| customers::gestures(db, customer))
    }

    /// Gives every drill that was done and not taken back, the oldest first. Costs what was
    /// rehearsed, whatever else is stored.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn drills(&self) -> Result<Vec<DrillRecord>, StoreError> {
        self.read(drills::all)
    }

    /// Gives the cells of a playbook of which there has been a case. Takes longer the more cases
    /// there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn used_cells(&self, playbook: &str) -> Result<BTreeSet<UsedCell>, StoreError> {
        self.ask(|db| drills::used(db, playbook))
    }

    /// Gives the playbook's text with this hash.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn playbook(&self, hash: &Hash) -> Result<Option<KeptPlaybook>, StoreError> {
        self.ask(|db| playbooks::by_hash(db, hash))
    }

    /// Gives the text of a playbook as it was last used.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_playbook(&self, name: &str) -> Result<Option<KeptPlaybook>, StoreError> {
        self.ask(|db| playbooks::last(db, name))
    }

    /// Finds which of these rows of a file have been imported already.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn known_rows(&self, rows: &[Hash]) -> Result<BTreeSet<Hash>, StoreError> {
        self.read(|db| cases::known_rows(db, rows))
    }

    /// Finds the number of the case that was made from each of these rows of a file, as far as they have
    /// been imported; the lowest where there are several.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases_of_rows(&self, rows: &[Hash]) -> Result<BTreeMap<Hash, u64>, StoreError> {
        self.read(|db| cases::of_rows(db, rows))
    }

    /// Finds the event whose hash begins with these digits (lower case, hexadecimal), and gives its number; 0 is the
    /// beginning of the history, before any event. Costs what was ever stored.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn event_with_hash(&self, digits: &str) -> Result<Option<u64>, StoreError> {
        self.read(|db| history::event_with_hash(db, digits))
    }

    /// Works out anew what lists show, from the events, and notes this program's version.
    ///
    /// A later version, or newer zone rules, may see a case differently than the one that wrote
    /// its row: whenever [`ShopRecord::program`] is not this program's version, this is due. No event
    /// is touched.
    ///
    /// # Errors
    /// When the file cannot be read or written; nothing is changed then.
    pub fn renew(&mut self) -> Result<(), StoreError> {
        self.db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(DbError::from)
            .and_then(|transaction| {
                projection::renew_all(&transaction)?;
                STEPS
                    .last()
                    .map_or(Ok(()), |step| shop::renew(&transaction, step))?;
                Ok(transaction.commit()?)
            })
            .map_err(|error| error.at(&self.path, "written"))
    }

    /// Works everything out again from the events and compares it with what is stored.
    ///
    /// Reads the whole file; what it holds in memory is bounded by the largest case. Others can
    /// read meanwhile, and save when it has ended.
    ///
    /// # Errors
    /// Only when the file cannot be read at all; everything it finds wrong is in the report.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        self.read(check::check)
    }
}

/// How an attempt to save ended.
enum SaveAttempt<T> {
    Saved(Saved<T>, shop::ChainEnd),
    /// Saving reported a failure.
    Doubtful(Saved<T>, shop::ChainEnd, DbError),
}
