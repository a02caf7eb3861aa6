//! How the open cases stand, counted.

use crate::domain::case::deadline::CaseState;
use crate::domain::case::listed::ListedCase;
use crate::domain::time::zone::Instant;

/// Open cases by state, and the moments that matter. Nothing in it is about any customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseTally {
    /// Past a deadline.
    pub late: u64,
    /// In the last quarter of the span to a deadline.
    pub due_soon: u64,
    /// With time left.
    pub on_track: u64,
    /// With both halves done, and nothing due soon.
    pub recovered: u64,
    /// The nearest deadline that can still be kept.
    pub next_due_at: Option<Instant>,
    /// The oldest deadline that was missed and is still unmet.
    pub late_since: Option<Instant>,
    /// The number of the case whose deadline comes first, late ones included.
    pub first: Option<u64>,
    /// The number of the case with the nearest deadline that can still be kept.
    pub next: Option<u64>,
}

impl CaseTally {
    /// Counts open cases.
    #[must_use]
    pub fn of(cases: &[ListedCase]) -> Self {
        let of_state = |state| cases.iter().filter(move |case| case.state == state);
        let count = |state| of_state(state).count() as u64;
        let [late, due_soon, recovered] =
            [CaseState::Late, CaseState::DueSoon, CaseState::Recovered].map(count);
        let due = |case: &ListedCase| Some((case.due_at()?, case.summary.number));
        let oldest = of_state(CaseState::Late).filter_map(due).min();
        let ahead = cases.iter().filter(|case| case.state != CaseState::Late);
        let next = ahead.filter_map(due).min();
        Self {
            late,
            due_soon,
            on_track: cases.len() as u64 - late - due_soon - recovered,
            recovered,
            next_due_at: next.map(|(due, _)| due),
            late_since: oldest.map(|(due, _)| due),
            first: oldest.or(next).map(|(_, case)| case),
            next: next.map(|(_, case)| case),
        }
    }

    /// Gives the case with the nearest deadline that can still be kept, and that deadline.
    #[must_use]
    pub fn next_due(&self) -> Option<(u64, Instant)> {
        Some((self.next?, self.next_due_at?))
    }
}
