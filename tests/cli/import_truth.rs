//! `amends data import`: every row is taken whole, refused by its line with its true reason, or named
//! with the case that it equals.

use serde_json::{Value, json};

use super::shop::Shop;
use super::terminal::seen;

/// How the lists of these tests are read, after the keys at the top and in `[columns]`.
const REST: &str =
    "[type]\nvalue = \"wrong-order\"\n[tier]\nvalue = \"new\"\n[severity]\nvalue = \"minor\"\n";

/// A shop with a mapping for lists of `When,Who,No,Said`; whatever has a day in `Done` is over.
fn shop() -> Shop {
    let shop = Shop::new();
    mapped(&shop, "", "told = \"When\"");
    shop
}

/// Writes another mapping: keys at the top, and the columns besides customer, reference and words.
fn mapped(shop: &Shop, top: &str, columns: &str) {
    let columns =
        format!("[columns]\n{columns}\ncustomer = \"Who\"\nreference = \"No\"\nwords = \"Said\"\n");
    let mapping = format!("format = 1\nplaybook = \"corner\"\n{top}\n{columns}{REST}");
    shop.write("till.toml", mapping);
}

/// Imports a list whose first line is `names`, and gives the item, whatever the exit code.
#[track_caller]
fn import(shop: &Shop, (names, rows): (&str, &str), code: i32) -> Value {
    shop.write("till.csv", format!("{names}\n{rows}"));
    let line = "data import till.csv --mapping till.toml --json";
    match code {
        0 => shop.run(line).ok().item(),
        _ => shop.run(line).ends(code).item(),
    }
}

const NAMES: &str = "When,Who,No,Said";

/// The lines and reasons of what was refused, each reason without what to do.
fn refused(item: &Value) -> Vec<(u64, String)> {
    let rows = item["refused"].as_array().unwrap().iter();
    rows.map(|row| {
        let reason = row["reason"].as_str().unwrap();
        let (reason, hint) = reason.split_once("; ").unwrap();
        assert!(!hint.is_empty());
        (row["line"].as_u64().unwrap(), reason.to_owned())
    })
    .collect()
}

#[test]
fn a_quote_too_many_swallows_no_row() {
    let shop = shop();
    let rows = "2026-11-21 14:10,Cem,T-1,\"cold soup\n2026-11-21 19:30,Dora,T-2,\"hot soup\"\n2026-11-21 20:00,Eli,T-3,\"two\nlines\"\n";
    let item = import(&shop, (NAMES, rows), 4);
    assert_eq!(
        refused(&item),
        [(
            2,
            "the text in quotes that begins on line 2 ends on line 3, but `hot soup\"` stands right behind it"
                .to_owned()
        )]
    );
    assert_eq!((&item["read"], &item["stored"]), (&json!(3), &json!(0)));
    shop.run("data import till.csv --mapping till.toml --skip-bad")
        .ok()
        .shows("refused\t2\t")
        .shows("close the quote on line 2");
    let words = |number| shop.case(number)["words"].as_str().unwrap().to_owned();
    assert_eq!(
        (words(1), words(2)),
        ("hot soup".to_owned(), "two\nlines".to_owned())
    );
}

#[test]
fn quotes_that_are_not_doubled_are_refused_or_read_as_the_mapping_says() {
    let shop = shop();
    let rows = r#"2026-11-21 14:10,Cem,T-1,"he said \"cold\" soup"
2026-11-21 14:20,Dora,T-2,"5" pizza was cold"
"#;
    let item = import(&shop, (NAMES, rows), 4);
    let lines: Vec<u64> = refused(&item).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3]);
    let first = item["refused"][0]["reason"].as_str().unwrap();
    assert!(
        first.ends_with("say `quote = \"backslash\"` in the mapping"),
        "{first}"
    );
    mapped(&shop, "quote = \"backslash\"", "told = \"When\"");
    let (rows, _) = rows.split_once("2026-11-21 14:20").unwrap();
    assert_eq!(import(&shop, (NAMES, rows), 0)["stored"], 1);
    assert_eq!(shop.case(1)["words"], "he said \"cold\" soup");
    mapped(&shop, "quote = \"slash\"", "told = \"When\"");
    shop.refuses("data import till.csv --mapping till.toml", 2)
        .says("line 3, column 9")
        .says("`slash`")
        .says("`backslash`");
}

