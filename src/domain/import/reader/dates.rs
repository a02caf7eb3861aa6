//! The dates of a row: each read as the mapping says, and all of them possible together.

use chrono::NaiveDate;

use super::super::{Field, Reason, Shows};
use super::{Cells, Notes, Reader};
use crate::domain::when::{BadWhen, DateAlone, DateOrder, calendar_date};
use crate::domain::zone::Instant;

/// The three dates of a row.
pub(super) struct Dates {
    pub(super) told: Instant,
    pub(super) happened: Option<Instant>,
    pub(super) closed: Option<Instant>,
}

/// A date of a row.
#[derive(Clone, Copy)]
struct Dated<'r> {
    at: Instant,
    day: NaiveDate,
    precision: Precision,
    found: &'r str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Precision {
    Day,
    Second,
}

impl Reader<'_> {
    pub(super) fn dates<'r>(
        &mut self,
        cells: &Cells<'r>,
        notes: &mut Notes<'r>,
    ) -> Result<Dates, Reason> {
        let told = self.date(cells, Field::Told, notes)?;
        let told = told.ok_or_else(|| Reason::NotTold {
            column: self.column(Field::Told),
        })?;
        let happened = self.date(cells, Field::Happened, notes)?;
        let closed = self.date(cells, Field::Closed, notes)?;
        if let Some(happened) = happened.filter(|happened| before(&told, happened)) {
            return Err(Reason::ToldTooEarly {
                happened: self.said(Field::Happened, happened.found),
                told: self.said(Field::Told, told.found),
            });
        }
        if let Some(closed) = closed.filter(|closed| before(closed, &told)) {
            return Err(Reason::ClosedTooEarly {
                closed: self.said(Field::Closed, closed.found),
                told: self.said(Field::Told, told.found),
            });
        }
        Ok(Dates {
            told: told.at,
            happened: happened.map(|happened| happened.at),
            // A closing date alone begins before the customer told, if that was on the same day.
            closed: closed.map(|closed| closed.at.max(told.at)),
        })
    }

    fn date<'r>(
        &mut self,
        cells: &Cells<'r>,
        field: Field,
        notes: &mut Notes<'r>,
    ) -> Result<Option<Dated<'r>>, Reason> {
        let Some((at, found)) = self.only(cells, field) else {
            return Ok(None);
        };
        let column = || self.columns.name(at);
        let written = calendar_date(found, self.moment.order)
            .map_err(|bad| not_a_date(column(), found, bad))?;
        let understood = written
            .understood(&self.moment, DateAlone::Start)
            .map_err(|bad| not_a_date(column(), found, bad))?;
        if understood.instant > self.moment.now {
            let (column, found) = (column(), found.to_owned());
            return Err(Reason::StillToCome { column, found });
        }
        if let Some(order) = written.shown {
            self.one_order(order, cells.line, (field, found))?;
        }
        notes.twice += u64::from(understood.note.is_some());
        Ok(Some(Dated {
            at: understood.instant,
            day: self.moment.zone.wall(understood.instant).date(),
            precision: written.time.map_or(Precision::Day, |_| Precision::Second),
            found,
        }))
    }

    /// Sees to it that the dates of a field give away one order only, for a list in which they give
    /// away two was put together from two lists, and none of its dates can be trusted.
    fn one_order(
        &mut self,
        order: DateOrder,
        line: u64,
        (field, found): (Field, &str),
    ) -> Result<(), Reason> {
        match self.orders[field as usize] {
            Some((first, first_line)) if first != order => Err(Reason::MixedOrders {
                column: self.column(field),
                found: found.to_owned(),
                shows: Shows(order),
                line: first_line,
            }),
            Some(_) => Ok(()),
            None => {
                self.orders[field as usize] = Some((order, line));
                Ok(())
            }
        }
    }
}

/// Says whether one date lies before another, as far as the coarser of the two can tell.
fn before(first: &Dated<'_>, second: &Dated<'_>) -> bool {
    if [first.precision, second.precision].contains(&Precision::Day) {
        return first.day < second.day;
    }
    first.at < second.at
}

fn not_a_date(column: String, found: &str, bad: BadWhen) -> Reason {
    if matches!(bad, BadWhen::Doubtful { .. }) {
        return Reason::Doubtful { column, bad };
    }
    let found = found.to_owned();
    Reason::NotADate { column, found, bad }
}
