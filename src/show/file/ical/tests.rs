//! What is written is read back by a parser that is not ours, and each line is measured.

use icalendar::parser::{Component, read_calendar, unfold};
use proptest::prelude::*;

use super::*;
use crate::domain::id::Id;

fn at(text: &str) -> Instant {
    text.parse::<chrono::NaiveDateTime>().unwrap().and_utc()
}

fn moment(text: &str) -> Moment {
    Moment {
        twice: false,
        at: at(text),
        wall: at(text).naive_utc(),
        offset: 0,
    }
}

fn entry() -> CalendarEntry {
    CalendarEntry {
        case_id: Id::new(1_795_000_000_000, [7; 10]),
        case: 41,
        type_name: "Late delivery".to_owned(),
        name: DeadlineName::Recover,
        cycle: 1,
        failure: None,
        task: None,
        by: vec!["owner".to_owned(), "staff".to_owned()],
        due_at: moment("2026-11-23T10:05:00"),
        soon_at: at("2026-11-23T04:05:00"),
        fate: ReminderFate::Stands,
    }
}

fn file(entries: Vec<CalendarEntry>) -> String {
    let calendar = DeadlineCalendar {
        revision: 12,
        changed_at: at("2026-11-22T10:05:00"),
        entries,
    };
    write(&calendar, moment("2026-11-22T23:00:00"), "Europe/London")
}

/// Looks at each line as RFC 5545 wants it, whatever a parser would put up with.
fn held_to_the_letter(file: &str) {
    assert!(file.ends_with("\r\nEND:VCALENDAR\r\n"), "{file:?}");
    for line in file.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
        assert!(!line.is_empty() && !line.chars().any(is_hidden), "{line:?}");
    }
}

/// The value of a property as another program understands it.
fn read(component: &Component<'_>, name: &str) -> String {
    component.find_prop(name).unwrap().val.to_string()
}

/// The title and the description of the only event.
fn texts(file: &str) -> (String, String) {
    let unfolded = unfold(file);
    let calendar = read_calendar(&unfolded).unwrap();
    assert_eq!(calendar.components.len(), 1, "{file}");
    let event = &calendar.components[0];
    (read(event, "SUMMARY"), read(event, "DESCRIPTION"))
}

