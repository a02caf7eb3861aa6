//! Asking a person one line at a time, and where the answers come from.

use std::{fmt, io};

use dialoguer::Input;
use dialoguer::theme::Theme;
use unicode_width::UnicodeWidthChar;

use crate::domain::printable::Printable;
use crate::domain::words::is_hidden;
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
pub struct TerminalPerson {
    interrupt: Interrupt,
}

impl TerminalPerson {
    /// Begins to listen to somebody; from now on Ctrl-C is an answer.
    #[must_use]
    pub const fn new(interrupt: Interrupt) -> Self {
        Self { interrupt }
    }
}

impl Asker for TerminalPerson {
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
        let answer = input.interact_text_on(&terminal());
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

/// The terminal that is asked.
#[cfg(unix)]
fn terminal() -> console::Term {
    console::Term::read_write_pair(io::stdin(), Echo(io::stderr()))
}

/// Nothing can be put between dialoguer and the terminal here.
#[cfg(not(unix))]
fn terminal() -> console::Term {
    console::Term::stderr()
}

/// What lies between dialoguer and the terminal, because dialoguer draws whatever is typed or pasted as it is.
#[cfg(unix)]
#[derive(Debug)]
struct Echo(io::Stderr);

#[cfg(unix)]
impl io::Write for Echo {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let drawn = echoed(&String::from_utf8_lossy(bytes));
        self.0.write_all(drawn.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(unix)]
impl std::os::fd::AsRawFd for Echo {
    fn as_raw_fd(&self) -> std::os::fd::RawFd {
        self.0.as_raw_fd()
    }
}

/// Puts `\u{FFFD}` in the place of every character that a terminal would obey or that draws nothing.
///
/// One character stays one, because dialoguer counts them to find its way back. Those of ASCII are its own: it moves
/// the cursor with them and takes none of them into an answer.
fn echoed(text: &str) -> String {
    let drawn = |c: char| match is_hidden(c) && !c.is_ascii() {
        true => char::REPLACEMENT_CHARACTER,
        false => c,
    };
    text.chars().map(drawn).collect()
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
        let line = format!("{prompt}: {}", echoed(answer));
        f.write_str(last_row(&line, width.into()))
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

impl Drop for TerminalPerson {
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
    fn what_is_typed_is_drawn_one_sign_for_each_and_none_of_it_is_obeyed() {
        let table = [
            ("\u{1b}[3D\r\u{1b}[2KName: ", "\u{1b}[3D\r\u{1b}[2KName: "),
            ("a\u{9b}31m\u{202e}b", "a\u{fffd}31m\u{fffd}b"),
            ("\u{2028}\u{e0041}\u{feff}", "\u{fffd}\u{fffd}\u{fffd}"),
            ("山田 👩\u{200d}🍳 e\u{301}", "山田 👩\u{200d}🍳 e\u{301}"),
        ];
        for (typed, drawn) in table {
            assert_eq!(echoed(typed), drawn);
        }
    }

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
