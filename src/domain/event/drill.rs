//! A drill, as the history keeps it.

use serde::{Deserialize, Serialize};

use super::{Account, Happening};
use crate::domain::playbook::cell::Severity;
use crate::domain::text::ErasableText;

/// See [`super::Event::Rehearsed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsed {
    /// The name of the playbook.
    pub playbook: String,
    /// The id of the complaint type.
    pub complaint: String,
    /// The id of the tier.
    pub tier: String,
    /// The severity.
    pub severity: Severity,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<ErasableText>,
}

impl Happening for Rehearsed {
    fn told(&self, _: i32) -> Account<'_> {
        let Self {
            playbook,
            complaint,
            tier,
            severity,
            note,
        } = self;
        let what = format!("rehearsed {complaint}, {tier}, {severity} of {playbook}");
        Account::of(what).with(note)
    }

    fn texts_mut(&mut self) -> Vec<&mut ErasableText> {
        self.note.iter_mut().collect()
    }
}
