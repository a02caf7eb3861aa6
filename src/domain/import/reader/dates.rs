//! The dates of a row: each read as the mapping says, and all of them possible together.

use chrono::NaiveDate;

use super::super::{Field, Precision, Reason, Record, Shows};
use super::{Reader, RowCells};
use crate::domain::time::when::{BadWhen, DateAlone, Layout, Numbers, WrittenDate, calendar_date};
use crate::domain::time::zone::Instant;

/// The three dates of a row.
pub(super) struct Dates {
    pub(super) told: Dated,
    pub(super) happened: Option<Instant>,
    pub(super) closed: Option<Dated>,
}

/// A date of a row.
#[derive(Clone)]
pub(super) struct Dated {
    pub(super) at: Instant,
    pub(super) precision: Precision,
    pub(super) found: String,
    day: NaiveDate,
}

/// The text of a date, and where in the list it stands.
#[derive(Clone, Copy)]
struct DateText<'t> {
    line: u64,
    field: Field,
    found: &'t str,
}

/// The first date of a column that shows each order, and its line.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown([Option<(u64, String)>; 4]);

impl Shown {
    fn note(&mut self, layout: Layout, line: u64, found: &str) {
        self.0[layout as usize].get_or_insert_with(|| (line, found.to_owned()));
    }

    fn of(&self, layout: Layout) -> Option<&(u64, String)> {
        self.0[layout as usize].as_ref()
    }

    /// Gives the orders that were shown.
    pub(super) fn layouts(&self) -> impl Iterator<Item = Layout> {
        let shown = |layout: &Layout| self.of(*layout).is_some();
        Layout::ALL.into_iter().filter(shown)
    }
}

