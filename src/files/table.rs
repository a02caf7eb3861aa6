//! Reading TOML tables value by value, noting down everything that is wrong.
//!
//! serde would stop at the first mistake and forget where it was; an owner wants
//! all of them, each with its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::domain::money::{Currency, Money};
use crate::domain::place::{Place, PlacedValue};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::suggest::did_you_mean;
use crate::domain::time::span::Span;
use crate::domain::words::visible;

mod source;
mod unclosed;

pub(crate) use source::{FileKind, text};

/// Where the keys of a playbook are explained.
const PLAYBOOKS: &str = "see `amends help playbooks`";

/// Everything found wrong so far, and the means to say where.
pub(crate) struct Problems<'s> {
    source: &'s str,
    help: &'static str,
    line_starts: Vec<usize>,
    found: Vec<Finding>,
}

impl<'s> Problems<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            source,
            help: PLAYBOOKS,
            line_starts: std::iter::once(0).chain(breaks).collect(),
            found: Vec::new(),
        }
    }

    /// Says where the keys are explained, for a file that is no playbook.
    pub(crate) const fn explained(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    pub(crate) const fn source(&self) -> &'s str {
        self.source
    }

    pub(crate) fn place(&self, range: &Range<usize>) -> Place {
        let line = self
            .line_starts
            .partition_point(|start| *start <= range.start);
        let line_start = self.line_starts[line.saturating_sub(1)];
        let before = self.source.get(line_start..range.start).unwrap_or_default();
        Place {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX),
            start: range.start,
            end: range.end,
        }
    }

    /// Notes a finding, with nothing in its words that a terminal would act on.
    pub(crate) fn note(&mut self, finding: Finding) {
        self.found.push(Finding {
            message: visible(&finding.message),
            hint: visible(&finding.hint),
            ..finding
        });
    }

    pub(crate) fn wrong(&mut self, range: &Range<usize>, message: String, hint: &str) {
        let (place, hint) = (self.place(range), hint.to_owned());
        self.note(Finding::new(FindingKind::Syntax, place, message, hint));
    }

    /// Notes a name that is not among the known ones.
    pub(crate) fn unknown<S: AsRef<str>>(&mut self, name: &Worded<'_>, what: &str, known: &[S]) {
        let message = format!("`{}` is not {what}", name.text);
        let (place, hint) = (self.place(&name.range), did_you_mean(name.text, known));
        self.note(Finding::new(FindingKind::Unknown, place, message, hint));
    }

    /// Notes a value of another type than is wanted of `key`, such as "`takes` of the action".
    fn mismatch(&mut self, value: &Spanned<DeValue<'_>>, key: &str, want: &str) {
        let kind = in_words(value.get_ref());
        let hint = match (want, kind) {
            ("a text", "a number" | "`true` or `false`") => "put it between quotes",
            ("an amount", "a text") => "write a number without quotes, such as `4.50`",
            ("`true` or `false`", "a text") => "write it without quotes",
            _ => self.help,
        };
        self.wrong(&value.span(), format!("{key} is {kind}, not {want}"), hint);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.found
            .sort_by_key(|finding| (finding.place, finding.kind));
        self.found.dedup();
        self.found
    }
}

/// One table of the file, with the name an owner knows it by.
#[derive(Clone, Copy)]
pub(crate) struct TomlTable<'t> {
    values: &'t DeTable<'t>,
    start: usize,
    end: usize,
    name: &'static str,
}

/// A text of the file, and where it stands there, in bytes.
#[derive(Clone)]
pub(crate) struct Worded<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: Range<usize>,
}

impl<'t> Worded<'t> {
    /// Takes a value for a text; `None` when it is of another type.
    pub(crate) fn of(value: &'t Spanned<DeValue<'_>>) -> Option<Self> {
        let text = value.get_ref().as_str()?;
        let range = value.span();
        Some(Self { text, range })
    }

    pub(crate) fn owned(self) -> String {
        self.text.to_owned()
    }

    /// Takes the name of a key.
    pub(crate) fn key(key: &'t Spanned<DeString<'_>>) -> Self {
        let (text, range) = (key.get_ref().as_ref(), key.span());
        Self { text, range }
    }
}

