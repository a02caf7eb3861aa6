//! `amends due --monitor`: one line for Nagios and Icinga, whatever happens.

use std::collections::BTreeMap;
use std::process::Stdio;

use super::shop::{ADA, Answer, BEN, SETTINGS, Shop, split};

/// A line as the guidelines for plugins describe it.
struct Line {
    status: String,
    text: String,
    /// Each label with its value, its range for a warning and its range for an alarm.
    values: BTreeMap<String, [String; 3]>,
}

/// Reads the one line on stdout, strictly.
#[track_caller]
fn line(answer: &Answer) -> Line {
    let out = answer.stdout();
    let line = out.strip_suffix('\n').unwrap();
    let plain = line.chars().all(|c| (' '..='~').contains(&c));
    assert!(plain, "not one line of ASCII\n{answer}");
    let (head, text) = line.split_once(" - ").unwrap();
    let (text, values) = text.split_once(" | ").unwrap_or((text, ""));
    assert!(!text.contains('|') && !values.contains('|'), "{answer}");
    Line {
        status: head.strip_prefix("AMENDS ").unwrap().to_owned(),
        text: text.to_owned(),
        values: values.split_whitespace().map(value).collect(),
    }
}

/// Reads `label=value;warn;crit`, of which what is empty at the end may be left out.
fn value(written: &str) -> (String, [String; 3]) {
    let (label, numbers) = written.split_once('=').unwrap();
    let mut fields = numbers.split(';').map(str::to_owned);
    let fields = [(); 3].map(|()| fields.next().unwrap_or_default());
    let digits = |field: &String| field.bytes().all(|byte| byte.is_ascii_digit());
    assert!(fields.iter().all(digits) && !fields[0].is_empty());
    (label.to_owned(), fields)
}

impl Line {
    fn count(&self, label: &str) -> u32 {
        self.values[label][0].parse().unwrap()
    }

    /// Says which answer the ranges give: `n` alerts at everything outside 0 to `n`.
    fn by_its_ranges(&self) -> &'static str {
        let over = |field: usize| {
            let limit = |fields: &[String; 3]| fields[field].parse::<u32>().unwrap_or(u32::MAX);
            let mut all = self.values.values();
            all.any(|fields| fields[0].parse::<u32>().unwrap() > limit(fields))
        };
        match (over(2), over(1)) {
            (true, _) => "CRITICAL",
            (false, true) => "WARNING",
            (false, false) => "OK",
        }
    }
}

/// Sees to it that a check ends as UNKNOWN, with this in its line, and leaves no trace.
#[track_caller]
fn unknown(shop: &Shop, typed: &str, text: &str) -> Answer {
    let before = shop.everything();
    let answer = shop.run(typed).ends(3);
    let line = line(&answer);
    assert_eq!(line.status, "UNKNOWN", "{answer}");
    assert!(line.values.is_empty(), "{answer}");
    assert!(line.text.contains(text), "{answer}");
    assert!(answer.stderr().starts_with("to do: "), "{answer}");
    assert_eq!(shop.everything(), before);
    answer
}

/// Ada is late, Ben has just told us.
fn one_late() -> Shop {
    let shop = Shop::new();
    shop.at("2026-11-21 09:00").run(ADA).ok();
    shop.at("2026-11-22 10:05").run(BEN).ok();
    shop
}

#[test]
fn late_is_critical() {
    let answer = one_late().run("due --monitor").ends(2);
    assert_eq!(
        answer.stdout(),
        "AMENDS CRITICAL - 1 late, 0 due soon, 1 on track, 0 recovered; first #1 \
         | late=1;;0 due_soon=0;0 on_track=1 recovered=0\n"
    );
    assert_eq!(answer.stderr(), "");
}

#[test]
fn due_soon_is_a_warning() {
    let shop = Shop::with_ada();
    let answer = shop.at("2026-11-22 10:50").run("due --monitor").ends(1);
    answer.shows("AMENDS WARNING - 0 late, 1 due soon, 0 on track, 0 recovered; first #1 |");
}

#[test]
fn otherwise_and_in_a_shop_without_cases_all_is_well() {
    for shop in [Shop::with_ada(), Shop::new()] {
        let answer = shop.only_reads("due --monitor");
        assert_eq!(line(&answer).status, "OK");
        assert_eq!(answer.stderr(), "");
    }
}

