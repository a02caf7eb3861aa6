//! The answers as they are filled in: what is asked, in which order, and what an answer does.

use super::question::ComplaintQuestion;
use super::unfinished::{Unfinished, id_of};
use super::{ComplaintSetting, KnownCustomer};
use crate::domain::event::{Grounds, Harm};
use crate::domain::name;
use crate::domain::playbook::cell::Severity;
use crate::domain::playbook::{self, Answer, Complaint};
use crate::domain::suggest::joined;
use crate::domain::words::Words;
use crate::talk::choice::Choice;
use crate::typed::{NewArgs, YesNo};

/// The word that says that all three harms were denied.
pub(super) const NO_HARM: &str = "none";

/// The answers, the setting they are given in, and who the customer is.
pub(super) struct ComplaintForm<'a> {
    pub(super) setting: &'a ComplaintSetting<'a>,
    pub(super) so_far: Unfinished,
    pub(super) known: Option<KnownCustomer>,
}

impl<'a> ComplaintForm<'a> {
    pub(super) fn new(setting: &'a ComplaintSetting<'a>, so_far: Unfinished) -> Self {
        let mut form = Self {
            setting,
            so_far,
            known: None,
        };
        form.recognise();
        form
    }

    pub(super) fn answers(&self) -> &NewArgs {
        &self.so_far.answers
    }

    pub(super) fn is_settled(&self, question: &ComplaintQuestion) -> bool {
        self.so_far.settled.contains(question)
    }

    pub(super) fn settle(&mut self, question: ComplaintQuestion) {
        self.so_far.settled.insert(question);
    }

    pub(super) fn reopen(&mut self, question: &ComplaintQuestion) {
        self.so_far.settled.remove(question);
    }

    /// Looks up who the customer is: the only one of that name, or of that name and address.
    pub(super) fn recognise(&mut self) {
        let name = self.answers().customer.clone().unwrap_or_default();
        let mut same = self.namesakes(&name);
        if same.len() > 1 {
            let reach = self.answers().reach.clone();
            same.retain(|known| known.reach == reach);
        }
        self.known = if same.len() == 1 { same.pop() } else { None };
    }

    /// Finds the known customers of exactly this name.
    pub(super) fn namesakes(&self, name: &str) -> Vec<KnownCustomer> {
        if name.trim().is_empty() {
            return Vec::new();
        }
        let mut known = (self.setting.known)(name);
        known.retain(|known| same_name(&known.name, name));
        known
    }

    /// Gives the questions of this conversation in their order.
    ///
    /// When it went wrong, the order, whether others can read it and what they are worth are not on it: they stand
    /// on the review page, because the customer is still on the telephone.
    pub(super) fn route(&self) -> Vec<ComplaintQuestion> {
        let mut route = vec![
            ComplaintQuestion::Words,
            ComplaintQuestion::Need,
            ComplaintQuestion::Feels,
            ComplaintQuestion::Customer,
        ];
        if self.is_settled(&ComplaintQuestion::SameMatter) || !self.open_cases().is_empty() {
            route.push(ComplaintQuestion::SameMatter);
        }
        // A further contact needs no more than how and when.
        if self.is_same_matter() {
            route.extend(self.ways_to_tell());
            return route;
        }
        if self.is_settled(&ComplaintQuestion::Reach) || self.known_reach().is_none() {
            route.push(ComplaintQuestion::Reach);
        }
        route.push(ComplaintQuestion::Types);
        route.extend(
            self.asked_for()
                .into_iter()
                .map(|(id, _)| ComplaintQuestion::Answer(id.to_owned())),
        );
        if self.answers().severity.is_none() {
            route.extend(Harm::ALL.map(ComplaintQuestion::Harm));
        }
        if self.is_settled(&ComplaintQuestion::Tier) || self.known_tier().is_none() {
            route.push(ComplaintQuestion::Tier);
        }
        route.extend(self.ways_to_tell());
        if self.is_settled(&ComplaintQuestion::Holder) || self.usual_holder().is_none() {
            route.push(ComplaintQuestion::Holder);
        }
        route
    }

    /// How and when they told us; with a complaint of its own also whether they are still here.
    fn ways_to_tell(&self) -> impl Iterator<Item = ComplaintQuestion> {
        let rules = self.setting.playbook.rules();
        let channel = (!rules.channels.is_empty()).then_some(ComplaintQuestion::Channel);
        let asks = rules.asks_presence() && !self.is_same_matter();
        let here = asks.then_some(ComplaintQuestion::Here);
        channel
            .into_iter()
            .chain(here)
            .chain([ComplaintQuestion::Told])
    }

