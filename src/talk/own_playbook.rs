//! The conversation about a playbook of one's own: one line a question, one step back, stopping.
//!
//! The answers are [`NewPlaybookArgs`], the flags of the command: what was given as a flag is not asked, and what comes
//! out can be typed again as one command line. Nothing is read or written here but the answers.

use crate::error::{Error, Kind, Result};
use crate::shell::asker::Asker;
use crate::talk::choice::{self, Choice};
use crate::talk::voice::{Ask, Halt, Reply, Voice};
use crate::typed::NewPlaybookArgs;

pub(crate) mod answers;

use answers::{Question, Refused, Setting, command_line};

/// One conversation.
pub(crate) struct Talk<'a> {
    voice: Voice<'a>,
    setting: &'a Setting<'a>,
    answers: NewPlaybookArgs,
    /// What is asked at all, in order.
    route: Vec<Question>,
    /// Which of it comes next.
    at: usize,
}

/// Where the talk goes after a question.
enum Move {
    On,
    Back,
}

impl<'a> Talk<'a> {
    /// Begins with what was typed already; whatever of it does not hold is asked again.
    pub(crate) fn new(
        asker: &'a mut dyn Asker,
        setting: &'a Setting<'a>,
        typed: &NewPlaybookArgs,
    ) -> Self {
        let mut voice = Voice::new(asker);
        let wrong = setting.wrong(typed);
        let is_wrong = |question: &Question| wrong.iter().any(|(other, _)| other == question);
        let open = |question: &Question| !question.is_answered(typed) || is_wrong(question);
        let route: Vec<Question> = Question::ALL.into_iter().filter(open).collect();
        voice.say("< goes back, ? explains, . stops; nothing is written before the end.");
        for (_, refused) in wrong
            .iter()
            .filter(|(question, _)| *question != Question::File)
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
        for question in [Question::Recover, Question::FirstResponse, Question::Roles] {
            if !self.route.contains(&question) {
                self.route.push(question);
            }
        }
        let first = |question: &Question| *question == Question::Recover;
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
    fn is_asked(&self, question: Question) -> bool {
        question != Question::File || self.setting.check(question, &self.answers).is_err()
    }

    fn ask(&mut self, question: Question) -> std::result::Result<Move, Halt> {
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
    fn worded(&self, question: Question) -> (String, String) {
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
    fn kept(&self, question: Question) -> Option<String> {
        let text = question.text(&self.answers);
        let holds = || self.setting.check(question, &self.answers).is_ok();
        (!text.is_empty() && holds()).then_some(text)
    }

    /// Shows what the answer is picked from, or what Enter keeps where that is long.
    fn introduce(&mut self, question: Question) {
        if question == Question::File
            && let Err(refused) = self.setting.check(question, &self.answers)
        {
            self.voice.say(&format!("{}.", refused.message));
        }
        if question == Question::Trade {
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

    fn take(&mut self, question: Question, typed: &str) -> std::result::Result<(), Refused> {
        if typed.trim().is_empty() && !is_words(question) && self.kept(question).is_some() {
            return Ok(());
        }
        let mut answers = self.answers.clone();
        question.put(typed, &mut answers);
        match question {
            Question::Trade => answers.trade = Some(self.trade(typed)?),
            Question::File if answers.file.is_none() => {
                answers.file = self.setting.usual(question, &self.answers);
            }
            Question::File
            | Question::Name
            | Question::Tiers
            | Question::Currency
            | Question::Recover
            | Question::FirstResponse
            | Question::Roles => {}
        }
        self.setting.check(question, &answers)?;
        self.answers = answers;
        Ok(())
    }

    fn trade(&self, typed: &str) -> std::result::Result<String, Refused> {
        let starters = self.setting.starters.iter();
        let list: Vec<Choice<'_>> = starters
            .map(|starter| Choice {
                id: starter.id,
                name: &starter.rules().name,
            })
            .collect();
        if typed.trim().is_empty() {
            return Err(Refused {
                message: "the trade is missing".to_owned(),
                hint: "write the number that comes nearest".to_owned(),
            });
        }
        Ok(list[choice::one(typed, &list)?].id.to_owned())
    }
}

fn say(voice: &mut Voice<'_>, refused: &Refused) {
    voice.say(&format!("{}: {}", refused.message, refused.hint));
}

const fn is_words(question: Question) -> bool {
    matches!(question, Question::Name | Question::Tiers | Question::Roles)
}

const fn is_list(question: Question) -> bool {
    matches!(question, Question::Tiers | Question::Roles)
}

const fn prompt(question: Question) -> &'static str {
    match question {
        Question::Trade => "Your trade, or the nearest to it",
        Question::Name => "What your playbook is called",
        Question::File => "Its name on the command line",
        Question::Tiers => "Your customers, lowest value first, with commas",
        Question::Currency => "Your currency",
        Question::Recover => "You put it right, and surprise them, within",
        Question::FirstResponse => "A person answers them within",
        Question::Roles => "Who works here, least authority first, with commas",
    }
}

const fn help(question: Question) -> &'static str {
    match question {
        Question::Trade => "A number, or a part of a name. You change what is not you afterwards.",
        Question::Name => "For you and your people; customers never see it.",
        Question::File => "Small letters, digits and `-`, as you will type it.",
        Question::Tiers => {
            "What you call them, such as `New face, Regular`. The higher, the more personal the surprise."
        }
        Question::Currency => "Three letters, such as `EUR`. The amounts are yours to change.",
        Question::Recover => "From when they told you, through the night: `24h`, `12h`, `2 days`.",
        Question::FirstResponse => "From when they told you, where somebody is there: `1h`, `30m`.",
        Question::Roles => {
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
