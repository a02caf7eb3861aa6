//! Verbs that are built only when they are typed.

use std::ops::Deref;

use clap::builder::Resettable;
use clap::{ArgMatches, Args, Command, FromArgMatches};

/// What can be typed after a verb, not built before somebody types that verb.
///
/// The program has two dozen verbs and a command line has one of them: building all would
/// cost twice as much as everything else at the start.
#[derive(Clone, Debug)]
pub struct Deferred<T>(pub T);

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Args> Args for Deferred<T> {
    fn augment_args(verb: Command) -> Command {
        verb.defer(build::<T>)
    }

    fn augment_args_for_update(verb: Command) -> Command {
        verb.defer(build::<T>)
    }
}

/// Builds a verb; what it is for stays as the list of verbs has it.
fn build<T: Args>(verb: Command) -> Command {
    let about = Resettable::from(verb.get_about().cloned());
    switches_may(T::augment_args(verb))
        .about(about)
        .long_about(Resettable::Reset)
}

impl<T: FromArgMatches> FromArgMatches for Deferred<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches_mut(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Lets switches be given twice: `--json --json` means no more than `--json`.
pub fn switches_may(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        if arg.get_action().takes_values() {
            return arg;
        }
        let itself = arg.get_id().clone();
        arg.overrides_with(itself)
    });
    command.mut_subcommands(switches_may)
}
