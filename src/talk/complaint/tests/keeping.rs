//! Whatever ends a conversation, what was typed is kept.

use proptest::prelude::*;

use super::*;
use crate::domain::printable::Printable;

/// A talk with the answers in the order of the questions, and where each of them is kept.
const TALK: &[(&str, Field)] = &[
    ("The cake came at nine.", |new| new.words.clone()),
    ("It was for her birthday.", |new| new.words.clone()),
    ("", |_| None),
    ("a calm day", |new| new.need.clone()),
    ("let down", |new| new.feels.clone()),
    ("Cy Young", |new| new.customer.clone()),
    ("cy@example.org", |new| new.reach.clone()),
    ("late-delivery", |new| new.types.first().cloned()),
    ("a birthday", |new| new.answers.first().cloned()),
    ("not now", |new| new.answers.get(1).cloned()),
    ("y", |new| yes(new, "cost")),
    ("", |_| None),
    ("y", |new| yes(new, "person")),
    ("regular", |new| new.tier.clone()),
    ("email", |new| new.channel.clone()),
    ("2026-11-20 10:05", |new| new.told.clone()),
];

type Field = fn(&NewArgs) -> Option<String>;

fn yes(new: &NewArgs, harm: &str) -> Option<String> {
    new.harm
        .iter()
        .any(|word| word == harm)
        .then(|| "y".to_owned())
}

fn first(count: usize) -> Vec<&'static str> {
    TALK.iter().take(count).map(|(answer, _)| *answer).collect()
}

fn kept(new: &NewArgs, count: usize) {
    for (answer, field) in &TALK[..count] {
        let field = field(new).unwrap_or_default();
        assert!(field.contains(answer), "`{answer}` is lost: {new:?}");
    }
}

#[test]
fn the_end_of_the_input_keeps_everything_typed_so_far() {
    for count in 0..=TALK.len() {
        let so_far = stopped(talk(&mut Script::new(first(count)), Unfinished::default()));
        kept(&so_far.answers, count);
    }
}

#[test]
fn a_full_stop_keeps_everything_typed_so_far() {
    for count in 0..=TALK.len() {
        let mut answers = first(count);
        answers.push(".");
        let so_far = stopped(talk(&mut Typist::new(&answers), Unfinished::default()));
        kept(&so_far.answers, count);
    }
}

#[test]
fn ctrl_c_keeps_everything_typed_so_far() {
    for count in 0..=TALK.len() {
        let mut typist = Typist::new(&first(TALK.len()));
        typist.patience = count;
        match talk(&mut typist, Unfinished::default()) {
            ConversationEnd::Interrupted(so_far) => kept(&so_far.answers, count),
            other @ (ConversationEnd::Complete(_) | ConversationEnd::Stopped(_)) => {
                panic!("{other:?}")
            }
        }
    }
}

#[test]
fn going_on_asks_for_what_was_not_asked_and_for_nothing_else() {
    let mut whole = first(TALK.len());
    whole.push("");
    let expected = complete(talk(&mut Typist::new(&whole), Unfinished::default()));
    for count in 0..=TALK.len() {
        let so_far = stopped(talk(&mut Typist::new(&first(count)), Unfinished::default()));
        let stored = Unfinished::from_json(&so_far.to_json()).unwrap();
        assert_eq!(stored, so_far);
        let rest: Vec<&str> = whole[count..].to_vec();
        let resumed = complete(talk(&mut Typist::new(&rest), stored));
        assert_eq!(resumed, expected, "after {count} answers");
    }
}

#[test]
fn stopping_while_words_are_replaced_loses_neither() {
    let mut typist = Typist::new(&["It was cold", "", "<", "It was ice", "."]);
    let so_far = stopped(talk(&mut typist, Unfinished::default()));
    assert_eq!(so_far.answers.words, text("It was cold\nIt was ice"));
    assert!(!so_far.settled.contains(&ComplaintQuestion::Words));
}

#[test]
fn going_on_the_next_day_does_not_move_the_deadline() {
    let so_far = stopped(talk(
        &mut Typist::new(&["It was cold", "."]),
        Unfinished::default(),
    ));
    assert_eq!(so_far.answers.told, text("2026-11-20 12:00"));
    let so_far = stopped(talk(
        &mut Typist::new(&["."]),
        NewArgs {
            told: text("2h ago"),
            ..NewArgs::default()
        }
        .into(),
    ));
    assert_eq!(so_far.answers.told, text("2026-11-20 10:00"));
}

