//! Tests of reading a file of complaints, row by row.

use chrono::DateTime;
use proptest::prelude::*;

use super::*;
use crate::domain::event::Outcome;
use crate::domain::import::{Aspect, Precision, Reason, TheirWord};
use crate::domain::playbook::cell::Severity;
use crate::domain::time::when::{DateOrder, Layout};
use crate::domain::time::zone::{Instant, Zone};
use crate::files;

const BANK: &[u8] = include_bytes!("../../../examples/bank.toml");
const BANK_IMPORT: &str = include_str!("../../../examples/bank-import.toml");
/// Thirty rows of the public complaints of the US Consumer Financial Protection Bureau, as they came.
const THIRTY: &[u8] = include_bytes!("../../../tests/data/complaints.csv");

/// Columns `Told`, `What` and whatever `columns` names; types are looked up in `What`.
fn mapping_of(top: &str, columns: &str, tables: &str) -> Mapping {
    let source = format!(
        "format = 1\n{top}\n[columns]\ntold = \"Told\"\n{columns}\n[type]\ncolumn = \"What\"\n[type.values]\nfees = \"Fee\"\n{tables}"
    );
    mapping(&source)
}

fn mapping(source: &str) -> Mapping {
    let rules = files::playbook::rules(BANK).unwrap();
    files::mapping::read(source.as_bytes(), &rules).unwrap()
}

