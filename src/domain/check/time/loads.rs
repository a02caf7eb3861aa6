//! The work of a cell, added up: so that most pairs of complaint types are seen to be in time without a search.

use std::rc::Rc;

use super::stages::Which;
use super::{Timing, timed};
use crate::domain::cell::Cell;
use crate::domain::check::week::Length;
use crate::domain::playbook::{ClockName, Item, Part};
use crate::domain::span::Span;
use crate::domain::together::Together;

/// One piece of work, or what a pick may come to at worst.
#[derive(Clone, Copy)]
struct Piece {
    /// Its action; none of its own for a pick.
    action: Option<usize>,
    part: Part,
    who: usize,
    takes: u64,
    /// When it must have ended by a time of its own, in seconds.
    own: u64,
}

/// The work of one cell.
pub(super) struct Loads {
    pieces: Vec<Piece>,
    /// The clocks, in seconds; the first response is that of the slowest way to be reached.
    clocks: [u64; 3],
    /// Whether something waits for something else, or a length depends on the hour, so that adding up is not enough.
    intricate: bool,
}

const CLOCKS: [ClockName; 3] = [
    ClockName::FirstResponse,
    ClockName::Recover,
    ClockName::FollowUp,
];

impl Timing<'_> {
    /// Says whether two complaint types are sure to be in time together: each person does what is due first first, and of
    /// each pick what takes longest. Where this does not say so, it may still be.
    pub(in crate::domain::check) fn surely_in_time(&mut self, first: Cell, other: Cell) -> bool {
        let (Some(first), Some(other)) = (self.loads(first), self.loads(other)) else {
            return false;
        };
        if first.intricate || other.intricate {
            return false;
        }
        let mine = |piece: &&Piece| piece.action.is_none_or(|action| !first.has(action));
        let added = |piece: &&Piece| matches!(piece.part, Part::Acknowledge | Part::Fix);
        let pieces = other.pieces.iter().filter(added).filter(mine);
        let pieces: Vec<Piece> = first.pieces.iter().chain(pieces).copied().collect();
        let clocks: [u64; 3] = std::array::from_fn(|at| first.clocks[at].min(other.clocks[at]));
        let stages = [Which::Recovery, Which::FollowUp];
        stages
            .into_iter()
            .all(|which| in_time(&pieces, which, clocks))
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
        let rules = self.rules();
        let mut all = plan.items.iter().flat_map(|given| given.item.actions());
        let waits = all.any(|at| rules.actions[*at].after.is_some());
        let clocks = self.clocks(plan);
        let mut pieces = Vec::new();
        let mut settled = true;
        for given in &plan.items {
            let actions = given.item.actions().iter();
            let options = actions.map(|action| self.piece(given.part, *action));
            let options: Option<Vec<Piece>> = options.collect();
            settled &= options.is_some();
            let options = options.unwrap_or_default();
            match &given.item {
                Item::Action(_) => pieces.extend(options),
                Item::Pick { pick, .. } => {
                    pieces.extend(std::iter::repeat_n(at_worst(&options), *pick).flatten());
                }
            }
        }
        Loads {
            pieces,
            intricate: waits || !settled || clocks.is_none(),
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

    fn piece(&mut self, part: Part, action: usize) -> Option<Piece> {
        let one = &self.rules().actions[action];
        let own = match &one.within {
            None => u64::MAX,
            Some(set) => self.seconds(set.value)?,
        };
        Some(Piece {
            action: Some(action),
            part,
            who: self.hands.who(&one.by),
            takes: one.takes_seconds(),
            own,
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
fn at_worst(options: &[Piece]) -> Vec<Piece> {
    let mut worst: Vec<Piece> = Vec::new();
    for option in options {
        match worst.iter_mut().find(|piece| piece.who == option.who) {
            Some(piece) => {
                piece.takes = piece.takes.max(option.takes);
                piece.own = piece.own.min(option.own);
            }
            None => worst.push(Piece {
                action: None,
                ..*option
            }),
        }
    }
    worst
}

impl Loads {
    fn has(&self, action: usize) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.any(|piece| piece.action == Some(action) && piece.part != Part::Late)
    }
}

/// Whether everybody who does what is due first first is in time with all of a stage.
fn in_time(pieces: &[Piece], which: Which, clocks: [u64; 3]) -> bool {
    let due = |piece: &Piece| {
        let clock = CLOCKS
            .iter()
            .position(|clock| timed(piece.part) == Some(*clock));
        clock.map(|at| (clocks[at].min(piece.own), piece.who, piece.takes))
    };
    let mine = pieces.iter().filter(|piece| which.has(piece.part));
    let mut dues: Vec<(u64, usize, u64)> = mine.filter_map(due).collect();
    dues.sort_unstable();
    let mut busy: Vec<(usize, u64)> = Vec::new();
    for (due, who, takes) in dues {
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
