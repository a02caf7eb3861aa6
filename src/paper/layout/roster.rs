//! Rosters: one line a row, so that the eye runs down a column.

use unicode_width::UnicodeWidthStr;

use super::ink::{Ink, advance, columns, parts};
use super::{PageWriter, spaces};
use crate::paper::page::{Mark, Roster, RosterRow, Wrap};

/// Columns left empty between two cells.
const GUTTER: usize = 2;
/// The last cell keeps this share of a line, if it needs as much.
const SHARE: usize = 4;
/// With fewer columns than this for the last cell the rows are set as on a narrow sheet.
const LEAST: usize = 12;

/// Writes a roster; one without rows writes nothing.
pub(super) fn lay_out(lines: &mut PageWriter, roster: &Roster) {
    let cells = |row: &RosterRow| -> Vec<Vec<Ink>> {
        row.cells.iter().map(|cell| lines.ink(cell)).collect()
    };
    let rows: Vec<Vec<Vec<Ink>>> = roster.rows.iter().map(cells).collect();
    let widths = widths(lines, roster, &rows);
    let taken: usize = widths.iter().map(|width| width + GUTTER).sum();
    let room = lines.sheet.columns().saturating_sub(taken);
    for (cells, row) in rows.iter().zip(&roster.rows) {
        if lines.sheet.is_narrow() || room < LEAST {
            below_each_other(lines, cells);
        } else {
            let line = in_one_line(lines, cells, &widths);
            lines.line(&line);
        }
        let below = lines.ink(&row.below);
        if !below.is_empty() {
            let indent = widths.first().map_or(0, |width| width + GUTTER);
            set_in(lines, &below, indent);
        }
    }
}

/// The columns of each cell but the last: what its widest one needs, as long as the last keeps its share of the line; else
/// those that may be cut share what is left.
fn widths(lines: &PageWriter, roster: &Roster, rows: &[Vec<Vec<Ink>>]) -> Vec<usize> {
    let widest = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at));
        cells.map(|cell| columns(cell)).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..roster.cells.len()).map(widest).collect();
    let of = |wrap: Wrap| {
        let cells = roster.cells.iter().enumerate();
        cells
            .filter(move |(_, one)| **one == wrap)
            .map(|(at, _)| at)
    };
    let whole: usize = of(Wrap::Whole).map(|at| widths[at]).sum();
    let last = widest(widths.len()).min((lines.sheet.columns() / SHARE).max(LEAST));
    let taken = whole + last + GUTTER * widths.len();
    let mut left = lines.sheet.columns().saturating_sub(taken);
    let mut cells: Vec<usize> = of(Wrap::May).collect();
    // The narrowest first: what it does not need is for the others.
    cells.sort_by_key(|at| widths[*at]);
    for (done, at) in cells.iter().enumerate() {
        widths[*at] = widths[*at].min(left / (cells.len() - done));
        left -= widths[*at];
    }
    widths
}

/// Sets a row on one line, the last cell cut to what is left of it.
fn in_one_line(lines: &PageWriter, cells: &[Vec<Ink>], widths: &[usize]) -> Vec<Ink> {
    let mut line: Vec<Ink> = Vec::new();
    for (cell, width) in cells.iter().zip(widths) {
        let cell = cut(lines, cell, *width);
        let drawn = drawn(&cell);
        line.extend(cell);
        line.extend(spaces((width + GUTTER).saturating_sub(drawn)));
    }
    let left = lines.sheet.columns().saturating_sub(columns(&line));
    line.extend(
        cells
            .get(widths.len())
            .map_or_else(Vec::new, |last| cut(lines, last, left)),
    );
    line
}

/// The columns a terminal draws a text in that joins several code points into one sign. It may be less than [`columns`],
/// which no line exceeds; a column that is filled up by it stays straight.
fn drawn(cell: &[Ink]) -> usize {
    let text: String = cell.iter().map(|one| one.c).collect();
    text.width()
}

/// Sets a row without cutting anything: the last cell below the others.
fn below_each_other(lines: &mut PageWriter, cells: &[Vec<Ink>]) {
    let (last, others) = match cells.split_last() {
        Some((last, others)) => (last.as_slice(), others),
        None => return,
    };
    let others = others.iter().filter(|cell| !cell.is_empty());
    let others: Vec<Vec<Ink>> = others.cloned().collect();
    lines.hung_at(&[], &others.join(spaces(GUTTER).as_slice()), GUTTER);
    if !last.is_empty() {
        lines.hung_at(&spaces(GUTTER), last, GUTTER);
    }
}

