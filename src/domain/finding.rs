//! What reading and checking a playbook may find.

use crate::domain::cell::Cell;
use crate::domain::playbook::{Place, Rules};

/// The kinds of finding, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The file cannot be read as a playbook.
    Syntax,
    /// A key or name that has no meaning.
    Unknown,
    /// A cell lacks a part or its ceiling.
    Gap,
    /// Two entries disagree, and neither is narrower.
    Ambiguous,
    /// Two entries cover the same cells and set the same parts.
    Duplicate,
    /// An entry that wins nothing anywhere.
    Unreachable,
    /// A recovery that can run out while the shop is shut and nobody is named.
    Closed,
}

impl Kind {
    /// Gives the word of the `finding` key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Unknown => "unknown",
            Self::Gap => "gap",
            Self::Ambiguous => "ambiguous",
            Self::Duplicate => "duplicate",
            Self::Unreachable => "unreachable",
            Self::Closed => "closed",
        }
    }

    /// Says whether the playbook can be used all the same.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Syntax | Self::Unknown | Self::Gap | Self::Ambiguous => Level::Error,
            Self::Duplicate | Self::Unreachable | Self::Closed => Level::Warning,
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The playbook is not used.
    Error,
    /// Worth a look.
    Warning,
}

/// A cell in the playbook's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellName {
    /// The complaint type's id.
    pub complaint: String,
    /// The tier's id.
    pub tier: String,
    /// The severity's word.
    pub severity: &'static str,
}

impl CellName {
    /// Names a cell.
    #[must_use]
    pub fn of(rules: &Rules, cell: Cell) -> Self {
        Self {
            complaint: rules.complaints[cell.complaint].id.clone(),
            tier: rules.tiers[cell.tier].id.clone(),
            severity: cell.severity.word(),
        }
    }
}

/// One thing that is wrong with a playbook, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// Where it is best shown.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// One thing to do about it.
    pub hint: String,
    /// Every cell that is hit, the witness (the smallest) first.
    pub cells: Vec<CellName>,
    /// The recovery entries involved.
    pub entries: Vec<Place>,
}
