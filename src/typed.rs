//! What can be typed behind more than one verb, as types; no behaviour.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::shell::ColourWish;

mod case_word;
mod complaint;
mod deferred;
mod own_playbook;

pub use case_word::{CaseWord, NamedCases};
pub use complaint::NewArgs;
pub use deferred::{Deferred, switches_may};
pub use own_playbook::NewPlaybookArgs;

/// Which open cases a list or the night report takes in, and how it ends.
#[derive(Args, Clone, Debug, Default)]
pub struct Urgency {
    /// Only what is due within this time, and what is late
    #[arg(long, value_name = "DURATION")]
    pub within: Option<String>,
    /// Only what is late
    #[arg(long)]
    pub late: bool,
    /// Only where the next step is for this role or this person
    #[arg(long = "for", value_name = "ROLE|PERSON")]
    pub whom: Option<String>,
    /// Print nothing at all when there is nothing
    #[arg(long)]
    pub if_any: bool,
    /// Exit with 3 when something is late
    #[arg(long)]
    pub exit_code: bool,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

impl YesNo {
    /// Gives the word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }
}

/// Where a report goes, if not to the screen.
#[derive(Args, Clone, Debug, Default)]
pub struct ToFile {
    /// Write it to this file: .ics for a calendar, .json, .txt or .md to read
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Flags that hold for every command.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Everywhere")]
pub struct Everywhere {
    /// Print one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Print one JSON object a line, items only
    #[arg(long, global = true, conflicts_with = "json")]
    pub jsonl: bool,
    /// Print only these keys of each item
    #[arg(long, global = true, value_name = "a,b", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// Print as for a pipe: tab-separated, uncut
    #[arg(long, global = true)]
    pub plain: bool,
    /// Print as for a person, also in a pipe, a mail or a log
    #[arg(long, global = true, conflicts_with_all = ["json", "jsonl", "plain", "fields"])]
    pub pretty: bool,
    /// Never ask anything
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Agree to what would be asked
    #[arg(short = 'y', long, global = true)]
    pub yes: bool,
    /// Save only once, however often it is typed with this word
    #[arg(long, global = true, value_name = "WORD")]
    pub request: Option<String>,
    /// Say nothing beside the result
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Use colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<ColourWish>,
    /// Use this shop folder
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print times as they are in this zone
    #[arg(long, global = true, value_name = "ZONE")]
    pub tz: Option<String>,
    /// Act as if it were then
    #[arg(long, global = true, value_name = "WHEN", hide = true)]
    pub now: Option<String>,
}

/// Reads the number of a promise.
pub(crate) fn promise_number(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "the number of a promise such as `1`".to_owned())
}

/// Reads a whole number.
pub(crate) fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    let number = text.parse();
    number.map_err(|_| "a whole number such as `20`".to_owned())
}

/// Reads a step number.
pub(crate) fn step_number(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "a step number such as `2`".to_owned())
}
