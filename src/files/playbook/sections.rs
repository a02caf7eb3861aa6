//! The sections of a playbook: tiers, complaints, channels, actions, drafts.

use std::collections::HashSet;
use std::ops::Range;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::recovery;
use crate::domain::cell::{MOST_COMPLAINTS, MOST_TIERS};
use crate::domain::draft::Template;
use crate::domain::finding::FindingKind;
use crate::domain::money::Currency;
use crate::domain::place::{Place, PlacedValue};
use crate::domain::playbook::{
    Action, Answer, Channel, ClockName, Complaint, Draft, Part, Question, Rules, Tier,
};
use crate::domain::span::Span;
use crate::files::table::{Problems, Table};

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
pub(super) fn rules(top: Table<'_>, problems: &mut Problems<'_>) -> Option<Rules> {
    let known: Vec<&str> = TOP.into_iter().chain(["allow"]).collect();
    top.only(&known, problems);
    format(top, problems);
    let name = top
        .required("name", problems)
        .map(|(name, _)| name.to_owned());
    let currency = currency(top, problems);
    let roles = roles(top, problems);
    let mut rules = Rules {
        name: name.unwrap_or_default(),
        currency: currency.or_else(|| Currency::parse("EUR").ok())?,
        reviewed: reviewed(top, problems),
        clocks: clock_table(top, problems),
        second_failure: second_failure(top, problems),
        tiers: tiers(top, problems),
        complaints: complaints(top, problems),
        channels: channels(top, problems),
        drafts: drafts(top, problems),
        actions: Vec::new(),
        entries: Vec::new(),
        rungs: Vec::new(),
        allows: Vec::new(),
        roles,
    };
    rules.actions = actions(top, &rules, currency, problems);
    after_is_known(top, &rules.actions, problems);
    recovery::read(top, &mut rules, problems);
    Some(rules)
}

fn roles(top: Table<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let texts = top.texts("roles", problems);
    if let Some((_, range)) = texts.iter().find(|(role, _)| *role == "holder") {
        let message = "`holder` is whoever holds a case, and no role of its own".to_owned();
        problems.wrong(
            range,
            message,
            "take it out; an action may still say `by = \"holder\"`",
        );
    }
    ids(texts, "a role", problems)
}

