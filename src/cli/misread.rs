//! What was typed and not understood, said in our own words instead of the parser's.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::domain::suggest::{choices, nearest};
use crate::domain::words::visible;
use crate::error::Error;

/// Verbs that people guess, and the command that does it.
const GUESSED: [(&str, &str); 45] = [
    ("edit", "change"),
    ("update", "change"),
    ("modify", "change"),
    ("retype", "change"),
    ("finish", "done"),
    ("complete", "done"),
    ("tick", "done"),
    ("delete", "undo"),
    ("remove", "undo"),
    ("rm", "undo"),
    ("revert", "undo"),
    ("add", "new"),
    ("create", "new"),
    ("log", "new"),
    ("open", "new"),
    ("intake", "new"),
    ("ls", "list"),
    ("find", "list"),
    ("search", "list"),
    ("view", "show"),
    ("get", "show"),
    ("info", "show"),
    ("status", "due"),
    ("todo", "due"),
    ("today", "due"),
    ("next", "due"),
    ("explain", "why"),
    ("comment", "note"),
    ("check", "playbook check"),
    ("replay", "playbook replay"),
    ("import", "data import"),
    ("nightly", "report nightly"),
    ("owner", "assign"),
    ("hold", "pause"),
    ("snooze", "pause"),
    ("wait", "pause"),
    ("unpause", "resume"),
    ("back", "stayed"),
    ("left", "gone"),
    ("cron", "schedule cron"),
    ("crontab", "schedule cron"),
    ("systemd", "schedule systemd"),
    ("timer", "schedule systemd"),
    ("settings", "config list"),
    ("set", "config set"),
];

const VERBS: [&str; 29] = [
    "new", "due", "list", "show", "brief", "plan", "why", "done", "choose", "note", "contact",
    "assign", "change", "draft", "close", "reopen", "undo", "redo", "history", "report",
    "playbook", "data", "schedule", "config", "promise", "pause", "resume", "stayed", "gone",
];

/// Turns the parser's complaint into ours.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser's kinds are not ours, and new ones are told like the rest"
)]
pub fn explain(error: &clap::Error, args: &[OsString]) -> Error {
    let text = |kind| context(error, kind);
    let command = command_of(args);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            unknown_verb(&text(ContextKind::InvalidSubcommand), &command, error)
        }
        ErrorKind::UnknownArgument => {
            unknown_argument(&text(ContextKind::InvalidArg), &command, error)
        }
        ErrorKind::MissingRequiredArgument => missing(error, &command),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let known = subcommands(error, &command);
            Error::usage(
                format!("`amends {command}` needs to know what"),
                format!("use {known}"),
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => invalid_value(error, &command),
        ErrorKind::ArgumentConflict => {
            let (one, other) = (text(ContextKind::InvalidArg), text(ContextKind::PriorArg));
            if one == other {
                return given_twice(&flag(&one), args);
            }
            let message = format!(
                "`{}` and `{}` cannot stand together",
                flag(&one),
                flag(&other)
            );
            Error::usage(message, "leave one of them out")
        }
        ErrorKind::InvalidUtf8 => {
            Error::usage("something typed is not UTF-8 text", "type it again")
        }
        _ => Error::usage("the command line was not understood", help(&command)),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => visible(text),
        Some(ContextValue::Strings(texts)) => texts
            .iter()
            .map(|text| visible(text))
            .collect::<Vec<_>>()
            .join(", "),
        Some(_) | None => String::new(),
    }
}

/// The verbs that were typed before whatever went wrong: `playbook check`.
fn command_of(args: &[OsString]) -> String {
    let typed = args
        .iter()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned());
    let mut verbs = typed.filter(|arg| !arg.starts_with('-'));
    let Some(first) = verbs.find(|arg| VERBS.contains(&arg.as_str())) else {
        return String::new();
    };
    match (first.as_str(), verbs.next()) {
        ("playbook" | "data" | "report" | "schedule", Some(second))
            if NESTED.contains(&second.as_str()) =>
        {
            format!("{first} {second}")
        }
        _ => first,
    }
}

