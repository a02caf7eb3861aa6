//! Many boxes at once: which of them cover a cell, and which of those are minimal.

use fixedbitset::FixedBitSet;

use super::{Cell, Region, Severity, Space};

/// Some of the boxes.
pub type EntrySet = FixedBitSet;

/// A list of boxes, with "narrower" worked out once for every pair.
///
/// With n boxes this takes n²/8 bytes; a question then looks at n/64 words for each box it is about, and at
/// far fewer where a narrower one is near.
#[derive(Clone, Debug)]
pub struct Boxes {
    /// Positions in the list as it was given, smallest box first: what is narrower than a box comes before it.
    by_size: Vec<usize>,
    /// For each box, in that order, the boxes that are narrower.
    narrower: Vec<EntrySet>,
    complaints: Vec<EntrySet>,
    tiers: Vec<EntrySet>,
    severities: Vec<EntrySet>,
}

impl Boxes {
    /// Prepares a list of boxes of one space.
    #[must_use]
    pub fn new(space: Space, regions: &[Region]) -> Self {
        let mut by_size: Vec<usize> = (0..regions.len()).collect();
        by_size.sort_by_key(|at| regions[*at].size());
        let ordered: Vec<&Region> = by_size.iter().map(|at| &regions[*at]).collect();
        let narrower = |(rank, region): (usize, &&Region)| {
            which(&ordered[..rank], |other| other.narrower_than(region))
        };
        Self {
            narrower: ordered.iter().enumerate().map(narrower).collect(),
            complaints: (0..space.complaints)
                .map(|at| which(&ordered, |region| region.complaints >> at & 1 == 1))
                .collect(),
            tiers: (0..space.tiers)
                .map(|at| which(&ordered, |region| region.tiers >> at & 1 == 1))
                .collect(),
            severities: Severity::ALL
                .into_iter()
                .map(|one| which(&ordered, |region| region.severities >> one as u8 & 1 == 1))
                .collect(),
            by_size,
        }
    }

    /// Chooses boxes by their position in the list.
    pub fn chosen(&self, is: impl Fn(usize) -> bool) -> EntrySet {
        let mut chosen = EntrySet::with_capacity(self.by_size.len());
        let ranks = self.by_size.iter().enumerate();
        chosen.extend(ranks.filter_map(|(rank, at)| is(*at).then_some(rank)));
        chosen
    }

    /// Chooses the boxes that cover a cell.
    #[must_use]
    pub fn covering(&self, cell: Cell) -> EntrySet {
        let mut chosen = self.complaints[cell.complaint].clone();
        chosen.intersect_with(&self.tiers[cell.tier]);
        chosen.intersect_with(&self.severities[cell.severity as usize]);
        chosen
    }

    /// Gives the positions of the chosen boxes in the list, lowest first.
    #[must_use]
    pub fn positions(&self, chosen: &EntrySet) -> Vec<usize> {
        let mut positions: Vec<usize> = chosen.ones().map(|rank| self.by_size[rank]).collect();
        positions.sort_unstable();
        positions
    }

    /// Gives the positions of the minimal ones among the chosen boxes, lowest first: those that no other chosen box is
    /// narrower than.
    #[must_use]
    pub fn minimal(&self, among: &EntrySet) -> Vec<usize> {
        let minimal = |rank: &usize| self.narrower[*rank].is_disjoint(among);
        let ranks = among.ones().filter(minimal);
        let mut positions: Vec<usize> = ranks.map(|rank| self.by_size[rank]).collect();
        positions.sort_unstable();
        positions
    }
}

fn which(ordered: &[&Region], is: impl Fn(&Region) -> bool) -> EntrySet {
    let mut chosen = EntrySet::with_capacity(ordered.len());
    let ranks = ordered.iter().enumerate();
    chosen.extend(ranks.filter_map(|(rank, region)| is(region).then_some(rank)));
    chosen
}

#[cfg(test)]
mod tests {
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn covering_and_minimal_agree_with_looking_at_every_pair(
            regions in prop::collection::vec(region(), 0..80),
            kept in prop::collection::vec(any::<bool>(), 80),
        ) {
            let boxes = Boxes::new(SPACE, &regions);
            for cell in SPACE.cells() {
                let covering: Vec<usize> = (0..regions.len()).filter(|at| regions[*at].covers(cell)).collect();
                prop_assert_eq!(&boxes.positions(&boxes.covering(cell)), &covering);
                let mut among = boxes.covering(cell);
                among.intersect_with(&boxes.chosen(|at| kept[at]));
                let among_them: Vec<usize> = covering.into_iter().filter(|at| kept[*at]).collect();
                let minimal = |at: &usize| !among_them.iter().any(|other| regions[*other].narrower_than(&regions[*at]));
                let brute: Vec<usize> = among_them.iter().copied().filter(minimal).collect();
                prop_assert_eq!(boxes.minimal(&among), brute);
            }
        }
    }
}
