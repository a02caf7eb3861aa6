//! What `data check` must notice: everything that changes what a person reads.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::kit::{self, Pen, Seen, busy_shop, look};
use crate::store::{Discrepancy, Store};

const CASES: u64 = 66;

fn busy() -> kit::Shop {
    busy_shop(60)
}

#[test]
fn a_busy_shop_is_clean() {
    let shop = busy();
    let report = shop.store.check().unwrap();
    assert!(report.is_clean(), "{:#?}", report.problems);
    let row = shop.store.shop().unwrap();
    assert_eq!(report.head, Some(row.head));
    assert_eq!((report.cases, report.events), (CASES, row.events));
    assert!(report.texts > 200 && report.customers > 17 && report.playbooks == 1);
}

#[test]
fn a_new_shop_is_clean() {
    kit::Shop::new().assert_clean();
}

/// Opens and checks a file; gives what is seen in it when nothing is found wrong.
fn unnoticed(path: &Path) -> Option<Seen> {
    let store = Store::open_to_read(path).ok()??;
    let report = store.check().ok()?;
    report.is_clean().then(|| look(&store, CASES).unwrap())
}

/// Changes `count` bytes of a shop's file, one at a time, and looks each time.
fn spoil(count: u64, seed: u64, change: impl Fn(&mut Pen, u8) -> u8) {
    let shop = busy();
    let seen = look(&shop.store, CASES).unwrap();
    let bytes = fs::read(&shop.path).unwrap();
    drop(shop.store);
    let spoilt = shop.folder.path().join("spoilt.db");
    let mut pen = Pen::starting(seed);
    let mut noticed = 0;
    for round in 0..count {
        let place = usize::from_le_bytes(*pen.bytes().first_chunk().unwrap()) % bytes.len();
        let mut copy = bytes.clone();
        copy[place] = change(&mut pen, copy[place]);
        fs::write(&spoilt, &copy).unwrap();
        match unnoticed(&spoilt) {
            Some(found) => assert!(
                found == seen,
                "round {round}: byte {place} changed unnoticed"
            ),
            None => noticed += 1,
        }
    }
    assert!(noticed > count / 2, "only {noticed} of {count} noticed");
}

#[test]
fn a_flipped_bit_is_noticed_or_changes_nothing() {
    spoil(1_000, 1_000_000, |pen, byte| {
        byte ^ (1 << (pen.bytes()[0] % 8))
    });
}

#[test]
fn a_changed_byte_is_noticed_or_changes_nothing() {
    spoil(1_000, 2_000_000, |pen, byte| {
        byte.wrapping_add(1 + pen.bytes()[0] % 255)
    });
}

/// Edits by hand, each with how many different places it is tried at.
const EDITS: &[(&str, u64)] = &[
    (
        "UPDATE events SET body = replace(body, 'flowers', 'flowerz') WHERE number = (SELECT number FROM events WHERE body LIKE '%flowers%' LIMIT 1 OFFSET :n)",
        10,
    ),
    (
        "UPDATE events SET body = replace(body, '450', '451') WHERE number = (SELECT number FROM events WHERE body LIKE '%450%' LIMIT 1 OFFSET :n)",
        10,
    ),
    (
        "UPDATE events SET kind = 'noted' WHERE number = (SELECT number FROM events WHERE kind <> 'noted' LIMIT 1 OFFSET :n)",
        8,
    ),
    (
        "UPDATE events SET hash = zeroblob(32) WHERE number = :n + 1",
        8,
    ),
    (
        "UPDATE events SET about = (SELECT about FROM events WHERE number = 2) WHERE number = (SELECT max(number) FROM events) - 1 - :n",
        8,
    ),
    (
        "UPDATE events SET sequence = sequence + 1 WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE events SET operation = operation + 1 WHERE number = :n + 1",
        4,
    ),
    ("UPDATE events SET encoding = 2 WHERE number = :n + 1", 4),
    ("DELETE FROM events WHERE number = :n + 1", 8),
    (
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events) - :n",
        8,
    ),
    (
        "UPDATE events SET number = CASE number WHEN :n + 10 THEN -1 ELSE :n + 10 END WHERE number IN (:n + 10, :n + 11)",
        4,
    ),
    ("UPDATE operations SET at = at + 1 WHERE number = :n + 1", 8),
    (
        "UPDATE operations SET clock_at = clock_at - 1 WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE operations SET verb = 'close' WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE operations SET undoable = 1 - undoable WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE operations SET id = zeroblob(16) WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE operations SET first_event = first_event + 1 WHERE number = :n + 1",
        4,
    ),
    ("DELETE FROM operations WHERE number = :n + 1", 4),
    (
        "INSERT INTO operations SELECT max(number) + 1, zeroblob(16), replica, 9999, at, clock_at, 'new', 1 FROM operations",
        1,
    ),
    (
        "UPDATE texts SET body = body || '.' WHERE id = (SELECT id FROM texts LIMIT 1 OFFSET :n * 7)",
        10,
    ),
    (
        "UPDATE texts SET salt = zeroblob(16) WHERE id = (SELECT id FROM texts LIMIT 1 OFFSET :n * 7)",
        4,
    ),
    (
        "UPDATE texts SET person = zeroblob(16) WHERE id = (SELECT id FROM texts LIMIT 1 OFFSET :n * 7)",
        4,
    ),
    (
        "DELETE FROM texts WHERE id = (SELECT id FROM texts LIMIT 1 OFFSET :n * 7)",
        10,
    ),
    (
        "INSERT INTO texts SELECT zeroblob(16), id, person, salt, body FROM texts LIMIT 1 OFFSET :n",
        4,
    ),
    (
        "UPDATE cases SET due_at = due_at + 1 WHERE number = :n + 1 AND due_at < 9000000000000000000",
        3,
    ),
    (
        "UPDATE cases SET state = (state + 1) % 3 WHERE number = :n + 1",
        6,
    ),
    ("UPDATE cases SET number = 1000 WHERE number = :n + 1", 4),
    ("UPDATE cases SET phases = '[]' WHERE number = :n + 1", 4),
    (
        "UPDATE cases SET holder_commitment = zeroblob(32) WHERE number = :n * 2 + 2",
        4,
    ),
    (
        "UPDATE cases SET customer = zeroblob(16) WHERE number = :n + 1",
        4,
    ),
    (
        "UPDATE cases SET value = value + 1 WHERE number = :n + 1",
        3,
    ),
    ("UPDATE cases SET currency = 'JPY' WHERE number = :n + 1", 3),
    ("DELETE FROM cases WHERE number = :n + 1", 4),
    (
        "DELETE FROM customers WHERE id = (SELECT id FROM customers LIMIT 1 OFFSET :n)",
        4,
    ),
    (
        "UPDATE customers SET name_key = 'nobody' WHERE id = (SELECT id FROM customers LIMIT 1 OFFSET :n)",
        4,
    ),
    (
        "UPDATE customers SET reach = NULL WHERE id = (SELECT id FROM customers LIMIT 1 OFFSET :n)",
        4,
    ),
    (
        "INSERT INTO customers SELECT zeroblob(16), name, name_key, reach, tiers FROM customers LIMIT 1",
        1,
    ),
    (
        "DELETE FROM undone WHERE operation = (SELECT operation FROM undone LIMIT 1 OFFSET :n)",
        2,
    ),
    (
        "INSERT INTO undone (operation, undoing) VALUES (:n + 1, 2)",
        4,
    ),
    ("UPDATE undone SET undoing = undoing + 1", 1),
    ("UPDATE playbooks SET text = text || ' '", 1),
    ("UPDATE playbooks SET name = 'hotel'", 1),
    ("DELETE FROM playbooks", 1),
    ("UPDATE shop SET id = zeroblob(16)", 1),
    ("UPDATE shop SET events = events - 1", 1),
    ("UPDATE shop SET program = '9'", 1),
    ("UPDATE shop SET min_reader = 0", 1),
    ("UPDATE shop SET head = zeroblob(32)", 1),
    ("DELETE FROM shop", 1),
    ("DROP TABLE undone", 1),
    ("DROP INDEX cases_open", 1),
    ("CREATE TABLE notes (x)", 1),
];

