//! Asking a person one line at a time, and where the answers come from.

use std::io;

use dialoguer::Input;
use dialoguer::theme::SimpleTheme;

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
    fn say(&mut self, text: &str);

    /// Asks for one line; `start` is what the answer begins with and may be changed.
    ///
    /// # Errors
    /// When there is no answer: Ctrl-C, or the end of the input.
    fn line(&mut self, prompt: &str, start: &str) -> Result<String, NoAnswer>;

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
    fn say(&mut self, text: &str) {
        // A terminal that has gone away takes the next question with it, which ends the talk.
        let _ = console::Term::stderr().write_str(text);
    }

    fn line(&mut self, prompt: &str, start: &str) -> Result<String, NoAnswer> {
        let input = Input::<String>::with_theme(&SimpleTheme)
            .with_prompt(prompt)
            .with_initial_text(start)
            .allow_empty(true)
            .report(true);
        let answer = input.interact_text();
        if self.interrupt.came() {
            return Err(NoAnswer::Interrupted);
        }
        answer.map_err(|error| match error {
            dialoguer::Error::IO(error) if error.kind() == io::ErrorKind::Interrupted => {
                NoAnswer::Interrupted
            }
            dialoguer::Error::IO(_) => NoAnswer::Ended,
        })
    }
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
    fn say(&mut self, text: &str) {
        self.heard.push_str(text);
    }

    fn line(&mut self, prompt: &str, start: &str) -> Result<String, NoAnswer> {
        let answer = self.answers.pop_front().ok_or(NoAnswer::Ended)?;
        self.heard.push_str(&format!("{prompt}: {start}{answer}\n"));
        Ok(answer)
    }
}
