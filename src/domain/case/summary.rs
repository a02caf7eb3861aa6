//! The few facts of a case that lists need, so that a list reads one row a case.
//!
//! A summary is worked out when a case is written. What the passing of time will change by
//! itself (a rung set off by the clock, the late branch) stands in it as phases, so that a
//! list needs no history to say what holds at any later moment.

use serde::{Deserialize, Serialize};

use crate::domain::case::fit::Fit;
use crate::domain::case::next::{Todo, doable};
use crate::domain::case::promise::Promise;
use crate::domain::case::reserve::SetOff;
use crate::domain::case::spending::Overspending;
use crate::domain::case::standing::Standing;
use crate::domain::case::{Case, Cycle};
use crate::domain::event::{Named, Outcome, Reaction};
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::playbook::Trigger;
use crate::domain::playbook::cell::Severity;
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;

/// Something that has to be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The step's number; none when it is a promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u32>,
    /// The promise's number; none when it is a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<u32>,
    /// What to do. What was promised stands with the case: it is a person's words.
    pub text: String,
    /// A role, or `holder`.
    pub by: String,
}

/// What holds after some moment, until the next phase begins or something is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// The moment after which it holds.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub after: Instant,
    /// The earliest deadline not met.
    #[serde(with = "chrono::serde::ts_seconds_option")]
    pub due_at: Option<Instant>,
    /// The moment from which that is due soon.
    #[serde(with = "chrono::serde::ts_seconds_option")]
    pub soon_at: Option<Instant>,
    /// What comes next, by its position in [`Outlook::todo`].
    pub next: Option<usize>,
    /// What the other roles can do next, one each, by position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<usize>,
    /// The promise that lapses before the next step is due and yet does not come before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<u32>,
    /// The severity that the case goes up to with its next change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_up_to: Option<Severity>,
    /// By when the next promise has to be kept.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub promise_at: Option<Instant>,
    /// The work that is left, while it can be in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// Rungs that are set off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalated: Vec<Escalation>,
}

/// A rung that is set off, and stays so until the case is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// What set it off.
    pub on: Trigger,
    /// The moment at which it was set off.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// The role that takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A promise that was broken, or will be if nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The promise's number.
    pub promise: u32,
    /// By when it had, or has, to be kept.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
}

/// Something to be done for the next customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prevention {
    /// What is to be done.
    pub next: Next,
    /// By when it is due; that moment itself is in time.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub due_at: Instant,
}

/// Something the customer was told with a time, and that has not become of it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPromise {
    /// Its number.
    pub promise: u32,
    /// By when it has, or had, to be kept.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// Where its words lie.
    pub words: Id,
    /// What they are; `None` once they are forgotten.
    #[serde(skip)]
    pub text: Option<Words>,
}

/// What a list says of a case beside its facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// What holds from the last event on, in the order of time; never empty.
    pub phases: Vec<Phase>,
    /// What comes next in any of them, each thing once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub todo: Vec<Next>,
    /// The end of the pause that was asked for last, if it still lies ahead of that event.
    #[serde(
        default,
        with = "chrono::serde::ts_seconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub paused_until: Option<Instant>,
    /// The case in which this customer was failed before, not long ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_before: Option<u64>,
    /// The promises of the running cycle that are broken once their time has passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// What is to be done first for the next customer, and by when; it outlives the closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prevent: Option<Prevention>,
    /// Ids of the complaint types beside that of its cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What the customer was told and has not got yet, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<OpenPromise>,
    /// That more was spent than the plan may cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overspending: Option<Overspending>,
    /// How the customer took what was done last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
    /// What went wrong in few words, where the playbook has such for its complaint type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
}

