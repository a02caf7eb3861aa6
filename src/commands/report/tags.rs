//! What has come about in a case and still holds: each night a tag of its case, until it is closed.
//!
//! Nothing of it is written down as told: a mail that is lost loses nothing. What is *new* follows from the days on
//! which a report ran, so two reports of one evening say the same.

use crate::desk::shop::Shop;
use crate::domain::case::summary::Escalation;
use crate::domain::zone::Instant;
use crate::show::case::{CaseItem, CaseTag, ReportedCase, TagWord};
use crate::show::nightly::Announcement;

/// Since when something is new; `None` where no report has ever run, and everything is.
pub(super) type Since = Option<Instant>;

/// Gives the end of the shop's day on which something was.
pub(super) fn end_of_day(shop: &Shop<'_>, at: Instant) -> Instant {
    start(shop, shop.home.zone.wall(at).date().succ_opt())
}

/// Gives the start of the shop's day that it is now.
pub(super) fn start_of_today(shop: &Shop<'_>) -> Instant {
    start(shop, Some(shop.home.zone.wall(shop.now()).date()))
}

fn start(shop: &Shop<'_>, day: Option<chrono::NaiveDate>) -> Instant {
    let midnight = day.and_then(|day| day.and_hms_opt(0, 0, 0));
    // Only the last day that the calendar can count has no day after it.
    midnight.map_or(Instant::MAX_UTC, |midnight| {
        shop.home.zone.first_existing(midnight)
    })
}

/// Puts its tags to a case, what is new first; one that is closed has none.
pub(super) fn tagged(shop: &Shop<'_>, mut item: CaseItem, since: Since) -> ReportedCase {
    let escalated = std::mem::take(&mut item.escalated);
    let breaches = std::mem::take(&mut item.breaches);
    let mut tags = Vec::new();
    if item.outcome.is_none() {
        let escalated = escalated.iter().map(|rung| of_rung(shop, rung, since));
        tags.extend(escalated);
        let broken = breaches.iter().filter(|breach| breach.at < shop.now());
        tags.extend(broken.map(|breach| {
            let on = format!("promise {}", breach.promise);
            tag(shop, (TagWord::PromiseBroken, on), (breach.at, since))
        }));
        tags.extend(item.timing.failed_before.map(|before| {
            let at = (item.told_at.at, since);
            tag(shop, (TagWord::SecondFailure, format!("#{before}")), at)
        }));
        tags.sort_by_key(|tag| (!tag.new, tag.at.at));
    }
    ReportedCase { item, tags }
}

fn of_rung(shop: &Shop<'_>, rung: &Escalation, since: Since) -> CaseTag {
    let person = rung.to.as_deref();
    let person = person.and_then(|role| shop.settings.name_of(role));
    CaseTag {
        person: person.map(str::to_owned),
        to: rung.to.clone(),
        ..tag(
            shop,
            (TagWord::Escalated, rung.on.in_words()),
            (rung.at, since),
        )
    }
}

fn tag(shop: &Shop<'_>, (tag, on): (TagWord, String), (at, since): (Instant, Since)) -> CaseTag {
    CaseTag {
        tag,
        new: since.is_none_or(|since| at >= since),
        on,
        at: shop.eyes.moment(at),
        to: None,
        person: None,
    }
}

/// Gives what escalated since then in these cases, closed ones too.
pub(super) fn announcements<'c>(
    shop: &Shop<'_>,
    cases: impl Iterator<Item = &'c CaseItem>,
    since: Since,
) -> Vec<Announcement> {
    let of_case = |item: &CaseItem| {
        let rungs = item.escalated.iter().map(|rung| of_rung(shop, rung, since));
        let told = rungs.filter(|tag| tag.new).map(|tag| Announcement {
            case: item.case,
            customer: item.customer.clone(),
            on: tag.on,
            at: tag.at,
            to: tag.to,
            person: tag.person,
        });
        told.collect::<Vec<Announcement>>()
    };
    cases.flat_map(of_case).collect()
}
