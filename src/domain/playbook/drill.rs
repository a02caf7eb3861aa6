//! Drills: which customer's situation to rehearse, and how it is played.
//!
//! Things go wrong often enough to practise on (nobody should err on purpose for it), but not in every
//! way that a playbook has an answer for. What is drawn depends on the seed and on nothing else.

use std::collections::BTreeSet;

use crate::domain::event::{Grounds, Harm};
use crate::domain::id::Hash;
use crate::domain::playbook::cell::{Cell, Severity, Space};

/// Which cells of a playbook have been met, and how.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// Those of which there has been a case.
    pub used: BTreeSet<Cell>,
    /// Those that have been rehearsed.
    pub rehearsed: BTreeSet<Cell>,
}

impl Practice {
    /// Ranks a cell: what nobody has met in any way comes first, then what was never rehearsed.
    fn rank(&self, cell: Cell) -> (bool, bool) {
        (self.rehearsed.contains(&cell), self.used.contains(&cell))
    }
}

/// Draws one of `count` things, numbered from 0; of none it gives 0.
///
/// Draws for different purposes are independent of each other.
#[must_use]
pub fn draw(seed: u32, purpose: &str, count: usize) -> usize {
    let hash = Hash::of(&[b"amends drill\n", &seed.to_be_bytes(), purpose.as_bytes()]);
    let [a, b, c, d, e, f, g, h, ..] = *hash.bytes();
    let number = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
    // Smaller than the count, which was a usize.
    usize::try_from(number % count).unwrap_or(0)
}

/// Draws the cell to rehearse, among those that were met least; `None` in a playbook without any.
#[must_use]
pub fn choose(space: Space, practice: &Practice, seed: u32) -> Option<Cell> {
    let least = space.cells().map(|cell| practice.rank(cell)).min()?;
    let cells = space.cells().filter(|cell| practice.rank(*cell) == least);
    let cells: Vec<Cell> = cells.collect();
    cells.get(draw(seed, "cell", cells.len())).copied()
}

/// Draws what happened to the customer: answers to the three questions that make this severity.
#[must_use]
pub fn harm(severity: Severity, seed: u32) -> Vec<Harm> {
    let subset = |bits: usize| {
        let harms = Harm::ALL.into_iter().enumerate();
        let harms = harms.filter(|(at, _)| bits >> at & 1 == 1);
        harms.map(|(_, harm)| harm).collect::<Vec<Harm>>()
    };
    let makes_it = |harm: &Vec<Harm>| {
        let grounds = Grounds {
            harm: harm.clone(),
            ..Grounds::default()
        };
        grounds.severity() == severity
    };
    let mut fitting: Vec<Vec<Harm>> = (0..8).map(subset).filter(makes_it).collect();
    if fitting.is_empty() {
        return Vec::new();
    }
    fitting.swap_remove(draw(seed, "harm", fitting.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPACE: Space = Space {
        complaints: 3,
        tiers: 2,
    };

    fn some(bits: u32) -> BTreeSet<Cell> {
        let cells = SPACE.cells().enumerate();
        let cells = cells.filter(|(at, _)| bits >> at & 1 == 1);
        cells.map(|(_, cell)| cell).collect()
    }

    proptest! {
        #[test]
        fn what_was_met_least_is_drawn(seed: u32, used in 0..1_u32 << 18, rehearsed in 0..1_u32 << 18) {
            let practice = Practice { used: some(used), rehearsed: some(rehearsed) };
            let cell = choose(SPACE, &practice, seed).unwrap();
            let neither = SPACE.cells().any(|cell| practice.rank(cell) == (false, false));
            let unrehearsed = SPACE.cells().any(|cell| !practice.rehearsed.contains(&cell));
            prop_assert!(!neither || practice.rank(cell) == (false, false));
            prop_assert!(!unrehearsed || !practice.rehearsed.contains(&cell));
            prop_assert_eq!(choose(SPACE, &practice, seed), Some(cell));
        }

        #[test]
        fn the_answers_make_the_severity(seed: u32) {
            for severity in Severity::ALL {
                let grounds = Grounds { harm: harm(severity, seed), ..Grounds::default() };
                prop_assert_eq!(grounds.severity(), severity);
            }
        }

        #[test]
        fn what_is_drawn_is_one_of_them(seed: u32, count in 1..500_usize) {
            prop_assert!(draw(seed, "channel", count) < count);
        }
    }

    #[test]
    fn every_cell_and_every_harm_is_drawn_some_time() {
        let cells: BTreeSet<Cell> = (0..500)
            .filter_map(|seed| choose(SPACE, &Practice::default(), seed))
            .collect();
        assert_eq!(cells.len(), 18);
        let harms: BTreeSet<Vec<Harm>> =
            (0..500).map(|seed| harm(Severity::Severe, seed)).collect();
        assert_eq!(harms.len(), 5);
        assert_eq!(harm(Severity::Minor, 7), Vec::new());
    }
}
