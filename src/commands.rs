//! One function a verb: from what was typed to what is shown.
//!
//! A command reads the shop, decides through `domain`, stores through `store` and gives
//! back a view. None of them prints.

use crate::cli::{Command, ConfigVerb, DataVerb, PlaybookVerb, ReportVerb};
use crate::desk::shop::{Shop, Wish};
use crate::error::{Error, Result};
use crate::show::Screen;

mod assign;
mod board;
mod brief;
mod change;
mod choose;
mod close;
mod config;
mod contact;
mod data;
mod done;
mod draft;
mod due;
mod help;
mod history;
mod import;

mod list;
mod new;
mod note;
mod pause;
mod plan;
mod playbook;
mod promise;
mod reopen;
mod report;
mod schedule;
mod show;
mod skip;
mod stayed;
mod undo;
mod why;

pub use help::text as help_text;
pub use report::record as record_night_run;

/// Carries out what was typed; the board when nothing was.
///
/// # Errors
/// Whatever the command could not do, in one sentence with one thing to do about it.
pub fn run(command: Option<&Command>, shop: &Shop<'_>) -> Result<Screen> {
    no_idle_request(command, shop)?;
    let Some(command) = command else {
        return board::run(shop);
    };
    match command {
        Command::New(new) => new::run(shop, new),
        Command::Due(due) => due::run(shop, due),
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
        Command::Report(report) => match &report.verb {
            ReportVerb::Nightly(nightly) => report::nightly(shop, nightly),
        },
        Command::Playbook(playbooks) => of_playbook(shop, &playbooks.verb),
        Command::Data(data) => of_data(shop, &data.verb),
        Command::Config(typed) => config::run(shop, &typed.verb),
        Command::Schedule(typed) => schedule::run(shop, &typed.verb),
        Command::Help(help) => help::run(shop, help),
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
        | Command::List(_)
        | Command::Show(_)
        | Command::Brief(_)
        | Command::Plan(_)
        | Command::Why(_)
        | Command::Draft(_)
        | Command::History(_)
        | Command::Report(_)
        | Command::Config(_)
        | Command::Schedule(_)
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

fn of_data(shop: &Shop<'_>, verb: &DataVerb) -> Result<Screen> {
    match verb {
        DataVerb::Path => data::path(shop),
        DataVerb::Check(check) => data::check(shop, check),
        DataVerb::Import(file) => import::run(shop, file),
    }
}
