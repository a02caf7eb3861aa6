//! Saving: all or nothing, and nothing twice.

use std::fs;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::kit::{self, Pen, Shop, about, busy_shop, log, look, moment, playbook, words};
use crate::domain::event::{Event, Noted};
use crate::domain::id::{Hash, Id};
use crate::domain::text::ErasableText;
use crate::store::busy_retry::BusyRetry;
use crate::store::error::DbError;
use crate::store::open::{self, Access};
use crate::store::{
    Operation, Query, Saved, Store, StoreError, StoreErrorKind, Undoable, WhichCases,
};

#[test]
fn what_was_saved_is_read_back_word_for_word() {
    let mut shop = Shop::new();
    let number = shop.log("Ana “%_\\ \u{202e}\u{1b}[31m\r\n");
    shop.note(number, "  two\tlines\nand an é  ");
    assert_eq!(shop.notes(number), ["  two\tlines\nand an é  "]);
    let (case, history) = shop.store.case(number).unwrap().unwrap();
    assert_eq!(history.len(), 2);
    let row = &shop.store.open_cases(20).unwrap()[0];
    assert_eq!(row.summary.id, case.id);
    let name = row.customer_name.as_ref().unwrap().as_stored();
    assert_eq!(name, "Ana “%_\\ \u{202e}\u{1b}[31m\r\n");
    let said = case.logged.said.words.unwrap();
    assert!(said.matches(said.body.as_ref().unwrap()));
}

#[test]
fn a_summary_read_back_is_the_one_of_the_case() {
    let shop = busy_shop(24);
    let query = Query {
        which: WhichCases::All,
        ..Query::default()
    };
    let rows = shop.store.list(&query, None, 1_000).unwrap().rows;
    assert!(rows.len() > 20);
    for row in rows {
        let (case, _) = shop.store.case(row.summary.number).unwrap().unwrap();
        assert_eq!(row.summary, case.summary());
    }
}

#[test]
fn work_that_fails_leaves_every_byte_as_it_was() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let bytes = fs::read(&shop.path).unwrap();
    let operation = shop.operation("new");
    let refused = StoreError::Full {
        path: shop.path.clone(),
    };
    let outcome = shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ben", None))?;
        Err(refused.clone())
    });
    assert_eq!(outcome, Err(refused));
    assert_eq!(fs::read(&shop.path).unwrap(), bytes);
    shop.assert_clean();
}

#[test]
fn an_operation_without_events_is_not_stored() {
    let mut shop = Shop::new();
    let operation = shop.operation("change");
    let saved = shop.save(&operation, |_, _| Ok(())).unwrap();
    assert_eq!(saved.operation, None);
    assert_eq!(shop.store.history(None, 10).unwrap(), []);
    shop.assert_clean();
}

#[test]
fn later_questions_see_what_was_appended() {
    let mut shop = Shop::new();
    let operation = shop.operation("new");
    shop.save(&operation, |writing, pen| {
        let one = log(writing, pen, ("Ana", None))?;
        let other = log(writing, pen, ("ANA", None))?;
        assert_eq!((one, other, writing.next_number()?), (1, 2, 3));
        let case = writing.case(1)?.unwrap();
        writing.append(about(&case), kit::done(pen, 3))?;
        assert_eq!(writing.case(1)?.unwrap().cycle().unwrap().done.len(), 1);
        assert_eq!(writing.cases_told_by(case.logged.customer)?.len(), 2);
        assert_eq!(writing.gestures(case.logged.customer)?.len(), 1);
        writing.append(about(&case), kit::closed(pen))
    })
    .unwrap();
    assert_eq!(shop.numbers(&Query::default()), [2]);
    shop.assert_clean();
}

fn another_logging(shop: &Shop, pen: &mut Pen, (number, id): (u64, Id)) -> Event {
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    let mut logged = case.logged;
    logged.number = number;
    let mut event = Event::Logged(Box::new(logged));
    for text in event.texts_mut() {
        *text = pen.text("again");
    }
    assert_eq!(case.id, id);
    event
}

