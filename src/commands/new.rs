//! `amends new`: take in a complaint, guided for what is missing, and plan the recovery.

use std::path::PathBuf;

use crate::commands::change::todays;
use crate::commands::contact::{self, ContactArgs};
use crate::desk::abort::{Abort, Twin};
use crate::desk::changing::{detail, known_cases, store_with_cases};
use crate::desk::library::{Loaded, found_or_last, wished};
use crate::desk::logging::{CaseLogger, answers, understand};
use crate::desk::shop::{SaveOutcome, Shop, save_outcome, with_ids};
use crate::desk::whose::{self, Purpose};
use crate::domain::event::Harm;
use crate::domain::money::Money;
use crate::domain::playbook::Rules;
use crate::domain::playbook::cell::Severity;
use crate::domain::suggest::choices;
use crate::domain::verb::Verb;
use crate::domain::words::Words;
use crate::error::{Error, Kind, Result};
use crate::shell::disk;
use crate::show::Screen;
use crate::show::case::{AnswerItem, CaseDetail, NewCase, SavedChange};
use crate::store::{PastOperation, Store};
use crate::talk::complaint::{self, Unfinished};
use crate::typed::{CaseWord, NewArgs, YesNo};

mod guided;
mod notebook;

pub use notebook::unfinished;

use notebook::Notebook;

pub(super) fn run(shop: &Shop<'_>, typed: &NewArgs) -> Result<Screen> {
    shop.must_know_its_zone()?;
    shop.may_begin_again()?;
    let (so_far, kept) = resumed(shop, typed)?;
    if let Some(kept) = &kept {
        shop.saves_the_intake(kept);
    }
    let typed = &so_far.answers.clone();
    if let (Some(case), None) = (&typed.same_as, &kept) {
        return same_matter(shop, typed, case);
    }
    let name = which_playbook(shop, typed)?;
    let loaded = found_or_last(shop, &name)?;
    let missing = match typed.same_as {
        Some(_) => Vec::new(),
        None => missing(shop, typed, &loaded)?,
    };
    let screen = if missing.is_empty() && kept.is_none() {
        save(shop, &loaded, typed)?
    } else if shop.may_ask() {
        let notebook = Notebook::open(shop, kept.as_deref())?;
        let answers = guided::ask(shop, &loaded, so_far, &notebook)?;
        let logged = save(shop, &loaded, &answers);
        let screen = logged.map_err(|error| notebook.rescue(&answers, error))?;
        notebook.close()?;
        return Ok(screen);
    } else if missing.is_empty() {
        save(shop, &loaded, typed)?
    } else {
        return Err(incomplete(typed, &missing, loaded.playbook.rules()));
    };
    if let Some(kept) = kept {
        disk::remove(&kept)?;
    }
    Ok(screen)
}

/// Saves what is whole: as a case of its own, or as a further contact of the case it is about.
fn save(shop: &Shop<'_>, loaded: &Loaded, whole: &NewArgs) -> Result<Screen> {
    match &whole.same_as {
        Some(case) => same_matter(shop, whole, case),
        None => log(shop, loaded, whole),
    }
}

/// Enters a complaint as a further contact of the case it is about, with what else failed. What was typed beyond that
/// and is not known there already is written down beside it.
fn same_matter(shop: &Shop<'_>, typed: &NewArgs, case: &CaseWord) -> Result<Screen> {
    let number = whose::case(shop, std::slice::from_ref(case), Purpose::Change)?;
    let store = store_with_cases(shop, number)?;
    let known = detail(shop, &store, number)?;
    must_fit(shop, typed, &known)?;
    let beside = complaint::aside(&unknown(typed, &known));
    let is_known = |id: &&String| **id == known.item.complaint || known.also_types.contains(id);
    let types = typed.types.iter().filter(|id| !is_known(id)).cloned();
    let contact = ContactArgs {
        case: vec![case.clone()],
        channel: typed.channel.clone(),
        words: typed.words.clone(),
        types: types.collect(),
        answered: false,
        at: typed.told.clone(),
        aside: beside,
    };
    contact::run(shop, &contact).map_err(|error| {
        // What is `--at` of a contact was typed as `--told` here.
        let told = |text: String| {
            text.replace("`--at`", "`--told`")
                .replace("--at:", "--told:")
        };
        Error {
            message: told(error.message.to_string()).into(),
            hint: told(error.hint.to_string()).into(),
            ..error
        }
    })
}

