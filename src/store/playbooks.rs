//! Texts of playbooks, kept as they were when something was decided by them.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::domain::id::Hash;
use crate::store::chain::playbook_seal;
use crate::store::error::DbError;

/// A playbook's text as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPlaybook {
    /// The SHA-256 of the text.
    pub hash: Hash,
    /// The playbook's name.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Keeps a text, unless it is what was kept last under this name.
///
/// A text that comes back after another is kept once more, so the last row of a name is always
/// the one in use.
pub(super) fn keep(db: &Connection, playbook: &KeptPlaybook) -> Result<(), DbError> {
    let KeptPlaybook { hash, name, text } = playbook;
    let last: Option<Hash> = db
        .prepare_cached(
            "SELECT hash FROM playbooks WHERE name = :name ORDER BY number DESC LIMIT 1",
        )?
        .query_row(named_params! { ":name": name }, |row| row.get("hash"))
        .optional()?;
    if last.as_ref() == Some(hash) {
        return Ok(());
    }
    let number: u64 = db
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 AS next FROM playbooks")?
        .query_row([], |row| row.get("next"))?;
    db.prepare_cached(
        "INSERT INTO playbooks (number, hash, name, seal, text)
         VALUES (:number, :hash, :name, :seal, :text)",
    )?
    .execute(named_params! {
        ":number": number,
        ":hash": hash,
        ":name": name,
        ":seal": playbook_seal(number, name, hash),
        ":text": text,
    })?;
    Ok(())
}

/// Finds the text with this hash.
pub(super) fn by_hash(db: &Connection, hash: &Hash) -> Result<Option<KeptPlaybook>, DbError> {
    let found = db
        .prepare_cached(
            "SELECT hash, name, text FROM playbooks WHERE hash = :hash ORDER BY number LIMIT 1",
        )?
        .query_row(named_params! { ":hash": hash }, kept);
    Ok(found.optional()?)
}

/// Finds the text that was kept last under this name.
pub(super) fn last(db: &Connection, name: &str) -> Result<Option<KeptPlaybook>, DbError> {
    let found = db
        .prepare_cached(
            "SELECT hash, name, text FROM playbooks WHERE name = :name ORDER BY number DESC LIMIT 1",
        )?
        .query_row(named_params! { ":name": name }, kept);
    Ok(found.optional()?)
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptPlaybook> {
    Ok(KeptPlaybook {
        hash: row.get("hash")?,
        name: row.get("name")?,
        text: row.get("text")?,
    })
}
