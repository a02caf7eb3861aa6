//! What has come to a head is told once, and that it was told is written down.

use std::collections::BTreeSet;

use crate::commands::shop::{Shop, with_fresh};
use crate::domain::case::summary::Untold;
use crate::domain::event::{Announced, AnnouncedRung, Event, NightReported};
use crate::error::Result;
use crate::store::{About, Operation, Stack, StoreError, Writing};
use crate::view::cases::CaseItem;
use crate::view::records::{Announcement, trigger};

/// Gives the rungs of these cases that no night report has told of.
pub(super) fn announcements<'c>(
    shop: &Shop<'_>,
    cases: impl Iterator<Item = &'c CaseItem>,
) -> Vec<Announcement> {
    let of_case = |item: &CaseItem| {
        let untold = item.untold.iter();
        let told = untold.map(|untold| announcement(shop, item, untold));
        told.collect::<Vec<Announcement>>()
    };
    cases.flat_map(of_case).collect()
}

fn announcement(shop: &Shop<'_>, item: &CaseItem, untold: &Untold) -> Announcement {
    let to = untold.to.clone();
    let person = to.as_ref().and_then(|role| shop.settings.name_of(role));
    Announcement {
        case: item.case,
        customer: item.customer.clone(),
        on: trigger(untold.on),
        at: shop.eyes.moment(untold.at),
        person: person.map(str::to_owned),
        to,
    }
}

/// Writes down that the night report was made and what it told, in one operation that is not on
/// the stack of `undo`.
///
/// This is done once the report is out: what nobody could read is told again the next time.
///
/// # Errors
/// When the data file cannot be written to.
pub fn record(shop: &Shop<'_>, told: &BTreeSet<u64>) -> Result<()> {
    with_fresh(shop, |fresh| {
        let mut store = shop.store_to_write(fresh)?;
        let operation = Operation {
            stack: Stack::Off,
            ..shop.operation("report", fresh)
        };
        let recorded = store.write(&operation, |writing| {
            let mut announced = 0;
            for number in told {
                announced += tell(shop, writing, *number)?;
            }
            let report = Event::NightReported(NightReported { announced });
            writing.append(About::Shop, report)?;
            Ok::<(), StoreError>(())
        });
        recorded?;
        Ok(())
    })
}

fn tell(
    shop: &Shop<'_>,
    writing: &mut Writing<'_>,
    number: u64,
) -> std::result::Result<u64, StoreError> {
    let Some(case) = writing.case(number)? else {
        return Ok(0);
    };
    let untold = case.untold(shop.now());
    let rungs = untold.iter().map(|one| AnnouncedRung {
        rung: one.rung,
        at: one.at,
    });
    let announced = Announced {
        cycle: case.cycles.len(),
        rungs: rungs.collect(),
    };
    let about = About::Case {
        case: case.id,
        customer: case.logged.customer,
    };
    if !untold.is_empty() {
        writing.append(about, Event::Announced(announced))?;
    }
    Ok(untold.len() as u64)
}
