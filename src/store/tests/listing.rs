//! Lists: order, pages, conditions, and the index they rest on.

use proptest::prelude::*;

use super::kit::{self, Shop, busy_shop, moment, words};
use crate::domain::case::deadline::CaseState;
use crate::domain::event::{Changed, Event};
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::replay::PastCase;
use crate::domain::time::zone::Instant;
use crate::store::{CaseRow, CustomerRecord, Query, SortOrder, Store, WhichCases};

fn all() -> Query {
    Query {
        which: WhichCases::All,
        ..Query::default()
    }
}

#[test]
fn open_cases_come_by_deadline_and_those_without_one_last() {
    let shop = busy_shop(30);
    let rows = shop.store.open_cases(100).unwrap();
    let dues: Vec<_> = rows.iter().map(|row| row.summary.due_at()).collect();
    let known: Vec<_> = dues.iter().flatten().collect();
    assert!(known.is_sorted() && known.len() > 10 && known.len() < dues.len());
    assert!(dues.is_sorted_by_key(|due| due.is_none()));
    assert_eq!(shop.store.open_cases(3).unwrap(), rows[..3]);
    let listed = shop.store.list(&Query::default(), None, 100).unwrap().rows;
    assert_eq!(listed, rows);
}

#[test]
fn counts_agree_with_the_rows_at_every_moment() {
    let shop = busy_shop(30);
    let rows = shop.store.open_cases(100).unwrap();
    for hours in [-10, 0, 1, 7, 20, 100] {
        let now = moment(hours);
        let late = rows
            .iter()
            .filter(|row| row.summary.due_at().is_some_and(|due| due < now));
        let soon = rows.iter().filter(|row| {
            row.summary.due_at().is_some_and(|due| due >= now)
                && row.summary.soon_at().is_some_and(|soon| soon <= now)
        });
        let counts = shop.store.counts(now).unwrap();
        assert_eq!(counts.late, late.count() as u64);
        assert_eq!(counts.due_soon, soon.count() as u64);
        let cases = rows.iter().map(|row| row.clone().at(now));
        let recovered = cases.filter(|case| case.state == CaseState::Recovered);
        assert_eq!(counts.recovered, recovered.count() as u64);
        assert_eq!(counts.open(), rows.len() as u64);
    }
}

/// Number, complaint types, tier, severity and moment of each case, as its events add up.
fn folded(shop: &Shop) -> Vec<(u64, Vec<String>, String, Severity, Instant)> {
    let fact = |number| {
        let case = shop.store.case(number).unwrap()?.0;
        let types = case.facts.complaints.iter().map(|named| named.id.clone());
        let tier = case.facts.tier.id.clone();
        let told = case.logged.told.at;
        Some((number, types.collect(), tier, case.severity(), told))
    };
    (1..60).filter_map(fact).collect()
}

#[test]
fn past_cases_are_those_that_stand_with_what_their_events_say_of_them() {
    let mut shop = busy_shop(40);
    let text = shop.store.case(6).unwrap().unwrap().0.facts.text;
    let facts = kit::facts(5, text);
    let to = Event::Changed(Box::new(Changed { facts, plan: None }));
    shop.append(8, to.clone()).unwrap();
    shop.append(6, to).unwrap();
    shop.undo().unwrap();
    let past = shop.store.past_cases(None, None).unwrap();
    let told = |case: &PastCase| {
        let kind = past.kinds[case.kind].clone();
        let types = std::iter::once(kind.complaint).chain(kind.also).collect();
        (case.number, types, kind.tier, kind.severity, case.told_at)
    };
    assert_eq!(
        past.cases.iter().map(told).collect::<Vec<_>>(),
        folded(&shop)
    );
    assert!(past.kinds.iter().any(|kind| kind.also == ["cold"]));
    assert!(past.kinds.len() < past.cases.len());
    assert_eq!(past.playbooks["cafe"], past.cases.len() as u64);
}

