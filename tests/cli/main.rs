//! The built binary, as a person, a pipe and a script at night meet it.
//!
//! Every test runs the program itself in an empty folder, with a cleared environment, at a
//! fixed moment ([`harness::shop::Shop`]). One file for each command; besides them the promises
//! that go through several commands: what is said about mistakes (`errors`), both halves of a
//! recovery (`two_halves`), settings (`shop_toml`), playbooks by hours and
//! people (`playbook_in_shop`), planning again (`replan`), a raise and what a change leaves (`once_raised`), the night
//! (`night`, `night_tags`), how every save ends (`endings`), saving once (`request`), what lies around the data file
//! (`around_the_file`), the file for a calendar (`calendar_file`), lists from elsewhere (`import_truth`), files of earlier
//! versions (`old_files`), text that means harm (`hostile`) and surroundings where nobody is (`unattended`), the JSON
//! contract (`json`), and the manual and the examples, which are carried out (`docs`).
//!
//! One of them alone: `cargo test --test cli done::`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "../harness"]
mod harness {
    pub mod answer;
    pub mod draft7;
    pub mod line;
    pub mod shop;
    pub mod terminal;
}

mod shop;

mod assign;
mod board;
mod brief;
mod change;
mod choose;
mod clock_corners;
mod close;
mod config;
mod contact;
mod corners;
mod corrections;
mod data;
mod done;
mod draft;
mod due;
mod help;
mod history;
mod letters;
mod list;
mod metrics;
mod monitor;
mod new;
mod note;
mod pause;
mod plan;
mod playbook;
mod playbook_card;
mod playbook_cell;
mod playbook_drill;
mod playbook_in_shop;
mod playbook_matrix;
mod playbook_new;
mod playbook_replay;
mod presence;
mod promise;
mod reopen;
mod report;
mod schedule;
mod show;
mod stayed;
mod today;
mod undo;
mod whose;
mod why;
mod working_alone;

mod around_the_file;
mod bad_day;
mod calendar_file;
mod clock;
mod demo;
mod docs;
mod endings;
mod errors;
mod files;
mod findings;
mod fit;
mod hostile;
mod import_truth;
mod json;
mod moments;
mod night;
mod night_page;
mod night_tags;
mod old_files;
mod once_raised;
mod replan;
mod request;
mod screens;
mod setup;
mod several_failures;
mod shop_toml;
mod terminal;
mod two_halves;
mod unattended;
