//! `amends history`: what was done, newest first, or everything that happened to a case.

use std::collections::BTreeMap;

use clap::Args;

use crate::desk::changing::store_with_cases;
use crate::desk::shop::{Shop, no_such_case};
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;
use crate::show::event::{event_item, words_of};
use crate::show::history::{HistoryView, OperationItem};
use crate::store::{HistoryEntry, PastOperation, Store};
use crate::typed::{CaseWord, whole_number};

/// `amends history`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends history                    the last things done
  amends history 41                 everything that happened to a case")]
pub struct HistoryArgs {
    /// Only this case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// At most this many: 20 on a terminal, all in a pipe
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>)]
    pub limit: Option<usize>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &HistoryArgs) -> Result<Screen> {
    if typed.case.is_empty() {
        return of_shop(shop, typed.limit);
    }
    of_case(shop, whose::case(shop, &typed.case, Purpose::Look)?)
}

/// As many operations as a screen has room for.
const ON_A_SCREEN: u32 = 20;

fn of_shop(shop: &Shop<'_>, limit: Option<usize>) -> Result<Screen> {
    let limit = shop.limit(limit, ON_A_SCREEN);
    let Some(store) = shop.store()? else {
        return Ok(shop.screen(HistoryView {
            items: Vec::new(),
            truncated: false,
        }));
    };
    let mut past: Vec<PastOperation> = Vec::new();
    loop {
        let before = past.last().map(|last| last.number);
        let left = limit.saturating_add(1).saturating_sub(count(past.len()));
        let page = store.history(before, left.min(PAGE))?;
        if page.is_empty() {
            break;
        }
        past.extend(page);
    }
    let truncated = count(past.len()) > limit;
    past.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let items: Result<Vec<OperationItem>> = past
        .iter()
        .map(|past| operation(shop, &store, past))
        .collect();
    let items = items?;
    Ok(shop.screen(HistoryView { items, truncated }))
}

/// As many operations as are read at once.
const PAGE: u32 = 1_000;

fn count(operations: usize) -> u32 {
    u32::try_from(operations).unwrap_or(u32::MAX)
}

/// More than a command writes by hand; an import is told by its counts.
const TOLD: u32 = 6;

fn operation(shop: &Shop<'_>, store: &Store, past: &PastOperation) -> Result<OperationItem> {
    let cases = match (past.first_case, past.last_case, past.cases) {
        (Some(first), Some(last), 2..) => vec![first, last],
        (Some(only), _, _) => vec![only],
        (None, _, _) => Vec::new(),
    };
    let (what, words) = if past.events > u64::from(TOLD) {
        (vec![format!("{} cases", past.cases)], Vec::new())
    } else {
        let events = store.events_of(past, TOLD)?;
        let told = events
            .iter()
            .map(|event| event_item(&event.recorded, &shop.viewpoint).what);
        let words = events
            .iter()
            .flat_map(|event| words_of(&event.recorded, &shop.viewpoint));
        (told.collect(), words.collect())
    };
    Ok(OperationItem {
        at: shop.viewpoint.moment(past.at),
        command: past.verb.clone(),
        cases,
        what,
        words,
        undone: past.undone_by.is_some(),
    })
}

fn of_case(shop: &Shop<'_>, number: u64) -> Result<Screen> {
    let store = store_with_cases(shop, number)?;
    let entries = store.case_history(number)?;
    let entries = entries.ok_or_else(|| no_such_case(number))?;
    let mut verbs = store.verbs(number)?;
    let mut operations: BTreeMap<u64, OperationItem> = BTreeMap::new();
    for entry in &entries {
        let operation = entry.recorded.operation;
        let item = operations.entry(operation).or_insert_with(|| {
            let command = verbs.remove(&operation).unwrap_or_default();
            OperationItem {
                command,
                ..blank(shop, entry, number)
            }
        });
        item.what
            .push(event_item(&entry.recorded, &shop.viewpoint).what);
        item.words
            .extend(words_of(&entry.recorded, &shop.viewpoint));
    }
    let items = operations.into_values().rev().collect();
    let truncated = false;
    Ok(shop.screen(HistoryView { items, truncated }))
}

fn blank(shop: &Shop<'_>, entry: &HistoryEntry, number: u64) -> OperationItem {
    OperationItem {
        at: shop.viewpoint.moment(entry.recorded.at),
        command: String::new(),
        cases: vec![number],
        what: Vec::new(),
        words: Vec::new(),
        undone: entry.undone_by.is_some(),
    }
}
