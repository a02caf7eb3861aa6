//! Steps that became pointless: not needed, with the reason; neither done nor open.
//!
//! She takes another room, so nobody has to clean the first. A half of the recovery is done all the same
//! only when something of it was really done, so its last step can only be skipped beside one that was.

use crate::domain::case::Case;
use crate::domain::case::next::predecessor;
use crate::domain::case::refusal::{BadSkip, Refusal};
use crate::domain::case::standing::{Standing, StepStatus, stands_for};
use crate::domain::event::{Event, Skipped, TakesIn, Unfit};
use crate::domain::playbook::Part;
use crate::domain::time::zone::Instant;

impl TakesIn<Skipped> for Case {
    fn take_in(&mut self, skipped: Skipped, _: Instant) -> Result<(), Unfit> {
        let skips = &mut self.running_cycle()?.skipped;
        skips.insert(skipped.step, skipped);
        Ok(())
    }
}

impl Case {
    /// Decides whether a step may be entered as not needed.
    ///
    /// # Errors
    /// When the case is closed, the step does not count now, is done or skipped already, another waits
    /// for it, or nothing else of its part is done or open.
    pub fn decide_skip(&self, skipped: Skipped, now: Instant) -> Result<Vec<Event>, Refusal> {
        self.takes_entries(skipped.step)?;
        let case = self.number();
        let steps = self.steps(now);
        let one = self.counting(skipped.step, now)?;
        let step = one.number;
        match one.status {
            StepStatus::Done(_) => return Err(BadSkip::Done { case, step }.into()),
            StepStatus::NotNeeded(_) => return Err(BadSkip::Already { case, step }.into()),
            StepStatus::Replaced | StepStatus::Open => {}
        }
        let is_it = |other: &&Standing<'_>| {
            other.is_open()
                && predecessor(other, &steps).is_some_and(|before| before.number == step)
        };
        if let Some(waiting) = steps.iter().find(is_it) {
            let waiting = waiting.number;
            return Err(BadSkip::WaitedFor {
                case,
                step,
                waiting,
            }
            .into());
        }
        if !self.leaves_something(&one, &steps) {
            let part = one.step.part;
            return Err(BadSkip::LastOfPart { case, step, part }.into());
        }
        Ok(self.with_rungs(Event::Skipped(skipped), now))
    }

    /// Whether something of its part is done, or still to be done, when a step is skipped.
    fn leaves_something(&self, one: &Standing<'_>, steps: &[Standing<'_>]) -> bool {
        let part = one.step.part;
        let counts = |other: &Standing<'_>| {
            matches!(other.status, StepStatus::Done(_))
                || other.is_open() && other.step.task.is_some()
        };
        match part {
            // What is asked afterwards, or done for the next customer, may all become pointless.
            Part::FollowUp | Part::Prevent => true,
            Part::Acknowledge | Part::Fix | Part::Dazzle | Part::Late => {
                let mut others = steps.iter().filter(|other| other.number != one.number);
                others.any(|other| stands_for(other.step, part) && counts(other))
            }
        }
    }

    /// Gives the open steps that lose their point once the customer says yes to a step that replaces
    /// their part.
    #[must_use]
    pub fn replaced_by(&self, step: u32, now: Instant) -> Vec<u32> {
        let steps = self.steps(now);
        let Some(one) = steps.iter().find(|one| one.number == step) else {
            return Vec::new();
        };
        let Some(part) = one.step.task.as_ref().and_then(|task| task.replaces) else {
            return Vec::new();
        };
        // What came with it, or comes after it, is part of the new way.
        let with_it = |other: &Standing<'_>| {
            let one_rung = other.step.rung.is_some() && other.step.rung == one.step.rung;
            one_rung || comes_after(other, one.number, &steps)
        };
        let pointless = steps.iter().filter(|other| {
            let open = other.is_open() && other.step.part == part;
            open && other.number != step && !with_it(other)
        });
        pointless.map(|other| other.number).collect()
    }
}

/// Whether a step comes after another, at once or through others.
fn comes_after(one: &Standing<'_>, before: u32, steps: &[Standing<'_>]) -> bool {
    let mut number = one.number;
    // A chain has no more links than there are steps.
    for _ in steps {
        let link = steps.iter().find(|other| other.number == number);
        let Some(previous) = link.and_then(|one| predecessor(one, steps)) else {
            return false;
        };
        if previous.number == before {
            return true;
        }
        number = previous.number;
    }
    false
}
