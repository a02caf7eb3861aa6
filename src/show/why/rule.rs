//! What made a deadline: from when its clock counts, how long, and who said so.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::deadline::{Deadline, DeadlineName};
use crate::domain::case::pause::Pause;
use crate::domain::case::{Case, Cycle};
use crate::domain::plan::{ClockSource, Due, FrozenClock, LaterFailure, Step};
use crate::domain::playbook::{ClockName, Part};
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;
use crate::show::why::{Kept, Line};

/// What a clock starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "starts-from")]
pub enum StartsFrom {
    /// The customer told us.
    Told,
    /// The case was opened again.
    Reopened,
    /// A rung was set off.
    #[serde(rename = "set off")]
    SetOff,
    /// The customer was recovered.
    Recovered,
    /// The case was closed without that.
    Closed,
    /// They are not recovered yet, so it counts from when that is due.
    #[serde(rename = "the recovery deadline")]
    RecoveryDeadline,
    /// A promise was made.
    Promised,
    /// A pause began.
    Paused,
    /// The customer told of a further failure later.
    #[serde(rename = "told of it")]
    ToldLater,
    /// The customer got in touch once more.
    #[serde(rename = "got in touch")]
    GotInTouch,
}

/// Who said how long a clock runs, or until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "said-by")]
pub enum SaidBy {
    /// A recovery entry.
    Entry,
    /// The table `[clock]` of the playbook.
    ClockTable,
    /// The channel, by its turnaround.
    Channel,
    /// The action, by its `within`.
    Action,
    /// The program, because the playbook says nothing.
    BuiltIn,
    /// Nobody any more: it stands as it came up, and the plan has another length by now.
    Fixed,
    /// Whoever made the promise.
    Promise,
    /// Whoever paused the clocks.
    Pause,
}

/// What made a deadline.
pub(super) struct Rule {
    pub(super) from: StartsFrom,
    pub(super) start: Instant,
    pub(super) span: Option<Span>,
    pub(super) source: SaidBy,
    pub(super) lines: Vec<Line>,
    pub(super) change: String,
}

/// A deadline that is asked about, with the case that has it and the playbook that was kept.
#[derive(Clone, Copy)]
pub(super) struct AskedDeadline<'c> {
    pub(super) case: &'c Case,
    pub(super) cycle: &'c Cycle,
    pub(super) deadline: &'c Deadline,
    kept: Kept<'c>,
}

impl<'c> AskedDeadline<'c> {
    /// Asks about one of the deadlines of a case; `None` when its cycle is not one of the case.
    pub(super) fn of(case: &'c Case, deadline: &'c Deadline, kept: Kept<'c>) -> Option<Self> {
        let cycle = case.cycles.get(deadline.cycle.checked_sub(1)?)?;
        Some(Self {
            case,
            cycle,
            deadline,
            kept,
        })
    }

