//! How each deadline was added up: where its clock started, what was added, what moved it.

use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::Serialize;

use super::Line;
use super::rule::{AskedDeadline, Rule, SaidBy, StartsFrom};
use crate::domain::case::clock::Clock;
use crate::domain::case::deadline::{Deadline, DeadlineName};
use crate::domain::case::pause::Pause;
use crate::domain::time::calendar::{BusinessDay, Calendar, DayKind};
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::show::schemas::marks::DayWord;
use crate::show::{Moment, Viewpoint};

/// How a deadline was added up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-deadline")]
pub struct WhyDeadline {
    /// Which deadline.
    pub name: DeadlineName,
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
fn clock_changes(
    stretch: Stretch,
    calendar: Calendar<'_>,
    viewpoint: &Viewpoint,
) -> Vec<WhyChange> {
    let printed = &viewpoint.zone;
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

impl WhyDeadline {
    /// Explains one deadline of a case by the playbook as it was.
    pub(super) fn of(asked: &AskedDeadline<'_>, viewpoint: &Viewpoint) -> Option<Self> {
        let (cycle, deadline) = (asked.cycle, asked.deadline);
        let rule = asked.rule(viewpoint.now)?;
        let calendar = cycle.calendar();
        let clock = deadline.clock;
        let added = rule.span.map(|span| span.after(rule.start, calendar));
        let sum = added.and_then(Result::ok).unwrap_or(clock.due);
        let moves = cycle.moves(Clock { due: sum, ..clock });
        let last = moves.last().map_or(sum, |(_, to)| *to);
        Some(Self {
            name: deadline.name,
            cycle: deadline.cycle,
            failure: asked.case.failure_of(deadline).map(str::to_owned),
            from: rule.from,
            start: viewpoint.moment(rule.start),
            add: rule.span.map(|span| span.to_string()),
            add_phrase: rule.span.map(Span::phrase),
            days: days(&rule, sum, calendar),
            sum: viewpoint.moment(sum),
            clock_changes: clock_changes(Stretch::of(&rule, deadline), calendar, viewpoint),
            moved: asked.moved(last, &moves),
            pauses: pauses(moves, sum, viewpoint),
            due_at: viewpoint.moment(deadline.due_at),
            source: rule.source,
            lines: rule.lines,
            change: rule.change,
        })
    }
}

fn pauses(moves: Vec<(&Pause, Instant)>, sum: Instant, viewpoint: &Viewpoint) -> Vec<WhyPause> {
    let mut before = sum;
    let mut pauses = Vec::new();
    for (pause, to) in moves {
        pauses.push(WhyPause {
            from: viewpoint.moment(pause.paused.from),
            until: viewpoint.moment(pause.end()),
            seconds: (to - before).num_seconds(),
            why: pause.paused.why.words().cloned(),
            to: viewpoint.moment(to),
        });
        before = to;
    }
    pauses
}

/// The days that open time went through from the start of the clock to where it ends.
fn days(rule: &Rule, sum: Instant, calendar: Calendar<'_>) -> Vec<WhyDay> {
    if !rule.span.is_some_and(Span::counts_open_time) {
        return Vec::new();
    }
    let days = calendar.days(rule.start, sum).unwrap_or_default();
    days.into_iter()
        .map(|day| why_day(&day, calendar))
        .collect()
}

fn why_day(day: &BusinessDay, calendar: Calendar<'_>) -> WhyDay {
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
