//! Deadlines as an iCalendar file (RFC 5545).
//!
//! What calendars do with a file differs; these choices are for what they have in common:
//!
//! - A deadline is a quarter of an hour that *begins* when it is due. Agendas, notices and the
//!   lock screen show the beginning. Events without a length were seen to become an hour long,
//!   or a day, or not to be taken at all.
//! - The alarm is relative to the beginning, so it moves along when somebody moves the event,
//!   and goes off when the deadline becomes due soon.
//! - No `METHOD`: the file is a snapshot and no invitation. `METHOD:PUBLISH` demands an
//!   organizer with an address (RFC 5546, 3.2.1), and calendars were seen to refuse it.
//! - What is met or over is `CANCELLED`, has no alarm and says so in its title: a calendar that
//!   knows the event by its `UID` stops ringing, whether or not it minds the status.
//! - Nobody is kept from other appointments (`TRANSPARENT`).

use chrono::TimeDelta;

use crate::domain::case::deadline::DeadlineName;
use crate::domain::case::reminders::ReminderFate;
use crate::domain::time::zone::Instant;
use crate::domain::words::is_hidden;
use crate::show::Moment;
use crate::show::file::{CalendarEntry, DeadlineCalendar};

/// How long a deadline is drawn, in minutes: the least that every calendar shows with its title.
const DRAWN: i64 = 15;

/// The longest a line may be, in octets, without its line end (RFC 5545, 3.1).
const LINE: usize = 75;

/// Writes a calendar as it is seen at a moment in a zone.
pub(in crate::show) fn write(calendar: &DeadlineCalendar, now: Moment, zone: &str) -> String {
    let seen = Seen {
        calendar,
        now: now.at,
        zone,
    };
    let mut lines = IcalLines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//amends//amends//EN");
    lines.put("X-WR-CALNAME", "amends");
    for entry in &calendar.entries {
        event(&mut lines, entry, &seen);
    }
    lines.put("END", "VCALENDAR");
    lines.0
}

/// What is the same in all events of a file.
struct Seen<'c> {
    calendar: &'c DeadlineCalendar,
    now: Instant,
    zone: &'c str,
}

fn event(lines: &mut IcalLines, entry: &CalendarEntry, seen: &Seen<'_>) {
    let due = entry.due_at.at;
    lines.put("BEGIN", "VEVENT");
    lines.text("UID", &uid(entry));
    lines.put("DTSTAMP", &utc(seen.now));
    lines.put("DTSTART", &utc(due));
    lines.put("DTEND", &utc(due + TimeDelta::minutes(DRAWN)));
    lines.text("SUMMARY", &title(entry));
    lines.text("DESCRIPTION", &description(entry, seen.zone));
    lines.put("STATUS", status(entry.fate));
    lines.put("TRANSP", "TRANSPARENT");
    lines.put("SEQUENCE", &sequence(seen.calendar.revision));
    lines.put(
        "LAST-MODIFIED",
        &utc(seen.calendar.changed_at.min(seen.now)),
    );
    if entry.fate == ReminderFate::Stands {
        lines.put("BEGIN", "VALARM");
        lines.put("ACTION", "DISPLAY");
        lines.put("TRIGGER", &before(due - entry.soon_at));
        lines.text("DESCRIPTION", &title(entry));
        lines.put("END", "VALARM");
    }
    lines.put("END", "VEVENT");
}

/// The same for a deadline whenever it is written, and no other's: the id of the case is unique
/// beyond this shop.
fn uid(entry: &CalendarEntry) -> String {
    let mut name = entry.name.word().replace(' ', "-");
    if let Some(failure) = &entry.failure {
        name.push_str(&format!("-of-{failure}"));
    }
    format!("{}-{}-{name}@amends", entry.case_id, entry.cycle)
}

/// What is due, with the time: the box of an event does not say which of its ends is meant.
fn title(entry: &CalendarEntry) -> String {
    let begun = match entry.fate {
        ReminderFate::Stands => "",
        ReminderFate::Met => "Done: ",
        ReminderFate::Over => "No longer due: ",
    };
    let clock = entry.due_at.wall.format("%H:%M");
    let about = match (&entry.failure, entry.name) {
        (Some(_), DeadlineName::FirstResponse | DeadlineName::Recover) => {
            format!("{}: ", entry.type_name)
        }
        (Some(_) | None, _) => String::new(),
    };
    format!("{begun}#{} {about}{} {clock}", entry.case, what(entry))
}

/// What a deadline is, for an owner, up to its time.
fn what(entry: &CalendarEntry) -> String {
    match entry.name {
        DeadlineName::FirstResponse => "answer them by".to_owned(),
        DeadlineName::Recover if entry.failure.is_some() => "put it right by".to_owned(),
        DeadlineName::Recover => "both halves done by".to_owned(),
        DeadlineName::Step(number) => match entry.task.as_deref().map(sentence) {
            Some(task) => format!("step {number}: {task}, by"),
            None => format!("step {number} by"),
        },
        DeadlineName::FollowUp => "ask whether it is right now, by".to_owned(),
        // What was promised are words about a customer, which stay at home.
        DeadlineName::Promise(number) => format!("keep promise {number} by"),
        DeadlineName::PauseEnd(_) => "the clocks go on at".to_owned(),
        DeadlineName::Stayed => "find out whether they stayed, by".to_owned(),
    }
}

fn sentence(task: &str) -> &str {
    task.trim().trim_end_matches('.')
}

fn description(entry: &CalendarEntry, zone: &str) -> String {
    let wall = entry.due_at.wall.format("%a %-d %b %Y %H:%M");
    let mut lines = vec![entry.type_name.clone(), format!("Due {wall}, {zone}")];
    if entry.cycle > 1 {
        lines.push(format!("Opened again, round {}", entry.cycle));
    }
    if !entry.by.is_empty() {
        lines.push(format!("Whose step: {}", entry.by.join(", ")));
    }
    lines.push(format!("amends show {}", entry.case));
    lines.join("\n")
}

const fn status(fate: ReminderFate) -> &'static str {
    match fate {
        ReminderFate::Stands => "CONFIRMED",
        ReminderFate::Met | ReminderFate::Over => "CANCELLED",
    }
}

/// The largest number that an INTEGER can be (RFC 5545, 3.3.8) is more than a shop ever does.
fn sequence(revision: u64) -> String {
    i32::try_from(revision).unwrap_or(i32::MAX).to_string()
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// So long before the beginning. Minutes and seconds only: hours may not stand beside seconds
/// without minutes between them, and this is as well understood.
fn before(span: TimeDelta) -> String {
    let seconds = span.num_seconds().max(0);
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => format!("-PT{minutes}M"),
        (0, seconds) => format!("-PT{seconds}S"),
        (minutes, seconds) => format!("-PT{minutes}M{seconds}S"),
    }
}

/// The lines of the file so far.
#[derive(Default)]
struct IcalLines(String);

impl IcalLines {
    /// Adds a property whose value is text that anybody wrote.
    fn text(&mut self, name: &str, value: &str) {
        self.put(name, &escaped(value));
    }

    /// Adds a property whose value is as it has to be, and folds the line.
    fn put(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for c in format!("{name}:{value}").chars() {
            if used + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(c);
            used += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Writes a TEXT value (RFC 5545, 3.3.11). What draws nothing or turns the direction of
/// reading is left out; any end of a line or paragraph becomes one that the format knows.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\t' => out.push(' '),
            '\\' | ';' | ',' => out.extend(['\\', c]),
            hidden if is_hidden(hidden) => {}
            drawn => out.push(drawn),
        }
    }
    out
}

#[cfg(test)]
mod tests;
