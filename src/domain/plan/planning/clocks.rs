//! The clocks of a plan: of several complaint types the one that ends first.

use chrono::TimeDelta;

use super::{Occasion, lines};
use crate::domain::plan::{ClockSource, FrozenClock, Promised};
use crate::domain::playbook::selection::{Resolved, Sourced, ValueSource};
use crate::domain::playbook::{Action, Answer, ClockName, Part, Rules};
use crate::domain::time::calendar::Calendar;
use crate::domain::time::span::{Span, Undated};
use crate::domain::time::zone::Instant;

/// The clocks of a plan, and when those that start with it end.
pub(super) struct Clocks {
    /// When they start.
    pub(super) start: Instant,
    pub(super) frozen: [FrozenClock; 4],
    pub(super) first_response: Promised,
    pub(super) recover: Promised,
}

impl Clocks {
    /// Finds the clocks of some complaint types together. Those that run from the recovery are weighed as if it were on
    /// its deadline.
    pub(super) fn of(
        types: &[&Resolved],
        rules: &Rules,
        occasion: &Occasion<'_>,
    ) -> Result<Self, Undated> {
        let first = |clock, from| {
            let first = FirstToEnd::of(types, clock, from, occasion.calendar)?;
            Ok(first.frozen(rules, occasion))
        };
        let first_response = match turnaround(occasion) {
            Some(clock) => clock,
            None => of_a_person(types, rules, occasion)?,
        };
        let recover = first(ClockName::Recover, occasion.start)?;
        let promised = |clock: &FrozenClock| -> Result<Promised, Undated> {
            let at = clock.span.after(occasion.start, occasion.calendar)?;
            Ok(Promised::new(at, occasion.calendar.zone))
        };
        let (answered, recovered) = (promised(&first_response)?, promised(&recover)?);
        let follow_up = first(ClockName::FollowUp, recovered.at)?;
        let stayed = first(ClockName::Stayed, recovered.at)?;
        Ok(Self {
            start: occasion.start,
            frozen: [first_response, recover, follow_up, stayed],
            first_response: answered,
            recover: recovered,
        })
    }

    pub(super) const fn span(&self, clock: ClockName) -> Span {
        self.frozen[clock as usize].span
    }

    /// When a length ends that begins with the recovery, if that is on its deadline.
    pub(super) fn after_recovery(
        &self,
        span: Span,
        occasion: &Occasion<'_>,
    ) -> Result<Instant, Undated> {
        span.after(self.recover.at, occasion.calendar)
    }

    /// Whether an action can still be done before the deadline of its part.
    pub(super) fn in_time(&self, part: Part, action: &Action, occasion: &Occasion<'_>) -> bool {
        // What pauses have given the recovery they give what is due before it; a first answer never waits.
        let (deadline, waited) = match part {
            Part::Acknowledge => (self.first_response.at, TimeDelta::zero()),
            Part::Fix | Part::Dazzle => (self.recover.at, occasion.waited()),
            Part::FollowUp | Part::Late | Part::Prevent => return true,
        };
        let own = action.within.as_ref();
        let own = own.and_then(|set| set.value.after(self.start, occasion.calendar).ok());
        let deadline = own.map_or(deadline, |own| own.min(deadline)) + waited;
        let takes = i64::try_from(action.takes_seconds()).unwrap_or(i64::MAX / 1_000);
        occasion.now + TimeDelta::seconds(takes) <= deadline
    }
}

/// The first response of the types themselves, whatever channel the complaint came by.
pub(super) fn of_a_person(
    types: &[&Resolved],
    rules: &Rules,
    occasion: &Occasion<'_>,
) -> Result<FrozenClock, Undated> {
    let clock = ClockName::FirstResponse;
    let first = FirstToEnd::of(types, clock, occasion.start, occasion.calendar)?;
    Ok(first.frozen(rules, occasion))
}

/// The clock of a channel where nobody is live: it replaces the first response of every type.
pub(super) fn turnaround(occasion: &Occasion<'_>) -> Option<FrozenClock> {
    match occasion.channel?.answer {
        Answer::Live => None,
        Answer::Within(span, place) => Some(FrozenClock {
            span,
            from: ClockSource::Channel(place.line),
            complaint: None,
        }),
    }
}

/// The clock that ends first among those of several complaint types.
struct FirstToEnd<'r> {
    span: Span,
    source: &'r ValueSource,
    /// The type it is of, by its place among those of the complaint.
    of: usize,
}

impl<'r> FirstToEnd<'r> {
    fn of(
        types: &[&'r Resolved],
        clock: ClockName,
        from: Instant,
        calendar: Calendar<'_>,
    ) -> Result<Self, Undated> {
        let mut first: Option<(Instant, Self)> = None;
        for (resolved, of) in types.iter().zip(0..) {
            let Sourced {
                value,
                from: source,
            } = resolved.clock(clock);
            let (span, ends) = (*value, value.after(from, calendar)?);
            if first.as_ref().is_none_or(|(before, _)| ends < *before) {
                first = Some((ends, Self { span, source, of }));
            }
        }
        Ok(first.map_or_else(|| Self::built_in(clock), |(_, first)| first))
    }

    const fn built_in(clock: ClockName) -> Self {
        Self {
            span: clock.built_in(),
            source: &ValueSource::BuiltIn,
            of: 0,
        }
    }

    fn frozen(&self, rules: &Rules, occasion: &Occasion<'_>) -> FrozenClock {
        FrozenClock {
            span: self.span,
            from: match self.source {
                ValueSource::Entries(_) => ClockSource::Entries(lines(rules, self.source)),
                ValueSource::File(place) => ClockSource::Table(place.line),
                ValueSource::BuiltIn => ClockSource::BuiltIn,
            },
            complaint: occasion.further(rules, self.of),
        }
    }
}
