//! Guided conversations: one line a question, one step back, stopping; what was said comes out as what could have been
//! typed.

pub(crate) mod choice;
pub mod complaint;
pub(crate) mod own_playbook;
pub(crate) mod refusal;
pub(crate) mod voice;
