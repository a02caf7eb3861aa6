//! Several failures in one complaint: what the customer gets when more than one thing went wrong.
//!
//! The first complaint type gives the cell. Each further one adds its acknowledgement, its repair and what it has for the
//! next customer, every action once. Of each clock that counts which ends first, and the plan may cost what all of it must
//! cost, with as much beside it as the type leaves that leaves most. So more pain never gives less.

use crate::domain::money::Money;
use crate::domain::plan::bill::{Bill, Course, Offer, SlotFilling};
use crate::domain::playbook::selection::{self, Resolved, ResolvedItem, Sourced, ValueSource};
use crate::domain::playbook::{ClockName, Item, Part, Rules};
use crate::domain::time::span::Span;

/// The parts that a further complaint type adds to.
pub const ADDED: [Part; 3] = [Part::Acknowledge, Part::Fix, Part::Prevent];

/// One thing in a plan, in the part in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanItem {
    /// The part.
    pub part: Part,
    /// The action, or the pick with as many slots as there are actions for.
    pub item: Item,
    /// Positions of the entries that gave it, of whatever type.
    pub entries: Vec<usize>,
    /// The complaint type that gave it first, by its place among those of the complaint.
    pub of: usize,
}

impl PlanItem {
    fn new(part: Part, one: &ResolvedItem, of: usize) -> Self {
        Self {
            part,
            item: one.item.clone(),
            entries: one.entries.clone(),
            of,
        }
    }
}

/// The most a plan may cost, and how that comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceiling {
    /// The most, in the currency's smallest unit.
    pub amount: i64,
    /// What acknowledge, fix and follow-up cost at least, in the currency's smallest unit.
    pub sure: i64,
    /// The complaint type that leaves most beside that, by its place among those of the complaint.
    pub of: usize,
}

/// What is known of the actions of a playbook where plans are put together.
#[derive(Clone, Copy)]
pub struct Means<'m> {
    /// The playbook.
    pub rules: &'m Rules,
    /// What each action costs, in the currency's smallest unit.
    pub costs: &'m [i64],
    /// Whether an action can be done in time in a part, seen from the first type alone.
    pub possible: &'m dyn Fn(Part, usize) -> bool,
}

/// What a customer gets for all complaint types of one complaint.
#[derive(Clone, Debug)]
pub struct Together<'r> {
    /// What each type gives by itself, the first one first.
    pub types: Vec<&'r Resolved>,
    /// The things in the plan, in the order of its steps; every action stands in one part, only the late branch may
    /// repeat what a further type needs at once.
    pub items: Vec<PlanItem>,
    /// Actions that a further type needs and a pick of the first cannot do without: they stand there, and go before all
    /// else it offers.
    pub left_to_picks: Vec<usize>,
    /// Actions of a type that another of the plan does as well in the same part, and that are left out.
    pub covered: Vec<(Part, usize)>,
    /// The most the plan may cost.
    pub ceiling: Ceiling,
}

impl<'r> Together<'r> {
    /// Gives what one complaint type gives by itself.
    #[must_use]
    pub fn alone(resolved: &'r Resolved, costs: &[i64]) -> Self {
        let items = items_of(resolved, &[]);
        let sure = bill(&items, costs).cheapest(Course::Sure).cost;
        let amount = resolved.ceiling.value.minor;
        Self {
            types: vec![resolved],
            items,
            left_to_picks: Vec::new(),
            covered: Vec::new(),
            ceiling: Ceiling {
                amount,
                sure,
                of: 0,
            },
        }
    }

