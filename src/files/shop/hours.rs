//! `[hours]`: the ranges of each weekday, the holidays, and `[[hours.on]]` for single days.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::DeValue;

use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::suggest::{did_you_mean, nearest};
use crate::domain::time::calendar::{
    BadDate, BadOpenRange, Holiday, Hours, OpenRange, Parts, SpecialDay, WEEKDAYS, date,
};
use crate::files::table::{Problems, TomlTable, Worded, in_words};

/// Where a part of the hours stands in the file, in bytes.
type Site = Range<usize>;

const FULL_NAMES: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Names people give to several days at once.
const SEVERAL_DAYS: [&str; 7] = [
    "weekday", "weekdays", "weekend", "weekends", "daily", "everyday", "all",
];

/// Says whether a key has its place below `[hours]`.
pub(super) fn is_key(key: &str) -> bool {
    WEEKDAYS.contains(&key) || ["holidays", "on"].contains(&key)
}

/// Reads the hours; `None` when there are none, or none that can be used.
///
/// That the shop never opens is said only when nothing at all is wrong.
pub(super) fn read(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Hours> {
    let table = table(top, problems)?;
    unknown_keys(table, problems);
    let parts = Parts {
        week: WEEKDAYS.map(|day| ranges(table, day, problems)),
        holidays: holidays(table, problems),
        on: special_days(table, problems),
    };
    let hours = match Hours::from_parts(parts) {
        Ok(hours) => hours,
        Err(clashes) => {
            for (site, clash) in clashes {
                problems.wrong(&site, clash.to_string(), &clash.hint());
            }
            return None;
        }
    };
    if problems.is_empty() && !hours.ever_open() {
        let message = "by these hours the shop never opens".to_owned();
        let hint =
            "write at least one day, such as `mon = [\"09:00-17:00\"]`, or leave out `[hours]`";
        problems.wrong(&table.range(), message, hint);
    }
    Some(hours)
}

fn table<'t>(top: TomlTable<'t>, problems: &mut Problems<'_>) -> Option<TomlTable<'t>> {
    let value = top.get("hours")?;
    if value.get_ref().as_table().is_some() {
        return top.table("hours", "`[hours]`", problems);
    }
    let kind = in_words(value.get_ref());
    let message = format!("`hours` of shop.toml is {kind}, not a table");
    let hint = "write `[hours]`, and below it a line a day, such as `mon = [\"09:00-17:00\"]`";
    problems.wrong(&value.span(), message, hint);
    None
}

fn unknown_keys(table: TomlTable<'_>, problems: &mut Problems<'_>) {
    let known: Vec<&str> = WEEKDAYS.into_iter().chain(["holidays", "on"]).collect();
    for (Worded { text: key, range }, _) in table.entries() {
        if is_key(key) {
            continue;
        }
        let message = format!("`{key}` is not a key of `[hours]`");
        let hint = match (weekday(key), names_several(key)) {
            (Some(day), _) => format!("did you mean `{day}`?"),
            (None, true) => "write a line for each day: `mon`, `tue`, `wed` and so on".to_owned(),
            (None, false) => did_you_mean(key, &known),
        };
        let place = problems.place(&range);
        problems.note(Finding::new(FindingKind::Unknown, place, message, hint));
    }
}

/// Finds the weekday that somebody wrote out, cut elsewhere or misspelt.
pub(super) fn weekday(key: &str) -> Option<&'static str> {
    let key = key.to_lowercase();
    let cut = |name: &&str| key.len() >= 2 && name.starts_with(&key);
    let full = FULL_NAMES.iter().position(cut).or_else(|| {
        let near = nearest(&key, FULL_NAMES)?;
        FULL_NAMES.iter().position(|name| *name == near)
    });
    full.map(|index| WEEKDAYS[index])
}

fn names_several(key: &str) -> bool {
    let key = key.to_lowercase();
    let mut parts = key.split(['-', '_']);
    let joined = |part: &str| weekday(part).is_some();
    SEVERAL_DAYS.contains(&key.as_str()) || (key.contains(['-', '_']) && parts.all(joined))
}

/// Reads a list of ranges; a missing key is an empty list.
fn ranges(table: TomlTable<'_>, key: &str, problems: &mut Problems<'_>) -> Vec<(OpenRange, Site)> {
    let Some(value) = table.get(key) else {
        return Vec::new();
    };
    let Some(items) = value.get_ref().as_array() else {
        let hint = format!("write `{key} = {}`", listed(value.get_ref()));
        problems.wrong(&value.span(), not_a_list(table, key, value), &hint);
        return Vec::new();
    };
    let read = items
        .iter()
        .map(|item| (range(item, problems.source()), item.span()));
    let read: Vec<_> = read.collect();
    if let Some(right) = opening_and_closing(&read) {
        let message = format!("{} lists single times, not ranges", table.called(key));
        problems.wrong(&value.span(), message, &format!("write `{key} = {right}`"));
        return Vec::new();
    }
    let mut ranges = Vec::new();
    for (range, site) in read {
        match range {
            Ok(range) => ranges.push((range, site)),
            Err(NoRange::Misread(bad)) => problems.wrong(&site, bad.to_string(), &bad.hint()),
            Err(NoRange::NoText(kind)) => {
                let message = format!("{} holds {kind}, not a text", table.called(key));
                problems.wrong(&site, message, "write each range as `\"09:00-17:00\"`");
            }
        }
    }
    ranges
}

