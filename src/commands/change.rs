//! `amends change`: correct the facts of a case and plan it again by today's playbook.

use crate::cli::Change;
use crate::commands::alter::{Decision, alter};
use crate::commands::list::severity;
use crate::commands::logging::{first_and_more, planned, profile};
use crate::commands::playbooks::{self, Loaded, known_channel, known_complaints, known_tier, load};
use crate::commands::shop::{Broken, Shop, no_such_case};
use crate::commands::whose::{self, Purpose};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::case::replan::united;
use crate::domain::cell::Cell;
use crate::domain::event::{Changed, Event, Facts, Grounds, Named};
use crate::domain::plan::Plan;
use crate::domain::planning::{Occasion, Profile};
use crate::domain::playbook::Rules;
use crate::error::{Error, Result};
use crate::view::Screen;

pub(super) fn run(shop: &Shop<'_>, typed: &Change) -> Result<Screen> {
    let nothing = typed.types.is_empty()
        && typed.tier.is_none()
        && typed.severity.is_none()
        && typed.channel.is_none();
    if nothing {
        let message = "nothing to change was named";
        let hint = format!(
            "for example: `amends change {} --severity severe`",
            whose::again(&typed.case)
        );
        return Err(Error::usage(message, hint));
    }
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    let loaded = todays(shop, number)?;
    alter(shop, ("change", number), |case, writing, _| {
        case.must_be_open()?;
        // What the clock has set off by now counts, raises of the severity included.
        let (case, mut events) = case.caught_up(shop.now());
        let case = &case;
        let change = Corrected::of(typed, case, &loaded)?;
        let profile = profile(case.logged.customer, writing)?;
        let plan = change.plan(shop, case, &profile)?;
        let (moved, added) = difference(case, plan.as_ref());
        let facts = change.facts;
        let changed = now_is(case, &facts);
        writing.keep_playbook(&loaded.kept)?;
        let event = Event::Changed(Box::new(Changed { facts, plan }));
        events.push(event);
        let remarks = vec![format!(
            "planned again: {added} new, {moved} earlier; done steps stay, no deadline moves later"
        )];
        Ok(Decision {
            events,
            changed,
            remarks,
        })
    })
}

fn now_is(case: &Case, facts: &Facts) -> String {
    let complaint = facts
        .complaints
        .first()
        .map_or("", |named| named.id.as_str());
    let severity = facts.grounds.severity();
    format!(
        "#{} is now {complaint}, {}, {severity}",
        case.number(),
        facts.tier.id
    )
}

/// Loads today's version of the playbook the case was planned by.
fn todays(shop: &Shop<'_>, number: u64) -> Result<Loaded> {
    let store = shop.store()?.ok_or_else(|| no_such_case(number))?;
    let found = store.case(number)?;
    let (case, _) = found.ok_or_else(|| no_such_case(number))?;
    let facts = &case.facts;
    let wish = facts.file.as_deref().unwrap_or(&facts.playbook);
    load(playbooks::find(shop, wish)?)
}

/// The corrected facts, and where they stand in today's playbook.
struct Corrected<'a> {
    loaded: &'a Loaded,
    facts: Facts,
    complaints: Vec<usize>,
    tier: usize,
}

impl<'a> Corrected<'a> {
    fn of(typed: &Change, case: &Case, loaded: &'a Loaded) -> std::result::Result<Self, Broken> {
        let rules = loaded.playbook.rules();
        let old = &case.facts;
        let kept: Vec<String> = old
            .complaints
            .iter()
            .map(|named| named.id.clone())
            .collect();
        let types = if typed.types.is_empty() {
            &kept
        } else {
            &typed.types
        };
        let complaints = known_complaints(rules, types)?;
        let tier = known_tier(rules, typed.tier.as_deref().unwrap_or(&old.tier.id))?;
        if let Some(channel) = &typed.channel {
            known_channel(&loaded.playbook, channel)?;
        }
        let facts = Facts {
            playbook: loaded.name.clone(),
            file: loaded.by_path.clone(),
            text: loaded.kept.hash,
            complaints: complaints.iter().map(|at| complaint(rules, *at)).collect(),
            tier: Named {
                id: rules.tiers[tier].id.clone(),
                name: rules.tiers[tier].name.clone(),
            },
            grounds: grounds(typed, &old.grounds)?,
            channel: typed.channel.clone().or_else(|| old.channel.clone()),
        };
        Ok(Self {
            loaded,
            facts,
            complaints,
            tier,
        })
    }

    /// Plans the running cycle again, from its own start.
    fn plan(
        &self,
        shop: &Shop<'_>,
        case: &Case,
        profile: &Profile,
    ) -> std::result::Result<Option<Plan>, Broken> {
        let Some(cycle) = case.cycle() else {
            return Ok(None);
        };
        let (first, more) = first_and_more(&self.complaints);
        let channel = self.facts.channel.as_deref();
        let occasion = Occasion {
            cell: Cell {
                complaint: first,
                tier: self.tier,
                severity: self.facts.grounds.severity(),
            },
            more,
            start: cycle.plan.start.at,
            now: shop.now(),
            channel: channel.and_then(|id| self.loaded.playbook.rules().channel(id)),
            calendar: Calendar::new(case.zone.get(), shop.settings.hours.as_ref()),
            profile,
            first_number: 1,
        };
        let new = planned(&self.loaded.playbook, &occasion)?;
        Ok(Some(united(cycle, new, (case.last_step, shop.now()))))
    }
}

/// A typed severity replaces what the old one was made of.
fn grounds(typed: &Change, old: &Grounds) -> Result<Grounds> {
    let Some(word) = &typed.severity else {
        return Ok(old.clone());
    };
    Ok(Grounds {
        typed: Some(severity(word)?),
        ..Grounds::default()
    })
}

fn complaint(rules: &Rules, at: usize) -> Named {
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
    let moved = plan
        .steps
        .iter()
        .filter(|step| known(step).is_some_and(|old| old.due != step.due));
    let added = plan.steps.iter().filter(|step| known(step).is_none());
    (moved.count(), added.count())
}
