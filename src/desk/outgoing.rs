//! The file that a page is to go into: what its ending asks for.

use std::path::{Path, PathBuf};

use crate::desk::shop::Shop;
use crate::domain::suggest::choices;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::file::{Content, DeadlineCalendar, Format, Outgoing, ReportWord};

/// A report that `--out` can put into a file.
#[derive(Debug)]
pub(crate) struct Exportable {
    /// Its word in the JSON that is printed instead of it.
    pub(crate) name: ReportWord,
    /// What to call it in a message: "a report".
    pub(crate) called: &'static str,
    /// The formats it can take.
    pub(crate) formats: &'static [Format],
    /// A command line that works, for the hint.
    pub(crate) example: &'static str,
}

/// A file that a report was asked to go into, its format told from its ending.
pub(crate) struct ExportFile {
    what: &'static Exportable,
    path: PathBuf,
    format: Format,
}

impl ExportFile {
    /// Understands `--out`; `None` when it is to be shown.
    pub(crate) fn of(
        shop: &Shop<'_>,
        out: Option<&Path>,
        what: &'static Exportable,
    ) -> Result<Option<Self>> {
        let Some(path) = out else {
            return Ok(None);
        };
        let format = what
            .format_of(path)
            .ok_or_else(|| what.no_such_format(path))?;
        let path = shop.shell.absolute(path)?;
        Ok(Some(Self { what, path, format }))
    }

    /// Says what goes into the file; the deadlines are gathered only for a calendar.
    pub(crate) fn filled(
        self,
        deadlines: impl FnOnce() -> Result<DeadlineCalendar>,
    ) -> Result<Outgoing> {
        let content = match content(self.format) {
            Some(content) => content,
            None => Content::Calendar(deadlines()?),
        };
        Ok(self.with(content))
    }

    /// Says the same of what has no deadlines; nothing for a calendar.
    pub(crate) fn shown(self) -> Option<Outgoing> {
        content(self.format).map(|content| self.with(content))
    }

    fn with(self, content: Content) -> Outgoing {
        Outgoing {
            report: self.what.name,
            path: self.path,
            content,
        }
    }
}

/// What a view can be put into a file as; nothing for a calendar, which no view holds.
const fn content(format: Format) -> Option<Content> {
    match format {
        Format::Calendar => None,
        Format::Json => Some(Content::Json),
        Format::Page => Some(Content::Page),
        Format::Markdown => Some(Content::Markdown),
    }
}

impl Exportable {
    fn format_of(&self, path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?;
        let is_it = |format: &Format| ending.eq_ignore_ascii_case(format.ending());
        self.formats.iter().copied().find(is_it)
    }

    fn no_such_format(&self, path: &Path) -> Error {
        let endings = self.formats.iter();
        let endings: Vec<String> = endings.map(|one| format!(".{}", one.ending())).collect();
        let message = format!(
            "--out: {} is written as {}, not as `{}`",
            self.called,
            choices(&endings),
            visible(&path.to_string_lossy())
        );
        Error::usage(message, format!("for example: `{}`", self.example))
    }
}
