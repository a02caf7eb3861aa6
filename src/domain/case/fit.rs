//! What still fits: the work that is left against the time that is left.
//!
//! People work side by side and each does one thing at a time, in the order in which things are
//! due; a step that waits for another begins when that has ended. What the steps do not say (how
//! long somebody is away, what else they have to do) is not known here, so this is the least time
//! the rest can take, never a promise that it will do.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::case::standing::Standing;
use crate::domain::case::{Case, Cycle};
use crate::domain::plan::Task;
use crate::domain::playbook::Part;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

/// The work that is left before the next recovery deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// The recovery deadline that is to be met next.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub deadline: Instant,
    /// The least time the open steps take, in seconds, with everybody at work.
    pub work: u64,
    /// Slots whose filling could be swapped for something quicker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<PickFit>,
}

/// A filled slot that takes up time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickFit {
    /// The step's number.
    pub step: u32,
    /// What fills it now.
    pub action: String,
    /// The last moment at which it can begin and still end within its own time.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub own_latest: Option<Instant>,
    /// What could fill it instead and needs less time, best first.
    pub instead: Vec<Instead>,
}

/// Something quicker for a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instead {
    /// The action's id.
    pub action: String,
    /// The last moment at which all that is left still fits with it.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub latest: Instant,
}

impl Fit {
    /// Says whether what is left can still be done in time when everybody begins at `now`.
    #[must_use]
    pub fn holds(&self, now: Instant) -> bool {
        let own = |pick: &PickFit| pick.own_latest.is_none_or(|latest| now <= latest);
        self.in_time(now) && self.picks.iter().all(own)
    }

    fn in_time(&self, now: Instant) -> bool {
        now + seconds(self.work) <= self.deadline
    }

    /// Gives the slots whose filling no longer fits at `now`, each with the best that does; nothing
    /// is offered twice.
    #[must_use]
    pub fn swaps(&self, now: Instant) -> Vec<(&PickFit, Option<&Instead>)> {
        let in_time = self.in_time(now);
        let mut offered: Vec<&str> = Vec::new();
        let mut swaps = Vec::new();
        for pick in &self.picks {
            if in_time && pick.own_latest.is_none_or(|latest| now <= latest) {
                continue;
            }
            let mut instead = pick.instead.iter();
            let best =
                instead.find(|one| now <= one.latest && !offered.contains(&one.action.as_str()));
            offered.extend(best.map(|best| best.action.as_str()));
            swaps.push((pick, best));
        }
        swaps
    }
}

/// A step as the work plan sees it.
#[derive(Clone, Copy)]
struct StepWork<'s> {
    task: &'s Task,
    step: u32,
}

impl Cycle {
    /// The recovery deadline that is to be met next: that of the complaint as it was told first, and once that
    /// is met the earliest of the failures told later that are not put right.
    fn next_recovery(&self, now: Instant) -> Instant {
        let first = self.recover_at();
        if self.plan.later.is_empty() || self.both_halves_at(now).is_none() {
            return first;
        }
        let later = self.plan.later.iter();
        let open = later.filter(|one| self.settled_for(&one.complaint, Part::Fix).is_none());
        open.map(|one| self.due_at(self.repair(one)))
            .min()
            .unwrap_or(first)
    }

