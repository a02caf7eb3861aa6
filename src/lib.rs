//! `amends` turns a complaint into a dated plan of recovery and keeps the case.
//!
//! A map for whoever reads the source for the first time. What was typed goes down this
//! list, what is shown comes up from it:
//!
//! - [`cli`]: reads the whole command line: what holds everywhere, and one of the verbs.
//! - [`commands`]: one file a verb: what can be typed behind it, and from there to what is shown.
//! - [`desk`]: what several verbs share: the open shop, changing a case, logging one, the library of playbooks.
//! - [`typed`]: what can be typed behind more than one verb, as types; no behaviour.
//! - [`talk`]: guided conversations, which fill in what a complaint or a playbook needs.
//! - [`domain`]: the trade itself, pure: `playbook` with its proof, `plan`, `case`, `time` with durations, opening hours,
//!   zones and typed dates, `event`, `report`, and small values. Asks nobody for the time.
//! - [`files`]: text in, valid values or every problem out: playbooks, settings, mappings, lists of complaints; it opens
//!   no files.
//! - [`store`]: the only SQL; events in, cases out.
//! - [`mod@show`]: what a command shows, a subject a file: as data, which is also the JSON contract, and beside it
//!   its page for a person and its rows for a pipe.
//! - [`paper`]: pages, tables, colours, rows and JSON; knows words and columns, no case.
//! - [`shell`]: the only door to clock, environment, terminal, streams and files.
//! - [`error`]: what went wrong, in one sentence with one thing to do; exit codes.
//!
//! Who may use whom is written down, and enforced, in `tests/tidy.rs`: `lib → cli → commands → desk`, which use `talk`,
//! `show`, `files`, `store` and `shell`; all stand on `domain`. `show` stands on `paper`.
//!
//! # Words
//!
//! One name, one thing; beside ours the word of the field.
//!
//! - *case*: one complaint with everything done about it (ticket). *round* or *cycle*: from the plan to the end; a
//!   reopening begins another.
//! - *told*: when the customer told us; the clocks start there. *promise*: something we told them with a time.
//! - *put right* and *surprise* (`fix` and `dazzle` in playbooks): the two halves of a recovery.
//! - *recover clock*: by when both halves must be done (resolution target of an SLA). *first response*: by when a
//!   person answers.
//! - *late*: past a deadline (breach). *due soon*: in the last quarter of the span to it.
//! - *holder*: who answers for a case; the owner of the shop where nothing else is typed, nobody where it has none.
//! - *rung*: what an event or the time sets off, up to who takes over (escalation).
//! - *cell*: one complaint type, tier and severity; a playbook answers each. *slot*: a step that one of several actions
//!   fills. *entry*: a line of the playbook that says what some cells get.
//! - *event*: one thing that happened to a case. *operation*: all events of one command, undone as one (transaction).
//!   *history*: all operations, chained by hashes (audit log).
//! - *projection*: rows that make reading fast, made from events again at any time.
//! - *shop*: the folder with the data file, its settings and own playbooks. *face*: page, rows or JSON of one view.
//!
//! # Three walks through the house
//!
//! - `amends done 41`: `commands.rs` (the match) → `commands/done.rs` (what was typed, what it means) →
//!   `desk/changing.rs` (one operation) → `domain/case/decide.rs` (which events) → `store/write.rs` (saved) →
//!   `show/case/detail.rs` (how it stands) → `show/case/change.rs` (the page).
//! - `amends due`: `commands.rs` → `commands/due.rs` → `store/cases.rs` (rows by deadline) → `domain/case/listed.rs` (how
//!   each stands now) → `domain/report/filter.rs` (which are asked for) → `show/case/list.rs` → `show/case/row.rs` (a
//!   case as a row) → `show/case/row/page.rs` (the table).
//! - the finding `effort-falls`: `commands/playbook/check.rs` → `domain/playbook/check.rs` → `domain/playbook/check/neighbours.rs` (the
//!   proof) → `domain/playbook/finding.rs` (its word and level) → `show/playbook/checked.rs` →
//!   `show/playbook/checked/page.rs`.
//!
//! # How to add a verb
//!
//! 1. `commands.rs`: its line in `Command`, its arm in the match, whether it saves, its word in the short help (24 lines
//!    of 80 columns at most). The first four verbs are the examples in the answer to an unknown one: add behind them.
//! 2. `commands/<verb>.rs`: what can be typed (`…Args`, with examples; an empty one has them too) and `run`, side by
//!    side; a verb without anything has its examples beside its line, as `Redo`. `Deferred` reads the arguments only
//!    where the verb is typed. `shop.store()` gives nothing in a shop without a case; `store.open_cases(limit)` gives
//!    what is open (each row `at(shop.now())`), `store.list` what is searched for, page by page. What is counted or
//!    judged is judged in `domain`, on those values.
//! 3. What it shows, if that is not there already: `show/<subject>.rs`, as data with its `impl Show`, which also says
//!    what stands there when there is nothing. `show.rs` names the file and has its line in `DECLARED`, `one` or `many`
//!    of an item; below a subject (`show/case/…`) the subject hands it on.
//! 4. `tests/cli/<verb>.rs`, with its line in `tests/cli/main.rs`: one fact a test.
//! 5. A row in the tables of `README.md`, and what it can do in `CHANGELOG.md`.
//!
//! The examples of its help are run with `--json`, by each case of a story in turn, and what they print is held against
//! the schema. `INSTA_UPDATE=always cargo test --test cli json::the_schemas` puts new keys and new words of events down:
//! look at the difference. What is worth damage, an interruption or hostile text joins the lists in `tests/crash/verbs.rs`,
//! `tests/cli/endings.rs` and `tests/cli/hostile/fields.rs`.
//!
//! `cargo test --test tidy` says within seconds whether a name is taken or a file uses what it may not.
//!
//! A verb that saves has its line in `domain/verb.rs`, from which its schema follows when it answers with the case it
//! changed. One that stores something new needs a kind of event besides: `domain/event.rs` begins with how to add one.
//!
//! A verb that changes a case goes through `desk::changing::alter`: it is handed the case and gives back events, with
//! what the clock has set off until then (`case.with_rungs(event, now)`); saving, undo, the three endings and the answer
//! are done there, and it shows nothing of its own. `commands/note.rs` is a short one.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;

