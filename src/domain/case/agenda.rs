//! Everything that is to be done about a case, so that a day's list reads one row a case.
//!
//! Like a summary it is worked out when a case is written, with what the passing of time will change by itself: a rung
//! that the clock sets off, and the late branch.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::case::Case;
use crate::domain::case::next::{Todo, predecessor};
use crate::domain::case::promise::Promise;
use crate::domain::case::standing::{Stand, Standing};
use crate::domain::id::Id;
use crate::domain::playbook::Part;
use crate::domain::suggest::joined_names;
use crate::domain::time::zone::Instant;

/// What kind of thing is to be done.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "chore-kind")]
pub enum ChoreKind {
    /// A step that puts it right, or surprises.
    Step,
    /// What the customer was told with a time.
    Promise,
    /// Asking whether it is right now.
    FollowUp,
    /// Something for the next customer.
    Prevent,
    /// A pause ends, and the clocks go on.
    Pause,
}

impl ChoreKind {
    /// Gives the word, as it stands in JSON and in rows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Promise => "promise",
            Self::FollowUp => "follow-up",
            Self::Prevent => "prevent",
            Self::Pause => "pause",
        }
    }
}

/// One thing to do about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chore {
    /// What kind of thing.
    pub kind: ChoreKind,
    /// The number of the step or of the promise; 0 for a pause.
    pub number: u32,
    /// What to do; empty where it is words of a person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where the words of a promise lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Id>,
    /// By when; that moment itself is in time.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub due_at: Instant,
    /// A role, or `holder`.
    pub by: String,
    /// How long it takes somebody, in seconds of elapsed time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes: Option<u64>,
    /// What must be at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The number of the step it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u32>,
    /// Whether it is prepared silently.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// When what it has to come before is due, where that is earlier: sorry comes before remedy.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub before: Option<Instant>,
}

impl Chore {
    /// By when it has to be begun with: when it is due, or what it has to come before.
    #[must_use]
    pub fn turn(&self) -> Instant {
        self.before
            .map_or(self.due_at, |before| before.min(self.due_at))
    }
}

/// What is to be done after some moment, until the next stretch begins or something is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct AgendaStretch {
    #[serde(with = "chrono::serde::ts_seconds")]
    after: Instant,
    /// By position in [`Agenda::chores`].
    open: Vec<usize>,
}

/// Everything that is to be done about a case, now and after each moment at which the clock alone changes something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// What went wrong, in few words.
    pub about: String,
    /// Where the words for the order, booking or job lie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Id>,
    /// When somebody said that the customer is still here; nothing where they have left or nobody said.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub here_since: Option<Instant>,
    chores: Vec<Chore>,
    stretches: Vec<AgendaStretch>,
}

impl Agenda {
    /// Says whether there is never anything to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.chores.is_empty()
    }

    /// Gives what is to be done at a moment, in the order of doing.
    #[must_use]
    pub fn at(self, now: Instant) -> Vec<Chore> {
        let begun = self.stretches.iter().rposition(|one| one.after < now);
        let stretch = self.stretches.into_iter().nth(begun.unwrap_or_default());
        let open = stretch.map_or_else(Vec::new, |stretch| stretch.open);
        let mut chores: Vec<Option<Chore>> = self.chores.into_iter().map(Some).collect();
        let taken = open.into_iter();
        taken.filter_map(|at| chores.get_mut(at)?.take()).collect()
    }

    /// Gives what the clock alone will set off between two moments and what is due by the second, each with when it
    /// begins: nobody finds it on a list before.
    #[must_use]
    pub fn begins(&self, now: Instant, until: Instant) -> Vec<(Instant, Chore)> {
        let begun = self.stretches.iter().rposition(|one| one.after < now);
        let running = self.stretches.get(begun.unwrap_or_default());
        let known: &[usize] = running.map_or(&[], |stretch| &stretch.open);
        let ahead = self.stretches.iter();
        let ahead = ahead.filter(|one| one.after >= now && one.after < until);
        let mut found: Vec<(Instant, usize)> = Vec::new();
        for stretch in ahead {
            for at in &stretch.open {
                let is_new = !known.contains(at) && found.iter().all(|(_, other)| other != at);
                found.extend(is_new.then_some((stretch.after, *at)));
            }
        }
        let chore = |(after, at): (Instant, usize)| {
            let chore = self.chores.get(at)?;
            let is_set_off = chore.due_at > after && chore.due_at <= until;
            is_set_off.then(|| (after, chore.clone()))
        };
        found.into_iter().filter_map(chore).collect()
    }

    /// Adds a stretch, with each of its chores once.
    fn push(&mut self, after: Instant, chores: Vec<Chore>) {
        let open = chores.into_iter().map(|chore| {
            let known = self.chores.iter().position(|known| *known == chore);
            known.unwrap_or_else(|| {
                self.chores.push(chore);
                self.chores.len() - 1
            })
        });
        let open: Vec<usize> = open.collect();
        if self.stretches.last().is_none_or(|last| last.open != open) {
            self.stretches.push(AgendaStretch { after, open });
        }
    }
}

