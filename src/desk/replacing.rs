//! What loses its point once the customer says yes to something that replaces it.

use crate::desk::abort::OrAbort;
use crate::desk::changing::Decision;
use crate::desk::shop::Shop;
use crate::domain::case::Case;
use crate::domain::event::{Event, Skipped};
use crate::domain::suggest::joined;
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::error::Error;
use crate::store::IdSource;
use crate::typed::YesNo;

/// A step that the customer said yes to.
pub struct Replaced<'r> {
    /// The shop.
    pub shop: &'r Shop<'r>,
    /// The case, with the step as it is now.
    pub case: &'r Case,
    /// The number of the step.
    pub step: u32,
    /// When they said yes.
    pub at: Instant,
    /// What they chose, where the step let them.
    pub choice: Option<&'r str>,
}

impl Replaced<'_> {
    /// Enters the open steps of the part it replaces as not needed when that was asked for, else offers it;
    /// the reason is what they chose, else what the step does.
    ///
    /// # Errors
    /// When it was asked for and nothing of that part is open.
    pub fn settle(
        &self,
        replace: Option<YesNo>,
        decision: &mut Decision,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<()> {
        let (case, step, now) = (self.case, self.step, self.shop.now());
        let pointless = case.replaced_by(step, now);
        match replace {
            Some(_) if pointless.is_empty() => {
                let message = format!("--replace: step {step} replaces nothing that is still open");
                return Err(Error::usage(message, "leave out `--replace`").into());
            }
            Some(YesNo::Yes) => {
                let why = self
                    .choice
                    .map_or_else(|| task(case, step, now), str::to_owned);
                for step in &pointless {
                    let why = self
                        .shop
                        .words_as_typed(&format!("Instead: {why}"), "--choice")?;
                    decision.events.push(Event::Skipped(Skipped {
                        step: *step,
                        at: self.at,
                        why: ids.text(why),
                    }));
                }
                let words = steps_in_words(&pointless);
                decision
                    .remarks
                    .push(format!("not needed any more: {words}"));
            }
            None if !pointless.is_empty() => {
                decision.remarks.push(offer(case.number(), &pointless));
            }
            Some(YesNo::No) | None => {}
        }
        Ok(())
    }
}

fn steps_in_words(steps: &[u32]) -> String {
    let numbers: Vec<String> = steps.iter().map(u32::to_string).collect();
    match steps {
        [_] => format!("step {}", numbers.join("")),
        _ => format!("steps {}", joined(&numbers, "and")),
    }
}

/// Offers what may have lost its point.
fn offer(case: u64, pointless: &[u32]) -> String {
    let have = match pointless {
        [_] => "has lost its point",
        _ => "have lost their point",
    };
    let first = pointless.first().copied().unwrap_or_default();
    format!(
        "perhaps {} {have} by that: `amends undo --case {case}`, then the same with `--replace yes`; or one by one: `amends skip {case} --step {first} --why \"…\"`",
        steps_in_words(pointless)
    )
}

/// What a step says to do, as it can be shown.
pub fn task(case: &Case, step: u32, now: Instant) -> String {
    let steps = case.steps(now);
    let one = steps.iter().find(|one| one.number == step);
    let task = one.and_then(|one| one.step.task.as_ref());
    task.map(|task| visible(&task.text)).unwrap_or_default()
}
