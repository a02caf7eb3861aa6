//! That several failures in one complaint can be answered as well as one: every pair of complaint types, which of them
//! comes first included, in every tier and severity.
//!
//! A pair is told only of what neither type has by itself. Most pairs share nothing that could go wrong: their sums are
//! then those of the two, and are not worked out again.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::Answers;
use super::ceiling::Cost;
use super::digest::Digest;
use super::gestures::expected;
use super::in_words::{actions, pair_name};
use super::neighbours::Efforts;
use super::places::{entries_of, place_of, places};
use super::time::TimeProof;
use crate::domain::plan::together::{Means, Together};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolved, Subject};
use crate::domain::playbook::{Item, Part};

mod falls;

/// Two complaint types that come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// The cell of the first.
    cell: Cell,
    /// The position of the other in the playbook.
    further: usize,
}

fn cells_of(pairs: &[Pair]) -> Vec<Cell> {
    pairs.iter().map(|pair| pair.cell).collect()
}

fn further_of(pairs: &[Pair]) -> Vec<usize> {
    pairs.iter().map(|pair| pair.further).collect()
}

/// Finds what goes wrong when two complaint types come together.
pub(super) fn proved(
    answers: Answers<'_>,
    timing: &mut TimeProof<'_>,
    efforts: &Efforts,
) -> Vec<Finding> {
    let digest = |resolved: &Option<Resolved>| Some(Digest::of(answers, resolved.as_ref()?));
    let digests: Vec<Option<Digest>> = answers.cells.iter().map(digest).collect();
    let mut pairs = Pairs {
        answers,
        digests: &digests,
        fresh: vec![OnceCell::new(); digests.len()],
        over: BTreeMap::new(),
        swallowed: BTreeMap::new(),
    };
    for pair in pairs.each() {
        pairs.weigh(pair, timing);
    }
    let over = pairs.over.values();
    let over = over.filter_map(|found| pairs.too_dear(found));
    let swallowed = pairs.swallowed.iter();
    let swallowed = swallowed
        .filter_map(|((entries, needed), found)| pairs.no_surprise(entries, needed, found));
    let mut findings: Vec<Finding> = over.chain(swallowed).collect();
    findings.extend(timing.told_of_pairs());
    findings.extend(falls::found(&pairs, efforts));
    findings
}

/// All pairs of a playbook, and what was found about them.
struct Pairs<'p> {
    answers: Answers<'p>,
    digests: &'p [Option<Digest>],
    /// For each cell what of its surprise is no published policy and fits its ceiling, once it was asked for.
    fresh: Vec<OnceCell<FixedBitSet>>,
    /// Plans above their ceiling, by the entries of that.
    over: BTreeMap<Vec<usize>, Vec<Pair>>,
    /// Surprises that put the other failure right, by the entries of the surprise and what it then consists of.
    swallowed: BTreeMap<(Vec<usize>, Vec<usize>), Vec<Pair>>,
}

impl<'p> Pairs<'p> {
    /// Gives every pair that has an answer: by cell, then by the other type.
    fn each(&self) -> Vec<Pair> {
        let types = self.answers.rules.complaints.len();
        let cells = self.answers.rules.space().cells();
        let pairs = cells.flat_map(|cell| (0..types).map(move |further| Pair { cell, further }));
        pairs
            .filter(|pair| pair.further != pair.cell.complaint)
            .filter(|pair| self.resolved(*pair).is_some())
            .collect()
    }

    const fn other(pair: Pair) -> Cell {
        Cell {
            complaint: pair.further,
            ..pair.cell
        }
    }

    fn resolved(&self, pair: Pair) -> Option<[&'p Resolved; 2]> {
        let first = self.answers.at(pair.cell)?;
        Some([first, self.answers.at(Self::other(pair))?])
    }

    fn digests(&self, pair: Pair) -> Option<[&'p Digest; 2]> {
        let space = self.answers.rules.space();
        let of = |cell| self.digests[space.position(cell)].as_ref();
        Some([of(pair.cell)?, of(Self::other(pair))?])
    }

    /// Gives the complaint type of the two that leaves most of its ceiling.
    fn giver(&self, pair: Pair) -> usize {
        match self.digests(pair) {
            Some([first, other]) if other.left() > first.left() => pair.further,
            Some(_) | None => pair.cell.complaint,
        }
    }

