//! Drills for a person and for a pipe.

use crate::domain::count::Count;
use crate::domain::playbook::cell::Severity;
use crate::paper::page::{Block, Column, ListItem, Page, Table, Text};
use crate::show::Moment;
use crate::show::phrase::clock;
use crate::show::playbook::CellItem;
use crate::show::playbook::drill::{DrillView, HarmAnswer, RehearsedView, Unused};
use crate::show::playbook::tried::page::plan_of_trial;
use crate::show::{JsonItem, Rows, Show, Sight};

/// A situation to act out, then the plan to arrive at.
pub(in crate::show) fn drill(drill: &DrillView, now: Moment) -> Page {
    let title = format!("{}: a drill. Nothing is written.", drill.playbook);
    let page = Page::new()
        .paragraph(Text::dim(title))
        .heading("Act it out: one of you is this customer, another answers")
        .fields([
            ("what failed", drill.type_name.clone()),
            ("it breaks", drill.breaks.clone().unwrap_or_default()),
            ("who they are", drill.tier_name.clone()),
            ("they tell you", how_they_tell(drill)),
        ])
        .gap()
        .paragraph("Asked what it did to them, they say:")
        .list(drill.harm.iter().map(harm));
    let ask = drill.ask.iter();
    let page = if drill.ask.is_empty() {
        page
    } else {
        page.gap()
            .paragraph("You also ask, and they make up an answer:")
            .list(ask.map(|ask| ListItem::new("-", ask.name.as_str())))
    };
    let plan = format!(
        "Stop reading here. The plan you should arrive at: {}, {}, {}",
        drill.complaint, drill.tier, drill.severity
    );
    let page = page
        .heading(Text::soon(plan))
        .then(plan_of_trial(&drill.plan, now))
        .heading("Ask yourselves");
    let questions = drill.ask_yourself.iter();
    let page = page
        .list(questions.map(|one| ListItem::new("-", *one)))
        .then(before(drill, now));
    page.gap()
        .paragraph("Rehearsed? Write it down, with --note \"…\" if there is something to say:")
        .block(Block::Verbatim(drill.done.clone()))
        .paragraph("The same again:")
        .block(Block::Verbatim(drill.again.clone()))
}

/// "now, by telephone; they have left".
fn how_they_tell(drill: &DrillView) -> String {
    let channel = drill.channel.as_ref();
    let channel = channel.map_or_else(String::new, |channel| format!(", by {}", channel.name));
    let here = match drill.here {
        Some(true) => "; they are still here",
        Some(false) => "; they have left",
        None => "",
    };
    format!("now{channel}{here}")
}

fn harm(harm: &HarmAnswer) -> ListItem {
    let answer = if harm.answer { "yes" } else { "no" };
    ListItem::new(Text::strong(answer), harm.text)
}

/// What happened with this cell before.
fn before(drill: &DrillView, now: Moment) -> Page {
    let used = if drill.used {
        "There has been such a case."
    } else {
        "There has been no such case."
    };
    let page = Page::new();
    if drill.rehearsed.is_empty() {
        return page
            .gap()
            .paragraph(Text::dim(format!("{used} It was never rehearsed.")));
    }
    let items = drill.rehearsed.iter().map(|one| {
        let note = one.note.as_ref().map_or_else(Text::new, Text::from);
        ListItem::new(clock(now, one.at), note)
    });
    page.gap()
        .paragraph(Text::dim(format!("{used} Rehearsed before:")))
        .list(items)
}

/// What has had no case, and what no drill: a row for each type, a column for each tier.
pub(in crate::show) fn unused(unused: &Unused) -> Page {
    let (never_used, never_rehearsed) = (unused.never_used.len(), unused.never_rehearsed.len());
    let counts = format!(
        "{never_used} of {} never used; {never_rehearsed} never rehearsed",
        Count::of(unused.cells as u64, "cell")
    );
    let page = Page::new().paragraph(Text::strong(counts));
    let page = page.then(missing(unused, "Never used by a case", &unused.never_used));
    page.then(missing(unused, "Never rehearsed", &unused.never_rehearsed))
}

fn missing(unused: &Unused, title: &str, cells: &[CellItem]) -> Page {
    if cells.is_empty() {
        return Page::new();
    }
    let tiers = unused.tiers.iter();
    let columns = std::iter::once(Column::text("type"));
    let mut table = Table::new(columns.chain(tiers.map(Column::text)));
    for group in cells.chunk_by(|a, b| a.complaint == b.complaint) {
        let tiers = unused.tiers.iter().map(|tier| severities(group, tier));
        let name = std::iter::once(group[0].complaint.clone());
        table.push(name.chain(tiers));
    }
    Page::new().heading(title).table(table)
}

