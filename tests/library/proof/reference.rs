//! The rules of playbooks, as the manual has them, followed word for word and without any cleverness.

use std::collections::{BTreeMap, BTreeSet};

use super::random::{Entry, Item, ROLES, Sketch, TIERS, TYPES};

/// The part for the next customer, by position; those before it are for this one.
pub const PREVENT: usize = 5;
/// The surprise, and what replaces it.
pub const DAZZLE: usize = 2;
pub const LATE: usize = 3;
/// What happens in any case: acknowledge, fix and follow-up.
pub const SURE: [usize; 3] = [0, 1, 4];
const CELLS: usize = TYPES * TIERS * 3;

/// Positions of cells: by type, then tier, then severity.
pub type Cells = BTreeSet<usize>;

/// An option, and the entries that offer it.
type Offer = (usize, Vec<usize>);

/// What a cell gets: its items by part, the ceiling in whole units of money, the recover clock in hours.
#[derive(Clone, Debug)]
pub struct Answer {
    pub parts: [Vec<Item>; 6],
    pub ceiling: i64,
    pub recover: u32,
}

/// Why a cell has no answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum No {
    Gap,
    Ambiguous,
}

pub struct Reference<'s> {
    sketch: &'s Sketch,
    /// For each entry the cells it covers, as bits: a set written in one number.
    covers: Vec<u32>,
    answers: Vec<Result<Answer, BTreeSet<u8>>>,
}

impl<'s> Reference<'s> {
    pub fn of(sketch: &'s Sketch) -> Self {
        let mut reference = Self {
            sketch,
            covers: sketch.entries.iter().map(cells_of).collect(),
            answers: Vec::new(),
        };
        reference.answers = (0..CELLS).map(|cell| reference.work_out(cell)).collect();
        reference
    }

    pub fn answer(&self, cell: usize) -> Option<&Answer> {
        self.answers[cell].as_ref().ok()
    }

    fn covers(&self, entry: usize, cell: usize) -> bool {
        self.covers[entry] >> cell & 1 == 1
    }

    /// The minimal among the entries that cover a cell and set something.
    fn minimal(&self, cell: usize, sets: &dyn Fn(&Entry) -> bool) -> Vec<usize> {
        let entries = 0..self.sketch.entries.len();
        let candidates: Vec<usize> = entries
            .filter(|at| self.covers(*at, cell) && sets(&self.sketch.entries[*at]))
            .collect();
        let narrower = |a: usize, b: usize| {
            self.covers[a] & !self.covers[b] == 0 && self.covers[a] != self.covers[b]
        };
        let minimal = |at: &&usize| !candidates.iter().any(|other| narrower(*other, **at));
        candidates.iter().filter(minimal).copied().collect()
    }

    fn only<T: Clone + PartialEq>(
        &self,
        cell: usize,
        value: impl Fn(&Entry) -> Option<T>,
    ) -> Result<T, No> {
        let minimal = self.minimal(cell, &|entry| value(entry).is_some());
        let values: Vec<T> = minimal
            .iter()
            .filter_map(|at| value(&self.sketch.entries[*at]))
            .collect();
        let first = values.first().ok_or(No::Gap)?;
        if values.iter().any(|other| other != first) {
            return Err(No::Ambiguous);
        }
        Ok(first.clone())
    }

    fn work_out(&self, cell: usize) -> Result<Answer, BTreeSet<u8>> {
        let mut why = BTreeSet::new();
        let mut note = |no: No| {
            why.insert(no as u8);
        };
        let mut parts: [Vec<Item>; 6] = Default::default();
        for (at, items) in parts.iter_mut().enumerate() {
            match self.only(cell, |entry| entry.parts[at].clone()) {
                Ok(set) => *items = self.with_also(cell, at, set),
                // What is for the next customer may be left out, and added to all the same.
                Err(No::Gap) if at == PREVENT => *items = self.with_also(cell, at, Vec::new()),
                Err(no) => note(no),
            }
        }
        let ceiling = self.only(cell, |entry| entry.ceiling);
        let recover = self.only(cell, |entry| entry.recover);
        let recover = match recover {
            Ok(hours) => hours,
            Err(No::Gap) => 24,
            Err(no) => {
                note(no);
                0
            }
        };
        if let Err(no) = ceiling {
            note(no);
        }
        match ceiling {
            Ok(ceiling) if why.is_empty() => Ok(Answer {
                parts,
                ceiling,
                recover,
            }),
            _ => Err(why),
        }
    }

