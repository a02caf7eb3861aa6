//! Flags that are given twice: nothing that was typed is dropped.

use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Args, Command};

use crate::typed::Everywhere;

/// Refuses a flag of every command that stands before the verb and behind it: the parser counts
/// each place by itself, and would take one of the two values.
pub(super) fn refuse_what_is_dropped(
    typed: &[OsString],
    matches: &ArgMatches,
) -> Result<(), clap::Error> {
    let flags = || typed.iter().take_while(|word| *word != "--").map(name_of);
    let mut seen: Vec<&[u8]> = Vec::new();
    let again = flags().any(|flag| {
        let known = seen.contains(&flag);
        seen.push(flag);
        known && flag.starts_with(b"--")
    });
    if !again {
        return Ok(());
    }
    let mut everywhere = Everywhere::augment_args(Command::new("amends"));
    everywhere.build();
    let mut valued = everywhere
        .get_arguments()
        .filter(|arg| arg.get_action().takes_values());
    let dropped = valued.find(|arg| {
        let name = format!("--{}", arg.get_long().unwrap_or_default());
        let given = flags().filter(|flag| *flag == name.as_bytes()).count();
        let taken = matches.get_raw_occurrences(arg.get_id().as_str());
        given > 1 && given > taken.map_or(0, Iterator::count)
    });
    dropped.map_or(Ok(()), |arg| Err(given_twice(arg)))
}

/// The name of a flag without the value behind `=`.
fn name_of(word: &OsString) -> &[u8] {
    let bytes = OsStr::as_encoded_bytes(word);
    bytes.split(|byte| *byte == b'=').next().unwrap_or(bytes)
}

/// Complains as the parser does about a flag that it sees twice.
fn given_twice(arg: &Arg) -> clap::Error {
    let mut error = clap::Error::new(ErrorKind::ArgumentConflict);
    let flag = || ContextValue::String(arg.to_string());
    error.insert(ContextKind::InvalidArg, flag());
    error.insert(ContextKind::PriorArg, flag());
    error
}
