//! `amends plan`: who does what by when.

use crate::cli::Plan;
use crate::commands::alter::{detail, store_with_cases};
use crate::commands::shop::Shop;
use crate::error::{Error, Result};
use crate::view::cases::{CaseDetail, PlanView, StepItem};
use crate::view::{Screen, View};

pub(super) fn run(shop: &Shop<'_>, typed: &Plan) -> Result<Screen> {
    let store = store_with_cases(shop, typed.case)?;
    let mut case = detail(shop, &store, typed.case)?;
    let steps = for_role(&mut case, typed.role.as_deref())?;
    Ok(shop.screen(View::Plan(Box::new(PlanView {
        item: case.item,
        role: typed.role.clone(),
        steps,
    }))))
}

/// Takes the steps of one role out of a case, or all of them.
///
/// # Errors
/// When the plan has no step for that role; the message lists the roles it has.
pub(super) fn for_role(case: &mut CaseDetail, role: Option<&str>) -> Result<Vec<StepItem>> {
    let steps = std::mem::take(&mut case.steps);
    let Some(role) = role else { return Ok(steps) };
    let mut roles: Vec<String> = steps.iter().map(|step| step.by.clone()).collect();
    roles.sort();
    roles.dedup();
    if !roles.iter().any(|known| known == role) {
        let message = format!("the plan of #{} has no step for that role", case.item.case);
        let hint = crate::domain::suggest::did_you_mean(role, &roles);
        return Err(Error::not_found(message, hint));
    }
    Ok(steps.into_iter().filter(|step| step.by == role).collect())
}
