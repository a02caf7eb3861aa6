//! Where everything comes from: which entry gave each part, how each deadline was added up.

use serde::Serialize;

use crate::domain::case::deadline::{Deadline, Name};
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Grounds, Raise};
use crate::domain::money::Money;
use crate::domain::plan::{ClockSource, Due, FrozenClock, Step};
use crate::domain::playbook::{ClockName, Part, Trigger};
use crate::domain::span::Span;
use crate::view::playbooks::CellItem;
use crate::view::{Eyes, Moment};

/// A line of the playbook as it was when the case was planned.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The line's number.
    pub line: u32,
    /// What stands there, and on the line below for an entry.
    pub text: String,
}

/// Why a step is in the plan.
#[derive(Clone, Debug, Serialize)]
pub struct WhyStep {
    /// Its number.
    pub number: u32,
    /// Its part.
    pub part: Part,
    /// What to do.
    pub text: String,
    /// The entries that put it there.
    pub entries: Vec<Line>,
    /// Where the action itself stands.
    pub action: Option<Line>,
    /// Why this action fills the slot, when it is one.
    pub slot: Option<String>,
    /// What set it off, when a rung added it.
    pub rung: Option<String>,
}

/// How a deadline was added up.
#[derive(Clone, Debug, Serialize)]
pub struct WhyDeadline {
    /// Which deadline.
    pub name: String,
    /// Which cycle of the case, from 1.
    pub cycle: usize,
    /// What the clock starts from: told, reopened, recovered, or the recovery deadline.
    pub from: &'static str,
    /// When the clock started.
    pub start: Moment,
    /// How long was added, as the playbook writes it.
    pub add: String,
    /// The same for people.
    pub add_phrase: String,
    /// What comes out.
    pub due_at: Moment,
    /// Why it is not simply the sum, when it is not.
    pub moved: Option<&'static str>,
    /// Who said so: entry, clock-table, channel, action or built-in.
    pub source: &'static str,
    /// The lines that say so.
    pub lines: Vec<Line>,
    /// What would change it.
    pub change: String,
}

/// One summand of a severity.
#[derive(Clone, Debug, Serialize)]
pub struct Summand {
    /// What it is.
    pub because: String,
    /// How many levels it adds; the base counts from `minor`.
    pub levels: usize,
}

/// The whole explanation of a case.
#[derive(Debug, Serialize)]
pub struct Why {
    /// The case.
    pub case: u64,
    /// The playbook's name.
    pub playbook: String,
    /// The first digits of the hash of its text.
    pub text: String,
    /// The complaint type, tier and severity that decided.
    pub cell: CellItem,
    /// How the severity was added up.
    pub severity: Vec<Summand>,
    /// Where the ceiling comes from.
    pub ceiling: Option<WhyCeiling>,
    /// Each step.
    pub steps: Vec<WhyStep>,
    /// Each deadline.
    pub deadlines: Vec<WhyDeadline>,
    /// The zone days are counted in, and the version of its rules when the case was logged.
    pub zone: String,
    /// See `zone`.
    pub zone_rules: String,
}

/// Where a ceiling comes from.
#[derive(Clone, Debug, Serialize)]
pub struct WhyCeiling {
    /// The amount.
    pub amount: Money,
    /// The entries that set it.
    pub entries: Vec<Line>,
}

/// The playbook's text as it was kept with the case.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'t>(pub Option<&'t str>);

impl Kept<'_> {
    /// Quotes a line; for the head of an entry also the line below, which says for whom.
    fn line(self, line: u32) -> Line {
        let at = usize::try_from(line).unwrap_or(usize::MAX);
        let lines = self.0.unwrap_or_default().lines();
        let mut quoted = lines.skip(at.saturating_sub(1));
        let first = quoted.next().unwrap_or_default().trim();
        let second = quoted.next().unwrap_or_default().trim();
        let head = first.split('#').next().unwrap_or_default().trim();
        let says_for_whom = second.starts_with("when") || second.starts_with("on");
        let text = match head {
            "[[recovery]]" if !says_for_whom => "[[recovery]] for everybody".to_owned(),
            head if head.starts_with("[[") && says_for_whom => format!("{head} {second}"),
            _ => first.to_owned(),
        };
        Line { line, text }
    }

    fn lines(self, lines: &[u32]) -> Vec<Line> {
        lines.iter().map(|line| self.line(*line)).collect()
    }
}

