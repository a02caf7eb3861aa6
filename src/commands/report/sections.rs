//! The sections of the night report: what has something in common, most urgent first.

use chrono::TimeDelta;

use crate::desk::shop::Shop;
use crate::domain::case::deadline::CaseState;
use crate::domain::event::Outcome;
use crate::domain::zone::Instant;
use crate::show::Moment;
use crate::show::case::{CaseItem, ReportedCase};
use crate::show::nightly::{Section, SectionWord as Word};

/// What the report is about: open cases, those closed lately, and those to look at again.
pub(super) struct Cases {
    pub(super) open: Vec<ReportedCase>,
    pub(super) closed: Vec<ReportedCase>,
    pub(super) reviews: Vec<ReportedCase>,
    pub(super) left_to_prevent: Vec<ReportedCase>,
}

/// Gives the sections that have something in them.
pub(super) fn sections(shop: &Shop<'_>, cases: Cases) -> Vec<Section> {
    let ahead = Ahead::of(shop);
    let open = cases.open;
    let pick = |wanted: &dyn Fn(&CaseItem) -> bool| -> Vec<ReportedCase> {
        let wanted = open.iter().filter(|reported| wanted(&reported.item));
        wanted.cloned().collect()
    };
    let recovered = |item: &CaseItem| item.recovered_at.is_some();
    let soon = |item: &CaseItem| ahead.is_soon(item.due_at);
    let (lost, won) = lost_and_won(cases.closed);
    let prevent = to_prevent(&ahead, &open, cases.left_to_prevent);
    let unrecovered = |item: &CaseItem| ahead.has_halves_due(item) && !recovered(item);
    let undated = |item: &CaseItem| item.due_at.is_none() && !recovered(item);
    let ready = |item: &CaseItem| recovered(item) && nothing_is_left(item);
    let sections = [
        (Word::Escalated, with_tags(&open)),
        (Word::WillLapse, pick(&|item| ahead.lapses(item))),
        (Word::Late, pick(&|item| item.state == CaseState::Late)),
        (Word::DueIn24Hours, by_stake(pick(&unrecovered))),
        (Word::PromisesAtRisk, pick(&|item| ahead.is_promised(item))),
        (
            Word::FollowUpsDue,
            pick(&|item| soon(item) && recovered(item)),
        ),
        (Word::ForTheNextCustomer, prevent),
        (Word::DidTheyStay, cases.reviews),
        (
            Word::SecondFailures,
            pick(&|item| item.timing.failed_before.is_some()),
        ),
        (Word::NobodyHoldsIt, pick(&|item| item.holder.is_none())),
        (Word::NoDeadline, pick(&undated)),
        (Word::ReadyToClose, pick(&ready)),
        (Word::Lost, lost),
        (Word::WonBack, won),
    ];
    let filled = sections.into_iter().filter(|(_, cases)| !cases.is_empty());
    let section = |(section, cases)| Section { section, cases };
    filled.map(section).collect()
}

/// The cases that have a tag, what is new first.
fn with_tags(open: &[ReportedCase]) -> Vec<ReportedCase> {
    let first = |reported: &ReportedCase| {
        let first = reported.tags.first();
        first.map(|tag| (!tag.new, tag.at.at))
    };
    let tagged = open.iter().filter(|reported| !reported.tags.is_empty());
    let mut cases: Vec<ReportedCase> = tagged.cloned().collect();
    cases.sort_by_key(first);
    cases
}

/// Whether nothing is left to do for this customer; what is done for the next one keeps no case open.
fn nothing_is_left(item: &CaseItem) -> bool {
    item.next_promise_number.is_none() && item.next_step_number == item.timing.prevent_step_number
}

/// What is to be done for the next customer by this time tomorrow, in open cases and in closed ones.
fn to_prevent(
    ahead: &Ahead,
    open: &[ReportedCase],
    closed: Vec<ReportedCase>,
) -> Vec<ReportedCase> {
    let all = open.iter().cloned().chain(closed);
    let due = all.filter(|reported| ahead.is_by_then(reported.item.timing.prevent_due_at));
    let seen = due.map(|reported| ReportedCase {
        item: reported.item.for_the_next_customer(),
        tags: reported.tags,
    });
    seen.collect()
}

/// Parts those who were lost from those who were won back; the others need no mention.
fn lost_and_won(closed: Vec<ReportedCase>) -> (Vec<ReportedCase>, Vec<ReportedCase>) {
    let ended = |outcome| move |reported: &ReportedCase| reported.item.outcome == Some(outcome);
    let (lost, others): (Vec<ReportedCase>, Vec<ReportedCase>) =
        closed.into_iter().partition(ended(Outcome::Lost));
    let won = others.into_iter().filter(ended(Outcome::WonBack));
    (lost, won.collect())
}

/// The stretches ahead that the report looks at.
struct Ahead {
    now: Instant,
    tomorrow: Instant,
    shut: Option<(Instant, Instant)>,
}

impl Ahead {
    fn of(shop: &Shop<'_>) -> Self {
        Self {
            now: shop.now(),
            tomorrow: shop.now() + TimeDelta::hours(24),
            shut: shut_time(shop),
        }
    }

    fn is_soon(&self, due: Option<Moment>) -> bool {
        due.is_some_and(|due| due.at > self.now && due.at <= self.tomorrow)
    }

    fn is_by_then(&self, due: Option<Moment>) -> bool {
        due.is_some_and(|due| due.at <= self.tomorrow)
    }

    /// A late promise must not hide that both halves are due.
    fn has_halves_due(&self, item: &CaseItem) -> bool {
        self.is_soon(item.due_at) || self.is_soon(item.recover_at)
    }

    fn is_promised(&self, item: &CaseItem) -> bool {
        self.is_by_then(item.timing.promise_due_at)
    }

    fn lapses(&self, item: &CaseItem) -> bool {
        let due = item.due_at.map(|due| due.at);
        let due = due.filter(|due| *due >= self.now);
        let between =
            |(from, to): (Instant, Instant)| due.is_some_and(|due| due >= from && due <= to);
        self.shut.is_some_and(between)
    }
}

/// The stretch that begins now or at the next closing, and ends when the shop opens again; `None`
/// for a shop that has not said when it is open.
fn shut_time(shop: &Shop<'_>) -> Option<(Instant, Instant)> {
    let calendar = shop.calendar();
    calendar.hours?;
    let from = if calendar.is_open(shop.now()) {
        calendar.next_closing(shop.now()).ok()?
    } else {
        shop.now()
    };
    Some((from, calendar.next_opening(from).ok()?))
}

/// Puts first where the most is at stake for each hour that is left: the customer's worth a
/// year, divided by the hours to the deadline. Where nobody said a worth, time decides.
fn by_stake(mut cases: Vec<ReportedCase>) -> Vec<ReportedCase> {
    let stake = |item: &CaseItem| {
        let worth = item.value.map_or(0, |value| value.minor);
        let hours = item.due_in_seconds.unwrap_or(0).max(0) / 3_600 + 1;
        worth / hours
    };
    cases.sort_by_key(|reported| std::cmp::Reverse(stake(&reported.item)));
    cases
}