fn instant(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// Opens a file at noon of 23 November 2026, in a zone, and gives what `then` makes of it.
fn in_zone<T>(
    zone: &str,
    (bytes, mapping): (&[u8], &Mapping),
    then: impl FnOnce(Result<ComplaintsFile<'_>, Unreadable>) -> T,
) -> T {
    let zone = Zone::bundled(zone).unwrap();
    let moment = ReferenceTime {
        now: instant("2026-11-23T12:00:00Z"),
        zone: &zone,
        order: None,
    };
    then(ComplaintsFile::open(bytes, mapping, moment))
}

fn read_with(mapping: &Mapping, bytes: &[u8]) -> ReadComplaints {
    in_zone("Europe/London", (bytes, mapping), |file| {
        file.unwrap().read()
    })
}

fn read(bytes: &[u8]) -> ReadComplaints {
    read_with(&mapping_of("", "", ""), bytes)
}

fn unreadable(bytes: &[u8]) -> Unreadable {
    let mapping = mapping_of("", "", "");
    in_zone("UTC", (bytes, &mapping), |file| file.unwrap_err())
}

/// The lines and sentences of what was refused.
fn sentences(reading: &ReadComplaints) -> Vec<String> {
    reading.refused.iter().map(ToString::to_string).collect()
}

/// The only sentence, without its line.
fn sentence(reading: &ReadComplaints) -> String {
    assert_eq!(reading.refused.len(), 1, "{:?}", sentences(reading));
    reading.refused[0].reason.to_string()
}

#[test]
fn thirty_real_rows_are_thirty_closed_cases_of_unknown_outcome() {
    let reading = read_with(&mapping(BANK_IMPORT), THIRTY);
    assert_eq!(sentences(&reading), [""; 0]);
    assert_eq!((reading.read, reading.rows.len()), (30, 30));
    let unknown = |row: &Row| {
        let end = row.closed.unwrap();
        end.at.is_none() && end.outcome == Outcome::Unknown
    };
    assert!(reading.rows.iter().all(unknown));
    assert!(reading.rows.iter().all(|row| row.customer.is_none()));
    assert!(reading.rows.iter().all(|row| row.channel.is_some()));
    let first = &reading.rows[0];
    assert_eq!(first.told, instant("2013-07-28T23:00:00Z"));
    let words = first.words.as_ref().unwrap().as_stored();
    assert_eq!(
        words,
        "Consumer Loan; Vehicle loan; Managing the loan or lease"
    );
    assert!(
        reading
            .unused_columns
            .contains(&"Date sent to company".to_owned())
    );
    let other = TheirWord::Said("Other".to_owned());
    let used = &reading.defaults_used;
    assert!(
        used.iter()
            .any(|used| used.aspect == Aspect::Type && used.theirs == other)
    );
}

#[test]
fn a_second_reading_knows_every_row_and_no_two_are_alike() {
    let mapping = mapping(BANK_IMPORT);
    let identities = |bytes: &[u8]| -> Vec<Hash> {
        let reading = read_with(&mapping, bytes);
        reading.rows.iter().map(|row| row.identity).collect()
    };
    let first = identities(THIRTY);
    assert_eq!(identities(THIRTY), first);
    let distinct: std::collections::HashSet<_> = first.iter().collect();
    assert_eq!(distinct.len(), 30);
    let line_feeds: Vec<u8> = THIRTY.iter().copied().filter(|b| *b != b'\r').collect();
    assert_eq!(identities(&line_feeds), first);
}

#[test]
fn what_a_row_is_known_by_stays_what_it_was_in_earlier_versions() {
    let mapping = mapping_of("", "reference = \"No\"", "");
    let text = "Told,What,No\n2026-01-02,Fee,T1\n2026-01-02,Fee,\n2026-01-02,Fee,\n";
    let rows = read_with(&mapping, text.as_bytes()).rows;
    // SHA-256 of `reference`, NUL and the reference; of the content's hash and the ordinal.
    let known: Vec<String> = rows.iter().map(|row| row.identity.to_string()).collect();
    assert_eq!(
        known,
        [
            "290798d270c9a71b056bb018cc900dd9ba87106d928f4fd701db431b2f088a49",
            "aa7a16d123a29a23d70d12122e40a6ca7ec02f605589a5277c465498465e1d31",
            "d54da2b9842d695c4d757fa82c32e4b8913615cd89076b749c6a9bc00f6e503d",
        ]
    );
}

#[test]
fn equal_rows_are_told_apart_by_their_ordinal_whatever_stands_between() {
    let once = read(b"Told,What\n2026-01-02,Fee\n2026-01-02,Fee\n");
    let apart = read(b"Told,What\n2026-01-02,Fee\n2026-01-03,Fee\n2026-01-02,\"Fee\"\n");
    assert_ne!(once.rows[0].identity, once.rows[1].identity);
    assert_eq!(once.rows[0].identity, apart.rows[0].identity);
    assert_eq!(once.rows[1].identity, apart.rows[2].identity);
}

#[test]
fn cells_that_run_together_the_same_way_are_not_the_same_row() {
    let mapping = mapping_of("", "customer = \"Who\"", "");
    let reading = read_with(
        &mapping,
        b"Told,What,Who,X\n2026-01-02,Fee,a,bc\n2026-01-02,Fee,ab,c\n",
    );
    assert_ne!(reading.rows[0].identity, reading.rows[1].identity);
}

#[test]
fn a_reference_is_the_identity_and_stands_once() {
    let mapping = mapping_of("", "reference = \"No\"", "");
    let text =
        "Told,What,No\n2026-01-02,Fee, T1 \n2026-01-05,Fee,T1\n2026-01-02,Fee,\n2026-01-02,Fee,\n";
    let reading = read_with(&mapping, text.as_bytes());
    let twice = "line 3: `No`: `T1` is already the number of the row on line 2";
    assert_eq!(sentences(&reading), [twice]);
    let later = read_with(&mapping, b"Told,What,No\n2026-02-07,fee,T1\n");
    assert_eq!(later.rows[0].identity, reading.rows[0].identity);
    assert_ne!(reading.rows[1].identity, reading.rows[2].identity);
    let after_a_bad_one = read_with(&mapping, b"Told,What,No\nsoon,Fee,T1\n2026-01-02,Fee,T1\n");
    assert_eq!(after_a_bad_one.rows.len(), 1);
}

/// Rows of `Told,What`, and why each is refused.
const BAD_ROWS: [(&[u8], &str); 19] = [
    (
        b"2026-01-02",
        "the row has 1 value, and the first line names 2 columns",
    ),
    (
        b"2026-01-02,Fee,more",
        "the row has 3 values, and the first line names 2 columns",
    ),
    (
        b",Fee",
        "`Told` is empty, and without it nothing can be counted",
    ),
    (
        b"1/4/2026,Fee",
        "`Told`: `1/4/2026` could be 1 April 2026 or 4 January 2026",
    ),
    (
        b"7/29/13,Fee",
        "`Told`: the year in `7/29/13` does not have four digits",
    ),
    (
        b"30.2.2026,Fee",
        "`Told`: `30.2.2026` does not exist: February 2026 has 28 days",
    ),
    (
        b"yesterday,Fee",
        "`Told`: `yesterday` is not a calendar date with its year",
    ),
    (
        b"0213-07-29,Fee",
        "`Told`: `0213-07-29` is not taken, because the year is not between 1900 and 9999",
    ),
    (
        b"2026-03-29 01:30,Fee",
        "`Told`: `2026-03-29 01:30` is not taken, because 2026-03-29 01:30 does not exist in Europe/London: the clocks jump from 2026-03-29 00:59 to 2026-03-29 02:00",
    ),
    (b"2026-11-24,Fee", "`Told`: `2026-11-24` is still to come"),
    (
        b"2026-11-23 12:01,Fee",
        "`Told`: `2026-11-23 12:01` is still to come",
    ),
    (b"9999-12-31,Fee", "`Told`: `9999-12-31` is still to come"),
    (
        b"2026-01-02,Queue",
        "`What` says `Queue`, which stands nowhere in `[type.values]`",
    ),
    (
        b"2026-01-02, ",
        "`What` is empty, and `[type]` has no default",
    ),
    (
        b"2026-01-02,\"Fee",
        "the quote opened on line 2 is never closed, so everything up to line 2 would be one cell",
    ),
    (
        b"2026-01-02,M\xfcll",
        "`What` is not UTF-8 text; in the old Windows encoding it says `M\u{fc}ll`",
    ),
    (b"2026-01-02,\x81\xff", "`What` is not UTF-8 text"),
    (
        b"2026-01-02,Fe\0e",
        "`What`: the text holds a NUL character (character 3), which cannot be kept",
    ),
    (
        b"2026-01-02,\x1b[31m\xe2\x80\xae",
        "`What` says `\u{241b}[31m<U+202E>`, which stands nowhere in `[type.values]`",
    ),
];

#[test]
fn a_bad_row_is_named_by_line_and_reason() {
    for (row, expected) in BAD_ROWS {
        let bytes = [b"Told,What\n", row].concat();
        let reading = read(&bytes);
        assert_eq!(sentence(&reading), expected);
        assert_eq!((reading.refused[0].line, reading.read), (2, 1));
        assert!(!reading.refused[0].reason.hint().is_empty());
    }
}

#[test]
fn a_bad_row_does_not_spoil_the_next_and_keeps_its_line() {
    let text = "Told,What\r\n\r\nsoon,\"Fee\r\nFee\"\r\n2026-01-02,Fee\r\n,,\r\n,\r\nsoon,Fee";
    let reading = read(text.as_bytes());
    let lines: Vec<u64> = reading.refused.iter().map(|bad| bad.line).collect();
    assert_eq!(lines, [3, 8]);
    assert_eq!((reading.rows[0].line, reading.read), (5, 3));
}

#[test]
fn a_stray_quote_costs_its_own_row_and_swallows_no_other() {
    let mapping = mapping_of("", "words = \"Said\"", "");
    let text = "Told,What,Said\n\
        2026-01-02,Fee,\"cold soup\n\
        2026-01-03,Fee,\"hot soup\"\n\
        2026-01-04,Fee,\"5\" pizza was cold\"\n\
        2026-01-05,Fee,\"first\nsecond\"\n";
    let reading = read_with(&mapping, text.as_bytes());
    let lines: Vec<u64> = reading.rows.iter().map(|row| row.line).collect();
    assert_eq!((lines, reading.read), (vec![3, 5], 4));
    assert_eq!(
        sentences(&reading),
        [
            "line 2: the text in quotes that begins on line 2 ends on line 3, but `hot soup\"` stands right behind it",
            "line 4: the text in quotes that begins on line 4 ends on line 4, but `pizza was cold\"` stands right behind it",
        ]
    );
}

#[test]
fn quotes_that_fit_together_by_chance_swallow_no_row() {
    let mapping = mapping_of("", "words = \"Said\"", "");
    let text = "Told,What,Said\n2026-01-02,Fee,\"cold\n2026-01-03,Fee,hot\n2026-01-04,Fee,5\"\n2026-01-05,Fee,well\n";
    let reading = read_with(&mapping, text.as_bytes());
    assert_eq!(
        sentences(&reading),
        ["line 2: the quote opened on line 2 takes in line 3, which reads as a row of its own"]
    );
    let words = reading.rows.iter().filter_map(|row| row.words.as_ref());
    let words: Vec<&str> = words.map(|words| words.as_stored()).collect();
    assert_eq!(words, ["hot", "5\"", "well"]);
}

#[test]
fn the_rest_of_a_broken_text_is_never_taken_for_a_row() {
    let mapping = mapping(
        "format = 1\n[columns]\nwords = \"Said\"\ntold = \"Told\"\n[type]\nvalue = \"fees\"\n",
    );
    let text = "Said,Told\n\"he \"said\"\nsoup\ncame, saw\nand left\",2026-01-02\n\"well\",2026-01-03\na 5\" pipe,2026-01-04\n";
    let reading = read_with(&mapping, text.as_bytes());
    let part = "it may be a part of the row on line 2, which has a quote that does not fit";
    let told: Vec<String> = sentences(&reading);
    assert_eq!(told[1], format!("line 3: {part}"));
    assert_eq!(told[2], "line 4: `Told`: `saw` is not understood");
    assert_eq!(told[3], format!("line 5: {part}"));
    let lines: Vec<u64> = reading.rows.iter().map(|row| row.line).collect();
    assert_eq!((told.len(), lines), (4, vec![6, 7]));
}

#[test]
fn a_list_with_backslashes_is_read_letter_for_letter_when_the_mapping_says_so() {
    let row = r#"Told,What,Said
2026-01-02,Fee,"he said \"cold\" soup"
"#;
    let plain = read_with(&mapping_of("", "words = \"Said\"", ""), row.as_bytes());
    let hint = plain.refused[0].reason.hint();
    assert!(
        hint.ends_with("say `quote = \"backslash\"` in the mapping"),
        "{hint}"
    );
    let mapping = mapping_of("quote = \"backslash\"", "words = \"Said\"", "");
    let reading = read_with(&mapping, row.as_bytes());
    let words = reading.rows[0].words.as_ref().unwrap().as_stored();
    assert_eq!(words, "he said \"cold\" soup");
}

#[test]
fn the_order_of_dates_is_the_mappings_then_the_shops_then_refused() {
    let row = b"Told,What\n1/4/2026,Fee\n";
    let zone = Zone::utc();
    let told = |mapped: &str, order| {
        let mapping = mapping_of(mapped, "", "");
        let now = instant("2026-11-23T12:00:00Z");
        let moment = ReferenceTime {
            now,
            zone: &zone,
            order,
        };
        let file = ComplaintsFile::open(row, &mapping, moment).unwrap();
        file.read().rows.first().map(|row| row.told)
    };
    let (april, january) = (
        instant("2026-04-01T00:00:00Z"),
        instant("2026-01-04T00:00:00Z"),
    );
    let month_first = "date_order = \"month-first\"";
    assert_eq!(told("", None), None);
    assert_eq!(told("", Some(DateOrder::DayFirst)), Some(april));
    assert_eq!(told(month_first, Some(DateOrder::DayFirst)), Some(january));
}

#[test]
fn a_column_with_both_orders_in_it_is_not_trusted() {
    let reading = read(b"Told,What\n29/7/2026,Fee\n2026-01-02,Fee\n7/29/2026,Fee\n");
    let expected = "line 4: `Told`: `7/29/2026` has the month first, but the date on line 2 has it the other way round";
    assert_eq!(sentences(&reading), [expected]);
    let set = mapping_of("date_order = \"day-first\"", "", "");
    let reading = read_with(&set, b"Told,What\n7/29/2026,Fee\n");
    let expected = "`Told`: `7/29/2026` is no date when dates are written day-first";
    assert_eq!(sentence(&reading), expected);
}

/// A column of dates, the order the mapping and the shop say, the lines that are taken and what is said
/// about the others.
type Column = (
    &'static str,
    &'static str,
    Option<DateOrder>,
    &'static [(u64, &'static str)],
    &'static [&'static str],
);

