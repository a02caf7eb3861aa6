//! Text in, valid values or every problem out: playbooks, the settings of a shop, mappings, lists of complaints.
//!
//! Nothing here opens a file: the text comes from whoever has read it.

pub mod complaints;
pub mod mapping;
pub mod playbook;
pub mod shop;
mod table;
