//! Tab-separated rows for a pipe: no header, nothing cut, one line per row.

use std::fmt::Write as _;

use crate::domain::words::{is_hidden, is_plain, push_visible};

/// Writes rows as lines of tab-separated fields, each line ended by LF.
///
/// No rows give an empty text.
#[must_use]
pub fn rows(rows: &[Vec<String>]) -> String {
    let mut lines = PlainRows::default();
    for row in rows {
        for field in row {
            lines.field(field);
        }
        lines.end();
    }
    lines.into_text()
}

/// Rows written field by field, for lists of thousands that need no copy of each field.
///
/// A field that holds none of the characters below is written byte for byte, so what comes from
/// `Words::in_line_format` is not escaped twice. In any other field a tab, newline or carriage return becomes `\t`, `\n`, `\r`
/// and a hidden character its visible form; this is the net under the caller, not a second escaping: a
/// backslash stays as it is.
#[derive(Debug, Default)]
pub struct PlainRows {
    text: String,
    inside: bool,
}

impl PlainRows {
    /// Adds a field to the row that is being written.
    pub fn field(&mut self, field: &str) {
        self.part();
        push_field(&mut self.text, field);
    }

    /// Adds a number as a field; an empty one where there is none.
    pub fn number(&mut self, number: Option<u64>) {
        self.part();
        if let Some(number) = number {
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{number}");
        }
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.text.push('\n');
        self.inside = false;
    }

    /// Gives what was written.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    fn part(&mut self) {
        if self.inside {
            self.text.push('\t');
        }
        self.inside = true;
    }
}

/// Appends one field, made safe if it is not.
fn push_field(out: &mut String, field: &str) {
    if is_plain(field) || !field.chars().any(is_hidden) {
        out.push_str(field);
        return;
    }
    for c in field.chars() {
        match c {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            other => push_visible(out, other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::words::Words;
    use proptest::prelude::*;

    #[test]
    fn fields_are_parted_by_tabs_and_rows_by_lf() {
        let table = [
            vec!["41".to_owned(), String::new(), "Ana".to_owned()],
            vec!["42".to_owned()],
        ];
        assert_eq!(rows(&table), "41\t\tAna\n42\n");
        assert_eq!(rows(&[]), "");
    }

    #[test]
    fn a_field_cannot_make_a_row_or_a_column() {
        let table = [vec!["a\tb\nc\rd\u{1b}[2J\u{202e}".to_owned()]];
        assert_eq!(rows(&table), "a\\tb\\nc\\rd␛[2J<U+202E>\n");
    }

    proptest! {
        #[test]
        fn words_made_safe_are_untouched(text in "[^\\x00]*") {
            let field = Words::new(text).unwrap().in_line_format();
            prop_assert_eq!(rows(&[vec![field.clone()]]), field + "\n");
        }

        #[test]
        fn the_shape_survives_any_text(table in proptest::collection::vec(proptest::collection::vec("(?s).*", 1..4), 0..4)) {
            let text = rows(&table);
            let read: Vec<usize> = text.lines().map(|line| line.split('\t').count()).collect();
            let given: Vec<usize> = table.iter().map(Vec::len).collect();
            prop_assert_eq!(read, given);
        }
    }
}
