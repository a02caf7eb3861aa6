//! Taking an answer: what it must be like, and what it changes.

use super::form::{ComplaintForm, NO_HARM};
use super::question::ComplaintQuestion;
use super::unfinished::id_of;
use crate::domain::event::Harm;
use crate::domain::money::Money;
use crate::domain::playbook::cell::Severity;
use crate::domain::time::when::{DateAlone, Note, Reading};
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::talk::choice;
use crate::talk::refusal::{AnswerRefusal, brief};
use crate::typed::{CaseWord, YesNo};

impl ComplaintForm<'_> {
    /// Takes an answer, or says why not. Gives what there is to say about it.
    ///
    /// # Errors
    /// When it does not fit the question; then nothing has changed.
    pub(super) fn put(
        &mut self,
        question: &ComplaintQuestion,
        typed: &str,
    ) -> Result<Option<String>, AnswerRefusal> {
        let text = clean(typed)?;
        let mut said = None;
        match question {
            ComplaintQuestion::Words => self.so_far.answers.words = filled(text),
            ComplaintQuestion::Need => self.so_far.answers.need = filled(text),
            ComplaintQuestion::Feels => self.so_far.answers.feels = filled(text),
            ComplaintQuestion::Order => self.so_far.answers.order = filled(text),
            ComplaintQuestion::Reach => said = self.put_reach(text),
            ComplaintQuestion::Customer => self.put_customer(text)?,
            ComplaintQuestion::SameMatter => self.put_same_matter(&text)?,
            ComplaintQuestion::Types => self.put_types(&text)?,
            ComplaintQuestion::Answer(id) => self.put_answer(id, &text),
            ComplaintQuestion::Harm(harm) => self.put_harm(*harm, &text)?,
            ComplaintQuestion::Public => self.so_far.answers.public = choice::yes(&text)?,
            ComplaintQuestion::Tier => self.put_tier(&text)?,
            ComplaintQuestion::Channel => self.put_channel(&text)?,
            ComplaintQuestion::Here => self.put_here(&text)?,
            ComplaintQuestion::Told => said = self.put_told(&text)?,
            ComplaintQuestion::Happened => said = self.put_happened(&text)?,
            ComplaintQuestion::Holder => self.put_holder(text),
            ComplaintQuestion::Value => self.put_value(text)?,
        }
        Ok(said)
    }

    fn put_reach(&mut self, text: String) -> Option<String> {
        self.so_far.answers.reach = filled(text);
        if self.answers().reach.is_some() || self.known_reach().is_some() {
            return None;
        }
        Some("Then nobody can tell them when it is right again.".to_owned())
    }

    fn put_customer(&mut self, text: String) -> Result<(), AnswerRefusal> {
        if text.is_empty() {
            return Err(AnswerRefusal::NoName);
        }
        self.so_far.answers.customer = Some(text);
        self.recognise();
        Ok(())
    }

    fn put_same_matter(&mut self, text: &str) -> Result<(), AnswerRefusal> {
        let open = self.open_cases();
        let typed = text.trim_start_matches('#').parse::<u64>();
        let case = match (typed, open.as_slice()) {
            // One that was given as a flag is judged by the command that finds it.
            (Ok(number), open) if open.contains(&number) || open.is_empty() => Some(number),
            (Ok(_), _) => {
                return Err(AnswerRefusal::NotOpen {
                    found: brief(text),
                    open,
                });
            }
            (Err(_), [only]) if choice::yes(text)? => Some(*only),
            (Err(_), [_, _, ..]) if !["", "n", "no"].contains(&text.to_lowercase().as_str()) => {
                return Err(AnswerRefusal::NotOpen {
                    found: brief(text),
                    open,
                });
            }
            (Err(_), _) => None,
        };
        self.so_far.answers.same_as = case.map(CaseWord::Number);
        self.so_far.answers.new_case = case.is_none();
        Ok(())
    }

    fn put_types(&mut self, text: &str) -> Result<(), AnswerRefusal> {
        if text.is_empty() && self.is_same_matter() {
            self.so_far.answers.types = Vec::new();
            return Ok(());
        }
        if text.is_empty() {
            return Err(AnswerRefusal::NoType);
        }
        let list = self.complaints();
        let chosen = choice::several(text, &list)?;
        self.so_far.answers.types = chosen
            .into_iter()
            .map(|at| list[at].id.to_owned())
            .collect();
        Ok(())
    }

    fn put_answer(&mut self, wanted: &str, text: &str) {
        let answers = &mut self.so_far.answers.answers;
        answers.retain(|answer| id_of(answer) != wanted);
        if !text.is_empty() {
            answers.push(format!("{wanted}={text}"));
        }
    }

    fn put_harm(&mut self, harm: Harm, text: &str) -> Result<(), AnswerRefusal> {
        let yes = choice::yes(text)?;
        let said = |one: &Harm| self.answers().harm.iter().any(|word| word == one.word());
        let holds = |one: &Harm| if *one == harm { yes } else { said(one) };
        let harms: Vec<Harm> = Harm::ALL.into_iter().filter(holds).collect();
        self.so_far.answers.harm = harms.iter().map(|one| one.word().to_owned()).collect();
        self.so_far.answers.severity = None;
        Ok(())
    }

    fn put_tier(&mut self, text: &str) -> Result<(), AnswerRefusal> {
        let list = self.tiers();
        let at = match text {
            "" => self.known_tier().unwrap_or(0),
            typed => choice::one(typed, &list)?,
        };
        self.so_far.answers.tier = list.get(at).map(|tier| tier.id.to_owned());
        Ok(())
    }

    fn put_channel(&mut self, text: &str) -> Result<(), AnswerRefusal> {
        let list = self.channels();
        let at = match text {
            "" => self.usual_channel(),
            typed => choice::one(typed, &list)?,
        };
        self.so_far.answers.channel = list.get(at).map(|channel| channel.id.to_owned());
        Ok(())
    }

    fn put_here(&mut self, text: &str) -> Result<(), AnswerRefusal> {
        let here = if choice::yes(text)? {
            YesNo::Yes
        } else {
            YesNo::No
        };
        self.so_far.answers.here = Some(here);
        Ok(())
    }

    fn put_told(&mut self, text: &str) -> Result<Option<String>, AnswerRefusal> {
        if text.is_empty() {
            self.so_far.answers.told = Some(self.now());
            return Ok(None);
        }
        let (absolute, said) = self.past(text, Reading::Past)?;
        self.so_far.answers.told = Some(absolute);
        Ok(Some(said))
    }

    fn put_happened(&mut self, text: &str) -> Result<Option<String>, AnswerRefusal> {
        if text.is_empty() {
            self.so_far.answers.happened = None;
            return Ok(None);
        }
        let (absolute, said) = self.past(text, self.before_told())?;
        self.so_far.answers.happened = Some(absolute);
        Ok(Some(said))
    }

    fn put_holder(&mut self, text: String) {
        let usual = || self.usual_holder().map(str::to_owned);
        let holder = filled(text).or_else(usual);
        self.so_far.answers.holder = holder;
    }

    fn put_value(&mut self, text: String) -> Result<(), AnswerRefusal> {
        if !text.is_empty() {
            Money::parse(&text, self.setting.playbook.rules().currency)?;
        }
        self.so_far.answers.value = filled(text);
        Ok(())
    }

    /// The last such moment before the customer told us, where that is known.
    fn before_told(&self) -> Reading {
        let told = self.answers().told.as_deref();
        let told = told.and_then(|told| self.kept(told));
        told.map_or(Reading::Past, Reading::UpTo)
    }

    /// Reads a moment as it is kept.
    fn kept(&self, kept: &str) -> Option<Instant> {
        let moment = self.setting.moment;
        let read = moment.parse(kept, Reading::Past, DateAlone::Refused);
        read.ok().map(|understood| understood.instant)
    }

    /// Understands a moment that has passed: as it is kept, and as it is echoed.
    fn past(&self, text: &str, reading: Reading) -> Result<(String, String), AnswerRefusal> {
        let moment = self.setting.moment;
        let understood = moment.parse(text, reading, DateAlone::Refused)?;
        if understood.instant > moment.now {
            return Err(AnswerRefusal::Ahead { found: brief(text) });
        }
        let mut said = format!("That is {}.", self.in_words(understood.instant));
        if let Some(note @ Note::Twice { .. }) = understood.note {
            said = format!("{said} {note}");
        }
        Ok((self.absolute(understood.instant), said))
    }

    /// Writes the present as it is kept.
    pub(super) fn now(&self) -> String {
        self.absolute(self.setting.moment.now)
    }

    /// Writes an instant so that it means the same tomorrow: as wall time, or with its offset where the wall time
    /// happens twice.
    fn absolute(&self, instant: Instant) -> String {
        let moment = self.setting.moment;
        let wall = moment.zone.wall(instant);
        let short = [
            wall.format("%Y-%m-%d %H:%M"),
            wall.format("%Y-%m-%d %H:%M:%S"),
        ];
        let same = |text: &String| {
            let read = moment.parse(text, Reading::Past, DateAlone::Refused);
            read.is_ok_and(|understood| {
                understood.note.is_none() && understood.instant.timestamp() == instant.timestamp()
            })
        };
        let written = short
            .into_iter()
            .map(|format| format.to_string())
            .find(same);
        written.unwrap_or_else(|| moment.zone.rfc3339(instant))
    }

    fn in_words(&self, instant: Instant) -> String {
        self.setting.moment.in_full(instant)
    }

    /// Shows a kept moment as people say it.
    pub(super) fn shown_moment(&self, kept: &str) -> String {
        let read = self.kept(kept);
        read.map_or_else(|| kept.to_owned(), |instant| self.in_words(instant))
    }

    /// Checks what was given beforehand as if it had been typed, and opens what does not hold.
    pub(super) fn recheck(&mut self) -> Vec<(ComplaintQuestion, AnswerRefusal)> {
        let mut wrong = Vec::new();
        for question in self.so_far.settled.clone() {
            if let Err(refusal) = self.recheck_one(&question) {
                self.reopen(&question);
                wrong.push((question, refusal));
            }
        }
        wrong
    }

    fn recheck_one(&mut self, question: &ComplaintQuestion) -> Result<(), AnswerRefusal> {
        if let ComplaintQuestion::Harm(_) = question {
            return self.recheck_harm();
        }
        let text = self.text_of(question);
        if !text.is_empty() {
            self.put(question, &text)?;
        }
        Ok(())
    }

    fn recheck_harm(&self) -> Result<(), AnswerRefusal> {
        let harm = |word: &str| word == NO_HARM || Harm::ALL.iter().any(|one| one.word() == word);
        let new = self.answers();
        let severity = new
            .severity
            .iter()
            .filter(|word| Severity::parse(word).is_none());
        match new
            .harm
            .iter()
            .filter(|word| !harm(word))
            .chain(severity)
            .next()
        {
            None => Ok(()),
            Some(word) => Err(AnswerRefusal::NotHarm { found: brief(word) }),
        }
    }
}

/// Takes what was typed as text: within the limits, without the space around it, empty if there is nothing to see.
pub(super) fn clean(typed: &str) -> Result<String, AnswerRefusal> {
    let words = Words::new(typed.trim())?;
    if words.is_blank() {
        return Ok(String::new());
    }
    Ok(words.as_stored().to_owned())
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
