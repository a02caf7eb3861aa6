//! The manual and the example day are executed, so what they say is what happens.
//!
//! `UPDATE_EXAMPLES=1 cargo test --test cli docs` writes what the commands print today into the
//! files; look at the difference before you keep it.

mod conversation;
mod fortnight;
mod machine;
mod night;
mod page;
mod performance;
mod playbooks;

use std::collections::BTreeSet;

use machine::{Machine, project};
use performance::{Performance, updating};

/// What stands in the manual and cannot be run here: the mark behind the fence, and why.
const NOT_RUN: [(&str, &str); 8] = [
    (
        "first-command",
        "compiles for minutes; tests/cli/demo.rs runs what it builds",
    ),
    ("second-command", "would start this test again from itself"),
    (
        "first-complaint",
        "asks a person; tests/cli/docs/conversation.rs answers its questions",
    ),
    (
        "install",
        "compiles for minutes and writes into the home of whoever runs the tests",
    ),
    ("long-command", "takes hours"),
    (
        "example-of-a-test",
        "stands in tests/cli/note.rs, and is run there",
    ),
    ("some-tests", "would start this test again from itself"),
    ("everything", "would start this test again from itself"),
];

/// The chapters of the manual, in the order in which it names them.
const CHAPTERS: [&str; 7] = [
    "clocks",
    "playbooks",
    "settings",
    "nights",
    "programs",
    "lists",
    "data-file",
];

#[test]
fn the_manual_is_short_and_names_its_chapters_in_order() {
    let manual = manual();
    assert!(manual.lines().count() <= 250, "{}", manual.lines().count());
    let named = manual.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("| [")?.split_once("](src/help/")?;
        rest.starts_with(&format!("{name}.md)")).then_some(name)
    });
    assert_eq!(named.collect::<Vec<&str>>(), CHAPTERS);
    for chapter in CHAPTERS {
        let shown = Machine::fresh().pipe(&format!("amends help {chapter}"));
        let text = std::fs::read_to_string(project().join(format!("src/help/{chapter}.md")));
        let text = text.unwrap();
        let title = text.lines().next().unwrap();
        assert_eq!(shown.stdout().lines().next(), Some(title), "{chapter}");
        // What is to be typed may be wider than a terminal, and nothing else.
        let wide = shown.stdout();
        let wide = wide.lines().filter(|line| line.chars().count() > 80);
        assert!(wide.clone().all(|line| line.starts_with("  ")), "{chapter}");
    }
    let near = Machine::fresh().pipe("amends help nigths");
    assert!(
        near.to_string().contains("did you mean `nights`?"),
        "{near}"
    );
}

#[test]
fn the_example_of_a_test_is_one() {
    let manual = manual();
    let (_, rest) = manual.split_once("example-of-a-test\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    assert!(include_str!("note.rs").contains(example));
}

#[test]
fn the_manual_is_true() {
    let mut performance = Performance::of("README.md");
    performance.play();
    let left_out = performance.left_out.clone();
    // The chapters go on with what the manual has begun, in the order in which it names them.
    for chapter in CHAPTERS {
        performance = performance.goes_on_in(&format!("src/help/{chapter}.md"));
        performance.play();
        assert!(performance.left_out.is_empty(), "{chapter}");
    }
    performance.end();
    let expected: Vec<&str> = NOT_RUN.iter().map(|(mark, _)| *mark).collect();
    assert_eq!(left_out, expected, "see NOT_RUN");
}

#[test]
fn the_example_day_is_true() {
    let mut performance = Performance::of("examples/cafe-day.md");
    performance.play();
    assert!(performance.left_out.is_empty());
    performance.end();
}

#[test]
fn the_example_day_for_programs_is_true() {
    let mut performance = Performance::of("examples/cafe-day.json.md");
    performance.play();
    assert!(performance.left_out.is_empty());
    performance.end();
}

#[test]
fn the_example_fortnight_is_true() {
    let mut performance = Performance::of("examples/fortnight.md");
    performance.play();
    assert!(performance.left_out.is_empty());
    for case in [1, 2, 3] {
        fortnight::every_deadline_is_explained(&performance.machine, case);
    }
    fortnight::another_program_reads_the_calendar(&performance.machine);
    fortnight::the_playbook_passes_the_check(&performance.machine);
    performance.end();
}

#[test]
fn the_example_night_is_true() {
    let mut performance = Performance::of("examples/resort-night.md");
    performance.play();
    assert!(performance.left_out.is_empty());
    for case in [1, 2] {
        fortnight::every_deadline_is_explained(&performance.machine, case);
    }
    night::a_fresh_start_makes_the_patches_needless(&performance.machine);
    night::a_no_begins_a_round_of_its_own(&performance.machine);
    performance.end();
}

#[test]
fn the_first_command_is_the_main_job_and_the_second_the_tests() {
    let manual = manual();
    let page = page::Page::read(&manual);
    let scripts = page.parts.iter().filter_map(|part| match part {
        page::Part::Block(block) if block.language == "sh" => Some(block.body.as_str()),
        page::Part::Block(_) | page::Part::Prose(_) => None,
    });
    let first: Vec<&str> = scripts.take(2).collect();
    assert_eq!(first, ["cargo run --release -- demo\n", "cargo test\n"]);
}

#[test]
fn every_crate_has_its_reason_in_the_manual() {
    let manual = manual();
    let (_, crates) = manual.split_once("\n## Crates\n").unwrap();
    let cargo = std::fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let mut section = "";
    for line in cargo.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let (true, Some((name, _))) =
            (section.ends_with("dependencies]"), line.split_once(" = "))
        {
            assert!(crates.contains(&format!("`{name}`")), "{name} {section}");
        }
    }
}