impl<'t> TomlTable<'t> {
    pub(crate) fn new(values: &'t Spanned<DeTable<'t>>, name: &'static str) -> Self {
        let range = values.span();
        Self {
            values: values.get_ref(),
            start: range.start,
            end: range.end,
            name,
        }
    }

    pub(crate) const fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Notes every key that has no meaning here.
    pub(crate) fn only(&self, known: &[&str], problems: &mut Problems<'_>) {
        for key in self.values.keys().map(Worded::key) {
            if !known.contains(&key.text) {
                problems.unknown(&key, &format!("a key of {}", self.name), known);
            }
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.values.get(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Gives the keys and values, in the order of the file.
    pub(crate) fn entries(&self) -> Vec<(Worded<'t>, &'t Spanned<DeValue<'t>>)> {
        let mut entries: Vec<_> = self
            .values
            .iter()
            .map(|(key, value)| (Worded::key(key), value))
            .collect();
        entries.sort_by_key(|(key, _)| key.range.start);
        entries
    }

    /// Names a key for a person.
    pub(crate) fn called(&self, key: &str) -> String {
        format!("`{key}` of {}", self.name)
    }

    pub(crate) fn text(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
        let value = self.get(key)?;
        let text = Worded::of(value);
        if text.is_none() {
            problems.mismatch(value, &self.called(key), "a text");
        }
        text
    }

    /// Reads a text that must be there and must not be blank.
    pub(crate) fn required(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
        if !self.has(key) {
            let message = format!("{} has no `{key}`", self.name);
            problems.wrong(&self.range(), message, &format!("add `{key} = \"…\"`"));
            return None;
        }
        let found = self.text(key, problems)?;
        if found.text.trim().is_empty() {
            let message = format!("{} is empty", self.called(key));
            problems.wrong(&found.range, message, "write something between the quotes");
            return None;
        }
        Some(found)
    }

    pub(crate) fn flag(&self, key: &str, problems: &mut Problems<'_>) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            problems.mismatch(value, &self.called(key), "`true` or `false`");
        }
        flag.unwrap_or_default()
    }

    /// Reads a list of texts; a missing key is an empty list.
    pub(crate) fn texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<Worded<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            problems.mismatch(value, &self.called(key), "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match Worded::of(item) {
                Some(text) => texts.push(text),
                None => problems.mismatch(item, &self.called(key), "a list of texts"),
            }
        }
        texts
    }

    pub(crate) fn owned_texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<String> {
        let texts = self.texts(key, problems);
        texts.into_iter().map(Worded::owned).collect()
    }

    pub(crate) fn span(&self, key: &str, problems: &mut Problems<'_>) -> Option<PlacedValue<Span>> {
        let Worded { text, range } = self.text(key, problems)?;
        match Span::parse(text) {
            Ok(value) => Some(PlacedValue {
                value,
                place: problems.place(&range),
            }),
            Err(bad) => {
                problems.wrong(&range, bad.to_string(), &bad.hint());
                None
            }
        }
    }

    /// Reads an amount from its digits in the file, so that nothing is rounded.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "TOML's types are not ours; what is not named here is refused alike"
    )]
    pub(crate) fn money(
        &self,
        key: &str,
        currency: Option<Currency>,
        problems: &mut Problems<'_>,
    ) -> Option<PlacedValue<Money>> {
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => {
                problems.mismatch(value, &self.called(key), "an amount");
                return None;
            }
        };
        let range = value.span();
        let written = problems.source().get(range.clone()).unwrap_or(digits);
        match Money::parse(written, currency?) {
            Ok(value) => Some(PlacedValue {
                value,
                place: problems.place(&range),
            }),
            Err(bad) => {
                problems.wrong(&range, bad.to_string(), &bad.hint());
                None
            }
        }
    }

    pub(crate) fn table(
        &self,
        key: &str,
        name: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let value = self.get(key)?;
        let table = Self::of(value, name);
        if table.is_none() {
            problems.mismatch(value, &self.called(key), "a table");
        }
        table
    }

    /// Takes a value for a table that goes by `name`; `None` when it is of another type.
    fn of(value: &'t Spanned<DeValue<'t>>, name: &'static str) -> Option<Self> {
        let (values, range) = (value.get_ref().as_table()?, value.span());
        Some(Self {
            values,
            start: range.start,
            end: range.end,
            name,
        })
    }

    /// Reads a `[[key]]` list of tables; a missing key is an empty list.
    pub(crate) fn tables(
        &self,
        key: &str,
        name: &'static str,
        problems: &mut Problems<'_>,
    ) -> Vec<Self> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            let kind = in_words(value.get_ref());
            let message = format!("{} is {kind}, not a list", self.called(key));
            let hint = format!("write `[[{key}]]` above it");
            problems.wrong(&value.span(), message, &hint);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match Self::of(item, name) {
                Some(table) => tables.push(table),
                None => problems.mismatch(item, &self.called(key), "a table"),
            }
        }
        tables
    }

    /// Reads a table of named tables, `[key.NAME]`, in the order of the file.
    pub(crate) fn named_tables(
        &self,
        key: &str,
        name: &'static str,
        problems: &mut Problems<'_>,
    ) -> Vec<(Worded<'t>, Self)> {
        let Some(parent) = self.table(key, name, problems) else {
            return Vec::new();
        };
        let mut named = Vec::new();
        for (id, value) in parent.entries() {
            match Self::of(value, name) {
                Some(table) => named.push((id, table)),
                None => problems.mismatch(value, &parent.called(id.text), "a table"),
            }
        }
        named
    }
}

