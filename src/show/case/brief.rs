//! A case on one screen, for whoever talks to the customer next.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::event::EventWord;
use crate::domain::words::Words;
use crate::paper::page::{ListItem, Mark, Page, Text};
use crate::show::case::detail::CaseDetail;
use crate::show::case::detail::page::{detail_rows, facts};
use crate::show::case::row::page::heading;
use crate::show::case::step::page::{Options, plan_page};
use crate::show::case::timing::page as timing;
use crate::show::phrase::clock;
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// A case on one screen, for whoever talks to the customer next.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "brief")]
pub struct Brief {
    /// The case.
    #[serde(flatten)]
    pub case: CaseDetail,
    /// How it should have gone, step by step.
    pub ideal: Vec<String>,
    /// The promise to all customers that was broken.
    pub breaks: Option<String>,
    /// The words of the questions of its complaint types, by id.
    #[serde(skip)]
    pub questions: Vec<(String, String)>,
}

/// How many of each kind of thing are shown; the others are in `show`.
const MOST: usize = 4;

/// One screen for whoever talks to the customer next.
fn brief(brief: &Brief, now: Moment) -> Page {
    let case = &brief.case;
    let mut page = heading(&case.item)
        .then(they_said(case, now))
        .fields(facts(case, now));
    page = page.then(answered(brief)).then(noted(case, now));
    if let Some(breaks) = &brief.breaks {
        page = page
            .gap()
            .fields([("we promise", Text::plain(breaks.clone()))]);
    }
    if !brief.ideal.is_empty() {
        let steps = brief.ideal.iter().zip(1..);
        let items = steps.map(|(step, number)| ListItem::new(format!("{number}."), step.as_str()));
        page = page.heading("How it should have gone").list(items);
    }
    let mut promises = case.commitments.promises.clone();
    promises.reverse();
    page.then(timing::promises(&promises, now))
        .then(plan_page(&case.steps, now, Options::Hidden))
        .then(chosen(case))
        .then(timing::pauses(&case.commitments.pauses, now))
}

/// Everything the customer said, the newest first.
fn they_said(case: &CaseDetail, now: Moment) -> Page {
    let again = case.events.iter().rev();
    let again = again.filter(|event| event.event == EventWord::Contacted);
    let again = again.filter_map(|event| Some((event.words.as_ref()?, event.at)));
    let first = case.words.iter().map(|words| (words, case.item.told_at));
    let said: Vec<(&Words, Moment)> = again.chain(first).collect();
    let page = match said.as_slice() {
        [] => return Page::new(),
        [(words, _)] => return Page::new().quote(words).gap(),
        several => several
            .iter()
            .take(MOST)
            .fold(Page::new(), |page, (words, at)| {
                page.paragraph(Text::dim(clock(now, *at))).quote(words)
            }),
    };
    page.then(folded(case, said.len())).gap()
}

/// What they answered to the questions of the complaint type.
fn answered(brief: &Brief) -> Page {
    let answers = brief.case.answers.iter();
    let fields = answers.filter_map(|answer| {
        let words = answer.answer.as_ref()?;
        let asked = brief.questions.iter().find(|(id, _)| *id == answer.id);
        let asked = asked.map_or(answer.id.as_str(), |(_, text)| text.as_str());
        Some((asked.trim_end_matches('?').to_owned(), Text::from(words)))
    });
    let fields: Vec<(String, Text)> = fields.collect();
    if fields.is_empty() {
        return Page::new();
    }
    Page::new().gap().fields(fields)
}

/// What was written down, the newest first.
fn noted(case: &CaseDetail, now: Moment) -> Page {
    let notes = case.events.iter().rev();
    let notes = notes.filter(|event| event.event == EventWord::Noted);
    let notes: Vec<(&Words, Moment)> = notes
        .filter_map(|event| Some((event.words.as_ref()?, event.at)))
        .collect();
    if notes.is_empty() {
        return Page::new();
    }
    let shown = notes.iter().take(MOST);
    let items = shown.map(|(words, at)| ListItem::new(clock(now, *at), Text::from(*words)));
    let page = Page::new().heading("Written down").list(items);
    page.then(folded(case, notes.len()))
}

/// "and 4 earlier: amends show 41".
fn folded(case: &CaseDetail, all: usize) -> Page {
    match all.saturating_sub(MOST) {
        0 => Page::new(),
        more => Page::new().paragraph(
            Text::dim(format!("and {more} earlier: "))
                .add(Mark::Code, format!("amends show {}", case.item.case)),
        ),
    }
}

/// What they chose where they were asked.
fn chosen(case: &CaseDetail) -> Page {
    let steps = case.steps.iter();
    let chosen = steps.filter_map(|step| {
        let choice = step.choice.as_deref()?;
        let number = format!("step {}", step.number);
        Some((number, Text::plain(choice.to_owned())))
    });
    let chosen: Vec<(String, Text)> = chosen.collect();
    if chosen.is_empty() {
        return Page::new();
    }
    Page::new().heading("They chose").fields(chosen)
}

impl Show for Brief {
    fn name(&self) -> &'static str {
        "brief"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        brief(self, sight.now)
    }

    fn rows(&self) -> Rows {
        Rows::Table(detail_rows(&self.case))
    }
}