    /// Gives the numbers of the open cases of this customer, the latest first.
    pub(super) fn open_cases(&self) -> Vec<u64> {
        let earlier = self.known.iter().flat_map(|known| &known.earlier);
        let open = earlier.filter(|case| case.is_open);
        open.map(|case| case.number).collect()
    }

    /// Says whether it is a further contact of a case that is open.
    pub(super) fn is_same_matter(&self) -> bool {
        self.answers().same_as.is_some()
    }

    /// Asks for the case that it is about: "The same matter as #41?".
    pub(super) fn same_matter_prompt(&self) -> String {
        let open = self.open_cases().into_iter();
        let open: Vec<String> = open.map(|number| format!("#{number}")).collect();
        format!("The same matter as {}?", joined(&open, "or"))
    }

    /// Gives the first question that nobody has settled.
    pub(super) fn pending(&self) -> Option<ComplaintQuestion> {
        let mut route = self.route().into_iter();
        route.find(|question| !self.is_settled(question))
    }

    /// Gives the question before this one, or the last of all when it is on the review page only.
    pub(super) fn before(&self, question: Option<&ComplaintQuestion>) -> Option<ComplaintQuestion> {
        let route = self.route();
        let position = question.and_then(|question| route.iter().position(|one| one == question));
        let end = position.unwrap_or(route.len());
        let mut earlier = route.into_iter().take(end).rev();
        earlier.find(|question| self.is_settled(question))
    }

    /// Gives the questions of the chosen types, each once.
    pub(super) fn asked_for(&self) -> Vec<(&'a str, &'a str)> {
        let mut asked: Vec<(&str, &str)> = Vec::new();
        for complaint in self.chosen() {
            for question in &complaint.ask {
                if !asked.iter().any(|(id, _)| *id == question.id) {
                    asked.push((&question.id, &question.text));
                }
            }
        }
        asked
    }

