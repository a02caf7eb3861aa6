//! `amends` turns a complaint into a dated plan of recovery and keeps the case.
//!
//! A map for whoever reads the source for the first time. What was typed goes down this
//! list, what is shown comes up from it:
//!
//! - [`cli`]: everything that can be typed, as types; no behaviour.
//! - [`commands`]: one file a verb, from what was typed to a [`view`].
//! - [`intake`]: the guided conversation, which fills in what a complaint needs.
//! - [`domain`]: the trade itself, pure: playbooks and their proof, plans, cases, deadlines,
//!   durations, opening hours, zones and typed dates. Asks nobody for the time.
//! - [`playbook_file`], [`shop_file`], [`mapping_file`], [`complaints_file`]: text in, valid
//!   values or every problem out; they open no files.
//! - [`store`]: the only SQL; events in, cases out.
//! - [`view`]: what a command shows, as data, which is also the JSON contract.
//! - [`mod@render`]: a view as text for a terminal, a pipe or a program.
//! - [`shell`]: the only door to clock, environment, terminal, streams and files.
//! - [`error`]: what went wrong, in one sentence with one thing to do; exit codes.
//!
//! Who may use whom is written down, and enforced, in `tests/tidy.rs`.

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::cli::{Cli, Everywhere};
use crate::commands::Shop;
use crate::domain::case::reminders::Fate;
use crate::domain::words::{visible, visible_block};
use crate::error::{Error, Kind};
use crate::render::layout::{Colour, Glyphs, Sheet};
use crate::render::{Face, Unshown, into_file, metrics, monitor, render};
use crate::shell::files::Foreign;
use crate::shell::{ColourWish, Shell, Stream, Taken, files, interrupt};
use crate::view::files::Written;
use crate::view::tally::Status;
use crate::view::{Screen, View};

pub mod cli;
pub mod commands;

pub mod complaints_file;
pub mod domain;
pub mod error;
pub mod intake;

pub mod mapping_file;
mod misread;
pub mod playbook_file;
pub mod render;
pub mod shell;
pub mod shop_file;
pub mod store;
mod toml_table;
pub mod view;

/// Runs one command line and gives the exit code.
#[must_use]
pub fn run(shell: &Shell) -> ExitCode {
    interrupt::speak_plainly_in_a_fault();
    interrupt::survive_file_size_limit();
    let cli = match Cli::read(&shell.args) {
        Ok(cli) => cli,
        Err(error) => return answer_clap(shell, &error),
    };
    let hearer = Hearer::of(&cli);
    let ended = match hearer {
        Hearer::Person(_) | Hearer::Program => carry_out(shell, &cli),
        Hearer::Monitor => guarded(|| carry_out(shell, &cli)),
    };
    match ended {
        Ok(code) => code,
        Err(error) => complain(shell, hearer, &error),
    }
}

/// Who hears of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hearer {
    /// A person, with their wish about colour.
    Person(ColourWish),
    /// A program that reads JSON.
    Program,
    /// A monitor: whatever fails, it reads one line, and 3 as the exit code.
    Monitor,
}

impl Hearer {
    fn of(cli: &Cli) -> Self {
        let everywhere = &cli.everywhere;
        match &cli.command {
            Some(cli::Command::Due(due)) if due.monitor => Self::Monitor,
            _ if everywhere.json || everywhere.jsonl => Self::Program,
            _ => Self::Person(everywhere.color.unwrap_or_default()),
        }
    }

