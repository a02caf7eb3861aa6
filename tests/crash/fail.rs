//! A system call of a command fails; what the command says of it is what is stored.

use crate::Extent;
use crate::calls::{self, Call, READS, WRITES};
use crate::folder::Ended;
use crate::outcome::{conclude, try_all};
use crate::state::{Place, State};
use crate::verbs::Known;

/// How a call that writes fails: disk full, broken, forbidden, mounted for reading, disturbed.
const WRITE_ERRORS: [&str; 5] = ["ENOSPC", "EIO", "EACCES", "EROFS", "EINTR"];

/// How a call that looks fails.
const READ_ERRORS: [&str; 3] = ["EIO", "EACCES", "EINTR"];

/// Lets calls of every verb that writes fail.
pub fn everything(extent: Extent) {
    if !calls::can_be_traced() {
        return;
    }
    let known = Known::all(&format!("{WRITES},{READS}"));
    let mut trials: Vec<(&Known, &Call, &str)> = Vec::new();
    for known in &known {
        for (at, call) in calls::tried(&known.calls, extent).into_iter().enumerate() {
            let errors = match (errors(call), extent) {
                (errors, Extent::Whole) => errors,
                (errors, Extent::Part) => &errors[at % errors.len()..][..1],
            };
            trials.extend(errors.iter().map(|error| (known, call, *error)));
        }
    }
    let faults = try_all(&trials, |(known, call, error)| {
        one(known, (call, error))
            .map_err(|fault| format!("{}, {error} at {call}: {fault}", known.verb.line))
    });
    conclude(&format!("{} failing calls", trials.len()), &faults);
}

fn errors(call: &Call) -> &'static [&'static str] {
    if READS
        .split(',')
        .any(|name| name.trim_start_matches('?') == call.name)
    {
        &READ_ERRORS
    } else {
        &WRITE_ERRORS
    }
}

/// What a command says of what it was asked to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Saved,
    NotSaved,
    /// That it does not know whether it was saved.
    Unsure,
}

impl Said {
    fn by(ended: &Ended) -> Self {
        let said = ended.said.split_whitespace().collect::<Vec<_>>().join(" ");
        let stored = [
            "error: saved",
            ", but this could not be shown",
            ", but a power cut may take back",
        ];
        if ended.code == Some(0) || stored.iter().any(|words| said.contains(words)) {
            return Self::Saved;
        }
        if said.contains("amends history` before typing it again") {
            return Self::Unsure;
        }
        Self::NotSaved
    }
}

fn one(known: &Known, (call, error): (&Call, &str)) -> Result<(), String> {
    let Known {
        verb,
        before,
        after,
        ..
    } = known;
    let folder = known.shop.copy();
    let ended = call.meet((&folder, verb.line), &format!("error={error}"))?;
    let words = format!("{:?} {}{}", ended.code, ended.result, ended.said);
    if ended.code.is_none_or(|code| code == 101 || code > 128) {
        return Err(format!("did not end by itself: {words}"));
    }
    let left = State::of(&folder).map_err(|fault| format!("{fault} after {words}"))?;
    if !left.is_either(before, after) {
        return Err(format!("half done: {} after {words}", left.summary()));
    }
    is_so(known, &ended, &left).map_err(|fault| format!("{fault} after {words}"))?;
    let again = folder.run_briefly(verb.line);
    let refused = again.refuses_to_repeat() && left.is(after, verb.place);
    if again.code != Some(0) && !refused {
        return Err(format!(
            "typed again: {:?} {} after {words}",
            again.code, again.said
        ));
    }
    Ok(())
}

/// Compares what was said with what is stored.
fn is_so(known: &Known, ended: &Ended, left: &State) -> Result<(), String> {
    let place = known.verb.place;
    let said = Said::by(ended);
    let right = match said {
        Said::Saved => left.is(&known.after, place),
        Said::NotSaved => left.is(&known.before, place),
        Said::Unsure => true,
    };
    if !right {
        return Err(format!(
            "said {said:?}, which is not so: {}",
            left.summary()
        ));
    }
    if said == Said::NotSaved && known.verb.asks_to_save() && !says_so(&ended.said, place) {
        return Err("does not say that nothing was saved".to_owned());
    }
    Ok(())
}

fn says_so(said: &str, place: Place) -> bool {
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match place {
        Place::History => flat.contains("not saved, nothing changed"),
        // A file that cannot be written is named.
        Place::File(name) => flat.contains("not saved, nothing changed") || flat.contains(name),
    }
}
