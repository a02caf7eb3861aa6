//! A real terminal: what a person sees, and the guided conversation. Few, because each is slow.

use std::process::{Command, Stdio};

use rexpect::session::{PtySession, spawn_command};

use super::shop::{ADA, Shop, split};
use crate::harness::terminal::{PATIENCE, watch};

/// A command of this shop at a terminal that knows no colour.
fn dumb(shop: &Shop, line: &str) -> Command {
    let mut command = shop.command();
    command.env("TERM", "dumb").args(split(line));
    command.stdin(Stdio::inherit());
    command
}

/// Begins to talk with a command.
pub(super) fn at_terminal(shop: &Shop, line: &str) -> PtySession {
    spawn_command(dumb(shop, line), Some(PATIENCE.as_secs() * 1_000)).unwrap()
}

/// Everything a command shows at a terminal, the same on every run.
pub(super) fn seen(shop: &Shop, line: &str) -> String {
    watch(dumb(shop, line)).steady().screen()
}

#[test]
fn the_board_says_by_when_and_how_long_that_is() {
    let shop = Shop::with_ada();
    insta::assert_snapshot!(seen(shop.at("2026-11-22 10:12"), ""), @r"
    Rosa's Bakery, Sun 22 Nov 10:12   0 late   1 on track

    #1  Ada Okafor  late delivery, major  by 11:05  Rosa: Call, say sorry by name…

    last 30 days ▁▁▁▁▁▁▁▁▁█ 1 complaint, 0 in time
    Next: amends show 1   Done: amends done 1   All of today: amends today
    ");
}

#[test]
fn late_is_a_word_not_only_a_colour() {
    let shop = Shop::with_ada();
    let due = seen(shop.at("2026-11-22 12:05"), "due");
    insta::assert_snapshot!(due, @r"
    #1  Ada Okafor  late delivery, major  LATE 1 h
        Rosa: Call, say sorry by name, listen; needs 10 minutes
    ");
    assert!(!due.contains('\u{1b}'), "{due:?}");
}

#[test]
fn a_fresh_machine_is_told_how_to_begin() {
    insta::assert_snapshot!(seen(&Shop::empty(), ""), @r"
    No case yet. amends turns a complaint into a dated plan: put it right, do
    something they did not expect, both within 24 hours, and it says what is next.

    - amends new
      take in a complaint; you are asked what is needed
    - amends setup
      your shop: its name, who works there, when you are open
    - amends playbook list
      the playbooks that come with the program
    - amends playbook show cafe
      what one of them does for whom
    - amends help
      everything else
    ");
}

#[test]
fn nothing_due_is_said_in_a_sentence() {
    assert_eq!(
        seen(&Shop::new(), "due"),
        "Nothing is due. A complaint came in? amends new\n"
    );
    assert_eq!(seen(&Shop::new(), "due --if-any"), "");
    assert_eq!(seen(&Shop::new(), "due --quiet"), "");
}

#[test]
fn what_was_typed_as_a_time_is_said_back() {
    let shop = Shop::with_ada();
    let shown = seen(shop.at("2026-11-22 13:05"), "done 1 --at 'noon'");
    assert!(shown.contains("22 Nov 2026 12:00"), "{shown}");
    let shown = seen(
        shop.at("2026-10-25 12:00"),
        "playbook try corner --type wrong-order --tier new --severity minor --told '2026-10-25 01:30'",
    );
    assert!(
        shown.contains("01:30") && shown.contains("earlier"),
        "{shown}"
    );
}

#[test]
fn saving_says_what_changed_what_is_next_and_how_to_undo_it() {
    insta::assert_snapshot!(seen(&Shop::with_ada(), "done 1"), @"
    Step 1 of #1 is done: Call, say sorry by name, listen.

    state:            ON TRACK
    next:             step 2, staff: Refund the delivery charge, by tomorrow 10:05,
                      in 24 h
    both halves:      by tomorrow 10:05, in 24 h
    to take it back:  amends undo --case 1
    ");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in [40, 60, 80, 132] {
        let shop = Shop::with_ada().wide(columns);
        for line in [
            "",
            "due",
            "list",
            "show 1",
            "brief 1",
            "plan 1",
            "why 1",
            "report nightly",
            "playbook show",
        ] {
            let text = seen(&shop, line);
            let widest = text
                .lines()
                .max_by_key(|line| line.chars().count())
                .unwrap_or_default();
            assert!(
                widest.chars().count() <= usize::from(columns),
                "{line} at {columns}\n{widest}\n{text}"
            );
        }
    }
}

#[test]
fn without_utf_8_only_plain_signs_are_used() {
    let shop = Shop::with_ada();
    let mut command = dumb(&shop, "show 1");
    command.env("LANG", "C");
    let text = watch(command).screen();
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn colour_can_be_had_and_taken_away() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 12:05");
    let coloured = |variables: &[(&str, &str)], line: &str| {
        let mut command = shop.command();
        command.env("TERM", "xterm-256color").args(split(line));
        command.envs(variables.iter().copied());
        watch(command).screen().contains('\u{1b}')
    };
    assert!(coloured(&[], "due"));
    assert!(!coloured(&[("NO_COLOR", "1")], "due"));
    assert!(!coloured(&[], "due --color never"));
    assert!(coloured(&[("NO_COLOR", "1")], "due --color always"));
}

/// Answers each question when it is asked; a question is known by a part of it.
pub(super) fn answer(talk: &mut PtySession, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        talk.exp_string(question).unwrap();
        talk.send_line(answer).unwrap();
    }
}

#[test]
fn the_guided_conversation_begins_with_their_words_and_ends_with_a_case() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    answer(
        &mut talk,
        &[
            ("said", "The cake came at nine"),
            ("", ""),
            ("wanted to", ""),
            ("feel", ""),
            ("Their name", "Ada Okafor"),
            ("reach them", "ada@example.org"),
            ("What failed", "late"),
            ("What was it for?", "a birthday"),
            ("cost them", "y"),
            ("spoil", "n"),
            ("hurt", "n"),
            ("Who they are", "2"),
            ("How they told you", "phone"),
            ("When they told you", "10:00"),
            ("Enter saves", ""),
        ],
    );
    let end = talk.exp_eof().unwrap();
    assert!(end.contains("Saved as #1"), "{end}");
    let case = shop.case(1);
    assert_eq!(case["words"], "The cake came at nine");
    let facts = ["customer", "severity", "tier", "channel", "told_at"];
    let facts = facts.map(|key| case[key].as_str().unwrap().to_owned());
    let told = "2026-11-22T10:00:00+00:00";
    assert_eq!(facts, ["Ada Okafor", "major", "regular", "phone", told]);
}

#[test]
fn given_flags_skip_their_questions() {
    let shop = Shop::new();
    let line = ADA.replace("--tier regular ", "");
    let mut talk = at_terminal(&shop, &line);
    let mut heard = String::new();
    for (question, answer) in [("wanted to", ""), ("feel", ""), ("reach them", ".")] {
        heard += &talk.exp_string(question).unwrap();
        talk.send_line(answer).unwrap();
    }
    heard += &talk.exp_eof().unwrap();
    for question in ["said", "What failed", "Their name"] {
        assert!(!heard.contains(question), "{question} was asked\n{heard}");
    }
}

#[test]
fn the_same_as_one_command_is_one_line_that_can_be_pasted() {
    let shop = Shop::new();
    let text = seen(
        &shop,
        &format!("{ADA} --need 'a birthday without any worry' --feels 'let down by us'"),
    );
    let line = text
        .lines()
        .find(|line| line.starts_with("amends new --"))
        .unwrap();
    let again = Shop::new();
    again.paste(line).ok();
    let case = again.case(1);
    assert_eq!(
        (&case["words"], &case["feels"]),
        (&"The cake came at nine".into(), &"let down by us".into())
    );
}

#[test]
fn a_full_stop_stops_and_keeps_what_was_typed() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    talk.send_line("The cake came at nine").unwrap();
    talk.send_line("").unwrap();
    talk.send_line(".").unwrap();
    let shown = talk.exp_eof().unwrap();
    assert!(shown.contains("amends new --continue"), "{shown}");
    assert_eq!(shop.items("list --all").len(), 0);
    let kept = std::fs::read_dir(shop.path("unfinished"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert!(
        std::fs::read_to_string(kept.path())
            .unwrap()
            .contains("The cake came at nine")
    );
    assert!(seen(&shop, "").contains("amends new --continue"));
}

#[test]
fn an_unfinished_intake_is_finished_by_flags_and_then_gone() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    answer(
        &mut talk,
        &[("said", "The cake came at nine"), ("more", ".")],
    );
    talk.exp_eof().unwrap();
    let rest = "--customer 'Ada Okafor' --type late-delivery --tier regular --severity major";
    shop.refuses("new --continue", 2)
        .says("--customer")
        .never_mentions("--words:");
    shop.run(&format!("new --continue {rest}")).ok();
    assert_eq!(shop.case(1)["words"], "The cake came at nine");
    shop.refuses("new --continue", 5)
        .says("there is no unfinished intake");
}

#[test]
fn wide_and_long_texts_stay_within_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let shop = Shop::new().wide(60);
    let name = "山田太郎さん".repeat(8);
    let words = "Donaudampfschifffahrtsgesellschaft".repeat(6);
    let mut args = vec![
        "new",
        "--customer",
        &name,
        "--words",
        &words,
        "--holder",
        &name,
    ];
    args.extend([
        "--type",
        "late-delivery",
        "--tier",
        "regular",
        "--severity",
        "major",
    ]);
    shop.run_args(args).ok();
    for line in [
        "",
        "due",
        "list",
        "show 1",
        "brief 1",
        "report nightly",
        "history 1",
    ] {
        let text = seen(&shop, line);
        for one in text.lines() {
            assert!(one.width() <= 60, "{line}: {}\n{text}", one.width());
        }
    }
}

#[test]
fn ctrl_c_keeps_what_was_typed_and_shows_the_cursor_again() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    talk.exp_string("They said").unwrap();
    talk.send_line("The cake came at nine").unwrap();
    talk.exp_string("more").unwrap();
    talk.send_control('c').unwrap();
    let shown = talk.exp_eof().unwrap();
    assert!(shown.contains("what was typed is kept"), "{shown}");
    let status = talk.process().wait().unwrap();
    assert!(format!("{status:?}").contains("130"), "{status:?}");
}

#[test]
fn no_input_asks_nothing_even_at_a_terminal() {
    let shown = seen(&Shop::new(), "new --no-input");
    assert!(shown.contains("--customer"), "{shown}");
}

#[test]
fn an_intake_that_is_stopped_twice_is_kept_once() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    answer(
        &mut talk,
        &[("said", "The cake came at nine"), ("more", ".")],
    );
    talk.exp_eof().unwrap();
    let mut talk = at_terminal(&shop, "new --continue");
    answer(&mut talk, &[("more", ""), ("wanted", ".")]);
    talk.exp_eof().unwrap();
    let kept = std::fs::read_dir(shop.folder().join("unfinished")).unwrap();
    assert_eq!(kept.count(), 1);
}
