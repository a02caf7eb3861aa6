//! What a command changed, what comes next, and how to take it back.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::verb::Verb;
use crate::paper::page::{Block, Page, Text};
use crate::show::case::detail::CaseDetail;
use crate::show::case::known::{ended, recovered, recoveries};
use crate::show::case::row::page::{row, state_text};
use crate::show::case::step::page::{Options, plan_page};
use crate::show::phrase::{by, clock, sentence};
use crate::show::{JsonItem, Moment, Rows, Show, Sight, each};

/// What a command changed in one operation, case by case.
#[derive(Debug)]
pub struct Changes {
    /// Which command it was.
    pub verb: Verb,
    /// Each case; at least one.
    pub items: Vec<ChangedCase>,
}

/// What a command says of what it changed.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SavedChange {
    /// What was changed, in one sentence.
    #[schemars(length(min = 1))]
    pub changed: String,
    /// Whether the same `--request` had saved it before, and nothing was saved now.
    pub already: bool,
    /// The command that takes it back, unless something came later.
    #[schemars(regex(pattern = r"^amends undo --case [0-9]+$"))]
    pub undo: String,
    /// What else there is to say, a sentence each.
    pub remarks: Vec<String>,
}

/// What a command changed, and the case after it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "change")]
pub struct ChangedCase {
    /// What is said of it.
    #[serde(flatten)]
    pub change: SavedChange,
    /// The case after the change.
    #[serde(flatten)]
    pub case: CaseDetail,
}

/// The case that was saved.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "new-case")]
pub struct NewCase {
    /// What is said of it.
    #[serde(flatten)]
    pub change: SavedChange,
    /// The same case as one command line; left out where the same `--request` had saved it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = r"^amends new "))]
    pub command_line: Option<String>,
    /// The case as it was saved.
    #[serde(flatten)]
    pub case: CaseDetail,
}

/// What a command changed, case by case.
fn changes(changes: &Changes, now: Moment) -> Page {
    let pages = changes.items.iter().map(|one| changed(one, now));
    pages
        .reduce(|before, page| before.gap().then(page))
        .unwrap_or_default()
}

/// What a command changed, what is due next, and how to take it back.
fn changed(changed: &ChangedCase, now: Moment) -> Page {
    let mut lines = next_lines(&changed.case, now);
    lines.push(to_take_back(&changed.change));
    said(&changed.change).gap().fields(lines)
}

/// What was changed, and what else there is to say.
fn said(change: &SavedChange) -> Page {
    let page = Page::new().paragraph(Text::strong(sentence(&change.changed)));
    let remarks = change.remarks.iter();
    remarks.fold(page, |page, remark| page.paragraph(sentence(remark)))
}

fn to_take_back(change: &SavedChange) -> (&'static str, Text) {
    ("to take it back", Text::code(change.undo.clone()))
}

/// The case that was saved: its plan, what is due next, what to say, and how to take it back.
fn new_case(new: &NewCase, now: Moment) -> Page {
    let case = &new.case;
    let mut lines = next_lines(case, now);
    let draft = format!("amends draft {}", case.item.case);
    lines.push(("what to say", Text::code(draft)));
    lines.push(to_take_back(&new.change));
    let page = said(&new.change).then(plan_page(&case.steps, now, Options::Hidden));
    let page = page.gap().fields(lines);
    match &new.command_line {
        // Not wrapped: it is there to be copied.
        Some(command) => page
            .gap()
            .paragraph(Text::dim("The same as one command:"))
            .block(Block::Verbatim(command.clone())),
        None => page,
    }
}

fn next_lines(case: &CaseDetail, now: Moment) -> Vec<(&'static str, Text)> {
    let item = &case.item;
    let mut lines = vec![("state", state_text(item.state))];
    if let Some(outcome) = item.outcome {
        lines.push(("closed", ended(case, outcome, now)));
        return lines;
    }
    lines.push(("next", what_next(case, now)));
    let paused = item.timing.paused_until;
    lines.extend(paused.map(|until| ("paused until", Text::soon(clock(now, until)))));
    if let Some(at) = item.recovered_at {
        lines.push(("recovered", recovered(case, at, now)));
        return lines;
    }
    let unmet = recoveries(case).filter(|one| one.met_at.is_none());
    lines.extend(unmet.map(|one| match &one.failure {
        None => ("both halves", by(now, one.due_at).into()),
        Some(failure) => (
            "put right",
            format!("{failure} {}", by(now, one.due_at)).into(),
        ),
    }));
    lines
}

fn what_next(case: &CaseDetail, now: Moment) -> Text {
    let item = &case.item;
    let step = item.next_step.clone().unwrap_or_default();
    if let Some(number) = item.next_step_number {
        let mut steps = case.steps.iter();
        let due = steps.find(|step| step.number == number);
        let when = due.map(|step| format!(", {}", by(now, step.due_at)));
        let who = item.next_step_by.clone().unwrap_or_default();
        let beside = match (item.next_promise_number, item.timing.promise_due_at) {
            (Some(promise), Some(due)) => format!("; and promise {promise} {}", by(now, due)),
            (Some(_) | None, _) => String::new(),
        };
        let when = when.unwrap_or_default();
        return format!("step {number}, {who}: {step}{when}{beside}").into();
    }
    if item.next_promise_number.is_some() {
        let when = item
            .timing
            .promise_due_at
            .map(|due| format!(", {}", by(now, due)));
        let mut open = item.open_promises.iter();
        let promise = open.find(|one| Some(one.number) == item.next_promise_number);
        let words = promise.and_then(|promise| promise.text.as_ref());
        let what = words.map_or_else(
            || Text::plain(step),
            |words| Text::plain("promise: ").then(words),
        );
        return what.then(when.unwrap_or_default());
    }
    Text::plain("nothing is left to do; close it")
}

impl Show for Changes {
    fn name(&self) -> &'static str {
        self.verb.word()
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        changes(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(
            self.items
                .iter()
                .map(|changed| row(&changed.case.item))
                .collect(),
        )
    }
}

impl Show for NewCase {
    fn name(&self) -> &'static str {
        "new"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        new_case(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(vec![row(&self.case.item)])
    }
}
