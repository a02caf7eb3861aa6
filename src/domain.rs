//! What the tool knows about its trade: pure values and rules, no input, no output.

pub mod bill;
pub mod calendar;
pub mod case;
pub mod cell;
pub mod check;
pub mod count;
pub mod draft;
pub mod drill;
pub mod effort;
pub mod event;
pub mod finding;
pub mod id;
pub mod import;
pub mod ladder;
pub mod lapse;
pub mod money;
pub mod name;
pub mod order;
pub mod plan;
pub mod planning;
pub mod playbook;
pub mod printable;
pub mod replay;
pub mod schedule;
pub mod selection;

pub mod slots;
pub mod slug;
pub mod span;
pub mod suggest;
pub mod text;
pub mod together;
pub mod when;
pub mod wording;
pub mod words;
pub mod zone;
