//! Their words, read as ours.

use std::collections::HashMap;

use super::ColumnName;

/// How one of our words is found for a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<T> {
    /// The mapping says the same for every row.
    Always(T),
    /// The mapping says nothing, so this is taken for every row.
    Assumed(T),
    /// A column decides.
    Column(ByColumn<T>),
}

/// A lookup in one of their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByColumn<T> {
    /// The column.
    pub column: ColumnName,
    /// Our word for each of theirs, which stand here as [`crate::domain::name::folded`] gives them.
    pub values: HashMap<String, T>,
    /// Our word for every other of theirs, and for none; without it such a row is refused.
    pub default: Option<T>,
}

impl<T> Lookup<T> {
    /// Gives the column, where one decides.
    #[must_use]
    pub const fn column(&self) -> Option<&ColumnName> {
        match self {
            Self::Always(_) | Self::Assumed(_) => None,
            Self::Column(by) => Some(&by.column),
        }
    }

    /// Says whether the mapping has something to say.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        match self {
            Self::Always(_) | Self::Column(_) => true,
            Self::Assumed(_) => false,
        }
    }
}
