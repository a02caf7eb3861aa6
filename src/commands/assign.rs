//! `amends assign`: give a case to somebody.

use std::slice;

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::{Assigned, Event};
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::CaseWord;

/// `amends assign`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends assign 41 \"Sam Osei\"")]
pub struct AssignArgs {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// Who holds it from now on
    pub name: String,
}

pub(super) fn run(shop: &Shop<'_>, typed: &AssignArgs) -> Result<Screen> {
    let name = shop.words(typed.name.trim(), "NAME")?;
    if name.is_blank() {
        let hint = format!(
            "write it between quotes: `amends assign {} \"Sam Osei\"`",
            whose::again(slice::from_ref(&typed.case))
        );
        return Err(Error::usage("the name is empty", hint));
    }
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, Verb::Assign, number, |case, _, ids| {
        case.must_be_open()?;
        let changed = format!("#{} is now held by {}", case.number(), name.on_terminal());
        let holder = ids.text(name);
        let events = case.with_rungs(Event::Assigned(Assigned { holder }), shop.now());
        Ok(Decision::new(events, changed))
    })
}
