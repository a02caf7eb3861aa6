//! Writes a shop with a year of cases, for `benches/cost.py`: `history FOLDER CASES OPEN`.
//!
//! Everything goes through the library as the commands would have it: one operation logs a case,
//! another enters its steps and closes it. The year ends now. The open cases lie evenly among
//! the others, so that nothing is near by luck; a customer has four cases. The ids are
//! counted instead of random, so that two runs write the same rows.

use std::path::Path;
use std::process::ExitCode;

use amends::domain::event::{
    Cause, Closed, CustomerAdded, CustomerTier, Done, Event, Facts, Grounds, Logged, Named,
    Outcome, Statement,
};
use amends::domain::id::{Hash, Id};
use amends::domain::plan::Promised;
use amends::domain::plan::planning::{Occasion, Profile, plan};
use amends::domain::playbook::cell::{Cell, Severity};
use amends::domain::playbook::{Part, Playbook};
use amends::domain::time::calendar::Calendar;
use amends::domain::time::zone::{BUNDLED_VERSION, Instant, Zone};
use amends::domain::words::Words;
use amends::files;
use amends::shell::Shell;
use amends::store::{EventSubject, IdSource, KeptPlaybook, Operation, Store, Undoable, Writing};
use chrono::TimeDelta;

const CAFE: &str = include_str!("../playbooks/cafe.toml");
const YEAR: i64 = 365 * 86_400;
const CASES_PER_CUSTOMER: u64 = 4;
const WORDS: &str = "The cake came two hours late and half of it was on the lid of the box";

type Outcomes<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let shell = Shell::of_process();
    let typed: Vec<&str> = shell.args.iter().filter_map(|arg| arg.to_str()).collect();
    let [_, folder, cases, open] = typed.as_slice() else {
        // `cargo bench` starts it with arguments of its own: there is nothing to measure here.
        return ExitCode::SUCCESS;
    };
    let (Ok(cases), Ok(open)) = (cases.parse(), open.parse()) else {
        return ExitCode::FAILURE;
    };
    match History::new(shell.machine_now(), (cases, open)).and_then(|year| year.write(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            shell.talk(&format!("{error}\n").into());
            ExitCode::FAILURE
        }
    }
}

/// What is to be written.
struct History {
    now: Instant,
    cases: u64,
    open: u64,
    kept: KeptPlaybook,
    playbook: Playbook,
    zone: Zone,
}

/// One case of it.
#[derive(Clone, Copy)]
struct Entry {
    number: u64,
    told: Instant,
    customer: Id,
    case: Id,
}

impl History {
    fn new(now: Instant, (cases, open): (u64, u64)) -> Outcomes<Self> {
        let playbook = files::playbook::read(CAFE.as_bytes()).map_err(|_| "the playbook is bad")?;
        Ok(Self {
            now,
            cases,
            open,
            playbook,
            kept: KeptPlaybook {
                hash: Hash::of(&[CAFE.as_bytes()]),
                name: "cafe".to_owned(),
                text: CAFE.to_owned(),
            },
            zone: Zone::bundled("Europe/London")?,
        })
    }

    fn write(&self, folder: &str) -> Outcomes<()> {
        let file = Path::new(folder).join("amends.db");
        let mut counted = counter(0);
        let mut store = Store::open_to_write(&file, &mut IdSource::new(self.now, &mut counted))?;
        for number in 1..=self.cases {
            let told = self.told(number);
            let mut counted = counter(number);
            let mut ids = IdSource::new(told, &mut counted);
            let entry = Entry {
                number,
                told,
                customer: self.customer(number),
                case: ids.id(),
            };
            let intake = operation("new", told, &mut ids);
            store.write(&intake, |writing| self.log(entry, writing, &mut ids))?;
            if !self.is_open(number) {
                let end = told + TimeDelta::hours(1);
                let closing = operation("close", end, &mut ids);
                store.write(&closing, |writing| self.close((entry, end), writing))?;
            }
        }
        Ok(())
    }

    fn told(&self, number: u64) -> Instant {
        let back = i64::try_from(self.cases - number).unwrap_or(0) * YEAR;
        let apart = back / i64::try_from(self.cases).unwrap_or(1);
        self.now - TimeDelta::seconds(apart + 3_700)
    }

    const fn is_open(&self, number: u64) -> bool {
        number * self.open / self.cases != (number - 1) * self.open / self.cases
    }

    /// The customer of a case: their cases lie far apart, as they would.
    fn customer(&self, number: u64) -> Id {
        let customers = (self.cases / CASES_PER_CUSTOMER).max(1);
        let mut counted = counter(u64::MAX - number % customers);
        IdSource::new(self.told(1 + number % customers), &mut counted).id()
    }

