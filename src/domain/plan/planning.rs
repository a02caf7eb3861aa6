//! From a cell of the playbook to the dated plan of one customer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::domain::money::Money;
use crate::domain::plan::order::{self, Doing};
use crate::domain::plan::together::{Means, PlanItem, Together};
use crate::domain::plan::{Due, FrozenCeiling, FrozenRung, LeftBeside, Plan, Promised, Step, Task};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::selection::{Resolved, ValueSource};
use crate::domain::playbook::{
    Action, Channel, ClockName, Item, Part, Playbook, Presence, Rules, Rung,
};
use crate::domain::time::calendar::Calendar;
use crate::domain::time::span::{Span, Undated};
use crate::domain::time::zone::Instant;

mod clocks;
mod later;
mod slots;

pub use later::FurtherFailure;

use clocks::Clocks;

/// What is known of the customer that bears on what to give them.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Tags of what they like, matched against an action's `suits`.
    pub likes: BTreeSet<String>,
    /// Actions done for them before, and when last.
    pub given: BTreeMap<String, Instant>,
}

/// What bears on planning a running case again.
#[derive(Clone, Copy, Debug)]
pub struct Again<'a> {
    /// Further failures, which the customer told of later.
    pub later: &'a [FurtherFailure<'a>],
    /// By how much pauses have moved the recovery deadline.
    pub waited: TimeDelta,
}

/// What a plan is made for.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The cell: the first complaint type, the tier, the severity.
    pub cell: Cell,
    /// Further complaint types, which add to what the first one gives.
    pub more: &'a [usize],
    /// What bears on planning a running case again; none when a cycle begins.
    pub again: Option<Again<'a>>,
    /// When the clocks start.
    pub start: Instant,
    /// Now, which decides what still fits.
    pub now: Instant,
    /// The channel it came by, whose turnaround may replace the first response.
    pub channel: Option<&'a Channel>,
    /// The shop's zone and hours.
    pub calendar: Calendar<'a>,
    /// What is known of the customer.
    pub profile: &'a Profile,
    /// Whether the customer is still here; `None` where nobody has asked.
    pub presence: Option<Presence>,
    /// The first step number to give.
    pub first_number: u32,
}

impl Occasion<'_> {
    /// Gives what each of the complaint types gives by itself, the first one first.
    fn types<'p>(&self, playbook: &'p Playbook) -> Vec<&'p Resolved> {
        let all = std::iter::once(self.cell.complaint).chain(self.more.iter().copied());
        let cell = |complaint| Cell {
            complaint,
            ..self.cell
        };
        all.map(|complaint| playbook.at(cell(complaint))).collect()
    }

    /// Gives the id of the type that gave something, unless it is the first one, which goes without saying.
    fn further(&self, rules: &Rules, of: usize) -> Option<String> {
        let later = self.later().iter().map(|later| later.complaint);
        let mut further = self.more.iter().copied().chain(later);
        let complaint = further.nth(of.checked_sub(1)?)?;
        Some(rules.complaints[complaint].id.clone())
    }

    /// Gives the failures that the customer told of later.
    fn later(&self) -> &[FurtherFailure<'_>] {
        self.again.map_or(&[][..], |again| again.later)
    }

    /// By how much pauses have moved the recovery deadline.
    fn waited(&self) -> TimeDelta {
        self.again.map(|again| again.waited).unwrap_or_default()
    }
}

/// Makes the plan of one cycle.
///
/// # Errors
/// Refuses a length in open time, when the shop has not said when it is open, or never is.
pub fn plan(playbook: &Playbook, occasion: &Occasion<'_>) -> Result<Plan, Undated> {
    let playbook = &*playbook.when(occasion.presence);
    let rules = playbook.rules();
    let types = occasion.types(playbook);
    let first = playbook.at(occasion.cell);
    let each = types.iter().map(|one| Clocks::of(&[*one], rules, occasion));
    let each: Vec<Clocks> = each.collect::<Result<_, _>>()?;
    let costs = rules.costs();
    let possible = |part, action: usize| each[0].in_time(part, &rules.actions[action], occasion);
    let means = Means {
        rules,
        costs: &costs,
        possible: &possible,
    };
    let alone = || Together::alone(first, &costs);
    let together = Together::of(&types, means).unwrap_or_else(alone);
    let later = !occasion.later().is_empty();
    let with_later = later.then(|| with_later(playbook, occasion, &types, means));
    let ceiling = ceiling(rules, with_later.as_ref().unwrap_or(&together), occasion);
    let mut draft = Drafting {
        playbook,
        rules,
        occasion,
        clocks: Clocks::of(&types, rules, occasion)?,
        each,
        steps: Vec::new(),
        offered: Vec::new(),
    };
    draft.items(&together)?;
    let answer = clocks::of_a_person(&types, rules, occasion)?;
    let rungs = draft.rungs(answer.span)?;
    draft.fill(&together, &alone(), &costs);
    let later = draft.later_failures(ceiling.amount)?;
    draft.number();
    let plan = Plan {
        rungs,
        later,
        answer: Some(answer).filter(|_| clocks::turnaround(occasion).is_some()),
        ..draft.done(ceiling)
    };
    Ok(with_hours(plan, occasion))
}