impl Outlook {
    /// Gives what holds at a moment; `None` only for an outlook that nothing made.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Option<&Phase> {
        self.phases.get(self.position(now))
    }

    /// Takes out what holds at a moment.
    #[must_use]
    pub fn take_phase(&mut self, now: Instant) -> Option<Phase> {
        let at = self.position(now);
        (at < self.phases.len()).then(|| self.phases.swap_remove(at))
    }

    fn position(&self, now: Instant) -> usize {
        let begun = self.phases.iter().rposition(|phase| phase.after < now);
        begun.unwrap_or_default()
    }

    /// Gives what comes next in a phase.
    #[must_use]
    pub fn next(&self, phase: &Phase) -> Option<&Next> {
        self.todo.get(phase.next?)
    }

    /// Takes out what each role can do next in a phase: one thing a role, what comes next of all among them.
    #[must_use]
    pub fn take_own_next(&mut self, phase: &Phase) -> Vec<Next> {
        let all = std::mem::take(&mut self.todo);
        let mut all: Vec<Option<Next>> = all.into_iter().map(Some).collect();
        let own = phase.next.iter().chain(&phase.others);
        own.filter_map(|at| all.get_mut(*at)?.take()).collect()
    }
}

/// One row of a list of cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The label of the case in this shop.
    pub number: u64,
    /// The id that stays unique beyond this shop.
    pub id: Id,
    /// Whose complaint.
    pub customer: Id,
    /// The name of the playbook.
    pub playbook: String,
    /// The complaint type of its cell.
    pub complaint: Named,
    /// The tier.
    pub tier: Named,
    /// How much it hurt.
    pub severity: Severity,
    /// Who holds it.
    pub holder: Option<ErasableText>,
    /// Whether others can read the complaint.
    pub public: bool,
    /// What the customer is worth a year.
    pub value: Option<Money>,
    /// When the customer told us.
    pub told_at: Instant,
    /// The recovery deadline of the running cycle.
    pub recover_at: Option<Instant>,
    /// When both halves were done in the running cycle.
    pub recovered_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How often the customer has had to get in touch.
    pub contacts: u32,
    /// By when somebody should know whether the customer stayed; none once that is known.
    pub review_at: Option<Instant>,
    /// What else a list says of it.
    pub outlook: Outlook,
}

impl Summary {
    /// Gives what holds at a moment; `None` only for a summary that nothing made.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Option<&Phase> {
        self.outlook.phase(now)
    }

    /// Gives the phase with the nearest deadline of all, by which lists are ordered: when that
    /// has passed, its phase has begun, so whatever is late is never taken for on time.
    #[must_use]
    pub fn nearest(&self) -> Option<&Phase> {
        let due = self
            .outlook
            .phases
            .iter()
            .filter(|phase| phase.due_at.is_some());
        due.min_by_key(|phase| phase.due_at)
    }

    /// Gives when something for the next customer is due that a closed case has left to do.
    #[must_use]
    pub fn left_to_prevent(&self) -> Option<Instant> {
        let prevent = self
            .outlook
            .prevent
            .as_ref()
            .filter(|_| self.outcome.is_some());
        prevent.map(|prevent| prevent.due_at)
    }

    /// Gives the nearest deadline of all phases.
    #[must_use]
    pub fn due_at(&self) -> Option<Instant> {
        self.nearest()?.due_at
    }

    /// Gives the moment from which something is due soon in the first phase.
    #[must_use]
    pub fn soon_at(&self) -> Option<Instant> {
        self.outlook.phases.first()?.soon_at
    }

    /// Gives the moment after which the first phase no longer holds.
    #[must_use]
    pub fn turns_at(&self) -> Option<Instant> {
        Some(self.outlook.phases.get(1)?.after)
    }
}

