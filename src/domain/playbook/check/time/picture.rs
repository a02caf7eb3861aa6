//! A schedule that breaks, as it is shown.

use std::collections::BTreeMap;

use super::stages::StageKind;
use crate::domain::plan::schedule::Work;
use crate::domain::playbook::Rules;
use crate::domain::playbook::check::in_words::actions;
use crate::domain::playbook::check::week::hour_name;
use crate::domain::playbook::check::{HOLDS, People};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::time::span::Span;

/// Who stands behind each role: one person each, unless the shop says that somebody stands behind several.
pub(super) struct Hands<'p> {
    who: BTreeMap<&'p str, usize>,
    labels: Vec<String>,
}

impl<'p> Hands<'p> {
    pub(super) fn new(rules: &'p Rules, people: Option<&People<'p>>) -> Self {
        let mut hands = Self {
            who: BTreeMap::new(),
            labels: Vec::new(),
        };
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for role in rules.roles.iter().map(String::as_str).chain(["holder"]) {
            let stands_in = match role {
                "holder" if rules.roles.iter().any(|role| role == HOLDS) => HOLDS,
                other => other,
            };
            let person = people.and_then(|people| people.get(stands_in));
            let name = person.map_or(stands_in, |person| person.name);
            let next = hands.labels.len();
            let at = *known.entry(name).or_insert(next);
            if at == next {
                hands.labels.push(name.to_owned());
            }
            hands.who.insert(role, at);
        }
        hands
    }

    /// Gives the person behind a role, as a number; every role of a playbook has one.
    pub(super) fn who(&self, role: &str) -> usize {
        self.who.get(role).copied().unwrap_or(0)
    }

    fn label(&self, who: usize) -> &str {
        self.labels.get(who).map_or("", String::as_str)
    }
}

/// Actions with the work they are.
#[derive(Clone)]
pub(super) struct Load {
    pub(super) actions: Vec<usize>,
    /// The entries that put each of them there.
    pub(super) entries: Vec<Vec<usize>>,
    pub(super) work: Vec<Work>,
}

impl Load {
    /// Keeps the pieces at these positions; a wait for one that is left out is dropped.
    pub(super) fn only(&self, kept: &[usize]) -> Self {
        let moved = |at: usize| kept.iter().position(|one| *one == at);
        let work = |at: &usize| Work {
            after: self.work[*at].after.and_then(moved),
            ..self.work[*at]
        };
        Self {
            actions: kept.iter().map(|at| self.actions[*at]).collect(),
            entries: kept.iter().map(|at| self.entries[*at].clone()).collect(),
            work: kept.iter().map(work).collect(),
        }
    }
}

/// Work that cannot be done in time, or may not be.
pub(super) struct Broken {
    pub(super) which: StageKind,
    pub(super) load: Load,
    /// When each piece would begin; empty where they wait for each other.
    pub(super) begins: Vec<u64>,
    /// The hour of the week at which it would begin, when that matters.
    pub(super) hour: Option<usize>,
    /// Whether no order at all would do.
    pub(super) sure: bool,
}

impl Broken {
    /// Tells of it, for a customer by name.
    pub(super) fn finding(&self, rules: &Rules, hands: &Hands<'_>, name: &str) -> Finding {
        let all = &self.load.actions;
        let at = self.first_late().unwrap_or(0);
        let place = rules.actions[all[at]].place;
        if !self.sure {
            let message = format!(
                "not proved: there are too many ways to do {} for {name} to try them all",
                actions(rules, all)
            );
            let hint = "plan fewer steps for one person, or fewer that wait for another".to_owned();
            return Finding::new(FindingKind::TooLate, place, message, hint);
        }
        if self.begins.is_empty() {
            let message = format!("{} wait for each other for ever", actions(rules, all));
            let hint = format!("remove `after` from `{}`", rules.actions[all[0]].id);
            return Finding::new(FindingKind::TooLate, place, message, hint);
        }
        let work = self.load.work[at];
        let ends = self.begins[at] + work.takes;
        let message = format!(
            "the plan for {name} cannot be done in time: `{}` would end {} after {}{}, and is due after {}",
            rules.actions[all[at]].id,
            length(ends),
            self.from(),
            self.hour_in_words(),
            length(work.due)
        );
        Finding::new(FindingKind::TooLate, place, message, self.hint(rules, at))
            .shown_by(self.rows(rules, hands))
    }

    /// The piece that is late by most in what is shown, the first of them.
    fn first_late(&self) -> Option<usize> {
        let late = |at: &usize| {
            let work = self.load.work[*at];
            (self.begins[*at] + work.takes).saturating_sub(work.due)
        };
        (0..self.begins.len()).rev().max_by_key(late)
    }

    /// When what is late by most is due; nothing where no schedule is shown.
    pub(super) fn late_due(&self) -> Option<u64> {
        let at = self.first_late().filter(|_| self.sure)?;
        Some(self.load.work[at].due)
    }

    const fn from(&self) -> &'static str {
        match self.which {
            StageKind::Recovery | StageKind::Late => "being told",
            StageKind::FollowUp => "the recovery",
        }
    }

    fn hour_in_words(&self) -> String {
        let on = |hour| format!(" on {}", hour_name(hour));
        self.hour.map(on).unwrap_or_default()
    }

    fn hint(&self, rules: &Rules, at: usize) -> String {
        let id = &rules.actions[self.load.actions[at]].id;
        if self.load.actions.len() == 1 {
            return format!("give more time, or make `{id}` something shorter");
        }
        let mine = self.load.work[at].who;
        let alone = self.load.work.iter().all(|work| work.who == mine);
        if alone {
            "let somebody else do one of them, or give more time".to_owned()
        } else {
            format!("let `{id}` wait for less, or give more time")
        }
    }

    /// The schedule, in the order in which things begin.
    fn rows(&self, rules: &Rules, hands: &Hands<'_>) -> Vec<String> {
        let mut order: Vec<usize> = (0..self.begins.len()).collect();
        order.sort_by_key(|at| (self.begins[*at], *at));
        let label = |at: &usize| hands.label(self.load.work[*at].who);
        let wide = order.iter().map(|at| label(at).chars().count()).max();
        let wide = wide.unwrap_or(0);
        let row = |at: &usize| {
            let (work, begins) = (self.load.work[*at], self.begins[*at]);
            let ends = begins + work.takes;
            let late = if ends > work.due { "  LATE" } else { "" };
            format!(
                "{:>5} to {:>5}  {:wide$}  {}, due {}{late}",
                clock(begins),
                clock(ends),
                label(at),
                rules.actions[self.load.actions[*at]].id,
                clock(work.due),
            )
        };
        order.iter().map(row).collect()
    }
}

fn length(seconds: u64) -> String {
    Span::Elapsed { seconds }.phrase()
}

/// Hours and minutes since the beginning: `1:05`; seconds only where there are any.
fn clock(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    match seconds % 60 {
        0 => format!("{hours}:{minutes:02}"),
        rest => format!("{hours}:{minutes:02}:{rest:02}"),
    }
}
