//! `amends config`: the settings that hold, where they come from, and changing them.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Args, Subcommand};

use crate::desk::shop::{Shop, settings_text};
use crate::domain::suggest::nearest;
use crate::domain::time::calendar::WEEKDAYS;
use crate::error::{Error, Result};
use crate::files::shop::{BadKey, SettingKey, WrittenSetting, written};
use crate::shell::zones::ZoneBy;
use crate::show::Screen;
use crate::show::settings::{Origins, SettingItem, SettingList, SettingOrigin};

pub(super) mod set;

/// What can only be read, because it says where the settings are.
const FOLDER: &str = "folder";
const DATA_FILE: &str = "data_file";

/// `amends config`.
#[derive(Args, Debug)]
#[command(after_help = "\
Settings:
  name  timezone  date_order  playbook
  people.ROLE            who stands behind a role     people.ROLE.until   when they leave
  hours                  opening times of a week, as mon-fri 9-5, sat 10-14
  hours.mon … hours.sun  of one day, each range as 09:00-12:30
  hours.holidays         days shut, as 2026-12-25 or each year 12-25
  hours.on.2026-12-24    the hours of one day
  folder  data_file      where things are; only to be read

Examples:
  amends config list --origin
  amends config set hours.mon \"09:00-12:30 13:30-17:00\"")]
pub struct ConfigArgs {
    /// What to do with the settings.
    #[command(subcommand)]
    pub verb: ConfigVerb,
}

/// The verbs of `amends config`.
#[derive(Debug, Subcommand)]
pub enum ConfigVerb {
    /// List the settings as they hold now
    List(ListConfigArgs),
    /// Print one setting
    #[command(after_help = "Example:\n  amends config get timezone")]
    Get(GetConfigArgs),
    /// Change a setting in shop.toml, and leave the rest of the file as it is
    Set(set::SetConfigArgs),
}

/// `amends config list`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends config list
  amends config list --origin       with where each comes from")]
pub struct ListConfigArgs {
    /// Say where each comes from
    #[arg(long)]
    pub origin: bool,
}

/// `amends config get`.
#[derive(Args, Clone, Debug)]
pub struct GetConfigArgs {
    /// Which, such as `timezone` or `hours.mon`
    #[arg(value_name = "KEY")]
    pub key: String,
}

pub(super) fn run(shop: &Shop<'_>, verb: &ConfigVerb) -> Result<Screen> {
    match verb {
        ConfigVerb::List(typed) => list(shop, typed),
        ConfigVerb::Get(typed) => get(shop, typed),
        ConfigVerb::Set(typed) => set::run(shop, typed),
    }
}

fn list(shop: &Shop<'_>, typed: &ListConfigArgs) -> Result<Screen> {
    let known = known(shop)?;
    let mut keys = vec![
        SettingKey::Name,
        SettingKey::Timezone,
        SettingKey::DateOrder,
        SettingKey::Playbook,
    ];
    let people = known.keys().filter(|key| is_of_people(key));
    keys.extend(people.cloned());
    keys.extend((0..WEEKDAYS.len()).map(SettingKey::Weekday));
    keys.push(SettingKey::Holidays);
    keys.extend(
        known
            .keys()
            .filter(|key| matches!(key, SettingKey::On(_)))
            .cloned(),
    );
    let mut items = vec![place(shop, FOLDER, &shop.folder)];
    items.push(place(shop, DATA_FILE, &shop.data_file()));
    items.extend(keys.iter().map(|key| setting(shop, key, &known)));
    let origins = if typed.origin {
        Origins::Shown
    } else {
        Origins::Hidden
    };
    Ok(shop.screen(SettingList { items, origins }))
}

const fn is_of_people(key: &SettingKey) -> bool {
    matches!(key, SettingKey::Person(_) | SettingKey::Until(_))
}

fn get(shop: &Shop<'_>, typed: &GetConfigArgs) -> Result<Screen> {
    let found = match typed.key.as_str() {
        FOLDER => place(shop, FOLDER, &shop.folder),
        DATA_FILE => place(shop, DATA_FILE, &shop.data_file()),
        other => setting(shop, &key(shop, other)?, &known(shop)?),
    };
    if found.value.is_none() {
        shop.say(format!("{} is not set", found.key));
    }
    Ok(shop.screen(found))
}

/// Reads what `shop.toml` has; nothing where there is none.
fn known(shop: &Shop<'_>) -> Result<BTreeMap<SettingKey, WrittenSetting>> {
    let text = settings_text(&shop.settings_file())?;
    Ok(text.map(|text| written(&text)).unwrap_or_default())
}

/// Understands the name of a setting.
fn key(shop: &Shop<'_>, typed: &str) -> Result<SettingKey> {
    SettingKey::parse(typed).map_err(|bad| {
        let people = shop.settings.people.keys();
        let people: Vec<String> = people.map(|role| format!("people.{role}")).collect();
        let person = nearest(typed, people.iter().map(String::as_str));
        let hint = match (&bad, person) {
            (BadKey::Unknown { near: None, .. }, Some(person)) => {
                format!("did you mean `{person}`?")
            }
            _ => bad.hint(),
        };
        Error::usage(bad.to_string(), hint)
    })
}

/// Says what holds for a setting of the file, and where it comes from.
fn setting(
    shop: &Shop<'_>,
    key: &SettingKey,
    known: &BTreeMap<SettingKey, WrittenSetting>,
) -> SettingItem {
    let found = |value: Option<String>, origin, by| SettingItem {
        key: key.to_string(),
        value,
        origin,
        line: None,
        by,
    };
    if let Some(written) = known.get(key) {
        let text = written.text.clone();
        let line = Some(written.line);
        return SettingItem {
            line,
            ..found(Some(text), SettingOrigin::ShopFile, None)
        };
    }
    match key {
        SettingKey::Timezone => {
            let zone = Some(shop.home.zone.name().to_owned());
            match shop.zone_by() {
                Some(ZoneBy::Variable) => found(zone, SettingOrigin::Environment, Some("TZ")),
                Some(ZoneBy::Computer | ZoneBy::Nobody) | None => {
                    found(zone, SettingOrigin::Computer, None)
                }
            }
        }
        // A weekday that is left out is closed, where there are hours at all.
        SettingKey::Weekday(_) if shop.settings.hours.is_some() => {
            found(Some(String::new()), SettingOrigin::BuiltIn, None)
        }
        SettingKey::Name
        | SettingKey::DateOrder
        | SettingKey::Playbook
        | SettingKey::Person(_)
        | SettingKey::Until(_)
        | SettingKey::Weekday(_)
        | SettingKey::Holidays
        | SettingKey::On(_) => found(None, SettingOrigin::NotSet, None),
    }
}

fn place(shop: &Shop<'_>, key: &str, path: &Path) -> SettingItem {
    let variable = |name: &'static str| shop.shell.variable(name).map(|_| name);
    let by = variable("AMENDS_DATA_DIR").or_else(|| variable("XDG_DATA_HOME"));
    let (origin, by) = match (&shop.everywhere.data_dir, by) {
        (Some(_), _) => (SettingOrigin::Flag, Some("--data-dir")),
        (None, Some(variable)) => (SettingOrigin::Environment, Some(variable)),
        (None, None) => (SettingOrigin::Computer, None),
    };
    SettingItem {
        key: key.to_owned(),
        value: Some(path.to_string_lossy().into_owned()),
        origin,
        line: None,
        by,
    }
}
