//! What the names in a letter stand for, by what is known of a case now.

use chrono::{Datelike, Days, NaiveTime, TimeDelta};

use crate::desk::shop::Shop;
use crate::domain::case::reach::Reach;
use crate::domain::count::times;
use crate::domain::playbook::draft::{ANSWER, TELLS_NOTHING, Template};
use crate::domain::playbook::{Part, Recipient, Rules};
use crate::domain::suggest::joined;
use crate::domain::time::when::spelled;
use crate::domain::time::zone::Instant;
use crate::domain::words::Words;
use crate::show::Moment;
use crate::show::case::{CaseDetail, PromiseItem, StepItem};

use super::{ChosenDraft, is_open};

/// What the names of a draft stand for: each name with its text.
pub(super) struct Values {
    texts: Vec<(String, String)>,
    /// A time that the plan gives and nobody has promised yet.
    unpromised: Option<Moment>,
}

impl Values {
    /// Gathers what a letter may say; one that everybody can read learns nothing of the case.
    pub(super) fn of(
        shop: &Shop<'_>,
        case: &CaseDetail,
        rules: &Rules,
        about: &ChosenDraft<'_>,
    ) -> Self {
        let mut values = Self {
            texts: Vec::new(),
            unpromised: None,
        };
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
        values.put("choices", choices_of(case, about.step));
        values.how_it_went(shop, case);
        values.what_comes(shop, case, about.step);
        values.for_whom(about.draft.to)
    }

    /// What went wrong on top: a promise that was broken, further calls, a repair that was none.
    fn how_it_went(&mut self, shop: &Shop<'_>, case: &CaseDetail) {
        let broken = broken_promise(shop, case);
        self.put(
            "broken",
            broken.and_then(|one| one.text.as_ref().map(stored)),
        );
        let contacts = case.item.contacts;
        self.put("again", (contacts > 1).then(|| times(contacts)));
        let rounds = u32::try_from(case.rounds.len()).unwrap_or(u32::MAX);
        self.put("not_right", (rounds > 0).then(|| times(rounds)));
    }

    /// How and by when they hear from us next.
    fn what_comes(&mut self, shop: &Shop<'_>, case: &CaseDetail, step: Option<&StepItem>) {
        self.put("get_back", Some(get_back(case).to_owned()));
        let promise = next_promise(shop, case);
        let by = promise.map(|promise| promise.due_at);
        if by.is_none() {
            self.unpromised = hears_by(shop, case, step);
        }
        let by = by.or(self.unpromised);
        self.put("deadline", by.map(|due| spelled(this_year(shop), due.wall)));
        if let Some(promise) = promise {
            self.put("promise", promise.text.as_ref().map(stored));
            let by = spelled(this_year(shop), promise.due_at.wall);
            self.put("promised", Some(by));
        }
    }

    /// Gives the time in a letter that nobody is reminded of yet, because it was not promised before.
    pub(super) fn time_to_keep(&self, body: &Template) -> Option<Moment> {
        self.unpromised.filter(|_| body.asks_for("deadline"))
    }

    /// Keeps what may be told to whom the letter is for.
    fn for_whom(mut self, to: Recipient) -> Self {
        if to == Recipient::Everybody {
            self.texts
                .retain(|(name, _)| TELLS_NOTHING.contains(&name.as_str()));
        }
        self
    }

