//! Promises: what a customer was told with a time, each with a deadline of its own.
//!
//! No pause moves a promise, and nothing makes a broken one good. Who cannot keep one and says so
//! before it lapses makes another in its place; the old one then counts as told in time, not as
//! kept: a thing that comes later than was promised undoes more than the delay alone.

use chrono::{Datelike, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::domain::case::refusal::Refusal;
use crate::domain::case::untimely::Untimely;
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Event, PromiseKept, PromiseMade, TakesIn, Unfit};
use crate::domain::time::zone::Instant;

/// How far ahead a promise reaches at most, in days: a year. What lies beyond is a slip of the pen.
pub const FARTHEST_DAYS: i64 = 366;

/// A promise and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// As it was made.
    pub made: PromiseMade,
    /// When it was kept, and when that was entered.
    pub kept: Option<(PromiseKept, Instant)>,
    /// When another took its place.
    pub replaced_at: Option<Instant>,
}

impl Promise {
    /// Gives the moment at which it was kept, in time or not.
    #[must_use]
    pub fn kept_at(&self) -> Option<Instant> {
        self.kept.as_ref().map(|(kept, _)| kept.at)
    }

    /// Says whether it still has to be kept.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.kept.is_none() && self.replaced_at.is_none()
    }

    /// Names it with its words and its time: `promise 1 ("A call", by Sun 22 Nov 18:00)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let PromiseMade {
            promise, text, by, ..
        } = &self.made;
        let by = by.wall.format("%a %-d %b %H:%M");
        match text.words() {
            Some(words) => format!("promise {promise} (\"{}\", by {by})", words.on_terminal()),
            None => format!("promise {promise} (by {by})"),
        }
    }

    /// Says what became of it, seen from `now`.
    #[must_use]
    pub fn fate(&self, now: Instant) -> PromiseFate {
        let by = self.made.by.at;
        match (self.kept_at(), self.replaced_at) {
            (Some(kept), _) if kept <= by => PromiseFate::Kept,
            (None, Some(told)) if told <= by => PromiseFate::ToldInTime,
            (None, None) if now <= by => PromiseFate::Open,
            (Some(_) | None, _) => PromiseFate::Broken,
        }
    }

    /// Gives the moment at which it was broken, or will be if nothing is done.
    #[must_use]
    pub fn breaks_at(&self) -> Option<Instant> {
        let by = self.made.by.at;
        let in_time = |at: Instant| at <= by;
        let saved = self.kept_at().is_some_and(in_time) || self.replaced_at.is_some_and(in_time);
        (!saved).then_some(by)
    }
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseFate {
    /// Its time has not come.
    Open,
    /// Kept in time.
    Kept,
    /// The customer was told of the delay before it lapsed.
    ToldInTime,
    /// It lapsed; what was done later does not change that.
    Broken,
}

/// How far ahead a promise reaches, so that promises can be compared with their like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PromiseReach {
    /// Within two hours.
    Hours,
    /// On the same day.
    SameDay,
    /// On the next day.
    NextDay,
    /// Within seven days.
    Week,
    /// Later.
    Longer,
}

impl PromiseReach {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::Hours,
        Self::SameDay,
        Self::NextDay,
        Self::Week,
        Self::Longer,
    ];

    /// Sorts a promise by the wall clock of the shop: when it was made, and by when it is due.
    #[must_use]
    pub fn of(made: NaiveDateTime, by: NaiveDateTime) -> Self {
        let days = by.date().num_days_from_ce() - made.date().num_days_from_ce();
        if (by - made).num_minutes() <= 120 {
            return Self::Hours;
        }
        match days {
            ..=0 => Self::SameDay,
            1 => Self::NextDay,
            2..=7 => Self::Week,
            _ => Self::Longer,
        }
    }

    /// Gives the words for it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hours => "within two hours",
            Self::SameDay => "same day",
            Self::NextDay => "next day",
            Self::Week => "within a week",
            Self::Longer => "longer than a week",
        }
    }
}

/// A promise as the record of all promises needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldPromise {
    /// How far ahead it reached.
    pub reach: PromiseReach,
    /// By when it was to be kept; that moment itself is in time.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub by: Instant,
    /// What became of it; an open one is broken once its time has come.
    pub fate: PromiseFate,
}

/// What became of the latest promises of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PromiseRecord {
    /// Kept in time.
    pub kept: u32,
    /// Not kept, but the customer was told before it lapsed.
    pub told_in_time: u32,
    /// Broken.
    pub broken: u32,
}

impl PromiseRecord {
    /// Takes in a promise, if its time has come.
    pub fn add(&mut self, told: &ToldPromise, now: Instant) {
        match told.fate {
            PromiseFate::Kept => self.kept += 1,
            PromiseFate::ToldInTime => self.told_in_time += 1,
            PromiseFate::Broken => self.broken += 1,
            PromiseFate::Open if told.by < now => self.broken += 1,
            PromiseFate::Open => {}
        }
    }

    /// Counts them all.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.kept + self.told_in_time + self.broken
    }
}

impl Cycle {
    /// Gives the first moment at which a promise was broken, or will be if nothing is done.
    #[must_use]
    pub fn first_broken_promise(&self) -> Option<Instant> {
        self.promises.iter().filter_map(Promise::breaks_at).min()
    }