const COLUMNS_OF_DATES: [Column; 8] = [
    (
        "2017-17-1 2017-6-1 2017-6-6 2017-06-25",
        "",
        None,
        &[(4, "2017-06-05T23:00:00Z"), (5, "2017-06-24T23:00:00Z")],
        &[
            "line 2: `Told`: `2017-17-1` has the day before the month, but the date on line 5 has it the other way round",
            "line 3: `Told`: `2017-6-1` could be 6 January 2017 or 1 June 2017, for `2017-17-1` on line 2 has the day before the month",
        ],
    ),
    // The second order shows only at the end.
    (
        "2017-6-1 2017-17-1",
        "",
        None,
        &[],
        &[
            "line 2: `Told`: `2017-6-1` could be 6 January 2017 or 1 June 2017, for `2017-17-1` on line 3 has the day before the month",
            "line 3: `Told`: `2017-17-1` has the day before the month",
        ],
    ),
    (
        "2017-17-1 2017-6-1 2017-06-25",
        "year-day-month",
        None,
        &[(2, "2017-01-17T00:00:00Z"), (3, "2017-01-06T00:00:00Z")],
        &["line 4: `Told`: `2017-06-25` is no date when dates are written year-day-month"],
    ),
    (
        "2017-17-1 2017-6-1",
        "year-month-day",
        None,
        &[(3, "2017-05-31T23:00:00Z")],
        &["line 2: `Told`: `2017-17-1` is no date when dates are written year-month-day"],
    ),
    // What the shop is used to does not settle what another list says.
    (
        "6/1/2017 17/1/2017 1/29/2017",
        "",
        Some(DateOrder::DayFirst),
        &[(3, "2017-01-17T00:00:00Z")],
        &[
            "line 2: `Told`: `6/1/2017` could be 6 January 2017 or 1 June 2017, for `1/29/2017` on line 4 has the month first",
            "line 4: `Told`: `1/29/2017` is no date when dates are written day-first",
        ],
    ),
    (
        "6/1/2017 17/1/2017 1/29/2017",
        "day-first",
        Some(DateOrder::MonthFirst),
        &[(2, "2017-01-06T00:00:00Z"), (3, "2017-01-17T00:00:00Z")],
        &["line 4: `Told`: `1/29/2017` is no date when dates are written day-first"],
    ),
    (
        "6/1/2017 17/1/2017",
        "",
        Some(DateOrder::DayFirst),
        &[(2, "2017-01-06T00:00:00Z"), (3, "2017-01-17T00:00:00Z")],
        &[],
    ),
    // An order of dates that end with the year says nothing about those that begin with it.
    (
        "2017-6-1 17/1/2017 6/1/2017",
        "day-first",
        None,
        &[
            (2, "2017-05-31T23:00:00Z"),
            (3, "2017-01-17T00:00:00Z"),
            (4, "2017-01-06T00:00:00Z"),
        ],
        &[],
    ),
];

