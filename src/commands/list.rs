//! `amends list`: find cases.

use crate::cli::{List, Sort};
use crate::commands::playbooks::{Vocabulary, known_in_some_playbook};
use crate::commands::shop::Shop;
use crate::domain::cell::Severity;
use crate::domain::suggest::did_you_mean;
use crate::domain::when::Ends;
use crate::domain::words::Words;
use crate::error::{Error, Result};
use crate::store::{self, Query, Which};
use crate::view::cases::{CaseItem, CaseList};
use crate::view::{Screen, View};

pub(super) fn run(shop: &Shop<'_>, typed: &List) -> Result<Screen> {
    let query = query(shop, typed)?;
    let Some(store) = shop.store()? else {
        return Ok(shop.screen(View::List(CaseList::default())));
    };
    let limit = u32::try_from(typed.limit).unwrap_or(u32::MAX);
    // One more than is shown tells whether there are more.
    let mut page = store.list(&query, None, limit.saturating_add(1))?;
    let truncated = page.rows.len() > typed.limit;
    page.rows.truncate(typed.limit);
    let item = |row: store::CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    if page.rows.is_empty() && (typed.complaint.is_some() || typed.tier.is_some()) {
        let words = Vocabulary::of(shop)?;
        known_in_some_playbook(("--type", typed.complaint.as_deref()), &words.types)?;
        known_in_some_playbook(("--tier", typed.tier.as_deref()), &words.tiers)?;
    }
    let list = CaseList {
        items: page.rows.into_iter().map(item).collect(),
        truncated,
    };
    Ok(shop.screen(View::List(list)))
}

fn query(shop: &Shop<'_>, typed: &List) -> Result<Query> {
    let words = |text: &Option<String>, flag: &str| -> Result<Option<Words>> {
        text.as_deref()
            .map(|text| shop.words(text, flag))
            .transpose()
    };
    let told = shop.stretch(Ends {
        since: typed.since.as_deref(),
        until: typed.until.as_deref(),
    })?;
    Ok(Query {
        which: which(typed),
        sort: match typed.sort {
            Sort::Due => store::Sort::Due,
            Sort::Told => store::Sort::Told,
            Sort::Number => store::Sort::Number,
        },
        complaint: typed.complaint.clone(),
        tier: typed.tier.clone(),
        severity: None,
        customer: words(&typed.customer, "--customer")?,
        holder: words(&typed.holder, "--holder")?,
        since: told.since,
        until: told.until,
        text: words(&typed.text, "TEXT")?,
    })
}

const fn which(typed: &List) -> Which {
    if typed.all {
        Which::All
    } else if typed.closed {
        Which::Closed
    } else {
        Which::Open
    }
}

/// Reads a severity that somebody typed.
pub(super) fn severity(text: &str) -> Result<Severity> {
    Severity::parse(text).ok_or_else(|| {
        let message = format!(
            "`{}` is not a severity",
            crate::domain::words::visible(text)
        );
        Error::usage(message, did_you_mean(text, &Severity::WORDS))
    })
}
