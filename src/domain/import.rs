//! Somebody else's list of complaints: what its columns mean, and what each row comes to.
//!
//! A [`Mapping`] says how their words are read as ours. A [`Reader`] holds it against the columns of one
//! file and turns each [`Record`] into a [`Row`] ready to store, or a [`BadRow`] with the reason. Nothing
//! is guessed: a word that stands nowhere takes the default the mapping gives, and is counted, or the row
//! is refused; so is a date that could be two.

use std::borrow::Cow;

use crate::domain::event::Outcome;
use crate::domain::id::Hash;
use crate::domain::place::Place;
use crate::domain::playbook::cell::Severity;
use crate::domain::time::when::Layout;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

mod against;
mod header;
mod identity;
mod lookup;
mod quote;
mod reader;
mod reason;
mod shape;
mod tally;

pub use against::{Difference, OtherContent, TakenIn};
pub use header::BadHeader;
pub use lookup::{ByColumn, Lookup};
pub use quote::{BadQuote, BadQuoteWord, BeforeQuote, Quote};
pub use reader::Reader;
pub use reason::{BadRow, CellSaid, Reason, Shows};
pub use shape::Shape;
pub use tally::{DefaultUsed, ImportTally, TheirWord};

/// What a column of theirs can hold for us, as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// When the customer told somebody; the only one that is required.
    Told,
    /// When it went wrong.
    Happened,
    /// When it was over.
    Closed,
    /// What the customer is called.
    Customer,
    /// How to reach them.
    Reach,
    /// The order, booking or job it is about.
    Order,
    /// Their number for the complaint.
    Reference,
    /// What the customer said.
    Words,
}

impl Field {
    /// All eight, in the order in which a mapping lists them.
    pub const ALL: [Self; 8] = [
        Self::Told,
        Self::Happened,
        Self::Closed,
        Self::Customer,
        Self::Reach,
        Self::Order,
        Self::Reference,
        Self::Words,
    ];

    /// Gives the key in `[columns]`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Happened => "happened",
            Self::Closed => "closed",
            Self::Customer => "customer",
            Self::Reach => "reach",
            Self::Order => "order",
            Self::Reference => "reference",
            Self::Words => "words",
        }
    }

    /// Gives what is put between several columns; `None` where only one makes sense.
    #[must_use]
    pub const fn joint(self) -> Option<&'static str> {
        match self {
            // A date and the time of day beside it.
            Self::Told | Self::Happened | Self::Closed => Some(" "),
            Self::Customer | Self::Order => Some(" "),
            Self::Words => Some("; "),
            Self::Reach | Self::Reference => None,
        }
    }
}

/// What is decided about a row by looking up a word of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// What failed.
    Type,
    /// How valuable the customer is.
    Tier,
    /// How much it hurt.
    Severity,
    /// How they got in touch.
    Channel,
    /// Whether it is over.
    State,
    /// How it ended.
    Outcome,
}

impl Aspect {
    /// All six, in the order in which a mapping lists them.
    pub const ALL: [Self; 6] = [
        Self::Type,
        Self::Tier,
        Self::Severity,
        Self::Channel,
        Self::State,
        Self::Outcome,
    ];

    /// Gives the name of its table in a mapping.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Tier => "tier",
            Self::Severity => "severity",
            Self::Channel => "channel",
            Self::State => "state",
            Self::Outcome => "outcome",
        }
    }
}

/// Whether a complaint is history or still to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "list-state")]
pub enum ListState {
    /// It gets a plan, counted from when the customer told.
    Open,
    /// It is over, and gets none.
    Closed,
}

impl ListState {
    /// Both, by their words.
    pub const ALL: [(&'static str, Self); 2] = [("open", Self::Open), ("closed", Self::Closed)];
}

/// The name of a column of theirs, and where the mapping says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName {
    /// The name; capitals and extra spaces do not matter.
    pub name: String,
    /// Where it stands in the mapping.
    pub place: Place,
}

/// How a list of complaints is read into one playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The playbook the mapping was made for, if it says so.
    pub playbook: Option<String>,
    /// The order of the numbers in its dates; goes before the shop's, and settles what the dates of a
    /// column leave in doubt.
    pub date_order: Option<Layout>,
    /// How a quote is written inside a text between quotes.
    pub quote: Quote,
    /// The columns of each field, by [`Field::ALL`]; several only where [`Field::joint`] allows it.
    pub columns: [Vec<ColumnName>; 8],
    /// What failed, by position among the playbook's complaint types.
    pub complaint: Lookup<usize>,
    /// The tier, by position among the playbook's tiers.
    pub tier: Lookup<usize>,
    /// How much it hurt.
    pub severity: Lookup<Severity>,
    /// The channel, by position among the playbook's channels; `None` is not known.
    pub channel: Lookup<Option<usize>>,
    /// Whether it is over; without it, a row with a date in `closed` is.
    pub state: Option<Lookup<ListState>>,
    /// How it ended, where it is over.
    pub outcome: Lookup<Outcome>,
}

