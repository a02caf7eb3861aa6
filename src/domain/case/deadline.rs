//! The deadlines of a case, side by side: none hides another, and late stays late.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::case::clock::Clock;
use crate::domain::case::pause::Pause;
use crate::domain::case::promise::Promise;
use crate::domain::case::standing::{Stand, Standing, StepStatus};
use crate::domain::case::{Case, Cycle};
use crate::domain::plan::{Due, LaterFailure, Step};
use crate::domain::playbook::{ClockName, Part};
use crate::domain::time::zone::Instant;

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadlineName {
    /// A person answers.
    FirstResponse,
    /// Both halves are done.
    Recover,
    /// One step with a time of its own.
    Step(u32),
    /// Something promised with a time, by its number.
    Promise(u32),
    /// A pause ends and the clocks go on; by its number in the cycle, from 1.
    PauseEnd(usize),
    /// Is it right now?
    FollowUp,
    /// Did they stay? It runs on after closing, and is met when that is written down.
    Stayed,
}

impl DeadlineName {
    /// Gives the word of the `name` key.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::FirstResponse => "first-response".to_owned(),
            Self::Recover => "recover".to_owned(),
            Self::Step(number) => format!("step {number}"),
            Self::Promise(number) => format!("promise {number}"),
            Self::PauseEnd(number) => format!("pause {number}"),
            Self::FollowUp => "follow-up".to_owned(),
            Self::Stayed => "stayed".to_owned(),
        }
    }

    /// Says whether somebody has to do something by then for the case to be on time. A pause ends
    /// by itself, and whether they stayed is looked at long after.
    #[must_use]
    pub const fn presses(self) -> bool {
        match self {
            Self::FirstResponse
            | Self::Recover
            | Self::Step(_)
            | Self::Promise(_)
            | Self::FollowUp => true,
            Self::PauseEnd(_) | Self::Stayed => false,
        }
    }
}

impl JsonSchema for DeadlineName {
    fn schema_name() -> Cow<'static, str> {
        "deadline-name".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What is due: first-response, recover, a step with a time of its own, a promise, the end of a pause, follow-up or stayed.",
            "type": "string",
            "pattern": "^(first-response|recover|follow-up|stayed|(?:step|promise|pause) [1-9][0-9]*)$",
        })
    }
}

/// As its word.
impl Serialize for DeadlineName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.word())
    }
}

/// How things stand with a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "deadline-state")]
pub enum DeadlineState {
    /// Passed and not met.
    Late,
    /// In the last quarter of its span.
    DueSoon,
    /// Before that.
    OnTrack,
    /// Met at or before its instant.
    Met,
    /// Met after it; this stays.
    MetLate,
    /// Another promise took the place of this one before it lapsed.
    Replaced,
    /// The case was closed before it was met.
    Closed,
}

/// How things stand with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "case-state")]
pub enum CaseState {
    /// A deadline has passed and is not met.
    Late,
    /// The next deadline is in the last quarter of its span.
    DueSoon,
    /// It is further away, or there is none.
    OnTrack,
    /// Both halves are done, and nothing is due soon.
    Recovered,
    /// It is over.
    Closed,
}

impl CaseState {
    /// Gives the word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::DueSoon => "due-soon",
            Self::OnTrack => "on-track",
            Self::Recovered => "recovered",
            Self::Closed => "closed",
        }
    }
}

/// One instant by which something is due; the instant itself is still in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What has to have happened by then.
    pub name: DeadlineName,
    /// Which cycle of the case it belongs to, from 1.
    pub cycle: usize,
    /// The position in the plan's [`later`](crate::domain::plan::Plan::later) of the failure told later that it is for.
    pub failure: Option<usize>,
    /// Its clock, pauses left out.
    pub clock: Clock,
    /// When it is due.
    pub due_at: Instant,
    /// From when it is due soon: the last quarter of its clock's own time begins.
    pub soon_at: Instant,
    /// When it was met.
    pub met_at: Option<Instant>,
    /// When another took its place.
    pub replaced_at: Option<Instant>,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
}

