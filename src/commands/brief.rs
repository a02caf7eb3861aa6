//! `amends brief`: a case on one screen, for whoever talks to the customer next.

use crate::cli::Brief as Typed;
use crate::commands::plan::for_role;
use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::Brief;

pub(super) fn run(shop: &Shop<'_>, typed: &Typed) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let mut case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?;
    let steps = for_role(&mut case, typed.role.as_deref(), playbook.as_ref())?;
    // What is prepared silently is left out: a brief may be read aloud.
    case.steps = steps.into_iter().filter(|step| !step.hidden).collect();
    let complaint = playbook.and_then(|playbook| {
        let rules = playbook.rules();
        let at = rules.complaint(&case.item.complaint)?;
        rules.complaints.get(at).cloned()
    });
    let (ideal, breaks) = complaint.map_or_else(Default::default, |complaint| {
        (complaint.ideal, complaint.breaks)
    });
    Ok(shop.screen(Brief {
        case,
        ideal,
        breaks,
    }))
}
