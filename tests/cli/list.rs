//! `amends list`: find cases.

use super::shop::{ADA, BEN, Shop, numbers};

/// #1 Ada, late-delivery, open; #2 Ben, wrong-order, closed; #3 Ada again a week later, held by Sam.
fn three() -> Shop {
    let shop = Shop::new();
    shop.at("2026-11-15 09:00").run(ADA).ok();
    shop.run(BEN).ok();
    shop.run("close 2 --outcome satisfied --cause one-off --why 'wanted nothing else'")
        .ok();
    shop.at("2026-11-22 10:05")
        .run(&format!("{ADA} --holder 'Sam Osei'"))
        .ok();
    shop
}

fn found(shop: &Shop, flags: &str) -> Vec<u64> {
    let mut numbers = numbers(&shop.items(&format!("list {flags}")));
    numbers.sort_unstable();
    numbers
}

#[test]
fn each_filter_takes_its_cases() {
    let shop = three();
    let table: [(&str, &[u64]); 20] = [
        ("", &[1, 3]),
        ("--open", &[1, 3]),
        ("--closed", &[2]),
        ("--all", &[1, 2, 3]),
        ("--all --type wrong-order", &[2]),
        ("--all --tier regular", &[1, 3]),
        ("--all --customer okaf", &[1, 3]),
        ("--all --customer BEN", &[2]),
        ("--all --holder 'Sam Osei'", &[3]),
        ("--all --since 2026-11-22", &[3]),
        ("--all --until 2026-11-15", &[1, 2]),
        (
            "--all --since '2026-11-15 09:00' --until '2026-11-15 09:00'",
            &[1, 2],
        ),
        ("--all --since yesterday", &[3]),
        ("spoon --all", &[2]),
        ("SPOON --all", &[2]),
        ("cake", &[1, 3]),
        ("nine --customer ada --since 2026-11-20", &[3]),
        ("--all 'elsewhere'", &[]),
        ("--all 100%", &[]),
        ("--all _", &[]),
    ];
    for (flags, wanted) in table {
        assert_eq!(found(&shop, flags), wanted, "list {flags}");
    }
}

#[test]
fn the_two_ends_are_read_together() {
    let shop = three();
    shop.at("2026-11-23 09:00");
    for (flags, wanted) in [
        ("--all --since '1 nov' --until '30 nov'", &[1, 2, 3][..]),
        ("--all --since '20 nov' --until '30 nov'", &[3]),
        ("--all --since '1 nov' --until '30 nov 2025'", &[]),
        ("--all --since sun --until fri", &[3]),
        ("--all --since 'Sun 15 Nov' --until 'Mon 16 Nov'", &[1, 2]),
    ] {
        assert_eq!(found(&shop, flags), wanted, "list {flags}");
    }
    for verb in ["list", "playbook replay --against corner"] {
        shop.refuses(&format!("{verb} --since '30 nov 2026' --until '1 nov 2026'"), 2)
            .says("`--until` lies before `--since`: Sun 1 Nov 2026 23:59 is earlier than Mon 30 Nov 2026 00:00")
            .says("the earlier one to `--since`");
    }
}

#[test]
fn notes_are_searched_too() {
    let shop = three();
    shop.run("note 1 'She likes the lemon one'").ok();
    assert_eq!(found(&shop, "lemon"), [1]);
}

#[test]
fn the_order_can_be_chosen() {
    let shop = three();
    assert_eq!(numbers(&shop.items("list --all --sort number")), [3, 2, 1]);
    assert_eq!(numbers(&shop.items("list --sort due")), [1, 3]);
    let by_telling = numbers(&shop.items("list --all --sort told"));
    assert_eq!(
        by_telling.first(),
        Some(&3),
        "the latest first: {by_telling:?}"
    );
}

