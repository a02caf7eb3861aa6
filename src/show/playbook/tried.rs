//! A plan that was made and not stored.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::clock::Clock;
use crate::domain::case::deadline::{DeadlineName, DeadlineState};
use crate::domain::money::Money;
use crate::domain::plan::{Due, Plan, Step};
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::{ClockName, Part, Playbook};
use crate::domain::time::calendar::Calendar;
use crate::show::case::StepItem;
use crate::show::schemas::marks::PlaybookId;
use crate::show::{Moment, Viewpoint};

/// A deadline of a plan that was only tried.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "trial-deadline")]
pub struct TriedDeadline {
    /// Which deadline.
    #[schemars(extend("enum" = [DeadlineName::FirstResponse, DeadlineName::Recover, DeadlineName::FollowUp, DeadlineName::Stayed]))]
    pub name: DeadlineName,
    /// When it would be due.
    pub due_at: Moment,
    /// How things stand with it: nothing has happened yet.
    #[schemars(extend("const" = DeadlineState::OnTrack))]
    pub state: DeadlineState,
    /// Whether it would move with the recovery.
    pub provisional: bool,
}

/// A plan that was only tried; nothing is stored.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "trial")]
pub struct Tried {
    /// What the playbook calls itself.
    pub playbook: String,
    /// The complaint types; the first decides the plan.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub types: Vec<String>,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// The severity.
    pub severity: Severity,
    /// When the customer would have told us.
    pub told_at: Moment,
    /// The steps, without those held in reserve.
    pub steps: Vec<StepItem>,
    /// The steps that would replace the unexpected half after the deadline.
    pub late_steps: Vec<StepItem>,
    /// The deadlines.
    #[schemars(length(min = 2))]
    pub deadlines: Vec<TriedDeadline>,
    /// The most the plan may cost.
    pub ceiling: Money,
    /// What it costs with what is suggested.
    pub planned_cost: Money,
    /// What it costs with the cheapest picks.
    pub least_cost: Money,
}

/// What a tried plan is about.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The complaint types.
    pub types: Vec<String>,
    /// The tier.
    pub tier: String,
    /// The severity.
    pub severity: Severity,
}

/// A plan that was made and not stored, with the calendar it was made by.
#[derive(Clone, Copy, Debug)]
pub struct TriedPlan<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The shop's zone and hours.
    pub calendar: Calendar<'a>,
    /// Now, and the zone times are printed in.
    pub viewpoint: &'a Viewpoint,
}

impl Tried {
    /// Shows a plan that was made and not stored.
    #[must_use]
    pub fn of(playbook: &Playbook, trial: Trial, tried: TriedPlan<'_>) -> Self {
        let TriedPlan {
            plan, viewpoint, ..
        } = tried;
        let steps = |late: bool| {
            let part = move |step: &&Step| step.rung.is_none() && (step.part == Part::Late) == late;
            // What is kept in reserve takes the next numbers.
            let numbers = if late { plan.last_number() + 1.. } else { 1.. };
            let steps = plan.steps.iter().filter(part).zip(numbers);
            steps
                .map(|(step, number)| tried_step(step, number, tried))
                .collect::<Vec<_>>()
        };
        let currency = playbook.rules().currency;
        let money = |minor| Money { minor, currency };
        Self {
            playbook: playbook.rules().name.clone(),
            types: trial.types,
            tier: trial.tier,
            severity: trial.severity,
            told_at: viewpoint.moment(plan.start.at),
            steps: steps(false),
            late_steps: steps(true),
            deadlines: tried_deadlines(tried),
            ceiling: plan.ceiling.amount,
            planned_cost: money(plan.chosen_cost()),
            least_cost: money(plan.least_cost()),
        }
    }
}

fn tried_deadlines(tried: TriedPlan<'_>) -> Vec<TriedDeadline> {
    let TriedPlan {
        plan, viewpoint, ..
    } = tried;
    let after_recovery = |clock| {
        let span = plan.clock(clock).span;
        span.after(plan.recover.at, tried.calendar).ok()
    };
    let deadline = |name: DeadlineName, at, provisional| TriedDeadline {
        name,
        due_at: viewpoint.moment(at),
        state: DeadlineState::OnTrack,
        provisional,
    };
    let mut deadlines = vec![
        deadline(DeadlineName::FirstResponse, plan.first_response.at, false),
        deadline(DeadlineName::Recover, plan.recover.at, false),
    ];
    let later = [
        (DeadlineName::FollowUp, ClockName::FollowUp),
        (DeadlineName::Stayed, ClockName::Stayed),
    ];
    deadlines.extend(
        later
            .into_iter()
            .filter_map(|(name, clock)| Some(deadline(name, after_recovery(clock)?, true))),
    );
    deadlines
}

fn tried_step(step: &Step, number: u32, tried: TriedPlan<'_>) -> StepItem {
    let TriedPlan {
        plan, viewpoint, ..
    } = tried;
    let (due_at, provisional) = match step.due {
        Due::At(promised) => (promised.at, false),
        Due::SetOff(due) => (due.by.at, false),
        Due::WithRecovery => (plan.recover.at, false),
        Due::AfterRecovery(span) | Due::AfterSetOff(span) => {
            let due = span.after(plan.recover.at, tried.calendar);
            (due.unwrap_or(plan.recover.at), true)
        }
    };
    let standing = crate::domain::case::standing::Standing {
        step,
        number,
        status: crate::domain::case::standing::StepStatus::Open,
        clock: Clock::named(plan.start.at, due_at),
        due_at,
        provisional,
    };
    let after = step.task.as_ref().and_then(|task| task.after.as_deref());
    let before = plan
        .steps
        .iter()
        .find(|other| after.is_some() && other.action() == after);
    let mut item = StepItem::of(&standing, &[], 1, viewpoint);
    item.after = before
        .map(|before| before.number)
        .filter(|number| *number > 0);
    item.late = false;
    item
}
