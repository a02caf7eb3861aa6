//! `amends config set`: one setting changed, if the whole file stays one that can be used.

use clap::Args;

use super::{DATA_FILE, FOLDER, key, setting};
use crate::desk::library::{self, Located, Vocabulary};
use crate::desk::settings::{self, SettingWish};
use crate::desk::shop::Shop;
use crate::domain::count::Count;
use crate::domain::suggest::nearest;
use crate::domain::time::calendar::{BadTime, WEEKDAYS, time_of_day};
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::files::shop::{SettingKey, Settings, WeekHours, ranges, week, written};
use crate::show::Screen;
use crate::show::settings::{SettingChange, SettingItem, SettingOrigin};
use crate::talk::complaint::quoted;

/// `amends config set`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends config set name \"Rosa's Bakery\"
  amends config set people.driver \"Sam Osei\"
  amends config set people.driver.until 18:00
  amends config set hours \"mon-fri 9-5, sat 10-14\"
  amends config set hours.mon \"09:00-12:30 13:30-17:00\"
  amends config set hours.sun \"\"           closed
  amends config set people.driver --unset")]
pub struct SetConfigArgs {
    /// Which, such as `timezone` or `hours.mon`
    #[arg(value_name = "KEY")]
    pub key: String,
    /// To what; several ranges or days with spaces between
    #[arg(value_name = "VALUE", required_unless_present = "unset")]
    pub value: Option<String>,
    /// Take it out of shop.toml
    #[arg(long, conflicts_with = "value")]
    pub unset: bool,
}

pub(super) fn run(shop: &Shop<'_>, typed: &SetConfigArgs) -> Result<Screen> {
    if [FOLDER, DATA_FILE].contains(&typed.key.as_str()) {
        let message = format!("`{}` is not kept in shop.toml", typed.key);
        let hint = "name another shop folder: `--data-dir DIR` or AMENDS_DATA_DIR";
        return Err(Error::usage(message, hint));
    }
    if typed.key == "hours" {
        return whole_week(shop, typed);
    }
    let key = key(shop, &typed.key)?;
    let change = wanted(shop, typed, &key)?;
    if key == SettingKey::Timezone {
        shop.zone_is_set();
    }
    let wishes = [(key.clone(), change)];
    let edit = settings::write(shop, &wishes, &typed.key, |settings| {
        say_what_follows(shop, &key, settings)?;
        say_what_is_closed(shop, &key, settings);
        Ok(())
    })?;
    if edit.found.is_none() && key != SettingKey::Timezone {
        say_whose_zone(shop);
    }
    let (is_new, text, source) = (edit.is_new(), &edit.text, &edit.source);
    let known = written(text);
    let before = written(source).remove(&key);
    let before = before.map(|before| before.text);
    let setting = setting(shop, &key, &known);
    Ok(shop.screen(SettingChange {
        back: is_new.then(|| back(&key, before.as_deref())),
        setting,
        before,
        changed: is_new,
        file: shop.settings_file().to_string_lossy().into_owned(),
    }))
}

/// Sets the hours of a whole week in one command, or takes them out.
fn whole_week(shop: &Shop<'_>, typed: &SetConfigArgs) -> Result<Screen> {
    let value = typed.value.as_deref();
    let hours = value.map(|value| week_of(shop, value)).transpose()?;
    let wishes = hours_wishes(hours.as_ref());
    let edit = settings::write(shop, &wishes, "hours", |_| Ok(()))?;
    if edit.found.is_none() {
        say_whose_zone(shop);
    }
    let before = in_one_line(&edit.source);
    let is_new = edit.is_new();
    let back = match &before {
        None => "amends config set hours --unset".to_owned(),
        Some(before) => format!("amends config set hours {}", quoted(before)),
    };
    let now = in_one_line(&edit.text);
    Ok(shop.screen(SettingChange {
        back: is_new.then_some(back),
        setting: SettingItem {
            key: "hours".to_owned(),
            origin: match now {
                Some(_) => SettingOrigin::ShopFile,
                None => SettingOrigin::NotSet,
            },
            value: now,
            line: None,
            by: None,
        },
        before,
        changed: is_new,
        file: shop.settings_file().to_string_lossy().into_owned(),
    }))
}

/// Reads the hours of a week as people write them.
pub(in crate::commands) fn week_of(shop: &Shop<'_>, value: &str) -> Result<WeekHours> {
    shop.words_as_typed(value, "hours")?;
    week(value).map_err(|bad| Error::usage(format!("hours: {bad}"), bad.hint()))
}

/// What becomes of the seven days: their hours, closed, or nothing where no hours are set.
pub(in crate::commands) fn hours_wishes(week: Option<&WeekHours>) -> Vec<SettingWish> {
    let wish = |day: usize| {
        let ranges = week.map(|week| {
            let ranges: Vec<String> = week[day].iter().map(ToString::to_string).collect();
            ranges.join(" ")
        });
        (SettingKey::Weekday(day), ranges)
    };
    (0..WEEKDAYS.len()).map(wish).collect()
}