impl Deadline {
    /// Says how things stand at `now` while the case is open.
    #[must_use]
    pub fn state(&self, now: Instant) -> DeadlineState {
        match self.met_at {
            Some(met) if met <= self.due_at || self.provisional => DeadlineState::Met,
            Some(_) => DeadlineState::MetLate,
            None if self.replaced_at.is_some_and(|at| at <= self.due_at) => DeadlineState::Replaced,
            None if self.provisional => DeadlineState::OnTrack,
            None => running(self.due_at, self.soon_at, now),
        }
    }
}

/// Says how things stand with something unmet.
#[must_use]
pub fn running(due_at: Instant, soon_at: Instant, now: Instant) -> DeadlineState {
    if now > due_at {
        DeadlineState::Late
    } else if now >= soon_at {
        DeadlineState::DueSoon
    } else {
        DeadlineState::OnTrack
    }
}

impl Case {
    /// Gives every deadline of every cycle, oldest cycle first.
    #[must_use]
    pub fn deadlines(&self, now: Instant) -> Vec<Deadline> {
        let now = self.stopped_at(now);
        let mut deadlines = Vec::new();
        for (at, cycle) in self.cycles.iter().enumerate() {
            let over = at + 1 < self.cycles.len();
            let seen = self.stopped_in(at, now);
            let of_cycle = cycle.deadlines(at + 1, &cycle.stand(seen), seen);
            let kept = of_cycle
                .into_iter()
                .filter(|deadline| !over || !deadline.provisional);
            deadlines.extend(kept);
        }
        deadlines.extend(self.stayed(now));
        deadlines
    }

    /// Gives the deadlines of the running cycle that somebody still has to meet; none once closed.
    #[must_use]
    pub fn unmet(&self, now: Instant) -> Vec<Deadline> {
        self.stand(now)
            .map_or_else(Vec::new, |stand| self.unmet_in(&stand, now))
    }

    fn unmet_in(&self, stand: &Stand<'_>, now: Instant) -> Vec<Deadline> {
        let Some(cycle) = self.cycle().filter(|_| self.closed.is_none()) else {
            return Vec::new();
        };
        let deadlines = cycle.deadlines(self.cycles.len(), stand, now);
        let unmet = deadlines
            .into_iter()
            .filter(|one| one.name.presses() && one.met_at.is_none())
            .filter(|one| one.replaced_at.is_none() && !one.provisional);
        unmet.collect()
    }

    /// Gives when the earliest unmet deadline is due, and from when any of them is due soon.
    #[must_use]
    pub fn pressing(&self, now: Instant) -> Option<(Instant, Instant)> {
        self.pressing_in(&self.stand(now)?, now)
    }

    pub(super) fn pressing_in(
        &self,
        stand: &Stand<'_>,
        now: Instant,
    ) -> Option<(Instant, Instant)> {
        let unmet = self.unmet_in(stand, now);
        let due = unmet.iter().map(|one| one.due_at).min()?;
        let soon = unmet.iter().map(|one| one.soon_at).min()?;
        Some((due, soon))
    }

    /// Says how things stand with the whole case.
    #[must_use]
    pub fn state(&self, now: Instant) -> CaseState {
        if self.closed.is_some() {
            return CaseState::Closed;
        }
        let state = self
            .pressing(now)
            .map(|(due, soon)| running(due, soon, now));
        case_state(state, self.recovered_at(now))
    }

    /// Gives the id of the failure told later that a deadline belongs to.
    #[must_use]
    pub fn failure_of(&self, deadline: &Deadline) -> Option<&str> {
        let cycle = self.cycles.get(deadline.cycle - 1)?;
        let later = cycle.plan.later.get(deadline.failure?)?;
        Some(later.complaint.as_str())
    }

