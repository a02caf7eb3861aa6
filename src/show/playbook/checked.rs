//! What the check of a playbook found.

pub(in crate::show) mod page;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind, FindingLevel};
use crate::show::playbook::CellItem;
use crate::show::schemas::marks::{LineNumber, PlaybookId};

/// A cell that is hit by a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "hit")]
pub struct HitItem {
    /// The cell.
    #[serde(flatten)]
    pub cell: CellItem,
    /// The complaint types that failed as well, in a finding about several failures in one complaint; else left
    /// out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<PlaybookId>", length(min = 1))]
    pub also_types: Vec<String>,
}

impl HitItem {
    /// Names a cell, and the complaint type that failed as well if one did.
    fn of(rules: &Rules, cell: Cell, also: Option<&usize>) -> Self {
        let id = |at: &usize| rules.complaints[*at].id.clone();
        Self {
            cell: CellItem::of(rules, cell),
            also_types: also.map(id).into_iter().collect(),
        }
    }
}

/// One thing that is wrong with a playbook, or worth a look.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "finding")]
pub struct FindingItem {
    /// The kind of finding.
    pub finding: FindingKind,
    /// After an error the check ends with 4; only with syntax, unknown, gap or ambiguous can no case be planned.
    pub level: FindingLevel,
    /// The file, or the name of one that comes with the program.
    pub file: String,
    /// The line.
    #[schemars(with = "LineNumber")]
    pub line: u32,
    /// The column, in characters from 1.
    #[schemars(range(min = 1))]
    pub column: u32,
    /// What is wrong.
    #[schemars(length(min = 1))]
    pub message: String,
    /// One thing to do.
    pub hint: String,
    /// Every cell that is hit, the smallest first.
    pub cells: Vec<HitItem>,
    /// For each of them the cell it was weighed against; empty when it was weighed against none.
    pub against: Vec<HitItem>,
    /// The lines of the entries involved.
    #[schemars(with = "Vec<LineNumber>")]
    pub entries: Vec<u32>,
    /// Lines that show it: a sum that is too large, a schedule that breaks.
    pub shown_by: Vec<String>,
    /// The byte range to mark.
    #[serde(skip)]
    pub range: std::ops::Range<usize>,
    /// The byte ranges of the entries.
    #[serde(skip)]
    pub entry_ranges: Vec<std::ops::Range<usize>>,
}

impl FindingItem {
    /// Shows a finding in a file.
    #[must_use]
    pub fn of(finding: &Finding, file: &str, rules: Option<&Rules>) -> Self {
        let place = finding.place;
        let named = |cells: &[Cell]| {
            let named =
                |(at, cell): (usize, &Cell)| Some(HitItem::of(rules?, *cell, finding.also.get(at)));
            cells.iter().enumerate().filter_map(named).collect()
        };
        Self {
            finding: finding.kind,
            level: finding.level,
            file: file.to_owned(),
            line: place.line,
            column: place.column,
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            cells: named(&finding.cells),
            against: named(&finding.against),
            shown_by: finding.notes.clone(),
            entries: finding.entries.iter().map(|entry| entry.line).collect(),
            range: place.start..place.end,
            entry_ranges: finding
                .entries
                .iter()
                .map(|entry| entry.start..entry.end)
                .collect(),
        }
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The findings, worst first.
    pub items: Vec<FindingItem>,
    /// The file.
    pub file: String,
    /// Its text, for excerpts.
    pub source: String,
    /// What the playbook calls itself, when it can be read.
    pub name: Option<String>,
    /// Whether every customer gets an answer, so that cases can be planned by it.
    pub usable: bool,
    /// How many cells it has.
    pub cells: usize,
    /// How many exceptions it allows.
    pub allowed: usize,
}

impl Checked {
    /// Counts the findings of one level.
    #[must_use]
    pub fn count(&self, level: FindingLevel) -> usize {
        self.items
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }
}
