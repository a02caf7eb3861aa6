//! That nobody gets less, or waits longer, for being worth more or hurt more.
//!
//! Every cell is weighed against the one below it in tier and the one below it in severity; between cells further
//! apart the same follows step by step.

use std::collections::BTreeMap;

use super::Answers;
use super::in_words::cell_name;
use super::places::{entries_of, place_of, places, set_place};
use super::week::Lengths;
use crate::domain::count::Count;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::playbook::cell::{Cell, Dimension, Neighbours, Space};
use crate::domain::playbook::effort::{Effort, Measure};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::Subject;
use crate::domain::playbook::{ClockName, Rules};
use crate::domain::suggest::joined;
use crate::domain::time::calendar::Hours;
use crate::domain::time::span::Span;

/// Why the upper of two neighbours is worse off: the same subject differs by the same entries, along one dimension.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Disparity {
    pub(super) subject: Subject,
    dimension: Dimension,
    /// Entries that only the upper cell has the subject from.
    upper: Vec<usize>,
    /// Entries that only the lower cell has it from.
    lower: Vec<usize>,
}

impl Disparity {
    fn of(answers: Answers<'_>, pair: Neighbours, subject: Subject) -> Self {
        let of = |cell| {
            let entries = answers
                .at(cell)
                .map(|resolved| entries_of(resolved, subject));
            entries.unwrap_or_default()
        };
        Self::between([of(pair.lower), of(pair.upper)], subject, pair.dimension)
    }

    /// Finds the cause of a difference by the entries from which the lower and the upper have the subject.
    pub(super) fn between(
        [lower, upper]: [Vec<usize>; 2],
        subject: Subject,
        dimension: Dimension,
    ) -> Self {
        let only = |these: &[usize], others: &[usize]| -> Vec<usize> {
            let only = these.iter().filter(|at| !others.contains(at));
            only.copied().collect()
        };
        Self {
            subject,
            dimension,
            upper: only(&upper, &lower),
            lower: only(&lower, &upper),
        }
    }

    /// Of the entries that only one cell has the subject from, the one to look at: one that sets it before one that
    /// adds to it.
    fn first(&self, rules: &Rules, entries: &[usize]) -> Option<usize> {
        let sets = |at: &&usize| match self.subject {
            Subject::Part(part) => rules.entries[**at].parts[part as usize].is_some(),
            Subject::Ceiling | Subject::Clock(_) => true,
        };
        entries.iter().find(sets).or(entries.first()).copied()
    }

    /// The entry to look at: what the worse off get instead, or else what they do not get.
    fn place(&self, answers: Answers<'_>, upper: Cell) -> Place {
        let entry = self.first(answers.rules, &self.upper);
        let entry = entry.or(self.first(answers.rules, &self.lower));
        let of_cell = || {
            let resolved = answers.at(upper)?;
            Some(place_of(answers.rules, resolved, self.subject))
        };
        match entry {
            Some(at) => set_place(&answers.rules.entries[at], self.subject),
            None => of_cell().unwrap_or_default(),
        }
    }

    fn entries(&self, rules: &Rules) -> Vec<Place> {
        let mut entries: Vec<usize> = self.upper.iter().chain(&self.lower).copied().collect();
        entries.sort_unstable();
        places(rules, &entries)
    }

