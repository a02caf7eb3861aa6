//! Drills: a situation to act out with the plan to arrive at, what was rehearsed, what never was.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::detail::named;
use super::{CellItem, NamedItem, Tried};
use crate::domain::event::Harm;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::drill::Practice;
use crate::domain::playbook::{Channel, Presence, Rules};
use crate::domain::words::Words;
use crate::show::Moment;
use crate::show::schemas::marks::PlaybookId;

pub(in crate::show) mod page;

/// One of the three questions about harm, with what the customer of a drill would say.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "harm-answer")]
pub struct HarmAnswer {
    /// What `--harm` takes.
    pub id: Harm,
    /// The question.
    pub text: &'static str,
    /// The answer.
    pub answer: bool,
}

/// A drill that was done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "rehearsal")]
pub struct DrillItem {
    /// When.
    pub at: Moment,
    /// What there was to say about it.
    pub note: Option<Words>,
}

/// A customer's situation to act out, and the plan to arrive at; nothing is stored.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "drill")]
pub struct DrillView {
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
    /// What the intake asks; name is the question.
    pub ask: Vec<NamedItem>,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// What people call the tier.
    pub tier_name: String,
    /// The severity to arrive at.
    pub severity: Severity,
    /// The three questions about harm, with their answers.
    #[schemars(length(min = 3, max = 3))]
    pub harm: Vec<HarmAnswer>,
    /// How they tell you; `null` in a playbook without channels.
    pub channel: Option<NamedItem>,
    /// Whether they are still here; `null` in a playbook where nothing depends on it.
    pub here: Option<bool>,
    /// What everything was drawn by: `--seed` with it and `--cell` draw the same again.
    #[schemars(range(max = u32::MAX))]
    pub seed: u32,
    /// Whether there has been such a case.
    pub used: bool,
    /// When it was rehearsed, the last time first.
    pub rehearsed: Vec<DrillItem>,
    /// The plan to arrive at, dated from now.
    pub plan: Tried,
    /// What to ask oneself afterwards.
    pub ask_yourself: Vec<&'static str>,
    /// The command that writes the drill down.
    pub done: String,
    /// The command that draws the same again.
    pub again: String,
}

/// What a drill plays.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// The cell.
    pub cell: Cell,
    /// What happened to the customer.
    pub harm: Vec<Harm>,
    /// How they tell you.
    pub channel: Option<&'a Channel>,
    /// Whether they are still here.
    pub presence: Option<Presence>,
    /// What it was drawn by.
    pub seed: u32,
}

/// What is known of a cell from before, and what to type next.
#[derive(Debug)]
pub struct Before {
    /// Whether there has been such a case.
    pub used: bool,
    /// When it was rehearsed, the last time first.
    pub rehearsed: Vec<DrillItem>,
    /// The command that writes the drill down.
    pub done: String,
    /// The command that draws the same again.
    pub again: String,
}

impl DrillView {
    /// Shows what is played, with the plan.
    #[must_use]
    pub fn of(rules: &Rules, scene: &Scene<'_>, plan: Tried, before: Before) -> Self {
        let complaint = &rules.complaints[scene.cell.complaint];
        let tier = &rules.tiers[scene.cell.tier];
        let ask = complaint.ask.iter();
        let channel = scene.channel;
        Self {
            playbook: rules.name.clone(),
            complaint: complaint.id.clone(),
            type_name: complaint.name.clone(),
            breaks: complaint.breaks.clone(),
            ask: ask.map(|ask| named(&ask.id, &ask.text)).collect(),
            tier: tier.id.clone(),
            tier_name: tier.name.clone(),
            severity: scene.cell.severity,
            harm: Harm::ALL.map(|harm| answer(harm, &scene.harm)).to_vec(),
            channel: channel.map(|channel| named(&channel.id, &channel.name)),
            here: scene.presence.map(|it| it == Presence::Here),
            seed: scene.seed,
            used: before.used,
            rehearsed: before.rehearsed,
            ask_yourself: questions(&plan),
            plan,
            done: before.done,
            again: before.again,
        }
    }
}

