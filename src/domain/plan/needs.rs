//! The actions a plan needs whatever happens, and the cheapest way to fill its slots.
//!
//! An action stands in a plan once, so two picks from one list need two different actions.

use crate::domain::playbook::{Item, Rules};

/// What some parts of a plan need: actions that are fixed, and slots to be filled from a list each.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// Actions that are done in any case, each once, by position in the playbook.
    pub fixed: Vec<usize>,
    /// The options of each slot; a pick of two is two slots.
    pub slots: Vec<Vec<usize>>,
}

/// The cheapest filling of slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// What the fixed actions and the filling cost together, in the currency's smallest unit.
    pub cost: i64,
    /// The action in each slot; `None` where nothing is left to fill it with.
    pub actions: Vec<Option<usize>>,
}

impl Needs {
    /// Takes in items of one part or of several.
    #[must_use]
    pub fn of<'r>(items: impl Iterator<Item = &'r Item>) -> Self {
        let mut needs = Self::default();
        items.for_each(|item| needs.add(item));
        needs
    }

    /// Takes in one item of a part.
    pub fn add(&mut self, item: &Item) {
        match item {
            Item::Action(action) => {
                if !self.fixed.contains(action) {
                    self.fixed.push(*action);
                }
            }
            Item::Pick { pick, from } => {
                self.slots.extend(std::iter::repeat_n(from.clone(), *pick));
            }
        }
    }

    /// Counts what is done, slots included.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.fixed.len() + self.slots.len()
    }

    /// Finds the filling that costs least among those that fill most slots.
    #[must_use]
    pub fn cheapest(&self, rules: &Rules) -> Filling {
        let cost = |action: usize| rules.actions[action].cost.map_or(0, |cost| cost.minor);
        let actions = self.filling(cost);
        let filled = actions.iter().flatten();
        Filling {
            cost: self
                .fixed
                .iter()
                .chain(filled)
                .map(|action| cost(*action))
                .sum(),
            actions,
        }
    }

    /// Finds the action in each slot for that filling, by what each action costs; `None` where nothing is left.
    ///
    /// The options are tried cheapest first, and one is taken when the slots can be shared out among those taken
    /// and itself: what can be shared out is a matroid, in which this greedy way is exact (Edmonds, "Matroids and
    /// the greedy algorithm", 1971).
    #[must_use]
    pub fn filling(&self, cost: impl Fn(usize) -> i64) -> Vec<Option<usize>> {
        let mut options: Vec<usize> = self.slots.iter().flatten().copied().collect();
        options.sort_by_key(|action| (cost(*action), *action));
        options.dedup();
        options.retain(|action| !self.fixed.contains(action));
        let mut actions = vec![None; self.slots.len()];
        for action in options {
            let mut seen = vec![false; self.slots.len()];
            self.place(action, &mut actions, &mut seen);
        }
        actions
    }

    /// Puts an action into a slot, moving others to slots of their own where that makes room.
    fn place(&self, action: usize, filled: &mut [Option<usize>], seen: &mut [bool]) -> bool {
        for slot in 0..self.slots.len() {
            if seen[slot] || !self.slots[slot].contains(&action) {
                continue;
            }
            seen[slot] = true;
            let free = match filled[slot] {
                None => true,
                Some(other) => self.place(other, filled, seen),
            };
            if free {
                filled[slot] = Some(action);
                return true;
            }
        }
        false
    }
}
