//! Harm in every conversation at a terminal: in what is asked and said, and in what is typed.

use std::time::Duration;

use rexpect::session::PtySession;

use super::super::shop::{CORNER, SETTINGS, Shop};
use super::super::terminal::at_terminal;
use super::faces::Trial;
use super::oracle::{Stream, let_through};
use super::strings::{NAME, in_toml};

/// One conversation, heard to the last byte.
struct Talk {
    line: String,
    session: PtySession,
    heard: String,
}

impl Talk {
    fn begin(shop: &Shop, line: &str) -> Self {
        Self {
            line: line.to_owned(),
            session: at_terminal(shop, line),
            heard: String::new(),
        }
    }

    /// Answers each question when it is asked; a question is known by a part of it.
    #[track_caller]
    fn answers(&mut self, answers: &[(&str, &str)]) -> &mut Self {
        for (question, answer) in answers {
            match self.session.exp_string(question) {
                Ok(before) => self.heard += &(before + question),
                Err(error) => panic!("{}: {question}: {error}", self.line),
            }
            self.session.send_line(answer).unwrap();
        }
        self
    }

    /// Leaves with Ctrl-C.
    fn stop(mut self, trial: &Trial) {
        // One that comes between two questions is only heard at the next key.
        for _ in 0..3 {
            let _ = self.session.send_control('c');
            std::thread::sleep(Duration::from_millis(100));
        }
        self.end(trial);
    }

    /// Hears the rest, and notes whatever was raw.
    fn end(mut self, trial: &Trial) -> String {
        self.heard += &self.session.exp_eof().unwrap();
        // `rexpect` hands over one character for each byte.
        let bytes = self.heard.chars().map(|c| u8::try_from(c).unwrap());
        let bytes: Vec<u8> = bytes.collect();
        trial.note(&self.line, let_through(&bytes, Stream::Dialog));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// What of a text comes through a keyboard or a paste as it is: no line ends, and nothing that is a key of its own.
pub fn typable(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_control()).collect()
}

/// A shop in which everything that can be asked or offered has a text in it.
fn told(text: &str) -> Shop {
    let shop = Shop::new();
    let written = in_toml(text);
    let mut playbook = CORNER.to_owned();
    for own in [
        "Corner café",
        "New face",
        "Late delivery",
        "What was it for?",
    ] {
        playbook = playbook.replace(own, &written);
    }
    playbook = playbook.replace(
        "id = \"phone\"\n",
        &format!("id = \"phone\"\nname = \"{written}\"\n"),
    );
    shop.playbook("corner", playbook);
    shop.write("shop.toml", SETTINGS.replace("Rosa Marin", &written));
    shop
}

/// Types a text as the answer to every question of an intake, goes back to it, looks it over and saves it.
pub fn intake(trial: &Trial, text: &str) {
    let typed = typable(text);
    let shop = told(text);
    let mut talk = Talk::begin(&shop, "new");
    talk.answers(&[("They said", &typed), ("more", "<")]);
    talk.answers(&[("They said", ""), ("more", "")]);
    talk.answers(&[("wanted to", &typed), ("feel", "<")]);
    talk.answers(&[("wanted to", ""), ("feel", &typed)]);
    talk.answers(&[("Their name", &typed), ("reach them", &typed)]);
    talk.answers(&[("What failed", &typed), ("What failed", "1"), ("", &typed)]);
    talk.answers(&[("cost them", &typed), ("cost them", "y")]);
    talk.answers(&[("spoil", "n"), ("hurt", "n")]);
    talk.answers(&[("Who they are", &typed), ("Who they are", "2")]);
    talk.answers(&[("How they told you", &typed), ("How they told you", "1")]);
    // What was typed wrong stands there to be mended, and Ctrl-C leaves it.
    talk.answers(&[("When they told you", &typed), ("is not understood", "")]);
    talk.stop(trial);
    let mut talk = Talk::begin(&shop, "new --continue");
    talk.answers(&[("When they told you", ""), ("Enter saves", "99")]);
    talk.answers(&[("Enter saves", "\u{7f}\u{7f}")]);
    let end = talk.end(trial);
    assert!(end.contains("Saved as #1"), "{}", end.escape_debug());
    let case = shop.case(1);
    for key in ["words", "need", "feels", "customer", "reach"] {
        assert_eq!(case[key], typed, "{key}");
    }
    known(trial, &shop, &typed);
}

/// Meets somebody with a hostile name in every other question that is asked.
fn known(trial: &Trial, shop: &Shop, name: &str) {
    let part: String = name.chars().take(2).collect();
    let mut talk = Talk::begin(
        shop,
        "new --words x --need x --feels x --type late-delivery --severity minor",
    );
    talk.answers(&[
        ("Their name", &part),
        ("it is them", "?"),
        ("it is them", name),
    ]);
    talk.answers(&[("is not a number", "")]);
    talk.stop(trial);
    let mut talk = Talk::begin(shop, "undo");
    talk.answers(&[("Take it back?", name), ("Take it back?", "no")]);
    talk.end(trial);
    let mut talk = Talk::begin(shop, "skip 1");
    talk.answers(&[
        ("Which step", name),
        ("Which step", "4"),
        ("Why is it", name),
    ]);
    talk.end(trial);
    let mut talk = Talk::begin(shop, &format!("note '{}' y", part.replace('\'', "'\\''")));
    talk.answers(&[("yes or no", name), ("yes or no", "n")]);
    talk.end(trial);
}

/// Goes on with an intake that holds a text in every answer, as a program or a hand may have written it.
pub fn kept(trial: &Trial, text: &str) {
    let shop = told(text);
    let json = serde_json::to_string(text).unwrap();
    let answers = [
        "customer", "reach", "need", "feels", "order", "holder", "words",
    ];
    let answers = answers.map(|key| format!("\"{key}\":{json}")).join(",");
    let kept = format!(
        "{{\"answers\":{{{answers},\"types\":[{json}],\"tier\":{json},\"told\":{json},\"answers\":[{json}]}},\"settled\":[\"words\",\"need\"]}}"
    );
    shop.write("unfinished/0.json", kept);
    let mut talk = Talk::begin(&shop, "new --continue");
    talk.answers(&[("How they feel", ""), ("Their name", "<")]);
    talk.stop(trial);
}

/// Begins in a shop without a usual playbook, in which one has a hostile name, and begins a playbook of one's own.
pub fn playbooks(trial: &Trial, text: &str) {
    let typed = typable(text);
    let shop = told(text);
    shop.playbook(NAME, CORNER);
    shop.write(
        "shop.toml",
        format!("timezone = \"UTC\"\nname = \"{}\"\n", in_toml(text)),
    );
    let mut talk = Talk::begin(&shop, "new");
    talk.answers(&[("by number or name", &typed), ("by number or name", ".")]);
    talk.end(trial);
    let mut talk = Talk::begin(&shop, "playbook new");
    talk.answers(&[
        ("Your trade", &typed),
        ("Your trade", "cafe"),
        ("is called", ""),
        ("Your customers", &typed),
    ]);
    talk.stop(trial);
}
