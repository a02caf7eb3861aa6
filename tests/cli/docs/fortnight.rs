//! What must hold of every deadline of the example fortnight, whatever is printed there.

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime};
use icalendar::{Calendar, CalendarComponent, Component};
use serde_json::Value;

use super::machine::Machine;

pub fn item(machine: &Machine, typed: &str) -> Value {
    let said = machine.pipe(&format!("amends {typed} --json"));
    assert_eq!(said.exit(), 0, "{said}");
    let mut printed: Value = serde_json::from_str(&said.stdout()).unwrap();
    printed["items"][0].take()
}

pub fn moment(value: &Value) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap()
}

/// The check finds nothing in the playbook of the workshop, in its own shop.
pub fn the_playbook_passes_the_check(machine: &Machine) {
    let said = machine.pipe("amends playbook check workshop.toml --json");
    assert_eq!(said.exit(), 0, "{said}");
    let printed: Value = serde_json::from_str(&said.stdout()).unwrap();
    assert_eq!(printed["items"], Value::Array(Vec::new()), "{said}");
}

/// Each deadline of `show` stands in `why`, and adds up: where the clock started, what was added,
/// and each pause give the sum, unless a sentence says why they do not.
pub fn every_deadline_is_explained(machine: &Machine, case: u32) {
    let shown = item(machine, &format!("show {case}"));
    let why = item(machine, &format!("why {case}"));
    let explained = why["deadlines"].as_array().unwrap();
    let deadlines = shown["deadlines"].as_array().unwrap();
    assert!(deadlines.len() >= 4, "#{case}: {deadlines:?}");
    for deadline in deadlines {
        let is_it = |one: &&Value| {
            ["name", "cycle", "failure"]
                .iter()
                .all(|key| one[key] == deadline[key])
        };
        let found = explained.iter().find(is_it);
        let found = found.unwrap_or_else(|| panic!("#{case}: nothing explains {deadline}"));
        assert_eq!(found["due_at"], deadline["due_at"], "#{case}: {found}");
        let mut sum = moment(&found["sum"]);
        for pause in found["pauses"].as_array().unwrap() {
            sum += Duration::seconds(pause["seconds"].as_i64().unwrap());
            assert_eq!(sum, moment(&pause["to"]), "#{case}: {found}");
        }
        if found["moved"].is_null() {
            assert_eq!(sum, moment(&found["due_at"]), "#{case}: {found}");
        }
        counted(found);
    }
}

/// The days of a length of open time give that length.
fn counted(found: &Value) {
    let Some((count, "open hours" | "open minutes")) =
        found["add"].as_str().and_then(|add| add.split_once(' '))
    else {
        return;
    };
    let days = found["days"].as_array().unwrap();
    let seconds: u64 = days
        .iter()
        .map(|day| day["seconds"].as_u64().unwrap())
        .sum();
    let unit = if found["add"].as_str().unwrap().ends_with("hours") {
        3_600
    } else {
        60
    };
    assert_eq!(seconds, count.parse::<u64>().unwrap() * unit, "{found}");
}

/// An independent parser finds each deadline that is still to be met, when it is due.
pub fn another_program_reads_the_calendar(machine: &Machine) {
    let file = std::fs::read_to_string(machine.desk().join("due.ics")).unwrap();
    let calendar: Calendar = file.parse().unwrap();
    let events: Vec<_> = calendar
        .components
        .iter()
        .filter_map(CalendarComponent::as_event)
        .collect();
    let standing = |case: u32| {
        let shown = item(machine, &format!("show {case}"));
        let deadlines = shown["deadlines"].as_array().unwrap().clone();
        deadlines.into_iter().filter(|one| {
            let open = ["late", "due-soon", "on-track"]
                .iter()
                .any(|state| one["state"] == *state);
            open && one["provisional"] == false
        })
    };
    let mut expected: Vec<i64> = [1, 2, 3]
        .into_iter()
        .flat_map(standing)
        .map(|one| moment(&one["due_at"]).timestamp())
        .collect();
    let confirmed = events
        .iter()
        .filter(|event| event.property_value("STATUS") == Some("CONFIRMED"));
    let mut found: Vec<i64> = confirmed
        .map(|event| {
            let start = event.property_value("DTSTART").unwrap();
            let start = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%SZ").unwrap();
            start.and_utc().timestamp()
        })
        .collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    assert!(events.len() > found.len(), "what is over is cancelled");
}
