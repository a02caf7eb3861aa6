//! What was typed and not understood, said in our own words instead of the parser's.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::Cli;
use crate::domain::suggest::{choices, did_you_mean, nearest};
use crate::domain::words::visible;
use crate::error::Error;

/// What to type, and the words that people guess for it; none of those is a command.
const GUESSED: [(&str, &str); 18] = [
    ("change", "edit update modify retype"),
    ("done", "finish complete tick"),
    ("undo", "delete remove rm revert"),
    ("new", "add create log open intake"),
    ("list", "ls find search cases"),
    ("show", "view get info"),
    ("due", "status todo next"),
    ("due --late", "overdue late"),
    ("why", "explain"),
    ("note", "comment"),
    ("assign", "owner"),
    ("pause", "hold snooze wait"),
    ("resume", "unpause"),
    ("stayed", "back"),
    ("gone", "left"),
    ("schedule cron", "crontab"),
    ("schedule systemd", "timer"),
    ("config list", "settings"),
];

/// Turns the parser's complaint into ours.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's kinds are not ours, and new ones are told like the rest"
)]
pub fn explain(error: &clap::Error, args: &[OsString]) -> Error {
    let mut program = Cli::command();
    program.build();
    let wrong_flag = context(error, ContextKind::InvalidArg);
    let (typed, behind) = typed_command(&program, args, &wrong_flag);
    let command = path(typed);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let wrong = context(error, ContextKind::InvalidSubcommand);
            if typed.get_name() == program.get_name() {
                let message = format!("there is no command `{wrong}`");
                return Error::usage(message, instead(typed, &wrong, behind.as_deref()));
            }
            let message = format!("`amends {command}` knows no `{wrong}`");
            Error::usage(message, verb_of(typed, &wrong))
        }
        ErrorKind::UnknownArgument => unknown_argument(error, command),
        ErrorKind::MissingRequiredArgument => missing(error, command),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let message = format!("`amends {command}` needs to know what");
            Error::usage(message, verb_of(typed, ""))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, command),
        ErrorKind::ArgumentConflict => conflict(error, args),
        ErrorKind::InvalidUtf8 => {
            Error::usage("something typed is not UTF-8 text", "type it again")
        }
        _ => Error::usage("the command line was not understood", help(command)),
    }
}

fn contexts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![visible(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|text| visible(text)).collect(),
        Some(_) | None => Vec::new(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    contexts(error, kind).join(", ")
}

/// Finds the command that was typed, as far as it is one, and the word behind the first that is
/// none: of `data --tz UTC lst x` the command `data` and the word `x`. A wrong flag ends it too.
fn typed_command<'a>(
    program: &'a Command,
    args: &[OsString],
    wrong_flag: &str,
) -> (&'a Command, Option<String>) {
    let mut command = program;
    let words = args.iter().map(|word| visible(&word.to_string_lossy()));
    let mut words = words.skip(1).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        if word.starts_with('-') {
            if word.split('=').next() == Some(wrong_flag) {
                break;
            }
            let flags = || command.get_arguments();
            let mut valued = flags().filter(|flag| flag.get_action().takes_values());
            if valued.any(|flag| word.strip_prefix("--") == flag.get_long()) {
                words.next();
            }
        } else if let Some(verb) = command.find_subcommand(&word) {
            command = verb;
        } else {
            return (command, words.find(|word| !word.starts_with('-')));
        }
    }
    (command, None)
}

/// What is typed behind `amends` for a command, such as `playbook check`.
fn path(command: &Command) -> &str {
    let name = command.get_bin_name().unwrap_or_default();
    name.split_once(' ').map_or("", |(_, path)| path)
}

fn names(command: &Command) -> Vec<&str> {
    command.get_subcommands().map(Command::get_name).collect()
}

fn help(command: &str) -> String {
    format!("see `{}`", format!("amends help {command}").trim_end())
}

/// Says which verb a command was to be typed with: the nearest of many, or all of a few.
fn verb_of(command: &Command, wrong: &str) -> String {
    let verbs = names(command);
    if verbs.len() > 3 {
        return did_you_mean(wrong, &verbs);
    }
    format!("use {}", choices(&verbs))
}

