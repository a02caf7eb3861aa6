//! What everything shown is written on: pages, tables, colours, rows for a pipe, JSON, Markdown.
//!
//! It knows words, lines and columns, and nothing of a case or a playbook.

pub mod excerpt;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod page;
pub mod plain;
