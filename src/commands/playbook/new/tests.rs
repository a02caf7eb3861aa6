//! Tests of a playbook of one's own: answers, conversation, proof.

use super::*;
use crate::domain::printable::Printable;
use crate::shell::asker::{Asker, NoAnswer, Script};

/// What a person types: Enter alone gives back what the answer began with, as a terminal does.
struct Typist {
    script: Script,
    /// How many questions are answered before Ctrl-C.
    patience: usize,
}

impl Asker for Typist {
    fn say(&mut self, text: &Printable) {
        self.script.say(text);
    }

    fn line(
        &mut self,
        prompt: &Printable,
        start: &Printable,
    ) -> std::result::Result<String, NoAnswer> {
        if self.patience == 0 {
            return Err(NoAnswer::Interrupted);
        }
        self.patience -= 1;
        let typed = self.script.line(prompt, start)?;
        Ok(if typed.is_empty() {
            start.to_string()
        } else {
            typed
        })
    }
}

fn typist(answers: &[&str]) -> Typist {
    Typist {
        script: Script::new(answers.iter().copied()),
        patience: usize::MAX,
    }
}

/// Works in a shop called Rosa's Bakery that has a playbook `taken`.
fn in_setting<T>(work: impl FnOnce(&PlaybookSetting<'_>) -> T) -> T {
    let starters = starters().unwrap();
    work(&PlaybookSetting {
        starters: &starters,
        shop: Some("Rosa's Bakery"),
        today: "2026-11-22".parse().unwrap(),
        taken: &|name| {
            ["taken", "cafe"]
                .contains(&name)
                .then(|| "it is there".to_owned())
        },
    })
}

/// Talks to somebody, and gives what came out and what was heard.
fn talk(typed: &NewPlaybookArgs, mut typist: Typist) -> (Result<NewPlaybookArgs>, String) {
    let answers = in_setting(|setting| PlaybookTalk::new(&mut typist, setting, typed).hold());
    (answers, typist.script.heard)
}

fn trade(trade: &str) -> NewPlaybookArgs {
    NewPlaybookArgs {
        trade: Some(trade.to_owned()),
        ..NewPlaybookArgs::default()
    }
}

#[test]
fn enter_all_the_way_keeps_the_starter() {
    let (answers, heard) = talk(
        &NewPlaybookArgs::default(),
        typist(&["café", "", "", "", "", "", ""]),
    );
    assert_eq!(answers, Ok(trade("cafe")));
    for asked in [
        "  1 cafe: Neighbourhood café\n",
        "Your trade, or the nearest to it: café\n",
        "What your playbook is called [Rosa's Bakery]: \n",
        "  Enter keeps: New face, Regular, One of our best regulars\n",
        "Your currency [GBP]: \n",
        "You put it right, and surprise them, within [24h]: \n",
        "A person answers them within [1h]: \n",
        "  Enter keeps: staff, manager, owner\n",
    ] {
        assert!(heard.contains(asked), "{asked}\n---\n{heard}");
    }
    assert!(!heard.contains("command line"), "{heard}");
}

#[test]
fn what_was_given_is_not_asked_and_what_is_answered_is_one_command_line() {
    let typed = NewPlaybookArgs {
        currency: Some("eur".to_owned()),
        recover: Some("12h".to_owned()),
        ..trade("hotel")
    };
    let (answers, heard) = talk(
        &typed,
        typist(&["Zum Löwen", "Gast, Stammgast ,, Freund", "", "Team A, boss"]),
    );
    assert_eq!(
        command_line(&answers.unwrap()),
        "amends playbook new --trade hotel --name 'Zum Löwen' --tier Gast --tier Stammgast \
         --tier Freund --currency eur --recover 12h --role 'Team A' --role boss"
    );
    assert!(
        !heard.contains("currency") && !heard.contains("put it right"),
        "{heard}"
    );
}

#[test]
fn one_step_back_keeps_the_answers() {
    let (answers, heard) = talk(
        &trade("cafe"),
        typist(&["<", "One", "a, b", "<", "<", "Two", "", "", "", "", ""]),
    );
    let answers = answers.unwrap();
    assert!(heard.contains("This is the first question."), "{heard}");
    assert_eq!(answers.name.as_deref(), Some("Two"), "{heard}");
    assert_eq!(answers.tiers, ["a", "b"]);
}

#[test]
fn what_is_not_understood_is_asked_again() {
    let (answers, heard) = talk(
        &NewPlaybookArgs::default(),
        typist(&[
            "zebra", "", "2", "", "a, A", "b", "gold", "", "10", "", "2d", "", "holder", "x",
        ]),
    );
    for said in [
        "`zebra` is not on the list: write a number from 1 to",
        "the trade is missing: write the number that comes nearest",
        "`A` stands twice: name each of them once",
        "`gold` is not a currency code: use a three-letter code",
        "`10` has no unit",
        "a first answer within 2 days comes after everything is put right, within 24 hours",
        "`holder` is whoever holds a case",
    ] {
        assert!(heard.contains(said), "{said}\n---\n{heard}");
    }
    let answers = answers.unwrap();
    assert_eq!(
        (answers.tiers, answers.roles),
        (vec!["b".to_owned()], vec!["x".to_owned()])
    );
}

#[test]
fn a_name_that_is_taken_is_said_and_another_one_offered() {
    let named = NewPlaybookArgs {
        name: Some("Taken".to_owned()),
        ..trade("cafe")
    };
    let (answers, heard) = talk(&named, typist(&["cafe", "My!", "", "", "", "", "", ""]));
    assert!(
        heard.contains("the name `taken` is taken: it is there.\n"),
        "{heard}"
    );
    assert!(
        heard.contains("Its name on the command line [taken-2]: cafe\n"),
        "{heard}"
    );
    assert!(
        heard.contains("the name `cafe` is taken: it is there: use another, such as `my-cafe`"),
        "{heard}"
    );
    assert!(
        heard.contains("use small letters, digits and `-`, such as `my`"),
        "{heard}"
    );
    assert_eq!(answers.unwrap().file.as_deref(), Some("taken-2"));
}

#[test]
fn whoever_stops_gets_the_command_line_that_goes_on() {
    for (patience, last, kind) in [(9, ".", Kind::Stopped), (2, "", Kind::Interrupted)] {
        let typist = Typist {
            patience,
            ..typist(&["repair", "Ana's", last])
        };
        let (stopped, _) = talk(&NewPlaybookArgs::default(), typist);
        let stopped = stopped.unwrap_err();
        assert_eq!(stopped.kind, kind);
        assert_eq!(
            stopped.hint,
            "go on from here:\n  amends playbook new --trade repair --name 'Ana'\\''s'"
        );
    }
}

#[test]
fn a_playbook_that_does_not_pass_can_be_mended() {
    let mut typist = typist(&["", "", "", "10m", "", "", "20h", "", ""]);
    let answers = in_setting(|setting| {
        let mut talk = PlaybookTalk::new(&mut typist, setting, &trade("cafe"));
        let first = talk.hold().unwrap();
        assert_eq!(first.recover.as_deref(), Some("10m"));
        talk.mend(&Error::new(
            Kind::Findings,
            "too short\n  for this",
            "take more",
        ));
        talk.hold().unwrap()
    });
    let heard = typist.script.heard;
    assert!(
        heard.contains("too short: take more\n  for this\n"),
        "{heard}"
    );
    assert_eq!(answers.recover.as_deref(), Some("20h"), "{heard}");
}

#[test]
fn the_first_answer_is_never_later_than_the_end() {
    in_setting(|setting| {
        let typed = NewPlaybookArgs {
            recover: Some("40m".to_owned()),
            ..trade("cafe")
        };
        let own = setting.understand(&typed).map(|understood| understood.own);
        let own = own.unwrap_or_else(|refused| panic!("{refused:?}"));
        let first = own.first_response.map(|span| span.to_string());
        assert_eq!(first.as_deref(), Some("40m"));
        let usual = setting.usual(PlaybookQuestion::FirstResponse, &typed);
        assert_eq!(usual.as_deref(), Some("40m"));
    });
}

#[test]
fn what_does_not_pass_is_not_made() {
    let (_, cafe) = BUILT_IN.into_iter().find(|(id, _)| *id == "cafe").unwrap();
    let today = "2026-11-22".parse().unwrap();
    assert!(proved(cafe, today, None).is_ok());
    let gap = cafe.replace("fix  = [\"refund-delivery\"]\n", "");
    let found = proved(&gap, today, None).unwrap_err();
    let refused = unproved(&found);
    assert_eq!(refused.kind, Kind::Findings);
    assert!(
        refused.message.starts_with(
            "this makes no playbook that passes its check; nothing was written\n  gap: nothing sets `fix`"
        ),
        "{}",
        refused.message
    );
}
