//! The rules for several failures in one complaint, followed word for word and without any cleverness.

use std::collections::BTreeSet;

use super::random::{Item, TIERS, TYPES};
use super::reference::{
    Answer, DAZZLE, LATE, PREVENT, Reference, SURE, Whole, fixed, neighbours, whole,
};

/// What a further type adds to: acknowledge, fix and what is for the next customer.
const ADDED: [usize; 3] = [0, 1, PREVENT];

/// A cell and the complaint type that failed as well.
pub type Pairs = BTreeSet<(usize, usize)>;

/// A plan for two types while it is put together.
#[derive(Clone)]
struct Both {
    plan: Whole,
    /// The picks by their part, so that the same one counts once.
    picks: Vec<(usize, Item)>,
    /// The slots of the first type that happen in time, and which of them can be filled when it is alone.
    slots: Vec<(usize, Vec<usize>)>,
    filled: Vec<bool>,
    left_to_picks: Vec<usize>,
    ceiling: i64,
    left: i64,
}

impl Reference<'_> {
    fn of_pair(&self, cell: usize, further: usize) -> Option<(&Answer, &Answer)> {
        let other = further * TIERS * 3 + cell % (TIERS * 3);
        self.answer(cell).zip(self.answer(other))
    }

    fn pairs() -> impl Iterator<Item = (usize, usize)> {
        let cells = 0..TYPES * TIERS * 3;
        let pairs = cells.flat_map(|cell| (0..TYPES).map(move |further| (cell, further)));
        pairs.filter(|(cell, further)| cell / (TIERS * 3) != *further)
    }

    /// What acknowledge, fix and follow-up cost at least.
    fn sure(&self, plan: &Whole) -> i64 {
        self.least_of(plan, &|part| SURE.contains(&part))
    }

    /// Says which slots can be filled within a ceiling, one after the other beside those before; those that are said to
    /// come first do.
    fn fillable(
        &self,
        plan: &Whole,
        slots: &[(usize, Vec<usize>)],
        how: (&[bool], i64),
    ) -> Vec<bool> {
        let (first, ceiling) = how;
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_key(|at| !first.get(*at).copied().unwrap_or(false));
        let in_time = |part: usize| SURE.contains(&part) || part == DAZZLE;
        let paid: i64 = plan
            .fixed
            .iter()
            .filter(|(part, _)| in_time(*part))
            .map(|(_, action)| self.cost(*action))
            .sum();
        let mut kept = vec![false; slots.len()];
        for at in order {
            kept[at] = true;
            let mine = slots.iter().zip(&kept).filter(|(_, kept)| **kept);
            let mine: Vec<Vec<usize>> = mine.map(|((_, from), _)| from.clone()).collect();
            let (empty, cost) = self.fill(&mine, &plan.taken(), (0, paid));
            kept[at] = empty == 0 && cost <= ceiling;
        }
        kept
    }

    fn begun(&self, first: &Answer, other: &Answer) -> Both {
        let plan = whole(first);
        let in_time = |(part, _): &&(usize, Vec<usize>)| SURE.contains(part) || *part == DAZZLE;
        let slots: Vec<_> = plan.slots.iter().filter(in_time).cloned().collect();
        let left = |answer: &Answer| answer.ceiling - self.sure(&whole(answer));
        let picks = (0..6).flat_map(|part| {
            let picks = first.parts[part].iter().filter(|item| item.is_pick);
            picks.map(move |item| (part, item.clone()))
        });
        Both {
            filled: self.fillable(&plan, &slots, (&[], first.ceiling)),
            picks: picks.collect(),
            slots,
            left_to_picks: Vec::new(),
            ceiling: first.ceiling,
            left: left(first).max(left(other)),
            plan,
        }
    }

    fn ceiling_of(&self, both: &Both, plan: &Whole) -> i64 {
        (self.sure(plan) + both.left).max(both.ceiling)
    }

    /// Adds an action, each once; what a pick of the first type cannot do without stays there.
    fn add(&self, both: &mut Both, part: usize, action: usize) {
        let mut there = both.plan.fixed.iter_mut();
        if let Some((where_it_is, _)) = there.find(|(at, one)| *one == action && *at != LATE) {
            if *where_it_is == PREVENT && part != PREVENT {
                *where_it_is = part;
            }
            return;
        }
        let mut with = both.plan.clone();
        with.fixed.push((part, action));
        let offered = both.slots.iter().any(|(_, from)| from.contains(&action));
        let ceiling = self.ceiling_of(both, &with);
        let now = self.fillable(&with, &both.slots, (&both.filled, ceiling));
        let lost = both
            .filled
            .iter()
            .zip(now)
            .any(|(before, now)| *before && !now);
        if offered && (lost || self.sure(&with) < self.sure(&both.plan)) {
            both.left_to_picks.push(action);
        } else {
            both.plan = with;
        }
    }

    /// Adds a pick with as many slots as there are actions left for.
    fn add_pick(&self, both: &mut Both, part: usize, item: &Item) {
        let options = |item: &Item| item.from.iter().copied().collect::<BTreeSet<usize>>();
        let same = |(at, one): &(usize, Item)| {
            *at == part && one.pick == item.pick && options(one) == options(item)
        };
        if both.picks.iter().any(same) {
            return;
        }
        let slots = both.plan.slots.iter().filter(|(part, _)| *part != LATE);
        let mut slots: Vec<Vec<usize>> = slots.map(|(_, from)| from.clone()).collect();
        let filled =
            |slots: &[Vec<usize>]| slots.len() - self.fill(slots, &both.plan.taken(), (0, 0)).0;
        let before = filled(&slots);
        let free = item
            .from
            .iter()
            .filter(|at| !both.left_to_picks.contains(at));
        let free: Vec<usize> = free.copied().collect();
        slots.extend(std::iter::repeat_n(free, item.pick));
        let room = filled(&slots) - before;
        if room > 0 {
            let slot = (part, item.from.clone());
            both.plan.slots.extend(std::iter::repeat_n(slot, room));
            both.picks.push((part, item.clone()));
        }
    }

    /// The two without what one of the other does as well in the same part.
    fn doing_once(&self, first: &Answer, other: &Answer) -> [Answer; 2] {
        let mut both = [first.clone(), other.clone()];
        for part in ADDED {
            let done = [first, other].map(|answer| fixed(&answer.parts[part]));
            let done: BTreeSet<usize> = done.into_iter().flatten().collect();
            for answer in &mut both {
                answer.parts[part] = self.without_covered(&answer.parts[part], &done);
            }
        }
        both
    }

    fn both(&self, first: &Answer, other: &Answer) -> Both {
        let mut both = self.begun(first, other);
        let [first, other] = &self.doing_once(first, other);
        both.plan = whole(first);
        for part in ADDED {
            for item in other.parts[part].iter().filter(|item| !item.is_pick) {
                self.add(&mut both, part, item.from[0]);
            }
        }
        for part in ADDED {
            for item in other.parts[part].iter().filter(|item| item.is_pick) {
                self.add_pick(&mut both, part, item);
            }
        }
        both
    }

    /// Pairs whose plan costs more than its ceiling, though neither type's does.
    pub fn pairs_over_ceiling(&self) -> Pairs {
        let over = |(cell, further): &(usize, usize)| {
            let Some((first, other)) = self.of_pair(*cell, *further) else {
                return false;
            };
            let alone = |answer: &Answer| self.least(&whole(answer)) > answer.ceiling;
            let both = self.both(first, other);
            let ceiling = self.ceiling_of(&both, &both.plan);
            !alone(first) && !alone(other) && self.least(&both.plan) > ceiling
        };
        Self::pairs().filter(over).collect()
    }

    /// The ceiling of a pair, and of acknowledge and fix how much is done and what it costs at least.
    fn measures(&self, first: &Answer, other: &Answer) -> Vec<i64> {
        let both = self.both(first, other);
        let [first, other] = &self.doing_once(first, other);
        let mut measures = vec![self.ceiling_of(&both, &both.plan)];
        for part in [0, 1] {
            let mut items = first.parts[part].clone();
            for item in &other.parts[part] {
                let mut from = item.from.clone();
                from.sort_unstable();
                let same = |one: &Item| {
                    let mut others = one.from.clone();
                    others.sort_unstable();
                    one.is_pick == item.is_pick && one.pick == item.pick && others == from
                };
                let done = item.is_pick && item.from.iter().all(|at| fixed(&items).contains(at));
                if !items.iter().any(same) && !done {
                    items.push(item.clone());
                }
            }
            measures.push(i64::try_from(self.count(&items)).unwrap());
            measures.push(self.cheapest(&items));
        }
        measures
    }

    /// Pairs that get less than one of lower tier or severity, though neither type does.
    pub fn pairs_falling(&self) -> Pairs {
        let mut falling = Pairs::new();
        for (lower, upper) in neighbours() {
            let further = 1 - upper / (TIERS * 3);
            let (Some(below), Some(above)) =
                (self.of_pair(lower, further), self.of_pair(upper, further))
            else {
                continue;
            };
            if self.falls(below.0, above.0) || self.falls(below.1, above.1) {
                continue;
            }
            let (below, above) = (
                self.measures(below.0, below.1),
                self.measures(above.0, above.1),
            );
            if below.iter().zip(&above).any(|(below, above)| above < below) {
                falling.insert((upper, further));
            }
        }
        falling
    }
}
