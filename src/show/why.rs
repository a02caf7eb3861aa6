//! Where everything comes from: which entry gave each part, how each deadline was added up.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::standing::Standing;
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Grounds, Raise};
use crate::domain::money::Money;
use crate::domain::plan::{LeftBeside, Step};
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::{Part, Trigger};
use crate::show::Viewpoint;
use crate::show::playbook::CellItem;
use crate::show::schemas::marks::{CaseNumber, LineNumber, PlaybookId};

mod deadlines;
pub(in crate::show) mod page;
mod rule;

pub use deadlines::{WhyChange, WhyDay, WhyDeadline, WhyPause};
pub use rule::{SaidBy, StartsFrom};

use rule::AskedDeadline;

/// A line of the playbook as it was when the case was planned.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "playbook-line")]
pub struct Line {
    /// The line's number.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// What stands there, and on the line below for an entry.
    pub text: String,
}

/// Why a step is in the plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-step")]
pub struct WhyStep {
    /// Its number.
    #[schemars(range(min = 1))]
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
    /// What set it off, when an escalation added it or a further contact asks for it.
    pub rung: Option<String>,
}

/// One summand of a severity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "summand")]
pub struct Summand {
    /// What it is.
    pub because: String,
    /// How many levels it adds; the base counts from `minor`.
    #[schemars(range(max = 2))]
    pub levels: usize,
}

/// Where everything of a case comes from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "why")]
pub struct Why {
    /// The case.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// The name of the playbook.
    pub playbook: String,
    /// The first digits of the hash of its text.
    #[schemars(regex(pattern = r"^[0-9a-f]{8}$"))]
    pub text: String,
    /// The file its lines are from.
    pub file: String,
    /// The complaint type, tier and severity that decided.
    pub cell: CellItem,
    /// Further complaint types, which add to what the cell gives.
    #[schemars(with = "Vec<PlaybookId>")]
    pub also_types: Vec<String>,
    /// The severity now, when it was raised since: only in what older versions wrote, which did not plan
    /// again.
    #[schemars(extend("enum" = [Severity::Major, Severity::Severe, null]))]
    pub raised_to: Option<Severity>,
    /// The severity that the case goes up to with its next change.
    #[schemars(extend("enum" = [Severity::Major, Severity::Severe, null]))]
    pub goes_up_to: Option<Severity>,
    /// How the severity was added up.
    #[schemars(length(min = 1))]
    pub severity: Vec<Summand>,
    /// Where the ceiling comes from.
    pub ceiling: Option<WhyCeiling>,
    /// Each step.
    pub steps: Vec<WhyStep>,
    /// Each deadline.
    pub deadlines: Vec<WhyDeadline>,
    /// The zone days are counted in.
    pub zone: String,
    /// The version of the zone's rules when the case was logged.
    pub zone_rules: String,
}

/// Where a ceiling comes from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "why-ceiling")]
pub struct WhyCeiling {
    /// The amount.
    pub amount: Money,
    /// The entries that set it.
    pub entries: Vec<Line>,
    /// With several failures: what all of them must cost with the cheapest picks; the rest of the amount is
    /// what one of them leaves beside its own.
    pub sure: Option<Money>,
    /// The further type that leaves most beside what all failures must cost; `null` when that is the first one, or
    /// there is one only.
    pub left_by: Option<String>,
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
    pub fn of(case: &Case, kept: Kept<'_>, viewpoint: &Viewpoint) -> Self {
        let facts = &case.facts;
        let file = facts.file.clone();
        let mut types = facts.complaints.iter().map(|named| named.id.clone());
        let complaint = types.next();
        let steps = case.steps(viewpoint.now);
        let cycle = case.cycle();
        let explained = steps.iter().filter_map(|one| Some(step(cycle?, one, kept)));
        let deadlines = case.deadlines(viewpoint.now);
        let asked = deadlines.iter();
        let asked = asked.filter_map(|one| AskedDeadline::of(case, one, kept));
        let severity = case.severity();
        let planned_for = cycle.map_or(severity, |cycle| cycle.planned_for);
        Self {
            case: case.number(),
            playbook: facts.playbook.clone(),
            text: facts.text.short(),
            file: file.unwrap_or_else(|| format!("{}.toml", facts.playbook)),
            cell: CellItem {
                complaint: complaint.unwrap_or_default(),
                tier: facts.tier.id.clone(),
                severity: planned_for,
            },
            also_types: types.collect(),
            raised_to: (severity > planned_for).then_some(severity),
            goes_up_to: case.goes_up_to(viewpoint.now),
            severity: written(case.grounds()),
            ceiling: cycle.map(|cycle| WhyCeiling {
                amount: cycle.plan.ceiling.amount,
                entries: kept.lines(&cycle.plan.ceiling.lines),
                sure: beside(cycle).map(|beside| beside.sure),
                left_by: beside(cycle).and_then(|beside| beside.complaint.clone()),
            }),
            steps: explained.collect(),
            deadlines: asked
                .filter_map(|asked| WhyDeadline::of(&asked, viewpoint))
                .collect(),
            zone: case.logged.zone.clone(),
            zone_rules: case.logged.zone_rules.clone(),
        }
    }
}

fn beside(cycle: &Cycle) -> Option<&LeftBeside> {
    cycle.plan.ceiling.beside.as_ref()
}

fn by_rung(line: u32) -> Summand {
    Summand {
        because: format!("the escalation at line {line} raises it"),
        levels: 1,
    }
}

fn written(grounds: &Grounds) -> Vec<Summand> {
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
    summands.extend(grounds.raises.iter().map(|raise| match raise {
        Raise::SecondFailure(case) => Summand {
            because: format!("this customer was failed before, not long ago: #{case}"),
            levels: 1,
        },
        Raise::Rung(line) => by_rung(*line),
    }));
    summands
}

fn step(cycle: &Cycle, one: &Standing<'_>, kept: Kept<'_>) -> WhyStep {
    let step = one.step;
    let task = step.task.as_ref();
    let rung = step.rung.and_then(|at| cycle.plan.rungs.get(at));
    WhyStep {
        number: one.number,
        part: step.part,
        text: task.map_or_else(
            || "nothing fitted this slot".to_owned(),
            |task| task.text.clone(),
        ),
        entries: kept.lines(&step.lines),
        // What no playbook names stands on no line.
        action: task
            .filter(|task| task.line > 0)
            .map(|task| kept.line(task.line)),
        slot: slot(step),
        rung: match step.contact {
            Some(_) => Some("they got in touch again".to_owned()),
            None => rung.map(|rung| trigger(rung.on)),
        },
    }
}

fn slot(step: &Step) -> Option<String> {
    if step.options.is_empty() {
        return None;
    }
    let count = step.options.len();
    Some(match &step.task {
        Some(task) => format!(
            "`{}` was suggested or chosen from {count}: what fits the ceiling and the time left, and \
             was not given to them lately",
            task.action
        ),
        None => format!("none of {count} fitted the ceiling and the time left"),
    })
}

fn trigger(on: Trigger) -> String {
    match on {
        Trigger::Contact(count) => format!("contact {count}"),
        Trigger::Failures(count) => format!("{count} failures in one case"),
        Trigger::Share(percent) => format!("{percent}% of the recovery clock"),
        Trigger::Late => "the recovery deadline passed".to_owned(),
        Trigger::BrokenPromise => "a promise was broken".to_owned(),
        Trigger::Reopened => "the case was opened again".to_owned(),
        Trigger::SecondFailure => "this customer was failed before".to_owned(),
    }
}
