//! The page to look over before it is saved.

use super::form::ComplaintForm;
use super::question::ComplaintQuestion;
use super::talk::ComplaintTalk;
use super::unfinished::id_of;
use crate::domain::event::Harm;
use crate::talk::choice::numbered;
use crate::talk::refusal::cut;
use crate::talk::voice::{Ask, Halt, Move, Reply};

/// The most characters of a text that the page shows.
const LONGEST_SHOWN: usize = 200;
const HELP: &str = "Enter saves it as a case. A number asks that line again. `.` keeps it for `amends new --continue`.";

/// A line of the page.
struct ReviewLine {
    question: ComplaintQuestion,
    label: String,
    value: String,
}

impl ComplaintTalk<'_> {
    /// Shows everything; `On` saves it, `Back` means that something is open again or was changed.
    pub(super) fn review(&mut self) -> Result<Move, Halt> {
        let rows = self.form.rows();
        self.page(&rows);
        let mut start = String::new();
        loop {
            let ask = Ask {
                prompt: "Enter saves, a number changes a line",
                start: &start,
                help: HELP,
            };
            let typed = match self.voice.ask(ask)? {
                Reply::Back => return self.back_from_review(),
                Reply::Text(typed) => typed,
            };
            if ["", "y", "yes", "save"].contains(&typed.trim().to_lowercase().as_str()) {
                return Ok(Move::On);
            }
            match numbered(&typed, 1, rows.len()) {
                Ok(number) => return self.change(&rows[number - 1].question),
                Err(refusal) => self.refuse(&refusal),
            }
            start = typed;
        }
    }

    fn page(&mut self, rows: &[ReviewLine]) {
        self.voice.say("");
        self.voice.say("Look it over:");
        let wide = rows.len().to_string().len();
        for (at, row) in rows.iter().enumerate() {
            let line = format!("  {:>wide$} {}: {}", at + 1, row.label, row.value);
            self.voice.say(&line);
        }
        for left_out in self.form.left_out() {
            self.voice
                .say(&format!("Not kept, another type asks it: {left_out}"));
        }
        for line in (self.form.setting.preview)(&self.form.complete()) {
            self.voice.say(&line);
        }
        self.voice.say("< goes back, . stops and keeps it.");
    }

    fn back_from_review(&mut self) -> Result<Move, Halt> {
        let mut last = self.form.before(None);
        while let Some(question) = last {
            if self.ask(&question)? == Move::On {
                return Ok(Move::Back);
            }
            last = self.form.before(Some(&question));
        }
        self.voice.say("This is the first question.");
        Ok(Move::Back)
    }

    /// Asks one line again, with the old answer to start from.
    fn change(&mut self, question: &ComplaintQuestion) -> Result<Move, Halt> {
        let ComplaintQuestion::Harm(_) = question else {
            return self.ask(question).map(|_| Move::Back);
        };
        let settled = self.form.so_far.settled.clone();
        for harm in Harm::ALL {
            self.form.reopen(&ComplaintQuestion::Harm(harm));
        }
        if self.ask(&ComplaintQuestion::Harm(Harm::ALL[0]))? == Move::Back {
            self.form.so_far.settled = settled;
        }
        Ok(Move::Back)
    }
}

