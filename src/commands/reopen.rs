//! `amends reopen`: it was not over. A new cycle is planned, by the playbook as it was.

use clap::Args;

use crate::desk::abort::OrAbort;
use crate::desk::changing::{Decision, alter};
use crate::desk::library::of_facts;
use crate::desk::planning::{planned, profile};
use crate::desk::replanning::{Basis, cell};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::refusal::Refusal;
use crate::domain::event::{Event, Facts, Raise, Reopened};
use crate::domain::plan::planning::Occasion;
use crate::domain::plan::{Plan, Step};
use crate::domain::playbook::{Part, Rules, Trigger};
use crate::domain::text::ErasableText;
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::store::Writing;
use crate::typed::CaseWord;

/// `amends reopen`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Example:\n  amends reopen 41 --why \"The second cake was wrong too\"")]
pub struct ReopenArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// Why it was not over
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ReopenArgs) -> Result<Screen> {
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
    alter(shop, Verb::Reopen, case, |case, writing, ids| {
        let number = case.number();
        if case.closed.is_none() {
            return Err(Refusal::Open { case: number }.into());
        }
        let begin = Begin {
            at: shop.now(),
            answered_at: None,
            why: ids.text(why),
        };
        let events = next_round(shop, case, begin, writing)?;
        let remarks =
            vec!["a new recovery clock runs from now; what was late before stays late".to_owned()];
        Ok(Decision {
            events,
            changed: format!("#{number} is open again"),
            remarks,
        })
    })
}

/// How a new round begins.
pub(super) struct Begin {
    /// When its clocks start.
    pub(super) at: Instant,
    /// When the customer answered that it is not right, if that began it.
    pub(super) answered_at: Option<Instant>,
    /// Why it was not over.
    pub(super) why: ErasableText,
}

/// Gives the events that begin the next round of a case, by the playbook as it was, with the rungs that it
/// sets off.
pub(super) fn next_round(
    shop: &Shop<'_>,
    case: &Case,
    begin: Begin,
    writing: &mut Writing<'_>,
) -> OrAbort<Vec<Event>> {
    let case_number = case.number();
    let no_plan = Refusal::NoPlan { case: case_number };
    let playbook = of_facts(writing, &case.facts)?.ok_or(no_plan)?;
    let profile = profile(case.logged.customer, writing)?;
    let facts = raised(case, playbook.rules());
    let basis = Basis {
        playbook: &playbook,
        facts: &facts,
        profile: &profile,
    };
    let plan = planned_from(shop, case, begin.at, basis)?;
    let plan = without_prevented(case, plan);
    let home = shop.home.zone.name();
    let at = begin.at;
    let reopened = Event::Reopened(Box::new(Reopened {
        why: begin.why,
        grounds: facts.grounds,
        plan,
        zone: (home != case.zone.get().name()).then(|| home.to_owned()),
        answered_at: begin.answered_at,
    }));
    let mut events = vec![reopened];
    let weighed = case.with(&events, shop.now()).weighed(at);
    events.extend(weighed);
    Ok(events)
}

/// Leaves out what was done for the next customer in an earlier round, or found pointless; what is still to
/// be done keeps its date.
fn without_prevented(case: &Case, mut plan: Plan) -> Plan {
    let before: Vec<&Step> = case
        .cycles
        .iter()
        .flat_map(|cycle| &cycle.plan.steps)
        .filter(|step| step.part == Part::Prevent)
        .collect();
    let open = case.to_prevent(begun(case));
    let is_open = |action: Option<&str>| open.iter().any(|one| one.step.action() == action);
    plan.steps.retain(|step| {
        let known = before.iter().any(|old| old.action() == step.action());
        step.part != Part::Prevent || !known || is_open(step.action())
    });
    for step in &mut plan.steps {
        let mut dated = open
            .iter()
            .filter(|one| step.part == Part::Prevent && one.step.action() == step.action());
        if let Some(one) = dated.next() {
            step.due = one.step.due;
        }
    }
    plan
}

/// When the running round began.
fn begun(case: &Case) -> Instant {
    case.cycle()
        .map_or(case.logged.told.at, |cycle| cycle.plan.start.at)
}

/// The facts of a case with its severity raised, when the playbook's `reopened` rung says so.
fn raised(case: &Case, rules: &Rules) -> Facts {
    let mut facts = case.facts.clone();
    let Some(cell) = cell(rules, &facts) else {
        return facts;
    };
    let rungs = rules.rungs.iter();
    let rung = rungs.filter(|rung| rung.on == Trigger::Reopened && rung.raise);
    let lines = rung
        .filter(|rung| rung.region.covers(cell))
        .map(|rung| rung.place.line);
    facts.grounds.raises.extend(lines.map(Raise::Rung));
    facts
}

/// Plans the round of a case that starts at a moment.
fn planned_from(shop: &Shop<'_>, case: &Case, start: Instant, basis: Basis<'_>) -> OrAbort<Plan> {
    let no_plan = Refusal::NoPlan {
        case: case.number(),
    };
    let rules = basis.playbook.rules();
    let cell = cell(rules, basis.facts).ok_or(no_plan)?;
    let others = basis.facts.complaints.iter().skip(1);
    let more: Vec<usize> = others
        .filter_map(|named| rules.complaint(&named.id))
        .collect();
    let channel = basis.facts.channel.as_deref();
    let occasion = Occasion {
        cell,
        more: &more,
        again: None,
        start,
        now: shop.now(),
        channel: channel.and_then(|id| rules.channel(id)),
        calendar: shop.calendar(),
        profile: basis.profile,
        presence: basis.facts.presence,
        first_number: case.last_number() + 1,
    };
    Ok(planned(basis.playbook, &occasion)?)
}
