//! `amends contact`: the customer got in touch again.

use crate::cli::Contact;
use crate::commands::alter::{Decision, alter};
use crate::commands::playbooks::{known_channel, of_facts};
use crate::commands::shop::{Broken, Shop};
use crate::domain::case::Case;
use crate::domain::event::{Contacted, Event};
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
    alter(shop, ("contact", typed.case), |case, writing, fresh| {
        let channel = channel(typed, case, writing)?;
        let words = words.map(|words| fresh.text(words));
        let contacted = Contacted { at, channel, words };
        let count = case.contact_count() + 1;
        let events = case.decide_contact(contacted, shop.now())?;
        let mut remarks = Vec::new();
        if events
            .iter()
            .any(|event| matches!(event, Event::Escalated(_)))
        {
            remarks.push("the playbook's escalation was set off: see the new steps".to_owned());
        } else if count >= WARNED_FROM {
            remarks.push(format!("they have had to get in touch {count} times now"));
        }
        let changed = format!("contact {count} of #{} is written down", case.number());
        Ok(Decision {
            events,
            changed,
            remarks,
        })
    })
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
