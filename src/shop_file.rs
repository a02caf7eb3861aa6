//! `shop.toml`: the shop's settings, or every problem with them at once.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::domain::finding::{Finding, Kind};
use crate::domain::when::DateOrder;
use crate::domain::zone::Zone;
use crate::toml_table::{Problems, Table, note_syntax};

/// The largest settings file that is read, in bytes: 256 KiB.
pub const LARGEST: usize = 256 * 1024;

/// What a shop says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What the shop is called.
    pub name: Option<String>,
    /// The IANA name of the zone it is in.
    pub timezone: Option<String>,
    /// In which order it writes dates.
    pub date_order: Option<DateOrder>,
    /// The playbook of a case when no other is named.
    pub playbook: Option<String>,
    /// When it is open; nothing is said about it in many shops.
    pub hours: Option<crate::domain::calendar::Hours>,
    /// The person behind each role.
    pub people: BTreeMap<String, String>,
}

/// Reads the settings.
///
/// # Errors
/// Gives every problem, each with its place.
pub fn read(source: &str) -> Result<Settings, Vec<Finding>> {
    let mut problems = Problems::new(source);
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        note_syntax(error, &mut problems);
    }
    let top = Table::new(&table, "shop.toml");
    let settings = settings(top, &mut problems);
    if problems.is_empty() {
        return Ok(settings);
    }
    Err(problems.into_findings())
}

fn settings(top: Table<'_>, problems: &mut Problems<'_>) -> Settings {
    top.only(
        &["name", "timezone", "date_order", "playbook", "people"],
        problems,
    );
    let owned = |text: Option<(&str, _)>| text.map(|(text, _)| text.to_owned());
    Settings {
        name: owned(top.text("name", problems)),
        timezone: timezone(top, problems),
        date_order: date_order(top, problems),
        playbook: owned(top.text("playbook", problems)),
        hours: None,
        people: people(top, problems),
    }
}

fn timezone(top: Table<'_>, problems: &mut Problems<'_>) -> Option<String> {
    let (name, range) = top.text("timezone", problems)?;
    match Zone::bundled(name) {
        Ok(zone) => Some(zone.name().to_owned()),
        Err(unknown) => {
            problems.note(Kind::Unknown, &range, (unknown.to_string(), unknown.hint()));
            None
        }
    }
}

fn date_order(top: Table<'_>, problems: &mut Problems<'_>) -> Option<DateOrder> {
    let (text, range) = top.text("date_order", problems)?;
    text.parse()
        .map_err(|bad: crate::domain::when::BadDateOrder| {
            problems.note(Kind::Unknown, &range, (bad.to_string(), bad.hint()));
        })
        .ok()
}

fn people(top: Table<'_>, problems: &mut Problems<'_>) -> BTreeMap<String, String> {
    let Some(table) = top.table("people", "`[people]`", problems) else {
        return BTreeMap::new();
    };
    let mut people = BTreeMap::new();
    for ((role, _), _) in table.entries() {
        if let Some((name, _)) = table.required(role, problems) {
            people.insert(role.to_owned(), name.to_owned());
        }
    }
    people
}

/// Writes the settings of a shop that has none yet.
#[must_use]
pub fn first(zone: &str) -> String {
    format!(
        "# The settings of this shop. What is not set here is asked for or left out.\n\
         timezone = \"{zone}\"   # from this computer; the IANA name of where the shop is\n\
         # name = \"Rosa's Bakery\"\n\
         # date_order = \"day-first\"   # or \"month-first\": what 1/4/2026 means\n\
         \n\
         # [people]                   # who stands behind the roles of the playbook\n\
         # owner = \"Rosa Marin\"\n"
    )
}

/// Adds the name of the usual playbook to settings that do not have one.
///
/// It goes to the top: below a `[table]` it would belong to that table.
#[must_use]
pub fn with_playbook(settings: &str, playbook: &str) -> String {
    format!("playbook = \"{playbook}\"\n{settings}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_program_writes_it_reads() {
        let settings = read(&with_playbook(&first("Europe/London"), "cafe")).unwrap();
        assert_eq!(settings.timezone.as_deref(), Some("Europe/London"));
        assert_eq!(settings.playbook.as_deref(), Some("cafe"));
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let source = "timezone = \"Europe/Lodnon\"\ndate_order = \"us\"\nplybook = 3\n[people]\nowner = \"\"\n";
        let findings = read(source).unwrap_err();
        let lines: Vec<u32> = findings.iter().map(|finding| finding.place.line).collect();
        assert_eq!(lines, [1, 2, 3, 5]);
    }
}
