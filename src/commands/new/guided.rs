//! The guided conversation of `amends new`, with what the shop knows.

use super::notebook::Notebook;
use crate::desk::library::{self, Loaded};
use crate::desk::shop::{Shop, settings_text, with_ids};
use crate::domain::words::{Words, visible};
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::shell::asker::{Asker, NoAnswer, TerminalPerson};
use crate::shell::disk;
use crate::shell::interrupt::Interrupt;
use crate::store::{CaseRow, CustomerRecord, Store};
use crate::talk::complaint::{self, ComplaintSetting, Earlier, KnownCustomer, Unfinished};
use crate::typed::NewArgs;

/// Holds the conversation about what is missing; what was typed is kept whatever happens.
pub(super) fn ask(
    shop: &Shop<'_>,
    loaded: &Loaded,
    so_far: Unfinished,
    notebook: &Notebook<'_>,
) -> Result<NewArgs> {
    let store = shop.store()?;
    let known = |name: &str| match &store {
        Some(store) => known(shop, store, loaded, name).unwrap_or_default(),
        None => Vec::new(),
    };
    let owner = shop.settings.name_of("owner");
    let setting = ComplaintSetting {
        playbook: &loaded.playbook,
        moment: shop.moment(),
        known: &known,
        holder: owner,
        preview: &|_| Vec::new(),
        keep: &|so_far| notebook.note(so_far),
    };
    shop.dash_is_text();
    let mut person = TerminalPerson::new(Interrupt::listen());
    notebook.ended(complaint::converse(&mut person, &setting, so_far))
}

/// Finds the customers a typed name may mean: the same name first, then those it is a part of.
fn known(
    shop: &Shop<'_>,
    store: &Store,
    loaded: &Loaded,
    name: &str,
) -> Result<Vec<KnownCustomer>> {
    let name = shop.words_as_typed(name, "--customer")?;
    let mut found = store.customers_named(&name)?;
    for like in store.customers_like(&name, 5)? {
        if !found.iter().any(|known| known.id == like.id) {
            found.push(like);
        }
    }
    found
        .iter()
        .map(|customer| describe(shop, store, loaded, customer))
        .collect()
}

fn describe(
    shop: &Shop<'_>,
    store: &Store,
    loaded: &Loaded,
    customer: &CustomerRecord,
) -> Result<KnownCustomer> {
    let text = |words: &Option<Words>| words.as_ref().map(|words| words.as_stored().to_owned());
    let cases = store.customer_cases(customer.id)?;
    let mut cases: Vec<&CaseRow> = cases.iter().collect();
    cases.sort_by_key(|row| std::cmp::Reverse(row.summary.told_at));
    let holder = cases
        .first()
        .and_then(|row| row.summary.holder.as_ref()?.words().cloned());
    Ok(KnownCustomer {
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
            .viewpoint
            .zone
            .wall(summary.told_at)
            .format("%-d %b %Y")
            .to_string(),
        what: summary.complaint.name.clone(),
        ending,
        is_open: summary.outcome.is_none(),
    }
}

/// Asks once which playbook the shop works by, and keeps the answer in its settings.
pub(super) fn ask_playbook(shop: &Shop<'_>) -> Result<String> {
    let known = library::all(shop)?;
    let mut person = TerminalPerson::new(Interrupt::listen());
    person.say(&"Which playbook is nearest to your trade? You can change it later.\n".into());
    for ((name, _), number) in known.iter().zip(1..) {
        person.say(&format!("  {number}) {}\n", visible(name)).into());
    }
    loop {
        let answer = person
            .line(&"Playbook, by number or name".into(), &"".into())
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
        let most = known.len();
        let answer = visible(answer);
        person.say(&format!("`{answer}` is none of them; type a number from 1 to {most}\n").into());
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
    with_ids(shop, |ids| shop.begun(ids))?;
    let _held = disk::lock(&place)?;
    let settings = match settings_text(&place)? {
        Some(settings) => settings,
        None => shop.settings_to_begin_with()?,
    };
    let settings = files::shop::with_playbook(&settings, playbook);
    disk::replace(&place, settings.as_bytes())?.lasting()
}