/// Says what to type instead of a word that is no command, with the word behind it.
fn instead(program: &Command, wrong: &str, behind: Option<&str>) -> String {
    let meant = meant_by(program, wrong);
    if !meant.is_empty() {
        return use_one_of(&meant);
    }
    let nouns = || program.get_subcommands().filter(|it| it.has_subcommands());
    let verbs = nouns().flat_map(Command::get_subcommands);
    let known = program.get_subcommands().chain(verbs);
    if let Some(near) = nearest(wrong, known.map(Command::get_name)) {
        let Some(first) = program.find_subcommand(near) else {
            return format!("did you mean {}?", choices(&meant_by(program, near)));
        };
        let second = behind.and_then(|word| nearest(word, names(first)));
        let line = format!("amends {near} {}", second.unwrap_or_default());
        return format!("did you mean `{}`?", line.trim_end());
    }
    let meant = behind.map_or_else(Vec::new, |word| meant_by(program, word));
    if !meant.is_empty() {
        return use_one_of(&meant);
    }
    let some: Vec<&str> = names(program).into_iter().take(4).collect();
    let nouns: Vec<&str> = nouns().map(Command::get_name).collect();
    let (some, nouns) = (choices(&some), choices(&nouns));
    format!("see `amends help` for words such as {some}; a second one goes with {nouns}")
}

/// Gives the command lines that a word may stand for: those that people guess by it, and every
/// command that ends in it.
fn meant_by(program: &Command, word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let guessed = GUESSED
        .iter()
        .filter(|line| line.1.split(' ').any(|guess| guess == lower));
    let firsts = std::iter::once(program).chain(program.get_subcommands());
    let commands = firsts.filter_map(|first| first.find_subcommand(word));
    let lines = guessed.map(|line| line.0).chain(commands.map(path));
    lines.map(|line| format!("amends {line}")).collect()
}

/// Names command lines; where there is only one, its page too.
fn use_one_of(lines: &[String]) -> String {
    let uses = format!("use {}", choices(lines));
    match lines {
        [line] => {
            let command = line.trim_start_matches("amends ").split(" --").next();
            format!("{uses}; {}", help(command.unwrap_or_default()))
        }
        _ => uses,
    }
}

fn unknown_argument(error: &clap::Error, command: &str) -> Error {
    let typed = context(error, ContextKind::InvalidArg);
    let line = format!("amends {command}");
    let line = line.trim_end();
    let is_flag = typed.starts_with('-');
    let message = if is_flag {
        format!("`{line}` has no flag `{typed}`")
    } else {
        format!("`{line}` does not expect `{typed}`")
    };
    let near = context(error, ContextKind::SuggestedArg);
    let hint = if nearest(&typed, [near.as_str()]).is_some() {
        format!("did you mean `{near}`?")
    } else if is_flag {
        help(command)
    } else {
        format!("put text with spaces between quotes; {}", help(command))
    };
    Error::usage(message, hint)
}

fn conflict(error: &clap::Error, args: &[OsString]) -> Error {
    let named = |kind| flag(&context(error, kind));
    let (one, other) = (named(ContextKind::InvalidArg), named(ContextKind::PriorArg));
    if one == other {
        return given_twice(&one, args);
    }
    let message = format!("`{one}` and `{other}` cannot stand together");
    Error::usage(message, "leave one of them out")
}

fn missing(error: &clap::Error, command: &str) -> Error {
    let missing = contexts(error, ContextKind::InvalidArg);
    let missing: Vec<String> = missing.iter().map(|name| flag(name)).collect();
    let message = format!("`amends {command}` also needs {}", missing.join(" and "));
    Error::usage(message, help(command))
}

/// The longest values that are shown when a flag is given twice.
const SHORT: usize = 30;

/// Names a flag that is given more than once, with its values where they are short.
fn given_twice(flag: &str, args: &[OsString]) -> Error {
    let values = values_of(flag, args);
    let is_short = |value: &String| value.chars().count() <= SHORT;
    let shown = if values.len() > 1 && values.iter().all(is_short) {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        format!(": {}", values.join(" and "))
    } else {
        String::new()
    };
    Error::usage(
        format!("`{flag}` is given twice{shown}"),
        "leave one of them out: it takes one value",
    )
}

