//! The algebra of cells and boxes: who an entry is for, which entry is narrower, which cells are neighbours.
//!
//! A cell is one (complaint type, tier, severity). An entry's `when` covers a
//! box of cells: a set of types times a set of tiers times a set of severities.
//! Sets are bit masks, so "narrower" is two machine instructions per dimension.
//! All that `playbook check` proves rests on this module and on nothing else of its kind.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod boxes;

pub use boxes::{Boxes, EntrySet};

/// How much it hurt the customer. `minor < major < severe` is built into the language.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "severity")]
pub enum Severity {
    /// A nuisance.
    Minor,
    /// It cost them something.
    Major,
    /// Something was spoiled that cannot be had again, or somebody was hurt.
    Severe,
}

impl Severity {
    /// All three, lowest first.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Major, Self::Severe];
    /// Their words, lowest first.
    pub const WORDS: [&'static str; 3] = ["minor", "major", "severe"];

    /// Reads one of the three words.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Gives the word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// Gives the severity one level down; none is below `minor`.
    #[must_use]
    pub fn lower(self) -> Option<Self> {
        Some(Self::ALL[(self as usize).checked_sub(1)?])
    }

    /// Gives the severity that many levels up, never above `severe`.
    #[must_use]
    pub fn raised(self, levels: usize) -> Self {
        Self::ALL[(self as usize + levels).min(2)]
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The most complaint types one playbook may name: the width of a mask.
pub const MOST_COMPLAINTS: usize = 128;
/// The most tiers one playbook may name.
pub const MOST_TIERS: usize = 32;

/// One customer's situation, by position in the playbook's lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Cell {
    /// Position in the playbook's complaint types.
    pub complaint: usize,
    /// Position in the playbook's tiers, lowest value first.
    pub tier: usize,
    /// How much it hurt.
    pub severity: Severity,
}

/// A dimension of cells that has an order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dimension {
    /// How valuable the customer is.
    Tier,
    /// How much it hurt.
    Severity,
}

impl Dimension {
    /// Both dimensions, the tier first.
    pub const ORDERED: [Self; 2] = [Self::Tier, Self::Severity];
}

/// Two cells of the same type that differ by one step in tier or in severity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Neighbours {
    /// The one below.
    pub lower: Cell,
    /// The one above it.
    pub upper: Cell,
    /// Whether it is above by its tier or by its severity.
    pub dimension: Dimension,
}

/// How many types and tiers a playbook has; with the three severities, all its cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Space {
    /// Number of complaint types, at most [`MOST_COMPLAINTS`].
    pub complaints: usize,
    /// Number of tiers, at most [`MOST_TIERS`].
    pub tiers: usize,
}

impl Space {
    /// Gives every cell: by type, then tier, then severity, lowest first.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        (0..self.complaints).flat_map(move |complaint| {
            (0..self.tiers).flat_map(move |tier| {
                Severity::ALL.into_iter().map(move |severity| Cell {
                    complaint,
                    tier,
                    severity,
                })
            })
        })
    }

    /// Gives the position of a cell in [`Space::cells`].
    #[must_use]
    pub const fn position(self, cell: Cell) -> usize {
        (cell.complaint * self.tiers + cell.tier) * 3 + cell.severity as usize
    }

    /// Gives every pair of neighbouring cells: by the upper one, tier before severity.
    pub fn neighbours(self) -> impl Iterator<Item = Neighbours> {
        self.cells().flat_map(move |upper| {
            let up = move |dimension| {
                Some(Neighbours {
                    lower: self.below(upper, dimension)?,
                    upper,
                    dimension,
                })
            };
            Dimension::ORDERED.into_iter().filter_map(up)
        })
    }

    /// Gives the cell one step below along a dimension, when there is one.
    fn below(self, cell: Cell, dimension: Dimension) -> Option<Cell> {
        match dimension {
            Dimension::Tier => Some(Cell {
                tier: cell.tier.checked_sub(1)?,
                ..cell
            }),
            Dimension::Severity => Some(Cell {
                severity: cell.severity.lower()?,
                ..cell
            }),
        }
    }

    /// Gives the box of all cells.
    #[must_use]
    pub fn everything(self) -> Region {
        Region {
            complaints: mask(self.complaints),
            tiers: u32::try_from(mask(self.tiers)).unwrap_or(u32::MAX),
            severities: 0b111,
        }
    }
}

