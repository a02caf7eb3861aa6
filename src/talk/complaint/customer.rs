//! Who it is: a name, and whether that is somebody the shop knows.

use super::KnownCustomer;
use super::form::same_name;
use super::question::ComplaintQuestion;
use super::talk::ComplaintTalk;
use crate::domain::count::Count;
use crate::talk::choice;
use crate::talk::refusal::{AnswerRefusal, cut};
use crate::talk::voice::{Ask, Halt, Move, Reply};

/// The most customers that are offered at once.
const MOST_OFFERED: usize = 9;
/// The most earlier cases and likings that are shown.
const MOST_SHOWN: usize = 3;
const HELP: &str = "Enter or a number takes a customer you know; `0` is somebody else.";

/// Who was meant by a name.
enum Meant {
    Them(Box<KnownCustomer>),
    SomebodyElse,
    /// `<`, back to the name.
    Back,
}

impl ComplaintTalk<'_> {
    /// Asks for the name until it is clear who is meant.
    ///
    /// A customer who was settled before keeps their address and tier only if it is still the same person.
    pub(super) fn ask_customer(&mut self) -> Result<Move, Halt> {
        let before = self.form.so_far.clone();
        loop {
            let Some(name) = self.name()? else {
                if before.settled.contains(&ComplaintQuestion::Customer) {
                    self.form.so_far = before;
                    self.form.recognise();
                }
                return Ok(Move::Back);
            };
            match self.meant(&name)? {
                Meant::Back => {}
                Meant::Them(known) => {
                    self.take(&known);
                    return Ok(Move::On);
                }
                Meant::SomebodyElse if self.form.namesakes(&name).is_empty() => {
                    self.form.settle(ComplaintQuestion::Customer);
                    return Ok(Move::On);
                }
                Meant::SomebodyElse => self.voice.say(
                    "Then add something to the name that tells the two apart, such as the street.",
                ),
            }
        }
    }

    /// Asks for a name; `None` is one question back.
    fn name(&mut self) -> Result<Option<String>, Halt> {
        let mut start = self.form.text_of(&ComplaintQuestion::Customer);
        loop {
            let ask = Ask {
                prompt: ComplaintQuestion::Customer.prompt(),
                start: &start,
                help: ComplaintQuestion::Customer.help(),
            };
            let Reply::Text(typed) = self.voice.ask(ask)? else {
                return Ok(None);
            };
            match self.rename(&typed) {
                Ok(name) => return Ok(Some(name)),
                Err(refusal) => self.refuse(&refusal),
            }
            start = typed;
        }
    }

    /// Takes the name. Another one than before opens the question again, with address and tier.
    fn rename(&mut self, typed: &str) -> Result<String, AnswerRefusal> {
        let before = self.form.answers().customer.clone();
        self.form.put(&ComplaintQuestion::Customer, typed)?;
        let name = self.form.text_of(&ComplaintQuestion::Customer);
        let same = before.is_some_and(|before| same_name(&before, &name));
        if !same && self.form.is_settled(&ComplaintQuestion::Customer) {
            for question in [
                ComplaintQuestion::Customer,
                ComplaintQuestion::SameMatter,
                ComplaintQuestion::Reach,
                ComplaintQuestion::Tier,
            ] {
                self.form.reopen(&question);
            }
            let answers = &mut self.form.so_far.answers;
            (answers.same_as, answers.new_case) = (None, false);
        }
        Ok(name)
    }

    /// Finds out whether it is somebody the shop knows.
    fn meant(&mut self, name: &str) -> Result<Meant, Halt> {
        let found = (self.form.setting.known)(name);
        let same: Vec<&KnownCustomer> = found
            .iter()
            .filter(|known| same_name(&known.name, name))
            .collect();
        let offered: Vec<&KnownCustomer> = match same.as_slice() {
            [only] => vec![only],
            _ => found.iter().take(MOST_OFFERED).collect(),
        };
        match offered.as_slice() {
            [] => Ok(Meant::SomebodyElse),
            [only] => {
                self.card(only);
                self.pick(&offered, "Enter if it is them, 0 if not")
            }
            _ => {
                self.offer(&offered, found.len());
                self.pick(&offered, "Which of them? 0 is none")
            }
        }
    }

    fn offer(&mut self, offered: &[&KnownCustomer], found: usize) {
        for (at, known) in offered.iter().enumerate() {
            let line = format!("  {} {}", at + 1, self.in_short(known));
            self.voice.say(&line);
        }
        self.voice.say("  0 somebody else");
        if found > offered.len() {
            self.voice
                .say("More have such a name; < and type more of it.");
        }
    }

    fn pick(&mut self, offered: &[&KnownCustomer], prompt: &str) -> Result<Meant, Halt> {
        let mut start = String::new();
        loop {
            let ask = Ask {
                prompt,
                start: &start,
                help: HELP,
            };
            let Reply::Text(typed) = self.voice.ask(ask)? else {
                return Ok(Meant::Back);
            };
            match picked(typed.trim(), offered.len()) {
                Ok(0) => return Ok(Meant::SomebodyElse),
                Ok(number) => return Ok(Meant::Them(Box::new(offered[number - 1].clone()))),
                Err(refusal) => self.refuse(&refusal),
            }
            start = typed;
        }
    }

    /// Takes a known customer. What the shop knows stands unless it was given anew.
    fn take(&mut self, known: &KnownCustomer) {
        let twins = self.form.namesakes(&known.name).len() > 1;
        let answers = &mut self.form.so_far.answers;
        answers.customer = Some(known.name.clone());
        let settled = &mut self.form.so_far.settled;
        if twins && known.reach.is_some() {
            answers.reach.clone_from(&known.reach);
            settled.insert(ComplaintQuestion::Reach);
        }
        if known.reach.is_some() && !settled.contains(&ComplaintQuestion::Reach) {
            answers.reach = None;
        }
        settled.insert(ComplaintQuestion::Customer);
        self.form.known = Some(known.clone());
        if self.form.known_tier().is_some() && !self.form.is_settled(&ComplaintQuestion::Tier) {
            self.form.so_far.answers.tier = None;
        }
    }

    /// Shows who was recognised by a name that came as a flag.
    pub(super) fn present(&mut self) {
        if let Some(known) = self.form.known.clone() {
            self.card(&known);
        }
    }

    /// Shows a known customer with their latest cases.
    fn card(&mut self, known: &KnownCustomer) {
        let line = self.in_short(known);
        self.voice.say(&line);
        let shown = known.earlier.iter().enumerate();
        let shown = shown.filter(|(at, case)| *at < MOST_SHOWN || case.is_open);
        for (_, case) in shown {
            let line = format!(
                "  #{}, {}: {}, {}",
                case.number, case.when, case.what, case.ending
            );
            self.voice.say(&line);
        }
        if !known.likes.is_empty() {
            let likes: Vec<&str> = known
                .likes
                .iter()
                .take(MOST_SHOWN)
                .map(String::as_str)
                .collect();
            self.voice.say(&format!("  likes: {}", likes.join(", ")));
        }
    }

    /// Says who it is in one line: "Ada Okafor, Regular, 2 earlier cases".
    fn in_short(&self, known: &KnownCustomer) -> String {
        let mut parts = vec![cut(&known.name, 60)];
        let tiers = self.form.setting.playbook.rules();
        let tier = known.tier.as_deref().and_then(|id| tiers.tier(id));
        parts.extend(tier.map(|at| tiers.tiers[at].name.clone()));
        parts.extend(known.reach.clone());
        parts.push(Count::of(known.earlier.len(), "earlier case").to_string());
        parts.join(", ")
    }
}

/// Reads who was picked; Enter and yes are enough when there is only one.
fn picked(typed: &str, offered: usize) -> Result<usize, AnswerRefusal> {
    if offered > 1 {
        return choice::numbered(typed, 0, offered);
    }
    if typed.is_empty() {
        return Ok(1);
    }
    choice::yes(typed).map_or_else(|_| choice::numbered(typed, 0, 1), |yes| Ok(yes.into()))
}