    /// Says by how many seconds a deadline was missed: until it was met, else until its cycle ended, else
    /// until now; `None` when it was not.
    #[must_use]
    pub fn late_by(&self, deadline: &Deadline, now: Instant) -> Option<i64> {
        let stopped = self.stopped_for(deadline, now);
        match deadline.state(stopped) {
            DeadlineState::Late | DeadlineState::MetLate => {
                let end = deadline.met_at.or(deadline.replaced_at);
                let end = end.unwrap_or(stopped);
                Some((end - deadline.due_at).num_seconds())
            }
            DeadlineState::DueSoon
            | DeadlineState::OnTrack
            | DeadlineState::Met
            | DeadlineState::Replaced
            | DeadlineState::Closed => None,
        }
    }

    /// The moment up to which the clock of a deadline has run.
    fn stopped_for(&self, deadline: &Deadline, now: Instant) -> Instant {
        if deadline.name == DeadlineName::Stayed {
            return now;
        }
        self.stopped_in(deadline.cycle - 1, now)
    }

    /// The moment up to which the clocks of a cycle have run, by its position.
    pub(super) fn stopped_in(&self, at: usize, now: Instant) -> Instant {
        let next = self.cycles.get(at + 1).map(|next| next.plan.start.at);
        let ended = self.cycles.get(at).and_then(|cycle| cycle.ended);
        let over = next.map(|next| ended.unwrap_or(next));
        over.map_or_else(|| self.stopped_at(now), |over| over.min(now))
    }

    /// Says how a deadline of this case stands, closing included.
    #[must_use]
    pub fn deadline_state(&self, deadline: &Deadline, now: Instant) -> DeadlineState {
        if deadline.name == DeadlineName::Stayed {
            return deadline.state(now);
        }
        let over = self.closed.is_some() || deadline.cycle < self.cycles.len();
        let stopped = self.stopped_for(deadline, now);
        match deadline.state(stopped) {
            DeadlineState::DueSoon | DeadlineState::OnTrack if over => DeadlineState::Closed,
            state @ (DeadlineState::Late
            | DeadlineState::DueSoon
            | DeadlineState::OnTrack
            | DeadlineState::Met
            | DeadlineState::MetLate
            | DeadlineState::Replaced
            | DeadlineState::Closed) => state,
        }
    }
}

/// Combines the state of the earliest unmet deadline with whether both halves are done.
#[must_use]
pub fn case_state(earliest: Option<DeadlineState>, recovered: Option<Instant>) -> CaseState {
    match earliest {
        Some(DeadlineState::Late) => CaseState::Late,
        Some(DeadlineState::DueSoon) => CaseState::DueSoon,
        Some(_) | None if recovered.is_some() => CaseState::Recovered,
        Some(_) | None => CaseState::OnTrack,
    }
}

impl Cycle {
    /// Makes a deadline of a clock.
    pub(super) fn deadline(&self, name: DeadlineName, cycle: usize, clock: Clock) -> Deadline {
        Deadline {
            name,
            cycle,
            failure: None,
            clock,
            due_at: self.due_at(clock),
            soon_at: self.soon_at(clock),
            met_at: None,
            replaced_at: None,
            provisional: false,
        }
    }