/// "all" severities of a tier, or those that are missing.
fn severities(cells: &[CellItem], tier: &str) -> String {
    let mine = cells.iter().filter(|cell| cell.tier == tier);
    let mine: Vec<&str> = mine.map(|cell| cell.severity.word()).collect();
    if mine.len() == Severity::ALL.len() {
        return "all".to_owned();
    }
    mine.join(", ")
}

/// What was written down, what is left, how to take it back.
pub(in crate::show) fn rehearsed(rehearsed: &RehearsedView) -> Page {
    let CellItem {
        complaint,
        tier,
        severity,
    } = &rehearsed.cell;
    let counts = &rehearsed.counts;
    let left = format!(
        "{} of {} never used, {} never rehearsed",
        counts.never_used,
        Count::of(counts.cells as u64, "cell"),
        counts.never_rehearsed
    );
    Page::new()
        .paragraph(Text::strong(format!(
            "Rehearsed: {complaint}, {tier}, {severity}."
        )))
        .gap()
        .fields([
            ("left", Text::plain(left)),
            ("the next one", Text::code(rehearsed.next.clone())),
            ("to take it back", Text::code(rehearsed.undo)),
        ])
}

/// Rows with their kind first: the situation, then the steps of the plan.
pub(in crate::show) fn rows(drill: &DrillView) -> Vec<Vec<String>> {
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let mut rows: Vec<Vec<String>> = vec![row(&[
        "cell",
        &drill.complaint,
        &drill.tier,
        drill.severity.word(),
    ])];
    rows.extend(drill.breaks.iter().map(|breaks| row(&["breaks", breaks])));
    let ask = drill.ask.iter();
    rows.extend(ask.map(|ask| row(&["ask", &ask.id, &ask.name])));
    rows.extend(drill.harm.iter().map(|harm| {
        let answer = if harm.answer { "yes" } else { "no" };
        row(&["harm", harm.id.word(), answer])
    }));
    let channel = drill.channel.iter();
    rows.extend(channel.map(|channel| row(&["channel", &channel.id])));
    rows.push(row(&["seed", &drill.seed.to_string()]));
    let steps = |kind: &'static str, steps: &[crate::show::case::StepItem]| {
        let steps = steps.iter();
        let steps = steps.map(|step| {
            let kind = std::iter::once(kind.to_owned());
            kind.chain(crate::show::case::step_row(step)).collect()
        });
        steps.collect::<Vec<Vec<String>>>()
    };
    rows.extend(steps("step", &drill.plan.steps));
    rows.extend(steps("late", &drill.plan.late_steps));
    let questions = drill.ask_yourself.iter();
    rows.extend(questions.map(|one| row(&["ask-yourself", one])));
    rows.push(row(&["done", &drill.done]));
    rows
}

/// A row for each cell that was never met: how, type, tier, severity.
pub(in crate::show) fn unused_rows(unused: &Unused) -> Vec<Vec<String>> {
    let rows = |kind: &'static str, cells: &[CellItem]| {
        let row = |cell: &CellItem| {
            let severity = cell.severity.to_string();
            vec![
                kind.to_owned(),
                cell.complaint.clone(),
                cell.tier.clone(),
                severity,
            ]
        };
        cells.iter().map(row).collect::<Vec<_>>()
    };
    let mut all = rows("never-used", &unused.never_used);
    all.extend(rows("never-rehearsed", &unused.never_rehearsed));
    all
}

/// type, tier, severity, how many cells were never used, how many never rehearsed.
pub(in crate::show) fn rehearsed_rows(rehearsed: &RehearsedView) -> Vec<Vec<String>> {
    let cell = &rehearsed.cell;
    vec![vec![
        cell.complaint.clone(),
        cell.tier.clone(),
        cell.severity.to_string(),
        rehearsed.counts.never_used.to_string(),
        rehearsed.counts.never_rehearsed.to_string(),
    ]]
}

impl Show for DrillView {
    fn name(&self) -> &'static str {
        "playbook-drill"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        drill(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows(self))
    }
}

impl Show for Unused {
    fn name(&self) -> &'static str {
        "playbook-unused"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        unused(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(unused_rows(self))
    }
}

impl Show for RehearsedView {
    fn name(&self) -> &'static str {
        "playbook-rehearsed"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        rehearsed(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rehearsed_rows(self))
    }
}
