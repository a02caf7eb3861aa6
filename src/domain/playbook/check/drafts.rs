//! That a prepared message makes things better, and that a person signs it.

use std::collections::BTreeMap;

use super::Answers;
use crate::domain::place::PlacedValue;
use crate::domain::playbook::cell::Cell;
use crate::domain::playbook::draft::{TELLS_NOTHING, Template};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::wording;
use crate::domain::playbook::{Draft, DraftOccasion, Recipient};

/// Names in a draft that say what happens next.
const NEXT: [&str; 4] = ["deadline", "choices", "promise", "promised"];

/// Finds drafts with words that do harm, without a next step, without a name, or signed by nobody.
pub(super) fn wording(answers: Answers<'_>) -> Vec<Finding> {
    let cells = cells_by_draft(answers);
    let mut findings = Vec::new();
    for draft in &answers.rules.drafts {
        for finding in said(draft) {
            let all = || answers.rules.space().cells().collect();
            let hit = cells.get(draft.id.as_str()).cloned().unwrap_or_else(all);
            findings.extend(answers.hitting(finding, hit.into_iter()));
        }
    }
    findings
}

/// The cells whose plan may have an action with the draft; a draft that none has is for everybody.
fn cells_by_draft(answers: Answers<'_>) -> BTreeMap<&str, Vec<Cell>> {
    let mut cells: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
    for (cell, resolved) in answers.each() {
        let drafts = resolved.actions();
        let drafts = drafts.filter_map(|at| answers.rules.actions[at].draft.as_deref());
        for draft in drafts {
            let cells = cells.entry(draft).or_default();
            if cells.last() != Some(&cell) {
                cells.push(cell);
            }
        }
    }
    cells
}

/// Finds what is wrong with a draft, whomever it is for.
fn said(draft: &Draft) -> Vec<Finding> {
    let mut told = Vec::new();
    for written in [&draft.headed, &draft.written] {
        told.extend(harmful(draft, written));
    }
    let body = &draft.written;
    let missing = |message: &str, hint: &str| about(draft, message, hint);
    if let Some(range) = wording::signed_by_department(&body.value) {
        let place = body.place.within(&body.value, range.clone());
        let line = &body.value[range];
        let message = format!("`{}` is signed by `{line}`, which is no person", draft.id);
        told.push(Finding::new(
            FindingKind::Faceless,
            place,
            message,
            SIGN.to_owned(),
        ));
    } else if !has(draft, "signed") {
        told.push(missing("has no name under it", SIGN));
    }
    // What all may read needs to give nobody's name away.
    if !has(draft, "customer") && draft.to != Recipient::Everybody {
        let hint = "begin with `{{ customer }}`";
        told.push(missing("does not call the customer by name", hint));
    }
    told.extend(unfit(draft));
    let next = |name: &str| NEXT.contains(&name);
    if !draft.body.surely(wording::says_what_is_next, next) {
        let hint = "say what you will do by when, `{{ deadline }}`, or ask one thing";
        told.push(missing("does not say what happens next", hint));
    }
    told
}

/// Whether every message made of a draft has a name in its body.
fn has(draft: &Draft, name: &str) -> bool {
    draft.body.surely(|_| false, |known| known == name)
}

fn about(draft: &Draft, message: &str, hint: &str) -> Finding {
    let message = format!("`{}` {message}", draft.id);
    let place = draft.written.place;
    Finding::new(FindingKind::Wording, place, message, hint.to_owned())
}

/// Finds what makes a draft unfit for those it is for: it tells all what only one may know, or offers nothing.
fn unfit(draft: &Draft) -> Vec<Finding> {
    let mut told = Vec::new();
    let names = [&draft.subject, &draft.body].map(Template::puts_in);
    let mut telling = names.iter().flatten();
    let telling = telling.find(|name| !TELLS_NOTHING.contains(name));
    if let Some(name) = telling.filter(|_| draft.to == Recipient::Everybody) {
        let message = format!("tells everybody about the case: `{name}`");
        let hint = "take the name out: all may read it";
        told.push(about(draft, &message, hint));
    }
    if draft.occasion == Some(DraftOccasion::Choices) && !has(draft, "choices") {
        let hint = "put `{{ choices }}` in, outside any `if`";
        told.push(about(
            draft,
            "is for their choices and has none in it",
            hint,
        ));
    }
    told
}

const SIGN: &str = "sign it `{{ signed }}`: one person";

fn harmful(draft: &Draft, written: &PlacedValue<String>) -> Vec<Finding> {
    let slips = wording::slips(&written.value).into_iter();
    let told = slips.map(|slip| {
        let phrase = &written.value[slip.range.clone()];
        let phrase: Vec<&str> = phrase.split_whitespace().collect();
        let message = format!(
            "`{}` {}: \"{}\"",
            draft.id,
            slip.harm.word(),
            phrase.join(" ")
        );
        let place = written.place.within(&written.value, slip.range);
        let hint = slip.harm.instead().to_owned();
        Finding::new(FindingKind::Wording, place, message, hint)
    });
    told.collect()
}