/// The week that a settings file has, as `config set hours` takes it; `None` where it has none.
fn in_one_line(text: &str) -> Option<String> {
    let known = written(text);
    let day = |day: usize| {
        let hours = known.get(&SettingKey::Weekday(day))?;
        let ranges = hours.text.replace(' ', " and ");
        (!ranges.is_empty()).then(|| format!("{} {ranges}", WEEKDAYS[day]))
    };
    let days: Vec<String> = (0..WEEKDAYS.len()).filter_map(day).collect();
    (!days.is_empty()).then(|| days.join(", "))
}

/// Says that the days for which nothing is written are closed, when the first one is set.
fn say_what_is_closed(shop: &Shop<'_>, key: &SettingKey, settings: &Settings) {
    if !matches!(key, SettingKey::Weekday(_)) || shop.settings.hours.is_some() {
        return;
    }
    if settings.hours.is_some() {
        shop.say(
            "the other days are closed until you set them; a week at once: \
             `amends config set hours \"mon-fri 9-5, sat 10-14\"`"
                .to_owned(),
        );
    }
}

pub(in crate::commands) fn say_whose_zone(shop: &Shop<'_>) {
    shop.say(format!(
        "times in {}; to change it: `amends config set timezone ZONE`",
        shop.whence_the_zone()
    ));
}

/// Reads what the setting is to be, as far as that can be told without the file.
fn wanted(shop: &Shop<'_>, typed: &SetConfigArgs, key: &SettingKey) -> Result<Option<String>> {
    let Some(value) = typed.value.as_deref() else {
        return Ok(None);
    };
    shop.words_as_typed(value, &typed.key)?;
    match key {
        SettingKey::Weekday(_) | SettingKey::On(_) => {
            // What is not understood so is told by the reader of the file, each mistake with its place.
            let Ok(ranges) = ranges(value) else {
                return Ok(Some(value.to_owned()));
            };
            let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
            return Ok(Some(ranges.join(" ")));
        }
        SettingKey::Holidays => return Ok(Some(value.to_owned())),
        SettingKey::Until(_) => return Ok(Some(clock_time(value, &typed.key)?)),
        SettingKey::Playbook if !value.trim().is_empty() => {
            whole_path(value, &library::find(shop, value)?)?
        }
        SettingKey::Person(role) => warn_of_role(shop, role)?,
        SettingKey::Name | SettingKey::Timezone | SettingKey::DateOrder | SettingKey::Playbook => {}
    }
    if value.trim().is_empty() {
        let message = format!("{}: an empty text is no value", typed.key);
        let hint = format!("to take it out: `amends config set {} --unset`", typed.key);
        return Err(Error::usage(message, hint));
    }
    Ok(Some(value.to_owned()))
}

/// Reads a time of day as people write it: `18:00`, `6pm`.
fn clock_time(value: &str, key: &str) -> Result<String> {
    match time_of_day(value) {
        Ok(time) => Ok(time.format("%H:%M").to_string()),
        Err(BadTime::NotATime {
            nearest: Some(time),
            ..
        }) => Ok(time),
        Err(bad) => Err(Error::usage(format!("{key}: {bad}"), bad.hint())),
    }
}

/// Refuses a path that would lead elsewhere from another folder.
fn whole_path(value: &str, found: &Located) -> Result<()> {
    let Some(path) = &found.by_path else {
        return Ok(());
    };
    if std::path::Path::new(value).is_absolute() {
        return Ok(());
    }
    let message = format!(
        "`{}` would be looked for in whatever folder you are in",
        visible(value)
    );
    let hint = format!(
        "write the whole path: `amends config set playbook {}`",
        visible(path)
    );
    Err(Error::usage(message, hint))
}

pub(in crate::commands) fn warn_of_role(shop: &Shop<'_>, role: &str) -> Result<()> {
    let roles = Vocabulary::of(shop)?.roles;
    if roles.iter().any(|known| known == role) {
        return Ok(());
    }
    let near = nearest(role, roles.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `people.{near}`?"));
    shop.warn(format!(
        "no playbook has the role `{role}`{}",
        near.unwrap_or_default()
    ));
    Ok(())
}

/// Says what a new zone does to the cases that are open.
fn say_what_follows(shop: &Shop<'_>, key: &SettingKey, settings: &Settings) -> Result<()> {
    let same = settings.timezone.as_deref() == Some(shop.home.zone.name());
    if *key != SettingKey::Timezone || same {
        return Ok(());
    }
    let Some(store) = shop.store()? else {
        return Ok(());
    };
    let counts = store.counts(shop.now())?;
    let open = counts.open();
    if open > 0 {
        let keeps = if open == 1 { "keeps" } else { "keep" };
        shop.warn(format!(
            "{} {keeps} the zone of when it was logged: no deadline moves",
            Count::of(open, "open case")
        ));
    }
    Ok(())
}

/// Gives the command that puts a setting back.
fn back(key: &SettingKey, before: Option<&str>) -> String {
    match before {
        None => format!("amends config set {key} --unset"),
        Some("") => format!("amends config set {key} ''"),
        // What begins with a hyphen would be taken for a flag.
        Some(text) if text.starts_with('-') => {
            format!("amends config set {key} -- {}", quoted(text))
        }
        Some(text) => format!("amends config set {key} {}", quoted(text)),
    }
}