const fn mask(count: usize) -> u128 {
    if count >= MOST_COMPLAINTS {
        u128::MAX
    } else {
        (1 << count) - 1
    }
}

/// A box of cells: what one `when` covers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Region {
    /// Bit `i` stands for the complaint type at position `i`.
    pub complaints: u128,
    /// Bit `i` stands for the tier at position `i`.
    pub tiers: u32,
    /// Bit `i` stands for the severity of rank `i`.
    pub severities: u8,
}

impl Region {
    /// Says whether the box has this cell.
    #[must_use]
    pub const fn covers(&self, cell: Cell) -> bool {
        self.complaints >> cell.complaint & 1 == 1
            && self.tiers >> cell.tier & 1 == 1
            && self.severities >> cell.severity as u8 & 1 == 1
    }

    /// Says whether the box has no cell at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.complaints == 0 || self.tiers == 0 || self.severities == 0
    }

    /// Says whether every cell of this box is also in the other.
    #[must_use]
    pub const fn within(&self, other: &Self) -> bool {
        self.complaints & !other.complaints == 0
            && self.tiers & !other.tiers == 0
            && self.severities & !other.severities == 0
    }

    /// Says whether this box is a strict subset of the other.
    #[must_use]
    pub const fn narrower_than(&self, other: &Self) -> bool {
        self.within(other) && !other.within(self)
    }

    /// Counts the cells: a strict subset always counts fewer.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.complaints.count_ones() * self.tiers.count_ones() * self.severities.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const SPACE: Space = Space {
        complaints: 3,
        tiers: 3,
    };

    fn region() -> impl Strategy<Value = Region> {
        (1..8_u128, 1..8_u32, 1..8_u8).prop_map(|(complaints, tiers, severities)| Region {
            complaints,
            tiers,
            severities,
        })
    }

    fn cells(region: &Region) -> BTreeSet<Cell> {
        SPACE.cells().filter(|cell| region.covers(*cell)).collect()
    }

    proptest! {
        #[test]
        fn narrower_is_a_strict_subset_of_cells(a in region(), b in region()) {
            let (cells_a, cells_b) = (cells(&a), cells(&b));
            let subset = cells_a.is_subset(&cells_b) && cells_a != cells_b;
            prop_assert_eq!(a.narrower_than(&b), subset);
            prop_assert_eq!(a.size() as usize, cells_a.len());
        }
    }

    #[test]
    fn the_widest_playbook_still_fits_the_masks() {
        let space = Space {
            complaints: MOST_COMPLAINTS,
            tiers: MOST_TIERS,
        };
        let last = Cell {
            complaint: MOST_COMPLAINTS - 1,
            tier: MOST_TIERS - 1,
            severity: Severity::Severe,
        };
        assert!(space.everything().covers(last));
        assert_eq!(space.everything().size(), 128 * 32 * 3);
        assert_eq!(space.position(last), 128 * 32 * 3 - 1);
    }

    #[test]
    fn neighbours_are_one_step_apart_and_none_is_missed() {
        let apart = |one: Cell, other: Cell| {
            one.tier.abs_diff(other.tier)
                + (one.severity as usize).abs_diff(other.severity as usize)
                + 9 * one.complaint.abs_diff(other.complaint)
        };
        let found: Vec<Neighbours> = SPACE.neighbours().collect();
        let brute = SPACE
            .cells()
            .flat_map(|one| SPACE.cells().map(move |other| (one, other)));
        let brute: BTreeSet<(Cell, Cell)> = brute
            .filter(|(one, other)| one < other && apart(*one, *other) == 1)
            .collect();
        let pairs = found.iter().map(|pair| (pair.lower, pair.upper));
        let pairs: BTreeSet<(Cell, Cell)> = pairs.collect();
        assert_eq!(pairs, brute);
        assert_eq!(found.len(), brute.len());
        for pair in found {
            let by_tier = pair.lower.tier < pair.upper.tier;
            assert_eq!(pair.dimension == Dimension::Tier, by_tier);
        }
    }

    #[test]
    fn severity_never_rises_above_severe() {
        assert_eq!(Severity::Major.raised(1), Severity::Severe);
        assert_eq!(Severity::Severe.raised(2), Severity::Severe);
    }
}
