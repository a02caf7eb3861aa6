//! One function a verb: from what was typed to what is shown.
//!
//! A command reads the shop, decides through `domain`, stores through `store` and gives
//! back a view. None of them prints.

use clap::Subcommand;

use crate::desk::shop::{Shop, Wish};
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::typed::{Deferred, NewArgs};

pub mod assign;
pub mod board;
pub mod brief;
pub mod change;
pub mod choose;
pub mod close;
pub mod config;
pub mod contact;
pub mod data;
pub mod demo;
pub mod done;
pub mod draft;
pub mod due;
pub mod help;
pub mod history;
pub mod import;
pub mod list;
pub mod new;
pub mod note;
pub mod pause;
pub mod plan;
pub mod playbook;
pub mod promise;
pub mod reopen;
pub mod report;
pub mod schedule;
pub mod setup;
pub mod show;
pub mod skip;
pub mod stayed;
pub mod today;
pub mod undo;
pub mod why;

use config::ConfigVerb;
use data::DataVerb;
use playbook::PlaybookVerb;
use report::ReportVerb;

pub use help::text as help_text;
pub use report::record as record_night_run;

/// The help of the program itself: examples first, 24 lines at most.
pub(crate) const SHORT_HELP: &str = "\
amends: win back a customer you have let down

  amends                      what is late, due soon, on track
  amends demo                 a shop to try things in
  amends setup                your shop: name, people, hours, trade
  amends new                  take in a complaint, guided
  amends show 41              a case with its plan and deadlines
  amends done 41              the next step is done
  amends report nightly       tomorrow's to-do, for a nightly script

Look:    due  today  list  show  brief  plan  why  history
Do:      new  done  skip  choose  draft  note  contact  promise  pause
         resume  assign  change  close  reopen  stayed  gone  undo  redo
Set up:  setup  playbook list|show|check|try|new|replay|card|drill|schema
         config list|get|set   schedule cron|systemd|launchd|windows
Records: report nightly   data path|check|import
Help:    amends help COMMAND, a chapter: clocks | playbooks | settings | nights
         | programs | lists | data-file, or dates | exit-codes | json | language

Everywhere: --json --jsonl --fields a,b --plain --pretty --no-input -y/--yes
            -q/--quiet --color WHEN --data-dir DIR --tz ZONE --request WORD
";

/// The verbs. The first four are the examples in the answer to an unknown one.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a complaint and plan the recovery
    New(Deferred<Box<NewArgs>>),
    /// Show what is due, most urgent first
    Due(Deferred<due::DueArgs>),
    /// Show everything there is to do, by clock time
    Today(Deferred<today::TodayArgs>),
    /// Find cases
    List(Deferred<list::ListArgs>),
    /// Show a case with its plan and deadlines
    Show(Deferred<show::ShowArgs>),
    /// Show a case on one screen, so that nobody has to hear the story again
    Brief(Deferred<brief::BriefArgs>),
    /// Show the steps of a case, for one role or all
    Plan(Deferred<plan::PlanArgs>),
    /// Explain where each part of a plan and each deadline comes from
    Why(Deferred<why::WhyArgs>),
    /// Enter a step as done
    Done(Deferred<done::DoneArgs>),
    /// Enter a step as not needed any more
    Skip(Deferred<skip::SkipArgs>),
    /// Fill a slot of the plan with another action
    Choose(Deferred<choose::ChooseArgs>),
    /// Write something down
    Note(Deferred<note::NoteArgs>),
    /// Enter that the customer got in touch again
    Contact(Deferred<contact::ContactArgs>),
    /// Write down what you told the customer with a time
    Promise(Deferred<promise::PromiseArgs>),
    /// Let the clocks of a case that may wait do so, for a reason and until a time
    Pause(Deferred<pause::PauseArgs>),
    /// Let the clocks of a paused case go on
    Resume(Deferred<pause::ResumeArgs>),
    /// Write down that the customer came back
    Stayed(Deferred<stayed::StayedArgs>),
    /// Write down that the customer has left
    Gone(Deferred<stayed::GoneArgs>),
    /// Give a case to somebody
    Assign(Deferred<assign::AssignArgs>),
    /// Correct what was entered about a case, and plan it again
    Change(Deferred<change::ChangeArgs>),
    /// Fill in a prepared message; you send it yourself
    Draft(Deferred<draft::DraftArgs>),
    /// Close a case
    Close(Deferred<close::CloseArgs>),
    /// Open a closed case again
    Reopen(Deferred<reopen::ReopenArgs>),
    /// Take back the last command that changed something
    Undo(Deferred<undo::UndoArgs>),
    /// Put back what undo took back
    #[command(after_help = "Example:\n  amends redo")]
    Redo,
    /// Show what was done, newest first
    History(Deferred<history::HistoryArgs>),
    /// Print a report
    Report(Deferred<report::ReportArgs>),
    /// Look at playbooks, check them, try them out, begin your own
    Playbook(Deferred<playbook::PlaybookArgs>),
    /// Look after the data file
    Data(Deferred<data::DataArgs>),
    /// Say what the shop is called, who works there, when it is open
    Setup(Deferred<setup::SetupArgs>),
    /// Show the settings of the shop, and change them
    Config(Deferred<config::ConfigArgs>),
    /// Print what a scheduler needs to run the night report
    Schedule(Deferred<schedule::ScheduleArgs>),
    /// Make a throw-away shop with a fortnight of cases, to try things in
    Demo(Deferred<demo::DemoArgs>),
    /// Explain a command or a subject
    Help(Deferred<help::HelpArgs>),
}

