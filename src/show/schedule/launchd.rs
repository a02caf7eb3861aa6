//! A property list for launchd, the scheduler of macOS.

use chrono::Timelike;

use super::{COMMANDS, when};
use crate::show::schedule::Schedule;

pub(super) fn text(schedule: &Schedule, report: &str) -> String {
    let [night, check] = COMMANDS.map(|command| line(schedule, command));
    let report = quoted(report);
    let script = format!("{night} > {report} 2>&1; {check} >> {report} 2>&1");
    let (hour, minute) = (schedule.at.hour(), schedule.at.minute());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <!-- amends, {}.\n     \
         A start that was missed while the computer slept is made up for.\n     \
         Save this as ~/Library/LaunchAgents/amends.nightly.plist and type:\n       \
         launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/amends.nightly.plist\n     \
         What it printed then stands in the shop folder, in nightly.txt. -->\n\
         <plist version=\"1.0\">\n<dict>\n  \
         <key>Label</key>\n  <string>amends.nightly</string>\n  \
         <key>ProgramArguments</key>\n  <array>\n    \
         <string>/bin/sh</string>\n    <string>-c</string>\n    <string>{}</string>\n  </array>\n  \
         <key>StartCalendarInterval</key>\n  <dict>\n    \
         <key>Hour</key>\n    <integer>{hour}</integer>\n    \
         <key>Minute</key>\n    <integer>{minute}</integer>\n  </dict>\n\
         </dict>\n</plist>\n",
        when(schedule),
        escaped(&script)
    )
}

fn line(schedule: &Schedule, command: &str) -> String {
    let folder = schedule.folder.as_ref();
    let folder = folder.map_or_else(String::new, |folder| {
        format!(" --data-dir {}", quoted(folder))
    });
    format!("{} {command}{folder}", quoted(&schedule.program))
}

/// Quotes a path for the shell.
fn quoted(path: &str) -> String {
    format!("'{}'", path.replace('\'', "'\\''"))
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
