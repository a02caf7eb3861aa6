//! What is to be done about each case.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::domain::case::agenda::{Agenda, Chore};
use crate::domain::id::Id;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::store::error::{DbError, FilePart};

/// What is to be done about one case at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseAgenda {
    /// The case number.
    pub case: u64,
    /// What the customer is called; `None` once erased.
    pub customer: Option<Words>,
    /// Who holds it; `None` when nobody does.
    pub holder: Option<Words>,
    /// What went wrong, in few words.
    pub about: String,
    /// How to reach them; `None` where nobody knows.
    pub reach: Option<Words>,
    /// The order, booking or job; `None` where nobody said.
    pub order: Option<Words>,
    /// When somebody said that the customer is still here; `None` where they have left, or nobody said.
    pub here_since: Option<Instant>,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What is to be done, in the order of doing, each with the words of a promise.
    pub chores: Vec<(Chore, Option<Words>)>,
    /// What the clock alone sets off while nobody looks, each with when.
    pub begins: Vec<(Instant, Chore)>,
}

macro_rules! agendas {
    ($which:literal) => {
        concat!(
            "SELECT number, cases.id, agenda, holder_text.body, name_text.body, reach_text.body, public
            FROM cases
            LEFT JOIN texts AS holder_text
              ON holder_text.about = cases.id AND holder_text.id = cases.holder
            LEFT JOIN customers ON customers.id = cases.customer
            LEFT JOIN texts AS name_text
              ON name_text.about = cases.customer AND name_text.id = customers.name
            LEFT JOIN texts AS reach_text
              ON reach_text.about = cases.customer AND reach_text.id = customers.reach
            WHERE agenda IS NOT NULL AND ",
            $which
        )
    };
}

// Open cases, and closed ones with something left to do for the next customer: each literal condition is what lets its
// partial index be used.
pub(in crate::store) const AGENDAS: &str = concat!(
    agendas!("state = 0"),
    " UNION ALL ",
    agendas!("prevent_at IS NOT NULL")
);

const WORDS: &str = "SELECT body FROM texts WHERE about = :about AND id = :id";

/// Gives what is to be done at a moment about each case that has anything, and what begins by another.
pub(in crate::store) fn agendas(
    db: &Connection,
    now: Instant,
    until: Option<Instant>,
) -> Result<Vec<CaseAgenda>, DbError> {
    let mut statement = db.prepare_cached(AGENDAS)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(agenda(db, row, now, until)?);
    }
    Ok(found)
}

fn agenda(
    db: &Connection,
    row: &Row<'_>,
    now: Instant,
    until: Option<Instant>,
) -> Result<CaseAgenda, DbError> {
    let (id, body): (Id, String) = (row.get(1)?, row.get(2)?);
    let mut agenda: Agenda =
        serde_json::from_str(&body).map_err(|_| DbError::Damaged(FilePart::Cases))?;
    let about = std::mem::take(&mut agenda.about);
    let order = agenda.order.map(|order| words(db, id, order)).transpose()?;
    let here_since = agenda.here_since;
    let begins = until.map_or_else(Vec::new, |until| agenda.begins(now, until));
    let chores = agenda.at(now).into_iter();
    let with_words = chores.map(|chore| {
        let told = chore.words.map(|told| words(db, id, told));
        let told = told.transpose()?.flatten();
        Ok((chore, told))
    });
    Ok(CaseAgenda {
        case: row.get(0)?,
        customer: row.get(4)?,
        holder: row.get(3)?,
        about,
        reach: row.get(5)?,
        order: order.flatten(),
        here_since,
        public: row.get(6)?,
        chores: with_words.collect::<Result<_, DbError>>()?,
        begins,
    })
}

/// Gives a text that somebody said about a case; `None` once it is erased.
pub(super) fn words(db: &Connection, about: Id, id: Id) -> Result<Option<Words>, DbError> {
    let mut statement = db.prepare_cached(WORDS)?;
    let words = statement.query_row(named_params! { ":about": about, ":id": id }, |row| {
        row.get(0)
    });
    Ok(words.optional()?)
}
