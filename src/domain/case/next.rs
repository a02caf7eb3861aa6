//! What comes next: sorry before remedy, and nothing before what it waits for.

use crate::domain::case::promise::Promise;
use crate::domain::case::standing::Standing;
use crate::domain::case::{Case, Cycle};
use crate::domain::playbook::Part;
use crate::domain::time::zone::Instant;

/// What has to be done next: a step, or what was promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Todo<'c> {
    /// A step of the plan, and the promise that lapses before it is due but does not come before it,
    /// because nobody has said sorry yet, or nobody has owned up that it was broken.
    Step(Standing<'c>, Option<&'c Promise>),
    /// A promise.
    Promise(&'c Promise),
}

impl Case {
    /// Gives the step to do next: the first that can be done.
    #[must_use]
    pub fn next_step(&self, now: Instant) -> Option<Standing<'_>> {
        if self.closed.is_some() {
            return None;
        }
        doable(&self.steps(now)).next().copied()
    }

    /// Gives what has to be done next: the step, unless a promise lapses before it is due. No promise
    /// comes before an apology that is still open, and none that was broken before the step that answers for that; it
    /// stands beside it.
    #[must_use]
    pub fn next_todo(&self, now: Instant) -> Option<Todo<'_>> {
        self.next_among(&self.steps(now))
    }

    /// Gives the number of the first open step that asks the customer whether it is right now.
    #[must_use]
    pub fn open_follow_up(&self, now: Instant) -> Option<u32> {
        let mut asks = self
            .steps(now)
            .into_iter()
            .filter(Standing::asks_whether_right);
        asks.find(Standing::is_open).map(|one| one.number)
    }

    /// Gives what has to be done next, by the steps of the running cycle.
    pub(super) fn next_among<'c>(&'c self, steps: &[Standing<'c>]) -> Option<Todo<'c>> {
        let open = self.cycle().filter(|_| self.closed.is_none())?;
        let promise = open.next_promise();
        let step = doable(steps).next().copied();
        let before = |step: &Standing<'_>| promise.filter(|one| one.made.by.at < step.due_at);
        match (step, promise) {
            (Some(step), _) if open_apology(steps).is_some() => {
                Some(Todo::Step(step, before(&step)))
            }
            // Who was told a time that has passed hears of that first: keeping the promise now repairs no word.
            (Some(_), Some(promise)) if let Some(own) = owns_up(open, steps) => {
                Some(Todo::Step(own, Some(promise)))
            }
            (Some(step), Some(promise)) if promise.made.by.at >= step.due_at => {
                Some(Todo::Step(step, None))
            }
            (_, Some(promise)) => Some(Todo::Promise(promise)),
            (step, None) => step.map(|step| Todo::Step(step, None)),
        }
    }
}

/// Finds the step that can be done now and answers for a promise that was broken.
fn owns_up<'c>(cycle: &Cycle, steps: &[Standing<'c>]) -> Option<Standing<'c>> {
    let answers = |one: &&Standing<'_>| cycle.is_of_broken_promise(one.step);
    doable(steps).find(answers).copied()
}

/// Picks from steps in the order of doing those that can be done now: open, dated, and waiting for no
/// other.
pub(super) fn doable<'s, 'c>(steps: &'s [Standing<'c>]) -> impl Iterator<Item = &'s Standing<'c>> {
    steps
        .iter()
        .filter(|one| one.is_open() && !one.provisional && predecessor(one, steps).is_none())
}

/// Finds the first apology, or answer to a further contact, that is still open.
#[must_use]
pub fn open_apology<'s, 'c>(steps: &'s [Standing<'c>]) -> Option<&'s Standing<'c>> {
    let mut open = steps.iter().filter(|one| one.is_open());
    open.find(|one| one.step.part == Part::Acknowledge)
}

/// Finds the open step that another has to wait for.
#[must_use]
pub fn predecessor<'s, 'c>(
    one: &Standing<'_>,
    steps: &'s [Standing<'c>],
) -> Option<&'s Standing<'c>> {
    let after = one.step.task.as_ref()?.after.as_deref()?;
    let mut open = steps.iter().filter(|other| other.is_open());
    open.find(|other| other.number != one.number && other.step.action() == Some(after))
}
