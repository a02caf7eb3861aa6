//! Words that can be erased without breaking the history that refers to them.

use serde::{Deserialize, Serialize};

use crate::domain::id::{Hash, Id};
use crate::domain::words::Words;

/// What an event keeps of a text: its id and a salted commitment, never the words.
///
/// The words and the salt lie apart (`texts` in the store). Deleting both leaves
/// every event, and so the hash chain, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasableText {
    /// Where the words are stored.
    pub id: Id,
    /// SHA-256 of the salt followed by the words.
    pub commitment: Hash,
    /// The words themselves while they are in memory; `None` once erased.
    #[serde(skip)]
    pub body: Option<Body>,
}

/// The erasable half of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Sixteen random bytes, so that a short text cannot be guessed from its commitment.
    pub salt: [u8; 16],
    /// The text as it was given.
    pub words: Words,
}

impl ErasableText {
    /// Commits to `words` under a fresh id and salt.
    #[must_use]
    pub fn new(id: Id, salt: [u8; 16], words: Words) -> Self {
        let commitment = commitment(&salt, &words);
        let body = Some(Body { salt, words });
        Self {
            id,
            commitment,
            body,
        }
    }

    /// Gives the words, or `None` when the person asked to be forgotten.
    #[must_use]
    pub fn words(&self) -> Option<&Words> {
        self.body.as_ref().map(|body| &body.words)
    }

    /// Says whether `body` is what this text committed to.
    #[must_use]
    pub fn matches(&self, body: &Body) -> bool {
        commitment(&body.salt, &body.words) == self.commitment
    }
}

fn commitment(salt: &[u8; 16], words: &Words) -> Hash {
    Hash::of(&[salt, words.as_stored().as_bytes()])
}