/// Puts the failures told later beside the others, for what the plan may cost.
fn with_later<'p>(
    playbook: &'p Playbook,
    occasion: &Occasion<'_>,
    types: &[&'p Resolved],
    means: Means<'_>,
) -> Together<'p> {
    let later = occasion.later().iter().map(|later| Cell {
        complaint: later.complaint,
        ..occasion.cell
    });
    let later = later.map(|cell| playbook.at(cell));
    let all: Vec<&Resolved> = types.iter().copied().chain(later).collect();
    let first = playbook.at(occasion.cell);
    Together::of(&all, means).unwrap_or_else(|| Together::alone(first, means.costs))
}

/// Freezes the hours with a plan that counts them.
fn with_hours(mut plan: Plan, occasion: &Occasion<'_>) -> Plan {
    if plan.counts_open_time() {
        plan.hours = occasion.calendar.hours.cloned();
    }
    plan
}

fn ceiling(rules: &Rules, together: &Together<'_>, occasion: &Occasion<'_>) -> FrozenCeiling {
    let currency = rules.currency;
    let money = |minor| Money { minor, currency };
    let ceiling = together.ceiling;
    FrozenCeiling {
        amount: money(ceiling.amount),
        lines: lines(rules, together.ceiling_from()),
        beside: (together.types.len() > 1).then(|| LeftBeside {
            sure: money(ceiling.sure),
            complaint: occasion.further(rules, ceiling.of),
        }),
    }
}

fn lines(rules: &Rules, source: &ValueSource) -> Vec<u32> {
    match source {
        ValueSource::Entries(entries) => entry_lines(rules, entries),
        ValueSource::File(place) => vec![place.line],
        ValueSource::BuiltIn => Vec::new(),
    }
}

fn entry_lines(rules: &Rules, entries: &[usize]) -> Vec<u32> {
    entries
        .iter()
        .map(|at| rules.entries[*at].place.line)
        .collect()
}

/// Copies an action as it stands now.
#[must_use]
pub fn task(action: &Action) -> Task {
    Task {
        action: action.id.clone(),
        text: action.text.clone(),
        by: action.by.clone(),
        within: action.within.as_ref().map(|set| set.value),
        takes: action.takes,
        cost: action.cost,
        choices: action.choices.clone(),
        needs: action.needs.clone(),
        draft: action.draft.clone(),
        after: action.after.clone(),
        replaces: action.replaces,
        hidden: action.hidden,
        deed: action.deed,
        line: action.place.line,
    }
}

/// A plan while it is being made.
struct Drafting<'a> {
    playbook: &'a Playbook,
    rules: &'a Rules,
    occasion: &'a Occasion<'a>,
    clocks: Clocks,
    /// The clocks of each complaint type by itself.
    each: Vec<Clocks>,
    steps: Vec<Step>,
    /// For each step that is a slot, what it offers and which type gave it.
    offered: Vec<Slot>,
}

/// A step that is to be filled.
struct Slot {
    step: usize,
    options: Vec<usize>,
    of: usize,
}

