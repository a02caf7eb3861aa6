//! What a customer gets, measured: so that two of them, or two playbooks, can be weighed against each other.
//!
//! Every measure is taken by itself; more of one never makes up for less of another. Where a pick leaves open
//! what will be done, the measure is what is sure: the least that can come out.

use crate::domain::plan::needs::Needs;
use crate::domain::playbook::selection::{Resolved, ResolvedItem, Subject};
use crate::domain::playbook::{Item, Part, Rules};

/// Something that can be more or less.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Measure {
    /// The most the plan may cost.
    Ceiling,
    /// What a part costs at least: its actions and the cheapest filling of its picks.
    Spend(Part),
    /// How many things are done in a part.
    Actions(Part),
    /// The highest role that surely acts in a part.
    Authority(Part),
}

impl Measure {
    /// Gives what it is a measure of.
    #[must_use]
    pub const fn subject(self) -> Subject {
        match self {
            Self::Ceiling => Subject::Ceiling,
            Self::Spend(part) | Self::Actions(part) | Self::Authority(part) => Subject::Part(part),
        }
    }
}

/// The measures of what one cell gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effort {
    /// The most the plan may cost, in the currency's smallest unit.
    pub ceiling: i64,
    parts: [PartEffort; Part::COUNT],
}

/// The measures of one part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct PartEffort {
    spend: i64,
    actions: i64,
    authority: i64,
}

impl Effort {
    /// Measures what a cell gets, a role by its position in the playbook's roles.
    #[must_use]
    pub fn of(rules: &Rules, resolved: &Resolved) -> Self {
        Self::ranked(rules, resolved, |role| {
            let at = rules.roles.iter().position(|known| known == role);
            at.and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
        })
    }

    /// Measures what a cell gets, a role by the rank that is given to it: 0 for whoever may be anybody.
    #[must_use]
    pub fn ranked(rules: &Rules, resolved: &Resolved, rank: impl Fn(&str) -> i64) -> Self {
        Self {
            ceiling: resolved.ceiling.value.minor,
            parts: Part::ALL.map(|part| measured(rules, resolved.part(part), &rank)),
        }
    }

    /// Gives one measure: money in the currency's smallest unit, a count, or the rank of a role.
    #[must_use]
    pub const fn measure(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Ceiling => self.ceiling,
            Measure::Spend(part) => self.parts[part as usize].spend,
            Measure::Actions(part) => self.parts[part as usize].actions,
            Measure::Authority(part) => self.parts[part as usize].authority,
        }
    }

    /// Gives every measure that is lower in `other` than here; what is done for the next customer is none of them.
    pub fn falls_to<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = Measure> + 'a {
        let of_part = |part| {
            [
                Measure::Actions(part),
                Measure::Spend(part),
                Measure::Authority(part),
            ]
        };
        let parts = Part::FOR_THIS_CUSTOMER.into_iter();
        let measures = std::iter::once(Measure::Ceiling).chain(parts.flat_map(of_part));
        measures.filter(|measure| other.measure(*measure) < self.measure(*measure))
    }
}

fn measured(rules: &Rules, items: &[ResolvedItem], rank: &impl Fn(&str) -> i64) -> PartEffort {
    let mut plan = Needs::default();
    let mut authority = 0;
    for item in items {
        plan.add(&item.item);
        authority = authority.max(sure_authority(&item.item, |at| rank(&rules.actions[at].by)));
    }
    PartEffort {
        spend: plan.cheapest(rules).cost,
        actions: i64::try_from(plan.count()).unwrap_or(i64::MAX),
        authority,
    }
}

/// Gives the highest role that surely acts, by the rank of who does each action.
///
/// Of a pick of n it is the n-th lowest of the roles on offer. Whoever holds a case may be anybody, so `holder` counts as
/// the lowest.
fn sure_authority(item: &Item, rank: impl Fn(usize) -> i64) -> i64 {
    match item {
        Item::Action(action) => rank(*action),
        Item::Pick { pick, from } => {
            let mut ranks: Vec<i64> = from.iter().map(|action| rank(*action)).collect();
            ranks.sort_unstable();
            ranks.get(pick.saturating_sub(1)).copied().unwrap_or(0)
        }
    }
}