#[test]
fn a_list_that_is_cut_says_so() {
    let shop = three();
    let cut = shop.run("list --all --limit 2 --json").ok().json();
    assert_eq!(
        (&cut["count"], &cut["truncated"]),
        (&2.into(), &true.into())
    );
    let whole = shop.run("list --all --limit 3 --json").ok().json();
    assert_eq!(whole["truncated"], false);
}

#[test]
fn fields_keep_only_the_named_keys() {
    let shop = three();
    let rows = shop
        .run("list --all --sort number --fields case,state,outcome")
        .ok()
        .rows();
    assert_eq!(rows[2], ["1", "late", ""]);
    assert_eq!(rows[1], ["2", "closed", "satisfied"]);
    let items = shop.items("list --fields case");
    assert_eq!(items[0].as_object().unwrap().len(), 1);
}

#[test]
fn an_unknown_field_is_named_with_those_there_are() {
    let shop = three();
    shop.refuses("list --fields case,stat", 2)
        .says("`stat`")
        .says("`state`");
}

#[test]
fn one_line_of_json_for_each_case() {
    let text = three().run("list --all --jsonl").ok().stdout();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line["customer"].is_string()));
}

#[test]
fn nothing_found_is_no_error() {
    three().only_reads("list nothing-like-this").has_no_result();
    Shop::empty().only_reads("list").has_no_result();
    assert!(Shop::empty().speaks("list", "amends.list/1").is_empty());
}

#[test]
fn reading_writes_nothing() {
    let shop = three();
    for line in [
        "list",
        "list --all --json",
        "list cake --jsonl",
        "list --closed --plain",
    ] {
        shop.only_reads(line);
    }
}

#[test]
fn mistakes_are_refused() {
    let shop = three();
    let table = [
        (
            "list --sort up",
            "`up` is not a value for --sort",
            "use `due`, `told` or `number`",
        ),
        (
            "list --open --closed",
            "cannot stand together",
            "leave one of them out",
        ),
        ("list --since 1/4/2026", "--since", "date_order"),
        (
            "list --since someday",
            "--since: `someday`",
            "yesterday 3pm",
        ),
        (
            "list --limit many",
            "`many` is not a value for --limit",
            "a whole number",
        ),
        ("list cake tea", "does not expect `tea`", "between quotes"),
        (
            "list --json --jsonl",
            "cannot stand together",
            "leave one of them out",
        ),
    ];
    for (line, message, hint) in table {
        shop.refuses(line, 2).says(message).says(hint);
    }
}

#[test]
fn in_a_pipe_nothing_is_cut_and_what_was_asked_to_be_cut_says_so() {
    let shop = Shop::new();
    let rows: String = (0..230)
        .map(|row| format!("2026-11-21 10:00,C{row},cold {row}\n"))
        .collect();
    shop.write("rows.csv", format!("Told,Name,Words\n{rows}"));
    shop.write("m.toml", "format = 1\nplaybook = \"corner\"\n[columns]\ntold = \"Told\"\nwords = [\"Words\"]\ncustomer = [\"Name\"]\n[state]\nvalue = \"open\"\n[tier]\nvalue = \"regular\"\n[severity]\nvalue = \"minor\"\n[type]\nvalue = \"late-delivery\"\n");
    shop.run("data import rows.csv --mapping m.toml").ok();
    assert_eq!(shop.run("list --all").ok().rows().len(), 230);
    assert_eq!(shop.items("list").len(), 230);
    assert_eq!(shop.run("list --jsonl").ok().stdout().lines().count(), 230);
    let cut = shop.run("list --limit 7").ok();
    assert_eq!(cut.rows().len(), 7);
    cut.says("there is more than is shown");
    assert_eq!(
        shop.run("list --limit 7 --json").ok().json()["truncated"],
        true
    );
    for _ in 0..25 {
        shop.run("note 1 x").ok();
    }
    assert_eq!(shop.items("history").len(), 26);
    shop.run("history --limit 3")
        .ok()
        .says("there is more than is shown");
}
