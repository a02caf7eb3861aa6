//! That every plan can be done in time.
//!
//! The work before the recovery deadline (acknowledge, fix, dazzle) is given out from the moment the customer tells us,
//! the follow-up from the recovery: everybody begins at once and does one thing at a time, what waits for another
//! step begins when that has ended. Nobody is taken to be away, so what cannot be done like this cannot be done.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::in_words::{cell_name, pair_name};
use super::places::{entries_of, place_of, places};
use super::week::{Length, Lengths, WEEK};
use super::{Answers, ProofBasis};
use crate::domain::place::Place;
use crate::domain::plan::schedule::{Feasibility, Work, schedule};
use crate::domain::plan::together::{PlanItem, Together};
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::{Resolved, Subject};
use crate::domain::playbook::{Answer, Channel, ClockName, Item, Part, Rules};
use crate::domain::time::span::Span;

mod loads;
mod noted;
mod own_times;
mod picture;
mod stages;

use loads::Loads;
use noted::{Bound, NotedCause, together};
use picture::{Broken, Hands, Load};
use stages::{Stage, StageAction, StageKind, stages};

/// Steps of searching for a whole playbook; looking at one filling at one hour is a step as well.
const MOST_STEPS: u32 = 1_000_000;
/// Fillings of one plan's slots that are tried.
const MOST_FILLINGS: usize = 512;

/// Why a plan cannot be done in time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum LateCause {
    /// Somebody answers only after it should all have been put right; by the channel, or by none.
    AnswerAfterAll(Option<usize>, Vec<usize>),
    /// An action may take longer than the clock of its part.
    Beyond(usize, Part),
    /// An action whose own time is longer than a channel's turnaround.
    BeyondChannel(usize),
    /// A step of the late branch that is due before that begins.
    BornLate(usize),
    /// An option that takes longer than there is.
    TooSlow(usize),
    /// Actions that wait for each other.
    Circle(Vec<usize>),
    /// An action that waits for one which comes after the recovery, or which nobody has to do in time.
    Waits(usize),
    /// Actions that do not fit into the time there is.
    Crowded(Vec<usize>),
    /// A slot that nothing is left to fill.
    Empty(Part, Vec<usize>),
    /// The search ended first.
    NotProved,
}

/// The proof that plans can be done in time.
pub(super) struct TimeProof<'p> {
    answers: Answers<'p>,
    lengths: Lengths,
    hands: Hands<'p>,
    /// The channels without a person.
    answered: Vec<(&'p Channel, Span, Place)>,
    known: HashMap<Vec<Work>, Feasibility>,
    steps: u32,
    causes: BTreeMap<LateCause, NotedCause>,
    /// Cells of which something cannot be done in time, allowed or not.
    late: HashSet<Cell>,
    /// The work of each cell, once it was asked for.
    loads: Vec<Option<Rc<Loads>>>,
    /// The complaint type that failed as well, while pairs are looked at.
    further: Option<usize>,
}

impl LateCause {
    /// Says whether somebody would be let down.
    const fn is_error(&self) -> bool {
        match self {
            Self::BornLate(_) | Self::TooSlow(_) => false,
            Self::AnswerAfterAll(..)
            | Self::Beyond(..)
            | Self::BeyondChannel(_)
            | Self::Circle(_)
            | Self::Waits(_)
            | Self::Crowded(_)
            | Self::Empty(..)
            | Self::NotProved => true,
        }
    }
}

impl<'p> TimeProof<'p> {
    pub(super) fn new(answers: Answers<'p>, setting: &ProofBasis<'p>) -> Self {
        let channels = answers.rules.channels.iter();
        let answered = channels.filter_map(|channel| match channel.answer {
            Answer::Live => None,
            Answer::Within(span, place) => Some((channel, span, place)),
        });
        Self {
            answers,
            lengths: Lengths::new(setting.hours()),
            hands: Hands::new(answers.rules, setting.people()),
            answered: answered.collect(),
            known: HashMap::new(),
            steps: MOST_STEPS,
            causes: BTreeMap::new(),
            late: HashSet::new(),
            loads: vec![None; answers.cells.len()],
            further: None,
        }
    }

    /// Finds the plans that cannot be done in time.
    pub(super) fn too_late(&mut self) -> Vec<Finding> {
        for (cell, resolved) in self.answers.each() {
            self.weigh(cell, resolved);
        }
        let causes = std::mem::take(&mut self.causes);
        together(self.rules(), causes.into_values())
    }

    /// Says whether something of a cell was found that cannot be done in time.
    pub(super) fn is_late(&self, cell: Cell) -> bool {
        self.late.contains(&cell)
    }

    /// Weighs the plan of two complaint types.
    pub(super) fn weigh_pair(&mut self, cell: Cell, further: usize, plan: &Together<'_>) {
        self.further = Some(further);
        for stage in &stages(plan) {
            self.waits(cell, plan, stage);
            self.fits(cell, plan, stage);
        }
        self.further = None;
    }

    /// Tells what was found of pairs.
    pub(super) fn told_of_pairs(&mut self) -> Vec<Finding> {
        let causes = std::mem::take(&mut self.causes);
        causes.into_values().map(NotedCause::told).collect()
    }

