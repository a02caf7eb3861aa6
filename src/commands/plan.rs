//! `amends plan`: who does what by when.

use clap::Args;

use crate::desk::changing::{detail, store_with_cases};
use crate::desk::library::of_case;
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::playbook::Playbook;
use crate::domain::suggest::did_you_mean;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::case::{CaseDetail, PlanView, StepItem};
use crate::typed::CaseWord;

/// `amends plan`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends plan 41                    who does what by when
  amends plan 41 --for staff        one person's part")]
pub struct PlanArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Only this role's steps
    #[arg(long = "for", value_name = "ROLE")]
    pub role: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &PlanArgs) -> Result<Screen> {
    let number = whose::case(shop, &typed.case, Purpose::Look)?;
    let store = store_with_cases(shop, number)?;
    let mut case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?;
    let steps = for_role(&mut case, typed.role.as_deref(), playbook.as_ref())?;
    Ok(shop.screen(PlanView {
        item: case.item,
        role: typed.role.clone(),
        steps,
        planned_cost: case.planned_cost,
        least_cost: case.least_cost,
    }))
}

/// Takes the steps of one role out of a case, or all of them; a role may have none.
///
/// # Errors
/// When the playbook of the case has no such role; the message lists those it has.
pub(super) fn for_role(
    case: &mut CaseDetail,
    role: Option<&str>,
    playbook: Option<&Playbook>,
) -> Result<Vec<StepItem>> {
    let steps = std::mem::take(&mut case.steps);
    let Some(role) = role else { return Ok(steps) };
    let of_playbook = playbook.map(|playbook| playbook.rules().roles.clone());
    let mut known = of_playbook.unwrap_or_default();
    known.push("holder".to_owned());
    if !known.iter().any(|other| other == role) {
        let message = format!(
            "--for: the playbook of #{} has no such role",
            case.item.case
        );
        return Err(Error::not_found(message, did_you_mean(role, &known)));
    }
    Ok(steps.into_iter().filter(|step| step.by == role).collect())
}
