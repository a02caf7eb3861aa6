//! A prepared message.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::words::Words;
use crate::paper::page::{Block, ListItem, Mark, Page, Text};
use crate::show::schemas::marks::{CaseNumber, PlaybookId};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// A prepared message. You send it yourself.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "message")]
pub struct DraftView {
    /// The case number.
    #[schemars(with = "CaseNumber")]
    pub case: u64,
    /// The number of the step it is about.
    #[schemars(range(min = 1))]
    pub step: Option<u32>,
    /// What that step is.
    #[serde(skip)]
    pub task: Option<String>,
    /// The id of the draft.
    #[schemars(with = "PlaybookId")]
    pub kind: String,
    /// Where to send it; `null` when it is not for the customer, or nothing is known.
    pub to: Option<Words>,
    /// The subject line.
    pub subject: Words,
    /// The message.
    pub body: Words,
    /// The names that had no value and stand in square brackets.
    pub missing: Vec<String>,
    /// A time it names that nobody has promised before.
    #[serde(skip)]
    pub names_a_time: Option<Moment>,
    /// The playbook's other drafts.
    #[schemars(with = "Vec<PlaybookId>")]
    pub others: Vec<String>,
}

/// A prepared message, to be copied.
fn draft(draft: &DraftView) -> Page {
    let to = draft.to.as_ref().map(|to| ("to", Text::from(to)));
    let subject = ("subject", Text::from(&draft.subject));
    let task = draft.step.zip(draft.task.as_ref());
    let task = task.map(|(step, task)| ("for step", Text::dim(format!("{step}, {task}"))));
    let mut page = Page::new()
        .fields(task.into_iter().chain(to).chain([subject]))
        .gap()
        .block(Block::Verbatim(draft.body.on_terminal_block()));
    if !draft.missing.is_empty() {
        page = page.gap().paragraph(Text::soon("Still to fill in:"));
        let missing = draft.missing.iter().map(|name| {
            let name = name.as_str();
            ListItem::new(format!("[{name}]"), Text::plain(to_do(draft.case, name)))
        });
        page = page.list(missing);
    }
    if let Some(by) = draft.names_a_time {
        let by = by.wall.format("%Y-%m-%d %H:%M");
        let line = format!("amends promise {} \"…\" --by \"{by}\"", draft.case);
        let kept = Text::plain("To be reminded of the time it names: ").add(Mark::Code, line);
        page = page.gap().paragraph(kept);
    }
    if !draft.others.is_empty() {
        page = page.gap().paragraph(Text::dim(format!(
            "Other drafts: {}",
            draft.others.join(", ")
        )));
    }
    page.paragraph(Text::dim("Read it, make it yours, and send it yourself."))
}

/// One thing to do about a name without a value.
fn to_do(case: u64, name: &str) -> String {
    match name {
        "shop" => "say it once: `amends config set name \"Rosa's Bakery\"`".to_owned(),
        "signed" => format!("who writes it: `amends assign {case} \"Rosa Lind\"`"),
        "deadline" | "promise" | "promised" => format!(
            "no time you gave lies ahead; agree on one with them: `amends promise {case} \"…\" --by WHEN`"
        ),
        "choices" => "no step lets them choose now; write what you can do for them".to_owned(),
        "changed" => "nothing was written down as changed; write it yourself".to_owned(),
        _ => "nothing was written down; write it yourself, or take the sentence out".to_owned(),
    }
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
