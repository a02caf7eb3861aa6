//! `amends promise`: what a customer was told with a time gets a deadline of its own.

use std::slice;

use clap::Args;

use crate::desk::changing::{Decision, alter};
use crate::desk::shop::Shop;
use crate::desk::whose::{self, Purpose};
use crate::domain::case::Case;
use crate::domain::case::promise::{PromiseReach, PromiseRecord};
use crate::domain::count::Count;
use crate::domain::event::PromiseMade;
use crate::domain::plan::Promised;
use crate::domain::time::when::Reading;
use crate::domain::time::zone::Instant;
use crate::domain::verb::Verb;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::{CaseWord, promise_number};

/// `amends promise`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends promise 41 \"A new cake, at your door\" --by 18:00
  amends promise 41 \"The cake, an hour later\" --by 19:00 --instead-of 1   told in time
  amends done 41 --promise 2                    it is kept")]
pub struct PromiseArgs {
    /// The case: its number, or its customer's name
    #[arg(value_parser = CaseWord::read)]
    pub case: CaseWord,
    /// What you told them
    pub text: String,
    /// By when
    #[arg(long, value_name = "WHEN")]
    pub by: Option<String>,
    /// When you told them, if not now
    #[arg(long, value_name = "WHEN")]
    pub told: Option<String>,
    /// The promise it takes the place of: you told them that it will be later
    #[arg(long, value_name = "P", value_parser = promise_number)]
    pub instead_of: Option<u32>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &PromiseArgs) -> Result<Screen> {
    let text = shop.words(&typed.text, "the promise")?;
    let Some(by) = typed.by.as_deref().filter(|_| !text.is_blank()) else {
        let message = "a promise needs what you told them, and by when (`--by`)";
        let hint = format!(
            "for example: `amends promise {} \"A new cake\" --by \"18:00\"`",
            whose::again(slice::from_ref(&typed.case))
        );
        return Err(Error::usage(message, hint));
    };
    let told = typed.told.as_deref();
    let told = told.map(|told| shop.when(told, "--told")).transpose()?;
    let made = told.unwrap_or(shop.now());
    let by = shop.when_or_day(by, "--by", Reading::From(made))?;
    let number = whose::case(shop, slice::from_ref(&typed.case), Purpose::Change)?;
    alter(shop, Verb::Promise, number, |case, writing, ids| {
        let zone = &shop.home.zone;
        let promise = PromiseMade {
            promise: case.next_promise_number(),
            text: ids.text(text),
            made,
            by: Promised::new(by, zone),
            instead_of: typed.instead_of,
        };
        let reach = PromiseReach::of(zone.wall(made), promise.by.wall);
        let record = writing.promise_record(reach, shop.now())?;
        let changed = format!(
            "promise {} of #{}, by {}",
            promise.promise,
            case.number(),
            shop.in_full(by)
        );
        let open = still_open(case, &promise, shop.now());
        let events = case.decide_promise(promise, shop.now())?;
        let record = own_record(reach, record);
        Ok(Decision {
            events,
            changed,
            remarks: open.into_iter().chain(record).collect(),
        })
    })
}

/// Says that an earlier promise was broken and is open still, which the new one may be instead of.
fn still_open(case: &Case, new: &PromiseMade, now: Instant) -> Option<String> {
    let open = case.cycle()?.promises.iter();
    let mut broken = open.filter(|one| one.is_open() && one.made.by.at < now);
    let number = broken.find(|one| Some(one.made.promise) != new.instead_of)?;
    let (case, number) = (case.number(), number.made.promise);
    Some(format!(
        "promise {number} was broken and is open still; if this one is in its place: `amends undo --case {case}`, then the \
         same with `--instead-of {number}`"
    ))
}

/// Says how such promises went before; nothing before there is a history.
fn own_record(reach: PromiseReach, record: PromiseRecord) -> Option<String> {
    let total = record.total();
    if total == 0 {
        return None;
    }
    let told = match record.told_in_time {
        0 => String::new(),
        told => format!(", {} told of the delay in time", Count::of(told, "time")),
    };
    Some(format!(
        "your own record, {}: kept {} of {total}{told}",
        reach.words(),
        record.kept
    ))
}
