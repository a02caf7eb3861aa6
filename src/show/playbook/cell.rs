//! What one customer gets: one cell of a playbook in full.

use schemars::JsonSchema;
use serde::Serialize;

use super::ActionItem;
use super::detail::action;
use super::matrix::{ByClock, ByPart, CeilingItem, ClockItem, ceiling, clocks, entry_lines};
use crate::domain::money::Money;
use crate::domain::plan::together::Together;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::selection::{Resolved, ResolvedItem};
use crate::domain::playbook::{Answer, Item, Playbook, Rules, Rung, Trigger};
use crate::show::schemas::marks::{LineNumber, PlaybookId};

pub(in crate::show) mod page;

/// An action that is always done, or a pick.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-step-item")]
pub struct CellStep {
    /// The action; of a pick the actions it is filled from.
    #[schemars(length(min = 1))]
    pub actions: Vec<ActionItem>,
    /// How many of them a pick takes; `null` for an action that is always done.
    #[schemars(range(min = 1))]
    pub pick: Option<usize>,
    /// The lines of the entries that put it there.
    #[schemars(with = "Vec<LineNumber>", length(min = 1))]
    pub lines: Vec<u32>,
}

/// A rung of the ladder that applies to the cell.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-rung")]
pub struct RungItem {
    /// What sets it off, as the playbook writes it.
    #[schemars(length(min = 1))]
    pub on: String,
    /// What it adds.
    pub actions: Vec<ActionItem>,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// Whether severity goes one level up.
    pub raise: bool,
    /// The line it stands on.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// What sets it off, in words.
    #[serde(skip)]
    pub when: String,
}

/// How long an answer takes on a channel where nobody is live.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "turnaround")]
pub struct TurnaroundItem {
    /// The channel.
    #[schemars(with = "PlaybookId")]
    pub channel: String,
    /// What people call it.
    #[serde(skip)]
    pub name: String,
    /// How long, as the playbook writes it.
    #[schemars(length(min = 1))]
    pub span: String,
    /// The line that says so.
    #[schemars(with = "LineNumber")]
    pub line: u32,
}

/// What one customer gets by a playbook.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell-in-full")]
pub struct PlaybookCell {
    /// What the playbook calls itself.
    pub playbook: String,
    /// The complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// What people call the complaint type.
    pub type_name: String,
    /// The promise to all customers that it breaks.
    pub breaks: Option<String>,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// What people call the tier.
    pub tier_name: String,
    /// The severity.
    pub severity: Severity,
    /// Whether it is for somebody who is still here; `null` for both.
    pub here: Option<bool>,
    /// What is done, part by part.
    pub parts: ByPart<Vec<CellStep>>,
    /// The most it may cost.
    pub ceiling: CeilingItem,
    /// What it costs at least: each action once, picks at their cheapest, the dearer of the surprise and what replaces
    /// it.
    pub least_cost: Money,
    /// The clocks.
    pub clocks: ByClock<ClockItem>,
    /// The channels where nobody is live: there this replaces the first response.
    pub turnarounds: Vec<TurnaroundItem>,
    /// The rungs that apply, as the playbook has them.
    pub rungs: Vec<RungItem>,
    /// The file.
    #[serde(skip)]
    pub file: String,
    /// The command that plans it.
    #[serde(skip)]
    pub command: String,
}

impl PlaybookCell {
    /// Shows one cell; `file` and `command` say where it stands and how to plan it.
    #[must_use]
    pub fn of(playbook: &Playbook, cell: Cell, file: String, command: String) -> Self {
        let (rules, resolved) = (playbook.rules(), playbook.at(cell));
        let complaint = &rules.complaints[cell.complaint];
        let tier = &rules.tiers[cell.tier];
        let rungs = rules.rungs.iter();
        let rungs = rungs.filter(|rung| rung.region.covers(cell));
        Self {
            playbook: rules.name.clone(),
            complaint: complaint.id.clone(),
            type_name: complaint.name.clone(),
            breaks: complaint.breaks.clone(),
            tier: tier.id.clone(),
            tier_name: tier.name.clone(),
            severity: cell.severity,
            here: None,
            parts: ByPart::of(|part| steps(rules, resolved.part(part))),
            ceiling: ceiling(rules, resolved),
            least_cost: least_cost(rules, resolved),
            clocks: clocks(rules, resolved),
            turnarounds: turnarounds(rules),
            rungs: rungs.map(|rung| rung_item(rules, rung)).collect(),
            file,
            command,
        }
    }
}

fn steps(rules: &Rules, items: &[ResolvedItem]) -> Vec<CellStep> {
    let step = |resolved: &ResolvedItem| {
        let (actions, pick) = match &resolved.item {
            Item::Action(at) => (actions(rules, &[*at]), None),
            Item::Pick { pick, from } => (actions(rules, from), Some(*pick)),
        };
        CellStep {
            actions,
            pick,
            lines: entry_lines(rules, &resolved.entries),
        }
    };
    items.iter().map(step).collect()
}

fn actions(rules: &Rules, positions: &[usize]) -> Vec<ActionItem> {
    let positions = positions.iter();
    positions.map(|at| action(&rules.actions[*at])).collect()
}

fn least_cost(rules: &Rules, resolved: &Resolved) -> Money {
    let costs = rules.costs();
    let plan = Together::alone(resolved, &costs);
    let (_, least) = plan.bill(&costs).least();
    Money {
        minor: least.cost,
        currency: rules.currency,
    }
}

/// The channels where nobody is live.
pub(super) fn turnarounds(rules: &Rules) -> Vec<TurnaroundItem> {
    let channels = rules.channels.iter();
    let turnaround = channels.filter_map(|channel| match channel.answer {
        Answer::Live => None,
        Answer::Within(span, place) => Some(TurnaroundItem {
            channel: channel.id.clone(),
            name: channel.name.clone(),
            span: span.to_string(),
            line: place.line,
        }),
    });
    turnaround.collect()
}

fn rung_item(rules: &Rules, rung: &Rung) -> RungItem {
    RungItem {
        on: written(rung.on),
        actions: actions(rules, &rung.actions),
        to: rung.to.clone(),
        raise: rung.raise,
        line: rung.place.line,
        when: rung.on.in_words(),
    }
}

/// Writes what sets off a rung as the playbook does.
pub(super) fn written(on: Trigger) -> String {
    match on {
        Trigger::Contact(count) => format!("contact {count}"),
        Trigger::Failures(count) => format!("failures {count}"),
        Trigger::Share(percent) => format!("{percent}%"),
        Trigger::Late => "late".to_owned(),
        Trigger::BrokenPromise => "broken-promise".to_owned(),
        Trigger::Reopened => "reopened".to_owned(),
        Trigger::SecondFailure => "second-failure".to_owned(),
    }
}
