//! Changing one setting in the text of `shop.toml`; every other line stays as it is.

use std::ops::Range;

use chrono::NaiveDate;
use toml_edit::{
    Array, ArrayOfTables, Document, DocumentMut, InlineTable, Item, Table, TableLike, Value, value,
};

use super::key::SettingKey;
use super::written::date_of;
use crate::domain::time::calendar::WEEKDAYS;

/// What is to become of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingEdit<'t> {
    /// It gets this value; the items of a list have spaces between them, and none is an empty list.
    Set(&'t str),
    /// It is taken out.
    Unset,
}

/// Why a text cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotEdited {
    /// Nobody is named whose time to leave that could be.
    #[error("nobody is named behind `{role}` who could leave at a time")]
    Nobody {
        /// The role.
        role: String,
    },
    /// The file has something else in this place.
    #[error("shop.toml has something else where `{key}` belongs")]
    InTheWay {
        /// The setting.
        key: String,
    },
}

impl NotEdited {
    /// Gives one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Nobody { role } => {
                format!("name somebody first: `amends config set people.{role} NAME`")
            }
            Self::InTheWay { .. } => "change it in an editor".to_owned(),
        }
    }
}

/// Gives the text of a settings file with one setting changed, comments and layout kept.
///
/// What it gives may be wrong settings: [`super::read`] tells.
///
/// # Errors
/// When a time to leave has no person, or the file has another kind of thing in that place.
pub fn changed(
    source: &str,
    key: &SettingKey,
    change: SettingEdit<'_>,
) -> Result<String, NotEdited> {
    let in_the_way = || NotEdited::InTheWay {
        key: key.to_string(),
    };
    if let (SettingEdit::Unset, Some(line)) = (change, line_of(source, key)) {
        return Ok([&source[..line.start], &source[line.end..]].concat());
    }
    let mut file: DocumentMut = source.parse().map_err(|_| in_the_way())?;
    let put = match key {
        SettingKey::Name => put(file.as_table_mut(), "name", text(change)),
        SettingKey::Timezone => put(file.as_table_mut(), "timezone", text(change)),
        SettingKey::DateOrder => put(file.as_table_mut(), "date_order", text(change)),
        SettingKey::Playbook => put(file.as_table_mut(), "playbook", text(change)),
        SettingKey::Person(role) => {
            table(&mut file, "people", change).map(|people| person(people, role, change))
        }
        SettingKey::Until(role) => match table(&mut file, "people", SettingEdit::Unset) {
            Some(people) => Some(until(people, role, change)?),
            None => Some(nobody(role, change)?),
        },
        SettingKey::Weekday(day) => table(&mut file, "hours", change)
            .and_then(|hours| put(hours, WEEKDAYS[*day], list(change))),
        SettingKey::Holidays => {
            table(&mut file, "hours", change).and_then(|hours| put(hours, "holidays", list(change)))
        }
        SettingKey::On(date) => {
            table(&mut file, "hours", change).and_then(|hours| on(hours, *date, change))
        }
    };
    match (put, change) {
        (Some(()), _) | (None, SettingEdit::Unset) => Ok(with_comments(source, file.to_string())),
        (None, SettingEdit::Set(_)) => Err(in_the_way()),
    }
}

/// Takes the heading of the hours out where nothing stands below it any more: a shop without hours has said nothing, and
/// is not one that never opens.
#[must_use]
pub fn without_bare_hours(source: &str) -> String {
    let bare = Document::parse(source).ok().and_then(|file| {
        let hours = file.as_table().get("hours")?.as_table()?;
        hours.span().filter(|_| hours.is_empty())
    });
    let Some(heading) = bare else {
        return source.to_owned();
    };
    let start = source[..heading.start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[heading.end..].find('\n');
    let end = end.map_or(source.len(), |at| heading.end + at + 1);
    [&source[..start], &source[end..]].concat()
}

/// Finds the line, or the lines, that hold nothing but a setting.
fn line_of(source: &str, key: &SettingKey) -> Option<Range<usize>> {
    let file = Document::parse(source).ok()?;
    let file = file.as_table();
    let found = match key {
        SettingKey::Name => file.get_key_value("name"),
        SettingKey::Timezone => file.get_key_value("timezone"),
        SettingKey::DateOrder => file.get_key_value("date_order"),
        SettingKey::Playbook => file.get_key_value("playbook"),
        SettingKey::Person(role) => apart(file, "people")?.get_key_value(role),
        SettingKey::Until(role) => apart(apart(file, "people")?, role)?.get_key_value("until"),
        SettingKey::Weekday(day) => apart(file, "hours")?.get_key_value(WEEKDAYS[*day]),
        SettingKey::Holidays => apart(file, "hours")?.get_key_value("holidays"),
        SettingKey::On(_) => None,
    };
    let (name, item) = found?;
    let (start, end) = (name.span()?.start, item.as_value()?.span()?.end);
    let line = source.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(end..)?.find('\n');
    let alone = source.get(line..start)?.trim().is_empty();
    alone.then(|| line..rest.map_or(source.len(), |at| end + at + 1))
}

fn apart<'t>(table: &'t Table, name: &str) -> Option<&'t Table> {
    table.get(name)?.as_table()
}

