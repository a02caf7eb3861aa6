//! `amends change`: correct the facts of a case and plan it again by today's playbook.

mod beside;

use clap::Args;

use crate::desk::abort::OrAbort;
use crate::desk::changing::{Decision, alter, detail, store_with_cases};
use crate::desk::library::severity;
use crate::desk::library::{
    Loaded, find, known_channel, known_complaints, known_tier, load, of_case,
};
use crate::desk::planning::{presence, profile};
use crate::desk::replanning::{Basis, planned_again, with_lines};
use crate::desk::shop::{Shop, no_such_case};
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::event::{Changed, Event, Facts, Grounds, Named, ToldLater};
use crate::domain::plan::Plan;
use crate::domain::playbook::{Playbook, Presence, Rules};
use crate::domain::suggest::joined;
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::store::Writing;
use crate::typed::{CaseWord, YesNo};

use self::beside::{Beside, known_already};

/// `amends change`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends change 41 --severity severe            it hurt more than we thought
  amends change 41 --type wrong-order --tier best
  amends change 41 --here no                    they have left: plan what can still be done
  amends change 41 --reach \"020 7946 0100\"     the number was wrong
  amends change 41 --customer \"Ada Okafor\" --told \"today 9:10\"")]
pub struct ChangeArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// What failed, all of it; may be repeated, and what they told you first decides the plan
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// How valuable the customer is, for this case
    #[arg(long)]
    pub tier: Option<String>,
    /// How much it hurt: minor, major or severe
    #[arg(long)]
    pub severity: Option<String>,
    /// How they told you
    #[arg(long)]
    pub channel: Option<String>,
    /// Whether they are still here, for what can only be done then
    #[arg(long)]
    pub here: Option<YesNo>,
    /// What the customer is called, in all their cases
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// How to reach the customer, from now on and in all their cases
    #[arg(long, value_name = "ADDRESS")]
    pub reach: Option<String>,
    /// What they said, in their words; `-` reads it from standard input
    #[arg(long, value_name = "TEXT")]
    pub words: Option<String>,
    /// What they were trying to get done
    #[arg(long, value_name = "TEXT")]
    pub need: Option<String>,
    /// How they feel
    #[arg(long, value_name = "TEXT")]
    pub feels: Option<String>,
    /// An answer to a question of the complaint type; may be repeated
    #[arg(long = "answer", value_name = "ID=TEXT")]
    pub answers: Vec<String>,
    /// When they told you; no deadline gets later by it
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
    /// When it went wrong
    #[arg(long, value_name = "WHEN")]
    pub happened: Option<String>,
    /// The order, booking or job it is about
    #[arg(long, value_name = "TEXT")]
    pub order: Option<String>,
    /// What the customer is worth a year
    #[arg(long, value_name = "PER-YEAR", allow_hyphen_values = true)]
    pub value: Option<String>,
    /// What you change because of this case, for the thank-you
    #[arg(long, value_name = "TEXT")]
    pub lesson: Option<String>,
}

impl ChangeArgs {
    /// Says whether nothing is typed for which the case would be planned again.
    const fn plans_nothing(&self) -> bool {
        self.types.is_empty()
            && self.tier.is_none()
            && self.severity.is_none()
            && self.channel.is_none()
            && self.here.is_none()
    }
}

pub(super) fn run(shop: &Shop<'_>, typed: &ChangeArgs) -> Result<Screen> {
    let beside = Beside::of(shop, typed, || asked_of(shop, typed))?;
    if typed.plans_nothing() && beside.is_nothing() {
        let message = "nothing to change was named";
        let hint = format!(
            "for example: `amends change {} --severity severe`",
            whose::again(&typed.case)
        );
        return Err(Error::usage(message, hint));
    }
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    let loaded = match typed.plans_nothing() {
        true => None,
        false => Some(todays(shop, number, |shop, wish| load(find(shop, wish)?))?),
    };
    alter(shop, Verb::Change, number, |case, writing, ids| {
        let mut decision = beside.put_right(case, writing, ids)?;
        if let Some(loaded) = &loaded {
            case.must_be_open()?;
            let after = case.with(&decision.events, shop.now());
            // What the clock has set off by now counts, raises of the severity included.
            let (case, caught_up) = after.caught_up(shop.now());
            let correction = Correction {
                shop,
                case: &case,
                loaded,
            };
            let planned = correction.decide(typed, writing)?;
            decision.events.extend(caught_up);
            decision.events.extend(planned.events);
            decision.remarks.extend(planned.remarks);
            decision.changed = match decision.changed.is_empty() {
                true => planned.changed,
                false => format!("{}; {}", planned.changed, decision.changed),
            };
        } else if decision.events.is_empty() {
            return Err(known_already(case));
        } else {
            decision.changed = format!("#{}: {}", case.number(), decision.changed);
        }
        Ok(decision)
    })
}

