//! `amends help`: a command, or a subject.

use clap::CommandFactory;

use crate::cli::{Cli, Help};
use crate::desk::shop::Shop;
use crate::domain::suggest::did_you_mean;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::playbook::Source;

/// Subjects that are no command.
const SUBJECTS: [(&str, &str); 5] = [
    ("dates", include_str!("help/dates.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("json", include_str!("help/json.txt")),
    ("playbooks", include_str!("help/playbooks.txt")),
    ("environment", include_str!("help/environment.txt")),
];

pub(super) fn run(shop: &Shop<'_>, typed: &Help) -> Result<Screen> {
    let text = text(&typed.subject)?;
    Ok(shop.screen(Source {
        schema: "help",
        name: typed.subject.join(" "),
        text,
    }))
}

/// Gives the help for a command or a subject; for nothing, that of the program.
///
/// # Errors
/// When there is neither a command nor a subject of that name.
pub fn text(subject: &[String]) -> Result<String> {
    let mut command = Cli::command();
    let Some(first) = subject.first() else {
        return Ok(command.render_help().to_string());
    };
    if let (Some((_, text)), 1) = (
        SUBJECTS.iter().find(|(name, _)| name == first),
        subject.len(),
    ) {
        return Ok((*text).to_owned());
    }
    command.build();
    let mut found = &mut command;
    for word in subject {
        let known: Vec<String> = found
            .get_subcommands()
            .map(|sub| sub.get_name().to_owned())
            .collect();
        found = found
            .find_subcommand_mut(word)
            .ok_or_else(|| unknown(word, known))?;
    }
    Ok(found.render_long_help().to_string())
}

fn unknown(word: &str, mut known: Vec<String>) -> Error {
    known.extend(SUBJECTS.iter().map(|(name, _)| (*name).to_owned()));
    let message = format!("there is no help for `{}`", visible(word));
    Error::not_found(message, did_you_mean(word, &known))
}
