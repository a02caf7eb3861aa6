//! Views for a pipe: tab-separated rows, no header, uncut, times by RFC 3339.

use crate::domain::words::Words;
use crate::paper::plain;
use crate::show::case::{CaseDetail, CaseItem, CaseTag, StepItem};
use crate::show::file::Written;
use crate::show::playbook::new::page as new_playbook;
use crate::show::playbook::{Checked, EntryItem, PlaybookItem};
use crate::show::playbook::{
    card::page as card, cell::page as cell, drill::page as drill, matrix::page as matrix,
};
use crate::show::records::{Announcement, HOLDS, HistoryView, Nightly, Paths, TakenBack};
use crate::show::replay::page as replay;
use crate::show::schedule::page as schedule;
use crate::show::settings::page as settings;
use crate::show::tally::monitor;
use crate::show::{Moment, Screen, View};

/// The rows of a screen as text.
pub(in crate::show) fn of(screen: &Screen) -> String {
    let rows = match &screen.view {
        View::Board(board) => board.items.iter().map(case).collect(),
        View::Due(list) | View::List(list) => list.items.iter().map(case).collect(),
        View::Monitor(tally) => return monitor::line(tally),
        View::Metrics(_) => Vec::new(),
        View::Show(detail) => detail_rows(detail),
        View::Brief(brief) => detail_rows(&brief.case),
        View::Plan(plan) => plan.steps.iter().map(step).collect(),
        View::Why(why) => why.deadlines.iter().map(why_row).collect(),
        View::Changed(changes) => {
            let cases = changes.items.iter();
            cases.map(|changed| case(&changed.case.item)).collect()
        }
        View::Draft(draft) => return draft_text(draft),
        View::TakenBack(taken) => vec![taken_back(taken)],
        View::History(history) => history_rows(history),
        View::Nightly(nightly) => nightly_rows(nightly),
        View::Playbooks(list) => list.items.iter().map(playbook).collect(),
        View::Playbook(detail) => detail.entries.iter().map(entry).collect(),
        View::NewPlaybook(made) => new_playbook::rows(made),
        View::PlaybookCell(one) => cell::rows(one),
        View::Source(source) => return source.text.clone(),
        View::Checked(checked) => finding_rows(checked),
        View::Matrix(all) => matrix::rows(all),
        // Whoever sends it to a printer wants the page.
        View::Card(one) => return card::printed(one),
        View::Drill(one) => drill::rows(one),
        View::Unused(unused) => drill::unused_rows(unused),
        View::Rehearsed(rehearsed) => drill::rehearsed_rows(rehearsed),
        View::Tried(tried) => tried.steps.iter().map(step).collect(),
        View::Replayed(replay) => return replay::rows(replay),
        View::Paths(paths) => path_rows(paths),
        View::Integrity(integrity) => integrity_rows(integrity),
        View::Imported(imported) => imported_rows(imported),
        View::Settings(list) => settings::rows(list),
        View::Setting(setting) => settings::value_row(setting),
        View::SettingSet(change) => vec![settings::change_row(change)],
        View::Schedule(text) => return schedule::text(text),
        View::Written(written) => written_rows(written),
    };
    plain::rows(&rows)
}

fn safe(words: Option<&Words>) -> String {
    words.map(Words::in_line_format).unwrap_or_default()
}

