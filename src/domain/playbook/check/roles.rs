//! That a person stands behind everything a customer is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answers, People, ProofBasis};
use crate::domain::place::Place;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::wording;

/// Finds roles that are a department, and, in a shop that has named people, roles with nobody behind them or a
/// department.
///
/// An apology comes from a person; "the customer service team is sorry" is nobody's.
pub(super) fn faceless(answers: Answers<'_>, setting: &ProofBasis<'_>) -> Vec<Finding> {
    let acting = acting(answers);
    let mut findings = Vec::new();
    for (role, (place, cells)) in acting {
        let found = behind(role, place, setting.people());
        findings.extend(found.and_then(|found| answers.hitting(found, cells.into_iter())));
    }
    findings.extend(taking_over(answers, setting.people()));
    findings
}

/// Finds that a role is a department, or has nobody behind it or a department.
fn behind(role: &str, place: Place, people: Option<&People<'_>>) -> Option<Finding> {
    let faceless = |message, hint| Some(Finding::new(FindingKind::Faceless, place, message, hint));
    if let Some(word) = wording::department(role) {
        let message = format!("`{role}` is no person: a `{word}` cannot be sorry");
        let hint = "name a role that one person has, such as `manager`".to_owned();
        return faceless(message, hint);
    }
    let people = people?;
    let hint = |what: &str| format!("name {what} behind `{role}` under `[people]` in shop.toml");
    match people.get(role) {
        None => {
            let message = format!("nobody stands behind `{role}`, and it has something to do");
            faceless(message, hint("somebody"))
        }
        Some(person) => {
            let word = wording::nobody(person.name)?;
            let message = format!(
                "`{}` stands behind `{role}`, and a `{word}` is no person",
                person.name
            );
            faceless(message, hint("one person"))
        }
    }
}

/// The roles that act for a customer, each with the first action that says so and the cells.
fn acting(answers: Answers<'_>) -> BTreeMap<&str, (Place, Vec<Cell>)> {
    let mut acting: BTreeMap<&str, (Place, Vec<Cell>)> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let rungs = answers.rules.rungs.iter();
        let rungs = rungs.filter(|rung| rung.region.covers(cell));
        let more = rungs.flat_map(|rung| rung.actions.iter().copied());
        for at in resolved.actions().chain(more) {
            let action = &answers.rules.actions[at];
            if action.by == "holder" {
                continue;
            }
            let (place, cells) = acting
                .entry(&action.by)
                .or_insert((action.place, Vec::new()));
            *place = action.place.min(*place);
            if cells.last() != Some(&cell) {
                cells.push(cell);
            }
        }
    }
    acting
}

/// Rungs that hand a case to a role with nobody behind it.
fn taking_over(answers: Answers<'_>, people: Option<&People<'_>>) -> Vec<Finding> {
    let rules = answers.rules;
    let mut told: BTreeSet<&str> = acting(answers).into_keys().collect();
    let mut findings = Vec::new();
    for rung in &rules.rungs {
        let Some(role) = rung.to.as_deref() else {
            continue;
        };
        if !told.insert(role) {
            continue;
        }
        let cells = rules.space().cells();
        let cells = cells.filter(|cell| rung.region.covers(*cell));
        let found = behind(role, rung.place, people);
        findings.extend(found.and_then(|found| answers.hitting(found, cells)));
    }
    findings
}