    fn together(&self, pair: Pair) -> Option<Together<'p>> {
        let means = Means {
            rules: self.answers.rules,
            costs: self.answers.costs,
            possible: &|_, _| true,
        };
        Together::of(&self.resolved(pair)?, means)
    }

    fn weigh(&mut self, pair: Pair, timing: &mut TimeProof<'_>) {
        let Some([first, other]) = self.digests(pair) else {
            return;
        };
        let mixed = first.mixes_with(other);
        let met = first.surprise_meets(other) && (mixed || !self.is_surely_left(pair.cell, other));
        let late = timing.is_late(pair.cell) || timing.is_late(Self::other(pair));
        let doubtful = !late && (mixed || !timing.surely_in_time(pair.cell, Self::other(pair)));
        if !mixed && !met && !doubtful {
            return;
        }
        let Some(plan) = self.together(pair) else {
            return;
        };
        if mixed && !first.is_over() && !other.is_over() {
            self.money(pair, &plan);
        }
        if met {
            self.surprise(pair, &plan, other);
        }
        if doubtful {
            timing.weigh_pair(pair.cell, pair.further, &plan);
        }
    }

    fn money(&mut self, pair: Pair, plan: &Together<'_>) {
        let over = Cost::of(plan, self.answers.costs).is_over();
        if over && self.answers.stands(FindingKind::OverCeiling, pair.cell) {
            let entries = entries_of(plan.types[0], Subject::Ceiling);
            self.over.entry(entries).or_default().push(pair);
        }
    }

    /// Weighs what is left of the surprise when the other failure is put right by it.
    fn surprise(&mut self, pair: Pair, plan: &Together<'_>, other: &Digest) {
        let first = plan.types[0];
        if expected(self.answers, first).is_some() || self.is_left(plan, other) {
            return;
        }
        if self.answers.stands(FindingKind::NotASurprise, pair.cell) {
            let entries = entries_of(first, Subject::Part(Part::Dazzle));
            let given = plan.part(Part::Dazzle);
            let actions = given.flat_map(|given| given.item.actions());
            let needed = actions.filter(|at| other.puts_right(**at));
            let cause = (entries, needed.copied().collect());
            self.swallowed.entry(cause).or_default().push(pair);
        }
    }

    /// Whether something of the surprise of a type by itself does not put the other failure right.
    fn is_surely_left(&self, cell: Cell, other: &Digest) -> bool {
        let at = self.answers.rules.space().position(cell);
        let fresh = self.fresh[at].get_or_init(|| {
            let resolved = self.answers.at(cell);
            resolved.map_or_else(FixedBitSet::new, |resolved| self.fresh(resolved))
        });
        fresh.ones().any(|action| !other.puts_right(action))
    }

    fn fresh(&self, resolved: &Resolved) -> FixedBitSet {
        let plan = Together::alone(resolved, self.answers.costs);
        let fitting = Cost::of(&plan, self.answers.costs).fitting();
        let given = plan.part(Part::Dazzle);
        let actions = given.flat_map(|given| match &given.item {
            Item::Action(action) => vec![*action],
            Item::Pick { from, .. } => {
                let fit = from.iter().filter(|at| fitting.contains(at));
                fit.copied().collect()
            }
        });
        let rules = self.answers.rules;
        actions.filter(|at| !rules.actions[*at].standard).collect()
    }

    /// Whether something may be done that neither is published policy nor puts the other failure right.
    fn is_left(&self, plan: &Together<'_>, other: &Digest) -> bool {
        let rules = self.answers.rules;
        let fresh = |at: &usize| !rules.actions[*at].standard && !other.puts_right(*at);
        let mut cost = None;
        let mut given = plan.part(Part::Dazzle);
        given.any(|given| match &given.item {
            Item::Action(action) => fresh(action),
            Item::Pick { from, .. } => {
                let cost = cost.get_or_insert_with(|| Cost::of(plan, self.answers.costs).fitting());
                from.iter().any(|at| fresh(at) && cost.contains(at))
            }
        })
    }

    fn too_dear(&self, found: &[Pair]) -> Option<Finding> {
        let answers = self.answers;
        let witness = *found.first()?;
        let plan = self.together(witness)?;
        let cost = Cost::of(&plan, answers.costs);
        let name = pair_name(answers.rules, witness.cell, witness.further);
        let message = format!(
            "the plan for {name} costs at least {}, and its ceiling is {}: picks of one compete with what the other needs",
            cost.least(answers.rules),
            cost.ceiling(answers.rules)
        );
        let hint = "offer something in the pick that costs less and is needed nowhere else";
        let entries = entries_of(plan.types[0], Subject::Ceiling);
        let place = place_of(answers.rules, plan.types[0], Subject::Ceiling);
        let finding = Finding::new(FindingKind::OverCeiling, place, message, hint.to_owned())
            .hitting_with(cells_of(found), further_of(found))
            .by_entries(places(answers.rules, &entries))
            .shown_by(cost.sum(answers.rules));
        Some(finding)
    }

    fn no_surprise(&self, entries: &[usize], needed: &[usize], found: &[Pair]) -> Option<Finding> {
        let rules = self.answers.rules;
        let Pair { cell, further } = *found.first()?;
        let what = match needed {
            [] => "is published policy".to_owned(),
            some => format!(
                "puts `{}` right: {}",
                rules.complaints[further].id,
                actions(rules, some)
            ),
        };
        let name = pair_name(rules, cell, further);
        let message = format!("all that {name} gets in `dazzle` {what}");
        let hint = "offer more in `dazzle` that is in no `acknowledge` or `fix`".to_owned();
        let place = place_of(rules, self.answers.at(cell)?, Subject::Part(Part::Dazzle));
        let finding = Finding::new(FindingKind::NotASurprise, place, message, hint)
            .hitting_with(cells_of(found), further_of(found))
            .by_entries(places(rules, entries));
        Some(finding)
    }
}
