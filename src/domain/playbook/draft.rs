//! The language of prepared messages: names, a few filters, `if`. Nothing else.
//!
//! It is written here rather than taken from a template engine because a draft
//! comes from a file somebody may have been sent: with no loops, includes, macros
//! or arithmetic there is nothing that could run away, and whatever is not in the
//! language is refused when the playbook is read, with its place.

use std::fmt::Write as _;

use thiserror::Error;

/// The names a draft may use, beside `answer.` with the id of a question.
pub const NAMES: [&str; 20] = [
    "customer",
    "signed",
    "shop",
    "case",
    "order",
    "type",
    "sorry",
    "words",
    "need",
    "feels",
    "deadline",
    "holder",
    "choices",
    "promise",
    "promised",
    "broken",
    "again",
    "get_back",
    "changed",
    "not_right",
];

/// The names that tell nothing about a customer beyond what they are called: all that a message to everybody may use.
pub const TELLS_NOTHING: [&str; 4] = ["customer", "signed", "shop", "holder"];

/// What stands before the id of a question whose answer is put in.
pub const ANSWER: &str = "answer.";

/// The filters a name may be passed through.
pub const FILTERS: [&str; 5] = ["default", "upper", "lower", "capitalize", "trim"];

/// How deep `if` may stand within `if`.
const DEEPEST: usize = 8;

/// A draft's subject or body, ready to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<DraftPiece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum DraftPiece {
    Text(String),
    Name(String, Vec<DraftFilter>),
    If {
        name: String,
        then: Vec<DraftPiece>,
        otherwise: Vec<DraftPiece>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum DraftFilter {
    Default(String),
    Upper,
    Lower,
    Capitalize,
    Trim,
}

/// Why a draft was refused, with the text to look for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadDraft {
    /// A name that has no meaning.
    #[error("`{name}` is not a name a draft knows")]
    UnknownName {
        /// As written.
        name: String,
    },
    /// A filter that does not exist.
    #[error("`{filter}` is not a filter")]
    UnknownFilter {
        /// As written.
        filter: String,
    },
    /// Something between the braces that is not of the language.
    #[error("`{found}` is not part of the draft language")]
    NotInLanguage {
        /// As written.
        found: String,
    },
    /// Braces that do not close, or an `if` that does not end.
    #[error("`{found}` is never closed")]
    NotClosed {
        /// As written.
        found: String,
    },
    /// An `else` or `endif` without `if`.
    #[error("`{found}` has no `if` before it")]
    NoIf {
        /// As written.
        found: String,
    },
    /// `if` within `if` too often.
    #[error("`if` stands within `if` more than {DEEPEST} times")]
    TooDeep,
}

impl BadDraft {
    /// Gives the text of the draft to point at.
    #[must_use]
    pub fn found(&self) -> &str {
        match self {
            Self::UnknownName { name } => name,
            Self::UnknownFilter { filter } => filter,
            Self::NotInLanguage { found } | Self::NotClosed { found } | Self::NoIf { found } => {
                found
            }
            Self::TooDeep => "{% if",
        }
    }
}

impl BadDraft {
    /// Gives the one thing to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::UnknownName { .. } | Self::NotInLanguage { .. } => {
                "write a name with filters, such as `{{ customer }}`, or `{% if order %}`"
            }
            Self::UnknownFilter { .. } => {
                "use `default(\"…\")`, `upper`, `lower`, `capitalize` or `trim`"
            }
            Self::NotClosed { .. } => "close it with `}}`, `%}` or `{% endif %}`",
            Self::NoIf { .. } => "remove it, or write `{% if order %}` before it",
            Self::TooDeep => "make two drafts of it",
        }
    }
}

impl Template {
    /// Reads a draft.
    ///
    /// # Errors
    /// Refuses names and filters it does not know, and anything between braces that
    /// is not a name with filters, `if NAME`, `else` or `endif`.
    pub fn parse(source: &str) -> Result<Self, BadDraft> {
        let mut parser = Parser {
            rest: source,
            depth: 0,
        };
        let (pieces, end) = parser.pieces()?;
        match end {
            BlockEnd::OfSource => Ok(Self { pieces }),
            BlockEnd::AtElse => Err(BadDraft::NoIf {
                found: "{% else %}".to_owned(),
            }),
            BlockEnd::AtEndIf => Err(BadDraft::NoIf {
                found: "{% endif %}".to_owned(),
            }),
        }
    }

