//! `amends` alone: what is late, due soon, on track. Only reads.

use crate::desk::shop::Shop;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::{Board, CaseItem, Counts};

/// One screen: an owner looks at what comes first.
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
    let counts = store.counts(shop.now())?;
    let item =
        |row: crate::store::CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    let board = Board {
        items: rows.into_iter().map(item).collect(),
        counts: Counts {
            late: counts.late,
            due_soon: counts.soon,
            on_track: counts.on_track,
        },
        fresh: false,
        unfinished,
    };
    Ok(shop.screen(board))
}
