//! The process edge: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    amends::run(&amends::shell::Shell::of_process())
}
