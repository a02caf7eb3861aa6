//! Whether the customer stayed: looked at long after the recovery, 90 days by default.
//!
//! *Stayed* means that a purchase, visit or renewal was written down after the recovery; a review
//! that nobody wrote down says nothing, and is asked for: silence is not counted as having stayed.

use chrono::NaiveDate;

use crate::domain::case::Case;
use crate::domain::case::clock::Clock;
use crate::domain::case::deadline::{Deadline, DeadlineName};
use crate::domain::case::refusal::Refusal;
use crate::domain::case::untimely::Untimely;
use crate::domain::event::{Event, Outcome, Reviewed, Stayed, TakesIn, Unfit};
use crate::domain::playbook::ClockName;
use crate::domain::time::zone::Instant;

impl TakesIn<Reviewed> for Case {
    fn take_in(&mut self, reviewed: Reviewed, _: Instant) -> Result<(), Unfit> {
        self.review = Some(reviewed);
        Ok(())
    }
}

impl Case {
    /// Gives the deadline by which somebody should know whether the customer stayed.
    ///
    /// It runs from the recovery, or from the closing of a case that was never recovered, and
    /// closing does not stop it. A customer who was lost is not asked about again.
    #[must_use]
    pub fn stayed(&self, now: Instant) -> Option<Deadline> {
        if self.outcome() == Some(Outcome::Lost) {
            return None;
        }
        let cycle = self.cycle()?;
        let begun = self.review_begins(now);
        let start = begun.unwrap_or(cycle.recover_at());
        let span = cycle.plan.clock(ClockName::Stayed).span;
        let due = span.after(start, cycle.calendar()).unwrap_or(start);
        let clock = Clock {
            span: Some(span),
            ..Clock::named(start, due)
        };
        Some(Deadline {
            met_at: self.review.as_ref().map(|review| review.at),
            provisional: begun.is_none(),
            ..cycle.deadline(DeadlineName::Stayed, self.cycles.len(), clock)
        })
    }

    fn review_begins(&self, now: Instant) -> Option<Instant> {
        let closed = self.closed.as_ref().and_then(|closed| closed.at);
        self.recovered_at(now).or(closed)
    }

    /// Decides whether it may be written down that the customer stayed or left.
    ///
    /// `today` is the date on the shop's wall clock at `now`.
    ///
    /// # Errors
    /// When the case is neither recovered nor closed, or they are said to have come back before
    /// that day or on a day to come.
    pub fn decide_review(
        &self,
        stayed: Stayed,
        now: Instant,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        let case = self.number();
        let begun = self.review_begins(now);
        let begun = begun.ok_or(Untimely::TooEarlyToStay { case })?;
        if let Stayed::Back(on) = stayed {
            let begun = self.zone.get().wall(begun).date();
            if on < begun || on > today {
                return Err(Untimely::StayedWhen { from: begun }.into());
            }
        }
        Ok(self.with_rungs(Event::Reviewed(Reviewed { stayed, at: now }), now))
    }
}
