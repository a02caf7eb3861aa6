//! The deadlines of a case as a calendar outside has to know them: those that stand, and those
//! that once stood, so that it can be told to stop.
//!
//! Nobody remembers what a calendar was given. So the whole history is gone through, and
//! whatever a calendar can have been given at some time is remembered from there: also what was
//! taken back since, and what a new plan has in the place of the old one no more.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::case::deadline::{Deadline, DeadlineName};
use crate::domain::case::standing::Standing;
use crate::domain::case::{Case, Cycle, Recorded};
use crate::domain::id::Id;
use crate::domain::playbook::Part;
use crate::domain::time::zone::Instant;

/// An event with whether it still stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// The event.
    pub recorded: Recorded,
    /// The operation that took it back, while it is taken back, by its number and moment.
    pub undone: Option<(u64, Instant)>,
}

impl Happened {
    fn stood_at(&self, operation: u64) -> bool {
        self.recorded.operation <= operation && self.undone.is_none_or(|(by, _)| by > operation)
    }
}

/// What has become of a deadline that a calendar may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReminderFate {
    /// It is still to be met.
    Stands,
    /// It was met, in time or not.
    Met,
    /// It is a deadline no more: the case was closed or taken back, or planned otherwise.
    Over,
}

/// A deadline that a calendar may know.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// The deadline, as it is or as it was last.
    pub deadline: Deadline,
    /// What has become of it.
    pub fate: ReminderFate,
    /// The name of the complaint type that it is about.
    pub complaint: String,
    /// The id of the complaint type, when the customer told of that failure later.
    pub failure: Option<String>,
    /// What to do, for a step with a time of its own.
    pub task: Option<String>,
    /// Whose steps it waits for, or waited for last: roles, or `holder`.
    pub by: BTreeSet<String>,
    /// Whose steps it ever waited for.
    pub ever_by: BTreeSet<String>,
}

impl Reminder {
    /// What tells it apart from the others of its case, whenever it is looked at.
    fn key(&self) -> DeadlineKey {
        key(&self.deadline, self.failure.as_deref())
    }
}

/// Gives every deadline that stands at `now` or ever stood, the earliest first.
///
/// `case` is what the history adds up to; `None` once its logging was taken back. What is only
/// provisional stands when it no longer is.
#[must_use]
pub fn reminders(id: Id, history: &[Happened], case: Option<&Case>, now: Instant) -> Vec<Reminder> {
    let mut known = BTreeMap::new();
    for stage in stages(id, history, now) {
        for moment in stage.moments() {
            remember(&mut known, stage.case.stands(moment));
        }
    }
    for one in known.values_mut() {
        one.fate = ReminderFate::Over;
    }
    if let Some(case) = case {
        for met in case.deadlines(now) {
            let known = known.get_mut(&key(&met, case.failure_of(&met)));
            if let (Some(one), Some(_)) = (known, met.met_at) {
                (one.deadline, one.fate) = (met, ReminderFate::Met);
            }
        }
        remember(&mut known, case.stands(now));
    }
    let mut all: Vec<Reminder> = known.into_values().collect();
    all.sort_by_key(|one| (one.deadline.due_at, one.key()));
    all
}

/// What tells a deadline apart from the others of its case.
type DeadlineKey = (usize, String, Option<String>);

fn key(deadline: &Deadline, failure: Option<&str>) -> DeadlineKey {
    let failure = failure.map(str::to_owned);
    (deadline.cycle, deadline.name.word(), failure)
}

fn remember(known: &mut BTreeMap<DeadlineKey, Reminder>, seen: Vec<Reminder>) {
    for mut one in seen {
        let before = known.get(&one.key());
        one.ever_by
            .extend(before.into_iter().flat_map(|before| before.ever_by.clone()));
        known.insert(one.key(), one);
    }
}

/// A case as it was for a while.
struct CasePeriod {
    case: Case,
    from: Instant,
    until: Instant,
}

impl CasePeriod {
    /// The moments to look at: what the clock alone brings up is there at the end, unless it
    /// goes again when the deadline passes.
    fn moments(&self) -> impl Iterator<Item = Instant> {
        let deadline = self.case.cycle().map(Cycle::recover_at);
        let within = deadline.filter(|at| (self.from..self.until).contains(at));
        [Some(self.from), within, Some(self.until)]
            .into_iter()
            .flatten()
    }
}

