//! Past cases run through another playbook: what a change would have meant for the customers there were.
//!
//! Both sides are what the playbooks themselves give a case, by its type, tier and severity as they stand now. What is
//! known of the customer is left aside, a pick counts by its cheapest filling, and what really happened plays no part: so
//! only the playbooks differ. Either side may have holes; the cases that fall into one are told of, not guessed at.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;

use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::role_rank::RoleRanks;
use crate::domain::time::calendar::Hours;
use crate::domain::time::zone::{Instant, Zone};

mod side;
mod tally;
#[cfg(test)]
mod tests;
mod weigh;

pub use side::{Lack, Side, Totals};
pub use tally::{ClockTally, ReplayTally};
pub use weigh::{Amount, Comparison, Goes, MeasureChange, ReplayOutcome, Verdict, What, WhichSide};

use weigh::Scales;

/// All of a case that bears on what a playbook gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseKind {
    /// The id of the complaint type.
    pub complaint: String,
    /// Ids of further types, which add to what the first one gives.
    pub also: Vec<String>,
    /// The id of the tier.
    pub tier: String,
    /// How much it hurt.
    pub severity: Severity,
}

/// One case of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastCase {
    /// Its number.
    pub number: u64,
    /// When the customer told us.
    pub told_at: Instant,
    /// Its kind, by position in [`PastCases::kinds`].
    pub kind: usize,
}

/// Cases of the past. There are far fewer kinds than cases, so each kind is kept once.
#[derive(Clone, Debug, Default)]
pub struct PastCases {
    /// Each kind there is, in the order in which they came.
    pub kinds: Vec<CaseKind>,
    /// The cases, in the order in which they came.
    pub cases: Vec<PastCase>,
    /// How many of them were planned by the playbook of each name.
    pub playbooks: BTreeMap<String, u64>,
    known: HashMap<String, usize>,
    key: String,
}

/// What a case was: its complaint types, the first of which decides, its tier, and how much it hurt.
#[derive(Clone, Copy, Debug)]
pub struct Was<'w> {
    /// The id of the complaint type.
    pub complaint: &'w str,
    /// Ids of further types.
    pub also: &'w [String],
    /// The id of the tier.
    pub tier: &'w str,
    /// How much it hurt.
    pub severity: Severity,
    /// The name of the playbook it was planned by.
    pub playbook: &'w str,
}

impl PastCases {
    /// Takes in one more case.
    pub fn add(&mut self, number: u64, told_at: Instant, was: Was<'_>) {
        let kind = self.kind(was);
        self.cases.push(PastCase {
            number,
            told_at,
            kind,
        });
        match self.playbooks.get_mut(was.playbook) {
            Some(count) => *count += 1,
            None => {
                self.playbooks.insert(was.playbook.to_owned(), 1);
            }
        }
    }

    /// Finds the kind of a case. Nothing is allocated for a kind that is known.
    fn kind(&mut self, was: Was<'_>) -> usize {
        self.key.clear();
        let words = [was.complaint, was.tier, was.severity.word()].into_iter();
        for word in words.chain(was.also.iter().map(String::as_str)) {
            self.key.push_str(word);
            self.key.push('\n');
        }
        if let Some(known) = self.known.get(&self.key) {
            return *known;
        }
        self.kinds.push(CaseKind {
            complaint: was.complaint.to_owned(),
            also: was.also.to_vec(),
            tier: was.tier.to_owned(),
            severity: was.severity,
        });
        let kind = self.kinds.len() - 1;
        self.known.insert(self.key.clone(), kind);
        kind
    }
}

/// Past cases with what two playbooks give them.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The cases.
    pub past: PastCases,
    /// What came of each kind, in the order of [`PastCases::kinds`].
    pub outcomes: Vec<ReplayOutcome>,
}

impl Replayed {
    /// Runs every case through both playbooks: the one compared with, and the changed one.
    ///
    /// A length in open time is weighed against other lengths by the shop's usual week.
    #[must_use]
    pub fn of(past: PastCases, before: &Side<'_>, after: &Side<'_>, hours: Option<&Hours>) -> Self {
        let ranks = RoleRanks::of(&before.rules().roles, &after.rules().roles);
        let mut scales = Scales::new(before, after, &ranks, hours);
        let outcomes = past.kinds.iter().map(|kind| scales.weigh(kind)).collect();
        Self { past, outcomes }
    }

    /// Gives what came of a case.
    #[must_use]
    pub fn outcome(&self, case: &PastCase) -> &ReplayOutcome {
        &self.outcomes[case.kind]
    }

    /// Adds up all cases.
    #[must_use]
    pub fn whole(&self) -> ReplayTally {
        let mut whole = ReplayTally::default();
        for (outcome, cases) in self.outcomes.iter().zip(self.counts()) {
            whole.add(outcome, cases);
        }
        whole
    }

    /// Adds up the cases of each tier.
    #[must_use]
    pub fn by_tier(&self) -> BTreeMap<&str, ReplayTally> {
        let mut tiers: BTreeMap<&str, ReplayTally> = BTreeMap::new();
        let kinds = self.past.kinds.iter().zip(&self.outcomes);
        for ((kind, outcome), cases) in kinds.zip(self.counts()) {
            let tally = tiers.entry(&kind.tier).or_default();
            tally.add(outcome, cases);
        }
        tiers
    }

    /// Adds up the cases of each month, in year and month, in which the customer told us.
    #[must_use]
    pub fn by_month(&self, zone: &Zone) -> BTreeMap<(i32, u32), ReplayTally> {
        let mut counts: BTreeMap<(i32, u32), Vec<u64>> = BTreeMap::new();
        for case in &self.past.cases {
            let wall = zone.wall(case.told_at);
            let month = counts.entry((wall.year(), wall.month()));
            let kinds = month.or_insert_with(|| vec![0; self.outcomes.len()]);
            kinds[case.kind] += 1;
        }
        let tally = |counts: Vec<u64>| {
            let mut tally = ReplayTally::default();
            for (outcome, cases) in self.outcomes.iter().zip(counts) {
                tally.add(outcome, cases);
            }
            tally
        };
        let months = counts.into_iter();
        months
            .map(|(month, counts)| (month, tally(counts)))
            .collect()
    }

    /// Counts the cases of each kind.
    fn counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.outcomes.len()];
        for case in &self.past.cases {
            counts[case.kind] += 1;
        }
        counts
    }
}
