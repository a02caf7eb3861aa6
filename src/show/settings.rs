//! Settings as they are shown: what holds, and where it comes from.

use schemars::JsonSchema;
use serde::Serialize;

pub(in crate::show) mod page;

/// Where the value that holds comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "origin")]
pub enum SettingOrigin {
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

/// A setting of the shop as it holds now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "setting")]
pub struct SettingItem {
    /// Its name, as `config set` takes it.
    #[schemars(length(min = 1))]
    pub key: String,
    /// Its value, as `config set` takes it: the items of a list with spaces between, an empty text for a day
    /// closed; `null` when nothing holds.
    pub value: Option<String>,
    /// Where the value comes from.
    pub origin: SettingOrigin,
    /// The line of shop.toml; `null` when it comes from elsewhere.
    #[schemars(range(min = 1))]
    pub line: Option<u32>,
    /// The variable or flag it comes from; `null` when it comes from elsewhere.
    #[schemars(length(min = 1))]
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
    pub items: Vec<SettingItem>,
    /// Whether it is said where they come from.
    pub origins: Origins,
}

/// A setting that was changed, or was so already.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "setting-change")]
pub struct SettingChange {
    /// The setting as it holds now.
    #[serde(flatten)]
    pub setting: SettingItem,
    /// What shop.toml had before; `null` for nothing.
    pub before: Option<String>,
    /// Whether the file was written.
    pub changed: bool,
    /// The file, absolute.
    #[schemars(length(min = 1))]
    pub file: String,
    /// The command that puts back what was before; `null` when nothing was changed.
    #[schemars(length(min = 1))]
    pub back: Option<String>,
}

/// What was said of the shop.
#[derive(Debug)]
pub struct ShopSetUp {
    /// Each setting as it holds now.
    pub items: Vec<SettingItem>,
    /// The file, absolute.
    pub file: String,
    /// The playbook that was made for it, if one was.
    pub made: Option<String>,
    /// Whether the file was written.
    pub changed: bool,
}
