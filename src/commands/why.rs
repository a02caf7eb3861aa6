//! `amends why`: where each part of a plan and each deadline comes from.

use clap::Args;

use crate::desk::changing::store_with_cases;
use crate::desk::shop::{Shop, no_such_case};
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;
use crate::show::why::{Kept, Why};
use crate::typed::CaseWord;

/// A command that takes nothing but a case.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends why 41")]
pub struct WhyArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &WhyArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let found = store.case(number)?;
    let (case, _) = found.ok_or_else(|| no_such_case(number))?;
    let kept = store.playbook(&case.facts.text)?;
    let text = kept.as_ref().map(|kept| kept.text.as_str());
    let why = Why::of(&case, Kept(text), &shop.viewpoint);
    Ok(shop.screen(why))
}