    fn put(&mut self, name: &str, value: Option<String>) {
        self.texts
            .extend(value.map(|value| (name.to_owned(), value)));
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.texts.iter().find(|(known, _)| *known == name);
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

/// When they hear from us by what the plan says, where nothing was promised: the letter of a remedy names that step's own
/// time, any other the time of the first thing that is to be done for them or said to them. What is late or nearly so is
/// said for as soon as a letter can be read; nothing once the recovery is over as well.
fn hears_by(shop: &Shop<'_>, case: &CaseDetail, step: Option<&StepItem>) -> Option<Moment> {
    if case.item.outcome.is_some() {
        return None;
    }
    let now = shop.now();
    let open = case.steps.iter();
    let open = open.filter(|one| is_open(one) && !one.provisional);
    let counts = |one: &&StepItem| {
        let speaks = one.draft.is_some() && one.part != Part::Acknowledge;
        speaks || one.part == Part::Fix
    };
    let recovery = case.item.recover_at.map(|due| due.at);
    let recovery = recovery.filter(|due| *due > now);
    let first = open.filter(counts).map(|one| one.due_at.at).min();
    let own = match step {
        Some(step) if step.part == Part::Acknowledge => first.or(Some(step.due_at.at)),
        Some(step) => Some(step.due_at.at),
        None => first,
    };
    let own = own.or(recovery)?;
    if own < now && recovery.is_none() {
        return None;
    }
    // No letter names a later time than the plan, unless that is over before anybody has read it.
    let by = match own < now + NEARLY {
        true => soonest(now),
        false => own,
    };
    Some(by_day(shop, by, recovery))
}

/// The first time that a letter can name: it has to be written, sent and read.
fn soonest(now: Instant) -> Instant {
    let soonest = now + A_LETTER;
    let over = soonest.timestamp().rem_euclid(QUARTER.num_seconds());
    match over {
        0 => soonest,
        over => soonest + QUARTER - TimeDelta::seconds(over),
    }
}

/// A time at which one may ring somebody: instead of one at night the evening before, as long as that can still be kept,
/// or the morning after, as long as that is before the recovery's. What is to be done soon stays as it is.
fn by_day(shop: &Shop<'_>, at: Instant, latest: Option<Instant>) -> Moment {
    let moment = |at| shop.viewpoint.moment(at);
    let wall = moment(at).wall;
    let by_day = (MORNING..=EVENING).contains(&wall.time());
    if by_day || at <= shop.now() + SOON {
        return moment(at);
    }
    let is_late = wall.time() > EVENING;
    let date = wall.date();
    let (before, after) = match is_late {
        true => (date, date + Days::new(1)),
        false => (date - Days::new(1), date),
    };
    let evening = at - (wall - before.and_time(EVENING));
    let morning = at + (after.and_time(MORNING) - wall);
    if evening >= soonest(shop.now()) {
        return moment(evening);
    }
    let morning = Some(morning).filter(|morning| latest.is_some_and(|latest| *morning <= latest));
    moment(morning.unwrap_or(at))
}

/// How long it takes until a letter is written, sent and read, at least; ours.
const A_LETTER: TimeDelta = TimeDelta::minutes(30);

/// What is due within this time is over before a letter is read; ours.
const NEARLY: TimeDelta = TimeDelta::minutes(10);

/// What times in a letter are rounded up to that no plan names; ours.
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// What is done within this time is done at night as well; ours.
const SOON: TimeDelta = TimeDelta::hours(3);

/// From when to when nobody is woken up; ours.
const EVENING: NaiveTime = NaiveTime::from_hms_opt(22, 0, 0).unwrap();
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();

/// What was promised and has to be kept next; nothing whose time has passed.
fn next_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let promises = case.commitments.promises.iter();
    let open = promises.filter(|one| one.kept_at.is_none() && one.replaced_at.is_none());
    let ahead = open.filter(|one| one.due_at.at > shop.now());
    ahead.min_by_key(|one| one.due_at.at)
}

/// The promise whose time passed last without its being kept, whether another was made instead since or not; none once
/// somebody has spoken to them after that: what was owned up to is not said again.
pub(super) fn broken_promise<'c>(shop: &Shop<'_>, case: &'c CaseDetail) -> Option<&'c PromiseItem> {
    let broken = case.commitments.promises.iter().filter(|one| {
        let given_up = one.replaced_at.map_or(shop.now(), |at| at.at);
        one.kept_at.is_none() && one.due_at.at < given_up
    });
    let last = broken.max_by_key(|one| one.due_at.at)?;
    let speaks = |step: &&StepItem| step.part == Part::Acknowledge || step.draft.is_some();
    let mut spoken = case.steps.iter().filter(speaks);
    let since = spoken.any(|step| step.done_at.is_some_and(|done| done.at > last.due_at.at));
    (!since).then_some(last)
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
