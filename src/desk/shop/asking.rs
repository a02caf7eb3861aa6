//! Asking the person who is there one question, outside the guided conversations.

use super::Shop;
use crate::error::{Error, Kind, Result};
use crate::shell::asker::{Asker, NoAnswer, TerminalPerson};
use crate::shell::interrupt::Interrupt;

/// What to do when nothing was answered to a question that anybody can be asked again.
const AGAIN: &str = "do it again when you like; nothing has to be undone";

impl Shop<'_> {
    /// Says whether there is a person who may be asked.
    #[must_use]
    pub fn may_ask(&self) -> bool {
        self.shell.has_a_person() && !self.everywhere.no_input
    }

    /// Asks the person who is there for a line of text that is not empty.
    ///
    /// # Errors
    /// When they stop.
    pub fn ask(&self, question: &str) -> Result<String> {
        let mut person = TerminalPerson::new(Interrupt::listen());
        loop {
            let answer = person
                .line(&question.into(), &"".into())
                .map_err(|none| unanswered(none, AGAIN))?;
            match answer.trim() {
                "" => person.say(&"Type a few words, or press Ctrl-C to stop.\n".into()),
                answer => return Ok(answer.to_owned()),
            }
        }
    }

    /// Shows the person who is there something before they are asked.
    pub fn lay_before(&self, text: &str) {
        let mut person = TerminalPerson::new(Interrupt::listen());
        person.say(&format!("{text}\n").as_str().into());
    }

    /// Asks the person who is there for a line of text, until it can be taken; `None` when they skip it.
    ///
    /// # Errors
    /// When they stop.
    pub fn ask_or_skip(
        &self,
        question: &str,
        taken: impl Fn(&str) -> Result<()>,
    ) -> Result<Option<String>> {
        let mut person = TerminalPerson::new(Interrupt::listen());
        loop {
            let answer = person
                .line(&question.into(), &"".into())
                .map_err(|none| unanswered(none, AGAIN))?;
            match answer.trim() {
                "" => return Ok(None),
                "." => return Err(stopped(Kind::Stopped, AGAIN)),
                answer => match taken(answer) {
                    Ok(()) => return Ok(Some(answer.to_owned())),
                    Err(refused) => {
                        let (message, hint) = (refused.message, refused.hint);
                        person.say(&format!("{message}: {hint}\n").as_str().into());
                    }
                },
            }
        }
    }

    /// Asks the person who is there for a number, below what they are to choose from; that may be empty.
    ///
    /// # Errors
    /// When they stop.
    pub fn ask_number(&self, list: &str, question: &str) -> Result<u32> {
        let mut person = TerminalPerson::new(Interrupt::listen());
        if !list.is_empty() {
            person.say(&format!("{list}\n").as_str().into());
        }
        loop {
            match self.ask(question)?.parse() {
                Ok(number) if number > 0 => return Ok(number),
                Ok(_) | Err(_) => person.say(&"Type its number, such as 2.\n".into()),
            }
        }
    }

    /// Asks the person who is there for yes or no.
    ///
    /// # Errors
    /// When they stop.
    pub fn ask_yes(&self, question: &str) -> Result<bool> {
        yes_or_no(
            &mut TerminalPerson::new(Interrupt::listen()),
            question,
            AGAIN,
        )
    }

    /// Asks the person who is there to agree before anything is changed.
    ///
    /// # Errors
    /// When they say no or stop; the hint says what to do then.
    pub fn ask_to_agree(&self, question: &str, hint: &str) -> Result<()> {
        must_agree(
            &mut TerminalPerson::new(Interrupt::listen()),
            question,
            hint,
        )
    }
}

/// Asks somebody to agree before anything is changed.
///
/// # Errors
/// When they say no or stop; the hint says what to do then.
pub(super) fn must_agree(asker: &mut dyn Asker, question: &str, hint: &str) -> Result<()> {
    if yes_or_no(asker, question, hint)? {
        Ok(())
    } else {
        Err(stopped(Kind::Stopped, hint))
    }
}

/// Asks a question until it is answered with yes or no; a dot stops, as in every conversation.
fn yes_or_no(asker: &mut dyn Asker, question: &str, hint: &str) -> Result<bool> {
    loop {
        let answer = asker.line(&question.into(), &"".into());
        let answer = answer.map_err(|none| unanswered(none, hint))?;
        match answer.trim().to_lowercase().as_str() {
            "yes" | "y" => return Ok(true),
            "no" | "n" => return Ok(false),
            "." => return Err(stopped(Kind::Stopped, hint)),
            _ => asker.say(&"Type yes or no.\n".into()),
        }
    }
}

fn unanswered(no_answer: NoAnswer, hint: &str) -> Error {
    let kind = match no_answer {
        NoAnswer::Interrupted => Kind::Interrupted,
        NoAnswer::Ended => Kind::Stopped,
    };
    stopped(kind, hint)
}

fn stopped(kind: Kind, hint: &str) -> Error {
    Error::new(kind, "stopped; nothing was changed", hint)
}