/// Carries out what was typed; the board when nothing was. `program` makes the whole command line, for its help.
///
/// # Errors
/// Whatever the command could not do, in one sentence with one thing to do about it.
pub fn run(
    command: Option<&Command>,
    shop: &Shop<'_>,
    program: fn() -> clap::Command,
) -> Result<Screen> {
    no_idle_request(command, shop)?;
    let Some(command) = command else {
        return board::run(shop);
    };
    match command {
        Command::New(new) => new::run(shop, new),
        Command::Due(due) => due::run(shop, due),
        Command::Today(today) => today::run(shop, today),
        Command::List(list) => list::run(shop, list),
        Command::Show(show) => show::run(shop, show),
        Command::Brief(brief) => brief::run(shop, brief),
        Command::Plan(plan) => plan::run(shop, plan),
        Command::Why(why) => why::run(shop, why),
        Command::Done(done) => done::run(shop, done),
        Command::Skip(skip) => skip::run(shop, skip),
        Command::Choose(choose) => choose::run(shop, choose),
        Command::Note(note) => note::run(shop, note),
        Command::Contact(contact) => contact::run(shop, contact),
        Command::Promise(promise) => promise::run(shop, promise),
        Command::Pause(pause) => pause::pause(shop, pause),
        Command::Resume(resume) => pause::resume(shop, resume),
        Command::Stayed(stayed) => stayed::stayed(shop, stayed),
        Command::Gone(gone) => stayed::gone(shop, gone),
        Command::Assign(assign) => assign::run(shop, assign),
        Command::Change(change) => change::run(shop, change),
        Command::Draft(draft) => draft::run(shop, draft),
        Command::Close(close) => close::run(shop, close),
        Command::Reopen(reopen) => reopen::run(shop, reopen),
        Command::Undo(typed) => undo::undo(shop, typed),
        Command::Redo => undo::redo(shop),
        Command::History(history) => history::run(shop, history),
        Command::Report(typed) => of_report(shop, &typed.verb),
        Command::Playbook(playbooks) => of_playbook(shop, &playbooks.verb),
        Command::Data(data) => of_data(shop, &data.verb),
        Command::Setup(typed) => setup::run(shop, typed),
        Command::Config(typed) => config::run(shop, &typed.verb),
        Command::Schedule(typed) => schedule::run(shop, &typed.verb),
        Command::Demo(typed) => demo::run(shop, typed, program),
        Command::Help(help) => help::run(shop, help, program()),
    }
}

