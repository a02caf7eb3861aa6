//! The sections of a playbook: tiers, complaints, channels, actions, drafts.

use std::collections::HashSet;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::recovery;
use crate::domain::money::Currency;
use crate::domain::place::{Place, PlacedValue};
use crate::domain::playbook::cell::{MOST_COMPLAINTS, MOST_TIERS};
use crate::domain::playbook::draft::{ANSWER, Template};
use crate::domain::playbook::finding::{Finding, FindingKind};
use crate::domain::playbook::{
    Action, Answer, Channel, ClockName, Complaint, Draft, DraftOccasion, Part, Presence, Question,
    Recipient, Rules, Tier,
};
use crate::domain::suggest::did_you_mean;
use crate::domain::time::span::Span;
use crate::files::table::{Problems, TomlTable, Worded};

const TOP: [&str; 13] = [
    "format",
    "name",
    "currency",
    "reviewed",
    "roles",
    "clock",
    "tier",
    "complaint",
    "channel",
    "action",
    "recovery",
    "escalate",
    "draft",
];

/// Reads the whole file; `None` when something that everything rests on is missing.
pub(super) fn rules(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Rules> {
    let known: Vec<&str> = TOP.into_iter().chain(["allow"]).collect();
    top.only(&known, problems);
    format(top, problems);
    let name = top.required("name", problems).map(Worded::owned);
    let currency = currency(top, problems);
    let roles = roles(top, problems);
    let complaints = complaints(top, problems);
    let drafts = drafts(top, &complaints, problems);
    let mut rules = Rules {
        name: name.unwrap_or_default(),
        currency: currency.or_else(|| Currency::parse("EUR").ok())?,
        reviewed: reviewed(top, problems),
        clocks: clock_table(top, problems),
        second_failure: second_failure(top, problems),
        tiers: tiers(top, problems),
        complaints,
        channels: channels(top, problems),
        drafts,
        actions: Vec::new(),
        entries: Vec::new(),
        rungs: Vec::new(),
        allows: Vec::new(),
        roles,
    };
    rules.actions = actions(top, &rules, currency, problems);
    after_is_known(top, &rules.actions, problems);
    covered_is_known(top, &rules.actions, problems);
    recovery::read(top, &mut rules, problems);
    Some(rules)
}

fn roles(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let texts = top.texts("roles", problems);
    if let Some(holder) = texts.iter().find(|role| role.text == "holder") {
        let message = "`holder` is whoever holds a case, and no role of its own".to_owned();
        let hint = "take it out; an action may still say `by = \"holder\"`";
        problems.wrong(&holder.range, message, hint);
    }
    ids(&texts, "a role", problems)
}

fn format(top: TomlTable<'_>, problems: &mut Problems<'_>) {
    let hint = "write `format = 1` at the top";
    let Some(value) = top.get("format") else {
        let message = "the playbook does not say which format it is written in".to_owned();
        problems.wrong(&(0..0), message, hint);
        return;
    };
    let format = value.get_ref().as_integer().map(|number| number.as_str());
    if format != Some("1") {
        problems.wrong(
            &value.span(),
            "this program reads format 1".to_owned(),
            hint,
        );
    }
}

fn currency(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Currency> {
    let code = top.required("currency", problems)?;
    match Currency::parse(code.text) {
        Ok(currency) => Some(currency),
        Err(unknown) => {
            let hint = "use a three-letter code such as `GBP`, `EUR` or `USD`".to_owned();
            let place = problems.place(&code.range);
            problems.note(Finding::new(
                FindingKind::Unknown,
                place,
                unknown.to_string(),
                hint,
            ));
            None
        }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "TOML's types are not ours; what is not named here is refused alike"
)]
fn reviewed(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<PlacedValue<NaiveDate>> {
    let value = top.get("reviewed")?;
    let date = match value.get_ref() {
        DeValue::Datetime(moment) if moment.time.is_none() => moment.date,
        _ => None,
    };
    let date = date.and_then(|date| {
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
    });
    if date.is_none() {
        let hint = "write it as `2026-11-22`, without quotes";
        problems.wrong(&value.span(), "`reviewed` is not a date".to_owned(), hint);
    }
    let place = problems.place(&value.span());
    date.map(|value| PlacedValue { value, place })
}

fn clock_table(top: TomlTable<'_>, problems: &mut Problems<'_>) -> [Option<PlacedValue<Span>>; 4] {
    let Some(table) = top.table("clock", "`[clock]`", problems) else {
        return Default::default();
    };
    let own = ["second_failure"].into_iter();
    let known: Vec<&str> = ClockName::ALL
        .map(ClockName::key)
        .into_iter()
        .chain(own)
        .collect();
    table.only(&known, problems);
    ClockName::ALL.map(|clock| table.span(clock.key(), problems))
}

/// How long a failure is remembered when the file does not say. Ours: a guess, not research.
const SECOND_FAILURE: Span = Span::Days { days: 90 };

/// Reads how long a failure is remembered, which is a length of calendar time.
fn second_failure(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Span {
    let table = top.table("clock", "`[clock]`", &mut Problems::new(""));
    let set = table.and_then(|table| table.span("second_failure", problems));
    let Some(set) = set else {
        return SECOND_FAILURE;
    };
    if set.value.counts_open_time() {
        let range = set.place.start..set.place.end;
        let message = "`second_failure` counts every day, open or not".to_owned();
        problems.wrong(&range, message, "write it without `open`, such as `90d`");
    }
    set.value
}

/// Reads an id, which must be made of `a-z`, `0-9` and `-`.
fn id(word: &Worded<'_>, what: &str, problems: &mut Problems<'_>) -> String {
    let text = word.text;
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if text.is_empty() || !text.chars().all(plain) {
        let message = format!("`{text}` cannot be the id of {what}");
        let right = id_of(text);
        let hint = format!("use small letters, digits and `-`, such as `{right}`");
        problems.wrong(&word.range, message, &hint);
    }
    text.to_owned()
}

fn id_of(text: &str) -> String {
    let letters = text.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_ascii_alphanumeric());
    let id = words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if id.is_empty() {
        "late-delivery".to_owned()
    } else {
        id
    }
}

fn ids(words: &[Worded<'_>], what: &'static str, problems: &mut Problems<'_>) -> Vec<String> {
    let mut unique = Unique::new(what);
    let ids = words.iter().map(|word| unique.id(word, problems));
    ids.collect()
}

/// Ids of which none may stand twice.
struct Unique<'t> {
    what: &'static str,
    seen: HashSet<&'t str>,
}

impl<'t> Unique<'t> {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            seen: HashSet::new(),
        }
    }

    /// Reads one more.
    fn id(&mut self, word: &Worded<'t>, problems: &mut Problems<'_>) -> String {
        if !self.seen.insert(word.text) {
            let message = format!("`{}` is already the id of {}", word.text, self.what);
            problems.wrong(&word.range, message, "give it an id of its own");
        }
        id(word, self.what, problems)
    }
}

/// Reads `id` and `name` of a listed thing; the name is the id when there is none.
fn id_and_name<'t>(
    table: TomlTable<'t>,
    unique: &mut Unique<'t>,
    problems: &mut Problems<'_>,
) -> Option<(String, String)> {
    let word = table.required("id", problems)?;
    let id = unique.id(&word, problems);
    let name = table.text("name", problems);
    let name = name.map_or_else(|| id.clone(), Worded::owned);
    Some((id, name))
}

