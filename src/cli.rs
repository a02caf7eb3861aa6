//! Everything that can be typed. No behaviour: the commands decide what it means.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::shell::ColourWish;

mod case_word;
mod cases;
mod later;
pub(crate) mod misread;
mod playbooks;
mod records;
mod settings;
mod twice;

pub use case_word::{CaseWord, Named};
pub use cases::{
    Assign, Brief, Change, Choose, Close, Contact, Done, Draft, Due, Gone, List, New, Note, Number,
    Pause, PauseFor, Plan, Promise, Reopen, Resume, Show, Skip, Sort, StayedTyped, Urgency, YesNo,
};
pub use later::Later;
pub use playbooks::{
    CardOf, CheckPlaybook, DrillOf, NewPlaybook, PlaybookVerb, Playbooks, ReplayPlaybook, SchemaOf,
    ShowPlaybook, Try,
};
pub use records::{
    CheckData, Data, DataVerb, EachNight, History, ImportFile, NightlyReport, Report, ReportVerb,
    Schedule, ScheduleVerb, ToFile, Undo,
};
pub use settings::{Config, ConfigVerb, GetConfig, ListConfig, SetConfig};

/// The program without its verbs and flags.
#[derive(Debug, Parser)]
#[command(
    name = "amends",
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
    twice::switches_may(Everywhere::augment_args(Program::command()))
}

fn typed_verbs(typed: &[OsString]) -> clap::Command {
    let all = Command::augment_subcommands(clap::Command::new("amends"));
    let named = |verb: &&clap::Command| typed.iter().any(|word| word == verb.get_name());
    verbless().subcommands(all.get_subcommands().filter(named).cloned())
}

/// The help of the program itself: examples first, 24 lines at most.
const SHORT_HELP: &str = "\
amends: win back a customer you have let down

  amends                      what is late, due soon, on track
  amends new                  take in a complaint, guided
  amends show 41              a case with its plan and deadlines
  amends done 41              the next step is done
  amends close 41 --outcome won-back --cause process
  amends report nightly       tomorrow's to-do, for a nightly script

Look:    due  list  show  brief  plan  why  history
Do:      new  done  skip  choose  draft  note  contact  promise  pause
         resume  assign  change  close  reopen  stayed  gone  undo  redo
Set up:  playbook list|show|check|try|new|replay|card|drill|schema
         config list|get|set   schedule cron|systemd|windows
Records: report nightly   data path|check|import
Help:    amends help COMMAND, or a subject:
         dates | exit-codes | json | playbooks | environment

Everywhere: --json --jsonl --fields a,b --plain --no-input -y/--yes -q/--quiet
            --color auto|always|never  --data-dir DIR  --tz ZONE  --request WORD
";

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

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a complaint and plan the recovery
    New(Later<Box<New>>),
    /// Show what is due, most urgent first
    Due(Later<Due>),
    /// Find cases
    List(Later<List>),
    /// Show a case with its plan and deadlines
    Show(Later<Show>),
    /// Show a case on one screen, so that nobody has to hear the story again
    Brief(Later<Brief>),
    /// Show the steps of a case, for one role or all
    Plan(Later<Plan>),
    /// Explain where each part of a plan and each deadline comes from
    Why(Later<Number>),
    /// Enter a step as done
    Done(Later<Done>),
    /// Enter a step as not needed any more
    Skip(Later<Skip>),
    /// Fill a slot of the plan with another action
    Choose(Later<Choose>),
    /// Write something down
    Note(Later<Note>),
    /// Enter that the customer got in touch again
    Contact(Later<Contact>),
    /// Write down what you told the customer with a time
    Promise(Later<Promise>),
    /// Let the clocks of a case that may wait do so, for a reason and until a time
    Pause(Later<Pause>),
    /// Let the clocks of a paused case go on
    Resume(Later<Resume>),
    /// Write down that the customer came back
    Stayed(Later<StayedTyped>),
    /// Write down that the customer has left
    Gone(Later<Gone>),
    /// Give a case to somebody
    Assign(Later<Assign>),
    /// Correct the type, tier, severity or channel of a case, and plan it again
    Change(Later<Change>),
    /// Fill in a prepared message; you send it yourself
    Draft(Later<Draft>),
    /// Close a case
    Close(Later<Close>),
    /// Open a closed case again
    Reopen(Later<Reopen>),
    /// Take back the last command that changed something
    Undo(Later<Undo>),
    /// Put back what undo took back
    Redo,
    /// Show what was done, newest first
    History(Later<History>),
    /// Print a report
    Report(Later<Report>),
    /// Look at playbooks, check them, try them out, begin your own
    Playbook(Later<Playbooks>),
    /// Look after the data file
    Data(Later<Data>),
    /// Show the settings of the shop, and change them
    Config(Later<Config>),
    /// Print what a scheduler needs to run the night report
    Schedule(Later<Schedule>),
    /// Explain a command or a subject
    Help(Later<Help>),
}

/// `amends help`.
#[derive(Args, Debug)]
pub struct Help {
    /// A command, or dates, exit-codes, json, playbooks, environment
    pub subject: Vec<String>,
}

/// Reads the number of a promise.
fn promise_number(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "the number of a promise such as `1`".to_owned())
}

/// Reads a whole number.
fn whole_number<T: FromStr>(text: &str) -> Result<T, String> {
    let number = text.parse();
    number.map_err(|_| "a whole number such as `20`".to_owned())
}

/// Reads a step number.
fn step_number(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "a step number such as `2`".to_owned())
}
