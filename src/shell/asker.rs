//! Asking a person one line at a time, and where the answers come from.

use std::{fmt, io};

use dialoguer::Input;
use dialoguer::theme::Theme;
use unicode_width::UnicodeWidthChar;

use crate::domain::printable::Printable;
use crate::shell::interrupt::Interrupt;

/// What came back instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// Ctrl-C, or a request to end.
    Interrupted,
    /// The input ended.
    Ended,
}

/// Somebody, or something, that answers questions.
pub trait Asker {
    /// Shows something that needs no answer.
    fn say(&mut self, text: &Printable);

    /// Asks for one line; `start` is what the answer begins with and may be changed. Of a question of several lines the
    /// last is the prompt.
    ///
    /// # Errors
    /// When there is no answer: Ctrl-C, or the end of the input.
    fn line(&mut self, prompt: &Printable, start: &Printable) -> Result<String, NoAnswer>;

    /// Says whether more has already been typed, as in the middle of a paste.
    fn waiting(&mut self) -> bool {
        false
    }
}

/// A person at a terminal. Questions go to stderr, so that results can be piped.
#[derive(Debug)]
pub struct Person {
    interrupt: Interrupt,
}

impl Person {
    /// Begins to listen to somebody; from now on Ctrl-C is an answer.
    #[must_use]
    pub const fn new(interrupt: Interrupt) -> Self {
        Self { interrupt }
    }
}

impl Asker for Person {
    fn say(&mut self, text: &Printable) {
        // A terminal that has gone away takes the next question with it, which ends the talk.
        let _ = console::Term::stderr().write_str(text);
    }

    fn line(&mut self, prompt: &Printable, start: &Printable) -> Result<String, NoAnswer> {
        // Ctrl-C between two questions: what was answered before it still counts.
        if self.interrupt.came() {
            return Err(NoAnswer::Interrupted);
        }
        let last = match prompt.rsplit_once('\n') {
            Some((before, last)) => {
                self.say(&format!("{before}\n").into());
                last
            }
            None => prompt,
        };
        let input = Input::<String>::with_theme(&Plain)
            .with_prompt(last.to_string())
            .with_initial_text(start.to_string())
            .allow_empty(true)
            .report(true);
        let answer = input.interact_text();
        if answer.is_err() {
            // What comes next should not stand behind the question.
            self.say(&"\n".into());
        }
        answer.map_err(|error| match error {
            dialoguer::Error::IO(error) if error.kind() == io::ErrorKind::Interrupted => {
                NoAnswer::Interrupted
            }
            dialoguer::Error::IO(_) if self.interrupt.came() => NoAnswer::Interrupted,
            dialoguer::Error::IO(_) => NoAnswer::Ended,
        })
    }

    fn waiting(&mut self) -> bool {
        more_is_typed()
    }
}

/// How long a terminal may take between two lines of one paste, in nanoseconds: 20 ms, shorter than any finger.
#[cfg(unix)]
const BETWEEN_LINES: i64 = 20_000_000;

#[cfg(unix)]
fn more_is_typed() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
    let patience = Timespec {
        tv_sec: 0,
        tv_nsec: BETWEEN_LINES,
    };
    poll(&mut watched, Some(&patience)).is_ok_and(|ready| ready > 0)
}

/// There is no way to ask a terminal here; an empty line ends a paste.
#[cfg(not(unix))]
fn more_is_typed() -> bool {
    false
}

/// How dialoguer draws: a plain line.
struct Plain;

impl Theme for Plain {
    /// dialoguer wipes the row the cursor is on and draws the whole answer anew, so an answer of several rows would
    /// stand there one and a half times. Only what was wiped is drawn.
    fn format_input_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        answer: &str,
    ) -> fmt::Result {
        let (_, width) = console::Term::stderr().size();
        f.write_str(last_row(&format!("{prompt}: {answer}"), width.into()))
    }
}

/// Gives the part of a text that stands on the last row of a terminal.
fn last_row(text: &str, width: usize) -> &str {
    let (mut start, mut used) = (0, 0);
    for (at, c) in text.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > width {
            (start, used) = (at, 0);
        }
        used += wide;
    }
    &text[start..]
}

impl Drop for Person {
    fn drop(&mut self) {
        // dialoguer leaves the cursor hidden when it is interrupted.
        let _ = console::Term::stderr().show_cursor();
    }
}

/// Answers prepared beforehand, for tests of the conversation.
#[derive(Debug, Default)]
pub struct Script {
    answers: std::collections::VecDeque<String>,
    /// Everything that was said and asked, for the test to look at.
    pub heard: String,
}

impl Script {
    /// Takes the answers in the order in which they will be given.
    pub fn new<S: Into<String>>(answers: impl IntoIterator<Item = S>) -> Self {
        Self {
            answers: answers.into_iter().map(Into::into).collect(),
            heard: String::new(),
        }
    }
}

impl Asker for Script {
    fn say(&mut self, text: &Printable) {
        self.heard.push_str(text);
    }

    fn line(&mut self, prompt: &Printable, start: &Printable) -> Result<String, NoAnswer> {
        let answer = self.answers.pop_front().ok_or(NoAnswer::Ended)?;
        self.heard.push_str(&format!("{prompt}: {start}{answer}\n"));
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_is_what_is_left_after_the_full_ones() {
        let table = [
            ("", 4, ""),
            ("abc", 4, "abc"),
            ("abcd", 4, "abcd"),
            ("abcde", 4, "e"),
            ("abcdefgh", 4, "efgh"),
            ("abc\u{5c71}x", 4, "\u{5c71}x"),
        ];
        for (text, width, row) in table {
            assert_eq!(last_row(text, width), row, "{text}");
        }
    }
}
