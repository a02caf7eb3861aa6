//! `amends brief`: a case on one screen, for whoever talks to the customer next.

use clap::Args;

use crate::commands::plan::for_role;
use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::{Brief, StepItem, StepState};
use crate::typed::CaseWord;

/// `amends brief`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends brief 41                   before you pick up the phone
  amends brief 41 --for owner       with the owner's steps only")]
pub struct BriefArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Only this role's steps
    #[arg(long = "for", value_name = "ROLE")]
    pub role: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &BriefArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let mut case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?;
    let steps = case.steps.iter().filter(|step| case.can_be_done(step));
    let ready = steps.map(|step| step.number).collect();
    let steps = for_role(&mut case, typed.role.as_deref(), playbook.as_ref())?;
    // What is prepared silently is left out: a brief may be read aloud.
    let (hidden, told): (Vec<StepItem>, Vec<StepItem>) =
        steps.into_iter().partition(|step| step.hidden);
    let quietly = hidden.iter().filter(|step| step.state == StepState::Open);
    let quietly = u32::try_from(quietly.count()).unwrap_or(u32::MAX);
    case.steps = told;
    let questions = playbook.as_ref().map_or_else(Vec::new, |playbook| {
        let asked = playbook
            .rules()
            .complaints
            .iter()
            .flat_map(|complaint| &complaint.ask);
        asked
            .map(|ask| (ask.id.clone(), ask.text.clone()))
            .collect()
    });
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
        questions,
        hidden: quietly,
        ready,
    }))
}