#[test]
fn past_cases_are_told_within_the_bounds_both_included() {
    let shop = busy_shop(40);
    let all = folded(&shop);
    let (since, until) = (all[3].4, all[9].4.max(all[3].4));
    let some = shop.store.past_cases(Some(since), Some(until)).unwrap();
    let within = all.iter().filter(|case| (since..=until).contains(&case.4));
    let numbers = |cases: &[PastCase]| cases.iter().map(|case| case.number).collect::<Vec<_>>();
    assert_eq!(
        numbers(&some.cases),
        within.map(|case| case.0).collect::<Vec<_>>()
    );
    assert!(some.cases.len() > 1 && some.cases.len() < all.len());
}

#[test]
fn a_case_is_in_time_in_its_due_moment() {
    let mut shop = Shop::new();
    shop.log("Ana");
    let due = shop.store.open_cases(1).unwrap()[0]
        .summary
        .due_at()
        .unwrap();
    assert_eq!(shop.store.counts(due).unwrap().late, 0);
    assert_eq!(
        shop.store
            .counts(due + chrono::TimeDelta::seconds(1))
            .unwrap()
            .late,
        1
    );
}

fn in_pages(store: &Store, query: &Query, size: u32) -> Vec<u64> {
    let mut numbers = Vec::new();
    let mut after = None;
    loop {
        let page = store.list(query, after, size).unwrap();
        assert!(page.rows.len() <= size as usize);
        numbers.extend(page.rows.iter().map(|row| row.summary.number));
        after = page.next;
        if after.is_none() {
            return numbers;
        }
    }
}

#[test]
fn pages_of_any_size_make_the_whole_list() {
    let shop = busy_shop(30);
    for sort in [SortOrder::Due, SortOrder::Told, SortOrder::Number] {
        for which in [WhichCases::Open, WhichCases::Closed, WhichCases::All] {
            let query = Query {
                which,
                sort,
                ..Query::default()
            };
            let whole = shop.numbers(&query);
            assert!(!whole.is_empty());
            for size in [1, 2, 7, 100] {
                assert_eq!(
                    in_pages(&shop.store, &query, size),
                    whole,
                    "{sort:?} {which:?}"
                );
            }
        }
    }
}

/// Compares a list with the rows of everything that a condition should keep.
fn assert_kept(set: impl FnOnce(&mut Query), keep: impl Fn(&CaseRow) -> bool) {
    let shop = busy_shop(30);
    let rows = shop.store.list(&all(), None, 1_000).unwrap().rows;
    let mut query = all();
    set(&mut query);
    let expected: Vec<_> = rows.iter().filter(|row| keep(row)).cloned().collect();
    assert!(!expected.is_empty() && expected.len() < rows.len());
    assert_eq!(shop.store.list(&query, None, 1_000).unwrap().rows, expected);
}

#[test]
fn every_condition_leaves_out_what_does_not_meet_it() {
    let since = moment(10);
    assert_kept(
        |query| query.complaint = Some("late".to_owned()),
        |row| row.summary.complaint.id == "late",
    );
    assert_kept(
        |query| query.tier = Some("gold".to_owned()),
        |row| row.summary.tier.id == "gold",
    );
    assert_kept(
        |query| query.severity = Some(Severity::Severe),
        |row| row.summary.severity == Severity::Severe,
    );
    assert_kept(
        |query| query.since = Some(since),
        |row| row.summary.told_at >= since,
    );
    assert_kept(
        |query| query.until = Some(since),
        |row| row.summary.told_at <= since,
    );
    assert_kept(
        |query| query.customer = Some(words("ＣＵＳＴＯＭＥＲ 1")),
        |row| {
            row.customer_name
                .as_ref()
                .unwrap()
                .as_stored()
                .starts_with("Customer 1")
        },
    );
}

#[test]
fn a_holder_is_found_by_the_whole_name() {
    let mut shop = Shop::new();
    shop.log("Ana");
    shop.log("Ben");
    let held_by = |name: &str| Query {
        holder: Some(words(name)),
        ..all()
    };
    assert_eq!(shop.numbers(&held_by("sam osei")), [2]);
    assert!(shop.numbers(&held_by("sam")).is_empty());
    assert!(shop.numbers(&held_by("%")).is_empty());
}

