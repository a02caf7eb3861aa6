//! Which cases, and which deadlines, are asked for.

use crate::domain::case::deadline::{CaseState, DeadlineState};
use crate::domain::case::listed::ListedCase;
use crate::domain::case::reminders::{Reminder, ReminderFate};
use crate::domain::time::zone::Instant;

/// What is asked for; by default everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter<'t> {
    /// Only what is late.
    pub late: bool,
    /// Only what is due by then; what is late is.
    pub until: Option<Instant>,
    /// Only where this role has something to do next: a role, or `holder`.
    pub role: Option<&'t str>,
}

impl CaseFilter<'_> {
    /// Says whether nothing is left out.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        *self == CaseFilter::default()
    }

    /// Gives a case as it is asked for: with what the role has to do next. `None` when it is not.
    #[must_use]
    pub fn seen(&self, case: ListedCase) -> Option<ListedCase> {
        if !self.takes(&case) {
            return None;
        }
        match self.role {
            Some(role) => case.seen_by(role),
            None => Some(case),
        }
    }

    fn takes(&self, case: &ListedCase) -> bool {
        let due = case.due_at().or(case.prevent_due_at());
        let in_time = self
            .until
            .is_none_or(|until| due.is_some_and(|due| due <= until));
        in_time && (!self.late || case.state == CaseState::Late)
    }

    /// Gives a deadline for a calendar as it is asked for, `None` when it is not.
    ///
    /// With a role, what waits for a step of that role: a calendar looks further ahead than to the next step. What no
    /// longer does is over for that role. What is to be forgotten is not left out for being late or far away: a
    /// calendar may have been given it when it was not.
    #[must_use]
    pub fn seen_in_calendar(&self, mut one: Reminder, now: Instant) -> Option<Reminder> {
        if let Some(role) = self.role {
            if !one.ever_by.contains(role) {
                return None;
            }
            if one.fate == ReminderFate::Stands && !one.by.contains(role) {
                one.fate = ReminderFate::Over;
            }
        }
        let due_at = one.deadline.due_at;
        let in_time = self.until.is_none_or(|until| due_at <= until);
        let taken = in_time && (!self.late || one.deadline.state(now) == DeadlineState::Late);
        (one.fate != ReminderFate::Stands || taken).then_some(one)
    }
}
