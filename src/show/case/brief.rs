//! A case on one screen, for whoever talks to the customer next.

use schemars::JsonSchema;
use serde::Serialize;

use crate::paper::page::{ListItem, Page, Text};
use crate::show::case::detail::CaseDetail;
use crate::show::case::detail::page::{detail_rows, facts};
use crate::show::case::row::page::heading;
use crate::show::case::step::page::{Options, plan_page};
use crate::show::case::timing::page as timing;
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
}

/// One screen for whoever talks to the customer next.
fn brief(brief: &Brief, now: Moment) -> Page {
    let case = &brief.case;
    let mut page = heading(&case.item);
    if let Some(words) = &case.words {
        page = page.quote(words).gap();
    }
    page = page.fields(facts(case, now));
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
    page.then(plan_page(&case.steps, now, Options::Hidden))
        .then(timing::promises(&case.commitments.promises, now))
        .then(timing::pauses(&case.commitments.pauses, now))
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
