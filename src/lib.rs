//! `amends` turns a complaint into a dated plan of recovery and keeps the case.
//!
//! A map for whoever reads the source for the first time. What was typed goes down this
//! list, what is shown comes up from it:
//!
//! - [`cli`]: everything that can be typed, as types; no behaviour.
//! - [`commands`]: one file a verb, from what was typed to a [`view`].
//! - [`intake`]: the guided conversation, which fills in what a complaint needs.
//! - [`domain`]: the trade itself, pure: playbooks and their proof, plans, cases, deadlines,
//!   durations, zones and typed dates. Asks nobody for the time.
//! - [`playbook_file`], [`shop_file`], [`mapping_file`], [`complaints_file`]: text in, valid
//!   values or every problem out; they open no files.
//! - [`store`]: the only SQL; events in, cases out.
//! - [`view`]: what a command shows, as data, which is also the JSON contract.
//! - [`mod@render`]: a view as text for a terminal, a pipe or a program.
//! - [`shell`]: the only door to clock, environment, terminal, streams and files.
//! - [`error`]: what went wrong, in one sentence with one thing to do; exit codes.
//!
//! Who may use whom is written down, and enforced, in `tests/tidy.rs`.

use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::cli::{Cli, Everywhere};
use crate::commands::Shop;
use crate::domain::words::visible;
use crate::error::Error;
use crate::render::layout::{Colour, Glyphs, Sheet};
use crate::render::{Face, Unshown, render};
use crate::shell::{ColourWish, Shell, Stream, interrupt};
use crate::view::Screen;

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
    let everywhere = &cli.everywhere;
    match carry_out(shell, &cli) {
        Ok(code) => code,
        Err(error) => complain(shell, everywhere, &error),
    }
}

fn carry_out(shell: &Shell, cli: &Cli) -> error::Result<ExitCode> {
    let everywhere = &cli.everywhere;
    let for_a_program = everywhere.json || everywhere.jsonl;
    if let (Some(cli::Command::Help(help)), false) = (&cli.command, for_a_program) {
        shell.result(&commands::help_text(&help.subject)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let shop = Shop::look(shell, everywhere)?;
    let screen = commands::run(cli.command.as_ref(), &shop)?;
    show(shell, everywhere, &screen)
}

/// Prints what a command gave back.
fn show(shell: &Shell, everywhere: &Everywhere, screen: &Screen) -> error::Result<ExitCode> {
    let face = face(shell, everywhere);
    let text = render(screen, &face, &everywhere.fields).map_err(|error| unshown(&error))?;
    let nothing = screen.is_empty();
    if nothing && screen.if_any {
        return Ok(ExitCode::from(screen.exit));
    }
    if !everywhere.quiet {
        for warning in &screen.warnings {
            shell.talk(&format!("note: {warning}\n"));
        }
    }
    if !everywhere.quiet && shell.stderr == Stream::Terminal {
        for sentence in &screen.talk {
            shell.talk(&format!("{sentence}\n"));
        }
        if nothing && text.is_empty() {
            shell.talk(screen.nothing());
        }
    }
    shell.result(&text).map_err(|error| match screen.saved() {
        Some(saved) => Error {
            message: format!("{saved}, but this could not be shown: {}", error.message),
            ..error
        },
        None => error,
    })?;
    Ok(ExitCode::from(screen.exit))
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
        Face::Terminal(sheet(shell, shell.stdout, everywhere.color))
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

/// Says on stderr what went wrong.
fn complain(shell: &Shell, everywhere: &Everywhere, error: &Error) -> ExitCode {
    if everywhere.json || everywhere.jsonl {
        shell.talk(&render::complaint_json(error));
    } else {
        shell.talk(&render::complaint(
            error,
            sheet(shell, shell.stderr, everywhere.color),
        ));
    }
    error.exit()
}

/// Answers what clap did not understand, or shows the help it was asked for.
fn answer_clap(shell: &Shell, error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return match shell.result(&error.to_string()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => error.exit(),
        };
    }
    let flag = |wanted: &str| shell.args.iter().any(|arg| arg == wanted);
    let everywhere = Everywhere {
        json: flag("--json"),
        jsonl: flag("--jsonl"),
        ..Everywhere::default()
    };
    let mut misread = misread::explain(error, &shell.args);
    misread.message = visible_lines(&misread.message);
    complain(shell, &everywhere, &misread)
}

fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(visible).collect();
    lines.join("\n")
}