/// Takes the rules of the tables away, edits, and puts the rules back.
pub(super) fn edit_by_hand(path: &Path, sql: &str, n: u64) -> usize {
    let db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF")
        .unwrap();
    let mut statement = db
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let triggers: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get("name")?, row.get("sql")?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let changed = db.execute(&sql.replace(":n", &n.to_string()), []).unwrap();
    for (_, sql) in &triggers {
        db.execute_batch(sql).unwrap();
    }
    changed
}

#[test]
fn every_edit_by_hand_is_found() {
    let shop = busy();
    drop(shop.store);
    let edited = shop.folder.path().join("edited.db");
    let mut tried = 0;
    for (sql, places) in EDITS {
        for n in 0..*places {
            fs::copy(&shop.path, &edited).unwrap();
            let changed = edit_by_hand(&edited, sql, n);
            assert!(
                changed > 0 || !sql.starts_with("UPDATE"),
                "nothing to edit: {sql} at {n}"
            );
            assert!(unnoticed(&edited).is_none(), "not found: {sql} at {n}");
            tried += 1;
        }
    }
    assert!(tried >= 200, "{tried}");
}

#[test]
fn a_changed_text_is_told_by_its_case() {
    let mut shop = kit::Shop::new();
    let number = shop.log("Ana");
    shop.note(number, "call after six");
    drop(shop.store);
    edit_by_hand(
        &shop.path,
        "UPDATE texts SET body = 'call after ten' WHERE body LIKE '%six'",
        0,
    );
    let report = Store::open_to_read(&shop.path)
        .unwrap()
        .unwrap()
        .check()
        .unwrap();
    let said: Vec<String> = report.problems.iter().map(Discrepancy::to_string).collect();
    assert_eq!(said, ["case #1: words were changed"]);
}

#[test]
fn a_changed_event_is_one_finding() {
    let mut shop = kit::Shop::new();
    let number = shop.log("Ana");
    shop.note(number, "one");
    shop.note(number, "two");
    drop(shop.store);
    edit_by_hand(
        &shop.path,
        "UPDATE events SET body = body || ' ' WHERE number = 3",
        0,
    );
    let report = Store::open_to_read(&shop.path)
        .unwrap()
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(report.problems, [Discrepancy::Event { number: 3 }]);
}

#[test]
fn rows_are_worked_out_anew_from_the_events() {
    let mut shop = busy_shop(20);
    let seen = look(&shop.store, 20).unwrap();
    let spoilt = "UPDATE cases SET due_at = 0, phases = 'x', state = 0; DELETE FROM customers;
        UPDATE shop SET program = '0.0.1'";
    shop.store.db.execute_batch(spoilt).unwrap();
    assert!(!shop.store.check().unwrap().is_clean());
    shop.store.renew().unwrap();
    shop.assert_clean();
    assert!(look(&shop.store, 20).unwrap() == seen);
}
