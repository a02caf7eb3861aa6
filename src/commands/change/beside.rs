//! What `amends change` puts right without another plan: a name, an address, what was said, when they told us.
//!
//! What was there before stays in the history. When they told us moves the clocks by the rule of every change: no
//! deadline gets later, and none that would be over by now gets earlier.

use super::ChangeArgs;
use crate::desk::abort::{Abort, OrAbort};
use crate::desk::changing::{Decision, learned, lesson};
use crate::desk::library::of_facts;
use crate::desk::logging::answers;
use crate::desk::planning::profile;
use crate::desk::replanning::{Basis, planned_again};
use crate::desk::shop::Shop;
use crate::domain::case::Case;
use crate::domain::event::{Changed, Corrected, CustomerReach, CustomerRenamed, Event, Statement};
use crate::domain::money::Money;
use crate::domain::plan::Promised;
use crate::domain::playbook::Playbook;
use crate::domain::suggest::joined;
use crate::domain::text::ErasableText;
use crate::domain::time::when::Reading;
use crate::domain::time::zone::Instant;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::store::{EventSubject, IdSource, Writing};
use crate::typed::NewArgs;

/// What is put right without another plan, understood.
pub(super) struct Beside<'s> {
    shop: &'s Shop<'s>,
    lesson: Option<Words>,
    customer: Option<Words>,
    reach: Option<Words>,
    words: Option<Words>,
    need: Option<Words>,
    feels: Option<Words>,
    order: Option<Words>,
    answers: Vec<(String, Words)>,
    value: Option<Money>,
    told: Option<Instant>,
    happened: Option<Instant>,
}

impl<'s> Beside<'s> {
    /// Understands what was typed; `of_case` gives the playbook of the case, for the questions it asks and its currency.
    pub(super) fn of(
        shop: &'s Shop<'s>,
        typed: &ChangeArgs,
        of_case: impl Fn() -> Result<(Playbook, Vec<String>)>,
    ) -> Result<Self> {
        let text = |typed: &Option<String>, flag: &str| text(shop, typed.as_deref(), flag);
        let needs_playbook = typed.value.is_some() || !typed.answers.is_empty();
        let playbook = needs_playbook.then(of_case).transpose()?;
        let value = match (&typed.value, &playbook) {
            (Some(value), Some((playbook, _))) => {
                Some(shop.money(value, "--value", playbook.rules().currency)?)
            }
            (Some(_) | None, _) => None,
        };
        let (told, happened) = moments(shop, typed)?;
        Ok(Self {
            shop,
            lesson: lesson(shop, typed.lesson.as_deref())?,
            customer: text(&typed.customer, "--customer")?,
            reach: text(&typed.reach, "--reach")?,
            words: text(&typed.words, "--words")?,
            need: text(&typed.need, "--need")?,
            feels: text(&typed.feels, "--feels")?,
            order: text(&typed.order, "--order")?,
            answers: match playbook {
                Some((playbook, types)) => {
                    let asked = NewArgs {
                        types,
                        answers: typed.answers.clone(),
                        ..NewArgs::default()
                    };
                    answers(shop, &asked, playbook.rules())?
                }
                None => Vec::new(),
            },
            value,
            told,
            happened,
        })
    }

    /// Says whether nothing was named.
    pub(super) const fn is_nothing(&self) -> bool {
        let texts = [
            &self.lesson,
            &self.customer,
            &self.reach,
            &self.words,
            &self.need,
            &self.feels,
            &self.order,
        ];
        let mut at = 0;
        while at < texts.len() {
            if texts[at].is_some() {
                return false;
            }
            at += 1;
        }
        self.answers.is_empty()
            && self.value.is_none()
            && self.told.is_none()
            && self.happened.is_none()
    }