    const fn rises(&self) -> &'static str {
        match self.dimension {
            Dimension::Tier => "the tier",
            Dimension::Severity => "the severity",
        }
    }

    /// What to do: change what the worse off get, or let them have what the others have.
    fn hint(&self, rules: &Rules, change: &str, whom: &str) -> String {
        match (
            self.first(rules, &self.upper),
            self.first(rules, &self.lower),
        ) {
            (Some(at), _) => {
                let line = rules.entries[at].place.line;
                format!("let the entry at line {line} {change}")
            }
            (None, Some(at)) => {
                let line = rules.entries[at].place.line;
                format!("widen the `when` of the entry at line {line} to {whom}")
            }
            (None, None) => format!("add an entry for {whom}"),
        }
    }

    fn whom(&self, rules: &Rules, upper: Cell) -> String {
        match self.dimension {
            Dimension::Tier => format!("`{}`", rules.tiers[upper.tier].id),
            Dimension::Severity => format!("`{}`", upper.severity),
        }
    }

    /// Tells of the pairs, of which there is at least the witness.
    fn finding(
        &self,
        answers: Answers<'_>,
        pairs: &[Neighbours],
        told: DisparityWords<'_>,
    ) -> Option<Finding> {
        let witness = pairs.first()?;
        let names = [witness.lower, witness.upper].map(|cell| cell_name(answers.rules, cell));
        let finding = self.told(answers, witness.upper, &told.of(names));
        let mut finding = finding.hitting(pairs.iter().map(|pair| pair.upper).collect());
        finding.against = pairs.iter().map(|pair| pair.lower).collect();
        Some(finding)
    }

    /// Tells of it, with the upper cell of the witness.
    pub(super) fn told(
        &self,
        answers: Answers<'_>,
        upper: Cell,
        told: &DisparityWords<'_>,
    ) -> Finding {
        let rules = answers.rules;
        let message = format!(
            "`{}` {} as {} rises: {}, but {}",
            self.subject.key(),
            told.does,
            self.rises(),
            told.below,
            told.above,
        );
        let hint = self.hint(rules, &told.change, &self.whom(rules, upper));
        let place = self.place(answers, upper);
        let finding = Finding::new(told.kind, place, message, hint);
        finding.by_entries(self.entries(rules))
    }
}

/// What is said of a cause.
pub(super) struct DisparityWords<'t> {
    pub(super) kind: FindingKind,
    pub(super) does: &'t str,
    pub(super) below: String,
    pub(super) above: String,
    pub(super) change: String,
}

impl DisparityWords<'_> {
    /// Says of whom: of the lower and of the upper, by name.
    pub(super) fn of(self, [lower, upper]: [String; 2]) -> Self {
        Self {
            below: format!("{} for {lower}", self.below),
            above: format!("{} for {upper}", self.above),
            ..self
        }
    }
}

/// What every cell comes to, measure by measure.
pub(super) struct Efforts {
    space: Space,
    each: Vec<Option<Effort>>,
}

impl Efforts {
    pub(super) fn of(answers: Answers<'_>) -> Self {
        let cells = answers.cells.iter();
        let effort = |resolved: &Option<_>| Some(Effort::of(answers.rules, resolved.as_ref()?));
        Self {
            space: answers.rules.space(),
            each: cells.map(effort).collect(),
        }
    }

    fn at(&self, cell: Cell) -> Option<&Effort> {
        self.each[self.space.position(cell)].as_ref()
    }

    /// Says whether the upper of two cells gets less of something.
    pub(super) fn falls(&self, lower: Cell, upper: Cell) -> bool {
        let both = self.at(lower).zip(self.at(upper));
        both.is_some_and(|(below, above)| below.falls_to(above).next().is_some())
    }
}

/// Finds the cells that get less than a neighbour of lower tier or severity.
///
/// Each measure is weighed by itself: the ceiling, and of each part what it costs at least, how much is done and by
/// whom. What falls by the same entries is told together.
pub(super) fn effort_falls(answers: Answers<'_>, efforts: &Efforts) -> Vec<Finding> {
    let space = answers.rules.space();
    let effort = |cell| efforts.at(cell);
    let mut causes: BTreeMap<Disparity, Vec<Neighbours>> = BTreeMap::new();
    for pair in space.neighbours() {
        let (Some(below), Some(above)) = (effort(pair.lower), effort(pair.upper)) else {
            continue;
        };
        let mut subjects: Vec<Subject> = below.falls_to(above).map(Measure::subject).collect();
        subjects.dedup();
        if subjects.is_empty() || !answers.stands(FindingKind::EffortFalls, pair.upper) {
            continue;
        }
        for subject in subjects {
            let cause = Disparity::of(answers, pair, subject);
            causes.entry(cause).or_default().push(pair);
        }
    }
    let told = |(cause, pairs): (&Disparity, &Vec<Neighbours>)| {
        let witness = pairs.first()?;
        let (below, above) = (effort(witness.lower)?, effort(witness.upper)?);
        let told = fall(answers.rules, cause.subject, below, above);
        cause.finding(answers, pairs, told)
    };
    causes.iter().filter_map(told).collect()
}

