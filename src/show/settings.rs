//! Settings as they are shown: what holds, and where it comes from.

use serde::Serialize;

pub(in crate::show) mod page;

/// Where the value that holds comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The file of the shop's settings.
    #[serde(rename = "shop.toml")]
    ShopFile,
    /// This computer.
    Computer,
    /// The program itself.
    BuiltIn,
    /// A variable of the environment.
    Environment,
    /// A flag of this command line.
    Flag,
    /// Nowhere: nothing holds.
    NotSet,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Its name, as `config set` takes it.
    pub key: String,
    /// Its value, as `config set` takes it; `null` when nothing holds.
    pub value: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The line of shop.toml.
    pub line: Option<u32>,
    /// The variable or flag.
    pub by: Option<&'static str>,
}

/// Whether it is said where settings come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origins {
    /// It is.
    Shown,
    /// It is not.
    Hidden,
}

/// Settings.
#[derive(Debug)]
pub struct SettingList {
    /// Each of them.
    pub items: Vec<Setting>,
    /// Whether it is said where they come from.
    pub origins: Origins,
}

/// A setting that was to be changed.
#[derive(Debug, Serialize)]
pub struct SettingChange {
    /// The setting as it holds now.
    #[serde(flatten)]
    pub setting: Setting,
    /// What it was before.
    pub before: Option<String>,
    /// Whether the file is another one now.
    pub changed: bool,
    /// The file.
    pub file: String,
    /// The command that puts back what was before; `null` when nothing was changed.
    pub back: Option<String>,
}
