//! That every plan can be done in time.
//!
//! The work before the recovery deadline (acknowledge, fix, dazzle) is given out from the moment the customer tells us,
//! the follow-up from the recovery: everybody begins at once and does one thing at a time, what waits for another
//! step begins when that has ended. Nobody is taken to be away, so what cannot be done like this cannot be done.

use std::collections::{BTreeMap, HashMap};

use super::in_words::cell_name;
use super::places::{entries_of, places};
use super::week::{Length, Lengths, WEEK, hour_name};
use super::{Answers, Setting};
use crate::domain::cell::Cell;
use crate::domain::finding::{Finding, Kind};
use crate::domain::playbook::{Action, Answer, Channel, ClockName, Part, Rules};
use crate::domain::schedule::{Verdict, Work, schedule};
use crate::domain::selection::{Resolved, Subject};
use crate::domain::span::Span;

mod picture;
mod stages;

use picture::{Broken, Hands, Load};
use stages::{Piece, Stage, stages};

/// Steps of searching for a whole playbook; looking at one filling at one hour is a step as well.
const MOST_STEPS: u32 = 1_000_000;
/// Fillings of one plan's slots that are tried.
const MOST_FILLINGS: usize = 512;

/// Finds the plans that cannot be done in time.
pub(super) fn too_late(answers: Answers<'_>, setting: &Setting<'_>) -> Vec<Finding> {
    let mut proof = Timing::new(answers, setting);
    for (cell, resolved) in answers.each() {
        proof.weigh(cell, resolved);
    }
    let causes = proof.causes.into_values();
    causes
        .map(|(finding, cells)| finding.hitting(cells))
        .collect()
}

/// Why a plan cannot be done in time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// An action may take longer than the clock of its part.
    Beyond(usize, Part),
    /// An action whose own time is longer than a channel's turnaround.
    BeyondChannel(usize),
    /// Actions that wait for each other.
    Circle(Vec<usize>),
    /// An action that waits for one which comes after the recovery.
    Waits(usize),
    /// Actions that do not fit into the time there is.
    Crowded(Vec<usize>),
    /// A slot that nothing is left to fill.
    Empty(Part, Vec<usize>),
    /// The search ended first.
    NotProved,
}

struct Timing<'p> {
    answers: Answers<'p>,
    lengths: Lengths,
    hands: Hands<'p>,
    /// The channel that answers soonest of those without a person.
    quickest: Option<(&'p Channel, Span)>,
    known: HashMap<Vec<Work>, Verdict>,
    steps: u32,
    causes: BTreeMap<Cause, (Finding, Vec<Cell>)>,
}

impl<'p> Timing<'p> {
    fn new(answers: Answers<'p>, setting: &Setting<'p>) -> Self {
        let channels = answers.rules.channels.iter();
        let answered = channels.filter_map(|channel| match channel.answer {
            Answer::Live => None,
            Answer::Within(span, _) => Some((channel, span)),
        });
        Self {
            answers,
            lengths: Lengths::new(setting.hours()),
            hands: Hands::new(answers.rules, setting.people()),
            quickest: answered.min_by_key(|(_, span)| span.nominal_seconds()),
            known: HashMap::new(),
            steps: MOST_STEPS,
            causes: BTreeMap::new(),
        }
    }

    fn weigh(&mut self, cell: Cell, resolved: &Resolved) {
        let stages = stages(resolved);
        for stage in &stages {
            self.own_times(cell, resolved, stage);
            self.waits(cell, stage, &stages);
            self.fits(cell, resolved, stage);
        }
    }

    fn note(&mut self, cell: Cell, cause: Cause, finding: impl FnOnce() -> Finding) {
        if !self.answers.stands(Kind::TooLate, cell) {
            return;
        }
        let (_, cells) = self
            .causes
            .entry(cause)
            .or_insert_with(|| (finding(), Vec::new()));
        if cells.last() != Some(&cell) {
            cells.push(cell);
        }
    }

