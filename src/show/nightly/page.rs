//! The night report as a mail that somebody reads, and as rows for another program.

use crate::domain::report::night::SectionWord;
use crate::domain::report::tag::TagWord;
use crate::paper::page::{ListItem, Page, Text};
use crate::show::case::{CaseItem, cases_table, promises_table, row};
use crate::show::nightly::{Announcement, Nightly, ReportedCase, Section, TagItem};
use crate::show::phrase::{clock, sentence};
use crate::show::rows::{optional, safe};
use crate::show::{JsonItem, Moment, Rows, Show, Sight, rows};

/// Tomorrow's to-do.
fn nightly(nightly: &Nightly, now: Moment) -> Page {
    let counts = &nightly.counts;
    let mut page = Page::new().paragraph(format!(
        "{} open: {} late, {} due soon, {} on track",
        counts.open(),
        counts.late,
        counts.due_soon,
        counts.on_track
    ));
    if let Some(missing) = missing(nightly) {
        page = page.paragraph(missing);
    }
    let told = escalated(nightly, now);
    if !told.is_empty() {
        page = page.heading("Escalated").list(told);
    }
    for section in &nightly.sections {
        page = page.then(section_page(section, now));
    }
    if nightly.sections.is_empty() {
        page = page
            .gap()
            .paragraph("Nothing to do tomorrow that you do not know of.");
    }
    let head = nightly
        .head
        .clone()
        .unwrap_or_else(|| "none yet".to_owned());
    page.gap().paragraph(Text::dim(format!(
        "history {head}, zone rules {}",
        nightly.zone_rules
    )))
}

/// A section with its cases; what escalated is told apart from the others, before them.
fn section_page(section: &Section, now: Moment) -> Page {
    let cases = section.cases.iter().map(|reported| &reported.item);
    let table = match section.section {
        SectionWord::Escalated => return Page::new(),
        SectionWord::PromisesAtRisk => promises_table(cases, now),
        SectionWord::WillLapse
        | SectionWord::Late
        | SectionWord::DueIn24Hours
        | SectionWord::FollowUpsDue
        | SectionWord::ForTheNextCustomer
        | SectionWord::DidTheyStay
        | SectionWord::SecondFailures
        | SectionWord::NobodyHoldsIt
        | SectionWord::NoDeadline
        | SectionWord::ReadyToClose
        | SectionWord::Lost
        | SectionWord::WonBack => cases_table(cases, now),
    };
    let title = sentence(&rows::word(section.section));
    let page = Page::new().heading(title.trim_end_matches('.').to_owned());
    page.table(table)
}

/// "NIGHTS MISSING: no report ran on Sat 21 Nov"; what was new then may have been read by nobody.
fn missing(nightly: &Nightly) -> Option<Text> {
    let missing = i64::try_from(nightly.nights_missing).ok()?;
    let previous = nightly.previous_run_at.filter(|_| missing > 0)?;
    let day = |days| {
        let day = previous.wall.date() + chrono::TimeDelta::days(days);
        day.format("%a %-d %b")
    };
    let when = match missing {
        1 => format!("on {}", day(1)),
        _ => format!("from {} to {}", day(1), day(missing)),
    };
    Some(Text::late(format!("NIGHTS MISSING: no report ran {when}")))
}

/// What has come about and still holds, and what did in cases that are closed by now.
fn escalated(nightly: &Nightly, now: Moment) -> Vec<ListItem> {
    let closed = nightly.announced.iter();
    let closed = closed.filter(|one| nightly.tagged(one.case).is_none());
    // An escalation at the very moment says it already.
    let said = |reported: &ReportedCase, tag: &TagItem| {
        let mut others = reported.tags.iter();
        let same = |other: &TagItem| other.tag == TagWord::Escalated && other.at == tag.at;
        tag.tag != TagWord::Escalated && others.any(same)
    };
    let tags = nightly
        .tags()
        .filter(|(reported, tag)| !said(reported, tag));
    let held = tags.map(|(reported, tag)| held(&reported.item, tag, now));
    let closed = closed.map(|one| announcement(one, now));
    closed.chain(held).collect()
}

