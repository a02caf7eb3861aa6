//! Events about a customer: what they are called, how to reach them, their tier.

use serde::{Deserialize, Serialize};

use crate::domain::id::Id;
use crate::domain::text::Text;

/// See [`super::Event::CustomerAdded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerAdded {
    /// The new customer.
    pub customer: Id,
    /// What they are called.
    pub name: Text,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Text>,
}

/// See [`super::Event::CustomerReach`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerReach {
    /// Whose address.
    pub customer: Id,
    /// The address or number.
    pub reach: Text,
}

/// See [`super::Event::CustomerTier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerTier {
    /// Whose tier.
    pub customer: Id,
    /// The name of the playbook whose tiers are meant.
    pub playbook: String,
    /// The tier's id.
    pub tier: String,
}
