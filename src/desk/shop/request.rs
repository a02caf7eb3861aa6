//! What is saved only once, however often it is asked for: `--request WORD`.

use super::Shop;
use crate::desk::abort::{Abort, OrAbort};
use crate::domain::id::{Hash, Id};
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::store::{IdSource, Operation, PastOperation, Store, StoreError, Undoable};

impl Shop<'_> {
    /// Begins an operation: its id exists before anything is saved.
    ///
    /// By `--request` the caller names it, and its id follows from the shop's and that word: the second time the data
    /// file has it already.
    pub fn operation(&self, store: &Store, verb: Verb, ids: &mut IdSource<'_>) -> Operation {
        let intake = self.intake.borrow();
        let request = self.everywhere.request.as_deref().or(intake.as_deref());
        let id = request.and_then(|word| named(store.shop_id(), word));
        Operation {
            named: id.is_some(),
            id: id.unwrap_or_else(|| ids.id()),
            at: self.now(),
            clock_at: self.shell.machine_now(),
            verb: verb.word(),
            undoable: Undoable::Yes,
        }
    }
}

impl Shop<'_> {
    /// Names what is saved next by the intake it comes from: killed between saving and clearing up, going on with the
    /// intake finds that it is saved.
    pub fn saves_the_intake(&self, place: &std::path::Path) {
        let name = place.file_stem().map(|name| name.to_string_lossy());
        self.intake
            .replace(name.map(|name| format!("intake {name}")));
    }
}

/// The id of an operation that its caller has named, in this shop.
fn named(shop: Id, word: &str) -> Option<Id> {
    let hash = Hash::of(&[b"amends request 1\n", shop.bytes(), word.as_bytes()]);
    Id::from_bytes(hash.bytes().get(..16)?)
}

/// How saving ended, where it was not refused.
#[derive(Debug)]
pub enum SaveOutcome<T> {
    /// It is saved now.
    Saved(T),
    /// It had been saved before, by this operation.
    SavedBefore(PastOperation),
}

/// Tells what is saved now from what the same request had saved before.
///
/// # Errors
/// Whatever saving was refused for; when the word was used for another command, or what it saved was taken back.
pub fn save_outcome<T>(
    saved: OrAbort<T>,
    store: &Store,
    operation: &Operation,
) -> Result<SaveOutcome<T>> {
    match saved {
        Ok(value) => Ok(SaveOutcome::Saved(value)),
        Err(Abort::Store(StoreError::AlreadySaved { number, .. })) => {
            same(store.operation(number)?, operation.verb).map(SaveOutcome::SavedBefore)
        }
        Err(broken) => Err(broken.into()),
    }
}

/// Gives the operation that the same request had saved before.
///
/// # Errors
/// As [`save_outcome`], for what was saved before.
pub fn saved_before(store: &Store, operation: &Operation) -> Result<Option<PastOperation>> {
    if !operation.named {
        return Ok(None);
    }
    match store.operation_with(operation.id)? {
        Some(past) => same(Some(past), operation.verb).map(Some),
        None => Ok(None),
    }
}

fn same(past: Option<PastOperation>, verb: &str) -> Result<PastOperation> {
    let another = "use another word for `--request`";
    let past = past.ok_or_else(|| Error::usage("that was saved before", another))?;
    if past.verb != verb {
        let message = format!(
            "this word for `--request` was used before, for `amends {}`",
            visible(&past.verb)
        );
        return Err(Error::usage(message, another));
    }
    if past.undone_by.is_some() {
        let message = "this was saved before, and then taken back";
        let hint = format!("put it in place again: `amends redo`; or {another}");
        return Err(Error::usage(message, hint));
    }
    Ok(past)
}