    /// Puts together what several complaint types give, the first of which decides; `None` for no type at all.
    #[must_use]
    pub fn of(types: &[&'r Resolved], means: Means<'_>) -> Option<Self> {
        let (first, more) = types.split_first()?;
        let alone = Self::alone(first, means.costs);
        if more.is_empty() {
            return Some(alone);
        }
        let covered = covered(types, means.rules);
        let mut union = Union::new(&alone, more, means);
        union.items = items_of(first, &covered);
        union.covered = covered;
        for (other, of) in more.iter().zip(1..) {
            union.add_actions(other, of);
        }
        for (other, of) in more.iter().zip(1..) {
            union.add_picks(other, of);
        }
        Some(union.done(types))
    }

    /// Gives what the plan needs, priced.
    #[must_use]
    pub fn bill<'c>(&self, costs: &'c [i64]) -> Bill<'c> {
        bill(&self.items, costs)
    }

    /// Gives the things in one part.
    pub fn part(&self, part: Part) -> impl Iterator<Item = &PlanItem> {
        self.items.iter().filter(move |given| given.part == part)
    }

    /// Finds the clock that counts, by when each would end: the one that ends first, of the first type that has it.
    pub fn clock<E: Ord>(
        &self,
        clock: ClockName,
        mut ends: impl FnMut(Span) -> E,
    ) -> (usize, &'r Sourced<Span>) {
        let mut found = (0, self.types[0].clock(clock));
        let mut first = ends(found.1.value);
        for (other, of) in self.types.iter().zip(0..).skip(1) {
            let end = ends(other.clock(clock).value);
            if end < first {
                (found, first) = ((of, other.clock(clock)), end);
            }
        }
        found
    }

    /// Gives every length of a clock, each once.
    #[must_use]
    pub fn spans(&self, clock: ClockName) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for resolved in &self.types {
            let span = resolved.clock(clock).value;
            if !spans.contains(&span) {
                spans.push(span);
            }
        }
        spans
    }

    /// Gives it as one answer, part by part as the types have it, so that it can be measured like that of one type; `ends`
    /// says when a clock would end.
    pub fn measured<E: Ord>(&self, mut ends: impl FnMut(Span) -> E) -> Resolved {
        let first = self.types[0];
        let giver = self.types[self.ceiling.of];
        let currency = first.ceiling.value.currency;
        let minor = self.ceiling.amount;
        Resolved {
            parts: Part::ALL.map(|part| self.united(part)),
            ceiling: Sourced {
                value: Money { minor, currency },
                from: giver.ceiling.from.clone(),
            },
            clocks: ClockName::ALL.map(|clock| self.clock(clock, &mut ends).1.clone()),
        }
    }

    /// Gives what the types have in one part, whatever else has it: all of the first, and of the others what is added.
    #[must_use]
    pub fn united(&self, part: Part) -> Vec<ResolvedItem> {
        let mut items = united(&self.types, part);
        items.retain(|one| !is_covered(part, &one.item, &self.covered));
        items
    }

    /// Gives the entries the ceiling is from.
    #[must_use]
    pub fn ceiling_from(&self) -> &ValueSource {
        &self.types[self.ceiling.of].ceiling.from
    }
}

/// Gives what the types have in one part: all of the first, and of the others what is added and not there yet.
fn united(types: &[&Resolved], part: Part) -> Vec<ResolvedItem> {
    let mut items = types[0].part(part).to_vec();
    if !ADDED.contains(&part) {
        return items;
    }
    for item in types[1..].iter().flat_map(|other| other.part(part)) {
        let known = items.iter().position(|one| one.item.is_like(&item.item));
        match known {
            Some(at) => merge(&mut items[at].entries, &item.entries),
            None if is_there(&items, &item.item) => {}
            None => items.push(item.clone()),
        }
    }
    items
}

/// Whether everything a pick offers is done in any case.
fn is_there(items: &[ResolvedItem], item: &Item) -> bool {
    let fixed = |at: &usize| items.iter().any(|one| one.item == Item::Action(*at));
    match item {
        Item::Action(_) => false,
        Item::Pick { from, .. } => from.iter().all(fixed),
    }
}

fn merge(entries: &mut Vec<usize>, more: &[usize]) {
    for entry in more {
        if !entries.contains(entry) {
            entries.push(*entry);
        }
    }
}

/// Finds what is done for several types and another of them does as well, in the same part: one apology for all of it, one
/// move to another room.
fn covered(types: &[&Resolved], rules: &Rules) -> Vec<(Part, usize)> {
    let of_part = |part: Part| {
        let done = types.iter().flat_map(|one| one.part(part));
        let done: Vec<&Item> = done.map(|one| &one.item).collect();
        let covered = selection::covered(&done, |item| *item, rules);
        covered.into_iter().map(move |action| (part, action))
    };
    ADDED.into_iter().flat_map(of_part).collect()
}

fn is_covered(part: Part, item: &Item, covered: &[(Part, usize)]) -> bool {
    let mut covered = covered.iter();
    covered.any(|(of, action)| *of == part && *item == Item::Action(*action))
}

