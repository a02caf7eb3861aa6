//! The deadlines of a case, side by side: none hides another, and late stays late.

use chrono::TimeDelta;

use crate::domain::case::pause::{Clock, Pause, Waits};
use crate::domain::case::promise::Promise;
use crate::domain::case::standing::{AsOf, Standing, Status};
use crate::domain::case::{Case, Cycle};
use crate::domain::plan::Due;
use crate::domain::playbook::{ClockName, Part};
use crate::domain::zone::Instant;

/// What a deadline is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
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

impl Name {
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

/// How things stand with a deadline, or with a whole case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
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
    /// Both halves of the case are done, and nothing is due soon.
    Recovered,
    /// The case was closed before it was met.
    Closed,
}

impl State {
    /// Gives the word of the `state` key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::DueSoon => "due-soon",
            Self::OnTrack => "on-track",
            Self::Met => "met",
            Self::MetLate => "met-late",
            Self::Replaced => "replaced",
            Self::Recovered => "recovered",
            Self::Closed => "closed",
        }
    }
}

/// One instant by which something is due; the instant itself is still in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What for.
    pub name: Name,
    /// Which cycle of the case it belongs to, from 1.
    pub cycle: usize,
    /// When its clock started.
    pub start: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// When it was met.
    pub met_at: Option<Instant>,
    /// When another took its place.
    pub replaced_at: Option<Instant>,
    /// By how much pauses have moved it.
    pub waited: TimeDelta,
    /// Whether `due_at` will move with the recovery.
    pub provisional: bool,
}

impl Deadline {
    /// The moment from which it is due soon: the last quarter of the span begins, pauses left out.
    #[must_use]
    pub fn soon_at(&self) -> Instant {
        let span = self.due_at - self.start - self.waited;
        let quarter = span.num_seconds().max(0) / 4;
        self.due_at - TimeDelta::seconds(quarter)
    }

    /// Says how things stand at `now` while the case is open.
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        match self.met_at {
            Some(met) if met <= self.due_at => State::Met,
            Some(_) => State::MetLate,
            None if self.replaced_at.is_some_and(|at| at <= self.due_at) => State::Replaced,
            None if self.provisional => State::OnTrack,
            None => running(self.due_at, self.soon_at(), now),
        }
    }
}

/// Says how things stand with something unmet.
#[must_use]
pub fn running(due_at: Instant, soon_at: Instant, now: Instant) -> State {
    if now > due_at {
        State::Late
    } else if now >= soon_at {
        State::DueSoon
    } else {
        State::OnTrack
    }
}

impl Case {
    /// Gives every deadline of every cycle, oldest cycle first.
    #[must_use]
    pub fn deadlines(&self, now: Instant) -> Vec<Deadline> {
        let now = self.stopped_at(now);
        let mut deadlines = Vec::new();
        for (at, cycle) in self.cycles.iter().enumerate() {
            let reopened = self.cycles.get(at + 1).map(|next| next.plan.start.at);
            let ended = reopened.map(|reopened| cycle.ended.unwrap_or(reopened));
            let now = ended.map_or(now, |ended| ended.min(now));
            let of_cycle = cycle.deadlines(at + 1, self.as_of(cycle, now));
            let kept = of_cycle
                .into_iter()
                .filter(|deadline| ended.is_none() || !deadline.provisional);
            deadlines.extend(kept);
        }
        deadlines.extend(self.stayed(now));
        deadlines
    }

    /// Gives the deadlines of the running cycle that somebody still has to meet; none once closed.
    #[must_use]
    pub fn unmet(&self, now: Instant) -> Vec<Deadline> {
        let Some(cycle) = self.cycle().filter(|_| self.closed.is_none()) else {
            return Vec::new();
        };
        let deadlines = cycle.deadlines(self.cycles.len(), self.as_of(cycle, now));
        let unmet = deadlines
            .into_iter()
            .filter(|one| one.name.presses() && one.met_at.is_none())
            .filter(|one| one.replaced_at.is_none() && !one.provisional);
        unmet.collect()
    }

    /// Gives when the earliest unmet deadline is due, and from when any of them is due soon.
    #[must_use]
    pub fn pressing(&self, now: Instant) -> Option<(Instant, Instant)> {
        let unmet = self.unmet(now);
        let due = unmet.iter().map(|one| one.due_at).min()?;
        let soon = unmet.iter().map(Deadline::soon_at).min()?;
        Some((due, soon))
    }

    /// Says how things stand with the whole case.
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        if self.closed.is_some() {
            return State::Closed;
        }
        let state = self
            .pressing(now)
            .map(|(due, soon)| running(due, soon, now));
        case_state(state, self.recovered_at(now))
    }

    /// Says how a deadline of this case stands, closing included.
    #[must_use]
    pub fn deadline_state(&self, deadline: &Deadline, now: Instant) -> State {
        if deadline.name == Name::Stayed {
            return deadline.state(now);
        }
        let over = self.closed.is_some() || deadline.cycle < self.cycles.len();
        let ended = self
            .cycles
            .get(deadline.cycle - 1)
            .and_then(|cycle| cycle.ended);
        let stopped = ended.unwrap_or_else(|| self.stopped_at(now));
        match deadline.state(stopped) {
            State::DueSoon | State::OnTrack if over => State::Closed,
            state @ (State::Late
            | State::DueSoon
            | State::OnTrack
            | State::Met
            | State::MetLate
            | State::Replaced
            | State::Recovered
            | State::Closed) => state,
        }
    }
}