#[test]
fn a_number_or_case_that_is_taken_is_refused() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    let bytes = fs::read(&shop.path).unwrap();
    let mut pen = Pen::starting(90_000);
    for (number, id) in [(1, pen.id()), (2, case.id), (1, case.id)] {
        let event = another_logging(&shop, &mut pen, (number, case.id));
        let operation = shop.operation("new");
        let customer = case.logged.customer;
        let outcome = shop.save(&operation, |writing, _| {
            writing.append(
                crate::store::EventSubject::Case { case: id, customer },
                event,
            )
        });
        assert_eq!(outcome.unwrap_err().kind(), StoreErrorKind::Io);
        assert_eq!(fs::read(&shop.path).unwrap(), bytes);
    }
}

#[test]
fn an_event_that_failed_is_not_saved_even_when_nobody_minds() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    let operation = shop.operation("note");
    let outcome = shop.save(&operation, |writing, pen| {
        let wordless = ErasableText {
            body: None,
            ..pen.text("lost")
        };
        let _ = writing.append(about(&case), Event::Noted(Noted { note: wordless }));
        Ok(())
    });
    assert!(matches!(outcome, Err(StoreError::Unfit { .. })));
    assert_eq!(shop.store.history(None, 10).unwrap().len(), 1);
    shop.assert_clean();
}

#[test]
fn history_cannot_be_changed_with_sql() {
    let shop = busy_shop(3);
    let db = Connection::open(&shop.path).unwrap();
    db.execute_batch("PRAGMA recursive_triggers = OFF").unwrap();
    let refused = [
        "UPDATE events SET kind = 'x' WHERE number = 1",
        "DELETE FROM events WHERE number = 1",
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE number = 1",
        "INSERT INTO events SELECT number + 100, operation, sequence, about, encoding, kind, body, hash FROM events WHERE number = 1",
        "UPDATE operations SET verb = 'x' WHERE number = 1",
        "DELETE FROM operations WHERE number = 1",
        "INSERT OR REPLACE INTO operations SELECT * FROM operations WHERE number = 1",
        "INSERT OR REPLACE INTO operations SELECT (SELECT max(number) + 1 FROM operations), id, replica, first_event, at, clock_at, verb, undoable FROM operations WHERE number = 1",
        "UPDATE playbooks SET text = 'x'",
        "DELETE FROM playbooks",
        "INSERT OR REPLACE INTO playbooks SELECT * FROM playbooks WHERE number = 1",
        "UPDATE texts SET body = 'x'",
    ];
    for sql in refused {
        let error = db.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("stay"), "{sql}: {error}");
    }
    shop.assert_clean();
    assert!(
        db.execute(
            "DELETE FROM texts WHERE id = (SELECT id FROM texts LIMIT 1)",
            []
        )
        .is_ok()
    );
}

#[test]
fn an_unfinished_save_is_as_if_it_had_never_begun() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let seen = look(&shop.store, 3).unwrap();
    let crashed = shop.folder.path().join("crashed.db");
    let (from, operation) = (shop.path.clone(), shop.operation("data import"));
    let outcome = shop.store.write(&operation, |writing| {
        // A small cache makes the transaction write into the file before it is committed.
        writing.db().execute_batch("PRAGMA cache_size = 5").unwrap();
        for case in 0..100 {
            log(writing, &mut shop.pen, (&format!("Customer {case}"), None))?;
        }
        fs::copy(&from, &crashed).unwrap();
        let journal = |path: &std::path::Path| format!("{}-journal", path.display());
        fs::copy(journal(&from), journal(&crashed)).unwrap();
        Err::<(), _>(StoreError::Full { path: from.clone() })
    });
    assert!(outcome.is_err());
    assert_ne!(fs::read(&crashed).unwrap(), fs::read(&shop.path).unwrap());
    let store = Store::open_to_read(&crashed).unwrap().unwrap();
    assert!(look(&store, 3).unwrap() == seen);
    assert!(store.check().unwrap().is_clean());
    assert_eq!(
        fs::read(&crashed).unwrap().len(),
        fs::read(&shop.path).unwrap().len()
    );
}

