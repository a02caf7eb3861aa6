//! A command is killed at a system call; what it had said is there, nothing is there by half, and it can be typed again.

use crate::Extent;
use crate::calls::{self, Call, WRITES};
use crate::outcome::{conclude, try_all};
use crate::state::State;
use crate::verbs::Known;

/// Kills every verb that writes.
pub fn everything(extent: Extent) {
    if !calls::can_be_traced() {
        return;
    }
    let known = Known::all(WRITES);
    let trials: Vec<(&Known, &Call)> = known
        .iter()
        .flat_map(|known| {
            calls::tried(&known.calls, extent)
                .into_iter()
                .map(move |call| (known, call))
        })
        .collect();
    let faults = try_all(&trials, |(known, call)| {
        one(known, call).map_err(|fault| format!("{}, killed at {call}: {fault}", known.verb.line))
    });
    conclude(&format!("{} kills", trials.len()), &faults);
}

fn one(known: &Known, call: &Call) -> Result<(), String> {
    let Known {
        verb,
        before,
        after,
        ..
    } = known;
    let folder = known.shop.copy();
    let ended = call.meet((&folder, verb.line), "signal=KILL")?;
    if ended.code.is_some() {
        return Err(format!("not killed: {:?} {}", ended.code, ended.said));
    }
    let left = State::of(&folder)?;
    if !left.is_either(before, after) {
        return Err(format!("half done: {}", left.summary()));
    }
    let stored = left.is(after, verb.place);
    if !stored && !ended.result.is_empty() {
        return Err(format!("said and lost: {}", ended.result));
    }
    let again = folder.run_briefly(verb.line);
    let refused = again.refuses_to_repeat() && stored;
    if again.code != Some(0) && !refused {
        return Err(format!("typed again: {:?} {}", again.code, again.said));
    }
    let done = State::of(&folder)?;
    if !stored && !done.is(after, verb.place) {
        return Err(format!("typed again, it is another: {}", done.summary()));
    }
    Ok(())
}
