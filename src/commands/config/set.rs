//! `amends config set`: one setting changed, if the whole file stays one that can be used.

use clap::Args;

use super::{DATA_FILE, FOLDER, key, setting};
use crate::desk::library::{self, Located, Vocabulary};
use crate::desk::shop::{Shop, problems, settings_text, with_ids};
use crate::domain::count::Count;
use crate::domain::suggest::nearest;
use crate::domain::words::visible;
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::shop::{SettingEdit, SettingKey, Settings, changed, written};
use crate::shell::disk;
use crate::show::Screen;
use crate::show::settings::SettingChange;
use crate::talk::complaint::quoted;

/// `amends config set`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends config set name \"Rosa's Bakery\"
  amends config set people.driver \"Sam Osei\"
  amends config set people.driver.until 18:00
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
    let key = key(shop, &typed.key)?;
    let change = wanted(shop, typed, &key)?;
    let place = shop.settings_file();
    if key == SettingKey::Timezone {
        shop.zone_is_set();
    }
    let mut edit = Edit::of(shop, typed, &key, &change)?;
    if edit.is_new() {
        // Settings without a data file are what is left of a shop that was lost.
        with_ids(shop, |ids| shop.begun(ids))?;
        // Somebody else may have set something since: what they set stays.
        let _held = disk::lock(&place)?;
        edit = Edit::of(shop, typed, &key, &change)?;
        say_what_follows(shop, &key, &edit.settings)?;
        let placed = disk::replace(&place, edit.text.as_bytes())?;
        shop.has_saved(format!("saved in {}", disk::shown(&place)));
        placed.lasting()?;
    }
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
        file: place.to_string_lossy().into_owned(),
    }))
}

/// The settings file before and after a change; read anew once the file is locked.
struct Edit {
    /// The text of the file; `None` in a shop that has none.
    found: Option<String>,
    /// What the change was made in: that text, or the one a shop begins with.
    source: String,
    /// The text with the change.
    text: String,
    /// The settings that the changed text holds.
    settings: Settings,
}

impl Edit {
    fn of(
        shop: &Shop<'_>,
        typed: &SetConfigArgs,
        key: &SettingKey,
        change: &SettingEdit<'_>,
    ) -> Result<Self> {
        let found = settings_text(&shop.settings_file())?;
        let source = match &found {
            Some(text) => text.clone(),
            None => shop.settings_to_begin_with()?,
        };
        let text = changed(&source, key, *change)
            .map_err(|refused| Error::usage(refused.to_string(), refused.hint()))?;
        let settings = usable(&text, typed)?;
        Ok(Self {
            found,
            source,
            text,
            settings,
        })
    }

    fn is_new(&self) -> bool {
        self.found.as_ref() != Some(&self.text)
    }
}

fn say_whose_zone(shop: &Shop<'_>) {
    shop.say(format!(
        "times in {}; to change it: `amends config set timezone ZONE`",
        shop.whence_the_zone()
    ));
}

/// Reads what the setting is to be, as far as that can be told without the file.
fn wanted<'t>(
    shop: &Shop<'_>,
    typed: &'t SetConfigArgs,
    key: &SettingKey,
) -> Result<SettingEdit<'t>> {
    let Some(value) = typed.value.as_deref() else {
        return Ok(SettingEdit::Unset);
    };
    shop.words_as_typed(value, &typed.key)?;
    match key {
        SettingKey::Weekday(_) | SettingKey::Holidays | SettingKey::On(_) => {
            return Ok(SettingEdit::Set(value));
        }
        SettingKey::Playbook if !value.trim().is_empty() => {
            whole_path(value, &library::find(shop, value)?)?
        }
        SettingKey::Person(role) => warn_of_role(shop, role)?,
        SettingKey::Name
        | SettingKey::Timezone
        | SettingKey::DateOrder
        | SettingKey::Playbook
        | SettingKey::Until(_) => (),
    }
    if value.trim().is_empty() {
        let message = format!("{}: an empty text is no value", typed.key);
        let hint = format!("to take it out: `amends config set {} --unset`", typed.key);
        return Err(Error::usage(message, hint));
    }
    Ok(SettingEdit::Set(value))
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

fn warn_of_role(shop: &Shop<'_>, role: &str) -> Result<()> {
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

/// Refuses a text that could not be read as settings, with everything that is wrong with it.
fn usable(text: &str, typed: &SetConfigArgs) -> Result<Settings> {
    if text.len() > files::shop::LARGEST {
        let message = format!(
            "shop.toml would be larger than {} bytes",
            files::shop::LARGEST
        );
        return Err(Error::new(
            Kind::Failed,
            message,
            "take something out first",
        ));
    }
    files::shop::read(text).map_err(|findings| {
        let message = format!(
            "`{}` cannot be set so; shop.toml would have\n{}",
            typed.key,
            problems(&findings)
        );
        Error::usage(message, "correct what you typed; nothing was changed")
    })
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
