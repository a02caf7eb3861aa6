//! All cases there were, as far as their playbook is concerned.

use rusqlite::{Connection, Row, named_params};

use crate::domain::case::summary::Outlook;
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::replay::{PastCases, Was};
use crate::domain::time::zone::Instant;
use crate::store::error::{DbError, FilePart};
use crate::store::values::instant;

// One pass over `cases`, in the order in which they lie. Further complaint types are rare and stand in the outlook, which
// is read as JSON only where it has some. They are in the events as well, but with 100,000 cases a pass over the bodies of
// `logged` and `changed` took 10 times as long as this one, and only finding those events 4 times. (Asking SQLite with
// `instr` whether the outlook has the key cost as many instructions as all the rest of the row.)
pub(super) const PAST: &str = "
SELECT number, playbook, complaint, tier, severity, told_at, phases
FROM cases WHERE state IN (0, 1)
AND (:since IS NULL OR told_at >= :since) AND (:until IS NULL OR told_at <= :until)";

/// Gives the cases told from `since` to `until`, open and closed, by number; those taken back are none.
pub(super) fn past_cases(
    db: &Connection,
    since: Option<Instant>,
    until: Option<Instant>,
) -> Result<PastCases, DbError> {
    let mut statement = db.prepare_cached(PAST)?;
    let mut rows = statement.query(named_params! {
        ":since": since.map(|at| at.timestamp()),
        ":until": until.map(|at| at.timestamp()),
    })?;
    let mut past = PastCases::default();
    while let Some(row) = rows.next()? {
        add(&mut past, row)?;
    }
    Ok(past)
}

/// Takes in a row, whose texts are only borrowed: there are many rows and few different texts.
fn add(past: &mut PastCases, row: &Row<'_>) -> Result<(), DbError> {
    let damaged = || DbError::Damaged(FilePart::Cases);
    let rank: usize = row.get(4)?;
    let also = also(text(row, 6)?)?;
    let was = Was {
        playbook: text(row, 1)?,
        complaint: text(row, 2)?,
        also: &also,
        tier: text(row, 3)?,
        severity: *Severity::ALL.get(rank).ok_or_else(damaged)?,
    };
    past.add(row.get(0)?, instant(row.get(5)?, FilePart::Cases)?, was);
    Ok(())
}

fn text<'r>(row: &'r Row<'_>, at: usize) -> Result<&'r str, DbError> {
    let text = row.get_ref(at)?.as_str();
    text.map_err(|_| DbError::Damaged(FilePart::Cases))
}

/// Begins what further types are in an outlook; a quote within one of its texts is escaped, so no text has this in it.
const ALSO: &str = "\"also\":[";

fn also(outlook: &str) -> Result<Vec<String>, DbError> {
    if !outlook.contains(ALSO) {
        return Ok(Vec::new());
    }
    let outlook: Outlook =
        serde_json::from_str(outlook).map_err(|_| DbError::Damaged(FilePart::Cases))?;
    Ok(outlook.also)
}