fn optional(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn moment(moment: Option<Moment>) -> String {
    moment.map(|moment| moment.rfc3339()).unwrap_or_default()
}

fn numbers(cases: &[u64]) -> String {
    let numbers: Vec<String> = cases.iter().map(u64::to_string).collect();
    numbers.join(",")
}

/// case, state, due, customer, type, tier, severity, holder, next step.
fn case(item: &CaseItem) -> Vec<String> {
    vec![
        item.case.to_string(),
        item.state.to_owned(),
        moment(item.due_at),
        safe(item.customer.as_ref()),
        item.complaint.clone(),
        item.tier.clone(),
        item.severity.to_owned(),
        safe(item.holder.as_ref()),
        optional(item.next_step.as_ref()),
    ]
}

/// step, part, state, due, done, by, text.
pub(in crate::show) fn step(step: &StepItem) -> Vec<String> {
    vec![
        step.number.to_string(),
        step.part.key().to_owned(),
        step.state.to_owned(),
        step.due_at.rfc3339(),
        moment(step.done_at),
        step.by.clone(),
        step.text.clone(),
    ]
}

/// The case, then its steps, its deadlines and its events, each row with its kind first.
fn detail_rows(detail: &CaseDetail) -> Vec<Vec<String>> {
    let with = |kind: &str, row: Vec<String>| {
        std::iter::once(kind.to_owned())
            .chain(row)
            .collect::<Vec<String>>()
    };
    let mut rows = vec![with("case", case(&detail.item))];
    rows.extend(
        detail
            .words
            .iter()
            .map(|words| with("words", vec![words.in_line_format()])),
    );
    rows.extend(detail.steps.iter().map(|one| with("step", step(one))));
    rows.extend(detail.deadlines.iter().map(|deadline| {
        let row = vec![
            deadline.name.clone(),
            deadline.state.to_owned(),
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

fn why_row(deadline: &crate::show::why::WhyDeadline) -> Vec<String> {
    vec![
        deadline.name.clone(),
        deadline.from.to_owned(),
        deadline.start.rfc3339(),
        optional(deadline.add.as_ref()),
        deadline.due_at.rfc3339(),
        deadline.source.to_owned(),
        deadline.cycle.to_string(),
        optional(deadline.failure.as_ref()),
    ]
}

/// A draft is for a mail program: the subject, an empty line, the message.
fn draft_text(draft: &crate::show::case::DraftView) -> String {
    let body = draft.body.on_terminal_block();
    format!(
        "Subject: {}\n\n{}\n",
        draft.subject.in_line_format(),
        body.trim_end()
    )
}

fn history_rows(history: &HistoryView) -> Vec<Vec<String>> {
    let row = |item: &crate::show::records::OperationItem| {
        let undone = if item.undone { "undone" } else { "" };
        vec![
            item.at.rfc3339(),
            item.command.clone(),
            numbers(&item.cases),
            undone.to_owned(),
            item.what.join("; "),
        ]
    };
    history.items.iter().map(row).collect()
}

fn nightly_rows(nightly: &Nightly) -> Vec<Vec<String>> {
    let sections = nightly.sections.iter().filter(|one| one.section != HOLDS);
    let rows = sections.flat_map(|section| {
        section.cases.iter().map(|item| {
            std::iter::once(section.section.to_owned())
                .chain(case(item))
                .collect()
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut all: Vec<Vec<String>> = nightly.announced.iter().map(announced).collect();
    let still = nightly
        .tags()
        .filter(|(_, tag)| !(tag.new && tag.tag == "escalated"));
    all.extend(still.map(held));
    if let (Some(previous), 1..) = (nightly.previous_run_at, nightly.nights_missing) {
        all.push(vec![
            "nights missing".to_owned(),
            nightly.nights_missing.to_string(),
            previous.rfc3339(),
        ]);
    }
    all.extend(rows);
    all
}

/// The word, the case, what set it off, when, the role, the customer.
fn announced(one: &Announcement) -> Vec<String> {
    vec![
        "came to a head".to_owned(),
        one.case.to_string(),
        one.on.clone(),
        one.at.rfc3339(),
        optional(one.to.as_ref()),
        safe(one.customer.as_ref()),
    ]
}

/// Whether it is new, the case, what it is, since when, the role, the customer.
fn held((item, tag): (&CaseItem, &CaseTag)) -> Vec<String> {
    let on = match tag.tag {
        "escalated" => tag.on.clone(),
        word => format!("{word} {}", tag.on),
    };
    vec![
        if tag.new {
            "came to a head"
        } else {
            "still holds"
        }
        .to_owned(),
        item.case.to_string(),
        on,
        tag.at.rfc3339(),
        optional(tag.to.as_ref()),
        safe(item.customer.as_ref()),
    ]
}

fn finding_rows(checked: &Checked) -> Vec<Vec<String>> {
    let row = |finding: &crate::show::playbook::FindingItem| {
        vec![
            finding.level.to_owned(),
            finding.finding.to_owned(),
            format!("{}:{}:{}", finding.file, finding.line, finding.column),
            finding.message.clone(),
            finding.hint.clone(),
        ]
    };
    checked.items.iter().map(row).collect()
}

fn integrity_rows(integrity: &crate::show::records::Integrity) -> Vec<Vec<String>> {
    if integrity.sound {
        let head = optional(integrity.head.as_ref());
        return vec![vec![
            "ok".to_owned(),
            integrity.events.to_string(),
            integrity.cases.to_string(),
            head,
        ]];
    }
    let row = |problem: &String| vec!["problem".to_owned(), problem.clone()];
    integrity.problems.iter().map(row).collect()
}

fn imported_rows(imported: &crate::show::records::Imported) -> Vec<Vec<String>> {
    let count = |label: &str, count: u64| vec![label.to_owned(), count.to_string()];
    let mut rows = vec![
        count("read", imported.read),
        count("stored", imported.stored),
        count("already-known", imported.already_known),
        count("told-without-time-open", imported.dates_alone.told_open),
        count("told-without-time-closed", imported.dates_alone.told_closed),
        count("closed-without-time", imported.dates_alone.closed),
    ];
    let known = imported.known.iter();
    rows.extend(known.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        vec!["known".to_owned(), line, case]
    }));
    let changed = imported.state_changed.iter();
    rows.extend(changed.map(|row| {
        let (line, case) = (row.line.to_string(), row.case.to_string());
        let state = row.state.to_owned();
        vec!["state-changed".to_owned(), line, case, state]
    }));
    let refused = imported.refused.iter();
    rows.extend(refused.map(|row| {
        vec![
            "refused".to_owned(),
            row.line.to_string(),
            row.reason.clone(),
        ]
    }));
    rows
}

fn written_rows(written: &Written) -> Vec<Vec<String>> {
    let row = |label: &str, value: String| vec![label.to_owned(), value];
    let counts = [
        ("deadlines", written.deadlines),
        ("cancelled", written.cancelled),
    ];
    let counted = |(label, count): (&str, Option<u64>)| Some(row(label, count?.to_string()));
    let mut rows = vec![row("file", written.file.clone())];
    rows.extend(counts.into_iter().filter_map(counted));
    rows
}

fn taken_back(taken: &TakenBack) -> Vec<String> {
    vec![
        taken.verb.to_owned(),
        taken.command.clone(),
        numbers(&taken.cases),
    ]
}

/// name, state, title, file, errors, warnings, whether it is the usual one.
fn playbook(item: &PlaybookItem) -> Vec<String> {
    vec![
        item.name.clone(),
        item.state.to_owned(),
        optional(item.title.as_ref()),
        optional(item.file.as_ref()),
        item.errors.to_string(),
        item.warnings.to_string(),
        if item.default { "usual" } else { "" }.to_owned(),
    ]
}

/// line, for whom, what it sets.
fn entry(entry: &EntryItem) -> Vec<String> {
    vec![
        entry.line.to_string(),
        entry.whom.clone(),
        entry.sets.join(","),
    ]
}

fn path_rows(paths: &Paths) -> Vec<Vec<String>> {
    let rows = [
        ("folder", &paths.folder),
        ("data-file", &paths.data_file),
        ("settings", &paths.settings),
        ("playbooks", &paths.playbooks),
    ];
    let row = |(label, path): (&str, &String)| vec![label.to_owned(), path.clone()];
    rows.into_iter().map(row).collect()
}
