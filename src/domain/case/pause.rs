//! Pauses: stretches during which the clocks that may wait do so.
//!
//! A pause shifts: a deadline that was still running when the pause began is due later by the
//! pause's length. It has a reason, a start and an end from the beginning, so what it does can be
//! said at once, and nothing is frozen and then late all of a sudden. The recovery deadline waits
//! only when the customer asked for it, because nobody else may lengthen it; the first answer and promises never do.

use chrono::TimeDelta;

use crate::domain::case::Case;
use crate::domain::case::refusal::Refusal;
use crate::domain::case::untimely::Untimely;
use crate::domain::event::{Event, Paused, Resumed, TakesIn, Unfit};
use crate::domain::time::zone::Instant;

/// The longest pause, in days: what has waited longer is another matter than the one that was
/// complained about. Ours; as long as the built-in time after which we ask whether they stayed.
pub const LONGEST_DAYS: i64 = 90;

/// A stretch during which some clocks wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    /// As it was asked for.
    pub paused: Paused,
    /// When it was ended before its time, by going on or by closing the case.
    pub ended: Option<Instant>,
}

impl Pause {
    /// Gives the moment at which the clocks go on.
    #[must_use]
    pub fn end(&self) -> Instant {
        let until = self.paused.until.at;
        self.ended.map_or(until, |ended| ended.min(until))
    }

    /// Gives by how much it moves a deadline.
    #[must_use]
    pub fn length(&self) -> TimeDelta {
        self.end() - self.paused.from
    }

    /// Says whether the clocks wait at `now`.
    #[must_use]
    pub fn runs_at(&self, now: Instant) -> bool {
        self.paused.from <= now && now < self.end()
    }

    /// Says whether it moves a deadline whose clock started at `since` and is due at `due`.
    ///
    /// A deadline that had passed when the pause began stays where it was: late stays late.
    #[must_use]
    pub fn moves(&self, since: Instant, due: Instant) -> bool {
        self.end() > since && self.paused.from <= due
    }
}

impl TakesIn<Paused> for Case {
    fn take_in(&mut self, paused: Paused, _: Instant) -> Result<(), Unfit> {
        let ended = None;
        self.running_cycle()?.pauses.push(Pause { paused, ended });
        Ok(())
    }
}

impl TakesIn<Resumed> for Case {
    fn take_in(&mut self, resumed: Resumed, _: Instant) -> Result<(), Unfit> {
        let pause = self.running_cycle()?.pauses.last_mut();
        pause.ok_or(Unfit::NotPaused)?.ended = Some(resumed.at);
        Ok(())
    }
}

impl Case {
    /// Decides whether the clocks may wait.
    ///
    /// # Errors
    /// When the case is closed, has no plan, waits already, or the end is not after `now` or more
    /// than [`LONGEST_DAYS`] away.
    pub fn decide_pause(&self, paused: Paused, now: Instant) -> Result<Vec<Event>, Refusal> {
        let cycle = self.running()?;
        let case = self.number();
        if let Some(pause) = cycle.paused(now) {
            let until = pause.paused.until.wall;
            return Err(Untimely::Paused { case, until }.into());
        }
        if paused.until.at <= now {
            return Err(Untimely::PauseOver.into());
        }
        if paused.until.at - now > TimeDelta::days(LONGEST_DAYS) {
            let most_days = LONGEST_DAYS;
            return Err(Untimely::PauseTooLong { most_days }.into());
        }
        Ok(self.with_rungs(Event::Paused(paused), now))
    }

    /// Decides whether the clocks may go on.
    ///
    /// # Errors
    /// When the case is closed, has no plan, or does not wait.
    pub fn decide_resume(&self, now: Instant) -> Result<Vec<Event>, Refusal> {
        let cycle = self.running()?;
        let case = self.number();
        if cycle.paused(now).is_none() {
            return Err(Untimely::NotPaused { case }.into());
        }
        Ok(self.with_rungs(Event::Resumed(Resumed { at: now }), now))
    }
}
