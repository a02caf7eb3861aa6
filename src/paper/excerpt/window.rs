//! The part of one line that fits a sheet, and lines folded to a width.

use std::ops::Range;

use crate::domain::words::push_visible;
use crate::paper::layout::Glyphs;
use crate::paper::layout::ink::{advance, ascii};

const ESCAPE: char = '\u{1B}';
const RESET: &str = "\u{1B}[0m";

/// The shown part of a line: cleaned text, and where the characters of the line went.
pub(super) struct Window {
    /// What is shown, with an ellipsis on each side where something was left out.
    pub(super) text: String,
    /// Byte offsets of each shown character: in the line, in `text`. The last one is where the shown part ends.
    moves: Vec<(usize, usize)>,
}

impl Window {
    /// Shows as much of `line` around the byte `anchor` as fits `room` columns, the beginning if possible.
    pub(super) fn around(line: &str, anchor: usize, room: usize, glyphs: Glyphs) -> Self {
        let whole = forward(line, room, glyphs);
        if whole == line.len() {
            return Self::of(line, 0..whole, glyphs);
        }
        let anchor = line.floor_char_boundary(anchor);
        let ellipses = 2 * ellipsis(glyphs).chars().count();
        let room = room - ellipses.min(room);
        let from = backward(&line[..anchor], room / 3, glyphs);
        let before = cost(&line[from..anchor], glyphs);
        let to = anchor + forward(&line[anchor..], room - before.min(room), glyphs);
        let after = cost(&line[anchor..to], glyphs);
        let from = backward(&line[..anchor], room - after.min(room), glyphs);
        Self::of(line, from..to, glyphs)
    }

    fn of(line: &str, part: Range<usize>, glyphs: Glyphs) -> Self {
        let mut text = String::new();
        if part.start > 0 {
            text.push_str(ellipsis(glyphs));
        }
        let mut moves = Vec::new();
        for (at, c) in line[part.clone()].char_indices() {
            moves.push((part.start + at, text.len()));
            text.push_str(&shown(c, glyphs));
        }
        moves.push((part.end, text.len()));
        if part.end < line.len() {
            text.push_str(ellipsis(glyphs));
        }
        Self { text, moves }
    }

    /// Moves a range of the line to where it is shown; what lies outside becomes the ellipsis there.
    pub(super) fn moved(&self, range: &Range<usize>) -> Range<usize> {
        let (first, last) = (self.moves[0], self.moves[self.moves.len() - 1]);
        let begun = self.moves.partition_point(|(line, _)| *line <= range.start);
        let start = match begun {
            0 => 0,
            begun => self.moves[begun - 1].1,
        };
        let reached = self.moves.partition_point(|(line, _)| *line < range.end);
        let end = match self.moves.get(reached) {
            Some(_) if range.end < first.0 => first.1,
            Some((_, shown)) => *shown,
            None if last.1 < self.text.len() => self.text.len(),
            None => last.1,
        };
        start..end.max(start)
    }
}

fn ellipsis(glyphs: Glyphs) -> &'static str {
    match glyphs {
        Glyphs::Unicode => "…",
        Glyphs::Ascii => "...",
    }
}

/// What one character of a file looks like. Its quotes and dashes stay what they are even in ASCII: a curly quote
/// may be the very problem.
fn shown(c: char, glyphs: Glyphs) -> String {
    let mut shown = String::new();
    push_visible(&mut shown, c);
    match glyphs {
        Glyphs::Ascii if !shown.starts_with(c) => ascii(&shown),
        Glyphs::Ascii | Glyphs::Unicode => shown,
    }
}

/// Columns one character takes, at least one, so that a window cannot hold a thousand marks on one letter.
fn cost_of(c: char, glyphs: Glyphs) -> usize {
    let columns: usize = shown(c, glyphs).chars().map(advance).sum();
    columns.max(1)
}

fn cost(text: &str, glyphs: Glyphs) -> usize {
    text.chars().map(|c| cost_of(c, glyphs)).sum()
}

/// The byte up to which `text` fits into `room` columns from its beginning.
fn forward(text: &str, room: usize, glyphs: Glyphs) -> usize {
    let mut used = 0;
    let full = text.char_indices().find(|(_, c)| {
        used += cost_of(*c, glyphs);
        used > room
    });
    full.map_or(text.len(), |(at, _)| at)
}

/// The byte from which on `text` fits into `room` columns up to its end.
fn backward(text: &str, room: usize, glyphs: Glyphs) -> usize {
    let mut used = 0;
    let full = text.char_indices().rev().find(|(_, c)| {
        used += cost_of(*c, glyphs);
        used > room
    });
    full.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Takes the colour sequences out of a drawn line.
pub(super) fn bare(line: &str) -> String {
    painted(line).iter().map(|(c, _)| c).collect()
}

/// The characters of a drawn line, each with the colour sequences that are on at it.
fn painted(line: &str) -> Vec<(char, String)> {
    let mut painted = Vec::with_capacity(line.len());
    let mut colour = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        if c != ESCAPE {
            painted.push((c, colour.clone()));
            continue;
        }
        let sequence: String = rest.by_ref().take_while(|c| *c != 'm').collect();
        let sequence = format!("{ESCAPE}{sequence}m");
        if sequence == RESET {
            colour.clear();
        } else {
            colour.push_str(&sequence);
        }
    }
    painted
}

/// Writes a drawn line without white space at its end, folded where it is wider than `width`; every run of one
/// colour is opened and closed on its own.
pub(super) fn fold(line: &str, width: usize, out: &mut String) {
    let painted = painted(line);
    let mut rest = painted.as_slice();
    loop {
        let (now, later) = rest.split_at(fold_at(rest, width));
        write_runs(now, out);
        out.push('\n');
        let white = later.iter().take_while(|(c, _)| c.is_whitespace()).count();
        rest = &later[white..];
        if rest.is_empty() {
            return;
        }
    }
}

/// How many characters go on a line: all that fit, but a path that does not is folded behind a slash.
fn fold_at(painted: &[(char, String)], width: usize) -> usize {
    let mut used = 0;
    let full = painted.iter().position(|(c, _)| {
        used += advance(*c);
        used > width
    });
    let Some(full) = full else {
        return painted.len();
    };
    let slash = painted[..full].iter().rposition(|(c, _)| *c == '/');
    slash.map_or(full, |slash| slash + 1)
}

/// Writes characters without the white space at their end.
fn write_runs(painted: &[(char, String)], out: &mut String) {
    let last = painted.iter().rposition(|(c, _)| !c.is_whitespace());
    let painted = &painted[..last.map_or(0, |last| last + 1)];
    for run in painted.chunk_by(|a, b| a.1 == b.1) {
        let colour = run[0].1.as_str();
        out.push_str(colour);
        out.extend(run.iter().map(|(c, _)| *c));
        out.push_str(if colour.is_empty() { "" } else { RESET });
    }
}