#[test]
fn one_yes_about_harm_does_not_answer_the_other_two() {
    let flags = NewArgs {
        words: text("x"),
        need: text("x"),
        feels: text("x"),
        customer: text("Cy"),
        reach: text("x"),
        types: texts(&["lost-order"]),
        answers: texts(&["still-wanted=no"]),
        ..NewArgs::default()
    };
    let so_far = stopped(talk(&mut Typist::new(&["y", "."]), flags.into()));
    let mut typist = Typist::new(&[]);
    let so_far = stopped(talk(
        &mut typist,
        Unfinished::from_json(&so_far.to_json()).unwrap(),
    ));
    assert_eq!(so_far.answers.harm, texts(&["cost"]));
    assert!(!so_far.settled.contains(&ComplaintQuestion::Harm(
        crate::domain::event::Harm::Spoiled
    )));
}

#[test]
fn flags_stand_over_what_was_kept() {
    let kept = Unfinished::from(NewArgs {
        customer: text("Cy"),
        severity: text("minor"),
        answers: texts(&["a=1", "b=2"]),
        ..NewArgs::default()
    });
    let both = kept.with(NewArgs {
        harm: texts(&["cost"]),
        answers: texts(&["b=3"]),
        channel: text("phone"),
        ..NewArgs::default()
    });
    let expected = NewArgs {
        customer: text("Cy"),
        harm: texts(&["cost"]),
        answers: texts(&["a=1", "b=3"]),
        channel: text("phone"),
        ..NewArgs::default()
    };
    assert_eq!(both, Unfinished::from(expected));
}

#[test]
fn what_is_not_an_unfinished_intake_is_refused() {
    for damaged in [
        "",
        "{}",
        "[]",
        "{\"answers\":{},\"settled\":[\"shoe-size\"]}",
        "{\"answers\":{\"shoe\":1},\"settled\":[]}",
    ] {
        let bad = Unfinished::from_json(damaged).unwrap_err();
        assert!(
            bad.to_string()
                .starts_with("the unfinished intake is damaged at line")
        );
    }
}

#[test]
fn nothing_typed_is_nothing_to_keep() {
    assert!(stopped(talk(&mut Typist::new(&["."]), Unfinished::default())).is_blank());
    assert!(
        !stopped(talk(
            &mut Typist::new(&["cold", "."]),
            Unfinished::default()
        ))
        .is_blank()
    );
    assert!(!stopped(talk(&mut Typist::new(&["", "."]), Unfinished::default())).is_blank());
}

#[test]
fn a_text_that_is_too_long_keeps_what_came_before() {
    let line = "x".repeat(40_000);
    let mut typist = Typist::new(&[&line, &line, "and", "", ""]);
    let so_far = stopped(talk(&mut typist, Unfinished::default()));
    assert_eq!(so_far.answers.words, Some(format!("{line}\nand")));
    assert!(typist.heard().contains("at most 65536 are kept"));
}

#[test]
fn a_paste_with_empty_lines_and_controls_is_one_text() {
    let mut paste = Paste {
        left: texts(&["Hi,", "", "it was cold.", ".", "<", "Bye"]),
        then: texts(&["", "lunch"]),
    };
    let so_far = stopped(talk(&mut paste, Unfinished::default()));
    assert_eq!(so_far.answers.words, text("Hi,\n\nit was cold.\n.\n<\nBye"));
    assert_eq!(so_far.answers.need, text("lunch"));
}

/// Lines that arrive all at once, and then some that are typed.
struct Paste {
    left: Vec<String>,
    then: Vec<String>,
}

impl Asker for Paste {
    fn say(&mut self, _: &Printable) {}

    fn line(&mut self, _: &Printable, _: &Printable) -> Result<String, NoAnswer> {
        let from = if self.left.is_empty() {
            &mut self.then
        } else {
            &mut self.left
        };
        if from.is_empty() {
            return Err(NoAnswer::Ended);
        }
        Ok(from.remove(0))
    }

    fn waiting(&mut self) -> bool {
        !self.left.is_empty()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_typed_the_talk_ends_and_can_be_kept(
        answers in proptest::collection::vec(
            prop_oneof![
                Just(String::new()), Just("<".to_owned()), Just("?".to_owned()), Just("1".to_owned()),
                Just("y".to_owned()), Just("ada".to_owned()), Just("now".to_owned()), "[0-9]{1,2}", "\\PC{0,12}",
            ],
            0..60,
        ),
    ) {
        match talk(&mut Script::new(answers), Unfinished::default()) {
            ConversationEnd::Complete(new) => {
                prop_assert!(new.customer.is_some() && !new.types.is_empty());
                prop_assert!(new.tier.is_some() && new.told.is_some() && !new.harm.is_empty());
            }
            ConversationEnd::Stopped(so_far) => {
                prop_assert_eq!(Unfinished::from_json(&so_far.to_json()).unwrap(), so_far);
            }
            ConversationEnd::Interrupted(_) => prop_assert!(false, "nobody pressed Ctrl-C"),
        }
    }
}
