//! The promise that what was said to be saved is saved, tried on the built program: killed at its system calls, with
//! system calls that fail, by many at once, after a power cut, and with a data file that was damaged.
//!
//! `cargo test --test crash` tries a part of it in less than a minute; the whole takes an hour or two:
//! `cargo test --test crash -- --ignored --nocapture`. What needs `strace` says so and passes where it cannot trace.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

#[path = "../harness"]
#[expect(
    dead_code,
    reason = "the other tests of the program make more use of it"
)]
mod harness {
    pub mod answer;
    pub mod line;
    pub mod shop;
}

mod calls;
mod chance;
mod disk;
mod edit;
mod fail;
mod flip;
mod folder;
mod kill;
mod many;
mod outcome;
mod power;
mod state;
mod trace;
mod verbs;

/// How much of a proof is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// As much as a test of every day may cost.
    Part,
    /// All of it.
    Whole,
}

#[test]
fn a_kill_at_a_system_call_loses_nothing_and_halves_nothing() {
    kill::everything(Extent::Part);
}

#[test]
#[ignore = "takes ten minutes: every system call that writes, of every verb"]
fn a_kill_at_any_system_call_loses_nothing_and_halves_nothing() {
    kill::everything(Extent::Whole);
}

#[test]
fn what_is_said_after_a_failing_system_call_is_what_is_stored() {
    fail::everything(Extent::Part);
}

#[test]
#[ignore = "takes a quarter of an hour or more: every system call of every verb, failing in five ways"]
fn what_is_said_after_any_failing_system_call_is_what_is_stored() {
    fail::everything(Extent::Whole);
}

#[test]
fn many_at_once_are_all_stored_once() {
    many::at_once(Extent::Part);
}

#[test]
fn whoever_is_held_up_for_long_saves_all_the_same() {
    many::held_up();
}

#[test]
#[ignore = "takes five minutes: 8,000 cases by 16 programs"]
fn eight_thousand_at_once_are_all_stored_once() {
    many::at_once(Extent::Whole);
}

#[test]
fn damage_that_changes_what_is_shown_is_found() {
    flip::everything(Extent::Part);
}

#[test]
#[ignore = "takes minutes: 2,000 flipped bits, 200 cut files, and every column changed by hand"]
fn any_damage_that_changes_what_is_shown_is_found() {
    flip::everything(Extent::Whole);
}

#[test]
fn a_power_cut_loses_nothing_and_halves_nothing() {
    power::everything(Extent::Part);
}

#[test]
#[ignore = "takes half an hour: thousands of power cuts in every verb"]
fn a_power_cut_anywhere_loses_nothing_and_halves_nothing() {
    power::everything(Extent::Whole);
}

#[test]
fn a_power_cut_takes_back_no_new_folder() {
    power::in_a_new_folder();
}

#[test]
fn a_file_that_is_not_written_out_is_missed_after_a_power_cut() {
    power::without_writing_out();
}
