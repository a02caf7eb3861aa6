//! Making a plan: with what is known of the customer, and within the years that can be written.

use chrono::Datelike;

use crate::desk::abort::OrAbort;
use crate::domain::id::Id;
use crate::domain::plan::Plan;
use crate::domain::plan::planning::{Occasion, Profile, plan};
use crate::domain::playbook::{Playbook, Presence};
use crate::domain::time::when::LAST_YEAR;
use crate::error::{Error, Result};
use crate::store::Writing;
use crate::typed::YesNo;

/// The gestures that were made to the customer in all their cases, each with when it was made last.
pub fn profile(customer: Id, writing: &mut Writing<'_>) -> OrAbort<Profile> {
    let mut profile = Profile::default();
    for gesture in writing.gestures(customer)? {
        let last = profile
            .given
            .entry(gesture.task.action)
            .or_insert(gesture.done.at);
        *last = (*last).max(gesture.done.at);
    }
    Ok(profile)
}

/// Gives what is meant by an answer to "are they still here?".
pub const fn presence(here: YesNo) -> Presence {
    match here {
        YesNo::Yes => Presence::Here,
        YesNo::No => Presence::Gone,
    }
}

/// Makes a plan, all of whose dates can be written with four digits for the year.
///
/// # Errors
/// When the playbook counts in open hours, which the shop has not named, or so far ahead
/// that a date could no longer be written with four digits.
pub fn planned(playbook: &Playbook, occasion: &Occasion<'_>) -> Result<Plan> {
    let plan =
        plan(playbook, occasion).map_err(|needs| Error::usage(needs.to_string(), needs.hint()))?;
    if plan.recover.wall.year() > LAST_YEAR - 1 {
        let message = "its deadlines would lie beyond the year 9999";
        return Err(Error::usage(
            message,
            "check `--told`, and the computer's clock",
        ));
    }
    Ok(plan)
}

/// Splits positions of complaint types into the first, which decides the plan, and the others; without any the first is
/// 0.
pub fn first_and_more(complaints: &[usize]) -> (usize, &[usize]) {
    complaints
        .split_first()
        .map_or((0, &[]), |(first, more)| (*first, more))
}