    /// Puts right what was typed wrongly and writes down what is changed because of the case; nothing where all of it is known.
    pub(super) fn put_right(
        &self,
        case: &Case,
        writing: &mut Writing<'_>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<Decision> {
        let now = self.shop.now();
        self.must_be_in_order(case)?;
        let corrected = self.corrected(case, writing, ids)?;
        let mut what: Vec<String> = Vec::new();
        let mut events = Vec::new();
        let mut remarks = Vec::new();
        if !corrected.is_nothing() {
            what.push(format!("{} put right", is_or_are(&corrected.named())));
            remarks.extend(self.namesake(case, writing)?.filter(|_| corrected.name));
            events = case.with_rungs(Event::Corrected(Box::new(corrected)), now);
            let after = case.with(&events, now);
            let again = planned_from_earlier(self.shop, case, &after, writing)?;
            if let Some(again) = again {
                must_set_nothing_off(case, &after.with(std::slice::from_ref(&again), now), now)?;
                events.push(again);
                remarks.push(
                    "the deadlines count from then, but none is late because of it".to_owned(),
                );
            }
        }
        if let Some(lesson) = self.lesson.clone() {
            what.push("what you change is written down".to_owned());
            let lesson = learned(lesson, ids);
            events.extend(case.with(&events, now).with_rungs(lesson, now));
        }
        Ok(Decision {
            remarks,
            ..Decision::new(events, what.join(", and "))
        })
    }

    /// Decides what of it is news, and writes down what belongs to the customer.
    fn corrected(
        &self,
        case: &Case,
        writing: &mut Writing<'_>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<Corrected> {
        let customer = case.logged.customer;
        let known = writing.customer(customer)?;
        let (name, reach) = known.map_or((None, None), |known| (known.name, known.reach));
        let name = self
            .customer
            .clone()
            .filter(|typed| name.as_ref() != Some(typed));
        let reach = self
            .reach
            .clone()
            .filter(|typed| reach.as_ref() != Some(typed));
        let at = |at: Instant| Promised::new(at, case.zone.get());
        let logged = &case.logged;
        let told = self.told.filter(|told| *told != logged.told.at);
        if let Some(told) = told {
            case.decide_told(told)?;
        }
        let of_customer = [
            name.clone().map(|name| {
                let name = ids.text(name);
                Event::CustomerRenamed(CustomerRenamed { customer, name })
            }),
            reach.clone().map(|reach| {
                let reach = ids.text(reach);
                Event::CustomerReach(CustomerReach { customer, reach })
            }),
        ];
        for event in of_customer.into_iter().flatten() {
            writing.append(EventSubject::Customer(customer), event)?;
        }
        let happened = |at: &Instant| logged.happened.is_none_or(|known| known.at != *at);
        Ok(Corrected {
            said: self.said(&logged.said, ids),
            answers: self.answered(case, ids),
            told: told.map(at),
            happened: self.happened.filter(happened).map(at),
            value: self.value.filter(|value| logged.value != Some(*value)),
            name: name.is_some(),
            reach: reach.is_some(),
        })
    }

    /// Refuses that it went wrong after they told of it, by what is known then.
    fn must_be_in_order(&self, case: &Case) -> Result<()> {
        let told = self.told.unwrap_or(case.logged.told.at);
        let known = case.logged.happened.map(|known| known.at);
        let happened = self.happened.or(known);
        if happened.is_none_or(|happened| happened <= told) {
            return Ok(());
        }
        let flag = match self.happened {
            Some(_) => "--happened",
            None => "--told",
        };
        Err(Error::usage(
            format!("{flag}: it went wrong after they told you?"),
            "check `--happened` and `--told`",
        ))
    }

    fn said(&self, known: &Statement, ids: &mut IdSource<'_>) -> Statement {
        let mut text = |typed: &Option<Words>, known: &Option<ErasableText>| {
            let known = known.as_ref().and_then(ErasableText::words);
            let fresh = typed.as_ref().filter(|typed| known != Some(*typed));
            fresh.map(|words| ids.text(words.clone()))
        };
        Statement {
            words: text(&self.words, &known.words),
            need: text(&self.need, &known.need),
            feels: text(&self.feels, &known.feels),
            order: text(&self.order, &known.order),
        }
    }