    /// Gives the words of a question of the chosen types.
    pub(super) fn wording(&self, wanted: &str) -> &'a str {
        let mut asked = self.asked_for().into_iter();
        asked
            .find(|(id, _)| *id == wanted)
            .map_or("Answer", |(_, text)| text)
    }

    fn chosen(&self) -> impl Iterator<Item = &'a Complaint> {
        let rules = self.setting.playbook.rules();
        let types = self.answers().types.iter();
        types.filter_map(move |id| rules.complaint(id).map(|at| &rules.complaints[at]))
    }

    pub(super) fn complaints(&self) -> Vec<Choice<'a>> {
        let known = &self.setting.playbook.rules().complaints;
        known
            .iter()
            .map(|one| Choice {
                id: &one.id,
                name: &one.name,
            })
            .collect()
    }

    pub(super) fn tiers(&self) -> Vec<Choice<'a>> {
        let known = &self.setting.playbook.rules().tiers;
        known
            .iter()
            .map(|one| Choice {
                id: &one.id,
                name: &one.name,
            })
            .collect()
    }

    pub(super) fn channels(&self) -> Vec<Choice<'a>> {
        let known = &self.setting.playbook.rules().channels;
        known
            .iter()
            .map(|one| Choice {
                id: &one.id,
                name: &one.name,
            })
            .collect()
    }

    pub(super) fn known_reach(&self) -> Option<&str> {
        self.known.as_ref().and_then(|known| known.reach.as_deref())
    }

    /// Gives the position of the tier the customer is known to be in.
    pub(super) fn known_tier(&self) -> Option<usize> {
        let tier = self
            .known
            .as_ref()
            .and_then(|known| known.tier.as_deref())?;
        self.setting.playbook.rules().tier(tier)
    }

    /// Gives the position of the channel that is taken when nothing is said: the first where a person answers.
    pub(super) fn usual_channel(&self) -> usize {
        let live = |channel: &playbook::Channel| channel.answer == Answer::Live;
        let channels = &self.setting.playbook.rules().channels;
        channels.iter().position(live).unwrap_or(0)
    }

    pub(super) fn usual_holder(&self) -> Option<&str> {
        let theirs = self
            .known
            .as_ref()
            .and_then(|known| known.holder.as_deref());
        theirs.or(self.setting.holder)
    }

    /// Gives how bad it is by what was said so far, before anything the customer's history adds.
    pub(super) fn severity(&self) -> Severity {
        let said = |harm: &Harm| self.answers().harm.iter().any(|word| word == harm.word());
        let grounds = Grounds {
            typed: self.answers().severity.as_deref().and_then(Severity::parse),
            harm: Harm::ALL.into_iter().filter(said).collect(),
            raises: Vec::new(),
        };
        grounds.severity()
    }

    /// Gives the answer to a question as it could be typed again; empty when there is none.
    pub(super) fn text_of(&self, question: &ComplaintQuestion) -> String {
        let new = self.answers();
        let text = match question {
            ComplaintQuestion::Words => &new.words,
            ComplaintQuestion::Need => &new.need,
            ComplaintQuestion::Feels => &new.feels,
            ComplaintQuestion::Customer => &new.customer,
            ComplaintQuestion::Reach => &new.reach,
            ComplaintQuestion::Tier => &new.tier,
            ComplaintQuestion::Channel => &new.channel,
            ComplaintQuestion::Told => &new.told,
            ComplaintQuestion::Happened => &new.happened,
            ComplaintQuestion::Order => &new.order,
            ComplaintQuestion::Holder => &new.holder,
            ComplaintQuestion::Value => &new.value,
            ComplaintQuestion::Types => return new.types.join(", "),
            ComplaintQuestion::Answer(id) => return self.answer(id).unwrap_or_default().to_owned(),
            ComplaintQuestion::Harm(harm) => return self.harm_text(*harm).to_owned(),
            ComplaintQuestion::SameMatter => return self.same_matter_text(),
            ComplaintQuestion::Here => return new.here.map_or("", YesNo::word).to_owned(),
            ComplaintQuestion::Public => return self.public_text().to_owned(),
        };
        text.clone().unwrap_or_default()
    }

    fn same_matter_text(&self) -> String {
        match (&self.answers().same_as, self.answers().new_case) {
            (Some(case), _) => case.to_string(),
            (None, true) => "no".to_owned(),
            (None, false) => String::new(),
        }
    }

    fn answer(&self, wanted: &str) -> Option<&str> {
        let pairs = self
            .answers()
            .answers
            .iter()
            .filter_map(|answer| answer.split_once('='));
        pairs
            .filter(|(id, _)| *id == wanted)
            .map(|(_, text)| text)
            .next_back()
    }

    fn harm_text(&self, harm: Harm) -> &'static str {
        if self.answers().harm.iter().any(|word| word == harm.word()) {
            return "yes";
        }
        if self.is_settled(&ComplaintQuestion::Harm(harm)) && self.answers().severity.is_none() {
            return "no";
        }
        ""
    }

    fn public_text(&self) -> &'static str {
        match (
            self.answers().public,
            self.is_settled(&ComplaintQuestion::Public),
        ) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => "",
        }
    }

    /// Gives the whole of the answers, with what was not asked because it was known.
    pub(super) fn complete(&self) -> NewArgs {
        let mut new = self.answers().clone();
        if self.is_same_matter() {
            new.told = new.told.or_else(|| Some(self.now()));
            return new;
        }
        let tiers = self.tiers();
        let tier = self.known_tier().and_then(|at| tiers.get(at));
        new.tier = new.tier.or_else(|| tier.map(|tier| tier.id.to_owned()));
        new.told = new.told.or_else(|| Some(self.now()));
        new.holder = new
            .holder
            .or_else(|| self.usual_holder().map(str::to_owned));
        if new.severity.is_none() && new.harm.is_empty() {
            new.harm = vec![NO_HARM.to_owned()];
        }
        new.answers.retain(|answer| self.belongs(id_of(answer)));
        new.resume = false;
        new
    }

    /// Tells whether an answer is to a question of the chosen types; one that no type asks is for the command to
    /// refuse.
    pub(super) fn belongs(&self, id: &str) -> bool {
        let asks = |complaint: &Complaint| complaint.ask.iter().any(|question| question.id == id);
        let complaints = &self.setting.playbook.rules().complaints;
        self.chosen().any(asks) || !complaints.iter().any(asks)
    }

    /// Gives the answers for keeping. When they told us is fixed even if nobody came to that question.
    pub(super) fn unfinished(self) -> Unfinished {
        let now = self.now();
        let mut so_far = self.so_far;
        so_far.answers.told.get_or_insert(now);
        so_far
    }

    /// Has the answers so far kept.
    pub(super) fn keep(&self) {
        let mut so_far = self.so_far.clone();
        so_far.answers.told.get_or_insert(self.now());
        (self.setting.keep)(&so_far);
    }
}

/// Tells whether two names are one, but for letter case and spaces.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    let key = |text: &str| Words::new(text).map(|words| name::key(&words));
    matches!((key(one), key(other)), (Ok(one), Ok(other)) if one == other)
}