/// Puts comments that went with what was taken out to the end.
fn with_comments(before: &str, after: String) -> String {
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let mut kept: Vec<&str> = after.lines().filter(is_comment).collect();
    let mut lost = Vec::new();
    for line in before.lines().filter(is_comment) {
        match kept.iter().position(|other| *other == line) {
            Some(at) => drop(kept.swap_remove(at)),
            None => lost.push(format!("{line}\n")),
        }
    }
    after + &lost.concat()
}

fn text(change: SettingEdit<'_>) -> Option<Value> {
    match change {
        SettingEdit::Set(text) => Some(text.into()),
        SettingEdit::Unset => None,
    }
}

fn list(change: SettingEdit<'_>) -> Option<Value> {
    match change {
        SettingEdit::Set(words) => {
            let words = words.split([' ', ',', '\t', '\n']);
            let words = words.filter(|word| !word.is_empty());
            Some(words.collect::<Array>().into())
        }
        SettingEdit::Unset => None,
    }
}

/// Puts a value in the place of another, with the comment behind it, or takes it out.
fn put(table: &mut dyn TableLike, key: &str, new: Option<Value>) -> Option<()> {
    let Some(mut new) = new else {
        table.remove(key);
        return Some(());
    };
    match table.get_mut(key) {
        Some(old) => {
            let old = old.as_value_mut()?;
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            table.insert(key, Item::Value(new));
        }
    }
    Some(())
}

/// Gives a table of the file; a new one comes to the end, behind every comment there.
fn table<'f>(
    file: &'f mut DocumentMut,
    name: &str,
    change: SettingEdit<'_>,
) -> Option<&'f mut dyn TableLike> {
    if !file.contains_key(name) && change != SettingEdit::Unset {
        let mut table = Table::new();
        let behind = file.trailing().as_str().unwrap_or_default().to_owned();
        table.decor_mut().set_prefix(format!("{behind}\n"));
        file.set_trailing("");
        file.insert(name, Item::Table(table));
    }
    file.get_mut(name)?.as_table_like_mut()
}

fn person(people: &mut dyn TableLike, role: &str, change: SettingEdit<'_>) {
    let known = people.get_mut(role).and_then(Item::as_table_like_mut);
    match (known, change) {
        (Some(known), SettingEdit::Set(name)) => put(known, "name", Some(name.into())),
        (_, SettingEdit::Unset) => put(people, role, None),
        (None, SettingEdit::Set(name)) => put(people, role, Some(name.into())),
    };
}

fn until(people: &mut dyn TableLike, role: &str, change: SettingEdit<'_>) -> Result<(), NotEdited> {
    let Some(known) = people.get_mut(role) else {
        return nobody(role, change);
    };
    if let Some(known) = known.as_table_like_mut() {
        put(known, "until", text(change));
        if let Some(person) = people.get_mut(role).and_then(Item::as_inline_table_mut) {
            person.fmt();
        }
        return Ok(());
    }
    if let (Some(name), Some(until)) = (known.as_str().map(str::to_owned), text(change)) {
        let mut both = InlineTable::new();
        both.insert("name", name.into());
        both.insert("until", until);
        put(people, role, Some(both.into()));
    }
    Ok(())
}

fn nobody(role: &str, change: SettingEdit<'_>) -> Result<(), NotEdited> {
    match change {
        SettingEdit::Unset => Ok(()),
        SettingEdit::Set(_) => Err(NotEdited::Nobody {
            role: role.to_owned(),
        }),
    }
}

/// Changes the hours of one day, in either of the two forms in which the file may list such days.
fn on(hours: &mut dyn TableLike, date: NaiveDate, change: SettingEdit<'_>) -> Option<()> {
    if !hours.contains_key("on") && change != SettingEdit::Unset {
        hours.insert("on", Item::ArrayOfTables(ArrayOfTables::new()));
    }
    let days = hours.get_mut("on")?;
    if let Some(days) = days.as_array_of_tables_mut() {
        on_apart(days, date, list(change))?;
        if days.is_empty() {
            hours.remove("on");
        }
        return Some(());
    }
    let days = days.as_array_mut()?;
    on_in_line(days, date, list(change))
}

fn on_apart(days: &mut ArrayOfTables, date: NaiveDate, open: Option<Value>) -> Option<()> {
    let at = days.iter().position(|day| date_of(day) == Some(date));
    match (at, open) {
        (Some(at), Some(open)) => put(days.get_mut(at)?, "open", Some(open))?,
        (Some(at), None) => drop(days.remove(at)),
        (None, Some(open)) => {
            let mut day = Table::new();
            day.decor_mut().set_prefix("\n");
            day.insert("date", value(date.to_string()));
            day.insert("open", Item::Value(open));
            days.push(day);
        }
        (None, None) => (),
    }
    Some(())
}

fn on_in_line(days: &mut Array, date: NaiveDate, open: Option<Value>) -> Option<()> {
    let found = |day: &Value| {
        day.as_inline_table()
            .is_some_and(|day| date_of(day) == Some(date))
    };
    let at = days.iter().position(found);
    match (at, open) {
        (Some(at), Some(open)) => {
            let day = days.get_mut(at)?.as_inline_table_mut()?;
            put(day, "open", Some(open))?;
        }
        (Some(at), None) => {
            days.remove(at);
        }
        (None, Some(open)) => {
            let mut day = InlineTable::new();
            day.insert("date", date.to_string().into());
            day.insert("open", open);
            days.push(day);
        }
        (None, None) => (),
    }
    Some(())
}

#[cfg(test)]
mod tests;
