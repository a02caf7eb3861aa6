//! `[people]`: a name for each role, with the time of day at which they leave if that matters.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use toml::de::DeValue;

use super::StaffMember;
use crate::domain::time::calendar::time_of_day;
use crate::files::table::{Problems, TomlTable, in_words};

pub(super) fn read(
    top: TomlTable<'_>,
    problems: &mut Problems<'_>,
) -> BTreeMap<String, StaffMember> {
    let Some(table) = top.table("people", "`[people]`", problems) else {
        return BTreeMap::new();
    };
    let mut people = BTreeMap::new();
    for (role, _) in table.entries() {
        if let Some(person) = person(table, role.text, problems) {
            people.insert(role.owned(), person);
        }
    }
    people
}

fn person(table: TomlTable<'_>, role: &str, problems: &mut Problems<'_>) -> Option<StaffMember> {
    let value = table.get(role)?;
    if value.get_ref().as_table().is_none() {
        let name = table.required(role, problems)?;
        return Some(StaffMember {
            name: name.owned(),
            until: None,
        });
    }
    let table = table.table(role, "the person", problems)?;
    table.only(&["name", "until"], problems);
    let name = table.required("name", problems);
    let until = until(table, problems);
    Some(StaffMember {
        name: name?.owned(),
        until,
    })
}

/// Reads a time of day, between quotes or not.
fn until(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<NaiveTime> {
    let value = table.get("until")?;
    let (range, value) = (value.span(), value.get_ref());
    let written = match (value.as_str(), value.as_datetime()) {
        (Some(text), _) => text,
        (None, Some(_)) => problems.source().get(range.clone()).unwrap_or_default(),
        (None, None) => {
            wrong_type(value, &range, problems);
            return None;
        }
    };
    match time_of_day(written) {
        Ok(time) => Some(time),
        Err(bad) => {
            problems.wrong(&range, bad.to_string(), &bad.hint());
            None
        }
    }
}

fn wrong_type(value: &DeValue<'_>, range: &std::ops::Range<usize>, problems: &mut Problems<'_>) {
    let kind = in_words(value);
    let message = format!("`until` of the person is {kind}, not a time of day");
    problems.wrong(
        range,
        message,
        "write it between quotes, such as `\"18:00\"`",
    );
}
