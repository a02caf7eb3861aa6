//! `amends data import`: take in complaints from a CSV file, all or nothing.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::desk::abort::{Abort, OrAbort};
use crate::desk::library::{self, Loaded, load, wished};
use crate::desk::planning::planned;
use crate::desk::shop::{Shop, in_file, saved_before, with_ids};
use crate::domain::count::Count;
use crate::domain::event::{
    Closed, CustomerAdded, Event, Facts, Grounds, Imported, Logged, Named, Origin, Statement,
};
use crate::domain::id::{Hash, Id};
use crate::domain::import::{Aspect, DefaultUsed, Mapping, Precision, Row};
use crate::domain::plan::planning::{Occasion, Profile};
use crate::domain::plan::{Plan, Promised};
use crate::domain::playbook::cell::Cell;
use crate::domain::time::when::{BadLayout, Layout};
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::complaints::ComplaintsFile;
use crate::shell::disk;
use crate::show::Screen;
use crate::show::import::{DatesAlone, ImportView, RefusedRow};
use crate::store::{EventSubject, IdSource, Writing};

mod known;

use known::KnownRows;

/// `amends data import`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends data import complaints.csv --mapping bank-import.toml --playbook bank.toml --dry-run
  amends data import complaints.csv --mapping bank-import.toml --skip-bad")]
pub struct ImportArgs {
    /// The CSV file
    pub file: PathBuf,
    /// How its columns are to be read
    #[arg(long, value_name = "FILE.toml")]
    pub mapping: PathBuf,
    /// Which playbook, if the mapping does not say or says otherwise
    #[arg(long, value_name = "NAME")]
    pub playbook: Option<String>,
    /// The order of its dates: day-first, month-first, year-month-day or year-day-month
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<String>,
    /// Say what would be taken in, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out the rows that cannot be read, and take in the others
    #[arg(long)]
    pub skip_bad: bool,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ImportArgs) -> Result<Screen> {
    if !typed.dry_run {
        shop.may_begin_again()?;
    }
    let (mapping, loaded) = mapping(shop, typed)?;
    let bytes = disk::read(
        &shop.shell.absolute(&typed.file)?,
        files::complaints::LARGEST,
    )?;
    let file = ComplaintsFile::open(&bytes, &mapping, shop.moment()).map_err(|unreadable| {
        let message = format!("{}: {unreadable}", disk::shown(&typed.file));
        Error::usage(message, unreadable.hint())
    })?;
    let looked = Looked::at(&file);
    loop {
        let known = looked.known(shop)?;
        let mut imported = looked.summary(&known, &mapping, &file);
        KnownRows::of(shop, &file, &known)?.tell(&mut imported);
        let bad = !imported.refused.is_empty() && !typed.skip_bad;
        imported.dry_run = typed.dry_run;
        let import = Import {
            shop,
            loaded: &loaded,
            file: &file,
            looked: &looked,
            known: &known,
        };
        let stores = !bad && !typed.dry_run && imported.stored > 0;
        match import.saved_before()? {
            Some(before) if !typed.dry_run => as_before(&mut imported, &before),
            // Somebody else took in some of the rows meanwhile.
            _ if stores && import.store(&imported)? == Stored::Moved => continue,
            _ if bad => (imported.stored, imported.closed) = (0, 0),
            _ => {}
        }
        let refused = bad && !imported.already;
        let mut screen = shop.screen(imported);
        if refused {
            screen.exit = Kind::Findings.exit();
        }
        return Ok(screen);
    }
}

/// Says what the same request took in before.
fn as_before(imported: &mut ImportView, before: &Imported) {
    imported.already = true;
    imported.read = before.read;
    imported.stored = before.stored;
    imported.already_known = before.already_known;
}

