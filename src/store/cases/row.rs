//! One row of a list of cases: how it is asked for, and how it is read.

use rusqlite::Row;
use rusqlite::types::FromSql;

use crate::domain::case::listed::ListedCase;
use crate::domain::case::summary::{Outlook, Summary};
use crate::domain::event::{Named, Outcome};
use crate::domain::id::{Hash, Id};
use crate::domain::money::{Currency, Money};
use crate::domain::playbook::cell::Severity;
use crate::domain::text::{Body, ErasableText};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::store::error::{DbError, FilePart};
use crate::store::values::instant;

/// One row of a list of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// Its facts; the holder's name is filled in.
    pub summary: Summary,
    /// What the customer is called; `None` once erased.
    pub customer_name: Option<Words>,
}

impl CaseRow {
    /// Sees the case at a moment.
    #[must_use]
    pub fn at(self, now: Instant) -> ListedCase {
        ListedCase::at(now, self.summary, self.customer_name)
    }
}

// The columns are read in the order of `row_columns!`: finding 30 of them by name in each row
// costs more than reading them.
macro_rules! select_rows {
    ($rest:expr) => {
        concat!(
            "SELECT number, cases.id, ",
            row_columns!(),
            ", holder_text.salt, holder_text.body, name_text.body
            FROM cases
            LEFT JOIN texts AS holder_text
              ON holder_text.about = cases.id AND holder_text.id = cases.holder
            LEFT JOIN customers ON customers.id = cases.customer
            LEFT JOIN texts AS name_text
              ON name_text.about = cases.customer AND name_text.id = customers.name ",
            $rest
        )
    };
}
pub(super) use select_rows;

/// Reads the columns of a row one after the other.
struct ColumnReader<'row, 'statement> {
    row: &'row Row<'statement>,
    at: usize,
}

impl ColumnReader<'_, '_> {
    fn next<T: FromSql>(&mut self) -> Result<T, DbError> {
        let value = self.row.get(self.at)?;
        self.at += 1;
        Ok(value)
    }

    fn moment(&mut self) -> Result<Option<Instant>, DbError> {
        let seconds: Option<i64> = self.next()?;
        seconds
            .map(|seconds| instant(seconds, FilePart::Cases))
            .transpose()
    }

    fn named(&mut self) -> Result<Named, DbError> {
        Ok(Named {
            id: self.next()?,
            name: self.next()?,
        })
    }

    fn severity(&mut self) -> Result<Severity, DbError> {
        let rank: usize = self.next()?;
        Severity::ALL
            .get(rank)
            .copied()
            .ok_or(DbError::Damaged(FilePart::Cases))
    }

    fn holder(&mut self) -> Result<Option<ErasableText>, DbError> {
        let (id, commitment): (Option<Id>, Option<Hash>) = (self.next()?, self.next()?);
        Ok(id.zip(commitment).map(|(id, commitment)| ErasableText {
            id,
            commitment,
            body: None,
        }))
    }

    fn value(&mut self) -> Result<Option<Money>, DbError> {
        let (minor, code): (Option<i64>, Option<String>) = (self.next()?, self.next()?);
        let Some((minor, code)) = minor.zip(code) else {
            return Ok(None);
        };
        let currency = Currency::parse(&code).map_err(|_| DbError::Damaged(FilePart::Cases))?;
        Ok(Some(Money { minor, currency }))
    }

    fn outcome(&mut self) -> Result<Option<Outcome>, DbError> {
        let word: Option<String> = self.next()?;
        word.map(|word| outcome(&word).ok_or(DbError::Damaged(FilePart::Cases)))
            .transpose()
    }

    fn outlook(&mut self) -> Result<Outlook, DbError> {
        let outlook: String = self.next()?;
        serde_json::from_str(&outlook).map_err(|_| DbError::Damaged(FilePart::Cases))
    }

    fn body(&mut self) -> Result<Option<Body>, DbError> {
        let (salt, words): (Option<[u8; 16]>, Option<Words>) = (self.next()?, self.next()?);
        Ok(salt.zip(words).map(|(salt, words)| Body { salt, words }))
    }
}

fn outcome(word: &str) -> Option<Outcome> {
    const ALL: [Outcome; 5] = [
        Outcome::WonBack,
        Outcome::Satisfied,
        Outcome::NoReply,
        Outcome::Lost,
        Outcome::Unknown,
    ];
    ALL.into_iter().find(|known| known.word() == word)
}

/// Reads a row that `select_rows!` asked for.
pub(super) fn case_row(row: &Row<'_>) -> Result<CaseRow, DbError> {
    let mut columns = ColumnReader { row, at: 0 };
    let mut summary = summary(&mut columns)?;
    // The row of the file it was imported from, which no list shows.
    let _: Option<Hash> = columns.next()?;
    summary.review_at = columns.moment()?;
    // What became of its promises is for their record.
    let _: (Option<String>, i64) = (columns.next()?, columns.next()?);
    // The outlook says what is left to do for the next customer.
    let _: Option<i64> = columns.next()?;
    let body = columns.body()?;
    if let Some(holder) = &mut summary.holder {
        holder.body = body;
    }
    let customer_name = columns.next()?;
    Ok(CaseRow {
        summary,
        customer_name,
    })
}

fn summary(columns: &mut ColumnReader<'_, '_>) -> Result<Summary, DbError> {
    let (number, id) = (columns.next()?, columns.next()?);
    // The state follows from `outcome`; it is there for the index.
    let _: i64 = columns.next()?;
    Ok(Summary {
        number,
        id,
        customer: columns.next()?,
        playbook: columns.next()?,
        complaint: columns.named()?,
        tier: columns.named()?,
        severity: columns.severity()?,
        holder: columns.holder()?,
        public: columns.next()?,
        value: columns.value()?,
        told_at: instant(columns.next()?, FilePart::Cases)?,
        recover_at: {
            // The nearest deadline and when it is due soon: for the index; the phases say both.
            let _: (i64, i64) = (columns.next()?, columns.next()?);
            columns.moment()?
        },
        recovered_at: columns.moment()?,
        closed_at: columns.moment()?,
        outcome: columns.outcome()?,
        contacts: columns.next()?,
        outlook: columns.outlook()?,
        review_at: None,
    })
}
