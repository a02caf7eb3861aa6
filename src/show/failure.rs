//! What went wrong, for a person and for a program.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::printable::Printable;
use crate::error::{Error, Kind};
use crate::paper::json;
use crate::paper::layout::{Sheet, lay_out};
use crate::paper::page::{Block, Page, Text};

/// What went wrong, for a person.
#[must_use]
pub fn complaint(error: &Error, sheet: Sheet) -> Printable {
    let mut lines = error.message.lines();
    let first = lines.next().unwrap_or_default();
    let mut page = Page::new().paragraph(Text::late("error: ").then(first));
    for line in lines {
        page = page.block(Block::Paragraph(Text::plain(line)));
    }
    let mut hints = error.hint.lines();
    if let Some(hint) = hints.next() {
        page = page.paragraph(Text::strong("to do: ").then(hint));
    }
    // A command line to paste must not be broken by us.
    let rest: Vec<&str> = hints.collect();
    if !rest.is_empty() {
        page = page.block(Block::Verbatim(rest.join("\n")));
    }
    Printable::written_out(lay_out(&page, sheet))
}

/// What stands on standard error when a command fails under `--json` or `--jsonl`.
#[derive(Serialize, JsonSchema)]
pub(in crate::show) struct Failure<'e> {
    /// What went wrong.
    error: FailureItem<'e>,
}

/// What went wrong, and one thing to do about it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "failure")]
struct FailureItem<'e> {
    /// What kind of failure.
    code: Kind,
    /// The exit code.
    #[schemars(extend("enum" = Kind::ALL.map(Kind::exit)))]
    exit: u8,
    /// What is wrong, for a person.
    #[schemars(length(min = 1))]
    message: &'e str,
    /// One thing to do, for a person.
    hint: &'e str,
}

/// What went wrong, for a program.
#[must_use]
pub fn complaint_json(error: &Error) -> Printable {
    let failure = Failure {
        error: FailureItem {
            code: error.kind,
            exit: error.kind.exit(),
            message: &error.message,
            hint: &error.hint,
        },
    };
    let line = json::write(&failure, json::Style::Line).unwrap_or_default();
    Printable::written_out(line + "\n")
}
