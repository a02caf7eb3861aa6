//! A small shop to test with: same calls, same bytes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use tempfile::TempDir;

use crate::domain::case::{Case, Recorded};
use crate::domain::event::{
    Assigned, Cause, Changed, Closed, Contacted, CustomerAdded, CustomerReach, CustomerTier, Done,
    Escalated, Event, Facts, Grounds, Harm, Logged, Named, Noted, Origin, Outcome, Reaction,
    Rehearsed, Reopened, Skipped, Statement,
};
use crate::domain::id::{Hash, Id};
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{
    ClockSource, Due, FrozenCeiling, FrozenClock, FrozenRung, Plan, Promised, Step, Task,
};
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::{Part, Trigger};
use crate::domain::report::OpenCounts;
use crate::domain::text::ErasableText;
use crate::domain::time::span::Span;
use crate::domain::time::zone::{Instant, Zone};
use crate::domain::words::Words;
use crate::store::{
    CaseRow, CustomerRecord, DrillRecord, EventSubject, HistoryEntry, IdSource, KeptPlaybook,
    Operation, PastOperation, Query, Saved, ShopRecord, SortOrder, Store, StoreError, Undoable,
    UndoneOrRedone, WhichCases, Writing,
};

pub(super) fn moment(hours: i64) -> Instant {
    Instant::from_timestamp(1_795_000_000, 0).unwrap() + TimeDelta::hours(hours)
}

pub(super) fn words(text: &str) -> Words {
    Words::new(text).unwrap()
}

/// Writes ids and texts that differ, and are the same in every run.
#[derive(Debug, Default)]
pub(super) struct Pen {
    count: u64,
}

impl Pen {
    pub(super) fn starting(count: u64) -> Self {
        Self { count }
    }

    pub(super) fn bytes(&mut self) -> [u8; 16] {
        self.count += 1;
        let hash = Hash::of(&[&self.count.to_be_bytes()]);
        *hash.bytes().first_chunk().unwrap()
    }

    pub(super) fn ids<T>(&mut self, work: impl FnOnce(&mut IdSource<'_>) -> T) -> T {
        let mut random = || self.bytes();
        work(&mut IdSource::new(moment(0), &mut random))
    }

    pub(super) fn id(&mut self) -> Id {
        self.ids(|ids| ids.id())
    }

    pub(super) fn text(&mut self, text: &str) -> ErasableText {
        self.ids(|ids| ids.text(words(text)))
    }
}

/// A shop in a folder of its own.
pub(super) struct Shop {
    pub(super) folder: TempDir,
    pub(super) path: PathBuf,
    pub(super) store: Store,
    pub(super) pen: Pen,
    hours: i64,
}

pub(super) fn playbook(text: &str) -> KeptPlaybook {
    KeptPlaybook {
        hash: Hash::of(&[text.as_bytes()]),
        name: "cafe".to_owned(),
        text: text.to_owned(),
    }
}

impl Shop {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let mut pen = Pen::default();
        let store = open(&path, &mut pen);
        Self {
            folder,
            path,
            store,
            pen,
            hours: 0,
        }
    }

    pub(super) fn operation(&mut self, verb: &'static str) -> Operation {
        self.hours += 1;
        Operation {
            id: self.pen.id(),
            named: false,
            at: moment(self.hours),
            clock_at: moment(self.hours),
            verb,
            undoable: Undoable::Yes,
        }
    }

