//! `amends data import`: every row is taken whole, refused by its line with its true reason, or named
//! with the case that it equals.

use serde_json::{Value, json};

use super::shop::Shop;

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
