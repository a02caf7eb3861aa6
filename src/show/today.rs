//! Everything there is to do, by clock time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::agenda::ChoreKind;
use crate::domain::count::Count;
use crate::domain::report::day::{DayCase, DayChore, PersonsDay, before_opening};
use crate::domain::report::night::Ahead;
use crate::domain::suggest::joined;
use crate::domain::time::lapse::{Rounding, in_words};
use crate::domain::words::Words;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::paper::plain::PlainRows;
use crate::show::phrase::clock;
use crate::show::rows;
use crate::show::schemas::marks::PlaybookId;
use crate::show::{JsonItem, Moment, Rows, Show, Sight, Viewpoint, each};

/// One thing to do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "chore")]
pub struct TodayItem {
    /// What it is about.
    #[serde(flatten)]
    pub of: Rc<DayCase>,
    /// What kind of thing it is.
    pub kind: ChoreKind,
    /// The number of the step, or of the promise; `null` for a pause.
    #[schemars(range(min = 1))]
    pub number: Option<u32>,
    /// The numbers of further steps of this case that are done with it: the same words, for the same person.
    #[schemars(inner(range(min = 1)))]
    pub with: Vec<u32>,
    /// What to do; of a promise what the customer was told, `null` once they are forgotten.
    pub text: Option<Words>,
    /// When it is due.
    pub due_at: Moment,
    /// When what it has to come before is due, where that is earlier: sorry comes before remedy.
    pub before_at: Option<Moment>,
    /// Whether that has passed; never for what is done for the next customer.
    pub late: bool,
    /// A role, or `holder`.
    #[schemars(with = "PlaybookId")]
    pub by: String,
    /// Who stands behind it.
    pub person: Option<Rc<Words>>,
    /// When they leave on the day it is due, if it is due after that.
    pub leaves_at: Option<Moment>,
    /// How long it takes, in seconds.
    pub takes_seconds: Option<u64>,
    /// What must be at hand.
    pub needs: Vec<String>,
    /// The number of the step of this case that it waits for.
    #[schemars(range(min = 1))]
    pub waits_for: Option<u32>,
    /// When the clock will set it off, while the case is not put right; `null` for what is to be done already.
    pub begins_at: Option<Moment>,
    /// When the shop opens, if it falls before that: then it is for today.
    pub before_opening_at: Option<Moment>,
    /// Whether it is prepared silently.
    pub hidden: bool,
}

impl TodayItem {
    /// Sees one thing to do.
    #[must_use]
    pub fn of(one: DayChore, ahead: &Ahead, viewpoint: &Viewpoint) -> Self {
        let chore = one.chore;
        // What is done for the next customer makes nothing late.
        let is_late = chore.due_at < viewpoint.now && chore.kind != ChoreKind::Prevent;
        // What has not begun can't be done beforehand: it stands on its own day.
        let waits = is_late || one.begins.is_some();
        let opening = before_opening(chore.turn(), ahead).filter(|_| !waits);
        Self {
            of: one.of,
            kind: chore.kind,
            // Before it begins it has no number of its own.
            number: Some(chore.number).filter(|number| *number > 0 && one.begins.is_none()),
            with: one.with,
            text: one
                .words
                .or_else(|| Words::new(chore.text).ok())
                .filter(|text| !text.is_blank()),
            due_at: viewpoint.moment(chore.due_at),
            before_at: viewpoint.see(chore.before),
            late: is_late,
            by: chore.by,
            person: one.person,
            leaves_at: viewpoint.see(one.leaves),
            takes_seconds: chore.takes,
            needs: chore.needs,
            waits_for: chore.after,
            begins_at: viewpoint.see(one.begins),
            before_opening_at: viewpoint.see(opening),
            hidden: chore.hidden,
        }
    }

    /// "you told them: a new cake at your door; have ready: box; you open at 09:00: do it today".
    fn what(&self, now: Moment) -> Text {
        let mut what = match self.kind {
            ChoreKind::Promise => Text::plain("you told them: "),
            ChoreKind::Prevent => Text::plain("for the next customer: "),
            ChoreKind::Step | ChoreKind::FollowUp | ChoreKind::Pause => Text::new(),
        }
        .then(
            self.text
                .as_ref()
                .map_or_else(|| Text::dim("something we no longer know"), Text::from),
        );
        if self.hidden {
            what = what.then("; quietly");
        }
        if !self.needs.is_empty() {
            what = what.then(Text::dim(format!(
                "; have ready: {}",
                self.needs.join(", ")
            )));
        }
        if let Some(step) = self.waits_for {
            what = what.then(Text::dim(format!("; wait for step {step}")));
        }
        if let Some(begins) = self.begins_at {
            let begins = clock(now, begins);
            what = what.then(format!(
                "; comes up {begins}, unless what is open is done by then"
            ));
        }
        if let Some(opening) = self.before_opening_at {
            let opens = clock(now, opening);
            // After midnight no day is left before that.
            let by = match opening.wall.date() == now.wall.date() {
                true => "do it before then",
                false => "do it today",
            };
            what = what.then(Text::soon(format!("; you open {opens}: {by}")));
        }
        what
    }

