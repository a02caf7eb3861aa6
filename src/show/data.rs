//! Where everything is kept, and whether the data file is whole.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::paper::page::{ListItem, Page, Text};
use crate::show::rows::optional;
use crate::show::{JsonItem, Rows, Show, Sight};

/// Where everything is kept.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "paths")]
pub struct Paths {
    /// The shop folder.
    pub folder: String,
    /// The data file.
    pub data_file: String,
    /// Whether it is there yet.
    pub exists: bool,
    /// The shop's settings.
    pub settings: String,
    /// The folder of the shop's own playbooks.
    pub playbooks: String,
}

/// Whether the data file is whole.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "integrity")]
pub struct Integrity {
    /// The data file.
    pub data_file: String,
    /// Whether everything agrees.
    pub sound: bool,
    /// Events read.
    pub events: u64,
    /// Cases added up again.
    pub cases: u64,
    /// The first digits of the head of the chain, to compare with a backup.
    #[schemars(regex(pattern = r"^[0-9a-f]{8}$"))]
    pub head: Option<String>,
    /// Events saved since the history that `--head` names; `null` when it is not in the file.
    pub since_head: Option<u64>,
    /// What does not agree.
    pub problems: Vec<String>,
}

/// Where everything is kept.
pub(in crate::show) fn paths(paths: &Paths) -> Page {
    let state = if paths.exists { "" } else { " (not there yet)" };
    Page::new().fields([
        ("shop folder", Text::plain(paths.folder.clone())),
        (
            "data file",
            Text::plain(format!("{}{state}", paths.data_file)),
        ),
        ("settings", Text::plain(paths.settings.clone())),
        ("playbooks", Text::plain(paths.playbooks.clone())),
    ])
}

/// Whether the data file is whole.
pub(in crate::show) fn integrity(integrity: &Integrity) -> Page {
    if !integrity.sound {
        let problems = integrity
            .problems
            .iter()
            .map(|problem| ListItem::new("-", problem.as_str()));
        return Page::new()
            .paragraph(Text::late("NOT WHOLE ").then(integrity.data_file.clone()))
            .list(problems)
            .gap()
            .paragraph("Stop writing to it, keep this file, and go back to a copy that is whole.");
    }
    let counted = format!(
        "{} and {} agree",
        Count::of(integrity.events, "event"),
        Count::of(integrity.cases, "case")
    );
    let head = integrity
        .head
        .clone()
        .unwrap_or_else(|| "none yet".to_owned());
    let since = match integrity.since_head {
        None => String::new(),
        Some(0) => ", which is the one asked for".to_owned(),
        Some(since) => format!(
            "; {} saved since the one asked for",
            Count::of(since, "event")
        ),
    };
    let line = format!("{counted}; history {head}{since}");
    Page::new().paragraph(Text::fine("OK ").then(line))
}

impl Show for Paths {
    fn name(&self) -> &'static str {
        "data-path"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        paths(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(path_rows(self))
    }
}

impl Show for Integrity {
    fn name(&self) -> &'static str {
        "data-check"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        integrity(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(integrity_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.sound
    }
}

fn integrity_rows(integrity: &Integrity) -> Vec<Vec<String>> {
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
