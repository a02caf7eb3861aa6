//! `amends report nightly`: tomorrow's to-do.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::cli::NightlyReport;
use crate::commands::alter::detail;
use crate::commands::due::Wanted;
use crate::commands::shop::Shop;
use crate::domain::case::deadline::State;
use crate::domain::zone::Instant;
use crate::error::Result;
use crate::store::{CaseRow, Store};
use crate::view::cases::{CaseItem, Counts};
use crate::view::records::Nightly;
use crate::view::{Screen, View};

mod announcing;
mod sections;

use announcing::announce;
use sections::{Cases, sections};

/// More open cases than any small shop has.
const MOST: u32 = 10_000;

/// More reviews than anybody does in a day; the others come the day after.
const MOST_REVIEWS: u32 = 200;

pub(super) fn nightly(shop: &Shop<'_>, typed: &NightlyReport) -> Result<Screen> {
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let mut nightly = match shop.store()? {
        Some(store) => gather(shop, &store)?,
        None => Nightly::fresh(shop.home.version.clone()),
    };
    for section in &mut nightly.sections {
        section
            .cases
            .retain(|item| is_over(item) || wanted.takes(item));
    }
    nightly.sections.retain(|section| !section.cases.is_empty());
    let found: Vec<CaseItem> = nightly
        .sections
        .iter()
        .flat_map(|one| one.cases.clone())
        .collect();
    let late = found.iter().any(|item| item.standing == State::Late);
    wanted.must_be_known(shop, &found)?;
    announce(shop, &mut nightly, &found);
    let screen = shop.screen(View::Nightly(Box::new(nightly)));
    Ok(wanted.ended(screen, late.then_some(State::Late)))
}

/// Wins and losses are told whatever is asked for: they are nobody's next step.
fn is_over(item: &CaseItem) -> bool {
    item.outcome.is_some()
}

fn gather(shop: &Shop<'_>, store: &Store) -> Result<Nightly> {
    let item = |row: CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    let mut open: Vec<CaseItem> = store.open_cases(MOST)?.into_iter().map(item).collect();
    open.sort_by_key(|item| item.due_at.map_or(i64::MAX, |due| due.at.timestamp()));
    let counts = store.counts(shop.now())?;
    let closed = closed_lately(shop, store)?;
    let reviews = store.reviews(shop.now() + TimeDelta::hours(24), MOST_REVIEWS)?;
    let reviews: Vec<CaseItem> = reviews.into_iter().map(item).collect();
    let previous = store.last_night_report()?;
    Ok(Nightly {
        announced: Vec::new(),
        previous_run_at: previous.map(|at| shop.eyes.moment(at)),
        nights_missing: previous.map_or(0, |at| nights_missing(at, shop.now())),
        sections: sections(
            shop,
            Cases {
                open,
                closed,
                reviews,
            },
        ),
        counts: Counts {
            late: counts.late,
            due_soon: counts.soon,
            on_track: counts.on_track,
        },
        head: Some(store.shop()?.head.short()),
        zone_rules: shop.home.version.clone(),
    })
}

/// A night report is made once a day; half a day is allowed for a computer that was off.
fn nights_missing(previous: Instant, now: Instant) -> u64 {
    let hours = (now - previous).num_hours();
    if hours <= 36 {
        return 0;
    }
    u64::try_from((hours + 12) / 24 - 1).unwrap_or(0)
}

/// How many operations are read at once, going back.
const PAGE: u32 = 200;

/// Cases closed in the last 24 hours by a command, not by an import.
///
/// Goes back through the operations, so the cost follows what was done today and not
/// what was ever stored.
fn closed_lately(shop: &Shop<'_>, store: &Store) -> Result<Vec<CaseItem>> {
    let since = shop.now() - TimeDelta::hours(24);
    let mut before = None;
    let mut numbers = BTreeSet::new();
    loop {
        let page = store.history(before, PAGE)?;
        let lately: Vec<_> = page.iter().take_while(|past| past.at >= since).collect();
        let closings = lately
            .iter()
            .filter(|past| past.verb == "close" && past.undone_by.is_none());
        numbers.extend(closings.filter_map(|past| past.first_case));
        before = page.last().map(|past| past.number);
        if lately.len() < page.len() || page.is_empty() {
            break;
        }
    }
    let mut items = Vec::new();
    for number in numbers {
        let case = detail(shop, store, number)?;
        if case.item.closed_at.is_some() {
            items.push(case.item);
        }
    }
    Ok(items)
}
