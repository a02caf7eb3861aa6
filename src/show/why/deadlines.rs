//! How each deadline was added up: where its clock started, what was added, what moved it.

use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Kept, Line};
use crate::domain::calendar::{Calendar, Day, DayKind};
use crate::domain::case::clock::Clock;
use crate::domain::case::deadline::{Deadline, Name};
use crate::domain::case::pause::Pause;
use crate::domain::case::{Case, Cycle};
use crate::domain::plan::{ClockSource, Due, FrozenClock, LaterFailure, Step};
use crate::domain::playbook::{ClockName, Part};
use crate::domain::span::Span;
use crate::domain::words::Words;
use crate::domain::zone::Instant;
use crate::show::schemas::marks::DayWord;
use crate::show::{Eyes, Moment};

/// How a deadline was added up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-deadline")]
pub struct WhyDeadline {
    /// Which deadline.
    pub name: Name,
    /// Which cycle of the case, from 1.
    #[schemars(range(min = 1))]
    pub cycle: usize,
    /// The complaint type it is for, when the customer told of that later.
    pub failure: Option<String>,
    /// What the clock starts from.
    pub from: StartsFrom,
    /// When the clock started.
    pub start: Moment,
    /// How long was added, as the playbook writes it; `null` when a time was named.
    pub add: Option<String>,
    /// The same for people.
    pub add_phrase: Option<String>,
    /// For open time: each day that was gone through, with the time that counted.
    pub days: Vec<WhyDay>,
    /// What comes out before any pause is added.
    pub sum: Moment,
    /// The changes of the clocks between start and end, in their order.
    pub clock_changes: Vec<WhyChange>,
    /// The pauses that moved it, in their order.
    pub pauses: Vec<WhyPause>,
    /// What comes out.
    pub due_at: Moment,
    /// Why it is not simply the sum, when it is not.
    pub moved: Option<&'static str>,
    /// Who said so.
    pub source: SaidBy,
    /// The lines of the playbook that say so.
    pub lines: Vec<Line>,
    /// What would change it.
    pub change: String,
}

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

/// A day that a length of open time went through.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-day")]
pub struct WhyDay {
    /// Its date.
    #[schemars(with = "DayWord")]
    pub date: String,
    /// What kind of day.
    pub kind: DayKind,
    /// The stretches that counted, by the shop's wall clock: `09:00-12:30`.
    pub open: Vec<String>,
    /// How much of it counted, in seconds.
    pub seconds: u64,
}

/// A pause that moved a deadline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-pause")]
pub struct WhyPause {
    /// From when.
    pub from: Moment,
    /// Until when.
    pub until: Moment,
    /// By how much it moved the deadline, in seconds.
    #[schemars(range(min = 0))]
    pub seconds: i64,
    /// Why there was a pause.
    pub why: Option<Words>,
    /// Where it moved the deadline to.
    pub to: Moment,
}

/// A change of the clocks that lies between the start of a deadline and its end.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-change")]
pub struct WhyChange {
    /// The first moment with the new offset.
    pub at: Moment,
    /// By how many seconds the clocks go forward; less than zero when they go back.
    pub seconds: i32,
    /// The zone whose clocks change: the one printed in, or the one the case counts days in.
    pub zone: String,
}

/// Gives the changes of the zone that is printed in; where days or open hours are counted in
/// another, also of that.
fn clock_changes(stretch: Stretch, calendar: Calendar<'_>, eyes: &Eyes) -> Vec<WhyChange> {
    let printed = &eyes.zone;
    let elapses = matches!(stretch.span, None | Some(Span::Elapsed { .. }));
    let other = Some(calendar.zone).filter(|zone| !elapses && zone.name() != printed.name());
    let zones = [Some(printed), other].into_iter().flatten();
    let changes = zones.flat_map(|zone| {
        let changes = zone.changes(stretch.start, stretch.end).into_iter();
        changes.map(|change| WhyChange {
            at: Moment::of(change.at, zone),
            seconds: change.seconds,
            zone: zone.name().to_owned(),
        })
    });
    let mut changes: Vec<WhyChange> = changes.collect();
    changes.sort_by_key(|change| change.at.at);
    changes
}

/// The time from the start of a clock to its end.
#[derive(Clone, Copy)]
struct Stretch {
    start: Instant,
    end: Instant,
    span: Option<Span>,
}

