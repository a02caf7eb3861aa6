//! `amends contact`: the customer got in touch again.

use clap::Args;

use crate::commands::change::{Correction, as_told, complaint, todays};
use crate::desk::abort::{Abort, OrAbort};
use crate::desk::changing::{Decision, alter};
use crate::desk::library::{Loaded, found_or_last, known_channel, known_complaints, of_facts};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::decide::Answered;
use crate::domain::count::{Count, times};
use crate::domain::event::{Contacted, Event, Noted};
use crate::domain::plan::FrozenRung;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::{Answer, Part, Playbook};
use crate::domain::suggest::joined;
use crate::domain::text::ErasableText;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::store::Writing;
use crate::typed::CaseWord;

/// From this contact on, the logging counted, the owner is warned: one ahead of the third, at which the playbooks that
/// come with the program escalate.
const WARNED_FROM: usize = 2;

/// `amends contact`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends contact 41 --channel phone --words \"Still nothing here\"
  amends contact 41 --answered                  you put them at ease there and then
  amends contact 41 --type transport-late       they told you of a further failure")]
pub struct ContactArgs {
    /// The case: its number, or its customer's name
    #[arg(required = true, value_parser = CaseWord::read)]
    pub case: Vec<CaseWord>,
    /// How they got in touch
    #[arg(long)]
    pub channel: Option<String>,
    /// What they said
    #[arg(long, value_name = "TEXT")]
    pub words: Option<String>,
    /// What else failed, as they told you now; may be repeated
    #[arg(long = "type", value_name = "TYPE")]
    pub types: Vec<String>,
    /// You answered them there and then, so nobody has to get back to them
    #[arg(long)]
    pub answered: bool,
    /// When, if not now
    #[arg(long, value_name = "WHEN")]
    pub at: Option<String>,
    /// What else was said, to be written down beside it; only from `amends new`
    #[arg(skip)]
    pub aside: Option<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ContactArgs) -> Result<Screen> {
    let at = when(shop, typed.at.as_deref())?;
    let words = |words: &str| shop.words(words, "--words");
    let words = typed.words.as_deref().map(words).transpose()?;
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    // A customer is waiting: a playbook that has broken meanwhile must not be in the way.
    let loaded = match typed.types.is_empty() {
        true => None,
        false => Some(todays(shop, number, found_or_last)?),
    };
    alter(shop, Verb::Contact, number, |case, writing, ids| {
        let contacted = Contacted {
            at,
            channel: typed.channel.clone(),
            words: words.map(|words| ids.text(words)),
            answer: None,
        };
        let at_once = at_once(typed, case, loaded.as_ref())?;
        let turnaround = turnaround(typed, case, writing)?;
        let later = Answered::Later { turnaround };
        let answered = if at_once { Answered::AtOnce } else { later };
        let events = case.decide_contact(contacted, answered, shop.now())?;
        let count = case.contact_count() + 1;
        let mut decision = Decision {
            remarks: remarks(shop, case, &events),
            changed: format!("contact {count} of #{} is written down", case.number()),
            events,
        };
        if let Some(loaded) = &loaded {
            let case = &case.with(&decision.events, shop.now());
            let correction = Correction { shop, case, loaded };
            let failures = further_failures(correction, typed, at, writing)?;
            decision.remarks.push(brought(shop, case, &failures));
            decision.events.extend(failures);
        }
        if let Some(aside) = &typed.aside {
            let note = ids.text(shop.words(aside, "what else was said")?);
            write_beside(shop, case, note, &mut decision);
        }
        Ok(decision)
    })
}

/// Writes down what the contact itself has no place for.
fn write_beside(shop: &Shop<'_>, case: &Case, note: ErasableText, decision: &mut Decision) {
    let after = case.with(&decision.events, shop.now());
    let noted = after.with_rungs(Event::Noted(Noted { note }), shop.now());
    decision.events.extend(noted);
    let remark = "what else you typed is written down beside it";
    decision.remarks.push(remark.to_owned());
}

fn when(shop: &Shop<'_>, at: Option<&str>) -> Result<Instant> {
    let at = at.map(|at| shop.when(at, "--at"));
    let at = at.transpose()?.unwrap_or(shop.now());
    if at > shop.now() {
        return Err(Error::usage(
            "--at: a contact cannot lie ahead",
            "leave out `--at` if it was just now",
        ));
    }
    Ok(at)
}

