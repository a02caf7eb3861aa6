//! Saved, not saved, or saved and not shown: the verbs say which, and nothing typed is lost.

use std::process::Stdio;

use super::shop::{ADA, Shop, split};
use super::terminal::at_terminal;

/// What saves, and what its failure to be shown begins with.
const SAVES: [(&str, &str); 17] = [
    (
        "new --customer Cy --type late-delivery --tier new --severity minor --words x",
        "saved as #2",
    ),
    ("note 1 x", "saved as #1"),
    ("done 1", "saved as #1"),
    ("contact 1", "saved as #1"),
    ("promise 1 'a call' --by 20:00", "saved as #1"),
    (
        "pause 1 --until 'tomorrow 09:00' --why away --asked-by customer",
        "saved as #1",
    ),
    ("resume 1", "saved as #1"),
    ("assign 1 Sam", "saved as #1"),
    ("change 1 --severity severe", "saved as #1"),
    (
        "close 1 --outcome lost --cause process --why gone",
        "saved as #1",
    ),
    ("reopen 1 --why back", "saved as #1"),
    ("undo", "saved"),
    ("redo", "saved"),
    (
        "playbook drill --done --cell late-delivery,new,minor",
        "saved",
    ),
    ("config set name x", "saved in"),
    ("playbook new mine --trade cafe", "written to"),
    ("report nightly --out mail.txt", "written to"),
];

/// Runs a command whose result goes to a disk that is full.
fn on_a_full_disk(shop: &Shop, line: &str) -> (i32, String) {
    let mut command = shop.command();
    command.args(split(line));
    command.stdout(
        std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap(),
    );
    let ended = command.output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status.code().unwrap(), super::shop::flat(&said))
}

#[test]
fn what_is_saved_and_cannot_be_shown_says_both() {
    let shop = Shop::with_ada();
    for (line, saved) in SAVES {
        let before = shop.everything();
        let (code, said) = on_a_full_disk(&shop, line);
        assert_eq!(code, 1, "{line}: {said}");
        assert!(said.contains(&format!("error: {saved}")), "{line}: {said}");
        assert!(
            said.contains("but this could not be shown"),
            "{line}: {said}"
        );
        assert!(shop.everything() != before, "{line}");
    }
    shop.run("data check").ok();
}

#[test]
fn a_wrong_wish_for_the_form_does_not_hide_that_it_is_saved() {
    let shop = Shop::with_ada();
    let answer = shop.run("note 1 x --json --fields nope").fails(1);
    assert!(
        answer.error()["message"]
            .as_str()
            .unwrap()
            .starts_with("saved as #1, but this could not be shown"),
        "{answer}"
    );
    assert_eq!(super::undo::notes(&shop, 1), 1);
}

#[test]
fn what_is_not_saved_says_so() {
    let shop = Shop::with_ada();
    std::fs::write(
        shop.path("amends.db"),
        b"SQLite format 3\0 and then nothing",
    )
    .unwrap();
    for (line, _) in SAVES.into_iter().take(14) {
        let answer = shop.run(line).fails(6);
        answer.says("not saved, nothing changed: ");
    }
    // Looking saves nothing, and does not say so.
    shop.run("due").fails(6).never_mentions("not saved");
}

/// Sends a signal to the program that has this shop on its command line.
fn end(shop: &Shop, signal: &str) {
    let folder = shop.folder().to_string_lossy().into_owned();
    let is_it = |process: &std::path::Path| {
        let typed = std::fs::read(process.join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&typed).contains(&folder)
    };
    let processes = std::fs::read_dir("/proc").unwrap();
    let mut processes = processes.map(|entry| entry.unwrap().path());
    let found = processes.find(|process| is_it(process)).unwrap();
    let number = found.file_name().unwrap().to_string_lossy().into_owned();
    let line = format!("kill -s {signal} {number}");
    let ended = std::process::Command::new("/bin/sh")
        .args(["-c", &line])
        .status();
    assert!(ended.unwrap().success());
}

/// The intakes that are kept.
fn kept(shop: &Shop) -> Vec<std::path::PathBuf> {
    let kept = std::fs::read_dir(shop.path("unfinished")).unwrap();
    let kept = kept.map(|entry| entry.unwrap().path());
    let is_one = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "json");
    kept.filter(is_one).collect()
}

#[test]
fn a_window_that_closes_loses_no_answer() {
    for signal in ["HUP", "KILL", "TERM"] {
        let shop = Shop::new();
        let line = format!("new --data-dir '{}'", shop.folder().display());
        let mut talk = at_terminal(&shop, &line);
        talk.exp_string("They said").unwrap();
        talk.send_line("The cake came at nine").unwrap();
        talk.exp_string("more").unwrap();
        talk.send_line("and it was the wrong one").unwrap();
        // The line is drawn again with its question before it is kept, and the next question after that.
        talk.exp_string("the wrong one\r\n").unwrap();
        talk.exp_string("more").unwrap();
        end(&shop, signal);
        let _ = talk.exp_eof();
        let kept = kept(&shop);
        assert_eq!(kept.len(), 1, "{signal}");
        let text = std::fs::read_to_string(&kept[0]).unwrap();
        assert!(
            text.contains("the wrong one") && text.contains("came at nine"),
            "{signal}: {text}"
        );
        let line =
            "new --continue --customer Ada --type late-delivery --tier regular --severity major";
        let saved = shop.run(line).ok();
        drop(saved);
        assert_eq!(
            shop.case(1)["words"],
            "The cake came at nine\nand it was the wrong one"
        );
        // Nothing is left of it.
        assert_eq!(self::kept(&shop).len(), 0, "{signal}");
    }
}

#[test]
fn nobody_goes_on_with_an_intake_that_somebody_is_at() {
    let shop = Shop::new();
    let mut talk = at_terminal(&shop, "new");
    talk.exp_string("They said").unwrap();
    talk.send_line("Still talking").unwrap();
    talk.exp_string("more").unwrap();
    shop.run("new --continue --no-input")
        .fails(5)
        .says("no unfinished intake");
    talk.send_line("").unwrap();
    talk.send_line(".").unwrap();
    talk.exp_eof().unwrap();
    shop.run("new --continue --no-input")
        .fails(2)
        .never_mentions("no unfinished intake");
}

#[test]
fn the_window_of_a_terminal_that_is_gone_is_no_reason_to_lose_a_case() {
    // Flags only: the case is saved, although nobody hears of it.
    let shop = Shop::new();
    let mut command = shop.command();
    command
        .args(split(ADA))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert!(command.status().unwrap().success());
    assert_eq!(shop.items("list --all").len(), 1);
}