#[test]
fn a_panic_in_the_work_saves_nothing_and_leaves_the_store_usable() {
    let mut shop = Shop::new();
    let operation = shop.operation("new");
    let (store, pen) = (&mut shop.store, &mut shop.pen);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.write::<(), StoreError>(&operation, |writing| {
            log(writing, pen, ("Ana", None))?;
            std::panic::resume_unwind(Box::new("stopped"))
        })
    }));
    assert!(outcome.is_err());
    assert_eq!(shop.log("Ben"), 1);
    shop.assert_clean();
}

fn impatient(shop: &mut Shop) {
    let retry = BusyRetry {
        seed: 1,
        longest: Duration::from_millis(5),
    };
    shop.store.retry = retry;
    shop.store.db = open::connect(&shop.path, Access::Write, retry).unwrap();
}

#[test]
fn a_file_that_stays_busy_is_said_to_be_busy() {
    let mut shop = Shop::new();
    shop.log("Ana");
    impatient(&mut shop);
    let other = Connection::open(&shop.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let operation = shop.operation("new");
    let outcome = shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ben", None)).map(drop)
    });
    assert_eq!(
        outcome,
        Err(StoreError::Busy {
            path: shop.path.clone()
        })
    );
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(shop.log("Ben"), 2);
}

#[test]
fn a_save_that_cannot_end_is_not_saved_and_says_so() {
    let mut shop = Shop::new();
    shop.log("Ana");
    impatient(&mut shop);
    let reader = Connection::open(&shop.path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM events")
        .unwrap();
    let operation = shop.operation("new");
    let outcome = shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ben", None)).map(drop)
    });
    assert_eq!(
        outcome,
        Err(StoreError::Busy {
            path: shop.path.clone()
        })
    );
    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(shop.store.history(None, 10).unwrap().len(), 1);
    assert_eq!(shop.log("Ben"), 2);
    shop.assert_clean();
}

#[test]
fn a_save_that_succeeded_is_found_though_it_reported_a_failure() {
    let mut shop = Shop::new();
    let operation = shop.operation("new");
    let saved = shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ana", None)).map(drop)
    });
    let saved = saved.unwrap();
    let error = || DbError::Engine(rusqlite::Error::InvalidQuery);
    assert_eq!(shop.store.look_for(operation.id, saved, error()), Ok(saved));
    let never: Result<Saved<()>, _> = shop.store.look_for(shop.pen.id(), saved, error());
    assert!(matches!(never, Err(StoreError::Damaged { .. })));
    fs::remove_file(&shop.path).unwrap();
    let lost = shop.store.look_for(operation.id, saved, error());
    assert_eq!(
        lost,
        Err(StoreError::Unsure {
            path: shop.path,
            operation: operation.id
        })
    );
}

#[test]
fn a_full_disk_saves_nothing() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.store
        .db
        .execute_batch("PRAGMA max_page_count = 1")
        .unwrap();
    let operation = shop.operation("data import");
    let outcome = shop.save(&operation, |writing, pen| {
        (0..50).try_for_each(|n| log(writing, pen, (&format!("C {n}"), None)).map(drop))
    });
    assert_eq!(
        outcome,
        Err(StoreError::Full {
            path: shop.path.clone()
        })
    );
    assert_eq!(shop.store.history(None, 10).unwrap().len(), 1);
    shop.assert_clean();
}

#[test]
fn a_file_that_was_swapped_is_not_written_to() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let copy = shop.folder.path().join("copy.db");
    fs::copy(&shop.path, &copy).unwrap();
    fs::rename(&copy, &shop.path).unwrap();
    let operation = shop.operation("new");
    let outcome = shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ben", None)).map(drop)
    });
    assert_eq!(
        outcome,
        Err(StoreError::Replaced {
            path: shop.path.clone()
        })
    );
}