    /// Gives the deadlines of this cycle.
    #[must_use]
    pub fn deadlines(&self, cycle: usize, stand: &Stand<'_>, now: Instant) -> Vec<Deadline> {
        let (steps, recovered) = (&stand.steps, stand.recovered);
        let recover = Deadline {
            met_at: stand.both_halves,
            ..self.deadline(DeadlineName::Recover, cycle, self.recovery())
        };
        let mut deadlines = vec![self.first_response(steps, cycle), recover];
        let later = self.plan.later.iter().enumerate();
        deadlines.extend(later.flat_map(|(at, failure)| self.of_failure(at, failure, cycle)));
        let follow_up = self.follow_up(stand, cycle);
        let own = steps
            .iter()
            .filter(|one| self.has_own_time(one, recovered, follow_up));
        deadlines.extend(own.map(|one| Deadline {
            failure: self.failure_of(one),
            met_at: one.done_at(),
            provisional: one.provisional,
            ..self.deadline(DeadlineName::Step(one.number), cycle, one.clock)
        }));
        let promised = |one: &Promise| Deadline {
            met_at: one.kept_at(),
            replaced_at: one.replaced_at,
            ..self.deadline(
                DeadlineName::Promise(one.made.promise),
                cycle,
                Clock::named(one.made.made, one.made.by.at),
            )
        };
        deadlines.extend(self.promises.iter().map(promised));
        let pauses = self.pauses.iter().zip(1..);
        let ends = pauses.map(|(pause, number)| Deadline {
            met_at: Some(pause.end()).filter(|end| now >= *end),
            ..self.deadline(DeadlineName::PauseEnd(number), cycle, pause_clock(pause))
        });
        deadlines.extend(ends);
        deadlines.extend(follow_up);
        deadlines
    }

    /// When the customer was first answered; `None` while that is owed.
    pub(super) fn first_answer(&self, steps: &[Standing<'_>]) -> Option<Instant> {
        let first = self.plan.first_response.at;
        let answers = |one: &&Standing<'_>| one.step.part == Part::Acknowledge && one.step.is_own();
        let in_time = |one: &&Standing<'_>| {
            one.due_at <= first && !matches!(one.status, StepStatus::NotNeeded(_))
        };
        // After a change, the only answer still owed may be due later than the first one was.
        if steps.iter().filter(answers).any(|one| in_time(&one)) {
            all_done(steps.iter().filter(answers).filter(in_time))
        } else {
            all_done(steps.iter().filter(answers))
        }
    }

    fn first_response(&self, steps: &[Standing<'_>], cycle: usize) -> Deadline {
        let first = self.plan.first_response.at;
        let answered = self.first_answer(steps);
        let clock = Clock {
            span: Some(self.plan.clock(ClockName::FirstResponse).span),
            ..Clock::named(self.plan.start.at, first)
        };
        Deadline {
            met_at: answered,
            ..self.deadline(DeadlineName::FirstResponse, cycle, clock)
        }
    }

    /// The two deadlines of a failure told later: its first answer, and that it is put right.
    fn of_failure(&self, at: usize, failure: &LaterFailure, cycle: usize) -> [Deadline; 2] {
        let told = failure.told.at;
        let answer = Clock {
            span: Some(failure.first_response.span),
            ..Clock::named(told, failure.answer_by.at)
        };
        let fix = self.repair(failure);
        let deadline = |name, clock, met_at| Deadline {
            failure: Some(at),
            met_at,
            ..self.deadline(name, cycle, clock)
        };
        let answered = self.answered_for(failure);
        let fixed = self.settled_for(&failure.complaint, Part::Fix);
        [
            deadline(DeadlineName::FirstResponse, answer, answered),
            deadline(DeadlineName::Recover, fix, fixed),
        ]
    }

    /// When a failure told later was first answered. After a change, a further apology may be due later than
    /// the first answer was, which stays given.
    pub(super) fn answered_for(&self, failure: &LaterFailure) -> Option<Instant> {
        let mine = self
            .plan
            .steps
            .iter()
            .filter(|step| step.part == Part::Acknowledge && step.is_for(&failure.complaint));
        let in_time = |step: &&Step| match step.due {
            Due::At(due) => due.at <= failure.answer_by.at,
            Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) | Due::WithRecovery => {
                false
            }
        };
        if mine.clone().any(|step| in_time(&step)) {
            return self.latest(mine.filter(in_time));
        }
        self.latest(mine)
    }

    /// The failure told later that alone asks for a step, by its position.
    fn failure_of(&self, one: &Standing<'_>) -> Option<usize> {
        let failure = one.step.failure.as_deref()?;
        let mut later = self.plan.later.iter();
        later.position(|later| later.complaint == failure)
    }

