//! From a cell of the playbook to the dated plan of one customer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use crate::domain::calendar::Calendar;
use crate::domain::cell::Cell;
use crate::domain::money::Money;
use crate::domain::plan::{
    ClockSource, Due, FrozenCeiling, FrozenClock, FrozenRung, Plan, Promised, Step, Task,
};
use crate::domain::playbook::{Action, Answer, Channel, ClockName, Item, Part, Playbook, Rules};
use crate::domain::selection::{Resolved, ResolvedItem, Source};
use crate::domain::span::{Span, Undated};
use crate::domain::zone::Instant;

/// What is known of the customer that bears on what to give them.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Tags of what they like, matched against an action's `suits`.
    pub likes: BTreeSet<String>,
    /// Actions done for them before, and when last.
    pub given: BTreeMap<String, Instant>,
}

/// What a plan is made for.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The cell: the first complaint type, the tier, the severity.
    pub cell: Cell,
    /// Further complaint types, which add their fix only.
    pub more: &'a [usize],
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
    /// The first step number to give.
    pub first_number: u32,
}

/// Makes the plan of one cycle.
///
/// # Errors
/// Refuses a length in open time, when the shop has not said when it is open, or never is.
pub fn plan(playbook: &Playbook, occasion: &Occasion<'_>) -> Result<Plan, Undated> {
    let resolved = playbook.at(occasion.cell);
    let rules = playbook.rules();
    let clocks = clocks(rules, resolved, occasion.channel);
    let due = |clock: ClockName| -> Result<Promised, Undated> {
        let span = clocks[clock as usize].span;
        let at = span.after(occasion.start, occasion.calendar)?;
        Ok(Promised::new(at, occasion.calendar.zone))
    };
    let (first_response, recover) = (due(ClockName::FirstResponse)?, due(ClockName::Recover)?);
    // Those that run from the recovery must have an end as well.
    due(ClockName::FollowUp)?;
    due(ClockName::Stayed)?;
    let mut draft = Drafting {
        playbook,
        occasion,
        follow_up: clocks[ClockName::FollowUp as usize].span,
        first_response,
        recover,
        steps: Vec::new(),
    };
    draft.parts(resolved)?;
    let rungs = draft.rungs()?;
    draft.fill_slots(resolved.ceiling.value);
    let mut plan = Plan {
        start: Promised::new(occasion.start, occasion.calendar.zone),
        clocks,
        first_response,
        recover,
        ceiling: FrozenCeiling {
            amount: resolved.ceiling.value,
            lines: lines(rules, &resolved.ceiling.from),
        },
        steps: draft.steps,
        rungs,
        hours: None,
    };
    if plan.counts_open_time() {
        plan.hours = occasion.calendar.hours.cloned();
    }
    Ok(plan)
}

fn clocks(rules: &Rules, resolved: &Resolved, channel: Option<&Channel>) -> [FrozenClock; 4] {
    ClockName::ALL.map(|name| {
        if let (ClockName::FirstResponse, Some(Answer::Within(span, place))) =
            (name, channel.map(|channel| channel.answer))
        {
            let from = ClockSource::Channel(place.line);
            return FrozenClock { span, from };
        }
        let sourced = resolved.clock(name);
        let from = match &sourced.from {
            Source::Entries(_) => ClockSource::Entries(lines(rules, &sourced.from)),
            Source::File(place) => ClockSource::Table(place.line),
            Source::BuiltIn => ClockSource::BuiltIn,
        };
        FrozenClock {
            span: sourced.value,
            from,
        }
    })
}

