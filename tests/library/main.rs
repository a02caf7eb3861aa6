//! What the library promises without the program around it: playbooks from text to plan, what is proved of them, and
//! what a calendar remembers.
//!
//! One of them alone: `cargo test --test library plan::`. What proptest once found is tried again first:
//! `tests/proptest-regressions`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "../harness/draft7.rs"]
mod draft7;

mod language;
mod plan;
mod proof;
mod reminders;
mod schema;
mod shipped;