#[test]
fn a_reference_that_is_somebody_elses_by_now_is_refused_with_the_case() {
    let shop = shop();
    let one = "2026-11-21 14:10,Cem Aydin,T-1,No spoon\n2026-11-21 15:00,Dora,T-2,No cake\n";
    assert_eq!(import(&shop, (NAMES, one), 0)["stored"], 2);
    let other = "2026-11-22 09:00,Eli,T-1,Cold soup\n2026-11-21 15:00,dora ,T-2,no  cake\n2026-11-22 09:30,Fay,T-3,No fork\n";
    let item = import(&shop, (NAMES, other), 4);
    assert_eq!(
        refused(&item),
        [(
            2,
            "`No`: `T-1` is #1 already, with another customer (`Cem Aydin`), another moment of telling (2026-11-21 14:10) and other words"
                .to_owned()
        )]
    );
    assert_eq!(item["already_known"], 1);
    assert_eq!(item["known"], json!([{"line": 3, "case": 2}]));
    // Each of the three is enough.
    for (row, difference) in [
        (
            "2026-11-21 14:10,Cem,T-1,No spoon\n",
            "another customer (`Cem Aydin`)",
        ),
        (
            "2026-11-21 14:11,Cem Aydin,T-1,No spoon\n",
            "another moment of telling (2026-11-21 14:10)",
        ),
        ("2026-11-21 14:10,Cem Aydin,T-1,No fork\n", "other words"),
    ] {
        let item = import(&shop, (NAMES, row), 4);
        let reason = format!("`No`: `T-1` is #1 already, with {difference}");
        assert_eq!(refused(&item), [(2, reason)]);
    }
    shop.write("till.csv", format!("{NAMES}\n{other}"));
    shop.run("data import till.csv --mapping till.toml --skip-bad")
        .ok()
        .shows("#1 already")
        .shows("give it a reference of its own");
    assert_eq!(shop.case(3)["customer"], "Fay");
}

#[test]
fn known_rows_are_named_with_their_cases_and_counted() {
    let shop = shop();
    let rows: String = (0..120)
        .map(|number| format!("2026-11-21 14:10,Cem,T-{number},No spoon\n"))
        .collect();
    assert_eq!(import(&shop, (NAMES, &rows), 0)["known"], json!([]));
    let again = import(&shop, (NAMES, &rows), 0);
    let known = again["known"].as_array().unwrap();
    assert_eq!((&again["already_known"], known.len()), (&json!(120), 100));
    assert_eq!(known[99], json!({"line": 101, "case": 100}));
    let page = seen(&shop, "data import till.csv --mapping till.toml");
    assert!(page.contains("line 6 #5\nand 115 rows more\n"), "{page}");
}

#[test]
fn rows_without_a_reference_are_known_by_all_they_say() {
    let shop = shop();
    let rows = "2026-11-21 14:10,Cem,,No spoon\n2026-11-21 14:10,Cem,,No spoon\n";
    assert_eq!(import(&shop, (NAMES, rows), 0)["stored"], 2);
    let again = import(&shop, (NAMES, rows), 0);
    let known = json!([{"line": 2, "case": 1}, {"line": 3, "case": 2}]);
    assert_eq!((&again["stored"], &again["known"]), (&json!(0), &known));
}

#[test]
fn a_mapping_that_reads_fewer_columns_still_knows_its_rows() {
    let shop = shop();
    import(&shop, (NAMES, "2026-11-21 14:10,Cem,T-1,No spoon\n"), 0);
    for row in ["2026-11-21 14:10,,T-1,\n", "2026-11-21,Cem,T-1,No spoon\n"] {
        let again = import(&shop, (NAMES, row), 0);
        assert_eq!(
            (&again["stored"], &again["already_known"]),
            (&json!(0), &json!(1)),
            "{row}"
        );
    }
}

#[test]
fn a_reference_that_excel_has_cut_short_is_named_as_that() {
    let shop = shop();
    let rows = "2026-11-21 14:10,Cem,4.47911E+11,No spoon\n";
    let item = import(&shop, (NAMES, rows), 4);
    assert_eq!(
        refused(&item),
        [(
            2,
            "`No`: `4.47911E+11` is a long number as Excel shortens it, so its last digits are lost"
                .to_owned()
        )]
    );
    let reason = item["refused"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("format the column as text"), "{reason}");
}