fn lines(rules: &Rules, source: &Source) -> Vec<u32> {
    match source {
        Source::Entries(entries) => entry_lines(rules, entries),
        Source::File(place) => vec![place.line],
        Source::BuiltIn => Vec::new(),
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
    occasion: &'a Occasion<'a>,
    follow_up: Span,
    first_response: Promised,
    recover: Promised,
    steps: Vec<Step>,
}

impl Drafting<'_> {
    fn parts(&mut self, resolved: &Resolved) -> Result<(), Undated> {
        for part in Part::PLANNED {
            for item in resolved.part(part) {
                self.add_item(part, item)?;
            }
            if part == Part::Fix {
                self.other_failures()?;
            }
        }
        Ok(())
    }

    /// Adds the fixes of the further complaint types.
    fn other_failures(&mut self) -> Result<(), Undated> {
        for complaint in self.occasion.more {
            let cell = Cell {
                complaint: *complaint,
                ..self.occasion.cell
            };
            let playbook = self.playbook;
            for item in playbook.at(cell).part(Part::Fix) {
                self.add_item(Part::Fix, item)?;
            }
        }
        Ok(())
    }

    fn add_item(&mut self, part: Part, item: &ResolvedItem) -> Result<(), Undated> {
        let rules = self.playbook.rules();
        let lines = entry_lines(rules, &item.entries);
        match &item.item {
            Item::Action(at) => {
                let action = &rules.actions[*at];
                if !self.has(&action.id) {
                    let task = task(action);
                    let due = self.due(part, task.within)?;
                    self.push(part, (Some(task), Vec::new()), (due, lines, None));
                }
            }
            Item::Pick { pick, from } => {
                let options: Vec<Task> = from.iter().map(|at| task(&rules.actions[*at])).collect();
                let due = self.due(part, None)?;
                for _ in 0..*pick {
                    self.push(part, (None, options.clone()), (due, lines.clone(), None));
                }
            }
        }
        Ok(())
    }

    /// Whether the plan has an action, what is kept in reserve for a rung left aside: it
    /// may never come, and when it does, it is not asked for twice.
    fn has(&self, action: &str) -> bool {
        let mine = self.steps.iter().filter(|step| step.rung.is_none());
        let mut tasks = mine.filter_map(|step| step.task.as_ref());
        tasks.any(|task| task.action == action)
    }

    fn push(
        &mut self,
        part: Part,
        (task, options): (Option<Task>, Vec<Task>),
        (due, lines, rung): (Due, Vec<u32>, Option<usize>),
    ) {
        let before = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        self.steps.push(Step {
            number: self.occasion.first_number.saturating_add(before),
            part,
            task,
            options,
            ranking: Vec::new(),
            due,
            lines,
            rung,
        });
    }

    fn due(&self, part: Part, within: Option<Span>) -> Result<Due, Undated> {
        let occasion = self.occasion;
        if part == Part::FollowUp {
            let span = within.unwrap_or(self.follow_up);
            span.after(occasion.start, occasion.calendar)?;
            return Ok(Due::AfterRecovery(span));
        }
        let own = match part {
            Part::Prevent => Some(within.unwrap_or(self.follow_up)),
            Part::Acknowledge | Part::Fix | Part::Dazzle | Part::Late | Part::FollowUp => within,
        };
        if let Some(span) = own {
            let at = span.after(occasion.start, occasion.calendar)?;
            return Ok(Due::At(Promised::new(at, occasion.calendar.zone)));
        }
        Ok(Due::At(if part == Part::Acknowledge {
            self.first_response
        } else {
            self.recover
        }))
    }

    /// Freezes the rungs of the cell, with their steps in reserve.
    fn rungs(&mut self) -> Result<Vec<FrozenRung>, Undated> {
        let rules = self.playbook.rules();
        let mine = |rung: &&crate::domain::playbook::Rung| rung.region.covers(self.occasion.cell);
        let rungs: Vec<_> = rules.rungs.iter().filter(mine).collect();
        for (at, rung) in rungs.iter().enumerate() {
            for action in &rung.actions {
                let action = &rules.actions[*action];
                let due = self.due(Part::Fix, None)?;
                let lines = vec![rung.place.line];
                let filled = (Some(task(action)), Vec::new());
                self.push(Part::Fix, filled, (due, lines, Some(at)));
            }
        }
        let frozen = |rung: &crate::domain::playbook::Rung| FrozenRung {
            on: rung.on,
            to: rung.to.clone(),
            raise: rung.raise,
            line: rung.place.line,
        };
        Ok(rungs.into_iter().map(frozen).collect())
    }

    /// Fills the slots, one after the other, from what fits money and time.
    ///
    /// The cheapest filling of the slots still to come is kept back, so that an early
    /// slot cannot starve a later one.
    fn fill_slots(&mut self, ceiling: Money) {
        let slots: Vec<usize> = (0..self.steps.len())
            .filter(|at| self.is_slot(*at))
            .collect();
        let mut left = ceiling.minor - self.mandatory();
        for (position, at) in slots.iter().enumerate() {
            let reserve: i64 = slots[position + 1..]
                .iter()
                .map(|later| self.cheapest(*later))
                .sum();
            self.steps[*at].ranking = self.ranking(&self.steps[*at].options);
            if let Some(task) = self.suggestion(*at, left - reserve) {
                left -= cost(&task);
                if task.within.is_some() {
                    let own = self.due(self.steps[*at].part, task.within);
                    self.steps[*at].due = own.unwrap_or(self.steps[*at].due);
                }
                self.steps[*at].task = Some(task);
            }
        }
    }

    fn is_slot(&self, at: usize) -> bool {
        !self.steps[at].options.is_empty()
    }

    /// What the steps cost that are no slots; rungs, and what is for the next customer, come on top of the ceiling.
    fn mandatory(&self) -> i64 {
        let own = |step: &&Step| step.rung.is_none() && step.part != Part::Prevent;
        let planned = self.steps.iter().filter(own);
        planned
            .filter_map(|step| step.task.as_ref())
            .map(cost)
            .sum()
    }

    fn cheapest(&self, at: usize) -> i64 {
        self.steps[at].options.iter().map(cost).min().unwrap_or(0)
    }

    fn suggestion(&self, at: usize, budget: i64) -> Option<Task> {
        let step = &self.steps[at];
        let mut ranked = step.ranked_options().into_iter();
        ranked
            .find(|task| {
                cost(task) <= budget && !self.has(&task.action) && self.in_time(step.part, task)
            })
            .cloned()
    }

    /// Puts the options of a slot in order: by most tags matched, then never or longest ago given
    /// to this customer, then as the list has them.
    fn ranking(&self, options: &[Task]) -> Vec<usize> {
        let given = &self.occasion.profile.given;
        let mut ranking: Vec<usize> = (0..options.len()).collect();
        ranking.sort_by_key(|at| {
            let task = &options[*at];
            let last = given.get(&task.action).copied();
            (std::cmp::Reverse(self.matches(task)), last)
        });
        if ranking.is_sorted() {
            return Vec::new();
        }
        ranking
    }

    fn matches(&self, task: &Task) -> usize {
        let actions = &self.playbook.rules().actions;
        let action = actions.iter().find(|action| action.id == task.action);
        let suits = action.map_or(&[][..], |action| &action.suits);
        suits
            .iter()
            .filter(|tag| self.occasion.profile.likes.contains(*tag))
            .count()
    }

    /// Whether it can still be done before the deadline of its part.
    fn in_time(&self, part: Part, task: &Task) -> bool {
        if matches!(part, Part::FollowUp | Part::Late | Part::Prevent) {
            return true;
        }
        let deadline = if part == Part::Acknowledge {
            self.first_response.at
        } else {
            self.recover.at
        };
        let occasion = self.occasion;
        let own = task
            .within
            .and_then(|within| within.after(occasion.start, occasion.calendar).ok());
        let deadline = own.map_or(deadline, |own| own.min(deadline));
        let takes = task.takes.map_or(0, Span::nominal_seconds);
        let takes = i64::try_from(takes).unwrap_or(i64::MAX / 1_000);
        self.occasion.now + TimeDelta::seconds(takes) <= deadline
    }
}

fn cost(task: &Task) -> i64 {
    task.cost.map_or(0, |cost| cost.minor)
}
