//! Cutting a file with separated values into records and cells.
//!
//! This follows RFC 4180 and forgives what spreadsheets do besides. It is written here because whoever
//! repairs a list needs the line on which a row begins and the line of a quote that cannot be right; the
//! `csv` crate counts only line feeds, takes the end of the file for a closing quote and reads on behind one.

use std::borrow::Cow;

use crate::domain::import::{BadQuote, BeforeQuote, Quote, Record, Shape};

/// The records of a file, in their order; lines without a single character are passed over.
///
/// LF, CR LF and CR alone end a line. A quote opens a cell only as its first character; behind the
/// closing quote only a separator or the end of the line may stand. Cells borrow from the file unless
/// something was taken out of them.
///
/// Where a quote cannot be right ([`BadQuote`]) the record ends with it, and reading goes on behind the
/// line on which it is opened, so that it swallows no other row. That costs little: a cell that begins
/// with a quote would have closed the bad one, so no line is read for more than two of them.
#[derive(Clone, Debug)]
pub(super) struct Records<'f> {
    rest: &'f [u8],
    line: u64,
    separator: u8,
    quote: Quote,
    shape: Option<Shape>,
}

/// A place in the file.
#[derive(Clone, Copy)]
struct Position<'f> {
    rest: &'f [u8],
    line: u64,
}

impl<'f> Records<'f> {
    pub(super) const fn new(bytes: &'f [u8], separator: u8, quote: Quote) -> Self {
        Self {
            rest: bytes,
            line: 1,
            separator,
            quote,
            shape: None,
        }
    }

