//! Text that means harm: kept as given, and never let out raw, whatever face is looked at.
//!
//! Here one text for each kind of harm goes through every field, file, name and variable, and each command is looked at on
//! one face or another. The whole takes every harm alone, and every face:
//! `cargo test --test cli hostile -- --ignored --nocapture`.

mod around;
mod contents;
mod faces;
mod fields;
mod oracle;
mod strings;
mod talk;

use std::ffi::OsStr;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;

use super::shop::Shop;
use faces::{Extent, Face, Trial};

#[test]
fn what_is_typed_is_kept_as_given_and_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    for text in strings::kinds() {
        let shop = Shop::new();
        fields::keep(&trial, &shop, &text);
        for face in Face::ALL {
            fields::show(&trial, (&shop, face), &text);
        }
    }
    trial.end();
}

#[test]
fn a_tab_or_a_line_end_in_a_text_never_adds_a_cell_or_a_row() {
    let shop = Shop::new();
    shop.run_args(fields::complaint("one\ntwo\tthree")).ok();
    let rows = shop.run("list").ok().rows();
    assert_eq!((rows.len(), rows[0].len()), (1, 9));
    assert_eq!(rows[0][3], "one\\ntwo\\tthree");
    let rows = shop.run("list --fields customer,holder").ok().rows();
    assert_eq!(rows, [["one\\ntwo\\tthree", "one\\ntwo\\tthree"]]);
}

#[test]
fn the_longest_text_is_kept_and_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    let shop = Shop::with_ada();
    // 64 KiB, the most that is kept.
    let longest = "\u{1b}[7m\u{9b}\u{202e}\u{e0041}\t".repeat(4_681);
    trial.look_in_turn(&shop, &["note", "1", &longest]);
    assert_eq!(shop.item("history --limit 1")["words"][0], longest);
    for line in [
        "history",
        "show 1",
        "list",
        "report nightly",
        "undo --dry-run",
    ] {
        for face in Face::FEW {
            trial
                .look(&shop, face, &line.split(' ').collect::<Vec<_>>())
                .ok();
        }
    }
    trial.end();
}

#[test]
fn a_setting_is_kept_as_given_and_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    for text in strings::kinds() {
        fields::set(&trial, &Shop::new(), &text);
    }
    trial.end();
}

#[test]
fn a_mistake_is_told_harmless() {
    let trial = Trial::of(Extent::Part);
    for text in strings::kinds() {
        fields::mistake(&trial, (&Shop::with_ada(), &text), 0..fields::mistakes());
    }
    around::no_text(&trial, &Shop::with_ada());
    trial.end();
}

#[test]
fn the_environment_is_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    environment(&trial);
    trial.end();
}

#[test]
fn the_name_of_a_file_is_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    around::names(&trial);
    trial.end();
}

#[test]
fn what_a_file_says_is_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    files(&trial);
    trial.end();
}

#[test]
fn what_is_typed_in_a_conversation_is_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    // Each question costs a tenth of a second, so one text holds every kind.
    conversations(&trial, &strings::kinds().concat());
    trial.end();
}

#[test]
#[ignore = "takes an hour: every harm alone in every field, and in a quarter of the mistakes"]
fn every_harm_alone_is_kept_as_given_and_shown_harmless() {
    let trial = Trial::of(Extent::Part);
    let each = strings::each();
    let quarter = fields::mistakes().div_ceil(4);
    for (number, text) in each.iter().enumerate() {
        let shop = Shop::new();
        fields::keep(&trial, &shop, text);
        fields::show(&trial, (&shop, trial.any(&Face::ALL)), text);
        let first = number % 4 * quarter;
        fields::mistake(&trial, (&shop, text), first..first + quarter);
        if number % 50 == 49 {
            say(
                &format!("{} of {} texts alone", number + 1, each.len()),
                &trial,
            );
        }
    }
    say("each text alone", &trial);
    trial.end();
}

#[test]
#[ignore = "takes minutes: every kind of harm, on every face"]
fn every_kind_of_harm_is_shown_harmless_on_every_face() {
    let trial = Trial::of(Extent::Whole);
    for text in strings::kinds() {
        fields::mistake(&trial, (&Shop::with_ada(), &text), 0..fields::mistakes());
    }
    around::no_text(&trial, &Shop::with_ada());
    environment(&trial);
    around::names(&trial);
    files(&trial);
    for text in strings::kinds() {
        conversations(&trial, &text);
    }
    say("every kind on every face", &trial);
    trial.end();
}

fn say(what: &str, trial: &Trial) {
    let line = format!("{what}: {}\n", trial.so_far());
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

fn environment(trial: &Trial) {
    for text in strings::kinds() {
        around::environment(trial, OsStr::new(&text));
        around::program(trial, OsStr::new(&text));
    }
    around::environment(trial, OsStr::from_bytes(strings::NO_TEXT));
    around::program(trial, OsStr::from_bytes(strings::NO_TEXT));
}

fn files(trial: &Trial) {
    for text in strings::kinds() {
        contents::playbook(trial, &text);
        contents::broken(trial, text.as_bytes());
    }
    contents::broken(trial, strings::NO_TEXT);
    contents::edited(trial, strings::NAME);
    contents::broken(trial, b"a\0b\xef\xbb\xbf\x1b[7m");
}

fn conversations(trial: &Trial, text: &str) {
    talk::intake(trial, text);
    talk::kept(trial, text);
    talk::playbooks(trial, text);
}
