//! Lines for a crontab.

use chrono::Timelike;

use super::{COMMANDS, when};
use crate::show::schedule::Schedule;

pub(super) fn text(schedule: &Schedule) -> String {
    let mut text = format!(
        "# amends, {}.\n\
         # Paste these lines into `crontab -e`. Cron mails you what they print, and they print\n\
         # nothing while there is nothing to do and the data file is whole.\n",
        when(schedule)
    );
    let folder = schedule.folder.as_ref();
    let folder = folder.map_or_else(String::new, |folder| {
        format!(" --data-dir {}", quoted(folder))
    });
    for command in COMMANDS {
        let (minute, hour) = (schedule.at.minute(), schedule.at.hour());
        let program = quoted(&schedule.program);
        text.push_str(&format!(
            "{minute} {hour} * * * {program} {command}{folder}\n"
        ));
    }
    text
}

/// Quotes a path for the shell, and that for cron, which reads the line first.
///
/// Cron takes `%` for the end of the command and `\%` for `%`, also within quotes, and some
/// crons take `\\` for `\`. So what follows a backslash is put into quotes of its own: no
/// backslash of the path ever stands before another or before `%`.
fn quoted(path: &str) -> String {
    if path.bytes().all(is_plain) {
        return path.to_owned();
    }
    let mut quoted = "'".to_owned();
    for c in path.chars() {
        match c {
            '\'' => quoted.push_str("'\\''"),
            '\\' => quoted.push_str("\\''"),
            '%' => quoted.push_str("\\%"),
            other => quoted.push(other),
        }
    }
    quoted + "'"
}

/// Tells whether neither cron nor a shell makes anything of a character.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-+,@:".contains(&byte)
}
