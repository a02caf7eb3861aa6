//! `amends today`: everything there is to do, over all cases, by clock time.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use chrono::TimeDelta;
use clap::Args;

use crate::desk::outgoing::{ExportFile, Exportable};
use crate::desk::shop::Shop;
use crate::desk::wanted::{horizon, known_by_somebody};
use crate::domain::report::day::{DayCase, DayChore, DayFilter, by_person, once_a_person};
use crate::domain::report::night::Ahead;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::error::Result;
use crate::show::file::{Format, ReportWord};
use crate::show::today::{Today, TodayItem};
use crate::show::{Moment, Screen};
use crate::store::{CaseAgenda, Store};
use crate::talk::complaint::quoted;

/// `amends today`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends today                      everything due within 24 hours, and what is late
  amends today --for staff          one role's things
  amends today --for \"Sam Osei\" --within 8h
  amends today --out today.txt      to print: .txt, .md or .json")]
pub struct TodayArgs {
    /// Only what this role or this person does
    #[arg(long = "for", value_name = "ROLE|PERSON")]
    pub whom: Option<String>,
    /// How far ahead; 24 hours, if left out
    #[arg(long, value_name = "DURATION")]
    pub within: Option<String>,
    /// Write it to this file, over what is there: .txt or .md to read, or .json
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The day as a file.
const TODAY: Exportable = Exportable {
    name: ReportWord::Today,
    called: "a day",
    formats: &[Format::Page, Format::Markdown, Format::Json],
    example: "amends today --out today.txt",
};

/// How far a day reaches when nothing else is said.
const A_DAY: TimeDelta = TimeDelta::hours(24);

pub(super) fn run(shop: &Shop<'_>, typed: &TodayArgs) -> Result<Screen> {
    let target = ExportFile::of(shop, typed.out.as_deref(), &TODAY)?;
    let within = typed.within.as_deref().map(|within| horizon(shop, within));
    let filter = DayFilter {
        now: shop.now(),
        until: within.transpose()?.unwrap_or(shop.now() + A_DAY),
        whom: typed.whom.as_deref(),
    };
    let store = shop.store()?;
    let ahead = Ahead::from(shop.now(), shop.calendar());
    // What lapses before anybody is there again is for today, also where it has not begun yet.
    let opening = ahead.shut().map(|(_, opening)| opening);
    let look = |store: &Store| store.agendas(shop.now(), opening);
    let agendas = store.as_ref().map_or_else(|| Ok(Vec::new()), look)?;
    let people = Staff::of(shop);
    let all: Vec<DayChore> = agendas
        .into_iter()
        .flat_map(|one| people.chores(one))
        .collect();
    let (seen, later) = filter.seen(all);
    if seen.is_empty() {
        filter
            .whom
            .map_or(Ok(()), |whom| known_by_somebody(shop, whom))?;
    }
    let item = |one| TodayItem::of(one, &ahead, &shop.viewpoint);
    let screen = shop.screen(Today {
        of_one: typed.whom.is_some(),
        people: by_person(&seen),
        closes_at: closes(shop, &ahead),
        items: seen.into_iter().map(item).collect(),
        later,
        see_later: see_later(typed),
    });
    match target.and_then(ExportFile::shown) {
        Some(out) => Ok(screen.into_file(out)?),
        None => Ok(screen),
    }
}

/// What to type to see what is due later, of the same person.
fn see_later(typed: &TodayArgs) -> String {
    let whom = typed.whom.as_deref();
    let whom = whom.map_or_else(String::new, |whom| format!(" --for {}", quoted(whom)));
    format!("amends today{whom} --within 7d")
}

/// When the shop shuts today, while it is open.
fn closes(shop: &Shop<'_>, ahead: &Ahead) -> Option<Moment> {
    let (from, _) = ahead.shut()?;
    (from > shop.now()).then(|| shop.viewpoint.moment(from))
}

/// Who stands behind the roles, and when they leave.
struct Staff<'s> {
    names: BTreeMap<String, Rc<Words>>,
    shop: &'s Shop<'s>,
}

impl<'s> Staff<'s> {
    fn of(shop: &'s Shop<'s>) -> Self {
        let people = shop.settings.people.iter();
        let people = people.filter_map(|(role, person)| {
            let name = Words::new(person.name.as_str()).ok()?;
            Some((role.clone(), Rc::new(name)))
        });
        Self {
            names: people.collect(),
            shop,
        }
    }

    fn is_today(&self, at: Instant) -> bool {
        let zone = &self.shop.home.zone;
        zone.wall(at).date() == zone.wall(self.shop.now()).date()
    }

    /// When somebody leaves on the day something is due, if it is due after that.
    fn leaves(&self, person: Option<&Rc<Words>>, due: Instant) -> Option<Instant> {
        let name = person?.as_stored();
        let people = self.shop.settings.people.values();
        let mut theirs = people.filter(|one| one.name == name);
        let until = theirs.find_map(|one| one.until)?;
        let zone = &self.shop.home.zone;
        let leaves = zone.first_existing(zone.wall(due).date().and_time(until));
        (due > leaves).then_some(leaves)
    }

    /// Gives what is to be done about a case, each with who stands behind its role.
    fn chores(&self, agenda: CaseAgenda) -> Vec<DayChore> {
        let of = Rc::new(DayCase {
            case: agenda.case,
            customer: agenda.customer,
            about: agenda.about,
            reach: agenda.reach,
            order: agenda.order,
            here: agenda.here_since.is_some_and(|at| self.is_today(at)),
            public: agenda.public,
        });
        let holder = agenda.holder.map(Rc::new);
        let running = agenda.chores.into_iter();
        let running = running.map(|(chore, words)| (chore, words, None));
        let later = agenda.begins.into_iter();
        let later = later.map(|(begins, chore)| (chore, None, Some(begins)));
        let chores = running.chain(later).map(|(chore, words, begins)| {
            let person = match chore.by.as_str() {
                "holder" => holder.clone(),
                role => self.names.get(role).cloned(),
            };
            DayChore {
                of: Rc::clone(&of),
                leaves: self.leaves(person.as_ref(), chore.due_at),
                person,
                chore,
                begins,
                words,
                with: Vec::new(),
            }
        });
        once_a_person(chores.collect())
    }
}