    /// Gives the promise that has to be kept first.
    #[must_use]
    pub fn next_promise(&self) -> Option<&Promise> {
        let open = self.promises.iter().filter(|promise| promise.is_open());
        open.min_by_key(|promise| (promise.made.by.at, promise.made.promise))
    }
}

impl TakesIn<PromiseMade> for Case {
    fn take_in(&mut self, made: PromiseMade, _: Instant) -> Result<(), Unfit> {
        let cycle = self.running_cycle()?;
        if let Some(old) = made.instead_of {
            let mut promises = cycle.promises.iter_mut();
            let old = promises.find(|promise| promise.made.promise == old);
            old.ok_or(Unfit::NoPromise)?.replaced_at = Some(made.made);
        }
        cycle.promises.push(Promise {
            made,
            kept: None,
            replaced_at: None,
        });
        Ok(())
    }
}

impl TakesIn<PromiseKept> for Case {
    fn take_in(&mut self, kept: PromiseKept, entered: Instant) -> Result<(), Unfit> {
        let mut promises = self.running_cycle()?.promises.iter_mut();
        let promise = promises.find(|promise| promise.made.promise == kept.promise);
        promise.ok_or(Unfit::NoPromise)?.kept = Some((kept, entered));
        Ok(())
    }
}

impl Case {
    /// Gives the number of the next promise of this case.
    #[must_use]
    pub fn next_promise_number(&self) -> u32 {
        let promises = self.cycles.iter().flat_map(|cycle| &cycle.promises);
        promises.map(|one| one.made.promise).max().unwrap_or(0) + 1
    }

    /// Gives every promise for the record of them all, but none that closing has overtaken.
    #[must_use]
    pub fn told_promises(&self) -> Vec<ToldPromise> {
        let ended = |cycle: &Cycle| {
            let closed = self.closed.as_ref().and_then(|closed| closed.at);
            let running = self.cycle().is_some_and(|last| std::ptr::eq(last, cycle));
            if running { closed } else { cycle.ended }
        };
        let of_cycle = |cycle: &Cycle| {
            let ended = ended(cycle);
            let told = cycle.promises.iter().filter_map(|promise| {
                let by = promise.made.by;
                let overtaken = promise.is_open() && ended.is_some_and(|ended| ended <= by.at);
                let made = self.zone.get().wall(promise.made.made);
                (!overtaken).then(|| ToldPromise {
                    reach: PromiseReach::of(made, by.wall),
                    by: by.at,
                    fate: promise.fate(by.at),
                })
            });
            told.collect::<Vec<_>>()
        };
        self.cycles.iter().flat_map(of_cycle).collect()
    }

    /// Decides whether something may be promised.
    ///
    /// # Errors
    /// When the case is closed or has no plan, the time is not after the telling, the telling
    /// lies ahead or before the complaint, or the promise it replaces is not open.
    pub fn decide_promise(&self, made: PromiseMade, now: Instant) -> Result<Vec<Event>, Refusal> {
        let cycle = self.running()?;
        if made.made > now {
            return Err(Refusal::InTheFuture);
        }
        if made.made < cycle.plan.start.at {
            return Err(Untimely::PromiseBeforeTold.into());
        }
        if made.by.at <= made.made {
            return Err(Untimely::PromiseOver.into());
        }
        if made.by.at - made.made > TimeDelta::days(FARTHEST_DAYS) {
            return Err(Untimely::PromiseTooFar.into());
        }
        if let Some(old) = made.instead_of {
            let number = old;
            let old = self.open_promise(old)?;
            if made.by.at <= old.made.by.at {
                return Err(Untimely::NotLater { number }.into());
            }
            if made.made < old.made.made {
                return Err(Untimely::ToldBeforeMade { number }.into());
            }
        }
        Ok(self.with_rungs(Event::PromiseMade(made), now))
    }

    /// Decides whether a promise may be entered as kept.
    ///
    /// # Errors
    /// When the case is closed or has no plan, no such promise is open, or the time cannot be.
    pub fn decide_kept(&self, kept: PromiseKept, now: Instant) -> Result<Vec<Event>, Refusal> {
        let promise = self.open_promise(kept.promise)?;
        if kept.at > now {
            return Err(Refusal::InTheFuture);
        }
        if kept.at < promise.made.made {
            return Err(Untimely::KeptBeforeMade.into());
        }
        Ok(self.with_rungs(Event::PromiseKept(kept), now))
    }

    fn open_promise(&self, number: u32) -> Result<&Promise, Refusal> {
        let case = self.number();
        let cycle = self.running()?;
        let mut promises = cycle.promises.iter();
        let found = promises.find(|promise| promise.made.promise == number);
        let open = || {
            let open = cycle.promises.iter().filter(|promise| promise.is_open());
            open.map(|promise| promise.made.promise).collect()
        };
        match found {
            Some(promise) if promise.kept.is_some() => Err(Untimely::AlreadyKept {
                case: self.number(),
                number,
            }
            .into()),
            Some(promise) if promise.is_open() => Ok(promise),
            Some(_) | None => Err(Untimely::NoSuchPromise {
                case,
                number,
                open: open(),
            }
            .into()),
        }
    }
}