    /// Says whether every message made of this surely has a text or a name: outside any `if`, or in both its branches.
    pub fn surely(&self, text: impl Fn(&str) -> bool, name: impl Fn(&str) -> bool) -> bool {
        surely(&self.pieces, &text, &name)
    }

    /// Gives the names whose values it puts in.
    #[must_use]
    pub fn puts_in(&self) -> Vec<&str> {
        let mut names = Vec::new();
        put_in(&self.pieces, &mut names);
        names
    }

    /// Says whether it has a place that depends on a name.
    #[must_use]
    pub fn asks_for(&self, name: &str) -> bool {
        asks_for(&self.pieces, name)
    }

    /// Gives the ids of the questions whose answers it puts in or asks for.
    #[must_use]
    pub fn answers(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        answers(&self.pieces, &mut ids);
        ids
    }

    /// Fills in what `value` knows.
    ///
    /// A name without a value becomes `[name]`, so that whoever sends the message
    /// sees what is missing; the second value lists those names.
    pub fn fill<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> (String, Vec<String>) {
        let mut filled = Filled::default();
        filled.add(&self.pieces, &value);
        if filled.is_full() {
            filled.text.push_str(CUT);
        }
        (filled.text, filled.missing)
    }
}

fn surely(pieces: &[DraftPiece], text: &dyn Fn(&str) -> bool, name: &dyn Fn(&str) -> bool) -> bool {
    pieces.iter().any(|piece| match piece {
        DraftPiece::Text(words) => text(words),
        DraftPiece::Name(known, _) => name(known),
        DraftPiece::If {
            then, otherwise, ..
        } => surely(then, text, name) && surely(otherwise, text, name),
    })
}

fn put_in<'p>(pieces: &'p [DraftPiece], names: &mut Vec<&'p str>) {
    for piece in pieces {
        match piece {
            DraftPiece::Text(_) => {}
            DraftPiece::Name(name, _) => names.push(name),
            DraftPiece::If {
                then, otherwise, ..
            } => {
                put_in(then, names);
                put_in(otherwise, names);
            }
        }
    }
}

fn asks_for(pieces: &[DraftPiece], name: &str) -> bool {
    pieces.iter().any(|piece| match piece {
        DraftPiece::Text(_) => false,
        DraftPiece::Name(known, _) => known == name,
        DraftPiece::If {
            name: known,
            then,
            otherwise,
        } => known == name || asks_for(then, name) || asks_for(otherwise, name),
    })
}

fn answers<'p>(pieces: &'p [DraftPiece], ids: &mut Vec<&'p str>) {
    for piece in pieces {
        match piece {
            DraftPiece::Text(_) => {}
            DraftPiece::Name(name, _) => ids.extend(name.strip_prefix(ANSWER)),
            DraftPiece::If {
                name,
                then,
                otherwise,
            } => {
                ids.extend(name.strip_prefix(ANSWER));
                answers(then, ids);
                answers(otherwise, ids);
            }
        }
    }
}

/// The most that a message is made of, in bytes: far more than anybody reads, and little to hold.
const LARGEST: usize = 1024 * 1024;

/// How a message ends that would be longer.
const CUT: &str = "\n[the message ends here: it is longer than 1 MiB]\n";

#[derive(Default)]
struct Filled {
    text: String,
    missing: Vec<String>,
}

impl Filled {
    const fn is_full(&self) -> bool {
        self.text.len() > LARGEST
    }

