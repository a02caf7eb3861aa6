//! The talk itself: the next open question, one step back, stopping.

use std::collections::BTreeMap;

use super::form::ComplaintForm;
use super::question::ComplaintQuestion;
use super::unfinished::Unfinished;
use super::{ComplaintSetting, ConversationEnd};
use crate::shell::asker::Asker;
use crate::talk::choice::Choice;
use crate::talk::refusal::AnswerRefusal;
use crate::talk::voice::{Ask, Halt, Move, Reply, Voice};

/// What a question is asked with.
struct Asked {
    prompt: String,
    start: String,
}

/// One conversation.
pub(super) struct ComplaintTalk<'a> {
    pub(super) voice: Voice<'a>,
    pub(super) form: ComplaintForm<'a>,
    /// What did not hold of what was given beforehand, until it is asked.
    wrong: BTreeMap<ComplaintQuestion, AnswerRefusal>,
}

impl<'a> ComplaintTalk<'a> {
    pub(super) fn new(
        asker: &'a mut dyn Asker,
        setting: &'a ComplaintSetting<'a>,
        so_far: Unfinished,
    ) -> Self {
        let mut form = ComplaintForm::new(setting, so_far);
        let wrong = form.recheck().into_iter().collect();
        Self {
            voice: Voice::new(asker),
            form,
            wrong,
        }
    }

    /// Talks until everything is looked over, or until somebody stops.
    pub(super) fn hold(mut self) -> ConversationEnd {
        self.greet();
        loop {
            self.form.keep();
            let step = match self.form.pending() {
                Some(question) => self.step(question),
                None => match self.review() {
                    Ok(Move::On) => return ConversationEnd::Complete(self.form.complete()),
                    Ok(Move::Back) => Ok(()),
                    Err(halt) => Err(halt),
                },
            };
            match step {
                Ok(()) => {}
                Err(Halt::Stopped) => return ConversationEnd::Stopped(self.form.unfinished()),
                Err(Halt::Interrupted) => {
                    return ConversationEnd::Interrupted(self.form.unfinished());
                }
            }
        }
    }

    fn greet(&mut self) {
        if self.form.pending().is_some() {
            self.voice
                .say("< goes back, ? explains, . stops and keeps it.");
        }
        if self.form.is_settled(&ComplaintQuestion::Customer) && self.form.known.is_some() {
            self.present();
        }
    }

    fn step(&mut self, question: ComplaintQuestion) -> Result<(), Halt> {
        let mut question = question;
        while self.ask(&question)? == Move::Back {
            question = self.earlier(question);
        }
        Ok(())
    }

    fn earlier(&mut self, question: ComplaintQuestion) -> ComplaintQuestion {
        match self.form.before(Some(&question)) {
            Some(earlier) => earlier,
            None => {
                self.voice.say("This is the first question.");
                question
            }
        }
    }

    /// Asks one question until it is answered or left.
    pub(super) fn ask(&mut self, question: &ComplaintQuestion) -> Result<Move, Halt> {
        if let Some(refusal) = self.wrong.remove(question) {
            self.refuse(&refusal);
        }
        if *question == ComplaintQuestion::Words {
            return self.ask_words();
        }
        if *question == ComplaintQuestion::Customer {
            return self.ask_customer();
        }
        self.show_list(question);
        self.ask_line(question)
    }

    fn ask_line(&mut self, question: &ComplaintQuestion) -> Result<Move, Halt> {
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

    fn reply(&mut self, asked: &Asked, question: &ComplaintQuestion) -> Result<Reply, Halt> {
        self.voice.ask(Ask {
            prompt: &asked.prompt,
            start: &asked.start,
            help: question.help(),
        })
    }

    /// Says why an answer was not taken, and one thing to do.
    pub(super) fn refuse(&mut self, refusal: &AnswerRefusal) {
        self.voice.say(&format!("{refusal}: {}", refusal.hint()));
    }

    /// Says what the three answers about harm come to.
    fn sum_up(&mut self, question: &ComplaintQuestion) {
        let harm = matches!(question, ComplaintQuestion::Harm(_));
        let next_harm = matches!(self.form.pending(), Some(ComplaintQuestion::Harm(_)));
        if harm && !next_harm {
            let severity = self.form.severity();
            self.voice.say(&format!("That makes it {severity}."));
        }
    }

    fn show_list(&mut self, question: &ComplaintQuestion) {
        let list = self.list(question);
        let wide = list.len().to_string().len();
        for (at, choice) in list.iter().enumerate() {
            self.voice
                .say(&format!("  {:>wide$} {}", at + 1, choice.name));
        }
    }

    fn list(&self, question: &ComplaintQuestion) -> Vec<Choice<'a>> {
        match question {
            ComplaintQuestion::Types => self.form.complaints(),
            ComplaintQuestion::Tier => self.form.tiers(),
            ComplaintQuestion::Channel => self.form.channels(),
            ComplaintQuestion::Words
            | ComplaintQuestion::Need
            | ComplaintQuestion::Feels
            | ComplaintQuestion::Customer
            | ComplaintQuestion::SameMatter
            | ComplaintQuestion::Reach
            | ComplaintQuestion::Answer(_)
            | ComplaintQuestion::Harm(_)
            | ComplaintQuestion::Here
            | ComplaintQuestion::Told
            | ComplaintQuestion::Happened
            | ComplaintQuestion::Order
            | ComplaintQuestion::Public
            | ComplaintQuestion::Holder
            | ComplaintQuestion::Value => Vec::new(),
        }
    }

    /// Words the question, with what Enter means as long as there is no answer to keep.
    fn prompt(&self, question: &ComplaintQuestion) -> String {
        let same_matter = self.form.same_matter_prompt();
        let text = if let ComplaintQuestion::Answer(id) = question {
            self.form.wording(id)
        } else if *question == ComplaintQuestion::SameMatter {
            &same_matter
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

    fn on_enter(&self, question: &ComplaintQuestion) -> Option<String> {
        let nth = |list: &[Choice<'_>], at: usize| {
            list.get(at)
                .map(|choice| format!("{} {}", at + 1, choice.name))
        };
        match question {
            ComplaintQuestion::Need
            | ComplaintQuestion::Feels
            | ComplaintQuestion::Reach
            | ComplaintQuestion::Answer(_)
            | ComplaintQuestion::Happened
            | ComplaintQuestion::Order
            | ComplaintQuestion::Value => Some("skip".to_owned()),
            ComplaintQuestion::SameMatter
            | ComplaintQuestion::Harm(_)
            | ComplaintQuestion::Here
            | ComplaintQuestion::Public => Some("no".to_owned()),
            ComplaintQuestion::Tier => nth(&self.form.tiers(), self.form.known_tier().unwrap_or(0)),
            ComplaintQuestion::Channel => nth(&self.form.channels(), self.form.usual_channel()),
            ComplaintQuestion::Told => Some("now".to_owned()),
            ComplaintQuestion::Holder => {
                Some(self.form.usual_holder().unwrap_or("nobody").to_owned())
            }
            ComplaintQuestion::Words | ComplaintQuestion::Customer | ComplaintQuestion::Types => {
                None
            }
        }
    }
}
