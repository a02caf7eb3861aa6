//! What is to be said about an import besides its rows.

use std::collections::HashMap;
use std::fmt;

use super::Aspect;
use super::reason::short;
use crate::domain::name::folded;
use crate::domain::time::when::Layout;

/// How many different words of theirs are counted one by one for an aspect. A mapping that looks
/// up a column of free text would otherwise keep the whole column in memory.
const MOST_WORDS: usize = 1_000;

/// What was counted while the rows were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportTally {
    /// Rows read, refused ones included, blank ones not.
    pub read: u64,
    /// Rows in which every cell was blank; they are left out.
    pub blank: u64,
    /// Rows with a wall time that happens twice because the clocks go back; the earlier was taken.
    pub twice: u64,
    /// The order of the numbers that the dates themselves give away, if it is only one.
    pub order_shown: Option<Layout>,
    defaults: HashMap<(Aspect, String), (TheirWord, u64)>,
    words: [usize; 6],
    others: [u64; 6],
}

/// A default that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultUsed {
    /// What it decided.
    pub aspect: Aspect,
    /// The word that stood nowhere in the mapping.
    pub theirs: TheirWord,
    /// For how many of the rows that were taken.
    pub rows: u64,
}

/// A word of theirs that stands nowhere in the mapping.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TheirWord {
    /// The word as it first stood in the file, shortened and fit for a terminal.
    Said(String),
    /// The cell was empty.
    Nothing,
    /// Further words, too many to be listed.
    Others,
}

impl fmt::Display for TheirWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Said(word) => word,
            Self::Nothing => "(nothing)",
            Self::Others => "(other words)",
        })
    }
}

impl ImportTally {
    /// Gives the defaults that were used: by aspect, then the most frequent first.
    #[must_use]
    pub fn defaults_used(&self) -> Vec<DefaultUsed> {
        let words = self
            .defaults
            .iter()
            .map(|((aspect, _), (theirs, rows))| DefaultUsed {
                aspect: *aspect,
                theirs: theirs.clone(),
                rows: *rows,
            });
        let others = Aspect::ALL.into_iter().map(|aspect| DefaultUsed {
            aspect,
            theirs: TheirWord::Others,
            rows: self.others[aspect as usize],
        });
        let mut used: Vec<_> = words.chain(others.filter(|used| used.rows > 0)).collect();
        used.sort_by(|a, b| (a.aspect, b.rows, &a.theirs).cmp(&(b.aspect, a.rows, &b.theirs)));
        used
    }

    pub(super) fn default_used(&mut self, aspect: Aspect, cell: &str) {
        let key = (aspect, folded(cell));
        if let Some((_, rows)) = self.defaults.get_mut(&key) {
            *rows += 1;
            return;
        }
        if self.words[aspect as usize] >= MOST_WORDS {
            self.others[aspect as usize] += 1;
            return;
        }
        self.words[aspect as usize] += 1;
        let theirs = if key.1.is_empty() {
            TheirWord::Nothing
        } else {
            TheirWord::Said(short(cell))
        };
        self.defaults.insert(key, (theirs, 1));
    }
}
