//! `amends due`: what is due, most urgent first; or only how many cases stand how.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::desk::library::{Vocabulary, known_in_some_playbook};
use crate::desk::shop::Shop;
use crate::domain::case::deadline::{CaseState, State};
use crate::domain::span::Span;
use crate::domain::zone::Instant;
use crate::error::{Error, Result};
use crate::shell::disk;
use crate::show::case::{CaseItem, CaseList, Due as Shown};
use crate::show::tally::{Metrics, Tally, metrics};
use crate::show::{Effect, Screen};
use crate::store::{CaseRow, Store};
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
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let mut store = shop.store()?;
    if runs_unattended(&typed.urgency) {
        store = shop.must_be_whole(store).map(Some)?;
    }
    let (items, read) = wanted.find(shop, store.as_ref(), (MOST, Over::Too))?;
    let truncated = read >= MOST as usize;
    let late = items.iter().any(|item| item.state == CaseState::Late);
    let screen = shop.screen(Shown(CaseList { items, truncated }));
    Ok(wanted.ended(screen, late.then_some(State::Late)))
}

/// One line for a monitor, and its exit code.
fn monitor(shop: &Shop<'_>, typed: &DueArgs) -> Result<Screen> {
    refuse_beside_monitor(shop, typed)?;
    let wanted = Wanted::of(shop, &typed.urgency)?;
    let store = shop.must_be_whole(shop.store_within(CHECK_WAITS)?)?;
    let (items, _) = wanted.find(shop, Some(&store), (ALL, Over::Not))?;
    let tally = Tally::of(&items);
    let mut screen = shop.screen(tally);
    screen.exit = tally.status().exit();
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
    let wanted = Wanted::of(shop, urgency)?;
    let store = shop.must_be_whole(shop.store()?)?;
    let (items, _) = wanted.find(shop, Some(&store), (ALL, Over::Not))?;
    let tally = Tally::of(&items);
    let place = shop.shell.absolute(file)?;
    shop.say(format!("written: {}", disk::shown(file)));
    let metrics = Metrics {
        file: place.to_string_lossy().into_owned(),
        tally,
    };
    let mut screen = shop.screen(metrics);
    let text = metrics::text(&tally);
    screen.after.push(Effect::Publish { path: place, text });
    Ok(wanted.ended(screen, (tally.late > 0).then_some(State::Late)))
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

/// Whether closed cases are wanted that have something left to do for the next customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Too,
    Not,
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

    /// Finds what is wanted among so many open cases, and says how many of them there were.
    fn find(
        &self,
        shop: &Shop<'_>,
        store: Option<&Store>,
        (most, over): (u32, Over),
    ) -> Result<(Vec<CaseItem>, usize)> {
        let mut rows = match store {
            Some(store) => store.open_cases(most)?,
            None => Vec::new(),
        };
        let read = rows.len();
        if let (Some(store), Over::Too) = (store, over) {
            rows.extend(store.preventions(most)?);
        }
        let item = |row: CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
        let items = rows.into_iter().map(item);
        let items: Vec<CaseItem> = items.filter_map(|item| self.seen(item)).collect();
        self.must_be_known(shop, &items)?;
        Ok((items, read))
    }

    /// Gives a case as it is wanted: with what the role that was asked for has to do next.
    pub(super) fn seen(&self, item: CaseItem) -> Option<CaseItem> {
        if !self.takes(&item) {
            return None;
        }
        match self.role() {
            Some(role) => item.seen_by(role),
            None => Some(item),
        }
    }

    /// Says whether a case is wanted by its time and state.
    fn takes(&self, item: &CaseItem) -> bool {
        let due = item.due_at.or(item.timing.prevent_due_at);
        let due = due.map(|due| due.at);
        let in_time = self
            .horizon
            .is_none_or(|until| due.is_some_and(|due| due <= until));
        let late = !self.urgency.late || item.state == CaseState::Late;
        in_time && late
    }

    /// Says whether a deadline is wanted by its time and state.
    pub(super) fn takes_deadline(&self, due_at: Instant, state: State) -> bool {
        let in_time = self.horizon.is_none_or(|until| due_at <= until);
        in_time && (!self.urgency.late || state == State::Late)
    }

    /// Gives the role that the next step has to be for.
    pub(super) fn role(&self) -> Option<&str> {
        self.urgency.role.as_deref()
    }

    /// Refuses a role that found nothing and that no playbook has.
    pub(super) fn must_be_known(&self, shop: &Shop<'_>, found: &[CaseItem]) -> Result<()> {
        let role = self.urgency.role.as_deref();
        if !found.is_empty() || role.is_none() {
            return Ok(());
        }
        known_in_some_playbook(("--for", role), &Vocabulary::of(shop)?.roles)
    }

    /// Sets how the command ends: silently when there is nothing, with 3 when something is late.
    pub(super) fn ended(&self, mut screen: Screen, worst: Option<State>) -> Screen {
        screen.if_any = self.urgency.if_any;
        if self.urgency.exit_code && matches!(worst, Some(State::Late)) {
            screen.exit = 3;
        }
        screen
    }
}

/// Says whether a command is written for a schedule: whoever reads the exit code, or waits for a mail that does not
/// come, takes "nothing here" for "all is well".
pub(super) const fn runs_unattended(urgency: &Urgency) -> bool {
    urgency.exit_code || urgency.if_any
}

fn horizon(shop: &Shop<'_>, within: &str) -> Result<Instant> {
    let span =
        Span::parse(within).map_err(|bad| Error::usage(format!("--within: {bad}"), bad.hint()))?;
    span.after(shop.now(), shop.calendar())
        .map_err(|needs| Error::usage(format!("--within: {needs}"), needs.hint()))
}