#[test]
fn text_is_searched_as_it_stands() {
    let mut shop = Shop::new();
    shop.log("Ana O'Neil");
    shop.log("Ben");
    shop.note(2, "a_b 50%\\");
    let found = |text: &str| {
        shop.numbers(&Query {
            text: Some(words(text)),
            ..all()
        })
    };
    assert_eq!(found("o'neil"), [1]);
    assert_eq!(found("ben@example"), [2]);
    assert_eq!(found("order 2"), [2]);
    assert_eq!(found("a_b"), [2]);
    assert_eq!(found("50%\\"), [2]);
    assert!(found("axb").is_empty() && found("50x").is_empty());
    assert_eq!(found("CAKE").len(), 2);
    assert_eq!(found("%").len(), 2);
}

#[test]
fn customers_are_found_by_key_and_by_part() {
    let mut shop = Shop::new();
    for name in ["Ana Silva", "Anne Weiß", "Ben_Ana"] {
        shop.log(name);
    }
    let names = |found: Vec<CustomerRecord>| -> Vec<String> {
        let name = |customer: CustomerRecord| customer.name.unwrap();
        found
            .into_iter()
            .map(|customer| name(customer).as_stored().to_owned())
            .collect()
    };
    assert_eq!(
        names(shop.store.customers_named(&words(" ANA  silva")).unwrap()),
        ["Ana Silva"]
    );
    assert_eq!(
        names(shop.store.customers_named(&words("anne weiss")).unwrap()),
        ["Anne Weiß"]
    );
    assert!(
        shop.store
            .customers_named(&words("ana"))
            .unwrap()
            .is_empty()
    );
    let like = shop.store.customers_like(&words("ana"), 10).unwrap();
    assert_eq!(names(like), ["Ana Silva", "Ben_Ana"]);
    assert_eq!(
        names(shop.store.customers_like(&words("n_a"), 10).unwrap()),
        ["Ben_Ana"]
    );
    assert_eq!(shop.store.customers_like(&words(""), 2).unwrap().len(), 2);
    assert_eq!(shop.store.customer(shop.pen.id()).unwrap(), None);
}

fn plan_of(shop: &Shop, sql: &str) -> String {
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let mut statement = shop.store.db.prepare(&explain).unwrap();
    let mut rows = statement.raw_query();
    let mut plan = String::new();
    while let Some(row) = rows.next().unwrap() {
        plan.push_str(&row.get::<_, String>("detail").unwrap());
        plan.push('\n');
    }
    plan
}

#[test]
fn what_is_due_is_read_in_the_order_of_the_index() {
    let shop = busy_shop(5);
    for sql in [crate::store::cases::OPEN, crate::store::cases::COUNTS] {
        let plan = plan_of(&shop, sql);
        assert!(plan.contains("INDEX cases_open"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
    let plan = plan_of(&shop, crate::store::cases::agenda::AGENDAS);
    for index in ["INDEX cases_open", "INDEX cases_prevent"] {
        assert!(plan.contains(index), "{plan}");
    }
    assert!(!plan.contains("SCAN cases\n"), "{plan}");
    let plan = plan_of(&shop, crate::store::events::OF_SUBJECT);
    assert!(
        plan.contains("INDEX events_about") && !plan.contains("TEMP B-TREE"),
        "{plan}"
    );
    for sql in [
        crate::store::cases::KNOWN_ROW,
        crate::store::cases::CASE_OF_ROW,
    ] {
        let plan = plan_of(&shop, sql);
        assert!(plan.contains("INDEX cases_origin"), "{plan}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_search_finds_just_the_texts_that_contain_it(
        texts in prop::collection::vec("[a%_\\\\ü]{0,4}", 1..5),
        part in "[a%_\\\\ü]{1,2}",
    ) {
        let mut shop = Shop::new();
        for text in &texts {
            let number = shop.log("Z");
            shop.note(number, &format!("[{text}]"));
        }
        let part = format!("[{part}");
        let query = Query { text: Some(words(&part)), sort: SortOrder::Number, ..all() };
        let expected: Vec<u64> = (1..)
            .zip(&texts)
            .filter(|(_, text)| format!("[{text}]").contains(&part))
            .map(|(number, _)| number)
            .collect();
        let mut found = shop.numbers(&query);
        found.reverse();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn kit_makes_the_same_shop_every_time() {
    let (one, other) = (busy_shop(8), busy_shop(8));
    let (one, other) = (one.store.shop().unwrap(), other.store.shop().unwrap());
    assert_eq!(one, other);
    assert_eq!(kit::moment(0), one.created_at);
}
