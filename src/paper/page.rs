//! The page as data: what a command shows, before anyone knows how wide the terminal is.
//!
//! A view builds a [`Page`] from top to bottom; `paper::layout` turns it into lines. Text from a person or a
//! file comes in through `Words::on_terminal`; the layout cleans everything once more, so a slip here cannot reach a terminal.

use crate::domain::words::Words;

/// What a piece of text means; the layout decides how that looks.
///
/// A mark is never the only signal: the words must say the same without it ("LATE", not a red time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Ordinary text.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// Beside the point: labels, hints, what is over.
    Dim,
    /// Past its deadline.
    Late,
    /// Due soon, or a warning.
    Soon,
    /// Done, in time, well.
    Fine,
    /// Something to type or copy, such as a command line; without colour it is told apart by its place only, so let it
    /// end a sentence or stand alone.
    Code,
}

/// A run of text with one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRun {
    /// What it means.
    pub mark: Mark,
    /// The characters; a line end in them is shown, not obeyed.
    pub text: String,
}

/// Text of a page: marked runs, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    runs: Vec<TextRun>,
}

impl Text {
    /// Starts an empty text.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a text of one run.
    #[must_use]
    pub fn marked(mark: Mark, text: impl Into<String>) -> Self {
        Self::new().add(mark, text)
    }

    /// Makes a text of ordinary characters.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self::marked(Mark::Plain, text)
    }

    /// Makes a text for the eye to find first.
    #[must_use]
    pub fn strong(text: impl Into<String>) -> Self {
        Self::marked(Mark::Strong, text)
    }

    /// Makes a text that stands back.
    #[must_use]
    pub fn dim(text: impl Into<String>) -> Self {
        Self::marked(Mark::Dim, text)
    }

    /// Makes a text about something past its deadline; the text has to say so itself.
    #[must_use]
    pub fn late(text: impl Into<String>) -> Self {
        Self::marked(Mark::Late, text)
    }

    /// Makes a text about something due soon; the text has to say so itself.
    #[must_use]
    pub fn soon(text: impl Into<String>) -> Self {
        Self::marked(Mark::Soon, text)
    }

    /// Makes a text about something that went well; the text has to say so itself.
    #[must_use]
    pub fn fine(text: impl Into<String>) -> Self {
        Self::marked(Mark::Fine, text)
    }

    /// Makes a text to type or copy.
    #[must_use]
    pub fn code(text: impl Into<String>) -> Self {
        Self::marked(Mark::Code, text)
    }

    /// Goes on with a run of the given mark.
    #[must_use]
    pub fn add(mut self, mark: Mark, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(TextRun { mark, text });
        }
        self
    }

    /// Goes on with another text as it is marked; what is not a text yet is taken as plain.
    #[must_use]
    pub fn then(mut self, more: impl Into<Self>) -> Self {
        self.runs.extend(more.into().runs);
        self
    }

    /// Lends the runs in order; none of them is empty.
    #[must_use]
    pub fn runs(&self) -> &[TextRun] {
        &self.runs
    }

    /// Tells whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&Words> for Text {
    fn from(words: &Words) -> Self {
        Self::plain(words.on_terminal())
    }
}

/// One part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A title; it brings an empty line above itself unless it stands first.
    Heading(Text),
    /// Running text.
    Paragraph(Text),
    /// Labels and values, one under the other; a value without a label goes on with the label above it.
    Fields(Vec<(String, Text)>),
    /// Rows under column titles, or records on a narrow terminal.
    Table(Table),
    /// Rows of one line each, to be scanned from top to bottom.
    Roster(Roster),
    /// Things in order, each behind its marker (a number, a bullet).
    List(Vec<ListItem>),
    /// Somebody's own words, line by line behind a bar.
    Quote(String),
    /// Text that is set as it is, line by line: the caller has cleaned and measured it.
    Verbatim(String),
    /// An empty line; several in a row are one, and none stands at the edge of a page.
    Gap,
}

/// One entry of a [`Block::List`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// What stands in front: "1.", "-", "done".
    pub marker: Text,
    /// The entry itself.
    pub body: Text,
    /// Lines under it, in line with the entry.
    pub notes: Vec<Text>,
}

impl ListItem {
    /// Makes an entry without notes.
    #[must_use]
    pub fn new(marker: impl Into<Text>, body: impl Into<Text>) -> Self {
        Self {
            marker: marker.into(),
            body: body.into(),
            notes: Vec::new(),
        }
    }

    /// Puts a line under the entry.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// Which side the cells of a column keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// Whether a cell may be spread over lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrap {
    /// It may.
    May,
    /// It is kept whole on one line: case numbers, times, sums. If there is no room, the table becomes records.
    Whole,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title in lower case, also the label of a value in a record.
    pub title: String,
    /// The side its cells keep to.
    pub align: Align,
    /// Whether its cells may be spread over lines.
    pub wrap: Wrap,
}

