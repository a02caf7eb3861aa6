//! `amends playbook replay`: every past case run through a changed playbook.

use clap::Args;

use super::located;
use crate::desk::library::{self, Located};
use crate::desk::shop::Shop;
use crate::domain::playbook::Rules;
use crate::domain::playbook::check;
use crate::domain::playbook::replay::{PastCases, Replayed, Side};
use crate::domain::time::when::Ends;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::replay::{Compared, PlaybookName, PlaybookNames, Replay};

/// `amends playbook replay`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Open, closed and imported cases alike get what each playbook gives their
types, tier and severity as they stand now. What is known of the customer and
what was really done play no part; a pick counts by its cheapest filling.
Less of a ceiling, a spend, a number of actions or a role, or a longer clock,
is less. Turnarounds, an action's own time, choices, escalations and texts are
not weighed, and the late branch adds nothing to what a case costs.

Examples:
  amends playbook replay --against my-cafe.toml
  amends playbook replay cafe --against my-cafe.toml --since 2026-01-01 --json")]
pub struct ReplayArgs {
    /// What to compare with, a name or a path to a file; the shop's own if left out
    pub file: Option<String>,
    /// The changed playbook: a name, or a path to a file
    #[arg(long, value_name = "NEW")]
    pub against: String,
    /// Only cases told at or after this time
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only cases told up to this time
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
}

pub(crate) fn replay(shop: &Shop<'_>, typed: &ReplayArgs) -> Result<Screen> {
    let after = library::find(shop, &typed.against)?;
    let before = located(shop, typed.file.as_deref())?;
    let (old, new) = (library::rules(&before)?, library::rules(&after)?);
    let names = PlaybookNames::new(called(&before), called(&after));
    of_one_currency(&old, &new, &names)?;
    let past = past_cases(shop, typed)?;
    say_whose(shop, &past);
    say_what_was_not_weighed(shop, [&old, &new]);
    for (located, rules) in [(&before, &old), (&after, &new)] {
        say_what_is_unusable(shop, located, rules);
    }
    let hours = shop.settings.hours.as_ref();
    let replayed = Replayed::of(past, &Side::of(&old), &Side::of(&new), hours);
    let compared = Compared {
        names: &names,
        before: &old,
        after: &new,
    };
    Ok(shop.screen(Replay::of(&replayed, compared, &shop.viewpoint)))
}

fn called(located: &Located) -> PlaybookName {
    PlaybookName {
        short: visible(&located.name),
        label: located.label(),
    }
}

fn of_one_currency(old: &Rules, new: &Rules, names: &PlaybookNames) -> Result<()> {
    if old.currency == new.currency {
        return Ok(());
    }
    let message = format!(
        "{} is in {} and {} in {}: what they spend cannot be compared",
        names.after.short,
        new.currency.code(),
        names.before.short,
        old.currency.code()
    );
    let hint = "name two playbooks of one currency: `amends playbook replay FILE --against NEW`";
    Err(Error::usage(message, hint))
}

fn past_cases(shop: &Shop<'_>, typed: &ReplayArgs) -> Result<PastCases> {
    let told = shop.period(Ends {
        since: typed.since.as_deref(),
        until: typed.until.as_deref(),
    })?;
    match shop.store()? {
        Some(store) => Ok(store.past_cases(told.since, told.until)?),
        None => Ok(PastCases::default()),
    }
}

/// Says it when no case could be planned by a playbook, though it can be weighed.
fn say_what_is_unusable(shop: &Shop<'_>, located: &Located, rules: &Rules) {
    if check::usable(rules.clone()).is_err() {
        let label = located.label();
        shop.warn(format!(
            "{label} leaves somebody without one answer and cannot be used; see `amends playbook check`"
        ));
    }
}

/// Says it when it is not known how long open time takes.
fn say_what_was_not_weighed(shop: &Shop<'_>, rules: [&Rules; 2]) {
    let clocks = rules.into_iter().flat_map(|rules| {
        let entries = rules.entries.iter().flat_map(|entry| &entry.clocks);
        rules.clocks.iter().chain(entries).flatten()
    });
    let open_time = clocks.into_iter().any(|set| set.value.counts_open_time());
    if open_time && shop.settings.hours.is_none() {
        shop.warn(
            "clocks in open time were weighed only against their like: shop.toml has no `[hours]`",
        );
    }
}

/// Says it when the cases were planned by several playbooks: all are run through both.
fn say_whose(shop: &Shop<'_>, past: &PastCases) {
    if past.playbooks.len() < 2 {
        return;
    }
    let each = past.playbooks.iter();
    let each: Vec<String> = each
        .map(|(name, cases)| format!("`{}` ({cases})", visible(name)))
        .collect();
    let sentence =
        "the cases were planned by several playbooks, and all of them are run through both";
    shop.warn(format!("{sentence}: {}", each.join(", ")));
}
