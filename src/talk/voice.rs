//! Says lines to the person and asks for lines, without a control character in either: nothing that somebody else
//! wrote reaches a terminal raw.

use crate::domain::words::visible;
use crate::shell::asker::{Asker, NoAnswer};

/// Why there are no more answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// `.`, or the end of the input.
    Stopped,
    /// Ctrl-C.
    Interrupted,
}

impl From<NoAnswer> for Halt {
    fn from(none: NoAnswer) -> Self {
        match none {
            NoAnswer::Ended => Self::Stopped,
            NoAnswer::Interrupted => Self::Interrupted,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// An answer; empty when the person only pressed Enter.
    Text(String),
    /// `<`.
    Back,
}

/// Where a conversation goes after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// It was answered.
    On,
    /// `<`.
    Back,
}

/// One thing to ask for.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// A few words, without the colon.
    pub prompt: &'a str,
    /// What the answer begins with.
    pub start: &'a str,
    /// The one line that `?` prints.
    pub help: &'a str,
}

/// Says and asks, and keeps control characters away from both.
pub(crate) struct Voice<'a> {
    asker: &'a mut dyn Asker,
}

impl<'a> Voice<'a> {
    pub(crate) fn new(asker: &'a mut dyn Asker) -> Self {
        Self { asker }
    }

    /// Says one line.
    pub(crate) fn say(&mut self, line: &str) {
        self.asker.say(&format!("{}\n", visible(line)).into());
    }

    /// Asks until there is an answer that is not `?`.
    pub(crate) fn ask(&mut self, ask: Ask<'_>) -> Result<Reply, Halt> {
        loop {
            let typed = self.line(ask)?;
            match Control::of(&typed, ask.start) {
                None => return Ok(Reply::Text(typed)),
                Some(Control::Back) => return Ok(Reply::Back),
                Some(Control::Stop) => return Err(Halt::Stopped),
                Some(Control::Explain) => self.say(ask.help),
            }
        }
    }

    /// Asks for one line of a longer text; in the middle of a paste every line is text.
    pub(super) fn ask_part(&mut self, ask: Ask<'_>) -> Result<StoryLine, Halt> {
        loop {
            let typed = self.line(ask)?;
            if self.asker.waiting() {
                return Ok(StoryLine::Pasted(typed));
            }
            match Control::of(&typed, ask.start) {
                None => return Ok(StoryLine::Typed(typed)),
                Some(Control::Back) => return Ok(StoryLine::Back),
                Some(Control::Stop) => return Err(Halt::Stopped),
                Some(Control::Explain) => self.say(ask.help),
            }
        }
    }

    /// Asks once. A start text that comes back as it was shown is what it was, not what was shown.
    fn line(&mut self, ask: Ask<'_>) -> Result<String, Halt> {
        let shown = visible(ask.start);
        let typed = self
            .asker
            .line(&visible(ask.prompt).into(), &shown.as_str().into())?;
        if typed == shown {
            return Ok(ask.start.to_owned());
        }
        match typed.strip_prefix(&shown) {
            Some("<") => Ok("<".to_owned()),
            Some(_) | None => Ok(typed),
        }
    }
}

/// A line of a longer text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StoryLine {
    /// More is already waiting behind it.
    Pasted(String),
    /// The last one for now.
    Typed(String),
    /// `<`.
    Back,
}

/// The answers that are not about the question.
enum Control {
    Back,
    Stop,
    Explain,
}

impl Control {
    /// What was there before is an answer, whatever it looks like.
    fn of(typed: &str, start: &str) -> Option<Self> {
        if !start.is_empty() && typed == start {
            return None;
        }
        match typed.trim() {
            "<" => Some(Self::Back),
            "." => Some(Self::Stop),
            "?" => Some(Self::Explain),
            _ => None,
        }
    }
}