/// Whether they were answered there and then.
fn at_once(typed: &ContactArgs, case: &Case, loaded: Option<&Loaded>) -> Result<bool> {
    let sorry = loaded.map(|loaded| says_sorry(&loaded.playbook, typed, case));
    Ok(typed.answered || sorry.transpose()?.unwrap_or_default())
}

/// Whether what they told of is to be said sorry for: that answers this contact as well.
fn says_sorry(playbook: &Playbook, typed: &ContactArgs, case: &Case) -> Result<bool> {
    let rules = playbook.rules();
    let Some(tier) = rules.tier(&case.facts.tier.id) else {
        return Ok(false);
    };
    let sorry = |complaint: &usize| {
        let (complaint, severity) = (*complaint, case.severity());
        let cell = Cell {
            complaint,
            tier,
            severity,
        };
        !playbook.at(cell).part(Part::Acknowledge).is_empty()
    };
    Ok(known_complaints(rules, &typed.types)?.iter().any(sorry))
}

/// Warns from the second contact on, unless that sets something off anyway.
fn remarks(shop: &Shop<'_>, case: &Case, events: &[Event]) -> Vec<String> {
    let mut remarks = Vec::new();
    let count = case.contact_count() + 1;
    let acts = |event: &Event| matches!(event, Event::Escalated(_));
    if !events.iter().any(acts) && count >= WARNED_FROM {
        let times = times(count);
        remarks.push(format!("they have had to get in touch {times} now"));
        remarks.extend(case.next_contact_rung().map(|rung| warning(shop, rung)));
    }
    remarks
}

/// Says what a further failure brought into the plan.
fn brought(shop: &Shop<'_>, case: &Case, failures: &[Event]) -> String {
    let after = case.with(failures, shop.now());
    let fresh = after.steps(shop.now()).into_iter();
    let fresh = fresh.filter(|one| one.number > case.last_number()).count();
    let types: Vec<&str> = after
        .facts
        .complaints
        .iter()
        .map(|named| named.id.as_str())
        .collect();
    let more = match u32::try_from(fresh).unwrap_or(u32::MAX) {
        0 => "nothing more to do".to_owned(),
        fresh => format!("{} more", Count::of(fresh, "step")),
    };
    format!("it is now about {}: {more}", joined(&types, "and"))
}

/// Takes the failures that they told of with a contact into the case: each counts from that contact.
fn further_failures(
    correction: Correction<'_>,
    typed: &ContactArgs,
    at: Instant,
    writing: &mut Writing<'_>,
) -> OrAbort<Vec<Event>> {
    let Correction { case, loaded, .. } = correction;
    let rules = loaded.playbook.rules();
    let mut facts = case.facts.clone();
    for position in known_complaints(rules, &typed.types)? {
        let named = complaint(rules, position);
        if facts.complaints.contains(&named) {
            return Err(Abort::Told(known_already(case.number(), &named.id)));
        }
        facts.complaints.push(named);
    }
    (facts.text, facts.playbook) = (loaded.kept.hash, loaded.name.clone());
    let channel = typed.channel.as_ref().or(case.facts.channel.as_ref());
    (facts.complaints, facts.later) = as_told(case, facts.complaints, at, channel);
    correction.changed_to(facts, writing)
}

fn known_already(case: u64, complaint: &str) -> Error {
    let message = format!(
        "--type: `{}` is part of #{case} already",
        visible(complaint)
    );
    Error::usage(
        message,
        "leave out `--type`; what they said goes into `--words`",
    )
}

/// Warns one contact ahead of what it would set off.
fn warning(shop: &Shop<'_>, rung: &FrozenRung) -> String {
    let to = rung.to.as_deref().map(|role| shop.role(role));
    let to = to.map_or_else(String::new, |to| format!(", and goes to {to}"));
    format!("if they have to once more, it escalates{to}: get to them first")
}

/// Gives the published turnaround of the contact's channel, where nobody is there when it comes in, by the
/// playbook the case was planned by.
fn turnaround(
    typed: &ContactArgs,
    case: &Case,
    writing: &mut Writing<'_>,
) -> OrAbort<Option<Span>> {
    let Some(channel) = &typed.channel else {
        return Ok(None);
    };
    let Some(playbook) = of_facts(writing, &case.facts)? else {
        return Ok(None);
    };
    Ok(match known_channel(&playbook, channel)?.answer {
        Answer::Live => None,
        Answer::Within(span, _) => Some(span),
    })
}
