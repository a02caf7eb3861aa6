//! A program that understands `--help` and `--version` and does nothing: what `benches/cost.py`
//! compares the start of `amends` with.

use clap::Parser;

/// Nothing can be typed but what clap brings along.
#[derive(Parser)]
#[command(version)]
struct Nothing {}

fn main() {
    let Nothing {} = Nothing::parse();
}
