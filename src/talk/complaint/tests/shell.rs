//! The command line of a case gives back the same case.

use std::process::Command as Process;

use proptest::prelude::*;

use super::*;

/// Has the shell split a command line, each word ended by a NUL.
fn split(line: &str) -> Vec<String> {
    let script = format!("split() {{ printf '%s\\0' \"$@\"; }}; split {line}");
    let output = Process::new("sh").args(["-c", &script]).output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{line}: {output:?}"
    );
    let mut words: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .split('\0')
        .map(str::to_owned)
        .collect();
    assert_eq!(words.pop().as_deref(), Some(""));
    words
}

fn back(new: &NewArgs) -> NewArgs {
    parsed(split(&command_line(new)))
}

#[test]
fn a_whole_case_is_one_line_in_the_order_people_think() {
    let new = NewArgs {
        customer: text("Ada O'Kafor"),
        types: texts(&["late-delivery", "billing"]),
        tier: text("regular"),
        harm: texts(&["none"]),
        channel: text("phone"),
        told: text("2026-11-20 10:05"),
        words: text("It was cold.\nVery!"),
        feels: text(""),
        answers: texts(&["occasion=a birthday"]),
        public: true,
        resume: true,
        ..NewArgs::default()
    };
    assert_eq!(
        command_line(&new),
        r#"amends new --customer 'Ada O'\''Kafor' --type late-delivery --type billing --tier regular --harm none --channel phone --told '2026-11-20 10:05' --words "$(printf %b 'It was cold.\nVery\0041')" --answer 'occasion=a birthday' --public"#
    );
    let expected = NewArgs {
        feels: None,
        resume: false,
        ..new.clone()
    };
    assert_eq!(back(&new), expected);
}

const NASTY: &[&str] = &[
    "-",
    "--",
    "-x",
    "--words",
    "=x",
    "~",
    "#",
    "*",
    "a b",
    "'",
    "''",
    "\"",
    "\\",
    "$HOME",
    "`id`",
    "$(id)",
    "!!",
    "a\nb",
    "\n\na",
    "a\\nb",
    "a\\\nb",
    "\\0101\n",
    "\u{1b}[31m",
    "\u{1b}7",
    "'\u{1b}'",
    "100%\n%s",
    "\t",
    "\u{7f}",
    "é\u{202e}x",
    "\u{9b}1",
    "{a,b}",
    ";rm",
    "a\r\nb",
    "-e a\nb",
    "-\n-",
    "!\n!",
];

#[test]
fn texts_that_shells_and_flags_trip_over_come_back() {
    for text in NASTY {
        let kept = text.trim_end_matches('\n').to_owned();
        let new = NewArgs {
            words: Some((*text).to_owned()),
            types: texts(&[text]),
            ..NewArgs::default()
        };
        let expected = NewArgs {
            words: Some(kept.clone()),
            types: vec![kept],
            ..NewArgs::default()
        };
        assert_eq!(back(&new), expected, "{text:?}");
    }
}

fn some() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("[^\\x00]{0,12}[^\\x00\n]")
}

fn many() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[^\\x00]{0,8}[^\\x00\n]", 0..3)
}

/// Who, what and how: half of the flags.
fn half() -> impl Strategy<Value = NewArgs> {
    let severity = some().prop_map(|severity| (severity, Vec::new()));
    let bad = prop_oneof![severity, many().prop_map(|harm| (None, harm))];
    let who = (some(), some(), many(), some(), some());
    (who, bad).prop_map(
        |((customer, reach, types, tier, channel), (severity, harm))| NewArgs {
            customer,
            reach,
            types,
            tier,
            channel,
            severity,
            harm,
            ..NewArgs::default()
        },
    )
}

fn anything() -> impl Strategy<Value = NewArgs> {
    let said = (some(), some(), some(), many());
    let rest = (
        some(),
        some(),
        some(),
        some(),
        some(),
        some(),
        any::<bool>(),
    );
    (half(), said, rest).prop_map(|(half, said, rest)| NewArgs {
        words: said.0,
        need: said.1,
        feels: said.2,
        answers: said.3,
        told: rest.0,
        happened: rest.1,
        order: rest.2,
        value: rest.3,
        holder: rest.4,
        playbook: rest.5,
        public: rest.6,
        ..half
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_command_line_gives_back_the_same_case(new in anything()) {
        prop_assert_eq!(back(&new), new);
    }

    #[test]
    fn the_command_line_holds_nothing_a_terminal_obeys(new in anything()) {
        let line = command_line(&new);
        prop_assert!(!line.chars().any(crate::domain::words::is_hidden), "{line}");
    }
}