    /// By when it has to be begun with.
    fn turn(&self) -> Moment {
        let before = self.before_at.filter(|before| before.at < self.due_at.at);
        before.unwrap_or(self.due_at)
    }

    /// " step 2", as `done` takes it.
    fn numbered(&self) -> String {
        match (self.kind, self.number) {
            (_, None) => String::new(),
            (ChoreKind::Promise, Some(number)) => format!(" promise {number}"),
            (_, Some(number)) if self.with.is_empty() => format!(" step {number}"),
            (_, Some(number)) => {
                let all = std::iter::once(number).chain(self.with.iter().copied());
                let all: Vec<String> = all.map(|number| number.to_string()).collect();
                let all: Vec<&str> = all.iter().map(String::as_str).collect();
                format!(" steps {}", joined(&all, "and"))
            }
        }
    }

    fn when(&self, now: Moment) -> Text {
        let time = clock(now, self.due_at);
        if let Some(before) = self.before_at.filter(|_| !self.late) {
            return match before.at < now.at {
                true => Text::soon("now"),
                false => format!("before {}", clock(now, before)).into(),
            };
        }
        if self.late {
            Text::late(format!("LATE {time}"))
        } else if self.due_at.at < now.at {
            format!("was due {time}").into()
        } else {
            time.into()
        }
    }

    fn who(&self) -> Text {
        match &self.person {
            Some(person) => person.as_ref().into(),
            None => role(&self.by),
        }
    }
}

/// Everything there is to do.
#[derive(Debug)]
pub struct Today {
    /// The things, the earliest first.
    pub items: Vec<TodayItem>,
    /// Whether it is one person's or one role's only.
    pub of_one: bool,
    /// What each person has of it.
    pub people: Vec<PersonsDay>,
    /// When the shop shuts, while it is open.
    pub closes_at: Option<Moment>,
    /// How many things are due later than was asked for.
    pub later: usize,
    /// What to type to see them, too.
    pub see_later: String,
}

fn today(today: &Today, now: Moment) -> Page {
    let mut page = Page::new().paragraph(head(today, now));
    if !today.items.is_empty() {
        page = days(page, &today.items, now);
        page = page.heading("Whom it is for").list(customers(&today.items));
    }
    if today.people.len() > 1 {
        let each = today.people.iter().map(|day| {
            let person = day.person.as_deref();
            let person = person.map_or_else(|| role(&day.role), Text::from);
            person.then(format!(": {}   ", sum(day.things, day.seconds)))
        });
        page = page.gap().paragraph(each.fold(Text::new(), Text::then));
    }
    let later = Count::of(u32::try_from(today.later).unwrap_or(u32::MAX), "thing");
    if today.later > 0 {
        let more = Text::plain(format!("{later} later: "));
        let more = more.add(Mark::Code, today.see_later.as_str());
        page = page.gap().paragraph(more);
    }
    if let Some(first) = today
        .items
        .iter()
        .find(|item| item.number.is_some() && item.begins_at.is_none())
    {
        page = page.gap().paragraph(done(first));
    }
    page
}

/// The things of today, and of each day after it under its name. What falls before the shop opens is for today.
fn days(mut page: Page, items: &[TodayItem], now: Moment) -> Page {
    let day = |item: &TodayItem| match item.before_opening_at {
        Some(_) => now.wall.date(),
        None => item.turn().wall.date().max(now.wall.date()),
    };
    let mut by_day: BTreeMap<NaiveDate, Vec<ListItem>> = BTreeMap::new();
    for item in items {
        by_day.entry(day(item)).or_default().push(line(item, now));
    }
    for (date, lines) in by_day {
        page = match date == now.wall.date() {
            true => page.gap(),
            false => page.heading(date.format("%A %-d %B").to_string()),
        };
        page = page.list(lines);
    }
    page
}

/// A role with nobody behind it that the shop has named.
fn role(role: &str) -> Text {
    match role {
        "holder" => Text::dim("nobody"),
        role => role.into(),
    }
}

/// "Done: amends done 41 --step 2".
fn done(first: &TodayItem) -> Text {
    let number = first.number.unwrap_or_default();
    let flag = match first.kind {
        ChoreKind::Promise => "--promise",
        ChoreKind::Step | ChoreKind::FollowUp | ChoreKind::Prevent | ChoreKind::Pause => "--step",
    };
    let mut line = format!("amends done {} {flag} {number}", first.of.case);
    for number in &first.with {
        line.push_str(&format!(" {flag} {number}"));
    }
    Text::plain("The first is done: ").add(Mark::Code, line)
}

