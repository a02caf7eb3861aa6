//! amends
pub mod cli;
pub mod domain;
pub mod error;
pub mod playbook_file;
pub mod render;
pub mod shell;
