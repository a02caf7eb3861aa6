//! The guided conversation of `amends new`, with what the shop knows.

use std::path::{Path, PathBuf};

use crate::cli::New;
use crate::commands::playbooks::{self, Loaded};
use crate::commands::shop::{Shop, settings_text, with_fresh};
use crate::domain::words::{Words, visible};
use crate::error::{Error, Kind, Result};
use crate::intake::{self, Earlier, End, Known, Setting, Unfinished};
use crate::shell::asker::{Asker, NoAnswer, Person};
use crate::shell::files;
use crate::shell::interrupt::Interrupt;
use crate::shop_file;
use crate::store::{CaseRow, Customer, Store};

/// Holds the conversation about what is missing; what was typed is kept whatever happens.
pub(super) fn ask(
    shop: &Shop<'_>,
    loaded: &Loaded,
    (so_far, kept): (Unfinished, Option<&Path>),
) -> Result<New> {
    let store = shop.store()?;
    let known = |name: &str| match &store {
        Some(store) => known(shop, store, (loaded, name)).unwrap_or_default(),
        None => Vec::new(),
    };
    let owner = shop.settings.name_of("owner");
    let setting = Setting {
        playbook: &loaded.playbook,
        moment: shop.moment(),
        known: &known,
        holder: owner,
        preview: &|_| Vec::new(),
    };
    let mut person = Person::new(Interrupt::listen());
    let end = intake::converse(&mut person, &setting, so_far);
    keep(shop, end, kept)
}

/// Finds the customers a typed name may mean: the same name first, then those it is a part of.
fn known(shop: &Shop<'_>, store: &Store, (loaded, name): (&Loaded, &str)) -> Result<Vec<Known>> {
    let name = shop.words(name, "--customer")?;
    let mut found = store.customers_named(&name)?;
    for like in store.customers_like(&name, 5)? {
        if !found.iter().any(|known| known.id == like.id) {
            found.push(like);
        }
    }
    found
        .iter()
        .map(|customer| describe(shop, store, (loaded, customer)))
        .collect()
}

fn describe(
    shop: &Shop<'_>,
    store: &Store,
    (loaded, customer): (&Loaded, &Customer),
) -> Result<Known> {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.as_stored().to_owned());
    let cases = store.customer_cases(customer.id)?;
    let mut cases: Vec<&CaseRow> = cases.iter().collect();
    cases.sort_by_key(|row| std::cmp::Reverse(row.summary.told_at));
    let holder = cases
        .first()
        .and_then(|row| row.summary.holder.as_ref()?.words().cloned());
    Ok(Known {
        name: text(&customer.name).unwrap_or_default(),
        reach: text(&customer.reach),
        tier: customer.tiers.get(&loaded.name).cloned(),
        holder: text(&holder),
        likes: Vec::new(),
        earlier: cases.into_iter().map(|row| earlier(shop, row)).collect(),
    })
}

fn earlier(shop: &Shop<'_>, row: &CaseRow) -> Earlier {
    let summary = &row.summary;
    let ending = match summary.outcome {
        Some(outcome) => outcome.word().to_owned(),
        None => "still open".to_owned(),
    };
    Earlier {
        number: summary.number,
        when: shop
            .eyes
            .zone
            .wall(summary.told_at)
            .format("%-d %b %Y")
            .to_string(),
        what: summary.complaint.name.clone(),
        ending,
    }
}

/// Keeps an unfinished intake, and says how to go on.
fn keep(shop: &Shop<'_>, end: End, kept: Option<&Path>) -> Result<New> {
    let (unfinished, kind) = match end {
        End::Complete(answers) => return Ok(answers),
        End::Stopped(unfinished) => (unfinished, Kind::Stopped),
        End::Interrupted(unfinished) => (unfinished, Kind::Interrupted),
    };
    if unfinished.is_blank() {
        return Err(Error::new(
            kind,
            "stopped; nothing had been typed",
            "begin anew: `amends new`",
        ));
    }
    match keep_in_file(shop, &unfinished, kept) {
        Ok(()) => Err(Error::new(kind, "stopped; what was typed is kept", GO_ON)),
        Err(error) => {
            let message = format!(
                "stopped; what was typed could not be kept: {}",
                error.message
            );
            let line = intake::command_line(&unfinished.answers);
            Err(Error::new(
                kind,
                message,
                format!("copy it from here:\n{line}"),
            ))
        }
    }
}

