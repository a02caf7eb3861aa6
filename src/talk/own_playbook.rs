//! The conversation about a playbook of one's own: one line a question, one step back, stopping.
//!
//! The answers are [`NewPlaybookArgs`], the flags of the command: what was given as a flag is not asked, and what comes
//! out can be typed again as one command line. Nothing is read or written here but the answers.

use crate::error::{Error, Kind, Result};
use crate::shell::asker::Asker;
use crate::talk::choice::{self, Choice};
use crate::talk::voice::{Ask, Halt, Move, Reply, Voice};
use crate::typed::NewPlaybookArgs;

pub(crate) mod answers;

use answers::{PlaybookQuestion, PlaybookSetting, RefusedAnswer, command_line};

/// One conversation.
pub(crate) struct PlaybookTalk<'a> {
    voice: Voice<'a>,
    setting: &'a PlaybookSetting<'a>,
    answers: NewPlaybookArgs,
    /// What is asked at all, in order.
    route: Vec<PlaybookQuestion>,
    /// Which of it comes next.
    at: usize,
}

impl<'a> PlaybookTalk<'a> {
    /// Begins with what was typed already; whatever of it does not hold is asked again.
    pub(crate) fn new(
        asker: &'a mut dyn Asker,
        setting: &'a PlaybookSetting<'a>,
        typed: &NewPlaybookArgs,
    ) -> Self {
        let mut voice = Voice::new(asker);
        let wrong = setting.wrong(typed);
        let is_wrong =
            |question: &PlaybookQuestion| wrong.iter().any(|(other, _)| other == question);
        let open = |question: &PlaybookQuestion| !question.is_answered(typed) || is_wrong(question);
        let route: Vec<PlaybookQuestion> = PlaybookQuestion::ALL.into_iter().filter(open).collect();
        voice.say("< goes back, ? explains, . stops; nothing is written before the end.");
        for (_, refused) in wrong
            .iter()
            .filter(|(question, _)| *question != PlaybookQuestion::File)
        {
            say(&mut voice, refused);
        }
        Self {
            voice,
            setting,
            answers: typed.clone(),
            route,
            at: 0,
        }
    }

    /// Talks until everything is answered.
    ///
    /// # Errors
    /// When the person stops; what was answered is in the command line that goes on from there.
    pub(crate) fn hold(&mut self) -> Result<NewPlaybookArgs> {
        while let Some(question) = self.route.get(self.at).copied() {
            match self.ask(question) {
                Ok(Move::On) => self.at += 1,
                Ok(Move::Back) => self.step_back(),
                Err(halt) => return Err(stopped(halt, &self.answers)),
            }
        }
        Ok(self.answers.clone())
    }

    /// Says why the answers together make no playbook, and asks again from the times on.
    pub(crate) fn mend(&mut self, why: &Error) {
        self.voice.say(&format!(
            "{}: {}",
            why.message.lines().next().unwrap_or_default(),
            why.hint
        ));
        for line in why.message.lines().skip(1) {
            self.voice.say(line);
        }
        for question in [
            PlaybookQuestion::Recover,
            PlaybookQuestion::FirstResponse,
            PlaybookQuestion::Roles,
        ] {
            if !self.route.contains(&question) {
                self.route.push(question);
            }
        }
        let first = |question: &PlaybookQuestion| *question == PlaybookQuestion::Recover;
        self.at = self.route.iter().position(first).unwrap_or(0);
    }

    fn step_back(&mut self) {
        let before = (0..self.at).rev();
        let asked = before.filter(|at| self.is_asked(self.route[*at])).max();
        match asked {
            Some(before) => self.at = before,
            None => self.voice.say("This is the first question."),
        }
    }

    /// The name of the file is made of the playbook's name, and asked for only when that cannot be had.
    fn is_asked(&self, question: PlaybookQuestion) -> bool {
        question != PlaybookQuestion::File || self.setting.check(question, &self.answers).is_err()
    }

    fn ask(&mut self, question: PlaybookQuestion) -> std::result::Result<Move, Halt> {
        if !self.is_asked(question) {
            return Ok(Move::On);
        }
        self.introduce(question);
        let (mut start, prompt) = self.worded(question);
        loop {
            let reply = self.voice.ask(Ask {
                prompt: &prompt,
                start: &start,
                help: help(question),
            })?;
            let Reply::Text(typed) = reply else {
                return Ok(Move::Back);
            };
            match self.take(question, &typed) {
                Ok(()) => return Ok(Move::On),
                Err(refused) => say(&mut self.voice, &refused),
            }
            if is_words(question) {
                start = typed;
            }
        }
    }

    /// Gives what the answer begins with, and the question. Words are worth mending; of anything shorter Enter keeps
    /// what stands in brackets.
    fn worded(&self, question: PlaybookQuestion) -> (String, String) {
        let start = if is_words(question) {
            question.text(&self.answers)
        } else {
            String::new()
        };
        let kept = self.kept(question);
        let usual = || self.setting.usual(question, &self.answers);
        let on_enter = if is_words(question) {
            usual()
        } else {
            kept.or_else(usual)
        };
        let prompt = match on_enter.filter(|_| start.is_empty() && !is_list(question)) {
            Some(on_enter) => format!("{} [{on_enter}]", prompt(question)),
            None => prompt(question).to_owned(),
        };
        (start, prompt)
    }

