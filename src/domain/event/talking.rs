//! Events that somebody said or wrote: a note, a further contact, another holder.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::plan::Promised;
use crate::domain::text::ErasableText;
use crate::domain::time::span::Span;
use crate::domain::time::zone::Instant;

/// See [`super::Event::Noted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noted {
    /// The note.
    pub note: ErasableText,
}

impl Happening for Noted {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("noted").with([&self.note])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.note]
    }
}

/// See [`super::Event::Contacted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contacted {
    /// When they got in touch.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: Instant,
    /// By which channel of the playbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<ErasableText>,
    /// The answer it has to get, when nobody owes one already; none in what older versions wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<OwedAnswer>,
}

impl Happening for Contacted {
    fn told(&self, _: i32) -> Account<'_> {
        let mut what = "the customer got in touch again".to_owned();
        if let Some(channel) = &self.channel {
            what.push_str(&format!(", by {channel}"));
        }
        Account::of(what).with(&self.words)
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        self.words.iter_mut().collect()
    }
}

/// The answer that a further contact has to get: a step of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedAnswer {
    /// The number of the step.
    pub step: u32,
    /// How long there is from the contact: a first response, or the channel's turnaround.
    pub span: Span,
    /// When that is over.
    pub by: Promised,
}

/// See [`super::Event::Assigned`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    /// Who holds the case from now on.
    pub holder: ErasableText,
}

impl Happening for Assigned {
    fn told(&self, _: i32) -> Account<'_> {
        Account::of("given to").with([&self.holder])
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        vec![&mut self.holder]
    }
}