const GO_ON: &str = "go on where you stopped: `amends new --continue`";

/// Keeps an intake: in the file it was gone on from, so that it is there only once.
fn keep_in_file(shop: &Shop<'_>, unfinished: &Unfinished, kept: Option<&Path>) -> Result<()> {
    files::make_folder(&shop.folder.join("unfinished"))?;
    let fresh = place(shop)?;
    files::replace(kept.unwrap_or(&fresh), unfinished.to_json().as_bytes())
}

/// Saves what was typed when the case itself could not be saved: in a file, or at least
/// on the screen.
pub(super) fn rescue(shop: &Shop<'_>, answers: &New, error: &Error) -> Error {
    let unfinished = Unfinished::from(answers.clone());
    let message = format!("not saved, nothing changed: {}", error.message);
    let hint = match keep_in_file(shop, &unfinished, None) {
        Ok(()) => format!("{}; what was typed is kept; {GO_ON}", error.hint),
        Err(_) => format!(
            "{}; then type what was typed again:\n{}",
            error.hint,
            intake::command_line(answers)
        ),
    };
    Error::new(error.kind, message, hint)
}

/// A file of its own for each intake, in the order of time, so that none replaces another.
fn place(shop: &Shop<'_>) -> Result<PathBuf> {
    let name = format!("{}.json", shop.shell.fresh_id()?);
    Ok(shop.folder.join("unfinished").join(name))
}

/// Asks once which playbook the shop works by, and keeps the answer in its settings.
pub(super) fn ask_playbook(shop: &Shop<'_>) -> Result<String> {
    let known = playbooks::all(shop)?;
    let mut person = Person::new(Interrupt::listen());
    person.say("Which playbook is nearest to your trade? You can change it later.\n");
    for ((name, _), number) in known.iter().zip(1..) {
        person.say(&format!("  {number}) {}\n", visible(name)));
    }
    loop {
        let answer = person
            .line("Playbook, by number or name", "")
            .map_err(stopped)?;
        let answer = answer.trim();
        if answer == "." {
            return Err(stopped(NoAnswer::Ended));
        }
        let by_number = answer
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1));
        let by_number = by_number.and_then(|at| known.get(at));
        let by_name = || known.iter().find(|(name, _)| name == answer);
        if let Some((name, _)) = by_number.or_else(by_name) {
            remember(shop, name)?;
            return Ok(name.clone());
        }
        person.say(&format!(
            "`{}` is none of them; type a number from 1 to {}\n",
            visible(answer),
            known.len()
        ));
    }
}

fn stopped(no_answer: NoAnswer) -> Error {
    let kind = match no_answer {
        NoAnswer::Interrupted => Kind::Interrupted,
        NoAnswer::Ended => Kind::Stopped,
    };
    Error::new(
        kind,
        "stopped; nothing had been typed",
        "begin anew: `amends new`",
    )
}

/// Writes the name of the usual playbook into `shop.toml`, which is made if need be.
fn remember(shop: &Shop<'_>, playbook: &str) -> Result<()> {
    let place = shop.settings_file();
    with_fresh(shop, |fresh| shop.begun(fresh))?;
    let _held = files::lock(&place)?;
    let settings = match settings_text(&place)? {
        Some(settings) => settings,
        None => shop.settings_to_begin_with()?,
    };
    files::replace(
        &place,
        shop_file::with_playbook(&settings, playbook).as_bytes(),
    )
}