impl Case {
    /// Gives everything that is to be done, from the last event on.
    #[must_use]
    pub fn agenda(&self) -> Agenda {
        let order = self.logged.said.order.as_ref();
        let mut agenda = Agenda {
            about: self.in_short(),
            order: order.map(|order| order.id),
            here_since: self.here_since.filter(|_| self.closed.is_none()),
            ..Agenda::default()
        };
        for (after, seen) in self.turns(self.last_moment()) {
            let chores = self
                .stand(seen)
                .map_or_else(Vec::new, |stand| self.chores(&stand, seen));
            agenda.push(after, chores);
        }
        agenda
    }

    /// Names everything that went wrong: "cold food and rude or careless treatment".
    fn in_short(&self) -> String {
        let names = self.facts.complaints.iter();
        let mut names: Vec<&str> = names.map(|named| named.name.as_str()).collect();
        if let (Some(short), Some(first)) = (&self.facts.short, names.first_mut()) {
            *first = short;
        }
        joined_names(&names)
    }

    fn chores(&self, stand: &Stand<'_>, now: Instant) -> Vec<Chore> {
        let is_closed = self.closed.is_some();
        let open = stand.steps.iter().filter(|one| {
            let counts = !is_closed && !one.provisional;
            one.is_open() && (counts || one.step.part == Part::Prevent)
        });
        let mut chores: Vec<Chore> = open.map(|one| chore(one, &stand.steps)).collect();
        if let Some(Todo::Step(next, _)) = self.next_among(&stand.steps) {
            lead(&mut chores, next.number);
        }
        if let Some(cycle) = self.cycle().filter(|_| !is_closed) {
            let promises = cycle.promises.iter().filter(|one| one.is_open());
            chores.extend(promises.map(promised));
            let paused = cycle.paused(now).map(|pause| pause.end());
            chores.extend(paused.map(end_of_pause));
        }
        same_once(chores)
    }
}

/// Lets the step that comes next stand before all that is due earlier.
fn lead(chores: &mut [Chore], number: u32) {
    let others = chores.iter().filter(|one| {
        one.number != number && matches!(one.kind, ChoreKind::Step | ChoreKind::FollowUp)
    });
    let earliest = others.map(|one| one.due_at).min();
    let leads = |one: &&mut Chore| one.kind == ChoreKind::Step && one.number == number;
    if let Some(next) = chores.iter_mut().find(leads) {
        next.before = earliest.filter(|earliest| *earliest < next.due_at);
    }
}

/// Leaves out what the same person is to do twice in the same words: it is done once, at the earlier time.
fn same_once(chores: Vec<Chore>) -> Vec<Chore> {
    let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut kept: Vec<Chore> = Vec::new();
    for chore in chores {
        let same = (chore.by.clone(), chore.text.clone());
        if chore.kind == ChoreKind::Promise || chore.kind == ChoreKind::Pause {
            kept.push(chore);
        } else if let Some(at) = first.get(&same) {
            let earlier = &mut kept[*at];
            earlier.due_at = earlier.due_at.min(chore.due_at);
        } else {
            first.insert(same, kept.len());
            kept.push(chore);
        }
    }
    kept
}

fn chore(one: &Standing<'_>, steps: &[Standing<'_>]) -> Chore {
    let task = one.step.task.as_ref();
    let text = task.map_or("choose something they do not expect", |task| &task.text);
    Chore {
        kind: match one.step.part {
            Part::FollowUp => ChoreKind::FollowUp,
            Part::Prevent => ChoreKind::Prevent,
            Part::Acknowledge | Part::Fix | Part::Dazzle | Part::Late => ChoreKind::Step,
        },
        number: one.number,
        text: text.to_owned(),
        words: None,
        due_at: one.due_at,
        by: task.map_or("holder", |task| &task.by).to_owned(),
        takes: task
            .and_then(|task| task.takes)
            .map(|span| span.nominal_seconds()),
        needs: task.map(|task| task.needs.clone()).unwrap_or_default(),
        after: predecessor(one, steps).map(|other| other.number),
        hidden: task.is_some_and(|task| task.hidden),
        before: None,
    }
}

fn promised(promise: &Promise) -> Chore {
    let made = &promise.made;
    Chore {
        words: Some(made.text.id),
        ..of_holder(ChoreKind::Promise, made.promise, made.by.at)
    }
}

fn end_of_pause(at: Instant) -> Chore {
    Chore {
        text: "the pause ends: the clocks go on".to_owned(),
        ..of_holder(ChoreKind::Pause, 0, at)
    }
}

fn of_holder(kind: ChoreKind, number: u32, due_at: Instant) -> Chore {
    Chore {
        kind,
        number,
        text: String::new(),
        words: None,
        due_at,
        by: "holder".to_owned(),
        takes: None,
        needs: Vec::new(),
        after: None,
        hidden: false,
        before: None,
    }
}
