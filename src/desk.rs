//! What several verbs share: the shop that is open, which cases are asked for, changing a case, logging one, the
//! library of playbooks, files that go out.

pub mod abort;
pub mod changing;
pub mod escalated;
pub mod library;
pub mod logging;
pub mod outgoing;
pub mod planning;
pub mod replacing;
pub mod replanning;
pub mod settings;
pub mod shop;
pub mod wanted;
pub mod whose;
