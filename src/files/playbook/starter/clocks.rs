//! The clocks: the owner's own in `[clock]`, and no other one longer than they are.

use super::{Adaptation, Edits, UnfitStarter, quoted};
use crate::domain::place::Place;
use crate::domain::playbook::{Answer, ClockName, Item, Part, Rules};
use crate::domain::time::span::Span;

/// A clock that the owner sets otherwise.
#[derive(Clone, Copy)]
struct OwnClock {
    clock: ClockName,
    span: Span,
}

/// Puts the owner's clocks in, and shortens what would run longer: the clocks of entries, and the own
/// deadlines of actions.
pub(super) fn shorten(work: &Adaptation<'_>, edits: &mut Edits<'_>) -> Result<(), UnfitStarter> {
    let said = said(work);
    for one in &said {
        let base = work.rules().clocks[one.clock as usize].as_ref();
        let base = base.ok_or(UnfitStarter("clock"))?;
        write(edits, base.place, one.span);
        let entries = work.rules().entries.iter();
        for set in entries.filter_map(|entry| entry.clocks[one.clock as usize].as_ref()) {
            // A length that is the same stays as the starter writes it.
            let span = one.instead(set.value, base.value);
            if span != set.value {
                write(edits, set.place, span);
            }
        }
    }
    for one in own_deadlines(work.rules(), &said) {
        write(edits, one.place, one.to);
    }
    for (place, span) in turnarounds(work.rules(), &said) {
        write(edits, place, span);
    }
    Ok(())
}

/// Keeps what a channel promises within the recovery: nobody is answered after all should be done.
fn turnarounds(rules: &Rules, said: &[OwnClock]) -> Vec<(Place, Span)> {
    let recover = said.iter().find(|one| one.clock == ClockName::Recover);
    let Some(recover) = recover.map(|one| one.span) else {
        return Vec::new();
    };
    let channels = rules.channels.iter();
    let longer = channels.filter_map(|channel| match channel.answer {
        Answer::Live => None,
        Answer::Within(span, place) => {
            let longer = span.nominal_seconds() > recover.nominal_seconds();
            longer.then_some((place, recover))
        }
    });
    longer.collect()
}

impl OwnClock {
    /// Gives what becomes of a clock of an entry. Two of them never change places, so nothing that was
    /// in order gets out of it: what was shorter than the starter's own clock is at most the owner's, and
    /// what the starter gave longer on purpose stays so.
    fn instead(self, span: Span, base: Span) -> Span {
        let (length, base) = (span.nominal_seconds(), base.nominal_seconds());
        let said = self.span.nominal_seconds();
        // Of two that are as long, `24h` and `1d`, only one should stand in the file: they part when the clocks change.
        if length == base || (length < base && length >= said) || (length > base && length <= said)
        {
            self.span
        } else {
            span
        }
    }

    /// Whether this is the clock of a part in which the action stands.
    fn bounds(self, rules: &Rules, action: usize) -> bool {
        let parts: &[Part] = match self.clock {
            ClockName::FirstResponse => &[Part::Acknowledge],
            ClockName::Recover => &[Part::Fix, Part::Dazzle],
            ClockName::FollowUp | ClockName::Stayed => &[],
        };
        let lists = rules.entries.iter().flat_map(|entry| {
            let lists = |part: &Part| [&entry.parts[*part as usize], &entry.also[*part as usize]];
            parts.iter().flat_map(lists).flatten()
        });
        lists
            .flat_map(|set| &set.value)
            .any(|item| stands_in(item, action))
    }
}

/// Keeps the own deadline of each action within the clocks of its parts. One that counts from something else,
/// as in a follow-up, is left alone.
fn own_deadlines(rules: &Rules, said: &[OwnClock]) -> Vec<Shortened> {
    let actions = rules.actions.iter().enumerate();
    let shortened = actions.filter_map(|(at, action)| {
        let within = action.within.as_ref()?;
        let bounds = said.iter().filter(|one| one.bounds(rules, at));
        // The clock comes first, so that of two that are as long it is the clock's.
        let bounds = bounds.map(|one| one.span).chain([within.value]);
        let to = bounds.min_by_key(|span| span.nominal_seconds())?;
        let (place, from) = (within.place, within.value);
        (from != to).then_some(Shortened { place, from, to })
    });
    shortened.collect()
}

/// An own deadline that is closer than the starter's.
struct Shortened {
    place: Place,
    from: Span,
    to: Span,
}

/// Names the own deadlines that are closer now, as the starter has them and as they are, for what is said of them.
pub(super) fn shortened(work: &Adaptation<'_>) -> Vec<(Span, Span)> {
    let shortened = own_deadlines(work.rules(), &said(work)).into_iter();
    let mut pairs: Vec<(Span, Span)> = shortened.map(|one| (one.from, one.to)).collect();
    pairs.dedup();
    pairs
}

fn said(work: &Adaptation<'_>) -> Vec<OwnClock> {
    let both = [
        (ClockName::FirstResponse, work.own.first_response),
        (ClockName::Recover, work.own.recover),
    ];
    let said = both.into_iter().filter_map(|(clock, span)| {
        let span = span?;
        Some(OwnClock { clock, span })
    });
    said.collect()
}

fn stands_in(item: &Item, action: usize) -> bool {
    match item {
        Item::Action(at) => *at == action,
        Item::Pick { from, .. } => from.contains(&action),
    }
}

fn write(edits: &mut Edits<'_>, place: Place, span: Span) {
    edits.replace(place.start..place.end, quoted(&span.to_string()));
}
