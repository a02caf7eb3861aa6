//! A plan as it is frozen with a case: steps, deadlines, and where each came from.
//!
//! Everything a command needs later is copied out of the playbook, so reading a
//! case never reads the playbook file, and a changed file never moves a deadline.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::playbook::{ClockName, Part, Trigger};
use crate::domain::time::calendar::Hours;
use crate::domain::time::span::Span;
use crate::domain::time::zone::{Instant, Zone};

pub mod bill;
mod cost;
pub mod needs;
pub mod order;
pub mod planning;
pub mod schedule;
pub mod together;

/// An instant as it was promised: the moment, and the wall time the shop's clocks showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// The moment, in UTC; a deadline's own instant is still in time.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// What the shop's clock shows at that moment.
    pub wall: NaiveDateTime,
}

impl Promised {
    /// Notes down what the clocks of `zone` show at `at`.
    #[must_use]
    pub fn new(at: Instant, zone: &Zone) -> Self {
        let wall = zone.wall(at);
        Self { at, wall }
    }
}

/// When a step is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// At this moment.
    At(Promised),
    /// This long after both halves of the recovery are done.
    AfterRecovery(Span),
    /// This long after the rung that adds the step is set off.
    AfterSetOff(Span),
    /// As it was frozen when the rung was set off.
    SetOff(SetOffDue),
    /// With both halves: on the recovery deadline, wherever pauses move that.
    WithRecovery,
}

/// The clock of a step that a rung has added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetOffDue {
    /// When the rung was set off.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub since: Instant,
    /// How long there is from then.
    pub span: Span,
    /// When that is over.
    pub by: Promised,
}

/// An action as the playbook had it when it was copied into a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The action's id.
    pub action: String,
    /// What to do.
    pub text: String,
    /// A role, or `holder`.
    pub by: String,
    /// Own deadline, from told; in a follow-up, from recovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// How long it takes somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<Span>,
    /// What it is planned to cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// What the customer may choose between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Things to have at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The draft that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// The action that comes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The part whose open steps may lose their point once the customer says yes to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Part>,
    /// Prepared silently.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// Something done, not only said.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deed: bool,
    /// The line of the playbook the action stands on.
    pub line: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference to skip_serializing_if"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// One dated step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The step's number within its case; never used again for another step. 0 while it is kept in
    /// reserve: it takes the next number when it is set off.
    pub number: u32,
    /// The kind of step.
    pub part: Part,
    /// What to do; `None` for a slot that nothing fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
    /// What a slot may be filled with instead; empty for a step that is no slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Task>,
    /// Positions in `options`, the most fitting for this customer first, when that is not the
    /// order of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranking: Vec<usize>,
    /// When it is due.
    pub due: Due,
    /// Lines of the playbook's entries that put it there.
    pub lines: Vec<u32>,
    /// The position in [`Plan::rungs`] of the rung that adds this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rung: Option<usize>,
    /// The id of the failure told later that alone asks for this step; such a step has no part in
    /// the case's own verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The ids of failures told later that ask for it as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_for: Vec<String>,
    /// When it came into the plan, if a rung that raised the severity brought it: it takes back no
    /// recovery that was complete by then.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub since: Option<Instant>,
    /// The moment of the further contact that it answers.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub contact: Option<Instant>,
    /// The number of the step by which that was answered, once the case was planned again after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<u32>,
}

/// A failure that the customer told of later, with clocks of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaterFailure {
    /// The id of its complaint type.
    pub complaint: String,
    /// When they told of it.
    pub told: Promised,
    /// How soon a person answers.
    pub first_response: FrozenClock,
    /// When a person must have answered.
    pub answer_by: Promised,
    /// How soon it is put right.
    pub recover: FrozenClock,
    /// When it must have been put right.
    pub fixed_by: Promised,
}

/// Where a frozen clock came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSource {
    /// Entries of the playbook, by line.
    Entries(Vec<u32>),
    /// The playbook's `[clock]`, at this line.
    Table(u32),
    /// The turnaround of the channel at this line.
    Channel(u32),
    /// The program's own default.
    BuiltIn,
}

/// A clock of the cell, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenClock {
    /// Its length.
    pub span: Span,
    /// What sets that length.
    pub from: ClockSource,
    /// The id of the further complaint type whose clock it is, when it is not that of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
}

/// The most the plan may cost, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenCeiling {
    /// The amount.
    pub amount: Money,
    /// Lines of the entries that set it.
    pub lines: Vec<u32>,
    /// How it comes about when a case has several complaint types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<LeftBeside>,
}

/// What a plan for several complaint types must cost; the rest of its ceiling is what one of them leaves beside its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBeside {
    /// What acknowledge, fix and follow-up of all types cost at least.
    pub sure: Money,
    /// The id of the complaint type that leaves most, when it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
}

/// A rung, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenRung {
    /// What sets it off.
    pub on: Trigger,
    /// The role that takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Whether severity goes one level up.
    pub raise: bool,
    /// The line it stands on.
    pub line: u32,
}