/// Combines the state of the earliest unmet deadline with whether both halves are done.
#[must_use]
pub fn case_state(earliest: Option<State>, recovered: Option<Instant>) -> State {
    match earliest {
        Some(State::Late) => State::Late,
        Some(State::DueSoon) => State::DueSoon,
        Some(_) | None if recovered.is_some() => State::Recovered,
        Some(state) => state,
        None => State::OnTrack,
    }
}

impl Cycle {
    /// Gives the deadlines of this cycle.
    #[must_use]
    pub fn deadlines(&self, cycle: usize, as_of: AsOf<'_>) -> Vec<Deadline> {
        let steps = self.steps(as_of);
        let recovered = self.recovered_at(as_of.now);
        let start = self.plan.start.at;
        let blank = Deadline {
            name: Name::Recover,
            cycle,
            start,
            due_at: self.recover_at(),
            met_at: recovered,
            replaced_at: None,
            waited: self.recover_at() - self.plan.recover.at,
            provisional: false,
        };
        let mut deadlines = vec![self.first_response(&steps, blank), blank];
        let follow_up = self.follow_up(&steps, blank, as_of);
        let own = steps
            .iter()
            .filter(|one| self.has_own_time(one, (recovered, follow_up)));
        deadlines.extend(own.map(|one| Deadline {
            name: Name::Step(one.step.number),
            start: one.since,
            due_at: one.due_at,
            met_at: self.done_at(one.step.number),
            waited: TimeDelta::zero(),
            provisional: one.provisional,
            ..blank
        }));
        deadlines.extend(self.promises.iter().map(|one| promised(one, blank)));
        let pauses = self.pauses.iter().zip(1..);
        deadlines.extend(pauses.map(|(one, number)| pause_end(one, number, (blank, as_of.now))));
        deadlines.extend(follow_up);
        deadlines
    }

    fn first_response(&self, steps: &[Standing<'_>], blank: Deadline) -> Deadline {
        let first = self.plan.first_response.at;
        let in_time = |one: &&Standing<'_>| one.due_at <= first;
        let answers = |one: &&Standing<'_>| one.step.part == Part::Acknowledge;
        // After a change, the only answer still owed may be due later than the first one was.
        let answered = if steps.iter().filter(answers).any(|one| in_time(&one)) {
            all_done(steps.iter().filter(in_time), Part::Acknowledge)
        } else {
            all_done(steps.iter(), Part::Acknowledge)
        };
        Deadline {
            name: Name::FirstResponse,
            due_at: first,
            met_at: answered,
            waited: TimeDelta::zero(),
            ..blank
        }
    }

    /// The follow-up: its clock runs from the recovery, until then from its deadline.
    fn follow_up(
        &self,
        steps: &[Standing<'_>],
        blank: Deadline,
        as_of: AsOf<'_>,
    ) -> Option<Deadline> {
        steps.iter().find(|one| one.step.part == Part::FollowUp)?;
        let recovered = self.recovered_at(as_of.now);
        let start = recovered.unwrap_or(self.recover_at());
        let span = self.plan.clock(ClockName::FollowUp).span;
        let due = span.after(start, as_of.calendar).unwrap_or(start);
        Some(Deadline {
            name: Name::FollowUp,
            start,
            waited: TimeDelta::zero(),
            due_at: self.moved(Clock {
                since: start,
                due,
                span,
                waits: Waits::ForAnyReason,
                met: None,
            }),
            met_at: all_done(steps.iter(), Part::FollowUp),
            provisional: recovered.is_none(),
            ..blank
        })
    }

    /// Whether a step has to be shown apart: it counts and its own time is not that of its part, or
    /// it was added after the recovery, so that the part's own deadline is met already.
    fn has_own_time(
        &self,
        standing: &Standing<'_>,
        (recovered, follow_up): (Option<Instant>, Option<Deadline>),
    ) -> bool {
        let step = standing.step;
        if step.part == Part::FollowUp {
            return follow_up.is_some_and(|part| part.due_at != standing.due_at);
        }
        if recovered.is_some() && standing.is_open() {
            return true;
        }
        let with_part = if step.part == Part::Acknowledge {
            self.plan.first_response.at
        } else {
            self.plan.recover.at
        };
        // A pause may take it to the end of its part: it is shown all the same.
        let own = match step.due {
            Due::At(promised) if step.rung.is_none() => promised.at != with_part,
            Due::At(_) | Due::AfterRecovery(_) => standing.due_at != self.recover_at(),
        };
        !matches!(standing.status, Status::Replaced) && own
    }
}

/// The moment the last step of a part was done; `None` while one is open.
fn all_done<'s>(steps: impl Iterator<Item = &'s Standing<'s>>, part: Part) -> Option<Instant> {
    let mut latest = None;
    for one in steps.filter(|one| one.step.part == part) {
        match one.status {
            Status::Done(entered) => latest = latest.max(Some(entered.done.at)),
            Status::Open => return None,
            Status::Replaced => {}
        }
    }
    latest
}

fn promised(promise: &Promise, blank: Deadline) -> Deadline {
    Deadline {
        name: Name::Promise(promise.made.promise),
        start: promise.made.made,
        due_at: promise.made.by.at,
        waited: TimeDelta::zero(),
        met_at: promise.kept_at(),
        replaced_at: promise.replaced_at,
        ..blank
    }
}

fn pause_end(pause: &Pause, number: usize, (blank, now): (Deadline, Instant)) -> Deadline {
    let over = (now >= pause.end()).then(|| pause.end());
    Deadline {
        name: Name::PauseEnd(number),
        start: pause.paused.from,
        due_at: pause.end(),
        waited: TimeDelta::zero(),
        met_at: over,
        ..blank
    }
}
