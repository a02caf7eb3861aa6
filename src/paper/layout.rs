//! From a [`Page`] to lines for one sheet: so wide, with or without colour, with or without Unicode glyphs.
//!
//! Three promises, each held by a property below: no line is wider than the sheet, no line ends in a space, and
//! nothing but our own colour sequences can make a terminal do anything. Nothing is ever cut off, but for
//! the rows of a roster, where an ellipsis says so.

pub(in crate::paper) mod ink;
mod roster;
mod table;

use self::ink::{Ink, columns, ink, ink_of, paint, wrap};
use super::page::{Block, ListItem, Mark, Page, Text};

/// What the page is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Columns of the terminal; below [`Sheet::NARROWEST`] it is taken for that.
    pub width: usize,
    /// Whether marks become colours.
    pub colour: Colour,
    /// Whether signs of our own may be Unicode.
    pub glyphs: Glyphs,
}

/// Whether marks become colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// They do, as ANSI sequences.
    On,
    /// They don't; the words say it all.
    Off,
}

/// Whether signs of our own may be Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// They may.
    Unicode,
    /// Bars, dashes, arrows, ellipses and typographic quotes become ASCII; letters stay as they are.
    Ascii,
}

impl Sheet {
    /// The narrowest sheet that is served as asked for, in columns.
    pub const NARROWEST: usize = 20;
    /// From so many columns on a table is a grid; below it every row is a block of labelled lines, as the cells of
    /// a grid would be a few letters wide.
    pub const GRID_FROM: usize = 50;
    /// Running text is not set wider than this; longer lines are hard to follow from end to start.
    pub const PROSE: usize = 100;

    /// Makes a sheet without colour, for files and tests.
    #[must_use]
    pub fn plain(width: usize) -> Self {
        Self {
            width,
            colour: Colour::Off,
            glyphs: Glyphs::Unicode,
        }
    }

    /// The columns there are to use.
    pub fn columns(self) -> usize {
        self.width.max(Self::NARROWEST)
    }

    fn prose(self) -> usize {
        self.columns().min(Self::PROSE)
    }

    fn is_narrow(self) -> bool {
        self.columns() < Self::GRID_FROM
    }
}

/// Lays out a page; every line ends with LF, an empty page is an empty text.
#[must_use]
pub fn lay_out(page: &Page, sheet: Sheet) -> String {
    let mut lines = PageWriter::new(sheet);
    for block in page.blocks() {
        lines.block(block);
    }
    lines.out
}

/// Tells whether a table would be a grid on this sheet, and not a block of lines for each row.
#[must_use]
pub fn is_grid(table: &super::page::Table, sheet: Sheet) -> bool {
    table::fits(&PageWriter::new(sheet), table)
}

/// The page so far.
struct PageWriter {
    sheet: Sheet,
    out: String,
    gap: Gap,
}

/// Whether an empty line is owed before the next line.
enum Gap {
    Owed,
    Paid,
}

