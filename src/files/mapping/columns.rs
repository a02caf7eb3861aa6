//! `[columns]`: which of their columns holds what.

use crate::domain::import::{ColumnName, Field};
use crate::domain::name::folded;
use crate::files::table::{Problems, TomlTable, Worded, in_words};

pub(super) fn read(top: TomlTable<'_>, problems: &mut Problems<'_>) -> [Vec<ColumnName>; 8] {
    let Some(table) = top.table("columns", "`[columns]`", problems) else {
        if !top.has("columns") {
            let message = "the mapping has no `[columns]`".to_owned();
            problems.wrong(&(0..0), message, "add it, with at least `told = \"…\"`");
        }
        return Default::default();
    };
    table.only(&Field::ALL.map(Field::key), problems);
    if !table.has(Field::Told.key()) {
        let message = "`[columns]` does not say when the customer told".to_owned();
        let hint = "add `told = \"…\"` with the name of the column";
        problems.wrong(&table.range(), message, hint);
    }
    Field::ALL.map(|field| columns_of(table, field, problems))
}

fn columns_of(table: TomlTable<'_>, field: Field, problems: &mut Problems<'_>) -> Vec<ColumnName> {
    let Some(value) = table.get(field.key()) else {
        return Vec::new();
    };
    if let Some(name) = Worded::of(value) {
        return column(&name, problems).into_iter().collect();
    }
    let Some(list) = value.get_ref().as_array() else {
        let kind = in_words(value.get_ref());
        let message = format!("`{}` is {kind}, not the name of a column", field.key());
        problems.wrong(
            &value.span(),
            message,
            "copy the name from the first line of the list",
        );
        return Vec::new();
    };
    if field.joint().is_none() {
        let message = format!("`{}` is one column, not a list", field.key());
        problems.wrong(&value.span(), message, "keep the one that counts");
        return Vec::new();
    }
    if list.is_empty() {
        let message = format!("`{}` names no column", field.key());
        problems.wrong(&value.span(), message, "name one, or remove the line");
    }
    joined(table, field, problems)
}

fn joined(table: TomlTable<'_>, field: Field, problems: &mut Problems<'_>) -> Vec<ColumnName> {
    let mut columns: Vec<ColumnName> = Vec::new();
    for name in table.texts(field.key(), problems) {
        let again = |known: &ColumnName| folded(&known.name) == folded(name.text);
        if columns.iter().any(again) {
            let message = format!("`{}` stands twice in `{}`", name.text, field.key());
            problems.wrong(&name.range, message, "keep one of the two");
        }
        columns.extend(column(&name, problems));
    }
    columns
}

/// Takes the name of a column, which must not be blank.
pub(super) fn column(name: &Worded<'_>, problems: &mut Problems<'_>) -> Option<ColumnName> {
    if name.text.trim().is_empty() {
        let message = "the name of a column is empty".to_owned();
        let hint = "copy it from the first line of the list";
        problems.wrong(&name.range, message, hint);
        return None;
    }
    Some(ColumnName {
        name: name.text.to_owned(),
        place: problems.place(&name.range),
    })
}