/// Reads the mapping and the playbook that its words must be from.
fn mapping(shop: &Shop<'_>, typed: &ImportArgs) -> Result<(Mapping, Loaded)> {
    let place = shop.shell.absolute(&typed.mapping)?;
    let bytes = disk::read(&place, files::mapping::LARGEST)?;
    let named =
        files::mapping::playbook(&bytes).map_err(|findings| in_file(&typed.mapping, &findings))?;
    let wish = wished(shop, typed.playbook.as_deref().or(named.as_deref()))?;
    let loaded = load(library::find(shop, &wish)?)?;
    let mut mapping = files::mapping::read(&bytes, loaded.playbook.rules())
        .map_err(|findings| in_file(&typed.mapping, &findings))?;
    if let Some(order) = &typed.date_order {
        let order: Layout = order
            .parse()
            .map_err(|bad: BadLayout| Error::usage(format!("--date-order: {bad}"), bad.hint()))?;
        mapping.date_order = Some(order);
    }
    Ok((mapping, loaded))
}

/// What a first look at the rows found; nothing is stored before all of them were seen.
struct Looked {
    identities: Vec<Hash>,
    closed: Vec<bool>,
    /// What each row adds to the dates without a time of day.
    alone: Vec<DatesAlone>,
    refused: Vec<RefusedRow>,
    read: u64,
    defaults: Vec<DefaultUsed>,
}

impl Looked {
    fn at(file: &ComplaintsFile<'_>) -> Self {
        let mut looked = Self {
            identities: Vec::new(),
            closed: Vec::new(),
            alone: Vec::new(),
            refused: Vec::new(),
            read: 0,
            defaults: Vec::new(),
        };
        let mut rows = file.rows();
        for row in &mut rows {
            match row {
                Ok(row) => {
                    looked.identities.push(row.identity);
                    looked.closed.push(row.closed.is_some());
                    looked.alone.push(dates_alone(&row));
                }
                Err(refused) => looked.refused.push(RefusedRow {
                    line: refused.line,
                    reason: format!("{}; {}", refused.reason, refused.reason.hint()),
                }),
            }
        }
        let tally = rows.tally();
        looked.read = tally.read;
        looked.defaults = tally.defaults_used();
        looked
    }

    /// The rows that an earlier import took in.
    fn known(&self, shop: &Shop<'_>) -> Result<BTreeSet<Hash>> {
        match shop.store()? {
            Some(store) => Ok(store.known_rows(&self.identities)?),
            None => Ok(BTreeSet::new()),
        }
    }

    /// Counts the dates without a time of day in the rows that are not known.
    fn dates_alone(&self, known: &BTreeSet<Hash>) -> DatesAlone {
        let rows = self.identities.iter().zip(&self.alone);
        let fresh = rows.filter(|(row, _)| !known.contains(row));
        fresh.fold(DatesAlone::default(), |sum, (_, row)| DatesAlone {
            told_open: sum.told_open + row.told_open,
            told_closed: sum.told_closed + row.told_closed,
            closed: sum.closed + row.closed,
        })
    }

    fn summary(
        &self,
        known: &BTreeSet<Hash>,
        mapping: &Mapping,
        file: &ComplaintsFile<'_>,
    ) -> ImportView {
        let fresh = || {
            self.identities
                .iter()
                .zip(&self.closed)
                .filter(|(row, _)| !known.contains(row))
        };
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let mut defaults = default_lines(&self.defaults);
        let assumed = mapping.assumed();
        defaults.extend(assumed.iter().map(|aspect| {
            format!(
                "{}: the mapping does not say, so the usual one",
                aspect.key()
            )
        }));
        ImportView {
            read: self.read,
            stored: count(fresh().count()),
            refused: self.refused.clone(),
            already_known: count(self.identities.len() - fresh().count()),
            known: Vec::new(),
            state_changed: Vec::new(),
            dates_alone: self.dates_alone(known),
            closed: count(fresh().filter(|(_, closed)| **closed).count()),
            dry_run: false,
            already: false,
            defaults,
            unused_columns: file
                .unused_columns()
                .iter()
                .map(|name| visible(name))
                .collect(),
        }
    }
}

