//! What is known of a case in a few lines, the same before its plan and before somebody rings.

use crate::domain::case::deadline::DeadlineName;
use crate::domain::case::shortfall::Shortfall;
use crate::domain::count::times;
use crate::domain::event::Outcome;
use crate::domain::suggest::joined_names;
use crate::domain::time::lapse::late_by;
use crate::paper::page::Text;
use crate::show::Moment;
use crate::show::case::detail::CaseDetail;
use crate::show::case::row::page::rises;
use crate::show::case::step::page::with_semicolons;
use crate::show::case::timing::{DeadlineItem, StayedWord, page as timing};
use crate::show::phrase::{by, clock};

type Fact = (&'static str, Text);

/// What failed, by when, how it stands, how to reach them, and what else is known of them.
pub(in crate::show) fn known(case: &CaseDetail, now: Moment) -> Vec<Fact> {
    let item = &case.item;
    let mut facts = vec![
        ("what failed", what_failed(case)),
        ("told", told(case, now)),
    ];
    let due = item.due_at;
    facts.extend(due.map(|due| ("next deadline", by(now, due).into())));
    facts.extend(timing::facts(item, now));
    let recovered_at = item.recovered_at;
    facts.extend(recovered_at.map(|at| ("recovered", recovered(case, at, now))));
    facts.extend(ending(case, now));
    facts.extend(reach_them(case).map(|reach| ("reach them", reach)));
    let said = [
        ("order", case.order.as_ref()),
        ("they wanted", case.need.as_ref()),
        ("they feel", case.feels.as_ref()),
    ];
    let said = said.into_iter();
    facts.extend(said.filter_map(|(label, words)| Some((label, Text::from(words?)))));
    let why = case.closed_because.as_ref().or(case.lesson.as_ref());
    let why = why.filter(|_| item.outcome.is_some());
    facts.extend(why.map(|why| ("because", Text::from(why))));
    facts.push(("you know", about_them(case)));
    let nobody = || Text::soon("nobody");
    let holder = item.holder.as_ref().map_or_else(nobody, Text::from);
    facts.push(("holder", holder));
    facts
}

/// "room 214; they have left, it may reach them no more"; nothing where nobody knows.
fn reach_them(case: &CaseDetail) -> Option<Text> {
    let reach = Text::from(case.reach.as_ref()?);
    Some(match case.where_they_were() {
        Some(_) => reach.then(Text::soon("; they have left, it may reach them no more")),
        None => reach,
    })
}

/// "Late delivery and Wrong item; regular, major".
fn what_failed(case: &CaseDetail) -> Text {
    let item = &case.item;
    let names = joined_names(&case.names);
    Text::plain(format!("{names}; {}, {}", item.tier, item.severity)).then(rises(item))
}

/// "10:05, phone; it went wrong 09:00; No towels yesterday 22:00; they have left".
fn told(case: &CaseDetail, now: Moment) -> Text {
    let mut parts = vec![clock(now, case.item.told_at)];
    if let (Some(channel), Some(first)) = (&case.channel, parts.first_mut()) {
        first.push_str(&format!(", {}", channel.replace('-', " ")));
    }
    let happened = case.happened_at;
    parts.extend(happened.map(|at| format!("it went wrong {}", clock(now, at))));
    let later = case.told_later.iter();
    parts.extend(later.map(|one| {
        let name = case.name_of(&one.complaint);
        format!("{name} told later, {}", clock(now, one.told_at))
    }));
    parts.extend(presence(case, now));
    parts.join("; ").into()
}

/// "they are still here", of an earlier day "they were still here yesterday 20:10", "they have left"; nothing where nobody
/// said.
pub(in crate::show) fn presence(case: &CaseDetail, now: Moment) -> Option<String> {
    let said = case.here_said_at?;
    Some(match (case.here?, said.wall.date() == now.wall.date()) {
        (false, _) => "they have left".to_owned(),
        (true, true) => "they are still here".to_owned(),
        (true, false) => format!("they were still here {}", clock(now, said)),
    })
}

/// What they are worth, how often they had to get in touch, and what happened to them before; nothing without any.
fn about_them(case: &CaseDetail) -> Text {
    let item = &case.item;
    let mut parts: Vec<Text> = Vec::new();
    let worth = item.value;
    parts.extend(worth.map(|value| Text::plain(format!("worth {value} a year"))));
    if item.contacts > 1 {
        parts.push(Text::soon(format!("in touch {}", times(item.contacts))));
    }
    if let Some(number) = item.timing.failed_before {
        parts.push(Text::soon(format!("failed before, in #{number}")));
    }
    if !case.earlier_cases.is_empty() {
        let numbers = case.earlier_cases.iter().map(|number| format!("#{number}"));
        let numbers = numbers.collect::<Vec<_>>().join(", ");
        parts.push(Text::plain(format!("other cases: {numbers}")));
    }
    if item.public {
        parts.push(Text::soon("others can read it"));
    }
    with_semicolons(parts)
}

pub(in crate::show) fn ended(case: &CaseDetail, outcome: Outcome, now: Moment) -> Text {
    let when = case.item.closed_at;
    let when = when.map(|at| clock(now, at)).unwrap_or_default();
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