impl Mapping {
    /// Gives the columns of a field.
    #[must_use]
    pub fn columns_of(&self, field: Field) -> &[ColumnName] {
        &self.columns[field as usize]
    }

    /// Gives the column an aspect is looked up in, if it is looked up.
    #[must_use]
    pub fn looked_up_in(&self, aspect: Aspect) -> Option<&ColumnName> {
        match aspect {
            Aspect::Type => self.complaint.column(),
            Aspect::Tier => self.tier.column(),
            Aspect::Severity => self.severity.column(),
            Aspect::Channel => self.channel.column(),
            Aspect::State => self.state.as_ref().and_then(Lookup::column),
            Aspect::Outcome => self.outcome.column(),
        }
    }

    /// Gives the aspects nothing is said about, which the person who imports should hear of.
    ///
    /// Then the tier is the playbook's lowest, the severity `minor`, the channel and the outcome are not
    /// known, and every row is open. The state counts as said when there is a `closed` column.
    #[must_use]
    pub fn assumed(&self) -> Vec<Aspect> {
        let said = |aspect: &Aspect| match aspect {
            Aspect::Type => self.complaint.is_said(),
            Aspect::Tier => self.tier.is_said(),
            Aspect::Severity => self.severity.is_said(),
            Aspect::Channel => self.channel.is_said(),
            Aspect::State => self.state.is_some() || !self.columns_of(Field::Closed).is_empty(),
            Aspect::Outcome => self.outcome.is_said(),
        };
        Aspect::ALL
            .into_iter()
            .filter(|aspect| !said(aspect))
            .collect()
    }
}

/// One record of the file, cut into cells and not yet understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'f> {
    /// The one-based line on which it begins.
    pub line: u64,
    /// Its cells, without their quotes.
    pub cells: Vec<Cow<'f, [u8]>>,
    /// The quote its cells end with, if it cannot be right.
    pub broken: Option<BadQuote>,
    /// Whether a quote stands as a letter in a cell that has none around it.
    pub stray: bool,
}

impl Record<'_> {
    /// Says whether every cell is blank, as in the lines spreadsheets leave behind.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let mut cells = self.cells.iter();
        self.broken.is_none() && cells.all(|cell| cell.trim_ascii().is_empty())
    }
}

/// How exactly a moment was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As a date alone.
    Day,
    /// With the time of day.
    Second,
}

/// One complaint, understood and ready to become a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The one-based line on which it begins.
    pub line: u64,
    /// What a second import knows it by: the hash of its reference or, without one, of its content
    /// and of its ordinal among equal rows.
    pub identity: Hash,
    /// Their number for it, if it has one.
    pub reference: Option<CellSaid>,
    /// When the customer told somebody; of a date alone the start of that day, the earliest it can have
    /// been, so that no deadline comes too late.
    pub told: Instant,
    /// How exactly that was written.
    pub told_to: Precision,
    /// When it went wrong, if known.
    pub happened: Option<Instant>,
    /// How it ended; `None` for a case that is still to be planned.
    pub closed: Option<RowEnd>,
    /// What the customer is called; without it the row is a customer of its own.
    pub customer: Option<Words>,
    /// How to reach them.
    pub reach: Option<Words>,
    /// What it is about.
    pub order: Option<Words>,
    /// What the customer said.
    pub words: Option<Words>,
    /// Position among the playbook's complaint types.
    pub complaint: usize,
    /// Position among the playbook's tiers.
    pub tier: usize,
    /// How much it hurt.
    pub severity: Severity,
    /// Position among the playbook's channels; `None` is not known.
    pub channel: Option<usize>,
}

/// How a complaint that is over ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowEnd {
    /// When, unless nobody wrote it down. A date alone is the start of that day, or the moment the
    /// customer told on that day.
    pub at: Option<Instant>,
    /// How exactly that was written; [`Precision::Second`] where nobody wrote it down.
    pub to: Precision,
    /// How it ended.
    pub outcome: Outcome,
}
