//! `amends list`: find cases.

use clap::{Args, ValueEnum};

use crate::desk::library::{Vocabulary, known_in_some_playbook};
use crate::desk::shop::Shop;
use crate::domain::time::when::Ends;
use crate::domain::words::Words;
use crate::error::Result;
use crate::show::Screen;
use crate::show::case::FoundList;
use crate::show::case::{CaseItem, CaseList};
use crate::store::{self, Query, Store, WhichCases};
use crate::typed::whole_number;

/// How a list is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListOrder {
    /// The most urgent first.
    #[default]
    Due,
    /// The latest complaint first.
    Told,
    /// The highest number first.
    Number,
}

/// `amends list`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = "\
Examples:
  amends list                       open cases
  amends list cake --all            every case in which somebody said \"cake\"
  amends list --customer ada --since 2026-10-01 --sort told")]
pub struct ListArgs {
    /// Text to look for in words, notes and names
    pub text: Option<String>,
    /// Only open cases (the default)
    #[arg(long, group = "which")]
    pub open: bool,
    /// Only closed cases
    #[arg(long, group = "which")]
    pub closed: bool,
    /// Open and closed cases
    #[arg(long, group = "which")]
    pub all: bool,
    /// Only this complaint type
    #[arg(long = "type", value_name = "TYPE")]
    pub complaint: Option<String>,
    /// Only this tier
    #[arg(long)]
    pub tier: Option<String>,
    /// Only customers whose name has this in it
    #[arg(long, value_name = "NAME")]
    pub customer: Option<String>,
    /// Only cases this person holds
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
    /// Only what was told at or after this time
    #[arg(long, value_name = "WHEN")]
    pub since: Option<String>,
    /// Only what was told up to this time
    #[arg(long, value_name = "WHEN")]
    pub until: Option<String>,
    /// Order: due, told or number
    #[arg(long, value_enum, default_value = "due", hide_possible_values = true)]
    pub sort: ListOrder,
    /// At most this many: 100 on a terminal, all in a pipe
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>)]
    pub limit: Option<usize>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &ListArgs) -> Result<Screen> {
    let query = query(shop, typed)?;
    let Some(store) = shop.store()? else {
        return Ok(shop.screen(FoundList(CaseList::default())));
    };
    let limit = shop.limit(typed.limit, ON_A_SCREEN);
    let (rows, truncated) = rows(&store, &query, limit)?;
    let item = |row: store::CaseRow| CaseItem::of(row.at(shop.now()), &shop.viewpoint);
    if rows.is_empty() && (typed.complaint.is_some() || typed.tier.is_some()) {
        let words = Vocabulary::of(shop)?;
        known_in_some_playbook("--type", typed.complaint.as_deref(), &words.types)?;
        known_in_some_playbook("--tier", typed.tier.as_deref(), &words.tiers)?;
    }
    let list = CaseList {
        items: rows.into_iter().map(item).collect(),
        truncated,
    };
    Ok(shop.screen(FoundList(list)))
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

fn query(shop: &Shop<'_>, typed: &ListArgs) -> Result<Query> {
    let words = |text: &Option<String>, flag: &str| -> Result<Option<Words>> {
        text.as_deref()
            .map(|text| shop.words_as_typed(text, flag))
            .transpose()
    };
    let told = shop.period(Ends {
        since: typed.since.as_deref(),
        until: typed.until.as_deref(),
    })?;
    Ok(Query {
        which: which(typed),
        sort: match typed.sort {
            ListOrder::Due => store::SortOrder::Due,
            ListOrder::Told => store::SortOrder::Told,
            ListOrder::Number => store::SortOrder::Number,
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

const fn which(typed: &ListArgs) -> WhichCases {
    if typed.all {
        WhichCases::All
    } else if typed.closed {
        WhichCases::Closed
    } else {
        WhichCases::Open
    }
}