/// Says which dates of a row have no time of day.
fn dates_alone(row: &Row) -> DatesAlone {
    let alone = |precision| u64::from(precision == Precision::Day);
    match row.closed {
        None => DatesAlone {
            told_open: alone(row.told_to),
            ..DatesAlone::default()
        },
        Some(end) => DatesAlone {
            told_open: 0,
            told_closed: alone(row.told_to),
            closed: alone(end.to),
        },
    }
}

/// One line for each aspect: how many rows took its default, and which word most often.
fn default_lines(used: &[DefaultUsed]) -> Vec<String> {
    let mut lines = Vec::new();
    for aspect in Aspect::ALL {
        let mine = || used.iter().filter(|used| used.aspect == aspect);
        let rows: u64 = mine().map(|used| used.rows).sum();
        let Some(most) = mine().max_by_key(|used| used.rows) else {
            continue;
        };
        let count = Count::of(rows, "row");
        lines.push(format!(
            "{}: {count} took the default, most often for \"{}\" ({})",
            aspect.key(),
            most.theirs,
            most.rows
        ));
    }
    lines
}

/// A file that was looked through, and what its rows are stored by.
struct Import<'a> {
    shop: &'a Shop<'a>,
    loaded: &'a Loaded,
    file: &'a ComplaintsFile<'a>,
    looked: &'a Looked,
    known: &'a BTreeSet<Hash>,
}

/// Whether the rows of a file were stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    Done,
    /// None were: somebody else took in some of them since they were looked at.
    Moved,
}