    /// The follow-up: its clock runs from the recovery, until then from its deadline.
    fn follow_up(&self, stand: &Stand<'_>, cycle: usize) -> Option<Deadline> {
        let (steps, recovered) = (&stand.steps, stand.recovered);
        let follows = |one: &&Standing<'_>| one.step.part == Part::FollowUp;
        let needed = |one: &Standing<'_>| !matches!(one.status, StepStatus::NotNeeded(_));
        steps.iter().find(|one| follows(one) && needed(one))?;
        let span = self.plan.clock(ClockName::FollowUp).span;
        let clock = self.after_recovery(span, recovered);
        Some(Deadline {
            met_at: followed_up(steps.iter().filter(follows)),
            provisional: recovered.is_none(),
            ..self.deadline(DeadlineName::FollowUp, cycle, clock)
        })
    }

    /// Whether a step has to be shown apart: it counts and its own time is not that of its part, or
    /// it was added after the recovery, so that the part's own deadline is met already.
    fn has_own_time(
        &self,
        standing: &Standing<'_>,
        recovered: Option<Instant>,
        follow_up: Option<Deadline>,
    ) -> bool {
        let step = standing.step;
        match standing.status {
            // It is never late, and nobody has to be told a time for it.
            StepStatus::NotNeeded(_) | StepStatus::Replaced => return false,
            StepStatus::Open | StepStatus::Done(_) => {}
        }
        // What is done for the next customer presses nobody here.
        if step.part == Part::Prevent {
            return false;
        }
        if step.part == Part::FollowUp {
            return follow_up.is_some_and(|part| part.due_at != standing.due_at);
        }
        if recovered.is_some() && standing.is_open() {
            return true;
        }
        // A pause may take it to the end of its part: it is shown all the same.
        match (step.due, step.rung) {
            (Due::At(promised), None) => {
                let own = promised.at != self.part_due(standing);
                own || standing.clock.due != promised.at
            }
            (Due::WithRecovery, _) => false,
            (Due::SetOff(_) | Due::AfterSetOff(_), _) => true,
            (Due::At(_) | Due::AfterRecovery(_), _) => standing.due_at != self.recover_at(),
        }
    }

    /// When the part of a planned step is due, pauses left out.
    fn part_due(&self, standing: &Standing<'_>) -> Instant {
        let step = standing.step;
        let later = self.failure_of(standing);
        let later = later.and_then(|at| self.plan.later.get(at));
        match (step.part == Part::Acknowledge, later) {
            (true, None) => self.plan.first_response.at,
            (true, Some(later)) => later.answer_by.at,
            (false, None) => self.plan.recover.at,
            (false, Some(later)) => later.fixed_by.at,
        }
    }
}

/// When it was asked whether it is right; what a raise of the severity brought in after that takes it back
/// no more.
fn followed_up<'s>(steps: impl Iterator<Item = &'s Standing<'s>> + Clone) -> Option<Instant> {
    let raised = steps.clone().filter_map(|one| one.step.since).min();
    let planned = all_done(steps.clone().filter(|one| one.step.since.is_none()));
    match (planned, raised) {
        (Some(done), Some(since)) if done <= since => Some(done),
        (Some(_) | None, _) => all_done(steps),
    }
}

/// The moment the last of these steps was done; `None` while one is open, and when none was.
fn all_done<'s>(steps: impl Iterator<Item = &'s Standing<'s>>) -> Option<Instant> {
    let mut latest = None;
    for one in steps {
        match one.status {
            StepStatus::Done(entered) => latest = latest.max(Some(entered.done.at)),
            StepStatus::Open => return None,
            StepStatus::Replaced | StepStatus::NotNeeded(_) => {}
        }
    }
    latest
}

/// The clock of a pause itself: it ends by itself.
fn pause_clock(pause: &Pause) -> Clock {
    Clock::named(pause.paused.from, pause.end())
}
