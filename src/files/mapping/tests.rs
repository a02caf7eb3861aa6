//! Tests of reading a mapping: what is understood, and what each mistake is told.

use proptest::prelude::*;

use super::*;
use crate::domain::event::Outcome;
use crate::domain::import::{Aspect, Field, ListState, Lookup};
use crate::files;

const BANK: &[u8] = include_bytes!("../../../examples/bank.toml");
const BANK_IMPORT: &[u8] = include_bytes!("../../../examples/bank-import.toml");

/// The least that is a mapping, in six lines.
const LEAST: &str = "format = 1\n[columns]\ntold = \"Told\"\n[type]\ncolumn = \"What\"\nvalues = { fees = \"Fee\" }\n";

fn read_it(source: &[u8]) -> Result<Mapping, Vec<Finding>> {
    let rules = files::playbook::rules(BANK).unwrap();
    read(source, &rules)
}

/// What is wrong, as "line: sentence (hint)".
fn wrong(source: &str) -> Vec<String> {
    let findings = read_it(source.as_bytes()).unwrap_err();
    findings
        .iter()
        .map(|found| format!("{}: {} ({})", found.place.line, found.message, found.hint))
        .collect()
}

fn is_assumed<T>(lookup: &Lookup<T>) -> bool {
    !lookup.is_said()
}

#[test]
fn the_example_is_a_mapping_into_the_example() {
    let mapping = read_it(BANK_IMPORT).unwrap();
    assert_eq!(mapping.playbook.as_deref(), Some("bank"));
    assert_eq!(mapping.date_order, Some(Layout::MonthFirst));
    assert_eq!(mapping.columns_of(Field::Words).len(), 4);
    assert_eq!(mapping.state, Some(Lookup::Always(ListState::Closed)));
    assert_eq!(mapping.outcome, Lookup::Always(Outcome::Unknown));
    let column = mapping.looked_up_in(Aspect::Tier).unwrap();
    assert_eq!(column.name, "Product");
    assert_eq!(mapping.assumed(), []);
}

#[test]
fn the_least_mapping_assumes_the_rest() {
    let mapping = read_it(LEAST.as_bytes()).unwrap();
    assert_eq!(mapping.playbook, None);
    assert!(is_assumed(&mapping.tier) && is_assumed(&mapping.severity));
    assert!(is_assumed(&mapping.channel) && is_assumed(&mapping.outcome));
    assert_eq!(mapping.state, None);
    let Lookup::Column(by) = mapping.complaint else {
        panic!("not looked up");
    };
    let rules = files::playbook::rules(BANK).unwrap();
    assert_eq!(by.values.get("fee").copied(), rules.complaint("fees"));
}

#[test]
fn a_channel_can_be_unknown() {
    let source = format!(
        "{LEAST}[channel]\ncolumn = \"Via\"\ndefault = \"unknown\"\nvalues = {{ web = \"Web\" }}\n"
    );
    let Lookup::Column(by) = read_it(source.as_bytes()).unwrap().channel else {
        panic!("not looked up");
    };
    assert_eq!(by.default, Some(None));
}

#[test]
fn the_playbook_is_known_before_the_rest_is_read() {
    assert_eq!(playbook(BANK_IMPORT).unwrap().as_deref(), Some("bank"));
    assert_eq!(playbook(LEAST.as_bytes()).unwrap(), None);
    assert_eq!(
        playbook(b"playbook = \"x\"\nnonsense = 1")
            .unwrap()
            .as_deref(),
        Some("x")
    );
    assert!(playbook(b"playbook = 7").is_err());
}

/// What is put behind [`LEAST`], whose last line is 6, and what is said.
const BEHIND: [(&str, &str); 13] = [
    (
        "[chanel]\nvalue = \"web\"",
        "7: `chanel` is not a key of the mapping (did you mean `channel`?)",
    ),
    (
        "[tier]\nvalue = \"custmer\"",
        "8: `custmer` is not a tier of the playbook (did you mean `customer`?)",
    ),
    (
        "[severity]\nvalue = \"awful\"",
        "8: `awful` is not a severity (use `minor`, `major` or `severe`)",
    ),
    (
        "[state]\nvalue = \"over\"",
        "8: `over` is not a state (use `open` or `closed`)",
    ),
    (
        "[outcome]\nvalue = \"won\"",
        "8: `won` is not an outcome (use `won-back`, `satisfied`, `no-reply`, `lost` or `unknown`)",
    ),
    (
        "[channel]\ncolumn = \"Via\"",
        "7: `[channel]` has no `[channel.values]` (add it, with lines such as `ours = \"theirs\"`)",
    ),
    (
        "[tier]\nvalues = { customer = \"x\" }",
        "7: `[tier]` has neither a `column` nor a `value` (name the `column` to look in, or one of our words as the `value` for every row)",
    ),
    (
        "[tier]\nvalue = \"customer\"\ncolumn = \"Who\"",
        "9: `[tier]` has both `value` and `column` (keep `value` if every row is the same, else remove it)",
    ),
    (
        "[tier]\ncolumn = \" \"\nvalues = {}",
        "8: `column` of `[tier]` is empty (write something between the quotes)",
    ),
    (
        "[tier]\ncolumn = \"Who\"\n[tier.values]\ncustomer = \"A\"\nlong-standing = [\"B\", \" a\"]",
        "11: ` a` stands under `long-standing` and, on line 10, under `customer` (keep it under one of the two)",
    ),
    (
        "[tier]\ncolumn = \"Who\"\n[tier.values]\ncustomer = 7",
        "10: `customer` of `[tier.values]` is a number, not a list of texts (see `amends data import --help`)",
    ),
    (
        "[tier]\ncolumn = \"Who\"\nvalues = \"x\"",
        "9: `values` of `[tier]` is a text, not a table (see `amends data import --help`)",
    ),
    (
        "[tier]\ncolum = \"Who\"\nvalue = \"customer\"",
        "8: `colum` is not a key of `[tier]` (did you mean `column`?)",
    ),
];

