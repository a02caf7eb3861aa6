//! `amends due`: what is due, most urgent first.

use crate::cli::{Due, Urgency};
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
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let rows = match shop.store()? {
        Some(store) => store.open_cases(MOST)?,
        None => Vec::new(),
    };
    let truncated = rows.len() >= MOST as usize;
    let item = |row: CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    let items = rows.into_iter().map(item);
    let items: Vec<CaseItem> = items.filter(|item| wanted.takes(item)).collect();
    wanted.must_be_known(shop, &items)?;
    let late = items.iter().any(|item| item.standing == State::Late);
    let screen = shop.screen(View::Due(CaseList { items, truncated }));
    Ok(wanted.ended(screen, late.then_some(State::Late)))
}

/// Which open cases are wanted, and how the command is to end.
pub(super) struct Wanted<'t> {
    urgency: &'t Urgency,
    horizon: Option<Instant>,
}

impl<'t> Wanted<'t> {
    /// Understands what was typed.
    pub(super) fn of(shop: &Shop<'_>, urgency: &'t Urgency) -> Result<Self> {
        let within = urgency.within.as_deref();
        let horizon = within.map(|within| horizon(shop, within)).transpose()?;
        Ok(Self { urgency, horizon })
    }

    /// Says whether a case is wanted.
    pub(super) fn takes(&self, item: &CaseItem) -> bool {
        let due = item.due_at.map(|due| due.at);
        let in_time = self
            .horizon
            .is_none_or(|until| due.is_some_and(|due| due <= until));
        let late = !self.urgency.late || item.standing == State::Late;
        let mine = self.urgency.role.is_none() || item.next_step_by == self.urgency.role;
        in_time && late && mine
    }

    /// Refuses a role that found nothing and that no playbook has.
    pub(super) fn must_be_known(&self, shop: &Shop<'_>, found: &[CaseItem]) -> Result<()> {
        let role = self.urgency.role.as_deref();
        if !found.is_empty() || role.is_none() {
            return Ok(());
        }
        known_in_some_playbook(("--for", role), &Vocabulary::of(shop).roles)
    }

    /// Sets how the command ends: silently when there is nothing, with 3 when something is late.
    pub(super) const fn ended(&self, mut screen: Screen, worst: Option<State>) -> Screen {
        screen.if_any = self.urgency.if_any;
        if self.urgency.exit_code && matches!(worst, Some(State::Late)) {
            screen.exit = 3;
        }
        screen
    }
}

fn horizon(shop: &Shop<'_>, within: &str) -> Result<Instant> {
    let span =
        Span::parse(within).map_err(|bad| Error::usage(format!("--within: {bad}"), bad.hint()))?;
    span.after(shop.now(), shop.calendar())
        .map_err(|needs| Error::usage(format!("--within: {needs}"), needs.hint()))
}
