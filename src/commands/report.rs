//! `amends report nightly`: tomorrow's to-do.

use std::collections::BTreeSet;
use std::ops::ControlFlow::{self, Break, Continue};

use chrono::TimeDelta;
use clap::{Args, Subcommand};

use crate::commands::due::{Wanted, runs_unattended};
use crate::desk::changing::detail;
use crate::desk::outgoing::{Kind, Target};
use crate::desk::shop::Shop;
use crate::domain::case::deadline::{CaseState, State};
use crate::domain::zone::Instant;
use crate::error::Result;
use crate::show::case::{CaseItem, Counts, ReportedCase};
use crate::show::file::{Format, ReportWord};
use crate::show::nightly::{Nightly, SectionWord};
use crate::show::{Effect, Screen};
use crate::store::{CaseRow, Past, Store};
use crate::typed::{ToFile, Urgency};

mod calendar;
mod run;
mod sections;
mod tags;

pub use run::record;

use sections::{Cases, sections};
use tags::{announcements, end_of_day, start_of_today, tagged};

/// The night report as a file.
const NIGHTLY: Kind = Kind {
    name: ReportWord::Nightly,
    called: "a report",
    formats: &Format::ALL,
    example: "amends report nightly --out due.ics",
};

/// More open cases than any small shop has.
const MOST: u32 = 10_000;

/// After so many days without a report, cases that were closed meanwhile are old news.
const LONGEST_GAP: i64 = 30;

/// More reviews than anybody does in a day; the others come the day after.
const MOST_REVIEWS: u32 = 200;

/// `amends report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Which report.
    #[command(subcommand)]
    pub verb: ReportVerb,
}

/// The reports.
#[derive(Debug, Subcommand)]
pub enum ReportVerb {
    /// Print tomorrow's to-do
    Nightly(NightlyArgs),
}

/// `amends report nightly`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends report nightly
  amends report nightly --if-any    for cron: no mail when there is nothing
  amends report nightly --late --exit-code      exit 3 when something is late
  amends report nightly --out due.ics           every open deadline, for your calendar")]
pub struct NightlyArgs {
    /// What is taken in.
    #[command(flatten)]
    pub urgency: Urgency,
    /// Where it goes.
    #[command(flatten)]
    pub to: ToFile,
}

pub(super) fn nightly(shop: &Shop<'_>, typed: &NightlyArgs) -> Result<Screen> {
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let target = Target::of(shop, typed.to.out.as_deref(), &NIGHTLY)?;
    let mut store = shop.store()?;
    if runs_unattended(&typed.urgency) {
        store = shop.must_be_whole(store).map(Some)?;
    }
    let nightly = taken_in(shop, store.as_ref(), &wanted)?;
    let mut shown = nightly.sections.iter().flat_map(|section| &section.cases);
    let late = shown.any(|reported| reported.item.state == CaseState::Late);
    let deadlines = || calendar::of(shop, store.as_ref(), &wanted);
    let out = target.map(|target| target.filled(deadlines));
    let out = out.transpose()?;
    // On a screen somebody looks, which is no run. A calendar file is no report: it has no room for what came to a
    // head.
    let runs = match &out {
        Some(out) => out.content.calendar().is_none(),
        None => shop.shell.keeps_results(),
    };
    // One that leaves something out is nobody's report of the night.
    let urgency = &typed.urgency;
    let whole = urgency.role.is_none() && urgency.within.is_none() && !urgency.late;
    let runs = runs && whole && shop.everywhere.fields.is_empty();
    let new = nightly.announced.len() as u64;
    let ran = (runs && nightly.head.is_some()).then_some(new);
    let mut screen = shop.screen(nightly);
    if let Some(out) = out {
        screen = screen.into_file(out)?;
    }
    screen.after.extend(ran.map(Effect::NightRan));
    Ok(wanted.ended(screen, late.then_some(State::Late)))
}

/// The report with what is wanted of it.
fn taken_in(shop: &Shop<'_>, store: Option<&Store>, wanted: &Wanted<'_>) -> Result<Nightly> {
    let mut nightly = match store {
        Some(store) => gather(shop, store)?,
        None => Nightly::fresh(shop.home.version.clone()),
    };
    for section in &mut nightly.sections {
        let cases = std::mem::take(&mut section.cases).into_iter();
        // A closed case may still have something to be done for the next customer.
        let is_over =
            |item: &CaseItem| is_over(item) && section.section != SectionWord::ForTheNextCustomer;
        let seen = cases.filter_map(|ReportedCase { item, tags }| {
            let item = match is_over(&item) {
                true => item,
                false => wanted.seen(item)?,
            };
            Some(ReportedCase { item, tags })
        });
        section.cases = seen.collect();
    }
    nightly.sections.retain(|section| !section.cases.is_empty());
    if let Some(role) = wanted.role() {
        let announced = &mut nightly.announced;
        announced.retain(|one| one.to.as_deref() == Some(role));
    }
    let sections = nightly.sections.iter();
    let found = sections.flat_map(|one| &one.cases);
    let found: Vec<CaseItem> = found.map(|reported| reported.item.clone()).collect();
    wanted.must_be_known(shop, &found)?;
    Ok(nightly)
}

