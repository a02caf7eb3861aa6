//! `amends undo` and `amends redo`: take back the last change, put it in place again.

use clap::Args;

use crate::desk::changing::detail;
use crate::desk::shop::{Shop, saved_before, with_ids};
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::show::Screen;
use crate::show::case::CaseItem;
use crate::show::event::event_item;
use crate::show::history::{TakenBack, TurnWord};
use crate::store::{Operation, PastOperation, Store, UndoChoice, UndoTarget, UndoneOrRedone};
use crate::typed::CaseWord;

/// As many cases as are shown with what is due in them now.
const SHOWN: u32 = 20;

/// `amends undo`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends undo                       the last change of all; on a terminal it asks first
  amends undo --case 41             the last change of #41, if nothing came later
  amends undo --dry-run             only say what would be taken back")]
pub struct UndoArgs {
    /// The last change of this case
    #[arg(long, value_name = "N", value_parser = CaseWord::read)]
    pub case: Option<CaseWord>,
    /// Only say what would be taken back
    #[arg(long)]
    pub dry_run: bool,
}

pub(super) fn undo(shop: &Shop<'_>, typed: &UndoArgs) -> Result<Screen> {
    if shop.is_fresh()? {
        return Err(nothing(TurnWord::Undo));
    }
    let which = match &typed.case {
        None => UndoChoice::Last,
        Some(CaseWord::Number(number)) => UndoChoice::OfCase(*number),
        Some(CaseWord::Name(name)) => {
            let message = format!("--case: `{}` is no case number", visible(name));
            return Err(Error::usage(
                message,
                "write its number, such as `--case 41`",
            ));
        }
    };
    if typed.dry_run {
        let store = shop.store()?.ok_or_else(|| nothing(TurnWord::Undo))?;
        let turned = store.turned(target(shop, &store, which)?)?;
        let mut taken = taken(shop, &store, TurnWord::Undo, turned)?;
        taken.dry_run = true;
        return Ok(shop.screen(taken));
    }
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = shop.operation(&store, Verb::Undo, ids);
        if let Some(screen) = already(shop, &store, TurnWord::Undo, &operation)? {
            return Ok(screen);
        }
        let agreed = agreed(shop, &store, which)?;
        let undone = store.undo(&operation, which, |found| found.id == agreed.id)?;
        let turned = undone.ok_or_else(something_came_between)?;
        shop.has_saved("saved");
        let taken = taken(shop, &store, TurnWord::Undo, turned)?;
        Ok(shop.screen(taken))
    })
}

pub(super) fn redo(shop: &Shop<'_>) -> Result<Screen> {
    if shop.is_fresh()? {
        return Err(nothing(TurnWord::Redo));
    }
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = shop.operation(&store, Verb::Redo, ids);
        if let Some(screen) = already(shop, &store, TurnWord::Redo, &operation)? {
            return Ok(screen);
        }
        let turned = store
            .redo(&operation)?
            .ok_or_else(|| nothing(TurnWord::Redo))?;
        shop.has_saved("saved");
        let taken = taken(shop, &store, TurnWord::Redo, turned)?;
        Ok(shop.screen(taken))
    })
}

/// Shows again what the same request had taken back or put back.
fn already(
    shop: &Shop<'_>,
    store: &Store,
    verb: TurnWord,
    operation: &Operation,
) -> Result<Option<Screen>> {
    let Some(past) = saved_before(store, operation)? else {
        return Ok(None);
    };
    let turned = store.turned_by(&past)?;
    let turned = turned.ok_or_else(|| nothing(verb))?;
    let mut taken = taken(shop, store, verb, turned)?;
    taken.already = true;
    Ok(Some(shop.screen(taken)))
}

