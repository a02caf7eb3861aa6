//! Reads what `playbook replay` reads of each case, and does nothing with it: `bare_read FILE`.
//!
//! It stands for the least that a replay can cost, in `benches/cost.py`.

use std::process::ExitCode;

use amends::shell::Shell;
use rusqlite::{Connection, OpenFlags, Row};

const ROWS: &str =
    "SELECT number, complaint, tier, severity, told_at FROM cases WHERE state IN (0, 1)";

fn main() -> ExitCode {
    let shell = Shell::of_process();
    let Some(file) = shell.args.get(1).filter(|_| shell.args.len() == 2) else {
        // `cargo bench` starts it with arguments of its own: there is nothing to measure here.
        return ExitCode::SUCCESS;
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let read = Connection::open_with_flags(file, flags).and_then(|db| sum(&db));
    match read {
        Ok(sum) => {
            shell.talk(&format!("{sum}\n").into());
            ExitCode::SUCCESS
        }
        Err(error) => {
            shell.talk(&format!("{error}\n").into());
            ExitCode::FAILURE
        }
    }
}

/// Adds up something of every column, so that none is left unread.
fn sum(db: &Connection) -> rusqlite::Result<i64> {
    let mut statement = db.prepare(ROWS)?;
    let mut rows = statement.query([])?;
    let mut sum = 0_i64;
    while let Some(row) = rows.next()? {
        sum = sum.wrapping_add(of_row(row)?);
    }
    Ok(sum)
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<i64> {
    let mut sum = 0_i64;
    for at in [1, 2] {
        let text = row.get_ref(at)?.as_str()?;
        sum += i64::try_from(text.len()).unwrap_or(0);
    }
    for at in [0, 3, 4] {
        sum = sum.wrapping_add(row.get(at)?);
    }
    Ok(sum)
}
