//! The remarks: they stay, and what they say of clocks, amounts and names stays true.

use std::ops::Range;

use toml_edit::{Item, Value};

use super::edits::line_end;
use super::{Adaptation, Edits, clocks, place};
use crate::domain::money::Money;
use crate::domain::playbook::ClockName;

/// Changes in every remark what the owner has changed in the playbook.
pub(super) fn keep_true(work: &Adaptation<'_>, edits: &mut Edits<'_>) {
    let source = work.starter.text;
    let roles = place(work.file, "roles").map(|roles| roles.end);
    for range in remarks(source, &texts(work)) {
        let mut text = work.source(range.clone()).to_owned();
        if let Some(roles) = roles
            && range.end == line_end(source, roles).saturating_sub(1)
        {
            text = first_clause(work, text);
        }
        for (old, new) in renamed(work) {
            text = replaced(&text, &old, &new);
        }
        edits.replace(range, amounts(work, &text));
    }
}

/// What is called otherwise now.
fn renamed(work: &Adaptation<'_>) -> Vec<(String, String)> {
    let check = |name: &str| format!("playbook check {name}");
    let mut renamed = vec![(check(work.starter.id), check(&work.own.called))];
    if let Some(recover) = work.own.recover {
        let old = work.starter.clock(ClockName::Recover);
        renamed.push((old.phrase(), recover.phrase()));
        renamed.push((old.to_string(), recover.to_string()));
    }
    let shortened = clocks::shortened(work).into_iter();
    renamed.extend(shortened.map(|(from, to)| (from.phrase(), to.phrase())));
    if let Some(currency) = work.own.currency {
        let old = work.rules().currency.code();
        renamed.push((old.to_owned(), currency.code().to_owned()));
    }
    renamed
}

/// Behind a list of roles that has become another, only its first clause still holds: "you may be all three" does not.
fn first_clause(work: &Adaptation<'_>, remark: String) -> String {
    let same = work
        .own
        .roles
        .as_ref()
        .is_none_or(|roles| roles.len() == work.rules().roles.len());
    match remark.split_once(';') {
        Some((first, _)) if !same => first.to_owned(),
        Some(_) | None => remark,
    }
}

/// Puts a word, or words, in the place of others wherever these stand alone.
fn replaced(text: &str, old: &str, new: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, behind) = (&rest[..at], &rest[at + old.len()..]);
        let joins = |letter: char| letter.is_alphanumeric() || letter == '-';
        let alone = !before.ends_with(joins) && !behind.starts_with(joins);
        out.push_str(before);
        out.push_str(if alone { new } else { old });
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Writes amounts with as many decimals as the owner's currency has, where it has fewer.
fn amounts(work: &Adaptation<'_>, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digit = |letter: char| letter.is_ascii_digit() || letter == '.';
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, number) = rest.split_at(at);
        let end = number.find(|letter| !digit(letter)).unwrap_or(number.len());
        let (number, behind) = number.split_at(end);
        let (number, stop) = match number.strip_suffix('.') {
            Some(whole) => (whole, "."),
            None => (number, ""),
        };
        out.push_str(before);
        out.push_str(&amount(work, number).unwrap_or_else(|| number.to_owned()));
        out.push_str(stop);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// Reads as an amount what has all the decimals of the starter's currency: `4.50`, but neither `3` nor `1.5`.
fn amount(work: &Adaptation<'_>, text: &str) -> Option<String> {
    let currency = work.rules().currency;
    let (_, decimals) = text.split_once('.')?;
    if decimals.len() != currency.decimals() {
        return None;
    }
    work.coarser(Money::parse(text, currency).ok()?)
}

/// Finds every remark: from a `#` that stands in no text to the end of the line.
fn remarks(source: &str, texts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut texts = texts.iter().peekable();
    while let Some(next) = source.get(at..).and_then(|rest| rest.find('#')) {
        let start = at + next;
        while texts.next_if(|text| text.end <= start).is_some() {}
        if let Some(text) = texts.peek().filter(|text| text.start <= start) {
            at = text.end;
            continue;
        }
        let end = line_end(source, start);
        let line = source.get(start..end).unwrap_or_default();
        found.push(start..start + line.trim_end().len());
        at = end;
    }
    found
}

/// Gives where the texts of the file stand, in order.
fn texts(work: &Adaptation<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (_, item) in work.file.iter() {
        of_item(item, &mut found);
    }
    found.sort_by_key(|range| range.start);
    found
}

fn of_item(item: &Item, found: &mut Vec<Range<usize>>) {
    match item {
        Item::None => {}
        Item::Value(value) => of_value(value, found),
        Item::Table(table) => table.iter().for_each(|(_, item)| of_item(item, found)),
        Item::ArrayOfTables(tables) => {
            let items = tables.iter().flat_map(toml_edit::Table::iter);
            items.for_each(|(_, item)| of_item(item, found));
        }
    }
}

fn of_value(value: &Value, found: &mut Vec<Range<usize>>) {
    match value {
        Value::String(_) => found.extend(value.span()),
        Value::Array(items) => items.iter().for_each(|item| of_value(item, found)),
        Value::InlineTable(table) => table.iter().for_each(|(_, item)| of_value(item, found)),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_replaced_only_where_it_stands_alone() {
        let table = [
            ("# within 24 hours.", "# within 8 hours."),
            ("# the 24 hours", "# the 8 hours"),
            ("# 124 hours, 24 hourss", "# 124 hours, 24 hourss"),
        ];
        for (old, new) in table {
            assert_eq!(replaced(old, "24 hours", "8 hours"), new);
        }
        let check = "playbook check cafe";
        assert_eq!(
            replaced(
                "# `amends playbook check cafe`. playbook check cafe-x",
                check,
                "playbook check x"
            ),
            "# `amends playbook check x`. playbook check cafe-x"
        );
    }

    #[test]
    fn a_hash_within_a_text_begins_no_remark() {
        let source = "a = \"# no\" # yes\n# and this\nb = \"\"\"\n# no\n\"\"\"\n";
        let texts = [4..10, 32..46];
        let found = remarks(source, &texts)
            .into_iter()
            .map(|range| &source[range]);
        assert_eq!(found.collect::<Vec<_>>(), ["# yes", "# and this"]);
    }
}
