//! Putting what is shown into a file, and knowing such a file again.

use crate::domain::case::reminders::ReminderFate;
use crate::paper::layout::Sheet;
use crate::paper::markdown;
use crate::show::face::{Face, Unshown, page, written};
use crate::show::file::{Content, Outgoing, WrittenReport, ical};
use crate::show::{Effect, Screen};

impl Screen {
    /// Puts what is shown into a file, once it is certain that it can be; what is shown then is where it is.
    ///
    /// # Errors
    /// When a value cannot be put into JSON.
    pub fn into_file(mut self, out: Outgoing) -> Result<Self, Unshown> {
        let text = into_file(&self, &out.content)?;
        let calendar = out.content.calendar();
        let nothing = match calendar {
            Some(calendar) => calendar.entries.is_empty(),
            None => self.view.is_empty(),
        };
        self.view = Box::new(WrittenReport {
            report: out.report,
            file: out.path.to_string_lossy().into_owned(),
            format: out.content.format(),
            deadlines: calendar.map(|calendar| calendar.count(|fate| fate == ReminderFate::Stands)),
            cancelled: calendar.map(|calendar| calendar.count(|fate| fate != ReminderFate::Stands)),
            nothing,
        });
        let path = out.path;
        self.after.insert(0, Effect::HandOut { path, text });
        Ok(self)
    }
}

/// Renders what goes into a file.
///
/// # Errors
/// When a value cannot be put into JSON.
fn into_file(screen: &Screen, content: &Content) -> Result<String, Unshown> {
    match content {
        Content::Calendar(calendar) => Ok(ical::write(calendar, screen.now, &screen.zone)),
        Content::Json => written(screen, &Face::Json, &[]),
        Content::Page => {
            let page = written(screen, &Face::Terminal(Sheet::plain(FILE_WIDTH)), &[])?;
            Ok(format!("{page}\n{MADE}\n"))
        }
        Content::Markdown => {
            let page = markdown::write(&page(screen, Sheet::plain(FILE_WIDTH)));
            Ok(format!("{page}\n{MADE}\n"))
        }
    }
}

/// The last line of a page in a file, by which a later run knows that it may replace it.
const MADE: &str = "Made by amends.";

/// Says whether a file is one that an earlier run has written: every format says so somewhere.
#[must_use]
pub fn is_ours(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let head: String = text.chars().take(200).collect();
    text.trim_end().ends_with(MADE)
        || head.starts_with("# HELP amends_")
        || head.contains("\"schema\": \"amends.")
        || head.starts_with("BEGIN:VCALENDAR") && head.contains("PRODID:-//amends//")
}

/// How wide a page in a file is, in columns: what a mail program or a printer takes unbroken.
const FILE_WIDTH: usize = 80;
