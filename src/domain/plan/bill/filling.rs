//! Which slots of a plan can be filled within its ceiling, and with what.

use super::{Bill, Course};
use crate::domain::plan::needs::Needs;
use crate::domain::playbook::Part;

/// What may be put into one slot.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// The actions that may fill it, the most fitting first.
    pub options: Vec<usize>,
    /// How many of the first of them are needed in any case, so that they go before the late branch as well.
    pub needed: usize,
    /// What was to fill it when there was less to pay for; taken at the latest, so that nothing is lost by there being
    /// more.
    pub wish: Option<usize>,
}

/// What is to be put into the slots of a bill.
#[derive(Clone, Debug)]
pub struct SlotFilling<'b> {
    /// What the plan needs.
    pub bill: &'b Bill<'b>,
    /// The most it may cost, in the currency's smallest unit.
    pub ceiling: i64,
    /// For each slot of the bill what may be put into it.
    pub offers: Vec<Offer>,
    /// The slots, those that are to be filled before others first.
    pub order: Vec<usize>,
}

/// Slots on their way to being filled.
struct OpenSlots<'w> {
    wanted: &'w SlotFilling<'w>,
    /// Slots that can be filled within the ceiling, all of them at once.
    kept: Vec<bool>,
    chosen: Vec<Option<usize>>,
    /// Slots whose wish is held back for them.
    held: Vec<bool>,
}

impl SlotFilling<'_> {
    /// Finds the slots that can be filled within the ceiling: each that can be beside those before it in the order.
    #[must_use]
    pub fn fillable(&self) -> Vec<bool> {
        let mut open = OpenSlots {
            wanted: self,
            kept: vec![false; self.offers.len()],
            chosen: vec![None; self.offers.len()],
            held: vec![false; self.offers.len()],
        };
        for slot in &self.order {
            open.kept[*slot] = true;
            open.kept[*slot] = open.holds(open.first_course(*slot));
        }
        open.kept
    }

    /// Fills the slots: each with the first of its options that leaves the others fillable.
    ///
    /// Where the surprise and the late branch cannot both be paid for, the surprise goes first: it comes first. What
    /// nothing fits stays empty.
    #[must_use]
    pub fn filled(&self) -> Vec<Option<usize>> {
        let mut open = OpenSlots {
            wanted: self,
            kept: self.fillable(),
            chosen: vec![None; self.offers.len()],
            held: vec![false; self.offers.len()],
        };
        open.hold_wishes();
        for slot in &self.order {
            if open.kept[*slot] {
                open.choose(*slot);
            }
        }
        open.chosen
    }
}

impl OpenSlots<'_> {
    fn part(&self, slot: usize) -> Part {
        self.wanted.bill.slots[slot].0
    }

    /// The course by which a slot must be payable: the late one only for what belongs to no other.
    fn first_course(&self, slot: usize) -> Course {
        match self.part(slot) {
            Part::Late => Course::Late,
            Part::Acknowledge | Part::Fix | Part::Dazzle | Part::FollowUp | Part::Prevent => {
                Course::InTime
            }
        }
    }

    /// Holds back as many wishes as can come true together, the first of them first.
    fn hold_wishes(&mut self) {
        for slot in self.wanted.order.clone() {
            let wished = self.kept[slot] && self.wanted.offers[slot].wish.is_some();
            self.held[slot] = wished;
            self.held[slot] = wished && self.holds(self.first_course(slot));
        }
    }

    fn choose(&mut self, slot: usize) {
        self.held[slot] = false;
        let course = self.first_course(slot);
        let mut otherwise = None;
        let offer = &self.wanted.offers[slot];
        for (option, at) in offer.options.iter().zip(0..) {
            if self.is_taken(*option) {
                continue;
            }
            self.chosen[slot] = Some(*option);
            if !self.holds(course) {
                continue;
            }
            if at < offer.needed || Course::WHOLE.into_iter().all(|course| self.holds(course)) {
                return;
            }
            otherwise = otherwise.or(Some(*option));
        }
        self.chosen[slot] = otherwise;
    }

    fn is_taken(&self, action: usize) -> bool {
        self.wanted.bill.has(action) || self.chosen.contains(&Some(action))
    }

    /// Says whether the kept slots of a course can all be filled within the ceiling, beside what is chosen already.
    fn holds(&self, course: Course) -> bool {
        let bill = self.wanted.bill;
        let taken = bill.fixed.iter().map(|(_, action)| *action);
        let mut needs = Needs {
            fixed: taken.chain(self.chosen.iter().flatten().copied()).collect(),
            slots: Vec::new(),
        };
        let mut cost = 0;
        for (slot, chosen) in self.chosen.iter().enumerate() {
            match chosen {
                _ if !self.counts(slot, course) => {}
                Some(action) => cost += bill.cost(*action),
                None => needs.slots.push(self.open_to(slot)),
            }
        }
        let fixed = bill.fixed.iter().filter(|(part, _)| course.has(*part));
        cost += fixed.map(|(_, action)| bill.cost(*action)).sum::<i64>();
        let filling = needs.filling(|action| bill.cost(action));
        let filled: Option<Vec<usize>> = filling.into_iter().collect();
        filled.is_some_and(|filled| {
            let picked: i64 = filled.iter().map(|action| bill.cost(*action)).sum();
            cost + picked <= self.wanted.ceiling
        })
    }

    /// Whether a slot must be filled in a course. What is done for the next customer costs it nothing, but must leave it
    /// its actions.
    fn counts(&self, slot: usize, course: Course) -> bool {
        self.kept[slot] && course.has(self.part(slot))
    }

    /// What may still go into a slot: only its wish, while that is held back for it.
    fn open_to(&self, slot: usize) -> Vec<usize> {
        let offer = &self.wanted.offers[slot];
        match offer.wish.filter(|_| self.held[slot]) {
            Some(wish) => vec![wish],
            None => offer.options.clone(),
        }
    }
}