impl Why {
    /// Explains a case by the playbook as it was.
    #[must_use]
    pub fn of(case: &Case, kept: Kept<'_>, eyes: &Eyes) -> Self {
        let facts = &case.facts;
        let complaint = facts.complaints.first().map(|named| named.id.clone());
        let steps = case.steps(eyes.now);
        let cycle = case.cycle();
        let explained = steps
            .iter()
            .filter_map(|one| Some(step(cycle?, one.step, kept)));
        let deadlines = case.deadlines(eyes.now);
        Self {
            case: case.number(),
            playbook: facts.playbook.clone(),
            text: facts.text.short(),
            cell: CellItem {
                complaint: complaint.unwrap_or_default(),
                tier: facts.tier.id.clone(),
                severity: case.severity().word(),
            },
            severity: summands(case.grounds()),
            ceiling: cycle.map(|cycle| WhyCeiling {
                amount: cycle.plan.ceiling.amount,
                entries: kept.lines(&cycle.plan.ceiling.lines),
            }),
            steps: explained.collect(),
            deadlines: deadlines
                .iter()
                .filter_map(|one| deadline(case, one, (kept, eyes)))
                .collect(),
            zone: case.logged.zone.clone(),
            zone_rules: case.logged.zone_rules.clone(),
        }
    }
}

fn summands(grounds: &Grounds) -> Vec<Summand> {
    let mut summands = Vec::new();
    match grounds.typed {
        Some(typed) => summands.push(Summand {
            because: format!("you said `{typed}`"),
            levels: typed as usize,
        }),
        None => summands.extend(grounds.harm.iter().map(|harm| Summand {
            because: format!("yes to \"{}\"", harm.question()),
            levels: harm.weight(),
        })),
    }
    if summands.is_empty() {
        summands.push(Summand {
            because: "no harm was named, which is `minor`".to_owned(),
            levels: 0,
        });
    }
    summands.extend(grounds.raises.iter().map(|raise| Summand {
        because: match raise {
            Raise::SecondFailure(case) => {
                format!("this customer was failed before, within 90 days: #{case}")
            }
            Raise::Rung(line) => format!("the escalation at line {line} raises it"),
        },
        levels: 1,
    }));
    summands
}

fn step(cycle: &Cycle, step: &Step, kept: Kept<'_>) -> WhyStep {
    let task = step.task.as_ref();
    let rung = step.rung.and_then(|at| cycle.plan.rungs.get(at));
    WhyStep {
        number: step.number,
        part: step.part,
        text: task.map_or_else(
            || "nothing fitted this slot".to_owned(),
            |task| task.text.clone(),
        ),
        entries: kept.lines(&step.lines),
        action: task.map(|task| kept.line(task.line)),
        slot: slot(step),
        rung: rung.map(|rung| trigger(rung.on)),
    }
}

fn slot(step: &Step) -> Option<String> {
    if step.options.is_empty() {
        return None;
    }
    let count = step.options.len();
    Some(match &step.task {
        Some(task) => format!(
            "`{}` was suggested or chosen from {count}: what fits the ceiling and the time left, \
             suits this customer, and was not given to them lately",
            task.action
        ),
        None => format!("none of {count} fitted the ceiling and the time left"),
    })
}

fn trigger(on: Trigger) -> String {
    match on {
        Trigger::Contact(count) => format!("contact {count}"),
        Trigger::Share(percent) => format!("{percent}% of the recovery clock"),
        Trigger::Late => "the recovery deadline passed".to_owned(),
        Trigger::Reopened => "the case was opened again".to_owned(),
        Trigger::SecondFailure => "this customer was failed before".to_owned(),
    }
}

