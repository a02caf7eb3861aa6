//! The night report: tomorrow's to-do.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::words::Words;
use crate::paper::page::{Item, Page, Text};
use crate::show::case::{CaseItem, CaseTag, Counts, ReportedCase, TagWord};
use crate::show::case::{cases_table, promises_table, row};
use crate::show::phrase::clock;
use crate::show::phrase::sentence;
use crate::show::rows::{optional, safe};
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{Item as JsonItem, Moment, Rows, Show, Sight, rows};

/// What the cases of a section of the night report have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "section-word")]
pub enum SectionWord {
    /// What escalated, was promised and not kept, or happened to somebody again, and still holds.
    #[serde(rename = "escalated")]
    Escalated,
    /// A deadline passes while the shop is shut.
    #[serde(rename = "will lapse before you open")]
    WillLapse,
    /// A deadline has passed.
    #[serde(rename = "late")]
    Late,
    /// Both halves, or something before them, are due by this time tomorrow.
    #[serde(rename = "due in 24 hours")]
    DueIn24Hours,
    /// A promise is due by this time tomorrow, or was.
    #[serde(rename = "promises at risk")]
    PromisesAtRisk,
    /// Recovered, and to be asked whether it is right now.
    #[serde(rename = "follow-ups due")]
    FollowUpsDue,
    /// Something is still to be done for the next customer, also in cases that are closed.
    #[serde(rename = "for the next customer")]
    ForTheNextCustomer,
    /// Nobody has written down yet whether they stayed.
    #[serde(rename = "did they stay?")]
    DidTheyStay,
    /// The customer was failed before, not long ago.
    #[serde(rename = "second failures")]
    SecondFailures,
    /// Nobody holds the case.
    #[serde(rename = "nobody holds it")]
    NobodyHoldsIt,
    /// Nothing is due, and nobody is recovered.
    #[serde(rename = "no deadline")]
    NoDeadline,
    /// Nothing is left to do for this customer.
    #[serde(rename = "recovered, ready to close")]
    ReadyToClose,
    /// Closed in the last 24 hours: they have left.
    #[serde(rename = "lost since yesterday")]
    Lost,
    /// Closed in the last 24 hours: they are closer than before.
    #[serde(rename = "won back since yesterday")]
    WonBack,
}

/// One section of the night report; only those with something in them are printed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "section")]
pub struct Section {
    /// What its cases have in common.
    pub section: SectionWord,
    /// Its cases, most urgent first.
    #[schemars(length(min = 1))]
    pub cases: Vec<ReportedCase>,
}

/// An escalation that is new.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "announcement")]
pub struct Announcement {
    /// The case.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// Whose.
    pub customer: Option<Words>,
    /// What set it off.
    #[schemars(length(min = 1))]
    pub on: String,
    /// When.
    pub at: Moment,
    /// The role that takes over.
    #[schemars(with = "Option<PlaybookId>")]
    pub to: Option<String>,
    /// The person behind that role.
    pub person: Option<String>,
}

/// Tomorrow's to-do.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "nightly")]
pub struct Nightly {
    /// What has escalated since the last day before this one on which the report ran.
    pub announced: Vec<Announcement>,
    /// When the report was made last before today.
    pub previous_run_at: Option<Moment>,
    /// How many days of the shop there were without a report since then.
    pub nights_missing: u64,
    /// What there is to do, by what it has in common.
    pub sections: Vec<Section>,
    /// Open cases by state.
    pub counts: Counts,
    /// The first digits of the head of the history, to compare with a copy; `null` before the first case.
    pub head: Option<String>,
    /// The version of the zone rules in use.
    pub zone_rules: String,
}

impl Nightly {
    /// The report of a shop that never had a case.
    #[must_use]
    pub fn fresh(zone_rules: String) -> Self {
        Self {
            announced: Vec::new(),
            previous_run_at: None,
            nights_missing: 0,
            sections: Vec::new(),
            counts: Counts::default(),
            head: None,
            zone_rules,
        }
    }

    /// Gives what has come about in open cases and still holds.
    pub fn tags(&self) -> impl Iterator<Item = (&ReportedCase, &CaseTag)> {
        let holds = self
            .sections
            .iter()
            .filter(|one| one.section == SectionWord::Escalated);
        let cases = holds.flat_map(|section| &section.cases);
        cases.flat_map(|reported| reported.tags.iter().map(move |tag| (reported, tag)))
    }

    /// Gives an open case with its tags, by number.
    #[must_use]
    pub fn tagged(&self, case: u64) -> Option<&ReportedCase> {
        self.tags()
            .map(|(reported, _)| reported)
            .find(|reported| reported.item.case == case)
    }

    /// Says whether there is nothing to tell.
    #[must_use]
    pub const fn has_nothing(&self) -> bool {
        self.sections.is_empty() && self.announced.is_empty() && self.nights_missing == 0
    }
}

/// Tomorrow's to-do.
pub(in crate::show) fn nightly(nightly: &Nightly, now: Moment) -> Page {
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
fn escalated(nightly: &Nightly, now: Moment) -> Vec<Item> {
    let closed = nightly.announced.iter();
    let closed = closed.filter(|one| nightly.tagged(one.case).is_none());
    // An escalation at the very moment says it already.
    let said = |reported: &ReportedCase, tag: &CaseTag| {
        let mut others = reported.tags.iter();
        let same = |other: &CaseTag| other.tag == TagWord::Escalated && other.at == tag.at;
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
fn announcement(one: &Announcement, now: Moment) -> Item {
    let who = one.customer.as_ref().map_or_else(Text::new, Text::from);
    let to = goes_to(one.to.as_ref(), one.person.as_ref());
    let what = format!(": {}, {}{to}; closed since", one.on, clock(now, one.at));
    Item::new(format!("#{}", one.case), who.then(what))
}

/// "#41 Ada Okafor: new: contact 3, today 10:05; goes to owner (Rosa Marin)".
fn held(item: &CaseItem, tag: &CaseTag, now: Moment) -> Item {
    let who = item.customer.as_ref().map_or_else(Text::new, Text::from);
    let new = match tag.new {
        true => Text::late("new: "),
        false => "still: ".into(),
    };
    let to = goes_to(tag.to.as_ref(), tag.person.as_ref());
    let what = format!("{}, {}{to}", in_words(tag), clock(now, tag.at));
    Item::new(
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

fn in_words(tag: &CaseTag) -> String {
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
    all.extend(still.map(held_row));
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
fn held_row((reported, tag): (&ReportedCase, &CaseTag)) -> Vec<String> {
    let item = &reported.item;
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
