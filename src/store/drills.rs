//! Drills: what was rehearsed, and of which cells there has been a case.

use std::collections::BTreeSet;

use rusqlite::{Connection, named_params};

use crate::domain::event::{Event, Rehearsed};
use crate::domain::id::Id;
use crate::domain::playbook::cell::Severity;
use crate::domain::time::zone::Instant;
use crate::store::error::{DbError, FilePart};
use crate::store::events;

/// What all drills are about.
///
/// Events of the whole shop are about nothing, and nothing finds them among those of all cases.
/// Drills are about this instead, the same in every shop, so that the index by subject finds them.
pub(super) const SUBJECT: Id = Id::named(*b"amends drills 01");

/// A drill that was done and not taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillRecord {
    /// When it was saved.
    pub at: Instant,
    /// The situation that was rehearsed, and what was said about it.
    pub rehearsed: Rehearsed,
}

/// Gives every drill that stands, the oldest first, with its words.
pub(super) fn all(db: &Connection) -> Result<Vec<DrillRecord>, DbError> {
    let entries = events::with_words(db, SUBJECT)?;
    let mut drills = Vec::new();
    for recorded in events::standing(entries) {
        let Event::Rehearsed(rehearsed) = recorded.event else {
            return Err(DbError::Damaged(FilePart::History));
        };
        drills.push(DrillRecord {
            at: recorded.at,
            rehearsed,
        });
    }
    Ok(drills)
}

/// A cell in the words of its playbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedCell {
    /// The id of the complaint type.
    pub complaint: String,
    /// The id of the tier.
    pub tier: String,
    /// The severity.
    pub severity: Severity,
}

// Goes through all cases of the playbook: nobody waits for a customer when this is asked.
pub(super) const USED: &str = "
SELECT DISTINCT complaint, tier, severity FROM cases
WHERE playbook = :playbook AND state <> 2";

/// Gives the cells of a playbook of which there has been a case.
pub(super) fn used(db: &Connection, playbook: &str) -> Result<BTreeSet<UsedCell>, DbError> {
    let mut statement = db.prepare_cached(USED)?;
    let mut rows = statement.query(named_params! { ":playbook": playbook })?;
    let mut used = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let severity: usize = row.get("severity")?;
        let severity = Severity::ALL.get(severity).copied();
        used.insert(UsedCell {
            complaint: row.get("complaint")?,
            tier: row.get("tier")?,
            severity: severity.ok_or(DbError::Damaged(FilePart::Cases))?,
        });
    }
    Ok(used)
}
