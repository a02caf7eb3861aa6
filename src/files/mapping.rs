//! TOML text in, a mapping out that fits one playbook: or every problem, each with its place.
//!
//! One rule for the whole file: what stands left is our word, what stands right is theirs. `value` and
//! `default` hold one of our words.

use std::str::FromStr;

use toml::de::DeTable;

use crate::domain::import::{BadQuoteWord, Mapping, Quote};
use crate::domain::playbook::Rules;
use crate::domain::playbook::finding::Finding;
use crate::domain::time::when::Layout;
use crate::files::table::{self, FileKind, Problems, TomlTable, Worded, note_syntax};

mod columns;
mod lookups;

/// The largest mapping that is read, in bytes: 256 KiB, as for `shop.toml`.
pub const LARGEST: usize = 256 * 1024;

const KIND: FileKind = FileKind {
    largest: LARGEST,
    when_large: "look up a column with fewer different words",
    when_empty: "begin with `format = 1`, `[columns]` and `[type]`",
};

const HELP: &str = "see `amends data import --help`";

const TOP: [&str; 11] = [
    "format",
    "playbook",
    "date_order",
    "quote",
    "columns",
    "type",
    "tier",
    "severity",
    "channel",
    "state",
    "outcome",
];

/// Reads a mapping into a playbook.
///
/// # Errors
/// Gives every finding when the text is not UTF-8, not TOML, not a mapping, or uses words of ours that
/// the playbook does not have.
pub fn read(bytes: &[u8], rules: &Rules) -> Result<Mapping, Vec<Finding>> {
    parsed(bytes, |top, problems| mapping(top, rules, problems))
}

/// Reads only which playbook a mapping was made for, so that the playbook can be fetched for [`read`].
///
/// # Errors
/// Gives every finding when the text is not UTF-8 or not TOML, or `playbook` is not a name.
pub fn playbook(bytes: &[u8]) -> Result<Option<String>, Vec<Finding>> {
    parsed(bytes, |top, problems| Some(playbook_of(top, problems)))
}

fn parsed<T>(
    bytes: &[u8],
    read: impl FnOnce(TomlTable<'_>, &mut Problems<'_>) -> Option<T>,
) -> Result<T, Vec<Finding>> {
    let source = table::text(bytes, &KIND)?;
    let mut problems = Problems::new(source).explained(HELP);
    let (table, errors) = DeTable::parse_recoverable(source);
    note_syntax(&errors, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_findings());
    }
    match read(TomlTable::new(&table, "the mapping"), &mut problems) {
        Some(value) if problems.is_empty() => Ok(value),
        Some(_) | None => Err(problems.into_findings()),
    }
}

fn mapping(top: TomlTable<'_>, rules: &Rules, problems: &mut Problems<'_>) -> Option<Mapping> {
    top.only(&TOP, problems);
    format(top, problems);
    let columns = columns::read(top, problems);
    let complaint = lookups::complaint(top, rules, problems);
    Some(Mapping {
        playbook: playbook_of(top, problems),
        date_order: date_order(top, problems),
        quote: quote(top, problems),
        tier: lookups::tier(top, rules, problems),
        severity: lookups::severity(top, problems),
        channel: lookups::channel(top, rules, problems),
        state: lookups::state(top, problems),
        outcome: lookups::outcome(top, problems),
        complaint: complaint?,
        columns,
    })
}

fn format(top: TomlTable<'_>, problems: &mut Problems<'_>) {
    let hint = "write `format = 1` at the top";
    let Some(value) = top.get("format") else {
        let message = "the mapping does not say which format it is written in".to_owned();
        problems.wrong(&(0..0), message, hint);
        return;
    };
    let format = value.get_ref().as_integer().map(|number| number.as_str());
    if format != Some("1") {
        let message = "this program reads mappings of format 1".to_owned();
        problems.wrong(&value.span(), message, hint);
    }
}

fn playbook_of(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<String> {
    if !top.has("playbook") {
        return None;
    }
    top.required("playbook", problems).map(Worded::owned)
}

fn date_order(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Layout> {
    let Worded { text, range } = top.text("date_order", problems)?;
    match Layout::from_str(text) {
        Ok(order) => Some(order),
        Err(bad) => {
            problems.wrong(&range, bad.to_string(), bad.hint());
            None
        }
    }
}

fn quote(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Quote {
    let Some(Worded { text, range }) = top.text("quote", problems) else {
        return Quote::default();
    };
    text.parse().unwrap_or_else(|bad: BadQuoteWord| {
        problems.wrong(&range, bad.to_string(), bad.hint());
        Quote::default()
    })
}

#[cfg(test)]
mod tests;