#[test]
fn two_orders_in_one_column_make_its_doubtful_dates_doubtful() {
    let zone = Zone::bundled("Europe/London").unwrap();
    for (dates, mapped, order, taken, refused) in COLUMNS_OF_DATES {
        let rows = dates.split(' ').map(|date| format!("{date},Fee\n"));
        let bytes = format!("Told,What\n{}", rows.collect::<String>());
        let top = match mapped {
            "" => String::new(),
            word => format!("date_order = \"{word}\""),
        };
        let mapping = mapping_of(&top, "", "");
        let now = instant("2026-11-23T12:00:00Z");
        let moment = ReferenceTime {
            now,
            zone: &zone,
            order,
        };
        let reading = ComplaintsFile::open(bytes.as_bytes(), &mapping, moment)
            .unwrap()
            .read();
        assert_eq!(sentences(&reading), refused, "{dates}");
        let told = reading.rows.iter().map(|row| (row.line, row.told));
        let expected = taken.iter().map(|(line, at)| (*line, instant(at)));
        assert_eq!(
            told.collect::<Vec<_>>(),
            expected.collect::<Vec<_>>(),
            "{dates}"
        );
    }
}

#[test]
fn each_column_of_dates_shows_its_own_order() {
    let reading = dated("", "2026-6-1,Fee,2026-06-02,2017-17-1,");
    assert_eq!(
        sentence(&reading),
        "`Visit`: `2017-17-1` has the day before the month"
    );
    let mapping = mapping_of("", DATES, "");
    let text = "Told,What,Done,Visit\n2026-6-1,Fee,,\n2026-6-1,Fee,,2017-17-1\n";
    let reading = read_with(&mapping, text.as_bytes());
    assert_eq!((reading.rows.len(), reading.refused.len()), (1, 1));
}

