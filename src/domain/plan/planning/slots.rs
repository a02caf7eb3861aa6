//! Filling the slots of a plan from what fits money, time and the customer.

use std::cmp::Reverse;

use super::{Clocks, Drafting, Slot, task};
use crate::domain::plan::bill::{Bill, Course, Offer, SlotFilling};
use crate::domain::plan::together::Together;
use crate::domain::playbook::Part;

/// Clocks by which options are tried, the strictest first.
type TriedClocks<'t> = &'t [&'t Clocks];

impl Drafting<'_> {
    /// Fills the slots, those of the first complaint type before those of others.
    ///
    /// What the first type alone would be filled with is held back for it, so that nobody gets less for having been let
    /// down in more ways.
    pub(super) fn fill(&mut self, together: &Together<'_>, alone: &Together<'_>, costs: &[i64]) {
        for at in 0..self.offered.len() {
            let step = self.offered[at].step;
            self.steps[step].ranking = self.ranking(&self.offered[at].options);
        }
        let filled = self.filling(together, alone, costs);
        for (slot, action) in self.offered.iter().zip(filled) {
            let Some(action) = action else { continue };
            let task = task(&self.rules.actions[action]);
            let step = &self.steps[slot.step];
            let own = self.due(step.part, task.within, slot.of);
            let due = own.unwrap_or(step.due);
            let step = &mut self.steps[slot.step];
            step.due = due;
            step.task = Some(task);
        }
    }

    fn filling(
        &self,
        together: &Together<'_>,
        alone: &Together<'_>,
        costs: &[i64],
    ) -> Vec<Option<usize>> {
        let bill = together.bill(costs);
        let ceiling = together.ceiling.amount;
        let wishes = match together.types.len() {
            1 => vec![None; self.offered.len()],
            _ => self.wishes(alone, costs),
        };
        let order = self.order(&bill, &wishes);
        let wanted = |tried: TriedClocks<'_>| SlotFilling {
            bill: &bill,
            ceiling,
            offers: self.offers(&bill, tried),
            order: order.clone(),
        };
        let strict = wanted(&[&self.clocks]);
        let wide = wanted(&[&self.clocks, &self.each[0]]);
        let fillable = self.fillable_of_first(&strict);
        let by_its_own = self.fillable_of_first(&wide).into_iter();
        let lost = by_its_own.zip(fillable).any(|(own, now)| own && !now);
        // What a further type needs and the picks keep is done even where the shortened clock leaves it no time.
        let has = |action: &usize| {
            let mut offers = strict.offers.iter().zip(&bill.slots);
            offers.any(|(offer, (part, _))| {
                Course::InTime.has(*part) && offer.options.contains(action)
            })
        };
        let lost = lost || !together.left_to_picks.iter().all(has);
        let mut wanted = if lost { wide } else { strict };
        for (offer, wish) in wanted.offers.iter_mut().zip(wishes) {
            offer.wish = wish.filter(|wish| offer.options.contains(wish));
            let needed = |action: &usize| together.left_to_picks.contains(action);
            offer.options.sort_by_key(|action| !needed(action));
            offer.needed = offer.options.partition_point(needed);
        }
        wanted.filled()
    }

    /// Says which slots of the first type, late branch aside, can be filled.
    fn fillable_of_first(&self, wanted: &SlotFilling<'_>) -> Vec<bool> {
        let fillable = wanted.fillable();
        let slots = self.offered.iter().zip(&wanted.bill.slots).zip(fillable);
        let mine = slots.filter(|((slot, (part, _)), _)| slot.of == 0 && Course::InTime.has(*part));
        mine.map(|(_, fillable)| fillable).collect()
    }

    /// Gives for each slot what the first type alone would be filled with, where the slot is one of its own.
    fn wishes(&self, alone: &Together<'_>, costs: &[i64]) -> Vec<Option<usize>> {
        let bill = alone.bill(costs);
        let filled = SlotFilling {
            bill: &bill,
            ceiling: alone.ceiling.amount,
            offers: self.offers(&bill, &[&self.each[0]]),
            order: (0..bill.slots.len()).collect(),
        }
        .filled();
        let mut filled = filled.into_iter();
        // The first type keeps its slots, and in their order.
        let wish = |slot: &Slot| match slot.of {
            0 => filled.next().flatten(),
            _ => None,
        };
        self.offered.iter().map(wish).collect()
    }

    /// Gives the slots of a bill, those that are to be filled before others first.
    ///
    /// The late branch takes what is left: nothing it keeps in reserve may hold up what is needed at once. Among the
    /// others those come first that would be filled without further failures.
    fn order(&self, bill: &Bill<'_>, wishes: &[Option<usize>]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..bill.slots.len()).collect();
        order.sort_by_key(|at| {
            let late = bill.slots[*at].0 == Part::Late;
            (late, self.offered[*at].of, wishes[*at].is_none())
        });
        order
    }

    /// Gives what may fill each slot of a bill.
    fn offers(&self, bill: &Bill<'_>, tried: TriedClocks<'_>) -> Vec<Offer> {
        let slots = bill.slots.iter();
        let offers = slots.map(|(part, from)| self.offer(*part, from, tried));
        offers.collect()
    }

    /// Gives what may fill a slot: what still fits the first of some clocks, most fitting for the customer first, then
    /// what fits the next.
    pub(super) fn offer(&self, part: Part, from: &[usize], tried: TriedClocks<'_>) -> Offer {
        let mut ranked: Vec<usize> = (0..from.len()).collect();
        let ranking = self.ranking(from);
        if !ranking.is_empty() {
            ranked = ranking;
        }
        let mut options: Vec<usize> = Vec::new();
        for clocks in tried {
            for action in ranked.iter().map(|at| from[*at]) {
                let fits = clocks.in_time(part, &self.rules.actions[action], self.occasion);
                if fits && !options.contains(&action) {
                    options.push(action);
                }
            }
        }
        Offer {
            options,
            ..Offer::default()
        }
    }

    /// Puts the options of a slot in order: by most tags matched, then never or longest ago given
    /// to this customer, then as the list has them; empty when that is the order of the list.
    pub(super) fn ranking(&self, options: &[usize]) -> Vec<usize> {
        let profile = self.occasion.profile;
        let mut ranking: Vec<usize> = (0..options.len()).collect();
        ranking.sort_by_key(|at| {
            let action = &self.rules.actions[options[*at]];
            let last = profile.given.get(&action.id).copied();
            let matches = action.suits.iter();
            let matches = matches.filter(|tag| profile.likes.contains(*tag));
            (Reverse(matches.count()), last)
        });
        if ranking.is_sorted() {
            return Vec::new();
        }
        ranking
    }
}