const NESTED: [&str; 16] = [
    "list", "show", "check", "try", "new", "replay", "card", "drill", "schema", "path", "import",
    "nightly", "week", "cron", "systemd", "windows",
];

fn help(command: &str) -> String {
    if command.is_empty() {
        "see `amends help`".to_owned()
    } else {
        format!("see `amends help {command}`")
    }
}

fn unknown_verb(typed: &str, command: &str, error: &clap::Error) -> Error {
    if !command.is_empty() {
        let message = format!("`amends {command}` knows no `{typed}`");
        return Error::usage(message, format!("use {}", subcommands(error, command)));
    }
    let message = format!("there is no command `{typed}`");
    let lower = typed.to_lowercase();
    if let Some((_, right)) = GUESSED.iter().find(|(guess, _)| *guess == lower) {
        return Error::usage(message, format!("use `amends {right}`; {}", help(right)));
    }
    match nearest(typed, VERBS) {
        Some(near) => Error::usage(message, format!("did you mean `amends {near}`?")),
        None => Error::usage(message, help("")),
    }
}

fn subcommands(error: &clap::Error, command: &str) -> String {
    let known = match error.get(ContextKind::ValidSubcommand) {
        Some(ContextValue::Strings(known)) => known.clone(),
        Some(_) | None => Vec::new(),
    };
    if !known.is_empty() {
        return choices(&known);
    }
    match command {
        "playbook" => choices(&[
            "list", "show", "check", "try", "new", "replay", "card", "drill", "schema",
        ]),
        "data" => choices(&["path", "check", "import"]),
        "schedule" => choices(&["cron", "systemd", "windows"]),
        "config" => choices(&["list", "get", "set"]),
        _ => choices(&["nightly"]),
    }
}

fn unknown_argument(typed: &str, command: &str, error: &clap::Error) -> Error {
    let where_to = if command.is_empty() {
        "amends".to_owned()
    } else {
        format!("amends {command}")
    };
    let message = if typed.starts_with('-') {
        format!("`{where_to}` has no flag `{typed}`")
    } else {
        format!("`{where_to}` does not expect `{typed}`")
    };
    match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(near)) if nearest(typed, [near.as_str()]).is_some() => {
            Error::usage(message, format!("did you mean `{near}`?"))
        }
        Some(_) | None if typed.starts_with('-') => Error::usage(message, help(command)),
        Some(_) | None => Error::usage(
            message,
            format!("put text with spaces between quotes; {}", help(command)),
        ),
    }
}

fn missing(error: &clap::Error, command: &str) -> Error {
    let missing = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(names)) => {
            names.iter().map(|name| flag(name)).collect::<Vec<_>>()
        }
        Some(_) | None => Vec::new(),
    };
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
    let allowed = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(allowed)) => allowed.clone(),
        Some(_) | None => Vec::new(),
    };
    if value.is_empty() {
        let message = format!("`{argument}` needs a value");
        let hint = if allowed.is_empty() {
            help(command)
        } else {
            format!("use {}", choices(&allowed))
        };
        return Error::usage(message, hint);
    }
    let message = format!("`{value}` is not a value for {argument}");
    if let Some(near) = nearest(&value, allowed.iter().map(String::as_str)) {
        return Error::usage(message, format!("did you mean `{near}`?"));
    }
    if !allowed.is_empty() {
        return Error::usage(message, format!("use {}", choices(&allowed)));
    }
    let wanted = std::error::Error::source(error).map(ToString::to_string);
    let hint = match (wanted, argument.as_str()) {
        (Some(wanted), "CASE" | "--step") => format!("give {wanted}"),
        (_, "--limit" | "--seed") => "give a whole number such as `20`".to_owned(),
        (Some(_) | None, _) => help(command),
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
