//! That nobody whom two things happened to gets less for being worth more or hurt more.

use std::collections::BTreeMap;

use super::{Pair, Pairs};
use crate::domain::plan::needs::Needs;
use crate::domain::playbook::Part;
use crate::domain::playbook::cell::{Cell, Dimension};
use crate::domain::playbook::check::in_words::pair_name;
use crate::domain::playbook::check::neighbours::{Disparity, DisparityWords, Efforts, value};
use crate::domain::playbook::check::places::entries_of;
use crate::domain::playbook::effort::Measure;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::selection::Subject;

/// What a further type adds to, and how it is measured. Who acts is the higher of the two types' own, so it cannot fall
/// where neither does.
const MEASURES: [Measure; 5] = [
    Measure::Ceiling,
    Measure::Actions(Part::Acknowledge),
    Measure::Spend(Part::Acknowledge),
    Measure::Actions(Part::Fix),
    Measure::Spend(Part::Fix),
];

/// The measures of a pair, in that order.
type Measured = [i64; 5];

/// Where something falls: from a lower cell to the one above it, beside the same further type.
#[derive(Clone, Copy)]
struct Fall {
    lower: Cell,
    upper: Pair,
    /// What the lower and the upper come to.
    measured: [Measured; 2],
}

/// Finds the pairs of types for which something falls as tier or severity rises and for neither by itself.
pub(super) fn found(pairs: &Pairs<'_>, efforts: &Efforts) -> Vec<Finding> {
    let mut causes: BTreeMap<Root, Vec<Fall>> = BTreeMap::new();
    for further in 0..pairs.answers.rules.complaints.len() {
        falling(pairs, further, efforts, &mut causes);
    }
    let told = causes.iter_mut().filter_map(|(root, falls)| {
        falls.sort_unstable_by_key(|fall| (fall.upper, fall.lower));
        let first = *falls.first()?;
        match root {
            Root::Entries(cause) => told(pairs, cause, falls),
            Root::Left(dimension, _) => {
                let lower = Pair {
                    cell: first.lower,
                    ..first.upper
                };
                let ends = [lower, first.upper];
                let cause = between(pairs, ends, Subject::Ceiling, *dimension);
                told(pairs, &cause, falls)
            }
        }
    });
    told.collect()
}

/// Finds what falls beside one further type.
fn falling(
    pairs: &Pairs<'_>,
    further: usize,
    efforts: &Efforts,
    causes: &mut BTreeMap<Root, Vec<Fall>>,
) {
    let space = pairs.answers.rules.space();
    let cells = space.cells();
    let measured = cells.map(|cell| measured(pairs, Pair { cell, further }));
    let measured: Vec<Option<Measured>> = measured.collect();
    for pair in space.neighbours() {
        let (lower, upper) = (pair.lower, pair.upper);
        let of = |cell| measured[space.position(cell)];
        let (Some(below), Some(above)) = (of(lower), of(upper)) else {
            continue;
        };
        let [low, high] = [lower, upper].map(|cell| Pair { cell, further });
        let falls = (0..MEASURES.len()).any(|at| above[at] < below[at]);
        let alone =
            || efforts.falls(lower, upper) || efforts.falls(Pairs::other(low), Pairs::other(high));
        if !falls || alone() || !pairs.answers.stands(FindingKind::EffortFalls, upper) {
            continue;
        }
        for subject in fallen(below, above) {
            let root = match subject {
                Subject::Ceiling => Root::Left(pair.dimension, pairs.giver(low)),
                Subject::Part(_) | Subject::Clock(_) => {
                    Root::Entries(between(pairs, [low, high], subject, pair.dimension))
                }
            };
            causes.entry(root).or_default().push(Fall {
                lower,
                upper: high,
                measured: [below, above],
            });
        }
    }
}

/// Why a pair gets less: by some entries, or because a complaint type leaves less of its ceiling.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Entries(Disparity),
    Left(Dimension, usize),
}

fn between(
    pairs: &Pairs<'_>,
    ends: [Pair; 2],
    subject: Subject,
    dimension: Dimension,
) -> Disparity {
    let ends = ends.map(|pair| entries(pairs, pair, subject));
    Disparity::between(ends, subject, dimension)
}

fn fallen(below: Measured, above: Measured) -> Vec<Subject> {
    let fallen = (0..MEASURES.len()).filter(|at| above[*at] < below[*at]);
    let mut subjects: Vec<Subject> = fallen.map(|at| MEASURES[at].subject()).collect();
    subjects.dedup();
    subjects
}

fn measured(pairs: &Pairs<'_>, pair: Pair) -> Option<Measured> {
    if pair.cell.complaint == pair.further {
        return None;
    }
    let [first, other] = pairs.digests(pair)?;
    let costs = pairs.answers.costs;
    let ceiling = if first.mixes_with(other) {
        pairs.together(pair)?.ceiling.amount
    } else {
        first.ceiling_with(other, costs)
    };
    let part = |part| {
        let picks = first.picks_on_floor || other.picks_on_floor;
        if picks || first.says_sorry_for(other) {
            with_picks(pairs, pair, part)
        } else {
            Some(first.floor_with(other, part, costs))
        }
    };
    let ([said, paid], [done, spent]) = (part(Part::Acknowledge)?, part(Part::Fix)?);
    Some([ceiling, said, paid, done, spent])
}

/// Counts what is done in a part for both types, and what it costs at least.
fn with_picks(pairs: &Pairs<'_>, pair: Pair, part: Part) -> Option<[i64; 2]> {
    let plan = pairs.together(pair)?;
    let items = plan.united(part);
    let needs = Needs::of(items.iter().map(|one| &one.item));
    let count = i64::try_from(needs.count()).unwrap_or(i64::MAX);
    Some([count, needs.cheapest(pairs.answers.rules).cost])
}

fn entries(pairs: &Pairs<'_>, pair: Pair, subject: Subject) -> Vec<usize> {
    let both = pairs.resolved(pair).into_iter().flatten();
    let mut entries: Vec<usize> = both.flat_map(|one| entries_of(one, subject)).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn told(pairs: &Pairs<'_>, cause: &Disparity, falls: &[Fall]) -> Option<Finding> {
    let rules = pairs.answers.rules;
    let Fall {
        lower,
        upper: Pair { cell, further },
        measured: [below, above],
    } = *falls.first()?;
    let said = |measured: Measured| {
        let mine = (0..MEASURES.len())
            .filter(|at| MEASURES[*at].subject() == cause.subject && above[*at] < below[*at]);
        let words = mine.map(|at| value(rules, MEASURES[at], measured[at]));
        crate::domain::suggest::joined(&words.collect::<Vec<_>>(), "and")
    };
    let names = [lower, cell].map(|cell| pair_name(rules, cell, further));
    let told = DisparityWords {
        kind: FindingKind::EffortFalls,
        does: "falls",
        below: said(below),
        above: said(above),
        change: format!("give at least {}", said(below)),
    };
    let finding = cause.told(pairs.answers, cell, &told.of(names));
    let hit: Vec<Pair> = falls.iter().map(|fall| fall.upper).collect();
    let mut finding = finding.hitting_with(super::cells_of(&hit), super::further_of(&hit));
    finding.against = falls.iter().map(|fall| fall.lower).collect();
    Some(finding)
}