/// Wins and losses are told whatever is asked for: they are nobody's next step.
fn is_over(item: &CaseItem) -> bool {
    item.outcome.is_some()
}

fn gather(shop: &Shop<'_>, store: &Store) -> Result<Nightly> {
    // Of today's own runs nothing is asked, so that two reports of one evening are the same.
    let previous = store.last_night_report(start_of_today(shop))?;
    let since = previous.map(|at| end_of_day(shop, at));
    let counts = store.counts(shop.now())?;
    let mut open = seen(shop, store.open_cases(MOST)?);
    open.sort_by_key(|item| item.due_at.map_or(i64::MAX, |due| due.at.timestamp()));
    let closed = closed_lately(shop, store, previous)?;
    let announced = announcements(shop, open.iter().chain(&closed), since);
    let lately = shop.now() - TimeDelta::hours(24);
    let was_lately = |item: &CaseItem| item.closed_at.is_some_and(|at| at.at >= lately);
    let tomorrow = shop.now() + TimeDelta::hours(24);
    let with_tags = |items: Vec<CaseItem>| -> Vec<ReportedCase> {
        let items = items.into_iter();
        items.map(|item| tagged(shop, item, since)).collect()
    };
    let cases = Cases {
        open: with_tags(open),
        closed: with_tags(closed.into_iter().filter(was_lately).collect()),
        reviews: with_tags(seen(shop, store.reviews(tomorrow, MOST_REVIEWS)?)),
        left_to_prevent: with_tags(seen(shop, store.preventions(MOST_REVIEWS)?)),
    };
    Ok(Nightly {
        announced,
        previous_run_at: previous.map(|at| shop.eyes.moment(at)),
        nights_missing: previous.map_or(0, |at| nights_missing(shop, at)),
        sections: sections(shop, cases),
        counts: Counts {
            late: counts.late,
            due_soon: counts.soon,
            on_track: counts.on_track,
        },
        head: Some(store.shop()?.head.short()),
        zone_rules: shop.home.version.clone(),
    })
}

fn seen(shop: &Shop<'_>, rows: Vec<CaseRow>) -> Vec<CaseItem> {
    let item = |row: CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    rows.into_iter().map(item).collect()
}

/// Counts the days of the shop between the previous report and today on which none ran.
fn nights_missing(shop: &Shop<'_>, previous: Instant) -> u64 {
    let day = |at| shop.home.zone.wall(at).date();
    let days = (day(shop.now()) - day(previous)).num_days();
    u64::try_from(days - 1).unwrap_or(0)
}

/// Cases closed in the last 24 hours, or since the previous report, by a command and not by an
/// import.
///
/// Goes back through the operations, so the cost follows what was done today and not
/// what was ever stored.
fn closed_lately(
    shop: &Shop<'_>,
    store: &Store,
    previous: Option<Instant>,
) -> Result<Vec<CaseItem>> {
    let lately = shop.now() - TimeDelta::hours(24);
    let since = previous.map_or(lately, |previous| previous.min(lately));
    let since = since.max(shop.now() - TimeDelta::days(LONGEST_GAP));
    let mut numbers = BTreeSet::new();
    look_back(store, |past| {
        if past.at < since {
            return Ok(Break(()));
        }
        if past.verb == "close" && past.undone_by.is_none() {
            numbers.extend(past.first_case);
        }
        Ok(Continue(()))
    })?;
    let mut items = Vec::new();
    for number in numbers {
        let case = detail(shop, store, number)?;
        if case.item.closed_at.is_some() {
            items.push(case.item);
        }
    }
    Ok(items)
}

/// How many operations are read at once, going back.
const PAGE: u32 = 200;

/// Goes back through what was done, the last first, for as long as it is wished.
fn look_back(store: &Store, mut look: impl FnMut(&Past) -> Result<ControlFlow<()>>) -> Result<()> {
    let mut before = None;
    loop {
        let page = store.history(before, PAGE)?;
        for past in &page {
            if look(past)?.is_break() {
                return Ok(());
            }
        }
        before = match page.last() {
            Some(last) => Some(last.number),
            None => return Ok(()),
        };
    }
}