    fn with_also(&self, cell: usize, part: usize, mut items: Vec<Item>) -> Vec<Item> {
        for (at, entry) in self.sketch.entries.iter().enumerate() {
            if self.covers(at, cell) {
                items.extend(entry.also[part].clone().unwrap_or_default());
            }
        }
        let mut once: Vec<Item> = Vec::new();
        for item in items {
            if !once.contains(&item) {
                once.push(item);
            }
        }
        match part {
            0 | 1 | PREVENT => self.without_covered(&once, &fixed(&once)),
            _ => once,
        }
    }

    /// Leaves out what another of those done does as well.
    pub fn without_covered(&self, items: &[Item], said: &BTreeSet<usize>) -> Vec<Item> {
        let covered = self.sketch.covers.filter(|(by, _)| said.contains(by));
        let stays = |item: &&Item| {
            item.is_pick || covered.is_none_or(|(_, covered)| item.from != [covered])
        };
        items.iter().filter(stays).cloned().collect()
    }

    fn without_answer(&self, no: No) -> Cells {
        let hit = |cell: &usize| match &self.answers[*cell] {
            Ok(_) => false,
            Err(why) => why.contains(&(no as u8)),
        };
        (0..CELLS).filter(hit).collect()
    }

    pub fn gaps(&self) -> Cells {
        self.without_answer(No::Gap)
    }

    pub fn ambiguous(&self) -> Cells {
        self.without_answer(No::Ambiguous)
    }

    /// An entry is unreachable when nothing it says is a minimal word for any cell, and it adds nothing.
    pub fn unreachable(&self) -> Vec<bool> {
        let entries = 0..self.sketch.entries.len();
        entries
            .map(|at| !(0..CELLS).any(|cell| self.says_something(at, cell)))
            .collect()
    }

    fn says_something(&self, at: usize, cell: usize) -> bool {
        let wins = |sets: &dyn Fn(&Entry) -> bool| self.minimal(cell, sets).contains(&at);
        let adds = self.sketch.entries[at].also.iter().any(Option::is_some);
        (adds && self.covers(at, cell))
            || (0..6).any(|part| wins(&|entry| entry.parts[part].is_some()))
            || wins(&|entry| entry.ceiling.is_some())
            || wins(&|entry| entry.recover.is_some())
    }

    fn worse_than_below(&self, worse: impl Fn(&Answer, &Answer) -> bool) -> Cells {
        let pairs = neighbours().into_iter();
        let pairs = pairs.filter(|(lower, upper)| {
            let pair = self.answer(*lower).zip(self.answer(*upper));
            pair.is_some_and(|(lower, upper)| worse(lower, upper))
        });
        pairs.map(|(_, upper)| upper).collect()
    }

    pub fn effort_falls(&self) -> Cells {
        self.worse_than_below(|lower, upper| self.falls(lower, upper))
    }

    /// Whether any measure falls.
    pub fn falls(&self, lower: &Answer, upper: &Answer) -> bool {
        let part = |at: usize| {
            let (below, above) = (&lower.parts[at], &upper.parts[at]);
            self.count(above) < self.count(below)
                || self.cheapest(above) < self.cheapest(below)
                || self.authority(above) < self.authority(below)
        };
        upper.ceiling < lower.ceiling || (0..PREVENT).any(part)
    }

    pub fn clock_lengthens(&self) -> Cells {
        self.worse_than_below(|lower, upper| upper.recover > lower.recover)
    }

    pub fn floor_differs(&self) -> Cells {
        let lacks = |cell: usize, other: usize, part: usize| {
            let pair = self.answer(cell).zip(self.answer(other));
            pair.is_some_and(|(mine, theirs)| {
                let mut theirs = theirs.parts[part].iter();
                theirs.any(|item| !mine.parts[part].contains(item))
            })
        };
        let column = |cell: usize| {
            let (complaint, severity) = (cell / (TIERS * 3), cell % 3);
            (0..TIERS).map(move |tier| (complaint * TIERS + tier) * 3 + severity)
        };
        let hit =
            |cell: &usize| column(*cell).any(|other| (0..2).any(|part| lacks(*cell, other, part)));
        (0..CELLS).filter(hit).collect()
    }

