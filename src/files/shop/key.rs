//! The names of the settings, as `amends config` takes them.

use std::fmt;

use chrono::NaiveDate;

use super::hours;
use crate::domain::suggest::nearest;
use crate::domain::time::calendar::{BadDate, WEEKDAYS, date};
use crate::domain::words::visible;

/// One setting of `shop.toml`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingKey {
    /// What the shop is called.
    Name,
    /// The zone it is in.
    Timezone,
    /// In which order it writes dates.
    DateOrder,
    /// Its usual playbook.
    Playbook,
    /// The person behind a role.
    Person(String),
    /// The time of day at which that person leaves.
    Until(String),
    /// The opening times of a weekday, Monday being 0.
    Weekday(usize),
    /// The days shut.
    Holidays,
    /// The opening times of one day.
    On(NaiveDate),
}

/// What was typed names no setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// There is nothing of that name.
    #[error("there is no setting `{}`", visible(.typed))]
    Unknown {
        /// What was typed.
        typed: String,
        /// What was probably meant.
        near: Option<String>,
    },
    /// The role cannot be one.
    #[error("`{}` does not name a role", visible(.typed))]
    NoRole {
        /// What was typed.
        typed: String,
    },
    /// The day does not exist, or is written otherwise.
    #[error("`{}`: {because}", visible(.typed))]
    NoDate {
        /// What was typed.
        typed: String,
        /// What is wrong with the day.
        because: BadDate,
    },
}

impl BadKey {
    /// Gives one thing to do.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Unknown {
                near: Some(near), ..
            } => format!("did you mean `{near}`?"),
            Self::Unknown { near: None, .. } => "see them all: `amends config list`".to_owned(),
            Self::NoRole { .. } => {
                "write a role of your playbook in small letters, such as `people.owner`".to_owned()
            }
            Self::NoDate { because, .. } => because.hint(),
        }
    }
}

/// The keys that stand at the top of the file.
const TOP: [(&str, SettingKey); 4] = [
    ("name", SettingKey::Name),
    ("timezone", SettingKey::Timezone),
    ("date_order", SettingKey::DateOrder),
    ("playbook", SettingKey::Playbook),
];

impl SettingKey {
    /// Reads the name of a setting: `name`, `people.owner`, `people.owner.until`, `hours.mon`, `hours.on.2026-12-24`.
    ///
    /// # Errors
    /// Says what was probably meant.
    pub fn parse(typed: &str) -> Result<Self, BadKey> {
        let top = TOP.iter().find(|(name, _)| *name == typed);
        if let Some((_, key)) = top {
            return Ok(key.clone());
        }
        if let Some(role) = typed.strip_prefix("people.") {
            return person(role, typed);
        }
        if let Some(day) = typed.strip_prefix("hours.on.") {
            return date(day).map(Self::On).map_err(|because| BadKey::NoDate {
                typed: typed.to_owned(),
                because,
            });
        }
        let day = typed.strip_prefix("hours.");
        match day.and_then(|day| WEEKDAYS.iter().position(|known| *known == day)) {
            Some(day) => Ok(Self::Weekday(day)),
            None if typed == "hours.holidays" => Ok(Self::Holidays),
            None => Err(unknown(typed)),
        }
    }
}

fn person(role: &str, typed: &str) -> Result<SettingKey, BadKey> {
    let (role, key): (_, fn(String) -> SettingKey) = match role.strip_suffix(".until") {
        Some(role) => (role, SettingKey::Until),
        None => (role, SettingKey::Person),
    };
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if role.is_empty() || !role.chars().all(plain) {
        let typed = typed.to_owned();
        return Err(BadKey::NoRole { typed });
    }
    Ok(key(role.to_owned()))
}

fn unknown(typed: &str) -> BadKey {
    let bare = typed.strip_prefix("hours.").unwrap_or(typed);
    let days = WEEKDAYS.iter().map(|day| format!("hours.{day}"));
    let named = TOP.iter().map(|(name, _)| (*name).to_owned());
    let others = ["hours.holidays", "folder", "data_file"].map(str::to_owned);
    let known: Vec<String> = named.chain(days).chain(others).collect();
    let day = hours::weekday(bare).filter(|_| bare.len() >= 3);
    let near = match (typed, day) {
        ("people", _) => Some("people.owner".to_owned()),
        ("hours", _) => Some("hours.mon".to_owned()),
        ("holidays", _) => Some("hours.holidays".to_owned()),
        (_, Some(day)) => Some(format!("hours.{day}")),
        (_, None) => nearest(typed, known.iter().map(String::as_str)).map(str::to_owned),
    };
    BadKey::Unknown {
        typed: typed.to_owned(),
        near,
    }
}

impl fmt::Display for SettingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("name"),
            Self::Timezone => f.write_str("timezone"),
            Self::DateOrder => f.write_str("date_order"),
            Self::Playbook => f.write_str("playbook"),
            Self::Person(role) => write!(f, "people.{role}"),
            Self::Until(role) => write!(f, "people.{role}.until"),
            Self::Weekday(day) => write!(f, "hours.{}", WEEKDAYS[*day]),
            Self::Holidays => f.write_str("hours.holidays"),
            Self::On(date) => write!(f, "hours.on.{}", date.format("%Y-%m-%d")),
        }
    }
}