#[test]
fn date_and_time_in_two_columns_are_one_moment() {
    let source = "format = 1\ndate_order = \"day-first\"\n[columns]\ntold = [\"Date\", \"Time\"]\nclosed = [\"Done\", \"At\"]\n[type]\nvalue = \"fees\"\n";
    let mapping = mapping(source);
    let text = "Date,Time,Done,At\n\
        21/11/2026, 2:10 pm,22/11/2026,09:00\n\
        21/11/2026,,,\n\
        ,14:10,,\n\
        21/11/2026,25:10,,\n\
        21/11/2026 14:10,14:10,,\n";
    let reading = read_with(&mapping, text.as_bytes());
    let (both, alone) = (&reading.rows[0], &reading.rows[1]);
    assert_eq!(
        (both.told, both.told_to),
        (instant("2026-11-21T14:10:00Z"), Precision::Second)
    );
    let end = both.closed.unwrap();
    assert_eq!(
        (end.at, end.to),
        (Some(instant("2026-11-22T09:00:00Z")), Precision::Second)
    );
    assert_eq!(
        (alone.told, alone.told_to),
        (instant("2026-11-21T00:00:00Z"), Precision::Day)
    );
    assert_eq!(
        sentences(&reading),
        [
            "line 4: `Date + Time`: `14:10` is not a calendar date with its year",
            "line 5: `Date + Time`: `21/11/2026 25:10` is not taken, because `25:10` is no time of day: hours run from 0 to 23, minutes and seconds from 0 to 59",
            "line 6: `Date + Time`: `21/11/2026 14:10 14:10` is not taken, because there are two times: `14:10` and `14:10`",
        ]
    );
}

#[test]
fn the_dates_give_away_their_order_when_it_is_only_one() {
    let mapping = mapping_of("", "", "");
    let shown = |bytes: &[u8]| {
        in_zone("UTC", (bytes, &mapping), |file| {
            let mut rows = file.unwrap().rows();
            let refused = rows.by_ref().filter(Result::is_err).count();
            (refused, rows.tally().order_shown)
        })
    };
    let both = b"Told,What\n1/4/2026,Fee\n1/29/2026,Fee\n";
    assert_eq!(shown(both), (1, Some(Layout::MonthFirst)));
    assert_eq!(shown(b"Told,What\n1/4/2026,Fee\n"), (1, None));
}

#[test]
fn a_date_alone_is_the_start_of_the_day_where_the_shop_is() {
    let mapping = mapping_of("", "", "");
    let file = b"Told,What\n2026-07-01,Fee\n2026-07-01T09:30:00+02:00,Fee\n";
    let told = in_zone("America/New_York", (file, &mapping), |file| {
        let rows = file.unwrap().read().rows;
        rows.iter().map(|row| row.told).collect::<Vec<_>>()
    });
    assert_eq!(
        told,
        [
            instant("2026-07-01T04:00:00Z"),
            instant("2026-07-01T07:30:00Z")
        ]
    );
}

#[test]
fn a_time_that_happens_twice_is_the_earlier_and_counted() {
    let mapping = mapping_of("", "", "");
    let file = b"Told,What\n2026-10-25 01:30,Fee\n2026-10-25 01:30,Queue\n";
    in_zone("Europe/London", (file, &mapping), |file| {
        let mut rows = file.unwrap().rows();
        let first = rows.next().unwrap().unwrap();
        assert_eq!(first.told, instant("2026-10-25T00:30:00Z"));
        assert!(rows.next().unwrap().is_err());
        assert_eq!(rows.tally().twice, 1);
    });
}

const DATES: &str = "closed = \"Done\"\nhappened = \"Visit\"";

fn dated(state: &str, row: &str) -> ReadComplaints {
    let mapping = mapping_of("", DATES, state);
    let bytes = format!("Told,What,Done,Visit,State\n{row}\n");
    read_with(&mapping, bytes.as_bytes())
}

const STATE: &str = "[state]\ncolumn = \"State\"\n[state.values]\nopen = [\"New\", \"Working\"]\nclosed = \"Done\"\n[outcome]\ncolumn = \"State\"\ndefault = \"lost\"\n[outcome.values]\nsatisfied = \"Happy\"\n";

