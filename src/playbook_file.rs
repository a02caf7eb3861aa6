//! TOML text in, a valid playbook out: or every problem, each with its place.
//!
//! Reading happens in three steps: TOML, then names and values ([`Rules`]), then
//! the proof that every cell has one answer ([`Playbook`]). A step is taken only
//! when the one before found no error, because its findings would mislead.

use toml::de::DeTable;

use crate::domain::check;
use crate::domain::finding::{Finding, Kind};
use crate::domain::playbook::{Place, Playbook, Rules};

mod recovery;
mod sections;

use crate::toml_table::{Problems, Table, note_syntax};

/// The largest playbook that is read, in bytes: 1 MiB.
pub const LARGEST: usize = 1024 * 1024;

/// Reads a playbook.
///
/// # Errors
/// Gives every finding, errors and warnings alike, when the text is not UTF-8, not
/// TOML, not in the language of playbooks, or leaves a cell without one answer.
pub fn read(bytes: &[u8]) -> Result<Playbook, Vec<Finding>> {
    rules(bytes).and_then(check::prove)
}

/// Reads the rules of a playbook without proving that they are complete.
///
/// # Errors
/// As [`read`], but for holes.
pub fn rules(bytes: &[u8]) -> Result<Rules, Vec<Finding>> {
    let source = text(bytes)?;
    let mut problems = Problems::new(source);
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        note_syntax(error, &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems.into_findings());
    }
    let rules = sections::rules(Table::new(&table, "the playbook"), &mut problems);
    match rules {
        Some(rules) if problems.is_empty() => Ok(rules),
        Some(_) | None => Err(problems.into_findings()),
    }
}

fn text(bytes: &[u8]) -> Result<&str, Vec<Finding>> {
    if bytes.len() > LARGEST {
        let message = format!(
            "the file has {} bytes; at most {LARGEST} are read",
            bytes.len()
        );
        return Err(vec![whole_file(message, "split it into several playbooks")]);
    }
    let source = std::str::from_utf8(bytes).map_err(|error| vec![not_utf8(bytes, error)])?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.trim().is_empty() {
        let hint = "begin with one that works: `amends playbook show cafe --source`";
        return Err(vec![whole_file("the file is empty".to_owned(), hint)]);
    }
    Ok(source)
}

fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Finding {
    let before = &bytes[..error.valid_up_to()];
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    let line = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
    let hint = "save the file as UTF-8 in your editor";
    let mut finding = whole_file(format!("line {line} is not UTF-8 text"), hint);
    finding.place.line = line;
    finding
}

fn whole_file(message: String, hint: &str) -> Finding {
    Finding {
        kind: Kind::Syntax,
        place: Place {
            line: 1,
            column: 1,
            start: 0,
            end: 0,
        },
        message,
        hint: hint.to_owned(),
        cells: Vec::new(),
        entries: Vec::new(),
    }
}
