//! Texts before and after, and the law that nothing else changes.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{WrittenSetting, first, read, written};
use super::*;

const FULL: &str = "\
# Our shop
name = \"Rosa's Bakery\"   # as on the sign
timezone = \"Europe/London\"

[people]          # who does what
owner = \"Rosa Marin\" # the boss
driver = { name = \"Sam Osei\", until = \"18:00\" }

[people.manager]
name = \"Jo Lind\"

[hours]
mon = [\"09:00-12:30\", \"13:30-17:00\"] # lunch
# closed on Tuesdays
holidays = [2026-12-25, \"12-26\"]

[[hours.on]]
date = 2026-12-24
open = [\"09:00-12:00\"] # half a day
# the end
";

fn key(text: &str) -> SettingKey {
    SettingKey::parse(text).unwrap()
}

fn set(source: &str, name: &str, text: &str) -> String {
    changed(source, &key(name), SettingEdit::Set(text)).unwrap()
}

fn unset(source: &str, name: &str) -> String {
    changed(source, &key(name), SettingEdit::Unset).unwrap()
}

/// What was taken out of a text and what came in, line by line.
fn difference(before: &str, after: &str) -> String {
    let only_in = |one: &str, other: &str, sign: &str| {
        let mut others: Vec<&str> = other.lines().collect();
        let mut lines = Vec::new();
        for line in one.lines() {
            match others.iter().position(|other| *other == line) {
                Some(at) => drop(others.remove(at)),
                None => lines.push(format!("{sign}{line}\n")),
            }
        }
        lines.concat()
    };
    only_in(before, after, "-") + &only_in(after, before, "+")
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table is as long as it is")]
fn one_value_changes_and_every_comment_stays() {
    let table = [
        (
            ("name", "Rosa \"R\" Marin"),
            "-name = \"Rosa's Bakery\"   # as on the sign\n+name = 'Rosa \"R\" Marin'   # as on the sign\n",
        ),
        (("date_order", "day-first"), "+date_order = \"day-first\"\n"),
        (
            ("people.owner", "Ada"),
            "-owner = \"Rosa Marin\" # the boss\n+owner = \"Ada\" # the boss\n",
        ),
        (
            ("people.owner.until", "20:00"),
            "-owner = \"Rosa Marin\" # the boss\n\
             +owner = { name = \"Rosa Marin\", until = \"20:00\" } # the boss\n",
        ),
        (
            ("people.driver", "Kim"),
            "-driver = { name = \"Sam Osei\", until = \"18:00\" }\n\
             +driver = { name = \"Kim\", until = \"18:00\" }\n",
        ),
        (
            ("people.manager", "Kim"),
            "-name = \"Jo Lind\"\n+name = \"Kim\"\n",
        ),
        (("people.manager.until", "17:00"), "+until = \"17:00\"\n"),
        (("people.staff", "Kim"), "+staff = \"Kim\"\n"),
        (
            ("hours.mon", "09:00-17:00"),
            "-mon = [\"09:00-12:30\", \"13:30-17:00\"] # lunch\n+mon = [\"09:00-17:00\"] # lunch\n",
        ),
        (("hours.sun", ""), "+sun = []\n"),
        (
            ("hours.tue", "09:00-12:30,  13:30-17:00"),
            "+tue = [\"09:00-12:30\", \"13:30-17:00\"]\n",
        ),
        (
            ("hours.holidays", "2026-12-25 01-01"),
            "-holidays = [2026-12-25, \"12-26\"]\n+holidays = [\"2026-12-25\", \"01-01\"]\n",
        ),
        (
            ("hours.on.2026-12-24", ""),
            "-open = [\"09:00-12:00\"] # half a day\n+open = [] # half a day\n",
        ),
        (
            ("hours.on.2026-12-31", "09:00-13:00"),
            "+\n+[[hours.on]]\n+date = \"2026-12-31\"\n+open = [\"09:00-13:00\"]\n",
        ),
    ];
    for ((name, text), expected) in table {
        let after = set(FULL, name, text);
        assert_eq!(difference(FULL, &after), expected, "{name}");
        assert!(read(&after).is_ok(), "{name}:\n{after}");
    }
}

#[test]
fn what_is_taken_out_takes_nothing_with_it() {
    let table = [
        ("name", "-name = \"Rosa's Bakery\"   # as on the sign\n"),
        ("people.owner", "-owner = \"Rosa Marin\" # the boss\n"),
        (
            "people.driver.until",
            "-driver = { name = \"Sam Osei\", until = \"18:00\" }\n+driver = { name = \"Sam Osei\" }\n",
        ),
        ("people.owner.until", ""),
        ("people.nobody", ""),
        ("people.nobody.until", ""),
        ("hours.sun", ""),
        ("hours.on.2026-12-31", ""),
        (
            "hours.on.2026-12-24",
            "-[[hours.on]]\n-date = 2026-12-24\n-open = [\"09:00-12:00\"] # half a day\n",
        ),
    ];
    for (name, expected) in table {
        let after = unset(FULL, name);
        let found = difference(FULL, &after);
        assert_eq!(found.replace("-\n", ""), expected, "{name}");
        assert!(read(&after).is_ok(), "{name}:\n{after}");
        assert!(!written(&after).contains_key(&key(name)), "{name}");
    }
}

#[test]
fn a_new_table_comes_behind_the_examples_of_a_first_file() {
    let source = first("Europe/London");
    let after = set(&source, "people.owner", "Rosa Marin");
    assert_eq!(
        after,
        format!("{source}\n[people]\nowner = \"Rosa Marin\"\n")
    );
    let both = set(&after, "hours.mon", "09:00-17:00");
    assert_eq!(both, format!("{after}\n[hours]\nmon = [\"09:00-17:00\"]\n"));
    let day = set(&both, "hours.on.2026-12-24", "");
    assert!(
        day.ends_with("\n[[hours.on]]\ndate = \"2026-12-24\"\nopen = []\n"),
        "{day}"
    );
    assert_eq!(unset(&day, "hours.on.2026-12-24"), both);
    assert_eq!(unset("", "hours.mon"), "");
    let named = set(&both, "name", "Rosa's Bakery");
    assert_eq!(difference(&both, &named), "+name = \"Rosa's Bakery\"\n");
}

#[test]
fn days_of_their_own_in_one_line_stay_in_one_line() {
    let source = "[hours]\nmon = [\"09:00-17:00\"]\non = [{ date = \"2026-12-24\", open = [] }]\n";
    let after = set(source, "hours.on.2026-12-31", "10:00-12:00");
    assert_eq!(after.lines().count(), 3, "{after}");
    let found = written(&after);
    assert_eq!(found[&key("hours.on.2026-12-31")].text, "10:00-12:00");
    assert_eq!(
        written(&unset(&after, "hours.on.2026-12-31")),
        written(source)
    );
}

#[test]
fn no_comment_is_lost_with_what_it_stood_above() {
    let source = "# one\nname = \"A\"\n[people] # two\n# three\nowner = \"B\" # of this line\n\
        # four\n[people.driver]\n# five\nname = \"C\"\n[hours]\n# six\nmon = [\n\"09:00-17:00\", # seven\n]\n\
        tue = [\"09:00-17:00\"]\n# eight\n[[hours.on]]\ndate = \"2026-12-24\"\nopen = []\n# nine\n";
    let names = [
        "name",
        "people.owner",
        "people.driver",
        "hours.mon",
        "hours.on.2026-12-24",
    ];
    for name in names {
        let after = unset(source, name);
        for comment in source.lines().filter(|line| line.starts_with('#')) {
            assert!(
                after.lines().any(|line| line == comment),
                "{name} {comment}\n{after}"
            );
        }
        assert!(!written(&after).contains_key(&key(name)), "{after}");
        assert!(read(&after).is_ok(), "{after}");
    }
}

#[test]
fn a_time_to_leave_needs_somebody() {
    for source in ["", FULL] {
        let refused = changed(
            source,
            &key("people.staff.until"),
            SettingEdit::Set("18:00"),
        );
        let refused = refused.unwrap_err();
        assert!(
            refused.hint().contains("config set people.staff"),
            "{refused}"
        );
    }
    let refused = changed("people = 3", &key("people.staff"), SettingEdit::Set("Kim"));
    assert_eq!(refused.unwrap_err().hint(), "change it in an editor");
}

#[test]
fn every_setting_is_found_with_its_line() {
    let found = written(FULL);
    let lines: Vec<String> = found
        .iter()
        .map(|(key, written)| format!("{key} {}: {}", written.line, written.text))
        .collect();
    assert_eq!(
        lines,
        [
            "name 2: Rosa's Bakery",
            "timezone 3: Europe/London",
            "people.driver 7: Sam Osei",
            "people.manager 10: Jo Lind",
            "people.owner 6: Rosa Marin",
            "people.driver.until 7: 18:00",
            "hours.mon 13: 09:00-12:30 13:30-17:00",
            "hours.holidays 15: 2026-12-25 12-26",
            "hours.on.2026-12-24 19: 09:00-12:00",
        ]
    );
}

fn some_change() -> impl Strategy<Value = (&'static str, &'static str)> {
    const TEXTS: [&str; 4] = ["name", "people.owner", "people.driver", "people.staff"];
    const RANGES: [&str; 4] = [
        "hours.mon",
        "hours.sun",
        "hours.on.2026-12-24",
        "hours.on.2027-01-02",
    ];
    prop_oneof![
        (
            prop::sample::select(&TEXTS[..]),
            prop::sample::select(&["Ada", "O'Neil \"B\"", "Zoë # 1"][..])
        ),
        (
            prop::sample::select(&RANGES[..]),
            prop::sample::select(&["", "09:00-17:00", "08:00-09:00 10:00-11:00"][..])
        ),
        Just(("people.driver.until", "19:30")),
        Just(("timezone", "Europe/Paris")),
    ]
}

proptest! {
    #[test]
    fn a_change_is_read_back_and_nothing_else_changes(
        changes in prop::collection::vec(some_change(), 1..6),
        start in prop::sample::select(vec![String::new(), FULL.to_owned(), first("UTC")]),
    ) {
        let mut source = start.clone();
        let texts = |source: &str| -> BTreeMap<SettingKey, String> {
            let found = written(source).into_iter();
            found.map(|(key, WrittenSetting { text, .. })| (key, text)).collect()
        };
        for (name, text) in changes {
            let Ok(after) = changed(&source, &key(name), SettingEdit::Set(text)) else {
                continue;
            };
            let mut expected = texts(&source);
            expected.insert(key(name), text.to_owned());
            prop_assert_eq!(texts(&after), expected);
            for comment in start.lines().filter(|line| line.starts_with('#')) {
                prop_assert!(after.lines().any(|line| line == comment), "{comment}");
            }
            source = after;
        }
    }
}
