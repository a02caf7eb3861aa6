//! `amends help`: a command, or a subject.

use clap::Args;

use crate::desk::shop::Shop;
use crate::domain::suggest::{did_you_mean, nearest};
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::verbatim::{TextOf, VerbatimText};

/// Subjects that are no command.
const SUBJECTS: [(&str, &str); 5] = [
    ("dates", include_str!("help/dates.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("json", include_str!("help/json.txt")),
    ("playbooks", include_str!("help/playbooks.txt")),
    ("environment", include_str!("help/environment.txt")),
];

/// `amends help`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amends help done
  amends help dates")]
pub struct HelpArgs {
    /// A command, or dates, exit-codes, json, playbooks, environment
    pub subject: Vec<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &HelpArgs, program: clap::Command) -> Result<Screen> {
    let text = text(&typed.subject, program)?;
    Ok(shop.screen(VerbatimText {
        of: TextOf::Help,
        name: typed.subject.join(" "),
        text,
    }))
}

/// Gives the help for a command or a subject; for nothing, that of the program, which is the whole command line as the
/// parser knows it.
///
/// # Errors
/// When there is neither a command nor a subject of that name.
pub fn text(subject: &[String], mut program: clap::Command) -> Result<String> {
    let Some(first) = subject.first() else {
        return Ok(program.render_help().to_string());
    };
    if let (Some((_, text)), 1) = (
        SUBJECTS.iter().find(|(name, _)| name == first),
        subject.len(),
    ) {
        return Ok((*text).to_owned());
    }
    program.build();
    let mut found = &program;
    for word in subject {
        let next = found.find_subcommand(word);
        found = next.ok_or_else(|| unknown(found, word))?;
    }
    Ok(found.clone().render_long_help().to_string())
}

/// Says that there is no such page, and which is nearest; all are named only below a command.
fn unknown(found: &clap::Command, word: &str) -> Error {
    let verbs = found.get_subcommands().map(clap::Command::get_name);
    let mut known: Vec<&str> = verbs.collect();
    let is_program = known.contains(&"help");
    if is_program {
        known.extend(SUBJECTS.map(|(name, _)| name));
    }
    let hint = if is_program && nearest(word, known.iter().copied()).is_none() {
        "see `amends help`".to_owned()
    } else {
        did_you_mean(word, &known)
    };
    Error::not_found(format!("there is no help for `{}`", visible(word)), hint)
}
