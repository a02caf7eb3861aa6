//! `amends report nightly`: tomorrow's to-do.

use std::collections::BTreeSet;
use std::ops::ControlFlow::{self, Break, Continue};

use chrono::{NaiveDate, TimeDelta};
use clap::{Args, Subcommand};

use crate::desk::outgoing::{ExportFile, Exportable};
use crate::desk::shop::Shop;
use crate::desk::wanted::WantedCases;
use crate::domain::case::agenda::{Chore, ChoreKind};
use crate::domain::case::deadline::CaseState;
use crate::domain::case::listed::ListedCase;
use crate::domain::report::OpenCounts;
use crate::domain::report::filter::CaseFilter;
use crate::domain::report::headings::headed;
use crate::domain::report::night::{Ahead, NightCases, NightSection};
use crate::domain::report::tag::{LastTold, NewEscalation, TaggedCase, new_escalations};
use crate::domain::report::tally::CaseTally;
use crate::domain::time::zone::Instant;
use crate::error::Result;
use crate::show::file::{Format, ReportWord};
use crate::show::nightly::{
    Announcement, NameOf, NightAgenda, NightAgendas, NightSheet, Nightly, Section, SheetGroup,
    SheetSight,
};
use crate::show::{Effect, Screen};
use crate::store::{CaseAgenda, CaseRow, PastOperation, Store};
use crate::typed::{ToFile, Urgency};

mod calendar;
mod run;

pub use run::record;

/// The night report as a file.
const NIGHTLY: Exportable = Exportable {
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
    let wanted = WantedCases::of(shop, &typed.urgency)?;
    let target = ExportFile::of(shop, typed.to.out.as_deref(), &NIGHTLY)?;
    let mut store = shop.store()?;
    if wanted.runs_unattended() {
        store = shop.must_be_whole(store).map(Some)?;
    }
    let night = match &store {
        Some(store) => gather(shop, store, &wanted.filter)?,
        None => Night::default(),
    };
    if night.sections.is_empty() {
        wanted.found_nothing(shop)?;
    }
    let late = night.late();
    let new = night.escalations.len() as u64;
    let deadlines = || calendar::of(shop, store.as_ref(), &wanted.filter);
    let out = target.map(|target| target.filled(deadlines));
    let out = out.transpose()?;
    // On a screen somebody looks, which is no run. A calendar file is no report: it has no room for what
    // escalated.
    let runs = match &out {
        Some(out) => out.content.calendar().is_none(),
        None => shop.shell.keeps_results(),
    };
    // One that leaves something out is nobody's report of the night.
    let runs = runs && wanted.filter.takes_all() && shop.everywhere.fields.is_empty();
    let ran = (runs && night.head.is_some()).then_some(new);
    let mut screen = shop.screen(night.shown(shop));
    if let Some(out) = out {
        screen = screen.into_file(out)?;
    }
    screen.after.extend(ran.map(Effect::NightRan));
    Ok(wanted.ended(screen, late))
}

/// What is known of a night.
#[derive(Debug, Default)]
struct Night {
    escalations: Vec<NewEscalation>,
    /// When the last report before today ran.
    previous: Option<Instant>,
    sections: Vec<NightSection>,
    /// The case with the nearest deadline ahead.
    next: Option<(u64, Instant)>,
    /// What is to be done before the shop opens.
    agendas: NightAgendas,
    counts: OpenCounts,
    /// The first digits of the head of the history; `None` before the first case.
    head: Option<String>,
}

impl Night {
    /// Counts the late cases in the sections, as often as they stand there.
    fn late(&self) -> u64 {
        let cases = self.sections.iter().flat_map(|section| &section.cases);
        let late = cases.filter(|tagged| tagged.case.state == CaseState::Late);
        late.count() as u64
    }

    /// Makes of it what is shown.
    fn shown(self, shop: &Shop<'_>) -> Nightly {
        let viewpoint = &shop.viewpoint;
        let name_of = |role: &str| shop.settings.name_of(role).map(str::to_owned);
        let sheet = self.sheet(shop, &name_of);
        let new = self.escalations.into_iter();
        let sections = self.sections.into_iter();
        Nightly {
            announced: new
                .map(|new| Announcement::of(new, viewpoint, &name_of))
                .collect(),
            previous_run_at: viewpoint.see(self.previous),
            nights_missing: self.previous.map_or(0, |at| nights_missing(shop, at)),
            sections: sections
                .map(|section| Section::of(section, viewpoint, &name_of))
                .collect(),
            counts: self.counts,
            head: self.head,
            zone_rules: shop.home.version.clone(),
            sheet,
        }
    }

    /// Makes of it what a person reads.
    fn sheet(&self, shop: &Shop<'_>, name_of: &NameOf<'_>) -> NightSheet {
        let ahead = Ahead::from(shop.now(), shop.calendar());
        let opens_at = ahead.shut().map(|(_, opens)| opens);
        let opens = opens_at;
        let closes = opens.and_then(|opens| shop.calendar().next_closing(opens).ok());
        let see = SheetSight {
            viewpoint: &shop.viewpoint,
            name_of,
            ahead: &ahead,
            agendas: &self.agendas,
        };
        NightSheet {
            shop: shop.settings.name.clone(),
            opens: shop.viewpoint.see(opens),
            closes: shop.viewpoint.see(closes),
            next: self
                .next
                .map(|(case, at)| (case, shop.viewpoint.moment(at))),
            groups: headed(&self.sections, opens_at)
                .into_iter()
                .map(|one| SheetGroup::of(one, &see))
                .collect(),
        }
    }
}