    /// Weighs what else could fill a slot; `None` when leaving it out would gain nothing, neither for
    /// the recovery nor for a time of its own.
    fn pick(
        &self,
        one: &Standing<'_>,
        works: &[StepWork<'_>],
        deadline: Instant,
    ) -> Option<PickFit> {
        let (step, number) = (one.step, one.number);
        let task = step.task.as_ref()?;
        let others: Vec<StepWork<'_>> = works
            .iter()
            .copied()
            .filter(|work| work.step != number)
            .collect();
        let (all, without) = (least_time(works), least_time(&others));
        let own_latest = self.own_latest(task);
        if without == all && own_latest.is_none() {
            return None;
        }
        let latest = deadline - seconds(all);
        let now_fits_until = own_latest.map_or(latest, |own| own.min(latest));
        let free = |other: &&Task| {
            other.action != task.action
                && !self.has_action(&other.action)
                && self.affords(step, other)
        };
        let ranked = step.ranked_options().into_iter().filter(free);
        let instead = ranked.filter_map(|other| {
            let mut swapped = works.to_vec();
            let at = swapped.iter().position(|work| work.step == number)?;
            swapped[at].task = other;
            let work = least_time(&swapped);
            let latest = deadline - seconds(work);
            let own = self.own_latest(other);
            let latest = own.map_or(latest, |own| own.min(latest));
            (latest > now_fits_until).then(|| Instead {
                action: other.action.clone(),
                latest,
            })
        });
        Some(PickFit {
            step: number,
            action: task.action.clone(),
            own_latest,
            instead: instead.collect(),
        })
    }

    /// The last moment at which an action with a time of its own can begin.
    fn own_latest(&self, task: &Task) -> Option<Instant> {
        let within = task.within?;
        let own = within.after(self.plan.start.at, self.calendar());
        own.ok().map(|own| own - seconds(takes(task)))
    }
}

impl Case {
    /// Weighs the work that is left at `now`; `None` when the deadline has passed, nothing is
    /// left, or no step says how long it takes.
    #[must_use]
    pub fn fit(&self, now: Instant) -> Option<Fit> {
        self.fit_among(&self.steps(now), now)
    }

    /// Weighs the work that is left, by the steps of the running cycle.
    pub(super) fn fit_among(&self, steps: &[Standing<'_>], now: Instant) -> Option<Fit> {
        let cycle = self.cycle().filter(|_| self.closed.is_none())?;
        let deadline = cycle.next_recovery(now);
        if now > deadline {
            return None;
        }
        // What another failure asks for has its own time, which may end later.
        let by_then = |one: &&Standing<'_>| one.step.failure.is_none() || one.due_at <= deadline;
        let open = steps.iter().filter(|one| counts(one)).filter(by_then);
        let mut open: Vec<&Standing<'_>> = open.collect();
        open.sort_by_key(|one| (one.due_at, one.step.part, one.number));
        let works: Vec<StepWork<'_>> = open.iter().filter_map(|one| work_of(one)).collect();
        let work = least_time(&works);
        if work == 0 {
            return None;
        }
        let slots = open.iter().filter(|one| !one.step.options.is_empty());
        let fit = |one: &&&Standing<'_>| cycle.pick(one, &works, deadline);
        Some(Fit {
            deadline,
            work,
            picks: slots.filter_map(|one| fit(&one)).collect(),
        })
    }
}

/// Whether a step has to be done before the recovery deadline.
fn counts(one: &Standing<'_>) -> bool {
    one.is_open() && !matches!(one.step.part, Part::FollowUp | Part::Prevent)
}

fn work_of<'c>(one: &Standing<'c>) -> Option<StepWork<'c>> {
    one.step.task.as_ref().map(|task| StepWork {
        task,
        step: one.number,
    })
}

fn takes(task: &Task) -> u64 {
    task.takes.map_or(0, Span::nominal_seconds)
}

/// Ten years at most, so it fits.
fn seconds(count: u64) -> TimeDelta {
    TimeDelta::seconds(i64::try_from(count).unwrap_or(i64::MAX / 1_000))
}

/// Gives the time from beginning to end of all the work, in seconds: it is given out in the order
/// of the list, but nobody begins what has to wait while there is something else to do.
fn least_time(works: &[StepWork<'_>]) -> u64 {
    let mut left: Vec<StepWork<'_>> = works.to_vec();
    let mut busy: BTreeMap<&str, u64> = BTreeMap::new();
    let mut ended: BTreeMap<&str, u64> = BTreeMap::new();
    while !left.is_empty() {
        let waits = |work: &StepWork<'_>| {
            let after = work.task.after.as_deref();
            after.is_some_and(|after| {
                let is_it =
                    |other: &StepWork<'_>| other.task.action == after && other.step != work.step;
                left.iter().any(is_it)
            })
        };
        // Two that wait for each other would wait for ever: the first then goes ahead.
        let at = left.iter().position(|work| !waits(work)).unwrap_or(0);
        let work = left.remove(at);
        let after = work
            .task
            .after
            .as_deref()
            .and_then(|after| ended.get(after));
        let free = busy.get(work.task.by.as_str());
        let begins = after.max(free).copied().unwrap_or(0);
        let ends = begins + takes(work.task);
        busy.insert(&work.task.by, ends);
        ended.insert(&work.task.action, ends);
    }
    busy.values().copied().max().unwrap_or(0)
}
