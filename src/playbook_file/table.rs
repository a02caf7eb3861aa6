//! Reading TOML tables value by value, noting down everything that is wrong.
//!
//! serde would stop at the first mistake and forget where it was; an owner wants
//! all of them, each with its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::finding::{Finding, Kind};
use crate::domain::money::{Currency, Money};
use crate::domain::playbook::{Place, Set};
use crate::domain::span::Span;
use crate::domain::suggest::did_you_mean;
use crate::domain::words::visible;

/// Everything found wrong so far, and the means to say where.
pub(super) struct Problems<'s> {
    source: &'s str,
    line_starts: Vec<usize>,
    found: Vec<Finding>,
}

impl<'s> Problems<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            source,
            line_starts: std::iter::once(0).chain(breaks).collect(),
            found: Vec::new(),
        }
    }

    pub(super) const fn source(&self) -> &'s str {
        self.source
    }

    pub(super) fn place(&self, range: &Range<usize>) -> Place {
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

    pub(super) fn note(&mut self, kind: Kind, range: &Range<usize>, said: (String, String)) {
        let place = self.place(range);
        self.note_at(kind, place, said);
    }

    pub(super) fn note_at(&mut self, kind: Kind, place: Place, said: (String, String)) {
        let (message, hint) = said;
        self.found.push(Finding {
            kind,
            place,
            message: visible(&message),
            hint: visible(&hint),
            cells: Vec::new(),
            entries: Vec::new(),
        });
    }

    pub(super) fn wrong(&mut self, range: &Range<usize>, message: String, hint: &str) {
        self.note(Kind::Syntax, range, (message, hint.to_owned()));
    }

    /// Notes a name that is not among the known ones.
    pub(super) fn unknown<S: AsRef<str>>(
        &mut self,
        range: &Range<usize>,
        what: &str,
        known: (&str, &[S]),
    ) {
        let (word, known) = known;
        let message = format!("`{word}` is not {what}");
        self.note(Kind::Unknown, range, (message, did_you_mean(word, known)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_findings(mut self) -> Vec<Finding> {
        self.found
            .sort_by_key(|finding| (finding.place, finding.kind));
        self.found.dedup();
        self.found
    }
}

/// One table of the file, with the name an owner knows it by.
#[derive(Clone, Copy)]
pub(super) struct Table<'t> {
    values: &'t DeTable<'t>,
    start: usize,
    end: usize,
    name: &'static str,
}

/// A text and where it stands.
pub(super) type Worded<'t> = (&'t str, Range<usize>);

impl<'t> Table<'t> {
    pub(super) fn new(values: &'t Spanned<DeTable<'t>>, name: &'static str) -> Self {
        let range = values.span();
        Self {
            values: values.get_ref(),
            start: range.start,
            end: range.end,
            name,
        }
    }

    pub(super) const fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Notes every key that has no meaning here.
    pub(super) fn only(&self, known: &[&str], problems: &mut Problems<'_>) {
        for key in self.values.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let what = format!("a key of {}", self.name);
                problems.unknown(&key.span(), &what, (word, known));
            }
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.values.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Gives the keys and values, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(Worded<'t>, &'t Spanned<DeValue<'t>>)> {
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
        key: &str,
        want: &str,
        found: &Spanned<DeValue<'_>>,
        problems: &mut Problems<'_>,
    ) {
        let kind = in_words(found.get_ref());
        let message = format!("`{key}` of {} is {kind}, not {want}", self.name);
        let hint = match found.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) if want == "a text" => {
                "put it between quotes"
            }
            _ => "see `amends help playbooks`",
        };
        problems.wrong(&found.span(), message, hint);
    }

    pub(super) fn text(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some((text.as_ref(), value.span())),
            _ => {
                self.mismatch(key, "a text", value, problems);
                None
            }
        }
    }

    /// Reads a text that must be there and must not be blank.
    pub(super) fn required(&self, key: &str, problems: &mut Problems<'_>) -> Option<Worded<'t>> {
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

    pub(super) fn flag(&self, key: &str, problems: &mut Problems<'_>) -> bool {
        let Some(value) = self.get(key) else {
            return false;
        };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.mismatch(key, "`true` or `false`", value, problems);
        }
        flag.unwrap_or_default()
    }

    /// Reads a list of texts; a missing key is an empty list.
    pub(super) fn texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<Worded<'t>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.mismatch(key, "a list of texts", value, problems);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text, item.span())),
                None => self.mismatch(key, "a list of texts", item, problems),
            }
        }
        texts
    }

    pub(super) fn owned_texts(&self, key: &str, problems: &mut Problems<'_>) -> Vec<String> {
        let texts = self.texts(key, problems);
        texts.into_iter().map(|(text, _)| text.to_owned()).collect()
    }

    pub(super) fn span(&self, key: &str, problems: &mut Problems<'_>) -> Option<Set<Span>> {
        let (text, range) = self.text(key, problems)?;
        match Span::parse(text) {
            Ok(value) => Some(Set {
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
    pub(super) fn money(
        &self,
        key: &str,
        currency: Option<Currency>,
        problems: &mut Problems<'_>,
    ) -> Option<Set<Money>> {
        let value = self.get(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => {
                self.mismatch(key, "an amount", value, problems);
                return None;
            }
        };
        let range = value.span();
        let written = problems.source().get(range.clone()).unwrap_or(digits);
        match Money::parse(written, currency?) {
            Ok(value) => Some(Set {
                value,
                place: problems.place(&range),
            }),
            Err(bad) => {
                problems.wrong(&range, bad.to_string(), &bad.hint());
                None
            }
        }
    }

    pub(super) fn table(
        &self,
        key: &str,
        name: &'static str,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let value = self.get(key)?;
        self.as_table(key, name, value, problems)
    }

    fn as_table(
        &self,
        key: &str,
        name: &'static str,
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
                self.mismatch(key, "a table", value, problems);
                None
            }
        }
    }

    /// Reads a `[[key]]` list of tables; a missing key is an empty list.
    pub(super) fn tables(
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
            .filter_map(|item| self.as_table(key, name, item, problems))
            .collect()
    }

    /// Reads a table of named tables, `[key.NAME]`, in the order of the file.
    pub(super) fn named_tables(
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
            if let Some(table) = parent.as_table(id.0, name, value, problems) {
                named.push((id, table));
            }
        }
        named
    }
}

/// Names the type of a value for a person.
pub(super) fn in_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