#[test]
fn the_due_second_itself_is_in_time() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22T11:05:00Z").run("due --monitor").ends(1);
    shop.at("2026-11-22T11:05:01Z").run("due --monitor").ends(2);
}

#[test]
fn a_case_with_both_halves_done_is_neither_late_nor_on_track() {
    let shop = Shop::with_ada();
    for step in 1..=3 {
        shop.run(&format!("done 1 --step {step}")).ok();
    }
    assert_eq!(shop.case(1)["state"], "recovered");
    let line = line(&shop.run("due --monitor").ok());
    assert_eq!((line.count("recovered"), line.count("on_track")), (1, 0));
}

#[test]
fn the_ranges_say_what_the_status_says_and_the_counts_what_due_shows() {
    let shop = one_late();
    for (hour, minute) in [(10, 5), (10, 50), (11, 4), (11, 6), (23, 0)] {
        shop.at(&format!("2026-11-22 {hour}:{minute:02}"));
        let line = line(&shop.run("due --monitor").into_answer());
        assert_eq!(line.by_its_ranges(), line.status);
        let items = shop.items("due");
        for (label, state) in [
            ("late", "late"),
            ("due_soon", "due-soon"),
            ("on_track", "on-track"),
            ("recovered", "recovered"),
        ] {
            let shown = items.iter().filter(|item| item["state"] == state).count();
            assert_eq!(
                line.count(label) as usize,
                shown,
                "{label} at {hour}:{minute}"
            );
        }
    }
}

#[test]
fn a_filter_counts_only_what_it_takes_in() {
    let shop = one_late();
    let total = |typed: &str| {
        let line = line(&shop.run(typed).into_answer());
        line.values
            .keys()
            .map(|label| line.count(label))
            .sum::<u32>()
    };
    assert_eq!(total("due --monitor"), 2);
    assert_eq!(total("due --monitor --late"), 1);
    assert_eq!(total("due --monitor --within 59m"), 1);
    assert_eq!(total("due --monitor --for staff"), 0);
    shop.run("due --monitor --for staff").ok();
}

#[test]
fn every_mistake_is_unknown() {
    let shop = one_late();
    for (typed, text) in [
        (
            "due --monitor --wihtin 2h",
            "'amends due' has no flag '--wihtin'",
        ),
        ("due --monitor --within soon", "--within: 'soon'"),
        ("due --monitor --within", "'--within' needs a value"),
        ("due --monitor --for bozz", "'bozz'"),
        ("due --monitor=yes", ""),
        ("due --monitor extra", "does not expect 'extra'"),
        ("due --monitor --tz nowhere", "--tz: "),
        ("due --monitor --now nonsense", "--now: "),
        ("deu --monitor", "there is no command 'deu'"),
        ("--monitor", "'amends' has no flag '--monitor'"),
    ] {
        unknown(&shop, typed, text);
    }
}

#[test]
fn it_stands_alone() {
    let shop = one_late();
    for flag in [
        "--json",
        "--jsonl",
        "--fields case",
        "--if-any",
        "--exit-code",
        "--metrics amends.prom",
    ] {
        let name = flag.split(' ').next().unwrap();
        let text = format!("'--monitor' and '{name}' cannot stand together");
        unknown(&shop, &format!("due --monitor {flag}"), &text);
    }
    unknown(&shop, "--json due --monitor", "'--json'");
    shop.run("due --monitor --plain --quiet --color always --no-input")
        .ends(2);
}

#[test]
fn a_data_file_that_cannot_be_read_is_unknown() {
    let shop = one_late();
    let whole = shop.data_file();
    for bytes in [&b""[..], b"Dear diary", &whole[..whole.len() / 2]] {
        shop.write("amends.db", bytes);
        unknown(&shop, "due --monitor", "amends.db");
    }
    std::fs::remove_file(shop.path("amends.db")).unwrap();
    std::fs::create_dir(shop.path("amends.db")).unwrap();
    unknown(&shop, "due --monitor", "is a folder");
}

#[test]
fn a_newer_data_file_is_unknown() {
    let shop = one_late();
    let db = rusqlite::Connection::open(shop.path("amends.db")).unwrap();
    let newer = "PRAGMA user_version = 999; UPDATE shop SET min_reader = 999, min_writer = 999";
    db.execute_batch(newer).unwrap();
    drop(db);
    unknown(&shop, "due --monitor", "999");
}

