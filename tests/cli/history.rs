//! `amends history`: what was done.

use serde_json::json;

use super::shop::Shop;

fn busy() -> Shop {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 10:15")
        .run("done 1 --note 'she was kind'")
        .ok();
    shop.at("2026-11-22 10:25").run("assign 1 Sam").ok();
    shop
}

#[test]
fn the_shops_history_is_newest_first() {
    let items = busy().speaks("history", "amends.history/1");
    let done: Vec<_> = items.iter().map(|one| one["command"].clone()).collect();
    assert_eq!(done, ["assign", "done", "new"]);
    assert_eq!(items[0]["at"], "2026-11-22T10:25:00+00:00");
    assert_eq!(items[0]["cases"], json!([1]));
}

#[test]
fn a_cases_history_says_what_happened() {
    let items = busy().items("history 1");
    let what: Vec<_> = items.iter().map(|one| one["what"][0].clone()).collect();
    assert_eq!(
        what,
        [
            "given to",
            "step 1 done",
            "logged as late-delivery, regular, major"
        ]
    );
}

#[test]
fn the_shops_history_and_that_of_a_case_name_the_commands_alike() {
    let shop = busy();
    let commands = |line: &str| -> Vec<_> {
        shop.items(line)
            .iter()
            .map(|one| one["command"].clone())
            .collect()
    };
    assert_eq!(commands("history"), commands("history 1"));
}

#[test]
fn the_shops_history_says_what_each_command_did() {
    for item in busy().items("history") {
        assert_ne!(item["what"], json!([]), "{item}");
    }
}

#[test]
fn it_is_cut_where_it_was_asked_to_be() {
    let shop = busy();
    let cut = shop.run("history --limit 2 --json").ok().json();
    assert_eq!(
        (&cut["count"], &cut["truncated"]),
        (&2.into(), &true.into())
    );
    shop.refuses("history --limit many", 2)
        .says("`many`")
        .says("a whole number");
}

#[test]
fn nothing_done_is_no_error() {
    Shop::empty().only_reads("history").has_no_result();
    Shop::empty()
        .refuses("history 1", 5)
        .says("there is no case #1");
    busy().refuses("history 2", 5).says("there is no case #2");
}

#[test]
fn reading_writes_nothing() {
    busy().only_reads("history");
    busy().only_reads("history 1 --json");
}
