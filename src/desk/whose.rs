//! Which case is meant: by its number, or by the name of its customer.

use crate::desk::shop::Shop;
use crate::domain::words::{Words, visible};
use crate::error::{Error, Result};
use crate::show::case::CaseItem;
use crate::store::{CaseRow, Query, Store, WhichCases};
use crate::talk::complaint::quoted;
use crate::typed::CaseWord;
use crate::typed::NamedCases;

/// What is to be done with the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It is only looked at: a part of the name is enough.
    Look,
    /// It is changed: the whole name, or a part that somebody agrees to.
    Change,
    /// It is opened again, so closed ones come first; else as [`Purpose::Change`].
    Reopen,
}

/// Whether the whole name of the customer was typed, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    Whole,
    Part,
}

/// More cases than any small shop has of one name.
const MOST: u32 = 10_000;

/// As many as are named when several are meant.
const SHOWN: usize = 10;

/// Finds the case that was named.
///
/// Who is called exactly so comes before those whose name only has it in it; of each, open cases come
/// before closed ones.
///
/// # Errors
/// When several numbers stand there; when nobody or more than one is meant; when a part of a name
/// would change a case and nobody agrees.
pub(crate) fn case(shop: &Shop<'_>, words: &[CaseWord], purpose: Purpose) -> Result<u64> {
    match NamedCases::of(words) {
        NamedCases::Numbers(numbers) => only(&numbers),
        NamedCases::Name(name) => of_customer(shop, &name, purpose),
    }
}

/// Finds the cases that were named: several numbers, each once, or one name.
///
/// # Errors
/// As [`case`], but for several numbers.
pub(crate) fn cases(shop: &Shop<'_>, words: &[CaseWord], purpose: Purpose) -> Result<Vec<u64>> {
    match NamedCases::of(words) {
        NamedCases::Numbers(numbers) => {
            let mut once: Vec<u64> = Vec::with_capacity(numbers.len());
            for number in numbers {
                if !once.contains(&number) {
                    once.push(number);
                }
            }
            Ok(once)
        }
        NamedCases::Name(name) => Ok(vec![of_customer(shop, &name, purpose)?]),
    }
}

/// Writes the words as they can be typed again.
pub(crate) fn again(words: &[CaseWord]) -> String {
    match NamedCases::of(words) {
        NamedCases::Numbers(_) => {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            words.join(" ")
        }
        NamedCases::Name(name) => quoted(&visible(&name)),
    }
}

fn only(numbers: &[u64]) -> Result<u64> {
    match numbers {
        [number] => Ok(*number),
        several => {
            let several: Vec<String> = several.iter().map(|number| format!("#{number}")).collect();
            let message = format!("{} are several cases", several.join(" and "));
            Err(Error::usage(message, "name one, and then the next"))
        }
    }
}

fn of_customer(shop: &Shop<'_>, name: &str, purpose: Purpose) -> Result<u64> {
    let typed = shop.words_as_typed(name, "CASE")?;
    let Some(store) = shop.store()? else {
        return Err(nobody(&typed));
    };
    let (share, rows) = meant(&store, &typed, purpose)?;
    let item = |row: CaseRow| CaseItem::of(row.at(shop.now()), &shop.viewpoint);
    let items: Vec<CaseItem> = rows.into_iter().map(item).collect();
    match items.as_slice() {
        [] => Err(nobody(&typed)),
        [only] => {
            if share == Share::Part && purpose != Purpose::Look {
                agreed(shop, &typed, only)?;
            }
            shop.say(format!("`{}` is {}", typed.on_terminal(), told(only)));
            Ok(only.case)
        }
        several => Err(which_of(&typed, several)),
    }
}

/// Gives the cases that can be meant, most urgent first.
fn meant(store: &Store, typed: &Words, purpose: Purpose) -> Result<(Share, Vec<CaseRow>)> {
    let whole = whole(store, typed)?;
    let is_open = |row: &CaseRow| row.summary.outcome.is_none();
    let (open, closed): (Vec<CaseRow>, Vec<CaseRow>) = whole.into_iter().partition(is_open);
    let first = match purpose {
        Purpose::Look | Purpose::Change => [open, closed],
        Purpose::Reopen => [closed, open],
    };
    if let Some(rows) = first.into_iter().find(|rows| !rows.is_empty()) {
        return Ok((Share::Whole, rows));
    }
    let first = match purpose {
        Purpose::Look | Purpose::Change => [WhichCases::Open, WhichCases::Closed],
        Purpose::Reopen => [WhichCases::Closed, WhichCases::Open],
    };
    for which in first {
        let query = Query {
            which,
            customer: Some(typed.clone()),
            ..Query::default()
        };
        let rows = store.list(&query, None, MOST)?.rows;
        if !rows.is_empty() {
            return Ok((Share::Part, rows));
        }
    }
    Ok((Share::Part, Vec::new()))
}

/// Gives all cases of those who are called exactly so.
fn whole(store: &Store, typed: &Words) -> Result<Vec<CaseRow>> {
    let mut rows = Vec::new();
    for customer in store.customers_named(typed)? {
        rows.extend(store.customer_cases(customer.id)?);
    }
    Ok(rows)
}

fn nobody(typed: &Words) -> Error {
    let name = typed.on_terminal().to_string();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        let message = format!("`{name}` is no case number, and no customer's name has it");
        return Error::usage(message, "a case number is digits only, such as `41`");
    }
    let message = format!("there is no case of a customer whose name has `{name}`");
    Error::not_found(message, "look for it: `amends list --all`")
}

/// Names a case as it is told apart: "#3 Ada Okafor: late-delivery, late".
fn told(item: &CaseItem) -> String {
    let name = item.customer.as_ref();
    let name = name.map_or_else(
        || "nobody any more".to_owned(),
        |name| name.on_terminal().to_string(),
    );
    let complaint = visible(&item.complaint);
    format!("#{} {name}: {complaint}, {}", item.case, item.state.word())
}

fn which_of(typed: &Words, items: &[CaseItem]) -> Error {
    let mut lines: Vec<String> = items.iter().take(SHOWN).map(told).collect();
    if items.len() > SHOWN {
        lines.push(format!("and {} more", items.len() - SHOWN));
    }
    let message = format!(
        "several cases can be meant by `{}`:\n  {}",
        typed.on_terminal(),
        lines.join("\n  ")
    );
    Error::not_found(message, "give the number of the one you mean")
}

/// Lets a part of a name change a case only when somebody agrees.
fn agreed(shop: &Shop<'_>, typed: &Words, item: &CaseItem) -> Result<()> {
    if shop.everywhere.yes {
        return Ok(());
    }
    if shop.may_ask() {
        let question = format!("Is {} the one? yes or no", told(item));
        return shop.ask_to_agree(&question, "give the number of the case you mean");
    }
    let message = format!(
        "`{}` is only a part of: {}",
        typed.on_terminal(),
        told(item)
    );
    let hint = "write the whole name or the number, or add `--yes`";
    Err(Error::usage(message, hint))
}
