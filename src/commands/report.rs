//! `amends report nightly`: tomorrow's to-do.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::cli::NightlyReport;
use crate::commands::alter::detail;
use crate::commands::due::Wanted;
use crate::commands::shop::Shop;
use crate::domain::case::deadline::State;
use crate::error::Result;
use crate::store::{CaseRow, Store};
use crate::view::cases::{CaseItem, Counts};
use crate::view::records::{Nightly, Section};
use crate::view::{Screen, View};

/// More open cases than any small shop has.
const MOST: u32 = 10_000;

pub(super) fn nightly(shop: &Shop<'_>, typed: &NightlyReport) -> Result<Screen> {
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let mut nightly = match shop.store()? {
        Some(store) => gather(shop, &store)?,
        None => Nightly {
            sections: Vec::new(),
            counts: Counts::default(),
            head: None,
            zone_rules: shop.home.version.clone(),
        },
    };
    for section in &mut nightly.sections {
        section
            .cases
            .retain(|item| is_over(item) || wanted.takes(item));
    }
    nightly.sections.retain(|section| !section.cases.is_empty());
    let mut shown = nightly.sections.iter().flat_map(|section| &section.cases);
    let late = shown.any(|item| item.standing == State::Late);
    let found: Vec<CaseItem> = nightly
        .sections
        .iter()
        .flat_map(|one| one.cases.clone())
        .collect();
    wanted.must_be_known(shop, &found)?;
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
    Ok(Nightly {
        sections: sections(shop, &open, closed),
        counts: Counts {
            late: counts.late,
            due_soon: counts.soon,
            on_track: counts.on_track,
        },
        head: Some(store.shop()?.head.short()),
        zone_rules: shop.home.version.clone(),
    })
}

fn sections(shop: &Shop<'_>, open: &[CaseItem], closed: Vec<CaseItem>) -> Vec<Section> {
    let tomorrow = shop.now() + TimeDelta::hours(24);
    let soon = |item: &CaseItem| {
        let due = item.due_at.map(|due| due.at);
        due.is_some_and(|due| due > shop.now() && due <= tomorrow)
    };
    let recovered = |item: &CaseItem| item.recovered_at.is_some();
    let pick = |wanted: &dyn Fn(&CaseItem) -> bool| -> Vec<CaseItem> {
        open.iter().filter(|item| wanted(item)).cloned().collect()
    };
    let (lost, over): (Vec<CaseItem>, Vec<CaseItem>) = closed
        .into_iter()
        .partition(|item| item.outcome == Some("lost"));
    let won = over
        .into_iter()
        .filter(|item| item.outcome == Some("won-back"));
    let sections = [
        ("late", pick(&|item| item.standing == State::Late)),
        (
            "due in 24 hours",
            by_stake(pick(&|item| soon(item) && !recovered(item))),
        ),
        (
            "follow-ups due",
            pick(&|item| soon(item) && recovered(item)),
        ),
        ("nobody holds it", pick(&|item| item.holder.is_none())),
        (
            "no deadline",
            pick(&|item| item.due_at.is_none() && !recovered(item)),
        ),
        (
            "recovered, ready to close",
            pick(&|item| item.next_step.is_none() && recovered(item)),
        ),
        ("lost since yesterday", lost),
        ("won back since yesterday", won.collect()),
    ];
    let filled = sections.into_iter().filter(|(_, cases)| !cases.is_empty());
    let section = |(section, cases)| Section { section, cases };
    filled.map(section).collect()
}

/// Puts first where the most is at stake for each hour that is left: the customer's worth a
/// year, divided by the hours to the deadline. Where nobody said a worth, time decides.
fn by_stake(mut cases: Vec<CaseItem>) -> Vec<CaseItem> {
    let stake = |item: &CaseItem| {
        let worth = item.value.map_or(0, |value| value.minor);
        let hours = item.due_in_seconds.unwrap_or(0).max(0) / 3_600 + 1;
        worth / hours
    };
    cases.sort_by_key(|item| std::cmp::Reverse(stake(item)));
    cases
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
