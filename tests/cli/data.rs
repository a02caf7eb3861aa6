//! `amends data`: where everything is, and whether it is whole.

use serde_json::json;

use super::shop::Shop;

#[test]
fn the_paths_are_those_of_the_shop_folder() {
    let shop = Shop::new();
    let paths = shop.speaks("data path", "amends.data-path/1").remove(0);
    assert_eq!(
        paths["folder"].as_str().unwrap(),
        shop.folder().to_str().unwrap()
    );
    assert_eq!(
        paths["data_file"].as_str().unwrap(),
        shop.path("amends.db").to_str().unwrap()
    );
    assert_eq!(paths["exists"], true);
    assert_eq!(Shop::empty().item("data path")["exists"], false);
}

#[test]
fn the_folder_of_the_command_line_goes_before_that_of_the_environment() {
    let shop = Shop::new();
    let paths = shop.item("data path --data-dir other");
    assert_eq!(
        paths["folder"].as_str().unwrap(),
        shop.path("other").to_str().unwrap()
    );
    assert!(!shop.path("other").try_exists().unwrap());
}

#[test]
fn a_whole_file_is_sound_and_its_events_are_counted() {
    let shop = Shop::with_ada();
    shop.run("done 1").ok();
    let check = shop.speaks("data check", "amends.data-check/1").remove(0);
    assert_eq!(
        (&check["sound"], &check["cases"]),
        (&json!(true), &json!(1))
    );
    assert!(check["events"].as_u64().unwrap() >= 4);
    assert_eq!(check["problems"], json!([]));
}

#[test]
fn a_shop_without_cases_is_sound() {
    assert_eq!(Shop::new().item("data check")["sound"], true);
}

#[test]
fn reading_writes_nothing() {
    let shop = Shop::with_ada();
    for line in ["data path", "data check", "data check --json"] {
        shop.only_reads(line);
    }
}

#[test]
fn one_flipped_byte_in_what_was_said_is_found() {
    let shop = Shop::with_ada();
    let mut bytes = shop.data_file();
    let at = bytes
        .windows(8)
        .position(|eight| eight == b"The cake")
        .unwrap();
    bytes[at] = b'S';
    shop.write("amends.db", &bytes);
    let check = shop.run("data check --json").ends(6).item();
    assert_eq!(check["sound"], false);
    assert_ne!(check["problems"], json!([]));
    shop.run("data check").ends(6).shows("problem");
}

#[test]
fn if_any_prints_nothing_at_all_while_the_file_is_whole() {
    for shop in [Shop::new(), Shop::with_ada()] {
        shop.only_reads("data check --if-any").is_silent();
        shop.only_reads("data check --if-any --json").is_silent();
    }
    let shop = Shop::with_ada();
    let db = rusqlite::Connection::open(shop.path("amends.db")).unwrap();
    db.execute_batch("UPDATE cases SET tier = 'best'").unwrap();
    drop(db);
    shop.run("data check --if-any").ends(6).shows("problem");
}

#[test]
fn mistakes_are_refused() {
    let shop = Shop::with_ada();
    shop.refuses("data", 2)
        .says("needs to know what")
        .says("`check`");
    shop.refuses("data chek", 2).says("`chek`").says("`check`");
    shop.refuses("data import x.csv", 2).says("--mapping");
}

/// A file as the first version of the tables had it, with an open case, a closed one, and a note
/// that was taken back.
const FIRST_SCHEMA: &[u8] = include_bytes!("../data/schema-1.db");

#[test]
fn a_file_of_an_older_version_is_copied_and_brought_up_to_date() {
    let shop = Shop::holding(FIRST_SCHEMA);
    // Reading is enough, and nothing but the tables changes.
    assert_eq!(shop.item("due")["customer"], "Ada Okafor");
    assert_eq!(shop.item("data check")["sound"], true);
    let case = shop.item("show 1");
    assert_eq!(case["events"].as_array().unwrap().len(), 2);
    let copies: Vec<_> = std::fs::read_dir(shop.path("backups")).unwrap().collect();
    assert_eq!(copies.len(), 1);
    let copy = std::fs::read(copies[0].as_ref().unwrap().path()).unwrap();
    assert_eq!(copy[60..64], [0, 0, 0, 1], "the copy has the old version");
    shop.run("redo").ok();
    shop.run("done 1").ok();
    assert_eq!(shop.item("data check")["sound"], true);
}

/// A file as the second version had it, with an open case of two complaint types and a promise, a closed one, and a
/// note that was taken back.
const SECOND_SCHEMA: &[u8] = include_bytes!("../data/schema-2.db");

#[test]
fn a_file_of_the_second_version_gets_the_further_types_into_its_rows() {
    let shop = Shop::holding(SECOND_SCHEMA);
    assert_eq!(shop.item("data check")["sound"], true);
    let replayed = shop.item("playbook replay --against cafe");
    assert_eq!(replayed["read"], 2);
    let case = &replayed["cases"][0];
    assert_eq!(case["also_types"], serde_json::json!(["wrong-order"]));
    shop.run("done 1").ok();
    assert_eq!(shop.item("data check")["sound"], true);
}

#[test]
fn an_older_file_that_cannot_be_copied_first_is_left_alone() {
    let shop = Shop::holding(FIRST_SCHEMA);
    shop.write("backups", "a file where the folder should be");
    shop.run("due").fails_somehow().says("backups");
    assert_eq!(shop.data_file(), FIRST_SCHEMA);
}