/// "Mon 23 Nov 10:00   5 things, about 1 h 20 min; you close at 17:30".
fn head(today: &Today, now: Moment) -> Text {
    let seconds = today.people.iter().map(|day| day.seconds).sum();
    let mut head = Text::strong(now.wall.format("%a %-d %b %H:%M").to_string());
    if let [only] = today.people.as_slice()
        && today.of_one
        && let Some(person) = only.person.as_deref()
    {
        head = Text::from(person).then(", ").then(head);
    }
    head = head.then(format!("   {}", sum(today.items.len(), seconds)));
    match today.closes_at {
        Some(at) => head.then(format!("; you close at {}", clock(now, at))),
        None => head,
    }
}

fn sum(things: usize, seconds: u64) -> String {
    let things = Count::of(u32::try_from(things).unwrap_or(u32::MAX), "thing");
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    match seconds {
        0 => things.to_string(),
        _ => format!("{things}, about {}", in_words(seconds, Rounding::Up)),
    }
}

/// "10:45  #44 step 2, Dora Klein, room 18: make it again; have ready: box (Sam Osei, 15 min)".
fn line(item: &TodayItem, now: Moment) -> ListItem {
    let takes = item.takes_seconds;
    let leaves = item.leaves_at;
    let leaves = leaves.map(|at| match at.at <= now.at {
        true => Text::late(format!(", left {}", at.wall.format("%H:%M"))),
        false => Text::soon(format!(", until {}", at.wall.format("%H:%M"))),
    });
    let takes = takes.map(|seconds| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        format!(", {}", in_words(seconds, Rounding::Up))
    });
    let who = Text::dim(" (")
        .then(item.who())
        .then(leaves.unwrap_or_default())
        .then(Text::dim(format!("{})", takes.unwrap_or_default())));
    let order = item.of.order.as_ref();
    let order = order.map_or_else(Text::new, |order| Text::dim(", ").then(order));
    let body = Text::strong(format!("#{}{}, ", item.of.case, item.numbered()))
        .then(name(item))
        .then(order)
        .then(Text::dim(": "))
        .then(item.what(now))
        .then(who);
    ListItem::new(item.when(now), body)
}

fn name(item: &TodayItem) -> Text {
    let customer = item.of.customer.as_ref();
    customer.map_or_else(|| Text::dim("unnamed"), Text::from)
}

/// Each customer of the day once: how to reach them, and what went wrong.
fn customers(items: &[TodayItem]) -> Vec<ListItem> {
    let mut known = BTreeMap::new();
    for item in items {
        known.entry(item.of.case).or_insert(item);
    }
    let line = |item: &TodayItem| {
        let reach = item.of.reach.as_ref();
        let reach = reach.map_or_else(|| no_way(item), Text::from);
        let here = if item.of.here { "still here; " } else { "" };
        let about = Text::dim(format!("; {}", item.of.about));
        let body = name(item)
            .then(": ")
            .then(Text::soon(here))
            .then(reach)
            .then(about);
        ListItem::new(format!("#{}", item.of.case), body)
    };
    known.into_values().map(line).collect()
}

/// What can be done for somebody whom nobody can reach.
fn no_way(item: &TodayItem) -> Text {
    let nobody = Text::soon("no way to reach them");
    match item.of.public {
        true => nobody
            .then(", so answer where they wrote it: ")
            .add(Mark::Code, format!("amends draft {}", item.of.case)),
        false => nobody,
    }
}

fn said(words: Option<&Words>) -> Cow<'_, str> {
    words.map_or(Cow::Borrowed(""), Words::in_line)
}

/// when, late or not, case, customer, kind, number, what, who, minutes, what to have ready, the step it waits for, when it begins.
fn row(lines: &mut PlainRows, item: &TodayItem) {
    let person = item.person.as_deref();
    lines.field(&item.due_at.rfc3339());
    lines.field(if item.late { "late" } else { "" });
    lines.number(Some(item.of.case));
    lines.field(&said(item.of.customer.as_ref()));
    lines.field(item.kind.word());
    lines.number(item.number.map(u64::from));
    lines.field(&said(item.text.as_ref()));
    lines.field(&person.map_or(Cow::Borrowed(item.by.as_str()), Words::in_line));
    lines.number(item.takes_seconds.map(|seconds| seconds.div_ceil(60)));
    match item.needs.as_slice() {
        [] => lines.field(""),
        needs => lines.field(&needs.join(", ")),
    }
    lines.number(item.waits_for.map(u64::from));
    lines.field(&rows::moment(item.begins_at));
    lines.end();
}

impl Show for Today {
    fn name(&self) -> &'static str {
        "today"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        each(&self.items)
    }

    fn page(&self, sight: Sight) -> Page {
        today(self, sight.now)
    }

    fn rows(&self) -> Rows {
        let mut lines = PlainRows::default();
        for item in &self.items {
            row(&mut lines, item);
        }
        Rows::Text(lines.into_text())
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn nothing(&self) -> &'static str {
        "Nothing is to be done in that time.\n"
    }
}
