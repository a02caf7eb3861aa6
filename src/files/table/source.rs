//! From the bytes of a TOML file to its text, whatever the file is about.

use crate::domain::place::Place;
use crate::domain::playbook::finding::{Finding, FindingKind};

/// What a kind of file may be, and what to say to somebody whose file is not.
pub(crate) struct FileKind {
    /// The most that is read, in bytes.
    pub(crate) largest: usize,
    /// What to do when it is larger.
    pub(crate) when_large: &'static str,
    /// What to do when nothing is in it.
    pub(crate) when_empty: &'static str,
}

/// Takes the bytes as text, without a byte order mark.
///
/// # Errors
/// One finding when the file is too large, not UTF-8, or empty.
pub(crate) fn text<'b>(bytes: &'b [u8], kind: &FileKind) -> Result<&'b str, Vec<Finding>> {
    if bytes.len() > kind.largest {
        let message = format!(
            "the file has {} bytes; at most {} are read",
            bytes.len(),
            kind.largest
        );
        return Err(vec![whole_file(message, kind.when_large)]);
    }
    let source = std::str::from_utf8(bytes).map_err(|error| vec![not_utf8(bytes, error)])?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.trim().is_empty() {
        return Err(vec![whole_file(
            "the file is empty".to_owned(),
            kind.when_empty,
        )]);
    }
    Ok(source)
}

fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Finding {
    let before = &bytes[..error.valid_up_to()];
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    let line = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
    let hint = "save the file as UTF-8 in your editor";
    let mut finding = whole_file(format!("line {line} is not UTF-8 text"), hint);
    finding.place.line = line;
    finding
}

fn whole_file(message: String, hint: &str) -> Finding {
    Finding::new(FindingKind::Syntax, Place::TOP, message, hint.to_owned())
}
