//! The work of a cell, added up: so that most pairs of complaint types are seen to be in time without a search.

use std::rc::Rc;

use fixedbitset::FixedBitSet;

use super::stages::StageKind;
use super::{TimeProof, timed};
use crate::domain::plan::together::Together;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::check::week::Length;
use crate::domain::playbook::{ClockName, Item, Part};
use crate::domain::time::span::Span;

/// One piece of work, or what a pick may come to at worst for one person.
#[derive(Clone)]
struct LoadPiece {
    /// The actions it may be: one, or the options of a pick.
    actions: Vec<usize>,
    part: Part,
    who: usize,
    takes: u64,
    /// When it must have ended by a time of its own, in seconds.
    own: u64,
    /// The actions it may have to wait for.
    after: Vec<usize>,
}

/// The work of one cell.
pub(super) struct Loads {
    pieces: Vec<LoadPiece>,
    /// The actions that are done in any case, late branch aside.
    fixed: FixedBitSet,
    /// The clocks, in seconds; the first response is that of the slowest way to be reached.
    clocks: [u64; 3],
    /// Whether a length depends on the hour, so that one schedule is not enough.
    by_hour: bool,
}

const CLOCKS: [ClockName; 3] = [
    ClockName::FirstResponse,
    ClockName::Recover,
    ClockName::FollowUp,
];

impl TimeProof<'_> {
    /// Says whether two complaint types are sure to be in time together: when everybody does what is due first first, and
    /// of each pick what takes longest. Where this does not say so, it may still be.
    pub(in crate::domain::playbook::check) fn surely_in_time(
        &mut self,
        first: Cell,
        other: Cell,
    ) -> bool {
        let (Some(first), Some(other)) = (self.loads(first), self.loads(other)) else {
            return false;
        };
        if first.by_hour || other.by_hour {
            return false;
        }
        let added = |piece: &&LoadPiece| matches!(piece.part, Part::Acknowledge | Part::Fix);
        let mine = |piece: &&LoadPiece| !first.has(&piece.actions);
        let pieces = other.pieces.iter().filter(added).filter(mine);
        let pieces: Vec<&LoadPiece> = first.pieces.iter().chain(pieces).collect();
        let clocks: [u64; 3] = std::array::from_fn(|at| first.clocks[at].min(other.clocks[at]));
        let stages = [StageKind::Recovery, StageKind::FollowUp];
        let mut stages = stages.into_iter();
        stages.all(|which| in_time(&pieces, which, clocks))
    }

    fn loads(&mut self, cell: Cell) -> Option<Rc<Loads>> {
        let at = self.rules().space().position(cell);
        if self.loads[at].is_none() {
            let resolved = self.answers.at(cell)?;
            let plan = Together::alone(resolved, self.answers.costs);
            self.loads[at] = Some(Rc::new(self.added_up(&plan)));
        }
        self.loads[at].clone()
    }

    fn added_up(&mut self, plan: &Together<'_>) -> Loads {
        let clocks = self.clocks(plan);
        let mut pieces = Vec::new();
        let mut settled = true;
        for given in &plan.items {
            let actions = given.item.actions().iter();
            let options = actions.map(|action| self.piece(given.part, *action));
            let options: Option<Vec<LoadPiece>> = options.collect();
            settled &= options.is_some();
            let options = options.unwrap_or_default();
            match &given.item {
                Item::Action(_) => pieces.extend(options),
                Item::Pick { pick, .. } => {
                    pieces.extend(std::iter::repeat_n(at_worst(&options), *pick).flatten());
                }
            }
        }
        let fixed = plan.items.iter().filter(|given| given.part != Part::Late);
        let fixed = fixed.filter_map(|given| match given.item {
            Item::Action(action) => Some(action),
            Item::Pick { .. } => None,
        });
        Loads {
            pieces,
            fixed: fixed.collect(),
            by_hour: !settled || clocks.is_none(),
            clocks: clocks.unwrap_or_default(),
        }
    }

    /// Gives the clocks in seconds; `None` where one depends on the hour.
    fn clocks(&mut self, plan: &Together<'_>) -> Option<[u64; 3]> {
        let mut clocks = [0; 3];
        for (at, clock) in CLOCKS.into_iter().enumerate() {
            clocks[at] = self.seconds(plan.types[0].clock(clock).value)?;
        }
        for at in 0..self.answered.len() {
            let turnaround = self.answered[at].1;
            clocks[0] = self.seconds(turnaround)?.min(clocks[0]);
        }
        Some(clocks)
    }

    fn piece(&mut self, part: Part, action: usize) -> Option<LoadPiece> {
        let one = &self.rules().actions[action];
        let own = match &one.within {
            None => u64::MAX,
            Some(set) => self.seconds(set.value)?,
        };
        let rules = self.rules();
        let after = one.after.as_ref();
        let after = after.and_then(|id| rules.actions.iter().position(|one| one.id == *id));
        Some(LoadPiece {
            actions: vec![action],
            part,
            who: self.hands.who(&one.by),
            takes: one.takes_seconds(),
            own,
            after: after.into_iter().collect(),
        })
    }

    fn seconds(&mut self, span: Span) -> Option<u64> {
        match self.lengths.of(span) {
            Length::Always(seconds) => Some(seconds),
            Length::ByHour(_) => None,
        }
    }
}

