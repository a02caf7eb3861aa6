//! Calendar dates as they stand in a column of a spreadsheet.

use chrono::{NaiveDate, NaiveTime};

use super::phrase::{self, NamedDay, Phrase};
use super::{BadWhen, DateAlone, DateOrder, Reading, ReferenceTime, UnderstoodDate, at_offset};
use crate::domain::time::span::shown;

/// A calendar date as written, with what stood behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// The date.
    pub date: NaiveDate,
    /// The time of day, if one was written.
    pub time: Option<NaiveTime>,
    /// Its offset in seconds east of UTC, if one was written (`Z` is 0).
    pub offset: Option<i32>,
    /// The order of day and month this date gives away because one of them is above 12. A column
    /// with both orders in it is not to be trusted.
    pub shown: Option<DateOrder>,
}

impl WrittenDate {
    /// Sets the date into a zone; a date alone means what `alone` says.
    ///
    /// # Errors
    /// When the wall time is skipped in that zone, or a time is needed and none was written.
    pub fn understood(
        &self,
        moment: &ReferenceTime<'_>,
        alone: DateAlone,
    ) -> Result<UnderstoodDate, BadWhen> {
        let day = phrase::TypedDay {
            which: NamedDay::Full(self.date, self.shown),
            weekday: None,
            found: self.date.to_string(),
        };
        let understood = match (self.time, self.offset) {
            (None, _) => moment.date(&day, Reading::Past, alone),
            (Some(time), None) => moment.at(self.date.and_time(time)),
            (Some(time), Some(offset)) => at_offset(self.date.and_time(time), offset),
        };
        moment.within_years(understood?)
    }
}

/// Reads a date with its year, and a time of day behind or before it if there is one.
///
/// Takes `2026-11-23`, `23/11/2026`, `23.11.2026`, `23-11-2026`, `23 nov 2026`, each also with
/// `10:05`, `10:05:30` or `3:05 pm`, and RFC 3339.
///
/// # Errors
/// [`BadWhen::Doubtful`] when day and month could be exchanged and `order` is not set; otherwise
/// whatever is wrong with the date.
pub fn calendar_date(text: &str, order: Option<DateOrder>) -> Result<WrittenDate, BadWhen> {
    let (day, clock) = match phrase::read(text, order)? {
        Phrase::Date(day) => (day, None),
        Phrase::Both(day, clock) => (day, Some(clock)),
        Phrase::Now | Phrase::Ago(_) | Phrase::In(_) | Phrase::Time(_) => {
            return Err(BadWhen::NotCalendar { found: shown(text) });
        }
    };
    let NamedDay::Full(date, shown_order) = day.which else {
        return Err(BadWhen::NotCalendar { found: shown(text) });
    };
    Ok(WrittenDate {
        date,
        time: clock.as_ref().map(|clock| clock.time),
        offset: clock.and_then(|clock| clock.offset),
        shown: shown_order,
    })
}