#[test]
fn a_data_file_that_stays_busy_is_unknown() {
    let shop = one_late();
    let db = rusqlite::Connection::open(shop.path("amends.db")).unwrap();
    db.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let answer = shop.run("due --monitor").ends(3);
    assert_eq!(line(&answer).status, "UNKNOWN");
    answer.shows("amends.db");
}

#[test]
fn settings_that_cannot_be_read_are_unknown_on_one_line() {
    let shop = Shop::with_settings("timezone = \"Mars\"\ndate_order = \"us | \u{e9}\"\n");
    let answer = unknown(
        &shop,
        "due --monitor",
        "shop.toml' cannot be used: line 1, ",
    );
    answer.shows("; line 2, ");
    std::fs::remove_file(shop.path("shop.toml")).unwrap();
    std::fs::create_dir(shop.path("shop.toml")).unwrap();
    unknown(&shop, "due --monitor", "shop.toml");
}

#[test]
fn a_moment_in_the_environment_that_makes_no_sense_is_unknown() {
    let shop = one_late();
    shop.at("the day after never");
    unknown(&shop, "due --monitor", "AMENDS_NOW: ");
}

#[test]
fn what_was_typed_adds_no_line_no_pipe_and_no_foreign_letter() {
    let shop = one_late();
    for word in [
        "a|b",
        "one\ntwo",
        "\u{1b}[31m",
        "r\u{f4}le",
        "\u{202e}",
        "`id`",
    ] {
        for flag in ["--for", "--within", "--tz", "--now", "--color"] {
            let answer = shop.run_args(["due", "--monitor", flag, word]).ends(3);
            assert_eq!(line(&answer).status, "UNKNOWN");
            let said = answer.stderr();
            let harmless = |c: char| c == '\n' || ((' '..='~').contains(&c) && c != '|');
            assert!(said.chars().all(harmless), "{said:?}");
        }
    }
}

#[test]
fn a_very_long_mistake_is_cut() {
    let shop = one_late();
    let answer = shop.run_args(["due", "--monitor", "--for", &"x".repeat(5_000)]);
    assert!(line(&answer.ends(3)).text.len() <= 500);
}

#[test]
fn arguments_that_are_not_text_are_unknown() {
    use std::os::unix::ffi::OsStringExt;
    let latin = std::ffi::OsString::from_vec(b"caf\xe9".to_vec());
    let args = ["due".into(), "--monitor".into(), "--for".into(), latin];
    let answer = one_late().run_args(args).ends(3);
    assert_eq!(line(&answer).status, "UNKNOWN");
}

#[test]
fn a_clock_in_doubt_is_said_behind_the_line() {
    let shop = Shop::new();
    shop.at("2026-11-22 10:05").run(ADA).ok();
    let db = rusqlite::Connection::open(shop.path("amends.db")).unwrap();
    let ahead = "DROP TRIGGER operations_fixed; UPDATE operations SET clock_at = 9999999999";
    db.execute_batch(ahead).unwrap();
    drop(db);
    let typed = format!(
        "amends due --monitor --data-dir '{}' 2>&1; test $? != 3",
        shop.folder().display()
    );
    let out = shop.by_its_own_clock().paste(&typed).ok().stdout();
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("AMENDS "), "{out}");
    assert!(lines[1].starts_with("note: this computer's clock"), "{out}");
}

#[test]
fn where_the_line_cannot_be_printed_the_code_says_it() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let shop = Shop::new();
    let mut command = shop.command();
    let out = command
        .args(split("due --monitor"))
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(3));
    let beside = String::from_utf8(out.stderr).unwrap();
    assert!(beside.contains("the disk is full"), "{beside}");
}

#[test]
fn a_check_that_shows_its_help_has_checked_nothing() {
    let answer = Shop::new().run("due --monitor --help").ends(3);
    answer.shows("--monitor");
    Shop::new()
        .run("due --help")
        .ok()
        .shows("amends due --monitor");
}

#[test]
fn no_customer_is_in_the_line() {
    let shop = Shop::with_settings(SETTINGS);
    shop.run(&format!("{ADA} --playbook cafe")).ok();
    let answer = shop.at("2026-12-01 10:00").run("due --monitor").ends(2);
    for name in ["Ada", "Okafor", "cake"] {
        answer.never_mentions(name);
    }
}
