//! `amends stayed` and `amends gone`: whether the customer came back, long after the recovery.

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::Stayed;
use crate::domain::time::when::Reading;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::CaseWord;

/// `amends stayed`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends stayed 41 --on yesterday               a purchase, a visit or a renewal
  amends stayed 41 --on \"23 nov\"")]
pub struct StayedArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// The day on which they came back
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// `amends gone`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends gone 41")]
pub struct GoneArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

pub(super) fn stayed(shop: &Shop<'_>, typed: &StayedArgs) -> Result<Screen> {
    let Some(on) = typed.on.as_deref() else {
        let message = "the day on which they came back is missing (`--on`)";
        let hint = format!(
            "for example: `amends stayed {} --on yesterday`",
            whose::again(&typed.case)
        );
        return Err(Error::usage(message, hint));
    };
    let on = shop.when_or_day(on, "--on", Reading::Past)?;
    let on = shop.home.zone.wall(on).date();
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    enter(shop, Verb::Stayed, number, Stayed::Back(on))
}

pub(super) fn gone(shop: &Shop<'_>, typed: &GoneArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    enter(shop, Verb::Gone, number, Stayed::Gone)
}

fn enter(shop: &Shop<'_>, verb: Verb, number: u64, stayed: Stayed) -> Result<Screen> {
    alter(shop, verb, number, |case, _, _| {
        let today = shop.home.zone.wall(shop.now()).date();
        let events = case.decide_review(stayed, shop.now(), today)?;
        let changed = match stayed {
            Stayed::Back(on) => format!(
                "the customer of #{number} came back on {}",
                on.format("%a %-d %b %Y")
            ),
            Stayed::Gone => format!("the customer of #{number} has left"),
        };
        Ok(Decision::new(events, changed))
    })
}
