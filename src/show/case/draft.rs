//! A prepared message.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::domain::words::Words;
use crate::paper::page::{Block, Page, Text};
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{JsonItem, Rows, Show, Sight};

/// A prepared message. You send it yourself.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "message")]
pub struct DraftView {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// The id of the draft.
    #[schemars(with = "PlaybookId")]
    pub kind: String,
    /// Where to send it.
    pub to: Option<Words>,
    /// The subject line.
    pub subject: Words,
    /// The message.
    pub body: Words,
    /// The names that had no value and stand in square brackets.
    pub missing: Vec<String>,
    /// The playbook's other drafts.
    #[schemars(with = "Vec<PlaybookId>")]
    pub others: Vec<String>,
}

/// A prepared message, to be copied.
fn draft(draft: &DraftView) -> Page {
    let to = draft.to.as_ref().map(|to| ("to", Text::from(to)));
    let subject = ("subject", Text::from(&draft.subject));
    let mut page = Page::new()
        .fields(to.into_iter().chain([subject]))
        .gap()
        .block(Block::Verbatim(draft.body.on_terminal_block()));
    if !draft.missing.is_empty() {
        let missing = Count::of(
            u32::try_from(draft.missing.len()).unwrap_or(u32::MAX),
            "name",
        );
        page = page.gap().paragraph(Text::soon(format!(
            "{missing} to fill in: {}",
            draft.missing.join(", ")
        )));
    }
    if !draft.others.is_empty() {
        page = page.gap().paragraph(Text::dim(format!(
            "Other drafts: {}",
            draft.others.join(", ")
        )));
    }
    page.paragraph(Text::dim("Read it, make it yours, and send it yourself."))
}

impl Show for DraftView {
    fn name(&self) -> &'static str {
        "draft"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        draft(self)
    }

    fn rows(&self) -> Rows {
        Rows::Text(draft_text(self))
    }
}

/// A draft is for a mail program: the subject, an empty line, the message.
fn draft_text(draft: &DraftView) -> String {
    let body = draft.body.on_terminal_block();
    format!(
        "Subject: {}\n\n{}\n",
        draft.subject.in_line_format(),
        body.trim_end()
    )
}