impl Case {
    /// Sums the case up for lists.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let facts = &self.facts;
        let latest = self.last_moment();
        let recover_at = self.cycle().map(Cycle::recover_at);
        let unnamed = || Named {
            id: String::new(),
            name: String::new(),
        };
        Summary {
            number: self.number(),
            id: self.id,
            customer: self.logged.customer,
            playbook: facts.playbook.clone(),
            complaint: facts.complaints.first().cloned().unwrap_or_else(unnamed),
            tier: facts.tier.clone(),
            severity: self.severity(),
            holder: self.holder.clone(),
            public: self.logged.public,
            value: self.logged.value,
            told_at: self.logged.told.at,
            recover_at,
            recovered_at: self.recovered_at(latest),
            closed_at: self.closed.as_ref().and_then(|closed| closed.at),
            outcome: self.outcome(),
            contacts: u32::try_from(self.contact_count()).unwrap_or(u32::MAX),
            review_at: self.review_at(latest),
            outlook: self.outlook(latest),
        }
    }

    fn outlook(&self, latest: Instant) -> Outlook {
        let (phases, todo) = self.phases(latest);
        let further = self.facts.complaints.iter().skip(1);
        Outlook {
            phases,
            todo,
            paused_until: self.paused_until(latest),
            failed_before: self.logged.failed_before,
            breaches: self.breaches(),
            prevent: self.prevention(latest),
            also: further.map(|named| named.id.clone()).collect(),
            promises: self.promises_to_keep(),
            overspending: self.overspending(),
            reaction: self.last_reaction(),
            short: self.facts.short.clone(),
        }
    }

    fn prevention(&self, now: Instant) -> Option<Prevention> {
        let open = self.to_prevent(now);
        let first = open.iter().min_by_key(|one| one.due_at)?;
        Some(Prevention {
            next: next_of(&Todo::Step(*first, None)),
            due_at: first.due_at,
        })
    }

    fn review_at(&self, now: Instant) -> Option<Instant> {
        let stayed = self.stayed(now)?;
        let asked = stayed.met_at.is_none() && !stayed.provisional;
        asked.then_some(stayed.due_at)
    }

    fn paused_until(&self, now: Instant) -> Option<Instant> {
        let open = self.cycle().filter(|_| self.closed.is_none())?;
        Some(open.paused(now)?.end())
    }

    /// Gives what holds after the last event, and after each moment at which the clock alone
    /// changes something.
    fn phases(&self, latest: Instant) -> (Vec<Phase>, Vec<Next>) {
        let mut todo = Vec::new();
        let turns = self.turns(latest).into_iter();
        let phases = turns.map(|(after, seen)| self.phase(after, seen, &mut todo));
        let mut phases: Vec<Phase> = phases.collect();
        phases.dedup_by(|new, old| {
            Phase {
                after: old.after,
                ..new.clone()
            } == *old
        });
        (phases, todo)
    }

    /// Gives the moments after which something may be otherwise, each with the first at which it is: the last event, and
    /// those at which the clock alone changes something.
    pub(super) fn turns(&self, latest: Instant) -> Vec<(Instant, Instant)> {
        let open = self.cycle().filter(|_| self.closed.is_none());
        let mut moments = open.map_or_else(Vec::new, Cycle::thresholds);
        moments.retain(|moment| *moment >= latest);
        moments.sort_unstable();
        moments.dedup();
        let after = moments.into_iter();
        let after = after.map(|moment| (moment, moment + chrono::TimeDelta::seconds(1)));
        std::iter::once((latest, latest)).chain(after).collect()
    }

    fn phase(&self, after: Instant, seen: Instant, todo: &mut Vec<Next>) -> Phase {
        let Some(stand) = self.stand(seen) else {
            return Phase {
                after,
                ..Phase::default()
            };
        };
        let (due_at, soon_at) = self.pressing_in(&stand, seen).unzip();
        let next = self.next_among(&stand.steps);
        let beside = match next {
            Some(Todo::Step(_, promise)) => promise.map(|promise| promise.made.promise),
            Some(Todo::Promise(_)) | None => None,
        };
        let next = next.as_ref().map(|next| noted(next_of(next), todo));
        let others = match self.closed {
            Some(_) => Vec::new(),
            None => others(next, &stand.steps, todo),
        };
        Phase {
            after,
            due_at,
            soon_at,
            others,
            next,
            beside,
            goes_up_to: self.goes_up_with(&stand.set_off),
            promise_at: self.promise_at(),
            fit: self.fit_among(&stand.steps, seen),
            escalated: self.escalations(&stand.set_off),
        }
    }

    fn promise_at(&self) -> Option<Instant> {
        let open = self.cycle().filter(|_| self.closed.is_none())?;
        open.next_promise().map(|promise| promise.made.by.at)
    }

    fn promises_to_keep(&self) -> Vec<OpenPromise> {
        let cycle = self.cycle().filter(|_| self.closed.is_none());
        let promises = cycle.into_iter().flat_map(|cycle| &cycle.promises);
        let open = promises.filter(|promise| promise.is_open());
        let mut open: Vec<OpenPromise> = open
            .map(|promise| OpenPromise {
                promise: promise.made.promise,
                at: promise.made.by.at,
                words: promise.made.text.id,
                text: promise.made.text.words().cloned(),
            })
            .collect();
        open.sort_by_key(|promise| promise.at);
        open
    }

    fn breaches(&self) -> Vec<Breach> {
        let promises = self.cycle().into_iter().flat_map(|cycle| &cycle.promises);
        let breach = |promise: &Promise| {
            Some(Breach {
                promise: promise.made.promise,
                at: promise.breaks_at()?,
            })
        };
        promises.filter_map(breach).collect()
    }

    fn escalations(&self, set_off: &SetOff) -> Vec<Escalation> {
        let Some(cycle) = self.cycle() else {
            return Vec::new();
        };
        let escalation = |(rung, at): (&usize, &Instant)| {
            let frozen = cycle.plan.rungs.get(*rung)?;
            Some(Escalation {
                on: frozen.on,
                at: *at,
                to: frozen.to.clone(),
            })
        };
        set_off.iter().filter_map(escalation).collect()
    }

    /// The latest moment its own events speak of, which every fact in its summary is seen from.
    pub(super) fn last_moment(&self) -> Instant {
        let cycle = self.cycle();
        let done = cycle.into_iter().flat_map(|cycle| cycle.done.values());
        let begun = cycle.map(|cycle| cycle.plan.start.at);
        let moments = done.flat_map(|entered| [entered.done.at, entered.entered]);
        let skipped = cycle.into_iter().flat_map(|cycle| cycle.skipped.values());
        let moments = moments.chain(skipped.map(|skipped| skipped.at));
        let contacts = self.contacts.iter().map(|contact| contact.at);
        let closed = self.closed.iter().filter_map(|closed| closed.at);
        let waits = cycle.into_iter().flat_map(|cycle| &cycle.pauses);
        let waits = waits.flat_map(|pause| [Some(pause.paused.from), pause.ended]);
        let promises = cycle.into_iter().flat_map(|cycle| &cycle.promises);
        let promises = promises.flat_map(|promise| {
            let entered = promise.kept.as_ref().map(|(_, entered)| *entered);
            [Some(promise.made.made), entered, promise.replaced_at]
        });
        let all = moments.chain(contacts).chain(closed).chain(begun);
        let all = all.chain(waits.flatten()).chain(promises.flatten());
        all.fold(self.entered, Instant::max)
    }
}

