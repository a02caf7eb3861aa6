//! What reading and checking a playbook may find.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::place::Place;
use crate::domain::playbook::cell::Cell;

/// The kinds of finding, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "finding-word")]
pub enum FindingKind {
    /// The file cannot be read as a playbook.
    Syntax,
    /// A key or name that has no meaning.
    Unknown,
    /// A cell lacks a part or its ceiling.
    Gap,
    /// Two entries disagree, and neither is narrower.
    Ambiguous,
    /// A customer gets less than one of lower value, or than one who was hurt less.
    EffortFalls,
    /// A customer waits longer than one of lower value, or than one who was hurt less.
    ClockLengthens,
    /// The apology or the repair depends on the customer's value.
    FloorDiffers,
    /// A plan costs more than its ceiling, or an option never fits it.
    OverCeiling,
    /// A plan cannot be done in time.
    TooLate,
    /// Nobody stands behind what the customer is told.
    Faceless,
    /// Two entries cover the same cells and set the same parts.
    Duplicate,
    /// An entry that wins nothing anywhere.
    Unreachable,
    /// A recovery that can run out while the shop is shut and nobody is named.
    Closed,
    /// Somebody badly hurt is offered no choice.
    NoChoice,
    /// No channel has a live person.
    NotLive,
    /// The unexpected half is what anybody could expect.
    NotASurprise,
    /// Nothing is done, only said.
    NoDeed,
    /// A draft that would make things worse.
    Wording,
    /// Something that was true once.
    Stale,
}

impl FindingKind {
    /// All of them, worst first.
    pub const ALL: [Self; 19] = [
        Self::Syntax,
        Self::Unknown,
        Self::Gap,
        Self::Ambiguous,
        Self::EffortFalls,
        Self::ClockLengthens,
        Self::FloorDiffers,
        Self::OverCeiling,
        Self::TooLate,
        Self::Faceless,
        Self::Duplicate,
        Self::Unreachable,
        Self::Closed,
        Self::NoChoice,
        Self::NotLive,
        Self::NotASurprise,
        Self::NoDeed,
        Self::Wording,
        Self::Stale,
    ];

    /// Finds the kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Gives the word of the `finding` key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Unknown => "unknown",
            Self::Gap => "gap",
            Self::Ambiguous => "ambiguous",
            Self::EffortFalls => "effort-falls",
            Self::ClockLengthens => "clock-lengthens",
            Self::FloorDiffers => "floor-differs",
            Self::OverCeiling => "over-ceiling",
            Self::TooLate => "too-late",
            Self::Faceless => "faceless",
            Self::Duplicate => "duplicate",
            Self::Unreachable => "unreachable",
            Self::Closed => "closed",
            Self::NoChoice => "no-choice",
            Self::NotLive => "not-live",
            Self::NotASurprise => "not-a-surprise",
            Self::NoDeed => "no-deed",
            Self::Wording => "wording",
            Self::Stale => "stale",
        }
    }

    /// Gives how much such a finding matters, unless it says otherwise.
    #[must_use]
    pub const fn level(self) -> FindingLevel {
        match self {
            Self::Syntax
            | Self::Unknown
            | Self::Gap
            | Self::Ambiguous
            | Self::EffortFalls
            | Self::ClockLengthens
            | Self::FloorDiffers
            | Self::OverCeiling
            | Self::TooLate
            | Self::Faceless => FindingLevel::Error,
            Self::Duplicate
            | Self::Unreachable
            | Self::Closed
            | Self::NoChoice
            | Self::NotLive
            | Self::NotASurprise
            | Self::NoDeed
            | Self::Wording
            | Self::Stale => FindingLevel::Warning,
        }
    }

    /// Says whether a playbook with such a finding cannot be used at all: some customer would get no answer.
    ///
    /// None of these can be allowed.
    #[must_use]
    pub const fn stops_use(self) -> bool {
        matches!(
            self,
            Self::Syntax | Self::Unknown | Self::Gap | Self::Ambiguous
        )
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "level")]
pub enum FindingLevel {
    /// Some customer would be let down.
    Error,
    /// Worth a look.
    Warning,
}

/// One thing that is wrong with a playbook, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub kind: FindingKind,
    /// How much it matters.
    pub level: FindingLevel,
    /// Where it is best shown.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// One thing to do about it.
    pub hint: String,
    /// Every cell that is hit, the witness (the smallest) first.
    pub cells: Vec<Cell>,
    /// For each of them the complaint type that failed as well, by position; empty when nothing else did.
    pub also: Vec<usize>,
    /// For each of them the cell it was weighed against; empty when it was weighed against none.
    pub against: Vec<Cell>,
    /// The recovery entries involved.
    pub entries: Vec<Place>,
    /// Lines that show it: a sum that is too large, a schedule that breaks.
    pub notes: Vec<String>,
}

impl Finding {
    /// Makes a finding of what is wrong and what to do, with the usual level of its kind.
    #[must_use]
    pub fn new(kind: FindingKind, place: Place, message: String, hint: String) -> Self {
        Self {
            kind,
            level: kind.level(),
            place,
            message,
            hint,
            cells: Vec::new(),
            also: Vec::new(),
            against: Vec::new(),
            entries: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Names the cells that are hit, the smallest first.
    #[must_use]
    pub fn hitting(self, cells: Vec<Cell>) -> Self {
        Self { cells, ..self }
    }

    /// Names the cells that are hit when another complaint type fails as well, the smallest first, and for each that
    /// type by its position in the playbook.
    #[must_use]
    pub fn hitting_with(self, cells: Vec<Cell>, also: Vec<usize>) -> Self {
        Self {
            cells,
            also,
            ..self
        }
    }

    /// Names the recovery entries involved.
    #[must_use]
    pub fn by_entries(self, entries: Vec<Place>) -> Self {
        Self { entries, ..self }
    }

    /// Adds lines that show it.
    #[must_use]
    pub fn shown_by(self, notes: Vec<String>) -> Self {
        Self { notes, ..self }
    }

    /// Makes it a warning.
    #[must_use]
    pub fn as_warning(self) -> Self {
        Self {
            level: FindingLevel::Warning,
            ..self
        }
    }
}