#[test]
fn over_or_still_to_do_is_read_from_the_date_or_from_the_state() {
    let table = [
        (
            "",
            "2026-01-02,Fee,2026-01-05,,",
            Some((Some("2026-01-05T00:00:00Z"), Outcome::Unknown)),
        ),
        ("", "2026-01-02,Fee,,,", None),
        (STATE, "2026-01-02,Fee,,,new", None),
        (STATE, "2026-01-02,Fee,,,Done", Some((None, Outcome::Lost))),
        (
            STATE,
            "2026-01-02,Fee,2026-01-05 10:00,,DONE",
            Some((Some("2026-01-05T10:00:00Z"), Outcome::Lost)),
        ),
        // The day alone begins before they told, which is the earliest it can have been over.
        (
            "",
            "2026-01-02 15:00,Fee,2026-01-02,,",
            Some((Some("2026-01-02T15:00:00Z"), Outcome::Unknown)),
        ),
        (
            "",
            "2026-01-02,Fee,2026-01-02 09:00,,",
            Some((Some("2026-01-02T09:00:00Z"), Outcome::Unknown)),
        ),
    ];
    for (state, row, expected) in table {
        let reading = dated(state, row);
        assert_eq!(sentences(&reading), [""; 0], "{row}");
        let end = reading.rows[0].closed;
        let expected = expected.map(|(at, outcome)| (at.map(instant), outcome));
        assert_eq!(end.map(|end| (end.at, end.outcome)), expected, "{row}");
    }
}

#[test]
fn dates_that_cannot_follow_each_other_are_refused() {
    let table = [
        (
            "2026-01-02,Fee,2026-01-01,,Done",
            "it was over before the customer told: `Done` says `2026-01-01`, `Told` says `2026-01-02`",
        ),
        (
            "2026-01-02 15:00,Fee,2026-01-02 14:59,,Done",
            "it was over before the customer told: `Done` says `2026-01-02 14:59`, `Told` says `2026-01-02 15:00`",
        ),
        (
            "2026-01-02,Fee,,2026-01-03,New",
            "it went wrong after the customer told: `Visit` says `2026-01-03`, `Told` says `2026-01-02`",
        ),
        (
            "2026-01-02,Fee,2026-01-03,,Working",
            "the row is open, but `Done` says `2026-01-03`",
        ),
        (
            "2026-01-02,Fee,2027-01-03,,Done",
            "`Done`: `2027-01-03` is still to come",
        ),
        (
            "2026-01-02,Fee,,,Lost?",
            "`State` says `Lost?`, which stands nowhere in `[state.values]`",
        ),
    ];
    for (row, expected) in table {
        assert_eq!(sentence(&dated(STATE, row)), expected);
    }
    let same_day = dated(STATE, "2026-01-02,Fee,,2026-01-02 18:00,New");
    assert_eq!(same_day.refused.len(), 0);
}

#[test]
fn texts_are_kept_as_given_and_joined_without_the_empty_ones() {
    let columns = "customer = [\"First\", \"Last\"]\norder = [\"A\", \"B\"]\nwords = \"Said\"\nreach = \"Mail\"";
    let mapping = mapping_of("", columns, "");
    let text = "Told,What,First,Last,A,B,Said,Mail\n\
        2026-01-02,Fee, Ana ,Silva,7,,\" =1+1\nline\t\",\n\
        2026-01-02,Fee,,,,,\" \u{200b}\",@x\n";
    let reading = read_with(&mapping, text.as_bytes());
    let stored = |words: &Option<crate::domain::words::Words>| {
        words.as_ref().map(|words| words.as_stored().to_owned())
    };
    let (full, empty) = (&reading.rows[0], &reading.rows[1]);
    assert_eq!(stored(&full.customer).as_deref(), Some("Ana Silva"));
    assert_eq!(stored(&full.order).as_deref(), Some("7"));
    assert_eq!(stored(&full.words).as_deref(), Some(" =1+1\nline\t"));
    assert_eq!(
        (&empty.customer, &empty.order, &empty.words),
        (&None, &None, &None)
    );
    assert_eq!(stored(&empty.reach).as_deref(), Some("@x"));
}

#[test]
fn a_text_may_be_64_kib_and_not_a_byte_more() {
    let mapping = mapping_of("", "words = [\"A\", \"B\"]", "");
    let row = |size: usize| format!("Told,What,A,B\n2026-01-02,Fee,{},b\n", "x".repeat(size));
    let fits = read_with(&mapping, row(65_533).as_bytes());
    assert_eq!(fits.refused.len(), 0);
    let refused = read_with(&mapping, row(65_534).as_bytes());
    let expected = "`A`: the text is 65537 bytes long; at most 65536 are kept";
    assert_eq!(sentence(&refused), expected);
}

#[test]
fn defaults_are_counted_by_word_and_only_for_rows_that_are_taken() {
    let mapping = mapping_of(
        "",
        "",
        "[tier]\ncolumn = \"Who\"\ndefault = \"customer\"\n[tier.values]\nlong-standing = \"VIP\"\n",
    );
    let text = "Told,What,Who\n2026-01-02,Fee,Other\n2026-01-02,Fee,\n2026-01-02,Fee,other \n2026-01-02,Fee,vip\nsoon,Fee,Other\n2026-01-02,Queue,Other\n";
    let reading = read_with(&mapping, text.as_bytes());
    let tiers: Vec<usize> = reading.rows.iter().map(|row| row.tier).collect();
    assert_eq!(tiers, [1, 1, 1, 2]);
    let used: Vec<_> = reading
        .defaults_used
        .iter()
        .map(|used| (used.aspect, used.theirs.to_string(), used.rows))
        .collect();
    assert_eq!(
        used,
        [
            (Aspect::Tier, "Other".to_owned(), 2),
            (Aspect::Tier, "(nothing)".to_owned(), 1)
        ]
    );
}