    /// Plans over their ceiling, and options that fit it nowhere.
    pub fn over_ceiling(&self) -> Cells {
        let over = |cell: &usize| {
            let answer = self.answer(*cell);
            answer.is_some_and(|answer| self.least(&whole(answer)) > answer.ceiling)
        };
        let mut cells: Cells = (0..CELLS).filter(over).collect();
        cells.extend(self.never_fitting());
        cells
    }

    /// For each option and the entries that offer it: the cells, when it fits the ceiling of none that is not over it
    /// already.
    fn never_fitting(&self) -> Cells {
        let mut offers: BTreeMap<Offer, Vec<(usize, bool)>> = BTreeMap::new();
        for cell in 0..CELLS {
            let Some(answer) = self.answer(cell) else {
                continue;
            };
            let plan = whole(answer);
            if self.least(&plan) > answer.ceiling {
                continue;
            }
            let fixed = plan.taken();
            for option in 0..self.sketch.actions.len() {
                let offering = |(part, from): &&(usize, Vec<usize>)| {
                    *part != PREVENT && from.contains(&option)
                };
                let offered = plan.slots.iter().any(|slot| offering(&slot));
                if !offered || fixed.contains(&option) {
                    continue;
                }
                let fits = self.least_with(&plan, option) <= answer.ceiling;
                let givers = self.givers(cell, answer, option);
                offers
                    .entry((option, givers))
                    .or_default()
                    .push((cell, fits));
            }
        }
        let never = offers
            .into_values()
            .filter(|cells| cells.iter().all(|(_, fits)| !fits));
        never.flatten().map(|(cell, _)| cell).collect()
    }

    /// The entries that give a cell a pick with this option.
    fn givers(&self, cell: usize, answer: &Answer, option: usize) -> Vec<usize> {
        let mut givers = BTreeSet::new();
        for part in 0..PREVENT {
            let base = self.minimal(cell, &|entry| entry.parts[part].is_some());
            for item in answer.parts[part]
                .iter()
                .filter(|item| item.is_pick && item.from.contains(&option))
            {
                for (at, entry) in self.sketch.entries.iter().enumerate() {
                    let has = |items: &Option<Vec<Item>>| {
                        items.as_ref().is_some_and(|all| all.contains(item))
                    };
                    let adds = self.covers(at, cell) && has(&entry.also[part]);
                    if adds || (base.contains(&at) && has(&entry.parts[part])) {
                        givers.insert(at);
                    }
                }
            }
        }
        givers.into_iter().collect()
    }

    pub fn cost(&self, action: usize) -> i64 {
        self.sketch.actions[action].cost
    }

    pub fn count(&self, items: &[Item]) -> usize {
        let picked: usize = items
            .iter()
            .filter(|item| item.is_pick)
            .map(|item| item.pick)
            .sum();
        fixed(items).len() + picked
    }

    /// The least that can be paid, of the fillings that fill most.
    pub fn cheapest(&self, items: &[Item]) -> i64 {
        let fixed = fixed(items);
        let paid = fixed.iter().map(|action| self.cost(*action)).sum();
        self.fill(&slots(items), &fixed, (0, paid)).1
    }

    /// What a plan costs at least: either the surprise happens or the late branch, so the dearer of the two counts.
    pub fn least(&self, plan: &Whole) -> i64 {
        let either = [DAZZLE, LATE].into_iter();
        let costs = either.map(|last| {
            let counts = |part: usize| SURE.contains(&part) || part == last;
            self.least_of(plan, &counts)
        });
        costs.max().unwrap()
    }

    /// What some parts of a plan cost at least, of the fillings that fill most.
    pub fn least_of(&self, plan: &Whole, counts: &dyn Fn(usize) -> bool) -> i64 {
        let paid = plan.fixed.iter().filter(|(part, _)| counts(*part));
        let paid = paid.map(|(_, action)| self.cost(*action)).sum();
        let slots = plan.slots.iter().filter(|(part, _)| counts(*part));
        let slots: Vec<Vec<usize>> = slots.map(|(_, from)| from.clone()).collect();
        self.fill(&slots, &plan.taken(), (0, paid)).1
    }

