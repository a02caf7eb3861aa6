//! `amends reopen`: it was not over. A new cycle is planned, by the playbook as it was.

use crate::cli::Reopen;
use crate::commands::alter::{Decision, alter};
use crate::commands::logging::{planned, profile};
use crate::commands::playbooks::of_facts;
use crate::commands::shop::{Broken, Shop};
use crate::commands::whose::{self, Purpose};
use crate::domain::case::decide::{Refusal, escalations};
use crate::domain::case::{Case, Recorded};
use crate::domain::cell::Cell;
use crate::domain::event::{Event, Grounds, Raise, Reopened};
use crate::domain::plan::Plan;
use crate::domain::planning::{Occasion, Profile};
use crate::domain::playbook::{Playbook, Trigger};
use crate::error::{Error, Result};
use crate::view::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Reopen) -> Result<Screen> {
    let why = typed.why.as_deref().unwrap_or_default();
    let why = shop.words(why, "--why")?;
    if why.is_blank() {
        let hint = format!(
            "for example: `amends reopen {} --why \"It broke again\"`",
            whose::again(&typed.case)
        );
        return Err(Error::usage("reopening needs a reason", hint));
    }
    let case = whose::case(shop, &typed.case, Purpose::Reopen)?;
    alter(shop, ("reopen", case), |case, writing, fresh| {
        let number = case.number();
        if case.closed.is_none() {
            return Err(Refusal::Open { case: number }.into());
        }
        let playbook = of_facts(writing, &case.facts)?.ok_or(Refusal::NoPlan { case: number })?;
        let profile = profile(case.logged.customer, writing)?;
        let grounds = raised(case, &playbook);
        let plan = again(shop, case, (&playbook, &grounds, &profile))?;
        let why = fresh.text(why);
        let home = shop.home.zone.name();
        let reopened = Event::Reopened(Box::new(Reopened {
            why,
            grounds,
            plan,
            zone: (home != case.zone.get().name()).then(|| home.to_owned()),
        }));
        let mut events = vec![reopened.clone()];
        events.extend(rungs(shop, case, reopened));
        let remarks =
            vec!["a new recovery clock runs from now; what was late before stays late".to_owned()];
        Ok(Decision {
            events,
            changed: format!("#{number} is open again"),
            remarks,
        })
    })
}

/// Raises the severity when the playbook's `reopened` rung says so.
fn raised(case: &Case, playbook: &Playbook) -> Grounds {
    let mut grounds = case.grounds().clone();
    let Some(cell) = cell(case, playbook, &grounds) else {
        return grounds;
    };
    let rungs = playbook.rules().rungs.iter();
    let rung = rungs.filter(|rung| rung.on == Trigger::Reopened && rung.raise);
    let lines = rung
        .filter(|rung| rung.region.covers(cell))
        .map(|rung| rung.place.line);
    grounds.raises.extend(lines.map(Raise::Rung));
    grounds
}

fn cell(case: &Case, playbook: &Playbook, grounds: &Grounds) -> Option<Cell> {
    let rules = playbook.rules();
    Some(Cell {
        complaint: rules.complaint(&case.facts.complaints.first()?.id)?,
        tier: rules.tier(&case.facts.tier.id)?,
        severity: grounds.severity(),
    })
}

fn again(
    shop: &Shop<'_>,
    case: &Case,
    (playbook, grounds, profile): (&Playbook, &Grounds, &Profile),
) -> std::result::Result<Plan, Broken> {
    let no_plan = Refusal::NoPlan {
        case: case.number(),
    };
    let cell = cell(case, playbook, grounds).ok_or(no_plan)?;
    let rules = playbook.rules();
    let others = case.facts.complaints.iter().skip(1);
    let more: Vec<usize> = others
        .filter_map(|named| rules.complaint(&named.id))
        .collect();
    let occasion = Occasion {
        cell,
        more: &more,
        start: shop.now(),
        now: shop.now(),
        channel: case
            .facts
            .channel
            .as_deref()
            .and_then(|id| rules.channel(id)),
        calendar: shop.calendar(),
        profile,
        first_number: case.last_step + 1,
    };
    Ok(planned(playbook, &occasion)?)
}

/// The rungs that the reopening sets off in the new cycle.
fn rungs(shop: &Shop<'_>, case: &Case, reopened: Event) -> Vec<Event> {
    let mut after = case.clone();
    let recorded = Recorded {
        operation: 0,
        at: shop.now(),
        event: reopened,
    };
    if after.apply(recorded.event, recorded.at).is_err() {
        return Vec::new();
    }
    after.cycle().map_or_else(Vec::new, |cycle| {
        escalations(cycle, shop.now(), |on| on == Trigger::Reopened)
    })
}
