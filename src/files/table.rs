//! Reading TOML tables value by value, noting down everything that is wrong.
//!
//! serde would stop at the first mistake and forget where it was; an owner wants
//! all of them, each with its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::finding::{Finding, FindingKind};
use crate::domain::money::{Currency, Money};
use crate::domain::place::{Place, PlacedValue};
use crate::domain::span::Span;
use crate::domain::suggest::did_you_mean;
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

    pub(crate) fn note(&mut self, kind: FindingKind, range: &Range<usize>, said: (String, String)) {
        let place = self.place(range);
        self.note_at(kind, place, said);
    }

    pub(crate) fn note_at(&mut self, kind: FindingKind, place: Place, said: (String, String)) {
        let (message, hint) = said;
        let (message, hint) = (visible(&message), visible(&hint));
        self.found.push(Finding::new(kind, place, message, hint));
    }

    pub(crate) fn wrong(&mut self, range: &Range<usize>, message: String, hint: &str) {
        self.note(FindingKind::Syntax, range, (message, hint.to_owned()));
    }

    /// Notes a name that is not among the known ones.
    pub(crate) fn unknown<S: AsRef<str>>(
        &mut self,
        range: &Range<usize>,
        what: &str,
        known: (&str, &[S]),
    ) {
        let (word, known) = known;
        let message = format!("`{word}` is not {what}");
        self.note(
            FindingKind::Unknown,
            range,
            (message, did_you_mean(word, known)),
        );
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
pub(crate) struct Table<'t> {
    values: &'t DeTable<'t>,
    start: usize,
    end: usize,
    name: &'static str,
}

/// A text and where it stands.
pub(crate) type Worded<'t> = (&'t str, Range<usize>);

impl<'t> Table<'t> {
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
        for key in self.values.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let what = format!("a key of {}", self.name);
                problems.unknown(&key.span(), &what, (word, known));
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
            .map(|(key, value)| ((key.get_ref().as_ref(), key.span()), value))
            .collect();
        entries.sort_by_key(|((_, range), _)| range.start);
        entries
    }

    fn mismatch(
        &self,
        (key, want): (&str, &str),
        found: &Spanned<DeValue<'_>>,
        problems: &mut Problems<'_>,
    ) {
        let kind = in_words(found.get_ref());
        let message = format!("`{key}` of {} is {kind}, not {want}", self.name);
        let hint = match (want, kind) {
            ("a text", "a number" | "`true` or `false`") => "put it between quotes",
            ("an amount", "a text") => "write a number without quotes, such as `4.50`",
            ("`true` or `false`", "a text") => "write it without quotes",
            _ => problems.help,
        };
        problems.wrong(&found.span(), message, hint);
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "TOML's types are not ours; what is not named here is refused alike"
    )]
    pub(crate) fn text(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text.as_ref(), value.span())),
            _ => {
                self.mismatch((key, "a text"), value, problems);
                None
            }
        }
    }

    /// Reads a text that must be there and must not be blank.
    pub(crate) fn required(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
        if !self.has(key) {
            let message = format!("{} has no `{key}`", self.name);
            problems.wrong(&self.range(), message, &format!("add `{key} = \"…\"`"));
            return None;
        }
        let (text, range) = self.text(key, problems)?;
        if text.trim().is_empty() {
            let message = format!("`{key}` of {} is empty", self.name);
            problems.wrong(&range, message, "write something between the quotes");
            return None;
        }
        Some((text, range))
    }

    pub(crate) fn flag(&self, key: &str, problems: &mut Problems<'_>) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.mismatch((key, "`true` or `false`"), value, problems);
        }
        flag.unwrap_or_default()
    }

    /// Reads a list of texts; a missing key is an empty list.
    pub(crate) fn texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<Worded<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.mismatch((key, "a list of texts"), value, problems);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text, item.span())),
                None => self.mismatch((key, "a list of texts"), item, problems),
            }
        }
        texts
    }

    pub(crate) fn owned_texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<String> {
        let texts = self.texts(key, problems);
        texts.into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    pub(crate) fn span(&self, key: &str, problems: &mut Problems<'_>) -> Option<PlacedValue<Span>> {
        let (text, range) = self.text(key, problems)?;
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
                self.mismatch((key, "an amount"), value, problems);
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
        self.as_table((key, name), value, problems)
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "TOML's types are not ours; what is not named here is refused alike"
    )]
    fn as_table(
        &self,
        (key, name): (&str, &'static str),
        value: &'t Spanned<DeValue<'t>>,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let range = value.span();
        match value.get_ref() {
            DeValue::Table(values) => Some(Self {
                values,
                start: range.start,
                end: range.end,
                name,
            }),
            _ => {
                self.mismatch((key, "a table"), value, problems);
                None
            }
        }
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
            let message = format!(
                "`{key}` of {} is {}, not a list",
                self.name,
                in_words(value.get_ref())
            );
            problems.wrong(
                &value.span(),
                message,
                &format!("write `[[{key}]]` above it"),
            );
            return Vec::new();
        };
        let tables = array.iter();
        tables
            .filter_map(|item| self.as_table((key, name), item, problems))
            .collect()
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
            if let Some(table) = parent.as_table((id.0, name), value, problems) {
                named.push((id, table));
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

/// Notes a syntax error, with our own sentence for the parser's.
/// Notes what the parser could not read.
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
