//! Saving: one operation, one transaction.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::domain::case::promise::{PromiseReach, PromiseRecord};
use crate::domain::case::{Case, Recorded};
use crate::domain::event::Event;
use crate::domain::id::{Hash, Id};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::store::cases::{self, ToldCase};
use crate::store::chain::{self, ENCODING, Link, OperationRow};
use crate::store::customers::{self, CustomerRecord, Gesture};
use crate::store::error::{DbError, StoreError};
use crate::store::events;
use crate::store::history;
use crate::store::operation::{EventSubject, Operation};
use crate::store::playbooks::{self, KeptPlaybook};
use crate::store::projection::{self, CustomerSum};
use crate::store::shop::{self, ChainEnd};

/// A transaction under way. What is appended is there for the next question, and for nobody else
/// until all of it is saved.
#[derive(Debug)]
pub struct Writing<'a> {
    db: &'a Connection,
    path: &'a Path,
    operation: OperationRow,
    end: ChainEnd,
    last_case: Option<u64>,
    // The case and the customer that were touched last stay folded in memory: the events of an
    // import come case by case, and each row is written once.
    case: Option<Folded<Case>>,
    customer: Option<Folded<CustomerSum>>,
    poisoned: Poisoned,
}

/// Whether an event failed half-way, so that nothing of the operation may be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Poisoned {
    No,
    Yes,
}

#[derive(Debug)]
struct Folded<T> {
    id: Id,
    sum: T,
    written: RowState,
}

/// How the row of something that is folded in memory stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowState {
    /// There is none yet.
    Never,
    /// It is behind.
    Stale,
    /// It is up to date.
    Current,
}

impl RowState {
    /// Gives how it stands after one more event.
    const fn behind(self) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::Stale | Self::Current => Self::Stale,
        }
    }
}

impl<'a> Writing<'a> {
    pub(super) fn begin(
        db: &'a Connection,
        path: &'a Path,
        operation: &Operation,
    ) -> Result<Self, DbError> {
        let end = shop::end(db)?;
        let number: u64 = db
            .prepare_cached("SELECT coalesce(max(number), 0) + 1 AS next FROM operations")?
            .query_row([], |row| row.get("next"))?;
        let operation = OperationRow {
            number,
            id: operation.id,
            replica: shop::origin(db)?.replica,
            first_event: end.events + 1,
            at: operation.at.timestamp(),
            clock_at: operation.clock_at.timestamp(),
            verb: operation.verb.to_owned(),
            undoable: operation.undoable.stored(),
        };
        let (last_case, case, customer, poisoned) = (None, None, None, Poisoned::No);
        Ok(Self {
            db,
            path,
            operation,
            end,
            last_case,
            case,
            customer,
            poisoned,
        })
    }