/// The dated steps of one cycle of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// When the clocks of this cycle started: told, or the moment of reopening.
    pub start: Promised,
    /// The clocks, by [`ClockName::ALL`].
    pub clocks: [FrozenClock; 4],
    /// When a person must have answered.
    pub first_response: Promised,
    /// When both halves must be done.
    pub recover: Promised,
    /// The most the plan may cost.
    pub ceiling: FrozenCeiling,
    /// Every step, those first that have a number: the late branch and the rungs' steps
    /// included, which count only once they are set off.
    pub steps: Vec<Step>,
    /// The rungs of the cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rungs: Vec<FrozenRung>,
    /// Failures told later, in the order in which they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later: Vec<LaterFailure>,
    /// The first response of the complaint types themselves, where a channel's turnaround has taken its
    /// place; see [`Plan::personal_answer`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<FrozenClock>,
    /// When the case was last planned again after the recovery deadline had passed unmet, and less was asked
    /// for than before: both halves count as done from then on at the earliest.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub unmet_at: Option<Instant>,
    /// The shop's hours as they were, when any length of the plan counts open time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
}

impl Task {
    /// A thing to do that no playbook names: the holder does it, and it costs nothing.
    #[must_use]
    pub fn of_our_own(action: &str, text: &str) -> Self {
        Self {
            action: action.to_owned(),
            text: text.to_owned(),
            by: "holder".to_owned(),
            within: None,
            takes: None,
            cost: None,
            choices: Vec::new(),
            needs: Vec::new(),
            draft: None,
            after: None,
            replaces: None,
            hidden: false,
            deed: false,
            line: 0,
        }
    }
}

impl Step {
    /// A step of a plan that is not kept in reserve, without its number and its options.
    #[must_use]
    pub const fn planned(part: Part, task: Option<Task>, due: Due) -> Self {
        Self {
            number: 0,
            part,
            task,
            options: Vec::new(),
            ranking: Vec::new(),
            due,
            lines: Vec::new(),
            rung: None,
            failure: None,
            also_for: Vec::new(),
            since: None,
            contact: None,
            answered_by: None,
        }
    }

    /// Says whether it belongs to the complaint as it was told first, and is no rung's.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.rung.is_none() && self.failure.is_none() && self.contact.is_none()
    }

    /// Says whether a failure told later asks for it.
    #[must_use]
    pub fn is_for(&self, failure: &str) -> bool {
        self.failure.as_deref() == Some(failure) || self.also_for.iter().any(|id| id == failure)
    }

    /// Gives the id of its action; `None` for a slot that nothing fills.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.task.as_ref().map(|task| task.action.as_str())
    }

    /// Gives what the slot may be filled with, the most fitting for this customer first.
    #[must_use]
    pub fn ranked_options(&self) -> Vec<&Task> {
        if self.ranking.is_empty() {
            return self.options.iter().collect();
        }
        let ranked = self.ranking.iter();
        ranked.filter_map(|at| self.options.get(*at)).collect()
    }
}

impl Plan {
    /// Says whether any length of the plan counts only the time the shop is open.
    #[must_use]
    pub fn counts_open_time(&self) -> bool {
        let clocks = self.clocks.iter().map(|clock| clock.span);
        let steps = self.steps.iter();
        let of_steps = steps.clone().filter_map(|step| match step.due {
            Due::AfterRecovery(span) | Due::AfterSetOff(span) => Some(span),
            Due::SetOff(due) => Some(due.span),
            Due::At(_) | Due::WithRecovery => None,
        });
        let tasks = steps.flat_map(|step| step.task.iter().chain(&step.options));
        let own = tasks.filter_map(|task| task.within);
        let later = self.later.iter();
        let later = later.flat_map(|one| [one.first_response.span, one.recover.span]);
        clocks
            .chain(of_steps)
            .chain(own)
            .chain(later)
            .chain(self.answer.as_ref().map(|answer| answer.span))
            .any(Span::counts_open_time)
    }

    /// Finds a step by number.
    #[must_use]
    pub fn step(&self, number: u32) -> Option<&Step> {
        let mut numbered = self.steps.iter().filter(|step| step.number != 0);
        numbered.find(|step| step.number == number)
    }

    /// Gives the first response of the complaint types themselves, by which answers to further contacts and
    /// the steps of rungs count, whatever channel the complaint came by.
    #[must_use]
    pub fn personal_answer(&self) -> &FrozenClock {
        self.answer
            .as_ref()
            .unwrap_or_else(|| self.clock(ClockName::FirstResponse))
    }

    /// Gives one clock.
    #[must_use]
    pub const fn clock(&self, clock: ClockName) -> &FrozenClock {
        &self.clocks[clock as usize]
    }

    /// Gives the highest step number, 0 without steps.
    #[must_use]
    pub fn last_number(&self) -> u32 {
        self.steps.iter().map(|step| step.number).max().unwrap_or(0)
    }
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