/// Sets a second line in, cut to one line; on a narrow sheet it goes on.
fn set_in(lines: &mut PageWriter, below: &[Ink], indent: usize) {
    if lines.sheet.is_narrow() {
        return lines.hung_at(&spaces(GUTTER), below, GUTTER);
    }
    let room = lines.sheet.columns().saturating_sub(indent);
    let line = [spaces(indent), cut(lines, below, room)].concat();
    lines.line(&line);
}

/// Cuts a text that is wider than `room` behind a word, and puts an ellipsis there. A word that alone takes more than half
/// of the room is cut inside, never between a sign and what belongs to it.
fn cut(lines: &PageWriter, text: &[Ink], room: usize) -> Vec<Ink> {
    if columns(text) <= room {
        return text.to_vec();
    }
    let ellipsis = lines.ink_of(Mark::Plain, "…");
    let room = room.saturating_sub(columns(&ellipsis));
    let (mut used, mut inside, mut behind_word) = (0, 0, 0);
    for (at, one) in text.iter().enumerate() {
        let after = at > 0 && parts(text[at - 1].c, one.c);
        if after {
            inside = at;
            if one.c.is_whitespace() {
                behind_word = at;
            }
        }
        used += advance(one.c);
        if used > room {
            break;
        }
    }
    let kept = &text[..behind_word];
    let end = match columns(kept) * 2 >= room && behind_word > 0 {
        true => behind_word,
        false => inside,
    };
    let mut cut = text[..end].to_vec();
    while cut
        .last()
        .is_some_and(|one| one.c.is_whitespace() || ",;:".contains(one.c))
    {
        cut.pop();
    }
    cut.extend(ellipsis);
    cut
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::paper::layout::{Colour, Glyphs, Sheet, lay_out};
    use crate::paper::page::{Page, Roster, RosterRow, Text, Wrap};

    fn roster(rows: &[[&str; 4]]) -> Page {
        let row = |cells: &[&str; 4]| RosterRow {
            cells: cells.iter().map(|cell| Text::plain(*cell)).collect(),
            below: Text::new(),
        };
        Page::new().roster(Roster {
            cells: vec![Wrap::Whole, Wrap::May, Wrap::Whole],
            rows: rows.iter().map(row).collect(),
        })
    }

    fn set(page: &Page, width: usize) -> String {
        lay_out(page, Sheet::plain(width))
    }

    #[test]
    fn a_row_is_a_line_and_what_does_not_fit_is_cut_behind_a_word() {
        let page = roster(&[
            [
                "#39",
                "Ken Oyelaran",
                "LATE 3 h",
                "owner: ring him yourself, and listen to the end",
            ],
            [
                "#7",
                "Maria Papadopoulos-Smith",
                "by 10:45",
                "make it again",
            ],
        ]);
        insta::assert_snapshot!(set(&page, 60), @r"
        #39  Ken Oyelaran              LATE 3 h  owner: ring him…
        #7   Maria Papadopoulos-Smith  by 10:45  make it again
        ");
        insta::assert_snapshot!(set(&page, 30), @"
        #39  Ken Oyelaran  LATE 3 h
          owner: ring him yourself,
          and listen to the end
        #7  Maria Papadopoulos-Smith
          by 10:45
          make it again
        ");
    }

    #[test]
    fn signs_of_several_code_points_keep_their_column() {
        let page = roster(&[
            ["#1", "山田 花子", "by 10:45", "一"],
            ["#2", "👩‍👩‍👧 Fox", "by 10:45", "x"],
            ["#3", "Ada", "by 10:45", "y"],
        ]);
        let page = set(&page, 80);
        let before = |line: &str| {
            let (before, _) = line.split_once("by 10:45").unwrap();
            unicode_width::UnicodeWidthStr::width(before)
        };
        let all: Vec<usize> = page.lines().map(before).collect();
        assert!(all.iter().all(|one| *one == all[0]), "{page}");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_sheet(
            name in "\\PC{0,40}",
            what in "\\PC{0,120}",
            width in 20_usize..140,
        ) {
            for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
                let sheet = Sheet { width, colour: Colour::Off, glyphs };
                let page = lay_out(&roster(&[["#1", &name, "by 10:45", &what]]), sheet);
                for line in page.lines() {
                    let ink = super::super::ink::ink_of(Default::default(), line, Glyphs::Unicode);
                    prop_assert!(super::columns(&ink) <= width, "{line}");
                    prop_assert!(!line.ends_with(' '), "{line}");
                }
            }
        }
    }
}
