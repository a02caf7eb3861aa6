//! A service and a timer for a user's systemd.

use super::COMMANDS;
use crate::show::schedule::Schedule;

pub(super) fn text(schedule: &Schedule) -> String {
    let commands = COMMANDS.map(|command| exec(schedule, command));
    let (at, zone) = (schedule.at.format("%H:%M"), &schedule.zone);
    format!(
        "\
# Two files and three commands. The first file:
# ~/.config/systemd/user/amends-nightly.service
[Unit]
Description=amends: tomorrow's to-do, and whether the data file is whole

[Service]
Type=oneshot
{}
# The second file:
# ~/.config/systemd/user/amends-nightly.timer
[Unit]
Description=amends, every day at {at} of the shop

[Timer]
OnCalendar=*-*-* {at}:00 {zone}
# A start that was missed is made up for.
Persistent=true

[Install]
WantedBy=timers.target

# Then type these once; the last lets it run while you are not logged in:
#   systemctl --user daemon-reload
#   systemctl --user enable --now amends-nightly.timer
#   loginctl enable-linger
# To read what it printed:
#   journalctl --user -u amends-nightly
",
        commands.concat()
    )
}

fn exec(schedule: &Schedule, command: &str) -> String {
    let program = program(&schedule.program);
    let folder = schedule.folder.as_ref();
    let folder = folder.map_or_else(String::new, |folder| {
        format!(" --data-dir {}", argument(folder))
    });
    format!("ExecStart={program} {command}{folder}\n")
}

/// Writes the program. systemd refuses quotes and backslashes in its path, however they are
/// escaped, and expands no variables in it; a shell that is handed the path has no such rule.
fn program(path: &str) -> String {
    if path.contains(['"', '\'', '\\']) {
        return format!(r#"/bin/sh -c "exec \"$$0\" \"$$@\"" {}"#, argument(path));
    }
    format!("\"{}\"", path.replace('%', "%%"))
}

/// Quotes an argument: backslash and quote as in C, `%` and `$` doubled, or systemd would put
/// something in their place (systemd.service(5), "Command lines").
fn argument(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '%' | '$' => quoted.extend([c, c]),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}
