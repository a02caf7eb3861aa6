//! The opening times of a shop: a week, holidays and special days, checked against each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::DayKind;
use super::clock::DAY;
use super::dates::{Holiday, iso};
use super::frozen::Frozen;
use super::range::OpenRange;

/// Weekdays, Monday first, as `shop.toml` calls them.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The first day on which any shop opens, in days since 1970: 1 January of the year 1.
pub(super) const FIRST_DAY: i32 = -719_162;
/// The last day on which any shop opens, in days since 1970: 31 December 9999, where zone rules end.
pub(super) const LAST_DAY: i32 = 2_932_896;

/// When the shop is open: ranges for each weekday, holidays, special days.
///
/// A range belongs to the day it starts on, its business day, whatever the clocks show when it ends:
/// a holiday shuts its own ranges, but the evening before runs on over midnight to its closing. A special
/// day replaces the ranges of its weekday and beats a holiday. Where a special day opens before
/// the evening before has closed, the evening runs to its closing and the special day goes on from there; no
/// time counts twice. Outside the years 1 to 9999 no shop opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Frozen", into = "Frozen")]
pub struct Hours {
    week: [Vec<OpenRange>; 7],
    dated: BTreeSet<NaiveDate>,
    yearly: BTreeSet<(u32, u32)>,
    on: BTreeMap<NaiveDate, Vec<OpenRange>>,
}

/// What hours are made of; `P` says where each part stands, for whoever must show it.
#[derive(Clone, Debug)]
pub struct Parts<P> {
    /// The ranges of each weekday, Monday first.
    pub week: [Vec<(OpenRange, P)>; 7],
    /// The days shut; one that stands twice is one.
    pub holidays: Vec<Holiday>,
    /// The days with hours of their own.
    pub on: Vec<SpecialDay<P>>,
}

/// One day with hours of its own.
#[derive(Clone, Debug)]
pub struct SpecialDay<P> {
    /// The date.
    pub date: NaiveDate,
    /// Where the date stands.
    pub place: P,
    /// Its ranges; none when it is shut.
    pub open: Vec<(OpenRange, P)>,
}

impl<P> Default for Parts<P> {
    /// Gives the parts of a shop that never opens.
    fn default() -> Self {
        Self {
            week: std::array::from_fn(|_| Vec::new()),
            holidays: Vec::new(),
            on: Vec::new(),
        }
    }
}

/// Two parts of the hours that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// Two ranges of one day.
    #[error("`{later}` overlaps `{earlier}` of {day}")]
    Overlap {
        /// The weekday or date.
        day: String,
        /// The one that opens first.
        earlier: OpenRange,
        /// The other.
        later: OpenRange,
    },
    /// A range over midnight and one of the next weekday.
    #[error("`{evening}` of {day} runs over midnight into `{morning}` of {next}")]
    IntoNextDay {
        /// The weekday of the evening.
        day: &'static str,
        /// The range over midnight.
        evening: OpenRange,
        /// The weekday of the morning.
        next: &'static str,
        /// The range it runs into.
        morning: OpenRange,
    },
    /// A day with hours of its own, twice.
    #[error("{} has hours of its own twice", iso(*.date))]
    DateTwice {
        /// The date.
        date: NaiveDate,
    },
}

impl Clash {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Overlap { earlier, later, .. } => match earlier.union(*later) {
                Some(both) => {
                    format!("write `{both}` for both, or let one end where the other begins")
                }
                None => "let one end where the other begins".to_owned(),
            },
            Self::IntoNextDay {
                evening, morning, ..
            } => match OpenRange::between(evening.opens(), morning.opens()) {
                Some(shorter) => format!("let it end when the morning begins: `{shorter}`"),
                None => "let one end where the other begins".to_owned(),
            },
            Self::DateTwice { .. } => "put all its hours into one `open`".to_owned(),
        }
    }
}

impl Hours {
    /// Makes hours of parts that were read one by one. Touching ranges are fine.
    ///
    /// Hours that never open are hours too; [`Hours::ever_open`] tells.
    ///
    /// # Errors
    /// Gives every clash with the place of the part that is best changed: the later of two ranges of a
    /// day, the evening that runs into a morning, the second of two equal dates.
    pub fn from_parts<P: Clone>(parts: Parts<P>) -> Result<Self, Vec<(P, Clash)>> {
        let mut clashes = Vec::new();
        let week = sorted_week(parts.week, &mut clashes);
        let on = special_days(parts.on, &mut clashes);
        if !clashes.is_empty() {
            return Err(clashes);
        }
        let mut hours = Self {
            week,
            dated: BTreeSet::new(),
            yearly: BTreeSet::new(),
            on,
        };
        for holiday in parts.holidays {
            match holiday {
                Holiday::Dated(date) => hours.dated.insert(date),
                Holiday::Yearly { month, day } => hours.yearly.insert((month, day)),
            };
        }
        Ok(hours)
    }

    /// Gives the weekly pattern alone, without holidays and special days.
    #[must_use]
    pub fn usual(&self) -> Self {
        Self {
            week: self.week.clone(),
            dated: BTreeSet::new(),
            yearly: BTreeSet::new(),
            on: BTreeMap::new(),
        }
    }

    /// Says whether any weekday or special day has a range at all.
    pub fn ever_open(&self) -> bool {
        let mut all = self.week.iter().chain(self.on.values());
        all.any(|ranges| !ranges.is_empty())
    }

    /// Says whether the shop opens on a business day, by its ranges.
    pub fn opens(&self, date: NaiveDate) -> bool {
        !self.ranges_on(date).is_empty()
    }

