//! Findings with their places in the file.

use crate::domain::playbook::finding;
use crate::paper::excerpt::{Problem, ProblemLevel, SourceText, Spot, draw};
use crate::paper::layout::Sheet;
use crate::paper::page::{Block, Page, Text};
use crate::show::playbook::checked::{Checked, FindingItem};
use crate::show::playbook::list::counted;
use crate::show::rows::word;
use crate::show::{JsonItem, Rows, Show, Sight, each};

/// Findings with their excerpts, or the proof.
fn checked(checked: &Checked, sheet: Sheet) -> Page {
    let source = SourceText::new(&checked.file, &checked.source);
    let mut page = Page::new();
    for finding in &checked.items {
        page = page
            .block(Block::Verbatim(excerpt(&source, finding, sheet)))
            .gap();
    }
    let (errors, warnings) = (
        checked.count(finding::FindingLevel::Error),
        checked.count(finding::FindingLevel::Warning),
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

fn excerpt(source: &SourceText<'_>, finding: &FindingItem, sheet: Sheet) -> String {
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
            finding::FindingLevel::Error => ProblemLevel::Error,
            finding::FindingLevel::Warning => ProblemLevel::Warning,
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
