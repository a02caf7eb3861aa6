//! JSON that is safe to look at: what a terminal would obey is written as `\u` escapes.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Serializer, Value};

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

impl From<serde_json::Error> for NotJson {
    fn from(source: serde_json::Error) -> Self {
        Self { source }
    }
}

/// Something that has a JSON form, whatever its type.
///
/// Written here because `erased-serde` makes a table of 28 functions of each type for every serializer there may be;
/// we have one, and each of its tables is read at every start.
pub trait Json {
    /// Writes it behind what is there, as it stands so deep in other values; [`write()`] says how.
    ///
    /// # Errors
    /// As [`write()`].
    fn write_to(&self, out: &mut String, style: Style, depth: usize) -> Result<(), NotJson>;

    /// Gives it as a value.
    ///
    /// # Errors
    /// As [`write()`].
    fn value(&self) -> Result<Value, NotJson>;
}

impl<T: Serialize> Json for T {
    fn write_to(&self, out: &mut String, style: Style, depth: usize) -> Result<(), NotJson> {
        let mut bytes = std::mem::take(out).into_bytes();
        let layout = JsonLayout {
            style,
            depth,
            has_value: false,
        };
        let written = self.serialize(&mut Serializer::with_formatter(&mut bytes, layout));
        // The writer takes and gives only UTF-8; the lossy form is the one that needs no `unwrap`.
        *out = String::from_utf8(bytes)
            .unwrap_or_else(|refused| String::from_utf8_lossy(refused.as_bytes()).into_owned());
        Ok(written?)
    }

    fn value(&self) -> Result<Value, NotJson> {
        Ok(serde_json::to_value(self)?)
    }
}

/// Writes a value as JSON text without a line end after it.
///
/// C0 controls are escaped as JSON demands; DEL, C1, bidi controls, U+2028/9, tags and every other hidden
/// character ([`is_hidden`]) as `\uXXXX`, beyond U+FFFF as a surrogate pair. Reading it back gives the same value.
///
/// # Errors
/// [`NotJson`] when the value cannot be written, such as a map whose keys are not texts.
pub fn write<T: Serialize>(value: &T, style: Style) -> Result<String, NotJson> {
    let mut text = String::with_capacity(128);
    value.write_to(&mut text, style, 0)?;
    Ok(text)
}

/// Lays JSON out in either style, and escapes hidden characters.
struct JsonLayout {
    style: Style,
    /// In how many values that have lines of their own it stands.
    depth: usize,
    /// Whether the innermost value has something in it.
    has_value: bool,
}

impl JsonLayout {
    fn open<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.new_line(writer)?;
        }
        writer.write_all(bracket)
    }

    fn begin<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        if self.has_value {
            writer.write_all(b",")?;
        }
        self.new_line(writer)
    }

    fn new_line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        if self.style == Style::Line {
            return Ok(());
        }
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for JsonLayout {
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
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        _: bool,
    ) -> io::Result<()> {
        self.begin(writer)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        _: bool,
    ) -> io::Result<()> {
        self.begin(writer)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.style {
            Style::Pretty => writer.write_all(b": "),
            Style::Line => writer.write_all(b":"),
        }
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
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
            assert_eq!(write(&given, Style::Line).unwrap(), written);
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
