//! Tables: a light grid where there is room, labelled records where there is not.
//!
//! comfy-table decides how wide each column is and where a cell is broken. It sees only cleaned text without
//! colour, because it mis-measures escape sequences; the marks are laid over its lines afterwards.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle,
    TableStyle, Width,
};

use super::ink::{Ink, columns};
use super::{PageWriter, spaces, strengthened};
use crate::paper::page::{Align, Mark, Table, Wrap};

/// Stands between two columns in what comfy-table writes; cleaned text cannot hold it.
const BETWEEN_COLUMNS: char = '\u{1F}';
/// Stands between two rows in what comfy-table writes; cleaned text cannot hold it.
const BETWEEN_ROWS: char = '\u{1E}';
/// Columns left empty between two columns of the grid.
const GUTTER: usize = 2;
/// A word up to this wide is not broken to make a grid fit.
const WORD: usize = 16;

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(BETWEEN_COLUMNS))
    .header_separator(LineStyle::none().fill(BETWEEN_ROWS).junction(BETWEEN_ROWS))
    .content_lines(ContentLineStyle::none().junction(BETWEEN_COLUMNS))
    .row_separator(LineStyle::none().fill(BETWEEN_ROWS).junction(BETWEEN_ROWS));

/// Writes a table; one without rows writes nothing.
pub(super) fn lay_out(lines: &mut PageWriter, table: &Table) {
    if table.rows().is_empty() {
        return;
    }
    if let Some(grid) = roomy_grid(lines, table) {
        for line in grid {
            lines.line(&line);
        }
        return;
    }
    for (number, row) in table.rows().iter().enumerate() {
        if number > 0 {
            lines.gap();
        }
        record(
            lines,
            table,
            &row.iter().map(|cell| lines.ink(cell)).collect::<Vec<_>>(),
        );
    }
}

/// Tells whether there is room for a grid.
pub(super) fn fits(lines: &PageWriter, table: &Table) -> bool {
    roomy_grid(lines, table).is_some()
}

fn roomy_grid(lines: &PageWriter, table: &Table) -> Option<Vec<Vec<Ink>>> {
    if lines.sheet.is_narrow() {
        return None;
    }
    grid(lines, table)
}

/// Writes one row as `label: value` lines, the title of the record first and the others set in.
fn record(lines: &mut PageWriter, table: &Table, row: &[Vec<Ink>]) {
    let title = table.record_title();
    let indent = if title < row.len() { 2 } else { 0 };
    if let Some(cell) = row.get(title) {
        let label = lines.label(&table.columns()[title].title);
        lines.labelled(0, &label, &strengthened(cell.clone()));
    }
    let others = row.iter().zip(table.columns()).enumerate();
    for (number, (cell, column)) in others {
        if number != title && !cell.is_empty() {
            let label = lines.label(&column.title);
            lines.labelled(indent, &label, cell);
        }
    }
}

/// Arranges the table in columns, or finds that it does not fit.
fn grid(lines: &PageWriter, table: &Table) -> Option<Vec<Vec<Ink>>> {
    let cells = cells(lines, table);
    let least: Vec<usize> = (0..table.columns().len())
        .map(|column| least_width(&cells, column, table.columns()[column].wrap))
        .collect();
    let gutters = GUTTER * least.len().checked_sub(1)?;
    if least.iter().sum::<usize>() + gutters > lines.sheet.columns() {
        return None;
    }
    // comfy-table counts one column for what stands between two columns; the second one is kept back here.
    let width = lines.sheet.columns() - gutters / GUTTER;
    let arranged = arranged(table, &cells, &least, width);
    let grid = painted(&arranged, &cells);
    grid.iter()
        .all(|line| columns(line) <= lines.sheet.columns())
        .then_some(grid)
}

/// The titles and all cells, row by row.
fn cells(lines: &PageWriter, table: &Table) -> Vec<Vec<Vec<Ink>>> {
    let titles = table.columns().iter();
    let titles = titles.map(|column| lines.ink_of(Mark::Dim, &column.title.to_uppercase()));
    let rows = table.rows().iter();
    let rows = rows.map(|row| row.iter().map(|cell| lines.ink(cell)).collect());
    std::iter::once(titles.collect()).chain(rows).collect()
}

