//! `amends done`: enter a step as done.

use crate::cli::{Done as Typed, YesNo};
use crate::commands::alter::{Decision, alter};
use crate::commands::shop::{Broken, Shop};
use crate::commands::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::standing::Todo;
use crate::domain::event::{Done, PromiseKept, Reaction};
use crate::domain::suggest::did_you_mean;
use crate::domain::when::{DateAlone, Reading};
use crate::domain::words::visible;
use crate::domain::zone::Instant;
use crate::error::{Error, Result};
use crate::store::Fresh;
use crate::view::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Typed) -> Result<Screen> {
    let at = typed.at.as_deref().map(|at| when(shop, at)).transpose()?;
    let reaction = typed.reaction.as_deref().map(reaction).transpose()?;
    let only = only(&typed.steps)?;
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    alter(shop, ("done", number), |case, _, fresh| {
        let step = match (only, typed.promise) {
            (Some(step), _) => step,
            (None, Some(promise)) => return kept(shop, (typed, case), (promise, at, fresh)),
            (None, None) => match case.what_to_do(shop.now())? {
                Todo::Step(next) => next.step.number,
                Todo::Promise(promise) => {
                    let promise = promise.made.promise;
                    return kept(shop, (typed, case), (promise, at, fresh));
                }
            },
        };
        let done = Done {
            reaction,
            ..done(shop, (typed, case), (step, at, fresh))?
        };
        let remarks = remarks(shop, case, &done);
        let events = case.decide_done(done, shop.now())?;
        let changed = format!(
            "step {step} of #{} is done: {}",
            case.number(),
            task(case, step)
        );
        Ok(Decision {
            events,
            changed,
            remarks,
        })
    })
}

/// Takes the one step that is named, if any is.
fn only(steps: &[u32]) -> Result<Option<u32>> {
    match steps {
        [] => Ok(None),
        [step] => Ok(Some(*step)),
        [first, ..] => {
            let message = "--step: one step is entered at a time";
            Err(Error::usage(
                message,
                format!("begin with `--step {first}`"),
            ))
        }
    }
}

/// Enters a promise as kept.
fn kept(
    shop: &Shop<'_>,
    (typed, case): (&Typed, &Case),
    (promise, at, fresh): (u32, Option<Instant>, &mut Fresh<'_>),
) -> std::result::Result<Decision, Broken> {
    let of_a_step = [
        ("--spent", typed.spent.is_some()),
        ("--reaction", typed.reaction.is_some()),
        ("--right", typed.right.is_some()),
        ("--choice", typed.choice.is_some()),
    ];
    if let Some((flag, _)) = of_a_step.into_iter().find(|(_, given)| *given) {
        let message = format!("{flag} belongs to a step, and promise {promise} comes first");
        let hint = "name the step with `--step`, or leave the flag out";
        return Err(Error::usage(message, hint).into());
    }
    let note = typed.note.as_deref();
    let note = note.map(|note| shop.words(note, "--note")).transpose()?;
    let kept = PromiseKept {
        promise,
        at: at.unwrap_or(shop.now()),
        note: note.map(|note| fresh.text(note)),
    };
    let events = case.decide_kept(kept, shop.now())?;
    let changed = format!("promise {promise} of #{} is kept", case.number());
    Ok(Decision::new(events, changed))
}

fn when(shop: &Shop<'_>, at: &str) -> Result<Instant> {
    shop.when(at, "--at", (Reading::Past, DateAlone::Refused))
}

fn done(
    shop: &Shop<'_>,
    (typed, case): (&Typed, &Case),
    (step, at, fresh): (u32, Option<Instant>, &mut Fresh<'_>),
) -> std::result::Result<Done, Broken> {
    let note = typed
        .note
        .as_deref()
        .map(|note| shop.words(note, "--note"))
        .transpose()?;
    let spent = match (&typed.spent, case.cycle()) {
        (Some(spent), Some(cycle)) => {
            Some(shop.money(spent, "--spent", cycle.plan.ceiling.amount.currency)?)
        }
        (Some(_) | None, _) => None,
    };
    Ok(Done {
        step,
        at: at.unwrap_or(shop.now()),
        note: note.map(|note| fresh.text(note)),
        spent,
        reaction: None,
        right: typed.right.map(|right| right == YesNo::Yes),
        choice: typed.choice.clone(),
    })
}

/// What the owner may want to know: a choice nobody has written down, an entry made later.
fn remarks(shop: &Shop<'_>, case: &Case, done: &Done) -> Vec<String> {
    let mut remarks = Vec::new();
    let hours = (shop.now() - done.at).num_hours();
    if hours > 0 {
        remarks.push(format!("entered {hours} h later"));
    }
    let step = case.cycle().and_then(|cycle| cycle.plan.step(done.step));
    let choices = step
        .and_then(|step| step.task.as_ref())
        .map(|task| &task.choices);
    if let Some(choices) = choices
        && !choices.is_empty()
        && done.choice.is_none()
    {
        remarks.push(format!(
            "what did they choose? {}; to write it down: `amends undo`, then add `--choice`",
            crate::domain::suggest::choices(choices)
        ));
    }
    remarks
}

fn task(case: &Case, step: u32) -> String {
    let step = case.cycle().and_then(|cycle| cycle.plan.step(step));
    let task = step.and_then(|step| step.task.as_ref());
    task.map(|task| visible(&task.text)).unwrap_or_default()
}

const REACTIONS: [(&str, Reaction); 5] = [
    ("delighted", Reaction::Delighted),
    ("satisfied", Reaction::Satisfied),
    ("neutral", Reaction::Neutral),
    ("puzzled", Reaction::Puzzled),
    ("upset", Reaction::Upset),
];

fn reaction(text: &str) -> Result<Reaction> {
    let known = REACTIONS.iter().find(|(word, _)| *word == text);
    known.map(|(_, reaction)| *reaction).ok_or_else(|| {
        let message = format!("`{}` is not a reaction", visible(text));
        Error::usage(
            message,
            did_you_mean(text, &REACTIONS.map(|(word, _)| word)),
        )
    })
}