impl Drafting<'_> {
    /// The plan so far: its clocks, its steps and what it may cost.
    fn done(self, ceiling: FrozenCeiling) -> Plan {
        Plan {
            start: Promised::new(self.occasion.start, self.occasion.calendar.zone),
            clocks: self.clocks.frozen,
            first_response: self.clocks.first_response,
            recover: self.clocks.recover,
            ceiling,
            steps: self.steps,
            rungs: Vec::new(),
            later: Vec::new(),
            answer: None,
            unmet_at: None,
            hours: None,
        }
    }

    fn items(&mut self, together: &Together<'_>) -> Result<(), Undated> {
        for given in &together.items {
            match &given.item {
                Item::Action(at) => {
                    let task = task(&self.rules.actions[*at]);
                    let due = self.due(given.part, task.within, given.of)?;
                    self.steps.push(Step {
                        lines: entry_lines(self.rules, &given.entries),
                        ..Step::planned(given.part, Some(task), due)
                    });
                }
                Item::Pick { pick, from } => self.slots(given, *pick, from)?,
            }
        }
        Ok(())
    }

    fn slots(&mut self, given: &PlanItem, pick: usize, from: &[usize]) -> Result<(), Undated> {
        let options = from.iter().map(|at| task(&self.rules.actions[*at]));
        let slot = Step {
            options: options.collect(),
            lines: entry_lines(self.rules, &given.entries),
            ..Step::planned(given.part, None, self.due(given.part, None, given.of)?)
        };
        for _ in 0..pick {
            self.offered.push(Slot {
                step: self.steps.len(),
                options: from.to_vec(),
                of: given.of,
            });
            self.steps.push(slot.clone());
        }
        Ok(())
    }

    /// When a step is due that a complaint type gave.
    ///
    /// A time of its own stands as the playbook has it; only where another type has shortened the clock of its part does
    /// that end it.
    fn due(&self, part: Part, within: Option<Span>, of: usize) -> Result<Due, Undated> {
        let follow_up = self.clocks.span(ClockName::FollowUp);
        let Some(own) = within else {
            return match part {
                Part::FollowUp => Ok(Due::AfterRecovery(follow_up)),
                Part::Prevent => Ok(Due::At(self.promised(follow_up)?)),
                Part::Acknowledge => Ok(Due::At(self.clocks.first_response)),
                Part::Fix | Part::Dazzle | Part::Late => Ok(Due::At(self.clocks.recover)),
            };
        };
        let promised = self.promised(own)?;
        let alone = &self.each[of];
        let clipped = |by: Promised, before: Promised| {
            let shortened = by.at < before.at && by.at < promised.at;
            Due::At(if shortened { by } else { promised })
        };
        Ok(match part {
            Part::Acknowledge => clipped(self.clocks.first_response, alone.first_response),
            Part::Fix | Part::Dazzle => clipped(self.clocks.recover, alone.recover),
            Part::Late | Part::Prevent => Due::At(promised),
            Part::FollowUp => {
                let shortened = follow_up != alone.span(ClockName::FollowUp);
                let sooner = self.clocks.after_recovery(follow_up, self.occasion)?
                    < self.clocks.after_recovery(own, self.occasion)?;
                Due::AfterRecovery(if shortened && sooner { follow_up } else { own })
            }
        })
    }

    fn promised(&self, span: Span) -> Result<Promised, Undated> {
        let calendar = self.occasion.calendar;
        let at = span.after(self.occasion.start, calendar)?;
        Ok(Promised::new(at, calendar.zone))
    }

    /// Freezes the rungs of the cell, with their steps in reserve.
    ///
    /// Such a step is due within its own time from when the rung is set off, else within a first response,
    /// whatever channel the complaint came by.
    fn rungs(&mut self, answer: Span) -> Result<Vec<FrozenRung>, Undated> {
        let rules = self.rules;
        let mine = |rung: &&Rung| rung.region.covers(self.occasion.cell);
        let rungs: Vec<_> = rules.rungs.iter().filter(mine).collect();
        for (at, rung) in rungs.iter().enumerate() {
            for action in &rung.actions {
                let action = &rules.actions[*action];
                let span = action.within.as_ref().map_or(answer, |set| set.value);
                span.after(self.occasion.start, self.occasion.calendar)?;
                self.steps.push(Step {
                    lines: vec![rung.place.line],
                    rung: Some(at),
                    ..Step::planned(Part::Fix, Some(task(action)), Due::AfterSetOff(span))
                });
            }
        }
        let frozen = |rung: &Rung| FrozenRung {
            on: rung.on,
            to: rung.to.clone(),
            raise: rung.raise,
            line: rung.place.line,
        };
        Ok(rungs.into_iter().map(frozen).collect())
    }

    /// Numbers what is planned in the order of doing; what is kept in reserve comes behind it and
    /// takes its numbers when it is set off.
    fn number(&mut self) {
        let steps = std::mem::take(&mut self.steps);
        let planned = |step: &Step| step.rung.is_none() && step.part != Part::Late;
        let (planned, reserve): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(planned);
        let doing = |step| Doing {
            step,
            due_at: self.due_at(step),
        };
        let doing: Vec<Doing<'_>> = planned.iter().map(doing).collect();
        let order = order::of_doing(&doing);
        let numbers = self.occasion.first_number..;
        let numbered = numbers.zip(order).map(|(number, at)| Step {
            number,
            ..planned[at].clone()
        });
        self.steps = numbered.chain(reserve).collect();
    }

    /// When a step is due, as if both halves were done on the deadline.
    fn due_at(&self, step: &Step) -> Instant {
        let recover = self.clocks.recover.at;
        match step.due {
            Due::At(promised) => promised.at,
            Due::SetOff(due) => due.by.at,
            Due::WithRecovery => recover,
            Due::AfterRecovery(span) | Due::AfterSetOff(span) => {
                let due = span.after(recover, self.occasion.calendar);
                due.unwrap_or(recover)
            }
        }
    }
}