    fn add<'v>(&mut self, pieces: &[DraftPiece], value: &impl Fn(&str) -> Option<&'v str>) {
        for piece in pieces {
            if self.is_full() {
                return;
            }
            match piece {
                DraftPiece::Text(text) => self.text.push_str(text),
                DraftPiece::Name(name, filters) => self.add_name(name, filters, value(name)),
                DraftPiece::If {
                    name,
                    then,
                    otherwise,
                } => {
                    let known = value(name).is_some_and(|value| !value.trim().is_empty());
                    self.add(if known { then } else { otherwise }, value);
                }
            }
        }
    }

    fn add_name(&mut self, name: &str, filters: &[DraftFilter], value: Option<&str>) {
        let mut text = value.map(str::to_owned);
        for filter in filters {
            text = match (filter, text) {
                (DraftFilter::Default(fallback), None) => Some(fallback.clone()),
                (DraftFilter::Default(_), known) => known,
                (DraftFilter::Upper, known) => known.map(|text| text.to_uppercase()),
                (DraftFilter::Lower, known) => known.map(|text| text.to_lowercase()),
                (DraftFilter::Capitalize, known) => known.map(|text| capitalized(&text)),
                (DraftFilter::Trim, known) => known.map(|text| text.trim().to_owned()),
            };
        }
        if let Some(text) = text {
            self.text.push_str(&text);
            return;
        }
        // Writing to a string cannot fail.
        let _ = write!(self.text, "[{name}]");
        if !self.missing.iter().any(|known| known == name) {
            self.missing.push(name.to_owned());
        }
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

enum BlockEnd {
    OfSource,
    AtElse,
    AtEndIf,
}

enum Tag {
    If(String),
    Else,
    EndIf,
}

struct Parser<'s> {
    rest: &'s str,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn pieces(&mut self) -> Result<(Vec<DraftPiece>, BlockEnd), BadDraft> {
        let mut pieces = Vec::new();
        loop {
            let Some(at) = self.rest.find(['{', '}']) else {
                pieces.push(DraftPiece::Text(self.rest.to_owned()));
                self.rest = "";
                return Ok((pieces, BlockEnd::OfSource));
            };
            let (before, here) = self.rest.split_at(at);
            pieces.push(DraftPiece::Text(before.to_owned()));
            self.rest = here;
            match here.get(..2) {
                Some("{{") => pieces.push(self.name()?),
                Some("{%") => match self.tag()? {
                    Tag::If(name) => pieces.push(self.condition(name)?),
                    Tag::Else => return Ok((pieces, BlockEnd::AtElse)),
                    Tag::EndIf => return Ok((pieces, BlockEnd::AtEndIf)),
                },
                Some(found @ ("{#" | "}}" | "%}")) => return Err(not_in_language(found)),
                Some(_) | None => {
                    let (brace, after) = here.split_at(1);
                    pieces.push(DraftPiece::Text(brace.to_owned()));
                    self.rest = after;
                }
            }
        }
    }

    fn enclosed(&mut self, open: &str, close: &str) -> Result<&'s str, BadDraft> {
        let inner = &self.rest[open.len()..];
        let Some(end) = inner.find(close) else {
            let found = inner.lines().next().unwrap_or_default().trim();
            let found = format!("{open} {found}").trim_end().to_owned();
            return Err(BadDraft::NotClosed { found });
        };
        self.rest = &inner[end + close.len()..];
        Ok(inner[..end].trim())
    }

    fn name(&mut self) -> Result<DraftPiece, BadDraft> {
        let inner = self.enclosed("{{", "}}")?;
        let mut parts = split_filters(inner).into_iter();
        let name = known_name(parts.next().unwrap_or_default())?;
        let filters: Result<Vec<DraftFilter>, BadDraft> = parts.map(filter).collect();
        Ok(DraftPiece::Name(name, filters?))
    }

    fn tag(&mut self) -> Result<Tag, BadDraft> {
        let inner = self.enclosed("{%", "%}")?;
        match inner {
            "else" => Ok(Tag::Else),
            "endif" => Ok(Tag::EndIf),
            condition => match condition.strip_prefix("if ") {
                Some(name) => known_name(name.trim()).map(Tag::If),
                None => Err(not_in_language(inner)),
            },
        }
    }

    fn condition(&mut self, name: String) -> Result<DraftPiece, BadDraft> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(BadDraft::TooDeep);
        }
        let not_closed = BadDraft::NotClosed {
            found: format!("{{% if {name} %}}"),
        };
        let (then, end) = self.pieces()?;
        let (otherwise, end) = match end {
            BlockEnd::AtElse => self.pieces()?,
            BlockEnd::AtEndIf | BlockEnd::OfSource => (Vec::new(), end),
        };
        self.depth -= 1;
        match end {
            BlockEnd::AtEndIf => Ok(DraftPiece::If {
                name,
                then,
                otherwise,
            }),
            BlockEnd::AtElse | BlockEnd::OfSource => Err(not_closed),
        }
    }
}

