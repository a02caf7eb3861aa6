//! Times that cannot hold whatever the schedule: an answer after the repair, a step due after its part's clock or before
//! it comes into being, an option that takes longer than there is.

use super::noted::{Bound, NotedCause};
use super::stages::{Stage, StageAction};
use super::{LateCause, TimeProof, timed};
use crate::domain::place::{Place, PlacedValue};
use crate::domain::plan::together::Together;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::check::in_words::cell_name;
use crate::domain::playbook::check::places::places;
use crate::domain::playbook::check::week::{WEEK, hour_name};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::Resolved;
use crate::domain::playbook::{Action, ClockName, Part};
use crate::domain::time::span::Span;

impl TimeProof<'_> {
    /// Weighs the first answer against the recovery: an apology after the repair is none.
    pub(super) fn answer_comes_first(&mut self, cell: Cell, resolved: &Resolved) {
        let recover = resolved.clock(ClockName::Recover).value;
        let Bound { entries, place, .. } = self.bound(resolved, ClockName::FirstResponse);
        let clock = resolved.clock(ClockName::FirstResponse).value;
        let channels = self.answered.iter().enumerate();
        let mut answers: Vec<(Option<usize>, Span, Place)> = channels
            .map(|(at, (_, span, place))| (Some(at), *span, *place))
            .collect();
        answers.push((None, clock, place));
        for (channel, span, place) in answers {
            if self.lengths.outlasts(span, recover).is_none() {
                continue;
            }
            let rules = self.rules();
            let (what, entries) = match channel {
                Some(at) => {
                    let id = &self.answered[at].0.id;
                    (format!("the `turnaround` ({span}) of `{id}`"), Vec::new())
                }
                None => (format!("`first_response` ({span})"), entries.clone()),
            };
            let told = || {
                let name = cell_name(rules, cell);
                let message = format!("{what} is beyond `recover` ({recover}) for {name}");
                let hint = "answer before all is to be put right".to_owned();
                Finding::new(FindingKind::TooLate, place, message, hint)
                    .by_entries(places(rules, &entries))
            };
            let cause = LateCause::AnswerAfterAll(channel, entries.clone());
            self.note(cell, cause, told);
        }
    }

    /// Weighs the own time of each action against the clock of its part.
    pub(super) fn own_times(&mut self, cell: Cell, resolved: &Resolved, stage: &Stage<'_>) {
        for piece in stage.pieces() {
            self.own_time(cell, resolved, piece);
        }
    }

    fn own_time(&mut self, cell: Cell, resolved: &Resolved, piece: StageAction<'_>) {
        let rules = self.rules();
        let action = &rules.actions[piece.action];
        let Some(own) = &action.within else {
            return;
        };
        let within = own.value;
        let Some(clock) = timed(piece.part) else {
            return self.born_late(cell, resolved, piece);
        };
        let most = resolved.clock(clock).value;
        if let Some(hour) = self.lengths.outlasts(within, most) {
            let bound = self.bound(resolved, clock);
            let than = format!("`{}` ({most}) for {}", clock.key(), cell_name(rules, cell));
            let than = than + &when_told(hour, [within, most]);
            let told = || {
                let told = beyond(action, own, &than).by_entries(places(rules, &bound.entries));
                NotedCause::new(told, Some(bound))
            };
            return self.note(cell, LateCause::Beyond(piece.action, piece.part), told);
        }
        if piece.part != Part::Acknowledge {
            return;
        }
        for (channel, turnaround, _) in self.answered.clone() {
            if let Some(hour) = self.lengths.outlasts(within, turnaround) {
                let than = format!("the `turnaround` ({turnaround}) of `{}`", channel.id);
                let than = than + &when_told(hour, [within, turnaround]);
                let told = || beyond(action, own, &than);
                self.note(cell, LateCause::BeyondChannel(piece.action), told);
            }
        }
    }

    /// Finds a step of the late branch that is due before the deadline which brings it about.
    fn born_late(&mut self, cell: Cell, resolved: &Resolved, piece: StageAction<'_>) {
        let recover = resolved.clock(ClockName::Recover).value;
        let action = &self.rules().actions[piece.action];
        let Some(PlacedValue { value, place }) = &action.within else {
            return;
        };
        if self.lengths.outlasts(recover, *value).is_none() {
            return;
        }
        let told = || {
            let message = format!(
                "`{}` is due within {value} of being told, and `late` begins only after `recover` ({recover})",
                action.id
            );
            let hint = "leave its `within` out, or use another action in `late`".to_owned();
            Finding::new(FindingKind::TooLate, *place, message, hint).as_warning()
        };
        self.note(cell, LateCause::BornLate(piece.action), told);
    }

    /// Finds options that take longer than there is.
    pub(super) fn slow_options(&mut self, cell: Cell, plan: &Together<'_>, stage: &Stage<'_>) {
        for piece in stage.options() {
            let action = &self.rules().actions[piece.action];
            let takes = action.takes_seconds();
            let dues = self.dues(plan, &piece);
            let due = |hour: usize| dues.iter().map(|due| due.at(hour)).min();
            let most = (0..WEEK).filter_map(due).max().unwrap_or(u64::MAX);
            if takes <= most {
                continue;
            }
            let name = cell_name(self.rules(), cell);
            let told = || {
                let message = format!(
                    "`{}` takes longer than there is for {name}: it is never offered",
                    action.id
                );
                let hint = "take it out of the pick, or make it shorter".to_owned();
                Finding::new(FindingKind::TooLate, action.place, message, hint).as_warning()
            };
            self.note(cell, LateCause::TooSlow(piece.action), told);
        }
    }
}

/// Names the hour at which lengths that count open time differ as they should not.
fn when_told(hour: usize, spans: [Span; 2]) -> String {
    if spans.into_iter().any(Span::counts_open_time) {
        format!(", told on {}", hour_name(hour))
    } else {
        String::new()
    }
}

/// Tells of an action whose own time is beyond another.
fn beyond(action: &Action, own: &PlacedValue<Span>, than: &str) -> Finding {
    let message = format!(
        "`{}` is due within {}, which is beyond {than}",
        action.id, own.value
    );
    let hint = "make `within` shorter, or leave it out".to_owned();
    Finding::new(FindingKind::TooLate, own.place, message, hint)
}