/// Why an item of a list is no range.
enum NoRange {
    /// It is of another type, such as "a number".
    NoText(&'static str),
    /// It is another text.
    Misread(BadOpenRange),
}

/// Reads one item of a list; a time without quotes is read as it stands in the file.
fn range(item: &Spanned<DeValue<'_>>, source: &str) -> Result<OpenRange, NoRange> {
    let (value, site) = (item.get_ref(), item.span());
    let text = match (value.as_str(), value.as_datetime()) {
        (Some(text), _) => text,
        (None, Some(_)) => source.get(site).unwrap_or_default(),
        (None, None) => return Err(NoRange::NoText(in_words(value))),
    };
    OpenRange::parse(text).map_err(NoRange::Misread)
}

/// Shows the ranges somebody meant who wrote `["09:00", "17:00"]`.
fn opening_and_closing(items: &[(Result<OpenRange, NoRange>, Site)]) -> Option<String> {
    let time = |(item, _): &(Result<OpenRange, NoRange>, Site)| match item {
        Err(NoRange::Misread(BadOpenRange::OneTime { time, .. })) => Some(time.clone()),
        Ok(_) | Err(_) => None,
    };
    let times: Option<Vec<String>> = items.iter().map(time).collect();
    let times = times.filter(|times| !times.is_empty() && times.len().is_multiple_of(2))?;
    let pairs = times.chunks_exact(2).map(|pair| pair.join("-"));
    let ranges: Option<Vec<OpenRange>> = pairs.map(|pair| OpenRange::parse(&pair).ok()).collect();
    Some(as_list(&ranges?))
}

/// Shows the list that somebody meant by a single value.
fn listed(value: &DeValue<'_>) -> String {
    let example = "[\"09:00-17:00\"]".to_owned();
    if value.as_bool() == Some(false) {
        return "[]".to_owned();
    }
    let Some(text) = value.as_str() else {
        return example;
    };
    match OpenRange::parse(text) {
        Ok(range) => as_list(&[range]),
        Err(BadOpenRange::NotARange {
            nearest: Some(range),
            ..
        }) => as_list(&[range]),
        Err(BadOpenRange::Several { ranges, .. }) => as_list(&ranges),
        Err(BadOpenRange::Shut { .. } | BadOpenRange::Empty) => "[]".to_owned(),
        Err(
            BadOpenRange::NotARange { nearest: None, .. }
            | BadOpenRange::OneTime { .. }
            | BadOpenRange::NoSuchTime { .. }
            | BadOpenRange::OpensAtTheEnd
            | BadOpenRange::SameTime { .. },
        ) => example,
    }
}

/// Writes ranges as the file has them.
fn as_list(ranges: &[OpenRange]) -> String {
    let each: Vec<String> = ranges.iter().map(|range| format!("\"{range}\"")).collect();
    format!("[{}]", each.join(", "))
}

fn not_a_list(table: TomlTable<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> String {
    let kind = in_words(value.get_ref());
    format!("{} is {kind}, not a list", table.called(key))
}

fn holidays(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<Holiday> {
    let key = "holidays";
    let Some(value) = table.get(key) else {
        return Vec::new();
    };
    let Some(items) = value.get_ref().as_array() else {
        let hint = "write `holidays = [\"2026-12-25\", \"12-26\"]`";
        problems.wrong(&value.span(), not_a_list(table, key, value), hint);
        return Vec::new();
    };
    let days = items.iter();
    days.filter_map(|item| day(item, Holiday::parse, problems))
        .collect()
}

/// Reads a date, between quotes or not.
fn day<T>(
    item: &Spanned<DeValue<'_>>,
    parse: impl Fn(&str) -> Result<T, BadDate>,
    problems: &mut Problems<'_>,
) -> Option<T> {
    let (range, value) = (item.span(), item.get_ref());
    let source = problems.source();
    let written = match (value.as_str(), value.as_datetime()) {
        (Some(text), _) => text,
        (None, Some(_)) => source.get(range.clone()).unwrap_or_default(),
        (None, None) => {
            let message = format!("this is {}, not a date", in_words(value));
            problems.wrong(&range, message, "write it as `\"2026-12-25\"`");
            return None;
        }
    };
    match parse(written) {
        Ok(day) => Some(day),
        Err(bad) => {
            problems.wrong(&range, bad.to_string(), &bad.hint());
            None
        }
    }
}

fn special_days(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<SpecialDay<Site>> {
    if let Some(value) = table.get("on") {
        let items = value.get_ref().as_array();
        let is_table = |item: &Spanned<DeValue<'_>>| item.get_ref().as_table().is_some();
        if !items.is_some_and(|items| items.iter().all(is_table)) {
            let message =
                "`on` of `[hours]` is not a list of days with hours of their own".to_owned();
            let hint =
                "write `[[hours.on]]` with two brackets on each side, then `date` and `open`";
            problems.wrong(&value.span(), message, hint);
            return Vec::new();
        }
    }
    let days = table.tables("on", "`[[hours.on]]`", problems).into_iter();
    days.filter_map(|day| special_day(day, problems)).collect()
}

fn special_day(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<SpecialDay<Site>> {
    table.only(&["date", "open"], problems);
    let missing = [
        ("date", "add the day, such as `date = \"2026-12-24\"`"),
        (
            "open",
            "add `open = [\"09:00-12:00\"]`, or `open = []` when you are closed",
        ),
    ];
    for (key, hint) in missing.into_iter().filter(|(key, _)| !table.has(key)) {
        let message = format!("this `[[hours.on]]` has no `{key}`");
        problems.wrong(&table.range(), message, hint);
    }
    let open = ranges(table, "open", problems);
    let date: Option<(NaiveDate, Site)> = table.get("date").and_then(|value| {
        let date = day(value, date, problems)?;
        Some((date, value.span()))
    });
    let (date, place) = date?;
    Some(SpecialDay { date, place, open })
}