use crate::cli::Cli;
use crate::commands::Command;
use crate::desk::shop::{Shop, not_saved};
use crate::domain::printable::Printable;
use crate::error::{Error, Kind};
use crate::paper::layout::{Colour, Glyphs, Sheet};
use crate::shell::disk::Foreign;
use crate::shell::{ColourWish, Shell, Stream, Taken, disk, interrupt};
use crate::show::face::{Face, render};
use crate::show::failure;
use crate::show::into_file;
use crate::show::tally::{Status, monitor};
use crate::show::{Effect, Screen};
use crate::typed::Everywhere;

pub mod cli;
pub mod commands;

pub mod desk;
pub mod domain;
pub mod error;
pub mod files;

pub mod paper;
pub mod shell;
pub mod show;
pub mod store;
pub mod talk;
pub mod typed;

/// Runs one command line and gives the exit code.
#[must_use]
pub fn run(shell: &Shell) -> ExitCode {
    interrupt::speak_plainly_in_a_fault();
    interrupt::survive_file_size_limit();
    let cli = match Cli::read(&shell.args) {
        Ok(cli) => cli,
        Err(error) => return answer_clap(shell, &error),
    };
    let audience = Audience::of(&cli);
    let ended = match audience {
        Audience::Person(_) | Audience::Program => carry_out(shell, &cli),
        Audience::Monitor => guarded(|| carry_out(shell, &cli)),
    };
    match ended {
        Ok(code) => code,
        Err(error) => complain(shell, audience, &error),
    }
}

/// Who reads what a command prints, and so how a failure is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    /// A person, with their wish about colour.
    Person(ColourWish),
    /// A program that reads JSON.
    Program,
    /// A monitor: whatever fails, it reads one line, and 3 as the exit code.
    Monitor,
}

impl Audience {
    fn of(cli: &Cli) -> Self {
        let everywhere = &cli.everywhere;
        match &cli.command {
            Some(Command::Due(due)) if due.monitor => Self::Monitor,
            _ if everywhere.json || everywhere.jsonl => Self::Program,
            _ => Self::Person(everywhere.color.unwrap_or_default()),
        }
    }

    /// Tells it by the bare words, where the command line could not be understood: flags behind `--` do not count for a
    /// monitor.
    fn of_words(words: &[OsString]) -> Self {
        let typed = |flag: &str| words.iter().any(|word| word == flag);
        let monitor = |word: &OsString| word.as_encoded_bytes().starts_with(b"--monitor");
        if words.iter().take_while(|word| *word != "--").any(monitor) {
            Self::Monitor
        } else if typed("--json") || typed("--jsonl") {
            Self::Program
        } else {
            Self::Person(ColourWish::default())
        }
    }
}

