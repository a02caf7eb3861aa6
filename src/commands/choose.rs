//! `amends choose`: fill a slot of the plan with another action.

use std::slice;

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::replacing::Replaced;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::decide::{Beyond, SlotWish};
use crate::domain::event::Event;
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::Result;
use crate::show::Screen;
use crate::typed::{CaseWord, YesNo, step_number};

/// `amends choose`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends choose 41 --step 3 free-cake
  amends choose 41 --step 3 2                   by its number in `amends show 41`")]
pub struct ChooseArgs {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// Which step
    #[arg(long, value_name = "K", value_parser = step_number)]
    pub step: u32,
    /// The action, or its number
    pub action: String,
    /// `yes` enters what this replaces as not needed any more, `no` leaves it open
    #[arg(long, value_enum, hide_possible_values = true, value_name = "YES|NO")]
    pub replace: Option<YesNo>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ChooseArgs) -> Result<Screen> {
    let wish = SlotWish {
        step: typed.step,
        action: &typed.action,
        beyond: if shop.everywhere.yes {
            Beyond::Agreed
        } else {
            Beyond::Refused
        },
    };
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, Verb::Choose, number, |case, _, ids| {
        let events = case.decide_choose(&wish, shop.now())?;
        let chosen = events.last().and_then(Event::chosen_text);
        let changed = format!(
            "step {} of #{} is now: {}",
            typed.step,
            case.number(),
            chosen.map(visible).unwrap_or_default()
        );
        let mut decision = Decision::new(events, changed);
        let after = case.with(&decision.events, shop.now());
        let replaced = Replaced {
            shop,
            case: &after,
            step: typed.step,
            at: shop.now(),
            choice: None,
        };
        replaced.settle(typed.replace, &mut decision, ids)?;
        Ok(decision)
    })
}