    pub(super) const fn db(&self) -> &'a Connection {
        self.db
    }

    pub(super) const fn number(&self) -> u64 {
        self.operation.number
    }

    /// Gives the number for the next case; it stays the same until a case is logged.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_number(&mut self) -> Result<u64, StoreError> {
        let last = match self.last_case {
            Some(last) => last,
            None => self.told(cases::last_number(self.db))?,
        };
        self.last_case = Some(last);
        Ok(last + 1)
    }

    /// Gives when the night report was made last, before a moment where one is named.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_night_report(
        &mut self,
        before: Option<Instant>,
    ) -> Result<Option<Instant>, StoreError> {
        self.read(|db| history::last_night_report(db, before))
    }

    /// Gives the case with this number as it stands now; `None` when there is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn case(&mut self, number: u64) -> Result<Option<Case>, StoreError> {
        let found = self.read(|db| {
            let Some(id) = cases::id_of(db, number)? else {
                return Ok(None);
            };
            cases::fold(db, id)
        })?;
        // What is appended to it now need not read it again.
        self.case = found.clone().map(|sum| Folded {
            id: sum.id,
            sum,
            written: RowState::Current,
        });
        Ok(found)
    }

    /// Gives a customer; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customer(&mut self, id: Id) -> Result<Option<CustomerRecord>, StoreError> {
        self.read(|db| customers::one(db, id))
    }

    /// Gives the customers whose name has the same key.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn customers_named(&mut self, name: &Words) -> Result<Vec<CustomerRecord>, StoreError> {
        self.read(|db| customers::named(db, name))
    }

    /// Gives the cases of a customer, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases_told_by(&mut self, customer: Id) -> Result<Vec<ToldCase>, StoreError> {
        self.read(|db| cases::told_by(db, customer))
    }

    /// Gives what a customer was given before.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn gestures(&mut self, customer: Id) -> Result<Vec<Gesture>, StoreError> {
        self.read(|db| customers::gestures(db, customer))
    }

    /// Gives what became of promises like one that reaches as far.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn promise_record(
        &mut self,
        reach: PromiseReach,
        now: Instant,
    ) -> Result<PromiseRecord, StoreError> {
        self.read(|db| cases::promise_record(db, reach, now))
    }

    /// Finds which of these rows of a file have been imported already.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn known_rows(&mut self, rows: &[Hash]) -> Result<BTreeSet<Hash>, StoreError> {
        self.read(|db| cases::known_rows(db, rows))
    }

    /// Finds the text of a playbook by its hash.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn playbook(&mut self, hash: &Hash) -> Result<Option<KeptPlaybook>, StoreError> {
        playbooks::by_hash(self.db, hash).map_err(|error| error.at(self.path, "read"))
    }

    /// Keeps the text of a playbook that something is decided by.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_playbook(&mut self, playbook: &KeptPlaybook) -> Result<(), StoreError> {
        self.told(playbooks::keep(self.db, playbook))
    }

    /// Appends one event.
    ///
    /// The events of a case begin with its logging, those of a customer with their becoming known.
    /// Every text carries its words.
    ///
    /// # Errors
    /// When the event does not fit what came before it, and when the file cannot be written.
    pub fn append(&mut self, about: EventSubject, event: Event) -> Result<(), StoreError> {
        let recorded = self.record(about, event);
        if recorded.is_err() {
            self.poisoned = Poisoned::Yes;
        }
        self.told(recorded)
    }

    pub(super) fn record(&mut self, about: EventSubject, mut event: Event) -> Result<(), DbError> {
        if event.concern() != about.concern() {
            return Err(DbError::Unfit(ELSEWHERE));
        }
        if self.end.events < self.operation.first_event {
            put_operation(self.db, &self.operation)?;
        }
        debug_assert_eq!(
            events::texts_named(&event),
            event.texts_mut().len(),
            "`texts_mut` of `{}` leaves a text out",
            event.kind()
        );
        self.put_event(about, &event)?;
        self.put_texts(about, &mut event)?;
        match about {
            EventSubject::Case { case, .. } => self.fold_case(case, event),
            EventSubject::Customer(customer) => self.fold_customer(customer, event),
            EventSubject::Drills | EventSubject::Shop => Ok(()),
        }
    }

    fn put_event(&mut self, about: EventSubject, event: &Event) -> Result<(), DbError> {
        let mut body = Vec::with_capacity(BODY);
        serde_json::to_writer(&mut body, event).map_err(|_| DbError::Unfit(UNWRITABLE))?;
        let body = String::from_utf8(body).map_err(|_| DbError::Unfit(UNWRITABLE))?;
        let number = self.end.events + 1;
        let link = Link {
            number,
            // As long as no other copy was merged in, this copy numbers all events itself.
            sequence: number,
            about: about.subject(),
            encoding: ENCODING,
            kind: event.kind(),
            body: &body,
        };
        let head = chain::hash(&self.end.head, &self.operation, &link);
        self.db.prepare_cached(PUT_EVENT)?.execute(params![
            number,
            self.operation.number,
            link.sequence,
            link.about,
            link.encoding,
            link.kind,
            link.body,
            head,
        ])?;
        self.end = ChainEnd {
            events: number,
            head,
        };
        Ok(())
    }

    fn put_texts(&self, about: EventSubject, event: &mut Event) -> Result<(), DbError> {
        for text in event.texts_mut() {
            let subject = about.subject().zip(about.person()).zip(text.body.as_ref());
            let ((subject, person), body) = subject.ok_or(DbError::Unfit(WORDLESS))?;
            self.db
                .prepare_cached(PUT_TEXT)?
                .execute(params![subject, text.id, person, body.salt, body.words])?;
        }
        Ok(())
    }

    fn fold_case(&mut self, id: Id, event: Event) -> Result<(), DbError> {
        let at = Instant::from_timestamp(self.operation.at, 0).ok_or(DbError::Unfit(BAD_CLOCK))?;
        if let Event::Logged(logged) = &event {
            self.last_case = self.last_case.map(|last| last.max(logged.number));
        }
        let (before, written) = self.take_case(id, &event)?;
        let sum = match before {
            Some(mut case) => case.apply(event, at).map(|()| Some(case)),
            None => {
                let operation = self.operation.number;
                Case::fold(
                    id,
                    [Recorded {
                        operation,
                        at,
                        event,
                    }],
                )
            }
        };
        let sum = sum.ok().flatten().ok_or(DbError::Unfit(UNFIT))?;
        self.case = Some(Folded { id, sum, written });
        Ok(())
    }

    /// Takes the case as it was before the event: from memory, from the file, or new.
    fn take_case(&mut self, id: Id, event: &Event) -> Result<(Option<Case>, RowState), DbError> {
        if let Some(folded) = self.case.take_if(|folded| folded.id == id) {
            return Ok((Some(folded.sum), folded.written.behind()));
        }
        self.flush()?;
        if matches!(event, Event::Logged(_)) {
            // A second logging is noticed when the row is written: the id is taken.
            return Ok((None, RowState::Never));
        }
        // The event is in the file already; what it is added to is what came before.
        let mut entries = events::with_words(self.db, id)?;
        entries.pop();
        Ok((events::fold(id, entries)?, RowState::Stale))
    }

    fn fold_customer(&mut self, id: Id, event: Event) -> Result<(), DbError> {
        let (before, written) = self.take_customer(id, &event)?;
        let sum = CustomerSum::apply(before, event)?;
        self.customer = Some(Folded { id, sum, written });
        Ok(())
    }

    fn take_customer(
        &mut self,
        id: Id,
        event: &Event,
    ) -> Result<(Option<CustomerSum>, RowState), DbError> {
        if let Some(folded) = self.customer.take_if(|folded| folded.id == id) {
            return Ok((Some(folded.sum), folded.written.behind()));
        }
        self.flush()?;
        if matches!(event, Event::CustomerAdded(_)) {
            return Ok((None, RowState::Never));
        }
        let mut entries = events::with_words(self.db, id)?;
        entries.pop();
        Ok((CustomerSum::fold(entries)?, RowState::Stale))
    }

    /// Writes the rows of what was touched.
    fn flush(&mut self) -> Result<(), DbError> {
        if let Some(case) = &mut self.case {
            match case.written {
                RowState::Never => projection::add_case(self.db, &case.sum)?,
                RowState::Stale => projection::put_case(self.db, &case.sum)?,
                RowState::Current => {}
            }
            case.written = RowState::Current;
        }
        if let Some(customer) = &mut self.customer {
            match customer.written {
                RowState::Never => projection::add_customer(self.db, &customer.sum)?,
                RowState::Stale => projection::put_customer(self.db, &customer.sum)?,
                RowState::Current => {}
            }
            customer.written = RowState::Current;
        }
        Ok(())
    }

    /// Writes what is left to write before the transaction is closed.
    pub(super) fn finish(mut self) -> Result<(Option<u64>, ChainEnd), DbError> {
        if self.poisoned == Poisoned::Yes {
            // Even if nobody minded the error.
            return Err(DbError::Unfit(UNFIT));
        }
        self.flush()?;
        if self.end.events < self.operation.first_event {
            return Ok((None, self.end));
        }
        shop::put_end(self.db, &self.end)?;
        Ok((Some(self.operation.number), self.end))
    }

    fn read<T>(
        &mut self,
        question: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, StoreError> {
        let answer = self.flush().and_then(|()| question(self.db));
        answer.map_err(|error| error.at(self.path, "read"))
    }

    fn told<T>(&self, result: Result<T, DbError>) -> Result<T, StoreError> {
        result.map_err(|error| error.at(self.path, "written"))
    }
}

/// Room for the body of a logging with its plan, as most are.
const BODY: usize = 4_096;

const UNWRITABLE: &str = "it cannot be written down";
const WORDLESS: &str = "a text came without its words";
const BAD_CLOCK: &str = "the moment cannot be written down";
const ELSEWHERE: &str = "it is about something else";
const UNFIT: &str = "it does not fit what happened to the case before";

const PUT_OPERATION: &str = "
INSERT INTO operations (number, id, replica, first_event, at, clock_at, verb, undoable)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

fn put_operation(db: &Connection, row: &OperationRow) -> Result<(), DbError> {
    db.prepare_cached(PUT_OPERATION)?.execute(params![
        row.number,
        row.id,
        row.replica,
        row.first_event,
        row.at,
        row.clock_at,
        row.verb,
        row.undoable,
    ])?;
    Ok(())
}

// Finding a parameter by its name takes longer than binding it, which an import would feel.
const PUT_EVENT: &str = "
INSERT INTO events (number, operation, sequence, about, encoding, kind, body, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_TEXT: &str = "
INSERT INTO texts (about, id, person, salt, body)
VALUES (?1, ?2, ?3, ?4, ?5)";
