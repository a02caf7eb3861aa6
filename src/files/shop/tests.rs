//! What is written reads back; what is wrong is told all at once, with its place.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Each problem as a line: `2:8: what; what to do`.
fn problems(source: &str) -> Vec<String> {
    let line = |finding: &Finding| {
        let (line, column) = (finding.place.line, finding.place.column);
        format!("{line}:{column}: {}; {}", finding.message, finding.hint)
    };
    match read(source) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(line).collect(),
    }
}

#[test]
fn what_the_program_writes_it_reads() {
    let settings = read(&with_playbook(&first("Europe/London"), "cafe")).unwrap();
    assert_eq!(settings.timezone.as_deref(), Some("Europe/London"));
    assert_eq!(settings.playbook.as_deref(), Some("cafe"));
    assert_eq!(settings.hours, None);
}

#[test]
fn every_example_in_what_the_program_writes_is_right() {
    let written = first("Europe/London");
    let (comment, rest) = written.split_once('\n').unwrap();
    assert!(comment.starts_with("# The settings"));
    let settings = read(&rest.replace("\n# ", "\n")).unwrap();
    assert_eq!(settings.name.as_deref(), Some("Rosa's Bakery"));
    assert_eq!(settings.name_of("driver"), Some("Sam Osei"));
    assert!(settings.date_order.is_some());
    let expected = json!({
        "week": {"mon": ["09:00-12:30", "13:30-17:00"], "fri": ["18:00-02:00"]},
        "holidays": ["2026-12-25", "12-26"],
        "on": {"2026-12-24": ["09:00-12:00"]}
    });
    assert_eq!(serde_json::to_value(settings.hours).unwrap(), expected);
}

#[test]
fn dates_and_times_may_stand_without_quotes() {
    let source = "[people]\nowner = \"Rosa Marin\"\ndriver = { name = \"Sam Osei\", until = 18:00 }\n\
        [hours]\nsun = []\nholidays = [2026-12-25, \"12-26\"]\n\
        [[hours.on]]\ndate = 2026-12-24\nopen = [\"09:00-12:00\"]\n[[hours.on]]\ndate = \"2026-12-31\"\nopen = []\n";
    let settings = read(source).unwrap();
    let driver = &settings.people["driver"];
    assert_eq!(driver.until, NaiveTime::from_hms_opt(18, 0, 0));
    assert_eq!(settings.people["owner"].until, None);
    let expected = json!({
        "holidays": ["2026-12-25", "12-26"],
        "on": {"2026-12-24": ["09:00-12:00"], "2026-12-31": []}
    });
    assert_eq!(serde_json::to_value(settings.hours).unwrap(), expected);
}

#[test]
fn every_problem_is_reported_at_once() {
    let source = "timezone = \"Europe/Lodnon\"\ndate_order = \"us\"\nplybook = 3\n[people]\nowner = \"\"\n\
        driver = { until = \"6pm\" }\n[hours]\nmonday = []\ntue = [\"9-17\", \"25:00-26:00\"]\n\
        wed = [\"09:00-12:30\", \"12:00-17:00\"]\nholidays = [\"25-12\"]\n[[hours.on]]\ndate = \"2026-02-30\"\n";
    let findings = read(source).unwrap_err();
    let places = findings
        .iter()
        .map(|finding| (finding.place.line, finding.place.column));
    let places: Vec<(u32, u32)> = places.collect();
    let expected = [
        (1, 12),
        (2, 14),
        (3, 1),
        (5, 9),
        (6, 10),
        (6, 20),
        (8, 1),
        (9, 8),
        (9, 16),
        (10, 23),
        (11, 13),
        (12, 1),
        (13, 8),
    ];
    assert_eq!(places, expected);
}

