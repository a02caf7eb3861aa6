//! What nobody gets any more: actions that only went to tiers the owner does not have.

use toml_edit::{Document, Item, Table, Value};

use super::UnfitStarter;
use super::edits::Edits;
use super::tiers::{extent, take_out};

/// Takes those actions out of a text, and their names out of what comes after them or covers them.
pub(super) fn taken_out(text: String) -> Result<String, UnfitStarter> {
    // A text that is no playbook is for the check to judge.
    let Ok(rules) = crate::files::playbook::rules(text.as_bytes()) else {
        return Ok(text);
    };
    let unused = rules.unused_actions();
    let unused: Vec<&str> = unused
        .iter()
        .map(|at| rules.actions[*at].id.as_str())
        .collect();
    if unused.is_empty() {
        return Ok(text);
    }
    let file = Document::parse(&text).map_err(|_| UnfitStarter("TOML"))?;
    let actions = file.get("action").and_then(Item::as_table);
    let actions = actions.ok_or(UnfitStarter("action"))?;
    let tables = actions.iter();
    let tables: Option<Vec<(&str, &Table)>> = tables
        .map(|(id, item)| Some((id, item.as_table()?)))
        .collect();
    let tables = tables.ok_or(UnfitStarter("action"))?;
    let mut edits = Edits::new(&text);
    let goes: Vec<bool> = tables.iter().map(|(id, _)| unused.contains(id)).collect();
    let extents: Option<Vec<_>> = tables.iter().map(|(_, table)| extent(table)).collect();
    let extents = extents.ok_or(UnfitStarter("action"))?;
    take_out(&text, &extents, &goes, &mut edits);
    for ((_, table), goes) in tables.iter().zip(goes) {
        if !goes {
            forget(table, &unused, &mut edits);
        }
    }
    Ok(edits.applied())
}

/// Takes names of actions that are gone out of one that stays.
fn forget(table: &Table, gone: &[&str], edits: &mut Edits<'_>) {
    let value = |key: &str| table.get(key).and_then(Item::as_value);
    if let Some(after) = value("after")
        && after.as_str().is_some_and(|id| gone.contains(&id))
        && let Some(span) = after.span()
    {
        edits.drop_lines(&span);
    }
    let Some((covers, span)) = value("covers").and_then(|covers| Some((covers, covers.span()?)))
    else {
        return;
    };
    let ids = covers.as_array().into_iter().flatten();
    let ids: Vec<&str> = ids.filter_map(Value::as_str).collect();
    let left: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| !gone.contains(id))
        .collect();
    if left.is_empty() {
        edits.drop_lines(&span);
    } else if left.len() < ids.len() {
        let left: Vec<String> = left.into_iter().map(super::quoted).collect();
        edits.replace(span, format!("[{}]", left.join(", ")));
    }
}
