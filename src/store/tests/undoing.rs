//! Taking back and putting in place again.

use proptest::prelude::*;

use super::kit::{Shop, import, words};
use crate::domain::event::Event;
use crate::store::{Query, Undoable, UndoneOrRedone, WhichCases};

fn all() -> Query {
    Query {
        which: WhichCases::All,
        ..Query::default()
    }
}

#[test]
fn a_case_taken_back_keeps_its_number_and_is_in_no_list() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let taken = shop.undo().unwrap();
    assert_eq!(
        (taken.operation.verb.as_str(), taken.operation.number),
        ("new", 1)
    );
    assert_eq!(shop.store.case(1).unwrap(), None);
    assert!(shop.numbers(&all()).is_empty());
    assert!(shop.store.open_cases(5).unwrap().is_empty());
    assert!(
        shop.store
            .customers_named(&words("Ana"))
            .unwrap()
            .is_empty()
    );
    let history = shop.store.case_history(1).unwrap().unwrap();
    assert_eq!(history[0].undone_by, Some(2));
    shop.assert_clean();
    assert_eq!(shop.log("Ana"), 2);
    shop.assert_clean();
}

#[test]
fn what_was_taken_back_is_told_with_its_words() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.note(1, "call after six");
    let UndoneOrRedone { operation, events } = shop.undo().unwrap();
    assert_eq!((operation.verb.as_str(), operation.events), ("noted", 1));
    assert_eq!((operation.cases, operation.first_case), (1, Some(1)));
    assert_eq!((events.len(), events[0].case), (1, Some(1)));
    let Event::Noted(noted) = &events[0].recorded.event else {
        panic!("{events:?}")
    };
    assert_eq!(noted.note.words(), Some(&words("call after six")));
    let added = &shop.undo().unwrap().events[0];
    assert!(added.customer.is_some() && added.case.is_none());
}

#[test]
fn undo_walks_back_and_redo_forward() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.note(1, "one");
    shop.note(1, "two");
    shop.undo().unwrap();
    shop.undo().unwrap();
    assert!(shop.notes(1).is_empty());
    shop.redo().unwrap();
    assert_eq!(shop.notes(1), ["one"]);
    shop.redo().unwrap();
    assert_eq!(shop.notes(1), ["one", "two"]);
    assert!(shop.redo().is_none());
    shop.undo().unwrap();
    assert_eq!(shop.notes(1), ["one"]);
    shop.assert_clean();
}

#[test]
fn nothing_comes_back_over_something_newer() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.note(1, "one");
    shop.undo().unwrap();
    shop.note(1, "two");
    assert!(shop.redo().is_none());
    shop.undo().unwrap();
    assert_eq!(shop.redo().unwrap().operation.number, 4);
    assert!(shop.redo().is_none());
    assert_eq!(shop.notes(1), ["two"]);
}

#[test]
fn nothing_to_take_back_stores_nothing() {
    let mut shop = Shop::new();
    assert!(shop.undo().is_none() && shop.redo().is_none());
    shop.log("Ana");
    shop.undo().unwrap();
    assert!(shop.undo().is_none());
    assert_eq!(shop.store.history(None, 9).unwrap().len(), 2);
}

#[test]
fn an_import_is_taken_back_whole() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let before = shop.store.case(1).unwrap();
    import(&mut shop, 30);
    assert_eq!(shop.numbers(&all()).len(), 31);
    let taken = shop.undo().unwrap();
    assert_eq!(taken.operation.cases, 30);
    assert_eq!(
        (taken.operation.first_case, taken.operation.last_case),
        (Some(2), Some(31))
    );
    assert_eq!(taken.events.len(), UndoneOrRedone::SHOWN as usize);
    assert_eq!(shop.numbers(&all()), [1]);
    assert_eq!(shop.store.case(1).unwrap(), before);
    shop.redo().unwrap();
    assert_eq!(shop.numbers(&all()).len(), 31);
    shop.assert_clean();
}

#[test]
fn an_announcement_is_not_taken_back() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.note(1, "one");
    shop.announce(1);
    assert_eq!(shop.undo().unwrap().operation.verb, "noted");
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    assert_eq!(case.cycle().unwrap().escalated.len(), 1);
    shop.assert_clean();
}

#[test]
fn an_announcement_goes_and_comes_with_the_case_it_was_about() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.announce(1);
    assert_eq!(shop.undo().unwrap().operation.verb, "new");
    assert_eq!(shop.store.case(1).unwrap(), None);
    shop.assert_clean();
    shop.redo().unwrap();
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    assert_eq!(case.cycle().unwrap().escalated.len(), 1);
    assert_eq!(case.facts.grounds.raises.len(), 1);
    shop.assert_clean();
}

