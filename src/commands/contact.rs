//! `amends contact`: the customer got in touch again.

use crate::cli::Contact;
use crate::commands::alter::{Decision, alter};
use crate::commands::playbooks::{known_channel, of_facts};
use crate::commands::shop::{Broken, Shop};
use crate::commands::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::event::{Contacted, Event};
use crate::domain::plan::FrozenRung;
use crate::domain::when::{DateAlone, Reading};
use crate::error::{Error, Result};
use crate::store::Writing;
use crate::view::Screen;

/// From this contact on the owner is warned; the playbook's rungs act (seed 001: it took three calls).
const WARNED_FROM: usize = 2;

pub(super) fn run(shop: &Shop<'_>, typed: &Contact) -> Result<Screen> {
    let at = |at: &str| shop.when(at, "--at", (Reading::Past, DateAlone::Refused));
    let at = typed
        .at
        .as_deref()
        .map(at)
        .transpose()?
        .unwrap_or(shop.now());
    if at > shop.now() {
        return Err(Error::usage(
            "--at: a contact cannot lie ahead",
            "leave out `--at` if it was just now",
        ));
    }
    let words = |words: &str| shop.words(words, "--words");
    let words = typed.words.as_deref().map(words).transpose()?;
    let number = whose::case(shop, &typed.case, Purpose::Change)?;
    alter(shop, ("contact", number), |case, writing, fresh| {
        let channel = channel(typed, case, writing)?;
        let words = words.map(|words| fresh.text(words));
        let contacted = Contacted { at, channel, words };
        let count = case.contact_count() + 1;
        let events = case.decide_contact(contacted, shop.now())?;
        let mut remarks = Vec::new();
        let acted = events
            .iter()
            .any(|event| matches!(event, Event::Escalated(_)));
        if !acted && count >= WARNED_FROM {
            remarks.push(format!("they have had to get in touch {count} times now"));
            remarks.extend(case.next_contact_rung().map(|rung| warning(shop, rung)));
        }
        let changed = format!("contact {count} of #{} is written down", case.number());
        Ok(Decision {
            events,
            changed,
            remarks,
        })
    })
}

/// Warns one contact ahead of what it would set off.
fn warning(shop: &Shop<'_>, rung: &FrozenRung) -> String {
    let to = rung.to.as_deref().map(|role| shop.role(role));
    let to = to.map_or_else(String::new, |to| format!(", and goes to {to}"));
    format!("if they have to once more, it comes to a head{to}: get to them first")
}

/// Checks the channel against the playbook the case was planned by.
fn channel(
    typed: &Contact,
    case: &Case,
    writing: &mut Writing<'_>,
) -> std::result::Result<Option<String>, Broken> {
    let Some(channel) = &typed.channel else {
        return Ok(None);
    };
    if let Some(playbook) = of_facts(writing, &case.facts)? {
        known_channel(&playbook, channel)?;
    }
    Ok(Some(channel.clone()))
}
