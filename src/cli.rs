//! The whole command line: what holds everywhere, and one of the verbs.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::commands::{Command, SHORT_HELP};
use crate::typed::{Everywhere, switches_may};

pub(crate) mod misread;
mod twice;

/// The program without its verbs and flags.
#[derive(Debug, Parser)]
#[command(
    name = "amends",
    // Otherwise the help begins with whatever name the program was called by, raw.
    bin_name = "amends",
    version,
    about = "Win back a customer you have let down",
    disable_help_subcommand = true,
    override_help = SHORT_HELP
)]
struct Program {}

/// The whole command line.
#[derive(Args, Debug)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub everywhere: Everywhere,
    /// What to do; the board when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Understands a command line.
    ///
    /// A verb costs something even when nobody typed it, because the parser gives it its own copy
    /// of every flag. So only words that were typed are offered as verbs at first, wherever they
    /// stand; what is not understood that way is read again with all verbs, for the sake of the
    /// message.
    ///
    /// What is typed is taken or refused, never dropped: a flag with a value takes several where it
    /// is a list, and is refused when given twice where it is not. A switch that is given twice says
    /// the same twice.
    ///
    /// # Errors
    /// When it is not understood, or asks for help or for the version.
    pub fn read(typed: &[OsString]) -> Result<Self, clap::Error> {
        let shown = shown(typed);
        let typed = shown.as_deref().unwrap_or(typed);
        let matches = typed_verbs(typed).try_get_matches_from(typed);
        let mut matches = match matches {
            Err(error) if error.kind() != ErrorKind::DisplayVersion => {
                return Self::try_parse_from(typed);
            }
            matches => matches?,
        };
        twice::refuse_what_is_dropped(typed, &matches)?;
        Self::from_arg_matches_mut(&mut matches)
    }
}

impl CommandFactory for Cli {
    fn command() -> clap::Command {
        Command::augment_subcommands(verbless())
    }

    fn command_for_update() -> clap::Command {
        Self::command()
    }
}

impl Parser for Cli {}

fn verbless() -> clap::Command {
    switches_may(Everywhere::augment_args(Program::command()))
}

/// Puts `show` before a case number that stands where a verb would: `amends 41` shows #41. `None` for all else.
fn shown(typed: &[OsString]) -> Option<Vec<OsString>> {
    let is_number = |word: &OsString| {
        let word = word.to_str().unwrap_or_default();
        let digits = word.strip_prefix('#').unwrap_or(word);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    // A number behind a flag may be its value, so only the first word counts.
    typed.get(1).filter(|word| is_number(word))?;
    let mut shown = typed.to_vec();
    shown.insert(1, "show".into());
    Some(shown)
}

fn typed_verbs(typed: &[OsString]) -> clap::Command {
    let all = Command::augment_subcommands(clap::Command::new("amends"));
    let named = |verb: &&clap::Command| typed.iter().any(|word| word == verb.get_name());
    verbless().subcommands(all.get_subcommands().filter(named).cloned())
}
