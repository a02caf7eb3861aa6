//! `amends due`: what is due, most urgent first; or only how many cases stand how.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::desk::shop::Shop;
use crate::desk::wanted::WantedCases;
use crate::domain::case::listed::ListedCase;
use crate::domain::report::filter::CaseFilter;
use crate::domain::report::tally::CaseTally;
use crate::error::{Error, Result};
use crate::shell::disk;
use crate::show::case::{CaseItem, CaseList, DueList};
use crate::show::tally::{Metrics, MonitorLine, OpenTally, Status, metrics};
use crate::show::{Effect, Screen};
use crate::store::Store;
use crate::typed::Urgency;

/// More open cases than any small shop has; beyond it the list says that it is cut.
const MOST: u32 = 10_000;

/// Whoever counts wants all of them: a count that is cut would be a wrong one.
const ALL: u32 = u32::MAX;

/// The longest a monitor's check waits for somebody who is saving. Saving takes milliseconds,
/// and what runs the check gives up after some seconds itself: `check_nrpe` after ten.
const CHECK_WAITS: Duration = Duration::from_secs(3);

/// `amends due`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends due                        every open case, most urgent first
  amends due --within 4h            due in the next four hours, or late
  amends due --late --exit-code     exit 3 when something is late
  amends due --for owner --json     the owner's next steps, for a program
  amends due --monitor              one line for Nagios or Icinga, exit 0, 1, 2 or 3
  amends due --metrics /var/lib/node_exporter/amends.prom")]
pub struct DueArgs {
    /// What is taken in.
    #[command(flatten)]
    pub urgency: Urgency,
    /// Print one line for Nagios or Icinga, and end with the codes of their plugins
    #[arg(long)]
    pub monitor: bool,
    /// Write how many cases stand how into a file for Prometheus, and print nothing
    #[arg(long, value_name = "FILE.prom")]
    pub metrics: Option<PathBuf>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &DueArgs) -> Result<Screen> {
    if typed.monitor {
        return monitor(shop, typed);
    }
    if let Some(file) = &typed.metrics {
        return metrics(shop, &typed.urgency, file);
    }
    let wanted = WantedCases::of(shop, &typed.urgency)?;
    let mut store = shop.store()?;
    if wanted.runs_unattended() {
        store = shop.must_be_whole(store).map(Some)?;
    }
    let mut found = FoundCases::default();
    if let Some(store) = &store {
        found = open_cases(shop, store, &wanted.filter, MOST)?;
        let over = store.preventions(MOST)?.into_iter();
        let over = over.map(|row| row.at(shop.now()));
        found
            .cases
            .extend(over.filter_map(|case| wanted.filter.seen(case)));
    }
    if found.cases.is_empty() {
        wanted.found_nothing(shop)?;
    }
    let late = CaseTally::of(&found.cases).late;
    let cases = found.cases.into_iter();
    let screen = shop.screen(DueList(CaseList {
        items: cases
            .map(|case| CaseItem::of(case, &shop.viewpoint))
            .collect(),
        truncated: found.read >= MOST as usize,
    }));
    Ok(wanted.ended(screen, late))
}

/// One line for a monitor, and its exit code.
fn monitor(shop: &Shop<'_>, typed: &DueArgs) -> Result<Screen> {
    refuse_beside_monitor(shop, typed)?;
    let wanted = WantedCases::of(shop, &typed.urgency)?;
    let store = shop.must_be_whole(shop.store_within(CHECK_WAITS)?)?;
    let tally = counted(shop, &store, &wanted)?;
    let mut screen = shop.screen(MonitorLine(tally));
    screen.exit = Status::of(&tally).exit();
    Ok(screen)
}

/// Counts for Prometheus; they are written when they are shown.
fn metrics(shop: &Shop<'_>, urgency: &Urgency, file: &Path) -> Result<Screen> {
    let name = file.file_name().unwrap_or_default();
    if !name.as_encoded_bytes().ends_with(b".prom") {
        let message = format!("--metrics: {} does not end in `.prom`", disk::shown(file));
        let hint = "name it such as `amends.prom`: the collector reads no other file";
        return Err(Error::usage(message, hint));
    }
    let wanted = WantedCases::of(shop, urgency)?;
    let store = shop.must_be_whole(shop.store()?)?;
    let tally = counted(shop, &store, &wanted)?;
    let place = shop.shell.absolute(file)?;
    shop.say(format!("written: {}", disk::shown(file)));
    let metrics = Metrics {
        file: place.to_string_lossy().into_owned(),
        tally: OpenTally::of(&tally, &shop.viewpoint),
    };
    let mut screen = shop.screen(metrics);
    let text = metrics::text(&tally, shop.settings.name.as_deref());
    screen.after.push(Effect::Publish { path: place, text });
    Ok(wanted.ended(screen, tally.late))
}

/// Counts all open cases that are asked for.
fn counted(shop: &Shop<'_>, store: &Store, wanted: &WantedCases<'_>) -> Result<CaseTally> {
    let found = open_cases(shop, store, &wanted.filter, ALL)?;
    if found.cases.is_empty() {
        wanted.found_nothing(shop)?;
    }
    Ok(CaseTally::of(&found.cases))
}

/// Refuses flags that would make of the one line something that a monitor does not read, or
/// of the exit code something that it reads otherwise.
///
/// The parser cannot: it does not see a flag of all commands that stands before the verb.
fn refuse_beside_monitor(shop: &Shop<'_>, typed: &DueArgs) -> Result<()> {
    let everywhere = shop.everywhere;
    let flags = [
        ("--json", everywhere.json),
        ("--jsonl", everywhere.jsonl),
        ("--fields", !everywhere.fields.is_empty()),
        ("--if-any", typed.urgency.if_any),
        ("--exit-code", typed.urgency.exit_code),
        ("--metrics", typed.metrics.is_some()),
    ];
    let Some((flag, _)) = flags.into_iter().find(|(_, typed)| *typed) else {
        return Ok(());
    };
    let message = format!("`--monitor` and `{flag}` cannot stand together");
    Err(Error::usage(message, "leave one of them out"))
}

/// What was found: the cases that are asked for, of so many that were read.
#[derive(Debug, Default)]
struct FoundCases {
    cases: Vec<ListedCase>,
    read: usize,
}

/// Finds the open cases that are asked for, among so many at most.
fn open_cases(
    shop: &Shop<'_>,
    store: &Store,
    filter: &CaseFilter,
    most: u32,
) -> Result<FoundCases> {
    let rows = store.open_cases(most)?;
    let read = rows.len();
    let cases = rows.into_iter().map(|row| row.at(shop.now()));
    let mut cases: Vec<ListedCase> = cases.filter_map(|case| filter.seen(case)).collect();
    cases.sort_by_key(ListedCase::urgency);
    Ok(FoundCases { cases, read })
}
