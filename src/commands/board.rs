//! `amends` alone: what is late, due soon, on track. Only reads.

use crate::desk::shop::Shop;
use crate::domain::case::listed::ListedCase;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::{Board, CaseItem};

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
    let cases = rows.into_iter().map(|row| row.at(shop.now()));
    let mut cases: Vec<ListedCase> = cases.collect();
    cases.sort_by_key(ListedCase::urgency);
    let item = |case| CaseItem::of(case, &shop.viewpoint);
    let board = Board {
        items: cases.into_iter().map(item).collect(),
        counts: store.counts(shop.now())?,
        fresh: false,
        unfinished,
    };
    Ok(shop.screen(board))
}