/// What a slot comes to at worst for each person who may have to fill it.
fn at_worst(options: &[LoadPiece]) -> Vec<LoadPiece> {
    let mut worst: Vec<LoadPiece> = Vec::new();
    for option in options {
        match worst.iter_mut().find(|piece| piece.who == option.who) {
            Some(piece) => {
                piece.takes = piece.takes.max(option.takes);
                piece.own = piece.own.min(option.own);
                piece.actions.extend(&option.actions);
                piece.after.extend(&option.after);
            }
            None => worst.push(option.clone()),
        }
    }
    worst
}

impl Loads {
    /// Says whether an action is done in any case.
    fn has(&self, actions: &[usize]) -> bool {
        matches!(actions, [action] if self.fixed.contains(*action))
    }
}

/// Whether all of a stage is in time when of what can begin that is done first which is due first.
fn in_time(pieces: &[&LoadPiece], which: StageKind, clocks: [u64; 3]) -> bool {
    let due = |piece: &LoadPiece| {
        let clock = CLOCKS
            .iter()
            .position(|clock| timed(piece.part) == Some(*clock));
        clock.map_or(piece.own, |at| clocks[at].min(piece.own))
    };
    if pieces.iter().all(|piece| piece.after.is_empty()) {
        let mine = pieces.iter().filter(|piece| which.has(piece.part));
        return one_after_the_other(mine.map(|piece| (due(piece), piece.who, piece.takes)));
    }
    let (mut left, others): (Vec<&LoadPiece>, Vec<&LoadPiece>) =
        pieces.iter().partition(|piece| which.has(piece.part));
    let waits_for = |piece: &LoadPiece, other: &LoadPiece| {
        let mut after = piece.after.iter();
        after.any(|action| other.actions.contains(action))
    };
    // What waits for another stage is looked at by itself.
    if left
        .iter()
        .any(|piece| others.iter().any(|other| waits_for(piece, other)))
    {
        return false;
    }
    left.sort_by_key(|piece| due(piece));
    let mut done: Vec<(&LoadPiece, u64)> = Vec::new();
    while !left.is_empty() {
        let ready = |piece: &&LoadPiece| !left.iter().any(|other| waits_for(piece, other));
        let Some(at) = left.iter().position(ready) else {
            return false;
        };
        let piece = left.remove(at);
        let before = done.iter();
        let before = before.filter(|(other, _)| other.who == piece.who || waits_for(piece, other));
        let begins = before.map(|(_, end)| *end).max().unwrap_or(0);
        let ends = begins + piece.takes;
        if ends > due(piece) {
            return false;
        }
        done.push((piece, ends));
    }
    true
}

/// Whether everybody is in time who does one thing after the other, what is due first first: by when it is due, who does
/// it and how long it takes. Where nothing waits, no other order does better (Jackson, 1955).
fn one_after_the_other(work: impl Iterator<Item = (u64, usize, u64)>) -> bool {
    let mut work: Vec<(u64, usize, u64)> = work.collect();
    work.sort_unstable();
    let mut busy: Vec<(usize, u64)> = Vec::new();
    for (due, who, takes) in work {
        let at = busy.iter().position(|(one, _)| *one == who);
        let at = at.unwrap_or_else(|| {
            busy.push((who, 0));
            busy.len() - 1
        });
        busy[at].1 += takes;
        if busy[at].1 > due {
            return false;
        }
    }
    true
}
