//! One clock, one computation: when it is due, from when it is due soon, how much of it has passed.
//!
//! A clock has a start, a length, and the pauses that count for it. Whoever wants to know anything of it
//! comes here: lists, the night report, `why`, calendar files, rungs and planning again.

use chrono::TimeDelta;

use crate::domain::case::Cycle;
use crate::domain::case::pause::Pause;
use crate::domain::event::AskedBy;
use crate::domain::playbook::ClockName;
use crate::domain::time::calendar::Calendar;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

/// The share of a clock's own time after which it is due soon, in percent: its last quarter. The number is ours.
const SOON: u32 = 75;

/// Which pauses count for a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// None: a first answer, a promise.
    Never,
    /// Those of the shop as well.
    ForAnyReason,
    /// Only those the customer asked for.
    ForTheCustomer,
}

/// A clock, as it stands without its pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When it started.
    pub since: Instant,
    /// When it would run out without any pause.
    pub due: Instant,
    /// Its length, which says whether it counts days, open time, or time as it passes; `None` when a
    /// time was named.
    pub span: Option<Span>,
    /// Which pauses count.
    pub waits: Waits,
    /// When what it is for was done: no later pause moves it.
    pub met: Option<Instant>,
    /// What no pause takes it beyond, if it was not beyond it before.
    pub last: Option<Instant>,
}

impl Clock {
    /// A clock that runs to a time that was named, and that no pause moves.
    #[must_use]
    pub const fn named(since: Instant, due: Instant) -> Self {
        Self {
            since,
            due,
            span: None,
            waits: Waits::Never,
            met: None,
            last: None,
        }
    }

    fn counts(&self, pause: &Pause) -> bool {
        let asked = match self.waits {
            Waits::Never => false,
            Waits::ForAnyReason => true,
            Waits::ForTheCustomer => pause.paused.asked_by == AskedBy::Customer,
        };
        let running = self.met.is_none_or(|met| pause.paused.from < met);
        asked && running && pause.moves(self.since, self.due)
    }
}

impl Cycle {
    /// Gives the zone of the case and the hours frozen with the plan.
    #[must_use]
    pub fn calendar(&self) -> Calendar<'_> {
        Calendar::new(self.zone.get(), self.plan.hours.as_ref())
    }

    /// Gives the pauses that move a clock, with where each moves it to, in their order.
    #[must_use]
    pub fn moves(&self, mut clock: Clock) -> Vec<(&Pause, Instant)> {
        let mut moves = Vec::new();
        for pause in &self.pauses {
            if clock.counts(pause) {
                clock.due = self.given_back(clock, pause);
                moves.push((pause, clock.due));
            }
        }
        moves
    }

    /// Gives when a clock is due with what it would have counted during a pause added.
    fn given_back(&self, clock: Clock, pause: &Pause) -> Instant {
        let calendar = self.calendar();
        let (due, from, to) = (clock.due, pause.paused.from.max(clock.since), pause.end());
        let moved = match clock.span {
            None | Some(Span::Elapsed { .. } | Span::Days { .. }) => None,
            Some(Span::OpenTime { .. }) => calendar
                .open_between(from, to)
                .and_then(|seconds| calendar.add_open(due, seconds))
                .ok(),
            Some(Span::OpenDays { .. }) => calendar.days(from, to).ok().and_then(|days| {
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

    /// Gives where the pauses alone take a clock to.
    fn moved(&self, clock: Clock) -> Instant {
        if self.pauses.is_empty() {
            return clock.due;
        }
        self.moves(clock)
            .last()
            .map_or(clock.due, |(_, moved)| *moved)
    }

    /// Gives when a clock runs out.
    #[must_use]
    pub fn due_at(&self, clock: Clock) -> Instant {
        let moved = self.moved(clock);
        let capped = clock.last.filter(|last| clock.due <= *last);
        capped.map_or(moved, |last| moved.min(last))
    }

    /// Gives when a share of a clock's own time has passed, in percent: of the time that it counts, so
    /// not of pauses, nor of shut hours when it counts open ones.
    #[must_use]
    pub fn share_of(&self, clock: Clock, percent: u32) -> Instant {
        let part = |seconds: i64| seconds * i64::from(percent) / 100;
        let elapsed =
            clock.since + TimeDelta::seconds(part((clock.due - clock.since).num_seconds()));
        let open = self.calendar();
        let counts_open_time = clock.span.is_some_and(Span::counts_open_time);
        let counted = counts_open_time.then(|| {
            let all = open.open_between(clock.since, clock.due).ok()?;
            let part = u64::try_from(part(i64::try_from(all).ok()?)).ok()?;
            open.add_open(clock.since, part).ok()
        });
        let due = counted.flatten().unwrap_or(elapsed);
        self.moved(Clock { due, ..clock })
    }

    /// Gives the moment from which a clock is due soon: the last quarter of its own time begins. One
    /// that may not be moved any further warns as long before its end.
    #[must_use]
    pub fn soon_at(&self, clock: Clock) -> Instant {
        let warned = self.moved(clock) - self.share_of(clock, SOON);
        self.due_at(clock) - warned
    }

    /// Gives the recovery clock.
    #[must_use]
    pub fn recovery(&self) -> Clock {
        Clock {
            since: self.plan.start.at,
            due: self.plan.recover.at,
            span: Some(self.plan.clock(ClockName::Recover).span),
            waits: Waits::ForTheCustomer,
            met: None,
            last: None,
        }
    }

    /// Gives the recovery deadline, with the time the customer asked for added.
    #[must_use]
    pub fn recover_at(&self) -> Instant {
        self.due_at(self.recovery())
    }

    /// Gives the pause that runs at `now`, if one does.
    #[must_use]
    pub fn paused(&self, now: Instant) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.runs_at(now))
    }
}
