//! What every command that changes one case has in common.

use crate::desk::abort::{Abort, OrAbort};
use crate::desk::escalated;
use crate::desk::replanning::followed_up;
use crate::desk::shop::{SaveOutcome, Shop, no_such_case, save_outcome, with_ids};
use crate::domain::case::Case;
use crate::domain::event::{Event, Learned};
use crate::domain::verb::Verb;
use crate::domain::words::Words;
use crate::error::Result;
use crate::shell::Stream;
use crate::show::Screen;
use crate::show::case::{CaseDetail, ChangedCase, Changes, CustomerFacts, SavedChange};
use crate::store::{EventSubject, IdSource, PastOperation, Store, Writing};

/// A decision about a case: its events, and what to say about it.
pub struct Decision {
    /// What happens, in its order.
    pub events: Vec<Event>,
    /// What was changed, in one sentence without a full stop.
    pub changed: String,
    /// What else there is to say, a sentence each; may be empty.
    pub remarks: Vec<String>,
}

impl Decision {
    /// A decision with nothing more to say.
    pub fn new(events: Vec<Event>, changed: impl Into<String>) -> Self {
        Self {
            events,
            changed: changed.into(),
            remarks: Vec::new(),
        }
    }

    /// Appends what was decided about a case, and what follows from it.
    fn append(&mut self, shop: &Shop<'_>, case: &Case, writing: &mut Writing<'_>) -> OrAbort<()> {
        // What is closed is not planned again, so what the clock has set off before comes before that.
        let closed = self.events.iter();
        let closed = closed.take_while(|event| !matches!(event, Event::Closed(_)));
        let end = closed.count();
        let follow = followed_up(shop, case, &self.events[..end], writing)?;
        self.events.splice(end..end, follow);
        let came = escalated::remarks(shop, case, &self.events);
        self.remarks.extend(came);
        let about = EventSubject::Case {
            case: case.id,
            customer: case.logged.customer,
        };
        for event in self.events.drain(..) {
            writing.append(about, event)?;
        }
        Ok(())
    }
}

/// Reads what is changed because of a case; nothing where that is blank.
pub fn lesson(shop: &Shop<'_>, typed: Option<&str>) -> Result<Option<Words>> {
    let words = typed
        .map(|typed| shop.words(typed, "--lesson"))
        .transpose()?;
    Ok(words.filter(|words| !words.is_blank()))
}

/// Writes that down before the case is closed.
pub fn learned(lesson: Words, ids: &mut IdSource<'_>) -> Event {
    let lesson = ids.text(lesson);
    Event::Learned(Learned { lesson })
}

/// Loads the case, decides, saves, and shows how things stand then.
///
/// The decision is made within the transaction, on the case as it is at that moment.
pub fn alter(
    shop: &Shop<'_>,
    verb: Verb,
    number: u64,
    decide: impl FnOnce(&Case, &mut Writing<'_>, &mut IdSource<'_>) -> OrAbort<Decision>,
) -> Result<Screen> {
    let mut decide = Some(decide);
    alter_each(shop, verb, &[number], |case, writing, ids| {
        // One case is decided about once.
        let decide = decide.take().ok_or_else(|| no_such_case(number))?;
        decide(case, writing, ids)
    })
}

/// Changes several cases in one operation: all of them, or none.
pub fn alter_each(
    shop: &Shop<'_>,
    verb: Verb,
    numbers: &[u64],
    mut decide: impl FnMut(&Case, &mut Writing<'_>, &mut IdSource<'_>) -> OrAbort<Decision>,
) -> Result<Screen> {
    if shop.is_fresh()? {
        let first = numbers.first().copied().unwrap_or_default();
        return Err(no_such_case(first));
    }
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = shop.operation(&store, verb, ids);
        let decided = store.write(&operation, |writing| {
            let mut decisions = Vec::new();
            for number in numbers {
                let case = writing
                    .case(*number)?
                    .ok_or_else(|| no_such_case(*number))?;
                let mut decision = decide(&case, writing, ids)?;
                decision.append(shop, &case, writing)?;
                decisions.push((*number, decision));
            }
            Ok::<Vec<(u64, Decision)>, Abort>(decisions)
        });
        match save_outcome(decided, &store, &operation)? {
            SaveOutcome::Saved(decided) => {
                shop.has_saved(format!("saved as {}", named(numbers)));
                shown(shop, &store, verb, decided.value)
            }
            SaveOutcome::SavedBefore(past) => already(shop, &store, verb, &past),
        }
    })
}

