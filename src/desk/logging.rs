//! From the answers of an intake to a logged case: the customer, the cell, the plan.

use crate::desk::abort::{Abort, OrAbort};
use crate::desk::escalated;
use crate::desk::library::severity;
use crate::desk::library::{Loaded, known_channel, known_complaints, known_tier};
use crate::desk::planning::{first_and_more, planned, presence, profile};
use crate::desk::replanning::followed_up;
use crate::desk::shop::Shop;
use crate::domain::case::{Case, Recorded};
use crate::domain::count::Count;
use crate::domain::event::{
    CustomerAdded, CustomerReach, CustomerTier, Event, Facts, Grounds, Harm, Logged, Named, Raise,
    Statement,
};
use crate::domain::id::Id;
use crate::domain::money::Money;
use crate::domain::plan::planning::Occasion;
use crate::domain::plan::{Plan, Promised};
use crate::domain::playbook::cell::{Cell, Severity};
use crate::domain::playbook::{Presence, Rules};
use crate::domain::suggest::did_you_mean;
use crate::domain::text::ErasableText;
use crate::domain::time::when::Reading;
use crate::domain::time::zone::Instant;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::store::{CustomerRecord, EventSubject, IdSource, ToldCase, Writing};
use crate::typed::NewArgs;

mod twin;

/// The answers of an intake, understood and checked against the playbook.
#[derive(Debug)]
pub struct Intake {
    customer: Words,
    reach: Option<Words>,
    complaints: Vec<usize>,
    tier: Option<usize>,
    grounds: Grounds,
    channel: Option<String>,
    words: Option<Words>,
    need: Option<Words>,
    feels: Option<Words>,
    order: Option<Words>,
    answers: Vec<(String, Words)>,
    holder: Option<Words>,
    told: Instant,
    happened: Option<Instant>,
    value: Option<Money>,
    public: Public,
    presence: Option<Presence>,
    is_new_matter: bool,
}

/// Whether others can read the complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Public {
    Yes,
    No,
}

/// Understands every answer before anything is opened for writing.
///
/// # Errors
/// When an answer is not of the playbook's words, or makes no sense.
pub fn understand(shop: &Shop<'_>, typed: &NewArgs, loaded: &Loaded) -> Result<Intake> {
    let rules = loaded.playbook.rules();
    let words = |text: &Option<String>, flag: &str| optional_words(shop, text.as_deref(), flag);
    let (told, happened) = moments(shop, typed)?;
    let name = typed.customer.as_deref().unwrap_or_default().trim();
    if let Some(channel) = &typed.channel {
        known_channel(&loaded.playbook, channel)?;
    }
    let owner = || shop.settings.name_of("owner").map(str::to_owned);
    Ok(Intake {
        customer: shop.words(name, "--customer")?,
        reach: words(&typed.reach, "--reach")?,
        complaints: known_complaints(rules, &typed.types)?,
        tier: tier(typed, rules)?,
        grounds: grounds(typed)?,
        channel: typed.channel.clone(),
        words: words(&typed.words, "--words")?,
        need: words(&typed.need, "--need")?,
        feels: words(&typed.feels, "--feels")?,
        order: words(&typed.order, "--order")?,
        answers: answers(shop, typed, rules)?,
        holder: words(&typed.holder.clone().or_else(owner), "--holder")?,
        value: value(shop, typed, rules)?,
        told,
        happened,
        public: if typed.public {
            Public::Yes
        } else {
            Public::No
        },
        // Who writes where others read is hardly at the counter any more.
        presence: typed
            .here
            .map(presence)
            .or(typed.public.then_some(Presence::Gone)),
        is_new_matter: typed.new_case,
    })
}

fn optional_words(shop: &Shop<'_>, text: Option<&str>, flag: &str) -> Result<Option<Words>> {
    let words = text.map(|text| shop.words(text, flag)).transpose()?;
    Ok(words.filter(|words| !words.is_blank()))
}

fn tier(typed: &NewArgs, rules: &Rules) -> Result<Option<usize>> {
    typed
        .tier
        .as_deref()
        .map(|tier| known_tier(rules, tier))
        .transpose()
}