    fn least_with(&self, plan: &Whole, option: usize) -> i64 {
        let with = |at: usize| {
            let mut plan = plan.clone();
            let (part, _) = plan.slots.remove(at);
            plan.fixed.push((part, option));
            self.least(&plan)
        };
        let slots = (0..plan.slots.len()).filter(|at| {
            let (part, from) = &plan.slots[*at];
            *part != PREVENT && from.contains(&option)
        });
        slots.map(with).min().unwrap()
    }

    /// Tries every filling; gives how many slots stay empty and what is paid, least first.
    pub fn fill(
        &self,
        slots: &[Vec<usize>],
        taken: &BTreeSet<usize>,
        so_far: (usize, i64),
    ) -> (usize, i64) {
        let Some((slot, rest)) = slots.split_first() else {
            return so_far;
        };
        let mut best = self.fill(rest, taken, (so_far.0 + 1, so_far.1));
        for option in slot.iter().filter(|option| !taken.contains(option)) {
            let mut taken = taken.clone();
            taken.insert(*option);
            let filled = self.fill(rest, &taken, (so_far.0, so_far.1 + self.cost(*option)));
            best = best.min(filled);
        }
        best
    }

    /// The highest role that acts however each pick comes out.
    fn authority(&self, items: &[Item]) -> usize {
        let rank = |action: usize| {
            let by = self.sketch.actions[action].by;
            if ROLES[by] == "holder" { 0 } else { by }
        };
        let sure = |item: &Item| {
            let chosen = subsets(&item.from, item.pick).into_iter();
            let highest = chosen.map(|some| some.into_iter().map(rank).max().unwrap());
            highest.min().unwrap()
        };
        items.iter().map(sure).max().unwrap_or(0)
    }
}

/// Pairs of cells one step apart in tier or severity, lower first.
pub fn neighbours() -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for complaint in 0..TYPES {
        for tier in 0..TIERS {
            for severity in 0..3 {
                let at = |tier: usize, severity: usize| (complaint * TIERS + tier) * 3 + severity;
                if tier + 1 < TIERS {
                    pairs.push((at(tier, severity), at(tier + 1, severity)));
                }
                if severity + 1 < 3 {
                    pairs.push((at(tier, severity), at(tier, severity + 1)));
                }
            }
        }
    }
    pairs
}

/// A plan, in which each action stands once: in the first part that has it, the late branch last.
#[derive(Clone)]
pub struct Whole {
    pub fixed: Vec<(usize, usize)>,
    pub slots: Vec<(usize, Vec<usize>)>,
}

impl Whole {
    pub fn taken(&self) -> BTreeSet<usize> {
        self.fixed.iter().map(|(_, action)| *action).collect()
    }
}

pub fn whole(answer: &Answer) -> Whole {
    let mut plan = Whole {
        fixed: Vec::new(),
        slots: Vec::new(),
    };
    for part in [0, 1, DAZZLE, 4, PREVENT, LATE] {
        for item in &answer.parts[part] {
            if item.is_pick {
                let slot = (part, item.from.clone());
                plan.slots.extend(std::iter::repeat_n(slot, item.pick));
            } else if !plan.taken().contains(&item.from[0]) {
                plan.fixed.push((part, item.from[0]));
            }
        }
    }
    plan
}

pub fn fixed(items: &[Item]) -> BTreeSet<usize> {
    let fixed = items.iter().filter(|item| !item.is_pick);
    fixed.map(|item| item.from[0]).collect()
}

fn slots(items: &[Item]) -> Vec<Vec<usize>> {
    let picks = items.iter().filter(|item| item.is_pick);
    picks
        .flat_map(|item| std::iter::repeat_n(item.from.clone(), item.pick))
        .collect()
}

fn subsets(from: &[usize], count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let Some((first, rest)) = from.split_first() else {
        return Vec::new();
    };
    let mut with = subsets(rest, count - 1);
    for subset in &mut with {
        subset.push(*first);
    }
    with.extend(subsets(rest, count));
    with
}

fn cells_of(entry: &Entry) -> u32 {
    let mut cells = 0;
    for complaint in &entry.types {
        for tier in &entry.tiers {
            for severity in &entry.severities {
                cells |= 1 << ((complaint * TIERS + tier) * 3 + severity);
            }
        }
    }
    cells
}
