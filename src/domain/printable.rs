//! Text on its way to a person: harmless on any terminal, whatever it was made of.

use std::fmt;
use std::ops::Deref;

use super::words::visible_block;

/// Text that may be printed. Whatever people and files supplied in it was made visible when it was made, so what
/// prints takes this type and no `&str`: no escape sequence and no hidden character of theirs reaches a terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printable(String);

impl Printable {
    /// Takes what a face has written out: each of its pieces is harmless already, and the colours, tabs and escapes
    /// between them are the face's own. Only the faces may call this (`tests/tidy.rs`).
    #[must_use]
    pub fn written_out(text: String) -> Self {
        Self(text)
    }

    /// Lends the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Makes the text harmless: see [`visible_block`]. Line ends stay.
impl From<&str> for Printable {
    fn from(text: &str) -> Self {
        Self(visible_block(text))
    }
}

impl From<String> for Printable {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl Deref for Printable {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Printable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl PartialEq<str> for Printable {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Printable {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_called_cannot_reach_the_terminal_raw() {
        let hint = Printable::from(format!("did you mean `{}`?\nor not", "\u{1b}[31m\u{202e}"));
        assert_eq!(hint, "did you mean `␛[31m<U+202E>`?\nor not");
    }

    #[test]
    fn being_shown_twice_changes_nothing() {
        let once = Printable::from("a\tb\u{9b}");
        assert_eq!(Printable::from(once.to_string()), once);
    }
}
