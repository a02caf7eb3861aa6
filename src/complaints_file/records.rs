//! Cutting a file with separated values into records and cells.
//!
//! This follows RFC 4180 and forgives what spreadsheets do besides. It is written here because whoever
//! repairs a list needs the line on which a row begins and the line of the quote that was never closed;
//! the `csv` crate counts only line feeds and takes the end of the file for a closing quote.

use std::borrow::Cow;

use crate::domain::import::{Record, Unclosed};

/// The records of a file, in their order; lines without a single character are passed over.
///
/// LF, CR LF and CR alone end a line. A quote opens a cell only as its first character; what stands
/// behind the closing quote belongs to the cell. Cells borrow from the file unless a quote was doubled.
#[derive(Clone, Debug)]
pub(super) struct Records<'f> {
    rest: &'f [u8],
    line: u64,
    separator: u8,
}

impl<'f> Records<'f> {
    pub(super) const fn new(bytes: &'f [u8], separator: u8) -> Self {
        Self {
            rest: bytes,
            line: 1,
            separator,
        }
    }

    /// Takes the end of a line off the front, if it is there.
    fn line_end(&mut self) -> bool {
        let length = match self.rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.rest = &self.rest[length..];
        self.line += 1;
        true
    }

    /// Takes one cell off the front, up to what ends it.
    fn cell(&mut self) -> Result<Cow<'f, [u8]>, Unclosed> {
        let Some(quoted) = self.rest.strip_prefix(b"\"") else {
            return Ok(Cow::Borrowed(self.plain()));
        };
        let opened = self.line;
        self.rest = quoted;
        let mut cell = Cow::Borrowed(self.quoted(opened)?);
        while let Some(more) = self.rest.strip_prefix(b"\"") {
            self.rest = more;
            cell.to_mut().push(b'"');
            let more = self.quoted(opened)?;
            cell.to_mut().extend_from_slice(more);
        }
        let behind = self.plain();
        if !behind.is_empty() {
            cell.to_mut().extend_from_slice(behind);
        }
        Ok(cell)
    }

    fn plain(&mut self) -> &'f [u8] {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\r' | b'\n');
        let end = self.rest.iter().position(ends);
        let (plain, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        plain
    }

    /// Takes everything up to the next quote, and the quote.
    fn quoted(&mut self, opened: u64) -> Result<&'f [u8], Unclosed> {
        let Some(end) = self.rest.iter().position(|byte| *byte == b'"') else {
            let last = self.line + line_ends(self.rest.trim_ascii_end());
            self.rest = &[];
            return Err(Unclosed { opened, last });
        };
        let (inside, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        self.line += line_ends(inside);
        Ok(inside)
    }
}

impl<'f> Iterator for Records<'f> {
    type Item = Record<'f>;

    fn next(&mut self) -> Option<Record<'f>> {
        while self.line_end() {}
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Record {
            line: self.line,
            cells: Vec::new(),
            unclosed: None,
        };
        loop {
            match self.cell() {
                Ok(cell) => record.cells.push(cell),
                Err(unclosed) => {
                    record.unclosed = Some(unclosed);
                    return Some(record);
                }
            }
            if self.rest.is_empty() || self.line_end() {
                return Some(record);
            }
            self.rest = &self.rest[1..];
        }
    }
}

/// Counts the line ends in a quoted cell. One that is cut in two by a quote is not one.
fn line_ends(bytes: &[u8]) -> u64 {
    let starts = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\r' => true,
        b'\n' => *at == 0 || bytes[at - 1] != b'\r',
        _ => false,
    });
    starts.map(|_| 1).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<(u64, Vec<String>)> {
        Records::new(text.as_bytes(), b',')
            .map(|record| {
                let cells = record.cells.iter();
                let cells = cells.map(|cell| String::from_utf8(cell.to_vec()).unwrap());
                (record.line, cells.collect())
            })
            .collect()
    }

    #[test]
    fn records_begin_on_the_line_an_editor_shows() {
        let table: [(&str, &[u64]); 7] = [
            ("a,b\nc,d\n", &[1, 2]),
            ("a,b\r\nc,d\r\ne,f", &[1, 2, 3]),
            ("a\rb\rc", &[1, 2, 3]),
            ("a\n\"b\nb\"\nc", &[1, 2, 4]),
            ("a\r\n\"b\r\nb\"\r\nc", &[1, 2, 4]),
            ("\n\r\n\na\n\n\nb", &[4, 7]),
            ("", &[]),
        ];
        for (text, lines) in table {
            let found: Vec<u64> = cut(text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(found, lines, "{text:?}");
        }
    }

    #[test]
    fn cells_lose_their_quotes_and_nothing_else() {
        let table: [(&str, &[&str]); 9] = [
            ("a, b ,c", &["a", " b ", "c"]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("\"say \"\"no\"\"\"", &["say \"no\""]),
            ("\"\",", &["", ""]),
            ("\"\"\"\"", &["\""]),
            ("5\" pipe,x", &["5\" pipe", "x"]),
            ("\"a\" b,c", &["a b", "c"]),
            (",,", &["", "", ""]),
            ("=1+1,@x", &["=1+1", "@x"]),
        ];
        for (text, cells) in table {
            assert_eq!(cut(text)[0].1, cells, "{text:?}");
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_it_opens() {
        let records: Vec<_> = Records::new(b"a,b\n\"c\nc\",\"d\ne,f\ng\n", b',').collect();
        assert_eq!(records.len(), 2);
        assert_eq!(records[1].line, 2);
        let unclosed = Unclosed { opened: 3, last: 5 };
        assert_eq!(records[1].unclosed, Some(unclosed));
        let doubled = Records::new(b"\"a\"\"\nb\"\"\nc", b',').next().unwrap();
        let unclosed = Unclosed { opened: 1, last: 3 };
        assert_eq!(doubled.unclosed, Some(unclosed));
    }

    #[test]
    fn other_separators_leave_commas_alone() {
        for separator in [b';', b'\t'] {
            let text = format!("a,b{0}c{0}\"d{0}e\"", char::from(separator));
            let records: Vec<_> = Records::new(text.as_bytes(), separator).collect();
            assert_eq!(records[0].cells.len(), 3);
            assert_eq!(records[0].cells[0].as_ref(), b"a,b");
        }
    }

    fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
        (1..5_usize).prop_flat_map(|width| {
            let row = prop::collection::vec("[a-c,;\"\r\n é]{0,6}", width..=width);
            // A row of one empty cell is a blank line to us and a pair of quotes to a writer.
            let row = row.prop_filter("blank", |row| row.len() > 1 || !row[0].is_empty());
            prop::collection::vec(row, 0..6)
        })
    }

    proptest! {
        #[test]
        fn what_a_writer_wrote_is_read_back(table in table()) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let cells: Vec<_> = cut(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(cells, table);
        }

        #[test]
        fn no_bytes_stop_it_and_lines_only_rise(bytes in prop::collection::vec(prop::sample::select(b"a,\"\r\n;\xff".to_vec()), 0..60)) {
            let lines: Vec<u64> = Records::new(&bytes, b',').map(|record| record.line).collect();
            prop_assert!(lines.is_sorted_by(|a, b| a < b));
        }
    }
}
