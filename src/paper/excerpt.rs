//! Shows a problem in a file at its place: the line, what is marked in it, and what to do.
//!
//! annotate-snippets draws; it prints whatever it is given and measures the file for itself. So it gets only the
//! marked lines, cleaned, and clipped to the sheet around what is marked, with every byte offset moved along.

mod window;

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Heading, Message, Origin, Renderer, Snippet,
};

use self::window::Window;
use super::layout::ink::{columns, ink_of, wrap};
use super::layout::{Colour, Glyphs, Sheet};
use super::page::Mark;
use crate::domain::words::visible;

/// A text file with its lines counted once, so many problems in it are cheap to show.
#[derive(Debug, Clone)]
pub struct SourceText<'a> {
    name: String,
    text: &'a str,
    starts: Vec<usize>,
}

/// A place in a file, both numbers counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl<'a> SourceText<'a> {
    /// Counts the lines of a file; `name` is how it is called to a person, a path for instance.
    #[must_use]
    pub fn new(name: &str, text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name: visible(name),
            text,
            starts: std::iter::once(0).chain(ends).collect(),
        }
    }

    /// Finds the line and column of a byte offset; one beyond the end is taken for the end.
    #[must_use]
    pub fn place(&self, byte: usize) -> LineColumn {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.line_at(byte);
        let before = &self.text[self.starts[line]..byte];
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }

    /// The line a byte is in, counted from 0.
    fn line_at(&self, byte: usize) -> usize {
        let begun = self.starts.partition_point(|start| *start <= byte);
        begun.saturating_sub(1)
    }

    /// The bytes of a line, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts[line];
        let next = self.starts.get(line + 1);
        let end = next.map_or(self.text.len(), |next| next - 1);
        let kept = self.text[start..end].trim_end_matches('\r').len();
        start..start + kept
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemLevel {
    /// The file cannot be used.
    Error,
    /// The file can be used.
    Warning,
}

/// A marked range of the file, in bytes, and what is to be said about it.
///
/// A range over several lines is marked on its first; one beyond the end of the file, at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The bytes.
    pub range: Range<usize>,
    /// What to say there; may be empty.
    pub label: String,
}

impl Spot {
    /// Marks a range.
    #[must_use]
    pub fn new(range: Range<usize>, label: impl Into<String>) -> Self {
        Self {
            range,
            label: label.into(),
        }
    }
}

/// A problem and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub level: ProblemLevel,
    /// What is wrong, in one sentence.
    pub title: String,
    /// The range of the file that it is about, and what to say there.
    pub spot: Spot,
    /// Other places that have to do with it.
    pub others: Vec<Spot>,
    /// Lines that show it, kept as lines: a sum, a schedule.
    pub shown_by: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Draws a problem; every line ends with LF and none is wider than the sheet.
///
/// A label without room beside its mark follows as a note; what lies outside a clipped line is marked at the
/// ellipsis. The cost does not depend on the size of the file, only on the length of the marked lines.
#[must_use]
pub fn draw(source: &SourceText, problem: &Problem, sheet: Sheet) -> String {
    let marked = |kind, spot| MarkedSpot { kind, spot };
    let others = problem.others.iter();
    let mut spots = vec![marked(AnnotationKind::Primary, &problem.spot)];
    spots.extend(others.map(|spot| marked(AnnotationKind::Context, spot)));
    spots.sort_by_key(|marked| source.line_at(marked.spot.range.start));
    let drawing = Drawing::new(source, sheet, &spots);
    let mut notes = Vec::new();
    let place = source.place(problem.spot.range.start);
    let origin = Origin::path(drawing.said(&source.name)).line(place.line);
    let title = drawing.wrapped(&problem.title, "warning: ".len());
    let title_lines = title.split('\n').count();
    let group = heading(problem.level).primary_title(title);
    let group = group.element(origin.char_column(place.column));
    let group = group.elements(drawing.snippets(&spots, &mut notes));
    let group = group.elements(
        notes
            .iter()
            .map(|note| drawing.message(Heading::NOTE, note)),
    );
    let shown = drawing.lines(&problem.shown_by);
    let group = group.elements(shown);
    let help = problem.help.iter();
    let group = group.elements(help.map(|help| drawing.message(Heading::HELP, help)));
    drawing.rendered(group, title_lines)
}

fn heading(level: ProblemLevel) -> Heading<'static> {
    match level {
        ProblemLevel::Error => Heading::ERROR,
        ProblemLevel::Warning => Heading::WARNING,
    }
}

/// A spot, and whether it is what the problem is about.
struct MarkedSpot<'s> {
    kind: AnnotationKind,
    spot: &'s Spot,
}

/// One drawing under way.
struct Drawing<'a> {
    source: &'a SourceText<'a>,
    sheet: Sheet,
    /// Columns of the line numbers.
    digits: usize,
}

