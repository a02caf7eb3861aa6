//! New ids, salts and texts, from random bytes that come in from outside.

use crate::domain::id::Id;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// A source of new ids and salts for one command.
///
/// The store has neither clock nor randomness of its own: `shell` brings both.
pub struct IdSource<'a> {
    now: Instant,
    random: &'a mut dyn FnMut() -> [u8; 16],
}

impl<'a> IdSource<'a> {
    /// Takes the moment of the command and a source that gives other bytes at every call.
    pub fn new(now: Instant, random: &'a mut dyn FnMut() -> [u8; 16]) -> Self {
        Self { now, random }
    }

    /// Gives the moment it was made for.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Makes a new id.
    pub fn id(&mut self) -> Id {
        // A moment before 1970 has no place in an id; such a clock is refused elsewhere.
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        let [a, b, c, d, e, f, g, h, i, j, ..] = (self.random)();
        Id::new(millis, [a, b, c, d, e, f, g, h, i, j])
    }

    /// Commits to `words` under a new id and salt.
    pub fn text(&mut self, words: Words) -> ErasableText {
        let id = self.id();
        let salt = (self.random)();
        ErasableText::new(id, salt, words)
    }

    /// Gives a number to start a row of irregular pauses from.
    pub(super) fn seed(&mut self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = (self.random)();
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}