/// Does the work of a check: to a monitor even a fault of ours is a failure like any other.
fn guarded(work: impl FnOnce() -> error::Result<ExitCode>) -> error::Result<ExitCode> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let message = "amends has a fault of its own";
        Err(Error::new(Kind::Failed, message, "see standard error"))
    })
}

fn carry_out(shell: &Shell, cli: &Cli) -> error::Result<ExitCode> {
    let everywhere = &cli.everywhere;
    let for_a_program = everywhere.json || everywhere.jsonl;
    if let (Some(Command::Help(help)), false) = (&cli.command, for_a_program) {
        shell.result(&commands::help_text(&help.subject, Cli::command())?.into())?;
        return Ok(ExitCode::SUCCESS);
    }
    let shop = Shop::look(shell, everywhere);
    let shop = shop.map_err(|error| not_saved(error, commands::wish(cli.command.as_ref())))?;
    let ended = work(shell, cli, &shop);
    ended.map_err(|error| {
        // A program reads one object there, and a monitor one line.
        if !everywhere.quiet && matches!(Audience::of(cli), Audience::Person(_)) {
            say_beside_a_failure(shell, &shop, &error);
        }
        shop.ending(error, commands::wish(cli.command.as_ref()))
    })
}

/// Says what must not be missed and is not the failure itself.
fn say_beside_a_failure(shell: &Shell, shop: &Shop<'_>, error: &Error) {
    for warning in shop.left_to_warn_of() {
        if !error.message.contains(warning.as_str()) {
            shell.talk(&format!("note: {warning}\n").into());
        }
    }
}

/// Carries out a command in a shop, prints its view, and carries out the effects that it left for after.
fn work(shell: &Shell, cli: &Cli, shop: &Shop<'_>) -> error::Result<ExitCode> {
    let everywhere = &cli.everywhere;
    let mut screen = commands::run(cli.command.as_ref(), shop, Cli::command)?;
    screen.warnings.extend(shop.unopened_and_exchanged());
    if shop.is_doubted() && screen.exit == 0 {
        screen.exit = Kind::DataFile.exit();
    }
    // Whatever can be refused has been by then: a refused command leaves no file.
    let face = face(shell, everywhere);
    let text = render(&screen, &face, &everywhere.fields)?;
    for effect in &screen.after {
        put_into_files(shop, &screen, effect)?;
    }
    let taken = match Audience::of(cli) {
        _ if screen.is_silent() => Taken::Whole,
        Audience::Monitor => show_monitor(shell, everywhere, &screen, &text)?,
        Audience::Person(_) | Audience::Program => {
            if !everywhere.quiet {
                say_beside(shell, &screen, &face, &text);
            }
            shell.result(&text)?
        }
    };
    for effect in &screen.after {
        remember_run(shop, effect, taken_whole(&screen, taken));
    }
    Ok(ExitCode::from(screen.exit))
}

/// Whether the result was taken to its last byte; one that went into a file was, whatever became of stdout.
fn taken_whole(screen: &Screen, taken: Taken) -> Taken {
    let in_file = |effect: &Effect| matches!(effect, Effect::HandOut { .. });
    match screen.after.iter().any(in_file) {
        true => Taken::Whole,
        false => taken,
    }
}

/// Writes what goes into files.
fn put_into_files(shop: &Shop<'_>, screen: &Screen, effect: &Effect) -> error::Result<()> {
    let terms = disk::Terms {
        shop: &shop.folder,
        is_ours: into_file::is_ours,
        foreign: match shop.everywhere.yes {
            true => Foreign::Agreed,
            false => Foreign::Refused,
        },
    };
    let (path, placed) = match effect {
        Effect::Publish { path, text } => (path, disk::publish(path, text.as_bytes(), terms)?),
        Effect::HandOut { path, text } if !screen.is_silent() => {
            (path, disk::hand_out(path, text.as_bytes(), terms)?)
        }
        Effect::HandOut { .. } | Effect::NightRan(_) => return Ok(()),
    };
    shop.has_saved(format!("written to {}", disk::shown(path)));
    placed.lasting()
}

/// Remembers that the night report ran, once it is out to its last byte.
fn remember_run(shop: &Shop<'_>, effect: &Effect, taken: Taken) {
    let (Effect::NightRan(new), Taken::Whole) = (effect, taken) else {
        return;
    };
    if let Err(error) = commands::record_night_run(shop, *new) {
        let missing = "that this report ran could not be written down, so the next one may name a night without one";
        let note = format!("note: {missing}: {}\n", error.message);
        shop.shell.talk(&note.into());
    }
}

