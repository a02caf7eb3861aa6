//! `amends help`: a command, or a subject.

use clap::Args;

use crate::desk::shop::Shop;
use crate::domain::suggest::{did_you_mean, nearest};
use crate::domain::words::visible;
use crate::error::{Error, Result};
use crate::show::Screen;
use crate::show::verbatim::{TextOf, VerbatimText};

/// Subjects that are no command.
const SUBJECTS: [(&str, &str); 5] = [
    ("dates", include_str!("help/dates.txt")),
    ("exit-codes", include_str!("help/exit-codes.txt")),
    ("json", include_str!("help/json.txt")),
    ("language", include_str!("help/language.txt")),
    ("environment", include_str!("help/environment.txt")),
];

/// The chapters of the manual, in the order in which they are read.
const CHAPTERS: [(&str, &str); 7] = [
    ("clocks", include_str!("../help/clocks.md")),
    ("playbooks", include_str!("../help/playbooks.md")),
    ("settings", include_str!("../help/settings.md")),
    ("nights", include_str!("../help/nights.md")),
    ("programs", include_str!("../help/programs.md")),
    ("lists", include_str!("../help/lists.md")),
    ("data-file", include_str!("../help/data-file.md")),
];

/// `amends help`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  amends help done
  amends help dates
  amends help nights                            a chapter of the manual")]
pub struct HelpArgs {
    /// A command; a chapter: clocks, playbooks, settings, nights, programs, lists, data-file; or a subject: dates,
    /// exit-codes, json, language, environment
    pub subject: Vec<String>,
}

pub(super) fn run(shop: &Shop<'_>, typed: &HelpArgs, program: clap::Command) -> Result<Screen> {
    let text = text(&typed.subject, program)?;
    Ok(shop.screen(VerbatimText {
        of: TextOf::Help,
        name: typed.subject.join(" "),
        text,
    }))
}

/// Gives the help for a command or a subject; for nothing, that of the program, which is the whole command line as the
/// parser knows it.
///
/// # Errors
/// When there is neither a command nor a subject of that name.
pub fn text(subject: &[String], mut program: clap::Command) -> Result<String> {
    let Some(first) = subject.first() else {
        return Ok(program.render_help().to_string());
    };
    if let (Some((_, text)), 1) = (
        SUBJECTS.iter().find(|(name, _)| name == first),
        subject.len(),
    ) {
        return Ok((*text).to_owned());
    }
    if let (Some((_, text)), 1) = (
        CHAPTERS.iter().find(|(name, _)| name == first),
        subject.len(),
    ) {
        return Ok(chapter(text));
    }
    program.build();
    let mut found = &program;
    for word in subject {
        let next = found.find_subcommand(word);
        found = next.ok_or_else(|| unknown(found, word))?;
    }
    Ok(found.clone().render_long_help().to_string())
}

/// Says that there is no such page, and which is nearest; all are named only below a command.
fn unknown(found: &clap::Command, word: &str) -> Error {
    let verbs = found.get_subcommands().map(clap::Command::get_name);
    let mut known: Vec<&str> = verbs.collect();
    let is_program = known.contains(&"help");
    if is_program {
        known.extend(SUBJECTS.map(|(name, _)| name));
        known.extend(CHAPTERS.map(|(name, _)| name));
    }
    let hint = if is_program && nearest(word, known.iter().copied()).is_none() {
        "see `amends help`".to_owned()
    } else {
        did_you_mean(word, &known)
    };
    Error::not_found(format!("there is no help for `{}`", visible(word)), hint)
}

/// The widest line of a chapter on a terminal; what is to be typed or read as it is may be wider.
const WIDTH: usize = 80;

/// Sets a chapter for a terminal: what is to be typed is set in, a row of a table is its command and below it what that
/// does.
fn chapter(markdown: &str) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_block = false;
    let lines: Vec<&str> = markdown.lines().chain([""]).collect();
    for (at, line) in lines.iter().copied().enumerate() {
        let is_heading = lines
            .get(at + 1)
            .is_some_and(|next| next.starts_with("|--"));
        let goes_on = !in_block
            && !line.is_empty()
            && !line.starts_with(['#', '|', '-'])
            && !line.starts_with("```");
        if goes_on {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line.trim());
            continue;
        }
        if !paragraph.is_empty() {
            out.push_str(&wrapped(&paragraph, ""));
            paragraph.clear();
        }
        if line.starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            out.push_str(format!("  {line}").trim_end());
            out.push('\n');
        } else if let Some(row) = line.strip_prefix("| ").filter(|_| !is_heading) {
            out.push_str(&table_row(row));
        } else if line.starts_with('-') {
            // What stands below it in the text belongs to it.
            paragraph.push_str(line);
        } else if !line.starts_with("|--") && !is_heading {
            out.push_str(line);
            out.push('\n');
        }
    }
    format!("{}\n", out.trim_end())
}

/// "amends due" and, set in, "every open case"; the heading of a table is left out.
fn table_row(row: &str) -> String {
    let mut cells = row.trim_end_matches('|').split(" | ").map(str::trim);
    let first = cells.next().unwrap_or_default();
    let others: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    if first.is_empty() || others.is_empty() {
        return String::new();
    }
    let first = wrapped(&first.replace('`', ""), "  ");
    let others = others.join("; ");
    format!("{first}{}", wrapped(&others, "      "))
}

/// Breaks a text at words, each of its lines set in as far as the first, and those of an entry of a list by two more.
fn wrapped(text: &str, indent: &str) -> String {
    let hanging = match text.starts_with("- ") {
        true => format!("{indent}  "),
        false => indent.to_owned(),
    };
    let mut out = String::new();
    let mut line = indent.to_owned();
    for word in text.split_whitespace() {
        let begun = !line.trim().is_empty();
        if begun && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line.clone_from(&hanging);
        } else if begun {
            line.push(' ');
        }
        line.push_str(word);
    }
    out + &line + "\n"
}
