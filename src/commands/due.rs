//! `amends due`: what is due, most urgent first.

use crate::cli::Due;
use crate::commands::playbooks::{Vocabulary, known_in_some_playbook};
use crate::commands::shop::Shop;
use crate::domain::case::deadline::State;
use crate::domain::span::Span;
use crate::domain::zone::Instant;
use crate::error::{Error, Result};
use crate::store::CaseRow;
use crate::view::cases::{CaseItem, CaseList};
use crate::view::{Screen, View};

/// More open cases than any small shop has; beyond it the list says that it is cut.
const MOST: u32 = 10_000;

pub(super) fn run(shop: &Shop<'_>, typed: &Due) -> Result<Screen> {
    let horizon = typed
        .within
        .as_deref()
        .map(|within| horizon(shop, within))
        .transpose()?;
    let rows = match shop.store()? {
        Some(store) => store.open_cases(MOST)?,
        None => Vec::new(),
    };
    let truncated = rows.len() >= MOST as usize;
    let item = |row: CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    let wanted = |item: &CaseItem| {
        let in_time = horizon.is_none_or(|until| item.due_at.is_some_and(|due| due.at <= until));
        let late = !typed.late || item.standing == State::Late;
        let mine = typed.role.is_none() || item.next_step_by == typed.role;
        in_time && late && mine
    };
    let items: Vec<CaseItem> = rows.into_iter().map(item).filter(wanted).collect();
    if items.is_empty() && typed.role.is_some() {
        let words = Vocabulary::of(shop);
        known_in_some_playbook(("--for", typed.role.as_deref()), &words.roles)?;
    }
    let late = items.iter().any(|item| item.standing == State::Late);
    let mut screen = shop.screen(View::Due(CaseList { items, truncated }));
    screen.if_any = typed.if_any;
    if typed.exit_code && late {
        screen.exit = 3;
    }
    Ok(screen)
}

fn horizon(shop: &Shop<'_>, within: &str) -> Result<Instant> {
    let span =
        Span::parse(within).map_err(|bad| Error::usage(format!("--within: {bad}"), bad.hint()))?;
    span.after(shop.now(), &shop.home.zone)
        .map_err(|needs| Error::usage(format!("--within: {needs}"), needs.hint()))
}
