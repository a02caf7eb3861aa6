//! What a calendar was given once is remembered, whatever happens to the case afterwards.

use std::collections::BTreeSet;

use amends::domain::case::reminders::{Happened, ReminderFate, reminders};
use amends::domain::case::{Case, Recorded};
use amends::domain::event::{
    Closed, Done, Escalated, Event, Facts, Grounds, Logged, Named, Outcome, Reopened, Statement,
};
use amends::domain::id::{Hash, Id};
use amends::domain::plan::Plan;
use amends::domain::plan::planning::{Occasion, Profile, plan};
use amends::domain::playbook::Playbook;
use amends::domain::playbook::cell::{Cell, Severity};
use amends::domain::text::ErasableText;
use amends::domain::time::calendar::Calendar;
use amends::domain::time::zone::{Instant, Zone};
use amends::domain::words::Words;
use amends::files::playbook::read;
use chrono::TimeDelta;
use proptest::prelude::*;

/// The playbook of the command-line tests, with times of their own and with rungs of the clock.
fn playbook() -> Playbook {
    let own_time = |text: String, says: &str, within: &str| {
        text.replace(says, &format!("{says}\nwithin = \"{within}\""))
    };
    let text = include_str!("../cli/corner.toml").to_owned();
    let text = own_time(text, "do = \"Refund the delivery charge\"", "2h");
    let text = own_time(text, "do = \"Handwritten note with the next order\"", "12h");
    let text = own_time(text, "do = \"The owner goes there\"", "30h");
    let more = "\n[action.warn-them]\ndo = \"Warn them\"\nby = \"manager\"\nwithin = \"12h\"\n\
        [[escalate]]\non = \"75%\"\ndo = [\"warn-them\"]\n\
        [[escalate]]\non = \"late\"\ndo = [\"owner-takes-over\"]\n";
    read(format!("{text}{more}").as_bytes()).unwrap()
}

/// What is done to a case, or not.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Look,
    Done(usize),
    SetOff(usize),
    Close,
    Reopen,
    Undo,
}

fn deeds() -> impl Strategy<Value = Vec<(i64, Deed)>> {
    let deed = prop_oneof![
        2 => Just(Deed::Look),
        4 => (0_usize..4).prop_map(Deed::Done),
        1 => (0_usize..5).prop_map(Deed::SetOff),
        1 => Just(Deed::Close),
        1 => Just(Deed::Reopen),
        3 => Just(Deed::Undo),
    ];
    proptest::collection::vec((0_i64..900, deed), 1..14)
}

/// One case, and what the calendar of its shop was given so far.
struct WatchedCase {
    playbook: Playbook,
    zone: Zone,
    now: Instant,
    operation: u64,
    history: Vec<Happened>,
    given: BTreeSet<(usize, String)>,
}

impl WatchedCase {
    fn new() -> Self {
        let mut watched = Self {
            playbook: playbook(),
            zone: Zone::bundled("Europe/London").unwrap(),
            now: Instant::from_timestamp(1_795_000_000, 0).unwrap(),
            operation: 0,
            history: Vec::new(),
            given: BTreeSet::new(),
        };
        let logged = watched.logged();
        watched.append(Event::Logged(Box::new(logged)));
        watched
    }

    fn plan(&self, first_number: u32) -> Plan {
        let occasion = Occasion {
            cell: Cell {
                complaint: 0,
                tier: 1,
                severity: Severity::Major,
            },
            more: &[],
            again: None,
            start: self.now,
            now: self.now,
            channel: None,
            calendar: Calendar::new(&self.zone, None),
            profile: &Profile::default(),
            presence: None,
            first_number,
        };
        plan(&self.playbook, &occasion).unwrap()
    }

    fn logged(&self) -> Logged {
        let named = |id: &str| Named {
            id: id.to_owned(),
            name: id.to_owned(),
        };
        let plan = self.plan(1);
        Logged {
            number: 1,
            customer: Id::new(1, [1; 10]),
            facts: Facts {
                playbook: "corner".to_owned(),
                file: None,
                text: Hash::EMPTY,
                complaints: vec![named("late-delivery")],
                later: Vec::new(),
                tier: named("regular"),
                grounds: Grounds::default(),
                channel: None,
                presence: None,
                short: None,
            },
            told: plan.start,
            happened: None,
            zone: "Europe/London".to_owned(),
            zone_rules: "2026f".to_owned(),
            public: false,
            value: None,
            failed_before: None,
            said: Statement::default(),
            answers: Vec::new(),
            holder: None,
            plan: Some(plan),
            origin: None,
        }
    }