/// Gives the things one type has in its plan, but for what another type's do as well: an action stands in the first part
/// that has it.
fn items_of(resolved: &Resolved, covered: &[(Part, usize)]) -> Vec<PlanItem> {
    let mut items: Vec<PlanItem> = Vec::new();
    for part in Part::PLANNED {
        let own = resolved.part(part).iter();
        for one in own.filter(|one| !is_covered(part, &one.item, covered)) {
            let known = matches!(one.item, Item::Action(_))
                && items.iter().any(|given| given.item == one.item);
            if !known {
                items.push(PlanItem::new(part, one, 0));
            }
        }
    }
    items
}

fn bill<'c>(items: &[PlanItem], costs: &'c [i64]) -> Bill<'c> {
    let mut bill = Bill::new(costs);
    for given in items {
        match &given.item {
            Item::Action(action) => bill.fixed.push((given.part, *action)),
            Item::Pick { pick, from } => {
                let slot = (given.part, from.clone());
                bill.slots.extend(std::iter::repeat_n(slot, *pick));
            }
        }
    }
    bill
}

/// A plan to which further types are added.
struct Union<'m> {
    means: Means<'m>,
    items: Vec<PlanItem>,
    left_to_picks: Vec<usize>,
    covered: Vec<(Part, usize)>,
    /// The slots of the first type.
    slots: Vec<(Part, Vec<usize>)>,
    /// Those of them that can be filled when the first type is alone.
    fillable: Vec<bool>,
    /// What the type that leaves most leaves, and which that is.
    left: (i64, usize),
    /// The ceiling of the first type, in the currency's smallest unit.
    least: i64,
}

impl<'m> Union<'m> {
    fn new(first: &Together<'_>, more: &[&Resolved], means: Means<'m>) -> Self {
        let mut left = (first.ceiling.amount - first.ceiling.sure, 0);
        for (other, of) in more.iter().zip(1..) {
            let other = Together::alone(other, means.costs).ceiling;
            if other.amount - other.sure > left.0 {
                left = (other.amount - other.sure, of);
            }
        }
        let mut union = Self {
            means,
            items: first.items.clone(),
            left_to_picks: Vec::new(),
            covered: Vec::new(),
            slots: first.bill(means.costs).slots,
            fillable: Vec::new(),
            left,
            least: first.ceiling.amount,
        };
        union.fillable = union.filled_of_first(first.ceiling.amount);
        union
    }

    /// Says which slots of the first type can be filled up to the surprise, beside all that is fixed.
    fn filled_of_first(&self, ceiling: i64) -> Vec<bool> {
        let mut bill = bill(&self.items, self.means.costs);
        bill.slots.clone_from(&self.slots);
        let slots = bill.slots.iter().enumerate();
        let order = slots.clone();
        let order = order.filter(|(_, (part, _))| Course::InTime.has(*part));
        let mut order: Vec<usize> = order.map(|(at, _)| at).collect();
        order.sort_by_key(|at| !self.fillable.get(*at).is_some_and(|filled| *filled));
        let possible = |part: Part, from: &[usize]| {
            let options = from.iter().copied();
            options
                .filter(|action| (self.means.possible)(part, *action))
                .collect()
        };
        let offers = slots.clone().map(|(_, (part, from))| Offer {
            options: possible(*part, from),
            ..Offer::default()
        });
        let wanted = SlotFilling {
            bill: &bill,
            ceiling,
            offers: offers.collect(),
            order,
        };
        wanted.fillable()
    }

    fn ceiling(&self) -> Ceiling {
        let sure = bill(&self.items, self.means.costs)
            .cheapest(Course::Sure)
            .cost;
        Ceiling {
            // Where picks compete for their options it could come out below what the first type has.
            amount: (sure + self.left.0).max(self.least),
            sure,
            of: self.left.1,
        }
    }

    fn add_actions(&mut self, other: &Resolved, of: usize) {
        for part in ADDED {
            for one in other.part(part) {
                if let Item::Action(action) = one.item
                    && !is_covered(part, &one.item, &self.covered)
                {
                    self.add_action(PlanItem::new(part, one, of), action);
                }
            }
        }
    }

