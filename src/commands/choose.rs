//! `amends choose`: fill a slot of the plan with another action.

use std::slice;

use crate::cli::Choose;
use crate::desk::changing::{Decision, alter};
use crate::desk::replacing::Replaced;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::decide::Beyond;
use crate::domain::event::Event;
use crate::domain::words::visible;
use crate::error::Result;
use crate::show::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Choose) -> Result<Screen> {
    let beyond = if shop.everywhere.yes {
        Beyond::Agreed
    } else {
        Beyond::Refused
    };
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, ("choose", number), |case, _, fresh| {
        let events = case.decide_choose(typed.step, &typed.action, (beyond, shop.now()))?;
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
        };
        replaced.settle(typed.replace, &mut decision, fresh)?;
        Ok(decision)
    })
}