    /// Gives the answer there is, if it holds.
    fn kept(&self, question: PlaybookQuestion) -> Option<String> {
        let text = question.text(&self.answers);
        let holds = || self.setting.check(question, &self.answers).is_ok();
        (!text.is_empty() && holds()).then_some(text)
    }

    /// Shows what the answer is picked from, or what Enter keeps where that is long.
    fn introduce(&mut self, question: PlaybookQuestion) {
        if question == PlaybookQuestion::File
            && let Err(refused) = self.setting.check(question, &self.answers)
        {
            self.voice.say(&format!("{}.", refused.message));
        }
        if question == PlaybookQuestion::Trade {
            for (starter, number) in self.setting.starters.iter().zip(1..) {
                let line = format!("  {number} {}: {}", starter.id, starter.rules().name);
                self.voice.say(&line);
            }
        }
        if is_list(question)
            && let Some(usual) = self.setting.usual(question, &self.answers)
        {
            self.voice.say(&format!("  Enter keeps: {usual}"));
        }
    }

    fn take(
        &mut self,
        question: PlaybookQuestion,
        typed: &str,
    ) -> std::result::Result<(), RefusedAnswer> {
        if typed.trim().is_empty() && !is_words(question) && self.kept(question).is_some() {
            return Ok(());
        }
        let mut answers = self.answers.clone();
        question.put(typed, &mut answers);
        match question {
            PlaybookQuestion::Trade => answers.trade = Some(self.trade(typed)?),
            PlaybookQuestion::File if answers.file.is_none() => {
                answers.file = self.setting.usual(question, &self.answers);
            }
            PlaybookQuestion::File
            | PlaybookQuestion::Name
            | PlaybookQuestion::Tiers
            | PlaybookQuestion::Currency
            | PlaybookQuestion::Recover
            | PlaybookQuestion::FirstResponse
            | PlaybookQuestion::Roles => {}
        }
        self.setting.check(question, &answers)?;
        self.answers = answers;
        Ok(())
    }

    fn trade(&self, typed: &str) -> std::result::Result<String, RefusedAnswer> {
        let starters = self.setting.starters.iter();
        let list: Vec<Choice<'_>> = starters
            .map(|starter| Choice {
                id: starter.id,
                name: &starter.rules().name,
            })
            .collect();
        if typed.trim().is_empty() {
            return Err(RefusedAnswer {
                message: "the trade is missing".to_owned(),
                hint: "write the number that comes nearest".to_owned(),
            });
        }
        Ok(list[choice::one(typed, &list)?].id.to_owned())
    }
}

fn say(voice: &mut Voice<'_>, refused: &RefusedAnswer) {
    voice.say(&format!("{}: {}", refused.message, refused.hint));
}

const fn is_words(question: PlaybookQuestion) -> bool {
    matches!(
        question,
        PlaybookQuestion::Name | PlaybookQuestion::Tiers | PlaybookQuestion::Roles
    )
}

const fn is_list(question: PlaybookQuestion) -> bool {
    matches!(question, PlaybookQuestion::Tiers | PlaybookQuestion::Roles)
}

const fn prompt(question: PlaybookQuestion) -> &'static str {
    match question {
        PlaybookQuestion::Trade => "Your trade, or the nearest to it",
        PlaybookQuestion::Name => "What your playbook is called",
        PlaybookQuestion::File => "Its name on the command line",
        PlaybookQuestion::Tiers => "Your customers, lowest value first, with commas",
        PlaybookQuestion::Currency => "Your currency",
        PlaybookQuestion::Recover => "You put it right, and surprise them, within",
        PlaybookQuestion::FirstResponse => "A person answers them within",
        PlaybookQuestion::Roles => "Who works here, least authority first, with commas",
    }
}

const fn help(question: PlaybookQuestion) -> &'static str {
    match question {
        PlaybookQuestion::Trade => {
            "A number, or a part of a name. You change what is not you afterwards."
        }
        PlaybookQuestion::Name => "For you and your people; customers never see it.",
        PlaybookQuestion::File => "Small letters, digits and `-`, as you will type it.",
        PlaybookQuestion::Tiers => {
            "What you call them, such as `New face, Regular`. The higher, the more personal the surprise."
        }
        PlaybookQuestion::Currency => {
            "Three letters, such as `EUR`. The amounts are yours to change."
        }
        PlaybookQuestion::Recover => {
            "From when they told you, through the night: `24h`, `12h`, `2 days`."
        }
        PlaybookQuestion::FirstResponse => {
            "From when they told you, where somebody is there: `1h`, `30m`."
        }
        PlaybookQuestion::Roles => {
            "Their parts, such as `staff, owner`; one is enough. Who stands behind them is said in shop.toml."
        }
    }
}

fn stopped(halt: Halt, answers: &NewPlaybookArgs) -> Error {
    let kind = match halt {
        Halt::Stopped => Kind::Stopped,
        Halt::Interrupted => Kind::Interrupted,
    };
    let hint = format!("go on from here:\n  {}", command_line(answers));
    Error::new(kind, "stopped; nothing was written", hint)
}