#[test]
fn a_deadline_is_an_event_with_an_alarm() {
    let file = file(vec![entry()]);
    held_to_the_letter(&file);
    insta::assert_snapshot!(file.replace("\r\n", "\n"), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//amends//amends//EN
    X-WR-CALNAME:amends
    BEGIN:VEVENT
    UID:01a1ee565e0077078707070707070707-1-recover@amends
    DTSTAMP:20261122T230000Z
    DTSTART:20261123T100500Z
    DTEND:20261123T102000Z
    SUMMARY:#41 both halves done by 10:05
    DESCRIPTION:Late delivery\nDue Mon 23 Nov 2026 10:05\, Europe/London\nWhose
      step: owner\, staff\namends show 41
    STATUS:CONFIRMED
    TRANSP:TRANSPARENT
    SEQUENCE:12
    LAST-MODIFIED:20261122T100500Z
    BEGIN:VALARM
    ACTION:DISPLAY
    TRIGGER:-PT360M
    DESCRIPTION:#41 both halves done by 10:05
    END:VALARM
    END:VEVENT
    END:VCALENDAR
    ");
}

#[test]
fn what_is_met_or_over_is_cancelled_without_an_alarm_and_says_so() {
    for (fate, said) in [
        (ReminderFate::Met, "Done: "),
        (ReminderFate::Over, "No longer due: "),
    ] {
        let file = file(vec![CalendarEntry { fate, ..entry() }]);
        held_to_the_letter(&file);
        assert!(file.contains("\r\nSTATUS:CANCELLED\r\n"), "{file}");
        assert!(!file.contains("ALARM"), "{file}");
        let title = format!("{said}#41 both halves done by 10:05");
        assert_eq!(texts(&file).0, title);
    }
}

#[test]
fn each_kind_of_deadline_is_said_in_words() {
    let task = || Some("Deliver the cake of their choice. ".to_owned());
    let table = [
        (DeadlineName::FirstResponse, None, "answer them by 10:05"),
        (DeadlineName::Recover, None, "both halves done by 10:05"),
        (
            DeadlineName::Step(3),
            task(),
            "step 3: Deliver the cake of their choice, by 10:05",
        ),
        (DeadlineName::Step(3), None, "step 3 by 10:05"),
        (
            DeadlineName::FollowUp,
            None,
            "ask whether it is right now, by 10:05",
        ),
    ];
    for (name, task, said) in table {
        let one = CalendarEntry {
            name,
            task,
            ..entry()
        };
        assert_eq!(title(&one), format!("#41 {said}"));
    }
}

#[test]
fn deadlines_of_a_case_have_different_names_for_the_calendar() {
    let names = [
        DeadlineName::FirstResponse,
        DeadlineName::Recover,
        DeadlineName::Step(1),
        DeadlineName::Step(11),
        DeadlineName::FollowUp,
    ];
    let mut known = std::collections::BTreeSet::new();
    for name in names {
        for cycle in [1, 11] {
            let one = CalendarEntry {
                name,
                cycle,
                ..entry()
            };
            assert!(uid(&one).ends_with("@amends") && !uid(&one).contains(' '));
            assert!(known.insert(uid(&one)), "{}", uid(&one));
        }
    }
}

#[test]
fn a_calendar_without_deadlines_is_an_empty_one() {
    let file = file(Vec::new());
    held_to_the_letter(&file);
    assert!(read_calendar(&unfold(&file)).unwrap().components.is_empty());
}

#[test]
fn an_alarm_says_how_long_before_in_minutes_and_seconds() {
    let table = [
        (0, "-PT0M"),
        (59, "-PT59S"),
        (900, "-PT15M"),
        (21_600, "-PT360M"),
        (21_630, "-PT360M30S"),
        (-5, "-PT0M"),
    ];
    for (seconds, said) in table {
        assert_eq!(before(TimeDelta::seconds(seconds)), said);
    }
}

#[test]
fn a_number_that_is_too_large_for_calendars_stays_the_largest() {
    assert_eq!(sequence(12), "12");
    assert_eq!(sequence(u64::MAX), "2147483647");
}

#[test]
fn text_is_escaped_and_what_hides_in_it_is_left_out() {
    let table = [
        ("a, b; c\\n", "a\\, b\\; c\\\\n"),
        ("one\r\ntwo\nthree\rfour", "one\\ntwo\\nthree\\nfour"),
        ("a\u{2028}b\u{2029}c\u{85}d", "a\\nb\\nc\\nd"),
        ("tab\there", "tab here"),
        (
            "\u{0}\u{1b}[31m\u{7f}\u{9b}\u{202e}x\u{2066}\u{feff}",
            "[31mx",
        ),
        (
            "Müller 山田 👩\u{200d}🍳: \"so\"",
            "Müller 山田 👩\u{200d}🍳: \"so\"",
        ),
    ];
    for (given, written) in table {
        assert_eq!(escaped(given), written);
    }
}

#[test]
fn lines_are_folded_at_75_octets_and_letters_stay_whole() {
    for letter in ["x", "é", "山", "👩"] {
        for count in 0..160 {
            let mut lines = IcalLines::default();
            lines.text("X", &letter.repeat(count));
            let physical: Vec<&str> = lines.0.split_terminator("\r\n").collect();
            assert!(physical.iter().all(|line| line.len() <= 75), "{physical:?}");
            let full = |line: &&str| line.len() + letter.len() > 75;
            let (_, rest) = physical.split_last().unwrap();
            assert!(rest.iter().all(full), "broken too early: {physical:?}");
            assert_eq!(unfold(&lines.0), format!("X:{}\r\n", letter.repeat(count)));
        }
    }
}

proptest! {
    #[test]
    fn what_can_be_read_comes_back_as_it_was(
        kind in "(\\PC|\n){0,200}",
        task in "(\\PC|\n){0,200}",
        role in "\\PC{0,40}",
    ) {
        let seen = |text: &str| !text.chars().any(|c| c != '\n' && is_hidden(c));
        prop_assume!(seen(&kind) && seen(&task) && seen(&role));
        let file = file(vec![CalendarEntry {
            type_name: kind.clone(),
            name: DeadlineName::Step(2),
            task: Some(task.clone()),
            by: vec![role.clone()],
            ..entry()
        }]);
        held_to_the_letter(&file);
        let due = "Due Mon 23 Nov 2026 10:05, Europe/London";
        let description = format!("{kind}\n{due}\nWhose step: {role}\namends show 41");
        let title = format!("#41 step 2: {}, by 10:05", sentence(&task));
        prop_assert_eq!(texts(&file), (title, description));
    }

    #[test]
    fn whatever_is_written_into_a_playbook_the_file_keeps_its_form(text in "(?s).{0,300}") {
        let hostile = CalendarEntry {
            type_name: text.clone(),
            name: DeadlineName::Step(2),
            task: Some(text.clone()),
            by: vec![text],
            ..entry()
        };
        let file = file(vec![hostile]);
        held_to_the_letter(&file);
        let (title, description) = texts(&file);
        prop_assert!(title.ends_with(" 10:05"));
        prop_assert!(description.ends_with("\namends show 41"));
    }
}
