//! Pauses: stretches during which the clocks that may wait do so.
//!
//! A pause shifts: a deadline that was still running when the pause began is due later by the
//! pause's length. It has a reason, a start and an end from the beginning, so what it does can be
//! said at once, and nothing is frozen and then late all of a sudden. The recovery deadline waits
//! only when the customer asked for it (clocks.md); the first answer and promises never do.

use chrono::TimeDelta;

use crate::domain::calendar::Calendar;
use crate::domain::case::decide::Refusal;
use crate::domain::case::untimely::Untimely;
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{AskedBy, Event, Paused, Resumed};
use crate::domain::playbook::ClockName;
use crate::domain::span::Span;
use crate::domain::zone::Instant;

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

/// Which pauses count for a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Those of the shop as well.
    ForAnyReason,
    /// Only those the customer asked for.
    ForTheCustomer,
}

/// A clock that pauses may move.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// When it started.
    pub since: Instant,
    /// When it would run out without any pause.
    pub due: Instant,
    /// Its length, which says whether a pause gives back days, open time, or time as it passes.
    pub span: Span,
    /// Which pauses count.
    pub waits: Waits,
    /// When what it is for was done: no later pause moves it.
    pub met: Option<Instant>,
}

impl Cycle {
    /// Gives the zone of the case and the hours frozen with the plan.
    #[must_use]
    pub fn calendar(&self) -> Calendar<'_> {
        Calendar::new(self.zone.get(), self.plan.hours.as_ref())
    }

    /// Gives the pauses that move a deadline, with where each moves it to, in their order.
    #[must_use]
    pub fn moves(&self, clock: Clock) -> Vec<(&Pause, Instant)> {
        let mut due = clock.due;
        let mut moves = Vec::new();
        for pause in &self.pauses {
            let counts =
                clock.waits == Waits::ForAnyReason || pause.paused.asked_by == AskedBy::Customer;
            let running = clock.met.is_none_or(|met| pause.paused.from < met);
            if counts && running && pause.moves(clock.since, due) {
                let from = pause.paused.from.max(clock.since);
                due = self.given_back(due, (from, pause.end()), clock.span);
                moves.push((pause, due));
            }
        }
        moves
    }

    /// Adds to a deadline what its clock would have counted during a pause.
    fn given_back(&self, due: Instant, (from, to): (Instant, Instant), span: Span) -> Instant {
        let calendar = self.calendar();
        let moved = match span {
            Span::Elapsed { .. } | Span::Days { .. } => None,
            Span::OpenTime { .. } => calendar
                .open_between(from, to)
                .and_then(|seconds| calendar.add_open(due, seconds))
                .ok(),
            Span::OpenDays { .. } => calendar.days(from, to).ok().and_then(|days| {
                let begun = calendar.zone.wall(from).date();
                let opened = days
                    .iter()
                    .filter(|day| day.seconds > 0 && day.date > begun);
                let count = u32::try_from(opened.count()).ok()?;
                calendar.add_open_days(due, count).ok()
            }),
        };
        moved.unwrap_or(due + (to - from))
    }

    /// Gives where the pauses move a deadline to.
    #[must_use]
    pub fn moved(&self, clock: Clock) -> Instant {
        let moves = self.moves(clock);
        moves.last().map_or(clock.due, |(_, moved)| *moved)
    }

    /// Gives the recovery clock.
    #[must_use]
    pub fn recovery(&self) -> Clock {
        Clock {
            since: self.plan.start.at,
            due: self.plan.recover.at,
            span: self.plan.clock(ClockName::Recover).span,
            waits: Waits::ForTheCustomer,
            met: None,
        }
    }

    /// Gives the recovery deadline, with the time the customer asked for added.
    #[must_use]
    pub fn recover_at(&self) -> Instant {
        self.moved(self.recovery())
    }

    /// Gives the moment at which a share of the recovery clock has passed, in percent: of the time
    /// that it counts, so not of pauses, nor of shut hours when it counts open ones.
    #[must_use]
    pub fn share_at(&self, percent: u32) -> Instant {
        let clock = self.recovery();
        let part = |seconds: i64| seconds * i64::from(percent) / 100;
        let elapsed =
            clock.since + TimeDelta::seconds(part((clock.due - clock.since).num_seconds()));
        let open = self.calendar();
        let counted = clock.span.counts_open_time().then(|| {
            let all = open.open_between(clock.since, clock.due).ok()?;
            let part = u64::try_from(part(i64::try_from(all).ok()?)).ok()?;
            open.add_open(clock.since, part).ok()
        });
        let due = counted.flatten().unwrap_or(elapsed);
        self.moved(Clock { due, ..clock })
    }

    /// Gives the pause that runs at `now`, if one does.
    #[must_use]
    pub fn paused(&self, now: Instant) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.runs_at(now))
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
            return Err(Untimely::PauseTooLong.into());
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
