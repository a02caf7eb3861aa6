//! What a part has in common for many customers, and what some of them get besides.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::{Item, Part, Playbook, Presence, Rules};
use crate::show::schemas::marks::PlaybookId;

/// An action.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-action")]
pub struct StepAction {
    /// The id.
    #[schemars(with = "PlaybookId")]
    pub id: String,
    /// What to do.
    pub text: String,
    /// A role, or `holder`.
    #[schemars(with = "PlaybookId")]
    pub by: String,
    /// Its own time in seconds, where it has one.
    #[serde(skip)]
    pub within: Option<u64>,
    /// For whom alone it can be done.
    #[serde(skip)]
    pub only: Option<Presence>,
}

/// An action that is always done, or a pick.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-step")]
pub struct CardStep {
    /// The action; of a pick the actions it is filled from.
    #[schemars(length(min = 1))]
    pub actions: Vec<StepAction>,
    /// How many of them a pick takes; `null` for an action that is always done.
    #[schemars(range(min = 1))]
    pub pick: Option<usize>,
}

impl CardStep {
    /// Shows the action at this position of the playbook.
    pub(super) fn action(rules: &Rules, at: usize) -> Self {
        Self {
            actions: vec![step_action(rules, at)],
            pick: None,
        }
    }

    fn of(rules: &Rules, item: &Item) -> Self {
        match item {
            Item::Action(at) => Self::action(rules, *at),
            Item::Pick { pick, from } => Self {
                actions: from.iter().map(|at| step_action(rules, *at)).collect(),
                pick: Some(*pick),
            },
        }
    }
}

fn step_action(rules: &Rules, at: usize) -> StepAction {
    let action = &rules.actions[at];
    StepAction {
        id: action.id.clone(),
        text: action.text.clone(),
        by: action.by.clone(),
        within: action
            .within
            .as_ref()
            .map(|set| set.value.nominal_seconds()),
        only: action.only,
    }
}

/// A box of customers: all that cross these types, tiers and severities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "crowd")]
pub struct Crowd {
    /// The ids of the complaint types.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub types: Vec<String>,
    /// The ids of the tiers.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub tiers: Vec<String>,
    /// The severities.
    #[schemars(length(min = 1))]
    pub severities: Vec<Severity>,
    /// Their positions in the playbook: types, tiers, severities.
    #[serde(skip)]
    pub places: [Vec<usize>; 3],
}

impl Crowd {
    fn of(rules: &Rules, places: [Vec<usize>; 3]) -> Self {
        let [types, tiers, severities] = &places;
        Self {
            types: types
                .iter()
                .map(|at| rules.complaints[*at].id.clone())
                .collect(),
            tiers: tiers.iter().map(|at| rules.tiers[*at].id.clone()).collect(),
            severities: severities.iter().map(|at| Severity::ALL[*at]).collect(),
            places,
        }
    }
}

/// What some customers get.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "card-group")]
pub struct CardGroup {
    /// Who: everybody in any of these; `null` for everybody at all.
    #[schemars(length(min = 1))]
    pub whom: Option<Vec<Crowd>>,
    /// What.
    #[schemars(length(min = 1))]
    pub steps: Vec<CardStep>,
}

/// By what customers are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    /// Not at all.
    Everybody,
    /// By what failed.
    Types,
    /// By who they are.
    Tiers,
}

impl Along {
    const fn count(self, rules: &Rules) -> usize {
        match self {
            Self::Everybody => 1,
            Self::Types => rules.complaints.len(),
            Self::Tiers => rules.tiers.len(),
        }
    }

    const fn of(self, cell: Cell) -> usize {
        match self {
            Self::Everybody => 0,
            Self::Types => cell.complaint,
            Self::Tiers => cell.tier,
        }
    }

    /// Whether what so many have in common is said once and not with each of them.
    const fn is_said_once(self, sharing: usize, all: usize) -> bool {
        match self {
            Self::Everybody => false,
            Self::Types => sharing > 2,
            Self::Tiers => sharing > 1 && sharing == all,
        }
    }
}

/// A part, shared out.
pub(super) struct SharedOut {
    /// For each type or tier what all its customers get.
    pub(super) each: Vec<Vec<CardStep>>,
    /// What only some get besides, or what many types have in common.
    pub(super) more: Vec<CardGroup>,
}

impl SharedOut {
    /// Gives it as groups, what everybody gets first.
    pub(super) fn groups(self) -> Vec<CardGroup> {
        let everybody = self.each.into_iter().filter(|steps| !steps.is_empty());
        let everybody = everybody.map(|steps| CardGroup { whom: None, steps });
        everybody.chain(self.more).collect()
    }
}