fn value(shop: &Shop<'_>, typed: &NewArgs, rules: &Rules) -> Result<Option<Money>> {
    let read = |value: &str| shop.money(value, "--value", rules.currency);
    typed.value.as_deref().map(read).transpose()
}

fn moments(shop: &Shop<'_>, typed: &NewArgs) -> Result<(Instant, Option<Instant>)> {
    let told = typed.told.as_deref().map(|told| shop.when(told, "--told"));
    let told = told.transpose()?.unwrap_or(shop.now());
    if told > shop.now() {
        let hint = "leave out `--told` if they are telling you now";
        return Err(Error::usage("--told: it lies ahead", hint));
    }
    let before = Reading::UpTo(told);
    let happened = typed.happened.as_deref();
    let happened = happened
        .map(|happened| shop.when_or_day(happened, "--happened", before))
        .transpose()?;
    if happened.is_some_and(|happened| happened > told) {
        let message = "--happened: it went wrong after they told you?";
        return Err(Error::usage(message, "check `--happened` and `--told`"));
    }
    Ok((told, happened))
}

fn grounds(typed: &NewArgs) -> Result<Grounds> {
    let typed_severity = typed.severity.as_deref().map(severity).transpose()?;
    let named = typed.harm.iter().filter(|harm| harm.as_str() != "none");
    let harm: Result<Vec<Harm>> = named.map(|harm| harm_named(harm)).collect();
    let mut harm = harm?;
    harm.sort_unstable();
    harm.dedup();
    Ok(Grounds {
        typed: typed_severity,
        harm,
        raises: Vec::new(),
    })
}

fn harm_named(text: &str) -> Result<Harm> {
    let known = Harm::ALL.into_iter().find(|harm| harm.word() == text);
    known.ok_or_else(|| {
        let message = format!("--harm: `{}` is not one of them", visible(text));
        let words: Vec<&str> = Harm::ALL
            .map(Harm::word)
            .into_iter()
            .chain(["none"])
            .collect();
        Error::usage(message, did_you_mean(text, &words))
    })
}

/// Reads the answers to the questions of the complaint types.
///
/// # Errors
/// When one has no `=`, or none of the types asks it.
pub fn answers(shop: &Shop<'_>, typed: &NewArgs, rules: &Rules) -> Result<Vec<(String, Words)>> {
    let asked = typed.types.iter().filter_map(|id| rules.complaint(id));
    let known: Vec<&str> = asked
        .flat_map(|at| rules.complaints[at].ask.iter().map(|ask| ask.id.as_str()))
        .collect();
    let mut answers = Vec::new();
    for answer in &typed.answers {
        let Some((id, text)) = answer.split_once('=') else {
            let message = format!("--answer: `{}` has no `=`", visible(answer));
            return Err(Error::usage(message, "write `--answer ID=TEXT`"));
        };
        if !known.contains(&id) {
            let message = format!(
                "--answer: `{}` is no question of this complaint type",
                visible(id)
            );
            return Err(Error::usage(message, did_you_mean(id, &known)));
        }
        answers.push((id.to_owned(), shop.words(text, "--answer")?));
    }
    Ok(answers)
}

/// A case that was logged, not yet committed.
#[derive(Debug)]
pub struct LoggedCase {
    /// The new number.
    pub number: u64,
    /// What there is to say about it, a sentence each.
    pub remarks: Vec<String>,
}

/// What one case is logged by.
#[derive(Clone, Copy, Debug)]
pub struct CaseLogger<'a> {
    /// The shop.
    pub shop: &'a Shop<'a>,
    /// The playbook.
    pub loaded: &'a Loaded,
    /// The answers.
    pub intake: &'a Intake,
    /// The number of the case that says the same and that somebody agreed to take in again; `None` until then.
    pub twin: Option<u64>,
}

/// Who complains, with their tier in this case by its position in the playbook.
struct Complainant {
    /// The customer's id, a new one where nobody is known by that name and address.
    id: Id,
    /// What is known of them; `None` for a new customer.
    known: Option<CustomerRecord>,
    tier: usize,
}

