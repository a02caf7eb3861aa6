//! The columns a mapping names, found among the columns a file has.

use std::collections::HashMap;

use thiserror::Error;

use super::reason::{list, quoted};
use super::{Aspect, ColumnName, Field, Mapping};
use crate::domain::count::Count;
use crate::domain::name::folded;
use crate::domain::suggest::nearest;

/// Why a file does not have the columns a mapping needs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadHeader {
    /// Columns the mapping names are not there.
    #[error("the file has no column {}", list(.missing.iter().map(|column| &column.name), " or "))]
    Missing {
        /// Those columns, and where the mapping names them.
        missing: Vec<ColumnName>,
        /// All columns of the file, as they are called there.
        found: Vec<String>,
    },
    /// A column the mapping names is there more than once.
    #[error("the file has {} called {}, columns {}", Count::of(.positions.len(), "column"), quoted(&.column.name), list(.positions, " and "))]
    Repeated {
        /// The column, and where the mapping names it.
        column: ColumnName,
        /// Its one-based positions.
        positions: Vec<usize>,
    },
}

impl BadHeader {
    /// Says what to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Missing { missing, found } => {
                let names = first_of(found);
                let near = missing
                    .iter()
                    .find_map(|column| nearest(&column.name, found.iter().map(String::as_str)));
                match near {
                    Some(near) => format!("did you mean {}? It has {names}", quoted(near)),
                    None => format!("it has {names}"),
                }
            }
            Self::Repeated { .. } => {
                "give each of them a name of its own in the first line of the file".to_owned()
            }
        }
    }

    /// Gives where the mapping names the column, or the first of them.
    #[must_use]
    pub fn column(&self) -> Option<&ColumnName> {
        match self {
            Self::Missing { missing, .. } => missing.first(),
            Self::Repeated { column, .. } => Some(column),
        }
    }
}

/// How many columns of a file are listed in a hint.
const MOST_LISTED: usize = 40;

fn first_of(names: &[String]) -> String {
    match names.split_at_checked(MOST_LISTED) {
        Some((first, rest @ [_, ..])) => {
            format!("{} and {} more", list(first, ", "), rest.len())
        }
        Some((_, [])) | None => list(names, ", "),
    }
}

/// Where everything that is needed stands in a row, by position.
#[derive(Clone, Debug)]
pub(super) struct ColumnPositions {
    /// What each column is called, for messages.
    pub(super) names: Vec<String>,
    fields: [Vec<usize>; 8],
    aspects: [Option<usize>; 6],
}

impl ColumnPositions {
    pub(super) fn find(names: Vec<String>, mapping: &Mapping) -> Result<Self, BadHeader> {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            places.entry(folded(name)).or_default().push(at);
        }
        check(&names, &places, mapping)?;
        let at = |column: &ColumnName| places.get(&folded(&column.name))?.first().copied();
        let fields =
            Field::ALL.map(|field| mapping.columns_of(field).iter().filter_map(at).collect());
        let aspects = Aspect::ALL.map(|aspect| mapping.looked_up_in(aspect).and_then(at));
        Ok(Self {
            names,
            fields,
            aspects,
        })
    }

    pub(super) fn of(&self, field: Field) -> &[usize] {
        &self.fields[field as usize]
    }

    pub(super) const fn looked_up_in(&self, aspect: Aspect) -> Option<usize> {
        self.aspects[aspect as usize]
    }

    /// Gives the columns that nothing is read from, by name or else by number.
    pub(super) fn unused(&self) -> Vec<String> {
        let used = |at: &usize| {
            self.fields.iter().flatten().any(|used| used == at) || self.aspects.contains(&Some(*at))
        };
        (0..self.names.len())
            .filter(|at| !used(at))
            .map(|at| self.name(at))
            .collect()
    }

    /// Names a column for a person.
    pub(super) fn name(&self, at: usize) -> String {
        match self.names.get(at).map(String::as_str) {
            Some(name) if !name.trim().is_empty() => name.to_owned(),
            Some(_) | None => format!("column {}", at + 1),
        }
    }
}

fn check(
    names: &[String],
    places: &HashMap<String, Vec<usize>>,
    mapping: &Mapping,
) -> Result<(), BadHeader> {
    let fields = mapping.columns.iter().flatten();
    let aspects = Aspect::ALL
        .into_iter()
        .filter_map(|aspect| mapping.looked_up_in(aspect));
    let mut missing: Vec<ColumnName> = Vec::new();
    let mut repeated = None;
    for column in fields.chain(aspects) {
        match places.get(&folded(&column.name)).map(Vec::as_slice) {
            Some([_]) => {}
            Some(positions) => {
                repeated.get_or_insert_with(|| (column.clone(), positions.to_vec()));
            }
            None if missing.iter().any(|known| known.name == column.name) => {}
            None => missing.push(column.clone()),
        }
    }
    if !missing.is_empty() {
        let named = names.iter().filter(|name| !name.trim().is_empty());
        let found = named.cloned().collect();
        return Err(BadHeader::Missing { missing, found });
    }
    match repeated {
        Some((column, positions)) => Err(BadHeader::Repeated {
            column,
            positions: positions.iter().map(|at| at + 1).collect(),
        }),
        None => Ok(()),
    }
}