fn fall(rules: &Rules, about: Subject, below: &Effort, above: &Effort) -> DisparityWords<'static> {
    let falls: Vec<Measure> = below
        .falls_to(above)
        .filter(|measure| measure.subject() == about)
        .collect();
    let said = |effort: &Effort| {
        let words: Vec<String> = falls
            .iter()
            .map(|measure| value(rules, *measure, effort.measure(*measure)))
            .collect();
        joined(&words, "and")
    };
    let change = match about {
        Subject::Ceiling => format!("set at least {}", said(below)),
        Subject::Part(_) | Subject::Clock(_) => format!("give at least {}", said(below)),
    };
    DisparityWords {
        kind: FindingKind::EffortFalls,
        does: "falls",
        below: said(below),
        above: said(above),
        change,
    }
}

/// Says how much there is of something.
pub(super) fn value(rules: &Rules, measure: Measure, value: i64) -> String {
    match measure {
        Measure::Ceiling | Measure::Spend(_) => {
            let currency = rules.currency;
            let money = Money {
                minor: value,
                currency,
            };
            money.to_string()
        }
        Measure::Actions(_) => Count::of(value, "action").to_string(),
        Measure::Authority(_) => {
            let role = usize::try_from(value)
                .ok()
                .and_then(|at| rules.roles.get(at));
            match role {
                Some(role) if value > 0 => format!("something by `{role}`"),
                Some(_) | None => "something by anybody".to_owned(),
            }
        }
    }
}

/// Finds the cells whose clocks run longer than a neighbour's of lower tier or severity.
///
/// A day counts as 24 hours. Open time is weighed against other lengths by the shop's usual week, and not at all
/// when that is unknown, unless it is longer at its shortest.
pub(super) fn clock_lengthens(answers: Answers<'_>, hours: Option<&Hours>) -> Vec<Finding> {
    let mut lengths = Lengths::new(hours);
    let mut causes: BTreeMap<Disparity, Vec<Neighbours>> = BTreeMap::new();
    for pair in answers.rules.space().neighbours() {
        let (Some(below), Some(above)) = (answers.at(pair.lower), answers.at(pair.upper)) else {
            continue;
        };
        for clock in ClockName::ALL {
            let (shorter, longer) = (below.clock(clock).value, above.clock(clock).value);
            if lengths.outlasts(longer, shorter).is_some()
                && answers.stands(FindingKind::ClockLengthens, pair.upper)
            {
                let cause = Disparity::of(answers, pair, Subject::Clock(clock));
                causes.entry(cause).or_default().push(pair);
            }
        }
    }
    let told = |(cause, pairs): (&Disparity, &Vec<Neighbours>)| {
        let witness = pairs.first()?;
        let Subject::Clock(clock) = cause.subject else {
            return None;
        };
        let length = |cell| Some(answers.at(cell)?.clock(clock).value);
        let (below, above): (Span, Span) = (length(witness.lower)?, length(witness.upper)?);
        let told = DisparityWords {
            kind: FindingKind::ClockLengthens,
            does: "gets longer",
            below: below.phrase(),
            above: above.phrase(),
            change: format!("set at most `{below}`"),
        };
        cause.finding(answers, pairs, told)
    };
    causes.iter().filter_map(told).collect()
}