/// Refuses what does not belong to the case that a complaint is a further contact of: another playbook, and answers to
/// questions that nobody asks about what failed.
fn must_fit(shop: &Shop<'_>, typed: &NewArgs, known: &CaseDetail) -> Result<()> {
    let number = known.item.case;
    if let Some(wish) = &typed.playbook {
        let loaded = found_or_last(shop, wish)?;
        if loaded.name != known.item.playbook {
            let planned = &known.item.playbook;
            let message = format!("--playbook: #{number} is planned by `{planned}`");
            return Err(Error::usage(message, "leave out `--playbook`"));
        }
    }
    if typed.answers.is_empty() {
        return Ok(());
    }
    let loaded = todays(shop, number, found_or_last)?;
    let failed = std::iter::once(&known.item.complaint).chain(&known.also_types);
    let types = failed.chain(&typed.types).cloned().collect();
    let asked = NewArgs {
        types,
        ..typed.clone()
    };
    answers(shop, &asked, loaded.playbook.rules())?;
    Ok(())
}

/// Leaves out what is written down in a case already.
fn unknown(typed: &NewArgs, known: &CaseDetail) -> NewArgs {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.as_stored().to_owned());
    let fresh = |typed: &Option<String>, known: Option<String>| {
        typed.clone().filter(|typed| Some(typed) != known.as_ref())
    };
    NewArgs {
        customer: fresh(&typed.customer, text(&known.item.customer)),
        reach: fresh(&typed.reach, text(&known.reach)),
        holder: fresh(&typed.holder, text(&known.item.holder)),
        need: fresh(&typed.need, text(&known.need)),
        feels: fresh(&typed.feels, text(&known.feels)),
        order: fresh(&typed.order, text(&known.order)),
        tier: fresh(&typed.tier, Some(known.item.tier.clone())),
        severity: fresh(&typed.severity, Some(known.item.severity.to_string())),
        public: typed.public && !known.item.public,
        here: typed.here.filter(|here| {
            let here = *here == YesNo::Yes;
            known.here != Some(here)
        }),
        value: typed.value.clone().filter(|value| {
            let known = known.item.value;
            let same = |known: Money| Money::parse(value, known.currency).ok() == Some(known);
            !known.is_some_and(same)
        }),
        answers: unanswered(typed, known),
        ..typed.clone()
    }
}

/// Leaves out the answers that are known in the same words.
fn unanswered(typed: &NewArgs, known: &CaseDetail) -> Vec<String> {
    let is_known = |answer: &&String| {
        let given = |one: &AnswerItem| {
            let words = one.answer.as_ref();
            words.is_some_and(|words| **answer == format!("{}={}", one.id, words.as_stored()))
        };
        known.answers.iter().any(given)
    };
    let fresh = typed.answers.iter().filter(|answer| !is_known(answer));
    fresh.cloned().collect()
}

/// Gives the answers to go on from, and the file they were kept in.
fn resumed(shop: &Shop<'_>, typed: &NewArgs) -> Result<(Unfinished, Option<PathBuf>)> {
    if !typed.resume {
        let typed = with_words(shop, typed.clone())?;
        return Ok((Unfinished::from(typed), None));
    }
    let Some(place) = unfinished(shop)? else {
        let message = "there is no unfinished intake";
        return Err(Error::not_found(message, "begin one: `amends new`"));
    };
    let bytes = disk::read(&place, disk::LARGEST_INTAKE)?;
    let text = String::from_utf8_lossy(&bytes);
    let kept = Unfinished::from_json(&text).map_err(|bad| {
        let message = format!("{}: {bad}", disk::shown(&place));
        Error::new(
            Kind::Failed,
            message,
            format!("remove it, and {}", bad.hint()),
        )
    })?;
    Ok((kept.with(typed.clone()), Some(place)))
}

fn which_playbook(shop: &Shop<'_>, typed: &NewArgs) -> Result<String> {
    match wished(shop, typed.playbook.as_deref()) {
        Err(_) if shop.may_ask() => guided::ask_playbook(shop),
        wished => wished,
    }
}

/// Reads the words from standard input when `--words -` says so.
fn with_words(shop: &Shop<'_>, typed: NewArgs) -> Result<NewArgs> {
    if typed.words.as_deref() != Some("-") {
        return Ok(typed);
    }
    let words = Some(shop.from_input("--words")?);
    Ok(NewArgs { words, ..typed })
}