fn not_in_language(found: &str) -> BadDraft {
    BadDraft::NotInLanguage {
        found: found.to_owned(),
    }
}

/// Splits at `|`, but not within the quotes of `default("…")`.
fn split_filters(inner: &str) -> Vec<&str> {
    let mut quoted = false;
    let outside = |letter: char| {
        if letter == '"' {
            quoted = !quoted;
        }
        letter == '|' && !quoted
    };
    inner.split(outside).map(str::trim).collect()
}

fn known_name(name: &str) -> Result<String, BadDraft> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let answer = name.strip_prefix(ANSWER);
    let word = answer.unwrap_or(name);
    if word.is_empty() || !word.chars().all(plain) {
        return Err(not_in_language(name));
    }
    if answer.is_some() || NAMES.contains(&name) {
        return Ok(name.to_owned());
    }
    Err(BadDraft::UnknownName {
        name: name.to_owned(),
    })
}

fn filter(text: &str) -> Result<DraftFilter, BadDraft> {
    match text {
        "upper" => return Ok(DraftFilter::Upper),
        "lower" => return Ok(DraftFilter::Lower),
        "capitalize" => return Ok(DraftFilter::Capitalize),
        "trim" => return Ok(DraftFilter::Trim),
        _ => {}
    }
    let argument = text
        .strip_prefix("default(\"")
        .and_then(|rest| rest.strip_suffix("\")"));
    match argument {
        Some(fallback) if !fallback.contains('"') => Ok(DraftFilter::Default(fallback.to_owned())),
        Some(_) => Err(not_in_language(text)),
        None => Err(BadDraft::UnknownFilter {
            filter: text.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fill(source: &str) -> String {
        let value = |name: &str| match name {
            "customer" => Some("rosa Marin"),
            "order" => Some(" 17 "),
            _ => None,
        };
        Template::parse(source).unwrap().fill(value).0
    }

    #[test]
    fn names_filters_and_conditions_are_filled_in() {
        let cases = [
            ("Dear {{ customer }},", "Dear rosa Marin,"),
            (
                "{{customer|capitalize}} {{ order | trim }}",
                "Rosa Marin 17",
            ),
            ("{{ need | default(\"a | b\") | upper }}", "A | B"),
            ("{% if order %}order{% else %}none{% endif %}", "order"),
            (
                "{% if need %}need{% else %}{% if order %}both{% endif %}{% endif %}",
                "both",
            ),
            ("{ one } brace", "{ one } brace"),
            ("{{ need }}", "[need]"),
        ];
        for (source, filled) in cases {
            assert_eq!(fill(source), filled, "{source}");
        }
    }

    #[test]
    fn what_is_not_in_the_language_is_refused() {
        let cases = [
            ("{{ custmer }}", "`custmer` is not a name a draft knows"),
            (
                "{{ customer.name }}",
                "`customer.name` is not part of the draft language",
            ),
            (
                "{{ \"x\" * 99 }}",
                "`\"x\" * 99` is not part of the draft language",
            ),
            (
                "{{ answer. }}",
                "`answer.` is not part of the draft language",
            ),
            ("{{ customer | safe }}", "`safe` is not a filter"),
            (
                "{% for x in y %}",
                "`for x in y` is not part of the draft language",
            ),
            (
                "{% include 'a' %}",
                "`include 'a'` is not part of the draft language",
            ),
            ("{# note #}", "`{#` is not part of the draft language"),
            ("{{ customer", "`{{ customer` is never closed"),
            ("{% if order %}x", "`{% if order %}` is never closed"),
            ("x{% endif %}", "`{% endif %}` has no `if` before it"),
            ("x{% else %}", "`{% else %}` has no `if` before it"),
        ];
        for (source, message) in cases {
            assert_eq!(
                Template::parse(source).unwrap_err().to_string(),
                message,
                "{source}"
            );
        }
        assert_eq!(
            Template::parse(&"{% if order %}".repeat(500)),
            Err(BadDraft::TooDeep)
        );
    }

    proptest! {
        #[test]
        fn reading_never_panics(source in "[{}% a-z|\"()#é\n]{0,60}") {
            if let Ok(template) = Template::parse(&source) {
                template.fill(|_| None);
            }
        }
    }
}
