//! Characters with their marks: cleaned, measured, wrapped, painted.

use std::ops::Range;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthChar;

use super::{Colour, Glyphs};
use crate::domain::words::visible;
use crate::paper::page::{Mark, Text};

/// One character that is safe to print, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::paper) struct Ink {
    pub(in crate::paper) c: char,
    pub(in crate::paper) mark: Mark,
}

impl Ink {
    pub(in crate::paper) const SPACE: Self = Self {
        c: ' ',
        mark: Mark::Plain,
    };

    fn is_white(self) -> bool {
        self.c.is_whitespace()
    }
}

/// Cleans a text and spreads its marks over its characters.
pub(in crate::paper) fn ink(text: &Text, glyphs: Glyphs) -> Vec<Ink> {
    text.runs()
        .iter()
        .flat_map(|run| ink_of(run.mark, &run.text, glyphs))
        .collect()
}

/// Cleans one run of text.
pub(in crate::paper) fn ink_of(mark: Mark, text: &str, glyphs: Glyphs) -> Vec<Ink> {
    let shown = match glyphs {
        Glyphs::Unicode => visible(text),
        Glyphs::Ascii => ascii(&visible(text)),
    };
    shown.chars().map(|c| Ink { c, mark }).collect()
}

/// Writes the signs we use in plain ASCII; letters of any script stay.
pub(in crate::paper) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '…' => out.push_str("..."),
            '–' | '‐' | '‑' | '−' | '─' | '━' | '·' => out.push('-'),
            '—' => out.push_str("--"),
            '→' => out.push_str("->"),
            '←' => out.push_str("<-"),
            '│' | '┃' | '▌' => out.push('|'),
            '•' => out.push('*'),
            '▁' => out.push('_'),
            '▂' => out.push('.'),
            '▃' => out.push('-'),
            '▄' => out.push('='),
            '▅' => out.push('+'),
            '▆' => out.push('*'),
            '▇' => out.push('%'),
            '█' | '▉' | '▊' | '▋' | '▍' | '▎' | '▏' | '▓' | '▒' | '░' => {
                out.push('#')
            }
            '“' | '”' | '„' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '×' => out.push('x'),
            '≤' => out.push_str("<="),
            '≥' => out.push_str(">="),
            '⏎' => out.push_str("\\n"),
            '⇥' => out.push_str("\\t"),
            '\u{2400}'..='\u{241F}' => push_code(&mut out, u32::from(c) - 0x2400),
            '␡' => push_code(&mut out, 0x7F),
            other => out.push(other),
        }
    }
    out
}

/// Names a control character that has a picture only in Unicode.
fn push_code(out: &mut String, code: u32) {
    out.push_str(&format!("<U+{code:04X}>"));
}

/// The columns a text takes at most.
///
/// Terminals disagree about joined emoji and variation selectors; this sum counts every part of a sequence, so
/// it is never less than what is drawn.
pub(in crate::paper) fn columns(ink: &[Ink]) -> usize {
    ink.iter().map(|one| advance(one.c)).sum()
}

/// The columns one character adds at most.
pub(in crate::paper) fn advance(c: char) -> usize {
    match c {
        // A variation selector may turn the sign before it into a wide one.
        '\u{FE00}'..='\u{FE0F}' => 1,
        other => other.width().unwrap_or(0),
    }
}

/// Breaks a text into lines: the first of at most `first` columns, the others of at most `rest`.
///
/// It breaks at white space, between wide characters (CJK has no spaces), and inside a word only when the word
/// alone is longer than a line, then not between a character and the marks on it. White space at a break is
/// dropped. There is always at least one line. Both widths must be 2 or more, the width of one wide character.
pub(in crate::paper) fn wrap(text: &[Ink], first: usize, rest: usize) -> Vec<&[Ink]> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let room = if lines.is_empty() { first } else { rest };
        let end = start + line_end(&text[start..], room);
        lines.push(&text[trimmed(text, start..end)]);
        let next = text[end..].iter().position(|one| !one.is_white());
        start = next.map_or(text.len(), |skipped| end + skipped);
    }
    if lines.is_empty() {
        lines.push(&text[..0]);
    }
    lines
}

/// How many characters go on a line of `room` columns; at least one.
fn line_end(text: &[Ink], room: usize) -> usize {
    let (mut used, mut soft, mut hard) = (0, 0, 1);
    for (at, one) in text.iter().enumerate() {
        if at > 0 {
            let (before, after) = (text[at - 1].c, one.c);
            if parts(before, after) {
                hard = at;
                if may_break(before, after) {
                    soft = at;
                }
            }
        }
        used += advance(one.c);
        if used > room && !one.is_white() {
            return match (soft, hard) {
                (0, 1) => at.max(1),
                (0, hard) => hard,
                (soft, _) => soft,
            };
        }
    }
    text.len()
}

/// Tells whether a line may end between two characters that do not belong together.
fn may_break(before: char, after: char) -> bool {
    if is_breaking_space(before) {
        return !after.is_whitespace();
    }
    let wide = advance(before) > 1 || advance(after) > 1;
    wide && !after.is_whitespace()
        && !"、。，．：；！？）」』】〉》’”".contains(after)
        && !"（「『【〈《‘“".contains(before)
}

/// Tells whether a break between two characters would leave both whole: no mark torn off, no emoji taken apart.
pub(super) fn parts(before: char, after: char) -> bool {
    let joins = before == '\u{200D}' || ('\u{1F3FB}'..='\u{1F3FF}').contains(&after);
    let selector = ('\u{FE00}'..='\u{FE0F}').contains(&after);
    advance(after) > 0 && !joins && !selector
}

fn is_breaking_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Leaves out the white space at the end of a range.
fn trimmed(text: &[Ink], range: Range<usize>) -> Range<usize> {
    let last = text[range.clone()].iter().rposition(|one| !one.is_white());
    range.start..last.map_or(range.start, |last| range.start + last + 1)
}

/// Writes a line, without white space at its end; each run of one mark is coloured and closed on its own.
pub(in crate::paper) fn paint(line: &[Ink], colour: Colour) -> String {
    let line = &line[trimmed(line, 0..line.len())];
    let mut out = String::with_capacity(line.len());
    for run in line.chunk_by(|a, b| a.mark == b.mark) {
        let style = style(run[0].mark, colour);
        out.push_str(&style.render().to_string());
        out.extend(run.iter().map(|one| one.c));
        out.push_str(&style.render_reset().to_string());
    }
    out
}

/// How a mark looks.
fn style(mark: Mark, colour: Colour) -> Style {
    let style = Style::new();
    if colour == Colour::Off {
        return style;
    }
    match mark {
        Mark::Plain => style,
        Mark::Strong => style.bold(),
        Mark::Dim => style.dimmed(),
        Mark::Late => style.bold().fg_color(Some(AnsiColor::Red.into())),
        Mark::Soon => style.bold().fg_color(Some(AnsiColor::Yellow.into())),
        Mark::Fine => style.fg_color(Some(AnsiColor::Green.into())),
        Mark::Code => style.fg_color(Some(AnsiColor::Cyan.into())),
    }
}