/// "#41 Ada Okafor: contact 3, today 10:05; goes to owner (Rosa Marin)", of a case that is closed by now.
fn announcement(one: &Announcement, now: Moment) -> ListItem {
    let who = one.customer.as_ref().map_or_else(Text::new, Text::from);
    let to = goes_to(one.to.as_ref(), one.person.as_ref());
    let what = format!(": {}, {}{to}; closed since", one.on, clock(now, one.at));
    ListItem::new(format!("#{}", one.case), who.then(what))
}

/// "#41 Ada Okafor: new: contact 3, today 10:05; goes to owner (Rosa Marin)".
fn held(item: &CaseItem, tag: &TagItem, now: Moment) -> ListItem {
    let who = item.customer.as_ref().map_or_else(Text::new, Text::from);
    let new = match tag.new {
        true => Text::late("new: "),
        false => "still: ".into(),
    };
    let to = goes_to(tag.to.as_ref(), tag.person.as_ref());
    let what = format!("{}, {}{to}", in_words(tag), clock(now, tag.at));
    ListItem::new(
        format!("#{}", item.case),
        who.then(": ").then(new).then(what),
    )
}

fn goes_to(role: Option<&String>, person: Option<&String>) -> String {
    match (role, person) {
        (Some(role), Some(person)) => format!("; goes to {role} ({person})"),
        (Some(role), None) => format!("; goes to {role}"),
        (None, _) => String::new(),
    }
}

fn in_words(tag: &TagItem) -> String {
    match tag.tag {
        TagWord::PromiseBroken => format!("{} was broken", tag.on),
        TagWord::SecondFailure => format!("failed before, in {}", tag.on),
        TagWord::Escalated => tag.on.clone(),
    }
}

impl Show for Nightly {
    fn name(&self) -> &'static str {
        "nightly"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        nightly(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(nightly_rows(self))
    }

    fn is_empty(&self) -> bool {
        self.has_nothing()
    }
}

fn nightly_rows(nightly: &Nightly) -> Vec<Vec<String>> {
    let sections = nightly
        .sections
        .iter()
        .filter(|one| one.section != SectionWord::Escalated);
    let rows = sections.flat_map(|section| {
        section.cases.iter().map(|reported| {
            std::iter::once(rows::word(section.section))
                .chain(row(&reported.item))
                .collect()
        })
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut all: Vec<Vec<String>> = nightly.announced.iter().map(announced_row).collect();
    let still = nightly
        .tags()
        .filter(|(_, tag)| !(tag.new && tag.tag == TagWord::Escalated));
    all.extend(still.map(|(reported, tag)| held_row(&reported.item, tag)));
    if let (Some(previous), 1..) = (nightly.previous_run_at, nightly.nights_missing) {
        all.push(vec![
            "nights missing".to_owned(),
            nightly.nights_missing.to_string(),
            previous.rfc3339(),
        ]);
    }
    all.extend(rows);
    all
}

/// The word, the case, what set it off, when, the role, the customer.
fn announced_row(one: &Announcement) -> Vec<String> {
    vec![
        "escalated".to_owned(),
        one.case.to_string(),
        one.on.clone(),
        one.at.rfc3339(),
        optional(one.to.as_ref()),
        safe(one.customer.as_ref()),
    ]
}

/// Whether it is new, the case, what it is, since when, the role, the customer.
fn held_row(item: &CaseItem, tag: &TagItem) -> Vec<String> {
    let on = match tag.tag {
        TagWord::Escalated => tag.on.clone(),
        TagWord::PromiseBroken | TagWord::SecondFailure => {
            format!("{} {}", rows::word(tag.tag), tag.on)
        }
    };
    vec![
        if tag.new { "escalated" } else { "still holds" }.to_owned(),
        item.case.to_string(),
        on,
        tag.at.rfc3339(),
        optional(tag.to.as_ref()),
        safe(item.customer.as_ref()),
    ]
}