    fn answered(&self, case: &Case, ids: &mut IdSource<'_>) -> Vec<(String, ErasableText)> {
        let is_known = |id: &str, words: &Words| {
            let mut known = case.logged.answers.iter();
            known.any(|(of, answer)| of == id && answer.words() == Some(words))
        };
        let fresh = self.answers.iter();
        let fresh = fresh.filter(|(id, words)| !is_known(id, words));
        fresh
            .map(|(id, words)| (id.clone(), ids.text(words.clone())))
            .collect()
    }

    /// Says that another customer has the name that this one is given now; both stay, each with their own cases.
    fn namesake(&self, case: &Case, writing: &mut Writing<'_>) -> OrAbort<Option<String>> {
        let Some(name) = &self.customer else {
            return Ok(None);
        };
        let same = writing.customers_named(name)?;
        let others = same.iter().filter(|one| one.id != case.logged.customer);
        Ok((others.count() > 0).then(|| {
            "another customer has that name; they stay two, each with their own cases".to_owned()
        }))
    }
}

/// Plans a case again from when they told us, which was earlier than was typed, by the text it was planned by. Nothing
/// where no clock began earlier.
fn planned_from_earlier(
    shop: &Shop<'_>,
    before: &Case,
    after: &Case,
    writing: &mut Writing<'_>,
) -> OrAbort<Option<Event>> {
    let start = |case: &Case| case.cycle().map(|cycle| cycle.plan.start.at);
    if start(after) == start(before) {
        return Ok(None);
    }
    let Some(playbook) = of_facts(writing, &after.facts)? else {
        return Ok(None);
    };
    let profile = profile(after.logged.customer, writing)?;
    let basis = Basis {
        playbook: &playbook,
        facts: &after.facts,
        profile: &profile,
    };
    let facts = after.facts.clone();
    let plan = planned_again(shop, after, basis)?;
    Ok(plan.map(|plan| {
        let plan = Some(plan);
        Event::Changed(Box::new(Changed { facts, plan }))
    }))
}

/// "how to reach them is", "their name and what they said are".
fn is_or_are(named: &[&str]) -> String {
    let verb = if named.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", joined(named, "and"))
}

/// Refuses that they told us so early that the clock would have set something off by now: nobody could have acted on it,
/// and a correction makes nothing late.
fn must_set_nothing_off(before: &Case, after: &Case, now: Instant) -> Result<()> {
    let set_off = |case: &Case| case.cycle().map_or(0, |cycle| cycle.set_off(now).len());
    if set_off(after) <= set_off(before) {
        return Ok(());
    }
    let number = before.number();
    let message =
        "--told: so early that the case would have escalated by now, and nobody could act on it";
    let hint = format!("write it down instead: `amends note {number} \"They told us on …\"`");
    Err(Error::usage(message, hint))
}

/// What is said where everything is as it was typed.
pub(super) fn known_already(case: &Case) -> Abort {
    let number = case.number();
    let message = "that is how it is written down already".to_owned();
    Abort::Told(Error::usage(
        message,
        format!("look at it: `amends show {number}`"),
    ))
}

/// Reads a text that takes the place of another; empty it would lose that one.
fn text(shop: &Shop<'_>, typed: Option<&str>, flag: &str) -> Result<Option<Words>> {
    let Some(typed) = typed else { return Ok(None) };
    let words = match typed {
        "-" => shop.words(&shop.from_input(flag)?, flag)?,
        typed => shop.words(typed.trim(), flag)?,
    };
    if words.is_blank() {
        let hint = format!("write what is right behind `{}`", visible(flag));
        return Err(Error::usage(format!("{flag}: it is empty"), hint));
    }
    Ok(Some(words))
}

fn moments(shop: &Shop<'_>, typed: &ChangeArgs) -> Result<(Option<Instant>, Option<Instant>)> {
    let told = typed.told.as_deref().map(|told| shop.when(told, "--told"));
    let told = told.transpose()?;
    if told.is_some_and(|told| told > shop.now()) {
        let hint = "write when they told you; it was some time ago";
        return Err(Error::usage("--told: it lies ahead", hint));
    }
    let before = Reading::UpTo(told.unwrap_or(shop.now()));
    let happened = typed.happened.as_deref();
    let happened = happened
        .map(|happened| shop.when_or_day(happened, "--happened", before))
        .transpose()?;
    Ok((told, happened))
}