/// Gathers what is asked for of a night.
fn gather(shop: &Shop<'_>, store: &Store, filter: &CaseFilter) -> Result<Night> {
    // Of today's own runs nothing is asked, so that two reports of one evening are the same.
    let previous = store.last_night_report(start_of_today(shop))?;
    let told = LastTold {
        until: previous.map(|at| end_of_day(shop, at)),
    };
    let mut open = seen(shop, store.open_cases(MOST)?);
    open.sort_by_key(ListedCase::urgency);
    let closed = closed_lately(shop, store, previous)?;
    let next = CaseTally::of(&open).next_due();
    let mut escalations = new_escalations(open.iter().chain(&closed), told);
    if let Some(whom) = &filter.whom {
        let is_theirs = |role: &String| whom.does(role, None);
        escalations.retain(|new| new.tag.to.as_ref().is_some_and(is_theirs));
    }
    let lately = shop.now() - TimeDelta::hours(24);
    let was_lately = |case: &ListedCase| case.summary.closed_at.is_some_and(|at| at >= lately);
    let tomorrow = shop.now() + TimeDelta::hours(24);
    let with_tags = |cases: Vec<ListedCase>| -> Vec<TaggedCase> {
        let cases = cases.into_iter();
        cases
            .map(|case| TaggedCase::of(case, shop.now(), told))
            .collect()
    };
    let cases = NightCases {
        open: with_tags(open),
        closed: with_tags(closed.into_iter().filter(was_lately).collect()),
        reviews: with_tags(seen(shop, store.reviews(tomorrow, MOST_REVIEWS)?)),
        left_to_prevent: with_tags(seen(shop, store.preventions(MOST_REVIEWS)?)),
    };
    let sections = cases.sections(&Ahead::from(shop.now(), shop.calendar()));
    let sections = sections.into_iter().filter_map(|one| one.seen(filter));
    Ok(Night {
        escalations,
        previous,
        next,
        agendas: agendas(shop, store, filter)?,
        sections: sections.collect(),
        counts: store.counts(shop.now())?,
        head: Some(store.shop()?.head.short()),
    })
}

/// Gives what is to be done about each case before the shop opens, by those who are asked for.
fn agendas(shop: &Shop<'_>, store: &Store, filter: &CaseFilter) -> Result<NightAgendas> {
    let now = shop.now();
    let opening = Ahead::from(now, shop.calendar()).shut();
    let opening = opening.map(|(_, opening)| opening);
    let before = |chore: &Chore| opening.is_some_and(|opening| chore.turn() <= opening);
    let night = |one: CaseAgenda| {
        let holder = one.holder.as_ref();
        let whom = filter.whom.as_ref();
        let asked_for = |chore: &Chore| whom.is_none_or(|whom| whom.does(&chore.by, holder));
        let due = one.chores.iter().map(|(chore, _)| chore);
        let due = due.filter(|chore| chore.kind == ChoreKind::Step && asked_for(chore));
        let begins = one.begins.into_iter();
        let agenda = NightAgenda {
            about: one.about,
            due: due
                .filter(|chore| before(chore))
                .map(|chore| chore.number)
                .collect(),
            begins: begins.filter(|(_, chore)| asked_for(chore)).collect(),
        };
        (one.case, agenda)
    };
    let agendas = store.agendas(now, opening)?.into_iter();
    Ok(agendas.map(night).collect())
}

fn seen(shop: &Shop<'_>, rows: Vec<CaseRow>) -> Vec<ListedCase> {
    let rows = rows.into_iter();
    rows.map(|row| row.at(shop.now())).collect()
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
) -> Result<Vec<ListedCase>> {
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
    let mut closed = Vec::new();
    for number in numbers {
        let Some((case, _)) = store.case(number)? else {
            continue;
        };
        let customer = store.customer(case.logged.customer)?;
        let customer = customer.and_then(|customer| customer.name);
        let case = ListedCase::at(shop.now(), case.summary(), customer);
        if case.summary.closed_at.is_some() {
            closed.push(case);
        }
    }
    Ok(closed)
}

/// Gives the end of the shop's day on which something was.
fn end_of_day(shop: &Shop<'_>, at: Instant) -> Instant {
    start_of(shop, shop.home.zone.wall(at).date().succ_opt())
}

/// Gives the start of the shop's day that it is now.
fn start_of_today(shop: &Shop<'_>) -> Instant {
    start_of(shop, Some(shop.home.zone.wall(shop.now()).date()))
}

fn start_of(shop: &Shop<'_>, day: Option<NaiveDate>) -> Instant {
    let midnight = day.and_then(|day| day.and_hms_opt(0, 0, 0));
    // Only the last day that the calendar can count has no day after it.
    midnight.map_or(Instant::MAX_UTC, |midnight| {
        shop.home.zone.first_existing(midnight)
    })
}

/// How many operations are read at once, going back.
const PAGE: u32 = 200;

/// Goes back through what was done, the last first, for as long as it is wished.
fn look_back(
    store: &Store,
    mut look: impl FnMut(&PastOperation) -> Result<ControlFlow<()>>,
) -> Result<()> {
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
