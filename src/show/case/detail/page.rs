//! A whole case for a person, and its rows.

use crate::domain::event::EventWord;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::show::case::detail::{CaseDetail, RoundItem};
use crate::show::case::known::known;
use crate::show::case::row::page::{heading, row};
use crate::show::case::step::page::{over_in_short, step_row, step_with_options};
use crate::show::case::step::{StepItem, StepState};
use crate::show::case::timing::page as timing;
use crate::show::phrase::clock;
use crate::show::rows::{moment, optional, safe, word};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// One case in full.
fn show(case: &CaseDetail, now: Moment) -> Page {
    heading(&case.item)
        .fields(known(case, now))
        .then(words(case))
        .then(plan_to_go_on(case, now))
        .then(timing::promises(&case.commitments.promises, now))
        .then(timing::pauses(&case.commitments.pauses, now))
        .then(timing::deadlines(&case.deadlines, now))
        .then(rounds(case, now))
        .then(events(case, now))
        .gap()
        .then(closing_line(case))
}

fn words(case: &CaseDetail) -> Page {
    let mut page = Page::new();
    if let Some(words) = &case.words {
        page = page.gap().quote(words);
    }
    let answers = case.answers.iter().filter_map(|answer| {
        answer
            .answer
            .as_ref()
            .map(|words| (answer.id.clone(), Text::from(words)))
    });
    let answers: Vec<(String, Text)> = answers.collect();
    if answers.is_empty() {
        page
    } else {
        page.gap().fields(answers)
    }
}

/// The plan with what is next marked; what is over is folded behind it.
fn plan_to_go_on(case: &CaseDetail, now: Moment) -> Page {
    let (open, over): (Vec<&StepItem>, Vec<&StepItem>) = case
        .steps
        .iter()
        .partition(|step| step.state == StepState::Open);
    let next = case.item.next_step_number;
    let items = open.into_iter().map(|step| {
        let sign = match next {
            Some(next) if next == step.number => Text::strong("→ "),
            Some(_) | None => Text::plain("  "),
        };
        let item = step_with_options(step, now);
        let marker = sign.then(item.marker);
        ListItem { marker, ..item }
    });
    let page = Page::new().heading("Plan").list(items);
    let folded = folded(&over, now);
    match case.steps.is_empty() {
        true => Page::new(),
        false => page.fields(folded),
    }
}

/// What is done, what was not needed, and what another step took the place of, in a few words each.
fn folded(over: &[&StepItem], now: Moment) -> Vec<(&'static str, Text)> {
    let kinds = [
        ("done", StepState::Done),
        ("not needed", StepState::NotNeeded),
        ("replaced", StepState::Replaced),
    ];
    let of_kind = |(label, state)| {
        let mine = over.iter().filter(move |step| step.state == state);
        let labels = std::iter::once(label).chain(std::iter::repeat(""));
        labels.zip(mine.map(|step| over_in_short(step, now)))
    };
    kinds.into_iter().flat_map(of_kind).collect()
}

/// Earlier rounds, a line each.
fn rounds(case: &CaseDetail, now: Moment) -> Page {
    if case.rounds.is_empty() {
        return Page::new();
    }
    let item = |round: &RoundItem| {
        let (from, until) = (clock(now, round.from), clock(now, round.until));
        let done = format!(
            "{from} to {until}: {} of {} steps done",
            round.done, round.steps
        );
        let recovered = match round.recovered_at {
            Some(at) => format!(", recovered {}", clock(now, at)),
            None => ", not recovered".to_owned(),
        };
        let mut text = Text::plain(done + &recovered);
        if let Some(why) = &round.why {
            text = text.then("; not over: ").then(why);
        }
        ListItem::new(format!("{}.", round.cycle), text)
    };
    let items = case.rounds.iter().map(item);
    Page::new().heading("Earlier rounds").list(items)
}

fn events(case: &CaseDetail, now: Moment) -> Page {
    let newest_first = case.events.iter().rev();
    let items = newest_first.map(|event| {
        let mut text = Text::plain(event.what.clone());
        if let Some(words) = event
            .words
            .as_ref()
            .filter(|_| event.event != EventWord::Logged)
        {
            text = text.then(": ").then(words);
        }
        ListItem::new(clock(now, event.at), text)
    });
    let items: Vec<ListItem> = items.collect();
    if items.is_empty() {
        Page::new()
    } else {
        Page::new().heading("What happened").list(items)
    }
}

/// What to type next.
fn closing_line(case: &CaseDetail) -> Page {
    let number = case.item.case;
    let (what, command) = match (case.item.next_step_number, case.item.outcome) {
        (Some(step), Some(_)) => (
            "Done for the next customer: ",
            format!("amends done {number} --step {step}"),
        ),
        (_, Some(_)) => (
            "It was not over? ",
            format!("amends reopen {number} --why \"…\""),
        ),
        (Some(_), None) => ("Its next step is done: ", format!("amends done {number}")),
        (None, None) if case.item.next_promise_number.is_some() => {
            return promise_lines(case);
        }
        (None, None) => (
            "Nothing is left to do: ",
            format!("amends close {number} --outcome won-back --cause process"),
        ),
    };
    Page::new().paragraph(Text::plain(what).add(Mark::Code, command))
}

/// What to type when a promise comes next: it is kept, or they are told that it will be later.
fn promise_lines(case: &CaseDetail) -> Page {
    let number = case.item.case;
    let promise = case.item.next_promise_number.unwrap_or(1);
    let later = format!("amends promise {number} \"…\" --by \"…\" --instead-of {promise}");
    Page::new().fields([
        ("it is kept", Text::code(format!("amends done {number}"))),
        ("it will be later", Text::code(later)),
    ])
}

impl Show for CaseDetail {
    fn name(&self) -> &'static str {
        "show"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        show(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(detail_rows(self))
    }
}

/// The case, then its steps, its deadlines and its events, each row with its kind first.
pub(in crate::show) fn detail_rows(detail: &CaseDetail) -> Vec<Vec<String>> {
    let with = |kind: &str, row: Vec<String>| {
        std::iter::once(kind.to_owned())
            .chain(row)
            .collect::<Vec<String>>()
    };
    let mut rows = vec![with("case", row(&detail.item))];
    rows.extend(
        detail
            .words
            .iter()
            .map(|words| with("words", vec![words.in_line_format()])),
    );
    rows.extend(detail.steps.iter().map(|one| with("step", step_row(one))));
    rows.extend(detail.deadlines.iter().map(|deadline| {
        let row = vec![
            deadline.name.word(),
            word(deadline.state),
            deadline.due_at.rfc3339(),
            moment(deadline.met_at),
            deadline.cycle.to_string(),
            optional(deadline.failure.as_ref()),
        ];
        with("deadline", row)
    }));
    rows.extend(detail.events.iter().map(|event| {
        let row = vec![
            event.at.rfc3339(),
            event.what.clone(),
            safe(event.words.as_ref()),
        ];
        with("event", row)
    }));
    rows
}