    /// Gives the ranges of a business day, earliest first.
    pub fn ranges_on(&self, date: NaiveDate) -> &[OpenRange] {
        match self.kind(date) {
            DayKind::Holiday => &[],
            DayKind::Special => self.on.get(&date).map_or(&[], Vec::as_slice),
            DayKind::Usual => self.weekday(date.weekday()),
        }
    }

    /// Gives the usual ranges of a weekday, earliest first.
    pub fn weekday(&self, weekday: Weekday) -> &[OpenRange] {
        let index = weekday.num_days_from_monday();
        usize::try_from(index).map_or(&[], |index| &self.week[index])
    }

    /// Says why a business day has the ranges it has.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        if self.on.contains_key(&date) {
            return DayKind::Special;
        }
        let yearly = (date.month(), date.day());
        if self.dated.contains(&date) || self.yearly.contains(&yearly) {
            return DayKind::Holiday;
        }
        DayKind::Usual
    }

    /// Gives the ranges of each weekday, Monday first.
    pub(super) const fn week(&self) -> &[Vec<OpenRange>; 7] {
        &self.week
    }

    /// Gives the holidays, dated ones first.
    pub(super) fn holidays(&self) -> impl Iterator<Item = Holiday> {
        let dated = self.dated.iter().copied().map(Holiday::Dated);
        let yearly = self.yearly.iter();
        dated.chain(yearly.map(|&(month, day)| Holiday::Yearly { month, day }))
    }

    /// Gives the days with hours of their own.
    pub(super) fn special_days(&self) -> impl Iterator<Item = (NaiveDate, &[OpenRange])> {
        self.on.iter().map(|(date, open)| (*date, open.as_slice()))
    }

    /// Gives the ranges of a day, in days since 1970; none outside the years 1 to 9999.
    pub(super) fn ranges(&self, day: i32) -> &[OpenRange] {
        if !(FIRST_DAY..=LAST_DAY).contains(&day) {
            return &[];
        }
        NaiveDate::from_epoch_days(day).map_or(&[], |date| self.ranges_on(date))
    }

    /// Gives the ranges the weekday of a day usually has, in days since 1970.
    pub(super) fn usual_ranges(&self, day: i32) -> &[OpenRange] {
        // 1 January 1970 was a Thursday.
        let index = (day + 3).rem_euclid(7);
        usize::try_from(index).map_or(&[], |index| &self.week[index])
    }

    /// Gives a day from `day` on before which every day is usual, in days since 1970.
    ///
    /// It is the next holiday or special day, or 1 March where a year has no 29 February.
    pub(super) fn next_unusual(&self, day: i32) -> i32 {
        let Some(date) = NaiveDate::from_epoch_days(day) else {
            return i32::MAX;
        };
        let special = self.on.range(date..).next().map(|(date, _)| *date);
        let dated = self.dated.range(date..).next().copied();
        let next = [special, dated, self.next_yearly(date)];
        let next = next.into_iter().flatten().min();
        next.map_or(i32::MAX, |date| date.to_epoch_days())
    }

    fn next_yearly(&self, date: NaiveDate) -> Option<NaiveDate> {
        let today = (date.month(), date.day());
        let this_year = self.yearly.range(today..).next();
        let this_year = this_year.map(|found| (date.year(), found));
        let next_year = || Some((date.year() + 1, self.yearly.first()?));
        let (year, &(month, day)) = this_year.or_else(next_year)?;
        let found = NaiveDate::from_ymd_opt(year, month, day);
        found.or_else(|| NaiveDate::from_ymd_opt(year, month + 1, 1))
    }
}

fn sorted_week<P: Clone>(
    week: [Vec<(OpenRange, P)>; 7],
    clashes: &mut Vec<(P, Clash)>,
) -> [Vec<OpenRange>; 7] {
    let mut sorted = week;
    for (ranges, day) in sorted.iter_mut().zip(WEEKDAYS) {
        ranges.sort_by_key(|(range, _)| *range);
        overlaps(ranges, day, clashes);
    }
    for index in 0..7 {
        let next = (index + 1) % 7;
        let (Some((evening, place)), Some((morning, _))) =
            (sorted[index].last(), sorted[next].first())
        else {
            continue;
        };
        if evening.spills() && evening.closes() - DAY > morning.opens() {
            let clash = Clash::IntoNextDay {
                day: WEEKDAYS[index],
                evening: *evening,
                next: WEEKDAYS[next],
                morning: *morning,
            };
            clashes.push((place.clone(), clash));
        }
    }
    sorted.map(without_places)
}

fn special_days<P: Clone>(
    days: Vec<SpecialDay<P>>,
    clashes: &mut Vec<(P, Clash)>,
) -> BTreeMap<NaiveDate, Vec<OpenRange>> {
    let mut on = BTreeMap::new();
    for day in days {
        let mut open = day.open;
        open.sort_by_key(|(range, _)| *range);
        overlaps(&open, &iso(day.date), clashes);
        if on.insert(day.date, without_places(open)).is_some() {
            clashes.push((day.place, Clash::DateTwice { date: day.date }));
        }
    }
    on
}

/// Notes each of the ranges of one day, sorted, that begins before the one before it has ended.
fn overlaps<P: Clone>(ranges: &[(OpenRange, P)], day: &str, clashes: &mut Vec<(P, Clash)>) {
    let Some((first, others)) = ranges.split_first() else {
        return;
    };
    let mut earlier = first.0;
    for (later, place) in others {
        let later = *later;
        if later.opens() < earlier.closes() {
            let day = day.to_owned();
            let clash = Clash::Overlap {
                day,
                earlier,
                later,
            };
            clashes.push((place.clone(), clash));
        }
        if later.closes() > earlier.closes() {
            earlier = later;
        }
    }
}

fn without_places<P>(ranges: Vec<(OpenRange, P)>) -> Vec<OpenRange> {
    ranges.into_iter().map(|(range, _)| range).collect()
}