#[test]
fn a_column_of_free_text_does_not_fill_the_count_of_defaults() {
    let mapping = mapping_of(
        "",
        "",
        "[severity]\ncolumn = \"Who\"\ndefault = \"major\"\n[severity.values]\nsevere = \"x\"\n",
    );
    let rows: String = (0..1_500)
        .map(|number| format!("2026-01-02,Fee,word {number}\n"))
        .collect();
    let reading = read_with(&mapping, format!("Told,What,Who\n{rows}").as_bytes());
    assert!(
        reading
            .rows
            .iter()
            .all(|row| row.severity == Severity::Major)
    );
    assert_eq!(reading.defaults_used.len(), 1_001);
    let others = &reading.defaults_used[0];
    assert_eq!((&others.theirs, others.rows), (&TheirWord::Others, 500));
}

#[test]
fn what_the_mapping_leaves_out_is_assumed_and_said() {
    let mapping = mapping_of("", "", "");
    let row = &read_with(&mapping, b"Told,What\n2026-01-02,Fee\n").rows[0];
    assert_eq!(
        (row.tier, row.severity, row.channel),
        (0, Severity::Minor, None)
    );
    assert_eq!(row.closed, None);
    let said = mapping_of("", DATES, "[tier]\nvalue = \"customer\"\n");
    assert_eq!(
        mapping.assumed(),
        [
            Aspect::Tier,
            Aspect::Severity,
            Aspect::Channel,
            Aspect::State,
            Aspect::Outcome
        ]
    );
    assert_eq!(
        said.assumed(),
        [Aspect::Severity, Aspect::Channel, Aspect::Outcome]
    );
}

#[test]
fn separator_and_byte_order_mark_are_found_out() {
    let table: [&[u8]; 6] = [
        b"Told,What\n2026-01-02,Fee",
        b"Told;What\n2026-01-02;Fee",
        b"Told\tWhat\r\n2026-01-02\tFee\r\n",
        b"\xef\xbb\xbfTold,What\n2026-01-02,Fee",
        b"\xef\xbb\xbf\"Told\",\"What\"\r2026-01-02,Fee",
        b"\n told ;\" WHAT\"\n2026-01-02;Fee",
    ];
    for bytes in table {
        assert_eq!(read(bytes).rows.len(), 1, "{bytes:?}");
    }
    let commas_inside = read(b"Told;\"What\";\"a,b,c\"\n2026-01-02;Fee;1,5\n");
    assert_eq!(commas_inside.unused_columns, ["a,b,c"]);
    let commas_prevail = read(b"Told;What;a, b, c, d\n2026-01-02;Fee;1,5\n");
    assert_eq!(commas_prevail.unused_columns, ["a, b, c, d"]);
    let quoted = read(b"Told,What,\"a\nb\"\n2026-01-02,Fee,\n");
    assert_eq!((quoted.rows.len(), quoted.rows[0].line), (1, 3));
}

#[test]
fn a_file_with_names_and_no_rows_is_fine() {
    let reading = read(b"Told,What\r\n");
    assert_eq!((reading.read, reading.rows.len()), (0, 0));
}

#[test]
fn unused_columns_are_named_by_name_or_number() {
    let reading = read(b"What,,Notes,Told,Notes\nFee,,,2026-01-02,\n");
    assert_eq!(reading.unused_columns, ["column 2", "Notes", "Notes"]);
}

/// Files, why each is not read, and what to do.
const BAD_FILES: [(&[u8], &str, &str); 11] = [
    (b"", "the file is empty", "check that it is the right file"),
    (
        b"\xef\xbb\xbf\r\n \n",
        "the file is empty",
        "check that it is the right file",
    ),
    (
        b"PK\x03\x04rest",
        "the file is a workbook or another packed file, not a CSV file",
        "open it in the spreadsheet program and save it as `CSV UTF-8`",
    ),
    (
        b"\xff\xfeT\0",
        "the file is UTF-16 text, not UTF-8",
        "save it again as `CSV UTF-8` in the program it comes from",
    ),
    (
        b"Told,Wh\xe4t\n",
        "the names of the columns on line 1 are not UTF-8 text",
        "save it again as `CSV UTF-8` in the program it comes from",
    ),
    (
        b"\nTold,\"What\n1\n",
        "the names of the columns cannot be read: the quote opened on line 2 is never closed, so everything up to line 3 would be one cell",
        "add the closing quote, or remove the opening one",
    ),
    (
        b",,\n2026-01-02,Fee",
        "line 1, which should name the columns, has no names",
        "write the names of the columns into the first line",
    ),
    (
        b"Told,Sort\n",
        "the file has no column `What`",
        "it has `Told`, `Sort`",
    ),
    (
        b"When,Waht,,Told at\n",
        "the file has no column `Told` or `What`",
        "did you mean `Waht`? It has `When`, `Waht`, `Told at`",
    ),
    (
        b"Told,What,x,WHAT\n",
        "the file has 2 columns called `What`, columns `2` and `4`",
        "give each of them a name of its own in the first line of the file",
    ),
    (
        b"2026-01-02,Fee\n",
        "the file has no column `Told` or `What`",
        "it has `2026-01-02`, `Fee`",
    ),
];

