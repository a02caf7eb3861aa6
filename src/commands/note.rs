//! `amends note`: write something down.

use std::slice;

use crate::cli::Note;
use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::{Event, Noted};
use crate::error::{Error, Result};
use crate::show::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Note) -> Result<Screen> {
    let words = shop.words(&typed.text, "TEXT")?;
    if words.is_blank() {
        return Err(Error::usage(
            "the note is empty",
            format!(
                "write it between quotes: `amends note {} \"…\"`",
                whose::again(slice::from_ref(&typed.case))
            ),
        ));
    }
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, ("note", number), |case, _, fresh| {
        let note = fresh.text(words);
        let events = case.with_rungs(Event::Noted(Noted { note }), shop.now());
        Ok(Decision::new(
            events,
            format!("written down in #{}", case.number()),
        ))
    })
}
