//! Hours as they are kept in a plan: the texts of `shop.toml`, in one order.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates::{BadDate, Holiday, date, iso};
use super::hours::{Clash, Hours, Parts, SpecialDay};
use super::range::{BadOpenRange, OpenRange};

/// The kept form; what is empty is left out.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frozen {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    week: BTreeMap<WeekdayKey, Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    on: BTreeMap<String, Vec<String>>,
}

/// A weekday as a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WeekdayKey {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

const DAYS: [WeekdayKey; 7] = [
    WeekdayKey::Mon,
    WeekdayKey::Tue,
    WeekdayKey::Wed,
    WeekdayKey::Thu,
    WeekdayKey::Fri,
    WeekdayKey::Sat,
    WeekdayKey::Sun,
];

/// Kept hours that are none.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotHours {
    #[error(transparent)]
    Range(#[from] BadOpenRange),
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error("{}", listed(.0))]
    Clashes(Vec<Clash>),
}

impl From<Hours> for Frozen {
    fn from(hours: Hours) -> Self {
        let days = DAYS.into_iter().zip(hours.week());
        let open = days.filter(|(_, ranges)| !ranges.is_empty());
        let special = hours.special_days();
        Self {
            week: open.map(|(day, ranges)| (day, texts(ranges))).collect(),
            holidays: hours.holidays().map(|day| day.to_string()).collect(),
            on: special
                .map(|(day, ranges)| (iso(day), texts(ranges)))
                .collect(),
        }
    }
}

impl TryFrom<Frozen> for Hours {
    type Error = NotHours;

    fn try_from(frozen: Frozen) -> Result<Self, NotHours> {
        let mut parts = Parts::default();
        for (day, ranges) in DAYS.iter().zip(&mut parts.week) {
            let texts = frozen.week.get(day).map_or(&[][..], Vec::as_slice);
            *ranges = read(texts)?;
        }
        for text in &frozen.holidays {
            parts.holidays.push(Holiday::parse(text)?);
        }
        for (text, ranges) in &frozen.on {
            parts.on.push(special(date(text)?, read(ranges)?));
        }
        Self::from_parts(parts).map_err(|clashes| {
            let clashes = clashes.into_iter().map(|((), clash)| clash);
            NotHours::Clashes(clashes.collect())
        })
    }
}

fn special(date: NaiveDate, open: Vec<(OpenRange, ())>) -> SpecialDay<()> {
    SpecialDay {
        date,
        place: (),
        open,
    }
}

fn texts(ranges: &[OpenRange]) -> Vec<String> {
    ranges.iter().map(ToString::to_string).collect()
}

fn read(texts: &[String]) -> Result<Vec<(OpenRange, ())>, BadOpenRange> {
    let ranges = texts.iter().map(|text| Ok((OpenRange::parse(text)?, ())));
    ranges.collect()
}

fn listed(clashes: &[Clash]) -> String {
    let each: Vec<String> = clashes.iter().map(ToString::to_string).collect();
    each.join("; ")
}
