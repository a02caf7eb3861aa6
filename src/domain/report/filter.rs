//! Which cases, and which deadlines, are asked for.

use std::collections::BTreeSet;

use crate::domain::case::deadline::{CaseState, DeadlineState};
use crate::domain::case::listed::ListedCase;
use crate::domain::case::reminders::{Reminder, ReminderFate};
use crate::domain::name::is_called;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// Whose next steps are asked for: a role, or a person with every role behind which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPerson {
    /// As it was typed.
    pub typed: String,
    /// The roles; `holder` among them only where it was typed.
    pub roles: Vec<String>,
}

impl WantedPerson {
    /// Says whether they do what this role does in a case that somebody holds.
    #[must_use]
    pub fn does(&self, by: &str, holder: Option<&Words>) -> bool {
        let is_holder = || holder.is_some_and(|name| is_called(name.as_stored(), &self.typed));
        self.roles.iter().any(|role| role == by) || (by == "holder" && is_holder())
    }

    /// Says whether they stand behind one of these roles.
    fn is_among(&self, roles: &BTreeSet<String>) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}

/// What is asked for; by default everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only what is late.
    pub late: bool,
    /// Only what is due by then; what is late is.
    pub until: Option<Instant>,
    /// Only where they have something to do next.
    pub whom: Option<WantedPerson>,
}

impl CaseFilter {
    /// Says whether nothing is left out.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        *self == CaseFilter::default()
    }

    /// Gives a case as it is asked for: with what they have to do next. `None` when it is not.
    #[must_use]
    pub fn seen(&self, case: ListedCase) -> Option<ListedCase> {
        if !self.takes(&case) {
            return None;
        }
        match &self.whom {
            Some(whom) => case.seen_by(|by, holder| whom.does(by, holder)),
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
    /// Of somebody, what waits for a step of theirs: a calendar looks further ahead than to the next step. What no
    /// longer does is over for them. What is to be forgotten is not left out for being late or far away: a
    /// calendar may have been given it when it was not.
    #[must_use]
    pub fn seen_in_calendar(&self, mut one: Reminder, now: Instant) -> Option<Reminder> {
        if let Some(whom) = &self.whom {
            if !whom.is_among(&one.ever_by) {
                return None;
            }
            if one.fate == ReminderFate::Stands && !whom.is_among(&one.by) {
                one.fate = ReminderFate::Over;
            }
        }
        let due_at = one.deadline.due_at;
        let in_time = self.until.is_none_or(|until| due_at <= until);
        let taken = in_time && (!self.late || one.deadline.state(now) == DeadlineState::Late);
        (one.fate != ReminderFate::Stands || taken).then_some(one)
    }
}
