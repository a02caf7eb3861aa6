//! `shop.toml` as people write it: people, hours, and everything that can be wrong with them.

use super::shop::{ADA, BEN, SETTINGS, Shop};

/// A shop with a wrong line of every kind below `[people]` and `[hours]`.
const WRONG: &str = "\
name = \"Rosa's Bakery\"
timezone = \"Europe/London\"
playbook = \"corner\"
[people]
owner = { name = \"Rosa Marin\", until = \"6pm\" }
[hours]
monday = [\"09:00-17:00\"]
tue = [\"9-17\"]
wed = \"09:00-17:00\"
thu = [\"09:00-12:30\", \"12:00-17:00\"]
fri = [\"09:00–17:00\"]
holidays = [\"25-12\", \"2026-02-30\"]
[[hours.on]]
date = \"12-24\"
open = [\"25:00-26:00\"]
";

/// Where each of its problems is, and what to do.
const PROBLEMS: [(&str, &str); 9] = [
    ("line 5, column 40: `6pm`", "write `18:00`"),
    ("line 7, column 1: `monday`", "did you mean `mon`?"),
    ("line 8, column 8: `9-17`", "write `09:00-17:00`"),
    ("line 9, column 7: `wed`", "write `wed = [\"09:00-17:00\"]`"),
    (
        "line 10, column 23: `12:00-17:00`",
        "write `09:00-17:00` for both",
    ),
    ("line 11, column 8: `09:00–17:00`", "write `09:00-17:00`"),
    ("line 12, column 13: `25-12`", "write `12-25`"),
    (
        "line 12, column 22: there is no `2026-02-30`",
        "from `01` to `28`",
    ),
    ("line 14, column 8: `12-24`", "write the year in front"),
];

#[test]
fn every_problem_of_people_and_hours_is_named_at_once_with_line_and_column() {
    let shop = Shop::with_settings(WRONG);
    let said = shop.refuses("due", 2);
    said.says("shop.toml` cannot be used");
    for (place, to_do) in PROBLEMS {
        said.says(place).says(to_do);
    }
    said.says("line 15, column 9: there is no `25:00`");
    assert_eq!(said.stderr().matches("line ").count(), PROBLEMS.len() + 1);
}

#[test]
fn a_program_that_reads_json_is_told_the_same() {
    let shop = Shop::with_settings(WRONG);
    let error = shop.refuses("due --json", 2).error();
    assert_eq!(
        (&error["code"], &error["exit"]),
        (&"usage".into(), &2.into())
    );
    let message = error["message"].as_str().unwrap();
    for (place, to_do) in PROBLEMS {
        assert!(
            message.contains(place) && message.contains(to_do),
            "{message}"
        );
    }
}

#[test]
fn a_file_that_breaks_loses_nothing() {
    let shop = Shop::with_ada();
    shop.write("shop.toml", WRONG);
    for line in [
        "",
        "list",
        "show 1",
        "done 1",
        BEN,
        "report nightly",
        "undo",
    ] {
        shop.refuses(line, 2).says("line 8, column 8");
    }
    shop.write("shop.toml", SETTINGS);
    assert_eq!(shop.case(1)["customer"], "Ada Okafor");
    assert_eq!(shop.items("list --all").len(), 1);
}

#[test]
fn hours_that_never_open_are_refused() {
    let shop = Shop::with_settings("timezone = \"Europe/London\"\n[hours]\nsun = []\n");
    let said = shop.refuses("due", 2);
    said.says("line 2, column 1: by these hours the shop never opens")
        .says("mon = [\"09:00-17:00\"]");
}

#[test]
fn hours_and_people_with_a_time_to_leave_are_understood() {
    let shop = Shop::new();
    let people = "owner = { name = \"Rosa Marin\", until = \"18:00\" }";
    let settings = SETTINGS.replace("owner = \"Rosa Marin\"", people);
    assert!(settings.contains(people));
    let hours = "[hours]\nmon = [\"09:00-12:30\", \"13:30-17:00\"]\nfri = [\"18:00-02:00\"]\nsun = []\n\
        holidays = [2026-12-25, \"12-26\"]\n[[hours.on]]\ndate = \"2026-12-24\"\nopen = [\"09:00-12:00\"]\n";
    shop.write("shop.toml", format!("{settings}{hours}"));
    shop.run(ADA).ok();
    assert_eq!(shop.case(1)["holder"], "Rosa Marin");
}

#[test]
fn the_settings_a_shop_begins_with_show_how_hours_are_written() {
    let shop = Shop::empty();
    shop.playbook("corner", super::shop::CORNER);
    shop.run(&format!("{ADA} --playbook corner")).ok();
    let written = std::fs::read_to_string(shop.path("shop.toml")).unwrap();
    assert!(written.contains("# [hours]") && written.contains("# [[hours.on]]"));
    // With the signs of the comment taken away it is an example that works.
    shop.write("shop.toml", written.replace("\n# ", "\n"));
    shop.run("due").ok();
}

#[test]
fn the_example_of_the_help_page_works() {
    let page = Shop::empty().run("help environment").ok().stdout();
    let (_, example) = page.split_once("shop.toml:\n").unwrap();
    assert!(example.contains("[hours]") && example.contains("until = "));
    Shop::with_settings(example).run("due").ok();
}