#[test]
fn a_file_that_cannot_be_read_says_why() {
    for (bytes, message, hint) in BAD_FILES {
        let error = unreadable(bytes);
        assert_eq!(
            (error.to_string().as_str(), error.hint().as_str()),
            (message, hint)
        );
    }
}

#[test]
fn a_missing_column_leads_back_to_the_line_of_the_mapping() {
    let Unreadable::Columns(bad) = unreadable(b"Told,Sort\n") else {
        panic!("another error");
    };
    assert_eq!(bad.column().map(|column| column.place.line), Some(7));
}

#[test]
fn the_limits_are_taken_and_one_more_is_not() {
    let mut bytes = b"Told,What\n".to_vec();
    bytes.extend(b"x\n".repeat(MOST_ROWS));
    let mapping = mapping_of("", "", "");
    let opens = |bytes: &[u8]| in_zone("UTC", (bytes, &mapping), |file| file.err());
    assert_eq!(opens(&bytes), None);
    bytes.extend(b"\n,\n");
    assert_eq!(opens(&bytes), None, "blank lines are not rows");
    bytes.extend(b"x\n");
    assert_eq!(opens(&bytes), Some(Unreadable::TooManyRows));
    let mut large = b"Told,What\n\"".to_vec();
    large.resize(LARGEST, b'x');
    assert_eq!(opens(&large), None);
    large.push(b'x');
    let found = LARGEST + 1;
    assert_eq!(opens(&large), Some(Unreadable::TooLarge { found }));
}

#[test]
fn the_rows_can_be_walked_twice() {
    let mapping = mapping(BANK_IMPORT);
    in_zone("UTC", (THIRTY, &mapping), |file| {
        let file = file.unwrap();
        assert!(file.rows().eq(file.rows()));
        assert_eq!(file.hash(), Hash::of(&[THIRTY]));
    });
}

/// Bytes that are nearly a list of complaints.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "Told",
        "What",
        ",",
        ";",
        "\t",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        "Fee",
        "2026-01-02",
        "1/4/2026",
        "12:00",
        "\0",
        "é",
        " ",
        "=1+1",
        "\u{feff}",
    ]);
    let text = prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes());
    let headed = text
        .clone()
        .prop_map(|text| [b"Told,What\n".to_vec(), text].concat());
    prop_oneof![
        text,
        headed,
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(any::<u8>(), 0..80).prop_map(|bytes| [
            b"Told,What\n2026-01-02,Fee\n".to_vec(),
            bytes
        ]
        .concat()),
    ]
}

proptest! {
    #[test]
    fn any_bytes_end_in_rows_or_sentences(bytes in nearly()) {
        let mapping = mapping_of("", "words = \"What\"", "");
        in_zone("Europe/London", (&bytes, &mapping), |file| match file {
            Ok(file) => {
                let reading = file.read();
                let (taken, refused) = (reading.rows.len(), reading.refused.len());
                assert_eq!(reading.read, u64::try_from(taken + refused).unwrap());
                let seen: std::collections::HashSet<_> = reading.rows.iter().map(|row| row.identity).collect();
                assert_eq!(seen.len(), taken);
                let shown = sentences(&reading).concat();
                assert!(!shown.chars().any(char::is_control), "{shown:?}");
            }
            Err(error) => assert!(!error.to_string().chars().any(char::is_control)),
        });
    }

    #[test]
    fn every_row_is_either_taken_or_refused_on_its_own_line(good in prop::collection::vec(any::<bool>(), 0..30)) {
        let mut bytes = b"Told,What\n".to_vec();
        for good in &good {
            bytes.extend_from_slice(if *good { b"2026-01-02,Fee\n" } else { b"soon,Fee\n" });
        }
        let reading = read(&bytes);
        let taken = reading.rows.iter().map(|row| (row.line, true));
        let refused = reading.refused.iter().map(|bad| (bad.line, false));
        let mut lines: Vec<(u64, bool)> = taken.chain(refused).collect();
        lines.sort_unstable();
        let expected: Vec<(u64, bool)> = (2..).zip(good).collect();
        prop_assert_eq!(lines, expected);
    }
}

#[test]
fn a_refusal_keeps_the_facts() {
    let reading = read(b"Told,What\n1/4/2026,Fee\n");
    assert!(
        matches!(&reading.refused[0].reason, Reason::Doubtful { column, .. } if column == "Told")
    );
}

#[test]
fn a_file_of_many_columns_lists_only_the_first() {
    let names: Vec<String> = (0..500).map(|number| format!("c{number}")).collect();
    let hint = unreadable(names.join(",").as_bytes()).hint();
    assert!(hint.starts_with("it has `c0`, `c1`,"));
    assert!(hint.ends_with("`c39` and 460 more"), "{hint}");
}