impl Stretch {
    fn of(rule: &Rule, deadline: &Deadline) -> Self {
        Self {
            start: rule.start,
            end: deadline.due_at,
            span: rule.span,
        }
    }
}

/// What made a deadline.
struct Rule {
    from: StartsFrom,
    start: Instant,
    span: Option<Span>,
    source: SaidBy,
    lines: Vec<Line>,
    change: String,
}

impl WhyDeadline {
    /// Explains one deadline of a case by the playbook as it was.
    #[must_use]
    pub fn of(case: &Case, deadline: &Deadline, (kept, eyes): (Kept<'_>, &Eyes)) -> Option<Self> {
        let cycle = case.cycles.get(deadline.cycle - 1)?;
        let rule = rule((case, cycle), deadline, (kept, eyes.now))?;
        let calendar = cycle.calendar();
        let clock = deadline.clock;
        let added = rule.span.map(|span| span.after(rule.start, calendar));
        let sum = added.and_then(Result::ok).unwrap_or(clock.due);
        let moves = cycle.moves(Clock { due: sum, ..clock });
        let last = moves.last().map_or(sum, |(_, to)| *to);
        Some(Self {
            name: deadline.name,
            cycle: deadline.cycle,
            failure: case.failure_of(deadline).map(str::to_owned),
            from: rule.from,
            start: eyes.moment(rule.start),
            add: rule.span.map(|span| span.to_string()),
            add_phrase: rule.span.map(Span::phrase),
            days: days(rule.span, (rule.start, sum), calendar),
            sum: eyes.moment(sum),
            clock_changes: clock_changes(Stretch::of(&rule, deadline), calendar, eyes),
            moved: moved((cycle, deadline), last, &moves),
            pauses: pauses(moves, sum, eyes),
            due_at: eyes.moment(deadline.due_at),
            source: rule.source,
            lines: rule.lines,
            change: rule.change,
        })
    }
}

/// Says why a deadline is not where the addition ends.
fn moved(
    (cycle, deadline): (&Cycle, &Deadline),
    sum: Instant,
    moves: &[(&Pause, Instant)],
) -> Option<&'static str> {
    let due = deadline.due_at;
    let is_step = matches!(deadline.name, Name::Step(_));
    if sum == due {
        return None;
    }
    Some(
        if is_step && !moves.is_empty() && due == cycle.recover_at() {
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

fn pauses(moves: Vec<(&Pause, Instant)>, sum: Instant, eyes: &Eyes) -> Vec<WhyPause> {
    let mut before = sum;
    let mut pauses = Vec::new();
    for (pause, to) in moves {
        pauses.push(WhyPause {
            from: eyes.moment(pause.paused.from),
            until: eyes.moment(pause.end()),
            seconds: (to - before).num_seconds(),
            why: pause.paused.why.words().cloned(),
            to: eyes.moment(to),
        });
        before = to;
    }
    pauses
}

fn days(
    span: Option<Span>,
    (start, sum): (Instant, Instant),
    calendar: Calendar<'_>,
) -> Vec<WhyDay> {
    if !span.is_some_and(Span::counts_open_time) {
        return Vec::new();
    }
    let days = calendar.days(start, sum).unwrap_or_default();
    days.into_iter()
        .map(|day| why_day(&day, calendar))
        .collect()
}

fn why_day(day: &Day, calendar: Calendar<'_>) -> WhyDay {
    let wall = |at: Instant| clock(calendar.zone.wall(at));
    let open = day.open.iter();
    WhyDay {
        date: day.date.to_string(),
        kind: day.kind,
        open: open
            .map(|one| format!("{}-{}", wall(one.from), wall(one.to)))
            .collect(),
        seconds: day.seconds,
    }
}

/// Minutes are enough for opening times; a start in the middle of one shows its seconds.
fn clock(wall: NaiveDateTime) -> String {
    let text = wall.format("%H:%M:%S").to_string();
    text.strip_suffix(":00")
        .map_or_else(|| text.clone(), ToOwned::to_owned)
}

fn rule(
    (case, cycle): (&Case, &Cycle),
    deadline: &Deadline,
    (kept, now): (Kept<'_>, Instant),
) -> Option<Rule> {
    let clock = |clock| clock_rule(cycle.plan.clock(clock), (clock, deadline), kept);
    let later = deadline.failure.and_then(|at| cycle.plan.later.get(at));
    if let Some(later) = later
        && let Some(rule) = later_rule(later, deadline, kept)
    {
        return Some(rule);
    }
    let from = match deadline.name {
        Name::FirstResponse | Name::Recover => begun(case, cycle),
        Name::Stayed if is_from_closing(case, deadline) => StartsFrom::Closed,
        Name::FollowUp | Name::Stayed => after_recovery(deadline),
        Name::Step(number) => {
            let steps = case.steps_of(cycle, now);
            let one = steps.iter().find(|one| one.number == number)?;
            // A rung may ask for it sooner than it was planned.
            let planned = match one.step.due {
                Due::At(promised) => promised.at,
                Due::WithRecovery
                | Due::AfterRecovery(_)
                | Due::AfterSetOff(_)
                | Due::SetOff(_) => deadline.due_at,
            };
            let sooner = cycle.wanted_sooner(one.step, (planned, &cycle.set_off(now)));
            let step = sooner.unwrap_or(one.step);
            return Some(step_rule((case, cycle), step, (deadline, kept)));
        }
        Name::Promise(number) => return Some(promised(case, number, deadline)),
        Name::PauseEnd(_) => return Some(pause_end(case, deadline)),
    };
    let name = match deadline.name {
        Name::FirstResponse => ClockName::FirstResponse,
        Name::FollowUp => ClockName::FollowUp,
        Name::Stayed => ClockName::Stayed,
        Name::Recover | Name::Step(_) | Name::Promise(_) | Name::PauseEnd(_) => ClockName::Recover,
    };
    Some(Rule {
        from,
        ..clock(name)
    })
}

/// Whether the question whether they stayed counts from the closing of a case that was never recovered.
fn is_from_closing(case: &Case, deadline: &Deadline) -> bool {
    case.recovered_at(deadline.clock.since).is_none() && !deadline.provisional
}

/// The rule of the first answer, or of the repair, that a failure told later asks for.
fn later_rule(later: &LaterFailure, deadline: &Deadline, kept: Kept<'_>) -> Option<Rule> {
    let (frozen, name) = match deadline.name {
        Name::FirstResponse => (&later.first_response, ClockName::FirstResponse),
        Name::Recover => (&later.recover, ClockName::Recover),
        Name::Step(_) | Name::Promise(_) | Name::PauseEnd(_) | Name::FollowUp | Name::Stayed => {
            return None;
        }
    };
    Some(Rule {
        from: StartsFrom::ToldLater,
        ..clock_rule(frozen, (name, deadline), kept)
    })
}

/// What the clocks of a cycle start from.
fn begun(case: &Case, cycle: &Cycle) -> StartsFrom {
    let first = case.cycles.first();
    if first.is_some_and(|first| std::ptr::eq(first, cycle)) {
        StartsFrom::Told
    } else {
        StartsFrom::Reopened
    }
}

const fn after_recovery(deadline: &Deadline) -> StartsFrom {
    if deadline.provisional {
        StartsFrom::RecoveryDeadline
    } else {
        StartsFrom::Recovered
    }
}

fn pause_end(case: &Case, deadline: &Deadline) -> Rule {
    let change = match deadline.met_at {
        Some(_) => "nothing: it is over".to_owned(),
        None => format!(
            "`amends resume {}` lets the clocks go on before",
            case.number()
        ),
    };
    named((StartsFrom::Paused, SaidBy::Pause), deadline, change)
}

fn promised(case: &Case, number: u32, deadline: &Deadline) -> Rule {
    let case = case.number();
    if deadline.met_at.is_some() || deadline.replaced_at.is_some() {
        let change = "nothing: it is kept, or another took its place".to_owned();
        return named((StartsFrom::Promised, SaidBy::Promise), deadline, change);
    }
    let change = format!(
        "nothing moves a promise; tell them, then `amends promise {case} \"…\" --by \"…\" --instead-of {number}`"
    );
    named((StartsFrom::Promised, SaidBy::Promise), deadline, change)
}

/// The rule of a deadline for which somebody named a time.
fn named((from, source): (StartsFrom, SaidBy), deadline: &Deadline, change: String) -> Rule {
    Rule {
        from,
        start: deadline.clock.since,
        span: None,
        source,
        lines: Vec::new(),
        change,
    }
}

fn clock_rule(
    frozen: &FrozenClock,
    (clock, deadline): (ClockName, &Deadline),
    kept: Kept<'_>,
) -> Rule {
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
        start: deadline.clock.since,
        span: Some(frozen.span),
        source,
        lines: kept.lines(&lines),
        change,
    }
}

fn step_rule(
    (case, cycle): (&Case, &Cycle),
    step: &Step,
    (deadline, kept): (&Deadline, Kept<'_>),
) -> Rule {
    let clock = |clock| clock_rule(cycle.plan.clock(clock), (clock, deadline), kept);
    let own = step.task.as_ref().and_then(|task| task.within);
    let from = starts_from((case, cycle), step);
    match (own, step.due) {
        (_, Due::AfterRecovery(span)) => Rule {
            from: after_recovery(deadline),
            ..action_rule((step, span), deadline, kept)
        },
        (Some(within), Due::At(_)) if step.contact.is_none() => Rule {
            from,
            ..action_rule((step, within), deadline, kept)
        },
        (Some(within), Due::SetOff(_) | Due::AfterSetOff(_))
            if deadline.clock.span == Some(within) =>
        {
            Rule {
                from,
                ..action_rule((step, within), deadline, kept)
            }
        }
        (_, Due::SetOff(_) | Due::AfterSetOff(_)) => answer_rule(cycle, (from, deadline), kept),
        (Some(_), Due::At(_)) => answer_rule(cycle, (from, deadline), kept),
        (_, Due::WithRecovery) => Rule {
            from: begun(case, cycle),
            ..clock(ClockName::Recover)
        },
        (None, Due::At(_)) => Rule {
            from,
            ..part_rule(cycle, step, (deadline, kept))
        },
    }
}

/// The rule of what is due within a first response from when it came up: the answer to a further contact, a
/// step of a rung. Where the plan no longer has that length, it stands as it was fixed then.
fn answer_rule(cycle: &Cycle, (from, deadline): (StartsFrom, &Deadline), kept: Kept<'_>) -> Rule {
    let frozen = cycle.plan.personal_answer();
    if deadline.clock.span == Some(frozen.span) {
        return Rule {
            from,
            ..clock_rule(frozen, (ClockName::FirstResponse, deadline), kept)
        };
    }
    let change = "nothing: it was fixed when it came up".to_owned();
    Rule {
        span: deadline.clock.span,
        ..named((from, SaidBy::Fixed), deadline, change)
    }
}

/// What the clock of a step starts from.
fn starts_from((case, cycle): (&Case, &Cycle), step: &Step) -> StartsFrom {
    match (step.rung, step.contact) {
        (_, Some(_)) => StartsFrom::GotInTouch,
        (Some(_), None) => StartsFrom::SetOff,
        (None, None) if behind(cycle, step).is_some() => StartsFrom::ToldLater,
        (None, None) => begun(case, cycle),
    }
}

/// The failure told later that sets the time of a planned step.
fn behind<'c>(cycle: &'c Cycle, step: &Step) -> Option<&'c LaterFailure> {
    match step.due {
        Due::At(due) => cycle.failure_behind(step, due.at),
        Due::WithRecovery | Due::AfterRecovery(_) | Due::AfterSetOff(_) | Due::SetOff(_) => None,
    }
}

fn action_rule((step, span): (&Step, Span), deadline: &Deadline, kept: Kept<'_>) -> Rule {
    let task = step.task.as_ref();
    Rule {
        from: StartsFrom::Told,
        start: deadline.clock.since,
        span: Some(span),
        source: SaidBy::Action,
        lines: task.map_or_else(Vec::new, |task| kept.lines(&[task.line])),
        change: task.map_or_else(String::new, |task| {
            format!("`within` of the action `{}`", task.action)
        }),
    }
}

/// The rule of a step without a time of its own: it is due with its part. One that was set off after the
/// recovery deadline, by a version that knew no other rule, has a recovery clock of its own.
fn part_rule(cycle: &Cycle, step: &Step, (deadline, kept): (&Deadline, Kept<'_>)) -> Rule {
    let later = behind(cycle, step);
    let name = match step.part {
        Part::Acknowledge => ClockName::FirstResponse,
        Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp | Part::Prevent => {
            ClockName::Recover
        }
    };
    let frozen = match (later, step.part) {
        (Some(later), Part::Acknowledge) => &later.first_response,
        (Some(later), _) => &later.recover,
        (None, _) => cycle.plan.clock(name),
    };
    let rule = clock_rule(frozen, (name, deadline), kept);
    if later.is_none() && deadline.due_at == cycle.recover_at() {
        return Rule {
            start: cycle.plan.start.at,
            ..rule
        };
    }
    rule
}
