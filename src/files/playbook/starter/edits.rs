//! Changes to a text by position; what is not named in them stays byte for byte.

use std::cmp::Reverse;
use std::ops::Range;

/// A text and what is to become of some of its ranges.
pub(super) struct Edits<'s> {
    source: &'s str,
    wanted: Vec<(Range<usize>, String)>,
}

impl<'s> Edits<'s> {
    pub(super) const fn new(source: &'s str) -> Self {
        let wanted = Vec::new();
        Self { source, wanted }
    }

    /// Puts a text in the place of a range.
    pub(super) fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        let text = text.into();
        if self.source.get(range.clone()) != Some(&text) {
            self.wanted.push((range, text));
        }
    }

    /// Takes whole lines out: those on which the range begins and ends, and those between.
    pub(super) fn drop_lines(&mut self, range: &Range<usize>) {
        let lines = line_start(self.source, range.start)..line_end(self.source, range.end);
        self.replace(lines, "");
    }

    /// Gives the changed text. A change within a range that is changed as a whole is lost with it.
    pub(super) fn applied(mut self) -> String {
        self.wanted
            .sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        let mut text = String::with_capacity(self.source.len());
        let mut at = 0;
        for (range, new) in self.wanted {
            if range.start < at {
                continue;
            }
            text.push_str(self.source.get(at..range.start).unwrap_or_default());
            text.push_str(&new);
            at = range.end;
        }
        text.push_str(self.source.get(at..).unwrap_or_default());
        text
    }
}

/// Gives where the line of a position begins.
pub(super) fn line_start(source: &str, at: usize) -> usize {
    let before = source.get(..at).unwrap_or_default();
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Gives where the line of a position ends, its line end included.
pub(super) fn line_end(source: &str, at: usize) -> usize {
    let rest = source.get(at..).unwrap_or_default();
    rest.find('\n').map_or(source.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let source = "one\ntwo # 2\nthree\n";
        let mut edits = Edits::new(source);
        edits.replace(12..17, "drei");
        edits.replace(0..3, "eins");
        edits.replace(4..7, "two");
        assert_eq!(edits.applied(), "eins\ntwo # 2\ndrei\n");
    }

    #[test]
    fn a_change_within_lines_that_go_is_lost_with_them() {
        let source = "one\ntwo # 2\nthree\n";
        let mut edits = Edits::new(source);
        edits.replace(10..11, "zwei");
        edits.drop_lines(&(5..6));
        assert_eq!(edits.applied(), "one\nthree\n");
    }

    #[test]
    fn the_last_line_may_have_no_end() {
        let mut edits = Edits::new("one\ntwo");
        edits.drop_lines(&(4..7));
        assert_eq!(edits.applied(), "one\n");
    }
}
