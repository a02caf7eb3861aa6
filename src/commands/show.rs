//! `amends show`: a case with its plan and deadlines.

use crate::cli::Show;
use crate::desk::changing::{detail, store_with_cases};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Show) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    Ok(shop.screen(case))
}
