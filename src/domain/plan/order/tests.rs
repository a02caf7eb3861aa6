//! The order of doing: a table and its laws.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::domain::plan::{Due, Task};

/// A step of a part with this action, after another perhaps.
fn step(part: Part, action: &str, after: Option<&str>) -> Step {
    let task = Task {
        after: after.map(str::to_owned),
        ..Task::of_our_own(action, action)
    };
    Step::planned(part, Some(task), Due::WithRecovery)
}

/// The actions in the order of doing; each step is due so many hours from the beginning.
fn order(steps: &[(Step, i64)]) -> Vec<&str> {
    let doing: Vec<Doing<'_>> = steps
        .iter()
        .map(|(step, hours)| Doing {
            step,
            due_at: Instant::UNIX_EPOCH + TimeDelta::hours(*hours),
        })
        .collect();
    let order = of_doing(&doing).into_iter();
    order.map(|at| steps[at].0.action().unwrap_or("")).collect()
}

#[test]
fn sorry_comes_before_a_remedy_that_is_due_earlier() {
    let steps = [
        (step(Part::Fix, "mend", None), 2),
        (step(Part::Acknowledge, "sorry", None), 8),
        (step(Part::Dazzle, "cake", None), 24),
    ];
    assert_eq!(order(&steps), ["sorry", "mend", "cake"]);
}

#[test]
fn what_holds_up_an_apology_comes_before_the_other_remedies() {
    let steps = [
        (step(Part::Fix, "mend", None), 1),
        (step(Part::Fix, "look-it-up", None), 24),
        (step(Part::Acknowledge, "sorry", Some("look-it-up")), 2),
    ];
    assert_eq!(order(&steps), ["look-it-up", "sorry", "mend"]);
}

#[test]
fn what_is_due_at_the_same_time_comes_part_by_part() {
    let steps = [
        (step(Part::FollowUp, "ask", None), 24),
        (step(Part::Dazzle, "cake", None), 24),
        (step(Part::Fix, "mend", None), 24),
    ];
    assert_eq!(order(&steps), ["mend", "cake", "ask"]);
}

#[test]
fn steps_that_wait_for_each_other_come_as_they_are_due() {
    let steps = [
        (step(Part::Fix, "one", Some("other")), 2),
        (step(Part::Fix, "other", Some("one")), 1),
    ];
    assert_eq!(order(&steps).len(), 2);
}

fn steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let part = prop::sample::select(vec![Part::Acknowledge, Part::Fix, Part::Dazzle]);
    let one = (part, 0i64..48, proptest::option::of(0usize..8));
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(at, (part, hours, after))| {
                // Only what stands before in the list is waited for, so there is no circle.
                let after = after
                    .filter(|after| *after < at)
                    .map(|after| format!("a{after}"));
                (step(part, &format!("a{at}"), after.as_deref()), hours)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn nothing_comes_before_what_it_waits_for(steps in steps()) {
        let order = order(&steps);
        let at = |action: &str| order.iter().position(|other| *other == action);
        for (step, _) in &steps {
            let task = step.task.as_ref().unwrap();
            if let Some(after) = &task.after {
                prop_assert!(at(after) < at(&task.action), "{order:?}");
            }
        }
    }

    #[test]
    fn every_step_comes_once_and_apologies_first_where_nothing_waits(steps in steps()) {
        let sorted = order(&steps);
        let mut all: Vec<&str> = sorted.clone();
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len(), steps.len());
        let alone: Vec<(Step, i64)> = steps
            .iter()
            .map(|(old, hours)| (step(old.part, old.action().unwrap(), None), *hours))
            .collect();
        let order = order(&alone);
        let part = |action: &&str| alone.iter().find(|(step, _)| step.action() == Some(action)).unwrap().0.part;
        prop_assert!(order.is_sorted_by_key(|action| part(action) != Part::Acknowledge));
    }
}