impl Import<'_> {
    /// Gives what the same request took in before.
    fn saved_before(&self) -> Result<Option<Imported>> {
        if self.shop.everywhere.request.is_none() {
            return Ok(None);
        }
        let Some(store) = self.shop.store()? else {
            return Ok(None);
        };
        let operation = with_ids(self.shop, |ids| {
            Ok(self.shop.operation(&store, Verb::Import, ids))
        })?;
        let Some(past) = saved_before(&store, &operation)? else {
            return Ok(None);
        };
        let first = store.events_of(&past, 1)?.pop();
        let Some(Event::Imported(imported)) = first.map(|event| event.recorded.event) else {
            return Ok(None);
        };
        Ok(Some(imported))
    }

    fn store(&self, imported: &ImportView) -> Result<Stored> {
        with_ids(self.shop, |ids| {
            let mut store = self.shop.store_to_write(ids)?;
            let operation = self.shop.operation(&store, Verb::Import, ids);
            let saved = store.write(&operation, |writing| {
                // What is known is asked again where nobody else can save meanwhile.
                if writing.known_rows(&self.looked.identities)? != *self.known {
                    return Ok(Stored::Moved);
                }
                self.rows(imported, writing, ids)?;
                Ok(Stored::Done)
            });
            let stored = saved.map_err(|broken: Abort| Error::from(broken))?.value;
            if stored == Stored::Done {
                let count = Count::of(imported.stored, "case");
                self.shop.has_saved(format!("saved, {count}"));
            }
            Ok(stored)
        })
    }

    fn rows(
        &self,
        imported: &ImportView,
        writing: &mut Writing<'_>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<()> {
        writing.keep_playbook(&self.loaded.kept)?;
        let event = Imported {
            file: self.file.hash(),
            read: imported.read,
            stored: imported.stored,
            already_known: imported.already_known,
        };
        writing.append(EventSubject::Shop, Event::Imported(event))?;
        for row in self.file.rows().flatten() {
            if !self.known.contains(&row.identity) {
                self.row(row, writing, ids)?;
            }
        }
        Ok(())
    }

    fn row(&self, row: Row, writing: &mut Writing<'_>, ids: &mut IdSource<'_>) -> OrAbort<()> {
        let customer = customer(&row, writing, ids)?;
        let number = writing.next_number()?;
        let about = EventSubject::Case {
            case: ids.id(),
            customer,
        };
        let closed = row.closed;
        let logged = self.logged(&row, number, customer)?;
        let said = Statement {
            words: row.words.map(|words| ids.text(words)),
            order: row.order.map(|order| ids.text(order)),
            ..Statement::default()
        };
        let logged = Logged { said, ..logged };
        writing.append(about, Event::Logged(Box::new(logged)))?;
        if let Some(end) = closed {
            let closed = Closed {
                at: end.at,
                outcome: end.outcome,
                cause: None,
                lesson: None,
                why: None,
            };
            writing.append(about, Event::Closed(closed))?;
        }
        Ok(())
    }

    /// The logging of a row, without the words of the customer.
    fn logged(&self, row: &Row, number: u64, customer: Id) -> OrAbort<Logged> {
        let home = &self.shop.home;
        let plan = match row.closed {
            Some(_) => None,
            None => Some(self.plan(row)?),
        };
        let facts = self.facts(row);
        Ok(Logged {
            number,
            customer,
            facts,
            told: Promised::new(row.told, &home.zone),
            happened: row.happened.map(|at| Promised::new(at, &home.zone)),
            zone: home.zone.name().to_owned(),
            zone_rules: home.version.clone(),
            public: false,
            value: None,
            failed_before: None,
            said: Statement::default(),
            answers: Vec::new(),
            holder: None,
            plan,
            origin: Some(Origin {
                file: self.file.hash(),
                row: row.identity,
                line: row.line,
            }),
        })
    }

    fn facts(&self, row: &Row) -> Facts {
        let rules = self.loaded.playbook.rules();
        let (complaint, tier) = (&rules.complaints[row.complaint], &rules.tiers[row.tier]);
        Facts {
            playbook: self.loaded.name.clone(),
            file: self.loaded.by_path.clone(),
            text: self.loaded.kept.hash,
            complaints: vec![Named {
                id: complaint.id.clone(),
                name: complaint.name.clone(),
            }],
            later: Vec::new(),
            tier: Named {
                id: tier.id.clone(),
                name: tier.name.clone(),
            },
            grounds: Grounds {
                typed: Some(row.severity),
                ..Grounds::default()
            },
            channel: row.channel.map(|at| rules.channels[at].id.clone()),
            presence: None,
            short: complaint.short.clone(),
        }
    }

    /// Plans a row that is still open, from when it was told.
    fn plan(&self, row: &Row) -> OrAbort<Plan> {
        let playbook = &self.loaded.playbook;
        let occasion = Occasion {
            cell: Cell {
                complaint: row.complaint,
                tier: row.tier,
                severity: row.severity,
            },
            more: &[],
            again: None,
            start: row.told,
            now: self.shop.now(),
            channel: row.channel.map(|at| &playbook.rules().channels[at]),
            calendar: self.shop.calendar(),
            profile: &Profile::default(),
            presence: None,
            first_number: 1,
        };
        Ok(planned(playbook, &occasion)?)
    }
}

/// Finds the customer of a row by name and address, or adds one.
///
/// A row without a name is a customer of its own whom nobody can find by name.
fn customer(row: &Row, writing: &mut Writing<'_>, ids: &mut IdSource<'_>) -> OrAbort<Id> {
    let Some(name) = &row.customer else {
        return Ok(ids.id());
    };
    let same_name = writing.customers_named(name)?;
    let same = same_name
        .into_iter()
        .find(|known| row.reach.is_none() || known.reach == row.reach);
    if let Some(known) = same {
        return Ok(known.id);
    }
    let customer = ids.id();
    let added = CustomerAdded {
        customer,
        name: ids.text(name.clone()),
        reach: row.reach.clone().map(|reach| ids.text(reach)),
    };
    writing.append(
        EventSubject::Customer(customer),
        Event::CustomerAdded(added),
    )?;
    Ok(customer)
}