    /// Says why the deadline is not where the addition ends.
    pub(super) fn moved(&self, sum: Instant, moves: &[(&Pause, Instant)]) -> Option<&'static str> {
        let due = self.deadline.due_at;
        let is_step = matches!(self.deadline.name, DeadlineName::Step(_));
        if sum == due {
            return None;
        }
        Some(
            if is_step && !moves.is_empty() && due == self.cycle.recover_at() {
                "no pause of the shop's takes it beyond the recovery deadline"
            } else if due < sum {
                "an earlier deadline was promised before the case was changed, and none moves later"
            } else if is_step {
                "the time given in `within` was over when it came into the plan, so it is due with its part"
            } else {
                "the new clock would have run out already when the case was changed, so the old deadline stands"
            },
        )
    }

    /// Finds what made the deadline, as it is at `now`.
    pub(super) fn rule(&self, now: Instant) -> Option<Rule> {
        let later = self.deadline.failure;
        let later = later.and_then(|at| self.cycle.plan.later.get(at));
        if let Some(rule) = later.and_then(|later| self.later_rule(later)) {
            return Some(rule);
        }
        let (from, clock) = match self.deadline.name {
            DeadlineName::FirstResponse => (self.begun(), ClockName::FirstResponse),
            DeadlineName::Recover => (self.begun(), ClockName::Recover),
            DeadlineName::FollowUp => (self.after_recovery(), ClockName::FollowUp),
            DeadlineName::Stayed if self.is_from_closing() => {
                (StartsFrom::Closed, ClockName::Stayed)
            }
            DeadlineName::Stayed => (self.after_recovery(), ClockName::Stayed),
            DeadlineName::Step(number) => return self.numbered_step_rule(number, now),
            DeadlineName::Promise(number) => return Some(self.promised(number)),
            DeadlineName::PauseEnd(_) => return Some(self.pause_end()),
        };
        Some(Rule {
            from,
            ..self.planned_clock(clock)
        })
    }

    /// The rule of the step with a number; a rung may ask for it sooner than it was planned.
    fn numbered_step_rule(&self, number: u32, now: Instant) -> Option<Rule> {
        let steps = self.case.steps_of(self.cycle, now);
        let one = steps.iter().find(|one| one.number == number)?;
        let planned = match one.step.due {
            Due::At(promised) => promised.at,
            Due::WithRecovery | Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) => {
                self.deadline.due_at
            }
        };
        let set_off = self.cycle.set_off(now);
        let sooner = self.cycle.wanted_sooner(one.step, planned, &set_off);
        Some(self.step_rule(sooner.unwrap_or(one.step)))
    }

    /// Whether the question whether they stayed counts from the closing of a case that was never recovered.
    fn is_from_closing(&self) -> bool {
        self.case.recovered_at(self.deadline.clock.since).is_none() && !self.deadline.provisional
    }

    /// The rule of the first answer, or of the repair, that a failure told later asks for.
    fn later_rule(&self, later: &LaterFailure) -> Option<Rule> {
        let (frozen, name) = match self.deadline.name {
            DeadlineName::FirstResponse => (&later.first_response, ClockName::FirstResponse),
            DeadlineName::Recover => (&later.recover, ClockName::Recover),
            DeadlineName::Step(_)
            | DeadlineName::Promise(_)
            | DeadlineName::PauseEnd(_)
            | DeadlineName::FollowUp
            | DeadlineName::Stayed => {
                return None;
            }
        };
        Some(Rule {
            from: StartsFrom::ToldLater,
            ..self.clock_rule(frozen, name)
        })
    }

    /// What the clocks of a cycle start from.
    fn begun(&self) -> StartsFrom {
        let first = self.case.cycles.first();
        if first.is_some_and(|first| std::ptr::eq(first, self.cycle)) {
            StartsFrom::Told
        } else {
            StartsFrom::Reopened
        }
    }

    const fn after_recovery(&self) -> StartsFrom {
        if self.deadline.provisional {
            StartsFrom::RecoveryDeadline
        } else {
            StartsFrom::Recovered
        }
    }

    fn pause_end(&self) -> Rule {
        let change = match self.deadline.met_at {
            Some(_) => "nothing: it is over".to_owned(),
            None => format!(
                "`amends resume {}` lets the clocks go on before",
                self.case.number()
            ),
        };
        self.named(StartsFrom::Paused, SaidBy::Pause, change)
    }

    fn promised(&self, number: u32) -> Rule {
        let (case, deadline) = (self.case.number(), self.deadline);
        if deadline.met_at.is_some() || deadline.replaced_at.is_some() {
            let change = "nothing: it is kept, or another took its place".to_owned();
            return self.named(StartsFrom::Promised, SaidBy::Promise, change);
        }
        let change = format!(
            "nothing moves a promise; tell them, then `amends promise {case} \"…\" --by \"…\" --instead-of {number}`"
        );
        self.named(StartsFrom::Promised, SaidBy::Promise, change)
    }

    /// The rule of a deadline for which somebody named a time.
    fn named(&self, from: StartsFrom, source: SaidBy, change: String) -> Rule {
        Rule {
            from,
            start: self.deadline.clock.since,
            span: None,
            source,
            lines: Vec::new(),
            change,
        }
    }

    /// The rule of a clock of the plan as it was made.
    fn planned_clock(&self, clock: ClockName) -> Rule {
        self.clock_rule(self.cycle.plan.clock(clock), clock)
    }

    fn clock_rule(&self, frozen: &FrozenClock, clock: ClockName) -> Rule {
        let key = clock.key();
        let (source, lines, change) = match &frozen.from {
            ClockSource::Entries(lines) => (
                SaidBy::Entry,
                lines.clone(),
                format!("`{key}` in that entry"),
            ),
            ClockSource::Table(line) => (
                SaidBy::ClockTable,
                vec![*line],
                format!("`{key}` under `[clock]`"),
            ),
            ClockSource::Channel(line) => (
                SaidBy::Channel,
                vec![*line],
                "`turnaround` of that channel".to_owned(),
            ),
            ClockSource::BuiltIn => (
                SaidBy::BuiltIn,
                Vec::new(),
                format!("`{key}` under `[clock]`, which is not set"),
            ),
        };
        Rule {
            from: StartsFrom::Told,
            start: self.deadline.clock.since,
            span: Some(frozen.span),
            source,
            lines: self.kept.lines(&lines),
            change,
        }
    }

    fn step_rule(&self, step: &Step) -> Rule {
        let own = step.task.as_ref().and_then(|task| task.within);
        let from = self.starts_from(step);
        match (own, step.due) {
            (_, Due::AfterRecovery(span)) => Rule {
                from: self.after_recovery(),
                ..self.action_rule(step, span)
            },
            (Some(within), Due::At(_)) if step.contact.is_none() => Rule {
                from,
                ..self.action_rule(step, within)
            },
            (Some(within), Due::SetOff(_) | Due::AfterSetOff(_))
                if self.deadline.clock.span == Some(within) =>
            {
                Rule {
                    from,
                    ..self.action_rule(step, within)
                }
            }
            (_, Due::SetOff(_) | Due::AfterSetOff(_)) => self.answer_rule(from),
            (Some(_), Due::At(_)) => self.answer_rule(from),
            (_, Due::WithRecovery) => Rule {
                from: self.begun(),
                ..self.planned_clock(ClockName::Recover)
            },
            (None, Due::At(_)) => Rule {
                from,
                ..self.part_rule(step)
            },
        }
    }

    /// The rule of what is due within a first response from when it came up: the answer to a further contact, a
    /// step of a rung. Where the plan no longer has that length, it stands as it was fixed then.
    fn answer_rule(&self, from: StartsFrom) -> Rule {
        let frozen = self.cycle.plan.personal_answer();
        if self.deadline.clock.span == Some(frozen.span) {
            return Rule {
                from,
                ..self.clock_rule(frozen, ClockName::FirstResponse)
            };
        }
        let change = "nothing: it was fixed when it came up".to_owned();
        Rule {
            span: self.deadline.clock.span,
            ..self.named(from, SaidBy::Fixed, change)
        }
    }

    /// What the clock of a step starts from.
    fn starts_from(&self, step: &Step) -> StartsFrom {
        match (step.rung, step.contact) {
            (_, Some(_)) => StartsFrom::GotInTouch,
            (Some(_), None) => StartsFrom::SetOff,
            (None, None) if self.behind(step).is_some() => StartsFrom::ToldLater,
            (None, None) => self.begun(),
        }
    }

    /// The failure told later that sets the time of a planned step.
    fn behind(&self, step: &Step) -> Option<&'c LaterFailure> {
        match step.due {
            Due::At(due) => self.cycle.failure_behind(step, due.at),
            Due::WithRecovery | Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) => {
                None
            }
        }
    }

    fn action_rule(&self, step: &Step, span: Span) -> Rule {
        let task = step.task.as_ref();
        Rule {
            from: StartsFrom::Told,
            start: self.deadline.clock.since,
            span: Some(span),
            source: SaidBy::Action,
            lines: task.map_or_else(Vec::new, |task| self.kept.lines(&[task.line])),
            change: task.map_or_else(String::new, |task| {
                format!("`within` of the action `{}`", task.action)
            }),
        }
    }

    /// The rule of a step without a time of its own: it is due with its part. One that was set off after the
    /// recovery deadline, by a version that knew no other rule, has a recovery clock of its own.
    fn part_rule(&self, step: &Step) -> Rule {
        let later = self.behind(step);
        let name = match step.part {
            Part::Acknowledge => ClockName::FirstResponse,
            Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp | Part::Prevent => {
                ClockName::Recover
            }
        };
        let frozen = match (later, step.part) {
            (Some(later), Part::Acknowledge) => &later.first_response,
            (Some(later), _) => &later.recover,
            (None, _) => self.cycle.plan.clock(name),
        };
        let rule = self.clock_rule(frozen, name);
        if later.is_none() && self.deadline.due_at == self.cycle.recover_at() {
            return Rule {
                start: self.cycle.plan.start.at,
                ..rule
            };
        }
        rule
    }
}
