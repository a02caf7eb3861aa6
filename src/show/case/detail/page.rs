//! A whole case for a person, and its rows.

use crate::domain::case::deadline::DeadlineName;
use crate::domain::case::shortfall::Shortfall;
use crate::domain::event::{EventWord, Outcome};
use crate::domain::suggest::joined;
use crate::domain::time::lapse::late_by;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::show::case::detail::{CaseDetail, RoundItem};
use crate::show::case::row::page::{heading, rises, row};
use crate::show::case::step::page::{Options, plan_page, step_row};
use crate::show::case::timing::{DeadlineItem, StayedWord, page as timing};
use crate::show::phrase::{by, clock};
use crate::show::rows::{moment, optional, safe, word};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// One case in full.
fn show(case: &CaseDetail, now: Moment) -> Page {
    heading(&case.item)
        .fields(facts(case, now))
        .then(words(case))
        .then(plan_page(&case.steps, now, Options::Shown))
        .then(timing::promises(&case.commitments.promises, now))
        .then(timing::pauses(&case.commitments.pauses, now))
        .then(timing::deadlines(&case.deadlines, now))
        .then(rounds(case, now))
        .then(events(case, now))
        .gap()
        .then(closing_line(case))
}

type Fact = (&'static str, Text);

pub(in crate::show) fn facts(case: &CaseDetail, now: Moment) -> Vec<Fact> {
    let item = &case.item;
    let mut complaint = vec![item.complaint.clone()];
    complaint.extend(case.also_types.iter().cloned());
    let complaint = joined(&complaint, "and");
    let what = format!(
        "{} ({complaint}), {}, {}",
        item.type_name, item.tier, item.severity
    );
    let what = Text::plain(what).then(rises(item));
    let mut facts = vec![("complaint", what), ("told", told(case, now))];
    let later = case.told_later.iter();
    let later = later.map(|one| format!("{} {}", one.complaint, clock(now, one.told_at)));
    let later: Vec<String> = later.collect();
    if !later.is_empty() {
        facts.push(("told later", later.join(", ").into()));
    }
    facts.extend(
        case.happened_at
            .map(|at| ("happened", clock(now, at).into())),
    );
    facts.extend(
        item.due_at
            .map(|due| ("next deadline", by(now, due).into())),
    );
    facts.extend(timing::facts(item, now));
    facts.extend(
        item.recovered_at
            .map(|at| ("recovered", recovered(case, at, now))),
    );
    facts.extend(ending(case, now));
    let said = [
        ("reach", case.reach.as_ref()),
        ("order", case.order.as_ref()),
        ("needed", case.need.as_ref()),
        ("feels", case.feels.as_ref()),
    ];
    let said = said.into_iter();
    facts.extend(said.filter_map(|(label, words)| words.map(|words| (label, Text::from(words)))));
    facts.extend(handling(case));
    facts
}

/// Who holds it, and what asks for care.
fn handling(case: &CaseDetail) -> Vec<Fact> {
    let item = &case.item;
    let nobody = || Text::soon("nobody");
    let mut facts = vec![(
        "holder",
        item.holder.as_ref().map_or_else(nobody, Text::from),
    )];
    let worth = item
        .value
        .map(|value| ("worth a year", value.to_string().into()));
    facts.extend(worth);
    if item.contacts > 1 {
        facts.push(("contacts", Text::soon(item.contacts.to_string())));
    }
    if let Some(number) = item.timing.failed_before {
        facts.push(("failed before", Text::soon(format!("#{number}"))));
    }
    if item.public {
        facts.push(("public", Text::soon("others can read it")));
    }
    if !case.earlier_cases.is_empty() {
        let numbers = case.earlier_cases.iter().map(|number| format!("#{number}"));
        facts.push(("other cases", numbers.collect::<Vec<_>>().join(", ").into()));
    }
    facts
}

fn told(case: &CaseDetail, now: Moment) -> Text {
    let told = clock(now, case.item.told_at);
    match &case.channel {
        Some(channel) => format!("{told}, by {channel}").into(),
        None => told.into(),
    }
}

pub(in crate::show) fn ended(case: &CaseDetail, outcome: Outcome, now: Moment) -> Text {
    let when = case
        .item
        .closed_at
        .map(|at| clock(now, at))
        .unwrap_or_default();
    let text = Text::plain(format!("{when} {}", outcome.word()).trim().to_owned());
    match case.shortfall {
        Some(Shortfall::RepairOnly) => text.then(", ").then(Text::late("REPAIR ONLY")),
        Some(Shortfall::NotRepaired) => text.then(", ").then(Text::late("NOT PUT RIGHT")),
        None => text,
    }
}

/// How it ended, and whether they stayed.
fn ending(case: &CaseDetail, now: Moment) -> impl Iterator<Item = Fact> {
    let closed = case.item.outcome;
    let closed = closed.map(|outcome| ("closed", ended(case, outcome, now)));
    let stayed = case.commitments.stayed;
    let stayed = stayed.map(|stayed| ("stayed", came_back(case, stayed)));
    closed.into_iter().chain(stayed)
}

fn came_back(case: &CaseDetail, stayed: StayedWord) -> Text {
    match (&case.commitments.stayed_on, stayed) {
        (Some(on), StayedWord::Back) => Text::fine(format!("yes, back on {on}")),
        (Some(_) | None, StayedWord::Back | StayedWord::Gone) => Text::late("no, they have left"),
    }
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
    let items = case.events.iter().map(|event| {
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

/// When they were recovered, and by how much that was late: late stays late. Every failure is judged by its own
/// deadline.
pub(in crate::show) fn recovered(case: &CaseDetail, at: Moment, now: Moment) -> Text {
    let when = clock(now, at);
    let late = recoveries(case).filter_map(|one| Some((one.met_at?, one.due_at)));
    let late = late.filter_map(|(met, due)| late_by(due.at, met.at));
    match late.last() {
        Some(late) => Text::plain(when + ", ").then(Text::late(format!("LATE by {late}"))),
        None => Text::fine(when + ", in time"),
    }
}

/// The recovery deadlines of the running round: that of the complaint as it was told first, then those of the
/// failures told later.
pub(in crate::show) fn recoveries(case: &CaseDetail) -> impl Iterator<Item = &DeadlineItem> {
    let round = case.deadlines.iter().map(|one| one.cycle).max();
    let mine =
        move |one: &&DeadlineItem| one.name == DeadlineName::Recover && Some(one.cycle) == round;
    case.deadlines.iter().filter(mine)
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
