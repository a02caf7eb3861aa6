//! `amends note`: write something down.

use super::shop::{Mistake, Shop, numbers};

#[test]
fn a_note_is_written_down() {
    let shop = Shop::with_ada();
    shop.run("note 1 'She likes the lemon one'").ok();
    shop.run("show 1").ok().shows("She likes the lemon one");
}

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

/// Verbs with a text, which comes from standard input.
const FROM_INPUT: [&str; 9] = [
    "note 1 -",
    "contact 1 --words -",
    "promise 1 - --by 20:00",
    "pause 1 --until 'tomorrow 09:00' --why - --asked-by customer",
    "resume 1",
    "done 1 --note -",
    "close 1 --outcome lost --cause process --why -",
    "reopen 1 --why -",
    "assign 1 -",
];

#[test]
fn every_text_can_come_from_standard_input_and_nothing_of_it_stands_on_the_command_line() {
    let shop = Shop::new();
    let said = b"She said \xe2\x80\x9cnever again\xe2\x80\x9d\nand hung up\n";
    let new = "new --customer Ada --type late-delivery --tier regular --severity major --words -";
    shop.run_with_input(new, said).ok();
    assert_eq!(
        shop.case(1)["words"],
        "She said \u{201c}never again\u{201d}\nand hung up"
    );
    for line in FROM_INPUT {
        shop.run_with_input(line, b"read from input\n").ok();
    }
    let history = shop.items("history 1");
    let words: Vec<String> = history
        .iter()
        .flat_map(|item| {
            item["words"]
                .as_array()
                .unwrap()
                .iter()
                .map(ToString::to_string)
        })
        .collect();
    assert!(
        words
            .iter()
            .filter(|text| text.contains("read from input"))
            .count()
            >= 7,
        "{words:#?}"
    );
    assert!(!words.iter().any(|text| text == "\"-\""), "{words:#?}");
    let two = "close 1 --outcome lost --cause process --why - --lesson -";
    let answer = shop.run_with_input(two, b"x").fails(2);
    answer.says("cannot both come from standard input");
}
