//! The texts that somebody typed. A lone `-` stands for standard input: whoever can see the list of running programs, or
//! the history of a shell, reads what stands on a command line.

use super::Shop;
use crate::domain::words::{BadText, Words};
use crate::error::{Error, Result};
use crate::shell::Stream;

/// The most that is read from standard input, in bytes, so that a message can say how long it is.
const LONGEST: usize = 64 * 1024 * 1024;

impl Shop<'_> {
    /// Takes a text that is to be kept; `-` reads it from standard input.
    ///
    /// # Errors
    /// When it is too long or holds what cannot be kept; when standard input is to be two texts, or is not UTF-8.
    pub fn words(&self, text: &str, flag: &str) -> Result<Words> {
        if text == "-" && !self.dash_is_text.get() {
            return self.words_as_typed(&self.from_input(flag)?, flag);
        }
        self.words_as_typed(text, flag)
    }

    /// Takes a text as it stands there, such as one that something is looked for by.
    ///
    /// # Errors
    /// When it is too long or holds what cannot be kept.
    pub fn words_as_typed(&self, text: &str, flag: &str) -> Result<Words> {
        Words::new(text).map_err(|bad: BadText| Error::usage(format!("{flag}: {bad}"), bad.hint()))
    }

    /// Takes a lone `-` for a text from now on: the answers come from somebody at a terminal.
    pub fn dash_is_text(&self) {
        self.dash_is_text.set(true);
    }

    /// Reads standard input, once, as the text for a flag; the line end at its end is no part of it.
    ///
    /// # Errors
    /// When another text was read from there, or it is not UTF-8.
    pub fn from_input(&self, flag: &str) -> Result<String> {
        if let Some((first, text)) = self.input.borrow().as_ref() {
            if first == flag {
                return Ok(text.clone());
            }
            let message = format!("{first} and {flag} cannot both come from standard input");
            return Err(Error::usage(
                message,
                "write one of them on the command line",
            ));
        }
        if self.shell.stdin == Stream::Terminal && self.shell.stderr == Stream::Terminal {
            self.shell
                .talk(&"Type the text; Ctrl-D on a line of its own ends it.\n".into());
        }
        let text = String::from_utf8(self.shell.read_input(LONGEST)?).map_err(|_| {
            let message = format!("{flag}: standard input is not UTF-8 text");
            Error::usage(message, "save it as UTF-8 first")
        })?;
        let text = text.trim_end_matches(['\n', '\r']).to_owned();
        self.input.replace(Some((flag.to_owned(), text.clone())));
        Ok(text)
    }
}
