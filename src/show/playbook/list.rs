//! The playbooks there are.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::paper::page::{Column, Mark, Page, Table, Text};
use crate::show::rows::{optional, word};
use crate::show::{JsonItem, Rows, Show, Sight, each};

/// Whether a playbook can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "playbook-state")]
pub enum PlaybookState {
    /// It can.
    Ok,
    /// It cannot be read, or some customer would get no answer.
    Refused,
}

/// One playbook of the shop, or one that comes with the program.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "listed-playbook")]
pub struct PlaybookItem {
    /// The name to use on the command line.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What the file calls itself; `null` when it cannot be read.
    pub title: Option<String>,
    /// The file; `null` for one that comes with the program.
    pub file: Option<String>,
    /// Whether cases use it when no other is named.
    pub default: bool,
    /// Whether it can be used.
    pub state: PlaybookState,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
}

/// Playbooks.
#[derive(Debug)]
pub struct PlaybookList {
    /// Each of them.
    pub items: Vec<PlaybookItem>,
}

/// Every playbook.
fn list(list: &PlaybookList) -> Page {
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

pub(in crate::show) fn counted(count: usize, what: &str) -> String {
    Count::of(u32::try_from(count).unwrap_or(u32::MAX), what).to_string()
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
