//! The talk itself: the next open question, one step back, stopping.

use std::collections::BTreeMap;

use super::form::Form;
use super::question::Question;
use super::unfinished::Unfinished;
use super::{End, Setting};
use crate::shell::asker::Asker;
use crate::talk::choice::Choice;
use crate::talk::refusal::Refusal;
use crate::talk::voice::{Ask, Halt, Reply, Voice};

/// Where the talk goes after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// It was answered.
    On,
    /// `<`.
    Back,
}

/// What a question is asked with.
struct Asked {
    prompt: String,
    start: String,
}

/// One conversation.
pub(super) struct Talk<'a> {
    pub(super) voice: Voice<'a>,
    pub(super) form: Form<'a>,
    /// What did not hold of what was given beforehand, until it is asked.
    wrong: BTreeMap<Question, Refusal>,
}

impl<'a> Talk<'a> {
    pub(super) fn new(
        asker: &'a mut dyn Asker,
        setting: &'a Setting<'a>,
        so_far: Unfinished,
    ) -> Self {
        let mut form = Form::new(setting, so_far);
        let wrong = form.recheck().into_iter().collect();
        Self {
            voice: Voice::new(asker),
            form,
            wrong,
        }
    }

    /// Talks until everything is looked over, or until somebody stops.
    pub(super) fn hold(mut self) -> End {
        self.greet();
        loop {
            self.form.keep();
            let step = match self.form.pending() {
                Some(question) => self.step(question),
                None => match self.review() {
                    Ok(Move::On) => return End::Complete(self.form.complete()),
                    Ok(Move::Back) => Ok(()),
                    Err(halt) => Err(halt),
                },
            };
            match step {
                Ok(()) => {}
                Err(Halt::Stopped) => return End::Stopped(self.form.unfinished()),
                Err(Halt::Interrupted) => return End::Interrupted(self.form.unfinished()),
            }
        }
    }

    fn greet(&mut self) {
        if self.form.pending().is_some() {
            self.voice
                .say("< goes back, ? explains, . stops and keeps it.");
        }
        if self.form.is_settled(&Question::Customer) && self.form.known.is_some() {
            self.present();
        }
    }

    fn step(&mut self, question: Question) -> Result<(), Halt> {
        let mut question = question;
        while self.ask(&question)? == Move::Back {
            question = self.earlier(question);
        }
        Ok(())
    }

    fn earlier(&mut self, question: Question) -> Question {
        match self.form.before(Some(&question)) {
            Some(earlier) => earlier,
            None => {
                self.voice.say("This is the first question.");
                question
            }
        }
    }

    /// Asks one question until it is answered or left.
    pub(super) fn ask(&mut self, question: &Question) -> Result<Move, Halt> {
        if let Some(refusal) = self.wrong.remove(question) {
            self.refuse(&refusal);
        }
        if *question == Question::Words {
            return self.ask_words();
        }
        if *question == Question::Customer {
            return self.ask_customer();
        }
        self.show_list(question);
        self.ask_line(question)
    }

    fn ask_line(&mut self, question: &Question) -> Result<Move, Halt> {
        let mut asked = Asked {
            start: self.form.text_of(question),
            prompt: self.prompt(question),
        };
        loop {
            let typed = match self.reply(&asked, question)? {
                Reply::Back => return Ok(Move::Back),
                Reply::Text(typed) => typed,
            };
            match self.form.put(question, &typed) {
                Ok(said) => {
                    self.form.settle(question.clone());
                    said.iter().for_each(|said| self.voice.say(said));
                    self.sum_up(question);
                    return Ok(Move::On);
                }
                Err(refusal) => self.refuse(&refusal),
            }
            // Words are worth mending; a wrong number or yes is only in the way.
            asked.start = if question.is_picked() {
                String::new()
            } else {
                typed
            };
        }
    }

    fn reply(&mut self, asked: &Asked, question: &Question) -> Result<Reply, Halt> {
        self.voice.ask(Ask {
            prompt: &asked.prompt,
            start: &asked.start,
            help: question.help(),
        })
    }

    /// Says why an answer was not taken, and one thing to do.
    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        self.voice.say(&format!("{refusal}: {}", refusal.hint()));
    }

    /// Says what the three answers about harm come to.
    fn sum_up(&mut self, question: &Question) {
        let harm = matches!(question, Question::Harm(_));
        let next_harm = matches!(self.form.pending(), Some(Question::Harm(_)));
        if harm && !next_harm {
            let severity = self.form.severity();
            self.voice.say(&format!("That makes it {severity}."));
        }
    }

    fn show_list(&mut self, question: &Question) {
        let list = self.list(question);
        let wide = list.len().to_string().len();
        for (at, choice) in list.iter().enumerate() {
            self.voice
                .say(&format!("  {:>wide$} {}", at + 1, choice.name));
        }
    }

    fn list(&self, question: &Question) -> Vec<Choice<'a>> {
        match question {
            Question::Types => self.form.complaints(),
            Question::Tier => self.form.tiers(),
            Question::Channel => self.form.channels(),
            Question::Words
            | Question::Need
            | Question::Feels
            | Question::Customer
            | Question::Reach
            | Question::Answer(_)
            | Question::Harm(_)
            | Question::Told
            | Question::Happened
            | Question::Order
            | Question::Public
            | Question::Holder
            | Question::Value => Vec::new(),
        }
    }

    /// Words the question, with what Enter means as long as there is no answer to keep.
    fn prompt(&self, question: &Question) -> String {
        let text = if let Question::Answer(id) = question {
            self.form.wording(id)
        } else {
            question.prompt()
        };
        match self.on_enter(question) {
            Some(on_enter) if self.form.text_of(question).is_empty() => {
                format!("{text} [{on_enter}]")
            }
            Some(_) | None => text.to_owned(),
        }
    }

    fn on_enter(&self, question: &Question) -> Option<String> {
        let nth = |list: &[Choice<'_>], at: usize| {
            list.get(at)
                .map(|choice| format!("{} {}", at + 1, choice.name))
        };
        match question {
            Question::Need
            | Question::Feels
            | Question::Reach
            | Question::Answer(_)
            | Question::Happened
            | Question::Order
            | Question::Value => Some("skip".to_owned()),
            Question::Harm(_) | Question::Public => Some("no".to_owned()),
            Question::Tier => nth(&self.form.tiers(), self.form.known_tier().unwrap_or(0)),
            Question::Channel => nth(&self.form.channels(), self.form.usual_channel()),
            Question::Told => Some("now".to_owned()),
            Question::Holder => Some(self.form.usual_holder().unwrap_or("nobody").to_owned()),
            Question::Words | Question::Customer | Question::Types => None,
        }
    }
}
