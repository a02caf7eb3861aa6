//! What the tool knows about its trade: pure values and rules, no input, no output.

pub mod case;
pub mod count;
pub mod event;
pub mod id;
pub mod import;
pub mod money;
pub mod name;
pub mod place;
pub mod plan;
pub mod playbook;
pub mod printable;
pub mod report;
pub mod slug;
pub mod suggest;
pub mod text;
pub mod time;
pub mod verb;
pub mod words;
