//! `shop.toml`: the shop's settings, or every problem with them at once.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use toml::de::DeTable;

use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::time::calendar::Hours;
use crate::domain::time::when::DateOrder;
use crate::domain::time::zone::Zone;
use crate::files::table::{Problems, TomlTable, Worded, note_syntax};

mod edit;
mod hours;
mod key;
mod people;
mod week;
mod written;

pub use edit::{NotEdited, SettingEdit, changed, without_bare_hours};
pub use key::{BadKey, SettingKey};
pub use week::{BadWeek, WeekHours, ranges, week};
pub use written::{WrittenSetting, written};

/// The largest settings file that is read, in bytes: 256 KiB.
pub const LARGEST: usize = 256 * 1024;

/// Where the keys are explained.
const HELP: &str = "see `amends help environment`";

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
    /// The person behind each role.
    pub people: BTreeMap<String, StaffMember>,
    /// When it is open, if it says so.
    pub hours: Option<Hours>,
}

/// Somebody who stands behind a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// What they are called.
    pub name: String,
    /// The time of day at which they leave, if that is known.
    pub until: Option<NaiveTime>,
}

impl StaffMember {
    /// Says who they are and until when they are there: "Sam Osei, until 18:00".
    #[must_use]
    pub fn phrase(&self) -> String {
        match self.until {
            Some(until) => format!("{}, until {}", self.name, until.format("%H:%M")),
            None => self.name.clone(),
        }
    }
}

impl Settings {
    /// Names the person behind a role.
    #[must_use]
    pub fn name_of(&self, role: &str) -> Option<&str> {
        self.people.get(role).map(|person| person.name.as_str())
    }
}

const TOP: [&str; 6] = [
    "name",
    "timezone",
    "date_order",
    "playbook",
    "people",
    "hours",
];

/// Reads the settings.
///
/// # Errors
/// Gives every problem, each with its place.
pub fn read(source: &str) -> Result<Settings, Vec<Finding>> {
    let mut problems = Problems::new(source).explained(HELP);
    let (table, errors) = DeTable::parse_recoverable(source);
    note_syntax(&errors, &mut problems);
    let top = TomlTable::new(&table, "shop.toml");
    let settings = settings(top, &mut problems);
    if problems.is_empty() {
        return Ok(settings);
    }
    Err(problems.into_findings())
}

fn settings(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Settings {
    // First of all, so that an empty problem list means that the file is TOML.
    let hours = hours::read(top, problems);
    unknown_keys(top, problems);
    Settings {
        name: top.text("name", problems).map(Worded::owned),
        timezone: timezone(top, problems),
        date_order: date_order(top, problems),
        playbook: top.text("playbook", problems).map(Worded::owned),
        people: people::read(top, problems),
        hours,
    }
}

fn unknown_keys(top: TomlTable<'_>, problems: &mut Problems<'_>) {
    let mut known = TOP.to_vec();
    for (Worded { text: key, range }, _) in top.entries() {
        if hours::is_key(key) {
            let message = format!("`{key}` is a key of `[hours]`, not of shop.toml itself");
            let hint = "write it below a line `[hours]`".to_owned();
            let place = problems.place(&range);
            problems.note(Finding::new(FindingKind::Unknown, place, message, hint));
            known.push(key);
        }
    }
    top.only(&known, problems);
}

fn timezone(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<String> {
    let name = top.text("timezone", problems)?;
    match Zone::bundled(name.text) {
        Ok(zone) => Some(zone.name().to_owned()),
        Err(unknown) => {
            let (place, message) = (problems.place(&name.range), unknown.to_string());
            problems.note(Finding::new(
                FindingKind::Unknown,
                place,
                message,
                unknown.hint(),
            ));
            None
        }
    }
}

fn date_order(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<DateOrder> {
    let Worded { text, range } = top.text("date_order", problems)?;
    text.parse()
        .map_err(|bad: crate::domain::time::when::BadDateOrder| {
            let (place, message) = (problems.place(&range), bad.to_string());
            problems.note(Finding::new(
                FindingKind::Unknown,
                place,
                message,
                bad.hint(),
            ));
        })
        .ok()
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
         # owner = \"Rosa Marin\"\n\
         # driver = {{ name = \"Sam Osei\", until = \"18:00\" }}\n\
         \n\
         # [hours]                    # when you are open; \"8 open hours\" counts only these\n\
         # mon = [\"09:00-12:30\", \"13:30-17:00\"]\n\
         # fri = [\"18:00-02:00\"]      # over midnight; a day that is left out is closed\n\
         # holidays = [\"2026-12-25\", \"12-26\"]   # once, or every year\n\
         # [[hours.on]]               # one day with hours of its own\n\
         # date = \"2026-12-24\"\n\
         # open = [\"09:00-12:00\"]\n"
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
mod tests;
