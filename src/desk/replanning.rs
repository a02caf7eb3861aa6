//! Planning a running case again: because somebody corrected it, told of a further failure, or because a
//! rung raised its severity.

use std::collections::BTreeSet;

use crate::desk::abort::OrAbort;
use crate::desk::library::of_facts;
use crate::desk::planning::{planned, profile};
use crate::desk::shop::Shop;
use crate::domain::case::replan::united;
use crate::domain::case::{Case, Cycle, counterpart};
use crate::domain::event::{Changed, Event, Facts, Raise, ToldLater};
use crate::domain::plan::planning::{Again, FurtherFailure, Occasion, Profile};
use crate::domain::plan::{Plan, Step};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::{Part, Playbook, Presence, Rules};
use crate::domain::time::calendar::Calendar;
use crate::domain::time::zone::Instant;
use crate::store::Writing;

/// What a running case is planned again by.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// The playbook.
    pub playbook: &'a Playbook,
    /// The facts as they are now.
    pub facts: &'a Facts,
    /// What is known of the customer.
    pub profile: &'a Profile,
}

/// Plans the running cycle of a case again, from its own start; `None` when it has none, or the playbook
/// does not know what it is about.
///
/// # Errors
/// When the playbook counts in open hours, which the shop has not named.
pub fn planned_again(shop: &Shop<'_>, case: &Case, basis: Basis<'_>) -> OrAbort<Option<Plan>> {
    let rules = basis.playbook.rules();
    let (Some(cycle), Some(cell)) = (case.cycle(), cell(rules, basis.facts)) else {
        return Ok(None);
    };
    let later = later(rules, basis.facts, cycle);
    let told_first = told_first(basis.facts).skip(1);
    let more: Vec<usize> = told_first.filter_map(|id| rules.complaint(id)).collect();
    let channel = basis.facts.channel.as_deref();
    let frozen = cycle.plan.hours.as_ref();
    let occasion = Occasion {
        cell,
        more: &more,
        again: Some(Again {
            later: &later,
            waited: cycle.recover_at() - cycle.plan.recover.at,
        }),
        start: cycle.plan.start.at,
        now: shop.now(),
        channel: channel.and_then(|id| rules.channel(id)),
        calendar: Calendar::new(case.zone.get(), shop.settings.hours.as_ref().or(frozen)),
        profile: basis.profile,
        presence: basis.facts.presence,
        first_number: 1,
    };
    let mut new = planned(basis.playbook, &occasion)?;
    leave_out_prevented(case, &mut new);
    let mut plan = united(cycle, new, shop.now());
    leave_out_impossible(rules, basis.facts.presence, cycle, &mut plan);
    let planned = case.planned_for();
    if planned.plan != Some(planned.case) {
        mark_raised(cycle, &mut plan, shop.now());
    }
    Ok(Some(plan))
}

/// Leaves out open steps of rungs that cannot be done for a customer who is still here, or who has left: a rung keeps
/// its steps whatever is planned, but not those.
fn leave_out_impossible(rules: &Rules, presence: Option<Presence>, cycle: &Cycle, plan: &mut Plan) {
    let can_be_done = |step: &Step| {
        let action = step.action();
        let mut actions = rules.actions.iter();
        let action = actions.find(|one| Some(one.id.as_str()) == action);
        action.is_none_or(|action| action.is_for(presence))
    };
    let is_settled = |step: &Step| {
        cycle.done.contains_key(&step.number) || cycle.skipped.contains_key(&step.number)
    };
    plan.steps
        .retain(|step| step.rung.is_none() || is_settled(step) || can_be_done(step));
}

/// Leaves out what was for the next customer in an earlier round and did not come into this one: it was done,
/// or found pointless.
fn leave_out_prevented(case: &Case, plan: &mut Plan) {
    let Some((running, earlier)) = case.cycles.split_last() else {
        return;
    };
    let has = |cycle: &Cycle, step: &Step| {
        let mut steps = cycle.plan.steps.iter();
        steps.any(|old| old.part == Part::Prevent && old.action() == step.action())
    };
    plan.steps.retain(|step| {
        let over = earlier.iter().any(|cycle| has(cycle, step)) && !has(running, step);
        step.part != Part::Prevent || !over
    });
}