fn answer(harm: Harm, happened: &[Harm]) -> HarmAnswer {
    HarmAnswer {
        id: harm,
        text: harm.question(),
        answer: happened.contains(&harm),
    }
}

/// What to ask oneself. Ours, after the source texts (seeds 001 to 004).
fn questions(plan: &Tried) -> Vec<&'static str> {
    let choice = plan.steps.iter().any(|step| !step.choices.is_empty());
    let hidden = plan.steps.iter().any(|step| step.hidden);
    let questions = [
        Some("Did one of us say sorry, with a name, before anything was explained?"),
        Some("Do we know what they needed, in their words?"),
        choice.then_some("Were they asked which they would like?"),
        hidden.then_some("Did the surprise stay one?"),
        Some("Could everybody do their step today, with what is here, without asking first?"),
        Some("What should the playbook say differently?"),
    ];
    questions.into_iter().flatten().collect()
}

/// How much of a playbook has been met.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct PracticeCounts {
    /// How many cells the playbook has.
    #[schemars(range(min = 1))]
    pub cells: usize,
    /// Of how many there has been no case.
    pub never_used: usize,
    /// How many were never rehearsed.
    pub never_rehearsed: usize,
}

impl PracticeCounts {
    /// Counts.
    #[must_use]
    pub fn of(rules: &Rules, practice: &Practice) -> Self {
        let cells = rules.space().cells().count();
        Self {
            cells,
            never_used: cells - practice.used.len(),
            never_rehearsed: cells - practice.rehearsed.len(),
        }
    }
}

/// What has had no case, and what no drill.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "practice")]
pub struct Unused {
    /// What the playbook calls itself.
    pub playbook: String,
    /// How many cells the playbook has.
    #[schemars(range(min = 1))]
    pub cells: usize,
    /// The cells of which there has been no case.
    pub never_used: Vec<CellItem>,
    /// The cells that were never rehearsed.
    pub never_rehearsed: Vec<CellItem>,
    /// The tiers, lowest value first.
    #[serde(skip)]
    pub tiers: Vec<String>,
}

impl Unused {
    /// Lists what was never met.
    #[must_use]
    pub fn of(rules: &Rules, practice: &Practice) -> Self {
        let missing = |met: &BTreeSet<Cell>| {
            let cells = rules.space().cells().filter(|cell| !met.contains(cell));
            cells.map(|cell| cell_item(rules, cell)).collect()
        };
        Self {
            playbook: rules.name.clone(),
            cells: rules.space().cells().count(),
            never_used: missing(&practice.used),
            never_rehearsed: missing(&practice.rehearsed),
            tiers: rules.tiers.iter().map(|tier| tier.id.clone()).collect(),
        }
    }
}

/// Names a cell.
#[must_use]
pub fn cell_item(rules: &Rules, cell: Cell) -> CellItem {
    CellItem {
        complaint: rules.complaints[cell.complaint].id.clone(),
        tier: rules.tiers[cell.tier].id.clone(),
        severity: cell.severity,
    }
}

/// A drill was written down.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "rehearsed")]
pub struct RehearsedView {
    /// The name of the playbook.
    #[schemars(length(min = 1))]
    pub playbook: String,
    /// The cell.
    #[serde(flatten)]
    pub cell: CellItem,
    /// When.
    pub at: Moment,
    /// What there was to say about it.
    pub note: Option<Words>,
    /// Whether the same `--request` had saved it before, and nothing was saved now.
    pub already: bool,
    /// How much has been met by now.
    #[serde(flatten)]
    pub counts: PracticeCounts,
    /// The command that takes it back.
    pub undo: &'static str,
    /// The command for the next drill.
    #[serde(skip)]
    pub next: String,
}
