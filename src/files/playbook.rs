//! TOML text in, a valid playbook out: or every problem, each with its place.
//!
//! Reading happens in three steps: TOML, then names and values ([`Rules`]), then
//! the proof that every cell has one answer ([`Playbook`]). A step is taken only
//! when the one before found no error, because its findings would mislead.

use toml::de::DeTable;

use crate::domain::playbook::check;
use crate::domain::playbook::finding::Finding;
use crate::domain::playbook::{Playbook, Rules};

pub mod own;
mod recovery;
mod sections;
pub mod starter;

use crate::files::table::{self, FileKind, Problems, TomlTable, note_syntax};

/// The largest playbook that is read, in bytes: 1 MiB.
pub const LARGEST: usize = 1024 * 1024;

const KIND: FileKind = FileKind {
    largest: LARGEST,
    when_large: "split it into several playbooks",
    when_empty: "begin with one that works: `amends playbook show cafe --source`",
};

/// Reads a playbook.
///
/// # Errors
/// Gives every finding for which it cannot be used: the text is not UTF-8, not TOML, not in the language of
/// playbooks, or leaves a cell without one answer.
pub fn read(bytes: &[u8]) -> Result<Playbook, Vec<Finding>> {
    rules(bytes).and_then(check::usable)
}

/// Reads the rules of a playbook without proving that they are complete.
///
/// # Errors
/// As [`read`], but for holes.
pub fn rules(bytes: &[u8]) -> Result<Rules, Vec<Finding>> {
    let source = table::text(bytes, &KIND)?;
    let mut problems = Problems::new(source);
    let (table, errors) = DeTable::parse_recoverable(source);
    note_syntax(&errors, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_findings());
    }
    let rules = sections::rules(TomlTable::new(&table, "the playbook"), &mut problems);
    match rules {
        Some(rules) if problems.is_empty() => Ok(rules),
        Some(_) | None => Err(problems.into_findings()),
    }
}