impl Reader<'_> {
    /// Looks at the dates of a record before any row is read, for a column that shows two orders may
    /// show the second of them only at its end.
    pub fn survey(&mut self, record: &Record<'_>) {
        if record.broken.is_some() || record.cells.len() != self.columns.names.len() {
            return;
        }
        let texts = record.cells.iter();
        let cells = RowCells {
            line: record.line,
            texts: texts
                .map(|cell| std::str::from_utf8(cell).unwrap_or_default())
                .collect(),
            ..RowCells::default()
        };
        for field in [Field::Told, Field::Happened, Field::Closed] {
            let found = self.joined(&cells, field).unwrap_or_default();
            if let Some(layout) = Numbers::of(&found).and_then(|numbers| numbers.shown()) {
                self.shown[field as usize].note(layout, cells.line, &found);
            }
        }
    }

    pub(super) fn dates(&self, cells: &mut RowCells<'_>) -> Result<Dates, Reason> {
        let told = self.date(cells, Field::Told)?;
        let told = told.ok_or_else(|| Reason::NotTold {
            column: self.columns_of(Field::Told),
        })?;
        let happened = self.date(cells, Field::Happened)?;
        let closed = self.date(cells, Field::Closed)?;
        if let Some(happened) = happened.as_ref().filter(|happened| before(&told, happened)) {
            return Err(Reason::ToldTooEarly {
                happened: self.said(Field::Happened, &happened.found),
                told: self.said(Field::Told, &told.found),
            });
        }
        if let Some(closed) = closed.as_ref().filter(|closed| before(closed, &told)) {
            return Err(Reason::ClosedTooEarly {
                closed: self.said(Field::Closed, &closed.found),
                told: self.said(Field::Told, &told.found),
            });
        }
        Ok(Dates {
            happened: happened.map(|happened| happened.at),
            // A closing date alone begins before the customer told, if that was on the same day.
            closed: closed.map(|closed| Dated {
                at: closed.at.max(told.at),
                ..closed
            }),
            told,
        })
    }

    fn date(&self, cells: &mut RowCells<'_>, field: Field) -> Result<Option<Dated>, Reason> {
        let Some(found) = self.joined(cells, field) else {
            return Ok(None);
        };
        self.one_order(DateText {
            line: cells.line,
            field,
            found: &found,
        })?;
        let column = || self.columns_of(field);
        let not_a_date = |bad| not_a_date(column(), &found, bad);
        let written = self.written(&found).map_err(not_a_date)?;
        let understood = written.understood(&self.moment, DateAlone::Start);
        let understood = understood.map_err(not_a_date)?;
        if understood.instant > self.moment.now {
            let column = column();
            return Err(Reason::StillToCome { column, found });
        }
        cells.twice += u64::from(understood.note.is_some());
        Ok(Some(Dated {
            at: understood.instant,
            day: self.moment.zone.wall(understood.instant).date(),
            precision: written.time.map_or(Precision::Day, |_| Precision::Second),
            found,
        }))
    }

    fn written(&self, found: &str) -> Result<WrittenDate, BadWhen> {
        let turned = Numbers::of(found)
            .filter(|numbers| self.settled(numbers) == Some(Layout::YearDayMonth))
            .map(|numbers| numbers.exchanged(found));
        calendar_date(turned.as_deref().unwrap_or(found), self.moment.order)
    }

    /// Gives the order that the mapping says for dates which begin, or end, with the year like this one.
    fn settled(&self, numbers: &Numbers<'_>) -> Option<Layout> {
        self.mapping
            .date_order
            .filter(|layout| numbers.has(*layout))
    }

    /// Sees to it that no date of the column speaks against the order this one is read in.
    ///
    /// A column in which the dates give away two orders was put together from two lists. Then a date that
    /// could be two is both, whatever the shop is used to; only the mapping, which speaks about this list,
    /// settles it.
    fn one_order(&self, text: DateText<'_>) -> Result<(), Reason> {
        let Some(numbers) = Numbers::of(text.found) else {
            return Ok(());
        };
        let Some(layout) = self.settled(&numbers) else {
            return self.as_shown(text, &numbers);
        };
        // The other two are compared where the date is read.
        if layout.year_last().is_none() && numbers.shown() == Some(layout.turned()) {
            return Err(Reason::AgainstLayout {
                column: self.columns_of(text.field),
                found: text.found.to_owned(),
                layout,
            });
        }
        Ok(())
    }

    fn as_shown(&self, text: DateText<'_>, numbers: &Numbers<'_>) -> Result<(), Reason> {
        let DateText { line, field, found } = text;
        let shown = &self.shown[field as usize];
        let other = |layout: Layout| shown.of(layout.turned());
        let (column, found) = (self.columns_of(field), found.to_owned());
        let mixed = |column, found, (shows, line)| Reason::MixedOrders {
            column,
            found,
            shows: Shows(shows),
            line,
        };
        match (numbers.shown(), self.usual(numbers)) {
            (Some(shows), None) => match other(shows) {
                Some((first, _)) if *first < line => Err(mixed(column, found, (shows, *first))),
                Some(_) | None => Ok(()),
            },
            (Some(shows @ Layout::YearDayMonth), Some(_)) => Err(match other(shows) {
                Some((first, _)) => mixed(column, found, (shows, *first)),
                None => Reason::DayBeforeMonth { column, found },
            }),
            (None, Some(usual)) => match (numbers.doubt(), other(usual)) {
                (Some(bad), Some((line, other))) => Err(Reason::TwoOrders {
                    column,
                    bad: Box::new(bad),
                    shows: Shows(usual.turned()),
                    other: other.clone(),
                    line: *line,
                }),
                (Some(_) | None, _) => Ok(()),
            },
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }

    /// Gives the order in which a date is read as long as none of its column speaks against it.
    fn usual(&self, numbers: &Numbers<'_>) -> Option<Layout> {
        let shops = self.moment.order.map(Layout::from);
        let orders = shops.into_iter().chain([Layout::YearMonthDay]);
        let mut fitting = orders.filter(|layout| numbers.has(*layout));
        fitting.next()
    }
}

/// Says whether one date lies before another, as far as the coarser of the two can tell.
fn before(first: &Dated, second: &Dated) -> bool {
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
