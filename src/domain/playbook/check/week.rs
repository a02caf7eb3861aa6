//! How long lengths run, depending on the hour of the week at which a customer tells us.
//!
//! What counts is the usual week, read in UTC: holidays and changes of the clocks are exceptions that no
//! playbook should have to be written for.

use std::collections::HashMap;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::time::calendar::{Calendar, Hours};
use crate::domain::time::span::Span;
use crate::domain::time::zone::{Instant, Zone};

/// Hours of a week.
pub(super) const WEEK: usize = 168;
/// 1 January 1970.
const THURSDAY: Instant = DateTime::<Utc>::UNIX_EPOCH;
/// Days from there to a Monday, of which any does.
const TO_MONDAY: i64 = 4;

/// Gives every full hour of a week, Monday 00:00 first.
pub(super) fn told() -> impl Iterator<Item = Instant> {
    let monday = THURSDAY + TimeDelta::days(TO_MONDAY);
    (0..)
        .map(move |hour| monday + TimeDelta::hours(hour))
        .take(WEEK)
}

/// Names an hour of the week: "Mon 17:00".
pub(super) fn hour_name(hour: usize) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    format!("{} {:02}:00", DAYS[hour / 24 % 7], hour % 24)
}

/// When a length runs how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Always as long, in seconds.
    Always(u64),
    /// So long for each hour of the week at which it may begin.
    ByHour(Rc<[u64]>),
}

impl Length {
    /// Gives the seconds it runs when it begins at that hour of the week.
    pub(super) fn at(&self, hour: usize) -> u64 {
        match self {
            Self::Always(seconds) => *seconds,
            Self::ByHour(lengths) => lengths.get(hour).copied().unwrap_or(u64::MAX),
        }
    }
}

/// Lengths in a shop's usual week; without hours open time runs as if the shop never closed.
pub(in crate::domain) struct Lengths {
    week: Option<(Hours, Zone)>,
    known: HashMap<Span, Length>,
}

impl Lengths {
    pub(in crate::domain) fn new(hours: Option<&Hours>) -> Self {
        Self {
            week: hours.map(|hours| (hours.usual(), Zone::utc())),
            known: HashMap::new(),
        }
    }

    pub(super) fn of(&mut self, span: Span) -> Length {
        if !span.counts_open_time() {
            return Length::Always(span.nominal_seconds());
        }
        let Some((hours, zone)) = &self.week else {
            return Length::Always(span.nominal_seconds());
        };
        let length = self.known.entry(span).or_insert_with(|| {
            let calendar = Calendar::new(zone, Some(hours));
            let length = |told: Instant| {
                let end = span.after(told, calendar).unwrap_or(Instant::MAX_UTC);
                u64::try_from((end - told).num_seconds()).unwrap_or(0)
            };
            Length::ByHour(told().map(length).collect())
        });
        length.clone()
    }

    /// Gives how long a length runs, over all the hours of the week at which it may begin, in seconds added up: by that
    /// the shorter of two can be told where neither is always shorter.
    pub(in crate::domain) fn over_the_week(&mut self, span: Span) -> u64 {
        let length = self.of(span);
        (0..WEEK).fold(0, |sum: u64, hour| sum.saturating_add(length.at(hour)))
    }

    /// Says whether the two can be weighed against each other as they are: open time only against its like, when it
    /// is not known when the shop is open.
    fn comparable(&self, one: Span, other: Span) -> bool {
        let alike = std::mem::discriminant(&one) == std::mem::discriminant(&other);
        let open = one.counts_open_time() || other.counts_open_time();
        self.week.is_some() || alike || !open
    }

    /// Finds an hour of the week at which `long` ends after `short` when both begin then; any, when they always do.
    ///
    /// Without hours the two may not be comparable. Then only what is certain counts: open time never runs shorter than
    /// its own length.
    pub(in crate::domain) fn outlasts(&mut self, long: Span, short: Span) -> Option<usize> {
        if std::mem::discriminant(&long) == std::mem::discriminant(&short) {
            return (long.nominal_seconds() > short.nominal_seconds()).then_some(0);
        }
        if !self.comparable(long, short) && short.counts_open_time() {
            return None;
        }
        let (long, short) = (self.of(long), self.of(short));
        (0..WEEK).find(|hour| long.at(*hour) > short.at(*hour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::calendar::{OpenRange, Parts};

    /// Open Monday to Saturday from nine to five.
    fn office() -> Hours {
        let range = OpenRange::parse("09:00-17:00").unwrap();
        let parts = Parts {
            week: std::array::from_fn(|day| {
                if day < 6 {
                    vec![(range, ())]
                } else {
                    Vec::new()
                }
            }),
            ..Parts::default()
        };
        Hours::from_parts(parts).unwrap()
    }

    fn outlasts(long: &str, short: &str, hours: Option<&Hours>) -> Option<String> {
        let span = |text| Span::parse(text).unwrap();
        let hour = Lengths::new(hours).outlasts(span(long), span(short));
        hour.map(hour_name)
    }

    #[test]
    fn lengths_are_weighed_by_the_week_of_the_shop() {
        let office = office();
        let table = [
            ("25h", "24h", Some("Mon 00:00")),
            ("24h", "25h", None),
            ("1d", "24h", None),
            ("24h", "1d", None),
            // Told on Saturday just after ten, the eighth open hour ends on Monday.
            ("8 open hours", "24h", Some("Sat 10:00")),
            ("8 open hours", "47h", Some("Sat 10:00")),
            ("8 open hours", "48h", None),
            ("24h", "8 open hours", Some("Mon 00:00")),
            ("8 open hours", "2 open days", None),
            ("2 open days", "8 open hours", Some("Mon 00:00")),
        ];
        for (long, short, expected) in table {
            let found = outlasts(long, short, Some(&office));
            assert_eq!(found.as_deref(), expected, "{long} {short}");
        }
    }

    #[test]
    fn without_hours_only_what_is_certain_counts() {
        for (long, short, certain) in [
            ("9 open hours", "8h", true),
            ("8 open hours", "8h", false),
            ("8 open hours", "24h", false),
            ("24h", "8 open hours", false),
            ("9 open hours", "8 open hours", true),
            ("3 open days", "2d", true),
        ] {
            let found = outlasts(long, short, None).is_some();
            assert_eq!(found, certain, "{long} {short}");
        }
    }
}
