//! Changing the settings of the shop: one or several in one writing, if the whole file stays one that can be used.

use crate::desk::shop::{Shop, problems, settings_text, with_ids};
use crate::error::{Error, Kind, Result};
use crate::files;
use crate::files::shop::{SettingEdit, SettingKey, Settings, changed, without_bare_hours};
use crate::shell::disk;

/// What becomes of a setting: its value, or nothing where it is taken out.
pub type SettingWish = (SettingKey, Option<String>);

/// The settings file before and after a change; read anew once the file is locked.
pub struct ChangedSettings {
    /// The text of the file; `None` in a shop that has none.
    pub found: Option<String>,
    /// What the change was made in: that text, or the one a shop begins with.
    pub source: String,
    /// The text with the change.
    pub text: String,
    /// The settings that the changed text holds.
    pub settings: Settings,
}

impl ChangedSettings {
    fn of(shop: &Shop<'_>, wishes: &[SettingWish], named: &str) -> Result<Self> {
        let found = settings_text(&shop.settings_file())?;
        let source = match &found {
            Some(text) => text.clone(),
            None => shop.settings_to_begin_with()?,
        };
        let mut text = source.clone();
        for (key, value) in wishes {
            let edit = value
                .as_deref()
                .map_or(SettingEdit::Unset, SettingEdit::Set);
            text = changed(&text, key, edit)
                .map_err(|refused| Error::usage(refused.to_string(), refused.hint()))?;
        }
        let is_day_out =
            |(key, value): &SettingWish| matches!(key, SettingKey::Weekday(_)) && value.is_none();
        if wishes.iter().any(is_day_out) {
            text = without_bare_hours(&text);
        }
        let settings = usable(&text, named)?;
        Ok(Self {
            found,
            source,
            text,
            settings,
        })
    }

    /// Says whether anything changes.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.found.as_ref() != Some(&self.text)
    }
}

/// Writes changes into the settings of the shop; `named` is what was typed for them, and `before` may refuse or say
/// something before anything is written.
///
/// # Errors
/// When the file would be none that can be used, or cannot be written.
pub fn write(
    shop: &Shop<'_>,
    wishes: &[SettingWish],
    named: &str,
    before: impl FnOnce(&Settings) -> Result<()>,
) -> Result<ChangedSettings> {
    let place = shop.settings_file();
    let mut edit = ChangedSettings::of(shop, wishes, named)?;
    if edit.is_new() {
        // Settings without a data file are what is left of a shop that was lost.
        with_ids(shop, |ids| shop.begun(ids))?;
        // Somebody else may have set something since: what they set stays.
        let _held = disk::lock(&place)?;
        edit = ChangedSettings::of(shop, wishes, named)?;
        before(&edit.settings)?;
        let placed = disk::replace(&place, edit.text.as_bytes())?;
        shop.has_saved(format!("saved in {}", disk::shown(&place)));
        placed.lasting()?;
    }
    Ok(edit)
}

/// Refuses a text that could not be read as settings, with everything that is wrong with it.
fn usable(text: &str, named: &str) -> Result<Settings> {
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
            "`{named}` cannot be set so; shop.toml would have\n{}",
            problems(&findings)
        );
        Error::usage(message, "correct what you typed; nothing was changed")
    })
}
