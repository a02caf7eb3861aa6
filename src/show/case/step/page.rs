//! The steps of a plan, each with what there is to say about it.

use crate::domain::playbook::Part;
use crate::domain::time::lapse::late_by;
use crate::paper::page::{ListItem, Page, Text};
use crate::show::Moment;
use crate::show::case::step::{StepItem, StepState};
use crate::show::phrase::{by, clock};
use crate::show::rows::{moment, word};

/// Whether what a slot could be filled with instead is listed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::show) enum Options {
    Shown,
    Hidden,
}

pub(in crate::show) fn plan_page(steps: &[StepItem], now: Moment, options: Options) -> Page {
    if steps.is_empty() {
        return Page::new();
    }
    let items = steps.iter().map(|step| item(step, now, options));
    Page::new().heading("Plan").list(items)
}

/// The steps of a plan that was only tried.
pub(in crate::show) fn plan_of(steps: &[StepItem], now: Moment) -> Page {
    plan_page(steps, now, Options::Shown)
}

/// One step of it, with what a slot could be filled with instead.
pub(in crate::show) fn step_with_options(step: &StepItem, now: Moment) -> ListItem {
    item(step, now, Options::Shown)
}

/// A step that is over in a few words: "1 Call, say sorry (Rosa Marin, 10:20, delighted)".
pub(in crate::show) fn over_in_short(step: &StepItem, now: Moment) -> Text {
    let mut about = vec![who(step)];
    about.extend(step.done_at.map(|done| done_when(step, done, now)));
    let choice = step.choice.as_ref();
    about.extend(choice.map(|choice| format!("they chose {choice}")));
    about.extend(step.spent.map(|spent| format!("{spent} spent")));
    about.extend(step.reaction.map(|reaction| reaction.word().to_owned()));
    about.extend(right(step));
    let text = Text::plain(format!("{} {} ", step.number, step.text));
    let text = text.then(Text::dim(format!("({})", about.join(", "))));
    match &step.note {
        Some(note) => text.then(": ").then(note),
        None => text,
    }
}

/// Texts one after the other: "this; that".
pub(in crate::show) fn with_semicolons(texts: Vec<Text>) -> Text {
    let mut texts = texts.into_iter();
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |all, text| all.then("; ").then(text))
}

/// The person behind the role, or the role where nobody stands there.
pub(in crate::show) fn who(step: &StepItem) -> String {
    step.person.clone().unwrap_or_else(|| step.by.clone())
}

/// "owner (Rosa Marin)".
fn doer(step: &StepItem) -> String {
    match &step.person {
        Some(person) => format!("{} ({person})", step.by),
        None => step.by.clone(),
    }
}

/// What they said when they were asked.
fn right(step: &StepItem) -> Option<String> {
    Some(match step.right? {
        true => "they say it is right now".to_owned(),
        false => "they say it is NOT right".to_owned(),
    })
}

/// One step of it.
pub(in crate::show) fn step_item(step: &StepItem, now: Moment) -> ListItem {
    item(step, now, Options::Hidden)
}

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Acknowledge => "acknowledge",
        Part::Fix => "fix",
        Part::Dazzle => "surprise",
        Part::Late => "late",
        Part::FollowUp => "follow up",
        Part::Prevent => "for the next customer",
    }
}

fn item(step: &StepItem, now: Moment, options: Options) -> ListItem {
    let sign = match (step.state, step.late) {
        (StepState::Done, _) => Text::fine("done"),
        (StepState::NotNeeded, _) => Text::dim("not needed"),
        (StepState::Replaced, _) => Text::dim("replaced"),
        (StepState::Open, true) => Text::late("LATE"),
        (StepState::Open, false) => Text::plain("open"),
    };
    let body = Text::plain(step.text.clone()).then("  ").then(sign);
    let mut item =
        ListItem::new(format!("{}.", step.number), body).note(Text::dim(line(step, now)));
    if !step.choices.is_empty() && step.state == StepState::Open {
        item = item.note(Text::plain(format!(
            "they choose: {}",
            quoted_choices(&step.choices)
        )));
    }
    if !step.needs.is_empty() && step.state == StepState::Open {
        item = item.note(Text::plain(format!(
            "have ready: {}",
            step.needs.join(", ")
        )));
    }
    if let Some(note) = &step.note {
        item = item.note(Text::from(note));
    }
    if options == Options::Shown && step.state == StepState::Open {
        for option in &step.options {
            if step.action.as_ref() != Some(&option.action) {
                let cost = option
                    .cost
                    .map(|cost| format!(", {cost}"))
                    .unwrap_or_default();
                item = item.note(Text::dim(format!(
                    "or {}) {}{cost}",
                    option.number, option.text
                )));
            }
        }
    }
    item
}

/// "A", "B" or "C": a choice may have commas of its own.
pub(in crate::show) fn quoted_choices(choices: &[String]) -> String {
    let quoted: Vec<String> = choices
        .iter()
        .map(|choice| format!("\"{choice}\""))
        .collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// "surprise, by staff, by tomorrow 10:05, in 23 h, 6.00 GBP".
fn line(step: &StepItem, now: Moment) -> String {
    let mut parts = vec![part_word(step.part).to_owned(), doer(step)];
    parts.extend(when(step, now));
    if step.state == StepState::Open {
        parts.extend(step.after.map(|before| format!("after step {before}")));
    }
    let failure = step.failure.as_ref();
    parts.extend(failure.map(|failure| format!("for {failure}, told later")));
    if step.hidden {
        parts.push("prepared silently".to_owned());
    }
    parts.extend(
        step.choice
            .as_ref()
            .map(|choice| format!("they chose {choice}")),
    );
    match (step.spent, step.cost) {
        (Some(spent), _) => parts.push(format!("{spent} spent")),
        (None, Some(cost)) if cost.minor > 0 && step.state != StepState::NotNeeded => {
            parts.push(cost.to_string());
        }
        (None, Some(_) | None) => {}
    }
    parts.extend(step.reaction.map(|reaction| reaction.word().to_owned()));
    parts.extend(right(step));
    parts.join(", ")
}

/// When it was done, or by when it is to be done.
pub(in crate::show) fn when(step: &StepItem, now: Moment) -> Option<String> {
    Some(match (step.done_at, step.state) {
        (Some(done), _) => done_when(step, done, now),
        (None, StepState::Replaced) => "the deadline passed".to_owned(),
        (None, StepState::NotNeeded) => return None,
        (None, StepState::Open | StepState::Done) if step.over => {
            "not done when it was closed".to_owned()
        }
        (None, StepState::Open | StepState::Done) if step.provisional => {
            format!("about {}", clock(now, step.due_at))
        }
        (None, StepState::Open | StepState::Done) => by(now, step.due_at),
    })
}

fn done_when(step: &StepItem, done: Moment, now: Moment) -> String {
    let hours = step
        .entered_at
        .map_or(0, |entered| (entered.at - done.at).num_hours());
    let when = clock(now, done);
    let late = late_by(step.due_at.at, done.at).filter(|_| step.part != Part::Prevent);
    let late = late.map_or_else(String::new, |late| format!(", {late} late"));
    if hours > 0 {
        format!("{when}{late}, entered {hours} h later")
    } else {
        format!("{when}{late}")
    }
}

/// step, part, state, due, done, by, text.
pub(in crate::show) fn step_row(step: &StepItem) -> Vec<String> {
    vec![
        step.number.to_string(),
        step.part.key().to_owned(),
        word(step.state),
        step.due_at.rfc3339(),
        moment(step.done_at),
        step.by.clone(),
        step.text.clone(),
    ]
}
