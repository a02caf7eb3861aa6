//! Playbooks as they are shown, a file for each way: in a list, in full, with what the check found, a plan
//! that was only tried, one cell or all, a card, a drill.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::{Cell, Severity};
use crate::show::schemas::marks::PlaybookId;

pub mod card;
pub mod cell;
mod checked;
mod detail;
pub mod drill;
mod list;
pub mod matrix;
pub mod new;
pub mod spread;
mod tried;

pub use checked::{Checked, FindingItem, HitItem};
pub use detail::{ActionItem, ChannelItem, EntryItem, NamedItem, PlaybookDetail, TypeItem};
pub use list::{PlaybookItem, PlaybookList, PlaybookState};
pub use tried::{Trial, Tried, TriedDeadline, TriedPlan};

/// The smallest description of a customer who is let down: type, tier, severity.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "cell")]
pub struct CellItem {
    /// The complaint type.
    #[serde(rename = "type")]
    #[schemars(with = "PlaybookId")]
    pub complaint: String,
    /// The tier.
    #[schemars(with = "PlaybookId")]
    pub tier: String,
    /// The severity.
    pub severity: Severity,
}

impl CellItem {
    /// Names a cell of a playbook.
    #[must_use]
    pub fn of(rules: &Rules, cell: Cell) -> Self {
        Self {
            complaint: rules.complaints[cell.complaint].id.clone(),
            tier: rules.tiers[cell.tier].id.clone(),
            severity: cell.severity,
        }
    }
}
