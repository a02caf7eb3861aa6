//! A text that is shown as it is: a page of help, the file of a playbook, a JSON schema.

use schemars::JsonSchema;
use serde::Serialize;

use crate::paper::page::{Block, Page};
use crate::show::{JsonItem, Rows, Show, Sight};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOf {
    /// A page of help.
    Help,
    /// The file of a playbook.
    PlaybookSource,
    /// A JSON schema.
    PlaybookSchema,
}

/// The text of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "file-text")]
pub struct VerbatimText {
    /// What it is.
    #[serde(skip)]
    pub of: TextOf,
    /// What it is the text of.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Show for VerbatimText {
    fn name(&self) -> &'static str {
        match self.of {
            TextOf::Help => "help",
            TextOf::PlaybookSource => "playbook-source",
            TextOf::PlaybookSchema => "playbook-schema",
        }
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
