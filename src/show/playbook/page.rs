//! Playbooks for a person: a list, one in full, findings with excerpts, a tried plan.

use crate::domain::count::Count;
use crate::domain::finding;
use crate::paper::excerpt::{Level, Problem, Source, Spot, draw};
use crate::paper::layout::Sheet;
use crate::paper::page::{Block, Column, Item, Mark, Page, Table, Text};
use crate::show::Moment;
use crate::show::case::step_row;
use crate::show::case::{cost, plan_of};
use crate::show::phrase::{by, clock};
use crate::show::playbook::{Checked, FindingItem, PlaybookDetail, PlaybookList, Tried};
use crate::show::playbook::{EntryItem, PlaybookItem};
use crate::show::rows::{optional, word};
use crate::show::{Item as JsonItem, Rows, Show, Sight, each};

/// Every playbook.
pub(in crate::show) fn list(list: &PlaybookList) -> Page {
    let mut table = Table::new([
        Column::whole("name"),
        Column::text("title"),
        Column::text("where"),
        Column::text("state"),
    ])
    .titled_by(0);
    for item in &list.items {
        let name = if item.default {
            Text::strong(item.name.clone()).then(" (usual)")
        } else {
            Text::strong(item.name.clone())
        };
        let state = match (item.errors, item.warnings) {
            (0, 0) => Text::fine("ok"),
            (0, warnings) => Text::soon(counted(warnings, "warning")),
            (errors, _) => Text::late(counted(errors, "error")),
        };
        table.push([
            name,
            item.title.clone().unwrap_or_default().into(),
            item.file
                .clone()
                .unwrap_or_else(|| "comes with amends".to_owned())
                .into(),
            state,
        ]);
    }
    Page::new()
        .table(table)
        .gap()
        .paragraph(Text::plain("Look at one: ").add(Mark::Code, "amends playbook show cafe"))
}

fn counted(count: usize, what: &str) -> String {
    Count::of(u32::try_from(count).unwrap_or(u32::MAX), what).to_string()
}

/// One playbook in full.
pub(in crate::show) fn detail(detail: &PlaybookDetail) -> Page {
    let mut page = Page::new()
        .heading(Text::strong(detail.name.clone()))
        .fields([
            ("currency", Text::plain(detail.currency.code())),
            (
                "reviewed",
                detail.reviewed.clone().unwrap_or_default().into(),
            ),
            ("roles", detail.roles.join(", ").into()),
            ("drafts", detail.drafts.join(", ").into()),
        ]);
    let tiers = detail
        .tiers
        .iter()
        .map(|tier| Item::new(tier.id.clone(), tier.name.clone()));
    page = page.heading("Tiers, lowest first").list(tiers);
    let types = detail.types.iter().map(|one| {
        let item = Item::new(one.id.clone(), one.name.clone());
        match &one.breaks {
            Some(breaks) => item.note(Text::dim(breaks.clone())),
            None => item,
        }
    });
    page = page.heading("Complaint types").list(types);
    let channels = detail.channels.iter().map(|channel| {
        let how = channel.turnaround.as_ref().map_or_else(
            || "live".to_owned(),
            |turnaround| format!("answered within {turnaround}"),
        );
        Item::new(channel.id.clone(), how)
    });
    page = page.heading("Channels").list(channels);
    page.heading("Actions")
        .table(actions(detail))
        .heading("Who gets what")
        .table(entries(detail))
}

fn actions(detail: &PlaybookDetail) -> Table {
    let mut table = Table::new([
        Column::text("action"),
        Column::text("what"),
        Column::text("by"),
        Column::number("cost"),
    ])
    .titled_by(0);
    for action in &detail.actions {
        table.push([
            Text::plain(action.id.clone()),
            action.text.clone().into(),
            action.by.clone().into(),
            action
                .cost
                .map(|cost| cost.plain())
                .unwrap_or_default()
                .into(),
        ]);
    }
    table
}

fn entries(detail: &PlaybookDetail) -> Table {
    let mut table = Table::new([
        Column::number("line"),
        Column::text("for"),
        Column::text("sets"),
    ])
    .titled_by(0);
    for entry in &detail.entries {
        table.push([
            Text::plain(entry.line.to_string()),
            entry.whom.clone().into(),
            entry.sets.join(", ").into(),
        ]);
    }
    table
}

/// Findings with their excerpts, or the proof.
pub(in crate::show) fn checked(checked: &Checked, sheet: Sheet) -> Page {
    let source = Source::new(&checked.file, &checked.source);
    let mut page = Page::new();
    for finding in &checked.items {
        page = page
            .block(Block::Verbatim(excerpt(&source, finding, sheet)))
            .gap();
    }
    let (errors, warnings) = (
        checked.count(finding::Level::Error),
        checked.count(finding::Level::Warning),
    );
    if errors > 0 {
        let summary = format!(
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        );
        let then = if checked.usable {
            ": cases are planned by it as it stands."
        } else {
            ": this playbook is not used until they are gone."
        };
        return page.paragraph(Text::late(summary).then(then));
    }
    let name = checked.name.clone().unwrap_or_default();
    let allowed = match checked.allowed {
        0 => String::new(),
        some => format!(", {} allowed", counted(some, "exception")),
    };
    let proof = format!(
        "{name}: an answer for each of {}, {}{allowed}.",
        counted(checked.cells, "cell"),
        counted(warnings, "warning")
    );
    page.paragraph(Text::fine("OK ").then(proof))
}