    fn append(&mut self, event: Event) {
        self.operation += 1;
        self.history.push(Happened {
            recorded: Recorded {
                operation: self.operation,
                at: self.now,
                event,
            },
            undone: None,
        });
    }

    fn id(&self) -> Id {
        Id::new(1, [2; 10])
    }

    fn case(&self) -> Option<Case> {
        let standing = self.history.iter().filter(|one| one.undone.is_none());
        Case::fold(self.id(), standing.map(|one| one.recorded.clone())).unwrap()
    }

    fn carry_out(&mut self, deed: Deed) {
        match (deed, self.case()) {
            (Deed::Done(at), Some(case)) if case.closed.is_none() => self.done(&case, at),
            (Deed::SetOff(at), Some(case)) if case.closed.is_none() => self.set_off(&case, at),
            (Deed::Close, Some(case)) if case.closed.is_none() => self.append(closed(self.now)),
            (Deed::Reopen, Some(case)) if case.closed.is_some() => self.reopen(&case),
            (Deed::Undo, _) => self.undo(),
            (Deed::Look | Deed::Done(_) | Deed::SetOff(_) | Deed::Close | Deed::Reopen, _) => {}
        }
    }

    fn done(&mut self, case: &Case, at: usize) {
        let open = case.steps(self.now).into_iter().filter(|one| one.is_open());
        let open: Vec<u32> = open.map(|one| one.step.number).collect();
        let Some(step) = open.get(at).copied() else {
            return;
        };
        self.append(Event::Done(Done {
            step,
            at: self.now,
            note: None,
            spent: None,
            reaction: None,
            right: None,
            choice: None,
        }));
    }

    fn set_off(&mut self, case: &Case, rung: usize) {
        let cycle = case.cycle().unwrap();
        let Some(frozen) = cycle.plan.rungs.get(rung) else {
            return;
        };
        let (on, at) = (frozen.on, self.now);
        self.append(Event::Escalated(Escalated {
            rung,
            on,
            at,
            steps: Vec::new(),
        }));
    }

    fn reopen(&mut self, case: &Case) {
        let why = ErasableText::new(self.id(), [0; 16], Words::new("again").unwrap());
        let plan = self.plan(case.last_number() + 1);
        let grounds = Grounds::default();
        self.append(Event::Reopened(Box::new(Reopened {
            why,
            grounds,
            plan,
            zone: None,
            answered_at: None,
        })));
    }

    fn undo(&mut self) {
        let mut standing = self.history.iter_mut().rev();
        if let Some(last) = standing.find(|one| one.undone.is_none()) {
            self.operation += 1;
            last.undone = Some((self.operation, self.now));
        }
    }

    /// Gives the calendar a file, and sees to it that nothing it knows is missing.
    fn look(&mut self) -> Result<(), TestCaseError> {
        let case = self.case();
        let all = reminders(self.id(), &self.history, case.as_ref(), self.now);
        let keys = |wanted: &dyn Fn(ReminderFate) -> bool| -> BTreeSet<(usize, String)> {
            let all = all.iter().filter(|one| wanted(one.fate));
            all.map(|one| (one.deadline.cycle, one.deadline.name.word()))
                .collect()
        };
        let standing = keys(&|fate| fate == ReminderFate::Stands);
        prop_assert_eq!(&standing, &self.to_be_met(case.as_ref()));
        let known = keys(&|_| true);
        prop_assert_eq!(known.len(), all.len());
        let forgotten: Vec<_> = self.given.difference(&known).collect();
        prop_assert!(forgotten.is_empty(), "rings on: {forgotten:?}");
        self.given.extend(standing);
        Ok(())
    }

    fn to_be_met(&self, case: Option<&Case>) -> BTreeSet<(usize, String)> {
        let open = case.filter(|case| case.closed.is_none());
        let deadlines = open.map_or_else(Vec::new, |case| case.deadlines(self.now));
        let running = open.map_or(0, |case| case.cycles.len());
        let unmet = deadlines.into_iter().filter(|one| one.met_at.is_none());
        unmet
            .filter(|one| one.cycle == running && !one.provisional)
            .map(|one| (one.cycle, one.name.word()))
            .collect()
    }
}

fn closed(at: Instant) -> Event {
    Event::Closed(Closed {
        at: Some(at),
        outcome: Outcome::Lost,
        cause: None,
        lesson: None,
        why: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_that_a_calendar_was_given_is_forgotten(deeds in deeds()) {
        let mut watched = WatchedCase::new();
        for (minutes, deed) in deeds {
            watched.look()?;
            watched.now += TimeDelta::minutes(minutes);
            // A file is written now and then, also just before something is done.
            watched.look()?;
            watched.carry_out(deed);
            watched.look()?;
        }
    }
}
