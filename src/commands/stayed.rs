//! `amends stayed` and `amends gone`: whether the customer came back, long after the recovery.

use crate::cli::{Gone, StayedTyped};
use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::Stayed;
use crate::domain::when::{DateAlone, Reading};
use crate::error::{Error, Result};
use crate::show::Screen;

pub(super) fn stayed(shop: &Shop<'_>, typed: &StayedTyped) -> Result<Screen> {
    let Some(on) = typed.on.as_deref() else {
        let message = "the day on which they came back is missing (`--on`)";
        let hint = format!(
            "for example: `amends stayed {} --on yesterday`",
            whose::again(&typed.case)
        );
        return Err(Error::usage(message, hint));
    };
    let on = shop.when(on, "--on", (Reading::Past, DateAlone::Start))?;
    let on = shop.home.zone.wall(on).date();
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    enter(shop, ("stayed", number), Stayed::Back(on))
}

pub(super) fn gone(shop: &Shop<'_>, typed: &Gone) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    enter(shop, ("gone", number), Stayed::Gone)
}

fn enter(shop: &Shop<'_>, (verb, number): (&'static str, u64), stayed: Stayed) -> Result<Screen> {
    alter(shop, (verb, number), |case, _, _| {
        let today = shop.home.zone.wall(shop.now()).date();
        let events = case.decide_review(stayed, (shop.now(), today))?;
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