/// Names the type of a value for a person.
pub(crate) fn in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Notes what the parser could not read, with our own sentences for the parser's.
///
/// After a bracket that is never closed it takes everything that follows for part of the list; then only that is told,
/// where the bracket opens.
pub(crate) fn note_syntax(errors: &[toml::de::Error], problems: &mut Problems<'_>) {
    if errors.is_empty() {
        return;
    }
    let open = unclosed::bracket(problems.source());
    for error in errors {
        let at = error.span().map_or(0, |range| range.start);
        if open.is_none_or(|open| at < open) {
            note_one(error, problems);
        }
    }
    if let Some(open) = open {
        let (what, add) = match problems.source().as_bytes().get(open) {
            Some(b'{') => ("this `{` is never closed", "add `}` on the same line"),
            Some(_) | None => ("this list is never closed", "add `]` after its last item"),
        };
        problems.wrong(&(open..open + 1), what.to_owned(), add);
    }
}

fn note_one(error: &toml::de::Error, problems: &mut Problems<'_>) {
    let length = problems.source().len();
    let range = error.span().unwrap_or(0..0);
    let range = range.start.min(length)..range.end.min(length);
    if let Some(right) = comma_in_number(problems.source(), range.start) {
        let message = "a comma stands in this number".to_owned();
        problems.wrong(&range, message, &format!("write `{right}`"));
        return;
    }
    let Some((message, hint)) = sentence(error.message()) else {
        let hint = format!(
            "write `key = value`, texts between quotes; {}",
            problems.help
        );
        problems.wrong(&range, "this cannot be read as TOML".to_owned(), &hint);
        return;
    };
    problems.wrong(&range, message.to_owned(), hint);
}

/// What the parser's message begins with, what we say, and the one thing to do.
const SENTENCES: [(&str, &str, &str); 19] = [
    ("duplicate key", "this is set twice", "keep one of the two"),
    (
        "string values must be quoted",
        "a text stands without quotes",
        "put it between quotes",
    ),
    (
        "invalid date",
        "a date or time stands without quotes, or does not exist",
        "put it between quotes",
    ),
    (
        "invalid time",
        "a date or time stands without quotes, or does not exist",
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
        "three levels are enough",
    ),
    (
        "cannot recurse",
        "this is nested too deeply",
        "three levels are enough",
    ),
    (
        "unexpected leading zero",
        "a number begins with 0",
        "remove the zero, or put quotes around it",
    ),
];

fn sentence(library: &str) -> Option<(&'static str, &'static str)> {
    let known = SENTENCES
        .iter()
        .find(|(begins, _, _)| library.starts_with(begins));
    known.map(|(_, message, hint)| (*message, *hint))
}

/// Gives `4.50` when the line around a byte sets something to `4,50`.
fn comma_in_number(source: &str, at: usize) -> Option<String> {
    let start = source.get(..at)?.rfind('\n').map_or(0, |before| before + 1);
    let line = source[start..].lines().next()?;
    let value = line.split_once('=')?.1.split('#').next()?.trim();
    let number = value
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter == ',');
    (number && value.matches(',').count() == 1).then(|| value.replace(',', "."))
}