    fn rules(&self) -> &'p Rules {
        self.answers.rules
    }

    /// Weighs the own time of each action against the clock of its part.
    fn own_times(&mut self, cell: Cell, resolved: &Resolved, stage: &Stage<'_>) {
        let rules = self.rules();
        for (piece, clock) in stage.pieces().into_iter().filter_map(timed) {
            let action = &rules.actions[piece.action];
            let Some(within) = action.within.as_ref().map(|set| set.value) else {
                continue;
            };
            let most = resolved.clock(clock).value;
            if let Some(hour) = self.lengths.outlasts(within, most) {
                let entries = entries_of(resolved, Subject::Clock(clock));
                let cause = Cause::Beyond(piece.action, piece.part);
                let than = format!("`{}` ({most}) for {}", clock.key(), cell_name(rules, cell));
                let than = than + &when_told(hour, [within, most]);
                let told = || beyond(rules, (action, within, than), &entries);
                self.note(cell, cause, told);
            } else if let Some((channel, turnaround)) = self.quickest
                && piece.part == Part::Acknowledge
                && let Some(hour) = self.lengths.outlasts(within, turnaround)
            {
                let than = format!("the `turnaround` ({turnaround}) of `{}`", channel.id);
                let than = than + &when_told(hour, [within, turnaround]);
                let told = || beyond(rules, (action, within, than), &[]);
                self.note(cell, Cause::BeyondChannel(piece.action), told);
            }
        }
    }

    /// Finds actions that wait for one of a later stage, which cannot begin before they are done.
    fn waits(&mut self, cell: Cell, stage: &Stage<'_>, stages: &[Stage<'_>]) {
        let rules = self.rules();
        let later = stages.iter().filter(|other| stage.ends_before(other));
        let later: Vec<usize> = later
            .flat_map(|other| other.fixed.iter().map(|piece| piece.action))
            .collect();
        for piece in &stage.fixed {
            let action = &rules.actions[piece.action];
            let is_it = |at: &&usize| Some(&rules.actions[**at].id) == action.after.as_ref();
            if let Some(other) = later.iter().find(is_it) {
                let other = &rules.actions[*other].id;
                let told = || {
                    let message = format!(
                        "`{}` waits for `{other}`, which comes only after the recovery",
                        action.id
                    );
                    let hint = format!("remove `after` from `{}`", action.id);
                    Finding::new(Kind::TooLate, action.place, (message, hint))
                };
                self.note(cell, Cause::Waits(piece.action), told);
            }
        }
    }

    /// Finds out whether a stage can be done in time with some filling of its slots.
    fn fits(&mut self, cell: Cell, resolved: &Resolved, stage: &Stage<'_>) {
        let rules = self.rules();
        if let Some((part, item)) = stage.empty_slot(rules) {
            let cause = Cause::Empty(part, item.entries.clone());
            self.note(cell, cause, || {
                empty_slot(rules, cell, (part, &item.entries))
            });
            return;
        }
        if let Some(found) = self.broken(resolved, stage, &stage.fixed) {
            return self.tell(cell, &found);
        }
        let fillings = stage.fillings(rules, resolved, MOST_FILLINGS + 1);
        let mut first: Option<Broken> = None;
        for filling in fillings.iter().take(MOST_FILLINGS) {
            let all: Vec<Piece<'_>> = stage.fixed.iter().chain(filling).copied().collect();
            match self.broken(resolved, stage, &all) {
                None => return,
                Some(found) => first = first.or(Some(found)),
            }
        }
        let Some(mut found) = first else { return };
        found.sure &= fillings.len() <= MOST_FILLINGS;
        self.tell(cell, &found);
    }

    /// Gives the first hour of the week at which the pieces cannot all be done in time.
    fn broken(
        &mut self,
        resolved: &Resolved,
        stage: &Stage<'_>,
        pieces: &[Piece<'_>],
    ) -> Option<Broken> {
        let dues = pieces.iter().map(|piece| self.dues(resolved, piece));
        let dues: Vec<Vec<Length>> = dues.collect();
        let varies = |due: &Length| matches!(due, Length::ByHour(_));
        let varies = dues.iter().flatten().any(varies);
        for hour in 0..if varies { WEEK } else { 1 } {
            let due = |at: usize| dues[at].iter().map(|due| due.at(hour)).min();
            let load = Load {
                actions: pieces.iter().map(|piece| piece.action).collect(),
                entries: pieces.iter().map(|piece| piece.entries.to_vec()).collect(),
                work: self.work(pieces, |at| due(at).unwrap_or(u64::MAX)),
            };
            let broken = |load, begins| Broken {
                which: stage.which,
                load,
                begins,
                hour: varies.then_some(hour),
                sure: true,
            };
            match self.verdict(&load.work) {
                Verdict::InTime(_) => {}
                Verdict::Circle(circle) => return Some(broken(load.only(&circle), Vec::new())),
                Verdict::Late(_) => {
                    let (core, begins) = self.core(load);
                    return Some(broken(core, begins));
                }
                Verdict::NotProved => {
                    let unsure = broken(load, Vec::new());
                    return Some(Broken {
                        sure: false,
                        ..unsure
                    });
                }
            }
        }
        None
    }

    /// Everything that bounds when a piece must have ended.
    fn dues(&mut self, resolved: &Resolved, piece: &Piece<'_>) -> Vec<Length> {
        let Some((_, clock)) = timed(*piece) else {
            return Vec::new();
        };
        let own = self.rules().actions[piece.action].within.as_ref();
        let mut spans = vec![resolved.clock(clock).value];
        spans.extend(own.map(|set| set.value));
        let turnaround = self.quickest.map(|(_, span)| span);
        spans.extend(turnaround.filter(|_| piece.part == Part::Acknowledge));
        spans
            .into_iter()
            .map(|span| self.lengths.of(span))
            .collect()
    }

    fn work(&self, pieces: &[Piece<'_>], due: impl Fn(usize) -> u64) -> Vec<Work> {
        let rules = self.rules();
        let position = |id: &String| {
            let is_it = |piece: &Piece<'_>| rules.actions[piece.action].id == *id;
            pieces.iter().position(is_it)
        };
        let work = |(at, piece): (usize, &Piece<'_>)| {
            let action = &rules.actions[piece.action];
            Work {
                who: self.hands.who(&action.by),
                takes: action.takes.map_or(0, Span::nominal_seconds),
                due: due(at),
                after: action.after.as_ref().and_then(position),
            }
        };
        pieces.iter().enumerate().map(work).collect()
    }

    /// Looks at work; once all steps are spent, nothing is proved any more.
    fn verdict(&mut self, work: &[Work]) -> Verdict {
        let Some(left) = self.steps.checked_sub(1) else {
            return Verdict::NotProved;
        };
        self.steps = left;
        if let Some(verdict) = self.known.get(work) {
            return verdict.clone();
        }
        let verdict = schedule(work, &mut self.steps);
        self.known.insert(work.to_vec(), verdict.clone());
        verdict
    }

    /// Leaves out what has nothing to do with its being late, and gives when the rest would begin.
    fn core(&mut self, mut load: Load) -> (Load, Vec<u64>) {
        let mut at = 0;
        while at < load.work.len() {
            let kept: Vec<usize> = (0..load.work.len()).filter(|other| *other != at).collect();
            let less = load.only(&kept);
            match self.verdict(&less.work) {
                Verdict::Late(_) => load = less,
                Verdict::InTime(_) | Verdict::Circle(_) | Verdict::NotProved => at += 1,
            }
        }
        let begins = match self.verdict(&load.work) {
            Verdict::Late(begins) | Verdict::InTime(begins) => begins,
            Verdict::Circle(_) | Verdict::NotProved => Vec::new(),
        };
        (load, begins)
    }

    fn tell(&mut self, cell: Cell, broken: &Broken) {
        let mut actions = broken.load.actions.clone();
        actions.sort_unstable();
        let cause = match (broken.sure, broken.begins.is_empty()) {
            (false, _) => Cause::NotProved,
            (true, true) => Cause::Circle(actions),
            (true, false) => Cause::Crowded(actions),
        };
        let rules = self.rules();
        let mut entries = broken.load.entries.concat();
        entries.sort_unstable();
        entries.dedup();
        let told = broken.finding(rules, &self.hands, cell);
        let told = told.by_entries(places(rules, &entries));
        self.note(cell, cause, || told);
    }
}

/// The clock a piece is bound by; none for the late branch, which begins when its time is up.
fn timed(piece: Piece<'_>) -> Option<(Piece<'_>, ClockName)> {
    let clock = match piece.part {
        Part::Acknowledge => ClockName::FirstResponse,
        Part::Fix | Part::Dazzle => ClockName::Recover,
        Part::FollowUp => ClockName::FollowUp,
        Part::Late => return None,
    };
    Some((piece, clock))
}

/// Names the hour at which lengths that count open time differ as they should not.
fn when_told(hour: usize, spans: [Span; 2]) -> String {
    if spans.into_iter().any(Span::counts_open_time) {
        format!(", told on {}", hour_name(hour))
    } else {
        String::new()
    }
}

fn beyond(
    rules: &Rules,
    (action, within, than): (&Action, Span, String),
    entries: &[usize],
) -> Finding {
    let place = action.within.as_ref().map_or(action.place, |set| set.place);
    let message = format!(
        "`{}` is due within {within}, which is beyond {than}",
        action.id
    );
    let hint = "make `within` shorter, or leave it out".to_owned();
    Finding::new(Kind::TooLate, place, (message, hint)).by_entries(places(rules, entries))
}

fn empty_slot(rules: &Rules, cell: Cell, (part, entries): (Part, &[usize])) -> Finding {
    let first = entries.first().map(|at| rules.entries[*at].place);
    let message = format!(
        "a pick in `{}` stays empty for {}: all it offers is in the plan already",
        part.key(),
        cell_name(rules, cell)
    );
    let hint = "offer another action".to_owned();
    Finding::new(Kind::TooLate, first.unwrap_or_default(), (message, hint))
        .by_entries(places(rules, entries))
}