    /// Adds an action, unless it is in the plan already, fixed or as what a pick of the first type cannot do without.
    ///
    /// What is kept for the late branch is not in the plan yet; what is done for the next customer gives way to
    /// the customer who waits.
    fn add_action(&mut self, given: PlanItem, action: usize) {
        let is_it = |one: &&mut PlanItem| one.item == given.item && one.part != Part::Late;
        if let Some(known) = self.items.iter_mut().find(is_it) {
            merge(&mut known.entries, &given.entries);
            if known.part == Part::Prevent && given.part != Part::Prevent {
                (known.part, known.of) = (given.part, given.of);
            }
            return;
        }
        let offers =
            |(part, from): &(Part, Vec<usize>)| Course::InTime.has(*part) && from.contains(&action);
        let doubtful = self.slots.iter().any(offers);
        let before = self.ceiling().sure;
        self.items.push(given);
        if doubtful && (self.ceiling().sure < before || !self.first_still_filled()) {
            self.give_to_pick(action);
        }
    }

    fn first_still_filled(&self) -> bool {
        let now = self.filled_of_first(self.ceiling().amount);
        let mut slots = self.fillable.iter().zip(now);
        slots.all(|(before, now)| now || !before)
    }

    /// Leaves an action that was just added to the picks that cannot do without it.
    fn give_to_pick(&mut self, action: usize) {
        let Some(given) = self.items.pop() else {
            return;
        };
        let offers = |one: &&mut PlanItem| {
            one.of == 0
                && Course::InTime.has(one.part)
                && matches!(&one.item, Item::Pick { from, .. } if from.contains(&action))
        };
        self.left_to_picks.push(action);
        for pick in self.items.iter_mut().filter(offers) {
            merge(&mut pick.entries, &given.entries);
        }
    }

    fn add_picks(&mut self, other: &Resolved, of: usize) {
        for part in ADDED {
            for one in other.part(part) {
                if matches!(one.item, Item::Pick { .. }) {
                    self.add_pick(PlanItem::new(part, one, of));
                }
            }
        }
    }

    /// Adds a pick with as many slots as there are actions left for; none, when all it offers is in the plan already.
    fn add_pick(&mut self, mut given: PlanItem) {
        let Item::Pick { pick, from } = &given.item else {
            return;
        };
        let is_it =
            |known: &&mut PlanItem| known.part == given.part && known.item.is_like(&given.item);
        if let Some(known) = self.items.iter_mut().find(is_it) {
            return merge(&mut known.entries, &given.entries);
        }
        let pick = self.room(*pick, from);
        if pick > 0 {
            let from = from.clone();
            given.item = Item::Pick { pick, from };
            self.items.push(given);
        }
    }

    /// Counts the slots that can be filled with these actions beside all others.
    fn room(&self, pick: usize, from: &[usize]) -> usize {
        let mut bill = bill(&self.items, self.means.costs);
        // What is for the next customer belongs to no course; here it needs actions of its own like all else.
        bill.slots.retain(|(part, _)| *part != Part::Late);
        for slot in &mut bill.slots {
            slot.0 = Part::Fix;
        }
        let before = filled(&bill, Course::Sure);
        let mut from = from.to_vec();
        from.retain(|action| !self.left_to_picks.contains(action));
        bill.slots
            .extend(std::iter::repeat_n((Part::Fix, from), pick));
        filled(&bill, Course::Sure) - before
    }

    /// Puts everything into the order of a plan: by part, then by type, then as the type has it.
    fn done<'r>(mut self, types: &[&'r Resolved]) -> Together<'r> {
        let ceiling = self.ceiling();
        let turn = |part: Part| Part::PLANNED.iter().position(|one| *one == part);
        self.items
            .sort_by_key(|given| (turn(given.part), given.of, position(types, given)));
        Together {
            types: types.to_vec(),
            items: self.items,
            left_to_picks: self.left_to_picks,
            covered: self.covered,
            ceiling,
        }
    }
}

/// Counts the slots of a course for which there are actions.
fn filled(bill: &Bill<'_>, course: Course) -> usize {
    let filling = bill.cheapest(course).filling;
    filling
        .iter()
        .filter(|(_, action)| action.is_some())
        .count()
}

/// Where a thing stands in the part of the type that gave it.
fn position(types: &[&Resolved], given: &PlanItem) -> Option<usize> {
    let items = types.get(given.of)?.part(given.part);
    let same = |one: &ResolvedItem| match (&one.item, &given.item) {
        // Of a pick there may be fewer slots left.
        (Item::Pick { from, .. }, Item::Pick { from: left, .. }) => from == left,
        (one, other) => one == other,
    };
    items.iter().position(same)
}
