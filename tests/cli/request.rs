//! `--request`: saved once, however often it is asked for; and the same call taken in twice.

use super::shop::{ADA, Shop};
use super::terminal::at_terminal;

/// Everything that saves in the history, as it is typed one after the other.
const SAVES: [&str; 15] = [
    "note 1 x",
    "done 1",
    "contact 1",
    "promise 1 'a call' --by 20:00",
    "pause 1 --until 'tomorrow 09:00' --why away --asked-by customer",
    "resume 1",
    "assign 1 Sam",
    "change 1 --severity severe",
    "skip 1 --step 2 --why 'not needed'",
    "close 1 --outcome lost --cause process --why gone",
    "reopen 1 --why back",
    "undo",
    "redo",
    "playbook drill --done --cell late-delivery,new,minor",
    "undo --case 1",
];

#[test]
fn what_was_saved_by_a_request_is_not_saved_again() {
    let shop = Shop::with_ada();
    for (number, line) in (1..).zip(SAVES) {
        let line = format!("{line} --request word-{number}");
        let first = shop.item(&line);
        assert_eq!(first["already"], false, "{line}");
        let (saved, before) = (shop.data_file(), shop.everything().len());
        let again = shop.item(&line);
        assert_eq!(again["already"], true, "{line}");
        assert_eq!(again["case"], first["case"], "{line}");
        assert!(
            shop.data_file() == saved && shop.everything().len() == before,
            "{line}"
        );
    }
    shop.run("data check").ok();
}

#[test]
fn a_new_case_is_there_once_and_the_second_answer_names_it() {
    let shop = Shop::new();
    let line = format!("{ADA} --request till-2");
    let first = shop.item(&line);
    let again = shop.run(&line).ok();
    again.says("already saved as #1");
    assert_eq!(shop.items("list --all").len(), 1);
    assert_eq!(shop.item(&line)["changed"], "already saved as #1");
    assert_eq!(shop.item(&line)["told_at"], first["told_at"]);
    // Another word is another case; so is the same word in another shop.
    assert_eq!(shop.item(&format!("{ADA} --request till-3"))["case"], 2);
    assert_eq!(Shop::new().item(&line)["already"], false);
}

#[test]
fn many_at_once_by_one_word_are_one() {
    let shop = Shop::with_ada();
    let commands: Vec<_> = (0..12)
        .map(|_| {
            let mut command = shop.command();
            command.args(["note", "1", "once", "--request", "w", "--json"]);
            command
        })
        .collect();
    let already = std::thread::scope(|scope| {
        let running: Vec<_> = commands
            .into_iter()
            .map(|mut command| scope.spawn(move || command.output().unwrap()))
            .collect();
        let ended = running.into_iter().map(|one| one.join().unwrap());
        let already = |out: &std::process::Output| {
            assert!(out.status.success(), "{out:?}");
            String::from_utf8_lossy(&out.stdout).contains("\"already\": true")
                || String::from_utf8_lossy(&out.stdout).contains("\"already\":true")
        };
        ended.filter(already).count()
    });
    assert_eq!(already, 11);
    assert_eq!(super::undo::notes(&shop, 1), 1);
}

#[test]
fn a_word_that_was_used_otherwise_is_refused() {
    let shop = Shop::with_ada();
    shop.run("note 1 x --request w").ok();
    shop.refuses("done 1 --request w", 2)
        .says("was used before, for `amends note`");
    shop.run("undo").ok();
    shop.refuses("note 1 x --request w", 2)
        .says("then taken back")
        .says("another word");
    for line in [
        "due",
        "",
        "show 1",
        "config set name x",
        "report nightly",
        "data check",
    ] {
        shop.refuses(&format!("{line} --request w"), 2)
            .says("--request");
    }
    shop.refuses("note 1 x --request ''", 2).says("empty word");
}

#[test]
fn the_same_call_typed_twice_is_said_to_a_script() {
    let shop = Shop::with_ada();
    let again = shop.at("2026-11-22 10:07").item(ADA);
    let remarks = again["remarks"].to_string();
    assert!(
        remarks.contains("the same was saved as #1 2 min ago"),
        "{remarks}"
    );
    // Later, or in other words, it is another.
    let later = shop.at("2026-11-22 10:20").item(ADA)["remarks"].to_string();
    assert!(!later.contains("the same was saved"), "{later}");
    let other = ADA.replace("at nine", "cold");
    let other = shop.item(&other)["remarks"].to_string();
    assert!(!other.contains("the same was saved"), "{other}");
}

#[test]
fn the_same_call_typed_twice_is_asked_about_on_a_terminal() {
    let shop = Shop::with_ada();
    shop.at("2026-11-22 10:07");
    let mut talk = at_terminal(&shop, ADA);
    talk.exp_string("The same was saved as #1 2 min ago")
        .unwrap();
    talk.send_line("no").unwrap();
    talk.exp_string("nothing was changed").unwrap();
    talk.exp_eof().unwrap();
    assert_eq!(shop.items("list --all").len(), 1);
    let mut talk = at_terminal(&shop, ADA);
    talk.exp_string("yes or no").unwrap();
    talk.send_line("yes").unwrap();
    talk.exp_string("Saved as #2").unwrap();
    talk.exp_eof().unwrap();
    assert_eq!(shop.items("list --all").len(), 2);
}
