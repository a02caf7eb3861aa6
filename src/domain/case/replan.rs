//! Planning a running case again: done steps stay, no deadline moves later.

use crate::domain::case::Cycle;
use crate::domain::case::pause::Clock;
use crate::domain::plan::{Due, Plan, Promised, Step};
use crate::domain::playbook::Part;
use crate::domain::zone::Instant;

/// Unites the plan of a running cycle with a new one made from the same start.
///
/// A step of the new plan that the old one has keeps its number, its filling and the
/// earlier of its deadlines. Done steps that the new plan lacks are kept. New steps
/// get numbers after `last_number`. A deadline that would already be past at `now`
/// stays where it was.
#[must_use]
pub fn united(cycle: &Cycle, new: Plan, (last_number, now): (u32, Instant)) -> Plan {
    let old = &cycle.plan;
    let waited = |at: Instant| {
        cycle.moved(Clock {
            due: at,
            ..cycle.recovery()
        })
    };
    let over = |promised: Promised| waited(promised.at) < now;
    let keep = |before: Promised, after: Promised| {
        if over(before) || over(after) || after.at >= before.at {
            before
        } else {
            after
        }
    };
    let mut united = Plan {
        start: old.start,
        first_response: keep(old.first_response, new.first_response),
        recover: keep(old.recover, new.recover),
        ..new
    };
    let steps = std::mem::take(&mut united.steps);
    united.steps = renumbered(cycle, (steps, &united), (last_number, now), &keep);
    united
}

/// Gives the steps of the new plan the numbers, fillings and deadlines of the old one.
fn renumbered(
    cycle: &Cycle,
    (mut steps, united): (Vec<Step>, &Plan),
    (last_number, now): (u32, Instant),
    keep: &impl Fn(Promised, Promised) -> Promised,
) -> Vec<Step> {
    let old = &cycle.plan;
    let mut next = last_number;
    let mut taken: Vec<u32> = Vec::new();
    for step in &mut steps {
        let free = |other: &&Step| !taken.contains(&other.number) && same(other, step);
        if let Some(before) = old.steps.iter().find(free) {
            taken.push(before.number);
            carry_over(before, step, keep);
        } else {
            next = next.saturating_add(1);
            step.number = next;
            step.due = new_due(step, united, (cycle, now));
        }
    }
    let left_over = old
        .steps
        .iter()
        .filter(|step| !taken.contains(&step.number));
    let done = left_over.filter(|step| cycle.done.contains_key(&step.number));
    steps.extend(done.map(|step| Step {
        rung: None,
        ..step.clone()
    }));
    steps.sort_by_key(|step| step.number);
    steps
}

fn same(old: &Step, new: &Step) -> bool {
    if old.part != new.part || old.rung.is_some() != new.rung.is_some() {
        return false;
    }
    let ids = |step: &Step| {
        step.options
            .iter()
            .map(|task| task.action.clone())
            .collect::<Vec<_>>()
    };
    if new.options.is_empty() {
        let action = |step: &Step| step.task.as_ref().map(|task| task.action.clone());
        old.options.is_empty() && action(old) == action(new)
    } else {
        ids(old) == ids(new)
    }
}

fn carry_over(before: &Step, step: &mut Step, keep: &impl Fn(Promised, Promised) -> Promised) {
    step.number = before.number;
    if before.task.is_some() {
        step.task.clone_from(&before.task);
    }
    if let (Due::At(old), Due::At(new)) = (before.due, step.due) {
        step.due = Due::At(keep(old, new));
    }
}

/// A step that is new to the case is due with its part when its own time has passed already.
///
/// A first response that was given, or whose time is over, is not asked for again: a
/// further acknowledgement is then due with the recovery.
fn new_due(step: &Step, plan: &Plan, (cycle, now): (&Cycle, Instant)) -> Due {
    let still_owed = plan.first_response.at >= now && !cycle.answered();
    let with_part = if step.part == Part::Acknowledge && still_owed {
        plan.first_response
    } else {
        plan.recover
    };
    if step.part == Part::Acknowledge && !still_owed {
        return Due::At(with_part);
    }
    match step.due {
        Due::At(own) if own.at < now || own.at > with_part.at => Due::At(with_part),
        due @ (Due::At(_) | Due::AfterRecovery(_)) => due,
    }
}
