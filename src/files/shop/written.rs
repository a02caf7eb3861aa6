//! What stands in `shop.toml` for each setting, and on which line.

use std::collections::BTreeMap;

use toml_edit::{Document, Item, TableLike, Value};

use super::key::SettingKey;
use crate::domain::time::calendar::{WEEKDAYS, date};

/// A setting as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenSetting {
    /// The text as `amends config set` takes it: the items of a list with spaces between.
    pub text: String,
    /// The line its value begins on, from 1.
    pub line: u32,
}

/// Finds every setting that a valid file has.
///
/// What is no setting, or not of its type, is left out; [`super::read`] says what is wrong with it.
#[must_use]
pub fn written(source: &str) -> BTreeMap<SettingKey, WrittenSetting> {
    let mut found = SettingsFound {
        source,
        written: BTreeMap::new(),
    };
    let Ok(file) = Document::parse(source) else {
        return found.written;
    };
    let top = [
        ("name", SettingKey::Name),
        ("timezone", SettingKey::Timezone),
        ("date_order", SettingKey::DateOrder),
        ("playbook", SettingKey::Playbook),
    ];
    for (name, key) in top {
        found.note(key, file.get(name));
    }
    if let Some(people) = file.get("people").and_then(Item::as_table_like) {
        found.people(people);
    }
    if let Some(hours) = file.get("hours").and_then(Item::as_table_like) {
        found.hours(hours);
    }
    found.written
}

struct SettingsFound<'s> {
    source: &'s str,
    written: BTreeMap<SettingKey, WrittenSetting>,
}

impl SettingsFound<'_> {
    fn note(&mut self, key: SettingKey, item: Option<&Item>) {
        let value = item.and_then(Item::as_value);
        self.note_value(key, value);
    }

    fn note_value(&mut self, key: SettingKey, value: Option<&Value>) {
        let Some(value) = value else { return };
        let texts = match value.as_array() {
            Some(items) => items.iter().map(text).collect::<Option<Vec<_>>>(),
            None => text(value).map(|text| vec![text]),
        };
        if let Some(texts) = texts {
            let start = value.span().map_or(0, |span| span.start);
            let before = self.source.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let written = WrittenSetting {
                text: texts.join(" "),
                line: u32::try_from(line).unwrap_or(u32::MAX),
            };
            self.written.insert(key, written);
        }
    }

    fn people(&mut self, people: &dyn TableLike) {
        for (role, item) in people.iter() {
            let role = role.to_owned();
            match item.as_table_like() {
                Some(person) => {
                    self.note(SettingKey::Person(role.clone()), person.get("name"));
                    self.note(SettingKey::Until(role), person.get("until"));
                }
                None => self.note(SettingKey::Person(role), Some(item)),
            }
        }
    }

    fn hours(&mut self, hours: &dyn TableLike) {
        for (day, name) in WEEKDAYS.into_iter().enumerate() {
            self.note(SettingKey::Weekday(day), hours.get(name));
        }
        self.note(SettingKey::Holidays, hours.get("holidays"));
        let Some(on) = hours.get("on") else { return };
        if let Some(days) = on.as_array_of_tables() {
            days.iter().for_each(|day| self.day(day));
        }
        if let Some(days) = on.as_array() {
            let days = days.iter().filter_map(Value::as_inline_table);
            days.for_each(|day| self.day(day));
        }
    }

    fn day(&mut self, day: &dyn TableLike) {
        if let Some(date) = date_of(day) {
            self.note(SettingKey::On(date), day.get("open"));
        }
    }
}

/// Gives the day that a `[[hours.on]]` is about.
pub(super) fn date_of(day: &dyn TableLike) -> Option<chrono::NaiveDate> {
    let value = day.get("date")?.as_value()?;
    date(&text(value)?).ok()
}

/// Gives a text, or a date or time that stands without quotes.
fn text(value: &Value) -> Option<String> {
    let bare = || value.as_datetime().map(ToString::to_string);
    value.as_str().map(str::to_owned).or_else(bare)
}
