//! Cases added up: how many would have got more or less, and what both playbooks plan for them.

use super::side::Totals;
use super::weigh::{Comparison, Goes, ReplayOutcome, Verdict, What};
use crate::domain::playbook::ClockName;

/// For how many cases a clock runs otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClockTally {
    /// It ends sooner.
    pub shorter: u64,
    /// It ends later, if only at some hours of the week.
    pub longer: u64,
}

/// Cases added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplayTally {
    /// All of them.
    pub cases: u64,
    /// Those that would have got as much.
    pub same: u64,
    /// Of those that would have got as much, the ones that would have got something else.
    pub swapped: u64,
    /// Those that would have got more, and nothing less.
    pub more: u64,
    /// Those that would have got less of something.
    pub less: u64,
    /// Those for which one playbook or both have no answer; they are in none of the sums.
    pub unanswered: u64,
    /// What the playbook compared with plans for those that both answer.
    pub before: Totals,
    /// What the changed playbook plans for them.
    pub after: Totals,
    /// For how many of them each clock runs otherwise, by [`ClockName::ALL`].
    pub clocks: [ClockTally; 4],
}

impl ReplayTally {
    /// Takes in that many cases of one outcome.
    pub(super) fn add(&mut self, outcome: &ReplayOutcome, cases: u64) {
        self.cases += cases;
        match outcome {
            ReplayOutcome::Unanswered { .. } => self.unanswered += cases,
            ReplayOutcome::Compared(compared) => self.add_compared(compared, cases),
        }
    }

    fn add_compared(&mut self, compared: &Comparison, cases: u64) {
        match compared.verdict() {
            Verdict::Less => self.less += cases,
            Verdict::More => self.more += cases,
            Verdict::Same => {
                self.same += cases;
                self.swapped += if compared.is_swap() { cases } else { 0 };
            }
        }
        self.before.add(compared.before, cases);
        self.after.add(compared.after, cases);
        for change in &compared.changes {
            if let What::Clock(clock) = change.what {
                self.clocks[clock as usize].add(change.goes, cases);
            }
        }
    }

    /// Gives for how many cases a clock runs otherwise.
    #[must_use]
    pub const fn clock(&self, clock: ClockName) -> ClockTally {
        self.clocks[clock as usize]
    }
}

impl ClockTally {
    const fn add(&mut self, goes: Goes, cases: u64) {
        match goes {
            Goes::Up => self.shorter += cases,
            Goes::Down | Goes::Either => self.longer += cases,
        }
    }
}
