//! A task for the Task Scheduler of Windows.

use chrono::NaiveDate;

use super::{COMMANDS, when};
use crate::show::schedule::Schedule;

/// What stands before the actions. No encoding is declared, and all is ASCII, so that the
/// file may be saved in any; `schtasks` refuses a file that is not in the one it declares.
const HEAD: &str = r#"<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>amends: tomorrow's to-do, and whether the data file is whole</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{start}</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
"#;

pub(super) fn text(schedule: &Schedule, from: NaiveDate, file: &str) -> String {
    let start = from.and_time(schedule.at).format("%Y-%m-%dT%H:%M:%S");
    let [report, check] = COMMANDS;
    format!(
        "<?xml version=\"1.0\"?>\n\
         <!-- amends, {}.\n     \
         A start that was missed is made up for.\n     \
         Save this as amends-nightly.xml and type, in the same folder:\n       \
         schtasks /Create /TN \"amends nightly\" /XML amends-nightly.xml\n     \
         What it printed then stands in the shop folder, in nightly.txt. -->\n\
         {}  <Actions>\n{}{}  </Actions>\n</Task>\n",
        when(schedule),
        HEAD.replace("{start}", &start.to_string()),
        action(schedule, report, &format!("> \"{file}\"")),
        action(schedule, check, &format!(">> \"{file}\"")),
    )
}

/// Writes an action: the command through `cmd`, because only that can put what is printed
/// into a file. `/s` takes away the outer quotes and nothing else.
fn action(schedule: &Schedule, command: &str, into: &str) -> String {
    let folder = schedule.folder.as_ref();
    let folder = folder.map_or_else(String::new, |folder| {
        format!(" --data-dir {}", argument(folder))
    });
    let program = &schedule.program;
    let line = format!(r#"/d /s /c ""{program}" {command}{folder} {into} 2>&1""#);
    format!(
        "    <Exec>\n      <Command>cmd.exe</Command>\n      \
         <Arguments>{}</Arguments>\n    </Exec>\n",
        escaped(&line)
    )
}

/// Quotes an argument as programs of Windows read it: a backslash before the last quote is
/// doubled, because `\"` is a quote that ends nothing.
fn argument(path: &str) -> String {
    let ending = path.len() - path.trim_end_matches('\\').len();
    format!("\"{path}{}\"", "\\".repeat(ending))
}

/// Writes text for XML; what is not ASCII by its number.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            ' '..='~' => escaped.push(c),
            other => escaped.push_str(&format!("&#{};", u32::from(other))),
        }
    }
    escaped
}