impl<'a> Drawing<'a> {
    /// Prepares for spots in the order of their lines.
    fn new(source: &'a SourceText<'a>, sheet: Sheet, spots: &[MarkedSpot<'_>]) -> Self {
        let last = spots
            .last()
            .map_or(0, |marked| source.line_at(marked.spot.range.start));
        Self {
            source,
            sheet,
            digits: (last + 1).to_string().len(),
        }
    }

    /// Columns for the text of the file, right of `12 | `.
    fn room(&self) -> usize {
        self.sheet.columns().saturating_sub(self.digits + 3).max(8)
    }

    /// Cleans a text of one line.
    fn said(&self, text: &str) -> String {
        let ink = ink_of(Mark::Plain, text, self.sheet.glyphs);
        ink.iter().map(|one| one.c).collect()
    }

    /// Cleans a text and breaks it into lines that leave `before` columns free.
    fn wrapped(&self, text: &str, before: usize) -> String {
        let ink = ink_of(Mark::Plain, text, self.sheet.glyphs);
        let room = self.sheet.columns().saturating_sub(before).max(2);
        let lines = wrap(&ink, room, room);
        let lines = lines
            .iter()
            .map(|line| line.iter().map(|one| one.c).collect());
        lines.collect::<Vec<String>>().join("\n")
    }

    /// A remark under the lines, behind `   = note: `.
    fn message(&self, heading: Heading<'static>, text: &str) -> Message<'static> {
        let text = self.wrapped(text, self.digits + "  = note: ".len());
        heading.message(text)
    }

    /// Lines in one remark; none without lines.
    fn lines(&self, lines: &[String]) -> Option<Message<'static>> {
        let before = self.digits + "  = note: ".len();
        let wrapped = lines.iter().map(|line| self.wrapped(line, before));
        let text = wrapped.collect::<Vec<_>>().join("\n");
        (!lines.is_empty()).then(|| Heading::NOTE.message(text))
    }

    /// The marked lines, those next to each other in one piece.
    fn snippets(
        &self,
        spots: &[MarkedSpot<'_>],
        notes: &mut Vec<String>,
    ) -> Vec<Snippet<'static, Annotation<'static>>> {
        let line = |marked: &MarkedSpot<'_>| self.source.line_at(marked.spot.range.start);
        spots
            .chunk_by(|a, b| line(b) - line(a) <= 1)
            .map(|piece| self.snippet(piece, notes))
            .collect()
    }

    /// Lines without another between them.
    fn snippet(
        &self,
        piece: &[MarkedSpot<'_>],
        notes: &mut Vec<String>,
    ) -> Snippet<'static, Annotation<'static>> {
        let line = |marked: &MarkedSpot<'_>| self.source.line_at(marked.spot.range.start);
        let mut text = String::new();
        let mut marks = Vec::new();
        for spots in piece.chunk_by(|a, b| line(a) == line(b)) {
            let window = self.window(line(&spots[0]), spots);
            for spot in spots {
                let (mark, note) = self.mark(spot, &window, text.len());
                marks.push(mark);
                notes.extend(note);
            }
            text.push_str(&window.text);
            text.push('\n');
        }
        let first = piece.first().map_or(0, line);
        Snippet::source(text)
            .line_start(first + 1)
            .annotations(marks)
    }

    /// The part of a line that is shown: around what the problem is about, else around the first spot.
    fn window(&self, line: usize, spots: &[MarkedSpot<'_>]) -> Window {
        let first = spots
            .iter()
            .find(|marked| matches!(marked.kind, AnnotationKind::Primary));
        let anchor = first.unwrap_or(&spots[0]).spot;
        let bytes = self.source.line(line);
        let anchor = anchor.range.start.clamp(bytes.start, bytes.end) - bytes.start;
        let text = &self.source.text[bytes];
        Window::around(text, anchor, self.room(), self.sheet.glyphs)
    }

    /// Marks a spot in a window whose text begins at `offset` of the piece; a label that finds no room there comes
    /// back as a note.
    fn mark(
        &self,
        MarkedSpot { kind, spot }: &MarkedSpot<'_>,
        window: &Window,
        offset: usize,
    ) -> (Annotation<'static>, Option<String>) {
        let line = self.source.line_at(spot.range.start);
        let start = self.source.line(line).start;
        let in_line = spot.range.start.max(start) - start..spot.range.end.max(start) - start;
        let range = window.moved(&in_line);
        let mark = kind.span(range.start + offset..range.end + offset);
        let label = self.said(&spot.label);
        let taken = width(&window.text[..range.end]) + width(&label) + 2;
        if label.is_empty() || taken <= self.room() {
            return (mark.label((!label.is_empty()).then_some(label)), None);
        }
        (mark, Some(format!("line {}: {}", line + 1, spot.label)))
    }

    /// Lets annotate-snippets draw, then tidies what it drew.
    fn rendered(&self, group: Group, title_lines: usize) -> String {
        let renderer = match self.sheet.colour {
            Colour::On => Renderer::styled(),
            Colour::Off => Renderer::plain(),
        };
        let decor = match self.sheet.glyphs {
            Glyphs::Unicode => DecorStyle::Unicode,
            Glyphs::Ascii => DecorStyle::Ascii,
        };
        // The lines are clipped already; a second clipping would go by other rules.
        let renderer = renderer
            .decor_style(decor)
            .term_width(self.sheet.columns() * 8);
        let drawn = renderer.render(&[group]);
        let mut out = String::with_capacity(drawn.len());
        // The first jump stands between the name of the file and its first line, where nothing was left out.
        let mut lines = drawn.lines().enumerate();
        let first_jump = lines.position(|(number, line)| number > title_lines && is_jump(line));
        for (number, line) in drawn.lines().enumerate() {
            if Some(number) != first_jump {
                window::fold(line, self.sheet.columns(), &mut out);
            }
        }
        out
    }
}

/// The columns a cleaned text takes.
fn width(text: &str) -> usize {
    columns(&ink_of(Mark::Plain, text, Glyphs::Unicode))
}

/// Tells whether a drawn line only says that lines were left out.
fn is_jump(line: &str) -> bool {
    let bare = window::bare(line);
    matches!(bare.trim(), ":::" | "⸬")
}

#[cfg(test)]
mod tests;