    fn log(&self, entry: Entry, writing: &mut Writing<'_>, ids: &mut IdSource<'_>) -> Outcomes<()> {
        let tier = usize::try_from(entry.number)? % self.playbook.rules().tiers.len();
        if writing.customer(entry.customer)?.is_none() {
            let about = EventSubject::Customer(entry.customer);
            let name = ids.text(Words::new(format!("Customer {}", entry.number))?);
            let added = CustomerAdded {
                customer: entry.customer,
                name,
                reach: Some(ids.text(Words::new(format!("0141 {}", entry.number))?)),
            };
            writing.append(about, Event::CustomerAdded(added))?;
            let tier = CustomerTier {
                customer: entry.customer,
                playbook: self.kept.name.clone(),
                tier: self.playbook.rules().tiers[tier].id.clone(),
            };
            writing.append(about, Event::CustomerTier(tier))?;
        }
        let logged = self.logged((entry, tier), ids)?;
        writing.append(entry.about(), Event::Logged(Box::new(logged)))?;
        writing.keep_playbook(&self.kept)?;
        Ok(())
    }

    /// What a case is about; one in ten is about two things.
    fn about(&self, (entry, tier): (Entry, usize)) -> Outcomes<(Cell, Vec<usize>)> {
        let types = self.playbook.rules().complaints.len();
        let kind = usize::try_from(entry.number / 3)?;
        let cell = Cell {
            complaint: kind % types,
            tier,
            severity: Severity::ALL[kind % Severity::ALL.len()],
        };
        let two = entry.number.is_multiple_of(10);
        Ok((cell, Vec::from_iter(two.then_some((kind + 1) % types))))
    }

    fn logged(&self, (entry, tier): (Entry, usize), ids: &mut IdSource<'_>) -> Outcomes<Logged> {
        let (cell, more) = self.about((entry, tier))?;
        let occasion = Occasion {
            cell,
            more: &more,
            again: None,
            start: entry.told,
            now: entry.told,
            channel: None,
            calendar: Calendar::new(&self.zone, None),
            profile: &Profile::default(),
            presence: None,
            first_number: 1,
        };
        Ok(Logged {
            number: entry.number,
            customer: entry.customer,
            facts: self.facts(cell, &more),
            told: Promised::new(entry.told, &self.zone),
            happened: None,
            zone: self.zone.name().to_owned(),
            zone_rules: BUNDLED_VERSION.to_owned(),
            public: false,
            value: None,
            failed_before: None,
            said: Statement {
                words: Some(ids.text(Words::new(WORDS)?)),
                ..Statement::default()
            },
            answers: Vec::new(),
            holder: Some(ids.text(Words::new("Sam Osei")?)),
            plan: Some(plan(&self.playbook, &occasion)?),
            origin: None,
        })
    }

    fn facts(&self, cell: Cell, more: &[usize]) -> Facts {
        let rules = self.playbook.rules();
        let tier = &rules.tiers[cell.tier];
        let complaints = std::iter::once(&cell.complaint).chain(more);
        let complaints = complaints.map(|at| Named {
            id: rules.complaints[*at].id.clone(),
            name: rules.complaints[*at].name.clone(),
        });
        Facts {
            file: None,
            playbook: self.kept.name.clone(),
            text: self.kept.hash,
            complaints: complaints.collect(),
            later: Vec::new(),
            tier: Named {
                id: tier.id.clone(),
                name: tier.name.clone(),
            },
            grounds: Grounds {
                typed: Some(cell.severity),
                ..Grounds::default()
            },
            channel: None,
            presence: None,
            short: None,
        }
    }

    /// Enters every step of the plan that has something to do, and closes the case.
    fn close(&self, (entry, end): (Entry, Instant), writing: &mut Writing<'_>) -> Outcomes<()> {
        let case = writing.case(entry.number)?.ok_or("the case is missing")?;
        let steps = case.cycle().map(|cycle| cycle.plan.steps.clone());
        let done = steps.iter().flatten().filter(|step| {
            let planned = step.rung.is_none() && step.part != Part::Late;
            planned && step.task.is_some()
        });
        for step in done {
            let done = Done {
                step: step.number,
                at: end,
                note: None,
                spent: None,
                reaction: None,
                right: None,
                choice: None,
            };
            writing.append(entry.about(), Event::Done(done))?;
        }
        let closed = Closed {
            at: Some(end),
            outcome: Outcome::WonBack,
            cause: Some(Cause::Process),
            lesson: None,
            why: None,
        };
        Ok(writing.append(entry.about(), Event::Closed(closed))?)
    }
}

impl Entry {
    const fn about(&self) -> EventSubject {
        EventSubject::Case {
            case: self.case,
            customer: self.customer,
        }
    }
}

fn operation(verb: &'static str, at: Instant, ids: &mut IdSource<'_>) -> Operation {
    Operation {
        named: false,
        id: ids.id(),
        at,
        clock_at: at,
        verb,
        undoable: Undoable::Yes,
    }
}

/// Sixteen bytes that never come twice: the number of the case, and how many came before.
fn counter(number: u64) -> impl FnMut() -> [u8; 16] {
    let mut taken = 0_u16;
    move || {
        taken += 1;
        let mut bytes = [0; 16];
        bytes[1..9].copy_from_slice(&number.to_be_bytes());
        bytes[9] = taken.to_be_bytes()[1];
        bytes
    }
}