/// Refuses `--request` where nothing would come of it.
fn no_idle_request(command: Option<&Command>, shop: &Shop<'_>) -> Result<()> {
    let Some(word) = &shop.everywhere.request else {
        return Ok(());
    };
    let (message, hint) = match command {
        Some(command) if !is_kept_in_history(command) => (
            "`--request` is for commands that save in the history of the cases",
            "leave it out",
        ),
        None => ("`--request` is for commands that save", "leave it out"),
        Some(_) if word.trim().is_empty() => (
            "--request: an empty word names nothing",
            "give each thing to be saved a word of its own, such as `--request till2-0041`",
        ),
        Some(_) => return Ok(()),
    };
    Err(Error::usage(message, hint))
}

/// Says what a command is for.
#[must_use]
pub fn wish(command: Option<&Command>) -> Wish {
    let saves = match command {
        None => false,
        Some(Command::Config(typed)) => matches!(&typed.verb, ConfigVerb::Set(_)),
        Some(Command::Setup(_)) => true,
        Some(Command::Playbook(typed)) if matches!(&typed.verb, PlaybookVerb::New(_)) => true,
        Some(other) => is_kept_in_history(other),
    };
    match saves {
        true => Wish::ToSave,
        false => Wish::ToLook,
    }
}

/// Says whether a command saves an operation, so that its caller can name it.
fn is_kept_in_history(command: &Command) -> bool {
    match command {
        Command::New(_)
        | Command::Done(_)
        | Command::Skip(_)
        | Command::Choose(_)
        | Command::Note(_)
        | Command::Contact(_)
        | Command::Promise(_)
        | Command::Pause(_)
        | Command::Resume(_)
        | Command::Stayed(_)
        | Command::Gone(_)
        | Command::Assign(_)
        | Command::Change(_)
        | Command::Close(_)
        | Command::Reopen(_)
        | Command::Undo(_)
        | Command::Redo => true,
        Command::Playbook(typed) => matches!(&typed.verb, PlaybookVerb::Drill(drill) if drill.done),
        Command::Data(typed) => matches!(&typed.verb, DataVerb::Import(_)),
        Command::Due(_)
        | Command::Today(_)
        | Command::List(_)
        | Command::Show(_)
        | Command::Brief(_)
        | Command::Plan(_)
        | Command::Why(_)
        | Command::Draft(_)
        | Command::History(_)
        | Command::Report(_)
        | Command::Setup(_)
        | Command::Config(_)
        | Command::Schedule(_)
        | Command::Demo(_)
        | Command::Help(_) => false,
    }
}

fn of_playbook(shop: &Shop<'_>, verb: &PlaybookVerb) -> Result<Screen> {
    match verb {
        PlaybookVerb::List => playbook::list(shop),
        PlaybookVerb::Show(show) => playbook::show(shop, show),
        PlaybookVerb::Check(check) => playbook::check(shop, check),
        PlaybookVerb::Try(tried) => playbook::tried(shop, tried),
        PlaybookVerb::New(new) => playbook::new(shop, new),
        PlaybookVerb::Card(card) => playbook::card(shop, card),
        PlaybookVerb::Drill(drill) => playbook::drill(shop, drill),
        PlaybookVerb::Replay(replay) => playbook::replay(shop, replay),
        PlaybookVerb::Schema(of) => playbook::schema(shop, of),
    }
}

fn of_report(shop: &Shop<'_>, verb: &ReportVerb) -> Result<Screen> {
    match verb {
        ReportVerb::Nightly(nightly) => report::nightly(shop, nightly),
    }
}

fn of_data(shop: &Shop<'_>, verb: &DataVerb) -> Result<Screen> {
    match verb {
        DataVerb::Path => data::path(shop),
        DataVerb::Check(check) => data::check(shop, check),
        DataVerb::Import(file) => import::run(shop, file),
    }
}
