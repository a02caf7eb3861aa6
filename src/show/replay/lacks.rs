//! Why a playbook has no answer for a case, in words and as data.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::replay::{Lack, ReplayOutcome, Replayed, WhichSide};
use crate::domain::suggest::joined;
use crate::show::playbook::CellItem;
use crate::show::schemas::marks::{CaseNumber, LineNumber};

/// What one playbook is called.
#[derive(Clone, Debug)]
pub struct PlaybookName {
    /// In a sentence.
    pub short: String,
    /// In full: its file, or the name of one that comes with the program.
    pub label: String,
}

/// What both playbooks are called.
#[derive(Clone, Debug)]
pub struct PlaybookNames {
    /// The one compared with.
    pub before: PlaybookName,
    /// The changed one.
    pub after: PlaybookName,
}

impl PlaybookNames {
    /// Takes the name of each; where the short ones are the same, the labels tell them apart.
    #[must_use]
    pub fn new(mut before: PlaybookName, mut after: PlaybookName) -> Self {
        if before.short == after.short {
            before.short.clone_from(&before.label);
            after.short.clone_from(&after.label);
        }
        Self { before, after }
    }

    pub(super) const fn of(&self, which: WhichSide) -> &PlaybookName {
        match which {
            WhichSide::Before => &self.before,
            WhichSide::After => &self.after,
        }
    }
}

/// A kind of reason for which cases have no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "lack")]
pub enum LackWord {
    /// The playbook says nothing.
    Gap,
    /// It gives two answers.
    Ambiguous,
    /// It does not know the complaint type.
    UnknownType,
    /// It does not know the tier.
    UnknownTier,
}

/// One reason for which cases have no answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "replay-hole")]
pub struct HoleItem {
    /// The playbook that has none.
    pub playbook: String,
    /// What kind of reason.
    pub reason: LackWord,
    /// The key that is missing or has two answers, or the id that the playbook does not know.
    #[schemars(length(min = 1))]
    pub subject: String,
    /// The lines that disagree.
    #[schemars(with = "Vec<LineNumber>")]
    pub lines: Vec<u32>,
    /// All of it in one sentence.
    #[schemars(length(min = 1))]
    pub message: String,
    /// The type, tier and severity of every case that is hit.
    #[schemars(length(min = 1))]
    pub cells: Vec<CellItem>,
    /// The cases, by number.
    #[schemars(with = "Vec<CaseNumber>", length(min = 1))]
    pub cases: Vec<u64>,
}

/// Gathers the reasons, those of the playbook compared with first.
pub(super) fn holes(replayed: &Replayed, names: &PlaybookNames) -> Vec<HoleItem> {
    let mut cases: Vec<Vec<u64>> = vec![Vec::new(); replayed.outcomes.len()];
    for case in &replayed.past.cases {
        if let ReplayOutcome::Unanswered { .. } = replayed.outcome(case) {
            cases[case.kind].push(case.number);
        }
    }
    let mut causes: BTreeMap<&(WhichSide, Lack), Vec<usize>> = BTreeMap::new();
    for (kind, outcome) in replayed.outcomes.iter().enumerate() {
        if let ReplayOutcome::Unanswered { lacks, .. } = outcome {
            for lack in lacks {
                causes.entry(lack).or_default().push(kind);
            }
        }
    }
    let hole = |((which, lack), kinds): (&(WhichSide, Lack), &Vec<usize>)| {
        let mut hit: Vec<u64> = kinds.iter().flat_map(|kind| cases[*kind].clone()).collect();
        hit.sort_unstable();
        HoleItem {
            cells: cells(replayed, kinds),
            cases: hit,
            ..item(names.of(*which), lack)
        }
    };
    causes
        .iter()
        .map(|(cause, kinds)| hole((cause, kinds)))
        .collect()
}

/// The cells of these kinds, each once.
fn cells(replayed: &Replayed, kinds: &[usize]) -> Vec<CellItem> {
    let kinds = kinds.iter().map(|kind| &replayed.past.kinds[*kind]);
    let cells = kinds.map(|kind| (&kind.complaint, &kind.tier, kind.severity));
    let cells: BTreeSet<(&String, &String, Severity)> = cells.collect();
    let cell = |(complaint, tier, severity): (&String, &String, Severity)| CellItem {
        complaint: complaint.clone(),
        tier: tier.clone(),
        severity,
    };
    cells.into_iter().map(cell).collect()
}

fn item(name: &PlaybookName, lack: &Lack) -> HoleItem {
    let (reason, subject, lines) = match lack {
        Lack::Type(id) => (LackWord::UnknownType, id.clone(), &[][..]),
        Lack::Tier(id) => (LackWord::UnknownTier, id.clone(), &[][..]),
        Lack::Hole { subject, lines, .. } => {
            let reason = if lines.is_empty() {
                LackWord::Gap
            } else {
                LackWord::Ambiguous
            };
            (reason, subject.key().to_owned(), lines.as_slice())
        }
    };
    HoleItem {
        playbook: name.label.clone(),
        reason,
        subject,
        lines: lines.to_vec(),
        message: because(name, lack),
        cells: Vec::new(),
        cases: Vec::new(),
    }
}

/// Says in a sentence why there is no answer.
pub(super) fn because(name: &PlaybookName, lack: &Lack) -> String {
    let name = &name.short;
    match lack {
        Lack::Type(id) => format!("{name} has no type `{id}`"),
        Lack::Tier(id) => format!("{name} has no tier `{id}`"),
        Lack::Hole {
            subject,
            also,
            lines,
        } => {
            let key = subject.key();
            let whose = also
                .as_ref()
                .map(|id| format!(" of `{id}`"))
                .unwrap_or_default();
            if lines.is_empty() {
                return format!("{name} sets no `{key}`{whose}");
            }
            let lines = in_words(lines);
            format!("{name} gives two answers for `{key}`{whose}, on {lines}")
        }
    }
}

/// PlaybookNames lines: "line 7", "lines 7, 9 and 12".
fn in_words(lines: &[u32]) -> String {
    let words: Vec<String> = lines.iter().map(u32::to_string).collect();
    let name = if words.len() > 1 { "lines" } else { "line" };
    format!("{name} {}", joined(&words, "and"))
}
