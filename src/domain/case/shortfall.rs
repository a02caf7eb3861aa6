//! What a case that ends without both halves of the recovery lacks.

use schemars::JsonSchema;
use serde::Serialize;

/// What a case that is closed without both halves lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "shortfall")]
pub enum Shortfall {
    /// Put right, but nothing they did not expect.
    RepairOnly,
    /// Not even put right.
    NotRepaired,
}

impl Shortfall {
    /// Says it as the end of a sentence about a case.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::RepairOnly => "has been put right, but nothing they did not expect was done",
            Self::NotRepaired => "has not been put right",
        }
    }
}