/// Some of the cells of a playbook.
pub(super) type Cells = BTreeSet<Cell>;

/// Shares out a part: for each type or tier what all its customers get, then the rest by who gets it.
pub(super) fn spread(playbook: &Playbook, part: Part, along: Along) -> SharedOut {
    let rules = playbook.rules();
    let mut values = vec![Cells::new(); along.count(rules)];
    for cell in rules.space().cells() {
        values[along.of(cell)].insert(cell);
    }
    let mut each = vec![Vec::new(); values.len()];
    let mut rest: Vec<(Cells, Vec<CardStep>)> = Vec::new();
    for (item, mut cells) in items(playbook, part) {
        let step = CardStep::of(rules, &item);
        let sharing: Vec<usize> = (0..values.len())
            .filter(|at| values[*at].is_subset(&cells))
            .collect();
        if !along.is_said_once(sharing.len(), values.len()) {
            for at in sharing {
                cells.retain(|cell| along.of(*cell) != at);
                each[at].push(step.clone());
            }
        }
        match rest.iter_mut().find(|(known, _)| *known == cells) {
            Some((_, steps)) => steps.push(step),
            None => rest.push((cells, vec![step])),
        }
    }
    rest.retain(|(cells, _)| !cells.is_empty());
    let group = |(cells, steps): (Cells, Vec<CardStep>)| CardGroup {
        whom: whom(rules, &cells),
        steps,
    };
    SharedOut {
        each,
        more: rest.into_iter().map(group).collect(),
    }
}

/// Every item of a part with the cells that have it, in the order in which they first appear.
fn items(playbook: &Playbook, part: Part) -> Vec<(Item, Cells)> {
    let mut items: Vec<(Item, Cells)> = Vec::new();
    for cell in playbook.rules().space().cells() {
        for resolved in playbook.at(cell).part(part) {
            match items.iter_mut().find(|(item, _)| *item == resolved.item) {
                Some((_, cells)) => {
                    cells.insert(cell);
                }
                None => items.push((resolved.item.clone(), Cells::from([cell]))),
            }
        }
    }
    items
}

/// Describes cells by a few boxes that cover exactly these; nothing for all cells.
///
/// The boxes may overlap: "severe, or late delivery" is shorter than the same without the overlap.
/// Each time the box is taken that covers most of what is left, and of several the largest.
pub(super) fn whom(rules: &Rules, cells: &Cells) -> Option<Vec<Crowd>> {
    if cells.len() == rules.space().cells().count() {
        return None;
    }
    let mut left = cells.clone();
    let mut crowds = Vec::new();
    while !left.is_empty() {
        let boxes = boxes(rules, cells).into_iter();
        let worth = |places: &[Vec<usize>; 3]| {
            let covered = left.iter().filter(|cell| is_in(**cell, places)).count();
            (covered, places.iter().map(Vec::len).product::<usize>())
        };
        let Some(best) = boxes.max_by_key(worth) else {
            break;
        };
        left.retain(|cell| !is_in(*cell, &best));
        crowds.push(Crowd::of(rules, best));
    }
    Some(crowds)
}

fn is_in(cell: Cell, [types, tiers, severities]: &[Vec<usize>; 3]) -> bool {
    types.contains(&cell.complaint)
        && tiers.contains(&cell.tier)
        && severities.contains(&(cell.severity as usize))
}

/// The boxes worth trying: for some severities, all types that have them in the same tiers.
fn boxes(rules: &Rules, cells: &Cells) -> Vec<[Vec<usize>; 3]> {
    let mut boxes: Vec<[Vec<usize>; 3]> = Vec::new();
    for chosen in 1..8_usize {
        let severities: Vec<usize> = (0..3).filter(|at| chosen >> at & 1 == 1).collect();
        let mut by_tiers: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for complaint in 0..rules.complaints.len() {
            let has = |tier: &usize| {
                let cell = |at: &usize| Cell {
                    complaint,
                    tier: *tier,
                    severity: Severity::ALL[*at],
                };
                severities.iter().all(|at| cells.contains(&cell(at)))
            };
            let tiers: Vec<usize> = (0..rules.tiers.len()).filter(has).collect();
            by_tiers.entry(tiers).or_default().push(complaint);
        }
        by_tiers.remove(&Vec::new());
        let found = by_tiers.into_iter();
        boxes.extend(found.map(|(tiers, types)| [types, tiers, severities.clone()]));
    }
    boxes
}
