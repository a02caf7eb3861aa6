//! What the names in a letter stand for, by what is known of a case now.

use chrono::{Datelike, TimeDelta};

use crate::desk::shop::Shop;
use crate::domain::case::reach::Reach;
use crate::domain::count::times;
use crate::domain::playbook::draft::{ANSWER, TELLS_NOTHING};
use crate::domain::playbook::{Part, Recipient, Rules};
use crate::domain::suggest::joined;
use crate::domain::time::when::spelled;
use crate::domain::words::Words;
use crate::show::Moment;
use crate::show::case::{CaseDetail, PromiseItem, StepItem};

use super::{ChosenDraft, is_open};

/// What the names of a draft stand for: each name with its text.
pub(super) struct Values(Vec<(String, String)>);

impl Values {
    /// Gathers what a letter may say; one that everybody can read learns nothing of the case.
    pub(super) fn of(
        shop: &Shop<'_>,
        case: &CaseDetail,
        rules: &Rules,
        about: &ChosenDraft<'_>,
    ) -> Self {
        let step = about.step;
        let mut values = Self(Vec::new());
        let holder = case.item.holder.as_ref().map(stored);
        let owner = shop.settings.name_of("owner").map(str::to_owned);
        let said = |words: &Option<Words>| words.as_ref().map(stored);
        values.put("case", Some(format!("#{}", case.item.case)));
        values.put("type", Some(case.item.type_name.clone()));
        values.put("sorry", Some(sorry_for(case, rules)));
        values.put("customer", said(&case.item.customer));
        values.put("order", said(&case.order));
        values.put("words", said(&case.words));
        values.put("need", said(&case.need));
        values.put("feels", said(&case.feels));
        values.put("shop", shop.settings.name.clone());
        values.put("holder", holder.clone());
        values.put("signed", holder.or(owner));
        values.put("changed", said(&case.lesson));
        for answer in &case.answers {
            values.put(&format!("{ANSWER}{}", answer.id), said(&answer.answer));
        }
        values.put("choices", choices_of(case, step));
        let broken = broken_promise(shop, case);
        values.put("broken", broken.and_then(|promise| said(&promise.text)));
        values.put(
            "again",
            (case.item.contacts > 1).then(|| times(case.item.contacts)),
        );
        values.put("get_back", Some(get_back(case).to_owned()));
        let promise = next_promise(shop, case);
        let by = promise.map(|promise| promise.due_at);
        let by = by.or_else(|| hears_by(shop, case, step));
        values.put("deadline", by.map(|due| spelled(this_year(shop), due.wall)));
        if let Some(promise) = promise {
            values.put("promise", said(&promise.text));
            values.put(
                "promised",
                Some(spelled(this_year(shop), promise.due_at.wall)),
            );
        }
        values.for_whom(about.draft.to)
    }

    /// Keeps what may be told to whom the letter is for.
    fn for_whom(mut self, to: Recipient) -> Self {
        if to == Recipient::Everybody {
            self.0
                .retain(|(name, _)| TELLS_NOTHING.contains(&name.as_str()));
        }
        self
    }

    fn put(&mut self, name: &str, value: Option<String>) {
        self.0.extend(value.map(|value| (name.to_owned(), value)));
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What we are sorry for: every failure by what its type says of it, else by a name that is no choice of two.
fn sorry_for(case: &CaseDetail, rules: &Rules) -> String {
    let ids = std::iter::once(&case.item.complaint).chain(&case.also_types);
    let mut named: Vec<String> = Vec::new();
    for id in ids {
        let complaint = rules.complaint(id).map(|at| &rules.complaints[at]);
        let own = complaint.and_then(|complaint| complaint.sorry.clone());
        let name = complaint.map(|complaint| format!("the {}", lowered(&complaint.name)));
        let name = name.filter(|name| !name.contains(" or "));
        let sorry = own.or(name).unwrap_or_else(|| "what went wrong".to_owned());
        if !named.contains(&sorry) {
            named.push(sorry);
        }
    }
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    joined(&named, "and")
}

/// A name within a sentence: with a small first letter, unless it is an abbreviation.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(char::to_lowercase);
    let second_is_small = letters
        .clone()
        .next()
        .is_none_or(|letter| !letter.is_uppercase());
    match first {
        Some(first) if second_is_small => first.chain(letters).collect(),
        Some(_) | None => name.to_owned(),
    }
}

/// What the customer may decide, a line each: of the step, else of the next that asks them. A letter does not give a
/// surprise away.
fn choices_of(case: &CaseDetail, step: Option<&StepItem>) -> Option<String> {
    let asks =
        |step: &&StepItem| is_open(step) && step.part != Part::Dazzle && !step.choices.is_empty();
    let own = step.filter(|step| is_open(step) && !step.choices.is_empty());
    let step = own.or_else(|| case.steps.iter().find(asks))?;
    let lines = step.choices.iter().map(|choice| format!("- {choice}"));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// When they hear from us by what the plan says, where nothing was promised. The letter of a remedy names that step's own
/// time. An apology names when somebody gets back to them next, or else when all that puts it right is done. Where those
/// times have passed, or are too near for a letter, the recovery's is named while it lies ahead.
fn hears_by(shop: &Shop<'_>, case: &CaseDetail, step: Option<&StepItem>) -> Option<Moment> {
    if case.item.outcome.is_some() {
        return None;
    }
    let soonest = shop.now() + SOONEST;
    let open = || {
        case.steps
            .iter()
            .filter(|one| is_open(one) && !one.provisional)
    };
    let speaks = |one: &&StepItem| one.draft.is_some() && one.part != Part::Acknowledge;
    let due = |one: &StepItem| one.due_at;
    let own = match step.filter(|step| step.part != Part::Acknowledge) {
        Some(step) => Some(step.due_at),
        None => {
            let put_right = open().filter(|one| one.part == Part::Fix).map(due);
            let put_right = put_right.max_by_key(|due| due.at);
            let spoken = open().filter(speaks).map(due);
            spoken.chain(put_right).min_by_key(|due| due.at)
        }
    };
    let own = own.filter(|due| due.at >= soonest);
    own.or(case.item.recover_at.filter(|due| due.at > shop.now()))
}

/// A letter does not name a time nearer than this: it has to be written, sent and read; ours.
const SOONEST: TimeDelta = TimeDelta::minutes(30);

/// What was promised and has to be kept next; nothing whose time has passed.
fn next_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let promises = case.commitments.promises.iter();
    let open = promises.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none());
    let ahead = open.filter(|one| one.due_at.at > shop.now());
    ahead.min_by_key(|one| one.due_at.at)
}

/// The promise whose time passed last and that is not kept yet; none once a later one was made instead.
fn broken_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let promises = case.commitments.promises.iter();
    let open = promises.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none());
    let past = open.filter(|one| one.due_at.at < shop.now());
    past.max_by_key(|one| one.due_at.at)
}

/// How somebody gets back to them: by what is known of how to reach them.
fn get_back(case: &CaseDetail) -> &'static str {
    let reach = case.reach.as_ref();
    match reach.map(|reach| Reach::of(reach.as_stored())) {
        Some(Reach::Mail) => "write to you",
        Some(Reach::Phone) => "ring you",
        Some(Reach::Place) | None if case.here == Some(true) => "come to you",
        Some(Reach::Place) | None => "get back to you",
    }
}

fn this_year(shop: &Shop<'_>) -> i32 {
    shop.viewpoint.moment(shop.now()).wall.year()
}

fn stored(words: &Words) -> String {
    words.as_stored().to_owned()
}