impl ComplaintForm<'_> {
    /// Gives the lines of the page: all that was asked, then what is asked only here.
    fn rows(&self) -> Vec<ReviewLine> {
        let mut questions = vec![
            ComplaintQuestion::Words,
            ComplaintQuestion::Need,
            ComplaintQuestion::Feels,
            ComplaintQuestion::Customer,
        ];
        if self.is_settled(&ComplaintQuestion::SameMatter) {
            questions.push(ComplaintQuestion::SameMatter);
        }
        questions.extend([ComplaintQuestion::Reach, ComplaintQuestion::Types]);
        let asked = self.asked_for().into_iter();
        questions.extend(asked.map(|(id, _)| ComplaintQuestion::Answer(id.to_owned())));
        questions.extend([
            ComplaintQuestion::Harm(Harm::ALL[0]),
            ComplaintQuestion::Tier,
        ]);
        if !self.channels().is_empty() {
            questions.push(ComplaintQuestion::Channel);
        }
        if self.setting.playbook.rules().asks_presence() {
            questions.push(ComplaintQuestion::Here);
        }
        questions.extend([
            ComplaintQuestion::Told,
            ComplaintQuestion::Happened,
            ComplaintQuestion::Order,
            ComplaintQuestion::Public,
            ComplaintQuestion::Holder,
            ComplaintQuestion::Value,
        ]);
        // Of a further contact only what it has room for, and what was given anyway.
        let counts = |question: &ComplaintQuestion| {
            !self.is_same_matter()
                || *question == ComplaintQuestion::Types
                || self.route().contains(question)
                || !self.text_of(question).is_empty()
        };
        let shown = questions.into_iter().filter(counts);
        shown.map(|question| self.row(question)).collect()
    }

    fn row(&self, question: ComplaintQuestion) -> ReviewLine {
        let label = if let ComplaintQuestion::Answer(id) = &question {
            self.wording(id).trim_end_matches('?')
        } else {
            question.label()
        };
        let label = label.to_owned();
        let value = Some(self.shown(&question)).filter(|value| !value.is_empty());
        ReviewLine {
            question,
            label,
            value: value.unwrap_or_else(|| "-".to_owned()),
        }
    }

    fn shown(&self, question: &ComplaintQuestion) -> String {
        let new = self.answers();
        let plain = || cut(&self.text_of(question), LONGEST_SHOWN);
        match question {
            ComplaintQuestion::Words => quoted(&plain()),
            ComplaintQuestion::SameMatter => self.same_matter_shown(),
            ComplaintQuestion::Customer => self.customer_shown(),
            ComplaintQuestion::Reach => self.reach_shown(),
            ComplaintQuestion::Types => self.types_shown(),
            ComplaintQuestion::Harm(_) => self.how_bad(),
            ComplaintQuestion::Tier => self.tier_shown(),
            ComplaintQuestion::Channel => self.channel_shown(),
            ComplaintQuestion::Told => {
                self.shown_moment(&new.told.clone().unwrap_or_else(|| self.now()))
            }
            ComplaintQuestion::Happened => new
                .happened
                .as_deref()
                .map_or_else(String::new, |kept| self.shown_moment(kept)),
            ComplaintQuestion::Public => if new.public { "yes" } else { "no" }.to_owned(),
            ComplaintQuestion::Holder => new
                .holder
                .as_deref()
                .or(self.usual_holder())
                .unwrap_or_default()
                .to_owned(),
            ComplaintQuestion::Need
            | ComplaintQuestion::Feels
            | ComplaintQuestion::Here
            | ComplaintQuestion::Answer(_)
            | ComplaintQuestion::Order
            | ComplaintQuestion::Value => plain(),
        }
    }

    fn same_matter_shown(&self) -> String {
        match &self.answers().same_as {
            Some(case) => format!("#{case}, as a further contact of it"),
            None => "none, it is a case of its own".to_owned(),
        }
    }

    fn customer_shown(&self) -> String {
        let name = cut(&self.text_of(&ComplaintQuestion::Customer), LONGEST_SHOWN);
        match &self.known {
            Some(_) => format!("{name} (known)"),
            None => format!("{name} (new)"),
        }
    }

    fn reach_shown(&self) -> String {
        let reach = self.answers().reach.as_deref().or(self.known_reach());
        cut(reach.unwrap_or_default(), LONGEST_SHOWN)
    }

    fn types_shown(&self) -> String {
        let list = self.complaints();
        let named = |id: &str| list.iter().find(|one| one.id == id).map(|one| one.name);
        let types = self.answers().types.iter();
        let names: Vec<&str> = types.map(|id| named(id).unwrap_or(id)).collect();
        names.join(", ")
    }

    fn tier_shown(&self) -> String {
        let list = self.tiers();
        let given = self.answers().tier.as_deref();
        let at = given.map_or(self.known_tier(), |id| {
            list.iter().position(|tier| tier.id == id)
        });
        at.and_then(|at| list.get(at))
            .map_or_else(String::new, |tier| tier.name.to_owned())
    }

    fn channel_shown(&self) -> String {
        let id = self.text_of(&ComplaintQuestion::Channel);
        let list = self.channels();
        list.iter()
            .find(|one| one.id == id)
            .map_or(id, |one| one.name.to_owned())
    }

    /// Says the severity and what it is made of.
    fn how_bad(&self) -> String {
        let severity = self.severity();
        if self.answers().severity.is_some() {
            return format!("{severity}, as you said");
        }
        let harm = self.answers().harm.join(", ");
        if harm.is_empty() || harm == "none" {
            return format!("{severity}, no harm done");
        }
        format!("{severity} ({harm})")
    }

    /// Gives the answers that the chosen types do not ask for.
    fn left_out(&self) -> Vec<String> {
        let answers = self.answers().answers.iter();
        let left = answers.filter(|answer| !self.belongs(id_of(answer)));
        left.map(|answer| cut(answer, LONGEST_SHOWN)).collect()
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("\"{text}\"")
}
