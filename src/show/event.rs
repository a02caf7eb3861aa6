//! One thing that happened to a case, as it is shown.

use chrono::Datelike;
use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::case::Recorded;
use crate::domain::event::EventWord;
use crate::domain::text::ErasableText;
use crate::domain::words::Words;
use crate::show::{Moment, Viewpoint};

/// One thing that happened to a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "event")]
pub struct EventItem {
    /// When it was entered.
    pub at: Moment,
    /// What kind of event.
    pub event: EventWord,
    /// What happened, without anybody's words.
    #[schemars(length(min = 1))]
    pub what: String,
    /// What was said or written.
    pub words: Option<Words>,
}

/// Shows an event.
#[must_use]
pub fn event_item(recorded: &Recorded, viewpoint: &Viewpoint) -> EventItem {
    let told = recorded.event.told(this_year(viewpoint));
    EventItem {
        at: viewpoint.moment(recorded.at),
        event: recorded.event.word(),
        what: told.what,
        words: told.words.first().and_then(|text| text.words()).cloned(),
    }
}

/// Gives what was said or written in an event, the lesson of a closing beside its reason.
#[must_use]
pub fn words_of(recorded: &Recorded, viewpoint: &Viewpoint) -> Vec<Words> {
    let told = recorded.event.told(this_year(viewpoint));
    let words = told.words.into_iter().filter_map(ErasableText::words);
    words.cloned().collect()
}

/// The year that is left out of dates: the wall clock's.
fn this_year(viewpoint: &Viewpoint) -> i32 {
    viewpoint.moment(viewpoint.now).wall.year()
}
