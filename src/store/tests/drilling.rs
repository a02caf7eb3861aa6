//! Drills: kept, found, taken back, checked.

use super::checking::edit_by_hand;
use super::kit::{Shop, rehearse, words};
use crate::domain::event::{Event, NightReported, Noted};
use crate::domain::playbook::cell::Severity;
use crate::store::{CheckSubject, Discrepancy, EventSubject, UsedCell};

fn complaints(shop: &Shop) -> Vec<String> {
    let drills = shop.store.drills().unwrap().into_iter();
    drills.map(|drill| drill.rehearsed.complaint).collect()
}

#[test]
fn a_drill_is_read_back_with_its_moment_and_its_words() {
    let mut shop = Shop::new();
    rehearse(&mut shop, "late", Some("Jo forgot the name"));
    shop.log("Ana");
    rehearse(&mut shop, "broken", None);
    let drills = shop.store.drills().unwrap();
    assert_eq!(complaints(&shop), ["late", "broken"]);
    assert!(drills[0].at < drills[1].at);
    let note = drills[0].rehearsed.note.as_ref().unwrap();
    assert_eq!(note.words(), Some(&words("Jo forgot the name")));
    shop.assert_clean();
}

#[test]
fn a_drill_is_taken_back_and_put_back_like_anything_else() {
    let mut shop = Shop::new();
    let number = shop.log("Ana");
    rehearse(&mut shop, "late", Some("again"));
    let turned = shop.undo().unwrap();
    assert_eq!(turned.operation.verb, "drill");
    assert_eq!(
        (turned.events[0].case, turned.events[0].customer),
        (None, None)
    );
    assert_eq!(complaints(&shop), Vec::<String>::new());
    shop.assert_clean();
    shop.redo().unwrap();
    assert_eq!(complaints(&shop), ["late"]);
    shop.undo().unwrap();
    assert_eq!(shop.undo().unwrap().operation.verb, "new");
    assert!(shop.store.case(number).unwrap().is_none());
    shop.assert_clean();
}

#[test]
fn nothing_else_is_about_drills() {
    let mut shop = Shop::new();
    let noted = Event::Noted(Noted {
        note: shop.pen.text("no drill"),
    });
    for event in [noted, Event::NightReported(NightReported { announced: 0 })] {
        let operation = shop.operation("drill");
        let saved = shop.save(&operation, |writing, _| {
            writing.append(EventSubject::Drills, event)
        });
        assert!(saved.is_err());
    }
    assert_eq!(shop.store.shop().unwrap().events, 0);
    shop.assert_clean();
}

#[test]
fn what_was_said_of_a_drill_is_tied_to_the_history() {
    for (sql, problem) in [
        (
            "UPDATE texts SET body = 'praise' WHERE body = 'blame'",
            Discrepancy::WordsChanged {
                of: CheckSubject::Drills,
            },
        ),
        (
            "DELETE FROM texts WHERE body = 'blame'",
            Discrepancy::WordsMissing {
                of: CheckSubject::Drills,
            },
        ),
    ] {
        let mut shop = Shop::new();
        shop.log("Ana");
        rehearse(&mut shop, "late", Some("blame"));
        assert_eq!(edit_by_hand(&shop.path, sql, 0), 1);
        let problems = shop.store.check().unwrap().problems;
        assert_eq!(problems, [problem]);
    }
}

#[test]
fn cells_of_cases_are_found_by_playbook_until_they_are_taken_back() {
    let mut shop = Shop::new();
    for name in ["Ana", "Ben", "Cem"] {
        shop.log(name);
    }
    let cell = |complaint: &str, tier: &str| UsedCell {
        complaint: complaint.to_owned(),
        tier: tier.to_owned(),
        severity: Severity::Major,
    };
    let used = shop.store.used_cells("cafe").unwrap();
    let expected = [
        cell("broken", "gold"),
        cell("broken", "new"),
        cell("late", "new"),
    ];
    assert_eq!(used.into_iter().collect::<Vec<_>>(), expected);
    assert!(shop.store.used_cells("hotel").unwrap().is_empty());
    shop.undo().unwrap();
    assert_eq!(shop.store.used_cells("cafe").unwrap().len(), 2);
}
