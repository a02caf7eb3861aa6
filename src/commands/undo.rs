//! `amends undo` and `amends redo`: take back the last change, put it in place again.

use crate::commands::shop::{Shop, with_fresh};
use crate::error::{Error, Kind, Result};
use crate::store::Turned;
use crate::view::records::{TakenBack, event_item};
use crate::view::{Screen, View};

pub(super) fn undo(shop: &Shop<'_>) -> Result<Screen> {
    turn(shop, "undo")
}

pub(super) fn redo(shop: &Shop<'_>) -> Result<Screen> {
    turn(shop, "redo")
}

fn turn(shop: &Shop<'_>, verb: &'static str) -> Result<Screen> {
    if shop.is_fresh()? {
        return Err(nothing(verb));
    }
    with_fresh(shop, |fresh| {
        let mut store = shop.store_to_write(fresh)?;
        let operation = shop.operation(verb, fresh);
        let turned = match verb {
            "undo" => store.undo(&operation),
            _ => store.redo(&operation),
        };
        let turned = turned?.ok_or_else(|| nothing(verb))?;
        Ok(shop.screen(View::TakenBack(taken(shop, verb, turned))))
    })
}

fn taken(shop: &Shop<'_>, verb: &'static str, turned: Turned) -> TakenBack {
    let mut cases: Vec<u64> = turned
        .events
        .iter()
        .filter_map(|event| event.case)
        .collect();
    cases.sort_unstable();
    cases.dedup();
    let what = turned
        .events
        .iter()
        .map(|event| event_item(&event.recorded, &shop.eyes).what);
    TakenBack {
        verb,
        command: turned.operation.verb,
        at: shop.eyes.moment(turned.operation.at),
        what: what.collect(),
        cases,
    }
}

fn nothing(verb: &str) -> Error {
    let (message, hint) = match verb {
        "undo" => (
            "there is nothing to take back",
            "look at what was done: `amends history`",
        ),
        _ => (
            "there is nothing to put back",
            "`amends redo` works right after `amends undo`",
        ),
    };
    Error::new(Kind::NotFound, message, hint)
}