/// Says what belongs beside a result: warnings to everybody, the rest to somebody who is there.
fn say_beside(shell: &Shell, screen: &Screen, face: &Face, result: &Printable) {
    for warning in &screen.warnings {
        shell.talk(&format!("note: {warning}\n").into());
    }
    if let (Some(more), Face::Plain) = (screen.view.more(), face) {
        shell.talk(&format!("note: there is more than is shown; {more}\n").into());
    }
    if shell.stderr == Stream::Terminal {
        for sentence in &screen.talk {
            shell.talk(&format!("{sentence}\n").into());
        }
        if screen.view.is_empty() && result.is_empty() {
            shell.talk(&screen.view.nothing().into());
        }
    }
}

/// Prints the line of a check. It stands before everything said beside it, because Icinga
/// reads both streams as one.
fn show_monitor(
    shell: &Shell,
    everywhere: &Everywhere,
    screen: &Screen,
    line: &Printable,
) -> error::Result<Taken> {
    let taken = shell.result(line)?;
    if !everywhere.quiet {
        for warning in &screen.warnings {
            shell.talk(&monitor::beside(&format!("note: {warning}")));
        }
    }
    Ok(taken)
}

fn face(shell: &Shell, everywhere: &Everywhere) -> Face {
    if everywhere.json {
        Face::Json
    } else if everywhere.jsonl {
        Face::JsonLines
    } else if everywhere.plain || (shell.stdout == Stream::Elsewhere && !everywhere.pretty) {
        Face::Plain
    } else {
        Face::Terminal(sheet(
            shell,
            shell.stdout,
            everywhere.color.unwrap_or_default(),
        ))
    }
}

/// The width, colours and characters that a stream gets.
fn sheet(shell: &Shell, stream: Stream, wish: ColourWish) -> Sheet {
    Sheet {
        width: shell.width(stream),
        colour: if shell.wants_colour(stream, wish) {
            Colour::On
        } else {
            Colour::Off
        },
        glyphs: if shell.shows_unicode() {
            Glyphs::Unicode
        } else {
            Glyphs::Ascii
        },
    }
}

/// Says what went wrong: on stderr, but to a monitor on stdout.
fn complain(shell: &Shell, audience: Audience, error: &Error) -> ExitCode {
    match audience {
        Audience::Person(wish) => {
            let sheet = sheet(shell, shell.stderr, wish);
            shell.talk(&failure::complaint(error, sheet));
        }
        Audience::Program => shell.talk(&failure::complaint_json(error)),
        Audience::Monitor => {
            // Where stdout is what failed, the reason stands beside it.
            if shell.result(&monitor::unknown(error)).is_err() {
                shell.talk(&monitor::beside(&error.message));
            }
            shell.talk(&monitor::beside(&format!("to do: {}", error.hint)));
            return ExitCode::from(Status::Unknown.exit());
        }
    }
    error.exit()
}

/// Answers what clap did not understand, or shows the help it was asked for.
fn answer_clap(shell: &Shell, error: &clap::Error) -> ExitCode {
    let audience = Audience::of_words(&shell.args);
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return match shell.result(&error.to_string().into()) {
            // A check that shows its help has checked nothing.
            Ok(_) if audience == Audience::Monitor => ExitCode::from(Status::Unknown.exit()),
            Ok(_) => ExitCode::SUCCESS,
            Err(error) => complain(shell, audience, &error),
        };
    }
    complain(shell, audience, &cli::misread::explain(error, &shell.args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_a_monitor_a_fault_of_ours_is_a_failure() {
        let ended = guarded(|| panic!("a fault"));
        assert_eq!(
            ended.map_err(|error| error.message),
            Err("amends has a fault of its own".into())
        );
    }

    #[test]
    fn who_hears_is_told_by_the_words() {
        let audience = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            Audience::of_words(&words)
        };
        let person = Audience::Person(ColourWish::Auto);
        for (line, expected) in [
            ("amends deu --monitor", Audience::Monitor),
            ("amends due --json --monitor=yes", Audience::Monitor),
            ("amends due --monitro --json", Audience::Program),
            ("amends note 1 -- --monitor", person),
            ("amends nwe", person),
        ] {
            assert_eq!(audience(line), expected, "{line}");
        }
    }
}
