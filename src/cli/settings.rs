//! What can be typed about the settings of the shop.

use clap::{Args, Subcommand};

/// `amends config`.
#[derive(Args, Debug)]
#[command(after_help = "\
Settings:
  name  timezone  date_order  playbook
  people.ROLE            who stands behind a role     people.ROLE.until   when they leave
  hours.mon … hours.sun  opening times, each range as 09:00-12:30
  hours.holidays         days shut, as 2026-12-25 or each year 12-25
  hours.on.2026-12-24    the hours of one day
  folder  data_file      where things are; only to be read

Examples:
  amends config list --origin
  amends config set hours.mon \"09:00-12:30 13:30-17:00\"")]
pub struct Config {
    /// What to do with the settings.
    #[command(subcommand)]
    pub verb: ConfigVerb,
}

/// The verbs of `amends config`.
#[derive(Debug, Subcommand)]
pub enum ConfigVerb {
    /// List the settings as they hold now
    List(ListConfig),
    /// Print one setting
    #[command(after_help = "Example:\n  amends config get timezone")]
    Get(GetConfig),
    /// Change a setting in shop.toml, and leave the rest of the file as it is
    Set(SetConfig),
}

/// `amends config list`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
Examples:
  amends config list
  amends config list --origin       with where each comes from")]
pub struct ListConfig {
    /// Say where each comes from
    #[arg(long)]
    pub origin: bool,
}

/// `amends config get`.
#[derive(Args, Clone, Debug)]
pub struct GetConfig {
    /// Which, such as `timezone` or `hours.mon`
    #[arg(value_name = "KEY")]
    pub key: String,
}

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
pub struct SetConfig {
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