/// Gives the values that stand behind a flag, wherever it is typed.
fn values_of(flag: &str, args: &[OsString]) -> Vec<String> {
    let words = args.iter().take_while(|word| *word != "--");
    let words: Vec<String> = words.map(|word| visible(&word.to_string_lossy())).collect();
    let behind = |(at, word): (usize, &String)| match word.strip_prefix(flag)? {
        "" => words.get(at + 1).cloned(),
        value => value.strip_prefix('=').map(str::to_owned),
    };
    words.iter().enumerate().filter_map(behind).collect()
}

fn invalid_value(error: &clap::Error, command: &str) -> Error {
    let argument = flag(&context(error, ContextKind::InvalidArg));
    let value = context(error, ContextKind::InvalidValue);
    let message = if value.is_empty() {
        format!("`{argument}` needs a value")
    } else {
        format!("`{value}` is not a value for {argument}")
    };
    let allowed = contexts(error, ContextKind::ValidValue);
    let wanted = std::error::Error::source(error);
    let hint = if allowed.is_empty() {
        wanted.map_or_else(|| help(command), |wanted| format!("give {wanted}"))
    } else {
        did_you_mean(&value, &allowed)
    };
    Error::usage(message, hint)
}

/// The name of an argument without its value: `--tier <TIER>` is `--tier`, `<CASE>` is `CASE`.
fn flag(argument: &str) -> String {
    let name = argument.split_whitespace().next().unwrap_or(argument);
    name.trim_end_matches("...")
        .trim_matches(['<', '>', '[', ']'])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(line: &str) -> Option<Error> {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let error = Cli::read(&words).err()?;
        Some(explain(&error, &words))
    }

    fn program() -> Command {
        let mut program = Cli::command();
        program.build();
        program
    }

    #[test]
    fn what_people_guess_is_no_command_and_leads_to_one() {
        let program = program();
        for (line, guesses) in GUESSED {
            let said = answer(&format!("amends {line} --never")).expect("no flag of ours");
            let command = line.split(" --").next().expect("a first part");
            let expected = format!("`amends {command}` has no flag `--never`");
            assert_eq!(said.message.to_string(), expected);
            for guess in guesses.split(' ') {
                assert!(program.find_subcommand(guess).is_none(), "{guess}");
                let said = answer(&format!("amends {guess}")).expect("no command");
                assert!(said.hint.contains(&format!("`amends {line}`")), "{guess}");
            }
        }
    }

    #[test]
    fn every_verb_is_found_without_its_noun_and_every_noun_names_its_verbs() {
        let program = program();
        let nouns = program.get_subcommands().filter(|it| it.has_subcommands());
        let mut seen = 0;
        for noun in nouns {
            let said = answer(&format!("amends {} frobnicate", noun.get_name()));
            let listed = said.expect("no verb").hint;
            for verb in names(noun) {
                assert!(listed.contains(&format!("`{verb}`")), "{listed}");
                let line = format!("`amends {} {verb}`", noun.get_name());
                let alone = answer(&format!("amends {verb}"));
                if program.find_subcommand(verb).is_none() {
                    let hint = alone.expect("no command").hint;
                    assert!(hint.contains(&line), "{hint}");
                }
                let slip = answer(&format!("amends {} {verb}x", noun.get_name()));
                let hint = slip.expect("no verb").hint;
                assert!(hint.contains(&format!("`{verb}`")), "{hint}");
                seen += 1;
            }
        }
        assert!(seen > 12, "{seen}");
    }

    #[test]
    fn a_value_that_is_refused_is_answered_in_our_words() {
        let program = program();
        let nested = program.get_subcommands().flat_map(Command::get_subcommands);
        let mut refused = 0;
        for command in program.get_subcommands().chain(nested) {
            for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
                let Some(said) = answer(&format!("amends {} --{flag}=?", path(command))) else {
                    continue;
                };
                if said.message.contains("is not a value") {
                    let is_ours =
                        said.hint.contains(" such as `") || said.hint.starts_with("use `");
                    assert!(is_ours, "--{flag}: {}", said.hint);
                    refused += 1;
                }
            }
        }
        assert!(refused > 10, "{refused}");
    }
}