impl CaseLogger<'_> {
    /// Logs the case within a transaction.
    ///
    /// # Errors
    /// When the customer cannot be told apart, a new one has no tier, or the plan cannot be made.
    pub fn log(&self, writing: &mut Writing<'_>, ids: &mut IdSource<'_>) -> OrAbort<LoggedCase> {
        let same_name = writing.customers_named(&self.intake.customer)?.len();
        let known = the_customer(self.intake, writing)?;
        let twin = self.twin_to_tell(known.as_ref(), writing)?;
        let who = self.complainant(known, ids)?;
        self.write_customer(&who, writing, ids)?;
        let earlier = earlier_cases(who.id, writing)?;
        let second = self.failed_before(&earlier);
        let grounds = self.grounds(second);
        let severity = grounds.severity();
        let plan = self.plan(&who, severity, writing)?;
        let number = writing.next_number()?;
        let facts = self.facts(who.tier, grounds);
        let logged = Logged {
            failed_before: second,
            plan: Some(plan),
            ..self.logged(number, who.id, facts)
        };
        let logged = self.with_words(logged, ids);
        let case = ids.id();
        let about = EventSubject::Case {
            case,
            customer: who.id,
        };
        writing.keep_playbook(&self.loaded.kept)?;
        let events = self.with_rungs(logged, case, writing)?;
        let came = self.escalated(case, &events);
        for event in events {
            writing.append(about, event)?;
        }
        let cases_before = who.known.as_ref().map(|_| earlier.len());
        let second = second.map(|number| self.second_failure(number, severity));
        let mut remarks = remarks(cases_before, second);
        remarks.extend(self.same_matter(&earlier));
        remarks.extend(twin.map(|twin| self.told_of(&twin, number)));
        remarks.extend(came);
        if who.known.is_none() && same_name > 0 {
            let remark = "a new customer: whoever else has that name is reached elsewhere";
            remarks.push(remark.to_owned());
        }
        Ok(LoggedCase { number, remarks })
    }

    fn complainant(
        &self,
        known: Option<CustomerRecord>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<Complainant> {
        Ok(Complainant {
            id: known.as_ref().map_or_else(|| ids.id(), |known| known.id),
            tier: self.tier(known.as_ref())?,
            known,
        })
    }

    /// The number of the newest case that was told within the time a failure is remembered, before or after this one;
    /// the end of that time is in it.
    fn failed_before(&self, earlier: &[ToldCase]) -> Option<u64> {
        let told = self.intake.told;
        let remembered = self.rules().second_failure.nominal_seconds();
        let second = earlier
            .iter()
            .find(|before| (told - before.told_at).num_seconds().unsigned_abs() <= remembered);
        second.map(|before| before.number)
    }

    /// Asks whether it is the same matter as what is open of this customer; `None` when somebody said that it is not.
    fn same_matter(&self, earlier: &[ToldCase]) -> Option<String> {
        let mut open = earlier.iter().filter(|told| told.is_open);
        let number = open.next().filter(|_| !self.intake.is_new_matter)?.number;
        Some(format!(
            "#{number} of the same customer is open; if it is the same matter: `amends undo`, \
             then the same with `--same-as {number}`"
        ))
    }

    /// Says that the customer was failed before, and what that does.
    fn second_failure(&self, number: u64, severity: Severity) -> String {
        let within = self.rules().second_failure.phrase();
        let again = format!("failed before within {within}, in #{number}");
        match self.intake.grounds.typed {
            Some(typed) => format!("{again}; the severity stays {typed}, as you said"),
            None => format!("{again}, so it is one level worse: {severity}"),
        }
    }

    const fn rules(&self) -> &Rules {
        self.loaded.playbook.rules()
    }

    /// The tier for this case: the typed one, else what is known of the customer.
    fn tier(&self, known: Option<&CustomerRecord>) -> OrAbort<usize> {
        if let Some(tier) = self.intake.tier {
            return Ok(tier);
        }
        let kept = known.and_then(|known| known.tiers.get(&self.loaded.name));
        let kept = kept.and_then(|tier| self.rules().tier(tier));
        kept.ok_or_else(|| Abort::Told(missing_tier(self.rules())))
    }

    /// Adds a new customer, or what is new about a known one.
    fn write_customer(
        &self,
        who: &Complainant,
        writing: &mut Writing<'_>,
        ids: &mut IdSource<'_>,
    ) -> OrAbort<()> {
        let customer = who.id;
        let about = EventSubject::Customer(customer);
        let reach = self.intake.reach.clone();
        match &who.known {
            None => {
                let name = ids.text(self.intake.customer.clone());
                let reach = reach.map(|reach| ids.text(reach));
                let added = CustomerAdded {
                    customer,
                    name,
                    reach,
                };
                writing.append(about, Event::CustomerAdded(added))?;
            }
            Some(known) => {
                if let Some(reach) = reach.filter(|reach| known.reach.as_ref() != Some(reach)) {
                    let reach = ids.text(reach);
                    writing.append(
                        about,
                        Event::CustomerReach(CustomerReach { customer, reach }),
                    )?;
                }
            }
        }
        let is_kept = |known: &CustomerRecord| known.tiers.contains_key(&self.loaded.name);
        if !who.known.as_ref().is_some_and(is_kept) {
            let tier = CustomerTier {
                customer,
                playbook: self.loaded.name.clone(),
                tier: self.rules().tiers[who.tier].id.clone(),
            };
            writing.append(about, Event::CustomerTier(tier))?;
        }
        Ok(())
    }

    /// Adds the second failure to what the severity is made of, unless one was typed.
    fn grounds(&self, second: Option<u64>) -> Grounds {
        let mut grounds = self.intake.grounds.clone();
        if grounds.typed.is_none() {
            grounds.raises.extend(second.map(Raise::SecondFailure));
        }
        grounds
    }

    fn plan(
        &self,
        who: &Complainant,
        severity: Severity,
        writing: &mut Writing<'_>,
    ) -> OrAbort<Plan> {
        let profile = profile(who.id, writing)?;
        let intake = self.intake;
        let (first, more) = first_and_more(&intake.complaints);
        let channel = intake
            .channel
            .as_deref()
            .and_then(|id| self.rules().channel(id));
        let occasion = Occasion {
            cell: Cell {
                complaint: first,
                tier: who.tier,
                severity,
            },
            more,
            again: None,
            start: intake.told,
            now: self.shop.now(),
            channel,
            calendar: self.shop.calendar(),
            profile: &profile,
            presence: self.intake.presence,
            first_number: 1,
        };
        Ok(planned(&self.loaded.playbook, &occasion)?)
    }

    /// The logging of the intake, as far as it is neither words nor a plan.
    fn logged(&self, number: u64, customer: Id, facts: Facts) -> Logged {
        let intake = self.intake;
        let home = &self.shop.home;
        Logged {
            number,
            customer,
            facts,
            told: Promised::new(intake.told, &home.zone),
            happened: intake.happened.map(|at| Promised::new(at, &home.zone)),
            zone: home.zone.name().to_owned(),
            zone_rules: home.version.clone(),
            public: intake.public == Public::Yes,
            value: intake.value,
            failed_before: None,
            said: Statement::default(),
            answers: Vec::new(),
            holder: None,
            plan: None,
            origin: None,
        }
    }

    /// Puts in what is kept as words, which can be erased.
    fn with_words(&self, logged: Logged, ids: &mut IdSource<'_>) -> Logged {
        let intake = self.intake;
        let mut text = |words: &Option<Words>| -> Option<ErasableText> {
            words.clone().map(|words| ids.text(words))
        };
        let said = Statement {
            words: text(&intake.words),
            need: text(&intake.need),
            feels: text(&intake.feels),
            order: text(&intake.order),
        };
        let holder = text(&intake.holder);
        let answers = intake.answers.iter();
        let answers = answers.map(|(id, words)| (id.clone(), ids.text(words.clone())));
        Logged {
            said,
            holder,
            answers: answers.collect(),
            ..logged
        }
    }

    fn facts(&self, tier: usize, grounds: Grounds) -> Facts {
        let rules = self.rules();
        let complaint = |at: &usize| Named {
            id: rules.complaints[*at].id.clone(),
            name: rules.complaints[*at].name.clone(),
        };
        Facts {
            playbook: self.loaded.name.clone(),
            file: self.loaded.by_path.clone(),
            text: self.loaded.kept.hash,
            complaints: self.intake.complaints.iter().map(complaint).collect(),
            later: Vec::new(),
            tier: Named {
                id: rules.tiers[tier].id.clone(),
                name: rules.tiers[tier].name.clone(),
            },
            grounds,
            channel: self.intake.channel.clone(),
            presence: self.intake.presence,
            short: rules.complaints[*self.intake.complaints.first().unwrap_or(&0)]
                .short
                .clone(),
        }
    }

    /// Says what the logging itself set off.
    fn escalated(&self, case: Id, events: &[Event]) -> Vec<String> {
        let Some((logged, rest)) = events.split_first() else {
            return Vec::new();
        };
        let recorded = Recorded {
            operation: 0,
            at: self.shop.now(),
            event: logged.clone(),
        };
        let folded = Case::fold(case, [recorded]).ok().flatten();
        folded.map_or_else(Vec::new, |case| escalated::remarks(self.shop, &case, rest))
    }

    /// Puts the rungs that the logging itself sets off behind it, and what follows from them.
    fn with_rungs(
        &self,
        logged: Logged,
        case: Id,
        writing: &mut Writing<'_>,
    ) -> OrAbort<Vec<Event>> {
        let event = Event::Logged(Box::new(logged));
        let mut events = vec![event.clone()];
        let recorded = Recorded {
            operation: 0,
            at: self.shop.now(),
            event,
        };
        if let Some(folded) = Case::fold(case, [recorded]).ok().flatten() {
            let weighed = folded.weighed(self.shop.now());
            let follow = followed_up(self.shop, &folded, &weighed, writing)?;
            events.extend(weighed.into_iter().chain(follow));
        }
        Ok(events)
    }
}