/// Says what an entry has to do with a finding: what is marked stands in the last entry before it.
fn beside(finding: &FindingItem, start: usize) -> &'static str {
    let before = finding.entry_ranges.iter().map(|range| range.start);
    match before.filter(|other| *other < finding.range.start).max() {
        Some(last) if last == start => "in this entry",
        Some(_) => "and this entry",
        None => "given by this entry",
    }
}

/// Of the entries involved in a finding so many are shown with it; all stand in the JSON.
const MOST_OTHERS: usize = 4;

fn excerpt(source: &Source<'_>, finding: &FindingItem, sheet: Sheet) -> String {
    let witness = finding.cells.first().map(|cell| {
        let (cell, also) = (&cell.cell, &cell.also_types);
        let what = if also.is_empty() { "cell" } else { "pair" };
        let also = also.iter().map(|id| format!(" with {id}"));
        format!(
            "for example {}{}, {}, {} ({} in all)",
            cell.complaint,
            also.collect::<String>(),
            cell.tier,
            cell.severity,
            counted(finding.cells.len(), what)
        )
    });
    let others = finding
        .entry_ranges
        .iter()
        .filter(|range| range.start != finding.range.start)
        .take(MOST_OTHERS);
    let problem = Problem {
        level: match finding.level {
            finding::Level::Error => Level::Error,
            finding::Level::Warning => Level::Warning,
        },
        title: format!("{}: {}", finding.finding.word(), finding.message),
        spot: Spot::new(finding.range.clone(), witness.unwrap_or_default()),
        others: others
            .map(|range| Spot::new(range.clone(), beside(finding, range.start)))
            .collect(),
        shown_by: finding.shown_by.clone(),
        help: Some(finding.hint.clone()),
    };
    draw(source, &problem, sheet)
}

/// A plan that was only tried.
pub(in crate::show) fn tried(tried: &Tried, now: Moment) -> Page {
    let types = tried.types.join(" and ");
    let mut page = Page::new().heading(Text::strong(format!(
        "{types}, {}, {}",
        tried.tier, tried.severity
    )));
    page = page.paragraph(Text::dim("Only tried: nothing was written."));
    page.then(plan_of_trial(tried, now))
}

/// The steps of such a plan, its deadlines, and what it costs.
pub(in crate::show) fn plan_of_trial(tried: &Tried, now: Moment) -> Page {
    let page = plan_of(&tried.steps, now)
        .heading("If the deadline passes, instead of the surprise")
        .then(steps_only(tried, now));
    let mut table = Table::new([Column::text("deadline"), Column::text("due")]).titled_by(0);
    for deadline in &tried.deadlines {
        let due = if deadline.provisional {
            format!("about {}", clock(now, deadline.due_at))
        } else {
            by(now, deadline.due_at)
        };
        table.push([Text::plain(deadline.name.word()), due.into()]);
    }
    page.heading("Deadlines").table(table).gap().fields([
        (
            "planned cost",
            cost(tried.planned_cost, tried.least_cost, "suggested").into(),
        ),
        ("ceiling", Text::plain(tried.ceiling.to_string())),
    ])
}

fn steps_only(tried: &Tried, now: Moment) -> Page {
    let items = tried
        .late_steps
        .iter()
        .map(|step| crate::show::case::step_item(step, now));
    Page::new().list(items)
}

impl Show for PlaybookList {
    fn name(&self) -> &'static str {
        "playbook-list"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, _: Sight) -> Page {
        list(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.items.iter().map(playbook_row).collect())
    }
}

impl Show for PlaybookDetail {
    fn name(&self) -> &'static str {
        "playbook-show"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        detail(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.entries.iter().map(entry_row).collect())
    }
}

impl Show for super::Source {
    fn name(&self) -> &'static str {
        self.schema
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        Page::new().block(Block::Verbatim(self.text.clone()))
    }

    fn rows(&self) -> Rows {
        Rows::Text(self.text.clone())
    }
}

impl Show for Checked {
    fn name(&self) -> &'static str {
        "playbook-check"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        checked(self, sight.sheet)
    }

    fn rows(&self) -> Rows {
        Rows::Table(finding_rows(self))
    }
}

impl Show for Tried {
    fn name(&self) -> &'static str {
        "playbook-try"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        tried(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(self.steps.iter().map(step_row).collect())
    }
}

/// name, state, title, file, errors, warnings, whether it is the usual one.
fn playbook_row(item: &PlaybookItem) -> Vec<String> {
    vec![
        item.name.clone(),
        word(item.state),
        optional(item.title.as_ref()),
        optional(item.file.as_ref()),
        item.errors.to_string(),
        item.warnings.to_string(),
        if item.default { "usual" } else { "" }.to_owned(),
    ]
}

/// line, for whom, what it sets.
fn entry_row(entry: &EntryItem) -> Vec<String> {
    vec![
        entry.line.to_string(),
        entry.whom.clone(),
        entry.sets.join(","),
    ]
}

fn finding_rows(checked: &Checked) -> Vec<Vec<String>> {
    let row = |finding: &FindingItem| {
        vec![
            word(finding.level),
            finding.finding.word().to_owned(),
            format!("{}:{}:{}", finding.file, finding.line, finding.column),
            finding.message.clone(),
            finding.hint.clone(),
        ]
    };
    checked.items.iter().map(row).collect()
}