    /// Names the customer whose plan is looked at.
    fn name(&self, cell: Cell) -> String {
        match self.further {
            None => cell_name(self.rules(), cell),
            Some(further) => pair_name(self.rules(), cell, further),
        }
    }

    fn weigh(&mut self, cell: Cell, resolved: &Resolved) {
        self.answer_comes_first(cell, resolved);
        let plan = Together::alone(resolved, self.answers.costs);
        for stage in &stages(&plan) {
            self.own_times(cell, resolved, stage);
            self.waits(cell, &plan, stage);
            self.slow_options(cell, &plan, stage);
            self.fits(cell, &plan, stage);
        }
    }

    /// Notes that a cell is hit by a cause, of which is told once.
    fn note<N: Into<NotedCause>>(
        &mut self,
        cell: Cell,
        cause: LateCause,
        told: impl FnOnce() -> N,
    ) {
        if self.further.is_none() && cause.is_error() {
            self.late.insert(cell);
        }
        if !self.answers.stands(FindingKind::TooLate, cell) {
            return;
        }
        let noted = self.causes.entry(cause).or_insert_with(|| told().into());
        noted.hits(cell, self.further);
    }

    fn rules(&self) -> &'p Rules {
        self.answers.rules
    }

    fn bound(&self, resolved: &Resolved, clock: ClockName) -> Bound {
        let subject = Subject::Clock(clock);
        let place = place_of(self.rules(), resolved, subject);
        Bound {
            clock,
            entries: entries_of(resolved, subject),
            place,
        }
    }

    /// Finds actions that wait for one of a later stage, which cannot begin before they are done, or for one that is done
    /// for the next customer and may be done at any time.
    fn waits(&mut self, cell: Cell, plan: &Together<'_>, stage: &Stage<'_>) {
        let rules = self.rules();
        let fixed = |part| {
            plan.part(part).filter_map(|given| match given.item {
                Item::Action(at) => Some(at),
                Item::Pick { .. } => None,
            })
        };
        let after = fixed(Part::FollowUp).filter(|_| stage.which != StageKind::FollowUp);
        let after = after.map(|at| (at, "comes only after the recovery"));
        let next = fixed(Part::Prevent);
        let next = next.map(|at| (at, "is for the next customer and has time"));
        let later: Vec<(usize, &str)> = after.chain(next).collect();
        for piece in stage.pieces() {
            let action = &rules.actions[piece.action];
            let is_it =
                |(at, _): &&(usize, &str)| Some(&rules.actions[*at].id) == action.after.as_ref();
            if let Some((other, why)) = later.iter().find(is_it) {
                let other = &rules.actions[*other].id;
                let told = || {
                    let message = format!("`{}` waits for `{other}`, which {why}", action.id);
                    let hint = format!("remove `after` from `{}`", action.id);
                    Finding::new(FindingKind::TooLate, action.place, message, hint)
                };
                self.note(cell, LateCause::Waits(piece.action), told);
            }
        }
    }

    /// Finds out whether a stage can be done in time with some filling of its slots.
    fn fits(&mut self, cell: Cell, plan: &Together<'_>, stage: &Stage<'_>) {
        let rules = self.rules();
        if let Some(given) = stage.empty_slot(rules) {
            let cause = LateCause::Empty(given.part, given.entries.clone());
            let name = self.name(cell);
            let told = || empty_slot(rules, &name, given);
            self.note(cell, cause, told);
            return;
        }
        if let Some(found) = self.broken(plan, stage, &stage.fixed) {
            return self.tell(cell, plan, &found);
        }
        let fillings = stage.fillings(rules, plan, MOST_FILLINGS + 1);
        let plans = fillings.iter().take(MOST_FILLINGS);
        let plans = plans.map(|filling| stage.fixed.iter().chain(filling).copied().collect());
        let plans: Vec<Vec<StageAction<'_>>> = plans.collect();
        if let Some(circle) = plans.iter().find_map(|plan| self.circle(stage, plan)) {
            return self.tell(cell, plan, &circle);
        }
        let mut first: Option<Broken> = None;
        let mut sure = fillings.len() <= MOST_FILLINGS;
        for pieces in &plans {
            match self.broken(plan, stage, pieces) {
                None => return,
                Some(found) => {
                    sure &= found.sure;
                    first = first.or(Some(found));
                }
            }
        }
        if let Some(found) = first {
            self.tell(cell, plan, &Broken { sure, ..found });
        }
    }

    /// Finds pieces that wait for each other, whatever the time.
    fn circle(&mut self, stage: &Stage<'_>, pieces: &[StageAction<'_>]) -> Option<Broken> {
        let load = Load {
            actions: pieces.iter().map(|piece| piece.action).collect(),
            entries: pieces.iter().map(|piece| piece.entries.to_vec()).collect(),
            work: self.work(pieces, |_| u64::MAX),
        };
        let Feasibility::Circle(circle) = self.verdict(&load.work) else {
            return None;
        };
        Some(Broken {
            which: stage.which,
            load: load.only(&circle),
            begins: Vec::new(),
            hour: None,
            sure: true,
        })
    }

    /// Gives the first hour of the week at which the pieces cannot all be done in time.
    fn broken(
        &mut self,
        plan: &Together<'_>,
        stage: &Stage<'_>,
        pieces: &[StageAction<'_>],
    ) -> Option<Broken> {
        let dues = pieces.iter().map(|piece| self.dues(plan, piece));
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
                Feasibility::InTime(_) => {}
                Feasibility::Circle(circle) => return Some(broken(load.only(&circle), Vec::new())),
                Feasibility::Late(_) => {
                    let (core, begins) = self.core(load);
                    return Some(broken(core, begins));
                }
                Feasibility::NotProved => {
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
    fn dues(&mut self, plan: &Together<'_>, piece: &StageAction<'_>) -> Vec<Length> {
        let Some(clock) = timed(piece.part) else {
            return Vec::new();
        };
        let own = self.rules().actions[piece.action].within.as_ref();
        let mut spans = plan.spans(clock);
        spans.extend(own.map(|set| set.value));
        if piece.part == Part::Acknowledge {
            spans.extend(self.answered.iter().map(|(_, span, _)| *span));
        }
        spans
            .into_iter()
            .map(|span| self.lengths.of(span))
            .collect()
    }

    fn work(&self, pieces: &[StageAction<'_>], due: impl Fn(usize) -> u64) -> Vec<Work> {
        let rules = self.rules();
        let position = |id: &String| {
            let is_it = |piece: &StageAction<'_>| rules.actions[piece.action].id == *id;
            pieces.iter().position(is_it)
        };
        let work = |(at, piece): (usize, &StageAction<'_>)| {
            let action = &rules.actions[piece.action];
            Work {
                who: self.hands.who(&action.by),
                takes: action.takes_seconds(),
                due: due(at),
                after: action.after.as_ref().and_then(position),
            }
        };
        pieces.iter().enumerate().map(work).collect()
    }

    /// Looks at work; once all steps are spent, nothing is proved any more.
    fn verdict(&mut self, work: &[Work]) -> Feasibility {
        let Some(left) = self.steps.checked_sub(1) else {
            return Feasibility::NotProved;
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
                Feasibility::Late(_) => load = less,
                Feasibility::InTime(_) | Feasibility::Circle(_) | Feasibility::NotProved => at += 1,
            }
        }
        let begins = match self.verdict(&load.work) {
            Feasibility::Late(begins) | Feasibility::InTime(begins) => begins,
            Feasibility::Circle(_) | Feasibility::NotProved => Vec::new(),
        };
        (load, begins)
    }

    /// The clock by which the work that is late is late, unless a time of its own is shorter.
    fn bound_of(&mut self, plan: &Together<'_>, broken: &Broken) -> Option<Bound> {
        let [resolved] = plan.types.as_slice() else {
            return None;
        };
        let due = broken.late_due()?;
        let clocks = match broken.which {
            StageKind::Recovery => &[ClockName::FirstResponse, ClockName::Recover][..],
            StageKind::FollowUp => &[ClockName::FollowUp],
            StageKind::Late => &[],
        };
        let hour = broken.hour.unwrap_or(0);
        let mut clocks = clocks.iter().filter(|clock| {
            let span = resolved.clock(**clock).value;
            self.lengths.of(span).at(hour) == due
        });
        let clock = *clocks.next()?;
        Some(self.bound(resolved, clock))
    }

    fn tell(&mut self, cell: Cell, plan: &Together<'_>, broken: &Broken) {
        let mut actions = broken.load.actions.clone();
        actions.sort_unstable();
        let cause = match (broken.sure, broken.begins.is_empty()) {
            (false, _) => LateCause::NotProved,
            (true, true) => LateCause::Circle(actions),
            (true, false) => LateCause::Crowded(actions),
        };
        let rules = self.rules();
        let mut entries = broken.load.entries.concat();
        entries.sort_unstable();
        entries.dedup();
        let told = broken.finding(rules, &self.hands, &self.name(cell));
        let told = told.by_entries(places(rules, &entries));
        let bound = self.bound_of(plan, broken);
        self.note(cell, cause, || NotedCause::new(told, bound));
    }
}

/// The clock a piece is bound by; none for the late branch, which begins when its time is up, and none for what is done
/// for the next customer, which is in no stage.
const fn timed(part: Part) -> Option<ClockName> {
    match part {
        Part::Acknowledge => Some(ClockName::FirstResponse),
        Part::Fix | Part::Dazzle => Some(ClockName::Recover),
        Part::FollowUp => Some(ClockName::FollowUp),
        Part::Late | Part::Prevent => None,
    }
}

fn empty_slot(rules: &Rules, name: &str, given: &PlanItem) -> Finding {
    let first = given.entries.first().map(|at| rules.entries[*at].place);
    let message = format!(
        "a pick in `{}` stays empty for {name}: all it offers is in the plan already",
        given.part.key()
    );
    let hint = "offer another action".to_owned();
    Finding::new(
        FindingKind::TooLate,
        first.unwrap_or_default(),
        message,
        hint,
    )
    .by_entries(places(rules, &given.entries))
}
