//! A day's work over all cases: what is to be done, by clock time, and by whom.

use std::collections::BTreeMap;
use std::rc::Rc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::agenda::{Chore, ChoreKind};
use crate::domain::name::is_called;
use crate::domain::report::night::Ahead;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// What a thing to do is about: one for all things of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "chore-case")]
pub struct DayCase {
    /// The case number.
    #[schemars(range(min = 1))]
    pub case: u64,
    /// Whose complaint; `null` once they are forgotten or when nobody wrote it down.
    pub customer: Option<Words>,
    /// What went wrong, in few words.
    #[schemars(length(min = 1))]
    pub about: String,
    /// How to reach them; `null` where nobody knows.
    pub reach: Option<Words>,
    /// The order, booking or job it is about; `null` where nobody said.
    pub order: Option<Words>,
    /// Whether the customer is still here, as far as somebody said so today.
    pub here: bool,
    /// Whether they complained where others can read it.
    pub public: bool,
}

/// One thing to do, with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct DayChore {
    /// The case.
    pub of: Rc<DayCase>,
    /// Who does it: the person behind the role; `None` when nobody stands there.
    pub person: Option<Rc<Words>>,
    /// What is to be done.
    pub chore: Chore,
    /// When whoever does it leaves on the day it is due; `None` when they are there then, or nobody said when they leave.
    pub leaves: Option<Instant>,
    /// When the clock will set it off; `None` for what is to be done already.
    pub begins: Option<Instant>,
    /// What the customer was told, when it is a promise.
    pub words: Option<Words>,
    /// The numbers of further steps that are done with it: the same words, for the same person.
    pub with: Vec<u32>,
}

/// Which things of a day are asked for.
#[derive(Clone, Copy, Debug)]
pub struct DayFilter<'t> {
    /// Now.
    pub now: Instant,
    /// The last moment that counts; what is late does.
    pub until: Instant,
    /// Only what this role or person does.
    pub whom: Option<&'t str>,
}

impl DayFilter<'_> {
    /// What is late comes first; what is done for the next customer makes nothing late, and overdue it is for now.
    fn turn(&self, one: &DayChore) -> Instant {
        let turn = one.chore.turn();
        match one.chore.kind {
            ChoreKind::Prevent => turn.max(self.now),
            ChoreKind::Step | ChoreKind::Promise | ChoreKind::FollowUp | ChoreKind::Pause => turn,
        }
    }

    /// Gives what is asked for, the earliest first; and how much of it is due later.
    #[must_use]
    pub fn seen(&self, mut chores: Vec<DayChore>) -> (Vec<DayChore>, usize) {
        chores.retain(|one| self.whom.is_none_or(|whom| one.is_for(whom)));
        // What has to come before the others of its case stands before them at the same moment.
        chores.sort_by_cached_key(|one| {
            let follows = one.chore.before.is_none();
            (self.turn(one), one.of.case, follows, one.chore.number)
        });
        let later = chores.partition_point(|one| one.chore.turn() <= self.until);
        let later = chores.split_off(later);
        (chores, later.len())
    }
}

/// Leaves out of the things of one case what the same person is to do twice in the same words, behind whichever role: it
/// is done once, at the earlier time, and named by both numbers.
#[must_use]
pub fn once_a_person(chores: Vec<DayChore>) -> Vec<DayChore> {
    let mut kept: Vec<DayChore> = Vec::with_capacity(chores.len());
    for one in chores {
        let same = |other: &&mut DayChore| {
            let named = one.person.is_some() && !one.chore.text.is_empty();
            named && other.chore.text == one.chore.text && other.person == one.person
        };
        match kept.iter_mut().find(same) {
            Some(earlier) => {
                earlier.chore.due_at = earlier.chore.due_at.min(one.chore.due_at);
                earlier.chore.before = earlier.chore.before.or(one.chore.before);
                earlier.with.push(one.chore.number);
            }
            None => kept.push(one),
        }
    }
    kept
}

impl DayChore {
    /// Says whether a role or a person does it; of names the case of letters does not matter, and one word is enough.
    #[must_use]
    pub fn is_for(&self, whom: &str) -> bool {
        let person = self.person.as_deref().map(Words::as_stored);
        let called = person.is_some_and(|person| is_called(person, whom));
        called || is_called(&self.chore.by, whom)
    }
}

/// What one person has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonsDay {
    /// Who; `None` where nobody is named behind the role.
    pub person: Option<Rc<Words>>,
    /// The role of the first thing, or `holder`.
    pub role: String,
    /// How many things.
    pub things: usize,
    /// How long they take together as far as that is known, in seconds.
    pub seconds: u64,
}

/// Adds up what each person has to do, and each role with nobody behind it, whoever has most first.
#[must_use]
pub fn by_person(chores: &[DayChore]) -> Vec<PersonsDay> {
    let mut days: BTreeMap<Result<&str, &str>, PersonsDay> = BTreeMap::new();
    for one in chores {
        let name = one.person.as_deref().map(Words::as_stored);
        let name = name.ok_or(one.chore.by.as_str());
        let day = days.entry(name).or_insert_with(|| PersonsDay {
            person: one.person.clone(),
            role: one.chore.by.clone(),
            things: 0,
            seconds: 0,
        });
        day.things += 1;
        day.seconds += one.chore.takes.unwrap_or(0);
    }
    let mut days: Vec<PersonsDay> = days.into_values().collect();
    days.sort_by_key(|day| std::cmp::Reverse((day.seconds, day.things)));
    days
}

/// When the shop opens again, if a thing is due while it is shut: then it has to be done before that.
#[must_use]
pub fn before_opening(due: Instant, ahead: &Ahead) -> Option<Instant> {
    let (from, until) = ahead.shut()?;
    (due >= from && due <= until).then_some(until)
}