fn format(top: Table<'_>, problems: &mut Problems<'_>) {
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

fn currency(top: Table<'_>, problems: &mut Problems<'_>) -> Option<Currency> {
    let (code, range) = top.required("currency", problems)?;
    match Currency::parse(code) {
        Ok(currency) => Some(currency),
        Err(unknown) => {
            let hint = "use a three-letter code such as `GBP`, `EUR` or `USD`".to_owned();
            problems.note(FindingKind::Unknown, &range, (unknown.to_string(), hint));
            None
        }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "TOML's types are not ours; what is not named here is refused alike"
)]
fn reviewed(top: Table<'_>, problems: &mut Problems<'_>) -> Option<PlacedValue<NaiveDate>> {
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

fn clock_table(top: Table<'_>, problems: &mut Problems<'_>) -> [Option<PlacedValue<Span>>; 4] {
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
fn second_failure(top: Table<'_>, problems: &mut Problems<'_>) -> Span {
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
pub(super) fn id(
    (text, range): (&str, Range<usize>),
    what: &str,
    problems: &mut Problems<'_>,
) -> String {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if text.is_empty() || !text.chars().all(plain) {
        let message = format!("`{text}` cannot be the id of {what}");
        let right = id_of(text);
        let hint = format!("use small letters, digits and `-`, such as `{right}`");
        problems.wrong(&range, message, &hint);
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

fn ids(
    texts: Vec<(&str, Range<usize>)>,
    what: &'static str,
    problems: &mut Problems<'_>,
) -> Vec<String> {
    let mut unique = Unique::new(what);
    texts
        .into_iter()
        .map(|worded| {
            unique.note(&worded, problems);
            id(worded, what, problems)
        })
        .collect()
}

/// Notes ids that stand twice.
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

    fn note(&mut self, worded: &(&'t str, Range<usize>), problems: &mut Problems<'_>) {
        let (text, range) = worded;
        if !self.seen.insert(text) {
            let message = format!("`{text}` is already the id of {}", self.what);
            problems.wrong(range, message, "give it an id of its own");
        }
    }
}

/// Reads `id` and `name` of a listed thing; the name is the id when there is none.
fn id_and_name<'t>(
    table: Table<'t>,
    unique: &mut Unique<'t>,
    problems: &mut Problems<'_>,
) -> Option<(String, String)> {
    let worded = table.required("id", problems)?;
    unique.note(&worded, problems);
    let id = id(worded, unique.what, problems);
    let name = table
        .text("name", problems)
        .map_or_else(|| id.clone(), |(name, _)| name.to_owned());
    Some((id, name))
}

fn tiers(top: Table<'_>, problems: &mut Problems<'_>) -> Vec<Tier> {
    let tables = top.tables("tier", "the tier", problems);
    at_least_one(("tier", tables.len(), MOST_TIERS), problems);
    let mut unique = Unique::new("a tier");
    let mut tiers = Vec::new();
    for table in tables {
        table.only(&["id", "name"], problems);
        let read = id_and_name(table, &mut unique, problems);
        tiers.extend(read.map(|(id, name)| Tier { id, name }));
    }
    tiers
}

fn at_least_one(counted: (&str, usize, usize), problems: &mut Problems<'_>) {
    let (key, count, most) = counted;
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

fn complaints(top: Table<'_>, problems: &mut Problems<'_>) -> Vec<Complaint> {
    let tables = top.tables("complaint", "the complaint", problems);
    at_least_one(("complaint", tables.len(), MOST_COMPLAINTS), problems);
    let mut unique = Unique::new("a complaint");
    let mut complaints = Vec::new();
    for table in tables {
        table.only(&["id", "name", "breaks", "ask", "ideal"], problems);
        let Some((id, name)) = id_and_name(table, &mut unique, problems) else {
            continue;
        };
        complaints.push(Complaint {
            id,
            name,
            breaks: table
                .text("breaks", problems)
                .map(|(text, _)| text.to_owned()),
            ask: questions(table, problems),
            ideal: table.owned_texts("ideal", problems),
        });
    }
    complaints
}

fn questions(table: Table<'_>, problems: &mut Problems<'_>) -> Vec<Question> {
    let mut unique = Unique::new("a question of this complaint");
    let mut questions = Vec::new();
    for question in table.tables("ask", "the question", problems) {
        question.only(&["id", "text"], problems);
        let worded = question.required("id", problems);
        let text = question.required("text", problems);
        if let (Some(worded), Some((text, _))) = (worded, text) {
            unique.note(&worded, problems);
            questions.push(Question {
                id: id(worded, unique.what, problems),
                text: text.to_owned(),
            });
        }
    }
    questions
}

fn channels(top: Table<'_>, problems: &mut Problems<'_>) -> Vec<Channel> {
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

fn answer(table: Table<'_>, problems: &mut Problems<'_>) -> Answer {
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
            problems.note_at(FindingKind::Syntax, set.place, (message, hint));
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

const ACTION: [&str; 14] = [
    "do", "by", "within", "takes", "cost", "deed", "choices", "suits", "draft", "needs", "after",
    "replaces", "hidden", "standard",
];

fn actions(
    top: Table<'_>,
    rules: &Rules,
    currency: Option<Currency>,
    problems: &mut Problems<'_>,
) -> Vec<Action> {
    let mut actions = Vec::new();
    for (name, table) in top.named_tables("action", "the action", problems) {
        table.only(&ACTION, problems);
        let range = name.1.clone();
        let id = id(name, "an action", problems);
        let text = table.required("do", problems);
        actions.push(Action {
            id,
            text: text.map(|(text, _)| text.to_owned()).unwrap_or_default(),
            by: role(table, "by", rules, problems).unwrap_or_default(),
            within: table.span("within", problems),
            takes: table.span("takes", problems).map(|set| set.value),
            cost: table.money("cost", currency, problems).map(|set| set.value),
            deed: table.flag("deed", problems),
            choices: choices(table, problems),
            suits: table.owned_texts("suits", problems),
            draft: known_draft(table, rules, problems),
            needs: table.owned_texts("needs", problems),
            after: table
                .text("after", problems)
                .map(|(text, _)| text.to_owned()),
            replaces: replaced(table, problems),
            hidden: table.flag("hidden", problems),
            standard: table.flag("standard", problems),
            place: problems.place(&range),
        });
    }
    actions
}

fn choices(table: Table<'_>, problems: &mut Problems<'_>) -> Vec<String> {
    let texts = table.texts("choices", problems);
    if let [(only, range)] = texts.as_slice() {
        let message = format!("`{only}` alone is no choice");
        problems.wrong(range, message, "offer at least two, or remove `choices`");
    }
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

/// Reads a role; `holder` is whoever holds the case.
fn role(table: Table<'_>, key: &str, rules: &Rules, problems: &mut Problems<'_>) -> Option<String> {
    let (role, range) = table.required(key, problems)?;
    let known: Vec<&str> = rules
        .roles
        .iter()
        .map(String::as_str)
        .chain(["holder"])
        .collect();
    if !known.contains(&role) {
        problems.unknown(&range, "one of the `roles`", (role, &known));
    }
    Some(role.to_owned())
}

/// Reads the part whose open steps an action makes pointless.
fn replaced(table: Table<'_>, problems: &mut Problems<'_>) -> Option<Part> {
    let (key, range) = table.text("replaces", problems)?;
    let part = Part::parse(key);
    if part.is_none() {
        problems.unknown(
            &range,
            "a part of a recovery",
            (key, &Part::ALL.map(Part::key)),
        );
    }
    part
}

fn known_draft(table: Table<'_>, rules: &Rules, problems: &mut Problems<'_>) -> Option<String> {
    let (draft, range) = table.text("draft", problems)?;
    if rules.draft(draft).is_none() {
        let known: Vec<&str> = rules.drafts.iter().map(|draft| draft.id.as_str()).collect();
        problems.unknown(&range, "a `[draft.…]` of this playbook", (draft, &known));
    }
    Some(draft.to_owned())
}

fn after_is_known(top: Table<'_>, actions: &[Action], problems: &mut Problems<'_>) {
    let known: Vec<&str> = actions.iter().map(|action| action.id.as_str()).collect();
    for (name, table) in top.named_tables("action", "the action", &mut Problems::new("")) {
        if let Some((after, range)) = table.text("after", &mut Problems::new("")) {
            if !known.contains(&after) {
                problems.unknown(&range, "an action of this playbook", (after, &known));
            } else if after == name.0 {
                problems.wrong(
                    &range,
                    format!("`{after}` cannot come after itself"),
                    "remove `after`",
                );
            }
        }
    }
}

fn drafts(top: Table<'_>, problems: &mut Problems<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (name, table) in top.named_tables("draft", "the draft", problems) {
        table.only(&["subject", "body"], problems);
        let subject = template(table, "subject", problems);
        let body = template(table, "body", problems);
        let id = id(name, "a draft", problems);
        // A broken one keeps its name, so that nobody is told that there is none.
        let (subject, headed) = subject.unwrap_or_else(nothing);
        let (body, written) = body.unwrap_or_else(nothing);
        drafts.push(Draft {
            id,
            subject,
            body,
            written,
            headed,
        });
    }
    drafts
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
    table: Table<'_>,
    key: &str,
    problems: &mut Problems<'_>,
) -> Option<(Template, PlacedValue<String>)> {
    let (text, range) = table.required(key, problems)?;
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
    let names = crate::domain::draft::NAMES;
    match &bad {
        crate::domain::draft::BadDraft::UnknownName { name } => {
            problems.unknown(&shown, "a name a draft knows", (name, &names));
        }
        other => problems.wrong(&shown, other.to_string(), other.hint()),
    }
    None
}
