//! That every plan can be paid for.

use std::collections::BTreeMap;

use super::Answers;
use super::in_words::cell_name;
use super::places::{entries_of, place_of, places};
use crate::domain::money::Money;
use crate::domain::plan::bill::{Bill, Cheapest, Course};
use crate::domain::plan::together::Together;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::Subject;
use crate::domain::playbook::{Item, Part, Rules};

/// Finds plans that cost more than their ceiling, and options that never fit one.
///
/// A plan costs what it must in any case together with the dearer of the surprise and the late branch, each action once,
/// with the cheapest filling of its picks.
pub(super) fn over(answers: Answers<'_>) -> Vec<Finding> {
    let mut over: BTreeMap<Vec<usize>, Vec<(Cell, Cost<'_>)>> = BTreeMap::new();
    let mut options: BTreeMap<(usize, Vec<usize>), OptionOffer> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let plan = Together::alone(resolved, answers.costs);
        let cost = Cost::of(&plan, answers.costs);
        if cost.is_over() {
            if answers.stands(FindingKind::OverCeiling, cell) {
                let cause = entries_of(resolved, Subject::Ceiling);
                over.entry(cause).or_default().push((cell, cost));
            }
            continue;
        }
        for (option, least) in cost.options() {
            let cause = (option, givers(&plan, option));
            let offer = options.entry(cause).or_default();
            offer.fits |= least <= cost.ceiling;
            offer.cells.push((cell, least, cost.ceiling));
        }
    }
    let too_dear = over.values().filter_map(|cells| too_dear(answers, cells));
    let never = options.iter().filter(|(_, offer)| !offer.fits);
    let never =
        never.filter_map(|((option, entries), offer)| never_fits(answers, *option, entries, offer));
    too_dear.chain(never).collect()
}

/// What a plan costs at its cheapest.
pub(super) struct Cost<'c> {
    bill: Bill<'c>,
    /// What costs more, the surprise or the late branch, and with what.
    course: Course,
    least: Cheapest,
    ceiling: i64,
}

/// Where an option is offered: the cell, what the plan costs with it, and the ceiling.
#[derive(Default)]
struct OptionOffer {
    fits: bool,
    cells: Vec<(Cell, i64, i64)>,
}

impl<'c> Cost<'c> {
    pub(super) fn of(plan: &Together<'_>, costs: &'c [i64]) -> Self {
        let bill = plan.bill(costs);
        let (course, least) = bill.least();
        Self {
            bill,
            course,
            least,
            ceiling: plan.ceiling.amount,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.least.cost > self.ceiling
    }

    /// Gives what the plan costs at least with each option of its slots, at its cheapest place.
    fn options(&self) -> Vec<(usize, i64)> {
        let mut least: BTreeMap<usize, i64> = BTreeMap::new();
        for (at, slot) in self.bill.slots.iter().enumerate() {
            // The slots of one pick are alike, and what is for the next customer costs this plan nothing.
            if slot.0 == Part::Prevent || at > 0 && self.bill.slots[at - 1] == *slot {
                continue;
            }
            let free = slot.1.iter().filter(|one| !self.bill.has(**one));
            for option in free {
                let cost = self.bill.least_with(at, *option);
                let known = least.entry(*option).or_insert(cost);
                *known = cost.min(*known);
            }
        }
        least.into_iter().collect()
    }

    /// Gives the options that fit the ceiling; all of them when nothing does, which is told as such.
    pub(super) fn fitting(&self) -> Vec<usize> {
        let options = self.options().into_iter();
        let fits = options.filter(|(_, least)| self.is_over() || *least <= self.ceiling);
        fits.map(|(option, _)| option).collect()
    }

    /// Gives what the plan costs at least.
    pub(super) fn least(&self, rules: &Rules) -> Money {
        money(rules, self.least.cost)
    }

    /// Gives the most it may cost.
    pub(super) fn ceiling(&self, rules: &Rules) -> Money {
        money(rules, self.ceiling)
    }

    /// Shows what the plan costs, action by action.
    pub(super) fn sum(&self, rules: &Rules) -> Vec<String> {
        let line = |action: usize, why: &str| {
            let action = &rules.actions[action];
            let cost = action.cost.filter(|cost| cost.minor > 0)?;
            Some(format!("{:>9}  {}{why}", cost.plain(), action.id))
        };
        let fixed = self.bill.fixed.iter();
        let fixed = fixed.filter(|(part, _)| self.course.has(*part));
        let fixed = fixed.filter_map(|(_, at)| line(*at, ""));
        let filled = self.least.filling.iter().filter_map(|(_, action)| *action);
        let picked = filled.filter_map(|at| line(at, ", the cheapest to pick"));
        let total = format!(
            "{:>9}  together, {}",
            money(rules, self.least.cost).plain(),
            match self.course {
                Course::Sure | Course::InTime => "with the surprise",
                Course::Late => "with what replaces the surprise",
            }
        );
        fixed.chain(picked).chain([total]).collect()
    }
}

/// Gives the entries that offer an option.
fn givers(plan: &Together<'_>, option: usize) -> Vec<usize> {
    let offering = plan.items.iter().filter(|given| match &given.item {
        Item::Action(_) => false,
        Item::Pick { from, .. } => given.part != Part::Prevent && from.contains(&option),
    });
    let mut entries: Vec<usize> = offering.flat_map(|given| given.entries.clone()).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn money(rules: &Rules, minor: i64) -> Money {
    let currency = rules.currency;
    Money { minor, currency }
}

fn too_dear(answers: Answers<'_>, cells: &[(Cell, Cost<'_>)]) -> Option<Finding> {
    let rules = answers.rules;
    let (witness, cost) = cells.first()?;
    let resolved = answers.at(*witness)?;
    let most = cells.iter().map(|(_, cost)| cost.least.cost).max()?;
    let message = format!(
        "the plan for {} costs at least {}, and its ceiling is {}",
        cell_name(rules, *witness),
        money(rules, cost.least.cost),
        money(rules, cost.ceiling)
    );
    let hint = format!(
        "raise `ceiling` to {}, or plan less",
        money(rules, most).plain()
    );
    let place = place_of(rules, resolved, Subject::Ceiling);
    let entries = entries_of(resolved, Subject::Ceiling);
    let finding = Finding::new(FindingKind::OverCeiling, place, message, hint)
        .hitting(cells.iter().map(|(cell, _)| *cell).collect())
        .by_entries(places(rules, &entries))
        .shown_by(cost.sum(rules));
    Some(finding)
}

fn never_fits(
    answers: Answers<'_>,
    option: usize,
    entries: &[usize],
    offer: &OptionOffer,
) -> Option<Finding> {
    let rules = answers.rules;
    let cells = answers.standing(
        FindingKind::OverCeiling,
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
    let finding = Finding::new(FindingKind::OverCeiling, first.place, message, hint)
        .as_warning()
        .hitting(cells)
        .by_entries(places(rules, entries));
    Some(finding)
}
