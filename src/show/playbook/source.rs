//! The text of a playbook.

use schemars::JsonSchema;
use serde::Serialize;

use crate::paper::page::{Block, Page};
use crate::show::{JsonItem, Rows, Show, Sight};

/// The text of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "file-text")]
pub struct PlaybookText {
    /// The schema's name.
    #[serde(skip)]
    pub schema: &'static str,
    /// What it is the text of.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Show for PlaybookText {
    fn name(&self) -> &'static str {
        self.schema
    }

    fn items(&self) -> Vec<JsonItem<'_>> {
        vec![self]
    }

    fn page(&self, _: Sight) -> Page {
        Page::new().block(Block::Verbatim(self.text.clone()))
    }

    fn rows(&self) -> Rows {
        Rows::Text(self.text.clone())
    }
}
