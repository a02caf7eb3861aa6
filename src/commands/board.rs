//! `amends` alone: what is late, due soon, on track. Only reads.

use crate::desk::shop::Shop;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::{Board, CaseItem};
use crate::store::CaseRow;

/// How many cases the board shows: one screen.
const SHOWN: u32 = 15;

pub(super) fn run(shop: &Shop<'_>) -> Result<Screen> {
    let unfinished = super::new::unfinished(shop)?.is_some();
    let Some(store) = shop.store()? else {
        let board = Board {
            fresh: true,
            unfinished,
            ..Board::default()
        };
        return Ok(shop.screen(board));
    };
    let rows = store.open_cases(SHOWN)?;
    let item = |row: CaseRow| CaseItem::of(row.at(shop.now()), &shop.viewpoint);
    let board = Board {
        items: rows.into_iter().map(item).collect(),
        counts: store.counts(shop.now())?,
        fresh: false,
        unfinished,
    };
    Ok(shop.screen(board))
}