#[test]
fn a_known_row_whose_state_changed_is_said_and_not_stored_again() {
    let shop = shop();
    mapped(&shop, "", "told = \"When\"\nclosed = \"Done\"");
    let names = "When,Who,No,Said,Done";
    let open = "2026-11-21 14:10,Cem,T-1,No spoon,\n2026-11-21 15:00,Dora,T-2,No cake,\n";
    import(&shop, (names, open), 0);
    let over = open
        .replace("spoon,", "spoon,2026-11-21 16:00")
        .replace("cake,", "cake,2026-11-21 17:00");
    let item = import(&shop, (names, &over), 0);
    assert_eq!(
        (&item["stored"], &item["already_known"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(
        item["state_changed"],
        json!([{"line": 2, "case": 1, "state": "closed"}, {"line": 3, "case": 2, "state": "closed"}])
    );
    shop.run("close 1 --outcome satisfied --cause process --why 'They fetched one'")
        .ok();
    let item = import(&shop, (names, &over), 0);
    assert_eq!(
        item["state_changed"],
        json!([{"line": 3, "case": 2, "state": "closed"}])
    );
    let page = seen(&shop, "data import till.csv --mapping till.toml");
    assert!(
        page.contains("#2 is over in the list now, and open here"),
        "{page}"
    );
    // An old list says nothing new about a case that was closed here meanwhile.
    assert_eq!(import(&shop, (names, open), 0)["state_changed"], json!([]));
}

#[test]
fn two_orders_in_one_column_are_refused_even_when_bad_rows_are_left_out() {
    let shop = shop();
    let rows = "2017-17-1,Cem,T-1,a\n2017-6-1,Dora,T-2,b\n";
    import(&shop, (NAMES, rows), 4);
    let skipped = shop
        .run("data import till.csv --mapping till.toml --skip-bad --json")
        .ok()
        .item();
    assert_eq!(skipped["stored"], 0);
    assert_eq!(
        refused(&skipped),
        [
            (2, "`When`: `2017-17-1` has the day before the month".to_owned()),
            (3, "`When`: `2017-6-1` could be 6 January 2017 or 1 June 2017, for `2017-17-1` on line 2 has the day before the month".to_owned()),
        ]
    );
    let line = "data import till.csv --mapping till.toml --date-order year-day-month";
    assert_eq!(shop.item(line)["stored"], 2);
    assert!(
        shop.case(2)["told_at"]
            .as_str()
            .unwrap()
            .starts_with("2017-01-06T00:00")
    );
    shop.refuses(
        "data import till.csv --mapping till.toml --date-order ymd",
        2,
    )
    .says("`ymd`")
    .says("`year-month-day`");
}

#[test]
fn a_date_without_a_time_is_said_with_the_moment_that_was_taken() {
    let shop = shop();
    mapped(&shop, "", "told = \"When\"\nclosed = \"Done\"");
    let names = "When,Who,No,Said,Done";
    let rows = "2026-11-21,Cem,T-1,No spoon,\n2026-11-21 15:00,Dora,T-2,No cake,\n2026-11-20,Eli,T-3,No fork,2026-11-21\n";
    let item = import(&shop, (names, rows), 0);
    let alone = json!({"told_open": 1, "told_closed": 1, "closed": 1});
    assert_eq!((&item["stored"], &item["dates_alone"]), (&json!(3), &alone));
    assert!(
        shop.case(1)["told_at"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-21T00:00")
    );
    let none = json!({"told_open": 0, "told_closed": 0, "closed": 0});
    assert_eq!(import(&shop, (names, rows), 0)["dates_alone"], none);
    shop.run("undo").ok();
    let page = seen(&shop, "data import till.csv --mapping till.toml --dry-run");
    insta::assert_snapshot!(page, @r#"
    Tried only: nothing was written.
    read:             3 rows
    would be stored:  3 cases
    of these closed:  1
    already known:    0 rows

    Dates without a time of day
    - 1 open case: told at the start of that day, 00:00, and the clocks run from
      then. If the list has the time in another column, join them in the mapping:
      `told = ["Date", "Time"]`
    - 1 closed case: told at the start of that day; no clock runs for them
    - 1 closed case: over at the start of that day, or when the customer told if
      that was later

    Filled in by a default
    - channel: the mapping does not say, so the usual one
    - outcome: the mapping does not say, so the usual one
    "#);
}

#[test]
fn date_and_time_in_two_columns_are_joined() {
    let shop = shop();
    mapped(
        &shop,
        "date_order = \"day-first\"",
        "told = [\"Date\", \"Time\"]",
    );
    let names = "Date,Time,Who,No,Said";
    let rows = "21/11/2026,14:10,Cem,T-1,No spoon\n21/11/2026,,Dora,T-2,No cake\n";
    let item = import(&shop, (names, rows), 0);
    assert_eq!(item["dates_alone"]["told_open"], 1);
    assert!(
        shop.case(1)["told_at"]
            .as_str()
            .unwrap()
            .starts_with("2026-11-21T14:10")
    );
    let row = "21/11/2026,soon,Eli,T-3,No fork\n";
    let item = import(&shop, (names, row), 4);
    assert_eq!(
        refused(&item),
        [(
            2,
            "`Date + Time`: `soon` is not understood in `21/11/2026 soon`".to_owned()
        )]
    );
}
