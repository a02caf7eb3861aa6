//! Tests of the guided intake, with answers prepared beforehand.

use crate::cli::Cli;
use crate::commands::Command;
use crate::domain::playbook::Playbook;
use crate::domain::printable::Printable;
use crate::domain::time::when::ReferenceTime;
use crate::domain::time::zone::{Instant, Zone};
use crate::files;
use crate::shell::asker::{Asker, NoAnswer, Script};
use crate::typed::NewArgs;

use super::*;

mod conversations;
mod hostile;
mod keeping;
mod shell;

/// What a person types: Enter alone gives back what the answer began with, as a terminal does.
struct Typist {
    script: Script,
    /// Answers other than Enter.
    answers: usize,
    /// What the last answer began with.
    start: String,
    /// How many questions are answered before Ctrl-C.
    patience: usize,
}

impl Typist {
    fn new(answers: &[&str]) -> Self {
        Self {
            script: Script::new(answers.iter().copied()),
            answers: 0,
            start: String::new(),
            patience: usize::MAX,
        }
    }

    fn heard(&self) -> &str {
        &self.script.heard
    }
}

impl Asker for Typist {
    fn say(&mut self, text: &Printable) {
        self.script.say(text);
    }

    fn line(&mut self, prompt: &Printable, start: &Printable) -> Result<String, NoAnswer> {
        self.start = start.to_string();
        if self.patience == 0 {
            return Err(NoAnswer::Interrupted);
        }
        self.patience -= 1;
        let typed = self.script.line(prompt, start)?;
        if typed.is_empty() {
            return Ok(start.to_string());
        }
        self.answers += 1;
        Ok(typed)
    }
}

/// The café's playbook with nothing that depends on whether they are still here, so that nobody is asked that.
fn cafe() -> Playbook {
    files::playbook::read(cafe_text().as_bytes()).unwrap()
}

fn cafe_text() -> String {
    include_str!("../../../playbooks/cafe.toml")
        .replace("only = \"here\"\n", "")
        .replace("only = \"gone\"\n", "")
}

/// A Friday noon in a winter London.
fn noon() -> Instant {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn earlier(number: u64) -> Earlier {
    Earlier {
        number,
        when: "3 Nov".to_owned(),
        what: "Late delivery".to_owned(),
        ending: "won-back".to_owned(),
        is_open: false,
    }
}

fn open(number: u64) -> Earlier {
    Earlier {
        ending: "still open".to_owned(),
        is_open: true,
        ..earlier(number)
    }
}

/// Una has one case open, Dua two. Ada is a regular with two cases; there are two people called Sam Lee; Bo is known by name only.
fn customers() -> Vec<KnownCustomer> {
    let person = |name: &str, reach: Option<&str>| KnownCustomer {
        name: name.to_owned(),
        reach: reach.map(str::to_owned),
        ..KnownCustomer::default()
    };
    vec![
        KnownCustomer {
            tier: Some("regular".to_owned()),
            likes: vec!["lemon cake".to_owned()],
            earlier: vec![earlier(12), earlier(7)],
            ..person("Ada Okafor", Some("07700 900123"))
        },
        person("Sam Lee", Some("sam@one.example")),
        person("Sam Lee", Some("sam@two.example")),
        KnownCustomer {
            tier: Some("gold".to_owned()),
            holder: Some("Mo".to_owned()),
            ..person("Bo Berg", None)
        },
        KnownCustomer {
            earlier: vec![earlier(46), open(41)],
            ..person("Una Solo", Some("07700 900124"))
        },
        KnownCustomer {
            earlier: vec![open(44), open(43)],
            ..person("Dua Peri", Some("07700 900125"))
        },
    ]
}

fn known(typed: &str) -> Vec<KnownCustomer> {
    let wanted = typed.to_lowercase();
    let mut all = customers();
    all.retain(|known| known.name.to_lowercase().contains(&wanted));
    all
}

fn talk(asker: &mut dyn Asker, so_far: Unfinished) -> ConversationEnd {
    let zone = Zone::bundled("Europe/London").unwrap();
    let playbook = cafe();
    let setting = ComplaintSetting {
        playbook: &playbook,
        moment: ReferenceTime {
            now: noon(),
            zone: &zone,
            order: None,
        },
        known: &known,
        holder: Some("Maria"),
        preview: &|new| vec![format!("Preview of {} types", new.types.len())],
        keep: &|_| (),
    };
    converse(asker, &setting, so_far)
}

fn complete(end: ConversationEnd) -> NewArgs {
    match end {
        ConversationEnd::Complete(new) => new,
        ConversationEnd::Stopped(_) | ConversationEnd::Interrupted(_) => panic!("{end:?}"),
    }
}

fn stopped(end: ConversationEnd) -> Unfinished {
    match end {
        ConversationEnd::Stopped(unfinished) => unfinished,
        ConversationEnd::Complete(_) | ConversationEnd::Interrupted(_) => panic!("{end:?}"),
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Parses a command line split into words.
fn parsed(words: Vec<String>) -> NewArgs {
    use clap::Parser;
    match Cli::try_parse_from(words).unwrap().command {
        Some(Command::New(new)) => *new.0,
        other => panic!("{other:?}"),
    }
}