/// Shows the cases that were changed. The saving is over: what goes wrong now is said so.
fn shown(
    shop: &Shop<'_>,
    store: &Store,
    verb: Verb,
    decisions: Vec<(u64, Decision)>,
) -> Result<Screen> {
    let changed = |(number, decision): (u64, Decision)| {
        let case = detail(shop, store, number)?;
        Ok(ChangedCase {
            change: SavedChange {
                changed: decision.changed,
                already: false,
                undo: format!("amends undo --case {number}"),
                remarks: decision.remarks,
            },
            case,
        })
    };
    let items: Result<Vec<ChangedCase>> = decisions.into_iter().map(changed).collect();
    Ok(shop.screen(Changes {
        verb,
        items: items?,
    }))
}

/// More cases than anybody changes with one command.
const MOST: u32 = 1_000;

/// Shows again what the same request had saved before.
///
/// # Errors
/// When a case cannot be shown.
fn already(shop: &Shop<'_>, store: &Store, verb: Verb, past: &PastOperation) -> Result<Screen> {
    let items = known_cases(shop, store, past)?;
    Ok(shop.screen(Changes { verb, items }))
}

/// Gives what the same request had saved before, and says that it had.
///
/// # Errors
/// When a case cannot be shown.
pub fn known_cases(
    shop: &Shop<'_>,
    store: &Store,
    past: &PastOperation,
) -> Result<Vec<ChangedCase>> {
    let shown = |number: u64| {
        let case = detail(shop, store, number)?;
        Ok(ChangedCase {
            change: SavedChange {
                changed: format!("already saved as #{number}"),
                already: true,
                undo: format!("amends undo --case {number}"),
                remarks: Vec::new(),
            },
            case,
        })
    };
    let numbers = store.cases_of(past, MOST)?;
    if shop.shell.stdout == Stream::Elsewhere {
        shop.warn(format!("already saved as {}", named(&numbers)));
    }
    shop.has_saved(format!("already saved as {}", named(&numbers)));
    numbers.into_iter().map(shown).collect()
}

/// "#1, #2".
fn named(numbers: &[u64]) -> String {
    let named: Vec<String> = numbers.iter().map(|number| format!("#{number}")).collect();
    named.join(", ")
}

/// Reads a case as it stands in the file, with its history and what is known of its customer.
///
/// # Errors
/// When there is no such case, or the data file cannot be read.
pub fn detail(shop: &Shop<'_>, store: &Store, number: u64) -> Result<CaseDetail> {
    let found = store.case(number)?;
    let (case, history) = found.ok_or_else(|| no_such_case(number))?;
    let customer = customer(store, &case)?;
    Ok(CaseDetail::of(&case, &history, customer, &shop.viewpoint))
}

/// Reads the name and address of a case's customer, unless they were erased, and the numbers of their other cases.
fn customer(store: &Store, case: &Case) -> Result<CustomerFacts> {
    let id = case.logged.customer;
    let known = store.customer(id)?;
    let told = store.cases_told_by(id)?;
    let others = told.into_iter().map(|told| told.number);
    let (name, reach) = known.map_or((None, None), |known| (known.name, known.reach));
    Ok(CustomerFacts {
        name,
        reach,
        other_cases: others.filter(|number| *number != case.number()).collect(),
    })
}

/// Opens the data file to read the case with this number, which may still not be in it.
///
/// # Errors
/// When the shop never had a case, or the file cannot be read.
pub fn store_with_cases(shop: &Shop<'_>, number: u64) -> Result<Store> {
    shop.store()?.ok_or_else(|| no_such_case(number))
}
