//! `amends note`: write something down.

use std::slice;

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::event::{Event, Noted};
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::CaseWord;

/// `amends note`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends note 41 \"She likes the lemon one\"
  amends note \"Ada Okafor\" \"She likes the lemon one\"   by her whole name")]
pub struct NoteArgs {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// What to write down
    pub text: String,
}

pub(super) fn run(shop: &Shop<'_>, typed: &NoteArgs) -> Result<Screen> {
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
    alter(shop, Verb::Note, number, |case, _, ids| {
        let note = ids.text(words);
        let events = case.with_rungs(Event::Noted(Noted { note }), shop.now());
        Ok(Decision::new(
            events,
            format!("written down in #{}", case.number()),
        ))
    })
}