#[test]
fn the_oldest_compiler_and_the_licences_are_those_of_the_manifest() {
    let manual = manual();
    let rust = format!("You need Rust {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    assert!(manual.contains(&rust), "{rust}");
    let licences = env!("CARGO_PKG_LICENSE");
    let (_, section) = manual.split_once("\n## Licence\n").unwrap();
    assert!(section.contains(&format!("`{licences}`")), "{licences}");
    for licence in licences.split(" OR ") {
        let (name, title) = match licence {
            "MIT" => ("LICENSE-MIT", "MIT License"),
            "Apache-2.0" => ("LICENSE-APACHE", "Apache License"),
            other => panic!("no file is known for {other}"),
        };
        let text = std::fs::read_to_string(project().join(name)).unwrap();
        assert!(text.trim_start().starts_with(title), "{name}");
        assert!(section.contains(&format!("({name})")), "{name}");
    }
}

#[test]
fn the_changelog_begins_with_this_version_and_names_commands_that_exist() {
    let changes = std::fs::read_to_string(project().join("CHANGELOG.md")).unwrap();
    let newest = changes.lines().find_map(|line| line.strip_prefix("## "));
    let version = newest.unwrap().split(" - ").next();
    assert_eq!(version, Some(env!("CARGO_PKG_VERSION")));
    let lines = changes
        .split('`')
        .filter_map(|text| text.strip_prefix("amends "));
    let lines: BTreeSet<&str> = lines.collect();
    assert!(lines.len() > 10, "{lines:?}");
    for line in lines {
        let said = Machine::fresh().pipe(&format!("amends help {line}"));
        assert_eq!(said.exit(), 0, "amends help {line}");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let manual = std::fs::read_to_string(project().join("src/help/programs.md")).unwrap();
    let help = Machine::fresh().pipe("amends help exit-codes").stdout();
    let codes: Vec<&str> = help
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .collect();
    assert!(codes.len() >= 10, "{help}");
    for line in codes {
        let (code, meaning) = line.split_once(' ').unwrap();
        let row = format!("| {code} | {} |", meaning.trim());
        assert!(manual.replace('`', "").contains(&row), "{row}");
    }
}

fn manual() -> String {
    std::fs::read_to_string(project().join("README.md")).unwrap()
}

#[test]
fn the_picture_of_the_manual_is_what_the_program_prints() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = folder.path().join("board.svg");
    let script = project().join("examples/picture.sh");
    let ended = std::process::Command::new("sh")
        .arg(&script)
        .arg(&drawn)
        .env("AMENDS", crate::shop::PROGRAM)
        .status();
    assert!(ended.unwrap().success());
    let drawn = std::fs::read_to_string(drawn).unwrap();
    let place = project().join("examples/board.svg");
    if updating() {
        return std::fs::write(place, drawn).unwrap();
    }
    let committed = std::fs::read_to_string(place).unwrap();
    assert_eq!(committed, drawn, "sh examples/picture.sh draws it anew");
    assert!(drawn.contains("Rosa's Bakery"));
}
