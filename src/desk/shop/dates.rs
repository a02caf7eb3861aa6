//! Reading the moments that somebody typed, and saying how they were understood.

use super::Shop;
use crate::domain::time::when::{
    BadWhen, DateAlone, Ends, Reading, ReferenceTime, UnderstoodDate, with_offset,
};
use crate::domain::time::zone::Instant;
use crate::domain::words::visible;
use crate::error::{Error, Result};

/// A time from one moment to another, both of them in it; an end that is left out is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Period {
    /// The first moment that belongs to it.
    pub since: Option<Instant>,
    /// The last moment that belongs to it.
    pub until: Option<Instant>,
}

impl Shop<'_> {
    /// Understands when something happened, and says how it was understood. A date alone is not enough, and a time alone
    /// is the last one that has passed.
    ///
    /// # Errors
    /// When it is not of the closed grammar, or does not exist.
    pub fn when(&self, text: &str, flag: &str) -> Result<Instant> {
        let understood = self.moment().parse(text, Reading::Past, DateAlone::Refused);
        self.understood_or_refused(flag, text, understood)
    }

    /// Understands a moment or a day, and says how it was understood. A date alone is the first instant of the day where
    /// the reading looks back, and its last second where it looks ahead.
    ///
    /// # Errors
    /// As [`Shop::when`].
    pub fn when_or_day(&self, text: &str, flag: &str, reading: Reading) -> Result<Instant> {
        let alone = match reading {
            Reading::Past | Reading::UpTo(_) => DateAlone::Start,
            Reading::Future | Reading::From(_) => DateAlone::End,
        };
        let understood = self.moment().parse(text, reading, alone);
        self.understood_or_refused(flag, text, understood)
    }

    fn understood_or_refused(
        &self,
        flag: &str,
        text: &str,
        read: std::result::Result<UnderstoodDate, BadWhen>,
    ) -> Result<Instant> {
        let understood = read.map_err(|bad| Error::usage(format!("{flag}: {bad}"), bad.hint()))?;
        Ok(self.understood(flag, text, understood))
    }

    /// Understands the two ends of a range together, and says how each was understood.
    ///
    /// # Errors
    /// As [`Shop::when`]; when the end lies before the start.
    pub fn period(&self, ends: Ends<'_>) -> Result<Period> {
        let range = self.moment().range(ends);
        let range = range.map_err(|bad| Error::usage(bad.to_string(), bad.hint()))?;
        let said = |text: Option<&str>, flag: &str, end: Option<UnderstoodDate>| {
            Some(self.understood(flag, text?, end?))
        };
        Ok(Period {
            since: said(ends.since, "--since", range.since),
            until: said(ends.until, "--until", range.until),
        })
    }

    /// Says how a typed moment was understood, unless it was written out in full; that it happens
    /// twice is said in any case.
    fn understood(&self, flag: &str, text: &str, understood: UnderstoodDate) -> Instant {
        let instant = understood.instant;
        let wall = self.viewpoint.zone.wall(instant);
        if text != wall.format("%Y-%m-%d %H:%M").to_string() {
            let shown = self.in_full(instant);
            self.say(format!("{flag} `{}`: understood as {shown}", visible(text)));
        }
        if let Some(note) = understood.note {
            self.warn(format!("{flag}: {note}"));
        }
        instant
    }

    /// Writes an instant in the zone of printing so that it can be typed back.
    #[must_use]
    pub fn in_full(&self, instant: Instant) -> String {
        let zone = &self.viewpoint.zone;
        if zone.offset(instant) == self.home.zone.offset(instant) {
            return self.moment().in_full(instant);
        }
        with_offset(zone, instant)
    }

    /// What typed moments are understood by: now, the zone of the shop, and whether 3/4 is in March or April.
    #[must_use]
    pub const fn moment(&self) -> ReferenceTime<'_> {
        ReferenceTime {
            now: self.viewpoint.now,
            zone: &self.home.zone,
            order: self.settings.date_order,
        }
    }
}
