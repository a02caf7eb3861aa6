//! A playbook of one's own as it is shown when it has just been made.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::money::Currency;
use crate::domain::place::Place;
use crate::domain::playbook::{ClockName, Part, Rules};
use crate::show::playbook::NamedItem;
use crate::show::schemas::marks::{LineNumber, PlaybookId};

pub(in crate::show) mod page;

/// A playbook that was made of one that comes with the program.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "new-playbook")]
pub struct NewPlaybookView {
    /// The name to use on the command line; `null` when it lies outside the shop folder.
    pub name: Option<String>,
    /// What the file calls itself.
    #[schemars(length(min = 1))]
    pub title: String,
    /// The file.
    #[schemars(length(min = 1))]
    pub file: String,
    /// The starter it was made of.
    #[schemars(length(min = 1))]
    pub starter: String,
    /// The ISO 4217 code of every amount.
    pub currency: Currency,
    /// Its tiers, lowest value first.
    #[schemars(length(min = 1))]
    pub tiers: Vec<NamedItem>,
    /// Its roles, least authority first.
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub roles: Vec<String>,
    /// Within which both halves are to be done, where no entry says less.
    #[schemars(length(min = 1))]
    pub recover: String,
    /// Within which a person answers, where no entry says less.
    #[schemars(length(min = 1))]
    pub first_response: String,
    /// What is not the owner's yet.
    pub change_first: Vec<ToChange>,
    /// The usual playbook of the shop; `null` when it has none.
    pub usual: Option<String>,
    /// The command that checks it.
    #[schemars(length(min = 1))]
    pub next: String,
    /// The command that makes it the usual playbook; `null` when it is.
    pub make_usual: Option<String>,
    /// The same as one command line.
    #[schemars(length(min = 1))]
    pub command_line: String,
}

/// What the starters can only guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "ours")]
pub enum GuessedByUs {
    /// What things cost.
    Costs,
    /// The most that a case may cost.
    Ceilings,
    /// What surprises people.
    Surprises,
}

/// Something of a playbook that its owner has to make their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "to-change")]
pub struct ToChange {
    /// What things cost, the most a case may cost, or what surprises people.
    pub what: GuessedByUs,
    /// The line of the first, from 1.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// How many there are.
    #[schemars(range(min = 1))]
    pub count: usize,
}

impl ToChange {
    /// Finds what no owner can have taken over unseen: what things cost, what a case may cost, what
    /// surprises people.
    #[must_use]
    pub fn all(rules: &Rules) -> Vec<Self> {
        let costs = rules.actions.iter().filter(|action| action.cost.is_some());
        let ceilings = rules
            .entries
            .iter()
            .filter_map(|entry| entry.ceiling.as_ref());
        let surprises = rules.entries.iter().flat_map(|entry| {
            let dazzle = Part::Dazzle as usize;
            entry.parts[dazzle].iter().chain(&entry.also[dazzle])
        });
        let made = [
            Self::of(GuessedByUs::Costs, costs.map(|action| action.place)),
            Self::of(GuessedByUs::Ceilings, ceilings.map(|set| set.place)),
            Self::of(GuessedByUs::Surprises, surprises.map(|set| set.place)),
        ];
        made.into_iter().flatten().collect()
    }

    fn of(what: GuessedByUs, places: impl Iterator<Item = Place>) -> Option<Self> {
        let lines: Vec<u32> = places.map(|place| place.line).collect();
        Some(Self {
            what,
            line: *lines.iter().min()?,
            count: lines.len(),
        })
    }
}

/// Gives a clock of the file as it is written there, or the one below every file.
#[must_use]
pub fn clock(rules: &Rules, clock: ClockName) -> String {
    let set = rules.clocks[clock as usize].as_ref();
    set.map_or(clock.built_in(), |set| set.value).to_string()
}
