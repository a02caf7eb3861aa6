//! Events about a customer: what they are called, how to reach them, their tier.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::id::Id;
use crate::domain::text::ErasableText;

/// See [`super::Event::CustomerAdded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerAdded {
    /// The new customer.
    pub customer: Id,
    /// What they are called.
    pub name: ErasableText,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<ErasableText>,
}

impl Happening for CustomerAdded {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("became a customer").with([&self.name])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        std::iter::once(&mut self.name)
            .chain(&mut self.reach)
            .collect()
    }
}

/// See [`super::Event::CustomerRenamed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerRenamed {
    /// The customer who is called so.
    pub customer: Id,
    /// The name.
    pub name: ErasableText,
}

impl Happening for CustomerRenamed {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("is called").with([&self.name])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.name]
    }
}

/// See [`super::Event::CustomerReach`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerReach {
    /// The customer who is reached there.
    pub customer: Id,
    /// The address or number.
    pub reach: ErasableText,
}

impl Happening for CustomerReach {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("can be reached at").with([&self.reach])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.reach]
    }
}

/// See [`super::Event::CustomerTier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CustomerTier {
    /// The customer who is of that tier.
    pub customer: Id,
    /// The name of the playbook whose tiers are meant.
    pub playbook: String,
    /// The tier's id.
    pub tier: String,
}

impl Happening for CustomerTier {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of(format!("is `{}` in {}", self.tier, self.playbook))
    }
}
