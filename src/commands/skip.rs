//! `amends skip`: a step is not needed any more.

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::Skipped;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::{CaseWord, step_number};

/// `amends skip`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends skip 41 --step 2 --why \"She took another room\"
  amends undo                                   it is needed after all")]
pub struct SkipArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Which step
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: Option<u32>,
    /// Why it is not needed any more
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &SkipArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    let (step, why) = asked(shop, typed)?;
    let why = shop.words(&why, "--why")?;
    alter(shop, Verb::Skip, number, |case, _, ids| {
        let skipped = Skipped {
            step,
            at: shop.now(),
            why: ids.text(why),
        };
        let events = case.decide_skip(skipped, shop.now())?;
        let changed = format!("step {step} of #{} is not needed", case.number());
        Ok(Decision::new(events, changed))
    })
}

/// Takes the step and the reason; a person is asked for what is missing, anybody else is told all of it
/// at once.
fn asked(shop: &Shop<'_>, typed: &SkipArgs) -> Result<(u32, String)> {
    let why = typed.why.clone().filter(|why| !why.trim().is_empty());
    if let (Some(step), Some(why)) = (typed.step, &why) {
        return Ok((step, why.clone()));
    }
    if shop.may_ask() {
        let step = match typed.step {
            Some(step) => step,
            None => shop.ask_number("", "Which step is not needed?")?,
        };
        let why = why.map_or_else(|| shop.ask("Why is it not needed any more?"), Ok)?;
        return Ok((step, why));
    }
    let missing = [
        typed.step.is_none().then_some("the step (`--step`)"),
        why.is_none().then_some("a reason (`--why`)"),
    ];
    let missing: Vec<&str> = missing.into_iter().flatten().collect();
    let message = format!("leaving a step out needs {}", missing.join(" and "));
    let hint = format!(
        "for example: `amends skip {} --step 2 --why \"She took another room\"`",
        whose::again(&typed.case)
    );
    Err(Error::usage(message, hint))
}
