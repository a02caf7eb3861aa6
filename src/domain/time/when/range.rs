//! Two typed moments that bound a stretch of time and are understood together.

use chrono::NaiveDateTime;

use super::{BadWhen, DateAlone, Reading, ReferenceTime, UnderstoodDate};

/// The two ends of a range as typed; an end that is left out is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ends<'t> {
    /// The first moment that belongs to it.
    pub since: Option<&'t str>,
    /// The last moment that belongs to it.
    pub until: Option<&'t str>,
}

/// A range as understood. Its end never lies before its start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first moment that belongs to it.
    pub since: Option<UnderstoodDate>,
    /// The last moment that belongs to it.
    pub until: Option<UnderstoodDate>,
}

/// Two texts that bound no range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRange {
    /// The start is not understood.
    #[error("--since: {0}")]
    Since(BadWhen),
    /// The end is not understood.
    #[error("--until: {0}")]
    Until(BadWhen),
    /// The end lies before the start, however the two are read.
    #[error(
        "`--until` lies before `--since`: {} is earlier than {}",
        .until.format("%a %-d %b %Y %H:%M"),
        .since.format("%a %-d %b %Y %H:%M")
    )]
    Reversed {
        /// The start, by the wall clock of the zone.
        since: NaiveDateTime,
        /// The end, by the same.
        until: NaiveDateTime,
    },
}

impl BadRange {
    /// Gives one thing to do.
    pub fn hint(&self) -> String {
        match self {
            Self::Since(bad) | Self::Until(bad) => bad.hint(),
            Self::Reversed { .. } => {
                "give the earlier one to `--since` and the later one to `--until`".to_owned()
            }
        }
    }
}

impl ReferenceTime<'_> {
    /// Understands the two ends of a range together.
    ///
    /// Each end looks back, a date alone is the start of its day for `since` and the end of it for
    /// `until`. Where that would put the end before the start, the end is the next such moment
    /// after the start; where the end is certain, the start is the last such moment before it. So
    /// in autumn `1 nov` to `30 nov` is this November, although the 30th lies ahead.
    ///
    /// # Errors
    /// When an end is not understood, or the end lies before the start all the same.
    pub fn range(&self, ends: Ends<'_>) -> Result<Range, BadRange> {
        let range = Range {
            since: self.since(ends, Reading::Past).map_err(BadRange::Since)?,
            until: self.until(ends, Reading::Past).map_err(BadRange::Until)?,
        };
        let (Some(first), Some(last)) = (&range.since, &range.until) else {
            return Ok(range);
        };
        let (first, last) = (first.instant, last.instant);
        if first <= last {
            return Ok(range);
        }
        let later = self.until(ends, Reading::From(first)).ok().flatten();
        if let Some(until) = later.filter(|later| later.instant >= first) {
            let until = Some(until);
            return Ok(Range { until, ..range });
        }
        let earlier = self.since(ends, Reading::UpTo(last)).ok().flatten();
        if let Some(since) = earlier.filter(|earlier| earlier.instant <= last) {
            let since = Some(since);
            return Ok(Range { since, ..range });
        }
        Err(BadRange::Reversed {
            since: self.zone.wall(first),
            until: self.zone.wall(last),
        })
    }

    fn since(&self, ends: Ends<'_>, reading: Reading) -> Result<Option<UnderstoodDate>, BadWhen> {
        let since = ends.since;
        let since = since.map(|text| self.parse(text, reading, DateAlone::Start));
        since.transpose()
    }

    fn until(&self, ends: Ends<'_>, reading: Reading) -> Result<Option<UnderstoodDate>, BadWhen> {
        let until = ends.until;
        let until = until.map(|text| self.parse(text, reading, DateAlone::End));
        until.transpose()
    }
}
