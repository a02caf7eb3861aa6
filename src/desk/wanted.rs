//! Which open cases are asked for, and how the command ends by what it found.

use crate::desk::library::{Vocabulary, known_in_some_playbook};
use crate::desk::shop::Shop;
use crate::domain::report::filter::CaseFilter;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::Urgency;

/// What was typed about time, lateness and role, understood.
#[derive(Clone, Copy, Debug)]
pub struct WantedCases<'t> {
    /// Which cases and deadlines.
    pub filter: CaseFilter<'t>,
    urgency: &'t Urgency,
}

impl<'t> WantedCases<'t> {
    /// Understands what was typed.
    ///
    /// # Errors
    /// When the time within which is none.
    pub fn of(shop: &Shop<'_>, urgency: &'t Urgency) -> Result<Self> {
        let within = urgency.within.as_deref();
        let filter = CaseFilter {
            late: urgency.late,
            until: within.map(|within| horizon(shop, within)).transpose()?,
            role: urgency.role.as_deref(),
        };
        Ok(Self { filter, urgency })
    }

    /// Says whether the command is written for a schedule: whoever reads the exit code, or waits for a mail that does
    /// not come, takes "nothing here" for "all is well".
    #[must_use]
    pub const fn runs_unattended(&self) -> bool {
        self.urgency.exit_code || self.urgency.if_any
    }

    /// Refuses a role that no playbook has, once it is certain that nothing was found for it.
    ///
    /// # Errors
    /// When there is no such role.
    pub fn found_nothing(&self, shop: &Shop<'_>) -> Result<()> {
        let role = self.filter.role;
        if role.is_none() {
            return Ok(());
        }
        known_in_some_playbook("--for", role, &Vocabulary::of(shop)?.roles)
    }

    /// Sets how a command ends that found so many late: silently when there is nothing, with 3 when something is late.
    #[must_use]
    pub const fn ended(&self, mut screen: Screen, late: u64) -> Screen {
        screen.if_any = self.urgency.if_any;
        if self.urgency.exit_code && late > 0 {
            screen.exit = 3;
        }
        screen
    }
}

/// Reads how far ahead is looked.
///
/// # Errors
/// When it is no length of time.
pub fn horizon(shop: &Shop<'_>, within: &str) -> Result<Instant> {
    let span =
        Span::parse(within).map_err(|bad| Error::usage(format!("--within: {bad}"), bad.hint()))?;
    span.after(shop.now(), shop.calendar())
        .map_err(|needs| Error::usage(format!("--within: {needs}"), needs.hint()))
}
