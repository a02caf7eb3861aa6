//! `amends note`: write something down.

use super::shop::{Mistake, Shop, numbers};

#[test]
fn a_note_stands_in_the_case() {
    let shop = Shop::with_ada();
    let noted = shop
        .speaks("note 1 'She likes the lemon one'", "amends.note/1")
        .remove(0);
    let events = noted["events"].as_array().unwrap();
    assert_eq!(events.last().unwrap()["words"], "She likes the lemon one");
    assert_eq!(noted["changed"], "written down in #1");
    assert_eq!(numbers(&shop.items("list lemon")), [1]);
}

#[test]
fn a_closed_case_can_still_be_written_about() {
    let shop = Shop::with_ada();
    shop.run("close 1 --outcome lost --cause process --why gone")
        .ok();
    shop.run("note 1 'she came back for bread'").ok();
    assert_eq!(shop.case(1)["state"], "closed");
}

const MISTAKES: &[Mistake] = &[
    ("note 1 ''", 2, "the note is empty", "amends note 1"),
    ("note 1 '  '", 2, "the note is empty", "between quotes"),
    ("note 1", 2, "TEXT", "amends help note"),
    (
        "note 1 two words",
        2,
        "does not expect `words`",
        "between quotes",
    ),
    ("note 2 x", 5, "there is no case #2", "amends list --all"),
];

#[test]
fn mistakes_are_refused_and_leave_no_trace() {
    let shop = Shop::with_ada();
    shop.refuses_each(MISTAKES);
    Shop::empty().refuses("note 1 x", 5);
}

#[test]
fn a_text_of_64_kib_is_kept_and_one_byte_more_is_refused() {
    let shop = Shop::with_ada();
    let longest = "x".repeat(65_536);
    shop.run_args(["note", "1", &longest]).ok();
    assert!(shop.case(1)["events"].to_string().contains(&longest));
    let before = shop.data_file();
    let said = shop
        .run_args(["note", "1", &format!("{longest}x")])
        .fails(2);
    said.says("65537 bytes").says("65536");
    assert_eq!(shop.data_file(), before);
}
