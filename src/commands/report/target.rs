//! The file that a report is to go into: what its ending asks for.

use std::path::{Path, PathBuf};

use crate::cli::ToFile;
use crate::commands::shop::Shop;
use crate::domain::suggest::choices;
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::view::files::{Calendar, Content, Format, Outgoing};

/// A file that a report was asked to go into.
pub(super) struct Target {
    path: PathBuf,
    format: Format,
}

impl Target {
    /// Understands `--out`; `None` when the report is to be shown.
    pub(super) fn of(shop: &Shop<'_>, typed: &ToFile) -> Result<Option<Self>> {
        let Some(path) = &typed.out else {
            return Ok(None);
        };
        let format = format_of(path).ok_or_else(|| no_such_format(path))?;
        let path = shop.shell.absolute(path)?;
        Ok(Some(Self { path, format }))
    }

    /// Says what goes into the file. Deadlines are only gathered when they do.
    pub(super) fn filled(
        self,
        report: &'static str,
        deadlines: impl FnOnce() -> Result<Calendar>,
    ) -> Result<Outgoing> {
        let content = match self.format {
            Format::Calendar => Content::Calendar(deadlines()?),
            Format::Json => Content::Json,
            Format::Page => Content::Page,
        };
        Ok(Outgoing {
            report,
            path: self.path,
            content,
        })
    }
}

fn format_of(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?;
    let is_it = |format: &Format| ending.eq_ignore_ascii_case(format.ending());
    Format::ALL.into_iter().find(is_it)
}

fn no_such_format(path: &Path) -> Error {
    let endings = Format::ALL.map(|format| format!(".{}", format.ending()));
    let endings: Vec<&str> = endings.iter().map(String::as_str).collect();
    let message = format!(
        "--out: a report is written as {}, not as `{}`",
        choices(&endings),
        visible(&path.to_string_lossy())
    );
    Error::usage(
        message,
        "for example: `amends report nightly --out due.ics`",
    )
}