/// The case as it stood after each operation that had to do with it, undoings included.
///
/// What was taken back and put in place again is as if it had never been taken back: nothing
/// tells when that was. All that is missed so is what the clock alone brought up meanwhile.
fn stages(id: Id, history: &[Happened], now: Instant) -> Vec<CasePeriod> {
    let begun = history.iter().map(|one| &one.recorded);
    let begun = begun.map(|one| (one.operation, one.at));
    let undone = history.iter().filter_map(|one| one.undone);
    let operations: BTreeMap<u64, Instant> = begun.chain(undone).collect();
    let ends = operations.values().skip(1).copied().chain([now]);
    let stage = |((operation, from), until): ((&u64, &Instant), Instant)| {
        let stood = history.iter().filter(|one| one.stood_at(*operation));
        // What does not add up was never shown to anybody either.
        let case = Case::fold(id, stood.map(|one| one.recorded.clone())).ok()??;
        Some(CasePeriod {
            case,
            from: *from,
            until: until.max(*from),
        })
    };
    operations.iter().zip(ends).filter_map(stage).collect()
}

impl Case {
    /// Gives the deadlines that are still to be met at a moment, without provisional ones. Closing
    /// ends all but the question whether they stayed.
    fn stands(&self, now: Instant) -> Vec<Reminder> {
        let steps = self.steps(now);
        let running = self.cycles.len();
        let deadlines = self.deadlines(now).into_iter();
        let runs_on = |one: &Deadline| self.closed.is_none() || one.name == DeadlineName::Stayed;
        let unmet = |one: &Deadline| one.met_at.is_none() && one.replaced_at.is_none();
        let stands =
            |one: &Deadline| one.cycle == running && unmet(one) && !one.provisional && runs_on(one);
        let reminder = |deadline| self.reminder(deadline, &steps);
        deadlines.filter(stands).map(reminder).collect()
    }

    fn reminder(&self, deadline: Deadline, steps: &[Standing<'_>]) -> Reminder {
        let failure = self.failure_of(&deadline).map(str::to_owned);
        let mine = |one: &Standing<'_>| match &failure {
            Some(failure) => one.step.is_for(failure),
            None => one.step.failure.is_none(),
        };
        let waits_for =
            |one: &&Standing<'_>| one.is_open() && mine(one) && is_for(deadline.name, one);
        let by = steps.iter().filter(waits_for).map(|one| {
            let task = one.step.task.as_ref();
            task.map_or_else(|| "holder".to_owned(), |task| task.by.clone())
        });
        let mut by: BTreeSet<String> = by.collect();
        if !deadline.name.presses() || matches!(deadline.name, DeadlineName::Promise(_)) {
            by.insert("holder".to_owned());
        }
        let mut types = self.facts.complaints.iter();
        let named = match &failure {
            Some(failure) => types.find(|named| named.id == *failure),
            None => types.next(),
        };
        Reminder {
            deadline,
            fate: ReminderFate::Stands,
            complaint: named.map_or_else(String::new, |named| named.name.clone()),
            failure,
            task: task(deadline.name, steps),
            ever_by: by.clone(),
            by,
        }
    }
}

/// Whether a deadline is met by doing this step, perhaps with others.
fn is_for(name: DeadlineName, standing: &Standing<'_>) -> bool {
    let part = standing.step.part;
    match name {
        DeadlineName::FirstResponse => part == Part::Acknowledge,
        DeadlineName::Recover => matches!(part, Part::Fix | Part::Dazzle | Part::Late),
        DeadlineName::Step(number) => standing.number == number,
        DeadlineName::FollowUp => part == Part::FollowUp,
        // These are the holder's, whatever the steps are.
        DeadlineName::Promise(_) | DeadlineName::PauseEnd(_) | DeadlineName::Stayed => false,
    }
}

/// What to do, where the name of the deadline does not say it.
fn task(name: DeadlineName, steps: &[Standing<'_>]) -> Option<String> {
    match name {
        // What was promised are words of the customer's case, which a calendar must not know.
        DeadlineName::FirstResponse
        | DeadlineName::Recover
        | DeadlineName::FollowUp
        | DeadlineName::Promise(_)
        | DeadlineName::PauseEnd(_)
        | DeadlineName::Stayed => None,
        DeadlineName::Step(number) => {
            let step = steps.iter().find(|one| one.number == number)?;
            step.step.task.as_ref().map(|task| task.text.clone())
        }
    }
}
