//! Where in a file something stands.

/// Where something stands in the playbook file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// One-based line of the first byte.
    pub line: u32,
    /// One-based column of the first byte, counted in characters.
    pub column: u32,
    /// Byte offset of the first byte.
    pub start: usize,
    /// Byte offset after the last byte.
    pub end: usize,
}

impl Place {
    /// The top of a file, for what has no place of its own.
    pub const TOP: Self = Self {
        line: 1,
        column: 1,
        start: 0,
        end: 0,
    };

    /// Gives the place of a range of bytes within `text`, which stands here.
    #[must_use]
    pub fn within(self, text: &str, range: std::ops::Range<usize>) -> Self {
        let before = text.get(..range.start).unwrap_or_default();
        let breaks = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX);
        let in_line = before.rsplit('\n').next().unwrap_or_default();
        let characters = u32::try_from(in_line.chars().count()).unwrap_or(u32::MAX);
        Self {
            line: self.line.saturating_add(breaks),
            column: match breaks {
                0 => self.column.saturating_add(characters),
                _ => characters.saturating_add(1),
            },
            start: self.start + range.start,
            end: self.start + range.end,
        }
    }
}

/// A value together with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedValue<T> {
    /// What the file says.
    pub value: T,
    /// Where it says so.
    pub place: Place,
}
