//! Text that would act on a terminal never reaches it.

use super::*;
use crate::domain::printable::Printable;

const ESCAPE: &str = "x\u{1b}[31m\u{9b}2J\u{202e}\u{7f}\ttail\u{2028}\u{e0041}";

fn is_raw(c: char) -> bool {
    let code = u32::from(c);
    (c != '\n' && code < 0x20)
        || (0x7f..=0x9f).contains(&code)
        || [0x200e, 0x200f, 0x2028, 0x2029].contains(&code)
        || (0x202a..=0x202e).contains(&code)
        || (0x2066..=0x2069).contains(&code)
        || (0xe0000..=0xe007f).contains(&code)
}

/// Listens to what is said and asked, not to what is answered.
struct Ears {
    script: Script,
    raw: Vec<String>,
}

impl Ears {
    fn note(&mut self, text: &str) {
        if text.chars().any(is_raw) {
            self.raw.push(text.to_owned());
        }
    }
}

impl Asker for Ears {
    fn say(&mut self, text: &Printable) {
        self.note(text);
    }

    fn line(&mut self, prompt: &Printable, start: &Printable) -> Result<String, NoAnswer> {
        self.note(prompt);
        self.note(start);
        let typed = self.script.line(&"".into(), &"".into())?;
        Ok(if typed == "keep" {
            start.to_string()
        } else {
            typed
        })
    }
}

fn hostile_playbook() -> Playbook {
    let source = super::cafe_text()
        .replace("\"Late delivery\"", "\"Late\\u001b[31m\\u202e\"")
        .replace("\"What was it for?\"", "\"What\\u001b]0;x\\u0007\"")
        .replace("\"Regular\"", "\"Reg\\u009bular\"");
    files::playbook::read(source.as_bytes()).unwrap()
}

fn hostile_customer(_: &str) -> Vec<KnownCustomer> {
    let text = || ESCAPE.to_owned();
    vec![KnownCustomer {
        name: text(),
        reach: Some(text()),
        tier: Some("regular".to_owned()),
        holder: Some(text()),
        likes: vec![text()],
        earlier: vec![Earlier {
            number: 1,
            when: text(),
            what: text(),
            ending: text(),
            is_open: false,
        }],
    }]
}

fn heard(answers: &[&str], so_far: Unfinished) -> (Ears, ConversationEnd) {
    let zone = Zone::utc();
    let playbook = hostile_playbook();
    let setting = ComplaintSetting {
        playbook: &playbook,
        moment: ReferenceTime {
            now: noon(),
            zone: &zone,
            order: None,
        },
        known: &hostile_customer,
        holder: Some(ESCAPE),
        preview: &|_| vec![ESCAPE.to_owned()],
        keep: &|_| (),
    };
    let mut ears = Ears {
        script: Script::new(answers.iter().copied()),
        raw: Vec::new(),
    };
    let end = converse(&mut ears, &setting, so_far);
    (ears, end)
}

#[test]
fn nothing_hostile_reaches_the_terminal_raw() {
    let (ears, end) = heard(
        &[
            ESCAPE, "", "<", "keep", ESCAPE, "<", "keep", ESCAPE, "<",
            "keep", // words, need, feels
            ESCAPE, "", ESCAPE, "1", ESCAPE, "", ESCAPE, "", "",
            "", // who, type, answers, harm
            ESCAPE, "1", ESCAPE, "now", // channel, told
            ESCAPE, "2", "keep", "14", ESCAPE, "16", "keep", "",
        ],
        Unfinished::default(),
    );
    assert_eq!(ears.raw, Vec::<String>::new());
    let new = complete(end);
    // `trim` takes the line separator at the end; the rest is kept as it was given.
    assert_eq!(new.need, text(ESCAPE));
    assert_eq!(new.words, text(ESCAPE));
    assert_eq!(new.order, text(ESCAPE));
}

#[test]
fn what_comes_from_a_file_is_shown_harmless_and_kept_as_it_was() {
    let given = NewArgs {
        words: text("one\r\ntwo\u{1b}[2J"),
        need: text(ESCAPE),
        tier: text(ESCAPE),
        told: text(ESCAPE),
        answers: texts(&["occasion=\u{1b}c"]),
        ..NewArgs::default()
    };
    let (ears, end) = heard(&["<", "keep", "<", "keep", "keep"], given.into());
    assert_eq!(ears.raw, Vec::<String>::new());
    let so_far = stopped(end);
    assert_eq!(so_far.answers.words, text("one\r\ntwo\u{1b}[2J"));
    assert_eq!(so_far.answers.need, text(ESCAPE));
}

#[test]
fn a_nul_is_refused() {
    let mut typist = Typist::new(&["a\0b", "ab", "", "a\0b", "ab"]);
    let so_far = stopped(talk(&mut typist, Unfinished::default()));
    assert_eq!(
        (so_far.answers.words, so_far.answers.need),
        (text("ab"), text("ab"))
    );
}
