//! The steps of a case, for one role or all, and what they cost.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::money::Money;
use crate::paper::page::Page;
use crate::show::case::row::CaseItem;
use crate::show::case::row::page::heading;
use crate::show::case::step::StepItem;
use crate::show::case::step::page::{Options, plan_page, step_row};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// The steps of a case, for one role or all.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "plan")]
pub struct PlanView {
    /// The row of the case.
    #[serde(flatten)]
    pub item: CaseItem,
    /// The role the steps are for; `null` for all.
    #[serde(rename = "for")]
    pub role: Option<String>,
    /// The steps.
    pub steps: Vec<StepItem>,
    /// What the whole plan costs with what was chosen; escalation comes on top.
    pub planned_cost: Option<Money>,
    /// What it costs with the cheapest picks.
    pub least_cost: Option<Money>,
}

/// The steps of a case.
fn plan(plan: &PlanView, now: Moment) -> Page {
    let page = heading(&plan.item).then(plan_page(&plan.steps, now, Options::Hidden));
    match (plan.planned_cost, plan.least_cost) {
        (Some(planned), Some(least)) => page
            .gap()
            .fields([("planned cost", cost(planned, least, "chosen"))]),
        (_, None) | (None, _) => page,
    }
}

/// "22.50 GBP with what is chosen, at least 18.00 GBP": the sum with each of the two fillings there are.
pub(in crate::show) fn cost(planned: Money, least: Money, filling: &str) -> String {
    format!("{planned} with what is {filling}, at least {least}")
}

impl Show for PlanView {
    fn name(&self) -> &'static str {
        "plan"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        plan(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.steps.iter().map(step_row).collect())
    }
}