/// Gives the playbook that a case was planned by last, and its complaint types.
fn asked_of(shop: &Shop<'_>, typed: &ChangeArgs) -> Result<(Playbook, Vec<String>)> {
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    let store = store_with_cases(shop, number)?;
    let case = detail(shop, &store, number)?;
    let playbook = of_case(&store, number)?.ok_or_else(|| {
        let message = format!("the playbook of #{number} is no longer known");
        Error::not_found(message, "leave out `--answer` and `--value`")
    })?;
    let types = std::iter::once(case.item.complaint).chain(case.also_types);
    Ok((playbook, types.collect()))
}

/// A case that is planned again by today's playbook, because its facts were wrong or are more by now.
#[derive(Clone, Copy)]
pub(super) struct Correction<'c> {
    /// The shop.
    pub(super) shop: &'c Shop<'c>,
    /// The case as it is before.
    pub(super) case: &'c Case,
    /// Today's version of its playbook, by which it is planned again.
    pub(super) loaded: &'c Loaded,
}

impl Correction<'_> {
    /// Decides what was typed, on top of what the clock has set off.
    fn decide(&self, typed: &ChangeArgs, writing: &mut Writing<'_>) -> OrAbort<Decision> {
        let facts = self.facts(typed)?;
        let changed = now_is(self.case, &facts);
        let first = stays_first(typed, &facts);
        let events = self.changed_to(facts, writing)?;
        let after = self.case.with(&events, self.shop.now());
        let (moved, added) = difference(self.case, after.cycle().map(|cycle| &cycle.plan));
        let mut remarks = vec![match (added, moved) {
            (0, 0) => "the plan stays as it is".to_owned(),
            (_, _) => format!(
                "planned again: {added} new, {moved} earlier; done steps stay, no deadline moves later"
            ),
        }];
        remarks.extend(first);
        Ok(Decision {
            events,
            changed,
            remarks,
        })
    }

    /// Gives the events that put facts in the place of the old ones: the case is planned again, and the rungs
    /// of the new plan are weighed.
    pub(super) fn changed_to(
        &self,
        facts: Facts,
        writing: &mut Writing<'_>,
    ) -> OrAbort<Vec<Event>> {
        let Self { shop, case, loaded } = *self;
        let profile = profile(case.logged.customer, writing)?;
        let basis = Basis {
            playbook: &loaded.playbook,
            facts: &facts,
            profile: &profile,
        };
        let plan = planned_again(shop, case, basis)?;
        writing.keep_playbook(&loaded.kept)?;
        let facts = with_lines(case, facts, plan.as_ref());
        let mut events = vec![Event::Changed(Box::new(Changed { facts, plan }))];
        let weighed = case.with(&events, shop.now()).weighed(shop.now());
        events.extend(weighed);
        Ok(events)
    }

    /// The facts with what was typed in the place of what was wrong.
    fn facts(&self, typed: &ChangeArgs) -> Result<Facts> {
        let Self { shop, case, loaded } = *self;
        let rules = loaded.playbook.rules();
        let old = &case.facts;
        let kept = old.complaints.iter().map(|named| named.id.clone());
        let types = if typed.types.is_empty() {
            kept.collect()
        } else {
            typed.types.clone()
        };
        let complaints = known_complaints(rules, &types)?;
        let tier = known_tier(rules, typed.tier.as_deref().unwrap_or(&old.tier.id))?;
        if let Some(channel) = &typed.channel {
            known_channel(&loaded.playbook, channel)?;
        }
        let complaints = complaints.iter().map(|at| complaint(rules, *at)).collect();
        let (complaints, later) = as_told(case, complaints, shop.now(), old.channel.as_ref());
        Ok(Facts {
            playbook: loaded.name.clone(),
            file: loaded.by_path.clone(),
            text: loaded.kept.hash,
            later,
            short: short_of(rules, complaints.first()),
            complaints,
            tier: Named {
                id: rules.tiers[tier].id.clone(),
                name: rules.tiers[tier].name.clone(),
            },
            grounds: grounds(typed, &old.grounds)?,
            channel: typed.channel.clone().or_else(|| old.channel.clone()),
            presence: typed.here.map(presence).or(old.presence),
        })
    }
}

