//! `amends close`: nothing is left to do.

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::event::{Cause, Closed, Outcome};
use crate::domain::suggest::{choices, did_you_mean, joined};
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::CaseWord;

/// `amends close`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends close 41 --outcome won-back --cause process --lesson \"Check the box before it leaves\"
  amends close 41 --outcome satisfied --cause one-off --why \"She wanted nothing else\"")]
pub struct CloseArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// How it ended: won-back, satisfied, no-reply or lost
    #[arg(long)]
    pub outcome: Option<String>,
    /// What was behind it: process, technology, training, supplier, information, our-rule or one-off
    #[arg(long)]
    pub cause: Option<String>,
    /// What you change because of it
    #[arg(long, value_name = "TEXT")]
    pub lesson: Option<String>,
    /// Why it ends without both halves of the recovery, or with a promise still open
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &CloseArgs) -> Result<Screen> {
    let (outcome, cause) = asked(typed)?;
    let words = |text: &Option<String>, flag: &str| -> Result<Option<Words>> {
        let words = text
            .as_deref()
            .map(|text| shop.words(text, flag))
            .transpose()?;
        Ok(words.filter(|words| !words.is_blank()))
    };
    let lesson = words(&typed.lesson, "--lesson")?;
    let why = words(&typed.why, "--why")?;
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    alter(shop, Verb::Close, number, |case, _, ids| {
        let closed = Closed {
            at: Some(shop.now()),
            outcome,
            cause: Some(cause),
            lesson: lesson.map(|lesson| ids.text(lesson)),
            why: why.map(|why| ids.text(why)),
        };
        let changed = format!("#{} is closed: {}", case.number(), outcome.word());
        let no_lesson = closed.lesson.is_none() && case.lesson.is_none();
        let events = case.decide_close(closed, shop.now())?;
        let mut decision = Decision::new(events, changed);
        let promises = case.open_promises();
        if !promises.is_empty() {
            let promises = joined(&promises, "and");
            decision
                .remarks
                .push(format!("closed although it was promised: {promises}"));
        }
        decision.remarks.extend(left_to_prevent(case, shop.now()));
        if no_lesson {
            let remark = "what do we change because of it? next time add `--lesson \"…\"`";
            decision.remarks.push(remark.to_owned());
        }
        Ok(decision)
    })
}

/// Says what is still to be done for the next customer.
fn left_to_prevent(case: &Case, now: Instant) -> Option<String> {
    let open = case.to_prevent(now);
    let first = open.first()?;
    let task = first.step.task.as_ref()?;
    let case = case.number();
    Some(format!(
        "still to be done for the next customer: {}; then `amends done {case} --step {}`",
        visible(&task.text),
        first.number
    ))
}

/// Reads the two answers a closing needs; everything missing is named at once.
fn asked(typed: &CloseArgs) -> Result<(Outcome, Cause)> {
    let outcome = typed.outcome.as_deref().map(outcome).transpose()?;
    let cause = typed.cause.as_deref().map(cause).transpose()?;
    if let (Some(outcome), Some(cause)) = (outcome, cause) {
        return Ok((outcome, cause));
    }
    let mut missing = Vec::new();
    if outcome.is_none() {
        missing.push(format!("--outcome: {}", choices(&outcomes())));
    }
    if cause.is_none() {
        missing.push(format!(
            "--cause: {}",
            choices(&Cause::ALL.map(Cause::word))
        ));
    }
    let message = format!("closing needs more:\n  {}", missing.join("\n  "));
    let hint = format!(
        "for example: `amends close {} --outcome satisfied --cause process`",
        whose::again(&typed.case)
    );
    Err(Error::usage(message, hint))
}

fn outcomes() -> Vec<&'static str> {
    Outcome::TYPED.into_iter().map(Outcome::word).collect()
}

fn outcome(text: &str) -> Result<Outcome> {
    let known = Outcome::TYPED
        .into_iter()
        .find(|known| known.word() == text);
    known.ok_or_else(|| {
        let message = format!("`{}` is not an outcome", visible(text));
        Error::usage(message, did_you_mean(text, &outcomes()))
    })
}

fn cause(text: &str) -> Result<Cause> {
    let known = Cause::ALL.into_iter().find(|cause| cause.word() == text);
    known.ok_or_else(|| {
        let message = format!("`{}` is not a cause", visible(text));
        Error::usage(message, did_you_mean(text, &Cause::ALL.map(Cause::word)))
    })
}