#[test]
fn what_is_wrong_behind_the_least_is_said_with_its_line() {
    for (behind, expected) in BEHIND {
        assert_eq!(wrong(&format!("{LEAST}{behind}\n")), [expected]);
    }
}

/// What stands in `[columns]`, from line 3 on, and what is said.
const COLUMNS: [(&str, &[&str]); 8] = [
    (
        "happened = \"x\"",
        &[
            "2: `[columns]` does not say when the customer told (add `told = \"…\"` with the name of the column)",
        ],
    ),
    (
        "told = [\"a\", \"b\"]\nreference = [\"c\", \"d\"]",
        &["4: `reference` is one column, not a list (keep the one that counts)"],
    ),
    (
        "told = \"\"",
        &["3: the name of a column is empty (copy it from the first line of the list)"],
    ),
    (
        "told = 1",
        &[
            "3: `told` is a number, not the name of a column (copy the name from the first line of the list)",
        ],
    ),
    (
        "told = \"a\"\ncustomer = []",
        &["4: `customer` names no column (name one, or remove the line)"],
    ),
    (
        "told = \"a\"\nwords = [\"b\", \"B \"]",
        &["4: `B ` stands twice in `words` (keep one of the two)"],
    ),
    (
        "told = \"a\"\nwords = [\"b\", 1]",
        &[
            "4: `words` of `[columns]` is a number, not a list of texts (see `amends data import --help`)",
        ],
    ),
    (
        "toll = \"a\"",
        &[
            "2: `[columns]` does not say when the customer told (add `told = \"…\"` with the name of the column)",
            "3: `toll` is not a key of `[columns]` (did you mean `told`?)",
        ],
    ),
];

#[test]
fn what_is_wrong_with_the_columns_is_said_with_its_line() {
    for (columns, expected) in COLUMNS {
        let source = format!("format = 1\n[columns]\n{columns}\n[type]\nvalue = \"fees\"\n");
        assert_eq!(wrong(&source), expected);
    }
}

#[test]
fn how_a_quote_is_written_is_one_of_two_words() {
    let quote =
        |line: &str| read_it(format!("{line}\n{LEAST}").as_bytes()).map(|mapping| mapping.quote);
    assert_eq!(quote("").unwrap(), Quote::Doubled);
    assert_eq!(quote("quote = \"doubled\"").unwrap(), Quote::Doubled);
    assert_eq!(quote("quote = \"Backslash\"").unwrap(), Quote::Backslash);
    assert_eq!(
        wrong(&format!("quote = \"slash\"\n{LEAST}")),
        [
            "1: `slash` is not a way to write a quote inside a text; it is `doubled` or `backslash` (write `quote = \"backslash\"` if the list has `\\\"` inside its texts, else remove the line)"
        ]
    );
}

#[test]
fn what_is_wrong_at_the_top_is_said_all_at_once() {
    assert_eq!(
        wrong("playbok = \"bank\"\ndate_order = \"us\""),
        [
            "1: the mapping does not say which format it is written in (write `format = 1` at the top)",
            "1: the mapping has no `[columns]` (add it, with at least `told = \"…\"`)",
            "1: the mapping does not say how to find the complaint type (add `[type]` with a `column` and `[type.values]`, or with a `value`)",
            "1: `playbok` is not a key of the mapping (did you mean `playbook`?)",
            "2: `us` is not an order of dates; it is `day-first`, `month-first`, `year-month-day` or `year-day-month` (write `day-first` if 1/4/2026 is the first of April, `month-first` if it is January 4th)",
        ]
    );
    assert_eq!(
        wrong("format = 2\n[columns]\ntold = \"a\"\n[type]\nvalue = \"fees\"").len(),
        1
    );
}

#[test]
fn a_file_that_is_no_toml_is_said_in_our_words() {
    let table: [(&[u8], &str); 4] = [
        (b"", "the file is empty"),
        (b"format = 1\n\xff", "line 2 is not UTF-8 text"),
        (b"format = one", "a text stands without quotes"),
        (b"[columns\n", "this square bracket is never closed"),
    ];
    for (source, expected) in table {
        let findings = read_it(source).unwrap_err();
        assert_eq!(findings[0].message, expected);
    }
    let large = vec![b' '; LARGEST + 1];
    let findings = read_it(&large).unwrap_err();
    assert!(findings[0].message.ends_with("at most 262144 are read"));
}

proptest! {
    #[test]
    fn any_change_of_one_piece_ends_in_a_mapping_or_in_sentences(at in 0..LEAST.len(), piece in "[\\PC\n]{0,4}") {
        let source = format!("{}{piece}{}", &LEAST[..at], &LEAST[at + 1..]);
        if let Err(findings) = read_it(source.as_bytes()) {
            prop_assert!(!findings.is_empty());
            prop_assert!(findings.iter().all(|found| !found.message.is_empty() && !found.hint.is_empty()));
        }
    }

    #[test]
    fn any_bytes_end_in_findings(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        prop_assert!(read_it(&bytes).is_err());
    }
}