    pub(super) fn save(
        &mut self,
        operation: &Operation,
        work: impl FnOnce(&mut Writing<'_>, &mut Pen) -> Result<(), StoreError>,
    ) -> Result<Saved<()>, StoreError> {
        self.store
            .write(operation, |writing| work(writing, &mut self.pen))
    }

    /// Logs a case of this customer, who becomes known if need be; gives its number.
    pub(super) fn log(&mut self, name: &str) -> u64 {
        let operation = self.operation("new");
        let mut number = 0;
        self.save(&operation, |writing, pen| {
            number = log(writing, pen, (name, None))?;
            Ok(())
        })
        .unwrap();
        number
    }

    pub(super) fn append(&mut self, number: u64, event: Event) -> Result<(), StoreError> {
        let operation = self.operation(event.kind());
        self.append_under(&operation, number, event)
    }

    pub(super) fn append_under(
        &mut self,
        operation: &Operation,
        number: u64,
        event: Event,
    ) -> Result<(), StoreError> {
        self.save(operation, |writing, _| {
            let case = writing.case(number)?.unwrap();
            writing.append(about(&case), event)
        })
        .map(drop)
    }

    /// Announces a rung, which cannot be taken back.
    pub(super) fn announce(&mut self, number: u64) {
        let operation = Operation {
            undoable: Undoable::No,
            ..self.operation("report")
        };
        let event = Event::Escalated(Escalated {
            rung: 0,
            on: Trigger::Late,
            at: moment(5),
            steps: Vec::new(),
        });
        self.append_under(&operation, number, event).unwrap();
    }

    pub(super) fn note(&mut self, number: u64, text: &str) {
        let note = self.pen.text(text);
        self.append(number, Event::Noted(Noted { note })).unwrap();
    }

    pub(super) fn close(&mut self, number: u64) {
        let event = closed(&mut self.pen);
        self.append(number, event).unwrap();
    }

    pub(super) fn undo(&mut self) -> Option<UndoneOrRedone> {
        let operation = self.operation("undo");
        let which = crate::store::UndoChoice::Last;
        self.store.undo(&operation, which, |_| true).unwrap()
    }

    pub(super) fn redo(&mut self) -> Option<UndoneOrRedone> {
        let operation = self.operation("redo");
        self.store.redo(&operation).unwrap()
    }

    pub(super) fn notes(&self, number: u64) -> Vec<String> {
        let case = self.store.case(number).unwrap().unwrap().0;
        let text = |noted: &Noted| noted.note.words().unwrap().as_stored().to_owned();
        case.notes.iter().map(|(_, noted)| text(noted)).collect()
    }

    pub(super) fn numbers(&self, query: &Query) -> Vec<u64> {
        let page = self.store.list(query, None, 1_000).unwrap();
        page.rows.iter().map(|row| row.summary.number).collect()
    }

    pub(super) fn assert_clean(&self) {
        let report = self.store.check().unwrap();
        assert!(report.is_clean(), "{:#?}", report.problems);
    }
}

pub(super) fn open(path: &Path, pen: &mut Pen) -> Store {
    pen.ids(|ids| Store::open_to_write(path, ids)).unwrap()
}

pub(super) fn about(case: &Case) -> EventSubject {
    EventSubject::Case {
        case: case.id,
        customer: case.logged.customer,
    }
}

/// Logs a case inside a transaction.
pub(super) fn log(
    writing: &mut Writing<'_>,
    pen: &mut Pen,
    (name, origin): (&str, Option<Origin>),
) -> Result<u64, StoreError> {
    let kept = playbook("name = \"cafe\"");
    writing.keep_playbook(&kept)?;
    let customer = match writing.customers_named(&words(name))?.first() {
        Some(customer) => customer.id,
        None => {
            let added = CustomerAdded {
                customer: pen.id(),
                name: pen.text(name),
                reach: Some(pen.text(&format!("{name}@example.org"))),
            };
            let id = added.customer;
            writing.append(EventSubject::Customer(id), Event::CustomerAdded(added))?;
            id
        }
    };
    let number = writing.next_number()?;
    let logged = Logged {
        origin,
        ..logged(pen, (number, customer, kept.hash))
    };
    let about = EventSubject::Case {
        case: pen.id(),
        customer,
    };
    writing.append(about, Event::Logged(Box::new(logged)))?;
    Ok(number)
}

fn gbp(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::parse("GBP").unwrap(),
    }
}

fn logged(pen: &mut Pen, (number, customer, text): (u64, Id, Hash)) -> Logged {
    let told = moment(i64::try_from(number * 7 % 40).unwrap());
    Logged {
        number,
        customer,
        facts: facts(number, text),
        told: Promised::new(told, &Zone::utc()),
        happened: number
            .is_multiple_of(2)
            .then(|| Promised::new(told - TimeDelta::hours(2), &Zone::utc())),
        zone: "Europe/London".to_owned(),
        zone_rules: "2026f".to_owned(),
        public: number.is_multiple_of(3),
        failed_before: None,
        value: (number % 4 != 0).then(|| gbp(i64::try_from(number * 100).unwrap())),
        said: Statement {
            words: Some(pen.text(&format!("the cake of order {number} fell, 100% ruined"))),
            need: Some(pen.text("a birthday")),
            feels: (number % 2 == 1).then(|| pen.text("sad")),
            order: None,
        },
        answers: vec![("allergy".to_owned(), pen.text("nuts_and milk"))],
        holder: number.is_multiple_of(2).then(|| pen.text("Sam Osei")),
        plan: (number % 11 != 10).then(|| plan(told)),
        origin: None,
    }
}