#[test]
fn an_announcement_made_after_an_undoing_stays_through_it() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    let changed = super::kit::some_event(&mut shop.pen, &case, 4);
    shop.append(1, changed).unwrap();
    shop.undo().unwrap();
    shop.announce(1);
    let (case, _) = shop.store.case(1).unwrap().unwrap();
    assert_eq!(case.cycle().unwrap().escalated.len(), 1);
    assert!(
        shop.redo().is_some(),
        "an announcement is not something newer"
    );
    shop.assert_clean();
}

#[test]
fn the_history_tells_what_was_taken_back() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.note(1, "one");
    shop.undo().unwrap();
    let told: Vec<_> = shop.store.history(None, 9).unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|past| (past.verb.as_str(), past.undoable, past.undone_by))
        .collect();
    let expected = [
        ("undo", Undoable::No, None),
        ("noted", Undoable::Yes, Some(3)),
        ("new", Undoable::Yes, None),
    ];
    assert_eq!(told, expected);
    assert_eq!(shop.store.history(Some(3), 1).unwrap()[0].number, 2);
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Log,
    Note(u64),
    Close(u64),
    Announce(u64),
    Undo,
    Redo,
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        2 => Just(Move::Log),
        3 => (1..4_u64).prop_map(Move::Note),
        1 => (1..4_u64).prop_map(Move::Close),
        1 => (1..4_u64).prop_map(Move::Announce),
        4 => Just(Move::Undo),
        3 => Just(Move::Redo),
    ]
}

/// Two stacks, as everybody imagines undo.
#[derive(Default)]
struct Model {
    standing: Vec<(Move, u64)>,
    undone: Vec<(Move, u64)>,
    logged: u64,
}

impl Model {
    fn stands(&self, case: u64) -> bool {
        self.standing
            .iter()
            .any(|(step, number)| matches!(step, Move::Log) && *number == case)
    }

    fn count(&self, case: u64, same: fn(&Move) -> bool) -> usize {
        self.standing
            .iter()
            .filter(|(step, number)| same(step) && *number == case)
            .count()
    }

    fn push(&mut self, step: Move, case: u64) {
        self.standing.push((step, case));
        self.undone.clear();
    }
}

fn take(shop: &mut Shop, model: &mut Model, step: Move) {
    match step {
        Move::Log => {
            model.logged += 1;
            assert_eq!(shop.log("Ana"), model.logged);
            model.push(step, model.logged);
        }
        Move::Note(case) if model.stands(case) => {
            shop.note(case, "x");
            model.push(step, case);
        }
        Move::Close(case) if model.stands(case) => {
            shop.close(case);
            model.push(step, case);
        }
        Move::Announce(case) if model.stands(case) && case != 10 => shop.announce(case),
        Move::Note(_) | Move::Close(_) | Move::Announce(_) => {}
        Move::Undo => {
            let undone = model.standing.pop();
            assert_eq!(shop.undo().is_some(), undone.is_some());
            model.undone.extend(undone);
        }
        Move::Redo => {
            let redone = model.undone.pop();
            assert_eq!(shop.redo().is_some(), redone.is_some());
            model.standing.extend(redone);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undo_and_redo_are_two_stacks(moves in prop::collection::vec(a_move(), 1..25)) {
        let mut shop = Shop::new();
        let mut model = Model::default();
        for step in moves {
            take(&mut shop, &mut model, step);
            for case in 1..=model.logged {
                let found = shop.store.case(case).unwrap();
                prop_assert_eq!(found.is_some(), model.stands(case));
                let Some((found, _)) = found else { continue };
                let notes = model.count(case, |step| matches!(step, Move::Note(_)));
                prop_assert_eq!(found.notes.len(), notes);
                let closed = model.count(case, |step| matches!(step, Move::Close(_)));
                prop_assert_eq!(found.closed.is_some(), closed > 0);
            }
        }
        let standing: Vec<u64> =
            (1..=model.logged).rev().filter(|case| model.stands(*case)).collect();
        let query = Query { sort: crate::store::SortOrder::Number, ..all() };
        prop_assert_eq!(shop.numbers(&query), standing);
        let report = shop.store.check().unwrap();
        prop_assert!(report.is_clean(), "{:?}", report.problems);
    }
}