/// What stands below `[hours]`, where the only problem is, what is said, and what to do.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    (
        "mon = [\"9-17\"]",
        "2:8",
        "`9-17` is not",
        "write `09:00-17:00`",
    ),
    (
        "mon = [\"9:00-17:00\"]",
        "2:8",
        "`9:00-17:00` is not",
        "write `09:00-17:00`",
    ),
    (
        "mon = [\"09:00–17:00\"]",
        "2:8",
        "`09:00–17:00` is not",
        "write `09:00-17:00`",
    ),
    (
        "mon = [\"09:00-12:00\", \"25:00-26:00\"]",
        "2:23",
        "no `25:00`",
        "such as `09:00-17:00`",
    ),
    (
        "mon = [\"18:00-26:00\"]",
        "2:8",
        "no `26:00`",
        "write `18:00-02:00`",
    ),
    ("mon = [\"closed\"]", "2:8", "`closed` is not", "write `[]`"),
    (
        "mon = \"09:00-17:00\"",
        "2:7",
        "`mon` of `[hours]` is a text, not a list",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = \"9-17\"",
        "2:7",
        "is a text, not a list",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = \"9-12, 13-17\"",
        "2:7",
        "is a text",
        "`mon = [\"09:00-12:00\", \"13:00-17:00\"]`",
    ),
    (
        "mon = \"closed\"",
        "2:7",
        "is a text, not a list",
        "write `mon = []`",
    ),
    (
        "mon = false",
        "2:7",
        "is `true` or `false`, not a list",
        "write `mon = []`",
    ),
    (
        "mon = 9",
        "2:7",
        "is a number, not a list",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = { open = \"09:00\" }",
        "2:7",
        "is a table, not a list",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = [[\"09:00\", \"17:00\"]]",
        "2:8",
        "holds a list, not a text",
        "as `\"09:00-17:00\"`",
    ),
    (
        "mon = [\"09:00\", \"17:00\"]",
        "2:7",
        "lists single times",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = [09:00, 17:00]",
        "2:7",
        "lists single times",
        "write `mon = [\"09:00-17:00\"]`",
    ),
    (
        "mon = [\"09:00\", \"12:00\", \"13:00\", \"17:00\"]",
        "2:7",
        "lists",
        "[\"09:00-12:00\", \"13:00-17:00\"]",
    ),
    (
        "mon = [\"09:00\"]",
        "2:8",
        "says only one time",
        "such as `09:00-17:00`",
    ),
    (
        "mon = [09:00-17:00]",
        "2:8",
        "without quotes",
        "put it between quotes",
    ),
    (
        "mon = [\"09:00-17:00\" \"18:00-19:00\"]",
        "2:22",
        "a comma is missing",
        "commas",
    ),
    ("mon = []\nmon = []", "3:1", "set twice", "keep one"),
    (
        "monday = []\ntue = []",
        "2:1",
        "`monday` is not a key of `[hours]`",
        "did you mean `mon`?",
    ),
    (
        "Mon = []",
        "2:1",
        "`Mon` is not a key",
        "did you mean `mon`?",
    ),
    (
        "tues = []",
        "2:1",
        "`tues` is not a key",
        "did you mean `tue`?",
    ),
    (
        "wendesday = []",
        "2:1",
        "`wendesday` is not a key",
        "did you mean `wed`?",
    ),
    (
        "mon-fri = [\"09:00-17:00\"]",
        "2:1",
        "`mon-fri` is not a key",
        "write a line for each day",
    ),
    (
        "weekdays = [\"09:00-17:00\"]",
        "2:1",
        "`weekdays` is not a key",
        "write a line for each day",
    ),
    (
        "holiday = []",
        "2:1",
        "`holiday` is not a key",
        "did you mean `holidays`?",
    ),
    (
        "lunch = []",
        "2:1",
        "`lunch` is not a key",
        "`sun`, `holidays` or `on`",
    ),
    ("", "1:1", "the shop never opens", "mon = [\"09:00-17:00\"]"),
    (
        "sun = []",
        "1:1",
        "the shop never opens",
        "mon = [\"09:00-17:00\"]",
    ),
    (
        "[[hours.on]]\ndate = 2026-12-24\nopen = []",
        "1:1",
        "the shop never opens",
        "or leave out `[hours]`",
    ),
    (
        "mon = [\"09:00-12:30\", \"12:00-17:00\"]",
        "2:23",
        "`12:00-17:00` overlaps `09:00-12:30` of mon",
        "`09:00-17:00` for both",
    ),
    (
        "mon = [\"09:00-12:30\"]\nsun = [\"18:00-10:00\"]",
        "3:8",
        "of sun runs over midnight into `09:00-12:30` of mon",
        "`18:00-09:00`",
    ),
    (
        "holidays = \"2026-12-25\"",
        "2:12",
        "`holidays` of `[hours]` is a text, not a list",
        "write `holidays = [",
    ),
    (
        "holidays = 2026-12-25",
        "2:12",
        "is a date, not a list",
        "write `holidays = [",
    ),
    (
        "holidays = [12-25]",
        "2:13",
        "without quotes",
        "put it between quotes",
    ),
    (
        "holidays = [\"25-12\"]",
        "2:13",
        "names month 25",
        "write `12-25`",
    ),
    (
        "holidays = [\"2026-02-30\"]",
        "2:13",
        "February 2026 has 28 days",
        "from `01` to `28`",
    ),
    (
        "holidays = [\"1/4\"]",
        "2:13",
        "could be two dates",
        "write `04-01` or `01-04`",
    ),
    (
        "holidays = [20261225]",
        "2:13",
        "this is a number, not a date",
        "`\"2026-12-25\"`",
    ),
    (
        "holidays = [2026-12-25T10:00:00]",
        "2:13",
        "is not a date",
        "such as `2026-12-25`",
    ),
    (
        "on = [\"2026-12-24\"]",
        "2:6",
        "not a list of days",
        "write `[[hours.on]]`",
    ),
    (
        "[hours.on]\ndate = \"2026-12-24\"\nopen = []",
        "2:1",
        "not a list of days",
        "write `[[hours.on]]`",
    ),
    (
        "[[hours.on]]\ndate = \"12-24\"\nopen = []",
        "3:8",
        "`12-24` has no year",
        "`YYYY-12-24`",
    ),
    (
        "[[hours.on]]\ndate = \"2026-12-24\"",
        "2:1",
        "this `[[hours.on]]` has no `open`",
        "or `open = []`",
    ),
    (
        "[[hours.on]]\nopen = []",
        "2:1",
        "this `[[hours.on]]` has no `date`",
        "such as `date = \"2026-12-24\"`",
    ),
    (
        "[[hours.on]]\ndate = 2026-12-24\nopen = []\nnote = 1",
        "5:1",
        "`note` is not a key of `[[hours.on]]`",
        "`date` or `open`",
    ),
    (
        "[[hours.on]]\ndate = 2026-12-24\nopen = \"9-12\"",
        "4:8",
        "is a text, not a list",
        "write `open = [\"09:00-12:00\"]`",
    ),
    (
        "[[hours.on]]\ndate = 2026-12-24\nopen = []\n[[hours.on]]\ndate = \"2026-12-24\"\nopen = [\"09:00-12:00\"]",
        "6:8",
        "2026-12-24 has hours of its own twice",
        "one `open`",
    ),
    (
        "[[hours.on]]\ndate = 2026-12-24\nopen = [\"09:00-12:00\", \"11:00-13:00\"]",
        "4:24",
        "overlaps `09:00-12:00` of 2026-12-24",
        "`09:00-13:00` for both",
    ),
];

#[test]
fn every_mistake_has_its_place_and_one_thing_to_do() {
    for (below, place, said, to_do) in MISTAKES {
        let problems = problems(&format!("[hours]\n{below}\n"));
        let [problem] = problems.as_slice() else {
            panic!("{below}\n{problems:#?}");
        };
        assert!(
            problem.starts_with(&format!("{place}: ")),
            "{below}\n{problem}"
        );
        assert!(
            problem.contains(said) && problem.contains(to_do),
            "{below}\n{problem}"
        );
    }
}

/// A whole file, how its only problem begins, and what to do.
const MISPLACED: &[(&str, &str, &str)] = &[
    (
        "mon = [\"09:00-17:00\"]",
        "1:1: `mon` is a key of `[hours]`",
        "below a line `[hours]`",
    ),
    (
        "holidays = []",
        "1:1: `holidays` is a key of `[hours]`",
        "below a line `[hours]`",
    ),
    (
        "hours = \"9-17\"",
        "1:9: `hours` of shop.toml is a text",
        "write `[hours]`, and below it",
    ),
    (
        "[[hours]]\nmon = []",
        "1:1: `hours` of shop.toml is a list",
        "write `[hours]`, and below it",
    ),
    (
        "[people]\nowner = 3",
        "2:9: `owner` of `[people]` is a number",
        "between quotes",
    ),
    (
        "[people]\nowner = { name = \"\" }",
        "2:18: `name` of the person is empty",
        "between the quotes",
    ),
    (
        "[people]\nowner = { until = \"18:00\" }",
        "2:9: the person has no `name`",
        "add `name",
    ),
    (
        "[people]\nowner = { name = \"R\", until = \"6pm\" }",
        "2:31: `6pm` is not a time",
        "write `18:00`",
    ),
    (
        "[people]\nowner = { name = \"R\", until = 18 }",
        "2:31: `until` of the person is a number",
        "`\"18:00\"`",
    ),
    (
        "[people]\nowner = { name = \"R\", utnil = 1 }",
        "2:23: `utnil` is not a key",
        "`until`",
    ),
];

#[test]
fn what_stands_in_the_wrong_place_or_form_is_told_where_it_belongs() {
    for (source, said, to_do) in MISPLACED {
        let problems = problems(source);
        let [problem] = problems.as_slice() else {
            panic!("{source}\n{problems:#?}");
        };
        assert!(
            problem.starts_with(said) && problem.contains(to_do),
            "{problem}"
        );
    }
}

/// A line of a settings file, right or wrong.
fn line() -> impl Strategy<Value = String> {
    let key =
        "mon|tue|sun|monday|holidays|on|date|open|owner|until|name|hours|hours\\.on|[a-zé]{0,4}";
    let item = "\"[0-9:–-]{0,11}\"|2026-12-25|12-25|18:00|-?[0-9]{1,3}|true|\\[\\]|\\{ name = \"x\", until = 18:00 \\}|\"[^\"\\\\]{0,6}\"";
    let list =
        proptest::collection::vec(item, 0..3).prop_map(|items| format!("[{}]", items.join(", ")));
    let value = prop_oneof![item, list, Just("[".to_owned())];
    prop_oneof![
        4 => (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
        2 => "\\[(hours|people|hours\\.on)\\]|\\[\\[(hours|people|hours\\.on)\\]\\]".prop_map(|table| table),
        1 => "\\PC{0,12}".prop_map(|noise| noise),
    ]
}

proptest! {
    #[test]
    fn no_file_makes_it_stumble_and_every_problem_has_its_place(lines in proptest::collection::vec(line(), 0..12)) {
        let source = lines.join("\n");
        if let Err(findings) = read(&source) {
            prop_assert!(!findings.is_empty());
            let last = u32::try_from(source.lines().count() + 1).unwrap();
            for finding in findings {
                prop_assert!((1..=last).contains(&finding.place.line), "{finding:?}");
                prop_assert!(finding.place.column >= 1);
                prop_assert!(!finding.message.is_empty() && !finding.hint.is_empty());
            }
        }
    }
}
