//! Which open cases are asked for, and how the command ends by what it found.

use crate::desk::library::Vocabulary;
use crate::desk::shop::Shop;
use crate::domain::name::is_called;
use crate::domain::report::filter::{CaseFilter, WantedPerson};
use crate::domain::suggest::did_you_mean;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::Urgency;

/// What was typed about time, lateness and role, understood.
#[derive(Clone, Debug)]
pub struct WantedCases<'t> {
    /// Which cases and deadlines.
    pub filter: CaseFilter,
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
            whom: urgency.whom.as_deref().map(|typed| whom(shop, typed)),
        };
        Ok(Self { filter, urgency })
    }

    /// Says whether the command is written for a schedule: whoever reads the exit code, or waits for a mail that does
    /// not come, takes "nothing here" for "all is well".
    #[must_use]
    pub const fn runs_unattended(&self) -> bool {
        self.urgency.exit_code || self.urgency.if_any
    }

    /// Refuses a word that is neither a role of a playbook nor anybody's name, once it is certain that nothing was found
    /// for it.
    ///
    /// # Errors
    /// When there is no such role and no such person.
    pub fn found_nothing(&self, shop: &Shop<'_>) -> Result<()> {
        match &self.filter.whom {
            Some(whom) => known_by_somebody(shop, &whom.typed),
            None => Ok(()),
        }
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

/// Understands whom is meant: the role of that name, and every role behind which somebody of that name stands.
fn whom(shop: &Shop<'_>, typed: &str) -> WantedPerson {
    let people = shop.settings.people.iter();
    let theirs = people.filter(|(_, person)| is_called(&person.name, typed));
    let roles = theirs.map(|(role, _)| role.clone());
    WantedPerson {
        typed: typed.to_owned(),
        roles: std::iter::once(typed.trim().to_lowercase())
            .chain(roles)
            .collect(),
    }
}

/// Refuses a word that is neither a role of a playbook nor anybody's name.
///
/// # Errors
/// When it is neither.
pub fn known_by_somebody(shop: &Shop<'_>, whom: &str) -> Result<()> {
    // The people first: they are whom one means.
    let people = shop.settings.people.values();
    let mut known: Vec<String> = people.map(|person| person.name.clone()).collect();
    known.sort();
    known.dedup();
    known.extend(Vocabulary::of(shop)?.roles);
    if known.iter().any(|name| is_called(name, whom)) {
        return Ok(());
    }
    let message = format!(
        "--for: `{}` is no role of a playbook, and nobody under `[people]` is called so",
        visible(whom)
    );
    Err(Error::not_found(message, did_you_mean(whom, &known)))
}
