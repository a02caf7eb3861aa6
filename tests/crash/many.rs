//! Many programs save at the same time, beside an upgrade, two imports of one list and the night's report: all is stored, once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::Extent;
use crate::folder::{Ended, Folder};
use crate::outcome::conclude;
use crate::verbs::{self, IMPORT};

const WRITERS: usize = 16;

/// Lets 16 programs take in cases at once, from the first command after an upgrade on.
pub fn at_once(extent: Extent) {
    let each = match extent {
        Extent::Part => 12,
        Extent::Whole => 500,
    };
    let shop = verbs::older();
    let before = rows(&verbs::older()).len();
    let ended = AtomicBool::new(false);
    let mut faults = thread::scope(|scope| {
        let beside = scope.spawn(|| reports(&shop, &ended));
        // Two people take in the same list.
        let imports = [(); 2].map(|()| scope.spawn(|| wrong(IMPORT, &shop.run(IMPORT))));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let shop = &shop;
                scope.spawn(move || write(shop, (writer, each)))
            })
            .collect();
        let imported = imports.into_iter().map(|import| import.join().unwrap());
        let mut faults: Vec<String> = imported.flatten().collect();
        faults.extend(
            writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap()),
        );
        ended.store(true, Ordering::Relaxed);
        faults.extend(beside.join().unwrap());
        faults
    });
    let stored = rows(&shop);
    let wanted = before + 3 + WRITERS * each;
    let different: BTreeSet<_> = stored.iter().collect();
    if stored.len() != wanted || different.len() != wanted {
        faults.push(format!(
            "{} cases stored, {wanted} acknowledged",
            stored.len()
        ));
    }
    faults.extend(wrong("data check", &shop.run("data check")));
    conclude(&format!("{wanted} cases by {WRITERS} programs"), &faults);
}

/// Lets one program wait for another that saves for six seconds, one more than would be waited without our own patience.
pub fn held_up() {
    let shop = verbs::furnished();
    let other = Connection::open(shop.path("amends.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ended = thread::scope(|scope| {
        let waiting = scope.spawn(|| shop.run("note 1 'after all'"));
        thread::sleep(Duration::from_secs(6));
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap()
    });
    assert_eq!(ended.code, Some(0), "{}", ended.said);
}

/// The customers of all cases.
fn rows(shop: &Folder) -> Vec<String> {
    let list = shop.run_well("list --all --limit 100000");
    let customer = |row: &str| row.split('\t').nth(3).map(str::to_owned);
    list.result.lines().filter_map(customer).collect()
}

/// Types every case twice with the same word, as a script does that heard no answer.
fn write(shop: &Folder, (writer, each): (usize, usize)) -> Vec<String> {
    let mut faults = Vec::new();
    for number in 0..each {
        let line = format!(
            "new --customer 'Guest {writer} {number}' --type late-delivery --tier regular --severity minor \
             --words 'Late {writer} {number}' --request w-{writer}-{number}"
        );
        faults.extend(wrong(&line, &shop.run(&line)));
        if number % 8 == 0 {
            faults.extend(wrong(&line, &shop.run(&line)));
        }
    }
    faults
}

fn reports(shop: &Folder, ended: &AtomicBool) -> Vec<String> {
    let mut faults = Vec::new();
    while !ended.load(Ordering::Relaxed) {
        for line in ["report nightly --out due.txt", "report nightly"] {
            faults.extend(wrong(line, &shop.run(line)));
        }
    }
    faults
}

fn wrong(line: &str, ended: &Ended) -> Option<String> {
    let well = ended.code == Some(0) && !ended.said.contains("busy");
    (!well).then(|| format!("{line}: {:?} {}", ended.code, ended.said))
}