impl PageWriter {
    fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            out: String::new(),
            gap: Gap::Paid,
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(text) => {
                self.hung(&[], &self.ink(text));
            }
            Block::Fields(fields) => self.fields(fields),
            Block::Table(table) => table::lay_out(self, table),
            Block::Roster(rows) => roster::lay_out(self, rows),
            Block::List(items) => self.list(items),
            Block::Quote(text) => self.quote(text),
            Block::Verbatim(text) => self.verbatim(text),
            Block::Gap => self.gap(),
        }
    }

    /// Owes an empty line, unless the page has not begun.
    fn gap(&mut self) {
        if !self.out.is_empty() {
            self.gap = Gap::Owed;
        }
    }

    /// Writes one line, which must not be wider than the sheet.
    fn line(&mut self, line: &[Ink]) {
        if matches!(self.gap, Gap::Owed) {
            self.out.push('\n');
            self.gap = Gap::Paid;
        }
        self.out.push_str(&paint(line, self.sheet.colour));
        self.out.push('\n');
    }

    /// Writes `body` behind `lead`, wrapped and hung under its own beginning.
    fn hung(&mut self, lead: &[Ink], body: &[Ink]) {
        self.hung_at(lead, body, columns(lead));
    }

    /// Writes `body` behind `lead`, wrapped, its further lines indented by so many columns.
    fn hung_at(&mut self, lead: &[Ink], body: &[Ink], indent: usize) {
        let width = self.sheet.prose();
        let first = width.saturating_sub(columns(lead));
        for (number, line) in wrap(body, first, width.saturating_sub(indent))
            .into_iter()
            .enumerate()
        {
            let lead = if number == 0 {
                lead.to_vec()
            } else {
                spaces(indent)
            };
            self.line(&[&lead, line].concat());
        }
    }

    fn ink(&self, text: &Text) -> Vec<Ink> {
        ink(text, self.sheet.glyphs)
    }

    fn ink_of(&self, mark: Mark, text: &str) -> Vec<Ink> {
        ink_of(mark, text, self.sheet.glyphs)
    }

    fn heading(&mut self, text: &Text) {
        self.gap();
        let text = strengthened(self.ink(text));
        self.hung(&[], &text);
    }

    fn fields(&mut self, fields: &[(String, Text)]) {
        let fields: Vec<_> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| (self.label(label), self.ink(value)))
            .collect();
        if self.sheet.is_narrow() {
            for (label, value) in &fields {
                self.labelled(0, label, value);
            }
            return;
        }
        let width = self.sheet.prose();
        let widest = widest(fields.iter().map(|(label, _)| label.as_slice()));
        let indent = widest.min(width / 3) + 2;
        for (label, value) in &fields {
            self.column(label, value, indent);
        }
    }

    /// Writes a label, and its value in a column that begins at `indent`.
    fn column(&mut self, label: &[Ink], value: &[Ink], indent: usize) {
        if columns(label) + 1 < indent {
            let lead = [label, &spaces(indent - columns(label))].concat();
            return self.hung(&lead, value);
        }
        self.hung_at(&[], label, 2);
        self.hung(&spaces(indent), value);
    }

    /// Writes `label: value` as running text, further lines indented by two more.
    fn labelled(&mut self, indent: usize, label: &[Ink], value: &[Ink]) {
        if label.is_empty() {
            return self.hung_at(&spaces(indent + 2), value, indent + 2);
        }
        let body = [label, &spaces(1), value].concat();
        self.hung_at(&spaces(indent), &body, indent + 2);
    }

    fn label(&self, label: &str) -> Vec<Ink> {
        match label {
            "" => Vec::new(),
            label => self.ink_of(Mark::Dim, &format!("{label}:")),
        }
    }

    fn list(&mut self, items: &[ListItem]) {
        let markers: Vec<_> = items.iter().map(|item| self.ink(&item.marker)).collect();
        let widest = widest(markers.iter().map(Vec::as_slice));
        let indent = widest.min(self.sheet.prose() / 3) + 1;
        for (marker, item) in markers.iter().zip(items) {
            self.item(marker, item, indent);
        }
    }

    fn item(&mut self, marker: &[Ink], item: &ListItem, indent: usize) {
        let body = self.ink(&item.body);
        if columns(marker) < indent {
            let lead = [marker, &spaces(indent - columns(marker))].concat();
            self.hung(&lead, &body);
        } else {
            self.hung_at(&[], marker, 2);
            self.hung(&spaces(indent), &body);
        }
        for note in &item.notes {
            self.hung(&spaces(indent), &self.ink(note));
        }
    }

    /// Sets text as it is: the caller has cleaned it, and its lines may be as long as they are.
    fn verbatim(&mut self, text: &str) {
        for line in text.trim_end_matches('\n').split('\n') {
            if matches!(self.gap, Gap::Owed) {
                self.out.push('\n');
                self.gap = Gap::Paid;
            }
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn quote(&mut self, text: &str) {
        let bar = self.ink_of(Mark::Dim, "│ ");
        for line in text.trim_end_matches('\n').split('\n') {
            let line = self.ink_of(Mark::Plain, line);
            for part in wrap(&line, self.sheet.prose() - 2, self.sheet.prose() - 2) {
                self.line(&[&bar, part].concat());
            }
        }
    }
}

/// Makes ordinary ink strong and leaves marked ink as it is.
fn strengthened(mut ink: Vec<Ink>) -> Vec<Ink> {
    for one in ink.iter_mut().filter(|one| one.mark == Mark::Plain) {
        one.mark = Mark::Strong;
    }
    ink
}

/// The columns of the widest text, 0 without any.
fn widest<'a>(texts: impl Iterator<Item = &'a [Ink]>) -> usize {
    texts.map(columns).max().unwrap_or(0)
}

fn spaces(many: usize) -> Vec<Ink> {
    vec![Ink::SPACE; many]
}

#[cfg(test)]
mod tests;
