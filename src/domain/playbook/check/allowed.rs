//! What the owner has allowed, with a reason; and what is no longer true.

use std::cell::RefCell;

use chrono::{Months, NaiveDate};

use super::in_words::described;
use super::{Answers, ProofBasis, shop_lengths};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{Allow, Rules};

/// The exceptions of a playbook, and which of them were needed.
pub(super) struct Allows<'p> {
    allows: &'p [Allow],
    used: RefCell<Vec<bool>>,
}

impl<'p> Allows<'p> {
    pub(super) fn new(rules: &'p Rules) -> Self {
        Self {
            allows: &rules.allows,
            used: RefCell::new(vec![false; rules.allows.len()]),
        }
    }

    /// Says whether a finding in this cell is allowed. Ask only where there is one: the first exception that covers it
    /// then counts as needed.
    pub(super) fn cover(&self, kind: FindingKind, cell: Cell) -> bool {
        let covers = |allow: &Allow| allow.finding == kind && allow.region.covers(cell);
        let Some(first) = self.allows.iter().position(covers) else {
            return false;
        };
        self.used.borrow_mut()[first] = true;
        true
    }

    /// Counts the exceptions that were needed.
    pub(super) fn needed(&self) -> usize {
        self.used.borrow().iter().filter(|used| **used).count()
    }

    /// Finds the exceptions that were not needed; what could not be proved in this setting says nothing about them.
    pub(super) fn no_longer_needed(&self, rules: &Rules, setting: &ProofBasis<'_>) -> Vec<Finding> {
        let used = self.used.borrow();
        let unused = self.allows.iter().zip(used.iter());
        let unused =
            unused.filter(|(allow, used)| !**used && proved(allow.finding, rules, setting));
        unused.map(|(allow, _)| no_longer(rules, allow)).collect()
    }
}

/// Says whether everything that could lead to such a finding was looked at.
fn proved(kind: FindingKind, rules: &Rules, setting: &ProofBasis<'_>) -> bool {
    match kind {
        FindingKind::Closed => setting.hours().is_some(),
        FindingKind::TooLate | FindingKind::ClockLengthens => {
            setting.hours().is_some() || !shop_lengths::counts_open_time(rules)
        }
        FindingKind::Faceless => setting.people().is_some(),
        FindingKind::Syntax
        | FindingKind::Unknown
        | FindingKind::Gap
        | FindingKind::Ambiguous
        | FindingKind::EffortFalls
        | FindingKind::FloorDiffers
        | FindingKind::OverCeiling
        | FindingKind::Duplicate
        | FindingKind::Unreachable
        | FindingKind::NoChoice
        | FindingKind::NotLive
        | FindingKind::NotASurprise
        | FindingKind::NoDeed
        | FindingKind::Wording
        | FindingKind::Stale => true,
    }
}

fn no_longer(rules: &Rules, allow: &Allow) -> Finding {
    let cells = rules.space().cells();
    let cells: Vec<Cell> = cells.filter(|cell| allow.region.covers(*cell)).collect();
    let message = format!(
        "there is no `{}` left to allow for {}",
        allow.finding.word(),
        described(rules, &cells)
    );
    let hint = "remove this `[[allow]]`".to_owned();
    Finding::new(FindingKind::Stale, allow.place, message, hint).hitting(cells)
}

/// Months after which a playbook should have been read through again; ours.
const A_YEAR: Months = Months::new(12);

/// Finds a playbook that nobody has read through for a year, or not yet.
pub(super) fn long_unread(answers: Answers<'_>, today: NaiveDate) -> Option<Finding> {
    let reviewed = answers.rules.reviewed.as_ref()?;
    let read = reviewed.value;
    let message = if read > today {
        format!("nobody can have read this playbook through on {read}, which is still to come")
    } else if read.checked_add_months(A_YEAR)? < today {
        format!("nobody has read this playbook through since {read}")
    } else {
        return None;
    };
    let hint = format!("read it through, then write `reviewed = {today}`");
    let finding = Finding::new(FindingKind::Stale, reviewed.place, message, hint);
    answers.hitting(finding, answers.rules.space().cells())
}