    /// Looks from now on for rows of this shape inside the texts between quotes.
    pub(super) const fn look_for(&mut self, shape: Shape) {
        self.shape = Some(shape);
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

    /// Takes one cell off the front, up to what ends it; or passes over the line of its bad quote.
    fn cell(&mut self, record: &mut Record<'f>) -> Result<(), BadQuote> {
        if !self.rest.starts_with(b"\"") {
            let plain = self.plain();
            record.stray |= plain.contains(&b'"');
            record.cells.push(Cow::Borrowed(plain));
            return Ok(());
        }
        let mark = Position {
            rest: self.rest,
            line: self.line,
        };
        let cell = self.quoted(mark).and_then(|cell| {
            self.ends_there(mark)?;
            self.swallows_nothing(mark, &record.cells)?;
            Ok(cell)
        });
        match cell {
            Ok(cell) => record.cells.push(cell),
            Err(bad) => {
                self.line = mark.line;
                self.rest = &mark.rest[first_line(mark.rest).len()..];
                return Err(bad);
            }
        }
        Ok(())
    }

    fn plain(&mut self) -> &'f [u8] {
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\r' | b'\n');
        let end = self.rest.iter().position(ends);
        let (plain, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        plain
    }

    /// Takes a text and the quotes around it.
    fn quoted(&mut self, mark: Position<'f>) -> Result<Cow<'f, [u8]>, BadQuote> {
        self.rest = &self.rest[1..];
        let special = |byte: &u8| match byte {
            b'"' => true,
            b'\\' => self.quote == Quote::Backslash,
            _ => false,
        };
        let mut cell = Cow::Borrowed(&self.rest[..0]);
        loop {
            let Some(end) = self.rest.iter().position(special) else {
                return Err(BadQuote::NeverClosed {
                    opened: mark.line,
                    last: self.line + line_ends(self.rest.trim_ascii_end()),
                });
            };
            let (inside, rest) = self.rest.split_at(end);
            self.line += line_ends(inside);
            add(&mut cell, inside);
            let (letter, length) = match rest {
                [b'"', b'"', ..] | [b'\\', b'"' | b'\\', ..] => (&rest[1..2], 2),
                [b'"', ..] => (&rest[..0], 1),
                _ => (&rest[..1], 1),
            };
            add(&mut cell, letter);
            self.rest = &rest[length..];
            if letter.is_empty() {
                return Ok(cell);
            }
        }
    }

    /// Sees to it that a closing quote ends its cell.
    fn ends_there(&self, mark: Position<'f>) -> Result<(), BadQuote> {
        let behind = self.clone().plain();
        if behind.is_empty() {
            return Ok(());
        }
        let text = &mark.rest[..mark.rest.len() - self.rest.len()];
        Err(BadQuote::Followed {
            opened: mark.line,
            closed: self.line,
            behind: String::from_utf8_lossy(behind).into_owned(),
            before: match text {
                [.., b'\\', b'"'] => BeforeQuote::Backslash,
                _ => BeforeQuote::Text,
            },
        })
    }

    /// Sees to it that a text of several lines takes no row into it.
    ///
    /// Two quotes too many may fit together by chance and make one cell of the rows between them. Then
    /// the line on which the first is opened is a row without it, and a later line is one as well; in a
    /// text that somebody wrote, neither is.
    fn swallows_nothing(
        &self,
        mark: Position<'f>,
        before: &[Cow<'f, [u8]>],
    ) -> Result<(), BadQuote> {
        let Some(shape) = self.shape.filter(|_| self.line > mark.line) else {
            return Ok(());
        };
        let first = first_line(mark.rest);
        let behind: Vec<&[u8]> = first.split(|byte| *byte == self.separator).collect();
        if !shape.is_row_with_stray_quote(before, &behind) {
            return Ok(());
        }
        let mut inner = Self {
            rest: &mark.rest[first.len()..],
            line: mark.line,
            ..*self
        };
        while inner.line_end() && inner.rest.len() > self.rest.len() {
            let line = first_line(inner.rest);
            if self.is_row(line, shape) {
                let (opened, row) = (mark.line, inner.line);
                return Err(BadQuote::Swallows { opened, row });
            }
            inner.rest = &inner.rest[line.len()..];
        }
        Ok(())
    }

    /// Says whether a line is a row by itself; a quote at its end may open a text that goes on.
    fn is_row(&self, line: &[u8], shape: Shape) -> bool {
        let mut records = Records::new(line, self.separator, self.quote);
        let Some(mut record) = records.next() else {
            return false;
        };
        match record.broken {
            None => {}
            Some(BadQuote::NeverClosed { .. }) => record.cells.push(Cow::Borrowed(&[])),
            Some(BadQuote::Followed { .. } | BadQuote::Swallows { .. }) => return false,
        }
        shape.is_row(&record.cells)
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
            broken: None,
            stray: false,
        };
        loop {
            if let Err(bad) = self.cell(&mut record) {
                record.broken = Some(bad);
                return Some(record);
            }
            if self.rest.is_empty() || self.line_end() {
                return Some(record);
            }
            self.rest = &self.rest[1..];
        }
    }
}

/// Gives what stands before the next end of a line.
fn first_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Adds a piece of the file to a cell, which borrows as long as it is one piece.
fn add<'f>(cell: &mut Cow<'f, [u8]>, piece: &'f [u8]) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(piece);
    } else if !piece.is_empty() {
        cell.to_mut().extend_from_slice(piece);
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
        Records::new(text.as_bytes(), b',', Quote::Doubled)
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
        let table: [(&str, &[&str]); 8] = [
            ("a, b ,c", &["a", " b ", "c"]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("\"say \"\"no\"\"\"", &["say \"no\""]),
            ("\"\",", &["", ""]),
            ("\"\"\"\"", &["\""]),
            ("5\" pipe,x", &["5\" pipe", "x"]),
            (",,", &["", "", ""]),
            ("=1+1,@x", &["=1+1", "@x"]),
        ];
        for (text, cells) in table {
            assert_eq!(cut(text)[0].1, cells, "{text:?}");
        }
    }

    /// The first line of each record, and what is wrong with its quote.
    fn faults(text: &str, quote: Quote) -> Vec<(u64, Option<String>)> {
        let records = Records::new(text.as_bytes(), b',', quote);
        let said = |bad: BadQuote| bad.to_string();
        records
            .map(|record| (record.line, record.broken.map(said)))
            .collect()
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_own_line_only() {
        let found = faults("a,b\n\"c\nc\",\"d\ne,f\ng\n", Quote::Doubled);
        let never = "the quote opened on line 3 is never closed, so everything up to line 5 would be one cell";
        assert_eq!(
            found,
            [(1, None), (2, Some(never.to_owned())), (4, None), (5, None)]
        );
        let doubled = Records::new(b"\"a\"\"\nb\"\"\nc", b',', Quote::Doubled).next();
        let never = BadQuote::NeverClosed { opened: 1, last: 3 };
        assert_eq!(doubled.unwrap().broken, Some(never));
    }

    #[test]
    fn behind_a_closing_quote_only_a_separator_or_the_end_of_the_line_stands() {
        let table = [
            ("\"5\" pizza was cold\",x", 1, " pizza was cold\""),
            ("\"he said \\\"cold\\\" soup\"", 1, "cold\\\" soup\""),
            ("\"cold soup\r\nx,\"hot\",y", 2, "hot\""),
            ("\"a\" ,b", 1, " "),
        ];
        for (text, line, more) in table {
            let record = Records::new(text.as_bytes(), b',', Quote::Doubled).next();
            let Some(BadQuote::Followed { closed, behind, .. }) = record.unwrap().broken else {
                panic!("{text:?} is read");
            };
            assert_eq!((closed, behind.as_str()), (line, more), "{text:?}");
        }
        let found = faults("\"cold soup\r\nx,\"hot\",y\r\nz", Quote::Doubled);
        let lines: Vec<_> = found
            .iter()
            .map(|(line, bad)| (*line, bad.is_some()))
            .collect();
        assert_eq!(lines, [(1, true), (2, false), (3, false)]);
    }

    #[test]
    fn backslashes_mean_something_only_when_they_are_said_to() {
        let table = [
            (r#""he said \"cold\" soup",x"#, r#"he said "cold" soup"#),
            (r#""C:\\",x"#, r"C:\"),
            (r#""C:\till\n",x"#, r"C:\till\n"),
            (r#""he said ""cold""",x"#, r#"he said "cold""#),
            (r#"C:\\till,x"#, r"C:\\till"),
            (r#""\"",x"#, r#"""#),
        ];
        for (text, cell) in table {
            let record = Records::new(text.as_bytes(), b',', Quote::Backslash).next();
            let cells = record.unwrap().cells;
            assert_eq!(
                (cells[0].as_ref(), cells.len()),
                (cell.as_bytes(), 2),
                "{text}"
            );
        }
        assert_eq!(cut("\"C:\\\",x")[0].1, ["C:\\", "x"]);
    }

    const THREE: Shape = Shape {
        columns: 3,
        told: 0,
    };
    const LAST: Shape = Shape {
        columns: 2,
        told: 1,
    };

    /// Two quotes too many that fit together, in the same column, and the line they take in.
    const SWALLOWING: [(&str, Shape, u64); 5] = [
        ("2026-01-02,Cem,\"cold\n2026-01-03,Dora,5\"", THREE, 2),
        (
            "2026-01-02,Cem,\"cold, salt\n\n2026-01-03,Dora,5\"",
            THREE,
            3,
        ),
        ("\"cold,2026-01-02\n5\",2026-01-03", LAST, 2),
        ("2026-01-02,Cem,\"cold\n22/04/17,Dora,5\"", THREE, 2),
        ("2026-01-02,Cem,\"cold\n2026-01-03,Dora,\"", THREE, 2),
    ];

    /// Texts that somebody wrote.
    const WRITTEN: [(&str, Shape); 5] = [
        ("2026-01-02,Cem,\"cold\nI came, I saw, I left\"", THREE),
        ("2026-01-02,Cem,\"cold\n2026-01-03: still cold\"", THREE),
        ("\"came, saw\nleft\",2026-01-02", LAST),
        ("\"cold\nsoup\",2026-01-02", LAST),
        ("2026-01-02,\"Cem\nAydin\",\"x\ny\"", THREE),
    ];

    #[test]
    fn a_text_of_several_lines_takes_no_row_into_it() {
        let broken = |text: &str, shape| {
            let mut records = Records::new(text.as_bytes(), b',', Quote::Doubled);
            records.look_for(shape);
            records.next().unwrap().broken
        };
        for (text, shape, row) in SWALLOWING {
            let swallows = BadQuote::Swallows { opened: 1, row };
            assert_eq!(broken(text, shape), Some(swallows), "{text:?}");
        }
        for (text, shape) in WRITTEN {
            assert_eq!(broken(text, shape), None, "{text:?}");
        }
    }

    #[test]
    fn other_separators_leave_commas_alone() {
        for separator in [b';', b'\t'] {
            let text = format!("a,b{0}c{0}\"d{0}e\"", char::from(separator));
            let records: Vec<_> =
                Records::new(text.as_bytes(), separator, Quote::Doubled).collect();
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
            let lines: Vec<u64> = Records::new(&bytes, b',', Quote::Doubled).map(|record| record.line).collect();
            prop_assert!(lines.is_sorted_by(|a, b| a < b));
        }
    }
}
