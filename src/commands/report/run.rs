//! That a night report ran: all that it writes down, so that a night without one can be named.

use super::start_of_today;
use crate::desk::shop::{Shop, with_ids};
use crate::domain::event::{Event, NightReported};
use crate::domain::verb::Verb;
use crate::error::Result;
use crate::store::{EventSubject, Operation, StoreError, Undoable};

/// Writes down that the night report ran, once a day of the shop, in an operation that is not on the stack of `undo`.
///
/// This is done once the report is out to its last byte; `new` is how much in it had come about since the last one.
///
/// # Errors
/// When the data file cannot be written to.
pub fn record(shop: &Shop<'_>, new: u64) -> Result<()> {
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = Operation {
            undoable: Undoable::No,
            ..shop.operation(&store, Verb::Report, ids)
        };
        let today = start_of_today(shop);
        let recorded = store.write(&operation, |writing| {
            let last = writing.last_night_report(None)?;
            if last.is_none_or(|last| last < today) {
                let report = Event::NightReported(NightReported { announced: new });
                writing.append(EventSubject::Shop, report)?;
            }
            Ok::<(), StoreError>(())
        });
        recorded?;
        Ok(())
    })
}
