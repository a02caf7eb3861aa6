//! Settings for a person and for a pipe.

use crate::paper::page::{Column, Mark, Page, Table, Text};
use crate::show::settings::{
    Origins, SettingChange, SettingItem, SettingList, SettingOrigin, ShopSetUp,
};
use crate::show::{JsonItem, Rows, Show, Sight, each};

/// Every setting.
pub(in crate::show) fn list(list: &SettingList) -> Page {
    let mut columns = vec![Column::whole("setting"), Column::text("value")];
    if list.origins == Origins::Shown {
        columns.push(Column::text("from"));
    }
    let mut table = Table::new(columns).titled_by(0);
    for item in &list.items {
        let mut row = vec![Text::strong(item.key.clone()), value(item)];
        if list.origins == Origins::Shown {
            row.push(Text::dim(origin(item)));
        }
        table.push(row);
    }
    Page::new().table(table).gap().paragraph(
        Text::plain("Change one: ").add(Mark::Code, "amends config set hours.mon \"09:00-17:00\""),
    )
}

/// One setting.
pub(in crate::show) fn one(setting: &SettingItem) -> Page {
    Page::new().fields([
        ("setting", Text::strong(setting.key.clone())),
        ("value", value(setting)),
        ("from", origin(setting).into()),
    ])
}

/// A setting that was changed, or was so already.
pub(in crate::show) fn change(change: &SettingChange) -> Page {
    let setting = &change.setting;
    let now = Text::strong(setting.key.clone()).then(match &setting.value {
        None => " is not set".to_owned(),
        Some(_) => format!(": {}", words(&setting.key, setting.value.as_deref())),
    });
    if !change.changed {
        return Page::new().paragraph(now.then(", as before; nothing was changed."));
    }
    let before = words(&setting.key, change.before.as_deref());
    let mut page = Page::new().paragraph(now).fields([
        ("before", Text::plain(before)),
        ("file", change.file.clone().into()),
    ]);
    if let Some(back) = &change.back {
        page = page.paragraph(Text::plain("To put it back: ").add(Mark::Code, back.clone()));
    }
    page
}

/// key, value, and where it comes from if that is wanted.
pub(in crate::show) fn rows(list: &SettingList) -> Vec<Vec<String>> {
    let row = |item: &SettingItem| {
        let mut row = vec![item.key.clone(), item.value.clone().unwrap_or_default()];
        if list.origins == Origins::Shown {
            row.push(origin(item));
        }
        row
    };
    list.items.iter().map(row).collect()
}

/// The value alone; nothing when nothing holds.
pub(in crate::show) fn value_row(setting: &SettingItem) -> Vec<Vec<String>> {
    setting
        .value
        .iter()
        .map(|value| vec![value.clone()])
        .collect()
}

/// key, value, what it was before.
pub(in crate::show) fn change_row(change: &SettingChange) -> Vec<String> {
    vec![
        change.setting.key.clone(),
        change.setting.value.clone().unwrap_or_default(),
        change.before.clone().unwrap_or_default(),
    ]
}

fn value(setting: &SettingItem) -> Text {
    let words = words(&setting.key, setting.value.as_deref());
    match setting.value {
        Some(_) => words.into(),
        None => Text::dim(words),
    }
}

/// Says a value in words: an empty list of hours is a day shut.
fn words(key: &str, value: Option<&str>) -> String {
    match value {
        None => "not set".to_owned(),
        Some("") if key == "hours.holidays" => "none".to_owned(),
        Some("") => "closed".to_owned(),
        Some(value) => value.to_owned(),
    }
}

fn origin(setting: &SettingItem) -> String {
    let by = setting.by.unwrap_or_default();
    match (setting.origin, setting.line) {
        (SettingOrigin::ShopFile, Some(line)) => format!("shop.toml line {line}"),
        (SettingOrigin::ShopFile, None) => "shop.toml".to_owned(),
        (SettingOrigin::Computer, _) => "this computer".to_owned(),
        (SettingOrigin::BuiltIn, _) => "built in".to_owned(),
        (SettingOrigin::Environment, _) => format!("environment: {by}"),
        (SettingOrigin::Flag, _) => format!("flag: {by}"),
        (SettingOrigin::NotSet, _) => "not set".to_owned(),
    }
}

impl Show for SettingList {
    fn name(&self) -> &'static str {
        "config-list"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, _: Sight) -> Page {
        list(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(rows(self))
    }
}

impl Show for SettingItem {
    fn name(&self) -> &'static str {
        "config-get"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        one(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(value_row(self))
    }
}

impl Show for SettingChange {
    fn name(&self) -> &'static str {
        "config-set"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        change(self)
    }

    fn rows(&self) -> Rows {
        Rows::Table(vec![change_row(self)])
    }
}

/// What was said of the shop, and how to go on.
fn set_up(shop: &ShopSetUp) -> Page {
    let items = shop.items.iter();
    let fields = items.map(|item| (item.key.clone(), value(item)));
    let said = match shop.changed {
        true => format!("Written to {}", shop.file),
        false => "All of it was so before; nothing was changed.".to_owned(),
    };
    let mut page = Page::new().fields(fields).gap().paragraph(said);
    if let Some(made) = &shop.made {
        let show = format!("amends playbook show {made}");
        page = page.paragraph(Text::plain("Your own playbook: ").add(Mark::Code, show));
    }
    page.gap().fields([
        ("take in a complaint", Text::code("amends new")),
        ("change any of this", Text::code("amends config list")),
        ("the night report", Text::code("amends schedule cron")),
    ])
}

impl Show for ShopSetUp {
    fn name(&self) -> &'static str {
        "setup"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, _: Sight) -> Page {
        set_up(self)
    }

    fn rows(&self) -> Rows {
        let row =
            |item: &SettingItem| vec![item.key.clone(), item.value.clone().unwrap_or_default()];
        Rows::Table(self.items.iter().map(row).collect())
    }
}
