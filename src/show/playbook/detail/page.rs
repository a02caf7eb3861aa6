//! A playbook for a person, and as rows.

use crate::paper::page::{Column, ListItem, Page, Table, Text};
use crate::show::playbook::detail::{EntryItem, PlaybookDetail};
use crate::show::{JsonItem, Rows, Show, Sight};

/// One playbook in full.
fn detail(detail: &PlaybookDetail) -> Page {
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
        .map(|tier| ListItem::new(tier.id.clone(), tier.name.clone()));
    page = page.heading("Tiers, lowest first").list(tiers);
    let types = detail.types.iter().map(|one| {
        let item = ListItem::new(one.id.clone(), one.name.clone());
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
        ListItem::new(channel.id.clone(), how)
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

/// line, for whom, what it sets.
fn entry_row(entry: &EntryItem) -> Vec<String> {
    vec![
        entry.line.to_string(),
        entry.whom.clone(),
        entry.sets.join(","),
    ]
}