/// Says so when another type than the one typed first decides the plan, because it was told first.
fn stays_first(typed: &ChangeArgs, facts: &Facts) -> Option<String> {
    let first = &facts.complaints.first()?.id;
    typed.types.first().filter(|named| *named != first)?;
    Some(format!("they told you of {first} first, so it stays first"))
}

fn now_is(case: &Case, facts: &Facts) -> String {
    let types: Vec<&str> = facts
        .complaints
        .iter()
        .map(|named| named.id.as_str())
        .collect();
    let complaint = joined(&types, "and");
    let severity = facts.grounds.severity();
    let here = match facts.presence {
        Some(Presence::Here) => ", still here",
        Some(Presence::Gone) => ", they have left",
        None => "",
    };
    format!(
        "#{} is now {complaint}, {}, {severity}{here}",
        case.number(),
        facts.tier.id
    )
}

/// Loads today's version of the playbook the case was planned by; for a customer who is waiting the last
/// that worked, when the file is gone or broken.
pub(super) fn todays(
    shop: &Shop<'_>,
    number: u64,
    load: impl FnOnce(&Shop<'_>, &str) -> Result<Loaded>,
) -> Result<Loaded> {
    let store = shop.store()?.ok_or_else(|| no_such_case(number))?;
    let found = store.case(number)?;
    let (case, _) = found.ok_or_else(|| no_such_case(number))?;
    let facts = &case.facts;
    let wish = facts.file.as_deref().unwrap_or(&facts.playbook);
    load(shop, wish)
}

/// Puts the complaint types of a case into the order in which the customer told of them, and says which came
/// later than the first telling: those of which that is known already, and those that are new now beside
/// one that stays. The first of all decides the cell and so counts from the first telling; where nothing is
/// left of that, the one named first takes its place.
pub(super) fn as_told(
    case: &Case,
    complaints: Vec<Named>,
    now: Instant,
    channel: Option<&String>,
) -> (Vec<Named>, Vec<ToldLater>) {
    let old = &case.facts.complaints;
    let stays = old.iter().any(|named| complaints.contains(named));
    let before = |named: &Named| {
        let mut before = old.iter().chain(&case.logged.facts.complaints);
        before.any(|before| before.id == named.id)
    };
    let later = |named: &Named| {
        if let Some(known) = case.told_later.get(&named.id) {
            return Some(known.clone());
        }
        (stays && !before(named)).then(|| ToldLater {
            complaint: named.id.clone(),
            at: now,
            channel: channel.cloned(),
        })
    };
    let first = complaints.iter().position(|named| later(named).is_none());
    let first = first.unwrap_or_default();
    let (mut told_first, mut told_later, mut tellings) = (Vec::new(), Vec::new(), Vec::new());
    for (at, named) in complaints.into_iter().enumerate() {
        match later(&named).filter(|_| at != first) {
            Some(telling) => {
                told_later.push(named);
                tellings.push(telling);
            }
            None => told_first.push(named),
        }
    }
    told_first.append(&mut told_later);
    (told_first, tellings)
}

/// A typed severity replaces what the old one was made of.
fn grounds(typed: &ChangeArgs, old: &Grounds) -> Result<Grounds> {
    let Some(word) = &typed.severity else {
        return Ok(old.clone());
    };
    Ok(Grounds {
        typed: Some(severity(word)?),
        ..Grounds::default()
    })
}

/// What the playbook calls a complaint type where there is little room.
fn short_of(rules: &Rules, complaint: Option<&Named>) -> Option<String> {
    let at = rules.complaint(&complaint?.id)?;
    rules.complaints[at].short.clone()
}

/// Names a complaint type.
pub(super) fn complaint(rules: &Rules, at: usize) -> Named {
    Named {
        id: rules.complaints[at].id.clone(),
        name: rules.complaints[at].name.clone(),
    }
}

/// Counts the steps whose deadline moved earlier and those that are new.
fn difference(case: &Case, plan: Option<&Plan>) -> (usize, usize) {
    let (Some(cycle), Some(plan)) = (case.cycle(), plan) else {
        return (0, 0);
    };
    let known = |step: &&crate::domain::plan::Step| cycle.plan.step(step.number);
    // What is kept in reserve is new to nobody.
    let planned = plan.steps.iter().filter(|step| step.number != 0);
    let moved = planned
        .clone()
        .filter(|step| known(step).is_some_and(|old| old.due != step.due));
    let added = planned.filter(|step| known(step).is_none());
    (moved.count(), added.count())
}
