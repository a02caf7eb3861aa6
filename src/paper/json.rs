//! JSON that is safe to look at: what a terminal would obey is written as `\u` escapes.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::domain::words::is_hidden;

/// How the text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Two spaces of indentation, for `--json`.
    Pretty,
    /// Everything on one line, for `--jsonl` and for errors.
    Line,
}

/// The value has no JSON form; our own views always have one.
#[derive(Debug, thiserror::Error)]
#[error("this result cannot be written as JSON")]
pub struct NotJson {
    /// What the writer said, for `Error::source`, not for a person.
    #[source]
    source: serde_json::Error,
}

/// Writes a value as JSON text without a line end after it.
///
/// C0 controls are escaped as JSON demands; DEL, C1, bidi controls, U+2028/9, tags and every other hidden
/// character ([`is_hidden`]) as `\uXXXX`, beyond U+FFFF as a surrogate pair. Reading it back gives the same value.
///
/// # Errors
/// [`NotJson`] when the value cannot be written, such as a map whose keys are not texts.
pub fn write<T: Serialize + ?Sized>(value: &T, style: Style) -> Result<String, NotJson> {
    let mut bytes = Vec::with_capacity(128);
    let written = match style {
        Style::Pretty => write_with(value, &mut bytes, PrettyFormatter::new()),
        Style::Line => write_with(value, &mut bytes, CompactFormatter),
    };
    written.map_err(|source| NotJson { source })?;
    // The writer takes and gives only UTF-8; the lossy form is the one that needs no `unwrap`.
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|refused| String::from_utf8_lossy(refused.as_bytes()).into_owned()))
}

/// Writes with the layout of `inner` and our escapes.
fn write_with<T: Serialize + ?Sized, F: Formatter>(
    value: &T,
    bytes: &mut Vec<u8>,
    inner: F,
) -> Result<(), serde_json::Error> {
    value.serialize(&mut Serializer::with_formatter(bytes, Escaping(inner)))
}

/// A layout that escapes hidden characters and leaves everything else to the layout inside.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices() {
            if !is_hidden(c) {
                continue;
            }
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        let table = [
            ("\u{1b}[31m", r#""\u001b[31m""#),
            ("\u{7f}", r#""\u007f""#),
            ("\u{9b}", r#""\u009b""#),
            ("a\u{202e}b\u{2066}", r#""a\u202eb\u2066""#),
            ("\u{2028}\u{2029}", r#""\u2028\u2029""#),
            ("\u{e0041}", r#""\udb40\udc41""#),
            (
                "Müller 山田 👩\u{200d}🍳\t",
                "\"Müller 山田 👩\u{200d}🍳\\t\"",
            ),
        ];
        for (given, written) in table {
            assert_eq!(write(given, Style::Line).unwrap(), written);
        }
    }

    #[test]
    fn pretty_indents_by_two_and_keeps_the_order() {
        let value =
            json!({"schema": "amends.due/1", "count": 0, "items": [], "a": [1, {"b": null}]});
        insta::assert_snapshot!(write(&value, Style::Pretty).unwrap(), @r#"
        {
          "schema": "amends.due/1",
          "count": 0,
          "items": [],
          "a": [
            1,
            {
              "b": null
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_value_without_a_json_form_is_refused_in_our_words() {
        let odd = std::collections::BTreeMap::from([(vec![1], 2)]);
        assert_eq!(
            write(&odd, Style::Line).unwrap_err().to_string(),
            "this result cannot be written as JSON"
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "(?s).*".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::hash_map("(?s).*", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect::<Value>()),
            ]
        })
    }

    proptest! {
        #[test]
        fn read_back_it_is_the_same_and_nothing_hidden_is_in_it(value in any_json()) {
            for style in [Style::Pretty, Style::Line] {
                let text = write(&value, style).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
                prop_assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)));
                prop_assert!(style == Style::Pretty || !text.contains('\n'));
            }
        }
    }
}