fn deadline(
    case: &Case,
    deadline: &Deadline,
    (kept, eyes): (Kept<'_>, &Eyes),
) -> Option<WhyDeadline> {
    let cycle = case.cycles.get(deadline.cycle - 1)?;
    let rule = rule(cycle, deadline.name, kept)?;
    let start = rule.start(case, cycle, deadline);
    let sum = rule.span.after(start.1, &eyes.zone).ok();
    let moved = (sum != Some(deadline.due_at)).then_some(
        "an earlier deadline was promised before the case was changed, and none moves later",
    );
    Some(WhyDeadline {
        name: deadline.name.word(),
        cycle: deadline.cycle,
        from: start.0,
        start: eyes.moment(start.1),
        add: rule.span.to_string(),
        add_phrase: rule.span.phrase(),
        due_at: eyes.moment(deadline.due_at),
        moved,
        source: rule.source,
        lines: rule.lines,
        change: rule.change,
    })
}

/// What made a deadline.
struct Rule {
    clock: Option<ClockName>,
    span: Span,
    source: &'static str,
    lines: Vec<Line>,
    change: String,
}

impl Rule {
    fn start(
        &self,
        case: &Case,
        cycle: &Cycle,
        deadline: &Deadline,
    ) -> (&'static str, crate::domain::zone::Instant) {
        if self.clock == Some(ClockName::FollowUp) {
            let from = if deadline.provisional {
                "the recovery deadline"
            } else {
                "recovered"
            };
            return (from, deadline.start);
        }
        let first = case
            .cycles
            .first()
            .is_some_and(|first| std::ptr::eq(first, cycle));
        (if first { "told" } else { "reopened" }, cycle.plan.start.at)
    }
}

fn rule(cycle: &Cycle, name: Name, kept: Kept<'_>) -> Option<Rule> {
    match name {
        Name::FirstResponse => Some(clock_rule(cycle, ClockName::FirstResponse, kept)),
        Name::Recover => Some(clock_rule(cycle, ClockName::Recover, kept)),
        Name::FollowUp => Some(clock_rule(cycle, ClockName::FollowUp, kept)),
        Name::Step(number) => step_rule(cycle, cycle.plan.step(number)?, kept),
    }
}

fn clock_rule(cycle: &Cycle, clock: ClockName, kept: Kept<'_>) -> Rule {
    let FrozenClock { span, from } = cycle.plan.clock(clock);
    let key = clock.key();
    let (source, lines, change) = match from {
        ClockSource::Entries(lines) => ("entry", lines.clone(), format!("`{key}` in that entry")),
        ClockSource::Table(line) => (
            "clock-table",
            vec![*line],
            format!("`{key}` under `[clock]`"),
        ),
        ClockSource::Channel(line) => (
            "channel",
            vec![*line],
            "`turnaround` of that channel".to_owned(),
        ),
        ClockSource::BuiltIn => (
            "built-in",
            Vec::new(),
            format!("`{key}` under `[clock]`, which is not set"),
        ),
    };
    Rule {
        clock: Some(clock),
        span: *span,
        source,
        lines: kept.lines(&lines),
        change,
    }
}

fn step_rule(cycle: &Cycle, step: &Step, kept: Kept<'_>) -> Option<Rule> {
    let task = step.task.as_ref()?;
    let recover = cycle.plan.clock(ClockName::Recover).span;
    let own = match (task.within, step.due) {
        (Some(within), Due::At(_) | Due::AfterRecovery(_)) => within,
        (None, Due::At(_) | Due::AfterRecovery(_)) => recover,
    };
    Some(Rule {
        clock: None,
        span: own,
        source: "action",
        lines: kept.lines(&[task.line]),
        change: format!("`within` of the action `{}`", task.action),
    })
}
