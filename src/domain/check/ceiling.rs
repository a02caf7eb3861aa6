//! That every plan can be paid for.

use std::collections::BTreeMap;

use super::Answers;
use super::in_words::cell_name;
use super::places::{entries_of, place_of, places};
use crate::domain::cell::Cell;
use crate::domain::finding::{Finding, Kind};
use crate::domain::money::Money;
use crate::domain::playbook::{Item, Part, Rules};
use crate::domain::selection::{Resolved, Subject};
use crate::domain::slots::Needs;

/// Finds plans that cost more than their ceiling, and options that never fit one.
///
/// A plan costs what all its parts cost together, each action once, with the cheapest filling of its picks.
pub(super) fn over(answers: Answers<'_>) -> Vec<Finding> {
    let mut over: BTreeMap<Vec<usize>, Vec<(Cell, Cost)>> = BTreeMap::new();
    let mut options: BTreeMap<(usize, Vec<usize>), Offer> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let cost = Cost::of(answers.rules, resolved);
        if cost.least > cost.ceiling {
            if answers.stands(Kind::OverCeiling, cell) {
                let cause = entries_of(resolved, Subject::Ceiling);
                over.entry(cause).or_default().push((cell, cost));
            }
            continue;
        }
        for (option, least) in cost.options(answers.rules) {
            let cause = (option, cost.givers(resolved, option));
            let offer = options.entry(cause).or_default();
            offer.fits |= least <= cost.ceiling;
            offer.cells.push((cell, least, cost.ceiling));
        }
    }
    let too_dear = over.values().filter_map(|cells| too_dear(answers, cells));
    let never = options.iter().filter(|(_, offer)| !offer.fits);
    let never = never
        .filter_map(|((option, entries), offer)| never_fits(answers, (*option, entries), offer));
    too_dear.chain(never).collect()
}

/// What a plan costs.
pub(super) struct Cost {
    needs: Needs,
    least: i64,
    ceiling: i64,
}

/// Where an option is offered: the cell, what the plan costs with it, and the ceiling.
#[derive(Default)]
struct Offer {
    fits: bool,
    cells: Vec<(Cell, i64, i64)>,
}

impl Cost {
    pub(super) fn of(rules: &Rules, resolved: &Resolved) -> Self {
        let parts = Part::FOR_THIS_CUSTOMER.into_iter();
        let items = parts.flat_map(|part| resolved.part(part));
        let needs = Needs::of(items.map(|item| &item.item));
        Self {
            least: needs.cheapest(rules).cost,
            ceiling: resolved.ceiling.value.minor,
            needs,
        }
    }

    /// Gives what the plan costs at least with each option of its slots, at its cheapest place.
    fn options(&self, rules: &Rules) -> Vec<(usize, i64)> {
        let mut least: BTreeMap<usize, i64> = BTreeMap::new();
        for (slot, options) in self.needs.slots.iter().enumerate() {
            // The slots of one pick are alike.
            if slot > 0 && self.needs.slots[slot - 1] == *options {
                continue;
            }
            let free = options.iter().filter(|one| !self.needs.fixed.contains(one));
            for option in free {
                let cost = self.needs.with(slot, *option).cheapest(rules).cost;
                let known = least.entry(*option).or_insert(cost);
                *known = cost.min(*known);
            }
        }
        least.into_iter().collect()
    }

    /// Gives the options that fit the ceiling; all of them when nothing does, which is told as such.
    pub(super) fn fitting(&self, rules: &Rules) -> Vec<usize> {
        let over = self.least > self.ceiling;
        let options = self.options(rules).into_iter();
        let fits = options.filter(|(_, least)| over || *least <= self.ceiling);
        fits.map(|(option, _)| option).collect()
    }

    /// Gives the entries that offer an option.
    fn givers(&self, resolved: &Resolved, option: usize) -> Vec<usize> {
        let parts = Part::FOR_THIS_CUSTOMER.into_iter();
        let items = parts.flat_map(|part| resolved.part(part));
        let offering = items.filter(|item| match &item.item {
            Item::Action(_) => false,
            Item::Pick { from, .. } => from.contains(&option),
        });
        let mut entries: Vec<usize> = offering.flat_map(|item| item.entries.clone()).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

fn money(rules: &Rules, minor: i64) -> Money {
    let currency = rules.currency;
    Money { minor, currency }
}

fn too_dear(answers: Answers<'_>, cells: &[(Cell, Cost)]) -> Option<Finding> {
    let rules = answers.rules;
    let (witness, cost) = cells.first()?;
    let resolved = answers.at(*witness)?;
    let most = cells.iter().map(|(_, cost)| cost.least).max()?;
    let message = format!(
        "the plan for {} costs at least {}, and its ceiling is {}",
        cell_name(rules, *witness),
        money(rules, cost.least),
        money(rules, cost.ceiling)
    );
    let hint = format!(
        "raise `ceiling` to {}, or plan less",
        money(rules, most).plain()
    );
    let place = place_of(rules, resolved, Subject::Ceiling);
    let entries = entries_of(resolved, Subject::Ceiling);
    let finding = Finding::new(Kind::OverCeiling, place, (message, hint))
        .hitting(cells.iter().map(|(cell, _)| *cell).collect())
        .by_entries(places(rules, &entries))
        .shown_by(sum(rules, cost));
    Some(finding)
}

/// Shows what a plan costs, action by action.
fn sum(rules: &Rules, cost: &Cost) -> Vec<String> {
    let filling = cost.needs.cheapest(rules);
    let line = |action: usize, why: &str| {
        let action = &rules.actions[action];
        let cost = action.cost.filter(|cost| cost.minor > 0)?;
        Some(format!("{:>9}  {}{why}", cost.plain(), action.id))
    };
    let fixed = cost.needs.fixed.iter().filter_map(|at| line(*at, ""));
    let filled = filling.actions.iter().flatten();
    let picked = filled.filter_map(|at| line(*at, ", the cheapest to pick"));
    let total = format!("{:>9}  together", money(rules, cost.least).plain());
    fixed.chain(picked).chain([total]).collect()
}

fn never_fits(
    answers: Answers<'_>,
    (option, entries): (usize, &[usize]),
    offer: &Offer,
) -> Option<Finding> {
    let rules = answers.rules;
    let cells = answers.standing(
        Kind::OverCeiling,
        offer.cells.iter().map(|(cell, ..)| *cell),
    )?;
    let is_first = |(cell, ..): &&(Cell, i64, i64)| Some(cell) == cells.first();
    let (witness, least, ceiling) = *offer.cells.iter().find(is_first)?;
    let first = &rules.entries[*entries.first()?];
    let message = format!(
        "`{}` never fits: with it the plan for {} costs at least {}, and its ceiling is {}",
        rules.actions[option].id,
        cell_name(rules, witness),
        money(rules, least),
        money(rules, ceiling)
    );
    let hint = "take it out of the pick, or raise `ceiling`".to_owned();
    let finding = Finding::new(Kind::OverCeiling, first.place, (message, hint))
        .as_warning()
        .hitting(cells)
        .by_entries(places(rules, entries));
    Some(finding)
}