/// Marks what a raise of the severity brings into the plan: a recovery that was complete before stays so.
fn mark_raised(cycle: &Cycle, plan: &mut Plan, now: Instant) {
    let known = |step: &Step| {
        let mut old = cycle.plan.steps.iter().filter(|old| old.is_own());
        old.any(|old| match (old.number, step.number) {
            // The late branch has no numbers before it begins.
            (0, 0) => old.part == step.part && old.action() == step.action(),
            (old, new) => old == new,
        })
    };
    let fresh = plan.steps.iter_mut();
    for step in fresh.filter(|step| step.is_own() && step.since.is_none()) {
        step.since = Some(now).filter(|_| !known(step));
    }
}

/// Gives facts whose raises name the lines that their rungs have in a new plan.
pub fn with_lines(case: &Case, mut facts: Facts, plan: Option<&Plan>) -> Facts {
    let (Some(cycle), Some(plan)) = (case.cycle(), plan) else {
        return facts;
    };
    for raise in &mut facts.grounds.raises {
        let Raise::Rung(line) = raise else { continue };
        let rungs = cycle.plan.rungs.iter();
        let old = rungs.clone().position(|rung| rung.line == *line);
        let new = old.and_then(|rung| counterpart(&cycle.plan, plan, rung));
        if let Some(rung) = new.and_then(|rung| plan.rungs.get(rung)) {
            *line = rung.line;
        }
    }
    facts
}

/// The cell that facts name; `None` when the playbook does not know their complaint type or tier.
pub fn cell(rules: &Rules, facts: &Facts) -> Option<Cell> {
    Some(Cell {
        complaint: rules.complaint(&facts.complaints.first()?.id)?,
        tier: rules.tier(&facts.tier.id)?,
        severity: facts.grounds.severity(),
    })
}

/// The ids of the complaint types that the customer told of first.
fn told_first(facts: &Facts) -> impl Iterator<Item = &str> {
    let ids = facts.complaints.iter().map(|named| named.id.as_str());
    ids.filter(|id| !facts.later.iter().any(|later| later.complaint == *id))
}

fn later<'r>(rules: &'r Rules, facts: &Facts, cycle: &Cycle) -> Vec<FurtherFailure<'r>> {
    let one = |told: &ToldLater| {
        Some(FurtherFailure {
            complaint: rules.complaint(&told.complaint)?,
            told: told.at,
            channel: told.channel.as_deref().and_then(|id| rules.channel(id)),
            done_before: done_before(cycle, told.at),
        })
    };
    facts.later.iter().filter_map(one).collect()
}

/// What was done before a moment, so for something else than what the customer told of then.
fn done_before(cycle: &Cycle, moment: Instant) -> BTreeSet<String> {
    let steps = cycle.plan.steps.iter();
    let done = steps.filter(|step| cycle.done_at(step.number).is_some_and(|at| at < moment));
    done.filter_map(|step| step.action().map(str::to_owned))
        .collect()
}

/// Gives the events that follow from what events set off: when they raised the severity, or took that
/// back, the case is planned again by its own text, and the rungs of the new plan are weighed.
///
/// # Errors
/// When the stored text cannot be read, or counts in open hours that the shop no longer names.
pub fn followed_up(
    shop: &Shop<'_>,
    case: &Case,
    events: &[Event],
    writing: &mut Writing<'_>,
) -> OrAbort<Vec<Event>> {
    let now = shop.now();
    let mut after = case.with(events, now);
    let mut before = case.planned_for();
    let mut follow = Vec::new();
    while after.wants_another_plan(before) {
        let Some(playbook) = of_facts(writing, &after.facts)? else {
            break;
        };
        let profile = profile(after.logged.customer, writing)?;
        let basis = Basis {
            playbook: &playbook,
            facts: &after.facts,
            profile: &profile,
        };
        let Some(plan) = planned_again(shop, &after, basis)? else {
            break;
        };
        let facts = with_lines(&after, after.facts.clone(), Some(&plan));
        let changed = Event::Changed(Box::new(Changed {
            facts,
            plan: Some(plan),
        }));
        before = after.planned_for();
        after = after.with(std::slice::from_ref(&changed), now);
        let weighed = after.weighed(now);
        after = after.with(&weighed, now);
        follow.push(changed);
        follow.extend(weighed);
    }
    Ok(follow)
}