#[test]
fn eight_writers_and_a_reader_lose_nothing() {
    let shop = Shop::new();
    let path = &shop.path;
    thread::scope(|scope| {
        for writer in 0..8_u64 {
            scope.spawn(move || write_fifty(path, writer));
        }
        scope.spawn(move || {
            let mut found = 0;
            while found < 400 {
                let store = Store::open_to_read(path).unwrap().unwrap();
                found = store
                    .list(&Query::default(), None, 1_000)
                    .unwrap()
                    .rows
                    .len();
            }
        });
    });
    assert_eq!(shop.store.history(None, 1_000).unwrap().len(), 400);
    assert_eq!(shop.store.shop().unwrap().events, 400 + 8);
    shop.assert_clean();
}

fn write_fifty(path: &std::path::Path, writer: u64) {
    let mut pen = Pen::starting(writer * 1_000_000 + 1_000);
    for _ in 0..50 {
        let mut store = kit::open(path, &mut pen);
        let operation = Operation {
            id: pen.id(),
            named: false,
            at: moment(1),
            clock_at: moment(1),
            verb: "new",
            undoable: Undoable::Yes,
        };
        let name = format!("Customer {writer}");
        store
            .write(&operation, |writing| log(writing, &mut pen, (&name, None)))
            .unwrap();
    }
}

#[test]
fn a_playbook_is_kept_once_until_it_changes_and_again_when_it_comes_back() {
    let mut shop = Shop::new();
    let operation = shop.operation("new");
    let (one, other) = (playbook("one"), playbook("other"));
    shop.save(&operation, |writing, pen| {
        log(writing, pen, ("Ana", None))?;
        [&one, &one, &other, &one]
            .iter()
            .try_for_each(|text| writing.keep_playbook(text))
    })
    .unwrap();
    assert_eq!(shop.store.last_playbook("cafe").unwrap(), Some(one.clone()));
    assert_eq!(shop.store.playbook(&other.hash).unwrap(), Some(other));
    assert_eq!(shop.store.last_playbook("hotel").unwrap(), None);
    assert_eq!(shop.store.playbook(&Hash::EMPTY).unwrap(), None);
    assert_eq!(shop.store.check().unwrap().playbooks, 4);
    assert_eq!(shop.store.playbook(&one.hash).unwrap(), Some(one));
}

#[test]
fn imported_rows_are_known_until_they_are_taken_back() {
    let mut shop = Shop::new();
    let rows: Vec<Hash> = (1..=6).map(kit::row_hash).collect();
    assert!(shop.store.known_rows(&rows).unwrap().is_empty());
    kit::import(&mut shop, 5);
    let known = shop.store.known_rows(&rows).unwrap();
    assert_eq!(known, rows[..5].iter().copied().collect());
    let cases = shop.store.cases_of_rows(&rows).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| cases.get(row).copied()).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3), Some(4), Some(5), None]);
    shop.undo().unwrap();
    assert!(shop.store.known_rows(&rows).unwrap().is_empty());
    assert!(shop.store.cases_of_rows(&rows).unwrap().is_empty());
    assert!(
        shop.numbers(&Query {
            which: WhichCases::All,
            ..Query::default()
        })
        .is_empty()
    );
    shop.redo().unwrap();
    assert_eq!(shop.store.known_rows(&rows).unwrap().len(), 5);
    shop.assert_clean();
}

#[test]
fn gestures_of_earlier_cases_are_found() {
    let mut shop = Shop::new();
    for number in [shop.log("Ana"), shop.log("Ana")] {
        let event = kit::done(&mut shop.pen, 3);
        shop.append(number, event).unwrap();
        let event = kit::done(&mut shop.pen, 1);
        shop.append(number, event).unwrap();
    }
    let customer = shop.store.customers_named(&words("ana")).unwrap()[0].id;
    let given = shop.store.gestures(customer).unwrap();
    let told: Vec<_> = given
        .iter()
        .map(|g| (g.case, g.task.action.as_str()))
        .collect();
    assert_eq!(told, [(2, "bring flowers"), (1, "bring flowers")]);
    assert!(given[0].done.note.as_ref().unwrap().words().is_some());
}
