//! `amends help`: commands and subjects.

use std::iter;

use amends::cli::Cli;
use clap::{Command, CommandFactory};

use super::shop::Shop;

/// Every command as it is typed, those within commands too; taken from the parser, so that none is forgotten.
pub fn commands() -> Vec<String> {
    let mut program = Cli::command();
    program.build();
    let mut all = Vec::new();
    for verb in program.get_subcommands() {
        all.push(verb.get_name().to_owned());
        let within = verb.get_subcommands().map(Command::get_name);
        let within = within.filter(|name| *name != "help");
        all.extend(within.map(|name| format!("{} {name}", verb.get_name())));
    }
    all
}

/// The examples of every help page, as they stand in the source: a remark may follow behind three spaces.
pub fn examples() -> Vec<String> {
    let mut program = Cli::command();
    program.build();
    let verbs = program.get_subcommands();
    let all = verbs.flat_map(|verb| iter::once(verb).chain(verb.get_subcommands()));
    let pages = all.filter_map(Command::get_after_help);
    let lines: Vec<String> = pages.map(ToString::to_string).collect();
    let lines = lines.iter().flat_map(|page| page.lines());
    let typed = lines.filter_map(|line| line.strip_prefix("  amends "));
    typed.map(str::to_owned).collect()
}

#[test]
fn the_short_help_fits_a_screen_with_examples_first() {
    for line in ["help", "--help", "-h"] {
        let text = Shop::empty().run(line).ok().stdout();
        assert!(text.lines().count() <= 24, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
        assert!(
            text.lines().nth(2).unwrap().starts_with("  amends "),
            "{text}"
        );
    }
}

#[test]
fn every_command_is_in_the_short_help() {
    let shop = Shop::empty();
    let short = shop.run("help").ok().stdout();
    let verbs = commands()
        .into_iter()
        .filter(|command| !command.contains(' '));
    for command in verbs {
        let is_there = short.contains(&format!("{command} "));
        assert!(
            is_there || short.contains(&format!("{command}\n")),
            "{command}"
        );
    }
}

#[test]
fn every_command_has_a_page_with_an_example() {
    let shop = Shop::empty();
    let all = commands();
    assert!(
        all.len() > 45 && all.contains(&"playbook drill".to_owned()),
        "{all:?}"
    );
    for command in all {
        let page = shop.run(&format!("help {command}")).ok().stdout();
        assert!(page.contains(&format!("Usage: amends {command}")), "{page}");
        // Where a second word has to follow, that word has its own page.
        let shows = page.matches(&format!("amends {command}")).count() > 1;
        assert!(
            shows || page.contains("\nCommands:\n"),
            "no example: {page}"
        );
        shop.run(&format!("{command} --help")).ok();
    }
}

#[test]
fn the_subjects_have_a_page_that_fits_the_screen() {
    for subject in ["dates", "exit-codes", "json", "language", "environment"] {
        let page = Shop::empty().run(&format!("help {subject}")).ok().stdout();
        assert!(page.lines().count() > 5, "{page}");
        assert!(
            page.lines().all(|line| line.chars().count() <= 90),
            "{page}"
        );
    }
}

#[test]
fn what_the_help_about_dates_promises_is_understood() {
    let shop = Shop::new();
    let dates = "now | noon | midnight | 10:05 | 3pm | 3:30 pm | yesterday 3pm | 3pm yesterday | \
         2h ago | 30 min ago | 2 days ago | friday 10:00 | 2026-11-21 10:05 | 2026-11-21T10:05:00Z | \
         23 november 2025 10:05 | sun 22 nov 10:05 | Fri 20 Nov 2026 10:05 | 2026-10-25 01:30 +00:00";
    shop.at("2026-11-22 23:05");
    for date in dates.split(" | ").map(str::trim) {
        let line = format!(
            "playbook try corner --type wrong-order --tier new --severity minor --told '{date}'"
        );
        shop.run(&line).ok();
    }
}

#[test]
fn no_page_has_words_of_the_workshop() {
    let shop = Shop::empty();
    for command in commands() {
        let page = shop.run(&format!("help {command}")).ok();
        for word in [
            "SQLite",
            "transaction",
            "UTF-8 string",
            "subcommand",
            "thread",
        ] {
            page.never_mentions(word);
        }
    }
}

#[test]
fn it_works_whatever_the_shop_folder_looks_like() {
    let shop = Shop::with_settings("this is = = no settings");
    shop.run("help dates").ok();
    shop.run("--help").ok();
    shop.run("--version").ok().shows("amends 0");
}

#[test]
fn an_unknown_subject_is_answered_with_the_nearest() {
    Shop::empty()
        .refuses("help datse", 5)
        .says("`datse`")
        .says("`dates`");
    Shop::empty()
        .refuses("help don", 5)
        .says("did you mean `done`?");
}

#[test]
fn a_subject_far_from_all_is_answered_in_one_line() {
    let table = [
        ("help customer", "`customer`", "to do: see `amends help`\n"),
        (
            "help data frobnicate",
            "`frobnicate`",
            "to do: use `path`, `check` or `import`\n",
        ),
        ("help due frobnicate", "`frobnicate`", "leave it out"),
    ];
    for (line, message, hint) in table {
        Shop::empty().refuses(line, 5).says(message).says(hint);
    }
}

#[test]
fn help_reads_only() {
    Shop::empty().only_reads("help");
    Shop::with_ada().only_reads("help done");
}
