//! The parser's complaints, said in an owner's words.

use toml::de::Error;

use super::table::Problems;

/// Notes a syntax error, with our own sentence for the parser's.
pub(super) fn note(error: &Error, problems: &mut Problems<'_>) {
    let length = problems.source().len();
    let range = error.span().unwrap_or(0..0);
    let range = range.start.min(length)..range.end.min(length);
    let (message, hint) = sentence(error.message());
    problems.wrong(&range, message.to_owned(), hint);
}

/// What the parser's message begins with, what we say, and the one thing to do.
const SENTENCES: [(&str, &str, &str); 17] = [
    ("duplicate key", "this is set twice", "keep one of the two"),
    (
        "string values must be quoted",
        "a text stands without quotes",
        "put it between quotes",
    ),
    (
        "invalid basic string",
        "this text never ends",
        "add the closing quote on the same line",
    ),
    (
        "invalid literal string",
        "this text never ends",
        "add the closing quote on the same line",
    ),
    (
        "missing closing quote",
        "this text never ends",
        "add the closing quote on the same line",
    ),
    (
        "missing assignment",
        "there is no `=` between a key and its value",
        "write `key = value`",
    ),
    (
        "key with no value",
        "this key has no value",
        "write `key = value`",
    ),
    (
        "missing value",
        "there is no value behind the `=`",
        "write the value on the same line",
    ),
    ("extra", "there is one sign too many here", "remove it"),
    (
        "missing comma",
        "a comma is missing here",
        "separate the items with commas",
    ),
    (
        "unclosed array table",
        "these square brackets are never closed",
        "add `]]`",
    ),
    (
        "unclosed table",
        "this square bracket is never closed",
        "add `]`",
    ),
    ("unclosed array", "this list is never closed", "add `]`"),
    (
        "unclosed inline table",
        "this brace is never closed",
        "add `}`",
    ),
    (
        "recursion limit",
        "this is nested too deeply",
        "a playbook needs three levels at most",
    ),
    (
        "cannot recurse",
        "this is nested too deeply",
        "a playbook needs three levels at most",
    ),
    (
        "unexpected leading zero",
        "a number begins with 0",
        "remove the zero, or put quotes around it",
    ),
];

fn sentence(library: &str) -> (&'static str, &'static str) {
    let known = SENTENCES
        .iter()
        .find(|(begins, _, _)| library.starts_with(begins));
    known.map_or(
        (
            "this cannot be read as TOML",
            "write `key = value`, texts between quotes; see `amends help playbooks`",
        ),
        |(_, message, hint)| (*message, *hint),
    )
}
