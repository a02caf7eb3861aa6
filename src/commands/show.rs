//! `amends show`: a case with its plan and deadlines.

use clap::Args;

use crate::desk::changing::{detail, store_with_cases};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;
use crate::typed::CaseWord;

/// `amends show`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends show 41
  amends show ada okafor            by name; a part of it will do")]
pub struct ShowArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ShowArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    Ok(shop.screen(case))
}