impl Column {
    /// A column of running text: left, may wrap.
    #[must_use]
    pub fn text(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            align: Align::Left,
            wrap: Wrap::May,
        }
    }

    /// A column of short texts such as states and times: left, kept whole.
    #[must_use]
    pub fn whole(title: impl Into<String>) -> Self {
        Self {
            wrap: Wrap::Whole,
            ..Self::text(title)
        }
    }

    /// A column of numbers: right, kept whole.
    #[must_use]
    pub fn number(title: impl Into<String>) -> Self {
        Self {
            align: Align::Right,
            ..Self::whole(title)
        }
    }
}

/// Rows under column titles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Column>,
    record_title: usize,
    rows: Vec<Vec<Text>>,
}

impl Table {
    /// Starts a table; the first column is the title of a record on a narrow terminal.
    #[must_use]
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            columns: columns.into_iter().collect(),
            record_title: 0,
            rows: Vec::new(),
        }
    }

    /// Makes another column, counted from 0, the title of a record; one that does not exist leaves records untitled.
    #[must_use]
    pub fn titled_by(mut self, column: usize) -> Self {
        self.record_title = column;
        self
    }

    /// Adds a row. Missing cells are empty, cells beyond the last column are not shown.
    #[must_use]
    pub fn row<T: Into<Text>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row in place, for loops.
    pub fn push<T: Into<Text>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut cells: Vec<Text> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.columns.len(), Text::new());
        self.rows.push(cells);
    }

    /// Lends the columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Lends the rows, each with exactly one cell a column.
    #[must_use]
    pub fn rows(&self) -> &[Vec<Text>] {
        &self.rows
    }

    /// Names the column that titles a record.
    #[must_use]
    pub fn record_title(&self) -> usize {
        self.record_title
    }
}

/// Rows of one line each: what does not fit into a line is cut at a word, visibly. So the whole of it has to stand somewhere
/// else, and the page says where.
///
/// On a narrow terminal nothing is cut: the last cell of a row goes on below the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// For each cell of a row but the last whether it may be cut.
    pub cells: Vec<Wrap>,
    /// The rows, each with one cell more than that.
    pub rows: Vec<RosterRow>,
}

/// One row of a [`Roster`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// The cells; the last has the rest of the line.
    pub cells: Vec<Text>,
    /// A second line, set in; may be empty.
    pub below: Text,
}

/// Everything one command shows, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Starts an empty page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with a title.
    #[must_use]
    pub fn heading(self, text: impl Into<Text>) -> Self {
        self.block(Block::Heading(text.into()))
    }

    /// Goes on with running text.
    #[must_use]
    pub fn paragraph(self, text: impl Into<Text>) -> Self {
        self.block(Block::Paragraph(text.into()))
    }

    /// Goes on with labels and values; an empty value is left out.
    #[must_use]
    pub fn fields<L: Into<String>, V: Into<Text>>(
        self,
        fields: impl IntoIterator<Item = (L, V)>,
    ) -> Self {
        let fields = fields.into_iter();
        let fields = fields.map(|(label, value)| (label.into(), value.into()));
        self.block(Block::Fields(fields.collect()))
    }

    /// Goes on with a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// Goes on with rows of one line each.
    #[must_use]
    pub fn roster(self, roster: Roster) -> Self {
        self.block(Block::Roster(roster))
    }

    /// Goes on with things in order.
    #[must_use]
    pub fn list(self, items: impl IntoIterator<Item = ListItem>) -> Self {
        self.block(Block::List(items.into_iter().collect()))
    }

    /// Goes on with somebody's own words.
    #[must_use]
    pub fn quote(self, words: &Words) -> Self {
        self.block(Block::Quote(words.on_terminal_block()))
    }

    /// Goes on with an empty line.
    #[must_use]
    pub fn gap(self) -> Self {
        self.block(Block::Gap)
    }

    /// Goes on with everything of another page.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.blocks.extend(more.blocks);
        self
    }

    /// Goes on with a part made elsewhere.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Lends the parts in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Tells whether the page has no parts at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_runs_in_order_without_empty_ones() {
        let text = Text::late("LATE")
            .then(", ")
            .then(Text::dim(""))
            .add(Mark::Strong, "#41");
        let read: Vec<(Mark, &str)> = text
            .runs()
            .iter()
            .map(|run| (run.mark, run.text.as_str()))
            .collect();
        assert_eq!(
            read,
            [
                (Mark::Late, "LATE"),
                (Mark::Plain, ", "),
                (Mark::Strong, "#41")
            ]
        );
    }

    #[test]
    fn a_row_has_one_cell_a_column() {
        let table = Table::new([Column::number("case"), Column::text("customer")])
            .row(["41"])
            .row(["42", "Ana", "too many"]);
        assert!(table.rows().iter().all(|row| row.len() == 2));
        assert!(table.rows()[0][1].is_empty());
    }

    #[test]
    fn words_come_in_shown_not_raw() -> Result<(), crate::domain::words::BadText> {
        let words = Words::new("a\n\u{1b}[2J")?;
        assert_eq!(Text::from(&words), Text::plain("a⏎␛[2J"));
        let page = Page::new().quote(&words);
        assert_eq!(page.blocks(), [Block::Quote("a\n␛[2J".to_owned())]);
        Ok(())
    }
}