fn remarks(known: Option<usize>, second: Option<String>) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(earlier) = known {
        let count = Count::of(u32::try_from(earlier).unwrap_or(u32::MAX), "earlier case");
        remarks.push(format!("a customer you know, with {count}"));
    }
    remarks.extend(second);
    remarks
}

fn missing_tier(rules: &Rules) -> Error {
    let known: Vec<&str> = rules.tiers.iter().map(|tier| tier.id.as_str()).collect();
    let hint = format!("add `--tier`: {}", crate::domain::suggest::choices(&known));
    Error::usage("this customer is new, so their tier is not known", hint)
}

/// Finds the customer who is meant, among those of the same name.
///
/// Nobody is merged silently: of several, the address has to decide, and an address that
/// none of them has means somebody new.
fn the_customer(intake: &Intake, writing: &mut Writing<'_>) -> OrAbort<Option<CustomerRecord>> {
    let mut same_name = writing.customers_named(&intake.customer)?;
    if let Some(reach) = &intake.reach {
        let at = same_name
            .iter()
            .position(|known| known.reach.as_ref() == Some(reach));
        let unreached = || same_name.iter().position(|known| known.reach.is_none());
        return Ok(at.or_else(unreached).map(|at| same_name.swap_remove(at)));
    }
    if same_name.len() > 1 {
        let known: Vec<String> = same_name
            .iter()
            .filter_map(|known| known.reach.as_ref().map(Words::on_terminal))
            .collect();
        let message = format!("{} customers have that name", same_name.len());
        let hint = format!("say which with `--reach`: {}", known.join(", "));
        return Err(Abort::Told(Error::usage(message, hint)));
    }
    Ok(same_name.pop())
}

/// The customer's other cases, latest first: number, and when they told us.
fn earlier_cases(customer: Id, writing: &mut Writing<'_>) -> OrAbort<Vec<ToldCase>> {
    let mut earlier = writing.cases_told_by(customer)?;
    earlier.sort_by_key(|told| (std::cmp::Reverse(told.told_at), told.number));
    Ok(earlier)
}