/// The columns a column needs: all of its widest cell if that is kept whole, else its widest word within reason.
fn least_width(cells: &[Vec<Vec<Ink>>], column: usize, wrap: Wrap) -> usize {
    let title = columns(&cells[0][column]);
    let widest = |width: fn(&[Ink]) -> usize| {
        let widths = cells.iter().map(|row| width(&row[column]));
        widths.max().unwrap_or(0)
    };
    match wrap {
        Wrap::Whole => widest(columns),
        Wrap::May => widest(widest_word).min(WORD).max(title),
    }
}

fn widest_word(cell: &[Ink]) -> usize {
    let words = cell.split(|one| one.c == ' ');
    words.map(columns).max().unwrap_or(0)
}

/// Lets comfy-table set widths, break cells and align them.
fn arranged(table: &Table, cells: &[Vec<Vec<Ink>>], least: &[usize], width: usize) -> Vec<String> {
    let mut grid = comfy_table::Table::new();
    grid.set_content_arrangement(ContentArrangement::Dynamic)
        .load_style(STYLE)
        .set_width(narrowed(width));
    for (number, row) in cells.iter().enumerate() {
        let row = row.iter().zip(table.columns());
        let row = row.map(|(cell, column)| Cell::new(bare(cell)).set_alignment(side(column.align)));
        if number == 0 {
            grid.set_header(row);
        } else {
            grid.add_row(row);
        }
    }
    for (column, least) in grid.column_iter_mut().zip(least) {
        let wrap = table.columns()[column.index].wrap;
        column.set_padding((0, 0));
        column.set_constraint(constraint(wrap, *least));
    }
    grid.lines().collect()
}

fn constraint(wrap: Wrap, least: usize) -> ColumnConstraint {
    match wrap {
        Wrap::Whole => ColumnConstraint::ContentWidth,
        Wrap::May => ColumnConstraint::LowerBoundary(Width::Fixed(narrowed(least))),
    }
}

fn side(align: Align) -> CellAlignment {
    match align {
        Align::Left => CellAlignment::Left,
        Align::Right => CellAlignment::Right,
    }
}

fn bare(cell: &[Ink]) -> String {
    cell.iter().map(|one| one.c).collect()
}

fn narrowed(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Lays the marks of the cells over the arranged lines and parts the columns by the gutter.
fn painted(arranged: &[String], cells: &[Vec<Vec<Ink>>]) -> Vec<Vec<Ink>> {
    let rows = arranged.split(|line| line.starts_with(BETWEEN_ROWS));
    let mut grid = Vec::with_capacity(arranged.len());
    for (row, lines) in cells.iter().zip(rows) {
        let mut marks: Vec<_> = row.iter().map(|cell| marks(cell)).collect();
        for line in lines {
            let parts = line.split(BETWEEN_COLUMNS).zip(&mut marks);
            let parts: Vec<_> = parts.map(|(part, marks)| marked(part, marks)).collect();
            grid.push(parts.join(spaces(GUTTER).as_slice()));
        }
    }
    grid
}

/// The marks of the characters that are drawn; breaking a cell adds and drops white space only.
fn marks(cell: &[Ink]) -> impl Iterator<Item = Mark> {
    let drawn = cell.iter().filter(|one| !one.c.is_whitespace());
    drawn.map(|one| one.mark)
}

/// Gives each drawn character the next mark.
fn marked(part: &str, marks: &mut impl Iterator<Item = Mark>) -> Vec<Ink> {
    let mark_of = |c: char, marks: &mut dyn Iterator<Item = Mark>| {
        if c.is_whitespace() {
            return Mark::Plain;
        }
        marks.next().unwrap_or_default()
    };
    part.chars()
        .map(|c| Ink {
            c,
            mark: mark_of(c, marks),
        })
        .collect()
}
