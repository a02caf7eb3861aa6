//! That a report was written to a file, for a person and for a pipe.

use crate::paper::page::{Page, Text};
use crate::show::file::{Format, ReportWord, WrittenReport};
use crate::show::{JsonItem, Rows, Show, Sight};

/// Where a report was written to.
pub(in crate::show) fn written(written: &WrittenReport) -> Page {
    let what = match written.report {
        ReportWord::Card => "card",
        ReportWord::Today => "day",
        ReportWord::Nightly => "report",
    };
    let holds = match written.format {
        Format::Calendar => "Deadlines for your calendar".to_owned(),
        Format::Json => format!("The {what} for a program"),
        Format::Page | Format::Markdown => format!("The {what} to read"),
    };
    let count = |count: Option<u64>| count.map_or_else(Text::new, |count| count.to_string().into());
    let page = Page::new()
        .paragraph(Text::strong(format!("{holds}: ")).then(written.file.clone()))
        .fields([
            ("still to be met", count(written.deadlines)),
            ("cancelled", count(written.cancelled)),
        ]);
    match written.cancelled {
        None | Some(0) => page,
        Some(_) => page.gap().paragraph(Text::dim(
            "What is cancelled is met or over: a calendar that has it stops ringing.",
        )),
    }
}

impl Show for WrittenReport {
    fn name(&self) -> &'static str {
        "report-file"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        written(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(written_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.nothing
    }
}

fn written_rows(written: &WrittenReport) -> Vec<Vec<String>> {
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
