//! `amends assign`: give a case to somebody.

use std::slice;

use crate::cli::Assign;
use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::{Assigned, Event};
use crate::error::{Error, Result};
use crate::show::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Assign) -> Result<Screen> {
    let name = shop.words(typed.name.trim(), "NAME")?;
    if name.is_blank() {
        let hint = format!(
            "write it between quotes: `amends assign {} \"Sam Osei\"`",
            whose::again(slice::from_ref(&typed.case))
        );
        return Err(Error::usage("the name is empty", hint));
    }
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, ("assign", number), |case, _, fresh| {
        case.must_be_open()?;
        let changed = format!("#{} is now held by {}", case.number(), name.on_terminal());
        let holder = fresh.text(name);
        let events = case.with_rungs(Event::Assigned(Assigned { holder }), shop.now());
        Ok(Decision::new(events, changed))
    })
}