fn tiers(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<Tier> {
    let tables = top.tables("tier", "the tier", problems);
    at_least_one("tier", tables.len(), MOST_TIERS, problems);
    let mut unique = Unique::new("a tier");
    let mut tiers = Vec::new();
    for table in tables {
        table.only(&["id", "name"], problems);
        let read = id_and_name(table, &mut unique, problems);
        tiers.extend(read.map(|(id, name)| Tier { id, name }));
    }
    tiers
}

fn at_least_one(key: &str, count: usize, most: usize, problems: &mut Problems<'_>) {
    if count == 0 {
        let message = format!("the playbook has no `[[{key}]]`");
        problems.wrong(
            &(0..0),
            message,
            &format!("add one: `[[{key}]]`, then `id = \"…\"`"),
        );
    }
    if count > most {
        let message = format!("the playbook has {count} `[[{key}]]`; at most {most} are read");
        problems.wrong(&(0..0), message, "split it into several playbooks");
    }
}

const COMPLAINT: [&str; 7] = ["id", "name", "short", "sorry", "breaks", "ask", "ideal"];

fn complaints(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<Complaint> {
    let tables = top.tables("complaint", "the complaint", problems);
    at_least_one("complaint", tables.len(), MOST_COMPLAINTS, problems);
    let mut unique = Unique::new("a complaint");
    let mut complaints = Vec::new();
    for table in tables {
        table.only(&COMPLAINT, problems);
        let Some((id, name)) = id_and_name(table, &mut unique, problems) else {
            continue;
        };
        complaints.push(Complaint {
            id,
            name,
            short: table.text("short", problems).map(Worded::owned),
            sorry: table.text("sorry", problems).map(Worded::owned),
            breaks: table.text("breaks", problems).map(Worded::owned),
            ask: questions(table, problems),
            ideal: table.owned_texts("ideal", problems),
        });
    }
    complaints
}

fn questions(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<Question> {
    let mut unique = Unique::new("a question of this complaint");
    let mut questions = Vec::new();
    for question in table.tables("ask", "the question", problems) {
        question.only(&["id", "text"], problems);
        let worded = question.required("id", problems);
        let text = question.required("text", problems);
        if let (Some(worded), Some(text)) = (worded, text) {
            questions.push(Question {
                id: unique.id(&worded, problems),
                text: text.owned(),
            });
        }
    }
    questions
}

fn channels(top: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<Channel> {
    let mut unique = Unique::new("a channel");
    let mut channels = Vec::new();
    for table in top.tables("channel", "the channel", problems) {
        table.only(&["id", "name", "live", "turnaround"], problems);
        let Some((id, name)) = id_and_name(table, &mut unique, problems) else {
            continue;
        };
        let answer = answer(table, problems);
        channels.push(Channel { id, name, answer });
    }
    channels
}

fn answer(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Answer {
    if !table.has("live") {
        let hint = "write `live = true` if a person answers at once, else `live = false`";
        problems.wrong(&table.range(), "the channel has no `live`".to_owned(), hint);
    }
    let live = table.flag("live", problems);
    let turnaround = table.span("turnaround", problems);
    match (live, turnaround) {
        (true, None) => Answer::Live,
        (false, Some(set)) => Answer::Within(set.value, set.place),
        (true, Some(set)) => {
            let message = "a live channel has no `turnaround`: a person answers at once".to_owned();
            let hint = "remove `turnaround`, or write `live = false`".to_owned();
            problems.note(Finding::new(FindingKind::Syntax, set.place, message, hint));
            Answer::Live
        }
        (false, None) => {
            if table.has("live") && !table.has("turnaround") {
                let message = "the channel is not live and has no `turnaround`".to_owned();
                let hint = "say how long an answer takes: `turnaround = \"2h\"`";
                problems.wrong(&table.range(), message, hint);
            }
            Answer::Live
        }
    }
}

const ACTION: [&str; 16] = [
    "do", "by", "within", "takes", "cost", "deed", "choices", "suits", "draft", "needs", "after",
    "covers", "replaces", "only", "hidden", "standard",
];

fn actions(
    top: TomlTable<'_>,
    rules: &Rules,
    currency: Option<Currency>,
    problems: &mut Problems<'_>,
) -> Vec<Action> {
    let mut actions = Vec::new();
    for (name, table) in top.named_tables("action", "the action", problems) {
        table.only(&ACTION, problems);
        let id = id(&name, "an action", problems);
        let text = table.required("do", problems);
        actions.push(Action {
            id,
            text: text.map(Worded::owned).unwrap_or_default(),
            by: role(table, "by", rules, problems).unwrap_or_default(),
            within: table.span("within", problems),
            takes: table.span("takes", problems).map(|set| set.value),
            cost: table.money("cost", currency, problems).map(|set| set.value),
            deed: table.flag("deed", problems),
            choices: choices(table, problems),
            suits: table.owned_texts("suits", problems),
            draft: known_draft(table, rules, problems),
            needs: table.owned_texts("needs", problems),
            after: table.text("after", problems).map(Worded::owned),
            covers: table.owned_texts("covers", problems),
            replaces: replaced(table, problems),
            only: only(table, problems),
            hidden: table.flag("hidden", problems),
            standard: table.flag("standard", problems),
            place: problems.place(&name.range),
        });
    }
    actions
}

fn choices(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let texts = table.texts("choices", problems);
    if let [Worded { text, range }] = texts.as_slice() {
        let message = format!("`{text}` alone is no choice");
        problems.wrong(range, message, "offer at least two, or remove `choices`");
    }
    texts.into_iter().map(Worded::owned).collect()
}

/// Reads a role; `holder` is whoever holds the case.
fn role(
    table: TomlTable<'_>,
    key: &str,
    rules: &Rules,
    problems: &mut Problems<'_>,
) -> Option<String> {
    let role = table.required(key, problems)?;
    let known: Vec<&str> = rules
        .roles
        .iter()
        .map(String::as_str)
        .chain(["holder"])
        .collect();
    if !known.contains(&role.text) {
        problems.unknown(&role, "one of the `roles`", &known);
    }
    Some(role.owned())
}

/// Reads the part whose open steps an action makes pointless.
fn replaced(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Part> {
    let key = table.text("replaces", problems)?;
    let part = Part::parse(key.text);
    if part.is_none() {
        problems.unknown(&key, "a part of a recovery", &Part::ALL.map(Part::key));
    }
    part
}

/// Reads for whom alone an action can be done.
fn only(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Option<Presence> {
    let key = table.text("only", problems)?;
    let presence = Presence::parse(key.text);
    if presence.is_none() {
        problems.unknown(&key, "`here` or `gone`", &Presence::ALL.map(Presence::word));
    }
    presence
}

fn known_draft(table: TomlTable<'_>, rules: &Rules, problems: &mut Problems<'_>) -> Option<String> {
    let draft = table.text("draft", problems)?;
    if rules.draft(draft.text).is_none() {
        let known: Vec<&str> = rules.drafts.iter().map(|draft| draft.id.as_str()).collect();
        problems.unknown(&draft, "a `[draft.…]` of this playbook", &known);
    }
    Some(draft.owned())
}

fn after_is_known(top: TomlTable<'_>, actions: &[Action], problems: &mut Problems<'_>) {
    let known: Vec<&str> = actions.iter().map(|action| action.id.as_str()).collect();
    for (name, table) in top.named_tables("action", "the action", &mut Problems::new("")) {
        if let Some(after) = table.text("after", &mut Problems::new("")) {
            if !known.contains(&after.text) {
                problems.unknown(&after, "an action of this playbook", &known);
            } else if after.text == name.text {
                let message = format!("`{}` cannot come after itself", after.text);
                problems.wrong(&after.range, message, "remove `after`");
            }
        }
    }
}

/// Refuses to cover what is not there, and what would come later or for fewer than the covered would.
fn covered_is_known(top: TomlTable<'_>, actions: &[Action], problems: &mut Problems<'_>) {
    let known: Vec<&str> = actions.iter().map(|action| action.id.as_str()).collect();
    let tables = top.named_tables("action", "the action", &mut Problems::new(""));
    for ((name, table), action) in tables.into_iter().zip(actions) {
        for covered in table.texts("covers", &mut Problems::new("")) {
            let mut others = actions.iter();
            let other = others.find(|other| other.id == covered.text);
            let Some(other) = other else {
                problems.unknown(&covered, "an action of this playbook", &known);
                continue;
            };
            if let Some((message, hint)) = unlike(action, other).or_else(|| half(action, other)) {
                problems.wrong(&covered.range, message, hint);
            }
            if covered.text == name.text {
                let message = format!("`{}` cannot cover itself", covered.text);
                problems.wrong(&covered.range, message, "take it out of `covers`");
            }
        }
    }
}

/// Why an action covers another by half: not what that one covers. With this, what is left of several does not depend on
/// the order in which they stand.
fn half(action: &Action, other: &Action) -> Option<(String, &'static str)> {
    let (id, covered) = (&action.id, &other.id);
    let mut rest = other.covers.iter();
    let left = rest.find(|id| !action.covers.contains(id))?;
    let message = format!("`{id}` covers `{covered}`, which covers `{left}`, and `{id}` does not");
    Some((message, "add it to this `covers`"))
}

/// Why an action cannot stand in for another: it comes later, or not for everybody.
fn unlike(action: &Action, other: &Action) -> Option<(String, &'static str)> {
    let nominal = |action: &Action| {
        let within = action.within.as_ref();
        within.map_or(u64::MAX, |within| within.value.nominal_seconds())
    };
    let (id, covered) = (&action.id, &other.id);
    if id != covered && other.covers.contains(id) {
        let message = format!("`{id}` and `{covered}` cover each other");
        return Some((message, "keep it with the one of more weight"));
    }
    if nominal(action) > nominal(other) {
        let message = format!("`{id}` is due later than `{covered}`, which it covers");
        return Some((message, "give it a `within` that is as short"));
    }
    let narrower = action.only.is_some() && action.only != other.only;
    narrower.then(|| {
        let message = format!("`{id}` is not for everybody for whom `{covered}` is");
        (
            message,
            "take it out of `covers`, or `only` out of this action",
        )
    })
}

fn drafts(top: TomlTable<'_>, complaints: &[Complaint], problems: &mut Problems<'_>) -> Vec<Draft> {
    let asked = complaints.iter().flat_map(|complaint| &complaint.ask);
    let asked: Vec<&str> = asked.map(|question| question.id.as_str()).collect();
    let mut drafts = Vec::new();
    for (name, table) in top.named_tables("draft", "the draft", problems) {
        table.only(&["to", "for", "subject", "body"], problems);
        let subject = template(table, "subject", problems);
        let body = template(table, "body", problems);
        for (template, set) in subject.iter().chain(&body) {
            answers_are_asked_for(template, set, &asked, problems);
        }
        let id = id(&name, "a draft", problems);
        // A broken one keeps its name, so that nobody is told that there is none.
        let (subject, headed) = subject.unwrap_or_else(nothing);
        let (body, written) = body.unwrap_or_else(nothing);
        drafts.push(Draft {
            id,
            to: recipient(table, problems),
            occasion: occasion(table, &drafts, problems),
            subject,
            body,
            written,
            headed,
        });
    }
    drafts
}

/// Reads which steps without a draft of their own a draft is for; a second one for the same could not be told apart.
fn occasion(
    table: TomlTable<'_>,
    before: &[Draft],
    problems: &mut Problems<'_>,
) -> Option<DraftOccasion> {
    let key = table.text("for", problems)?;
    let known = DraftOccasion::ALL.into_iter();
    let Some(occasion) = known.clone().find(|occasion| occasion.word() == key.text) else {
        let wanted = "`choices` or `further-contact`";
        problems.unknown(&key, wanted, &DraftOccasion::ALL.map(DraftOccasion::word));
        return None;
    };
    let mut before = before.iter();
    if let Some(other) = before.find(|other| other.occasion == Some(occasion)) {
        let message = format!("`{}` is for `{}` already", other.id, key.text);
        let hint = "keep `for` in one of them; a step names the other with `draft`";
        problems.wrong(&key.range, message, hint);
    }
    Some(occasion)
}

/// Reads whom a draft is for: the customer, where nothing else is said.
fn recipient(table: TomlTable<'_>, problems: &mut Problems<'_>) -> Recipient {
    let Some(key) = table.text("to", problems) else {
        return Recipient::Customer;
    };
    let known = Recipient::ALL.into_iter().find(|to| to.word() == key.text);
    known.unwrap_or_else(|| {
        problems.unknown(
            &key,
            "`customer`, `partner` or `everybody`",
            &Recipient::ALL.map(Recipient::word),
        );
        Recipient::Customer
    })
}

/// Notes the answers of a draft that no complaint type asks for.
fn answers_are_asked_for(
    template: &Template,
    set: &PlacedValue<String>,
    asked: &[&str],
    problems: &mut Problems<'_>,
) {
    for id in template.answers() {
        if asked.contains(&id) {
            continue;
        }
        let wanted = format!("{ANSWER}{id}");
        let at = set.value.find(&wanted).unwrap_or_default();
        let place = set.place.within(&set.value, at..at + wanted.len());
        let message = format!("`{wanted}`: no complaint type asks `{id}`");
        let hint = did_you_mean(id, asked);
        problems.note(Finding::new(FindingKind::Unknown, place, message, hint));
    }
}

fn nothing() -> (Template, PlacedValue<String>) {
    let set = PlacedValue {
        value: String::new(),
        place: Place::default(),
    };
    (Template::default(), set)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "TOML's types are not ours; what is not named here is refused alike"
)]
fn template(
    table: TomlTable<'_>,
    key: &str,
    problems: &mut Problems<'_>,
) -> Option<(Template, PlacedValue<String>)> {
    let Worded { text, range } = table.required(key, problems)?;
    let written = problems.source().get(range.clone()).unwrap_or_default();
    let bad = match Template::parse(text) {
        Ok(template) => {
            let set = PlacedValue {
                value: written.to_owned(),
                place: problems.place(&range),
            };
            return Some((template, set));
        }
        Err(bad) => bad,
    };
    let at = written.find(bad.found()).map(|at| range.start + at);
    let shown = at.map_or(range, |at| at..at + bad.found().len());
    let names = crate::domain::playbook::draft::NAMES;
    match &bad {
        crate::domain::playbook::draft::BadDraft::UnknownName { name } => {
            let (text, range) = (name.as_str(), shown);
            problems.unknown(&Worded { text, range }, "a name a draft knows", &names);
        }
        other => problems.wrong(&shown, other.to_string(), other.hint()),
    }
    None
}