/// Finds what would be taken back; on a terminal says whose and what it is, and asks.
fn agreed(shop: &Shop<'_>, store: &Store, which: UndoChoice) -> Result<PastOperation> {
    let target = target(shop, store, which)?;
    if shop.may_ask() && !shop.everywhere.yes {
        let what = in_words(shop, store, &target)?;
        let question = format!("This takes back {what}. Take it back? yes or no");
        let hint = "only your own change to a case: `amends undo --case 41`";
        shop.ask_to_agree(&question, hint)?;
    } else if matches!(which, UndoChoice::OfCase(_)) && target.cases > 1 && !shop.everywhere.yes {
        let what = in_words(shop, store, &target)?;
        let message = format!("that would take back {what}, not only of this case");
        return Err(Error::usage(message, "add `--yes` if all of it is meant"));
    }
    Ok(target)
}

fn target(shop: &Shop<'_>, store: &Store, which: UndoChoice) -> Result<PastOperation> {
    match store.undoable(which)? {
        UndoTarget::Free(past) => Ok(past),
        UndoTarget::None => Err(match which {
            UndoChoice::Last => nothing(TurnWord::Undo),
            UndoChoice::OfCase(case) => Error::not_found(
                format!("there is nothing to take back in #{case}"),
                "look at what was done: `amends history`",
            ),
        }),
        UndoTarget::Under(past, later) => {
            let (past, later) = (
                in_words(shop, store, &past)?,
                in_words(shop, store, &later)?,
            );
            let message = format!("{past} cannot be taken back alone: {later} came later");
            let hint = "take back what came later first, or write down what is right now";
            Err(Error::usage(message, hint))
        }
    }
}

/// "`note` of #41 (Ada Okafor), saved Sun 22 Nov 2026 10:05".
fn in_words(shop: &Shop<'_>, store: &Store, past: &PastOperation) -> Result<String> {
    let cases = store.cases_of(past, 2)?;
    let of = match cases.as_slice() {
        [] => String::new(),
        [one] => format!(" of {}", whose(store, *one)?),
        [first, ..] => format!(
            " of {} cases, the first of them {}",
            past.cases,
            whose(store, *first)?
        ),
    };
    let (verb, at) = (visible(&past.verb), shop.in_full(past.at));
    Ok(format!("`{verb}`{of}, saved {at}"))
}

fn whose(store: &Store, number: u64) -> Result<String> {
    let case = store.case(number)?.map(|(case, _)| case);
    let customer = match case {
        Some(case) => store.customer(case.logged.customer)?,
        None => None,
    };
    let name = customer.and_then(|customer| customer.name);
    let name = name.map(|name| format!(" ({})", name.on_terminal()));
    Ok(format!("#{number}{}", name.unwrap_or_default()))
}

fn taken(
    shop: &Shop<'_>,
    store: &Store,
    verb: TurnWord,
    turned: UndoneOrRedone,
) -> Result<TakenBack> {
    let past = turned.operation;
    let cases = store.cases_of(&past, SHOWN)?;
    let shown = turned.events.len() as u64;
    let what = turned.events.iter();
    let what = what.map(|event| event_item(&event.recorded, &shop.viewpoint).what);
    let mut now: Vec<CaseItem> = Vec::new();
    for number in &cases {
        // One whose logging was taken back is no case any more.
        if store.case(*number)?.is_some() {
            now.push(detail(shop, store, *number)?.item);
        }
    }
    Ok(TakenBack {
        verb,
        command: past.verb,
        at: shop.viewpoint.moment(past.at),
        what: what.collect(),
        truncated: shown < past.events || (cases.len() as u64) < past.cases,
        cases,
        now,
        already: false,
        dry_run: false,
    })
}

fn something_came_between() -> Error {
    let message = "not saved, nothing changed: something else was saved meanwhile";
    Error::new(
        Kind::Busy,
        message,
        "look at it with `amends history`, then try again",
    )
}

fn nothing(verb: TurnWord) -> Error {
    let (message, hint) = match verb {
        TurnWord::Undo => (
            "there is nothing to take back",
            "look at what was done: `amends history`",
        ),
        TurnWord::Redo => (
            "there is nothing to put back",
            "`amends redo` works right after `amends undo`",
        ),
    };
    Error::new(Kind::NotFound, message, hint)
}