    /// Tells it by the bare words, where they could not be understood.
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
    if let (Some(cli::Command::Help(help)), false) = (&cli.command, for_a_program) {
        shell.result(&commands::help_text(&help.subject)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let shop = Shop::look(shell, everywhere);
    let shop = shop.map_err(|error| commands::not_saved(error, cli.command.as_ref()))?;
    let ended = work(shell, cli, &shop);
    ended.map_err(|error| shop.ending(error, cli.command.as_ref()))
}

/// Does what was typed in a shop, and shows what came of it.
fn work(shell: &Shell, cli: &Cli, shop: &Shop<'_>) -> error::Result<ExitCode> {
    let everywhere = &cli.everywhere;
    let mut screen = commands::run(cli.command.as_ref(), shop)?;
    if shop.is_doubted() && screen.exit == 0 {
        screen.exit = Kind::DataFile.exit();
    }
    let ran = screen.ran.take();
    let terms = files::Terms {
        shop: &shop.folder,
        is_ours: render::is_ours,
        foreign: match everywhere.yes {
            true => Foreign::Agreed,
            false => Foreign::Refused,
        },
    };
    let (code, taken) = show((shop, everywhere), (screen, terms))?;
    if let (Some(new), Taken::Whole) = (ran, taken)
        && let Err(error) = commands::record_night_run(shop, new)
    {
        let missing = "that this report ran could not be written down, so the next one may name a night without one";
        shell.talk(&format!("note: {missing}: {}\n", error.message));
    }
    Ok(code)
}

/// Prints what a command gave back, or puts it into a file and says so.
fn show(
    (shop, everywhere): (&Shop<'_>, &Everywhere),
    (screen, terms): (Screen, files::Terms<'_>),
) -> error::Result<(ExitCode, Taken)> {
    let shell = shop.shell;
    let (screen, file) = addressed(screen).map_err(|error| unshown(&error))?;
    let face = face(shell, everywhere);
    let text = render(&screen, &face, &everywhere.fields).map_err(|error| unshown(&error))?;
    if let View::Metrics(written) = &screen.view {
        let counts = metrics::text(&written.tally);
        let placed = files::publish(&written.place, counts.as_bytes(), terms)?;
        shop.has_saved(format!("written to {}", files::shown(&written.place)));
        placed.lasting()?;
    }
    if let View::Monitor(_) = screen.view {
        let code = show_monitor(shell, everywhere, (&screen, &text))?;
        return Ok((code, Taken::Whole));
    }
    let nothing = screen.is_empty();
    if nothing && screen.if_any {
        return Ok((ExitCode::from(screen.exit), Taken::Whole));
    }
    // Whatever can be refused has been by now: a refused command leaves no file.
    if let Some((path, content)) = file {
        let placed = files::hand_out(&path, content.as_bytes(), terms)?;
        shop.has_saved(format!("written to {}", files::shown(&path)));
        placed.lasting()?;
    }
    say_beside(shell, everywhere, (&screen, &face, &text));
    let in_file = matches!(screen.view, View::Written(_));
    let taken = shell.result(&text)?;
    let taken = if in_file { Taken::Whole } else { taken };
    Ok((ExitCode::from(screen.exit), taken))
}

/// Says what belongs beside a result: warnings to everybody, the rest to somebody who is there.
fn say_beside(
    shell: &Shell,
    everywhere: &Everywhere,
    (screen, face, text): (&Screen, &Face, &str),
) {
    if everywhere.quiet {
        return;
    }
    for warning in &screen.warnings {
        shell.talk(&format!("note: {}\n", visible_block(warning)));
    }
    if screen.is_truncated() && matches!(face, Face::Plain) {
        let more = screen.how_to_see_more();
        shell.talk(&format!("note: there is more than is shown; {more}\n"));
    }
    if shell.stderr == Stream::Terminal {
        for sentence in &screen.talk {
            shell.talk(&format!("{}\n", visible_block(sentence)));
        }
        if screen.is_empty() && text.is_empty() {
            shell.talk(screen.nothing());
        }
    }
}

/// Prints the line of a check. It stands before everything said beside it, because Icinga
/// reads both streams as one.
fn show_monitor(
    shell: &Shell,
    everywhere: &Everywhere,
    (screen, line): (&Screen, &str),
) -> error::Result<ExitCode> {
    shell.result(line)?;
    if !everywhere.quiet {
        for warning in &screen.warnings {
            shell.talk(&monitor::beside(&format!("note: {warning}")));
        }
    }
    Ok(ExitCode::from(screen.exit))
}

/// Makes what goes into a file, when the view is for one; what is shown then is where it is.
fn addressed(mut screen: Screen) -> Result<(Screen, Option<(PathBuf, String)>), Unshown> {
    let Some(out) = screen.out.take() else {
        return Ok((screen, None));
    };
    let content = into_file(&screen, &out.content)?;
    let calendar = out.content.calendar();
    let nothing = match calendar {
        Some(calendar) => calendar.entries.is_empty(),
        None => screen.is_empty(),
    };
    screen.view = View::Written(Written {
        report: out.report,
        file: visible(&out.path.to_string_lossy()),
        format: out.content.format(),
        deadlines: calendar.map(|calendar| calendar.count(|fate| fate == Fate::Stands)),
        cancelled: calendar.map(|calendar| calendar.count(|fate| fate != Fate::Stands)),
        nothing,
    });
    Ok((screen, Some((out.path, content))))
}

fn unshown(unshown: &Unshown) -> Error {
    let hint = match unshown {
        Unshown::NoSuchField { name, known } => domain::suggest::did_you_mean(name, known),
        Unshown::NotJson => "try again without `--json`".to_owned(),
    };
    Error::usage(unshown.to_string(), hint)
}

fn face(shell: &Shell, everywhere: &Everywhere) -> Face {
    if everywhere.json {
        Face::Json
    } else if everywhere.jsonl {
        Face::JsonLines
    } else if everywhere.plain || shell.stdout == Stream::Elsewhere {
        Face::Plain
    } else {
        Face::Terminal(sheet(
            shell,
            shell.stdout,
            everywhere.color.unwrap_or_default(),
        ))
    }
}

/// The sheet a stream is written on.
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
fn complain(shell: &Shell, hearer: Hearer, error: &Error) -> ExitCode {
    match hearer {
        Hearer::Person(wish) => {
            let sheet = sheet(shell, shell.stderr, wish);
            shell.talk(&render::complaint(error, sheet));
        }
        Hearer::Program => shell.talk(&render::complaint_json(error)),
        Hearer::Monitor => {
            // Where stdout is what failed, the exit code says it all.
            let _ = shell.result(&monitor::unknown(error));
            shell.talk(&monitor::beside(&format!("to do: {}", error.hint)));
            return ExitCode::from(Status::Unknown.exit());
        }
    }
    error.exit()
}

/// Answers what clap did not understand, or shows the help it was asked for.
fn answer_clap(shell: &Shell, error: &clap::Error) -> ExitCode {
    let hearer = Hearer::of_words(&shell.args);
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return match shell.result(&error.to_string()) {
            // A check that shows its help has checked nothing.
            Ok(_) if hearer == Hearer::Monitor => ExitCode::from(Status::Unknown.exit()),
            Ok(_) => ExitCode::SUCCESS,
            Err(error) => complain(shell, hearer, &error),
        };
    }
    let mut misread = misread::explain(error, &shell.args);
    misread.message = visible_block(&misread.message);
    complain(shell, hearer, &misread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_a_monitor_a_fault_of_ours_is_a_failure() {
        let ended = guarded(|| panic!("a fault"));
        assert_eq!(
            ended.map_err(|error| error.message),
            Err("amends has a fault of its own".to_owned())
        );
    }

    #[test]
    fn who_hears_is_told_by_the_words() {
        let hearer = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            Hearer::of_words(&words)
        };
        let person = Hearer::Person(ColourWish::Auto);
        for (line, expected) in [
            ("amends deu --monitor", Hearer::Monitor),
            ("amends due --json --monitor=yes", Hearer::Monitor),
            ("amends due --monitro --json", Hearer::Program),
            ("amends note 1 -- --monitor", person),
            ("amends nwe", person),
        ] {
            assert_eq!(hearer(line), expected, "{line}");
        }
    }
}
