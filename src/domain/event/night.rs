//! The night report, as the history keeps it.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::time::zone::Instant;

/// See [`super::Event::Announced`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// The cycle, from 1.
    pub cycle: usize,
    /// What was told of.
    pub rungs: Vec<AnnouncedRung>,
}

impl Happening for Announced {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("told in the night report")
    }
}

/// A rung that the night report told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncedRung {
    /// Its position in the plan of the cycle.
    pub rung: usize,
    /// The moment that set it off: set off anew, it is told of anew.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
}

/// See [`super::Event::NightReported`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightReported {
    /// How many rungs it told of for the first time.
    pub announced: u64,
}

impl Happening for NightReported {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("night report made")
    }
}