pub(super) fn facts(number: u64, text: Hash) -> Facts {
    let named = |id: &str, name: &str| Named {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    let mut complaints = vec![match number % 2 {
        0 => named("late", "too late"),
        _ => named("broken", "broken"),
    }];
    if number % 4 == 1 {
        complaints.push(named("cold", "cold"));
    }
    Facts {
        file: None,
        playbook: "cafe".to_owned(),
        text,
        complaints,
        later: Vec::new(),
        tier: match number % 3 {
            0 => named("gold", "Gold"),
            _ => named("new", "New"),
        },
        grounds: Grounds {
            typed: number.is_multiple_of(5).then_some(Severity::Severe),
            harm: vec![Harm::Cost],
            raises: Vec::new(),
        },
        channel: Some("phone".to_owned()),
        presence: None,
        short: None,
    }
}

fn task(action: &str) -> Task {
    Task {
        action: action.to_owned(),
        text: format!("Please {action}"),
        by: "holder".to_owned(),
        within: Some(Span::Elapsed { seconds: 3_600 }),
        takes: None,
        cost: Some(gbp(450)),
        choices: vec!["today".to_owned(), "tomorrow".to_owned()],
        needs: Vec::new(),
        draft: None,
        after: None,
        replaces: None,
        hidden: false,
        deed: action == "bake",
        line: 12,
    }
}

fn step((number, part, due): (u32, Part, Due), action: &str) -> Step {
    Step {
        number,
        lines: vec![3, 9],
        ..Step::planned(part, Some(task(action)), due)
    }
}

fn plan(told: Instant) -> Plan {
    let at = |hours| Promised::new(told + TimeDelta::hours(hours), &Zone::utc());
    let clock = || FrozenClock {
        span: Span::Elapsed { seconds: 3_600 },
        from: ClockSource::BuiltIn,
        complaint: None,
    };
    let next_day = Due::AfterRecovery(Span::Days { days: 1 });
    Plan {
        start: at(0),
        clocks: [clock(), clock(), clock(), clock()],
        first_response: at(1),
        recover: at(24),
        ceiling: FrozenCeiling {
            amount: gbp(2_000),
            lines: vec![4],
            beside: None,
        },
        steps: vec![
            step((1, Part::Acknowledge, Due::At(at(1))), "call"),
            step((2, Part::Fix, Due::At(at(24))), "bake"),
            step((3, Part::Dazzle, Due::At(at(24))), "bring flowers"),
            step((4, Part::Late, Due::At(at(30))), "pay back"),
            step((5, Part::FollowUp, next_day), "ask"),
        ],
        rungs: vec![FrozenRung {
            on: Trigger::Contact(2),
            to: Some("owner".to_owned()),
            raise: true,
            line: 40,
        }],
        later: Vec::new(),
        answer: None,
        unmet_at: None,
        hours: None,
    }
}

pub(super) fn done(pen: &mut Pen, step: u32) -> Event {
    Event::Done(Done {
        step,
        at: moment(3),
        note: Some(pen.text("went well")),
        spent: Some(gbp(399)),
        reaction: Some(Reaction::Delighted),
        right: Some(true),
        choice: None,
    })
}

pub(super) fn closed(pen: &mut Pen) -> Event {
    Event::Closed(Closed {
        at: Some(moment(50)),
        outcome: Outcome::WonBack,
        cause: Some(Cause::Process),
        lesson: Some(pen.text("two people carry")),
        why: None,
    })
}

fn changed(case: &Case) -> Event {
    let text = playbook("name = \"cafe\"").hash;
    let facts = facts(case.number() + 1, text);
    Event::Changed(Box::new(Changed {
        facts,
        plan: Some(plan(moment(2))),
    }))
}

fn reopened(pen: &mut Pen, case: &Case) -> Event {
    Event::Reopened(Box::new(Reopened {
        why: pen.text("it fell again"),
        grounds: case.facts.grounds.clone(),
        plan: plan(moment(60)),
        zone: None,
        answered_at: None,
    }))
}

/// Gives one event of many kinds, by turns.
pub(super) fn some_event(pen: &mut Pen, case: &Case, turn: u64) -> Event {
    match turn % 9 {
        0 => done(pen, 1),
        1 => Event::Noted(Noted {
            note: pen.text("he likes <tea> & 5%"),
        }),
        2 => Event::Contacted(Contacted {
            at: moment(9),
            channel: Some("phone".to_owned()),
            words: Some(pen.text("where is it?")),
            answer: None,
        }),
        3 => Event::Assigned(Assigned {
            holder: pen.text(&format!("Rosa {turn}")),
        }),
        4 => changed(case),
        5 => done(pen, 3),
        6 => closed(pen),
        7 => Event::Skipped(Skipped {
            step: 2,
            at: moment(4),
            why: pen.text("she took another"),
        }),
        _ => reopened(pen, case),
    }
}

/// Makes a shop of `cases` cases with histories of every kind, some of it taken back.
pub(super) fn busy_shop(cases: u64) -> Shop {
    let mut shop = Shop::new();
    for case in 1..=cases {
        let name = format!("Customer {}", case % 17);
        shop.log(&name);
        for turn in 0..case % 5 {
            let known = shop.store.case(case).unwrap().unwrap().0;
            if known.cycle().is_some() {
                let event = some_event(&mut shop.pen, &known, turn + case);
                shop.append(case, event).unwrap();
            }
        }
        if case % 10 == 3 {
            shop.undo().unwrap();
        }
        if case % 20 == 3 {
            shop.redo().unwrap();
        }
    }
    customer_events(&mut shop);
    for complaint in ["late", "broken", "late"] {
        rehearse(&mut shop, complaint, Some("they kept calm"));
    }
    shop.undo().unwrap();
    import(&mut shop, 5);
    shop.log("Taken Back");
    shop.undo().unwrap();
    shop.announce(1);
    shop
}

/// Writes down a drill.
pub(super) fn rehearse(shop: &mut Shop, complaint: &str, note: Option<&str>) {
    let drill = Rehearsed {
        playbook: "cafe".to_owned(),
        complaint: complaint.to_owned(),
        tier: "new".to_owned(),
        severity: Severity::Severe,
        note: note.map(|note| shop.pen.text(note)),
    };
    let operation = shop.operation("drill");
    shop.save(&operation, |writing, _| {
        writing.append(EventSubject::Drills, Event::Rehearsed(drill))
    })
    .unwrap();
}

fn customer_events(shop: &mut Shop) {
    let customer = shop.store.customers_named(&words("customer 1")).unwrap()[0].id;
    let operation = shop.operation("customer change");
    shop.save(&operation, |writing, pen| {
        let reach = pen.text("+44 20 7946 0000");
        let reached = Event::CustomerReach(CustomerReach { customer, reach });
        writing.append(EventSubject::Customer(customer), reached)?;
        let tier = CustomerTier {
            customer,
            playbook: "cafe".to_owned(),
            tier: "gold".to_owned(),
        };
        writing.append(EventSubject::Customer(customer), Event::CustomerTier(tier))
    })
    .unwrap();
}

/// Imports this many cases in one operation.
pub(super) fn import(shop: &mut Shop, cases: u64) {
    let operation = shop.operation("data import");
    let file = Hash::of(&[b"file"]);
    shop.save(&operation, |writing, pen| {
        for line in 1..=cases {
            let origin = Origin {
                file,
                row: row_hash(line),
                line,
            };
            log(writing, pen, (&format!("Imported {line}"), Some(origin)))?;
        }
        let imported = crate::domain::event::Imported {
            file,
            read: cases,
            stored: cases,
            already_known: 0,
        };
        writing.append(EventSubject::Shop, Event::Imported(imported))
    })
    .unwrap();
}

pub(super) fn row_hash(line: u64) -> Hash {
    Hash::of(&[b"row", &line.to_be_bytes()])
}

/// Everything a person can get to see.
#[derive(Debug, PartialEq)]
pub(super) struct Seen {
    shop: ShopRecord,
    open: Vec<CaseRow>,
    lists: Vec<Vec<CaseRow>>,
    counts: OpenCounts,
    cases: Vec<Option<(Case, Vec<Recorded>)>>,
    histories: Vec<Option<Vec<HistoryEntry>>>,
    operations: Vec<PastOperation>,
    customers: Vec<CustomerRecord>,
    of_customers: Vec<Vec<CaseRow>>,
    playbook: Option<KeptPlaybook>,
    imported: BTreeSet<Hash>,
    drills: Vec<DrillRecord>,
}

/// Looks at everything.
pub(super) fn look(store: &Store, cases: u64) -> Result<Seen, StoreError> {
    let mut lists = Vec::new();
    for sort in [SortOrder::Due, SortOrder::Told, SortOrder::Number] {
        let query = Query {
            which: WhichCases::All,
            sort,
            ..Query::default()
        };
        lists.push(store.list(&query, None, 1_000)?.rows);
    }
    let customers = store.customers_like(&words(""), 1_000)?;
    let of_customers = customers
        .iter()
        .map(|customer| store.customer_cases(customer.id));
    let rows: Vec<Hash> = (0..10).map(row_hash).collect();
    Ok(Seen {
        shop: store.shop()?,
        open: store.open_cases(1_000)?,
        lists,
        counts: store.counts(moment(20))?,
        cases: (1..=cases)
            .map(|number| store.case(number))
            .collect::<Result<_, _>>()?,
        histories: (1..=cases)
            .map(|number| store.case_history(number))
            .collect::<Result<_, _>>()?,
        operations: store.history(None, 1_000)?,
        of_customers: of_customers.collect::<Result<_, _>>()?,
        customers,
        playbook: store.last_playbook("cafe")?,
        imported: store.known_rows(&rows)?,
        drills: store.drills()?,
    })
}
