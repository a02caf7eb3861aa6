//! A throw-away shop to try things in, and what there is to see in it first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::count::Count;
use crate::paper::layout::{Sheet, lay_out};
use crate::paper::page::{Block, Page, Text};
use crate::show::{JsonItem, Moment, Rows, Show, Sight};

/// A throw-away shop.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "demo")]
pub struct Demo {
    /// The shop folder, as a full path, as a shell takes it.
    pub folder: String,
    /// What the shop is called.
    pub shop: String,
    /// How many cases it has.
    pub cases: usize,
    /// What to type first, so that the commands that are shown work as they stand.
    pub enter: Vec<String>,
    /// Its board.
    #[serde(skip)]
    pub board: Box<dyn Show>,
    /// The plan of one case.
    #[serde(skip)]
    pub plan: Box<dyn Show>,
    /// Its night report.
    #[serde(skip)]
    pub night: Box<dyn Show>,
    /// Now, for those who read it in a pipe as well.
    #[serde(skip)]
    pub now: Moment,
}

/// How wide it is where nobody says.
const WIDTH: usize = 80;

/// How much of the night report is shown, in lines.
const HEAD: usize = 7;

/// What there is to type next.
const NEXT: [(&str, &str); 3] = [
    ("amends brief 10", "before you ring her"),
    ("amends today", "everything there is to do"),
    (
        "amends draft 9",
        "a letter to somebody who was let down twice",
    ),
];

fn demo(demo: &Demo, sight: Sight) -> Page {
    let cases = Count::of(u32::try_from(demo.cases).unwrap_or(u32::MAX), "case");
    let head = Text::strong(demo.shop.clone())
        .then(format!(": {cases} of a fortnight, all made up, in "))
        .then(demo.folder.clone());
    let night = lay_out(&demo.night.page(sight), sight.sheet);
    let night: Vec<&str> = night.lines().take(HEAD).collect();
    let enter = demo
        .enter
        .iter()
        .map(|line| ("type once", Text::code(line.as_str())));
    let next = NEXT.map(|(line, why)| (why, Text::code(line)));
    let away = (
        "throw it away",
        Text::code(format!("rm -r {}", demo.folder)),
    );
    Page::new()
        .paragraph(head)
        .heading("The board: amends")
        .then(demo.board.page(sight))
        .heading("A plan: amends plan 11")
        .then(demo.plan.page(sight))
        .heading("Every night: amends report nightly")
        .block(Block::Verbatim(night.join("\n")))
        .heading("Now you")
        .fields(enter.chain(next).chain([away]))
}

impl Show for Demo {
    fn name(&self) -> &'static str {
        "demo"
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, sight: Sight) -> Page {
        demo(self, sight)
    }

    /// It is for people, wherever it goes.
    fn rows(&self) -> Rows {
        let sheet = Sheet::plain(WIDTH);
        let now = self.now;
        Rows::Text(lay_out(&demo(self, Sight { now, sheet }), sheet))
    }
}
