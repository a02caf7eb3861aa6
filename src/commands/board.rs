//! `amends` alone: what is late, due soon, on track. Only reads.

use chrono::{NaiveTime, TimeDelta};

use crate::desk::shop::Shop;
use crate::domain::case::listed::ListedCase;
use crate::domain::report::night::Ahead;
use crate::domain::time::zone::Instant;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::{BARS, Board, CaseItem, Lapses, Lately};
use crate::store::Store;

/// How many cases the board shows: one screen.
const SHOWN: u32 = 20;

/// How far back the board looks.
const DAYS: i64 = 30;

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
    let board = Board {
        shop: shop.settings.name.clone(),
        lapses: lapses(shop, &cases),
        promises_today: promises_today(shop, &cases),
        lately: lately(shop, &store)?,
        items: cases
            .into_iter()
            .map(|case| CaseItem::of(case, &shop.viewpoint))
            .collect(),
        counts: store.counts(shop.now())?,
        fresh: false,
        unfinished,
    };
    Ok(shop.screen(board))
}

/// The cases whose deadline comes before the shop closes or, while it is shut, opens.
fn lapses(shop: &Shop<'_>, cases: &[ListedCase]) -> Option<Lapses> {
    let now = shop.now();
    let (from, until) = Ahead::from(now, shop.calendar()).shut()?;
    let open = from > now;
    let end = if open { from } else { until };
    let lapses = |case: &&ListedCase| case.due_at().is_some_and(|due| due >= now && due <= end);
    let cases = cases.iter().filter(lapses);
    Some(Lapses {
        open,
        cases: cases.map(|case| case.summary.number).collect(),
    })
}

/// How many promises are to be kept by the end of the day. A promise is among the deadlines of its case, so those of today
/// stand in the cases that are due by then; `None` where more of them are due than are shown.
fn promises_today(shop: &Shop<'_>, cases: &[ListedCase]) -> Option<usize> {
    let whole = cases.len() < SHOWN as usize;
    let now = shop.now();
    let zone = &shop.home.zone;
    let today = zone.wall(now).date();
    let is_today = |at: Instant| zone.wall(at).date() == today;
    let due_later = |case: &ListedCase| {
        case.due_at()
            .is_none_or(|due| zone.wall(due).date() > today)
    };
    if !whole && !cases.last().is_some_and(due_later) {
        return None;
    }
    let promises = cases.iter().flat_map(|case| &case.summary.outlook.promises);
    Some(promises.filter(|one| is_today(one.at)).count())
}

/// What was told in the last 30 days, today included.
fn lately(shop: &Shop<'_>, store: &Store) -> Result<Option<Lately>> {
    let zone = &shop.home.zone;
    let today = zone.wall(shop.now()).date();
    let first = today - TimeDelta::days(DAYS - 1);
    let since = zone.first_existing(first.and_time(NaiveTime::MIN));
    let told = store.told_since(since)?;
    let mut lately = Lately::default();
    for one in &told {
        let day = (zone.wall(one.told_at).date() - first).num_days();
        let bar = usize::try_from(day * BARS as i64 / DAYS).unwrap_or_default();
        if let Some(bar) = lately.bars.get_mut(bar) {
            *bar += 1;
        }
        lately.in_time += u64::from(one.in_time);
    }
    Ok((!told.is_empty()).then_some(lately))
}
