//! `amends list`: find cases.

use crate::cli::{List, Sort};
use crate::desk::library::{Vocabulary, known_in_some_playbook};
use crate::desk::shop::Shop;
use crate::domain::when::Ends;
use crate::domain::words::Words;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::Found;
use crate::show::case::{CaseItem, CaseList};
use crate::store::{self, Query, Store, Which};

pub(super) fn run(shop: &Shop<'_>, typed: &List) -> Result<Screen> {
    let query = query(shop, typed)?;
    let Some(store) = shop.store()? else {
        return Ok(shop.screen(Found(CaseList::default())));
    };
    let limit = shop.limit(typed.limit, ON_A_SCREEN);
    let (rows, truncated) = rows(&store, &query, limit)?;
    let item = |row: store::CaseRow| CaseItem::of(row.summary, row.customer_name, &shop.eyes);
    if rows.is_empty() && (typed.complaint.is_some() || typed.tier.is_some()) {
        let words = Vocabulary::of(shop)?;
        known_in_some_playbook(("--type", typed.complaint.as_deref()), &words.types)?;
        known_in_some_playbook(("--tier", typed.tier.as_deref()), &words.tiers)?;
    }
    let list = CaseList {
        items: rows.into_iter().map(item).collect(),
        truncated,
    };
    Ok(shop.screen(Found(list)))
}

/// As many cases as somebody looks through on a screen.
const ON_A_SCREEN: u32 = 100;

/// As many rows as are read at once.
const PAGE: u32 = 5_000;

/// Reads so many rows, page by page, and says whether there are more.
fn rows(store: &Store, query: &Query, limit: u32) -> Result<(Vec<store::CaseRow>, bool)> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = store.list(query, after, PAGE.min(limit.saturating_add(1)))?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() || rows.len() > most {
            break;
        }
    }
    let truncated = rows.len() > most;
    rows.truncate(most);
    Ok((rows, truncated))
}

fn query(shop: &Shop<'_>, typed: &List) -> Result<Query> {
    let words = |text: &Option<String>, flag: &str| -> Result<Option<Words>> {
        text.as_deref()
            .map(|text| shop.words_as_typed(text, flag))
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