/// Lists what a case cannot do without and was not typed: the flag, and what is allowed.
fn missing(
    shop: &Shop<'_>,
    typed: &NewArgs,
    loaded: &Loaded,
) -> Result<Vec<(&'static str, String)>> {
    let rules = loaded.playbook.rules();
    let mut missing = Vec::new();
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    if blank(&typed.customer) {
        missing.push(("--customer", "NAME".to_owned()));
    }
    if typed.types.is_empty() {
        let known: Vec<&str> = rules
            .complaints
            .iter()
            .map(|complaint| complaint.id.as_str())
            .collect();
        missing.push(("--type", choices(&known)));
    }
    if typed.tier.is_none() && !tier_is_known(shop, typed, loaded)? {
        let known: Vec<&str> = rules.tiers.iter().map(|tier| tier.id.as_str()).collect();
        missing.push(("--tier", choices(&known)));
    }
    if typed.severity.is_none() && typed.harm.is_empty() {
        let harms = Harm::ALL.map(Harm::word).into_iter().chain(["none"]);
        let harms: Vec<&str> = harms.collect();
        let severities = choices(&Severity::WORDS);
        let allowed = format!("{severities}; or `--harm`: {}", choices(&harms));
        missing.push(("--severity", allowed));
    }
    if blank(&typed.words) {
        missing.push(("--words", "what they said, in their words".to_owned()));
    }
    Ok(missing)
}

/// Says whether the customer is known with a tier, so that none has to be typed.
fn tier_is_known(shop: &Shop<'_>, typed: &NewArgs, loaded: &Loaded) -> Result<bool> {
    let (Some(name), Some(store)) = (&typed.customer, shop.store()?) else {
        return Ok(false);
    };
    let name = shop.words(name.trim(), "--customer")?;
    let same_name = store.customers_named(&name)?;
    let tier_of = |tier: &String| loaded.playbook.rules().tier(tier).is_some();
    Ok(same_name
        .iter()
        .any(|known| known.tiers.get(&loaded.name).is_some_and(tier_of)))
}

/// One failure for everything that is missing, with a command line ready to paste.
fn incomplete(typed: &NewArgs, missing: &[(&'static str, String)], rules: &Rules) -> Error {
    let lines: Vec<String> = missing
        .iter()
        .map(|(flag, allowed)| format!("  {flag}: {allowed}"))
        .collect();
    let message = format!("a case needs more:\n{}", lines.join("\n"));
    let mut whole = typed.clone();
    for (flag, _) in missing {
        match *flag {
            "--customer" => whole.customer = Some("NAME".to_owned()),
            "--type" => {
                whole.types = rules
                    .complaints
                    .first()
                    .map(|one| one.id.clone())
                    .into_iter()
                    .collect()
            }
            "--tier" => whole.tier = rules.tiers.first().map(|one| one.id.clone()),
            "--severity" => whole.severity = Some("minor".to_owned()),
            _ => whole.words = Some("WHAT THEY SAID".to_owned()),
        }
    }
    Error::usage(
        message,
        format!("for example:\n  {}", complaint::command_line(&whole)),
    )
}

/// Asks whether a complaint that was taken in a moment ago is to be taken in once more.
fn agree_to_twin(shop: &Shop<'_>, twin: &Twin) -> Result<()> {
    let question = format!(
        "The same was saved as #{} {} ago. Save it once more? yes or no",
        twin.number, twin.ago
    );
    let hint = format!("look at it: `amends show {}`", twin.number);
    shop.ask_to_agree(&question, &hint)
}

/// Shows again the case that the same request had saved before.
fn known_case(shop: &Shop<'_>, store: &Store, past: &PastOperation) -> Result<Screen> {
    let known = known_cases(shop, store, past)?.into_iter().next();
    let hint = "look at what was done: `amends history`";
    let known = known.ok_or_else(|| Error::not_found("its case is no longer there", hint))?;
    Ok(shop.screen(NewCase {
        change: known.change,
        command_line: None,
        case: known.case,
    }))
}

fn log(shop: &Shop<'_>, loaded: &Loaded, answers: &NewArgs) -> Result<Screen> {
    let intake = understand(shop, answers, loaded)?;
    with_ids(shop, |ids| {
        let mut store = shop.store_to_write(ids)?;
        let operation = shop.operation(&store, Verb::New, ids);
        let mut logger = CaseLogger {
            shop,
            loaded,
            intake: &intake,
            twin: None,
        };
        let logged = loop {
            let saved = store.write(&operation, |writing| logger.log(writing, ids));
            match saved {
                Err(Abort::Twin(twin)) => {
                    agree_to_twin(shop, &twin)?;
                    logger.twin = Some(twin.number);
                }
                saved => match save_outcome(saved, &store, &operation)? {
                    SaveOutcome::Saved(saved) => break saved.value,
                    SaveOutcome::SavedBefore(past) => return known_case(shop, &store, &past),
                },
            }
        };
        let number = logged.number;
        shop.has_saved(format!("saved as #{number}"));
        let case = detail(shop, &store, number)?;
        Ok(shop.screen(NewCase {
            change: SavedChange {
                changed: format!("saved as #{number}"),
                already: false,
                undo: format!("amends undo --case {number}"),
                remarks: logged.remarks,
            },
            command_line: Some(complaint::command_line(answers)),
            case,
        }))
    })
}