/// What other roles have to do next, one thing each: the step behind a promise that comes next, and
/// what is due before a step that comes next all the same, because sorry comes first.
fn others(next: Option<usize>, steps: &[Standing<'_>], todo: &mut Vec<Next>) -> Vec<usize> {
    let Some(first) = doable(steps).next() else {
        return Vec::new();
    };
    let next = next.and_then(|at| todo.get(at));
    let next = next.filter(|next| next.step.is_some());
    let mut known: Vec<String> = next.iter().map(|next| next.by.clone()).collect();
    let mut others = Vec::new();
    let pressing = |one: &&Standing<'_>| one.number == first.number || one.due_at < first.due_at;
    for one in doable(steps).filter(pressing) {
        let own = next_of(&Todo::Step(*one, None));
        if !known.contains(&own.by) {
            known.push(own.by.clone());
            others.push(noted(own, todo));
        }
    }
    others
}

/// Notes something down once, and gives its position.
fn noted(next: Next, todo: &mut Vec<Next>) -> usize {
    let known = todo.iter().position(|known| *known == next);
    known.unwrap_or_else(|| {
        todo.push(next);
        todo.len() - 1
    })
}

fn next_of(next: &Todo<'_>) -> Next {
    let standing = match next {
        Todo::Step(standing, _) => standing,
        Todo::Promise(promise) => {
            let number = promise.made.promise;
            return Next {
                step: None,
                promise: Some(number),
                text: format!("keep promise {number}, or tell them it will be later"),
                by: "holder".to_owned(),
            };
        }
    };
    let (step, promise) = (Some(standing.number), None);
    match &standing.step.task {
        Some(task) => Next {
            step,
            promise,
            text: task.text.clone(),
            by: task.by.clone(),
        },
        None => Next {
            step,
            promise,
            text: "choose something they do not expect; nothing in the playbook fits".to_owned(),
            by: "holder".to_owned(),
        },
    }
}
